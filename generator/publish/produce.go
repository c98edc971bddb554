package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"slices"
)

// worker renders files. It touches nothing of the run but its folders and the
// stop sign.
type worker struct {
	*run
	shelf shelf
}

// produce renders one file and, unless the same bytes are on disk, writes it
// into staging. Memory holds as many rendered files as there are workers, no
// more.
func (w *worker) produce(d *result) {
	data, err := d.Render()
	if err != nil {
		d.err, d.failed = fmt.Errorf("rendering %s: %w", d.File, err), true
		return
	}
	if d.Release != nil {
		defer d.Release(data)
	}
	if len(data) > math.MaxInt32 {
		d.err, d.failed = fmt.Errorf("rendering %s: %d bytes are too large for one file", d.File, len(data)), true
		return
	}
	if w.Scan != nil {
		if err := w.Scan(d.File, data); err != nil {
			d.err, d.failed = fmt.Errorf("looking at %s: %w", d.File, err), true
			return
		}
	}
	if d.existing {
		unchanged, err := w.onDisk(&d.job, data)
		if err != nil {
			d.err = fmt.Errorf("comparing %s: %w", d.File, err)
			return
		}
		if unchanged {
			return
		}
	}
	if w.stager.stop.Load() {
		return
	}
	if d.record.modified, d.err = w.write(&d.job, data); d.err != nil {
		return
	}
	d.record.size, d.written = uint32(len(data)), int64(len(data))
}

// onDisk reports whether a published file has these bytes.
func (r *run) onDisk(j *job, data []byte) (bool, error) {
	if int64(j.record.size) != int64(len(data)) {
		return false, nil
	}
	f, err := r.out.Open(j.File)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return false, nil // gone, or not ours to read: write it again
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false, nil
	}
	there := make([]byte, len(data))
	if _, err := io.ReadFull(f, there); err != nil {
		return false, err
	}
	return bytes.Equal(there, data), nil
}

// write puts a rendered file into staging, and returns when that was.
func (w *worker) write(j *job, data []byte) (modified int64, err error) {
	if err = w.step("stage " + j.File); err == nil {
		err = w.shelf.open(w.staging, path.Dir(j.staged))
	}
	if err == nil {
		modified, err = w.shelf.write(path.Base(j.staged), data)
	}
	switch {
	case err == nil:
		return modified, nil
	case errors.Is(err, fs.ErrExist):
		return 0, planError(j.File, "it is in the plan twice")
	}
	return 0, fmt.Errorf("staging %s (%d bytes): %w", j.File, len(data), err)
}

// create makes a file of the work folder that is not there yet.
func (p *place) create(name string) (*os.File, error) { return createIn(p.work, name) }

func createIn(folder *os.Root, name string) (*os.File, error) {
	return folder.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
}

// accept takes the result of a worker into memory, journal and summary.
func (r *run) accept(d *result) {
	s := &r.stager
	switch {
	case d.failed:
		s.failed = append(s.failed, *d)
		s.stop.Store(true)
	case d.err != nil && s.err == nil:
		s.err = d.err
		s.stop.Store(true)
	}
	if s.stop.Load() {
		return // nothing will be published: what was staged is thrown away
	}
	d.record.fingerprint = d.Fingerprint
	d.record.state |= planned
	if d.known >= 0 {
		r.memory.known[d.known] = d.record
	} else {
		r.memory.add(d.record)
	}
	r.memory.changed = true
	if d.written < 0 {
		r.summary.Unchanged++
	} else {
		r.summary.Written++
		r.summary.WrittenBytes += d.written
		if !d.inUnit {
			s.err = r.journal.add(change{rank: d.rank, kind: moveFile, from: d.staged, to: d.File})
		}
	}
	r.settled(d.File, int64(d.record.size))
}

// settled counts a file of the plan.
func (r *run) settled(file string, size int64) {
	r.summary.Files++
	r.summary.Bytes += size
	if l := &r.summary.Largest; size > l.Bytes || l.Name == "" || size == l.Bytes && file < l.Name {
		*l = File{Name: file, Bytes: size}
	}
	r.stager.done++
	if r.Progress != nil {
		r.Progress(r.stager.done, r.plan.Count)
	}
}

// renderErrors joins what the renderer refused, in the order of the plan. Jobs
// are handed out in that order and all handed out are waited for, so the first
// errors of the plan are among them whatever the workers' speed.
func renderErrors(failed []result) error {
	slices.SortFunc(failed, func(a, b result) int { return a.index - b.index })
	var errs []error
	for _, d := range failed[:min(len(failed), maxReported)] {
		errs = append(errs, d.err)
	}
	return errors.Join(errs...)
}
