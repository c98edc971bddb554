package generator

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// leaf is one value that an author wrote: a line of YAML, or the text below
// front matter.
type leaf struct {
	file string
	line int    // index of the line; -1 is the text below front matter
	head string // of the line, up to the value
	key  string
	text string // the value as written, without quotes
}

var (
	keyedLine = regexp.MustCompile(`^(\s*(?:- )?([a-z-]+): +)(.+)$`)
	listLine  = regexp.MustCompile(`^(\s*- )(.+)$`)
	openLine  = regexp.MustCompile(`^\s*(?:- )?([a-z-]+):\s*$`)
)

// leaves lists every value of every text file, in order.
func (c files) leaves() []leaf {
	var out []leaf
	for _, name := range c.names() {
		markdown := strings.HasSuffix(name, ".md")
		if !markdown && !strings.HasSuffix(name, ".yaml") {
			continue
		}
		head, body := c[name], ""
		if markdown {
			head, body, _ = strings.Cut(strings.TrimPrefix(c[name], "---\n"), "\n---\n")
			head = "---\n" + head
		}
		list := ""
		for i, line := range strings.Split(head, "\n") {
			switch {
			case strings.HasPrefix(strings.TrimSpace(line), "#"):
			case keyedLine.MatchString(line):
				m := keyedLine.FindStringSubmatch(line)
				out = append(out, leaf{name, i, m[1], m[2], unquoted(m[3])})
			case openLine.MatchString(line):
				list = openLine.FindStringSubmatch(line)[1]
			case listLine.MatchString(line):
				m := listLine.FindStringSubmatch(line)
				out = append(out, leaf{name, i, m[1], list, unquoted(m[2])})
			}
		}
		if markdown {
			out = append(out, leaf{name, -1, "", "(text)", body})
		}
	}
	return out
}

func unquoted(value string) string {
	if t, ok := strings.CutPrefix(value, `"`); ok {
		return strings.TrimSuffix(t, `"`)
	}
	return value
}

// quoted writes a value so that YAML reads any text as it is.
func quoted(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic(err)
	}
	return strings.TrimSpace(b.String())
}

// put writes another value in place of a leaf's; for a text below front
// matter it follows the one that is there.
func (c files) put(l leaf, value string) {
	if l.line < 0 {
		c[l.file] = strings.TrimRight(c[l.file], "\n") + "\n\n" + value + "\n"
		return
	}
	lines := strings.Split(c[l.file], "\n")
	lines[l.line] = l.head + quoted(value)
	c[l.file] = strings.Join(lines, "\n")
}

// clone returns a copy that can be changed alone.
func (c files) clone() files {
	d := make(files, len(c))
	for name, text := range c {
		d[name] = text
	}
	return d
}

func TestLeavesFindEveryValue(t *testing.T) {
	c := files{"a.yaml": "# x: y\ntitle: A\nlist:\n  - one\n  - name: two\n    color: \"#fff\"\n", "b.md": "---\nname: B\n---\nText: more\n"}
	var got []string
	for _, l := range c.leaves() {
		got = append(got, l.key+"="+l.text)
	}
	want := []string{"title=A", "list=one", "name=two", "color=#fff", "name=B", "(text)=Text: more\n"}
	if !slices.Equal(got, want) {
		t.Errorf("leaves are %q, want %q", got, want)
	}
	c.put(c.leaves()[3], `"x`)
	if want := "    color: \"\\\"x\"\n"; !strings.HasSuffix(c["a.yaml"], want) {
		t.Errorf("a.yaml is now %q, want the end %q", c["a.yaml"], want)
	}
}
