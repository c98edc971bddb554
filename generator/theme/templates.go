package theme

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	text "text/template"
	"text/template/parse"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/source"
)

// trees are a theme's templates, parsed: pages under their file, parts under
// the name that pages call them by.
type trees struct {
	byName map[string]*parse.Tree
	files  map[string]file // by the ParseName of a tree, which is its file
}

// file is a template's source.
type file struct {
	where string // as findings name it
	text  string
}

// parse reads every page and part of the theme.
func (s *stack) parse(report *diag.Report) *trees {
	ts := &trees{byName: make(map[string]*parse.Tree), files: make(map[string]file)}
	known := make(map[string]bool)
	var pages []string
	for _, p := range page.Templates() {
		known[p.File] = true
		pages = append(pages, strings.TrimPrefix(p.File, "pages/"))
		if _, where, ok := s.file(p.File); !ok {
			report.Add(diag.Finding{Rule: "theme-page-missing", Pos: source.Pos{File: where},
				Message: "neither the theme nor its parents have this page", Mend: `add it, or name a complete theme as parent in theme.yaml: parent: default`})
			continue
		}
		s.parseFile(ts, p.File, p.File, report)
	}
	for _, name := range s.names("pages") {
		if _, where, _ := s.file("pages/" + name); !known["pages/"+name] {
			report.Add(diag.Finding{Rule: "theme-page-unknown", Severity: diag.Warning, Pos: source.Pos{File: where},
				Message: "no page is made from this template", Mend: suggest(name, pages, "%s", "pages: ")})
		}
	}
	for _, name := range s.names("parts") {
		if path.Ext(name) == ".html" {
			s.parseFile(ts, "parts/"+name, strings.TrimSuffix(name, ".html"), report)
		}
	}
	return ts
}

// parseFile parses a file, whose own text becomes the template called name.
func (s *stack) parseFile(ts *trees, fileName, name string, report *diag.Report) {
	data, where, _ := s.file(fileName)
	ts.files[fileName] = file{where, string(data)}
	functions := text.FuncMap((&speech{}).functions(nil, "")) // for their names
	// A part stands in the midst of text, where its file's last line end would
	// be a space: "Harbour Skills , Ireland".
	t, err := text.New(fileName).Funcs(functions).Parse(strings.TrimRight(string(data), "\n"))
	if err != nil {
		report.Add(ts.syntaxFinding(err))
		return
	}
	compact := !strings.Contains(string(data), "<pre") && !strings.Contains(string(data), "<textarea")
	for _, d := range t.Templates() {
		define := d.Name()
		if define == fileName {
			define = name
		}
		if first := ts.byName[define]; first != nil {
			report.Add(diag.Finding{Rule: "template-name-taken", Pos: source.Pos{File: where},
				Message: fmt.Sprintf("template %q is already defined in %s", define, ts.files[first.ParseName].where), Mend: "give one of them another name"})
			continue
		}
		d.Tree.Name = define
		if compact {
			squeeze(d.Root)
		}
		ts.byName[define] = d.Tree
	}
}

// compiled is a page of one language, ready to render.
type compiled struct {
	template *template.Template
	program  *program // the same, faster; nil where the template holds what programs do not know
}

// compile makes the pages of one language. Types are the same in every
// language, so they are checked in the first alone.
func compile(ts *trees, sp *speech, assets []Asset, base string, check bool, report *diag.Report) map[string]compiled {
	set := template.New("").Funcs(sp.functions(names(assets), base))
	for _, name := range slices.Sorted(maps.Keys(ts.byName)) {
		tree := ts.byName[name].Copy()
		if _, err := set.AddParseTree(name, tree); err != nil {
			report.Add(ts.finding("template-syntax", err))
			return nil
		}
	}
	if check {
		checkTypes(ts, set, report)
		if report.HasErrors() {
			return nil
		}
	}
	pages := make(map[string]compiled)
	for _, p := range page.Templates() {
		tmpl := set.Lookup(p.File)
		// The first execution decides how each value is escaped where it
		// stands, and so finds what cannot be escaped. What else it finds is
		// due to the empty data: {{t (print "reason." .Reason)}} has no text.
		var unescapable *template.Error
		if err := tmpl.Execute(io.Discard, p.Data); errors.As(err, &unescapable) {
			f := ts.finding("template-escape", err)
			f.Message, _, _ = strings.Cut(f.Message, ": {state") // the parser's own words
			f.Mend = "close every element and attribute where it was opened, and put attribute values in quotes"
			report.Add(f)
			continue
		}
		pages[p.File] = compiled{template: tmpl}
	}
	if report.HasErrors() {
		return nil
	}
	for _, t := range set.Templates() {
		if t.Tree != nil {
			fold(t.Tree.Root, sp, names(assets), base)
		}
	}
	for _, p := range page.Templates() {
		pages[p.File] = compiled{pages[p.File].template, assemble(set, p.File, p.Data, sp)}
	}
	return pages
}

// templateError takes apart the errors of the template packages:
// "template: pages/award.html:22:14: …", "html/template:parts/head.html:3: …".
var templateError = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: (?s:(.*))$`)

// finding turns an error of the template packages into a finding.
func (ts *trees) finding(rule string, err error) diag.Finding {
	m := templateError.FindStringSubmatch(err.Error())
	if m == nil {
		return diag.Finding{Rule: rule, Pos: source.Pos{File: "themes"}, Message: err.Error()}
	}
	line, _ := strconv.Atoi(m[2]) // digits, by the expression
	column := 0
	if m[3] != "" {
		bytes, _ := strconv.Atoi(m[3])
		column = ts.column(m[1], line, bytes)
	}
	message := m[4]
	if _, rest, ok := strings.Cut(message, ">: "); ok && strings.HasPrefix(message, "executing ") {
		message = rest
	}
	return diag.Finding{Rule: rule, Pos: source.Pos{File: ts.where(m[1]), Line: line, Column: column}, Message: message}
}

func (ts *trees) where(parseName string) string {
	if f, ok := ts.files[parseName]; ok {
		return f.where
	}
	return parseName
}

// column turns a count of bytes before a place, as the template packages give
// it, into a column: characters, from 1.
func (ts *trees) column(parseName string, line, bytes int) int {
	lines := strings.SplitN(ts.files[parseName].text, "\n", line+1)
	if line < 1 || line > len(lines) || bytes > len(lines[line-1]) {
		return bytes + 1
	}
	return len([]rune(lines[line-1][:bytes])) + 1
}

// position returns the place of a node.
func (ts *trees) position(tree *parse.Tree, n parse.Node) source.Pos {
	f := ts.files[tree.ParseName]
	return placeAt(f.where, f.text, min(int(n.Position()), len(f.text)))
}
