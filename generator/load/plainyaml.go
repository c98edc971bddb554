package load

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Nearly every award file is written the way people write lists: a key, a colon
// and a value on each line, indented by spaces. Such a text is read here, line
// by line, in a fraction of the time that a reader of all of YAML needs; it
// makes up most of the work of checking a large site. A text with anything else
// in it, also with anything wrong, is left to parseYAML, which alone makes
// findings. A fuzz test holds the two trees against each other.

// maxPlainDepth is how deeply the values of a plain text are nested.
const maxPlainDepth = 8

// plainYAML returns the tree of a plain text as parseYAML would, or nil where
// the text is not plain. Of the nodes it sets what the reader looks at: kind,
// value, line and column.
func plainYAML(text string, most int) *yaml.Node {
	if entries(text) > most || !plainCharacters(text) {
		return nil
	}
	p := plainReader{rest: text}
	p.next()
	if p.indent != 0 || !p.more() {
		return nil
	}
	root := p.mapping(0, 1)
	if root == nil || p.more() || p.odd {
		return nil
	}
	return root
}

// plainCharacters reports whether a text holds nothing but what every reader of
// YAML takes for text, spaces and ends of lines.
func plainCharacters(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= ' ' && c <= '~', c == '\n':
			continue
		case c < utf8.RuneSelf:
			return false
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if n == 1 || r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff' {
			return false // broken, a control character, or the end of a line to some
		}
		i += n - 1
	}
	return true
}

// plainReader reads a plain text. Its line at hand has been read as far as
// indent.
type plainReader struct {
	rest   string // what follows the line at hand
	at     string // what is left of the line at hand; empty: there is none
	indent int    // characters of the line before at
	line   int
	odd    bool // the text is not plain

	nodes    []yaml.Node  // made in advance
	children []*yaml.Node // of the mappings and lists that are being read
}

func (p *plainReader) more() bool { return p.at != "" }

// next goes to the next line that holds more than a comment.
func (p *plainReader) next() {
	p.at = ""
	for p.rest != "" {
		line, rest, _ := strings.Cut(p.rest, "\n")
		p.rest = rest
		p.line++
		content := strings.TrimLeft(line, " ")
		switch {
		case content == "" && line != "", strings.HasSuffix(line, " "):
			p.odd = true
			return
		case content != "" && content[0] != '#':
			p.at, p.indent = content, len(line)-len(content)
			return
		}
	}
}

// fail leaves the text to parseYAML.
func (p *plainReader) fail() *yaml.Node {
	p.odd = true
	return nil
}

// node makes a node that begins at the line at hand.
func (p *plainReader) node(kind yaml.Kind, value string) *yaml.Node {
	if len(p.nodes) == 0 {
		p.nodes = make([]yaml.Node, 128)
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	n.Kind, n.Value, n.Line, n.Column = kind, value, p.line, p.indent+1
	return n
}

// ended gives a mapping or list the children that were collected since first.
// What follows must stand further left.
func (p *plainReader) ended(n *yaml.Node, first, indent int) *yaml.Node {
	if p.odd || p.more() && p.indent >= indent {
		return p.fail()
	}
	n.Content = append(n.Content, p.children[first:]...)
	p.children = p.children[:first]
	return n
}

// mapping reads the keys and values that stand at an indentation.
func (p *plainReader) mapping(indent, depth int) *yaml.Node {
	if depth > maxPlainDepth {
		return p.fail()
	}
	n, first := p.node(yaml.MappingNode, ""), len(p.children)
	for p.more() && p.indent == indent && !p.odd {
		name, value, colon := strings.Cut(p.at, ":")
		if !colon || !plainKey(name) {
			return p.fail()
		}
		key := p.node(yaml.ScalarNode, name)
		var child *yaml.Node
		if value == "" {
			child = p.below(indent, depth)
		} else {
			text := strings.TrimLeft(value, " ")
			if len(text) == len(value) {
				return p.fail() // no space after the colon
			}
			p.indent += len(p.at) - len(text)
			p.at = text
			child = p.scalar(indent)
		}
		if child == nil {
			return p.fail()
		}
		p.children = append(p.children, key, child)
	}
	if twice(p.children[first:]) {
		return p.fail()
	}
	return p.ended(n, first, indent)
}

// below reads the value of a key that stands in the lines below it.
func (p *plainReader) below(indent, depth int) *yaml.Node {
	p.next()
	switch {
	case !p.more() || p.indent <= indent:
		return p.fail()
	case strings.HasPrefix(p.at, "- "):
		return p.list(p.indent, depth+1)
	}
	return p.mapping(p.indent, depth+1)
}

// list reads the entries that stand at an indentation.
func (p *plainReader) list(indent, depth int) *yaml.Node {
	if depth > maxPlainDepth {
		return p.fail()
	}
	n, first := p.node(yaml.SequenceNode, ""), len(p.children)
	for p.more() && p.indent == indent && !p.odd {
		entry, hyphen := strings.CutPrefix(p.at, "- ")
		if !hyphen {
			return p.fail()
		}
		p.at = entry
		p.indent += len("- ")
		var child *yaml.Node
		if name, _, colon := strings.Cut(entry, ":"); colon && plainKey(name) {
			child = p.mapping(p.indent, depth+1)
		} else {
			child = p.scalar(indent)
		}
		if child == nil {
			return p.fail()
		}
		p.children = append(p.children, child)
	}
	return p.ended(n, first, indent)
}

// scalar reads the rest of the line at hand as a text. indent is that of the
// key or hyphen before it: a line that stands further right would go on with
// the text.
func (p *plainReader) scalar(indent int) *yaml.Node {
	text := p.at
	switch c := text[0]; {
	case c == '"' || c == '\'':
		text = text[1:]
		if len(text) < 2 || strings.IndexByte(text, c) != len(text)-1 || strings.Contains(text, `\`) {
			return p.fail()
		}
		text = text[:len(text)-1]
	case !letterOrDigit(c) && c < utf8.RuneSelf,
		strings.Contains(text, ": "), strings.HasSuffix(text, ":"), strings.Contains(text, " #"),
		len(text) == len("null") && strings.EqualFold(text, "null"):
		return p.fail()
	}
	n := p.node(yaml.ScalarNode, strings.Clone(text)) // or every name would keep its whole file in memory
	p.next()
	if p.more() && p.indent > indent {
		return p.fail()
	}
	return n
}

// plainKey reports whether a text is a key of letters, digits and hyphens.
func plainKey(name string) bool {
	if name == "" || len(name) > 100 || !letterOrDigit(name[0]) || len(name) == len("null") && strings.EqualFold(name, "null") {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !letterOrDigit(c) && c != '-' {
			return false
		}
	}
	return true
}

func letterOrDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
}

// twice reports whether one of some keys, each followed by its value, stands
// twice.
func twice(members []*yaml.Node) bool {
	if len(members) <= 2*12 {
		for i := 2; i < len(members); i += 2 {
			for j := 0; j < i; j += 2 {
				if members[i].Value == members[j].Value {
					return true
				}
			}
		}
		return false
	}
	seen := make(map[string]struct{}, len(members)/2)
	for i := 0; i < len(members); i += 2 {
		seen[members[i].Value] = struct{}{}
	}
	return len(seen) < len(members)/2
}
