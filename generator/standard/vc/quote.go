package vc

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// byUTF16 compares two quoted names by their UTF-16 code units (RFC 8785
// §3.2.3). That is the order of their bytes as long as none of these begins a
// character from U+E000 on.
func byUTF16(a, b []byte) int {
	a, b = unquote(a), unquote(b)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			if max(a[i], b[i]) < 0xee {
				return cmp.Compare(a[i], b[i])
			}
			return slices.Compare(utf16.Encode(bytes.Runes(a)), utf16.Encode(bytes.Runes(b)))
		}
	}
	return cmp.Compare(len(a), len(b))
}

// number writes a number as ECMAScript does. The short integers that are
// nearly all of them stand that way already.
func number(b, n []byte) ([]byte, error) {
	if len(n) <= 15 && n[0] != '-' && !bytes.ContainsAny(n, ".eE") {
		return append(b, n...), nil
	}
	written, err := jcs.Transform(slices.Concat([]byte{'['}, n, []byte{']'}))
	if err != nil {
		return nil, err
	}
	return append(b, written[1:len(written)-1]...), nil
}

// unquote returns the text of a string that stands in quotes.
func unquote(s []byte) []byte {
	s = s[1 : len(s)-1]
	i := bytes.IndexByte(s, '\\')
	if i < 0 {
		return s
	}
	b := append(make([]byte, 0, len(s)), s[:i]...)
	for ; i < len(s); i++ {
		if s[i] != '\\' {
			b = append(b, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r := unit(s[i+1:])
			i += 4
			if utf16.IsSurrogate(r) {
				r = utf16.DecodeRune(r, unit(s[i+3:]))
				i += 6
			}
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, s[i])
		}
	}
	return b
}

func unit(s []byte) rune {
	v, _ := strconv.ParseUint(string(s[:4]), 16, 16) // four digits: the text is JSON
	return rune(v)
}

// requote appends a string that stands in quotes in the form of quote. One
// without an escape, or with those alone that quote writes too, stands that way
// already.
func requote(b, s []byte) []byte {
	for i := bytes.IndexByte(s, '\\'); i >= 0; {
		if c := s[i+1]; c == 'u' || c == '/' {
			return quote(b, unquote(s))
		}
		n := bytes.IndexByte(s[i+2:], '\\')
		if n < 0 {
			break
		}
		i += 2 + n
	}
	return append(b, s...)
}

// quote appends a string in the form of RFC 8785 §3.2.2.2.
func quote(b, s []byte) []byte {
	b = append(b, '"')
	from := 0
	for i, c := range s {
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, `\b`...)
		case '\f':
			b = append(b, `\f`...)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			const hex = "0123456789abcdef"
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(append(b, s[from:]...), '"')
}
