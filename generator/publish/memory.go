package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"sync"

	"github.com/sealpress/sealpress/generator/render"
)

// key stands for a path. 128 bits of SHA-256: two paths never share one.
type key [16]byte

func keyOf(file string) key {
	sum := sha256.Sum256([]byte(file))
	return key(sum[:16])
}

// digestOf stands for a file's content.
func digestOf(data []byte) [16]byte {
	sum := sha256.Sum256(data)
	return [16]byte(sum[:16])
}

// record is what is known of one file, in 64 bytes: a site may have millions.
type record struct {
	key         key
	fingerprint render.Fingerprint
	digest      [16]byte
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
	known   []record // by key: remembered or on disk
	fresh   []record // in the plan alone; in the order they were settled, until sorted
	loaded  bool     // there was a memory, and it was whole
	changed bool     // it must be written again
}

func compareKeys(a, b record) int { return bytes.Compare(a.key[:], b.key[:]) }

// find returns the index of a known file, or -1.
func (m *memory) find(k key) int { return search(m.known, k) }

// isPlanned reports whether a path is a file of the plan. It may be asked when
// fresh has been sorted.
func (m *memory) isPlanned(k key) bool {
	if i := m.find(k); i >= 0 && m.known[i].is(planned) {
		return true
	}
	return search(m.fresh, k) >= 0
}

// search returns the index of a key in sorted records, or -1. It runs twice
// for every file of the site, so it compares the first half of a key as one
// number; the rest decides only between equals.
func search(records []record, k key) int {
	first := binary.BigEndian.Uint64(k[:])
	low, high := 0, len(records)
	for low < high {
		middle := int(uint(low+high) / 2)
		at := binary.BigEndian.Uint64(records[middle].key[:])
		if at < first || at == first && bytes.Compare(records[middle].key[8:], k[8:]) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(records) && records[low].key == k {
		return low
	}
	return -1
}

// compare looks at every file below the output folder and notes which are as
// they were remembered.
func (m *memory) compare(ctx context.Context, p *place, workers int) error {
	var unknown []record
	var mu sync.Mutex
	err := p.walk(ctx, workers, func(file string, as seen) {
		if isGitNote(file) {
			return
		}
		k := keyOf(file)
		if i := m.find(k); i >= 0 {
			m.known[i].meet(as)
			return
		}
		r := record{key: k}
		r.meet(as)
		mu.Lock()
		unknown = append(unknown, r)
		mu.Unlock()
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
