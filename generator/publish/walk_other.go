//go:build !linux

package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
)

func (w *walker) from(root *os.Root) error { return w.folder(root, ".", "") }

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
	visit := w.enter(prefix)
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
				visit(e.Name(), seenOf(info))
			}
		}
		if len(folders) > 0 {
			if self == nil {
				if self, err = parent.OpenRoot(name); err != nil {
					return err
				}
			}
			err := w.share(folders, &sharing, func(name string) error { return w.folder(self, name, prefix+name+"/") })
			if err != nil {
				return err
			}
		}
		if len(entries) == 0 || err == io.EOF {
			return nil
		}
	}
}
