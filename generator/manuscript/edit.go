package manuscript

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Replace puts something in the place of all that a key or a value says, within
// its quotes where it has some. Of a block, below | or >, it is the one word.
func (t *Text) Replace(n *Node, with string) error {
	at, found := t.span(n)
	if !found {
		return t.unsafe(n)
	}
	value := with
	if n.block() {
		value = strings.Replace(n.Value, strings.TrimSpace(n.Value), with, 1)
	}
	t.change(n, value, edit{at.inner, at.innerEnd, with})
	return nil
}

// Reword puts one word in the place of that with which a value begins; spaces
// may stand around it in quotes. A word that is not written as it reads, or that
// stands in a block, is left alone.
func (t *Text) Reword(n *Node, word, with string) error {
	at, found := t.span(n)
	if !found || n.block() {
		return t.unsafe(n)
	}
	if n.quote() != "" {
		at.inner += space(t.bytes[at.inner:at.innerEnd], " ")
	}
	if !bytes.HasPrefix(t.bytes[at.inner:], []byte(word)) {
		return t.unsafe(n)
	}
	t.change(n, strings.Replace(n.Value, word, with, 1), edit{at.inner, at.inner + len(word), with})
	return nil
}

func (t *Text) change(n *Node, value string, e edit) {
	n.Value, n.Tag = value, ""
	t.edits = append(t.edits, e)
}

// Add adds a key with its value to those of the file, below the line of another
// key where that is there, else before the first one.
func (t *Text) Add(key, value, after string) error {
	if len(t.Root.Content) == 0 {
		return errors.New("expected keys and values")
	}
	first, i := (*Node)(t.Root.Content[0]), 0
	indent, pair := strings.Repeat(" ", first.Column-1), key+": "+value
	_, v := t.Root.Find(after)
	switch {
	case t.Root.flow():
		t.insert(t.offset(t.Root)+len("{"), pair+", ")
	case v.Scalar() && !strings.Contains(v.Value, "\n"):
		at := t.offset(v)
		at += lineLength(t.bytes[at:])
		line := indent + pair + t.lineEnd(v)
		if at == t.end && !ended(t.bytes[:at]) {
			line = t.lineEnd(v) + indent + pair
		}
		t.insert(at, line)
		i = t.Root.position(after) + 2
	default:
		t.insert(t.offset(first), pair+t.lineEnd(first)+indent)
	}
	plain := &Node{Line: first.Line}
	t.Root.Content = slices.Insert(t.Root.Content, i, scalar(key, plain), scalar(value, plain))
	return nil
}

// Before puts a key with its value before another one of a mapping, and quotes
// and indents them as that one is.
func (t *Text) Before(m *Node, next, key, value string) error {
	i := m.position(next)
	if i < 0 {
		return t.unsafe(t.Root)
	}
	k, v := m.entry(i)
	at, found := t.span(k)
	if !found || !bytes.HasPrefix(bytes.TrimLeft(t.bytes[at.to:], " \t"), []byte(":")) { // "? key" would be torn apart
		return t.unsafe(k)
	}
	kq, vq := k.quote(), v.quote()
	t.insert(at.from, kq+key+kq+": "+vq+value+vq+t.between(m, k, at.from))
	m.Content = slices.Insert(m.Content, i, scalar(key, k), scalar(value, v))
	return nil
}

// scalar is a word in the quotes of another.
func scalar(word string, like *Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Style: like.Style & (yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle), Value: word, Line: like.Line}
}

func (t *Text) insert(at int, text string) { t.edits = append(t.edits, edit{at, at, text}) }

// between is what stands between two keys of a mapping, where the second takes
// the place of one that begins at an offset.
func (t *Text) between(m, k *Node, at int) string {
	if !m.flow() {
		return t.lineEnd(k) + strings.Repeat(" ", k.Column-1)
	}
	if indent := t.bytes[t.lines[k.Line-1]:at]; len(bytes.TrimLeft(indent, " \t")) == 0 {
		return "," + t.lineEnd(k) + string(indent)
	}
	return ", "
}
