package publish

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path"
	"sync"

	"golang.org/x/sync/errgroup"
)

// seen is what a walk tells of a file.
type seen struct {
	regular  bool
	size     uint32 // at most; larger files are not published
	modified int64  // in nanoseconds since 1970
}

func seenOf(info fs.FileInfo) seen {
	return seen{info.Mode().IsRegular(), uint32(min(info.Size(), math.MaxUint32)), info.ModTime().UnixNano()}
}

// visitor is given the files of one folder, by their names in it.
type visitor func(name string, as seen)

// whole makes a visitor of files by their whole paths.
func whole(visit func(file string, as seen)) func(folder string) visitor {
	return func(folder string) visitor {
		return func(name string, as seen) { visit(folder+name, as) }
	}
}

// walk shows every file of the output folder, by the name that the file system
// gives it.
func (p *place) walk(ctx context.Context, workers int, enter func(folder string) visitor) error {
	if p.spelling != nil {
		plain := enter
		enter = func(folder string) visitor {
			return func(name string, as seen) {
				folder, name := path.Split(p.spelling(folder + name))
				plain(folder)(name, as)
			}
		}
	}
	return walk(ctx, p.out, workers, enter)
}

// walk shows every file below a folder, git's excepted. It calls enter with each
// folder, as a path with a slash at its end or empty for the first, and then what
// that returned with each file in it: in no order, and from several goroutines,
// but those of one folder from one. A symbolic link is a file, wherever it leads.
// A nil folder is an empty one.
//
// Whole folders are read at once, and each is opened from its parent's handle:
// a stat per path from the root would open every folder on the way each time.
func walk(ctx context.Context, root *os.Root, workers int, enter func(folder string) visitor) error {
	if root == nil {
		return nil
	}
	w := &walker{ctx: ctx, enter: enter}
	w.group.SetLimit(max(0, workers-1)) // the caller walks too
	err := w.from(root)
	return errors.Join(err, w.group.Wait())
}

type walker struct {
	ctx   context.Context
	group errgroup.Group
	enter func(folder string) visitor
}

// share reads folders in another goroutine if one is free, else here. sharing
// is waited for before their parent is closed.
func (w *walker) share(folders []string, sharing *sync.WaitGroup, read func(folder string) error) error {
	all := func() error {
		for _, name := range folders {
			if err := read(name); err != nil {
				return err
			}
		}
		return nil
	}
	if len(folders) < 8 {
		return all()
	}
	sharing.Add(1)
	if w.group.TryGo(func() error { defer sharing.Done(); return all() }) {
		return nil
	}
	sharing.Done()
	return all()
}
