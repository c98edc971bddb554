package publish

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
)

// kind is what a change does.
type kind byte

const (
	moveFile   kind = 'f' // from staging, over what is there
	moveFolder kind = 'd' // from staging, as a whole where nothing is there
	remove     kind = 'r'
)

// change is one line of the journal.
type change struct {
	rank rank
	kind kind
	from string // in staging; empty for a removal
	to   string // below the output folder
}

// The journal is text. Names hold no control character, so a tab separates.
//
//	sealpress journal 1
//	"../../public"                    whose journal: the output folder from the work folder, quoted
//	3d u1<TAB>awards/k4f1             rank and kind, from, to
//	5f f/1<TAB>index.html
//	end 2 <SHA-256 of the lines above>
const journalMagic = "sealpress journal 1"

// maxLine is more than a line of a journal has: two paths, or one quoted.
const maxLine = 64 << 10

// journalWriter writes a journal in staging. Changes stand in the order they
// were settled; they are made by rank.
type journalWriter struct {
	file  *os.File
	out   *bufio.Writer
	sum   hash.Hash
	count int
}

func newJournal(p *place) (*journalWriter, error) {
	f, err := p.create(path.Join(stagingFolder, journalFile))
	if err != nil {
		return nil, err
	}
	j := &journalWriter{file: f, sum: sha256.New()}
	j.out = bufio.NewWriter(io.MultiWriter(f, j.sum))
	_, _ = fmt.Fprintf(j.out, "%s\n%s\n", journalMagic, strconv.Quote(p.bond)) // Flush reports the first error
	return j, nil
}

func (j *journalWriter) add(c change) error {
	j.count++
	line := append(j.out.AvailableBuffer(), byte(c.rank), byte(c.kind), ' ')
	line = append(append(append(line, c.from...), '\t'), c.to...)
	if _, err := j.out.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	return nil
}

// finish writes the last line and syncs everything that was staged.
func (j *journalWriter) finish(sync func(*os.File) error) error {
	if err := j.out.Flush(); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(j.file, "end %d %x\n", j.count, j.sum.Sum(nil)); err != nil {
		return err
	}
	if err := sync(j.file); err != nil {
		return fmt.Errorf("syncing: %w", err)
	}
	return j.file.Close()
}

// abandon closes a journal that will not be used, or has been finished.
func (j *journalWriter) abandon() { _ = j.file.Close() }

// every stands for all ranks.
const every rank = 0

// checkJournal reads a journal and calls visit, which may be nil, with each
// change of a rank. It returns errDamaged when the journal is not whole, or a
// change of that rank is none; visit has then been called for a part of it.
func checkJournal(p *place, name string, only rank, visit func(change) error) (bond string, err error) {
	err = p.readWork(name, func(f io.Reader, _ int64) error {
		in, sum, count := bufio.NewReaderSize(f, maxLine), sha256.New(), 0
		for number := 0; ; number++ {
			line, err := in.ReadSlice('\n')
			if err == io.EOF || err == bufio.ErrBufferFull {
				return errDamaged
			}
			if err != nil {
				return err
			}
			if bytes.HasPrefix(line, []byte("end ")) {
				if string(line) != fmt.Sprintf("end %d %x\n", count, sum.Sum(nil)) {
					return errDamaged
				}
				return nil
			}
			_, _ = sum.Write(line) // a hash never fails
			line = line[:len(line)-1]
			switch {
			case number == 0:
				if string(line) != journalMagic {
					return errDamaged
				}
			case number == 1:
				if bond, err = strconv.Unquote(string(line)); err != nil {
					return errDamaged
				}
			default:
				count++
				if only != every && (len(line) == 0 || rank(line[0]) != only) {
					continue
				}
				c, ok := parseChange(string(line))
				if !ok {
					return errDamaged
				}
				if visit != nil {
					if err := visit(c); err != nil {
						return err
					}
				}
			}
		}
	})
	return bond, err
}

// parseChange reads a line of the journal. Paths that lead out of staging or
// of the output folder are no change.
func parseChange(line string) (change, bool) {
	if len(line) < 3 || line[2] != ' ' {
		return change{}, false
	}
	c := change{rank: rank(line[0]), kind: kind(line[1])}
	var ok bool
	c.from, c.to, ok = strings.Cut(line[3:], "\t")
	ok = ok && c.rank >= makeWay && c.rank < end && checkName(c.to) == nil
	switch c.kind {
	case moveFile, moveFolder:
		ok = ok && fs.ValidPath(c.from) && c.from != "."
	case remove:
		ok = ok && c.from == ""
	default:
		ok = false
	}
	return c, ok
}

// commit passes the point of no return: all that was staged is synced, then
// the journal gets its name.
func (r *run) commit() error {
	if err := r.step("write memory"); err != nil {
		return fmt.Errorf("writing the memory: %w", err)
	}
	if err := r.memory.save(r.place, path.Join(stagingFolder, memoryFile)); err != nil {
		return fmt.Errorf("writing the memory: %w", err)
	}
	if err := r.step("write journal"); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	err := r.journal.finish(func(f *os.File) error {
		if err := r.step("sync"); err != nil {
			return err
		}
		return r.sync(f)
	})
	if err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	staged := path.Join(stagingFolder, journalFile)
	if err := r.checkFolders(staged); err != nil {
		return err
	}
	if err := r.step("commit"); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	if err := r.place.work.Rename(staged, journalFile); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	return nil
}

// checkFolders refuses a plan in which a path is a file and a folder at once:
// a journal that says so could never be finished.
func (r *run) checkFolders(journal string) error {
	last := ""
	_, err := checkJournal(r.place, journal, every, func(c change) error {
		dir := path.Dir(c.to)
		if c.kind == moveFolder {
			dir = c.to
		}
		if c.kind == remove || dir == last {
			return nil
		}
		last = dir
		for ; dir != "."; dir = path.Dir(dir) {
			if r.memory.isPlanned(keyOf(dir)) {
				return planError(dir, "it is a file and a folder")
			}
		}
		return nil
	})
	if errors.Is(err, errDamaged) {
		return fmt.Errorf("reading the journal back: %w", err)
	}
	return err
}
