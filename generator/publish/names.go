package publish

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
)

// nameLog appends the paths of files that enter the memory and must not vanish
// to the names file, one a line. Others are not noted: a name of an author's
// file may tell of a person, and would outlive it here. Memory itself knows paths by their key alone; the names are read
// back only when a remembered file is neither planned nor on disk. A line too
// many does no harm, because a name counts only if memory has its key.
type nameLog struct {
	place  *place
	append bool // to what is there; otherwise start anew
	file   *os.File
	out    *bufio.Writer
	err    error
}

func newNameLog(p *place, appending bool) *nameLog {
	return &nameLog{place: p, append: appending}
}

// add notes a path. The first one opens the file, so that a run in which
// nothing is new leaves it alone; an error is kept for close.
func (l *nameLog) add(file string) {
	if l.file == nil && l.err == nil {
		flags := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
		if l.append {
			flags = os.O_CREATE | os.O_WRONLY | os.O_APPEND
		}
		if l.file, l.err = l.place.work.OpenFile(namesFile, flags, 0o644); l.err == nil {
			l.out = bufio.NewWriterSize(l.file, 1<<16)
			_, l.err = l.out.WriteString("\n") // an earlier run may have been killed within a line
		}
	}
	if l.err == nil {
		_, l.err = l.out.WriteString(file + "\n")
	}
}

// close writes what is left; closing twice is fine.
func (l *nameLog) close() error {
	if l.file == nil {
		return l.err
	}
	if l.err == nil {
		l.err = l.out.Flush()
	}
	if err := l.file.Close(); l.err == nil {
		l.err = err
	}
	l.file = nil
	return l.err
}

// readNames calls visit with every path in the names file.
func readNames(p *place, visit func(file string)) error {
	err := p.readWork(namesFile, func(f io.Reader, _ int64) error {
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if lines.Text() != "" {
				visit(lines.Text())
			}
		}
		return lines.Err()
	})
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, bufio.ErrTooLong) {
		return nil // lost or damaged, as a memory may be
	}
	return err
}
