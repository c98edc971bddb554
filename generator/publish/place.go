package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/sealpress/sealpress/generator/address"
)

// The files of the work folder.
const (
	lockFile      = "lock"
	memoryFile    = "memory"
	namesFile     = "names"
	journalFile   = "journal"
	stagingFolder = "staging"
)

// place is an output folder with its work folder, locked.
type place struct {
	top      *os.Root // the nearest folder above both
	outRel   string   // the output folder from top, slash-separated
	workRel  string
	bond     string   // the output folder from the work folder: whose memory this is
	work     *os.Root // the work folder
	staging  *os.Root // in the work folder; nil but while files are staged
	out      *os.Root // the output folder; nil while there is none
	lock     *flock.Flock
	step     func(name string) error
	spelling func(file string) string // optional
}

// Check reports, without changing anything, whether Publish would refuse an
// output folder: as a *ForeignError. A folder that is absent or empty is fine,
// and so is one with nothing but git's and other hidden files, as a fresh
// checkout of a publishing branch has.
func Check(out string) error {
	info, err := os.Lstat(filepath.Clean(out)) // without the slash that would follow a link
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("reading the output folder: %w", err)
	case info.Mode().Type() == fs.ModeSymlink:
		return &ForeignError{Path: out, Reason: "it is a symbolic link"}
	case !info.IsDir():
		return &ForeignError{Path: out, Reason: "it is a file"}
	}
	f, err := os.Open(out)
	if err != nil {
		return fmt.Errorf("reading the output folder: %w", err)
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		return fmt.Errorf("reading the output folder: %w", err)
	}
	foreign := ""
	for _, e := range entries {
		name := e.Name()
		switch {
		case name == string(address.MadeByUs) && e.Type().IsRegular():
			return nil
		case name == ".git" || strings.HasPrefix(name, ".") && !e.IsDir():
		case foreign == "" || name < foreign:
			foreign = name
		}
	}
	if foreign != "" {
		return &ForeignError{Path: out, Reason: fmt.Sprintf("it holds %q", foreign)}
	}
	return nil
}

// openPlace checks the output folder, makes the work folder and locks it.
func openPlace(o Options) (_ *place, err error) {
	if o.Out == "" {
		return nil, errors.New("no output folder was given")
	}
	if err := Check(o.Out); err != nil { // before the work folder is made: a refused folder gets no neighbour
		return nil, err
	}
	out, err := filepath.Abs(o.Out)
	if err != nil {
		return nil, fmt.Errorf("finding the output folder: %w", err)
	}
	work := usualWork(out)
	if o.Work != "" {
		if work, err = filepath.Abs(o.Work); err != nil {
			return nil, fmt.Errorf("finding the work folder: %w", err)
		}
	}
	out, work = resolve(out), resolve(work)
	if within(out, work) || within(work, out) {
		return nil, fmt.Errorf("work folder %s and output folder %s must not be inside each other", work, out)
	}
	if err := os.MkdirAll(work, 0o755); err != nil {
		return nil, fmt.Errorf("making the work folder: %w", err)
	}
	p := &place{lock: flock.New(filepath.Join(work, lockFile)), step: o.failpoint, spelling: o.spelling}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	switch ok, err := p.lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("locking the work folder: %w", err)
	case !ok:
		return nil, ErrLocked
	}
	return p, p.openRoots(out, work)
}

// usualWork is the work folder of an output folder for which none is named.
func usualWork(out string) string {
	return filepath.Join(filepath.Dir(out), ".sealpress", filepath.Base(out))
}

// openRoots opens the folders. Both paths are absolute and free of symbolic
// links, so that a Root above them reaches them.
func (p *place) openRoots(out, work string) error {
	top := filepath.Dir(out)
	for !within(top, work) {
		above := filepath.Dir(top)
		if above == top {
			return fmt.Errorf("work folder %s and output folder %s are on different file systems", work, out)
		}
		top = above
	}
	rel := func(base, target string) string {
		r, _ := filepath.Rel(base, target) // cannot fail: both are absolute, on one volume
		return filepath.ToSlash(r)
	}
	p.outRel, p.workRel, p.bond = rel(top, out), rel(top, work), rel(work, out)
	var err error
	if p.top, err = os.OpenRoot(top); err != nil {
		return fmt.Errorf("opening %s: %w", top, err)
	}
	if p.work, err = os.OpenRoot(work); err != nil {
		return fmt.Errorf("opening the work folder: %w", err)
	}
	return p.openOut()
}

// openOut opens the output folder where there is one.
func (p *place) openOut() error {
	out, err := p.top.OpenRoot(p.outRel)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("opening the output folder: %w", err)
	}
	p.out = out
	return nil
}

// close gives the lock and the folders back.
func (p *place) close() {
	p.closeStaging()
	for _, r := range []*os.Root{p.out, p.work, p.top} {
		if r != nil {
			_ = r.Close() // nothing was written through the handle itself
		}
	}
	_ = p.lock.Unlock() // the kernel frees the lock at the latest when the process ends
}

// finishEarlierRun finishes a run that was cut short after its point of no
// return, and clears away what one left that was cut short before.
func (p *place) finishEarlierRun() (resumed bool, err error) {
	if p.committed() {
		bond, err := checkJournal(p, journalFile, every, nil)
		switch {
		case errors.Is(err, errDamaged):
			// Whatever it had not moved yet will be rendered again.
			if err := p.work.Remove(journalFile); err != nil {
				return false, err
			}
		case err != nil:
			return false, err
		case bond != p.bond:
			return false, fmt.Errorf("the work folder holds an unfinished run for another output folder (%s from the work folder)", bond)
		default:
			if err := p.apply(false); err != nil {
				return false, err
			}
			return true, p.finish()
		}
	}
	return false, p.dropStaging()
}

// committed reports whether a run has passed its point of no return and has
// not been finished.
func (p *place) committed() bool {
	_, err := p.work.Lstat(journalFile)
	return err == nil
}

func (p *place) makeStaging() (err error) {
	if err := p.work.MkdirAll(path.Join(stagingFolder, singles), 0o755); err != nil {
		return err
	}
	p.staging, err = p.work.OpenRoot(stagingFolder)
	return err
}

// closeStaging lets go of the staging folder; closing twice is fine.
func (p *place) closeStaging() {
	if p.staging != nil {
		_ = p.staging.Close() // nothing was written through the handle itself
		p.staging = nil
	}
}

func (p *place) dropStaging() error {
	if _, err := p.work.Lstat(stagingFolder); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := p.step("drop staging"); err != nil {
		return err
	}
	if err := p.work.RemoveAll(stagingFolder); err != nil {
		return fmt.Errorf("clearing the staging folder: %w", err)
	}
	return nil
}

// readWork reads a file of the work folder from beginning to end.
func (p *place) readWork(name string, read func(io.Reader, int64) error) error {
	f, err := p.work.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return read(f, info.Size())
}

// within reports whether a path is a folder or something inside it.
func within(folder, p string) bool {
	rel, err := filepath.Rel(folder, p)
	return err == nil && filepath.IsLocal(rel)
}

// resolve follows the symbolic links in the part of an absolute path that
// exists. The last element is an output or work folder itself; an output
// folder that is a link was refused before.
func resolve(p string) string {
	if real, err := filepath.EvalSymlinks(p); err == nil {
		return real
	}
	parent := filepath.Dir(p)
	if parent == p {
		return p
	}
	return filepath.Join(resolve(parent), filepath.Base(p))
}
