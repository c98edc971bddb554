package decide

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// document is the text of an award file with what was parsed of it, which
// says where its keys stand.
type document struct {
	text []byte
	at   []int // where each line begins
	root *yaml.Node
}

func parse(text []byte) (*document, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the file is not UTF-8")
	}
	d := &document{text: text}
	start := 0
	if bytes.HasPrefix(text, []byte("\ufeff")) {
		start = len("\ufeff")
	}
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

// find returns a key and its value; nil where they are not there.
func find(n *yaml.Node, key string) (k, v *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// offset returns where in the text a node begins.
func (d *document) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(d.at) {
		return len(d.text)
	}
	at := d.at[n.Line-1]
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(d.text[at:])
		at += size
	}
	return at
}

// line returns a line's bytes, from 0.
func (d *document) line(n int) []byte {
	at := d.at[n]
	return d.text[at : at+lineLength(d.text[at:])]
}

// same reports whether two values say the same in the same way, wherever they
// stand.
func same(a, b *yaml.Node) bool {
	if a.Kind != b.Kind || a.Tag != b.Tag || a.Value != b.Value || a.Style != b.Style || a.Anchor != b.Anchor || len(a.Content) != len(b.Content) || (a.Alias == nil) != (b.Alias == nil) {
		return false
	}
	for i := range a.Content {
		if !same(a.Content[i], b.Content[i]) {
			return false
		}
	}
	return true
}
