package load

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// Limits on one YAML text, against texts that are short to write and long to
// read.
const (
	maxDepth         = 32      // of nesting
	maxEntries       = 50_000  // keys and list entries of a file
	maxCohortEntries = 500_000 // of a file of awards
	maxFindings      = 2_000   // made about one file
)

// limits makes the parser stop where a text is nested too deeply; without it,
// a tree is built that only then is refused.
type limits struct{}

var errDepth = errors.New("nested too deeply")

// CheckDepth is part of yaml.LoaderLimitsPlugin.
func (limits) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > maxDepth+1 { // the tree says exactly where the limit is passed
		return errDepth
	}
	return nil
}

// CheckAlias is part of yaml.LoaderLimitsPlugin. Aliases are not expanded in a
// tree of nodes; checkNodes refuses them there.
func (limits) CheckAlias(int, int) error { return nil }

// entries returns how many keys and list entries a text can have at most: a
// bound on the size of its tree before it is built.
func entries(text string) int {
	n := 0
	for i := range len(text) {
		switch text[i] {
		case ',', ':', '?', '[', '{':
			n++
		case '-':
			if i+1 == len(text) || text[i+1] == ' ' || text[i+1] == '\t' || text[i+1] == '\n' {
				n++
			}
		}
	}
	return n
}

// parseYAML reads the one YAML document in text as a tree of nodes. Of YAML,
// authors get mappings, lists and text; anchors, aliases, tags and merge keys
// are refused, because they make a file mean something other than what it
// shows, and can make a small file huge. lineOffset is added to all positions
// (front matter does not begin on the file's first line); most limits the
// number of keys and list entries.
//
// The returned root is nil where a finding stands in the way.
func parseYAML(text, file string, lineOffset, most int) (root *yaml.Node, findings []diag.Finding) {
	add := func(line, col int, rule, mend, format string, args ...any) {
		if len(findings) >= maxFindings {
			return
		}
		findings = append(findings, diag.Finding{Rule: rule, Mend: mend, Message: fmt.Sprintf(format, args...),
			Pos: source.Pos{File: file, Line: line + lineOffset, Column: col}})
	}
	if n := entries(text); n > most {
		add(1-lineOffset, 1, "file-size", "split the file", "the file has some %d keys and entries, more than the limit of %d", n, most)
		return nil, findings
	}
	loader, err := yaml.NewLoader(strings.NewReader(text), yaml.WithPlugin(limits{}))
	if err != nil {
		add(1, 1, "yaml-syntax", "write keys and values", "not readable as YAML: %v", err)
		return nil, findings
	}
	var doc yaml.Node
	switch err := loader.Load(&doc); {
	case errors.Is(err, io.EOF) || err != nil && doc.Kind == 0 && strings.TrimSpace(text) == "":
		addEmpty(add, lineOffset)
		return nil, findings
	case err != nil:
		syntaxFinding(text, err, add)
		return nil, findings
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind == yaml.ScalarNode && doc.Content[0].Value == "" {
		addEmpty(add, lineOffset)
		return nil, findings
	}
	var next yaml.Node
	if err := loader.Load(&next); err == nil {
		add(next.Line, 1, "yaml-feature", "remove everything from the second --- or ... on", "expected one document, found a second one")
	} else if !errors.Is(err, io.EOF) {
		syntaxFinding(text, err, add)
	}
	root = doc.Content[0]
	checkNodes(root, 1, lineOffset, add)
	if root.Kind != yaml.MappingNode && len(findings) == 0 {
		add(root.Line, root.Column, "wrong-type", "write a key, a colon and a value on each line", "expected key: value pairs, found %s", describe(root))
	}
	if len(findings) > 0 && root.Kind != yaml.MappingNode {
		return nil, findings
	}
	for _, f := range findings {
		if f.Rule == "yaml-feature" || f.Rule == "yaml-syntax" || f.Rule == "yaml-depth" {
			return nil, findings // what the tree means is not what it shows
		}
	}
	return root, findings
}

type addFinding func(line, col int, rule, mend, format string, args ...any)

// addEmpty reports a text without keys. An offset tells that it is the front
// matter of a file.
func addEmpty(add addFinding, lineOffset int) {
	what := "file"
	if lineOffset > 0 {
		what = "front matter"
	}
	add(1, 1, "file-empty", "write keys and values, or start from: sealpress new", "the %s is empty", what)
}

// syntaxFinding reports what the parser did not understand, where it did not.

func syntaxFinding(text string, err error, add addFinding) {
	line, col, msg := 1, 1, err.Error()
	if le := (*yaml.LoadError)(nil); errors.As(err, &le) {
		msg = le.Message
		mark := le.Mark
		if le.ContextMark.Line > 0 && strings.Contains(msg, "end of stream") {
			mark = le.ContextMark // the end of the file is not where the slip is
		}
		if mark.Line > 0 {
			line, col = mark.Line, max(1, mark.Column)
		}
		if le.ContextMsg != "" {
			msg += " " + le.ContextMsg
		}
	}
	lines := strings.Split(text, "\n")
	if line > len(lines) {
		line, col = len(lines), 1
	}
	if strings.HasPrefix(msg, errDepth.Error()) { // the library keeps the text of an error alone
		add(line, col, "yaml-depth", "nest less deeply", "nested deeper than %d levels", maxDepth)
		return
	}
	mend := "look at the quotes, brackets and indentation here and in the line above"
	switch at := lines[line-1]; {
	case strings.Contains(msg, "end of stream"):
		mend = "close the quote or bracket that is opened here"
	case strings.HasPrefix(strings.TrimLeft(at, " "), "\t"), strings.Contains(msg, "cannot start any token") && strings.Contains(at, "\t"):
		mend = "indent with spaces, not with tabs"
	case strings.Contains(msg, "mapping values are not allowed"):
		mend = `put the value in quotes if it holds ": ", and check the indentation`
	case strings.Contains(msg, "could not find expected ':'"), strings.Contains(msg, "did not find expected key"):
		mend = "write: key: value, one below the other with the same indentation"
	case strings.Contains(msg, "cannot start any token"):
		mend = "put the value in quotes"
	}
	add(line, col, "yaml-syntax", mend, "not readable as YAML: %s", msg)
}

// checkNodes refuses what the strict reader does not want anywhere in a tree.
func checkNodes(n *yaml.Node, depth, lineOffset int, add addFinding) bool {
	if depth > maxDepth {
		add(n.Line, n.Column, "yaml-depth", "nest less deeply", "nested deeper than %d levels", maxDepth)
		return false
	}
	switch {
	case n.Anchor != "":
		add(n.Line, n.Column, "yaml-feature", "write the value out where it is needed", "aliases are not allowed in content files (anchor &%s)", clip(n.Anchor))
		return false
	case n.Kind == yaml.AliasNode:
		add(n.Line, n.Column, "yaml-feature", "write the value out", "aliases are not allowed in content files (alias *%s)", clip(n.Value))
		return false
	case n.Style&yaml.TaggedStyle != 0:
		add(n.Line, n.Column, "yaml-feature", "remove the tag: the key says what type its value has", "tags are not allowed (%s)", clip(n.Tag))
		return false
	}
	if n.Kind == yaml.MappingNode {
		seen := make(map[string]int, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			k := n.Content[i]
			switch first, twice := seen[k.Value]; {
			case k.Kind != yaml.ScalarNode:
				add(k.Line, k.Column, "yaml-feature", "write a plain word before the colon", "a key must be text, found %s", describe(k))
				return false
			case k.Tag == "!!merge":
				add(k.Line, k.Column, "yaml-feature", "write the values out", "merge keys are not allowed")
				return false
			case twice:
				add(k.Line, k.Column, "duplicate-key", "keep one of them; where the second is another award, give it a label of its own", "the key %q stands twice: first in line %d", clip(k.Value), first+lineOffset)
			default:
				seen[k.Value] = k.Line
			}
		}
	}
	for _, child := range n.Content {
		if !checkNodes(child, depth+1, lineOffset, add) {
			return false
		}
	}
	return true
}

// clip shortens a word of an author's for a message.
func clip(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// describe says what a node is, for people.
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys and values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "nothing"
	}
	return "text"
}

// isNull reports whether a value was left out: nothing, ~ or null unquoted.
func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}
