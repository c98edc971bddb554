package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// segmentLines is how many records a file holds at most.
const segmentLines = 1000

// Writer writes one run. Nothing of it is in the store before Commit, which
// puts all of it there by one rename.
type Writer struct {
	Run

	root    *os.Root // the site's folder
	staging string   // slash-separated, from there
	target  string
	index   *file
	segment *file
	line    []byte
}

// file is a file being written, with the digest of what it holds so far.
type file struct {
	f    *os.File
	b    *bufio.Writer
	sum  hash.Hash
	size int64
	n    int
}

// Begin starts a run. root is the site's folder, content the name of the
// content folder in it, work that of a folder for unfinished work on the same
// file system. The caller has filled in the run but for counts and files.
func Begin(root *os.Root, content, work string, run Run) (*Writer, error) {
	w := &Writer{Run: run, root: root, staging: path.Join(work, unfinished+run.Name), target: path.Join(content, Folder, run.Name)}
	w.Format, w.Awards, w.Index, w.Segments, w.Lists, w.Files = Format, 0, "index.tsv", []string{}, []string{}, map[string]string{}
	w.Time = run.Time.UTC().Truncate(time.Second)
	if err := root.MkdirAll(filepath.FromSlash(work), 0o755); err != nil {
		return nil, fmt.Errorf("making the folder %s: %w", work, err)
	}
	if err := sweep(root, work, unfinished); err != nil {
		return nil, err
	}
	if err := root.Mkdir(filepath.FromSlash(w.staging), 0o755); err != nil {
		return nil, fmt.Errorf("making a folder for the run: %w", err)
	}
	var err error
	if w.index, err = w.create(w.Index); err != nil {
		return nil, err
	}
	return w, nil
}

// Add writes one award into the run.
func (w *Writer) Add(l *Line, s Status) error {
	if w.segment == nil || w.segment.n == segmentLines {
		if err := w.nextSegment(); err != nil {
			return err
		}
	}
	var err error
	if w.line, err = l.appendTo(w.line[:0]); err != nil {
		return err
	}
	r := Record{Award: l.Award, Edition: int32(l.Edition), ID: l.ID, Binding: l.Binding, Status: s, Signed: l.Signed(),
		sum: sumOf(w.line), segment: int32(len(w.Segments) - 1), offset: w.segment.size, length: int32(len(w.line))}
	if err := w.segment.write(w.line); err != nil {
		return err
	}
	w.Awards++
	w.segment.n++
	w.line = r.appendTo(w.line[:0])
	return w.index.write(w.line)
}

func (w *Writer) nextSegment() error {
	if err := w.endSegment(); err != nil {
		return err
	}
	name := fmt.Sprintf("%04d.jsonl", len(w.Segments)+1)
	f, err := w.create(name)
	if err != nil {
		return err
	}
	w.segment = f
	w.Segments = append(w.Segments, name)
	return nil
}

func (w *Writer) endSegment() error {
	if w.segment == nil {
		return nil
	}
	f := w.segment
	w.segment = nil
	return w.end(f, w.Segments[len(w.Segments)-1])
}

// end puts a file on the disk and notes its digest.
func (w *Writer) end(f *file, name string) error {
	sum, err := f.close()
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	w.Files[name] = sum
	return nil
}

// AddList writes a status list that the run signed; name is for example
// "revocation-1".
func (w *Writer) AddList(name string, list []byte) error {
	name += ".json"
	w.Lists = append(w.Lists, name)
	return w.whole(name, list, true)
}

// whole writes a file in one go.
func (w *Writer) whole(name string, data []byte, listed bool) error {
	f, err := w.create(name)
	if err != nil {
		return err
	}
	err = f.write(data)
	sum, closed := f.close()
	if err := errors.Join(err, closed); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if listed {
		w.Files[name] = sum
	}
	return nil
}

// Commit puts the run into the store: everything is on the disk before the one
// rename, and the rename before Commit returns.
func (w *Writer) Commit() error {
	if err := w.endSegment(); err != nil {
		return err
	}
	index := w.index
	w.index = nil
	if err := w.end(index, w.Index); err != nil {
		return err
	}
	data, err := w.marshal()
	if err != nil {
		return err
	}
	if err := w.whole(manifest, data, false); err != nil {
		return err
	}
	if err := w.sync(w.staging); err != nil {
		return err
	}
	parent := path.Dir(w.target)
	if err := w.root.MkdirAll(filepath.FromSlash(parent), 0o755); err != nil {
		return fmt.Errorf("making the folder %s: %w", parent, err)
	}
	if _, err := w.root.Lstat(filepath.FromSlash(w.target)); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already; run the command again", w.target)
	}
	if err := w.root.Rename(filepath.FromSlash(w.staging), filepath.FromSlash(w.target)); err != nil {
		return fmt.Errorf("putting the run into place: %w", err)
	}
	if err := w.sync(parent); err != nil {
		return err
	}
	return w.sync(path.Dir(parent))
}

// Abort removes what was written of a run that was not committed.
func (w *Writer) Abort() error {
	for _, f := range []*file{w.segment, w.index} {
		if f != nil {
			_ = f.f.Close() // it is removed right away
		}
	}
	return w.root.RemoveAll(filepath.FromSlash(w.staging))
}

// sync asks the system to put a folder's entries on the disk. Systems that
// cannot (Windows) say so, and do it by themselves.
func (w *Writer) sync(folder string) error { return syncFolder(w.root, folder) }

func syncFolder(root *os.Root, folder string) error {
	d, err := root.Open(filepath.FromSlash(folder))
	if err != nil {
		return fmt.Errorf("opening %s: %w", folder, err)
	}
	_ = d.Sync() // some file systems cannot sync a folder, and then keep it by themselves
	return d.Close()
}

func (w *Writer) create(name string) (*file, error) {
	f, err := w.root.OpenFile(filepath.FromSlash(path.Join(w.staging, name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", name, err)
	}
	sum := sha256.New()
	return &file{f: f, sum: sum, b: bufio.NewWriterSize(io.MultiWriter(f, sum), 1<<18)}, nil
}

func (f *file) write(data []byte) error {
	f.size += int64(len(data))
	_, err := f.b.Write(data)
	return err
}

// close puts the file on the disk and returns its digest.
func (f *file) close() (sum string, err error) {
	err = errors.Join(f.b.Flush(), f.f.Sync(), f.f.Close())
	return hex.EncodeToString(f.sum.Sum(nil)), err
}
