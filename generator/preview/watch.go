package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// How changes are waited for.
const (
	quiet    = 30 * time.Millisecond // without a change, before the site is read again: editors write a file in less
	patience = 5 * time.Second       // after which it is read even though changes go on
	poll     = time.Second           // between looks where the system tells nothing
	recheck  = 10 * time.Second      // between looks where it does: some changes are never told (through a memory map, from another machine)
)

// watcher listens for changes below some folders. Where the system cannot or
// will not tell, it says so once, and the folders are looked through again
// and again.
type watcher struct {
	dir     string
	folders []string
	notice  func(string)
	recheck time.Duration
	add     func(folder string) error // fsnotify's Add; a test makes it fail
	heard   chan struct{}             // holds one signal while something is to be taken

	mu      sync.Mutex
	system  *fsnotify.Watcher // nil: polling
	touched touched
}

// watch starts to listen. Folders are added by visit.
func watch(dir string, folders []string, notice func(string)) *watcher {
	w := &watcher{dir: dir, folders: folders, notice: notice, recheck: recheck, heard: make(chan struct{}, 1)}
	if kind := remote(dir); kind != "" {
		w.pollBecause(fmt.Sprintf("the folder is on a network share (%s), which does not tell of changes", kind))
		return w
	}
	system, err := fsnotify.NewWatcher()
	if err != nil {
		w.pollBecause(fmt.Sprintf("the system cannot tell of changes (%v)", err))
		return w
	}
	w.listen(system)
	return w
}

func (w *watcher) listen(system *fsnotify.Watcher) {
	w.system, w.add = system, system.Add
	go func() {
		for {
			select {
			case e, ok := <-system.Events:
				if !ok {
					return
				}
				w.changed(e.Name)
			case _, ok := <-system.Errors:
				if !ok {
					return
				}
				// What was lost, usually by overflow of the queue, is
				// unknown: everything may have changed.
				w.note(func() { w.touched.everything = true })
			}
		}
	}()
}

// changed notes a change of a file, by its name on disk.
func (w *watcher) changed(name string) {
	below, err := filepath.Rel(w.dir, name)
	if err != nil {
		w.note(func() { w.touched.everything = true })
		return
	}
	below = filepath.ToSlash(below)
	if first, _, _ := strings.Cut(below, "/"); !slices.Contains(w.folders, first) {
		return // beside the folders: public/, .git
	}
	w.note(func() {
		if w.touched.names == nil {
			w.touched.names = map[string]bool{}
		}
		w.touched.names[below] = true
	})
}

func (w *watcher) note(f func()) {
	w.mu.Lock()
	f()
	w.mu.Unlock()
	select {
	case w.heard <- struct{}{}:
	default:
	}
}

// take returns what was touched since the last call.
func (w *watcher) take() touched {
	select {
	case <-w.heard:
	default:
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.touched
	w.touched = touched{}
	return t
}

// visit watches a folder. It is called for every folder before each listing,
// known or not: a folder of a known name may be another one by now, and
// adding what is watched already costs little.
func (w *watcher) visit(folder string) {
	w.mu.Lock()
	system, add := w.system, w.add
	w.mu.Unlock()
	if system == nil {
		return
	}
	err := add(filepath.Join(w.dir, filepath.FromSlash(folder)))
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return // gone again: its own folder tells; unreadable: the listing says so
	}
	w.pollBecause(fmt.Sprintf("the system cannot tell of changes in %s (%v)", folder, err))
}

// pollBecause gives up listening.
func (w *watcher) pollBecause(reason string) {
	w.close()
	w.notice(reason + ": looking for changes every second instead")
}

func (w *watcher) polling() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.system == nil
}

func (w *watcher) close() {
	w.mu.Lock()
	system := w.system
	w.system = nil
	w.mu.Unlock()
	if system != nil {
		_ = system.Close() // nothing can be done, and nothing is lost
	}
}

// wait returns when there may be something new: the system told of a change
// and then was quiet, or it is time to look.
func (w *watcher) wait(ctx context.Context) error {
	interval := w.recheck
	if w.polling() {
		interval = poll
	}
	timer := time.NewTimer(interval)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	case <-w.heard:
	}
	return w.settle(ctx)
}

// settle returns when nothing was heard for a while.
func (w *watcher) settle(ctx context.Context) error {
	enough := time.NewTimer(patience)
	defer enough.Stop()
	timer := time.NewTimer(quiet)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.heard:
			timer.Reset(quiet)
		case <-timer.C:
			return nil
		case <-enough.C:
			return nil
		}
	}
}
