package load

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// remembered is how many awards are kept in memory between the first reading
// of their file and the rendering of their pages. A site with fewer awards is
// read once; a larger one is read again, file by file.
const remembered = 1_000

// largeCohort is the size in bytes above which award files are parsed one at a
// time.
const largeCohort = 4 << 20

// cohorts are the award files of a content folder.
type cohorts struct {
	files []string // names below awards/, without .yaml

	large   sync.Mutex // held while a large file is parsed
	mu      sync.Mutex
	digests [][32]byte            // of the files, as first read
	good    []bool                // nothing was wrong with the file
	kept    map[int]*badge.Cohort // by index
	order   []int                 // of kept, oldest first
	size    int                   // awards in kept
	reading map[int]func() (*badge.Cohort, error)
}

func (c *Content) listCohorts() {
	for _, name := range c.yamlFiles("awards") {
		stem := strings.TrimSuffix(name, ".yaml")
		if !slugForm.MatchString(stem) || len(stem) > maxSlug {
			c.find(diag.Error, "file-name", "awards/"+name, 0, 0, "rename it to "+makeSlug(stem)+".yaml",
				"the name is part of the awards' keys: expected lower-case letters, digits and single hyphens")
			continue
		}
		c.awards.files = append(c.awards.files, stem)
	}
	c.awards.digests = make([][32]byte, len(c.awards.files))
	c.awards.good = make([]bool, len(c.awards.files))
	c.awards.kept = map[int]*badge.Cohort{}
	c.awards.reading = map[int]func() (*badge.Cohort, error){}
}

// CohortCount returns the number of award files.
func (c *Content) CohortCount() int { return len(c.awards.files) }

// CohortFiles returns the names of the award files, as messages show them.
func (c *Content) CohortFiles() []string {
	names := make([]string, len(c.awards.files))
	for i, stem := range c.awards.files {
		names[i] = c.shown("awards/" + stem + ".yaml")
	}
	return names
}

// Cohorts reads all award files, several at a time, and yields them in order
// with their index. What is wrong with them is added to the report. It ends
// early when the context does.
func (c *Content) Cohorts(ctx context.Context) iter.Seq2[int, *badge.Cohort] {
	return func(yield func(int, *badge.Cohort) bool) {
		first := c.FirstReading()
		read := func(i int) *badge.Cohort { co, _ := first.Open(i).Parse(); return co }
		for i, co := range InOrder(ctx, c.CohortCount(), read) {
			if !yield(i, co) {
				return
			}
		}
	}
}

// InOrder does n pieces of work, as many at a time as there are processors, and
// yields what comes of them in order, with the number of each. It ends early
// when the context does.
func InOrder[T any](ctx context.Context, n int, work func(int) T) iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		slots := make(chan chan T, runtime.GOMAXPROCS(0))
		go func() {
			defer close(slots)
			for i := range n {
				slot := make(chan T, 1)
				select {
				case slots <- slot:
				case <-ctx.Done():
					return
				}
				go func() { slot <- work(i) }()
			}
		}()
		i := 0
		for slot := range slots {
			if !yield(i, <-slot) {
				return
			}
			i++
		}
	}
}

// FirstReading is the reading of the award files that all others go by.
type FirstReading struct {
	content *Content
	former  *Content // to take over from
}

// FirstReading begins it. What a former state holds is let go of with it, or
// every state would hold all before it.
func (c *Content) FirstReading() FirstReading {
	former := c.former
	c.former = nil
	return FirstReading{c, former}
}

// AwardFile is an award file whose text was read. It is either parsed or, by who
// knows already what it says, passed.
type AwardFile struct {
	Name   string // below awards/, without .yaml
	Digest [32]byte

	FirstReading
	number   int
	readable bool
	data     []byte
}

// Open reads the text of an award file. Several files may be opened at once.
func (r FirstReading) Open(i int) *AwardFile {
	f := &AwardFile{FirstReading: r, number: i, Name: r.content.awards.files[i]}
	if f.data, f.readable = r.content.readFile("awards/"+f.Name+".yaml", maxCohort); !f.readable {
		return f
	}
	f.Digest = sha256.Sum256(f.data)
	a := &r.content.awards
	a.mu.Lock()
	defer a.mu.Unlock()
	a.digests[i] = f.Digest
	return f
}

// Parse returns the awards of a file, or takes them over from the former state.
// flawless reports whether nothing was wrong with it; what was is added to the
// report.
func (f *AwardFile) Parse() (co *badge.Cohort, flawless bool) {
	c := f.content
	shown := c.shown("awards/" + f.Name + ".yaml")
	empty := &badge.Cohort{Place: source.Place{File: shown}, Name: f.Name}
	if !f.readable {
		c.breaks(empty.Place)
		return empty, false
	}
	if co := f.former.clean(f.Name, f.Digest); co != nil {
		f.Pass(f.former.Allowed(shown))
		return co, true
	}
	if len(f.data) > largeCohort {
		c.awards.large.Lock() // several large trees at once could exhaust a small machine
		defer c.awards.large.Unlock()
	}
	var found diag.Report
	co, allowed := parseCohort(f.data, shown, f.Name, &found, c.breaks)
	f.data = nil
	c.allow(shown, allowed)
	if co == nil {
		co = empty
		c.breaks(empty.Place)
	} else {
		c.keep(f.number, co)
	}
	if findings := found.Findings(); len(findings) > 0 {
		c.Report.Add(findings...)
		return co, false
	}
	c.awards.flawless(f.number)
	return co, true
}

// Pass takes a file for read in which nothing is wrong, and which sets aside
// what allowed says.
func (f *AwardFile) Pass(allowed []Allowed) {
	c := f.content
	c.allow(c.shown("awards/"+f.Name+".yaml"), allowed)
	if co := f.former.clean(f.Name, f.Digest); co != nil {
		c.keep(f.number, co)
	}
	c.awards.flawless(f.number)
	f.data = nil
}

// Follow lets c take award files over from a former state of the same folder
// where they are unchanged, had nothing wrong and are still remembered. It
// makes rebuilding after one change cheap; what is read is the same.
func (c *Content) Follow(former *Content) { c.former = former }

// clean returns the awards of a file with a digest, if they can be taken over.
func (c *Content) clean(name string, digest [32]byte) *badge.Cohort {
	if c == nil {
		return nil
	}
	i := slices.Index(c.awards.files, name)
	if i < 0 {
		return nil
	}
	c.awards.mu.Lock()
	defer c.awards.mu.Unlock()
	if c.awards.digests[i] != digest || !c.awards.good[i] {
		return nil
	}
	return c.awards.kept[i]
}

// flawless remembers that nothing was wrong with a file.
func (a *cohorts) flawless(i int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.good[i] = true
}

// Cohort returns an award file that Cohorts yielded before, from memory or
// from the file; that it changed in between is an error. All who ask for a file
// while it is being read wait for that one reading.
func (c *Content) Cohort(i int) (*badge.Cohort, error) {
	a := &c.awards
	a.mu.Lock()
	if co := a.kept[i]; co != nil {
		a.mu.Unlock()
		return co, nil
	}
	read := a.reading[i]
	if read == nil {
		read = sync.OnceValues(func() (*badge.Cohort, error) {
			co, err := c.again(i)
			if err == nil {
				c.keep(i, co)
			}
			a.mu.Lock()
			defer a.mu.Unlock()
			delete(a.reading, i)
			return co, err
		})
		a.reading[i] = read
	}
	a.mu.Unlock()
	return read()
}

// again reads an award file that was read before.
func (c *Content) again(i int) (*badge.Cohort, error) {
	name := c.awards.files[i]
	file := "awards/" + name + ".yaml"
	data, err := readAll(c.fsys, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &ChangedError{File: c.shown(file)}
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", c.shown(file), cause(err))
	case sha256.Sum256(data) != c.Digest(i):
		return nil, &ChangedError{File: c.shown(file)}
	}
	co, _ := parseCohort(data, c.shown(file), name, &diag.Report{}, func(source.Place) {})
	if co == nil {
		co = &badge.Cohort{Place: source.Place{File: c.shown(file)}, Name: name} // as first gave it
	}
	return co, nil
}

// Digest returns the SHA-256 of an award file as it was first read.
func (c *Content) Digest(i int) [32]byte {
	c.awards.mu.Lock()
	defer c.awards.mu.Unlock()
	return c.awards.digests[i]
}

// keep remembers a cohort and forgets the oldest ones when there are too many
// awards in memory.
func (c *Content) keep(i int, co *badge.Cohort) {
	a := &c.awards
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.kept[i] != nil {
		return
	}
	a.kept[i] = co
	a.order = append(a.order, i)
	a.size += len(co.Awards)
	for a.size > remembered && len(a.order) > 1 {
		old := a.order[0]
		a.order = slices.Delete(a.order, 0, 1)
		a.size -= len(a.kept[old].Awards)
		delete(a.kept, old)
	}
}

// parseCohort reads the text of an award file, and what it sets aside; nil
// where nothing of it can be used.
func parseCohort(data []byte, shown, name string, report *diag.Report, breaks func(source.Place)) (*badge.Cohort, []Allowed) {
	text, f := decodeText(data)
	if f != nil {
		f.Pos.File = shown
		report.Add(*f)
		return nil, nil
	}
	root := plainYAML(text, maxCohortEntries)
	if root == nil {
		var findings []diag.Finding
		root, findings = parseYAML(text, shown, 0, maxCohortEntries)
		report.Add(findings...)
	}
	if root == nil {
		return nil, nil
	}
	r := &reader{file: shown, report: report, broken: breaks}
	r.object(root, root, &cohortFile.Key, source.Place{File: shown})
	if r.stopped {
		return nil, nil
	}
	return r.cohort(root, name), allows(root, source.Place{File: shown})
}
