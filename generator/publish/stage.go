package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/sealpress/sealpress/generator/render"
)

// singles is the folder in staging for files that are renamed one by one.
const singles = "f"

// stager renders what may have changed and writes what did into staging.
//
// A folder that is not published yet is staged as a folder, and put in place
// by one rename: a new award costs one. Files for folders that exist are
// staged under numbers.
type stager struct {
	folders  folders
	known    finder // of what is remembered and on disk
	writable string // the folder last seen to be writable, with a slash
	single   int    // number of the last file staged by itself
	unit     struct {
		folder string // the new folder being filled
		number int
	}

	inWay   map[string]bool // files that stand where a folder must
	blocked []string        // files whose place a folder takes
	aliases map[key]bool    // folded paths of files that are on disk under a name of another spelling

	done   int
	failed []result    // renderings that failed
	err    error       // what else went wrong
	stop   atomic.Bool // nothing will be published: write no more
}

// job is an entry to be rendered.
type job struct {
	render.Entry
	index    int    // in the plan
	known    int    // in memory.known, or -1
	record   record // what is known of the file
	rank     rank
	staged   string // where in staging it goes
	inUnit   bool
	existing bool // a regular file is on disk: compare first
}

// result is a job done.
type result struct {
	job
	written int64 // bytes; -1: nothing was written
	err     error
	failed  bool // err is the renderer's
}

// maxBatch is how many files of one folder a worker is handed at once.
const maxBatch = 32

// stage walks the plan. Rendering is done by workers; everything else,
// Progress included, in this goroutine. The files of one folder go to one
// worker, one after another: what the renderer reads for the first serves all.
func (r *run) stage(ctx context.Context) error {
	defer r.closeStaging()
	s := &r.stager
	s.folders.out = r.out
	s.known.records = r.memory.known
	s.inWay, s.aliases = make(map[string]bool), make(map[key]bool)
	batches, results := make(chan []result), make(chan []result, r.Workers)
	var workers sync.WaitGroup
	for range r.Workers {
		workers.Go(func() {
			w := worker{run: r}
			defer w.shelf.close()
			for batch := range batches {
				for i := range batch {
					w.produce(&batch[i])
				}
				results <- batch
			}
		})
	}
	var spare []result // a batch that is done with: the next takes its place
	accept := func(done []result) {
		for i := range done {
			r.accept(&done[i])
		}
		clear(done) // of what renders them
		spare = done[:0]
	}
	pending, index := 0, 0
	var batch []result
	hand := func() {
		for sent := len(batch) == 0; !sent; {
			select {
			case batches <- batch:
				pending++
				sent = true
			case done := <-results:
				pending--
				accept(done)
			}
		}
		batch, spare = spare, nil
	}
	for e := range r.plan.Entries {
		if s.err == nil {
			s.err = ctx.Err()
		}
		if s.err != nil || len(s.failed) >= maxReported {
			break
		}
		j, unchanged, err := r.consider(e)
		if err != nil {
			s.err = err
			break
		}
		j.index = index
		index++
		if unchanged {
			r.settled(e.File, int64(j.record.size))
			r.summary.Unchanged++
			continue
		}
		if len(batch) == maxBatch || len(batch) > 0 && path.Dir(batch[0].File) != path.Dir(j.File) {
			hand()
		}
		batch = append(batch, result{job: j, written: -1})
	}
	if s.err == nil {
		hand()
	} else {
		s.stop.Store(true)
	}
	close(batches)
	for ; pending > 0; pending-- {
		accept(<-results)
	}
	workers.Wait() // so that they let go of what is in staging
	if s.err != nil {
		return s.err
	}
	return renderErrors(s.failed)
}

// consider decides what to do about an entry: nothing, or a job.
func (r *run) consider(e render.Entry) (j job, unchanged bool, err error) {
	s := &r.stager
	folder, name := path.Split(e.File)
	known, k := s.known.find(folder, name)
	j = job{Entry: e, known: known, record: record{key: k}}
	if j.known >= 0 {
		known := &r.memory.known[j.known]
		if known.is(planned) {
			return j, false, planError(e.File, "it is in the plan twice")
		}
		known.state |= planned
		j.record = *known
	}
	if !j.record.is(remembered) { // a remembered name was looked at before
		if err := checkName(e.File); err != nil {
			return j, false, planError(e.File, "%v", err)
		}
		if r.Keep != nil && r.Keep(e.File) {
			r.names.add(e.File)
		}
	}
	absent := false
	if !j.record.is(found | odd) {
		if absent, err = r.lookCloser(&j); err != nil {
			return j, false, err
		}
	}
	if j.record.is(same) && j.record.fingerprint == e.Fingerprint {
		return j, true, nil
	}
	j.existing = j.record.is(found)
	if j.rank == 0 {
		j.rank = rankOf(e.File, !j.record.is(found|odd))
	}
	return j, false, r.assign(&j, absent)
}

// lookCloser looks for a file that was not seen on disk under its name. It may
// be there under another spelling, on a file system that ignores case or
// composes letters; or there is something else in its place.
func (r *run) lookCloser(j *job) (absent bool, err error) {
	s := &r.stager
	exists, inWay, err := s.folders.look(path.Dir(j.File))
	if err != nil {
		return false, err
	}
	if inWay != "" {
		s.inWay[inWay] = true
	}
	if !exists {
		return true, nil
	}
	info, err := r.out.Lstat(j.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("reading %s: %w", j.File, err)
	case info.IsDir():
		s.blocked = append(s.blocked, j.File)
		j.rank = late
		return false, nil
	}
	s.aliases[keyOf(fold(j.File))] = true
	j.record.meet(seenOf(info))
	return false, nil
}

// assign gives a job its place in staging.
func (r *run) assign(j *job, absent bool) error {
	s := &r.stager
	dir := path.Dir(j.File)
	into := dir // the folder that must be writable
	if absent {
		into = s.folders.deepest()
	}
	if r.out != nil && s.writable != into+"/" {
		if err := writable(r.out, into); err != nil {
			return fmt.Errorf("writing into folder %s of the output folder: %w", into, err)
		}
		s.writable = into + "/"
	}
	if absent && (j.rank == fresh || j.rank == foundation) && dir != "." {
		if s.unit.folder != dir {
			s.unit.folder = dir
			s.unit.number++
			name := "u" + strconv.Itoa(s.unit.number)
			if err := r.staging.Mkdir(name, 0o755); err != nil {
				return fmt.Errorf("staging folder %s: %w", dir, err)
			}
			if err := r.journal.add(change{rank: j.rank, kind: moveFolder, from: name, to: dir}); err != nil {
				return err
			}
		}
		j.staged, j.inUnit = path.Join("u"+strconv.Itoa(s.unit.number), path.Base(j.File)), true
		return nil
	}
	s.single++
	j.staged = path.Join(singles, strconv.Itoa(s.single))
	return nil
}
