package generator

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/render"
	"github.com/sealpress/sealpress/generator/theme"
	"github.com/sealpress/sealpress/themes"
)

// today is the day of every test that does not ask what another day changes.
var today = badge.Date{Year: 2026, Month: 11, Day: 23}

// files is a content folder in memory: name → text.
type files map[string]string

// sample returns the sample site's content, to be changed at will.
func sample(t testing.TB) files {
	t.Helper()
	c := wholeSample(t)
	maps.DeleteFunc(c, func(name, _ string) bool {
		return strings.HasPrefix(name, "issued/") || strings.HasPrefix(name, "keys/")
	})
	return c
}

// wholeSample is the sample as it is committed, with everything that was
// issued: it can be built, and is not to be changed.
func wholeSample(t testing.TB) files {
	t.Helper()
	c, err := filesIn(os.DirFS(filepath.Join("..", "content")))
	if err != nil {
		t.Fatalf("reading the sample site: %v", err)
	}
	return c
}

func filesIn(fsys fs.FS) (files, error) {
	c := files{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		c[name] = string(data)
		return err
	})
	return c, err
}

// names lists the files in order.
func (c files) names() []string { return slices.Sorted(maps.Keys(c)) }

// replace changes every occurrence of a text in a file; that it is not there
// is a mistake of the test.
func (c files) replace(t testing.TB, name, old, text string) {
	t.Helper()
	if !strings.Contains(c[name], old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	c[name] = strings.ReplaceAll(c[name], old, text)
}

// drop removes all files whose names match a pattern of path.Match.
func (c files) drop(t testing.TB, pattern string) {
	t.Helper()
	n := len(c)
	maps.DeleteFunc(c, func(name, _ string) bool {
		ok, err := filepath.Match(pattern, name)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	})
	if len(c) == n {
		t.Fatalf("no file matches %q", pattern)
	}
}

// fs returns the folder as a file system.
func (c files) fs() fs.FS {
	m := fstest.MapFS{}
	for name, text := range c {
		m[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return m
}

func (c files) config() Config {
	return Config{Content: c.fs(), Themes: themes.Embedded(), Today: today, Program: "sealpress for tests"}
}

// tree is a site as built, with what it was built from.
type tree struct {
	files   files
	at      address.Site
	catalog *badge.Catalog
	passed  check.Passed
}

// build builds content into a folder of the test's own.
func build(t testing.TB, c Config) tree {
	t.Helper()
	if c.Out == "" {
		c.Out = filepath.Join(t.TempDir(), "public")
	}
	r, err := Build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	mustPass(t, r)
	built, err := filesIn(os.DirFS(c.Out))
	if err != nil {
		t.Fatal(err)
	}
	if len(built) != r.Published.Files {
		t.Errorf("%d files are on disk, and the summary says %d", len(built), r.Published.Files)
	}
	return tree{files: built, at: r.Passed.Site(), catalog: r.Content.Catalog, passed: r.Passed}
}

// builtSample returns the sample site, built once through the disk.
func builtSample(t testing.TB) tree {
	t.Helper()
	sampleOnce.Do(func() { sampleTree = build(t, wholeSample(t).config()) })
	if sampleTree.files == nil {
		t.Fatal("the sample site could not be built")
	}
	return sampleTree
}

var (
	sampleOnce sync.Once
	sampleTree tree
)

func mustPass(t testing.TB, r *Result) {
	t.Helper()
	if !r.OK {
		for _, f := range r.Report().Findings() {
			t.Logf("%v: %s [%s]", f.Pos, f.Message, f.Rule)
		}
		t.Fatal("the content did not pass the check")
	}
}

// planned is a plan with everything needed to render it.
type planned struct {
	*Result
	plan render.Plan
}

// themesLoaded keeps the themes that were loaded, because most tests change
// only content.
var themesLoaded sync.Map

// plan makes the plan of a site, as Build does; ok is false where the content
// does not pass.
func plan(t testing.TB, c Config) (p planned, ok bool) {
	t.Helper()
	content, err := load.Dir(t.Context(), c.Content, cmp.Or(c.Prefix, "content"))
	if err != nil {
		t.Fatal(err)
	}
	p.Result = &Result{Content: content}
	if p.Passed, p.OK, err = c.Judged.Run(t.Context(), content, c.Today); err != nil {
		t.Fatal(err)
	}
	if !p.OK {
		return p, false
	}
	site := content.Catalog.Site
	key := fmt.Sprint(site.Theme, site.Languages, p.Passed.Site().Base(), site.Brand.Color)
	th, there := themesLoaded.Load(key)
	if !there {
		th, _ = theme.Load(theme.Config{Embedded: c.Themes, Name: site.Theme, Languages: site.Languages, Base: p.Passed.Site().Base(), Color: site.Brand.Color})
		if th.(*theme.Theme) == nil {
			return p, false
		}
		themesLoaded.Store(key, th)
	}
	p.plan = render.New(p.Passed, th.(*theme.Theme), c.Program)
	return p, true
}

// rendered renders a whole site in memory, but for the files whose names end
// in without.
func rendered(t testing.TB, c Config, without ...string) tree {
	t.Helper()
	p, ok := plan(t, c)
	if !ok {
		mustPass(t, p.Result)
	}
	out := files{}
	for e := range p.plan.Entries {
		if slices.ContainsFunc(without, func(end string) bool { return strings.HasSuffix(e.File, end) }) {
			continue
		}
		data, err := renderOnce(e)
		if err != nil {
			t.Fatalf("rendering %s: %v", e.File, err)
		}
		if _, twice := out[e.File]; twice {
			t.Errorf("the plan holds %s twice", e.File)
		}
		out[e.File] = string(data)
	}
	if len(out) != p.plan.Count && len(without) == 0 {
		t.Errorf("the plan counts %d entries and yields %d", p.plan.Count, len(out))
	}
	return tree{files: out, at: p.Passed.Site(), catalog: p.Content.Catalog, passed: p.Passed}
}

// drawn keeps the pictures that were drawn, because drawing costs more than
// all the rest of a small site. That equal fingerprints promise equal bytes is
// what TestFingerprintsAreHonest shows.
var drawn sync.Map

func isDrawn(file string) bool {
	return strings.HasSuffix(file, "/image.png") || strings.HasSuffix(file, "/card.png") || isBaked(file)
}

func isBaked(file string) bool { return strings.HasSuffix(file, "/badge.png") }

// unbaked stands for a baked picture in a tree that was rendered in memory:
// drawing the picture for each variant of a site would take minutes.
const unbaked = "baked when it is written to disk"

func renderOnce(e render.Entry) ([]byte, error) {
	switch {
	case isBaked(e.File):
		return []byte(unbaked), nil
	case !isDrawn(e.File):
		return e.Render()
	}
	if data, ok := drawn.Load(e.Fingerprint); ok {
		return data.([]byte), nil
	}
	data, err := e.Render()
	if err == nil {
		drawn.Store(e.Fingerprint, data)
	}
	return data, err
}

// url returns the address at which a file is served.
func (s tree) url(file string) string {
	if page, ok := strings.CutSuffix(file, "index.html"); ok && (page == "" || strings.HasSuffix(page, "/")) {
		file = page
	}
	return s.at.URL(address.Path(file))
}

// file returns the file that answers an address of the site; ok is false
// where the address is another site's. The file need not exist.
func (s tree) file(addr string) (file string, ok bool) {
	addr, _, _ = strings.Cut(addr, "#")
	addr, _, _ = strings.Cut(addr, "?")
	p, ok := s.at.Path(addr)
	return p.File(), ok
}
