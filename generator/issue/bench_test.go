package issue

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	benchCohorts = 20  // four of badges for one of micro-credentials
	benchCohort  = 500 // awards in each
)

// BenchmarkIssue issues 10,000 awards with both proofs and writes the store.
// Loading and checking are not timed. Run it with -benchtime=3x.
func BenchmarkIssue(b *testing.B) {
	s := siteIn(b, benchFolder(b))
	largeContent(b, s)
	s.key("2026", noon.AddDate(0, -6, 0))
	issued := filepath.Join(s.dir, "content", "issued")
	b.ReportAllocs()
	var busy time.Duration
	var peak, size uint64
	n := 0
	for b.Loop() {
		b.StopTimer()
		if err := os.RemoveAll(issued); err != nil {
			b.Fatal(err)
		}
		passed := s.passed()
		runtime.GC()
		loaded := heap()
		stop := watchHeap()
		began := processorTime(b)
		b.StartTimer()
		p, err := Prepare(passed)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Run(b.Context(), p, s.options(0)); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		busy += processorTime(b) - began
		peak = max(peak, stop()-loaded)
		if len(p.Items) != benchCohorts*benchCohort {
			b.Fatalf("%d awards were issued", len(p.Items))
		}
		if n == 0 {
			size = sizeOf(b, issued)
		}
		n++
		b.StartTimer()
	}
	b.ReportMetric(busy.Seconds()/float64(n), "cpu-s/op")
	b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
	b.ReportMetric(float64(size)/(benchCohorts*benchCohort), "bytes/award")
}

// benchFolder is a folder in memory where the system has one, so that the
// disk is not what is measured.
func benchFolder(b *testing.B) string {
	b.Helper()
	if info, err := os.Stat("/dev/shm"); err != nil || !info.IsDir() {
		return b.TempDir()
	}
	dir, err := os.MkdirTemp("/dev/shm", "sealpress")
	if err != nil {
		return b.TempDir()
	}
	b.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			b.Error(err)
		}
	})
	return dir
}

// largeContent is the sample's definitions with awards for 2,000 people: four
// badges and a micro-credential for each.
func largeContent(b *testing.B, s *site) {
	b.Helper()
	sample := os.DirFS(filepath.Join("..", "..", "content"))
	err := fs.WalkDir(sample, ".", func(name string, d fs.DirEntry, err error) error {
		top, _, _ := strings.Cut(name, "/")
		switch top {
		case "awards", "decisions", "issued", "keys":
			return err
		}
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".it.md") {
			return err
		}
		data, err := fs.ReadFile(sample, name)
		s.write(name, string(data))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	s.replace("site.yaml", "  - it\n", "")
	badges := []string{"safety-morning", "first-drill", "aed-basics", "knots-and-lines"}
	groups := benchCohorts / (len(badges) + 1)
	for group := range groups {
		for i, slug := range badges {
			s.write(fmt.Sprintf("awards/badges-%02d.yaml", group*len(badges)+i),
				fmt.Sprintf("achievement: %s\nawarded: 2025-0%d-12\nevidence:\n  - name: Sheet of the day, signed by the instructor\n    date: 2025-0%d-12\nawards:\n", slug, i+1, i+1)+people(group, ""))
		}
		s.write(fmt.Sprintf("awards/first-aid-%02d.yaml", group), `achievement: emergency-first-aid
awarded: 2026-05-14
evidence:
  - name: Observed scenario sheets
    description: Two sheets with the assessor's notes. Kept by us for six years, shown with the holder's consent.
    date: 2026-05-13
assessed:
  by: Tom Byrne
  on: 2026-05-13
  identity-checked: true
approved:
  by: Orla Keane
  on: 2026-05-14
awards:
`+people(group, "    result: pass\n"))
	}
}

// people writes the awards of one group, each with what else it holds.
func people(group int, more string) string {
	first := []string{"Ada", "Bruno", "Caoilfhionn", "Dmytro", "Ελένη", "Farid", "Giulia", "Hanna", "Ines", "Jan", "Katarzyna", "Lars", "Mei", "Noor"}
	last := []string{"Rossi", "Ek", "Ní Ruairc", "Шевчук", "Παπαδάκη", "Aziz", "De Santis", "Lindqvist", "Ferreira", "Novák", "Wójcik", "Ødegård", "Chen"}
	var b strings.Builder
	for i := range benchCohort {
		n := group*benchCohort + i
		fmt.Fprintf(&b, "  k%04d:\n    name: %s %s\n    email: person%d@example.org\n%s", n, first[n%len(first)], last[n%len(last)], n, more)
	}
	return b.String()
}

func sizeOf(b *testing.B, dir string) (size uint64) {
	b.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			size += uint64(info.Size())
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

// heap is the memory in use by live and dead objects.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// watchHeap samples the heap until stop is called, which returns the most
// that was seen.
func watchHeap() (stop func() uint64) {
	var most atomic.Uint64
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			most.Store(max(most.Load(), heap()))
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 {
		close(done)
		<-ended
		return most.Load()
	}
}
