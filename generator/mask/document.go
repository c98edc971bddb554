package mask

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// document is the text of an award file with what was parsed of it, which says
// where its keys stand, and the edits to be made.
type document struct {
	text  []byte
	at    []int // where each line begins
	root  *yaml.Node
	edits []edit // in their order

	near struct{ line, column, at int } // the place that was looked up last
}

// edit replaces some bytes.
type edit struct {
	from, to int
	with     string
}

func parse(text []byte) (*document, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the file is not UTF-8")
	}
	d := &document{text: text}
	start := len(text) - len(bytes.TrimPrefix(text, []byte("\ufeff")))
	loader, err := yaml.NewLoader(bytes.NewReader(text[start:]))
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
	d.root = doc.Content[0]
	for at := start; at < len(text); at += lineLength(text[at:]) {
		d.at = append(d.at, at)
	}
	return d, nil
}

// edited returns the text with all edits.
func (d *document) edited() []byte {
	out := make([]byte, 0, len(d.text)+128*len(d.edits))
	at := 0
	for _, e := range d.edits {
		out = append(append(out, d.text[at:e.from]...), e.with...)
		at = e.to
	}
	return append(out, d.text[at:]...)
}

// lineLength returns the number of bytes of the first line with its end: LF,
// CR LF or CR.
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

// lineEnd returns how the line of a node ends. The last line may have no end:
// it is that of the first then.
func (d *document) lineEnd(n *yaml.Node) string {
	for _, at := range []int{d.at[n.Line-1], d.at[0]} {
		line := d.text[at : at+lineLength(d.text[at:])]
		if end := line[len(bytes.TrimRight(line, "\r\n")):]; len(end) > 0 {
			return string(end)
		}
	}
	return "\n"
}

// position returns where among the keys and values of a mapping a key is, or
// -1.
func position(n *yaml.Node, key string) int {
	if n == nil || n.Kind != yaml.MappingNode {
		return -1
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// value returns the value of a key; nil where it is not there.
func value(n *yaml.Node, key string) *yaml.Node {
	if i := position(n, key); i >= 0 {
		return n.Content[i+1]
	}
	return nil
}

// offset returns where in the text a node begins. Nodes that are looked up in
// their order cost one walk over each line, however long it is.
func (d *document) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(d.at) {
		return len(d.text)
	}
	if d.near.line != n.Line || d.near.column > n.Column {
		d.near.line, d.near.column, d.near.at = n.Line, 1, d.at[n.Line-1]
	}
	for ; d.near.column < n.Column; d.near.column++ {
		_, size := utf8.DecodeRune(d.text[d.near.at:])
		d.near.at += size
	}
	return d.near.at
}

// span is where a value stands: whole with its quotes, and within them.
type span struct{ from, to, inner, innerEnd int }

// span returns where a plain or quoted value stands, or one word in a block.
func (d *document) span(n *yaml.Node) (span, bool) {
	at := d.offset(n)
	if n.Kind != yaml.ScalarNode || at >= len(d.text) {
		return span{}, false
	}
	word := n.Value
	switch q := quote(n); {
	case q != "":
		end := quotedEnd(d.text[at:])
		return span{at, at + end, at + 1, at + end - 1}, end > 0 && d.text[at] == q[0]
	case block(n): // the word stands below the line of its sign
		word = strings.TrimSpace(word)
		at += lineLength(d.text[at:])
		at += len(d.text[at:]) - len(bytes.TrimLeft(d.text[at:], " \t\r\n"))
	}
	return span{at, at + len(word), at, at + len(word)}, word != "" && bytes.HasPrefix(d.text[at:], []byte(word))
}

// quote returns the quotes that a value stands in, or nothing.
func quote(n *yaml.Node) string {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return `"`
	case n.Style&yaml.SingleQuotedStyle != 0:
		return "'"
	}
	return ""
}

// block reports whether a value stands below a sign: | or >.
func block(n *yaml.Node) bool { return n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 }

// quotedEnd returns the length of a value in quotes, or -1.
func quotedEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[0] == '"' && text[i] == '\\':
			i++
		case text[i] != text[0]:
		case text[0] == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		default:
			return i + 1
		}
	}
	return -1
}
