package vc

import (
	"bytes"
	"errors"
	"slices"
	"sync"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// tree is a JSON text taken apart, for one purpose: to write it again in the
// canonical form of RFC 8785 with a few members added. jcs.Transform does the
// same for any text; this takes a fraction of its time, which counts when ten
// thousand credentials are signed. It reads only what jcs.Strict accepted.
type tree struct {
	json  []byte
	at    int
	nodes []node
	added []byte // text of what add gave
}

// ref names a node by its place in tree.nodes. The root is 0, and since it is
// nobody's child, 0 also stands for none.
type ref int32

const root, none ref = 0, 0

// node is a value. Those of one array or object are linked by next, in the
// order of the text.
type node struct {
	name, value span // quotes included
	child, next ref
}

// span is a part of tree.json and, after it, tree.added.
type span struct{ from, to int32 }

// parse takes apart an object that is I-JSON.
func parse(text []byte) (*tree, error) {
	if err := jcs.Strict(text); err != nil {
		return nil, err
	}
	return parseStrict(text)
}

// parseStrict reads what is known to be strict JSON.
func parseStrict(text []byte) (*tree, error) {
	t := &tree{json: text}
	if kept, _ := nodes.Get().(*[]node); kept != nil {
		t.nodes = (*kept)[:0]
	}
	t.nodes = slices.Grow(t.nodes, 16+len(text)/16)
	t.space()
	if t.json[t.at] != '{' {
		return nil, errors.New("expected an object")
	}
	t.read(span{})
	return t, nil
}

// nodes keeps what trees were made of, for those that end with done.
var nodes sync.Pool

// done gives back what the tree was made of.
func (t *tree) done() {
	kept := t.nodes
	t.nodes = nil
	nodes.Put(&kept)
}

func (t *tree) space() {
	for t.at < len(t.json) && t.json[t.at] <= ' ' {
		t.at++
	}
}

// read reads the value that begins here.
func (t *tree) read(name span) ref {
	self, from := ref(len(t.nodes)), t.at
	t.nodes = append(t.nodes, node{name: name})
	switch c := t.json[t.at]; c {
	case '{', '[':
		t.at++
		t.nodes[self].child = t.children(c == '{')
	case '"':
		t.string()
	default:
		for t.at < len(t.json) && t.json[t.at] > ' ' && t.json[t.at] != ',' && t.json[t.at] != ']' && t.json[t.at] != '}' {
			t.at++
		}
	}
	t.nodes[self].value = span{int32(from), int32(t.at)}
	return self
}

// children reads up to the closing bracket and returns the first child.
func (t *tree) children(named bool) (first ref) {
	last := none
	for {
		t.space()
		switch t.json[t.at] {
		case '}', ']':
			t.at++
			return first
		case ',':
			t.at++
			t.space()
		}
		var name span
		if named {
			name = t.string()
			t.space()
			t.at++ // the colon
			t.space()
		}
		child := t.read(name)
		if last == none {
			first = child
		} else {
			t.nodes[last].next = child
		}
		last = child
	}
}

func (t *tree) string() span {
	from := t.at
	for t.at++; ; {
		t.at += bytes.IndexByte(t.json[t.at:], '"') + 1
		escapes := 0
		for t.json[t.at-escapes-2] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return span{int32(from), int32(t.at)}
		}
	}
}

// add gives the root a member; the value is JSON.
func (t *tree) add(name string, value []byte) {
	end := func() int32 { return int32(len(t.json) + len(t.added)) }
	n := node{next: t.nodes[root].child}
	n.name.from = end()
	t.added = quote(t.added, []byte(name))
	n.name.to, n.value.from = end(), end()
	t.added = append(t.added, value...)
	n.value.to = end()
	t.nodes[root].child = ref(len(t.nodes))
	t.nodes = append(t.nodes, n)
}

func (t *tree) name(r ref) []byte  { return t.text(t.nodes[r].name) }
func (t *tree) value(r ref) []byte { return t.text(t.nodes[r].value) }

func (t *tree) text(s span) []byte {
	if own := int32(len(t.json)); s.from >= own {
		return t.added[s.from-own : s.to-own]
	}
	return t.json[s.from:s.to]
}

// member returns the member of an object by its name, or none.
func (t *tree) member(of ref, name string) ref {
	if t.value(of)[0] != '{' {
		return none
	}
	for r := t.nodes[of].child; r != none; r = t.nodes[r].next {
		if string(unquote(t.name(r))) == name {
			return r
		}
	}
	return none
}

// drop takes the member of that name out of the root.
func (t *tree) drop(name string) {
	dropped := t.member(root, name)
	if dropped == none {
		return
	}
	to := &t.nodes[root].child
	for *to != dropped {
		to = &t.nodes[*to].next
	}
	*to = t.nodes[dropped].next
}

// canonical appends the canonical form of a value.
func (t *tree) canonical(b []byte, r ref) ([]byte, error) {
	switch v := t.value(r); v[0] {
	case '"':
		return requote(b, v), nil
	case '[':
		return t.array(b, r)
	case '{':
		return t.object(b, r)
	case 't', 'f', 'n':
		return append(b, v...), nil
	default:
		return number(b, v)
	}
}

func (t *tree) array(b []byte, r ref) (_ []byte, err error) {
	b = append(b, '[')
	first := t.nodes[r].child
	for c := first; c != none; c = t.nodes[c].next {
		if c != first {
			b = append(b, ',')
		}
		if b, err = t.canonical(b, c); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

func (t *tree) object(b []byte, r ref) (_ []byte, err error) {
	var few [32]ref
	sorted := few[:0]
	for c := t.nodes[r].child; c != none; c = t.nodes[c].next {
		sorted = append(sorted, c)
	}
	slices.SortFunc(sorted, func(x, y ref) int { return byUTF16(t.name(x), t.name(y)) })
	b = append(b, '{')
	for i, c := range sorted {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(requote(b, t.name(c)), ':')
		if b, err = t.canonical(b, c); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}
