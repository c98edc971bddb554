package publish

import (
	"math"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// On Linux folders are read by its own calls, which take a third of the time
// of the portable ones: what is walked are all files of a site, in every build.

func (w *walker) from(root *os.Root) error {
	f, err := root.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	return w.folder(int(f.Fd()), ".", "")
}

// listings are what folders are read into.
var listings = sync.Pool{New: func() any { return new([16 << 10]byte) }}

// folder reads the folder called name in the folder parent; prefix is its path
// with a slash at the end.
func (w *walker) folder(parent int, name, prefix string) error {
	fail := func(call string, err error) error { return &os.PathError{Op: call, Path: prefix + ".", Err: err} }
	self, err := again(func() (int, error) {
		return unix.Openat(parent, name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err == unix.ENOENT {
		return nil // it vanished meanwhile
	}
	if err != nil {
		return fail("open", err)
	}
	defer unix.Close(self)
	var sharing sync.WaitGroup
	defer sharing.Wait()
	for {
		names, err := list(self)
		if err != nil {
			return fail("read", err)
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if len(names) == 0 {
			return nil
		}
		folders := names[:0]
		for _, name := range names {
			if isGit(name) {
				continue
			}
			var st unix.Stat_t
			_, err := again(func() (int, error) { return 0, unix.Fstatat(self, name, &st, unix.AT_SYMLINK_NOFOLLOW) })
			switch {
			case err == unix.ENOENT:
			case err != nil:
				return fail("stat", err)
			case st.Mode&unix.S_IFMT == unix.S_IFDIR:
				folders = append(folders, name)
			default:
				w.visit(prefix+name, seen{st.Mode&unix.S_IFMT == unix.S_IFREG, uint32(min(st.Size, math.MaxUint32)), st.Mtim.Nano()})
			}
		}
		err = w.share(folders, &sharing, func(name string) error { return w.folder(self, name, prefix+name+"/") })
		if err != nil {
			return err
		}
	}
}

// list returns the next names of a folder; none at its end.
func list(folder int) ([]string, error) {
	b := listings.Get().(*[16 << 10]byte)
	defer listings.Put(b)
	for {
		n, err := again(func() (int, error) { return unix.ReadDirent(folder, b[:]) })
		if err != nil || n == 0 {
			return nil, err
		}
		if _, _, names := unix.ParseDirent(b[:n], -1, nil); len(names) > 0 {
			return names, nil
		}
	}
}

// again repeats a call that a signal interrupted.
func again(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); err != unix.EINTR {
			return n, err
		}
	}
}
