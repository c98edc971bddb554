package publish

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A walk tells of every file what the library tells of it.
func TestAWalkSeesEveryFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, size int) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, make([]byte, size), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 700 { // more than one reading of a folder holds
		write(fmt.Sprintf("awards/%s%d/index.html", strings.Repeat("a", 40), i), i)
	}
	for _, name := range []string{"index.html", "a/b/c/d/e/f.txt", "é ü/ñ.txt", ".gitignore", ".git/HEAD", "a/.git"} {
		write(name, len(name))
	}
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" {
		for name, target := range map[string]string{"link": "index.html", "a/up": "..", "awards/gone": "nowhere"} {
			if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := map[string]seen{}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == ".git" && d.IsDir():
			return fs.SkipDir
		case d.Name() == ".git" || d.IsDir():
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, file)
		want[filepath.ToSlash(rel)] = seenOf(info)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, workers := range []int{1, 4} {
		var mu sync.Mutex
		got := map[string]seen{}
		err := walk(t.Context(), root, workers, func(folder string) visitor {
			return func(name string, as seen) {
				mu.Lock()
				defer mu.Unlock()
				if _, twice := got[folder+name]; twice {
					t.Errorf("%d workers: %s was seen twice", workers, folder+name)
				}
				got[folder+name] = as
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(seen{})); diff != "" {
			t.Errorf("%d workers (-want +got):\n%s", workers, diff)
		}
	}
}
