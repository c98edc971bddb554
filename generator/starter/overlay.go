package starter

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Overlay returns the content folder of a site as it will be once some files are
// written, so that it can be held against the rule book before. Files and folders
// that are not there yet can be read by name, listed and walked.
func Overlay(content fs.FS, files []File) fs.FS {
	o := &overlay{content, map[string]entry{}, map[string]map[string]entry{}}
	for _, f := range files {
		name := strings.TrimPrefix(f.Name, "content/")
		e := entry{path.Base(name), f.Data, false}
		o.files[name] = e
		for name != "." {
			folder := path.Dir(name)
			if o.folders[folder] == nil {
				o.folders[folder] = map[string]entry{}
			}
			o.folders[folder][e.name] = e
			name, e = folder, entry{path.Base(folder), nil, true}
		}
	}
	return o
}

type overlay struct {
	fs.FS
	files   map[string]entry
	folders map[string]map[string]entry
}

// Open opens a file as it will be.
func (o *overlay) Open(name string) (fs.File, error) {
	if e, there := o.files[name]; there {
		return &opened{e, bytes.NewReader(e.data)}, nil
	}
	return o.FS.Open(name)
}

// ReadDir lists a folder as it will be.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	more := o.folders[name]
	if errors.Is(err, fs.ErrNotExist) && more != nil {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		m, written := more[e.Name()]
		return written && !m.folder
	})
	there := map[string]bool{}
	for _, e := range entries {
		there[e.Name()] = true
	}
	for _, e := range more {
		if !there[e.name] {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// entry is a file or folder that is not there yet.
type entry struct {
	name   string
	data   []byte
	folder bool
}

func (e entry) Name() string               { return e.name }
func (e entry) IsDir() bool                { return e.folder }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Size() int64                { return int64(len(e.data)) }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }

func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

type opened struct {
	e entry
	*bytes.Reader
}

func (f *opened) Stat() (fs.FileInfo, error) { return f.e, nil }
func (f *opened) Close() error               { return nil }
