package rdfc

import (
	"crypto"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// hasher is a hash function that answers in lower-case hexadecimal.
type hasher func([]byte) string

func hashOf(h crypto.Hash) (hasher, error) {
	switch h {
	case 0, crypto.SHA256:
		return func(b []byte) string { sum := sha256.Sum256(b); return hex.EncodeToString(sum[:]) }, nil
	case crypto.SHA384:
		return func(b []byte) string { sum := sha512.Sum384(b); return hex.EncodeToString(sum[:]) }, nil
	}
	return nil, fmt.Errorf("hash %v is not one of SHA-256, SHA-384", h)
}

// issuer is the identifier issuer of section 4.3: names in the order of asking.
type issuer struct {
	prefix string
	issued map[string]string
	order  []string
}

func newIssuer(prefix string) *issuer {
	return &issuer{prefix: prefix, issued: map[string]string{}}
}

func (i *issuer) issue(label string) string {
	if name, ok := i.issued[label]; ok {
		return name
	}
	name := i.prefix + strconv.Itoa(len(i.order))
	i.issued[label] = name
	i.order = append(i.order, label)
	return name
}

func (i *issuer) clone() *issuer {
	return &issuer{prefix: i.prefix, issued: maps.Clone(i.issued), order: slices.Clone(i.order)}
}

// hashFirstDegree is section 4.6: the quads around a node, with the node
// called _:a and all others _:z.
func (s *state) hashFirstDegree(label string) string {
	lines := make([]string, 0, len(s.mentions[label]))
	for _, at := range s.mentions[label] {
		lines = append(lines, string(appendQuad(nil, s.quads[at], func(dst []byte, other string) []byte {
			if other == label {
				return append(dst, "_:a"...)
			}
			return append(dst, "_:z"...)
		})))
	}
	slices.Sort(lines)
	return s.newHash([]byte(strings.Join(lines, "")))
}

// hashRelated is section 4.7.
func (s *state) hashRelated(related string, q Quad, i *issuer, position byte) string {
	input := []byte{position}
	if position != 'g' {
		input = append(append(append(input, '<'), q.Predicate.Value...), '>')
	}
	if name, ok := s.canonical.issued[related]; ok {
		input = append(append(input, "_:"...), name...)
	} else if name, ok := i.issued[related]; ok {
		input = append(append(input, "_:"...), name...)
	} else {
		input = append(input, s.first[related]...)
	}
	return s.newHash(input)
}

// step counts the work, so that a hostile dataset ends in an error and not in
// a day of computing.
func (s *state) step(n int) error {
	if s.steps -= n; s.steps < 0 {
		return fmt.Errorf("%w: its blank nodes look too much alike", ErrTooComplex)
	}
	return nil
}

// hashNDegree is section 4.8.
func (s *state) hashNDegree(label string, i *issuer) (string, *issuer, error) {
	byHash := map[string][]string{}
	if err := s.step(1 + len(s.mentions[label])); err != nil {
		return "", nil, err
	}
	for _, at := range s.mentions[label] {
		q := s.quads[at]
		for _, c := range []struct {
			term     Term
			position byte
		}{{q.Subject, 's'}, {q.Object, 'o'}, {q.Graph, 'g'}} {
			if c.term.Kind == Blank && c.term.Value != label {
				h := s.hashRelated(c.term.Value, q, i, c.position)
				byHash[h] = append(byHash[h], c.term.Value)
			}
		}
	}
	var data strings.Builder
	for _, h := range sortedKeys(byHash) {
		path, chosen, err := s.shortestPath(byHash[h], i)
		if err != nil {
			return "", nil, err
		}
		data.WriteString(h)
		data.WriteString(path)
		i = chosen
	}
	return s.newHash([]byte(data.String())), i, nil
}

// shortestPath is step 5.4 of section 4.8: of all orders in which look-alike
// neighbours can be visited, the one with the least path.
func (s *state) shortestPath(neighbours []string, i *issuer) (string, *issuer, error) {
	var chosenPath string
	var chosen *issuer
	err := permute(neighbours, func(order []string) error {
		// Copying the issuer is the larger part of the work on a long chain.
		if err := s.step(1 + len(order) + len(i.order)/4); err != nil {
			return err
		}
		path, after, err := s.walk(order, i.clone(), chosenPath)
		if err == nil && after != nil && (chosenPath == "" || path < chosenPath) {
			chosenPath, chosen = path, after
		}
		return err
	})
	return chosenPath, chosen, err
}

// walk visits the neighbours in one order. It returns no issuer when the path
// has grown beyond the best one known.
func (s *state) walk(order []string, i *issuer, best string) (string, *issuer, error) {
	var path []byte
	var deeper []string
	hopeless := func() bool { return best != "" && len(path) >= len(best) && string(path) > best }
	for _, related := range order {
		if name, ok := s.canonical.issued[related]; ok {
			path = append(append(path, "_:"...), name...)
		} else {
			if _, ok := i.issued[related]; !ok {
				deeper = append(deeper, related)
			}
			path = append(append(path, "_:"...), i.issue(related)...)
		}
		if hopeless() {
			return "", nil, nil
		}
	}
	for _, related := range deeper {
		h, after, err := s.hashNDegree(related, i)
		if err != nil {
			return "", nil, err
		}
		path = append(append(path, "_:"...), i.issue(related)...)
		path = append(append(append(path, '<'), h...), '>')
		i = after
		if hopeless() {
			return "", nil, nil
		}
	}
	return string(path), i, nil
}

// permute calls f with every order of the list, in a fixed sequence.
func permute(list []string, f func([]string) error) error {
	order := slices.Clone(list)
	var place func(k int) error
	place = func(k int) error {
		if k >= len(order)-1 {
			return f(order)
		}
		for j := k; j < len(order); j++ {
			order[k], order[j] = order[j], order[k]
			if err := place(k + 1); err != nil {
				return err
			}
			order[k], order[j] = order[j], order[k]
		}
		return nil
	}
	return place(0)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func cmpString(a, b string) int { return strings.Compare(a, b) }
