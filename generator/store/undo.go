package store

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
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
	undone     = "undone-" // a run that was taken out of the store
)

// Undo takes a run out of the store: by one rename into the work folder, then
// for good. Whether the run may be undone is for the caller to know.
func Undo(root *os.Root, content, work string, r *Run) error {
	a, err := SetAside(root, content, work, r)
	if err != nil {
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
// back. The caller ends it with Restore or Drop.
func SetAside(root *os.Root, content, work string, r *Run) (*Aside, error) {
	if err := root.MkdirAll(filepath.FromSlash(work), 0o755); err != nil {
		return nil, fmt.Errorf("making the folder %s: %w", work, err)
	}
	if err := sweep(root, work, undone); err != nil {
		return nil, err
	}
	a := &Aside{root: root, place: FolderOf(content, r), aside: path.Join(work, undone+r.Name)}
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
