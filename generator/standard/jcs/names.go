package jcs

import (
	"bytes"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

// few is how many names are compared each with each; more are sorted.
const few = 16

// distinct refuses two names of one object that are equal, or, where cases is
// set, that differ only in upper and lower case.
func (s *scanner) distinct(names []name) error {
	if len(names) <= few {
		for i := range names {
			for j := range i {
				if s.same(names[j].exact, names[i].exact) {
					return twice(names[j], names[i])
				}
			}
		}
		return nil
	}
	type folded struct {
		name
		folded []byte
	}
	all := make([]folded, len(names))
	for i, n := range names {
		if all[i] = (folded{n, n.exact}); s.cases {
			all[i].folded = fold(n.exact)
		}
	}
	slices.SortFunc(all, func(a, b folded) int {
		if c := bytes.Compare(a.folded, b.folded); c != 0 {
			return c
		}
		return bytes.Compare(a.exact, b.exact)
	})
	for i := range all[1:] {
		if bytes.Equal(all[i].folded, all[i+1].folded) {
			return twice(all[i].name, all[i+1].name)
		}
	}
	return nil
}

func twice(a, b name) error {
	if bytes.Equal(a.exact, b.exact) {
		return fmt.Errorf("%w: %.40q at byte %d", ErrDuplicate, b.exact, max(a.offset, b.offset))
	}
	return fmt.Errorf("%w: %.40q and %.40q, at bytes %d and %d", ErrCase, a.exact, b.exact, a.offset, b.offset)
}

// same reports whether two names count as one. Those of ASCII alone, as nearly
// all are, need not be folded for that.
func (s *scanner) same(a, b []byte) bool {
	if !s.cases {
		return bytes.Equal(a, b)
	}
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		if x|y >= utf8.RuneSelf {
			return bytes.Equal(fold(a), fold(b))
		}
		if x != y && (x^y != 'a'-'A' || x|0x20 < 'a' || x|0x20 > 'z') {
			return false
		}
	}
	return len(a) == len(b)
}

// fold returns a name in a form that is equal for all names that differ only in
// case, the simple folding of Unicode: what encoding/json takes for one name.
func fold(exact []byte) []byte {
	folded := make([]byte, 0, len(exact)+utf8.UTFMax)
	for len(exact) > 0 {
		r, size := utf8.DecodeRune(exact)
		folded = utf8.AppendRune(folded, foldRune(r))
		exact = exact[size:]
	}
	return folded
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
