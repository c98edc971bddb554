// Package manuscript edits the YAML that an author wrote, in place.
//
// What is parsed of a text says where its keys stand; an edit replaces the
// bytes there, and every other byte stays: order, comments, quotes, spaces, a
// byte order mark, line ends as they were.
//
//	t, err := manuscript.Parse(text)
//	_, v := t.Root.Find("version")
//	err = t.Reword(v, "1", "2")
//	t, err = t.Edited()
//	data := t.Bytes()
//
// Edits add up until Edited, which reads the result again and holds it against
// what it is to say. Where it says anything else, or an edit finds no place that
// is surely the right one, nothing comes back but an *Unsafe, which names the
// line. So a value that would need quotes and is put in without, or an entry
// that is written in a way nobody thought of, never damages a file. After an
// *Unsafe the Text is of no more use.
//
// A text is UTF-8 and one document with keys and values at the top. Front reads
// the one that stands at the head of a Markdown file. An alias is not followed.
// Errors of edits never hold what the text says.
package manuscript

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Text is a text with the edits that are to be made in it.
type Text struct {
	Root *Node // its keys and values, as they are to be after the edits

	bytes  []byte // of the whole file
	before int    // lines before the YAML
	lines  []int  // where each line of the YAML begins
	end    int    // where the YAML ends
	read   func([]byte) (*Text, error)
	edits  []edit

	near struct{ line, column, at int } // the place that was looked up last
}

// edit replaces some bytes.
type edit struct {
	from, to int
	with     string
}

// Unsafe says that a text is written in a way that cannot be changed safely.
type Unsafe struct {
	Line int // in the file, from 1
}

func (e *Unsafe) Error() string {
	return fmt.Sprintf("line %d: the value is written in a way that cannot be changed safely", e.Line)
}

// mark is what some editors begin a text with.
const mark = "\ufeff"

// Parse reads a YAML file of keys and values.
func Parse(text []byte) (*Text, error) {
	start := 0
	if bytes.HasPrefix(text, []byte(mark)) {
		start = len(mark)
	}
	return parse(text, start, len(text), 0, Parse)
}

// Front reads the front matter of a Markdown file: what stands between its
// first line, three hyphens, and the next such line.
func Front(text []byte) (*Text, error) {
	const open = "expected the file to begin with a line of three hyphens"
	start, line := 0, 0
	for at := len(text) - len(bytes.TrimPrefix(text, []byte(mark))); at < len(text); line++ {
		end := at + lineLength(text[at:])
		switch fence := strings.TrimRight(string(text[at:end]), " \t\r\n"); {
		case line == 0 && fence != "---":
			return nil, errors.New(open)
		case line == 0:
			start = end
		case fence == "---" || fence == "...":
			return parse(text, start, at, 1, Front)
		}
		at = end
	}
	if line == 0 {
		return nil, errors.New(open)
	}
	return nil, errors.New("the front matter does not end: add a line of three hyphens after the last key")
}

func parse(text []byte, start, end, before int, read func([]byte) (*Text, error)) (*Text, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the file is not UTF-8")
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
	t := &Text{Root: (*Node)(doc.Content[0]), bytes: text, before: before, end: end, read: read}
	for at := start; at < end; at += lineLength(text[at:]) {
		t.lines = append(t.lines, at)
	}
	return t, nil
}

// Bytes returns the text, without the edits since it was read.
func (t *Text) Bytes() []byte { return t.bytes }

// Edited returns the text with the edits, read again.
func (t *Text) Edited() (*Text, error) {
	if len(t.edits) == 0 {
		return t, nil
	}
	slices.SortStableFunc(t.edits, func(a, b edit) int { return a.from - b.from })
	out := make([]byte, 0, len(t.bytes)+128*len(t.edits))
	at := 0
	for _, e := range t.edits {
		if e.from < at { // two edits of one place
			return nil, t.unsafe(t.Root)
		}
		out = append(append(out, t.bytes[at:e.from]...), e.with...)
		at = e.to
	}
	is, err := t.read(append(out, t.bytes[at:]...))
	if err != nil {
		return nil, t.unsafe(t.Root)
	}
	if n := differs((*yaml.Node)(t.Root), (*yaml.Node)(is.Root)); n != nil {
		return nil, t.unsafe((*Node)(n))
	}
	return is, nil
}

func (t *Text) unsafe(n *Node) error { return &Unsafe{t.Line(n)} }

// differs returns the first value that is not the same in two trees, wherever
// they stand; nil where all are. A value that was put in has no tag: a hash may
// look like a number.
func differs(a, b *yaml.Node) *yaml.Node {
	if a.Kind != b.Kind || a.Tag != "" && a.Tag != b.Tag || a.Value != b.Value || a.Style != b.Style || a.Anchor != b.Anchor || len(a.Content) != len(b.Content) || (a.Alias == nil) != (b.Alias == nil) {
		return a
	}
	for i := range a.Content {
		if at := differs(a.Content[i], b.Content[i]); at != nil {
			return at
		}
	}
	return nil
}

// Node is a key or a value of a text. Value is what a scalar says.
type Node yaml.Node

// Scalar reports whether a node is a single value; nil is none.
func (n *Node) Scalar() bool { return n != nil && n.Kind == yaml.ScalarNode }

// Mapping reports whether a node holds keys and values; nil does not.
func (n *Node) Mapping() bool { return n != nil && n.Kind == yaml.MappingNode }

// Entries walks the keys of a mapping with their values; of anything else,
// nothing.
func (n *Node) Entries() iter.Seq2[*Node, *Node] {
	return func(yield func(k, v *Node) bool) {
		if !n.Mapping() {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.entry(i)) {
				return
			}
		}
	}
}

// Find returns a key of a mapping and its value; nil where they are not there.
func (n *Node) Find(key string) (k, v *Node) {
	if i := n.position(key); i >= 0 {
		return n.entry(i)
	}
	return nil, nil
}

func (n *Node) entry(i int) (k, v *Node) { return (*Node)(n.Content[i]), (*Node)(n.Content[i+1]) }

// position returns where among the keys and values of a mapping a key is, or
// -1.
func (n *Node) position(key string) int {
	i := 0
	for k := range n.Entries() {
		if k.Value == key {
			return i
		}
		i += 2
	}
	return -1
}
