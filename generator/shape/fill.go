package shape

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strconv"
)

// verdict says whether a shape could answer for a document.
type verdict int

const (
	filled verdict = iota
	unsure         // a slot holds what the library must judge
	alike          // two blank nodes cannot be told apart by their own quads
)

// rank is a blank node with the hash that orders it.
type rank struct {
	hash [sha256.Size]byte
	node int32
}

// A memo is what one document had in its slots, and the hashes that came of
// it. Most texts are those of the achievement, the same in document after
// document, so that most blank nodes need no hashing. It is never changed.
type memo struct {
	bytes  []byte
	values []span
	hashes [][sha256.Size]byte // of the blank nodes
}

// fill appends the canonical N-Quads of the document that was scanned.
func (sh *shape) fill(dst []byte, s *scratch, document []byte, terms map[string]bool) ([]byte, verdict) {
	m := sh.memo.Load()
	s.changed = s.changed[:0]
	changes := 0
	for n, u := range sh.uses {
		value := s.value(document, n)
		changed := m == nil || !bytes.Equal(value, m.values[n].of(m.bytes))
		if changed {
			changes++
			if u.iri && !plainIRI(value, terms) {
				return dst, unsure
			}
		}
		s.changed = append(s.changed, changed)
	}
	out, verdict := sh.write(dst, s, document, m)
	if verdict == filled && (m == nil || changes*2 > len(sh.uses)) {
		sh.remember(s, document)
	}
	return out, verdict
}

func (sh *shape) remember(s *scratch, document []byte) {
	m := &memo{values: make([]span, len(s.slots)), hashes: make([][sha256.Size]byte, len(sh.blanks))}
	for n := range s.slots {
		from := len(m.bytes)
		m.bytes = append(m.bytes, s.value(document, n)...)
		m.values[n] = span{int32(from), int32(len(m.bytes))}
	}
	for _, r := range s.ranks {
		m.hashes[r.node] = r.hash
	}
	sh.memo.Store(m)
}

// plainIRI reports whether a text is an absolute IRI that no context expands.
// It errs on the side of asking the library.
func plainIRI(value []byte, terms map[string]bool) bool {
	colon := bytes.IndexByte(value, ':')
	if colon < 1 || terms[string(value[:colon])] || terms[string(value)] {
		return false
	}
	for i, c := range value[:colon] {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (i == 0 || c != '+' && c != '-' && c != '.' && (c < '0' || c > '9')) {
			return false
		}
	}
	for _, c := range value[colon:] {
		if c < 0x80 && !inIRI[c] {
			return false
		}
	}
	return true
}

// inIRI are the ASCII characters of IRIREF.
var inIRI = func() (set [0x80]bool) {
	for c := '!'; c < 0x7f; c++ {
		set[c] = !bytes.ContainsRune([]byte("<>\"{}|^`\\"), c)
	}
	return set
}()

// write names the blank nodes, writes the lines and sorts them. Without a memo
// every blank node is hashed.
func (sh *shape) write(dst []byte, s *scratch, document []byte, m *memo) ([]byte, verdict) {
	s.ranks = s.ranks[:0]
	for n := range sh.blanks {
		r := rank{node: int32(n)}
		if m != nil && !s.touches(sh.blanks[n].slots) {
			r.hash = m.hashes[n]
		} else {
			r.hash = sh.hashFirstDegree(s, document, int32(n))
		}
		s.ranks = append(s.ranks, r)
	}
	// RDFC-1.0, section 4.4.3, step 4: a hash that one node alone has gives it
	// its name, in the order of the hashes.
	slices.SortFunc(s.ranks, func(a, b rank) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	for n := range s.ranks {
		if n > 0 && s.ranks[n].hash == s.ranks[n-1].hash {
			return dst, alike
		}
		s.names[s.ranks[n].node] = int32(n)
	}
	s.order = s.order[:0]
	for n := range sh.lines {
		s.order = append(s.order, int32(n))
	}
	s.writeLines(sh, document, -1)
	s.sort(nil)
	return s.join(slices.Grow(dst, len(s.buffer)), nil), filled
}

// touches reports whether one of these slots has changed.
func (s *scratch) touches(slots []int32) bool {
	for _, n := range slots {
		if s.changed[n] {
			return true
		}
	}
	return false
}

// hashFirstDegree is RDFC-1.0, section 4.6, for one blank node. It leaves the
// order of the node's lines in the scratch.
func (sh *shape) hashFirstDegree(s *scratch, document []byte, node int32) [sha256.Size]byte {
	s.order = append(s.order[:0], sh.blanks[node].lines...)
	s.writeLines(sh, document, node)
	s.sort(sh.lines)
	s.joined = s.join(s.joined[:0], sh.lines)
	return sha256.Sum256(s.joined)
}

// labels are the canonical names, written once.
var labels = func() (names [maxBlanks]string) {
	for n := range names {
		names[n] = "_:c14n" + strconv.Itoa(n)
	}
	return names
}()

// writeLines writes the lines that are in the order to the buffer. With a node,
// that one is called _:a and all others _:z; with -1, all have their names.
func (s *scratch) writeLines(sh *shape, document []byte, node int32) {
	if cap(s.lines) < len(sh.lines) {
		s.lines = make([]span, len(sh.lines))
	}
	lines, buffer := s.lines[:cap(s.lines)], s.buffer[:0]
	for _, n := range s.order {
		from := int32(len(buffer))
		parts := sh.lines[n].parts
		for i := range parts {
			p := &parts[i]
			buffer = append(buffer, p.fixed...)
			switch {
			case p.slot >= 0:
				sl := &s.slots[p.slot]
				at := sl.value
				if p.literal {
					at = sl.text
				}
				if sl.plain {
					buffer = append(buffer, at.of(document)...)
				} else {
					buffer = append(buffer, at.of(s.arena)...)
				}
			case p.blank < 0:
			case node < 0:
				buffer = append(buffer, labels[s.names[p.blank]]...)
			case node == p.blank:
				buffer = append(buffer, "_:a"...)
			default:
				buffer = append(buffer, "_:z"...)
			}
		}
		lines[n] = span{from, int32(len(buffer))}
	}
	s.buffer = buffer
}

// sort puts the lines in order by insertion: they are nearly in order already.
// With the quads at hand, lines that are written alike are ordered by their
// nodes, so that those which are the same quad stand together.
func (s *scratch) sort(quads []line) {
	lines, order, buffer := s.lines[:cap(s.lines)], s.order, s.buffer
	for i := 1; i < len(order); i++ {
		n := order[i]
		text := lines[n].of(buffer)
		j := i
		for ; j > 0; j-- {
			before := order[j-1]
			c := bytes.Compare(lines[before].of(buffer), text)
			if c == 0 && quads != nil {
				c = slices.Compare(quads[before].nodes[:], quads[n].nodes[:])
			}
			if c <= 0 {
				break
			}
			order[j] = before
		}
		order[j] = n
	}
}

// join writes the lines in order, each quad once. Lines that are written alike
// are one quad, unless the quads at hand show that they are about different
// nodes.
func (s *scratch) join(dst []byte, quads []line) []byte {
	lines := s.lines[:cap(s.lines)]
	var run span // lines that stand one after the other in the buffer
	for i, n := range s.order {
		at := lines[n]
		if i > 0 {
			before := s.order[i-1]
			if bytes.Equal(at.of(s.buffer), lines[before].of(s.buffer)) && (quads == nil || quads[n].nodes == quads[before].nodes) {
				continue
			}
		}
		if at.from != run.to {
			dst = append(dst, run.of(s.buffer)...)
			run.from = at.from
		}
		run.to = at.to
	}
	return append(dst, run.of(s.buffer)...)
}
