package preview

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/themes"
)

// pinned is the id of the award whose page is looked at.
const pinned = "abcdefghijklmnopqrstuvwxya"

// tenThousand writes a site of 10,000 awards in 20 files and returns the name
// and text of the file with the pinned award, which is Person 499's.
func tenThousand(b *testing.B, dir string) (name, text string) {
	b.Helper()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		b.Fatal(err)
	}
	for i := range 20 {
		var out strings.Builder
		fmt.Fprintf(&out, "achievement: safety-morning\nawarded: 2026-03-14\nawards:\n")
		for j := range 500 {
			fmt.Fprintf(&out, "  k%d:\n    name: Person %d\n    email: person-%d-%d@example.org\n", j, j, i, j)
		}
		if i == 19 {
			fmt.Fprintf(&out, "    id: %s\n", pinned)
		}
		name, text = filepath.Join(dir, "content", "awards", fmt.Sprintf("2026-03-many-%d.yaml", i)), out.String()
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return name, text
}

// builder is Build as the command hands it in.
func builder() func(context.Context, fs.FS, fs.FS) (Site, error) {
	var former *load.Content
	judged, last := check.NewMemory(nil, "bench"), &generator.LastTheme{}
	return func(ctx context.Context, content, own fs.FS) (Site, error) {
		r, plan, err := generator.Plan(ctx, generator.Config{Content: content, Themes: themes.Embedded(), SiteThemes: own, Former: former, Judged: judged, LastTheme: last, Today: badge.Date{Year: 2026, Month: 10, Day: 1}})
		if err != nil {
			return Site{}, err
		}
		former = r.Content
		s := Site{OK: r.OK, Plan: plan, Findings: r.Report().Findings(), Text: r.Content.Text}
		if r.OK {
			s.Address = r.Passed.Site()
		}
		return s, nil
	}
}

// BenchmarkSave measures from saving one file of awards until the page of one
// of them is told to load again; ms-work is what lies after the debounce.
func BenchmarkSave(b *testing.B) {
	dir := b.TempDir()
	name, text := tenThousand(b, dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	built := make(chan Rebuild, 1000)
	p := New(Config{Files: root.FS(), Dir: dir, Folders: []string{"content", "themes"}, Build: builder(), Now: time.Now, Built: func(r Rebuild) { built <- r }})
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Run(ctx) }()
	defer func() { cancel(); <-done }()
	first := <-built
	if !first.Site.OK {
		b.Fatalf("the site is not good: %v", first.Site.Findings)
	}
	url, _ := served(b, p)
	l := listenTo(b, url, "/awards/"+pinned+"/")
	if _, ok := l.next(); !ok {
		b.Fatal("no news")
	}
	b.Logf("first build %s, %d files", first.Took, first.Site.Plan.Count)
	var work time.Duration
	i := 0
	for b.Loop() {
		i++
		save(b, name, strings.Replace(text, "name: Person 499", fmt.Sprintf("name: Person %d", 1000+i), 1))
		r := <-built
		if _, ok := l.next(); !ok {
			b.Fatal("no news")
		}
		work += r.Took
	}
	b.ReportMetric(float64(work.Milliseconds())/float64(i), "ms-work")
}

func save(b *testing.B, name, text string) {
	b.Helper()
	if err := os.WriteFile(name+"~", []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(name+"~", name); err != nil {
		b.Fatal(err)
	}
}
