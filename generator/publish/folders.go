package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// folders looks at the folders on the way to a file. It remembers the last way
// it went: files come folder by folder, so most questions cost nothing.
type folders struct {
	out     *os.Root // nil while there is none
	parts   []string // the last way
	present int      // how many of its parts exist
	inWay   string   // the file that stands where the next part should; "" if none
}

// look reports whether a folder exists. If a file stands on the way to it, it
// returns that file's path. A symbolic link on the way is an error: what is
// written behind it would land somewhere else.
func (f *folders) look(dir string) (exists bool, inWay string, err error) {
	if f.out == nil {
		return false, "", nil
	}
	if dir == "." {
		return true, "", nil
	}
	common, parts := f.common(dir)
	if common > f.present { // the part after the last that exists is on this way too
		f.parts = parts
		return false, f.inWay, nil
	}
	f.parts, f.present, f.inWay = parts, common, ""
	for ; f.present < len(parts); f.present++ {
		at := path.Join(parts[:f.present+1]...)
		info, err := f.out.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return false, "", nil
		case err != nil:
			f.forget()
			return false, "", fmt.Errorf("reading folder %s: %w", at, err)
		case info.Mode().Type() == fs.ModeSymlink:
			f.forget()
			return false, "", fmt.Errorf("folder %s: it is a symbolic link; put a folder in its place", at)
		case !info.IsDir():
			f.inWay = at
			return false, at, nil
		}
	}
	return true, "", nil
}

// ensure makes a folder and those above it. made is told of each.
func (f *folders) ensure(dir string, made func(folder string) error) error {
	exists, inWay, err := f.look(dir)
	switch {
	case err != nil:
		return err
	case inWay != "":
		return fmt.Errorf("making folder %s: %s is a file", dir, inWay)
	case exists:
		return nil
	}
	for ; f.present < len(f.parts); f.present++ {
		at := path.Join(f.parts[:f.present+1]...)
		if err := made(at); err != nil {
			return fmt.Errorf("making folder %s: %w", at, err)
		}
		if err := f.out.Mkdir(at, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("making folder %s: %w", at, err)
		}
	}
	return nil
}

// deepest returns the last folder that exists on the way last looked at.
func (f *folders) deepest() string { return path.Join(".", path.Join(f.parts[:f.present]...)) }

// forget drops what was remembered, after folders were made or removed by
// others than ensure.
func (f *folders) forget() { f.parts, f.present, f.inWay = nil, 0, "" }

// common returns how many parts a folder's path shares with the last way.
func (f *folders) common(dir string) (int, []string) {
	parts := strings.Split(dir, "/")
	n := 0
	for n < len(parts) && n < len(f.parts) && parts[n] == f.parts[n] {
		n++
	}
	return n, parts
}
