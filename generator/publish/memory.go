package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"math/bits"
	"path"
	"slices"
	"sync"

	"github.com/sealpress/sealpress/generator/render"
)

// key stands for a path: 80 bits of the SHA-256 of its folder, so that the files
// of one stand beside one another, and 48 of that of its name in it.
type key [16]byte

// inFolder is how much of a key is that of the folder.
const inFolder = 10

func keyOf(file string) key {
	folder, name := path.Split(file)
	return keyIn(folderOf(folder), name)
}

// folderOf returns the key that no file of a folder has; the folder is a path
// with a slash at its end, or empty.
func folderOf(folder string) (k key) {
	sum := sha256.Sum256([]byte(folder))
	copy(k[:inFolder], sum[:])
	return k
}

// keyIn returns the key of a file of a folder.
func keyIn(folder key, name string) key {
	sum := sha256.Sum256([]byte(name))
	copy(folder[inFolder:], sum[:])
	return folder
}

// record is what is known of one file, in 48 bytes: a site may have millions.
type record struct {
	key         key
	fingerprint render.Fingerprint
	modified    int64  // of the file on disk, in nanoseconds since 1970
	size        uint32 // of the file on disk; larger files are not published
	state       state
}

// state says where a file was met.
type state uint8

const (
	remembered state = 1 << iota // in the memory of an earlier run
	found                        // on disk, a regular file
	odd                          // on disk, something else: a link, a pipe
	same                         // on disk with the remembered size and time
	planned                      // in the plan
)

func (r *record) is(s state) bool { return r.state&s != 0 }

// memory knows the files of the output folder: those of earlier runs, those
// on disk and, as the run goes on, those of the plan.
type memory struct {
	known   []record   // by key: remembered or on disk
	fresh   []record   // by key: in the plan alone; gather makes it
	settled [][]record // what gather makes it of, as it came
	loaded  bool       // there was a memory, and it was whole
	changed bool       // it must be written again
}

func compareKeys(a, b record) int { return bytes.Compare(a.key[:], b.key[:]) }

// find returns the index of a known file, or -1.
func (m *memory) find(k key) int { return search(m.known, k) }

// blockLen is how many records are made room for at once. Drawing pictures, at
// the beginning of a run, takes more memory than the rest: the room for what
// comes after it is not there yet.
const blockLen = 1024

// add notes a file that is in the plan alone.
func (m *memory) add(r record) {
	last := len(m.settled) - 1
	if last < 0 || len(m.settled[last]) == blockLen {
		m.settled = append(m.settled, make([]record, 0, blockLen))
		last++
	}
	m.settled[last] = append(m.settled[last], r)
}

// gather ends the adding.
func (m *memory) gather() {
	m.fresh, m.settled = slices.Concat(m.settled...), nil
	slices.SortFunc(m.fresh, compareKeys)
}

// isPlanned reports whether a path is a file of the plan. It may be asked when
// gather was called.
func (m *memory) isPlanned(k key) bool {
	if i := m.find(k); i >= 0 && m.known[i].is(planned) {
		return true
	}
	return search(m.fresh, k) >= 0
}

// search returns the index of a key in sorted records, or -1.
func search(records []record, k key) int {
	if i := firstAt(records, k); i < len(records) && records[i].key == k {
		return i
	}
	return -1
}

// firstAt returns where in sorted records a key is, or would be. Keys are digests,
// spread evenly, so each guess is where the key must be about (interpolation
// search), and few records have to be fetched.
func firstAt(records []record, k key) int {
	wanted := binary.BigEndian.Uint64(k[:])
	low, high := 0, len(records)
	from, to := uint64(0), uint64(math.MaxUint64) // what the keys from low to high are between
	for guesses := 0; low < high; guesses++ {
		at := low + (high-low)/2
		if span := to - from; span > 0 && wanted >= from && wanted <= to && guesses < 16 {
			hi, lo := bits.Mul64(wanted-from, uint64(high-low))
			part, _ := bits.Div64(hi, lo, span)
			at = min(low+int(part), high-1)
		}
		there := binary.BigEndian.Uint64(records[at].key[:])
		if there < wanted || there == wanted && bytes.Compare(records[at].key[8:], k[8:]) < 0 {
			low, from = at+1, there
		} else {
			high, to = at, there
		}
	}
	return low
}

// finder finds records folder by folder: where those of the folder stand is
// looked up once.
type finder struct {
	records []record
	entered bool
	folder  string
	key     key
	of      []record // the folder's
	from    int      // the number of the first
}

// find returns the number of a file's record, or -1, and the file's key.
func (f *finder) find(folder, name string) (int, key) {
	if !f.entered || folder != f.folder {
		f.entered, f.folder, f.key = true, folder, folderOf(folder)
		f.from = firstAt(f.records, f.key)
		to := f.from
		for to < len(f.records) && [inFolder]byte(f.records[to].key[:]) == [inFolder]byte(f.key[:]) {
			to++
		}
		f.of = f.records[f.from:to]
	}
	k := keyIn(f.key, name)
	if len(f.of) > 16 {
		if i, found := slices.BinarySearchFunc(f.of, k, func(r record, k key) int { return bytes.Compare(r.key[:], k[:]) }); found {
			return f.from + i, k
		}
		return -1, k
	}
	for i := range f.of {
		if f.of[i].key == k {
			return f.from + i, k
		}
	}
	return -1, k
}

// compare looks at every file below the output folder and notes which are as
// they were remembered.
func (m *memory) compare(ctx context.Context, p *place, workers int) error {
	var unknown []record
	var mu sync.Mutex
	err := p.walk(ctx, workers, func(folder string) visitor {
		f := finder{records: m.known}
		return func(name string, as seen) {
			if folder == "" && isGitNote(name) {
				return
			}
			i, k := f.find(folder, name)
			if i >= 0 {
				m.known[i].meet(as)
				return
			}
			r := record{key: k}
			r.meet(as)
			mu.Lock()
			unknown = append(unknown, r)
			mu.Unlock()
		}
	})
	if err != nil {
		return err
	}
	if len(unknown) > 0 {
		m.known = append(m.known, unknown...)
		slices.SortFunc(m.known, compareKeys)
	}
	return nil
}

// meet notes what was seen on disk.
func (r *record) meet(as seen) {
	if !as.regular {
		r.state |= odd
		return
	}
	r.state |= found
	if r.is(remembered) && r.modified == as.modified && r.size == as.size {
		r.state |= same
	}
	r.modified, r.size = as.modified, as.size
}
