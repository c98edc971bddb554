//go:build unix

package generator

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/sealpress/sealpress/themes"
)

// BenchmarkLeaks says what looking through all that is published costs, as a
// share of the processor time of a full build of 2,500 signed awards in every
// form; the bar is 5 %. Both are measured in one process, one after the other,
// so that what else the machine does counts for neither.
func BenchmarkLeaks(b *testing.B) {
	c := largeContent(b)
	for name := range c {
		if strings.HasPrefix(name, "awards/") && !slices.Contains([]string{"badges-00", "badges-01", "badges-02", "badges-03", "first-aid-00"}, strings.TrimSuffix(filepath.Base(name), ".yaml")) {
			delete(c, name)
		}
	}
	c.replace(b, "site.yaml", "outputs:\n  - html\n  - ob2\n", "")
	issued := newIssuing(c)
	issued.newKey(b, "main", "2025-01-01")
	issued.issue(b)
	content, dir := filepath.Join(issued.folder(b), "content"), benchFolder(b)
	s := &largeSite{content: content, config: Config{Content: os.DirFS(content), Themes: themes.Embedded(), Today: today, Program: "sealpress for tests",
		Out: filepath.Join(dir, "public"), Work: filepath.Join(dir, "work")}}
	var build, look time.Duration
	var bytes int
	for b.Loop() {
		s.forget(b)
		before := processorTime(b)
		r := s.build(b)
		build += processorTime(b) - before
		published, err := filesIn(os.DirFS(s.config.Out))
		if err != nil {
			b.Fatal(err)
		}
		texts := make(map[string][]byte, len(published))
		bytes = 0
		for name, text := range published {
			texts[name] = []byte(text)
			bytes += len(text)
		}
		leaks := noLeak(s.config, r.Passed)
		before = processorTime(b)
		for name, text := range texts {
			if err := leaks(name, text); err != nil {
				b.Fatal(err)
			}
		}
		look += processorTime(b) - before
	}
	b.ReportMetric(100*look.Seconds()/build.Seconds(), "%-of-build")
	b.ReportMetric(float64(bytes)/(1<<20), "MiB")
	b.ReportMetric(build.Seconds()/float64(b.N), "build-s")
	b.ReportMetric(look.Seconds()/float64(b.N), "look-s")
}

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
