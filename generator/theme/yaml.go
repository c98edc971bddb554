package theme

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// reader reads a theme's YAML strictly: one document, mappings without
// repeated keys, no anchors, aliases or tags, and scalars taken as the text
// that stands there, whatever it looks like.
type reader struct {
	file   string
	report *diag.Report
}

func (r *reader) pos(n *yaml.Node) source.Pos {
	if n == nil {
		return source.Pos{File: r.file}
	}
	return source.Pos{File: r.file, Line: n.Line, Column: n.Column}
}

func (r *reader) add(n *yaml.Node, rule, message, mend string) {
	r.report.Add(diag.Finding{Rule: rule, Pos: r.pos(n), Message: message, Mend: mend})
}

func (r *reader) unknown(key *yaml.Node, known []string) {
	r.add(key, "unknown-key", fmt.Sprintf("unknown key %q", key.Value), suggest(key.Value, known, "%q", "known keys: "))
}

var yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+)(?:, column \d+)?: `)

// document returns the root of the only document; nil after a finding, or
// when the file is empty.
func (r *reader) document(data []byte) *yaml.Node {
	var root, more yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(data))
	err := d.Decode(&root)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		pos, message := source.Pos{File: r.file}, err.Error()
		if m := yamlLine.FindStringSubmatch(message); m != nil {
			pos.Line, _ = strconv.Atoi(m[1]) // digits, by the expression
			message = message[len(m[0]):]
		}
		r.report.Add(diag.Finding{Rule: "yaml-syntax", Pos: pos, Message: "cannot be read as YAML: " + message})
		return nil
	}
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		r.add(&more, "yaml-feature", "expected one document, found another after it", `remove the line "---" and what follows`)
	}
	if len(root.Content) == 0 {
		return nil
	}
	return root.Content[0]
}

// mapping calls visit with each key and value of a mapping, in order. A nil
// node has none.
func (r *reader) mapping(n *yaml.Node, visit func(key string, k, v *yaml.Node)) {
	if n == nil || !r.plain(n) {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.add(n, "wrong-type", "expected keys and values", "")
		return
	}
	var seen []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		key, ok := r.text(k)
		switch {
		case !ok:
		case slices.Contains(seen, key):
			r.add(k, "duplicate-key", fmt.Sprintf("key %q stands here a second time", key), "keep one of them")
		default:
			seen = append(seen, key)
			visit(key, k, v)
		}
	}
}

// list returns the texts of a list.
func (r *reader) list(n *yaml.Node) []string {
	if !r.plain(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		r.add(n, "wrong-type", "expected a list", "")
		return nil
	}
	var texts []string
	for _, e := range n.Content {
		if text, ok := r.text(e); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// text returns a scalar as it is written.
func (r *reader) text(n *yaml.Node) (string, bool) {
	if !r.plain(n) {
		return "", false
	}
	if n.Kind != yaml.ScalarNode {
		r.add(n, "wrong-type", "expected a text", "")
		return "", false
	}
	return n.Value, true
}

func (r *reader) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode, n.Anchor != "":
		r.add(n, "yaml-feature", "anchors and aliases are not read here", "write the text out")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		r.add(n, "yaml-feature", fmt.Sprintf("the tag %s is not read here", n.Tag), "remove it")
		return false
	}
	return true
}
