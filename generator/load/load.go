// Package load reads a content folder, strictly: files → catalogue, with every
// finding of a run at once.
//
// Dir reads everything but the awards, which are too many to be held at once
// on a large site: Cohorts streams them, file by file in parallel, and Cohort
// reads one file again when its awards are rendered. What is small enough is
// remembered between the two.
//
// Every key that an author may write stands in one table (Files), with its
// type, limits and explanation; the reader, the reference page and the
// editors' schema come from it. A value is typed by its key, never by its
// look. Positions are kept as cheap places (file and keys) and turned into
// lines and columns by Locate when a finding needs them.
package load

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"weak"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/markdown"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/store"
)

// Content is a content folder that was read: its catalogue, what was found
// wrong, and the way to its awards.
type Content struct {
	Catalog *badge.Catalog
	Report  *diag.Report
	Issued  *store.Store      // what was issued
	Columns map[string]string // headings of spreadsheets, by what stands below them, as an import keeps them

	fsys   fs.FS
	prefix string // of file names in messages: "content"
	tree   tree
	awards cohorts
	former *Content // to take over from; nil once the awards are read

	mu      sync.Mutex
	allowed map[string][]Allowed // by file, as messages name it
	broken  map[source.Place]bool
	looks   looks                    // of what was read
	located weak.Pointer[parsedFile] // what Locate read last
}

// Dir reads the content folder fsys. prefix is the folder's name in messages,
// usually "content". Only an interrupted context is an error; everything that
// is wrong with the content is a finding.
func Dir(ctx context.Context, fsys fs.FS, prefix string) (*Content, error) {
	c := &Content{Catalog: &badge.Catalog{}, Report: &diag.Report{}, fsys: fsys, prefix: prefix, broken: map[source.Place]bool{}}
	c.tree = c.scan()
	c.loadSite()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	c.loadIssuer()
	c.loadAchievements()
	c.loadPathways()
	c.loadPages()
	c.loadDecisions()
	c.loadKeys()
	c.loadImport()
	c.noPrivateKeys()
	c.loadStatic()
	c.listCohorts()
	c.Issued = store.Open(fsys, prefix, c.Report)
	return c, ctx.Err()
}

// shown returns a file's name as messages show it.
func (c *Content) shown(file string) string { return path.Join(c.prefix, file) }

// inside returns the name below the content folder of a file in messages.
func (c *Content) inside(shown string) string {
	return strings.TrimPrefix(strings.TrimPrefix(shown, c.prefix), "/")
}

// find reports one finding about a file.
func (c *Content) find(s diag.Severity, rule, file string, line, col int, mend, format string, args ...any) {
	c.Report.Add(diag.Finding{Rule: rule, Severity: s, Pos: source.Pos{File: c.shown(file), Line: line, Column: col},
		Message: fmt.Sprintf(format, args...), Mend: mend})
}

// breaks remembers that the value at a place cannot be used.
func (c *Content) breaks(p source.Place) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken[p] = true
}

// Broken reports whether a place, or one around it, was found unusable while
// loading, so that nothing more needs to be said about it.
func (c *Content) Broken(p source.Place) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		if c.broken[p] {
			return true
		}
		if p.Path == "" {
			return false
		}
		if i := strings.LastIndexByte(p.Path, '/'); i >= 0 {
			p.Path = p.Path[:i]
		} else {
			p.Path = ""
		}
	}
}

// Sound reports whether no value was found unusable so far.
func (c *Content) Sound() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.broken) == 0
}

// document is a file that was read into keys and, for Markdown, a body.
type document struct {
	object
	file     string // below the content folder
	body     badge.Markdown
	bodyLine int // line on which the body begins
}

// open reads a YAML file or a Markdown file with front matter and holds it
// against its table. ok is false where nothing of it can be used.
func (c *Content) open(file string, f *File) (d document, ok bool) {
	text, ok := c.readText(file, maxFile)
	place := source.Place{File: c.shown(file)}
	if !ok {
		c.breaks(place)
		return d, false
	}
	d.file = file
	offset := 0
	if f.Body != "" || strings.HasSuffix(file, ".md") {
		head, body, bodyLine, finding := splitFrontMatter(text, c.shown(file))
		if finding != nil {
			c.Report.Add(*finding)
			c.breaks(place)
			return d, false
		}
		text, offset, d.bodyLine = head, 1, bodyLine
		d.body = c.body(file, body, bodyLine)
	}
	root, findings := parseYAML(text, c.shown(file), offset, maxEntries)
	c.Report.Add(findings...)
	if root == nil {
		c.breaks(place)
		return d, false
	}
	r := &reader{file: c.shown(file), offset: offset, report: c.Report, broken: c.breaks}
	r.object(root, root, &f.Key, place)
	d.object = object{node: root, place: place}
	c.allow(place.File, allows(root, place))
	return d, true
}

// body checks the Markdown below front matter.
func (c *Content) body(file, text string, line int) badge.Markdown {
	if len(text) > maxBody {
		c.find(diag.Error, "file-size", file, line, 1, "shorten it, or split it over several pages",
			"the text has %d bytes, more than the limit of %d", len(text), maxBody)
		return badge.Markdown(text) // it is there, so nobody needs to hear that it is missing
	}
	// Whether a link inside the site leads to something is for the rule book.
	anywhere := func(dest string) (string, bool) { return dest, true }
	_, problems := markdown.Render(text, markdown.Options{Base: anywhere})
	for _, p := range problems {
		c.find(p.Severity, p.Rule, file, p.Line+line-1, p.Column, p.Mend, "%s", p.Message)
	}
	return badge.Markdown(strings.TrimRight(text, "\n\t "))
}

// ReadFile returns the content of a file that the catalogue names, and fails
// where it changed since it was loaded.
func (c *Content) ReadFile(f badge.File) ([]byte, error) {
	name := c.inside(f.Place.File)
	data, err := fs.ReadFile(c.fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &ChangedError{File: f.Place.File}
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", f.Place.File, cause(err))
	case sha256.Sum256(data) != f.Digest:
		return nil, &ChangedError{File: f.Place.File}
	}
	return data, nil
}

// ChangedError says that a file changed while a site was being built from it.
type ChangedError struct{ File string }

func (e *ChangedError) Error() string {
	return e.File + " changed while building; run the command again"
}

// Text returns the content of a file as messages name it, for quoting the
// lines that findings point at. It is empty where the file cannot be read.
func (c *Content) Text(shown string) string {
	name := c.inside(shown)
	data, err := readAll(c.fsys, name)
	if err != nil || len(data) > maxCohort {
		return ""
	}
	if what, _ := PrivateKey(data); what != "" {
		return "" // messages end up in logs
	}
	text, f := decodeText(data)
	if f != nil {
		return string(data)
	}
	return text
}
