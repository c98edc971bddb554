package generator

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/sealpress/sealpress/themes"
)

const (
	benchCohorts = 20  // four of badges for one of micro-credentials
	benchCohort  = 500 // awards in each
)

// BenchmarkBuild builds a hosted site of 10,000 awards: pages and Open Badges
// 2.0 in one language. Run it with -benchtime=3x.
func BenchmarkBuild(b *testing.B) {
	b.Run("full", func(b *testing.B) {
		s := newLargeSite(b)
		s.measure(b, func(int) { s.forget(b) }, func(r *Result) {
			if r.Published.Written != r.Published.Files {
				b.Fatalf("a full build wrote %d of %d files", r.Published.Written, r.Published.Files)
			}
		})
	})
	b.Run("unchanged", func(b *testing.B) {
		s := newLargeSite(b)
		s.build(b)
		s.measure(b, func(int) {}, func(r *Result) {
			if r.Published.Written != 0 {
				b.Fatalf("nothing changed, and %d files were written", r.Published.Written)
			}
		})
	})
	b.Run("one award more", func(b *testing.B) {
		s := newLargeSite(b)
		s.build(b)
		name := filepath.Join(s.content, "awards", "badges-00.yaml")
		s.measure(b, func(i int) {
			f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0o644)
			if err == nil {
				_, err = fmt.Fprintf(f, "  new%d:\n    name: Nora Late\n    email: late%d@example.org\n", i, i)
			}
			if err == nil {
				err = f.Close()
			}
			if err != nil {
				b.Fatal(err)
			}
		}, func(r *Result) {
			if r.Published.Written != 2 {
				b.Fatalf("one unlisted award came, and %d files were written", r.Published.Written)
			}
		})
	})
	b.Run("one template changed", func(b *testing.B) {
		s := newLargeSite(b)
		s.build(b)
		foot, err := fs.ReadFile(themes.Embedded(), "default/parts/foot.html")
		if err != nil {
			b.Fatal(err)
		}
		s.measure(b, func(i int) {
			changed := strings.Replace(string(foot), "</footer>", fmt.Sprintf("<p>%d</p></footer>", i), 1)
			s.config.SiteThemes = fstest.MapFS{"default/parts/foot.html": {Data: []byte(changed)}}
		}, func(r *Result) {
			if pages := benchCohorts * benchCohort; r.Published.Written < pages || r.Published.Written > pages+100 {
				b.Fatalf("every page changed, and %d files were written", r.Published.Written)
			}
		})
	})
}

// largeSite is a site of many awards on disk.
type largeSite struct {
	content string
	config  Config
}

func newLargeSite(b *testing.B) *largeSite {
	b.Helper()
	dir := benchFolder(b)
	s := &largeSite{content: filepath.Join(dir, "content")}
	for name, text := range largeContent(b) {
		path := filepath.Join(s.content, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	s.config = Config{Content: os.DirFS(s.content), Themes: themes.Embedded(), Today: today, Program: "sealpress for tests",
		Out: filepath.Join(dir, "public"), Work: filepath.Join(dir, "work")}
	return s
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
func largeContent(b *testing.B) files {
	c := sample(b)
	for name := range c {
		if strings.HasPrefix(name, "awards/") || strings.HasPrefix(name, "decisions/") || strings.HasSuffix(name, ".it.md") {
			delete(c, name)
		}
	}
	c.replace(b, "site.yaml", "  - it\n", "")
	c["site.yaml"] += "outputs:\n  - html\n  - ob2\n"
	badges := []string{"safety-morning", "first-drill", "aed-basics", "knots-and-lines"}
	groups := benchCohorts / (len(badges) + 1)
	for group := range groups {
		for i, slug := range badges {
			head := fmt.Sprintf("achievement: %s\nawarded: 2025-0%d-12\nevidence:\n  - name: Sheet of the day, signed by the instructor\n    date: 2025-0%d-12\nawards:\n", slug, i+1, i+1)
			c[fmt.Sprintf("awards/badges-%02d.yaml", group*len(badges)+i)] = head + people(group, "")
		}
		c[fmt.Sprintf("awards/first-aid-%02d.yaml", group)] = `achievement: emergency-first-aid
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
` + people(group, "    result: pass\n")
	}
	return c
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

func (s *largeSite) forget(b *testing.B) {
	b.Helper()
	for _, dir := range []string{s.config.Out, s.config.Work} {
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
	}
}

func (s *largeSite) build(b *testing.B) *Result {
	b.Helper()
	r, err := Build(b.Context(), s.config)
	if err != nil {
		b.Fatal(err)
	}
	mustPass(b, r)
	return r
}

// measure times builds, each after a change that is not timed, and reports
// what was written and the largest heap.
func (s *largeSite) measure(b *testing.B, change func(i int), expect func(*Result)) {
	b.Helper()
	b.ReportAllocs()
	var written, published int
	var peak uint64
	i := 0
	for b.Loop() {
		b.StopTimer()
		change(i)
		i++
		stop := watchHeap()
		b.StartTimer()
		r := s.build(b)
		b.StopTimer()
		peak = max(peak, stop())
		expect(r)
		written, published = r.Published.Written, r.Published.Files
		b.StartTimer()
	}
	b.ReportMetric(float64(written), "written")
	b.ReportMetric(float64(published), "files")
	b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
}

// watchHeap samples the memory in use by live and dead objects until stop is
// called, which returns the most that was seen.
func watchHeap() (stop func() uint64) {
	var most atomic.Uint64
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			metrics.Read(sample)
			most.Store(max(most.Load(), sample[0].Value.Uint64()))
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
