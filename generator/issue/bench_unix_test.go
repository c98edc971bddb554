//go:build unix

package issue

import (
	"syscall"
	"testing"
	"time"
)

// processorTime is what this process has spent on all processors, in its own
// code and in the kernel for it.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
