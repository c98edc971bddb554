package jcs

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"unicode/utf8"
)

// scanner walks once over a text. It keeps nothing but the names of the
// objects that are open.
type scanner struct {
	text  []byte
	at    int
	depth int  // that is left
	cases bool // refuse names that differ only in upper and lower case

	names []name
}

// name is a member of an object that is open.
type name struct {
	offset int // in the text
	exact  []byte
}

func (s *scanner) document() error {
	s.space()
	if err := s.value(); err != nil {
		return err
	}
	s.space()
	if s.at < len(s.text) {
		return s.wrong("expected nothing after the value")
	}
	return nil
}

func (s *scanner) wrong(reason string) error { return &SyntaxError{Offset: s.at, Reason: reason} }

func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

// next skips space and returns the byte there, or 0 at the end.
func (s *scanner) next() byte {
	s.space()
	return s.peek()
}

func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scanner) value() error {
	switch c := s.peek(); {
	case c == '{':
		return s.object()
	case c == '[':
		return s.array()
	case c == '"':
		_, err := s.string(false)
		return err
	case c == '-', '0' <= c && c <= '9':
		return s.number()
	case s.literal("true"), s.literal("false"), s.literal("null"):
		return nil
	}
	return s.wrong("expected a value")
}

func (s *scanner) literal(word string) bool {
	if !bytes.HasPrefix(s.text[s.at:], []byte(word)) {
		return false
	}
	s.at += len(word)
	return true
}

func (s *scanner) enter() error {
	if s.depth--; s.depth < 0 {
		return fmt.Errorf("%w, at byte %d", ErrDepth, s.at)
	}
	s.at++
	return nil
}

func (s *scanner) leave() {
	s.depth++
	s.at++
}

func (s *scanner) array() error {
	if err := s.enter(); err != nil {
		return err
	}
	if s.next() == ']' {
		s.leave()
		return nil
	}
	for {
		s.space()
		if err := s.value(); err != nil {
			return err
		}
		switch s.next() {
		case ',':
			s.at++
		case ']':
			s.leave()
			return nil
		default:
			return s.wrong(`expected "," or "]"`)
		}
	}
}

func (s *scanner) object() error {
	if err := s.enter(); err != nil {
		return err
	}
	first := len(s.names)
	if s.next() == '}' {
		s.leave()
		return nil
	}
	for {
		if err := s.member(); err != nil {
			return err
		}
		switch s.next() {
		case ',':
			s.at++
		case '}':
			if err := s.distinct(s.names[first:]); err != nil {
				return err
			}
			s.names = s.names[:first]
			s.leave()
			return nil
		default:
			return s.wrong(`expected "," or "}"`)
		}
	}
}

func (s *scanner) member() error {
	if s.next() != '"' {
		return s.wrong("expected the name of a member")
	}
	n := name{offset: s.at}
	var err error
	if n.exact, err = s.string(true); err != nil {
		return err
	}
	s.names = append(s.names, n)
	if s.next() != ':' {
		return s.wrong(`expected ":"`)
	}
	s.at++
	s.space()
	return s.value()
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// string walks over a string; where keep is set, it returns its value.
func (s *scanner) string(keep bool) (value []byte, err error) {
	s.at++
	from, unescaped := s.at, false // what of value is not in it yet begins at from
	for s.at < len(s.text) {
		if s.at+8 <= len(s.text) {
			// Eight bytes at once, while none is a control character, a
			// quotation mark, a backslash or not ASCII.
			w := binary.LittleEndian.Uint64(s.text[s.at:])
			quote, back := w^(ones*'"'), w^(ones*'\\')
			special := (w | (w-ones*' ')&^w | (quote-ones)&^quote | (back-ones)&^back) & highs
			if special == 0 {
				s.at += 8
				continue
			}
			s.at += bits.TrailingZeros64(special) / 8
		}
		switch c := s.text[s.at]; {
		case c == '"':
			switch {
			case keep && unescaped:
				value = append(value, s.text[from:s.at]...)
			case keep:
				value = s.text[from:s.at]
			}
			s.at++
			return value, nil
		case c == '\\':
			before := s.text[from:s.at]
			r, err := s.escape()
			if err != nil {
				return nil, err
			}
			if keep {
				value = utf8.AppendRune(append(value, before...), r)
				from, unescaped = s.at, true
			}
		case c < 0x20:
			return nil, s.wrong("a control character stands in a string")
		case c < utf8.RuneSelf:
			s.at++
		default:
			r, size := utf8.DecodeRune(s.text[s.at:])
			if r == utf8.RuneError && size <= 1 {
				return nil, s.wrong("invalid UTF-8")
			}
			if noncharacter(r) {
				return nil, s.wrong("a noncharacter stands in a string")
			}
			s.at += size
		}
	}
	return nil, s.wrong("the string has no end")
}

// escape reads what begins with a backslash.
func (s *scanner) escape() (rune, error) {
	s.at++
	c := s.peek()
	if c == 'u' {
		return s.unicode()
	}
	for i, letter := range []byte(`"\/bfnrt`) {
		if c == letter {
			s.at++
			return rune("\"\\/\b\f\n\r\t"[i]), nil
		}
	}
	return 0, s.wrong("expected an escape of JSON")
}

// unicode reads uXXXX, or the pair uXXXX\uXXXX.
func (s *scanner) unicode() (rune, error) {
	start := s.at
	r, ok := s.hex()
	if !ok {
		return 0, s.wrong("expected four hexadecimal digits")
	}
	if r >= 0xd800 && r < 0xe000 {
		var low rune
		if r < 0xdc00 && s.literal(`\`) && s.peek() == 'u' {
			low, _ = s.hex() // 0 is no low surrogate
		}
		if low < 0xdc00 || low >= 0xe000 {
			s.at = start
			return 0, s.wrong("a surrogate stands alone")
		}
		r = 0x10000 + (r-0xd800)<<10 + (low - 0xdc00)
	}
	if noncharacter(r) {
		s.at = start
		return 0, s.wrong("a noncharacter stands in a string")
	}
	return r, nil
}

// hex reads a letter and four hexadecimal digits.
func (s *scanner) hex() (rune, bool) {
	if s.at+5 > len(s.text) {
		return 0, false
	}
	var r rune
	for _, c := range s.text[s.at+1 : s.at+5] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	s.at += 5
	return r, true
}

// noncharacter reports whether RFC 7493 §2.1 bans a character that is no
// surrogate.
func noncharacter(r rune) bool {
	return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef
}

// number walks over a number. Only one with an exponent or with very many
// digits can lie beyond a double.
func (s *scanner) number() error {
	start := s.at
	if s.peek() == '-' {
		s.at++
	}
	if s.peek() == '0' {
		s.at++
	} else if s.digits() == 0 {
		return s.wrong("expected a digit")
	}
	if s.peek() == '.' {
		s.at++
		if s.digits() == 0 {
			return s.wrong("expected a digit")
		}
	}
	exponent := s.peek()|0x20 == 'e'
	if exponent {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		if s.digits() == 0 {
			return s.wrong("expected a digit")
		}
	}
	if exponent || s.at-start > 300 {
		f, err := strconv.ParseFloat(string(s.text[start:s.at]), 64)
		if err != nil || math.IsInf(f, 0) {
			s.at = start
			return s.wrong("the number lies beyond an IEEE double")
		}
	}
	return nil
}

func (s *scanner) digits() int {
	start := s.at
	for s.at < len(s.text) && '0' <= s.text[s.at] && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at - start
}
