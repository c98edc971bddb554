package main

import (
	"runtime"
	"testing"
	"time"
)

// A small site is held to little; a large one always has three quarters more than
// what is in use, and some 16 MiB for stacks and the collector's tables.
func TestMemoryFor(t *testing.T) {
	for mib, before := int64(0), int64(0); mib < 4096; mib++ {
		got := memoryFor(mib << 20)
		if got < before {
			t.Errorf("%d MiB in use may take %d bytes, less than when less is in use", mib, got)
		}
		if before = got; mib <= 22 && got != fewBytes || mib >= 30 && got < (mib*7/4+16)<<20 {
			t.Errorf("%d MiB in use may take %d MiB", mib, got>>20)
		}
	}
}

// The limit follows the collector: what runs after it runs again after the next.
func TestAfterCollecting(t *testing.T) {
	ran := make(chan bool, 8)
	afterCollecting(func() {
		select {
		case ran <- true:
		default:
		}
	})
	for range 3 {
		for seen := false; !seen; {
			runtime.GC()
			select {
			case <-ran:
				seen = true
			case <-time.After(10 * time.Millisecond): // the collector was faster
			}
		}
	}
}
