package starter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

type node = yaml.Node

// document is a YAML text that is changed in single places: what was parsed
// says where, and all other bytes stay.
type document struct {
	text  []byte // of the whole file
	lines int    // before the YAML
	at    []int  // where each line of the YAML begins
	root  *node  // its keys and values
}

// edit replaces some bytes of a text.
type edit struct {
	from, to int
	with     string
}

// apply returns a text with edits that do not overlap.
func apply(text []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, text[at:e.from]...), e.with...)
		at = e.to
	}
	return append(out, text[at:]...)
}

// parseDocument reads a YAML file of keys and values.
func parseDocument(text []byte) (*document, error) {
	return parse(text, 0, len(text), 0)
}

// parseFront reads the front matter of a Markdown file: what stands between
// its first line, three hyphens, and the next such line.
func parseFront(text []byte) (*document, error) {
	const open = "expected the file to begin with a line of three hyphens"
	start, line := 0, 0
	for at := len(mark(text)); at < len(text); line++ {
		end := at + lineLength(text[at:])
		switch fence := strings.TrimRight(string(text[at:end]), " \t\r\n"); {
		case line == 0 && fence != "---":
			return nil, errors.New(open)
		case line == 0:
			start = end
		case fence == "---" || fence == "...":
			return parse(text, start, at, 1)
		}
		at = end
	}
	if line == 0 {
		return nil, errors.New(open)
	}
	return nil, errors.New("the front matter does not end: add a line of three hyphens after the last key")
}

func parse(text []byte, start, end, lines int) (*document, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the file is not UTF-8")
	}
	if start == 0 {
		start = len(mark(text))
	}
	loader, err := yaml.NewLoader(bytes.NewReader(text[start:end]))
	if err != nil {
		return nil, fmt.Errorf("not readable as YAML: %w", err)
	}
	var doc, next yaml.Node
	if err := loader.Load(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("not readable as YAML: %w", err)
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("expected keys and values")
	}
	if err := loader.Load(&next); !errors.Is(err, io.EOF) {
		return nil, errors.New("expected one document, found a second one")
	}
	d := &document{text: text, lines: lines, root: doc.Content[0]}
	for at := start; at < end; at += lineLength(text[at:]) {
		d.at = append(d.at, at)
	}
	return d, nil
}

// mark returns the byte order mark that some editors begin a text with.
func mark(text []byte) []byte {
	const bom = "\ufeff"
	if bytes.HasPrefix(text, []byte(bom)) {
		return []byte(bom)
	}
	return nil
}

// lineLength returns the number of bytes of the first line with its end, as
// YAML counts lines: LF, CR LF or CR.
func lineLength(text []byte) int {
	i := bytes.IndexAny(text, "\r\n")
	switch {
	case i < 0:
		return len(text)
	case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
		return i + 2
	}
	return i + 1
}

// value returns the value of a key; nil where it is not there.
func value(n *node, key string) *node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// offset returns where in the file a node begins.
func (d *document) offset(n *node) int {
	if n.Line > len(d.at) {
		return len(d.text)
	}
	at := d.at[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(d.text[at:])
		at += size
	}
	return at
}

// replace puts a word in the place of the one that a value holds, within its
// quotes where it has some.
func (d *document) replace(n *node, word, with string) (edit, error) {
	at := d.offset(n)
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		at++
		for at < len(d.text) && d.text[at] == ' ' {
			at++
		}
	}
	if n.Kind != yaml.ScalarNode || !bytes.HasPrefix(d.text[min(at, len(d.text)):], []byte(word)) {
		return edit{}, fmt.Errorf("line %d: the value is written in a way that cannot be changed safely: write it as %s", n.Line+d.lines, word)
	}
	return edit{at, at + len(word), with}, nil
}

// insert adds a key with its value, below the line of another key where that
// is there, else before the first one.
func (d *document) insert(pair, after string) (edit, error) {
	if len(d.root.Content) == 0 {
		return edit{}, errors.New("expected keys and values")
	}
	if d.root.Style&yaml.FlowStyle != 0 {
		at := d.offset(d.root) + len("{")
		return edit{at, at, pair + ", "}, nil
	}
	first := d.root.Content[0]
	indent := strings.Repeat(" ", first.Column-1)
	if v := value(d.root, after); v != nil && v.Kind == yaml.ScalarNode && !strings.Contains(v.Value, "\n") {
		from := d.offset(v)
		at := from + lineLength(d.text[from:])
		return edit{at, at, indent + pair + lineEnd(d.text[from:at])}, nil
	}
	at := d.offset(first)
	return edit{at, at, pair + lineEnd(d.text[at:at+lineLength(d.text[at:])]) + indent}, nil
}

// lineEnd returns how a line ends.
func lineEnd(line []byte) string {
	return string(line[len(bytes.TrimRight(line, "\r\n")):])
}
