package preview

import (
	"bytes"
	"io"
	"io/fs"
	"time"
)

// Open opens a file or folder as the snapshot holds it.
func (s *snapshot) Open(name string) (fs.File, error) {
	n, err := s.find("open", name)
	switch {
	case err != nil:
		return nil, err
	case n.mode.IsDir():
		return &openFolder{node: n}, nil
	case n.err != nil:
		return nil, n.err
	case n.held:
		return &openFile{node: n, Reader: bytes.NewReader(n.data)}, nil
	case !n.mode.IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return s.files.Open(name)
}

// ReadDir lists a folder as the snapshot holds it.
func (s *snapshot) ReadDir(name string) ([]fs.DirEntry, error) {
	n, err := s.find("readdir", name)
	if err != nil {
		return nil, err
	}
	if !n.mode.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	return n.entries(), n.err
}

// Stat describes a file as the snapshot holds it.
func (s *snapshot) Stat(name string) (fs.FileInfo, error) {
	n, err := s.find("stat", name)
	if err != nil {
		return nil, err
	}
	return description{n}, nil
}

func (s *snapshot) find(op, name string) (*node, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if n := s.nodes[name]; n != nil {
		return n, nil
	}
	return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

func (n *node) entries() []fs.DirEntry {
	list := make([]fs.DirEntry, len(n.children))
	for i, c := range n.children {
		list[i] = fs.FileInfoToDirEntry(description{c})
	}
	return list
}

// description is a node as package fs describes files.
type description struct{ n *node }

func (d description) Name() string       { return d.n.name }
func (d description) Mode() fs.FileMode  { return d.n.mode }
func (d description) ModTime() time.Time { return d.n.modified }
func (d description) IsDir() bool        { return d.n.mode.IsDir() }
func (d description) Sys() any           { return nil }

// Size is that of the bytes that reading gives, not that of the listing: the
// file may have grown in between.
func (d description) Size() int64 {
	if d.n.held {
		return int64(len(d.n.data))
	}
	return d.n.size
}

type openFile struct {
	*bytes.Reader
	node *node
}

func (f *openFile) Stat() (fs.FileInfo, error) { return description{f.node}, nil }
func (f *openFile) Close() error               { return nil }

type openFolder struct {
	node *node
	next int
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return description{f.node}, nil }
func (f *openFolder) Close() error               { return nil }
func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.node.name, Err: fs.ErrInvalid}
}

func (f *openFolder) ReadDir(count int) ([]fs.DirEntry, error) {
	rest := f.node.entries()[f.next:]
	if count <= 0 {
		f.next += len(rest)
		return rest, f.node.err
	}
	if len(rest) == 0 {
		return nil, io.EOF
	}
	rest = rest[:min(count, len(rest))]
	f.next += len(rest)
	return rest, nil
}
