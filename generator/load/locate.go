package load

import (
	"strconv"
	"strings"
	"weak"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/source"
)

// Locate finds the line and column of a place by reading its file again. A
// key that is not there is found where it would have to stand: below the
// default at the top of the file where an award inherits one, else at the
// nearest thing around it.
func (c *Content) Locate(p source.Place) source.Pos {
	pos := source.Pos{File: p.File}
	f := c.parsed(p.File)
	if f.root == nil {
		return pos
	}
	if p.Path == "" {
		pos.Line, pos.Column = 1, 1
		return pos
	}
	keys := strings.Split(p.Path, "/")
	var at *yaml.Node
	if len(keys) > 1 && keys[0] == "awards" && f.awards[keys[1]][0] != nil {
		award := f.awards[keys[1]]
		at = award[0]
		if len(keys) > 2 {
			own, found := walk(award[1], keys[2:])
			switch inherited, _ := walk(f.root, keys[2:]); {
			case found || find(award[1], keys[2]) != nil:
				at = own
			case find(f.root, keys[2]) != nil:
				at = inherited
			}
		}
	} else {
		at, _ = walk(f.root, keys)
	}
	pos.Line, pos.Column = at.Line+f.offset, at.Column
	return pos
}

// parsedFile is a file as Locate reads it.
type parsedFile struct {
	name   string
	root   *yaml.Node               // nil where it cannot be read
	offset int                      // lines before the YAML text
	awards map[string][2]*yaml.Node // label → its key and value
}

// parsed reads a file for Locate. Findings come file by file, so the last one
// read is kept; weakly, because memory is better used once they are made.
func (c *Content) parsed(file string) *parsedFile {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.located.Value(); f != nil && f.name == file {
		return f
	}
	f := &parsedFile{name: file, awards: map[string][2]*yaml.Node{}}
	text := c.Text(file)
	if strings.HasSuffix(file, ".md") {
		head, _, _, bad := splitFrontMatter(text, file)
		if bad != nil {
			return f
		}
		text, f.offset = head, 1
	}
	f.root, _ = parseYAML(text, file, f.offset, maxCohortEntries)
	if awards := find(f.root, "awards"); awards != nil && awards.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(awards.Content); i += 2 {
			f.awards[awards.Content[i].Value] = [2]*yaml.Node{awards.Content[i], awards.Content[i+1]}
		}
	}
	c.located = weak.Make(f)
	return f
}

// walk follows keys and indexes down from a node as far as they lead; whole
// reports whether that was all the way. Text is found at its value, what has
// parts at its key.
func walk(n *yaml.Node, keys []string) (at *yaml.Node, whole bool) {
	at = n
	for _, k := range keys {
		var next, key *yaml.Node
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == k {
					key, next = n.Content[i], n.Content[i+1]
				}
			}
		case yaml.SequenceNode:
			if i, err := strconv.Atoi(k); err == nil && i >= 0 && i < len(n.Content) {
				key, next = n.Content[i], n.Content[i]
			}
		}
		if next == nil {
			return at, false
		}
		n, at = next, key
		if next.Kind == yaml.ScalarNode && !isNull(next) {
			at = next
		}
	}
	return at, true
}

// BodyPos turns a position in the Markdown below front matter into one of its
// file.
func (c *Content) BodyPos(shown string, line, column int) source.Pos {
	_, _, bodyLine, f := splitFrontMatter(c.Text(shown), shown)
	if f != nil {
		return source.Pos{File: shown}
	}
	return source.Pos{File: shown, Line: bodyLine + line - 1, Column: column}
}
