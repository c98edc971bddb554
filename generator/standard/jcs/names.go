package jcs

import (
	"bytes"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

// few is how many names are compared each with each; more are sorted.
const few = 12

// distinct refuses two names of one object that are equal, or that differ
// only in upper and lower case.
func (s *scanner) distinct(names []name) error {
	if len(names) <= few {
		for i, n := range names {
			for _, m := range names[:i] {
				if err := s.differ(m, n); err != nil {
					return err
				}
			}
		}
		return nil
	}
	slices.SortFunc(names, func(a, b name) int {
		if c := bytes.Compare(s.in(a.folded), s.in(b.folded)); c != 0 {
			return c
		}
		return bytes.Compare(s.in(a.exact), s.in(b.exact))
	})
	for i := range names[1:] {
		if err := s.differ(names[i], names[i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (s *scanner) differ(a, b name) error {
	if !bytes.Equal(s.in(a.folded), s.in(b.folded)) {
		return nil
	}
	exact := s.in(b.exact)
	if bytes.Equal(s.in(a.exact), exact) {
		return fmt.Errorf("%w: %.40q at byte %d", ErrDuplicate, exact, max(a.offset, b.offset))
	}
	return fmt.Errorf("%w: %.40q and %.40q, at bytes %d and %d", ErrCase, s.in(a.exact), exact, a.offset, b.offset)
}

func (s *scanner) in(p span) []byte { return s.bytes[p.from:p.to] }

// fold adds a name to s.bytes in a form that is equal for all names that
// differ only in case, the simple folding of Unicode: what encoding/json
// takes for one name. A name that is folded already is not written twice.
func (s *scanner) fold(p span) span {
	plain := true
	for _, c := range s.in(p) {
		if c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return p
	}
	from := len(s.bytes)
	for at := p.from; at < p.to; {
		r, size := utf8.DecodeRune(s.bytes[at:p.to])
		s.bytes = utf8.AppendRune(s.bytes, foldRune(r))
		at += size
	}
	return span{from, len(s.bytes)}
}

// foldRune returns one and the same character for all that differ only in
// case: a letter of ASCII where there is one, else the smallest.
func foldRune(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	case r < utf8.RuneSelf:
		return r
	}
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if 'A' <= least && least <= 'Z' {
		least += 'a' - 'A'
	}
	return least
}
