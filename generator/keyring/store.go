package keyring

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// ending is that of the files in a store.
const ending = ".jwe"

// name is what a key may be called: it is the name of two files.
var name = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// reserved is a name that Windows takes for a device, whatever its ending.
var reserved = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// CheckName refuses what cannot be the name of a key.
func CheckName(s string) error {
	if !name.MatchString(s) || len(s) > 40 {
		return fmt.Errorf("%q cannot be the name of a key: expected at most 40 lower-case letters, digits and single hyphens", s)
	}
	if reserved.MatchString(s) {
		return fmt.Errorf("%q cannot be the name of a key: it is reserved on Windows", s)
	}
	return nil
}

// Store is a folder of encrypted keys, <name>.jwe each, that only its owner
// can read. It is made with the first key.
type Store struct{ dir string }

// OpenStore returns the store in a folder. It refuses a folder inside one of
// the folders outside, with symbolic links followed: what lies in a site, or
// in the repository around it, is committed and published one day.
func OpenStore(dir string, outside ...string) (*Store, error) {
	if dir == "" {
		return nil, errors.New("the folder for keys has no name")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("finding the folder for keys: %w", err)
	}
	if within, err := Inside(dir, outside...); err != nil {
		return nil, err
	} else if within != "" {
		return nil, fmt.Errorf("the folder for keys, %s, lies inside %s, from where a private key is published sooner or later", dir, within)
	}
	return &Store{dir: dir}, nil
}

// Inside returns the first of some folders in which a file lies or would lie,
// with symbolic links followed; none is the empty string.
func Inside(file string, folders ...string) (string, error) {
	real, err := resolve(file)
	if err != nil {
		return "", err
	}
	for _, folder := range folders {
		f, err := resolve(folder)
		if err != nil {
			return "", err
		}
		for at := real; ; at = filepath.Dir(at) {
			if at == f || same(at, f) {
				return folder, nil
			}
			if at == filepath.Dir(at) {
				break
			}
		}
	}
	return "", nil
}

// same reports whether two names are one folder, as where case does not count.
func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// resolve follows the symbolic links of a path as far as it is there.
func resolve(file string) (string, error) {
	abs, err := filepath.Abs(file)
	if err != nil {
		return "", fmt.Errorf("finding %s: %w", file, err)
	}
	missing := ""
	for at := abs; ; at = filepath.Dir(at) {
		real, err := filepath.EvalSymlinks(at)
		switch {
		case err == nil:
			return filepath.Join(real, missing), nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("finding %s: %w", file, err)
		}
		if info, err := os.Lstat(at); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return "", fmt.Errorf("%s is a symbolic link that leads nowhere", at)
		}
		if at == filepath.Dir(at) {
			return abs, nil
		}
		missing = filepath.Join(filepath.Base(at), missing)
	}
}

// File is where the key of a name lies, or would lie.
func (s *Store) File(name string) string { return filepath.Join(s.dir, name+ending) }

// List returns the names of all keys in the store, sorted.
func (s *Store) List() ([]string, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the folder for keys: %w", err)
	}
	var names []string
	for _, e := range entries {
		if n, ok := strings.CutSuffix(e.Name(), ending); ok && CheckName(n) == nil {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Has reports whether the store holds a key of a name.
func (s *Store) Has(name string) bool {
	_, err := os.Lstat(s.File(name))
	return err == nil
}

// MissingError says that a store does not hold a key.
type MissingError struct{ Name, File string }

func (e *MissingError) Error() string {
	return fmt.Sprintf("the private half of the key %q is not here: there is no file %s", e.Name, e.File)
}

// Read returns the encrypted text of a key, after a look at who else could
// read or replace the file.
func (s *Store) Read(name string) ([]byte, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	file := s.File(name)
	info, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &MissingError{name, file}
	case err != nil:
		return nil, fmt.Errorf("reading the key %q: %w", name, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is not an ordinary file; put the file itself there", file)
	}
	if err := s.private(); err != nil {
		return nil, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading the key %q: %w", name, err)
	}
	defer f.Close()
	opened, err := f.Stat()
	if err != nil || !os.SameFile(info, opened) {
		return nil, fmt.Errorf("%s was replaced while it was opened", file)
	}
	if err := onlyOwner(file, opened); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxSealed+1))
	if err != nil {
		return nil, fmt.Errorf("reading the key %q: %w", name, err)
	}
	if _, err := Sealed(text); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return text, nil
}

// private refuses a store in which others could put another file.
func (s *Store) private() error {
	real, err := filepath.EvalSymlinks(s.dir)
	if err != nil {
		return fmt.Errorf("finding the folder for keys: %w", err)
	}
	for at := real; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if err != nil {
			return fmt.Errorf("looking at %s: %w", at, err)
		}
		if err := onlyOwnerWrites(at, info, at == real); err != nil {
			return err
		}
		if at == filepath.Dir(at) {
			return nil
		}
	}
}

// Load opens the key of a name with its passphrase.
func (s *Store) Load(name string, passphrase []byte) (Pair, error) {
	text, err := s.Read(name)
	if err != nil {
		return Pair{}, err
	}
	p, err := Open(text, passphrase)
	if err != nil {
		return Pair{}, fmt.Errorf("%s: %w", s.File(name), err)
	}
	if p.Name != name {
		return Pair{}, fmt.Errorf("%s holds the key %q: give the file that name again", s.File(name), p.Name)
	}
	return p, nil
}

// Save puts the encrypted text of a new key into the store. A key that is
// there already is never overwritten.
func (s *Store) Save(name string, text []byte) error {
	return s.put(name, text, func(from, to string) error {
		// A link fails where the name is taken, which a renaming does not.
		if err := os.Link(from, to); err == nil || errors.Is(err, fs.ErrExist) {
			return errors.Join(err, os.Remove(from))
		}
		if _, err := os.Lstat(to); err == nil {
			return errors.Join(fs.ErrExist, os.Remove(from))
		}
		return os.Rename(from, to) // a file system without hard links
	})
}

// Replace puts another text of a key in the place of the one that is there,
// in one step.
func (s *Store) Replace(name string, text []byte) error {
	if !s.Has(name) {
		return &MissingError{name, s.File(name)}
	}
	return s.put(name, text, os.Rename)
}

// put writes a file whole and on the disk before it has its name.
func (s *Store) put(name string, text []byte, place func(from, to string) error) error {
	if err := CheckName(name); err != nil {
		return err
	}
	if _, err := Sealed(text); err != nil {
		return fmt.Errorf("writing the key %q: %w", name, err)
	}
	_, err := os.Stat(s.dir)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("making the folder for keys: %w", err)
	}
	if fresh {
		if err := protect(s.dir, 0o700); err != nil {
			return err
		}
	}
	if err := s.private(); err != nil {
		return err
	}
	f, err := os.CreateTemp(s.dir, "."+name+".new-*")
	if err != nil {
		return fmt.Errorf("writing the key %q: %w", name, err)
	}
	err = protect(f.Name(), 0o600)
	if err == nil {
		_, err = f.Write(text)
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("writing the key %q: %w", name, err), os.Remove(f.Name()))
	}
	switch err := place(f.Name(), s.File(name)); {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s is there already, and was not touched", s.File(name))
	case err != nil:
		return errors.Join(fmt.Errorf("writing the key %q: %w", name, err), os.Remove(f.Name()))
	}
	return syncFolder(s.dir)
}

// WriteCopy writes an encrypted key to a new file anywhere, for its owner's
// eyes.
func WriteCopy(file string, text []byte) error {
	if _, err := Sealed(text); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already, and was not touched", file)
	}
	if err != nil {
		return fmt.Errorf("writing the copy: %w", err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", file, err), os.Remove(file))
	}
	return nil
}
