package publish

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"

	"github.com/sealpress/sealpress/generator/render"
)

// The memory file: magic, bond (a key), count (8 bytes), per file key,
// fingerprint, time (8) and size (4), sorted by key, then the SHA-256 of all
// before. Numbers are little-endian.
const (
	memoryMagic  = "sealpress memory 3\n"
	memoryHeader = len(memoryMagic) + 16 + 8
	recordBytes  = 16 + 16 + 8 + 4
)

var errDamaged = errors.New("damaged")

// loadMemory reads the memory. One that is missing, damaged, of another
// version or of another output folder is empty: memory is only speed.
func loadMemory(p *place) *memory {
	var m memory
	err := p.readWork(memoryFile, func(f io.Reader, size int64) error {
		count := (size - int64(memoryHeader) - sha256.Size) / recordBytes
		if count < 0 || count*recordBytes+int64(memoryHeader)+sha256.Size != size {
			return errDamaged
		}
		sum := sha256.New()
		in := bufio.NewReaderSize(f, 1<<16)
		summed := io.TeeReader(in, sum)
		head := make([]byte, memoryHeader)
		if _, err := io.ReadFull(summed, head); err != nil {
			return err
		}
		bond := keyOf(p.bond)
		want := binary.LittleEndian.AppendUint64(append([]byte(memoryMagic), bond[:]...), uint64(count))
		if !bytes.Equal(head, want) {
			return errDamaged
		}
		m.known = make([]record, count)
		var b [recordBytes]byte
		for i := range m.known {
			if _, err := io.ReadFull(summed, b[:]); err != nil {
				return err
			}
			m.known[i] = record{
				key: key(b[:16]), fingerprint: render.Fingerprint(b[16:32]), state: remembered,
				modified: int64(binary.LittleEndian.Uint64(b[32:])), size: binary.LittleEndian.Uint32(b[40:]),
			}
		}
		var stored [sha256.Size]byte
		if _, err := io.ReadFull(in, stored[:]); err != nil {
			return err
		}
		if !bytes.Equal(stored[:], sum.Sum(nil)) || !slices.IsSortedFunc(m.known, compareKeys) {
			return errDamaged
		}
		return nil
	})
	if err != nil {
		return &memory{changed: true}
	}
	m.loaded = true
	return &m
}

// save writes the files of the plan as the memory of the next run.
func (m *memory) save(p *place, name string) error {
	f, err := p.create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(f, sum), 1<<16)
	count := len(m.fresh)
	for i := range m.known {
		if m.known[i].is(planned) {
			count++
		}
	}
	bond := keyOf(p.bond)
	_, _ = out.Write(binary.LittleEndian.AppendUint64(append([]byte(memoryMagic), bond[:]...), uint64(count)))
	var b [recordBytes]byte
	put := func(r *record) {
		copy(b[:], r.key[:])
		copy(b[16:], r.fingerprint[:])
		binary.LittleEndian.PutUint64(b[32:], uint64(r.modified))
		binary.LittleEndian.PutUint32(b[40:], r.size)
		_, _ = out.Write(b[:]) // a bufio.Writer keeps its first error for Flush
	}
	next := 0
	for i := range m.known {
		r := &m.known[i]
		if !r.is(planned) {
			continue
		}
		for ; next < len(m.fresh) && compareKeys(m.fresh[next], *r) < 0; next++ {
			put(&m.fresh[next])
		}
		put(r)
	}
	for ; next < len(m.fresh); next++ {
		put(&m.fresh[next])
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if _, err := f.Write(sum.Sum(nil)); err != nil {
		return err
	}
	return f.Close()
}

// replace puts the memory in place in a run that changes nothing else. It is
// not synced: what a power failure spoils is found by its checksum.
func (m *memory) replace(p *place) error {
	staged := path.Join(stagingFolder, memoryFile)
	if err := p.step("write memory"); err != nil {
		return fmt.Errorf("writing the memory: %w", err)
	}
	if err := m.save(p, staged); err != nil {
		return fmt.Errorf("writing the memory: %w", err)
	}
	if err := p.step("place memory"); err != nil {
		return fmt.Errorf("writing the memory: %w", err)
	}
	if err := p.work.Rename(staged, memoryFile); err != nil {
		return fmt.Errorf("writing the memory: %w", err)
	}
	return nil
}
