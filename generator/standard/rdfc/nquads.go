package rdfc

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// AppendQuad appends one quad as a line of canonical N-Quads. Blank nodes keep
// their labels.
func AppendQuad(dst []byte, q Quad) []byte {
	return appendQuad(dst, normal(q), func(dst []byte, label string) []byte {
		return append(append(dst, "_:"...), label...)
	})
}

func appendQuad(dst []byte, q Quad, blank func([]byte, string) []byte) []byte {
	dst = append(appendTerm(dst, q.Subject, blank), ' ')
	dst = append(appendTerm(dst, q.Predicate, blank), ' ')
	dst = append(appendTerm(dst, q.Object, blank), ' ')
	if q.Graph.Kind != None {
		dst = append(appendTerm(dst, q.Graph, blank), ' ')
	}
	return append(dst, ".\n"...)
}

func appendTerm(dst []byte, t Term, blank func([]byte, string) []byte) []byte {
	switch t.Kind {
	case Blank:
		return blank(dst, t.Value)
	case Literal:
		dst = append(AppendEscaped(append(dst, '"'), t.Value), '"')
		if t.Language != "" {
			return append(append(dst, '@'), t.Language...)
		}
		if t.Datatype == "" {
			return dst
		}
		return append(append(append(dst, "^^<"...), t.Datatype...), '>')
	}
	return append(append(append(dst, '<'), t.Value...), '>')
}

// AppendEscaped appends the lexical form of a literal as canonical N-Quads
// write it between the quotation marks: short escapes where there are such,
// \u00XX for the other control characters, everything else as it is.
func AppendEscaped[T string | []byte](dst []byte, s T) []byte {
	const hex = "0123456789ABCDEF"
	done := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			continue
		}
		dst = append(dst, s[done:i]...)
		done = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, `\b`...)
		case '\t':
			dst = append(dst, `\t`...)
		case '\n':
			dst = append(dst, `\n`...)
		case '\f':
			dst = append(dst, `\f`...)
		case '\r':
			dst = append(dst, `\r`...)
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(dst, s[done:]...)
}

// normal gives literals of the two implied datatypes one spelling.
func normal(q Quad) Quad {
	if q.Object.Datatype == XSDString || q.Object.Language != "" && q.Object.Datatype == LangString {
		q.Object.Datatype = ""
	}
	return q
}

// Check refuses a quad that is not RDF, or that could not be written.
func (q Quad) Check() error {
	ok := (q.Subject.Kind == IRI || q.Subject.Kind == Blank) && q.Predicate.Kind == IRI &&
		q.Object.Kind != None && q.Graph.Kind != Literal
	if !ok {
		return fmt.Errorf("not an RDF quad: %s", strings.TrimSpace(string(AppendQuad(nil, q))))
	}
	for _, t := range []Term{q.Subject, q.Predicate, q.Object, q.Graph} {
		if err := t.check(); err != nil {
			return err
		}
	}
	return nil
}

func (t Term) check() error {
	switch t.Kind {
	case IRI:
		return CheckIRI(t.Value)
	case Blank:
		if t.Value == "" {
			return fmt.Errorf("a blank node has no label")
		}
	case Literal:
		if !utf8.ValidString(t.Value) {
			return fmt.Errorf("literal %q is not UTF-8", t.Value)
		}
		if t.Language != "" {
			if t.Datatype != "" || !isLanguage(t.Language) {
				return fmt.Errorf("literal %q has language tag %q and datatype %q", t.Value, t.Language, t.Datatype)
			}
		} else if t.Datatype != "" {
			return CheckIRI(t.Datatype)
		}
	}
	return nil
}

// CheckIRI holds an IRI to the grammar of N-Quads: a scheme, and none of the
// characters that IRIREF leaves out.
func CheckIRI(s string) error {
	colon := strings.IndexByte(s, ':')
	if colon < 1 || !isScheme(s[:colon]) {
		return fmt.Errorf("%q is not an absolute IRI", s)
	}
	if !utf8.ValidString(s) {
		return fmt.Errorf("IRI %q is not UTF-8", s)
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			return fmt.Errorf("IRI %q has the character %q in it", s, c)
		}
	}
	return nil
}

func isScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if letter := c|0x20 >= 'a' && c|0x20 <= 'z'; !letter && (i == 0 || c != '+' && c != '-' && c != '.' && (c < '0' || c > '9')) {
			return false
		}
	}
	return true
}

// isLanguage is the grammar of LANGTAG: letters, then parts of letters and
// digits.
func isLanguage(s string) bool {
	for n, part := range strings.Split(s, "-") {
		if part == "" {
			return false
		}
		for i := 0; i < len(part); i++ {
			c := part[i] | 0x20
			if letter := c >= 'a' && c <= 'z'; !letter && (n == 0 || part[i] < '0' || part[i] > '9') {
				return false
			}
		}
	}
	return true
}
