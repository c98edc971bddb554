package compare

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
)

// Field is one thing that an author wrote and that differs. A short value has
// Was and Is, of which one may be empty; a list has Added and Removed; of
// anything else Note says in words what happened.
type Field struct {
	Name    string   `json:"name"`
	Was     string   `json:"was,omitempty"`
	Is      string   `json:"is,omitempty"`
	Added   []string `json:"added,omitempty"`
	Removed []string `json:"removed,omitempty"`
	Note    string   `json:"note,omitempty"`
}

// nothing stands in the place of a value that is not there.
const nothing = "–"

// String says it in one line: "workload: 20 h → 25 h".
func (f Field) String() string { return f.Name + ": " + f.what() }

func (f Field) what() string {
	switch {
	case f.Note != "":
		return f.Note
	case len(f.Added)+len(f.Removed) > 0:
		var parts []string
		for _, r := range f.Removed {
			parts = append(parts, "− "+quoted(r))
		}
		for _, a := range f.Added {
			parts = append(parts, "+ "+quoted(a))
		}
		return strings.Join(parts, "; ")
	}
	return or(f.Was) + " → " + or(f.Is)
}

// short says it in few words, for the summary: "workload 20 h → 25 h".
func (f Field) short() string {
	if len(f.Was) > 40 || len(f.Is) > 40 || f.Note != "" || len(f.Added)+len(f.Removed) > 0 {
		return f.Name + " changed"
	}
	return f.Name + " " + f.what()
}

func or(s string) string {
	if s == "" {
		return nothing
	}
	return s
}

func quoted(s string) string { return `"` + s + `"` }

// fields collects what differs.
type fields []Field

// value compares two short values.
func (f *fields) value(name, was, is string) {
	if was == is {
		return
	}
	x := Field{Name: name, Was: line(was), Is: line(is)}
	if x.Was == x.Is {
		x = Field{Name: name, Note: "changed in what is not shown"}
	}
	*f = append(*f, x)
}

// hidden compares two values that are told to nobody.
func (f *fields) hidden(name string, same bool) {
	if !same {
		*f = append(*f, Field{Name: name, Note: "changed"})
	}
}

// list compares two lists of short values, whatever their order; that alone
// is noted where it counts.
func (f *fields) list(name string, was, is []string) {
	if slices.Equal(was, is) {
		return
	}
	x := Field{Name: name, Added: without(is, was), Removed: without(was, is)}
	if len(x.Added)+len(x.Removed) == 0 {
		x.Note = "in another order"
	}
	*f = append(*f, x)
}

// without returns what is in a more often than in b.
func without(a, b []string) []string {
	n := map[string]int{}
	for _, s := range b {
		n[s]++
	}
	var out []string
	for _, s := range a {
		if n[s]--; n[s] < 0 {
			out = append(out, line(s))
		}
	}
	return out
}

// text compares two long texts by their lines.
func (f *fields) text(name, was, is string) {
	if was == is {
		return
	}
	a, b := lines(was), lines(is)
	note := ""
	switch more, less := len(without(b, a)), len(without(a, b)); {
	case len(a) == 0:
		note = "added"
	case len(b) == 0:
		note = "removed"
	case more+less == 0:
		note = "changed in order or white space"
	default:
		note = fmt.Sprintf("%s added, %d removed", count(more, "line"), less)
	}
	*f = append(*f, Field{Name: name, Note: note})
}

// dict compares two lists of named values by their names.
func (f *fields) dict(name string, was, is map[string]string) {
	var keys []string
	for k := range was {
		keys = append(keys, k)
	}
	for k := range is {
		if _, there := was[k]; !there {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		before, had := was[k]
		after, has := is[k]
		at := name + " " + line(k)
		switch {
		case !had:
			*f = append(*f, Field{Name: at, Note: "added"})
		case !has:
			*f = append(*f, Field{Name: at, Note: "removed"})
		case before != after:
			*f = append(*f, Field{Name: at, Note: "changed"})
		}
	}
}

// lines returns the lines of a text that hold anything.
func lines(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// longest is how much of one value is shown.
const longest = 160

// email finds what looks like an e-mail address.
var email = regexp.MustCompile(`[^\s<>()\[\],;:"]+@[^\s<>()\[\],;:"]+`)

// line makes one line of what an author wrote, in which nothing is hidden and
// nobody's e-mail stands, wherever it was written.
func line(s string) string {
	s = email.ReplaceAllString(diag.Clean(strings.Join(strings.Fields(s), " ")), "(an e-mail address)")
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest-1]) + "…"
	}
	return s
}

// count is a number with its noun: "1 award", "2 awards".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// grouped writes a number with a comma for each thousand.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
