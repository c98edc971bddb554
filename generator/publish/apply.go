package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
)

// apply makes the changes of the journal, by rank. What is no longer in
// staging has been moved before, so it may be called again and again. If the
// very first change of a new run fails, as in a folder that cannot be written,
// the run is taken back and the output folder is as it was.
func (p *place) apply(newRun bool) error {
	a := &applier{place: p}
	err := a.all()
	a.mover.forget()
	if err == nil {
		return nil
	}
	if newRun && !a.touched {
		if undo := a.takeBack(); undo != nil {
			return errors.Join(err, undo)
		}
		return err
	}
	return fmt.Errorf("%w; the next run finishes what is left", err)
}

type applier struct {
	*place
	folders folders
	mover   mover
	touched bool     // a published file was moved or removed
	made    []string // folders made so far, from top
}

func (a *applier) all() error {
	if a.out == nil {
		if err := a.makeOut(); err != nil {
			return err
		}
	}
	a.folders.out = a.out
	var ranks [end]bool // that the journal has
	_, err := checkJournal(a.place, journalFile, every, func(c change) error {
		ranks[c.rank] = true
		return nil
	})
	for now := makeWay; now < end && err == nil; now++ {
		if ranks[now] {
			_, err = checkJournal(a.place, journalFile, now, a.make)
		}
	}
	return err
}

// make makes a change.
func (a *applier) make(c change) error {
	switch c.kind {
	case moveFolder:
		return a.moveFolder(c.from, c.to)
	case moveFile:
		if c.rank == late {
			a.clearEmpty(c.to)
		}
		return a.moveFile(c.from, c.to)
	default:
		return a.remove(c.to)
	}
}

// makeOut makes the output folder and what is missing above it.
func (a *applier) makeOut() error {
	var missing []string
	for dir := a.outRel; dir != "."; dir = path.Dir(dir) {
		if _, err := a.top.Lstat(dir); err == nil {
			break
		}
		missing = append(missing, dir)
	}
	for i := len(missing) - 1; i >= 0; i-- {
		if err := a.step("make the output folder"); err != nil {
			return fmt.Errorf("making the output folder: %w", err)
		}
		if err := a.top.Mkdir(missing[i], 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("making the output folder: %w", err)
		}
		a.made = append(a.made, missing[i])
	}
	return a.openOut()
}

// ensure makes a folder of the output folder.
func (a *applier) ensure(dir string) error {
	return a.folders.ensure(dir, func(folder string) error {
		a.made = append(a.made, path.Join(a.outRel, folder))
		return a.step("make folder " + folder)
	})
}

// rename moves from staging into the output folder.
func (a *applier) rename(from, to string) error {
	if err := a.step("rename " + to); err != nil {
		return err
	}
	err := a.mover.rename(a.place, from, to)
	if err == nil {
		a.touched = true
	}
	return err
}

// moveFile puts a file in place, over what is there.
func (a *applier) moveFile(from, to string) error {
	if err := a.ensure(path.Dir(to)); err != nil {
		return err
	}
	err := a.rename(from, to)
	if err == nil || a.moved(from) {
		return nil
	}
	return fmt.Errorf("publishing %s: %w", to, err)
}

// moveFolder puts a new folder in place as a whole. Where that cannot be, as
// when the folder was made in the meantime or a file of it is held open on
// Windows, its files go one by one.
func (a *applier) moveFolder(from, to string) error {
	if err := a.ensure(path.Dir(to)); err != nil {
		return err
	}
	if a.rename(from, to) == nil || a.moved(from) {
		return nil
	}
	if err := a.ensure(to); err != nil {
		return err
	}
	staged := path.Join(stagingFolder, from)
	folder, err := a.work.Open(staged)
	if err != nil {
		return fmt.Errorf("publishing %s: %w", to, err)
	}
	entries, err := folder.ReadDir(-1)
	_ = folder.Close() // only read from
	if err != nil {
		return fmt.Errorf("publishing %s: %w", to, err)
	}
	for _, e := range entries {
		if err := a.moveFile(path.Join(from, e.Name()), path.Join(to, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// moved reports whether something is no longer in staging.
func (a *applier) moved(from string) bool {
	_, err := a.work.Lstat(path.Join(stagingFolder, from))
	return errors.Is(err, fs.ErrNotExist)
}

// remove takes a file away, and the folders that it leaves empty.
func (a *applier) remove(file string) error {
	a.mover.forget()
	dir := path.Dir(file)
	exists, _, err := a.folders.look(dir)
	if err != nil {
		return err
	}
	if !exists {
		return nil
	}
	if info, err := a.out.Lstat(file); err == nil && info.IsDir() {
		return nil // it made way before the run was cut short; the folder is new
	}
	if err := a.step("remove " + file); err != nil {
		return fmt.Errorf("removing %s: %w", file, err)
	}
	switch err := a.out.Remove(file); {
	case err == nil:
		a.touched = true
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("removing %s: %w", file, err)
	}
	for ; dir != "."; dir = path.Dir(dir) {
		if a.out.Remove(dir) != nil { // it is not empty
			break
		}
		a.folders.forget()
	}
	a.folders.forget() // where a file was a folder may come
	return nil
}

// clearEmpty removes a folder in which there are folders alone: a file takes
// its name. What remains makes the rename fail.
func (a *applier) clearEmpty(folder string) {
	a.folders.forget()
	a.mover.forget()
	var dirs []string
	_ = fs.WalkDir(a.out.FS(), folder, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			dirs = append(dirs, p)
		}
		return nil // a folder that cannot be read stays, and the rename says so
	})
	for i := len(dirs) - 1; i >= 0; i-- {
		_ = a.out.Remove(dirs[i])
	}
}

// takeBack undoes a run that has moved nothing yet.
func (a *applier) takeBack() error {
	for i := len(a.made) - 1; i >= 0; i-- {
		if a.made[i] == a.outRel && a.out != nil {
			_ = a.out.Close() // an open folder cannot be removed on Windows
			a.out = nil
		}
		_ = a.top.Remove(a.made[i]) // a folder that somebody filled meanwhile stays
	}
	if err := a.work.Remove(journalFile); err != nil {
		return fmt.Errorf("taking the journal back: %w", err)
	}
	return nil
}

// finish ends a run whose changes are all made.
func (p *place) finish() error {
	fail := func(err error) error {
		return fmt.Errorf("finishing the run in %s: %w", filepath.FromSlash(p.workRel), err)
	}
	if err := p.step("place memory"); err != nil {
		return fail(err)
	}
	staged := path.Join(stagingFolder, memoryFile)
	if err := p.work.Rename(staged, memoryFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(err)
	}
	if err := p.step("drop journal"); err != nil {
		return fail(err)
	}
	if err := p.work.Remove(journalFile); err != nil {
		return fail(err)
	}
	return p.dropStaging()
}
