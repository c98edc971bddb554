package starter

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// A folder is walked as it will be: with the files that are not there, wherever
// they would be, and with those that will be others.
func TestOverlay(t *testing.T) {
	for _, under := range []fstest.MapFS{
		{"site.yaml": {Data: []byte("x")}},
		{"site.yaml": {Data: []byte("x")}, "awards/a.yaml": {Data: []byte("a")}, "awards/m.yaml": {Data: []byte("old, and longer")}, "awards/z.yaml": {Data: []byte("z")}},
	} {
		want := map[string]string{"awards/m.yaml": "new", "awards/n.yaml": strings.Repeat("n", 10_000), "imported/old/1/a.json": "", "zz.md": "z"}
		var files []File
		for name, data := range want {
			files = append(files, File{"content/" + name, []byte(data)})
		}
		for name, f := range under {
			if _, new := want[name]; !new {
				want[name] = string(f.Data)
			}
		}
		o := Overlay(under, files)
		got, last := map[string]string{}, ""
		err := fs.WalkDir(o, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(o, name)
			if _, again := got[name]; again || strings.ReplaceAll(name, "/", "\x00") < strings.ReplaceAll(last, "/", "\x00") {
				t.Errorf("%s comes after %s", name, last)
			}
			got[name], last = string(data), name
			listed, lerr := d.Info()
			opened, oerr := fs.Stat(o, name)
			if lerr != nil || oerr != nil {
				t.Fatalf("%s: %v, %v", name, lerr, oerr)
			}
			for _, info := range []fs.FileInfo{listed, opened} {
				if info.Size() != int64(len(data)) || !info.Mode().IsRegular() || info.Name() != d.Name() {
					t.Errorf("%s: %v, and has %d bytes", name, info, len(data))
				}
			}
			return err
		})
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		for _, name := range []string{"awards/b.yaml", "none"} {
			_, err := fs.ReadFile(o, name)
			_, lerr := fs.ReadDir(o, name)
			if !errors.Is(err, fs.ErrNotExist) || !errors.Is(lerr, fs.ErrNotExist) {
				t.Errorf("%s, which will not be there: %v, %v", name, err, lerr)
			}
		}
	}
}
