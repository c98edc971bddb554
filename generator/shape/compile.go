package shape

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

// A shape is the dataset of a template, with the slots and the names of the
// blank nodes left open.
type shape struct {
	uses   []use  // of each slot
	lines  []line // in the order that the template gave them
	blanks []blank
	memo   atomic.Pointer[memo]
	proved atomic.Bool // the library has said the same of a document
}

// use says where a slot stands.
type use struct{ iri, literal bool }

// A line is one quad, as a sequence of what is fixed and what is open.
type line struct {
	parts []part
	nodes [3]int32 // blank nodes that are subject, object and graph; -1: none
}

// A part is fixed text and what follows it: a slot, a blank node, or nothing.
type part struct {
	fixed   []byte
	slot    int32 // -1: none
	blank   int32 // -1: none
	literal bool  // the slot is a literal
}

// A blank is one blank node.
type blank struct {
	lines []int32 // in the order that the template gave them
	slots []int32 // in those lines
}

// compile returns nil when a slot does not stand where data stand.
func compile(dataset rdfc.Dataset, slots int) *shape {
	if len(dataset) > maxLines {
		return nil
	}
	b := builder{shape: &shape{uses: make([]use, slots)}, blanks: map[string]int32{}, ok: true}
	for _, q := range dataset {
		b.quad(q)
	}
	sh := b.shape
	if !b.ok || len(sh.blanks) > maxBlanks || slices.Contains(sh.uses, use{}) {
		return nil
	}
	// A scratch as a scan of the template's texts would leave it.
	s := &scratch{slots: make([]slot, slots)}
	for n := range s.slots {
		from := len(s.arena)
		s.arena = strconv.AppendInt(append(s.arena, placeholder...), int64(n), 10)
		s.slots[n].value = span{int32(from), int32(len(s.arena))}
		s.slots[n].text = s.slots[n].value
	}
	// The orders that the template has are close to those of any document, so
	// that sorting has little to do.
	for n := range sh.blanks {
		sh.hashFirstDegree(s, nil, int32(n))
		sh.blanks[n].lines = slices.Clone(s.order)
	}
	if _, verdict := sh.write(nil, s, nil, nil); verdict == filled {
		sh.reorder(slices.Clone(s.order))
	}
	return sh
}

// reorder puts the lines themselves in an order.
func (sh *shape) reorder(order []int32) {
	lines := make([]line, len(order))
	place := make([]int32, len(order))
	for n, old := range order {
		lines[n] = sh.lines[old]
		place[old] = int32(n)
	}
	sh.lines = lines
	for _, bl := range sh.blanks {
		for i, old := range bl.lines {
			bl.lines[i] = place[old]
		}
	}
}

type builder struct {
	shape  *shape
	blanks map[string]int32
	ok     bool
	line   line
	fixed  []byte
	slots  []int32 // of the line
}

func (b *builder) quad(q rdfc.Quad) {
	b.line, b.slots = line{nodes: [3]int32{-1, -1, -1}}, b.slots[:0]
	b.term(q.Subject, 0)
	b.term(q.Predicate, -1)
	b.term(q.Object, 1)
	if q.Graph.Kind != rdfc.None {
		b.term(q.Graph, 2)
	}
	b.fixed = append(b.fixed, ".\n"...)
	b.end(part{slot: -1, blank: -1})
	at := int32(len(b.shape.lines))
	b.shape.lines = append(b.shape.lines, b.line)
	for i, n := range b.line.nodes {
		if n >= 0 && !slices.Contains(b.line.nodes[:i], n) {
			bl := &b.shape.blanks[n]
			bl.lines = append(bl.lines, at)
			bl.slots = append(bl.slots, b.slots...)
		}
	}
}

func (b *builder) term(t rdfc.Term, position int) {
	switch t.Kind {
	case rdfc.Blank:
		n, known := b.blanks[t.Value]
		if !known {
			n = int32(len(b.shape.blanks))
			b.blanks[t.Value] = n
			b.shape.blanks = append(b.shape.blanks, blank{})
		}
		b.line.nodes[position] = n
		b.end(part{slot: -1, blank: n})
	case rdfc.IRI:
		b.fixed = append(b.fixed, '<')
		b.text(t.Value, position >= 0, false)
		b.fixed = append(b.fixed, '>')
	case rdfc.Literal:
		b.fixed = append(b.fixed, '"')
		b.text(t.Value, true, true)
		b.fixed = append(b.fixed, '"')
		if strings.Contains(t.Datatype, placeholder) || strings.Contains(t.Language, placeholder) {
			b.ok = false
		}
		if t.Language != "" {
			b.fixed = append(append(b.fixed, '@'), t.Language...)
		} else if t.Datatype != "" && t.Datatype != rdfc.XSDString {
			b.fixed = append(append(append(b.fixed, "^^<"...), t.Datatype...), '>')
		}
	}
	b.fixed = append(b.fixed, ' ')
}

// text is a fixed text or a slot. A placeholder that has become part of
// something else, or a predicate, shows that the slot is not data.
func (b *builder) text(value string, mayBeSlot, literal bool) {
	number, found := strings.CutPrefix(value, placeholder)
	n, err := strconv.Atoi(number)
	switch {
	case !strings.Contains(value, placeholder):
		b.fixed = rdfc.AppendEscaped(b.fixed, value)
	case !found || !mayBeSlot || err != nil || n >= len(b.shape.uses):
		b.ok = false
	default:
		u := &b.shape.uses[n]
		u.literal = u.literal || literal
		u.iri = u.iri || !literal
		b.slots = append(b.slots, int32(n))
		b.end(part{slot: int32(n), blank: -1, literal: literal})
	}
}

func (b *builder) end(p part) {
	p.fixed = bytes.Clone(b.fixed)
	b.line.parts = append(b.line.parts, p)
	b.fixed = b.fixed[:0]
}
