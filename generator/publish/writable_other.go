//go:build !unix

package publish

import "os"

// writable cannot tell beforehand on this system; the first rename will.
func writable(*os.Root, string) error { return nil }
