package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/sealpress/sealpress/generator/starter"
)

// ciFlags says which workflow files init writes.
type ciFlags struct {
	host   string
	owners []string
}

func (f ciFlags) asked() bool { return f.host != "" || len(f.owners) > 0 }

// initCI starts a site with workflow files, or gives them to a site that is
// there already. A file that is there already and says something else is never
// touched; then nothing is written at all.
func (a *app) initCI(ctx context.Context, dir string, o starter.Options, f ciFlags) error {
	if f.host == "" {
		return fmt.Errorf("--owners is for the files that --ci writes\n  this works: sealpress init %s --ci github --owners %s", shown(dir), strings.Join(f.owners, ","))
	}
	files, err := starter.CIFiles(f.host, f.owners)
	if err != nil {
		return fmt.Errorf("--ci: %w\n  this works: sealpress init %s --ci github --owners @harbour/registrar", err, shown(dir))
	}
	consents := otherConsents(dir)
	if consents != "" {
		files = files[:1]
	}
	missing, err := unwritten(dir, files)
	if err != nil {
		return err
	}
	content, err := os.Lstat(filepath.Join(dir, "content"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := a.init(ctx, dir, o); err != nil {
			return err
		}
	case err != nil:
		return fmt.Errorf("looking for content: %w", err)
	case !content.IsDir():
		return fmt.Errorf("content in %s is not a folder, so it is no site", here(dir))
	}
	if err := a.addTo(dir, missing); err != nil {
		return err
	}
	if len(missing) < len(files) {
		a.talk("what was there already was the same, and was left alone\n")
	}
	if consents != "" {
		a.talk("%s is there already and stays yours; docs/workflows/README.md shows the lines to add\n", consents)
	}
	a.welcomeCI(dir, f)
	return nil
}

// otherConsents returns a CODEOWNERS where git hosts read it too. They go by
// one file alone, so a second one would put the first out of force.
func otherConsents(dir string) string {
	for _, name := range []string{"CODEOWNERS", "docs/CODEOWNERS"} {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			return name
		}
	}
	return ""
}

// unwritten returns the files that are not there yet, and an error where one
// is there that says something else.
func unwritten(dir string, files []starter.File) (missing []starter.File, err error) {
	root, err := os.OpenRoot(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return files, nil
	case err != nil:
		if file := freeFor(dir); file != nil { // says it in words where dir is a file
			return nil, file
		}
		return nil, fmt.Errorf("opening the folder: %w", err)
	}
	defer root.Close()
	var differ []string
	for _, f := range files {
		there, err := taken(root, f.Name)
		if err != nil {
			return nil, err
		}
		if there == "" {
			missing = append(missing, f)
			continue
		}
		data, err := root.ReadFile(filepath.FromSlash(there))
		if err != nil || !bytes.Equal(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), f.Data) {
			differ = append(differ, there)
		}
	}
	if len(differ) > 0 {
		return nil, fmt.Errorf("%s there already with other content, and nothing was written\n  move it away and try again, then bring your own lines over", sentence(differ))
	}
	return missing, nil
}

// sentence begins a sentence about one name or several.
func sentence(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + " are"
}

// addTo writes new files into a folder, each by rename.
func (a *app) addTo(dir string, files []starter.File) (err error) {
	if len(files) == 0 {
		return nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening the folder: %w", err)
	}
	defer root.Close()
	s, err := a.stage(root, files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.drop()) }()
	for _, f := range files {
		if err := s.place(f.Name); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(a.stdout, f.Name); err != nil {
			return err
		}
	}
	return nil
}

// welcomeCI says what is left to do at the git host.
func (a *app) welcomeCI(dir string, f ciFlags) {
	if top := repositoryAround(dir); top != "" {
		a.talk("git hosts read these files at the top of a repository alone, and %s is in the one at %s\n", here(dir), shown(top))
	}
	a.talk("\nNext, at your git host:\n")
	issues := !strings.HasSuffix(f.host, "-hosted")
	n := 0
	step := func(text string) {
		n++
		a.talk("  %d. %s\n", n, text)
	}
	switch {
	case strings.HasPrefix(f.host, "github"):
		step("Settings → Pages → Source: GitHub Actions")
	default:
		step("Settings → General → Visibility → Pages: Everyone")
	}
	if issues {
		step("a key (sealpress key new), and its secrets for the job that issues: docs/issuing.md")
		step("take the examples of people out: what that job issues is a promise")
	}
	if len(f.owners) == 0 {
		step("name in CODEOWNERS who has to agree")
	}
	step("a rule for the main branch: docs/workflows/README.md")
	if issues {
		a.talk("\nWithout a key at your git host, %s-hosted is the file to have.\n", f.host)
	}
}

// repositoryAround returns the folder above dir that holds the git repository;
// nothing where dir is its top, or is in none.
func repositoryAround(dir string) string {
	at, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for top := at; ; {
		if _, err := os.Lstat(filepath.Join(top, ".git")); err == nil {
			if top == at {
				return ""
			}
			return top
		}
		up := filepath.Dir(top)
		if up == top {
			return ""
		}
		top = up
	}
}
