package enrol

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// overlay is a folder with more files, all in one folder directly below it.
type overlay struct {
	fs.FS
	folder string
	files  map[string][]byte
}

// Open opens a file that is not there, or one that is.
func (o *overlay) Open(name string) (fs.File, error) {
	if folder, file := path.Split(name); folder == o.folder+"/" && o.files[file] != nil {
		return &opened{entry{file, o.files[file]}, bytes.NewReader(o.files[file])}, nil
	}
	return o.FS.Open(name)
}

// ReadDir lists a folder, with the files that are not there.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	switch {
	case name == o.folder:
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return o.files[e.Name()] != nil })
		for file, data := range o.files {
			entries = append(entries, entry{file, data})
		}
	case name == "." && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == o.folder }):
		entries = append(entries, entry{name: o.folder})
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// entry is a file or, without data, a folder.
type entry struct {
	name string
	data []byte
}

func (e entry) Name() string               { return e.name }
func (e entry) IsDir() bool                { return e.data == nil }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Size() int64                { return int64(len(e.data)) }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }

func (e entry) Mode() fs.FileMode {
	if e.IsDir() {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

type opened struct {
	entry
	*bytes.Reader
}

func (f *opened) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *opened) Close() error               { return nil }

// Size is that of the entry; the reader has one as well.
func (f *opened) Size() int64 { return f.entry.Size() }
