package generator

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/sealpress/sealpress/generator/load"
)

// F09: what changes while a site is made from it, also what is read once and
// not again, is noticed before anything is published: the file is named, and
// what is public stays. The next build goes on.
func TestContentThatChangesIsNotPublished(t *testing.T) {
	s := &issuing{files: sample(t)}
	dir := s.folder(t)
	content := filepath.Join(dir, "content")
	config := sample(t).config()
	config.Content, config.Out, config.Work = os.DirFS(content), filepath.Join(dir, "public"), filepath.Join(dir, "work")
	want := build(t, config).files
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(content, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const page, cohort, decision = "pages/about.md", "awards/2026-05-first-aid.yaml", "decisions/2026-07-01-late.yaml"
	for name, change := range map[string]func(){
		page:        func() { write(page, s.files[page]+"\nMore.\n") },
		cohort:      func() { write(cohort, s.files[cohort]+"# more\n") },
		"site.yaml": func() { write("site.yaml", s.files["site.yaml"]+"# more\n") },
		decision: func() {
			write(decision, "award: 2026-05-first-aid/k4f2\naction: revoke\non: 2026-07-01\nreason: awarded-in-error\n")
		},
	} {
		before, there := s.files[name]
		if name != page { // else there is nothing to be written
			write("pages/late.md", "---\nname: Late\n---\nLate.\n")
		}
		once := false
		config.Progress = func(int, int) {
			if !once {
				once = true
				change()
			}
		}
		r, err := Build(t.Context(), config)
		var changed *load.ChangedError
		if !errors.As(err, &changed) || changed.File != "content/"+name {
			t.Errorf("%s changed while building: %v", name, err)
		}
		if r.Published.Files > 0 {
			t.Errorf("%s changed while building, and the summary speaks of %d files", name, r.Published.Files)
		}
		compareTrees(t, "after "+name+" changed", want, inFolder(t, config.Out))
		config.Progress = nil
		if there {
			write(name, before)
		} else if err := os.Remove(filepath.Join(content, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Join(content, "pages", "late.md")); err != nil {
			t.Fatal(err)
		}
		compareTrees(t, "built again", want, build(t, config).files)
	}
}
