// Package store holds what was issued: content/issued, the ledger that git
// keeps.
//
// Each run of `sealpress issue` makes one folder, renamed into place once:
//
//	run.json       when, for which site, with which key; digests of all files
//	index.tsv      one short line for each award: where its record stands
//	0001.jsonl …   the records, at most 1,000 to a file
//	*-<n>.json     the status lists that the run signed
//
// A run is never edited afterwards, erasure excepted, so branches that both
// issued merge without a conflict. The folder's name is the run's time and a
// random suffix; runs count in the order of their names.
//
// Open reads manifests and indexes and holds them against their digests; the
// records, which are many, are read one by one with Line, or all with Verify.
// Where two lines stand for one edition of an award, the earliest signed one
// counts, else the earliest.
//
//	st := store.Open(content, "content", report)
//	if r, ok := st.Standing("2026-05-first-aid/k4f1", 0); ok {
//		line, err := st.Line(r)
//	}
package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// Folder is the name of the store in the content folder.
const Folder = "issued"

// Store is what was issued, as far as it is known without reading every
// record. A nil Store is one in which nothing was issued.
type Store struct {
	fsys    fs.FS
	prefix  string
	runs    []*Run
	records []Record
	byAward []int32          // those that stand for an award, by award and edition, then in the order of runs
	gone    map[string]int32 // id of an erased award → its record

	mu   sync.Mutex
	read map[*Record]*Line // the lines read last
	last piece             // of a segment
}

// remembered is how many lines are kept after reading: the files of one award
// are rendered one after another.
const remembered = 64

// Open reads the store of a content folder. prefix is that folder's name in
// messages. What is damaged is added to the report; a store that is not there
// is empty.
func Open(content fs.FS, prefix string, report *diag.Report) *Store {
	s := &Store{fsys: content, prefix: prefix, gone: map[string]int32{}, read: map[*Record]*Line{}}
	entries, err := fs.ReadDir(content, Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return s
	}
	if err != nil {
		report.Add(s.damage("", 0, "the folder cannot be read: %v", cause(err)))
		return s
	}
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case !e.IsDir() || !validRun(e.Name()):
			report.Add(diag.Finding{Rule: "store-stranger", Severity: diag.Error, Pos: source.Pos{File: s.shown(e.Name())},
				Message: "this is no run of sealpress issue", Mend: "move it out of " + s.shown("") + ": only sealpress writes there"})
		default:
			s.open(e.Name(), report)
		}
	}
	s.sort()
	s.ancestors(report)
	return s
}

// open reads one run.
func (s *Store) open(name string, report *diag.Report) {
	run, finding := s.readRun(name)
	if finding != nil {
		report.Add(*finding)
		return
	}
	first, lines := len(s.records), 0
	s.records = slices.Grow(s.records, max(min(run.Awards, len(run.Segments)*segmentLines), 0))
	var bad *diag.Finding
	err := s.readIndex(run, func(line string) {
		if lines++; bad != nil {
			return
		}
		r, err := parseRecord(line, run)
		if err != nil {
			f := s.damage(name+"/"+run.Index, lines, "%v", err)
			bad = &f
			return
		}
		r.run = int32(len(s.runs))
		s.records = append(s.records, r)
	})
	if err != nil {
		s.records = s.records[:first]
		report.Add(s.damage(name+"/"+run.Index, 0, "%v", err))
		return
	}
	s.runs = append(s.runs, run)
	for i := first; i < len(s.records); i++ {
		if r := &s.records[i]; r.Gone() {
			s.gone[r.ID] = int32(i)
		}
	}
	switch {
	case bad != nil:
		report.Add(*bad)
	case lines != run.Awards:
		report.Add(s.damage(name+"/"+run.Index, 0, "the run holds %d awards, but its index has %d lines", run.Awards, lines))
	}
}

// sort makes byAward anew.
func (s *Store) sort() {
	s.byAward = make([]int32, 0, len(s.records))
	for i := range s.records {
		if !s.records[i].Gone() {
			s.byAward = append(s.byAward, int32(i))
		}
	}
	slices.SortFunc(s.byAward, func(a, b int32) int {
		x, y := &s.records[a], &s.records[b]
		return cmp.Or(strings.Compare(string(x.Award), string(y.Award)), cmp.Compare(x.Edition, y.Edition), cmp.Compare(a, b))
	})
}

// of returns the records of an award, as byAward has them.
func (s *Store) of(award badge.Key) []int32 {
	if s == nil {
		return nil
	}
	from, _ := slices.BinarySearchFunc(s.byAward, award, func(i int32, k badge.Key) int {
		return strings.Compare(string(s.records[i].Award), string(k))
	})
	to := from
	for to < len(s.byAward) && s.records[s.byAward[to]].Award == award {
		to++
	}
	return s.byAward[from:to]
}

// ancestors reports runs that a later run knew and that are not there.
func (s *Store) ancestors(report *diag.Report) {
	there := map[string]bool{}
	for _, r := range s.runs {
		there[r.Name] = true
	}
	missing := map[string]bool{}
	for _, r := range s.runs {
		for _, before := range r.After {
			if !there[before] && !missing[before] {
				missing[before] = true
				report.Add(diag.Finding{Rule: "store-damaged", Severity: diag.Error, Pos: source.Pos{File: s.shown(before)},
					Message: "the run is missing, and " + r.Name + " was made after it",
					Mend:    "restore it: git log --diff-filter=D -- " + s.shown(before) + " names the commit that removed it; then git checkout COMMIT~1 -- " + s.shown(before)})
			}
		}
	}
}

// Runs returns all runs, oldest first.
func (s *Store) Runs() []*Run {
	if s == nil {
		return nil
	}
	return s.runs
}

// Run returns the run that a record belongs to.
func (s *Store) Run(r *Record) *Run { return s.runs[r.run] }

// Empty reports whether nothing was ever issued.
func (s *Store) Empty() bool { return s == nil || len(s.records) == 0 }

// Len returns how many records there are.
func (s *Store) Len() int {
	if s == nil {
		return 0
	}
	return len(s.records)
}

// Heads returns the runs that no other run was made after, for the next run
// to name.
func (s *Store) Heads() []string {
	known := map[string]bool{}
	for _, r := range s.Runs() {
		for _, before := range r.After {
			known[before] = true
		}
	}
	heads := []string{}
	for _, r := range s.Runs() {
		if !known[r.Name] {
			heads = append(heads, r.Name)
		}
	}
	return heads
}

// Records yields every record, run by run.
func (s *Store) Records() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		if s == nil {
			return
		}
		for i := range s.records {
			if !yield(&s.records[i]) {
				return
			}
		}
	}
}

// Standing returns the record that counts for an edition of an award.
func (s *Store) Standing(award badge.Key, number int) (*Record, bool) {
	var first *Record
	for _, i := range s.of(award) {
		switch r := &s.records[i]; {
		case int(r.Edition) != number:
		case r.Signed:
			return r, true
		case first == nil:
			first = r
		}
	}
	return first, first != nil
}

// Latest returns the highest edition of an award that was issued.
func (s *Store) Latest(award badge.Key) (number int, ok bool) {
	all := s.of(award)
	if len(all) == 0 {
		return 0, false
	}
	return int(s.records[all[len(all)-1]].Edition), true
}

// Of returns all records of an award: every edition, every line.
func (s *Store) Of(award badge.Key) []*Record {
	var all []*Record
	for _, i := range s.of(award) {
		all = append(all, &s.records[i])
	}
	return all
}

// Gone returns what is left of the erased award at an address.
func (s *Store) Gone(id string) (*Record, bool) {
	if s == nil {
		return nil, false
	}
	i, ok := s.gone[id]
	if !ok {
		return nil, false
	}
	return &s.records[i], true
}

// List returns the newest signed form of a status list, for example
// "revocation-1", and the run that signed it.
func (s *Store) List(name string) (list []byte, by *Run, err error) {
	for _, r := range slices.Backward(s.Runs()) {
		if slices.Contains(r.Lists, name+".json") {
			data, err := s.readFile(r, name+".json")
			return data, r, err
		}
	}
	return nil, nil, fmt.Errorf("no run signed the status list %s", name)
}

// ListNames returns the names of all status lists, sorted.
func (s *Store) ListNames() []string {
	var all []string
	for _, r := range s.Runs() {
		for _, l := range r.Lists {
			all = append(all, strings.TrimSuffix(l, ".json"))
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	return slices.Compact(all)
}

// shown returns a name below the store as messages show it.
func (s *Store) shown(name string) string { return path.Join(s.prefix, Folder, name) }

// FolderOf returns the folder of a run, as messages show it.
func (s *Store) FolderOf(r *Run) string { return s.shown(r.Name) }

// Place returns the file in which a record stands, as messages show it.
func (s *Store) Place(r *Record) string {
	run := s.runs[r.run]
	return s.shown(path.Join(run.Name, run.Segments[r.segment]))
}

// Pos returns the line in which a record stands: the records of a segment are
// counted.
func (s *Store) Pos(r *Record) source.Pos {
	pos := source.Pos{File: s.Place(r), Line: 1}
	for i := range s.records {
		if o := &s.records[i]; o.run == r.run && o.segment == r.segment && o.offset < r.offset {
			pos.Line++
		}
	}
	return pos
}

// damage is the finding that a file of the store is not what was written.
func (s *Store) damage(file string, line int, format string, args ...any) diag.Finding {
	return diag.Finding{Rule: "store-damaged", Severity: diag.Error, Pos: source.Pos{File: s.shown(file), Line: line},
		Message: fmt.Sprintf(format, args...), Mend: "restore the file as it was issued: git checkout -- " + s.shown(file)}
}

// cause strips the path, which messages show in their own way.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// Rules documents the findings that reading the store makes.
func Rules() []diag.Rule {
	return []diag.Rule{
		{ID: "store-damaged", Title: "What was issued is there as it was written",
			Why: "A credential is the very bytes that were signed; one changed byte makes it worthless, and a lost one cannot be made again.", Mend: "Restore the file from git."},
		{ID: "store-stranger", Title: "Only sealpress writes into content/issued",
			Why: "What lies there is published as issued.", Mend: "Move the file elsewhere."},
		{ID: "store-newer", Title: "The store was written by this version of sealpress, or an older one",
			Why: "A newer form could mean something that this version would overlook.", Mend: "Use the newer sealpress."},
	}
}
