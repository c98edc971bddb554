package load

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// reader checks the tree of one file against the table of keys. It makes all
// findings about form; what passes it can be picked up by the accessors of
// object without another look.
type reader struct {
	file   string // as shown
	offset int    // lines before the YAML text
	report *diag.Report
	broken func(source.Place) // told every place whose value cannot be used

	found   int  // findings made
	stopped bool // after too many findings: nothing of the file is used
}

// fail reports a value that cannot be used.
func (r *reader) fail(n *yaml.Node, p source.Place, rule, mend, format string, args ...any) {
	r.broken(p)
	switch r.found++; {
	case r.found == maxFindings:
		r.stopped = true
		r.broken(source.Place{File: r.file})
		r.report.Add(diag.Finding{Rule: "too-long", Pos: r.pos(n), Mend: "mend the first findings and run the command again",
			Message: fmt.Sprintf("this file has %d findings up to here; the rest of it is not read", maxFindings)})
	case r.found < maxFindings:
		r.report.Add(diag.Finding{Rule: rule, Pos: r.pos(n), Message: fmt.Sprintf(format, args...), Mend: mend})
	}
}

func (r *reader) pos(n *yaml.Node) source.Pos {
	return source.Pos{File: r.file, Line: n.Line + r.offset, Column: n.Column}
}

// check holds the value n of key k against the table. at is where a finding
// about the value as a whole points: the key that stands before it.
func (r *reader) check(n, at *yaml.Node, k *Key, p source.Place) {
	if r.stopped {
		return
	}
	if isNull(n) || n.Kind == yaml.ScalarNode && strings.TrimSpace(n.Value) == "" {
		mend := "write a value"
		if !k.Required {
			mend += ", or remove the key"
		}
		if k.Type == Color {
			mend = "put the colour in quotes: " + k.Example + "; without them # begins a comment"
		}
		if isNull(n) && strings.EqualFold(n.Value, "null") {
			mend = fmt.Sprintf("write a value; if the word %s itself is meant, put it in quotes", n.Value)
		}
		r.fail(at, p, "empty-value", mend, "%s is empty%s", quoteKey(k, p), helpTail(k))
		return
	}
	switch k.Type {
	case Object:
		if k.Short != "" && n.Kind == yaml.ScalarNode {
			r.check(n, at, k.key(k.Short), p)
			return
		}
		if r.kind(n, yaml.MappingNode, k, p) {
			r.object(n, at, k, p)
		}
	case Dict:
		if r.kind(n, yaml.MappingNode, k, p) {
			r.count(n, at, len(n.Content)/2, k, p)
			for i := 0; i+1 < len(n.Content); i += 2 {
				name, child := n.Content[i], n.Content[i+1]
				item := *k.Item
				item.Name = name.Value
				if !slugForm.MatchString(name.Value) {
					item.Name = strconv.Quote(clip(name.Value))
					if item.Type != Object { // the reader of awards explains their labels itself
						r.fail(name, p.At(name.Value), "bad-value", slugMend(name.Value), "%s: expected a name of lower-case letters, digits and hyphens, found %s", quoteKey(k, p), item.Name)
						continue
					}
				}
				r.check(child, name, &item, p.At(name.Value))
			}
		}
	case List:
		switch {
		case k.Or != nil && n.Kind == yaml.MappingNode:
			r.check(n, at, k.Or, p)
		case k.Single && n.Kind == yaml.ScalarNode:
			item := *k.Item
			item.Name = k.Name
			r.check(n, at, &item, p)
		case r.kind(n, yaml.SequenceNode, k, p):
			r.count(n, at, len(n.Content), k, p)
			r.twice(n, k, p)
			for i, child := range n.Content {
				item := *k.Item
				item.Name = k.Name
				r.check(child, child, &item, p.At(fmt.Sprint(i)))
			}
		}
	default:
		if r.kind(n, yaml.ScalarNode, k, p) {
			if message, mend := checkScalar(plain(n), k); message != "" {
				r.fail(n, p, scalarRule(k.Type), mend, "%s: %s", quoteKey(k, p), message)
			}
		}
	}
}

// kind reports whether a value has the form that its key wants.
func (r *reader) kind(n *yaml.Node, want yaml.Kind, k *Key, p source.Place) bool {
	if n.Kind == want {
		return true
	}
	expected := map[yaml.Kind]string{yaml.ScalarNode: "text", yaml.SequenceNode: "a list", yaml.MappingNode: "keys and values"}[want]
	mend := ""
	switch {
	case want == yaml.ScalarNode && n.Kind == yaml.SequenceNode:
		mend = "write one value after the colon"
	case want == yaml.ScalarNode:
		mend = "write one value after the colon, in quotes if it holds a colon and a space"
	case want == yaml.SequenceNode:
		mend = "put each entry on a line of its own that begins with a hyphen"
	case want == yaml.MappingNode:
		mend = "write its keys below it, indented: " + strings.Join(k.names(), ", ")
		if len(k.Keys) == 0 {
			mend = "write a name, a colon and a value on each line below it, indented"
		}
	}
	r.fail(n, p, "wrong-type", mend, "%s: expected %s, found %s", quoteKey(k, p), expected, describe(n))
	return false
}

func (r *reader) count(n, at *yaml.Node, found int, k *Key, p source.Place) {
	if k.Max > 0 && found > k.Max {
		r.fail(at, p, "too-long", "split it, or remove some", "%s: has %d entries, at most %d are read", quoteKey(k, p), found, k.Max)
	}
	if found == 0 {
		mend := "write an entry"
		if !k.Required {
			mend += ", or remove the key"
		}
		r.fail(at, p, "empty-value", mend, "%s is empty%s", quoteKey(k, p), helpTail(k))
	}
}

// twice refuses a word that stands twice in a list of fixed words.
func (r *reader) twice(n *yaml.Node, k *Key, p source.Place) {
	if k.Item.Type != Choice && k.Item.Type != Language {
		return
	}
	seen := map[string]bool{}
	for i, c := range n.Content {
		if s := scalar(c); s != "" && seen[s] {
			r.fail(c, p.At(fmt.Sprint(i)), "bad-value", "keep one of them", "%s: %q stands twice", quoteKey(k, p), clip(s))
		} else {
			seen[s] = true
		}
	}
}

// object checks the keys of a mapping: none unknown, none missing.
func (r *reader) object(n, at *yaml.Node, k *Key, p source.Place) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, child := n.Content[i], n.Content[i+1]
		if c := k.key(name.Value); c != nil {
			r.check(child, name, c, p.At(c.Name))
			continue
		}
		if r.stopped {
			return
		}
		in := ""
		if k.Name != "" {
			in = fmt.Sprintf(" in %s", k.Name)
		}
		r.fail(name, p.At(name.Value), "unknown-key", knownMend(name.Value, k.names(), "known keys: "), "unknown key %q%s", clip(name.Value), in)
		if s := suggest(name.Value, k.names()); s != "" {
			r.broken(p.At(s)) // surely meant: what is said about it would be said twice
		}
	}
	for i := range k.Keys {
		if c := &k.Keys[i]; c.needed(n) && find(n, c.Name) == nil && !misspelt(n, c.Name, k) {
			r.fail(at, p.At(c.Name), "missing-key", missingMend(c), "%q is missing%s", c.Name, helpTail(c))
		}
	}
}

// needed reports whether a key must stand in a mapping.
func (k *Key) needed(n *yaml.Node) bool {
	return k.Required && (k.Unless == "" || find(n, k.Unless) == nil)
}

// misspelt reports whether an unknown key of a mapping surely means name.
func misspelt(n *yaml.Node, name string, k *Key) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if w := n.Content[i].Value; k.key(w) == nil && suggest(w, k.names()) == name {
			return true
		}
	}
	return false
}

func missingMend(k *Key) string {
	example := k.Example
	switch {
	case example == "" && len(k.Choices) > 0:
		return fmt.Sprintf("add %s: with one of: %s", k.Name, strings.Join(k.Choices, ", "))
	case example == "":
		return fmt.Sprintf("add %s:", k.Name)
	}
	return fmt.Sprintf("add, for example: %s: %s", k.Name, example)
}

func helpTail(k *Key) string {
	if k.Help == "" {
		return ""
	}
	return ": " + k.Help
}

// quoteKey names a key in a message.
func quoteKey(k *Key, p source.Place) string {
	if k.Name != "" {
		return k.Name
	}
	return p.Path[strings.LastIndexByte(p.Path, '/')+1:]
}

// find returns the value of a key in a mapping, or nil.
func find(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}

// plain returns the text of a scalar as it is used: surrounding space gone,
// tabs as spaces, composed characters (Unicode NFC), so that the same words
// typed on any system are the same text.
func plain(n *yaml.Node) string {
	return norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(n.Value, "\t", " ")))
}

// object is a mapping that passed the reader, for picking values up. Where
// the value of a key could not be used the accessors return nothing.
type object struct {
	node     *yaml.Node
	fallback *yaml.Node // asked for keys that node has not; may be nil
	place    source.Place
}

func (o object) get(name string) *yaml.Node {
	if n := find(o.node, name); n != nil {
		return n
	}
	return find(o.fallback, name)
}

// has reports whether the mapping itself has a key.
func (o object) has(name string) bool { return find(o.node, name) != nil }

func (o object) text(name string) string { return scalar(o.get(name)) }

func scalar(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || isNull(n) {
		return ""
	}
	return plain(n)
}

func (o object) flag(name string) bool { return o.text(name) == "true" }

func (o object) number(name string) int {
	n, _ := parseNumber(o.text(name))
	return n
}

func (o object) date(name string) badge.Date {
	d, _ := badge.ParseDate(o.text(name))
	return d
}

func (o object) sub(name string) object {
	return object{node: o.get(name), place: o.place.At(name)}
}

// texts returns a list of texts; one text alone is a list of one.
func (o object) texts(name string) []string {
	n := o.get(name)
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.ScalarNode:
		if s := scalar(n); s != "" {
			return []string{s}
		}
		return nil
	case n.Kind != yaml.SequenceNode:
		return nil
	}
	var out []string
	for _, c := range n.Content {
		out = append(out, scalar(c))
	}
	return out
}

// list returns the entries of a list of objects; a plain text among them
// becomes an object with the one key short.
func (o object) list(name, short string) []object {
	n := o.get(name)
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	var out []object
	for i, c := range n.Content {
		out = append(out, object{node: expandShort(c, short), place: o.place.Index(name, i)})
	}
	return out
}

func expandShort(n *yaml.Node, short string) *yaml.Node {
	if n == nil || n.Kind != yaml.ScalarNode || short == "" {
		return n
	}
	return &yaml.Node{Kind: yaml.MappingNode, Line: n.Line, Column: n.Column,
		Content: []*yaml.Node{{Kind: yaml.ScalarNode, Value: short, Line: n.Line, Column: n.Column}, n}}
}
