package publish

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncStaged makes everything written so far to the file system of f survive a
// power failure: one call for any number of files.
func syncStaged(f *os.File) error {
	err := unix.Syncfs(int(f.Fd()))
	if err == unix.ENOSYS || err == unix.EINVAL {
		return f.Sync() // a file system that knows only files
	}
	return os.NewSyscallError("syncfs", err)
}
