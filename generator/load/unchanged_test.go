package load

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/store"
)

// onDisk writes a site into a folder, long ago.
func onDisk(t testing.TB, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), text, longAgo)
	}
	return dir
}

var longAgo = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func write(t testing.TB, file, text string, at time.Time) {
	t.Helper()
	err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644), os.Chtimes(file, at, at))
	if err != nil {
		t.Fatal(err)
	}
}

// What happens in the folder after it was read is noticed, and named; what
// makes no difference to what was read is not.
func TestUnchanged(t *testing.T) {
	run := store.Folder + "/20260501T120000Z-00000000/run.json"
	cases := map[string]struct {
		change func(t *testing.T, dir string)
		names  string // the file that changed; empty: nothing did
	}{
		"nothing": {func(*testing.T, string) {}, ""},
		"an achievement is written": {func(t *testing.T, dir string) {
			write(t, dir+"/"+drill, small()[drill]+"More.\n", time.Now())
		}, drill},
		"awards are written": {func(t *testing.T, dir string) {
			write(t, dir+"/"+cohort, small()[cohort]+"# more\n", time.Now())
		}, cohort},
		"awards of the same length are written": {func(t *testing.T, dir string) {
			write(t, dir+"/"+cohort, strings.ToUpper(small()[cohort]), time.Now())
		}, cohort},
		"a file to be copied is written": {func(t *testing.T, dir string) {
			write(t, dir+"/static/CNAME", "other.example\n", time.Now())
		}, "static/CNAME"},
		"a text of the same length comes within the same tick": {func(t *testing.T, dir string) {
			write(t, dir+"/site.yaml", strings.ToUpper(small()["site.yaml"]), longAgo)
		}, "site.yaml"},
		"a file goes": {func(t *testing.T, dir string) {
			if err := os.Remove(dir + "/" + drill); err != nil {
				t.Fatal(err)
			}
		}, drill},
		"a file comes":        {func(t *testing.T, dir string) { write(t, dir+"/pages/new.md", "---\nname: New\n---\n", longAgo) }, "pages/new.md"},
		"a decision comes":    {func(t *testing.T, dir string) { write(t, dir+"/decisions/new.yaml", "decision: revoke\n", longAgo) }, "decisions/new.yaml"},
		"a run comes":         {func(t *testing.T, dir string) { write(t, dir+"/"+run, "{}", longAgo) }, filepath.ToSlash(filepath.Dir(run))},
		"an unknown folder":   {func(t *testing.T, dir string) { write(t, dir+"/new/a.md", "a", longAgo) }, "new/a.md"},
		"an editor's remains": {func(t *testing.T, dir string) { write(t, dir+"/pages/.new.md.swp", "x", longAgo) }, ""},
		"an empty folder": {func(t *testing.T, dir string) {
			if err := os.MkdirAll(dir+"/pages/new", 0o755); err != nil {
				t.Fatal(err)
			}
		}, ""},
		"the same is written again": {func(t *testing.T, dir string) {
			for name, text := range small() {
				write(t, dir+"/"+name, text, time.Now())
			}
		}, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := onDisk(t, small())
			content, _ := read(t, os.DirFS(dir))
			c.change(t, dir)
			err := content.Unchanged()
			var changed *ChangedError
			switch {
			case c.names == "" && err != nil:
				t.Errorf("it fails: %v", err)
			case c.names != "" && (!errors.As(err, &changed) || changed.File != "content/"+c.names):
				t.Errorf("it gives %v, want that content/%s changed", err, c.names)
			}
		})
	}
}

// A file that was read twice and said two things is not one state, even if it
// says the first again.
func TestUnchangedKnowsWhatWasReadTwice(t *testing.T) {
	dir := onDisk(t, small())
	content, _ := read(t, os.DirFS(dir))
	for _, text := range []string{"other\n", small()["static/CNAME"]} {
		write(t, dir+"/static/CNAME", text, longAgo)
		if _, ok := content.readFile("static/CNAME", maxStatic); !ok {
			t.Fatal("it cannot be read")
		}
	}
	var changed *ChangedError
	if err := content.Unchanged(); !errors.As(err, &changed) || changed.File != "content/static/CNAME" {
		t.Errorf("it gives %v", err)
	}
}

// That a file cannot be looked at is no reason to say that it changed.
func TestUnchangedWithoutAccess(t *testing.T) {
	content, _ := read(t, memory(small()))
	content.fsys = swapping{content.fsys, drill, nil, fs.ErrPermission}
	var changed *ChangedError
	if err := content.Unchanged(); !errors.Is(err, fs.ErrPermission) || errors.As(err, &changed) || !strings.HasPrefix(err.Error(), "reading content/"+drill+" again: ") {
		t.Errorf("it gives %v", err)
	}
}

// What the look at the end costs each build: about 3 ms for a thousand award
// files, which is what a hundred thousand awards come in.
func BenchmarkUnchanged(b *testing.B) {
	files := small()
	for i := range 1000 {
		files[fmt.Sprintf("awards/2026-%04d.yaml", i)] = strings.ReplaceAll(small()[cohort], "\n", "\n# "+strings.Repeat("x", 1000)+"\n")
	}
	dir := onDisk(b, files)
	write(b, dir+"/site.yaml", files["site.yaml"], longAgo.Add(time.Hour))
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	content, _ := read(b, root.FS())
	for b.Loop() {
		if err := content.Unchanged(); err != nil {
			b.Fatal(err)
		}
	}
}
