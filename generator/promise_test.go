package generator

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
)

var update = flag.Bool("update", false, "build public/ anew from content/")

// public/ is the sample site as built, committed so that every change of what
// is published is read in a diff.
func TestPublicIsReproduced(t *testing.T) {
	public := filepath.Join("..", "public")
	config := wholeSample(t).config()
	if *update {
		config.Out = public
		config.Work = filepath.Join("..", ".sealpress", "test")
		if err := os.MkdirAll(filepath.Dir(config.Work), 0o755); err != nil {
			t.Fatal(err)
		}
		r, err := Build(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		mustPass(t, r)
		t.Logf("%d files written, %d unchanged, %d removed", r.Published.Written, r.Published.Unchanged, r.Published.Removed)
		return
	}
	committed, err := filesIn(os.DirFS(public))
	if err != nil || len(committed) == 0 {
		t.Fatalf("public/ is missing (%v); make it with: go test ./generator -run TestPublicIsReproduced -update", err)
	}
	compareTrees(t, "public/ is not what content/ makes (see -update)", builtSample(t).files, committed)
}

// elsewhere lists what differs between machines, days and checkouts, and must
// not reach the output.
func elsewhere() map[string]func(*testing.T, *Config) {
	return map[string]func(*testing.T, *Config){
		"another time zone": func(t *testing.T, _ *Config) {
			t.Setenv("TZ", "Pacific/Kiritimati")
			here := time.Local
			time.Local = time.FixedZone("far", 14*60*60)
			t.Cleanup(func() { time.Local = here })
		},
		"another day":    func(_ *testing.T, c *Config) { c.Today = badge.Date{Year: 2026, Month: 12, Day: 24} },
		"another decade": func(_ *testing.T, c *Config) { c.Today = badge.Date{Year: 2041, Month: 2, Day: 28} },
		"another locale": func(t *testing.T, _ *Config) {
			for _, name := range []string{"LANG", "LC_ALL", "LC_NUMERIC", "LC_TIME", "LANGUAGE"} {
				t.Setenv(name, "tr_TR.UTF-8")
			}
		},
		"one processor": func(t *testing.T, _ *Config) {
			n := runtime.GOMAXPROCS(1)
			t.Cleanup(func() { runtime.GOMAXPROCS(n) })
		},
		"many processors": func(t *testing.T, _ *Config) {
			n := runtime.GOMAXPROCS(7)
			t.Cleanup(func() { runtime.GOMAXPROCS(n) })
		},
		"files found in another order": func(_ *testing.T, c *Config) { c.Content = backwards{c.Content} },
		"a checkout with CRLF": func(t *testing.T, c *Config) {
			content, err := filesIn(c.Content)
			if err != nil {
				t.Fatal(err)
			}
			for name, text := range content {
				if ext := filepath.Ext(name); ext == ".md" || ext == ".yaml" || ext == ".svg" {
					content[name] = strings.ReplaceAll(text, "\n", "\r\n")
				}
			}
			c.Content = content.fs()
		},
		"a byte order mark": func(t *testing.T, c *Config) {
			content, err := filesIn(c.Content)
			if err != nil {
				t.Fatal(err)
			}
			for name, text := range content {
				if ext := filepath.Ext(name); ext == ".md" || ext == ".yaml" {
					content[name] = "\ufeff" + text
				}
			}
			c.Content = content.fs()
		},
		"another name of the program": func(_ *testing.T, c *Config) { c.Program = "sealpress 99" },
		"another name of the content": func(_ *testing.T, c *Config) { c.Prefix = "inhalt" },
	}
}

// backwards lists folders in the opposite order, as some systems might.
type backwards struct{ fs.FS }

func (b backwards) Open(name string) (fs.File, error) {
	f, err := b.FS.Open(name)
	if d, ok := f.(fs.ReadDirFile); ok && err == nil {
		return backwardsDir{d}, nil
	}
	return f, err
}

type backwardsDir struct{ fs.ReadDirFile }

func (d backwardsDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 {
		return d.ReadDirFile.ReadDir(n)
	}
	list, err := d.ReadDirFile.ReadDir(-1)
	slices.Reverse(list)
	return list, err
}

func TestSameContentGivesTheSameBytes(t *testing.T) {
	here := sample(t)
	withEverything(t, here)
	want := rendered(t, here.config())
	for name, change := range elsewhere() {
		t.Run(name, func(t *testing.T) {
			config := here.config()
			change(t, &config)
			compareTrees(t, name, want.files, rendered(t, config).files)
		})
	}
}

// All of that at once, through the disk, in a folder of another name; pictures
// are drawn anew.
func TestSameContentGivesTheSameTreeInAnotherFolder(t *testing.T) {
	want := builtSample(t)
	config := wholeSample(t).config()
	for _, change := range elsewhere() {
		change(t, &config)
	}
	config.Out = filepath.Join(t.TempDir(), "another folder", "site")
	if err := os.MkdirAll(filepath.Dir(config.Out), 0o755); err != nil {
		t.Fatal(err)
	}
	compareTrees(t, "elsewhere", want.files, build(t, config).files)
}

func TestSecondBuildWritesNothing(t *testing.T) {
	config := wholeSample(t).config()
	dir := t.TempDir()
	config.Out, config.Work = filepath.Join(dir, "public"), filepath.Join(dir, "work")
	build(t, config)
	before := times(t, config.Out)
	for _, when := range []string{"at once", "without the memory"} {
		if when == "without the memory" {
			if err := os.RemoveAll(config.Work); err != nil {
				t.Fatal(err)
			}
		}
		config.Today.Day++ // another day is no reason to write
		r, err := Build(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		if p := r.Published; p.Written != 0 || p.Removed != 0 || p.Unchanged != p.Files {
			t.Errorf("%s: the second build wrote %d and removed %d of %d files", when, p.Written, p.Removed, p.Files)
		}
		for name, at := range times(t, config.Out) {
			if before[name] != at {
				t.Errorf("%s: the second build touched %s", when, name)
			}
		}
	}
}

func times(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	out := map[string]time.Time{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		out[name] = info.ModTime()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The plan yields its entries in one order, each with one fingerprint.
func TestPlanIsTheSameEachTime(t *testing.T) {
	c := sample(t)
	withEverything(t, c)
	walked := func() (list []string) {
		p, _ := plan(t, c.config())
		for range 2 {
			list = list[:0]
			for e := range p.plan.Entries {
				list = append(list, e.File+" "+string(e.Fingerprint[:]))
			}
		}
		return list
	}
	first := walked()
	for range 8 {
		if !slices.Equal(first, walked()) {
			t.Fatal("the same content gave another plan")
		}
	}
}

// A finding stops everything: what was published stays as it was.
func TestFindingsLeaveThePublishedSiteAlone(t *testing.T) {
	c := sample(t)
	withNothing(t, c)
	config := c.config()
	config.Out = filepath.Join(t.TempDir(), "public")
	want := build(t, config)
	c.replace(t, "issuer.md", "valid-from: 2021-01-01", "valid-from: 2021-13-01")
	config.Content = c.fs()
	r, err := Build(t.Context(), config)
	if err != nil || r.OK {
		t.Fatalf("a wrong date passed: %v", err)
	}
	got, err := filesIn(os.DirFS(config.Out))
	if err != nil {
		t.Fatal(err)
	}
	compareTrees(t, "after a finding", want.files, got)
}
