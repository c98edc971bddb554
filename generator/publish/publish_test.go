package publish

import (
	"errors"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/render"
)

// site is what a plan would publish: contents by path.
type site map[string]string

// sample has a file of each kind that is treated in its own way.
func sample() site {
	return site{
		".sealpress":                   "made by sealpress\n",
		".well-known/did.json":         "{}",
		"index.html":                   "home",
		"feed.xml":                     "<feed/>",
		"assets/style.css":             "body{}",
		"it/index.html":                "casa",
		"achievements/index.html":      "list",
		"achievements/aed/index.html":  "aed",
		"awards/k4f1/index.html":       "Ada",
		"awards/k4f1/assertion.json":   `{"a":1}`,
		"awards/k4f2/index.html":       "Bruno",
		"it/awards/k4f1/index.html":    "Ada, it",
		"it/awards/k4f2/index.html":    "Bruno, it",
		"achievements/aed/v2/card.png": "\x89PNG",
	}
}

// with returns a copy in which files have other contents; an empty one removes
// the file.
func (s site) with(changes site) site {
	s = maps.Clone(s)
	for file, content := range changes {
		if s[file] = content; content == "" {
			delete(s, file)
		}
	}
	return s
}

// plan publishes the site's files in sorted order. rendered counts renderings.
func (s site) plan(rendered *atomic.Int64) render.Plan {
	return entries(func(yield func(render.Entry) bool) {
		for _, file := range slices.Sorted(maps.Keys(s)) {
			if !yield(s.entry(file, rendered)) {
				return
			}
		}
	}, len(s))
}

func (s site) entry(file string, rendered *atomic.Int64) render.Entry {
	content := s[file]
	return render.Entry{File: file, Fingerprint: render.Fingerprint(keyOf(content)), Render: func() ([]byte, error) {
		if rendered != nil {
			rendered.Add(1)
		}
		return []byte(content), nil
	}, Release: func(data []byte) { clear(data) }} // whoever looks at it afterwards publishes zeros
}

func entries(seq iter.Seq[render.Entry], count int) render.Plan {
	return render.Plan{Entries: seq, Count: count}
}

// must publishes and expects success.
func must(t *testing.T, s site, o Options) Summary {
	t.Helper()
	summary, err := Publish(t.Context(), s.plan(nil), o)
	if err != nil {
		t.Fatalf("Publish: %v", err)
	}
	return summary
}

// read returns the files below a folder, .git excepted.
func read(t *testing.T, folder string) site {
	t.Helper()
	s := site{}
	err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(folder, p)
		s[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return s
}

// expect compares the output folder with a site.
func expect(t *testing.T, out string, want site) {
	t.Helper()
	if got := read(t, out); !maps.Equal(want, got) {
		t.Fatalf("output folder (-want +got):\n%s", cmp.Diff(want, got))
	}
}

// put writes a file as somebody else would.
func put(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// folder returns options for an output folder that does not exist yet.
func folder(t *testing.T) Options {
	return Options{Out: filepath.Join(t.TempDir(), "public"), sync: func(*os.File) error { return nil }}
}

func workOf(o Options) string { return filepath.Join(filepath.Dir(o.Out), ".sealpress", "public") }

func TestFirstRunPublishesThePlan(t *testing.T) {
	o := folder(t)
	calls, last := 0, 0
	o.Progress = func(done, total int) {
		calls++
		if done != last+1 || total != len(sample()) {
			t.Errorf("Progress(%d, %d) after %d of %d", done, total, last, len(sample()))
		}
		last = done
	}
	got := must(t, sample(), o)
	expect(t, o.Out, sample())
	var bytes int64
	for _, content := range sample() {
		bytes += int64(len(content))
	}
	want := Summary{Files: len(sample()), Bytes: bytes, Written: len(sample()), WrittenBytes: bytes, Largest: File{".sealpress", 18}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Summary (-want +got):\n%s", diff)
	}
	if calls != len(sample()) {
		t.Errorf("Progress was called %d times, want %d", calls, len(sample()))
	}
	if left := slices.Sorted(maps.Keys(read(t, workOf(o)))); !slices.Equal(left, []string{"lock", "memory"}) {
		t.Errorf("work folder holds %q", left)
	}
}

func TestSecondRunRendersAndWritesNothing(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	before := times(t, filepath.Dir(o.Out))
	var rendered atomic.Int64
	got, err := Publish(t.Context(), sample().plan(&rendered), o)
	if err != nil {
		t.Fatal(err)
	}
	if rendered.Load() != 0 || got.Written != 0 || got.Unchanged != len(sample()) || got.Removed != 0 {
		t.Errorf("rendered %d, %+v", rendered.Load(), got)
	}
	if first := must(t, sample(), folder(t)); got.Bytes != first.Bytes || got.Files != first.Files || got.Largest != first.Largest {
		t.Errorf("size of the site: %+v, at first %+v", got, first)
	}
	if diff := cmp.Diff(before, times(t, filepath.Dir(o.Out))); diff != "" {
		t.Errorf("files were touched (-before +after):\n%s", diff)
	}
}

// times returns the modification times of files.
func times(t *testing.T, folder string) map[string]int64 {
	m := make(map[string]int64)
	for file := range read(t, folder) {
		info, err := os.Lstat(filepath.Join(folder, filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		m[file] = info.ModTime().UnixNano()
	}
	return m
}

func TestOnlyTheChangedFileIsRenderedAndWritten(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	before := times(t, o.Out)
	next := sample().with(site{"awards/k4f1/index.html": "Ada R."})
	var rendered atomic.Int64
	got, err := Publish(t.Context(), next.plan(&rendered), o)
	if err != nil {
		t.Fatal(err)
	}
	if rendered.Load() != 1 || got.Written != 1 || got.WrittenBytes != 6 {
		t.Errorf("rendered %d, %+v", rendered.Load(), got)
	}
	expect(t, o.Out, next)
	after := times(t, o.Out)
	delete(before, "awards/k4f1/index.html")
	delete(after, "awards/k4f1/index.html")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("other files were touched:\n%s", diff)
	}
}

func TestAnEntryWithANewFingerprintAndTheSameBytesIsNotWritten(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	plan := entries(func(yield func(render.Entry) bool) {
		for e := range sample().plan(nil).Entries {
			e.Fingerprint[0] ^= 1
			if !yield(e) {
				return
			}
		}
	}, len(sample()))
	if got, err := Publish(t.Context(), plan, o); err != nil || got.Written != 0 {
		t.Errorf("Publish = %+v, %v", got, err)
	}
	var rendered atomic.Int64
	plan2 := entries(func(yield func(render.Entry) bool) {
		for e := range sample().plan(&rendered).Entries {
			e.Fingerprint[0] ^= 1
			if !yield(e) {
				return
			}
		}
	}, len(sample()))
	if _, err := Publish(t.Context(), plan2, o); err != nil || rendered.Load() != 0 {
		t.Errorf("the new fingerprints were not remembered: rendered %d, %v", rendered.Load(), err)
	}
}

func TestAFileEditedByHandIsRestored(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	put(t, filepath.Join(o.Out, "index.html"), "hmmm")
	if err := os.Remove(filepath.Join(o.Out, "awards", "k4f1", "index.html")); err != nil {
		t.Fatal(err)
	}
	if got := must(t, sample(), o); got.Written != 2 {
		t.Errorf("%+v", got)
	}
	expect(t, o.Out, sample())
}

func TestADeletedOutputFolderIsMadeAgain(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	if err := os.RemoveAll(o.Out); err != nil {
		t.Fatal(err)
	}
	if got := must(t, sample(), o); got.Written != len(sample()) {
		t.Errorf("%+v", got)
	}
	expect(t, o.Out, sample())
}

func TestAFreshCloneWithACommittedSiteWritesNothing(t *testing.T) {
	o := folder(t)
	for file, content := range sample() {
		put(t, filepath.Join(o.Out, filepath.FromSlash(file)), content)
	}
	put(t, filepath.Join(o.Out, ".gitattributes"), "* -text\n")
	before := times(t, o.Out)
	if got := must(t, sample(), o); got.Written != 0 || got.Unchanged != len(sample()) || got.StrayCount != 0 {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff(before, times(t, o.Out)); diff != "" {
		t.Error(diff)
	}
	var rendered atomic.Int64
	if _, err := Publish(t.Context(), sample().plan(&rendered), o); err != nil || rendered.Load() != 0 {
		t.Errorf("the second run rendered %d, %v", rendered.Load(), err)
	}
}

func TestRemovedEntriesLeaveWithTheirEmptyFolders(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	next := sample().with(site{"it/awards/k4f2/index.html": "", "it/awards/k4f1/index.html": "", "feed.xml": ""})
	if got := must(t, next, o); got.Removed != 3 || got.Written != 0 {
		t.Errorf("%+v", got)
	}
	expect(t, o.Out, next)
	if _, err := os.Stat(filepath.Join(o.Out, "it", "awards")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("empty folder it/awards is left: %v", err)
	}
	must(t, sample(), o)
	expect(t, o.Out, sample())
}

func TestAFileMayBecomeAFolderAndAFolderAFile(t *testing.T) {
	o := folder(t)
	flat := sample().with(site{"notes": "a file"})
	deep := sample().with(site{"notes/2026/may.html": "a page", "notes/index.html": "a list"})
	for i, s := range []site{flat, deep, flat, deep} {
		must(t, s, o)
		expect(t, o.Out, s)
		if got := must(t, s, o); got.Written != 0 {
			t.Errorf("round %d again: %+v", i, got)
		}
	}
}

func TestFilesAreReadableByAWebServer(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	o := folder(t)
	must(t, sample(), o)
	for file, want := range map[string]fs.FileMode{".": 0o755, "awards": 0o755, "awards/k4f1": 0o755, "index.html": 0o644, "awards/k4f1/index.html": 0o644} {
		info, err := os.Stat(filepath.Join(o.Out, file))
		if err != nil {
			t.Fatal(err)
		}
		// The umask of the person may take bits away.
		if got := info.Mode().Perm(); got&^want != 0 || got&0o700 != want&0o700 {
			t.Errorf("%s has mode %v, want %v less the umask", file, got, want)
		}
	}
}

func TestTheWorkFolderMayBeElsewhereButNotInside(t *testing.T) {
	dir := t.TempDir()
	o := Options{Out: filepath.Join(dir, "a", "b", "site"), Work: filepath.Join(dir, "work")}
	must(t, sample(), o)
	expect(t, o.Out, sample())
	for _, work := range []string{o.Out, filepath.Join(o.Out, "work"), filepath.Join(dir, "a")} {
		if _, err := Publish(t.Context(), sample().plan(nil), Options{Out: o.Out, Work: work}); err == nil || !strings.Contains(err.Error(), "inside each other") {
			t.Errorf("work folder %s: %v", work, err)
		}
	}
	expect(t, o.Out, sample())
	// Another output folder with this memory loses nothing of its own.
	other := Options{Out: filepath.Join(dir, "other"), Work: o.Work}
	must(t, sample(), Options{Out: other.Out})
	less := sample().with(site{"feed.xml": ""})
	if got := must(t, less, other); got.Removed != 0 || got.StrayCount != 1 {
		t.Errorf("memory of another output folder was believed: %+v", got)
	}
}
