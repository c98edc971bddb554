package theme

import (
	"fmt"
	"html/template"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/jba/templatecheck"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/source"
)

// checkTypes holds every page against the struct that it is given, with all
// parts that it calls. The checker stops at the first mistake; the action that
// made it is then taken out and the page is checked again, so that the author
// sees every one.
func checkTypes(ts *trees, set *template.Template, report *diag.Report) {
	structs := pageStructs()
	for _, p := range page.Templates() {
		for range 50 { // a page with more mistakes shows the rest after mending
			err := templatecheck.CheckHTMLStrict(set.Lookup(p.File), p.Data)
			if err == nil {
				break
			}
			if f, ok := ts.typeFinding(err, structs); ok {
				report.Add(f)
			}
			if !takeOut(ts, set, err) {
				break
			}
		}
	}
}

var (
	typeError    = regexp.MustCompile(`^template: ([^:]+):(\d+):(\d+): checking "([^"]+)" at <(?s:.*?)>: (?s:(.*))$`)
	fieldError   = regexp.MustCompile(`^can't use field (\S+) in type (\S+)$`)
	unknownPart  = regexp.MustCompile(`^template "([^"]+)" not defined$`)
	consequences = regexp.MustCompile(`^undefined variable: `)
)

// typeFinding words what the checker found. It reports false for what follows
// from a mistake that was taken out.
func (ts *trees) typeFinding(err error, structs map[string]reflect.Type) (diag.Finding, bool) {
	m := typeError.FindStringSubmatch(err.Error())
	if m == nil {
		return ts.finding("template-type", err), true
	}
	f := ts.finding("template-type", fmt.Errorf("template: %s:%s:%s: %s", m[1], m[2], m[3], m[5]))
	switch message := m[5]; {
	case consequences.MatchString(message):
		return f, false
	case unknownPart.MatchString(message):
		name := unknownPart.FindStringSubmatch(message)[1]
		var parts []string
		for known := range ts.byName {
			if !strings.HasPrefix(known, "pages/") {
				parts = append(parts, known)
			}
		}
		slices.Sort(parts)
		f.Rule, f.Message, f.Mend = "template-part-unknown", fmt.Sprintf("there is no part %q", name), suggest(name, parts, "%q", "parts: ")
	case fieldError.MatchString(message):
		field := fieldError.FindStringSubmatch(message)
		f.Rule = "template-field-unknown"
		f.Message = fmt.Sprintf("%s has no field %q", field[2], field[1])
		if t := structs[field[2]]; t != nil {
			f.Mend = suggest(field[1], fields(t), ".%s", "fields: ")
		}
		f.Pos = ts.sharpen(m[1], f.Pos, "."+field[1])
	default:
		f.Mend = "see in themes/README.md what each function takes and what each field holds"
	}
	return f, true
}

// sharpen moves a position to the word that it is about, on the same line.
// The checker points at the beginning, or at the second name, of a chain such
// as .Achievement.Image.
func (ts *trees) sharpen(parseName string, pos source.Pos, word string) source.Pos {
	lines := strings.Split(ts.files[parseName].text, "\n")
	if pos.Line < 1 || pos.Line > len(lines) {
		return pos
	}
	line := []rune(lines[pos.Line-1])
	from := min(max(pos.Column-1, 0), len(line))
	if i := strings.Index(string(line[from:]), word); i >= 0 {
		pos.Column = from + len([]rune(string(line[from:])[:i])) + 1
	}
	return pos
}

// takeOut removes the smallest action around a mistake from its template.
func takeOut(ts *trees, set *template.Template, err error) bool {
	m := typeError.FindStringSubmatch(err.Error())
	if m == nil {
		return false
	}
	t := set.Lookup(m[4])
	if t == nil || t.Tree == nil {
		return false
	}
	var line, bytes int
	if _, err := fmt.Sscan(m[2], &line); err != nil {
		return false
	}
	if _, err := fmt.Sscan(m[3], &bytes); err != nil {
		return false
	}
	offset, text := 0, ts.files[m[1]].text
	for range line - 1 {
		offset += strings.IndexByte(text[offset:], '\n') + 1
	}
	return cut(t.Tree.Root, parse.Pos(offset+bytes))
}

// cut replaces the innermost action of the list that covers the position by
// nothing.
func cut(list *parse.ListNode, pos parse.Pos) bool {
	if list == nil {
		return false
	}
	at := -1
	for i, n := range list.Nodes {
		if n.Type() != parse.NodeText && n.Position() <= pos {
			at = i
		}
	}
	if at < 0 {
		return false
	}
	var b *parse.BranchNode
	switch n := list.Nodes[at].(type) {
	case *parse.IfNode:
		b = &n.BranchNode
	case *parse.RangeNode:
		b = &n.BranchNode
	case *parse.WithNode:
		b = &n.BranchNode
	}
	if b != nil {
		if b.ElseList != nil && b.ElseList.Pos <= pos {
			return cut(b.ElseList, pos)
		}
		if b.List.Pos <= pos {
			return cut(b.List, pos)
		}
	}
	list.Nodes = slices.Delete(list.Nodes, at, at+1)
	return true
}

// pageStructs returns every struct that templates can reach, by its name in
// the checker's messages.
func pageStructs() map[string]reflect.Type {
	structs := make(map[string]reflect.Type)
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || structs[t.String()] != nil {
			return
		}
		structs[t.String()] = t
		for i := range t.NumField() {
			walk(t.Field(i).Type)
		}
	}
	for _, p := range page.Templates() {
		walk(reflect.TypeOf(p.Data))
	}
	return structs
}

// fields returns the names that a template may write after a struct's dot.
func fields(t reflect.Type) []string {
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() {
			names = append(names, f.Name)
		}
	}
	for i := range t.NumMethod() {
		names = append(names, t.Method(i).Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
