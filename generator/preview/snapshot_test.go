package preview

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// clock is a time that moves when the test says so.
type clock struct{ now time.Time }

func newClock() *clock {
	return &clock{now: time.Date(2026, 5, 14, 12, 0, 0, 0, time.UTC)}
}

func reading(files fs.FS, c *clock) *reader {
	return &reader{files: files, folders: []string{"content", "themes"}, now: func() time.Time { return c.now }, visit: func(string) {}}
}

func TestSnapshotIsAFileSystem(t *testing.T) {
	c := newClock()
	files := fstest.MapFS{"content/site.yaml": {Data: []byte("title: A")}, "content/static/a/b.txt": {Data: []byte("b")}, "content/static/empty": {}, "secret": {Data: []byte("x")}}
	s, _ := reading(files, c).snapshot(nil, touched{})
	if err := fstest.TestFS(s, "content/site.yaml", "content/static/a/b.txt", "content/static/empty"); err != nil {
		t.Error(err)
	}
	if _, err := s.Open("secret"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file beside the folders: %v, want that it does not exist", err)
	}
}

// What was read stays as it was, whatever becomes of the files.
func TestSnapshotStays(t *testing.T) {
	c := newClock()
	files := fstest.MapFS{"content/a": {Data: []byte("old")}, "content/b": {Data: []byte("b")}}
	r := reading(files, c)
	s, _ := r.snapshot(nil, touched{})
	files["content/a"] = &fstest.MapFile{Data: []byte("new")}
	delete(files, "content/b")
	for name, want := range map[string]string{"content/a": "old", "content/b": "b"} {
		if got, err := fs.ReadFile(s, name); string(got) != want {
			t.Errorf("%s is %q, %v; want %q", name, got, err, want)
		}
	}
	data, err := fs.ReadFile(s, "content/a")
	if err != nil {
		t.Fatal(err)
	}
	copy(data, "XXX") // as the contract of fs.ReadFile allows
	if got, _ := fs.ReadFile(s, "content/a"); string(got) != "old" {
		t.Errorf("a reader changed the snapshot: %q", got)
	}
}

func TestSnapshotReadsWhatChanged(t *testing.T) {
	c := newClock()
	old := c.now.Add(-time.Hour)
	file := func(text string, at time.Time) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(text), ModTime: at}
	}
	base := func() fstest.MapFS {
		return fstest.MapFS{"content/a": file("one", old), "content/x/b": file("two", old), "content/x/c": file("three", old)}
	}
	for _, k := range []struct {
		name   string
		before func(fstest.MapFS)
		change func(fstest.MapFS)
		t      touched
		want   []string
	}{
		{name: "nothing"},
		{name: "another size", change: func(f fstest.MapFS) { f["content/a"] = file("onei", old) }, want: []string{"content/a"}},
		{name: "another time", change: func(f fstest.MapFS) { f["content/a"] = file("eno", c.now) }, want: []string{"content/a"}},
		{name: "another time, same content", change: func(f fstest.MapFS) { f["content/a"] = file("one", c.now) }},
		{name: "same size and time, untold", change: func(f fstest.MapFS) { f["content/a"] = file("eno", old) }},
		{name: "same size and time, told", change: func(f fstest.MapFS) { f["content/a"] = file("eno", old) },
			t: touched{names: map[string]bool{"content/a": true}}, want: []string{"content/a"}},
		{name: "same size and time, its folder told", change: func(f fstest.MapFS) { f["content/x/b"] = file("owt", old) },
			t: touched{names: map[string]bool{"content/x": true}}, want: []string{"content/x/b"}},
		{name: "same size and time, lost news", change: func(f fstest.MapFS) { f["content/x/b"] = file("owt", old) },
			t: touched{everything: true}, want: []string{"content/x/b"}},
		{name: "same size and time, just written", before: func(f fstest.MapFS) { f["content/a"] = file("one", c.now.Add(-time.Second)) },
			change: func(f fstest.MapFS) { f["content/a"] = file("eno", c.now.Add(-time.Second)) }, want: []string{"content/a"}},
		{name: "gone", change: func(f fstest.MapFS) { delete(f, "content/x/b") }, want: []string{"content/x/b"}},
		{name: "a folder gone", change: func(f fstest.MapFS) { delete(f, "content/x/b"); delete(f, "content/x/c") }, want: []string{"content/x", "content/x/b", "content/x/c"}},
		{name: "a folder came", change: func(f fstest.MapFS) { f["themes/d/e"] = file("e", old) }, want: []string{"themes", "themes/d", "themes/d/e"}},
		{name: "a link in its place", change: func(f fstest.MapFS) {
			f["content/a"] = &fstest.MapFile{Data: []byte("x/b"), Mode: fs.ModeSymlink, ModTime: old}
		}, want: []string{"content/a"}},
	} {
		t.Run(k.name, func(t *testing.T) {
			files := base()
			if k.before != nil {
				k.before(files)
			}
			r := reading(files, c)
			first, all := r.snapshot(nil, touched{})
			if len(all) < 5 {
				t.Fatalf("at first only %q were found", all)
			}
			if k.change != nil {
				k.change(files)
			}
			second, changed := r.snapshot(first, k.t)
			if diff := cmp.Diff(k.want, changed); diff != "" {
				t.Errorf("changed (-want +got):\n%s", diff)
			}
			if k.want == nil {
				return
			}
			fresh, _ := r.snapshot(nil, touched{})
			if d := differences(fresh, second); d != nil {
				t.Errorf("differs from a fresh snapshot in %q", d)
			}
		})
	}
}

// A file that is too large is read from the disk, and only that one.
func TestSnapshotReadsLargeFilesThrough(t *testing.T) {
	c := newClock()
	old := c.now.Add(-time.Hour)
	files := fstest.MapFS{"content/a": {Data: bytes.Repeat([]byte("x"), maxHeld+1), ModTime: old}, "content/b": {Data: []byte("b"), ModTime: old}}
	r := reading(files, c)
	s, _ := r.snapshot(nil, touched{})
	if s.held != 1 {
		t.Errorf("%d bytes are held, want 1", s.held)
	}
	if data, err := fs.ReadFile(s, "content/a"); err != nil || len(data) != maxHeld+1 {
		t.Errorf("read %d bytes, %v", len(data), err)
	}
	if _, changed := r.snapshot(s, touched{}); changed != nil {
		t.Errorf("unchanged, but %q were reported", changed)
	}
	if _, changed := r.snapshot(s, touched{names: map[string]bool{"content/a": true}}); len(changed) != 1 {
		t.Errorf("a large file was touched, but %q were reported", changed)
	}
}

func TestSnapshotOfUnreadable(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root reads everything, and Windows has other permissions")
	}
	dir := t.TempDir()
	if err := os.MkdirAll(dir+"/content", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/content/a", []byte("a"), 0o000); err != nil {
		t.Fatal(err)
	}
	s, _ := reading(os.DirFS(dir), newClock()).snapshot(nil, touched{})
	if _, err := fs.ReadFile(s, "content/a"); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("reading gives %v, want the refusal", err)
	}
}

func TestLitter(t *testing.T) {
	for name, want := range map[string]bool{
		"content/awards/.knots.yaml.swp": true, "content/site.yaml~": true, "content/#site.yaml#": true, "themes/x/.DS_Store": true,
		"content/site.yaml": false, "content/static/.well-known": false, "content": false, ".": false,
	} {
		if got := litter(name); got != want {
			t.Errorf("litter(%q) = %t", name, got)
		}
	}
}
