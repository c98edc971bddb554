package rdfc

import (
	"bytes"
	"unicode/utf8"
)

// OrderAgrees reports whether canonical N-Quads stand in the same order for
// implementations that sort by UTF-16 unit, as those in JavaScript do, and for
// those that sort by code point, as RDFC-1.0 §4.4 says. They part where two
// lines first differ in a character beyond U+FFFF (an emoji) against one from
// U+E000 to U+FFFF (a full-width letter): the hashes then differ, and who
// signed such a document could not be verified everywhere.
func OrderAgrees(canonical []byte) bool {
	if !beyond(canonical) {
		return true
	}
	var former []byte
	for line := range bytes.Lines(canonical) {
		if former != nil && after16(former, line) {
			return false
		}
		former = line
	}
	return true
}

// beyond reports whether a text has characters of both ranges, so that the two
// orders could part.
func beyond(text []byte) bool {
	high, private := false, false
	for _, c := range text {
		high = high || c >= 0xf0
		private = private || c == 0xee || c == 0xef
	}
	return high && private
}

// after16 reports whether a sorts after b by UTF-16 unit.
func after16(a, b []byte) bool {
	for len(a) > 0 && len(b) > 0 {
		x, n := utf8.DecodeRune(a)
		y, m := utf8.DecodeRune(b)
		if x != y {
			return unit(x) > unit(y)
		}
		a, b = a[n:], b[m:]
	}
	return len(a) > len(b)
}

// unit maps a character to its place in the order by UTF-16 unit: those beyond
// U+FFFF begin with a surrogate, and so come before U+E000.
func unit(r rune) rune {
	switch {
	case r > 0xffff:
		return r - 0x10000 + 0xd800
	case r >= 0xe000:
		return r + 0x110000
	}
	return r
}
