// Package rdfc implements RDF Dataset Canonicalization, RDFC-1.0, as the W3C
// Recommendation of 21 May 2024 has it, and the canonical form of N-Quads that
// the same document defines in its section 5.
//
// A dataset is a set of quads. Its blank nodes have no names of their own, so
// that one dataset can be written in many ways; Canonicalize names them by
// where they stand (c14n0, c14n1, …) and writes the quads in one order. Two
// datasets that say the same give the same bytes, and those are what a Data
// Integrity proof signs.
//
//	dataset, err := rdfc.Parse(text)
//	canonical, err := rdfc.Canonicalize(dataset, rdfc.Options{})
//
// The cost grows with the symmetry of the dataset, and a hostile one can ask
// for more than any computer has. Options bound the number of blank nodes and
// the number of steps; a dataset beyond them ends in ErrTooComplex.
//
// Lines are ordered by code point, as section 4.4 says. Libraries in JavaScript
// order by UTF-16 unit, and so part from this one where, in two quads of one
// subject and predicate, a character above U+FFFF (an emoji) meets one from
// U+E000 to U+FFFF (a full-width letter) in the first place that differs.
//
// Terms are checked before they are written: an IRI with a space or an angle
// bracket in it would end its quad early and begin another.
package rdfc

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"slices"
)

// ErrTooComplex is returned for a dataset that would take more steps, or has
// more blank nodes, than the Options allow.
var ErrTooComplex = errors.New("dataset is too complex to canonicalise")

// Kind says what a Term is.
type Kind uint8

const (
	None    Kind = iota // no term: as the graph of a quad, the default graph
	IRI                 // Value is an absolute IRI
	Blank               // Value is a label, without "_:"
	Literal             // Value is the lexical form
)

// Datatypes that the syntax itself knows.
const (
	XSDString  = "http://www.w3.org/2001/XMLSchema#string"
	LangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// A Term is one position of a quad. A literal without Datatype is a string;
// one with a Language is a language-tagged string.
type Term struct {
	Kind     Kind
	Value    string
	Datatype string
	Language string
}

// A Quad is one statement in one graph.
type Quad struct {
	Subject, Predicate, Object, Graph Term
}

// A Dataset is a set of quads; repeated ones count once.
type Dataset []Quad

// Options bound the work. The zero value is SHA-256 with bounds that no
// credential reaches.
type Options struct {
	Hash     crypto.Hash // SHA256, or SHA384
	MaxBlank int         // blank nodes; 0 means 2,000
	MaxSteps int         // hashes and permutations for look-alike nodes; 0 means 200,000
}

// Canonicalize returns the canonical N-Quads of a dataset.
func Canonicalize(d Dataset, o Options) ([]byte, error) {
	s, err := canonicalize(d, o)
	if err != nil {
		return nil, err
	}
	lines := make([][]byte, 0, len(s.quads))
	for _, q := range s.quads {
		lines = append(lines, appendQuad(nil, q, func(dst []byte, label string) []byte {
			return append(append(dst, "_:"...), s.canonical.issued[label]...)
		}))
	}
	slices.SortFunc(lines, bytes.Compare)
	// Two quads that differ in the blank nodes alone stay two, for different
	// nodes have different names; only true repetitions are dropped.
	return bytes.Join(slices.CompactFunc(lines, bytes.Equal), nil), nil
}

// Labels returns the canonical label of each blank node, both without "_:".
func Labels(d Dataset, o Options) (map[string]string, error) {
	s, err := canonicalize(d, o)
	if err != nil {
		return nil, err
	}
	return s.canonical.issued, nil
}

// state is the canonicalization state of section 4.3.
type state struct {
	newHash   hasher
	quads     []Quad
	mentions  map[string][]int  // blank node → the quads it is in
	first     map[string]string // blank node → hash of its first degree quads
	canonical *issuer
	steps     int // left
}

// canonicalize is section 4.4.
func canonicalize(d Dataset, o Options) (*state, error) {
	newHash, err := hashOf(o.Hash)
	if err != nil {
		return nil, err
	}
	s := &state{newHash: newHash, mentions: map[string][]int{}, first: map[string]string{}, canonical: newIssuer("c14n"), steps: o.MaxSteps}
	if s.steps == 0 {
		s.steps = 200000
	}
	maxBlank := o.MaxBlank
	if maxBlank == 0 {
		maxBlank = 2000
	}
	if err := s.add(d); err != nil {
		return nil, err
	}
	if len(s.mentions) > maxBlank {
		return nil, fmt.Errorf("%w: %d blank nodes, at most %d", ErrTooComplex, len(s.mentions), maxBlank)
	}

	byHash := map[string][]string{}
	for _, label := range sortedKeys(s.mentions) {
		h := s.hashFirstDegree(label)
		s.first[label] = h
		byHash[h] = append(byHash[h], label)
	}
	hashes := sortedKeys(byHash)
	for _, h := range hashes {
		if alike := byHash[h]; len(alike) == 1 {
			s.canonical.issue(alike[0])
		}
	}
	for _, h := range hashes {
		if alike := byHash[h]; len(alike) > 1 {
			if err := s.tellApart(alike); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// add keeps the quads once each, after looking at every term.
func (s *state) add(d Dataset) error {
	seen := make(map[Quad]bool, len(d))
	for _, q := range d {
		q = normal(q)
		if err := q.Check(); err != nil {
			return err
		}
		if seen[q] {
			continue
		}
		seen[q] = true
		at := len(s.quads)
		s.quads = append(s.quads, q)
		for _, t := range []Term{q.Subject, q.Object, q.Graph} {
			if t.Kind == Blank && !slices.Contains(s.mentions[t.Value], at) {
				s.mentions[t.Value] = append(s.mentions[t.Value], at)
			}
		}
	}
	return nil
}

// tellApart names the blank nodes that share a first degree hash by looking
// further into the dataset.
func (s *state) tellApart(alike []string) error {
	type path struct {
		hash   string
		issuer *issuer
	}
	var paths []path
	for _, label := range alike {
		if _, done := s.canonical.issued[label]; done {
			continue
		}
		temporary := newIssuer("b")
		temporary.issue(label)
		h, after, err := s.hashNDegree(label, temporary)
		if err != nil {
			return err
		}
		paths = append(paths, path{h, after})
	}
	slices.SortStableFunc(paths, func(a, b path) int { return cmpString(a.hash, b.hash) })
	for _, p := range paths {
		for _, label := range p.issuer.order {
			s.canonical.issue(label)
		}
	}
	return nil
}
