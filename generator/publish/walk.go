package publish

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"

	"golang.org/x/sync/errgroup"
)

// walk calls visit with every file of the output folder, by the name that the
// file system gives it.
func (p *place) walk(ctx context.Context, workers int, visit func(file string, info fs.FileInfo)) error {
	if p.spelling != nil {
		plain := visit
		visit = func(file string, info fs.FileInfo) { plain(p.spelling(file), info) }
	}
	return walk(ctx, p.out, workers, visit)
}

// walk calls visit with every file below a folder, git's excepted, in no
// order and from several goroutines. A symbolic link is a file, wherever it
// leads. A nil folder is an empty one.
//
// Whole folders are read at once, and each is opened from its parent's handle:
// a stat per path from the root would open every folder on the way each time.
func walk(ctx context.Context, root *os.Root, workers int, visit func(file string, info fs.FileInfo)) error {
	if root == nil {
		return nil
	}
	w := &walker{ctx: ctx, visit: visit}
	w.group.SetLimit(max(0, workers-1)) // the caller walks too
	err := w.folder(root, ".", "")
	return errors.Join(err, w.group.Wait())
}

type walker struct {
	ctx   context.Context
	group errgroup.Group
	visit func(file string, info fs.FileInfo)
}

// folder reads the folder called name in parent; prefix is its path with a
// slash at the end.
func (w *walker) folder(parent *os.Root, name, prefix string) error {
	f, err := parent.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it vanished meanwhile
	}
	if err != nil {
		return err
	}
	defer f.Close()
	var self *os.Root // this folder, once it is known to have folders
	var sharing sync.WaitGroup
	defer func() {
		sharing.Wait()
		if self != nil {
			_ = self.Close() // only read from
		}
	}()
	for {
		entries, err := f.ReadDir(256)
		if err != nil && err != io.EOF {
			return err
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		var folders []string
		for _, e := range entries {
			switch {
			case isGit(e.Name()):
			case e.IsDir():
				folders = append(folders, e.Name())
			default:
				info, err := e.Info()
				if errors.Is(err, fs.ErrNotExist) {
					continue
				}
				if err != nil {
					return err
				}
				w.visit(prefix+e.Name(), info)
			}
		}
		if len(folders) > 0 {
			if self == nil {
				if self, err = parent.OpenRoot(name); err != nil {
					return err
				}
			}
			if err := w.share(self, folders, prefix, &sharing); err != nil {
				return err
			}
		}
		if len(entries) == 0 || err == io.EOF {
			return nil
		}
	}
}

// share reads folders in another goroutine if one is free, else here.
func (w *walker) share(parent *os.Root, names []string, prefix string, sharing *sync.WaitGroup) error {
	read := func() error {
		for _, name := range names {
			if err := w.folder(parent, name, prefix+name+"/"); err != nil {
				return err
			}
		}
		return nil
	}
	if len(names) < 8 {
		return read()
	}
	sharing.Add(1)
	if w.group.TryGo(func() error { defer sharing.Done(); return read() }) {
		return nil
	}
	sharing.Done()
	return read()
}
