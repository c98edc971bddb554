package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
)

// Last returns the newest run, or nil where nothing was issued.
func (s *Store) Last() *Run {
	runs := s.Runs()
	if len(runs) == 0 {
		return nil
	}
	return runs[len(runs)-1]
}

// FolderOf returns the folder of a run, from the site's folder.
func FolderOf(content string, r *Run) string { return path.Join(content, Folder, r.Name) }

// The beginnings of the names of folders in the work folder.
const (
	unfinished = "issue-"  // a run that is being written
	undone     = "undone-" // a run that was taken out of the store for good
	again      = "again-"  // a run that was set aside; PutBack alone touches it
)

// Undo takes a run out of the store: by one rename into the work folder, then
// for good. Whether the run may be undone is for the caller to know.
func Undo(root *os.Root, content, work string, r *Run) error {
	if err := root.MkdirAll(filepath.FromSlash(work), 0o755); err != nil {
		return fmt.Errorf("making the folder %s: %w", work, err)
	}
	if err := sweep(root, work, undone); err != nil {
		return err
	}
	a := &Aside{root: root, place: FolderOf(content, r), aside: path.Join(work, undone+r.Name)}
	if err := a.move(a.place, a.aside, "taking the run out of the store"); err != nil {
		return err
	}
	return a.Drop()
}

// Aside is a run that was taken out of the store and lies in the work folder.
type Aside struct {
	root         *os.Root
	place, aside string
}

// SetAside takes a run out of the store by one rename, so that it can be put
// back. The caller ends it with Restore or Drop; where it could not, because it
// was killed, PutBack does.
func SetAside(root *os.Root, content, work string, r *Run) (*Aside, error) {
	if err := root.MkdirAll(filepath.FromSlash(work), 0o755); err != nil {
		return nil, fmt.Errorf("making the folder %s: %w", work, err)
	}
	a := &Aside{root: root, place: FolderOf(content, r), aside: path.Join(work, again+r.Name)}
	return a, a.move(a.place, a.aside, "taking the run out of the store")
}

// Restore puts the run back as it was.
func (a *Aside) Restore() error {
	return a.move(a.aside, a.place, "putting the run back into the store")
}

// Drop removes the run for good.
func (a *Aside) Drop() error {
	if err := a.root.RemoveAll(filepath.FromSlash(a.aside)); err != nil {
		return fmt.Errorf("removing what was undone: %w", err)
	}
	return nil
}

// PutBack puts runs back that were set aside by somebody who was killed, and
// returns their names. A run whose awards were all issued anew meanwhile is
// dropped.
func PutBack(root *os.Root, content, work string) (names []string, err error) {
	entries, err := fs.ReadDir(root.FS(), work)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", work, cause(err))
	}
	for _, e := range entries {
		name, found := strings.CutPrefix(e.Name(), again)
		if !found || !validRun(name) {
			continue
		}
		a := &Aside{root: root, place: path.Join(content, Folder, name), aside: path.Join(work, e.Name())}
		if _, err := root.Lstat(filepath.FromSlash(a.place)); err == nil {
			continue // two runs of one name: a person has to look
		}
		replaced, err := a.replaced(content, name)
		switch {
		case err != nil:
			return names, err
		case replaced:
			err = a.Drop()
		default:
			names = append(names, name)
			if err = root.MkdirAll(filepath.FromSlash(path.Dir(a.place)), 0o755); err == nil {
				err = a.Restore()
			}
		}
		if err != nil {
			return names, err
		}
	}
	return names, nil
}

// replaced reports whether the store holds everything that the run did, because
// the run that takes its place was made before the kill.
func (a *Aside) replaced(content, name string) (bool, error) {
	sub, err := fs.Sub(a.root.FS(), content)
	if err != nil {
		return false, fmt.Errorf("opening %s: %w", content, err)
	}
	data, err := fs.ReadFile(a.root.FS(), path.Join(a.aside, manifest))
	if err != nil {
		return false, fmt.Errorf("reading the run that was set aside: %w", cause(err))
	}
	run, err := parseRun(name, data)
	if err != nil {
		return false, fmt.Errorf("reading the run that was set aside: %w", err)
	}
	index, err := fs.ReadFile(a.root.FS(), path.Join(a.aside, run.Index))
	if err != nil {
		return false, fmt.Errorf("reading the run that was set aside: %w", cause(err))
	}
	s := Open(sub, content, &diag.Report{}) // what is wrong with it, its next reader says
	lines := strings.Split(strings.TrimSuffix(string(index), "\n"), "\n")
	for _, line := range lines {
		r, err := parseRecord(line, run)
		if err != nil {
			return false, nil // it comes back as it is
		}
		now, there := s.Standing(r.Award, int(r.Edition))
		if !there || r.Signed && !now.Signed || s.Run(now).Name < name {
			return false, nil
		}
	}
	return run.Awards > 0, nil
}

func (a *Aside) move(from, to, doing string) error {
	if err := a.root.Rename(filepath.FromSlash(from), filepath.FromSlash(to)); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return syncFolder(a.root, path.Dir(a.place))
}

// sweep removes what killed runs left in the work folder.
func sweep(root *os.Root, work, prefix string) error {
	d, err := root.Open(filepath.FromSlash(work))
	if err != nil {
		return fmt.Errorf("opening %s: %w", work, err)
	}
	entries, err := d.ReadDir(-1)
	_ = d.Close() // it was only read
	if err != nil {
		return fmt.Errorf("reading %s: %w", work, err)
	}
	for _, e := range entries {
		if name := path.Join(work, e.Name()); strings.HasPrefix(e.Name(), prefix) {
			if err := root.RemoveAll(filepath.FromSlash(name)); err != nil {
				return fmt.Errorf("removing what a killed run left: %w", err)
			}
		}
	}
	return nil
}
