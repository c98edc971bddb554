//go:build !unix

package issue

import (
	"runtime/metrics"
	"testing"
	"time"
)

// processorTime is what this process has spent on all processors, as far as
// the runtime knows.
func processorTime(*testing.B) time.Duration {
	sample := []metrics.Sample{{Name: "/cpu/classes/total:cpu-seconds"}, {Name: "/cpu/classes/idle:cpu-seconds"}}
	metrics.Read(sample)
	return time.Duration((sample[0].Value.Float64() - sample[1].Value.Float64()) * float64(time.Second))
}
