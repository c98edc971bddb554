package publish

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
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

// walk calls visit with every file of the output folder, by the name that the
// file system gives it.
func (p *place) walk(ctx context.Context, workers int, visit func(file string, as seen)) error {
	if p.spelling != nil {
		plain := visit
		visit = func(file string, as seen) { plain(p.spelling(file), as) }
	}
	return walk(ctx, p.out, workers, visit)
}

// walk calls visit with every file below a folder, git's excepted, in no
// order and from several goroutines. A symbolic link is a file, wherever it
// leads. A nil folder is an empty one.
//
// Whole folders are read at once, and each is opened from its parent's handle:
// a stat per path from the root would open every folder on the way each time.
func walk(ctx context.Context, root *os.Root, workers int, visit func(file string, as seen)) error {
	if root == nil {
		return nil
	}
	w := &walker{ctx: ctx, visit: visit}
	w.group.SetLimit(max(0, workers-1)) // the caller walks too
	err := w.from(root)
	return errors.Join(err, w.group.Wait())
}

type walker struct {
	ctx   context.Context
	group errgroup.Group
	visit func(file string, as seen)
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
