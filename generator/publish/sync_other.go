//go:build !linux

package publish

import "os"

// syncStaged makes f itself survive a power failure. There is no portable way
// to sync all staged files at once; see the package comment.
func syncStaged(f *os.File) error { return f.Sync() }
