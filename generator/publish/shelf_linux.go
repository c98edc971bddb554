package publish

import (
	"os"
	"path"

	"golang.org/x/sys/unix"
)

// On Linux staged files are made, and put in place, by its own calls: the
// portable ones ask the kernel twice as often, and what is written are all
// files of a site.

// shelf is the folder in staging into which one worker writes. It stays open:
// most files go where the one before went.
type shelf struct {
	staging *os.File
	name    string // of the folder, from staging; empty: none is open
	folder  int    // its descriptor
}

// open makes a folder of staging the one that is written into.
func (s *shelf) open(staging *os.Root, name string) (err error) {
	if s.name == name {
		return nil
	}
	if s.staging == nil {
		if s.staging, err = staging.Open("."); err != nil {
			return err
		}
	}
	s.leave()
	s.folder, err = again(func() (int, error) {
		return unix.Openat(int(s.staging.Fd()), name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return &os.PathError{Op: "open", Path: name, Err: err}
	}
	s.name = name
	return nil
}

func (s *shelf) leave() {
	if s.name != "" {
		_ = unix.Close(s.folder) // nothing was written through the handle itself
		s.name = ""
	}
}

// close lets go of the folder.
func (s *shelf) close() {
	s.leave()
	if s.staging != nil {
		_ = s.staging.Close() // likewise
		s.staging = nil
	}
}

// write makes a file that is not there yet. It returns when it was last
// modified, in nanoseconds since 1970.
func (s *shelf) write(name string, data []byte) (modified int64, err error) {
	file, err := again(func() (int, error) {
		return unix.Openat(s.folder, name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o644)
	})
	if err != nil {
		return 0, &os.PathError{Op: "open", Path: path.Join(s.name, name), Err: err}
	}
	call := "write"
	for len(data) > 0 && err == nil {
		var n int
		if n, err = unix.Write(file, data); err == unix.EINTR {
			err = nil
		}
		data = data[max(n, 0):]
	}
	var st unix.Stat_t
	if err == nil {
		call = "stat"
		for err = unix.EINTR; err == unix.EINTR; {
			err = unix.Fstat(file, &st)
		}
	}
	closed := unix.Close(file) // not again after EINTR: on Linux the file is closed all the same
	if err == nil && closed != unix.EINTR {
		call, err = "close", closed
	}
	if err != nil {
		return 0, &os.PathError{Op: call, Path: path.Join(s.name, name), Err: err}
	}
	return st.Mtim.Nano(), nil
}

// mover renames from staging into the output folder. It keeps the two folders
// open that it last went from and to; both were reached through a Root, and so
// through no symbolic link.
type mover struct {
	from, to         *os.File
	fromName, toName string
}

// rename moves something staged to its place.
func (m *mover) rename(p *place, from, to string) error {
	if err := enter(&m.from, &m.fromName, p.work, path.Join(stagingFolder, path.Dir(from))); err != nil {
		return err
	}
	if err := enter(&m.to, &m.toName, p.out, path.Dir(to)); err != nil {
		return err
	}
	_, err := again(func() (int, error) {
		return 0, unix.Renameat(int(m.from.Fd()), path.Base(from), int(m.to.Fd()), path.Base(to))
	})
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

// enter opens a folder, unless it is the one that is open.
func enter(open **os.File, name *string, root *os.Root, folder string) error {
	if *open != nil && *name == folder {
		return nil
	}
	f, err := root.Open(folder)
	if err != nil {
		return err
	}
	if *open != nil {
		_ = (*open).Close() // only renames went through it
	}
	*open, *name = f, folder
	return nil
}

// forget lets go of the folders, which may be about to be removed.
func (m *mover) forget() {
	for _, f := range []*os.File{m.from, m.to} {
		if f != nil {
			_ = f.Close() // only renames went through it
		}
	}
	*m = mover{}
}
