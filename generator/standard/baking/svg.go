package baking

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	svgNamespace = "http://www.w3.org/2000/svg"
	maxSVG       = 4 << 20
	maxDepth     = 256
)

// element is a baked element that was found in an SVG.
type element struct {
	form       form
	start, end int // bytes of the file
	verify     string
	text       string
}

// drawing is what reading an SVG tells.
type drawing struct {
	open     int  // end of the root's start tag: the byte after ">"
	closed   bool // the root is <svg …/>
	elements []element
	prefix   bool // the root declares xmlns:openbadges
}

// read finds the root and the baked elements of an SVG.
func read(picture []byte) (drawing, error) {
	var d drawing
	switch {
	case len(picture) > maxSVG:
		return d, fmt.Errorf("the SVG has more than %d bytes", maxSVG)
	case !utf8.Valid(picture):
		return d, errors.New("the SVG is not UTF-8")
	}
	x := xml.NewDecoder(bytes.NewReader(picture))
	x.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the SVG says that it is %s, expected UTF-8", charset)
	}
	depth := 0
	var inside *element
	for {
		start := int(x.InputOffset())
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return d, fmt.Errorf("the SVG is broken: %w", err)
		}
		end := int(x.InputOffset())
		switch t := token.(type) {
		case xml.Directive:
			// Old drawing programs name the DTD of SVG 1.1; nothing is loaded
			// from there. One that defines entities could be a bomb.
			if bytes.ContainsRune(t, '[') {
				return d, errors.New("a DOCTYPE with definitions is not allowed in SVG")
			}
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return d, fmt.Errorf("the SVG is nested more than %d levels deep", maxDepth)
			}
			if depth == 1 {
				if t.Name.Local != "svg" || t.Name.Space != svgNamespace {
					return d, errors.New("the root is not <svg> in the SVG namespace")
				}
				d.open = end
				d.closed = bytes.HasSuffix(picture[:end], []byte("/>"))
				for _, a := range t.Attr {
					d.prefix = d.prefix || a.Name.Space == "xmlns" && a.Name.Local == "openbadges"
				}
				continue
			}
			for _, f := range forms() {
				if inside == nil && t.Name.Space == f.namespace && t.Name.Local == f.element {
					d.elements = append(d.elements, element{form: f, start: start})
					inside = &d.elements[len(d.elements)-1]
					for _, a := range t.Attr {
						if a.Name.Local == "verify" && a.Name.Space == "" {
							inside.verify = a.Value
						}
					}
					inside.end = -depth // until it closes
				}
			}
		case xml.CharData:
			if inside != nil {
				if inside.text += string(t); len(inside.text) > MaxText {
					return d, fmt.Errorf("the text is longer than %d bytes", MaxText)
				}
			}
		case xml.EndElement:
			if inside != nil && inside.end == -depth {
				inside.end = end
				inside = nil
			}
			depth--
		}
	}
	if d.open == 0 || depth != 0 {
		return d, errors.New("the SVG ends early")
	}
	return d, nil
}

func unbakeSVG(picture []byte) ([]Credential, error) {
	d, err := read(picture)
	if err != nil {
		return nil, err
	}
	var found []Credential
	for _, e := range d.elements {
		c := Credential{Version: e.form.version, Text: strings.TrimSpace(e.text), Verify: e.verify}
		if c.Text == "" {
			c.Text, c.Verify = strings.TrimSpace(e.verify), ""
		}
		if c.Text == "" {
			return nil, fmt.Errorf("the element <%s> is empty", e.form.element)
		}
		found = append(found, c)
	}
	return found, nil
}

// bakeSVG writes the elements right after the root's start tag, and removes
// those that they replace. The prefix is declared on the element itself, so
// that two versions can stand side by side under the one name that readers
// look for.
func (p *Picture) bakeSVG(out []byte, credentials []Credential) ([]byte, error) {
	picture, d := p.data, p.svg
	replaced := map[Version]bool{}
	size := len(picture) + len("></svg>")
	for _, c := range credentials {
		replaced[c.Version] = true
		size += len(c.Text) + len(c.Verify) + 256
	}
	at, end := d.open, ""
	out = slices.Grow(out, size)
	if d.closed {
		out = append(append(out, bytes.TrimRight(picture[:d.open-len("/>")], " \t\r\n")...), '>')
		end = "</svg>"
	} else {
		out = append(out, picture[:d.open]...)
	}
	for _, c := range credentials {
		f, err := formOf(c.Version)
		if err != nil {
			return nil, err
		}
		if out, err = appendElement(out, f, c); err != nil {
			return nil, err
		}
	}
	out = append(out, end...)
	for _, e := range d.elements {
		if replaced[e.form.version] {
			out = append(out, picture[at:e.start]...)
			at = e.end
		}
	}
	return append(out, picture[at:]...), nil
}

// appendElement writes one element: JSON as text, everything else, a JWS or a
// URL, as the attribute "verify".
func appendElement(b []byte, f form, c Credential) ([]byte, error) {
	b = append(append(append(b, "<openbadges:"...), f.element...), ` xmlns:openbadges="`...)
	b = append(append(b, f.namespace...), '"')
	attribute := func(value string) error {
		var text bytes.Buffer
		if err := xml.EscapeText(&text, []byte(value)); err != nil {
			return err
		}
		b = append(append(append(b, ` verify="`...), text.Bytes()...), '"')
		return nil
	}
	if !strings.HasPrefix(strings.TrimSpace(c.Text), "{") {
		err := attribute(c.Text)
		return append(b, "/>"...), err
	}
	if c.Verify != "" {
		if err := attribute(c.Verify); err != nil {
			return nil, err
		}
	}
	for _, r := range c.Text {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == utf8.RuneError {
			return nil, fmt.Errorf("the credential holds the character %U, which XML cannot", r)
		}
	}
	// One CDATA section and no second: some readers keep only the last.
	b = append(b, "><![CDATA["...)
	b = append(b, strings.ReplaceAll(c.Text, "]]>", `]]\u003e`)...)
	return append(append(append(b, "]]></openbadges:"...), f.element...), '>'), nil
}
