package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/sealpress/sealpress/generator/render"
)

// awards is a plan of 10,000 awards with three files of 2 KB each, made as it
// is walked. The award numbered edited has other contents.
func awards(edited int) render.Plan {
	names := []string{"assertion.json", "badge.png", "index.html"}
	entry := func(file string, version byte) render.Entry {
		return render.Entry{File: file, Fingerprint: render.Fingerprint(keyOf(file + string(version))), Render: func() ([]byte, error) {
			data := make([]byte, 2048)
			copy(data, file)
			data[2047] = version
			return data, nil
		}}
	}
	return entries(func(yield func(render.Entry) bool) {
		for i := range 10_000 {
			for _, name := range names {
				version := byte(0)
				if i == edited {
					version = 1
				}
				if !yield(entry(fmt.Sprintf("awards/%026d/%s", i*7919%10_000, name), version)) {
					return
				}
			}
		}
		yield(entry(".sealpress", 0))
	}, 30_001)
}

// BenchmarkTenThousandAwards measures on the file system of TMPDIR, less the
// sync, whose cost is the disk's.
func BenchmarkTenThousandAwards(b *testing.B) {
	open := func(b *testing.B) Options {
		return Options{Out: filepath.Join(b.TempDir(), "public"), sync: func(*os.File) error { return nil }}
	}
	publish := func(b *testing.B, o Options, edited, written int) {
		if got, err := Publish(b.Context(), awards(edited), o); err != nil || got.Written != written {
			b.Fatalf("written %d, want %d: %v", got.Written, written, err)
		}
	}
	b.Run("first", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			o := open(b)
			b.StartTimer()
			publish(b, o, -1, 30_001)
			b.StopTimer()
			_ = os.RemoveAll(filepath.Dir(o.Out))
			b.StartTimer()
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		o := open(b)
		publish(b, o, -1, 30_001)
		b.ReportAllocs()
		for b.Loop() {
			publish(b, o, -1, 0)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapSys)/(1<<20), "MiB-heap")
	})
	b.Run("without memory", func(b *testing.B) {
		o := open(b)
		publish(b, o, -1, 30_001)
		for b.Loop() {
			_ = os.RemoveAll(filepath.Join(filepath.Dir(o.Out), ".sealpress"))
			publish(b, o, -1, 0)
		}
	})
	b.Run("one changed", func(b *testing.B) {
		o := open(b)
		publish(b, o, -1, 30_001)
		edited := 0
		for b.Loop() {
			written := 6 // the last edit goes back, this one comes
			if edited == 0 {
				written = 3
			}
			edited++
			publish(b, o, edited, written)
		}
	})
}
