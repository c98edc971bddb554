package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// Erase takes every record of an award out of the store: of each, its id, its
// place in the status lists and the day remain. root is the site's folder,
// content the name of the content folder in it. It returns the files that it
// changed, from the site's folder.
//
// A run's new files are written beside the old ones under names of their own;
// the renaming of run.json makes them count; then the old ones go. A run that
// is killed in between is whole, Verify names what is left over, and the next
// Erase removes it. A segment that is damaged is not rewritten: its new digest
// would hide the damage. After an error the store has to be opened again.
func (s *Store) Erase(root *os.Root, content string, award badge.Key, on badge.Date) ([]string, error) {
	touched := map[int32]bool{}
	for i := range s.records {
		if r := &s.records[i]; r.Award == award && !r.Gone() {
			touched[r.run] = true
			r.erased, r.Signed = on, false
		}
	}
	var changed []string
	for n, run := range s.runs {
		if !touched[int32(n)] {
			continue
		}
		files, err := s.rewrite(root, content, int32(n), award)
		if err != nil {
			return changed, fmt.Errorf("erasing %s from the run %s: %w", award, run.Name, err)
		}
		changed = append(changed, files...)
	}
	if err := s.sweep(root, content); err != nil {
		return changed, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.read)
	s.sort()
	return changed, nil
}

// rewrite writes a run without an award that its records know as erased.
func (s *Store) rewrite(root *os.Root, content string, n int32, award badge.Key) ([]string, error) {
	run := s.runs[n]
	folder := path.Join(content, Folder, run.Name)
	w := &Writer{Run: *run, root: root, staging: folder}
	w.Segments, w.Files, w.Awards = slices.Clone(run.Segments), map[string]string{}, run.Awards
	for name, sum := range run.Files {
		w.Files[name] = sum
	}
	mine := make([][]*Record, len(run.Segments))
	affected := make([]bool, len(run.Segments))
	for j := range s.records {
		if r := &s.records[j]; r.run == n {
			mine[r.segment] = append(mine[r.segment], r)
			affected[r.segment] = affected[r.segment] || r.Award == award
		}
	}
	var gone []string
	for i, name := range run.Segments {
		if !affected[i] {
			continue
		}
		old, err := s.readFile(run, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w; restore it from git first", name, err)
		}
		text, err := withoutErased(old, mine[i])
		if err != nil {
			return nil, err
		}
		w.Segments[i] = nextName(name)
		if err := w.replace(w.Segments[i], text); err != nil {
			return nil, err
		}
		delete(w.Files, name)
		gone = append(gone, name)
	}
	var index []byte
	for _, r := range slices.Concat(mine...) {
		if r.Gone() {
			r.Award, r.Binding = "", [16]byte{}
		}
		index = r.appendTo(index)
	}
	delete(w.Files, run.Index)
	gone = append(gone, run.Index)
	w.Index = nextName(run.Index)
	if err := w.replace(w.Index, index); err != nil {
		return nil, err
	}
	data, err := w.marshal()
	if err != nil {
		return nil, err
	}
	const fresh = manifest + ".new"
	if err := w.replace(fresh, data); err != nil {
		return nil, err
	}
	delete(w.Files, fresh)
	at := func(name string) string { return filepath.FromSlash(path.Join(folder, name)) }
	if err := root.Rename(at(fresh), at(manifest)); err != nil {
		return nil, fmt.Errorf("writing %s: %w", manifest, err)
	}
	*run = w.Run
	if err := w.sync(folder); err != nil { // nothing old goes before it counts no more
		return nil, err
	}
	changed := []string{path.Join(folder, manifest), path.Join(folder, run.Index)}
	for _, name := range gone {
		if err := root.Remove(at(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("removing what was erased: %w", err)
		}
		if strings.HasSuffix(name, ".jsonl") {
			changed = append(changed, path.Join(folder, nextName(name)))
		}
	}
	return changed, w.sync(folder)
}

// leftover are the names that rewrite gives to files.
var leftover = regexp.MustCompile(`^(index(-[0-9]+)?\.tsv|[0-9]{4}(-[0-9]+)?\.jsonl|run\.json\.new)$`)

// sweep removes what a killed Erase left in the folders of runs: old files,
// which may hold what was erased, and new ones that never counted.
func (s *Store) sweep(root *os.Root, content string) error {
	for _, run := range s.runs {
		entries, err := fs.ReadDir(s.fsys, path.Join(Folder, run.Name))
		if err != nil {
			return fmt.Errorf("looking for what is left over in the run %s: %w", run.Name, cause(err))
		}
		for _, e := range entries {
			if _, known := run.Files[e.Name()]; known || !leftover.MatchString(e.Name()) {
				continue
			}
			if err := root.Remove(filepath.FromSlash(path.Join(content, Folder, run.Name, e.Name()))); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("removing what is left over in the run %s: %w", run.Name, err)
			}
		}
	}
	return nil
}

// replace writes a file, also over one that a killed run left behind.
func (w *Writer) replace(name string, data []byte) error {
	if err := w.root.Remove(filepath.FromSlash(path.Join(w.staging, name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return w.whole(name, data, true)
}

// withoutErased returns a segment in which the lines of erased records hold
// what remains of them, and gives the records their new places. Lines erased
// earlier stay as they are.
func withoutErased(old []byte, records []*Record) ([]byte, error) {
	var text []byte
	for _, r := range records {
		if r.offset+int64(r.length) > int64(len(old)) {
			return nil, errors.New("the segment is shorter than its index says")
		}
		line := old[r.offset : r.offset+int64(r.length)]
		if r.Gone() && r.Award != "" {
			left, err := json.Marshal(form{Edition: int(r.Edition), ID: r.ID, Status: r.Status.String(), Erased: r.Erased().String()})
			if err != nil {
				return nil, fmt.Errorf("writing what remains of an erased award: %w", err)
			}
			line = append(left, '\n')
			r.sum = sumOf(line)
		}
		r.offset, r.length = int64(len(text)), int32(len(line))
		text = append(text, line...)
	}
	if n := bytes.Count(text, []byte{'\n'}); n != len(records) {
		return nil, fmt.Errorf("the segment has %d lines for %d records", n, len(records))
	}
	return text, nil
}

// nextName is the name of a file's next form: 0001.jsonl, 0001-2.jsonl, …
func nextName(name string) string {
	stem, ext, _ := strings.Cut(name, ".")
	base, number, again := strings.Cut(stem, "-")
	n := 2
	if again {
		fmt.Sscan(number, &n)
		n++
	}
	return fmt.Sprintf("%s-%d.%s", base, n, ext)
}
