package rdfc

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads N-Quads (RDF 1.1 N-Quads, W3C Recommendation of 25 February
// 2014): one quad a line, with comments and empty lines between.
func Parse(text []byte) (Dataset, error) {
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("not UTF-8")
	}
	var d Dataset
	lines := strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' || r == '\r' })
	for _, line := range lines {
		p := parser{rest: line}
		if p.space(); p.atEnd() {
			continue
		}
		q, err := p.quad()
		if err != nil {
			return nil, fmt.Errorf("reading the quad %q: %w", line, err)
		}
		d = append(d, q)
	}
	return d, nil
}

type parser struct{ rest string }

func (p *parser) space()      { p.rest = strings.TrimLeft(p.rest, " \t") }
func (p *parser) atEnd() bool { return p.rest == "" || p.rest[0] == '#' }

func (p *parser) quad() (Quad, error) {
	var terms []Term
	for {
		p.space()
		if strings.HasPrefix(p.rest, ".") {
			p.rest = p.rest[1:]
			break
		}
		t, err := p.term()
		if err != nil {
			return Quad{}, err
		}
		if terms = append(terms, t); len(terms) > 4 {
			return Quad{}, fmt.Errorf("more than four terms")
		}
	}
	if p.space(); !p.atEnd() {
		return Quad{}, fmt.Errorf("%q follows the full stop", p.rest)
	}
	if len(terms) < 3 {
		return Quad{}, fmt.Errorf("%d terms, three or four are needed", len(terms))
	}
	q := Quad{Subject: terms[0], Predicate: terms[1], Object: terms[2]}
	if len(terms) == 4 {
		q.Graph = terms[3]
	}
	q = normal(q)
	return q, q.Check()
}

func (p *parser) term() (Term, error) {
	switch {
	case strings.HasPrefix(p.rest, "<"):
		iri, err := p.iri()
		return Term{Kind: IRI, Value: iri}, err
	case strings.HasPrefix(p.rest, "_:"):
		p.rest = p.rest[2:]
		label := p.label()
		if label == "" {
			return Term{}, fmt.Errorf("a blank node has no label")
		}
		return Term{Kind: Blank, Value: label}, nil
	case strings.HasPrefix(p.rest, `"`):
		return p.literal()
	}
	return Term{}, fmt.Errorf("no term at %q", p.rest)
}

func (p *parser) iri() (string, error) {
	iri, rest, ok := strings.Cut(p.rest[1:], ">")
	if !ok {
		return "", fmt.Errorf("an IRI has no end")
	}
	p.rest = rest
	return unescape(iri, false)
}

// label takes a BLANK_NODE_LABEL, which may hold full stops but not end in one.
func (p *parser) label() string {
	end := 0
	for i, r := range p.rest {
		if r != '.' && r != '-' && r != '_' && r != ':' && r != '\u00b7' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			break
		}
		if i == 0 && (r == '.' || r == '-') {
			break
		}
		if r != '.' {
			end = i + utf8.RuneLen(r)
		}
	}
	label := p.rest[:end]
	p.rest = p.rest[end:]
	return label
}

func (p *parser) literal() (Term, error) {
	end := 1
	for end < len(p.rest) && p.rest[end] != '"' {
		if p.rest[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(p.rest) {
		return Term{}, fmt.Errorf("a literal has no end")
	}
	value, err := unescape(p.rest[1:end], true)
	if err != nil {
		return Term{}, err
	}
	t := Term{Kind: Literal, Value: value}
	p.rest = p.rest[end+1:]
	switch {
	case strings.HasPrefix(p.rest, "^^<"):
		p.rest = p.rest[2:]
		t.Datatype, err = p.iri()
	case strings.HasPrefix(p.rest, "@"):
		n := strings.IndexAny(p.rest, " \t.")
		if n < 0 {
			return Term{}, fmt.Errorf("a language tag has no end")
		}
		t.Language, p.rest = p.rest[1:n], p.rest[n:]
		if t.Language == "" {
			return Term{}, fmt.Errorf("a language tag is empty")
		}
	}
	return t, err
}

// unescape resolves UCHAR and, in literals, ECHAR.
func unescape(s string, literal bool) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		if i == len(s) {
			return "", fmt.Errorf("%q ends within an escape", s)
		}
		digits := map[byte]int{'u': 4, 'U': 8}[s[i]]
		if digits == 0 {
			at := strings.IndexByte(`tbnrf"'\`, s[i])
			if at < 0 || !literal {
				return "", fmt.Errorf(`%q has the escape \%c, which is not known there`, s, s[i])
			}
			b.WriteByte("\t\b\n\r\f\"'\\"[at])
			continue
		}
		if i+1+digits > len(s) {
			return "", fmt.Errorf("%q ends within an escape", s)
		}
		r, err := hexRune(s[i+1 : i+1+digits])
		if err != nil {
			return "", err
		}
		b.WriteRune(r)
		i += digits
	}
	return b.String(), nil
}

func hexRune(digits string) (rune, error) {
	var r rune
	for _, c := range []byte(digits) {
		at := strings.IndexByte("0123456789abcdef", c|0x20)
		if c < '0' || c > '9' && c < 'A' || at < 0 || r > unicode.MaxRune {
			return 0, fmt.Errorf("%q is no code point", digits)
		}
		r = r<<4 | rune(at)
	}
	if !utf8.ValidRune(r) {
		return 0, fmt.Errorf("%q is no code point", digits)
	}
	return r, nil
}
