package preview

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// Limits of what a snapshot holds. A larger file, and all that come after the
// budget is spent, are read from the disk when they are asked for: the parts
// of the site that are made from them may be missing for the moment between a
// change and its rebuild, but are never wrong, because whoever reads them
// compares digests.
const (
	maxHeld    = 16 << 20  // the largest file of awards that is admitted
	heldBudget = 256 << 20 // of all files together
)

// racy is how long after a change a file is read again even though its size
// and time are the same: within it, two changes may carry one time. The
// coarsest file systems count in steps of two seconds.
const racy = 2 * time.Second

// reader takes snapshots of some folders of a site.
type reader struct {
	files   fs.FS
	folders []string
	now     func() time.Time
	visit   func(folder string) // called before a folder is listed, so that a watch set there misses nothing
}

// snapshot is what a site's folders held at one moment. It never changes.
type snapshot struct {
	files fs.FS // for what is not held
	nodes map[string]*node
	held  int64
}

// node is a file or folder in a snapshot.
type node struct {
	name     string // the last element
	mode     fs.FileMode
	size     int64 // as listed
	modified time.Time
	read     time.Time // when the content was read
	data     []byte
	held     bool // data is the content
	err      error
	children []*node // of a folder, by name
}

// touched names files that may have changed although size and time are the
// same, because the system said so.
type touched struct {
	everything bool
	names      map[string]bool
}

// has reports whether a file, or a folder around it, was touched.
func (t touched) has(name string) bool {
	if t.everything {
		return true
	}
	for len(t.names) > 0 && name != "." {
		if t.names[name] {
			return true
		}
		name = path.Dir(name)
	}
	return false
}

// snapshot reads what changed since former, and returns the names of all
// files and folders that came, went, or have other content.
func (r *reader) snapshot(former *snapshot, t touched) (*snapshot, []string) {
	s := &snapshot{files: r.files, nodes: map[string]*node{}}
	top := &node{name: ".", mode: fs.ModeDir}
	s.nodes["."] = top
	r.visit(".")
	for _, folder := range r.folders {
		info, err := fs.Lstat(r.files, folder)
		if err != nil || !info.IsDir() {
			continue
		}
		if n := r.folder(s, former, t, folder, info); n != nil {
			top.children = append(top.children, n)
		}
	}
	slices.SortFunc(top.children, byName)
	return s, differences(former, s)
}

func byName(a, b *node) int { return strings.Compare(a.name, b.name) }

// folder reads a folder and everything below it; nil where it is gone.
func (r *reader) folder(s, former *snapshot, t touched, name string, info fs.FileInfo) *node {
	n := &node{name: path.Base(name), mode: info.Mode(), modified: info.ModTime()}
	r.visit(name)
	entries, err := fs.ReadDir(r.files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	n.err = err
	for _, e := range entries {
		below := name + "/" + e.Name()
		info, err := e.Info()
		if err != nil {
			continue // gone since it was listed; the system will tell
		}
		var child *node
		if info.IsDir() {
			child = r.folder(s, former, t, below, info)
		} else {
			child = r.file(s, former, t, below, info)
		}
		if child != nil {
			n.children = append(n.children, child)
		}
	}
	slices.SortFunc(n.children, byName)
	s.nodes[name] = n
	return n
}

// file takes a file over from the former snapshot or reads it; nil where it
// is gone.
func (r *reader) file(s, former *snapshot, t touched, name string, info fs.FileInfo) *node {
	n := &node{name: path.Base(name), mode: info.Mode(), size: info.Size(), modified: info.ModTime()}
	defer func() { s.held += int64(len(n.data)) }()
	fits := n.mode.IsRegular() && n.size <= maxHeld && s.held+n.size <= heldBudget
	was := former.node(name)
	if was != nil && was.sameLook(n) && was.held == fits && !t.has(name) && was.modified.Add(racy).Before(was.read) {
		n = was
		s.nodes[name] = n
		return n
	}
	n.read = r.now()
	if fits {
		data, err := fs.ReadFile(r.files, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		n.data, n.held, n.err = data, err == nil, err
	}
	s.nodes[name] = n
	return n
}

// sameLook reports whether a file that was read well has not changed by what
// a listing shows.
func (n *node) sameLook(now *node) bool {
	return n.err == nil && n.mode == now.mode && n.size == now.size && n.modified.Equal(now.modified)
}

func (s *snapshot) node(name string) *node {
	if s == nil {
		return nil
	}
	return s.nodes[name]
}

// differences lists what differs between two snapshots, sorted.
func differences(former, s *snapshot) []string {
	changed := map[string]bool{}
	for name, n := range s.nodes {
		if was := former.node(name); was == nil || !was.sameContent(n) {
			changed[name] = true
		}
	}
	if former != nil {
		for name := range former.nodes {
			if s.nodes[name] == nil {
				changed[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(changed))
}

// sameContent reports whether whoever reads a file or lists a folder finds
// the same. What is not held and had to be looked at anew is held to differ.
func (n *node) sameContent(now *node) bool {
	switch {
	case n == now:
		return true
	case n.mode.Type() != now.mode.Type() || n.held != now.held || (n.err == nil) != (now.err == nil):
		return false
	case n.mode.IsDir() || !n.mode.IsRegular():
		return true
	case n.held:
		return bytes.Equal(n.data, now.data)
	}
	return n.err != nil // both unreadable; else it is too large to know
}

// litter reports whether a file is left behind by editors and systems, and
// not read by the steps that make a site. Below static, names that begin
// with a dot may be meant.
func litter(name string) bool {
	if strings.HasPrefix(name, "content/static/") {
		return false
	}
	base := path.Base(name)
	return name != "." && (strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#"))
}
