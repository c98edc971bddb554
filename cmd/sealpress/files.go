package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/sealpress/sealpress/generator/starter"
	"github.com/sealpress/sealpress/generator/store"
)

// work is the folder, in a site's own, for what nobody needs to keep. Git does
// not see it.
const work = ".sealpress"

// staging is a folder in which files are written whole, to be renamed into
// place one by one. What a killed run leaves in it is in nobody's way.
type staging struct {
	root *os.Root // the site's folder
	name string   // slash-separated, from there
}

// stage writes files, each synced, into a new staging folder of a site.
func (a *app) stage(root *os.Root, files []starter.File) (*staging, error) {
	var suffix [8]byte
	if _, err := io.ReadFull(a.random, suffix[:]); err != nil {
		return nil, fmt.Errorf("naming the staging folder: %w", err)
	}
	s := &staging{root: root, name: work + "/new-" + hex.EncodeToString(suffix[:])}
	for _, f := range files {
		if err := s.write(f); err != nil {
			return nil, errors.Join(err, s.drop())
		}
	}
	return s, nil
}

func (s *staging) write(f starter.File) error {
	name := filepath.FromSlash(s.name + "/" + f.Name)
	if err := s.root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("making the folder of %s: %w", f.Name, err)
	}
	to, err := s.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.Name, err)
	}
	_, err = to.Write(f.Data)
	if err := errors.Join(err, to.Sync(), to.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", f.Name, err)
	}
	return nil
}

// place renames a staged file, or a whole staged folder, into place.
func (s *staging) place(name string) error {
	to := filepath.FromSlash(name)
	if err := s.root.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("making the folder of %s: %w", name, err)
	}
	if err := s.root.Rename(filepath.FromSlash(s.name+"/"+name), to); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// drop removes the staging folder, and the work folder where nothing else is
// in it.
func (s *staging) drop() error {
	if err := s.root.RemoveAll(filepath.FromSlash(s.name)); err != nil {
		return fmt.Errorf("clearing the staging folder: %w", err)
	}
	_ = s.root.Remove(work) // it stays where a build or a lock lives in it
	return nil
}

// add writes files that must be new; where one is there already, nothing is
// written.
func (a *app) add(files []starter.File) (err error) {
	root, err := a.openSite()
	if err != nil {
		return err
	}
	defer root.Close()
	for _, f := range files {
		if there, err := taken(root, f.Name); err != nil {
			return err
		} else if there != "" {
			return fmt.Errorf("%s is there already, and nothing was written\n  choose another name, or move that file away", there)
		}
	}
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

// taken returns the file that has a name already, or the same name but for
// case, which on Windows and macOS is the same file.
func taken(root *os.Root, name string) (string, error) {
	dir, err := root.Open(filepath.FromSlash(path.Dir(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", path.Dir(name), err)
	}
	defer dir.Close()
	entries, err := dir.ReadDir(-1)
	if err != nil {
		return "", fmt.Errorf("reading %s: %w", path.Dir(name), err)
	}
	for _, e := range entries {
		if strings.EqualFold(e.Name(), path.Base(name)) {
			return path.Join(path.Dir(name), e.Name()), nil
		}
	}
	return "", nil
}

// change writes files in their order, over those that are there.
func (a *app) change(root *os.Root, files []starter.File) (err error) {
	for _, f := range files {
		info, err := root.Lstat(filepath.FromSlash(f.Name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return fmt.Errorf("looking at %s: %w", f.Name, err)
		case !info.Mode().IsRegular():
			return fmt.Errorf("%s is not an ordinary file; nothing was written", f.Name)
		}
	}
	s, err := a.stage(root, files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.drop()) }()
	for i, f := range files {
		if err := s.place(f.Name); err != nil {
			return fmt.Errorf("%w; %d of %d files were written; run the same command again to finish", err, i, len(files))
		}
		if _, err := fmt.Fprintln(a.stdout, f.Name); err != nil {
			return err
		}
	}
	return nil
}

// lock keeps two commands from changing content at once. The kernel frees it
// when a process dies.
func (a *app) lock(root *os.Root) (unlock func(), err error) {
	if err := root.MkdirAll(work, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder %s: %w", work, err)
	}
	l := flock.New(filepath.Join(a.site, work, "content.lock"))
	switch ok, err := l.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("locking the content: %w", err)
	case !ok:
		return nil, exit{exitLocked, errors.New("another sealpress is changing this site right now\n  wait until it is done, then try again")}
	}
	back, err := store.PutBack(root, "content", work)
	for _, name := range back {
		a.talk("put back the run %s: issuing it again was cut off\n", name)
	}
	if err != nil {
		_ = l.Unlock() // the error says more
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil // the kernel frees it at the latest when the process ends
}
