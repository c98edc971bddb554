package load

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/store"
)

// looks are what files looked like when they were read, by their names below
// the content folder. Award files, which are most of a large site, have their
// digest among the cohorts already.
type looks map[string]look

type look struct {
	size int64
	time time.Time
	sum  uint64 // of the content; nobody chooses texts that have the same, because lookSeed is another each time
	torn bool   // it was read twice and was not the same
}

var lookSeed = maphash.MakeSeed()

// tick is the step in which file systems write times: a file may change twice
// within one and look as before. Known weakness: FAT counts in steps of two
// seconds, and what changes twice within one, to the same size, is not noticed.
const tick = 10 * time.Millisecond

// saw remembers what a file looked like. info is of before it was read.
func (c *Content) saw(file string, info fs.FileInfo, data []byte) {
	l := look{size: info.Size(), time: info.ModTime()}
	if !isCohort(file) {
		l.sum = maphash.Bytes(lookSeed, data)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.looks == nil {
		c.looks = looks{}
	}
	was, again := c.looks[file]
	if again {
		was.torn = was.torn || was.sum != l.sum
		l = was
	}
	c.looks[file] = l
}

func isCohort(file string) bool { return strings.HasPrefix(file, "awards/") }

// Unchanged fails with a ChangedError unless the folder still holds what was
// read: the same files, and in each of them the same. So all that was read was
// there at one moment, this one. It looks at names, sizes and times, and reads
// again what looks another. Only a folder without errors may be asked.
func (c *Content) Unchanged() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var newest time.Time
	for _, l := range c.looks {
		if l.time.After(newest) {
			newest = l.time
		}
	}
	missing := map[string]bool{}
	for _, file := range c.tree.names() {
		missing[file] = true
	}
	changed := func(file string) error { return &ChangedError{File: c.shown(file)} }
	err := fs.WalkDir(c.fsys, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return changed(file)
		case err != nil:
			return fmt.Errorf("looking at %s again: %w", c.shown(file), cause(err))
		case file == ".":
			return nil
		case d.IsDir() && (file == store.Folder || ignored(file)):
			return fs.SkipDir
		case d.IsDir() || ignored(file):
			return nil
		case !missing[file]:
			return changed(file)
		}
		delete(missing, file)
		was, read := c.looks[file]
		if !read {
			return nil
		}
		info, err := d.Info()
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return changed(file)
		case err != nil:
			return fmt.Errorf("looking at %s again: %w", c.shown(file), cause(err))
		case was.torn || !info.Mode().IsRegular():
			return changed(file)
		case info.Size() == was.size && info.ModTime().Equal(was.time) && was.time.Add(tick).Before(newest):
			return nil
		}
		return c.same(file, was)
	})
	if err != nil {
		return err
	}
	for _, file := range c.tree.names() {
		if missing[file] {
			return changed(file)
		}
	}
	return c.sameRuns()
}

// same reads a file again and fails unless it holds what it held.
func (c *Content) same(file string, was look) error {
	data, err := fs.ReadFile(c.fsys, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &ChangedError{File: c.shown(file)}
	case err != nil:
		return fmt.Errorf("reading %s again: %w", c.shown(file), cause(err))
	}
	same := false
	if isCohort(file) {
		i := slices.Index(c.awards.files, strings.TrimSuffix(strings.TrimPrefix(file, "awards/"), ".yaml"))
		same = i >= 0 && sha256.Sum256(data) == c.Digest(i)
	} else {
		same = maphash.Bytes(lookSeed, data) == was.sum
	}
	if !same {
		return &ChangedError{File: c.shown(file)}
	}
	return nil
}

// sameRuns fails where a run of issuing came or went. What a run holds is held
// against its digests whenever it is read.
func (c *Content) sameRuns() error {
	missing := map[string]bool{}
	for _, r := range c.Issued.Runs() {
		missing[r.Name] = true
	}
	entries, err := fs.ReadDir(c.fsys, store.Folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking at %s again: %w", c.shown(store.Folder), cause(err))
	}
	for _, e := range entries {
		if !missing[e.Name()] && !strings.HasPrefix(e.Name(), ".") {
			return &ChangedError{File: c.shown(store.Folder + "/" + e.Name())}
		}
		delete(missing, e.Name())
	}
	for _, r := range c.Issued.Runs() {
		if missing[r.Name] {
			return &ChangedError{File: c.shown(store.Folder + "/" + r.Name)}
		}
	}
	return nil
}

// names lists all files of a tree.
func (t tree) names() []string {
	all := slices.Concat(t.root, t.kept)
	for folder, names := range t.folders {
		for _, name := range names {
			all = append(all, folder+"/"+name)
		}
	}
	for _, name := range t.static {
		all = append(all, "static/"+name)
	}
	slices.Sort(all)
	return all
}
