//go:build !linux

package publish

import (
	"os"
	"path"
)

// shelf is the folder in staging into which one worker writes. It stays open:
// most files go where the one before went.
type shelf struct {
	name   string
	folder *os.Root
}

// open makes a folder of staging the one that is written into.
func (s *shelf) open(staging *os.Root, name string) error {
	if s.folder != nil && s.name == name {
		return nil
	}
	s.close()
	folder, err := staging.OpenRoot(name)
	if err != nil {
		return err
	}
	s.name, s.folder = name, folder
	return nil
}

// close lets go of the folder: on Windows one that is open cannot be moved.
func (s *shelf) close() {
	if s.folder != nil {
		_ = s.folder.Close() // nothing was written through the handle itself
		s.folder = nil
	}
}

// write makes a file that is not there yet. It returns when it was last
// modified, in nanoseconds since 1970.
func (s *shelf) write(name string, data []byte) (modified int64, err error) {
	f, err := createIn(s.folder, name)
	if err != nil {
		return 0, err
	}
	defer f.Close() // a second time where all went well
	if _, err := f.Write(data); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.ModTime().UnixNano(), f.Close()
}

// mover renames from staging into the output folder.
type mover struct{}

// rename moves something staged to its place.
func (mover) rename(p *place, from, to string) error {
	return p.top.Rename(path.Join(p.workRel, stagingFolder, from), path.Join(p.outRel, to))
}

func (mover) forget() {}
