package intake

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

var (
	errUnpacked  = errors.New("too large when unpacked")
	errMalformed = errors.New("not well formed")
)

// Bounds of XML that somebody else wrote.
const (
	maxDepth = 64
	maxToken = 1 << 20 // bytes of one tag, or one stretch of text
)

// element walks through the XML of a part. It holds the names of the elements
// around the place where it is, and nothing of what it has passed.
type element struct {
	d      *xml.Decoder
	meter  *meter
	around []string
}

// next returns the next token. Document types, by which XML can be made to
// unfold itself, are refused; no part of a workbook has one.
func (e *element) next() (xml.Token, error) {
	e.meter.token = 0
	token, err := e.d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case xml.StartElement:
		if len(e.around) == maxDepth {
			return nil, errMalformed
		}
		e.around = append(e.around, t.Name.Local)
	case xml.EndElement:
		e.around = e.around[:len(e.around)-1] // the decoder has seen to it that it began
	case xml.Directive:
		return nil, errMalformed
	}
	return token, nil
}

// inside reports whether an element of that name is around the one that was
// just entered.
func (e *element) inside(name string) bool {
	return slices.Contains(e.around[:len(e.around)-1], name)
}

// text reads on to the end of the element that was just entered, and collects
// the text of its "t" elements, but for the reading aids of East Asian scripts
// ("rPh").
func (e *element) text(to *strings.Builder) error {
	return e.within(func(start xml.StartElement, text xml.CharData) error {
		if start.Name.Local == "" && e.around[len(e.around)-1] == "t" && !slices.Contains(e.around, "rPh") {
			to.Write(text)
			if to.Len() > 4*MaxText { // it is refused where it is used
				return errMalformed
			}
		}
		return nil
	})
}

// within reads on to the end of the element that was just entered.
func (e *element) within(visit func(start xml.StartElement, text xml.CharData) error) error {
	depth := len(e.around)
	for len(e.around) >= depth {
		token, err := e.next()
		switch {
		case errors.Is(err, errUnpacked):
			return errUnpacked
		case err != nil:
			return errMalformed
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = visit(t, nil)
		case xml.CharData:
			err = visit(xml.StartElement{}, t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// attr returns an attribute of an element, whatever its namespace: the strict
// and the transitional form have different ones.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// meter bounds what is unpacked: of all parts together, and of one token.
type meter struct {
	from  io.Reader
	left  *int64
	token int
}

func (m *meter) Read(p []byte) (int, error) {
	if *m.left <= 0 {
		return 0, errUnpacked
	}
	if m.token > maxToken {
		return 0, errMalformed
	}
	n, err := m.from.Read(p[:min(int64(len(p)), *m.left)])
	*m.left -= int64(n)
	m.token += n
	return n, err
}

// unescape reads the escapes of characters that XML cannot hold: _x000D_
// (ISO/IEC 29500-1, 22.4.2.4).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			break
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' || n >= 0xd800 && n < 0xe000 {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(n))
		s = s[i+7:]
	}
	b.WriteString(s)
	return b.String()
}
