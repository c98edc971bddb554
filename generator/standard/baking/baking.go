// Package baking puts credentials into pictures and takes them out, as the
// Open Badges Baking Specification (IMS Global, 2.0) and Open Badges 3.0 §5.3
// (1EdTech, 2024) say: into PNG as an iTXt chunk, into SVG as the first child
// of the root.
//
//	picture, err := baking.Bake(picture, baking.Credential{Version: baking.OB2, Text: assertion})
//	credentials, err := baking.Unbake(picture)
//
// Who bakes into one picture again and again reads it once, with Read.
//
// Baking replaces what was baked in before under the same version, and never
// doubles it: the standard allows each once, and readers stop at the first.
// One of each version may stand side by side. Pixels are never encoded anew,
// and every other chunk and every other byte of an SVG's elements stays as it
// is. Unbake refuses a picture that holds two of one version: which of them
// is meant, nobody can say.
//
// Read as well are the older forms that are still around: a PNG whose text is
// in tEXt, zTXt or a compressed iTXt chunk.
package baking

import (
	"bytes"
	"errors"
	"fmt"
)

// Version is a version of Open Badges; each has a place of its own in a
// picture.
type Version int

// The versions.
const (
	OB2 Version = 2 // PNG keyword "openbadges", SVG element assertion in http://openbadges.org
	OB3 Version = 3 // PNG keyword "openbadgecredential", SVG element credential in https://purl.imsglobal.org/ob/v3p0
)

// MaxText is the length of the longest text that is baked or taken out, in
// bytes.
const MaxText = 1 << 20

// Credential is what is baked into a picture.
type Credential struct {
	Version Version
	Text    string // JSON, or a compact JWS; of OB 2.0 also the URL of a hosted Assertion
	Verify  string // SVG alone: the attribute "verify"; URL of a hosted Assertion beside its JSON
}

// Errors of Unbake and Bake that a caller can act on.
var (
	// ErrNone says that a picture holds no credential.
	ErrNone = errors.New("the picture holds no credential")
	// ErrAmbiguous says that a picture holds two credentials of one version.
	ErrAmbiguous = errors.New("the picture holds two credentials of one version, and nobody can say which is meant")
	// ErrFormat says that a file is neither PNG nor SVG.
	ErrFormat = errors.New("expected a PNG or an SVG")
)

// form is one row of the table of places.
type form struct {
	version   Version
	keyword   string // of PNG
	namespace string // of SVG
	element   string // of SVG
}

// forms lists where each version stands.
func forms() []form {
	return []form{
		{OB2, "openbadges", "http://openbadges.org", "assertion"},
		{OB3, "openbadgecredential", "https://purl.imsglobal.org/ob/v3p0", "credential"},
	}
}

func formOf(v Version) (form, error) {
	for _, f := range forms() {
		if f.version == v {
			return f, nil
		}
	}
	return form{}, fmt.Errorf("baking: there is no version %d of Open Badges", v)
}

// Bake returns the picture with the credentials in it.
func Bake(picture []byte, credentials ...Credential) ([]byte, error) {
	p, err := Read(picture)
	if err != nil {
		return nil, err
	}
	return p.Bake(credentials...)
}

// Picture is a picture that was read once, to be baked into many times.
// Several goroutines may use it.
type Picture struct {
	data   []byte
	chunks []chunk  // of a PNG
	svg    *drawing // nil: it is a PNG
}

// Read reads a picture for baking. Its bytes must not be changed afterwards.
func Read(picture []byte) (*Picture, error) {
	p := &Picture{data: picture}
	switch {
	case bytes.HasPrefix(picture, []byte(signature)):
		for c, err := range chunks(picture) {
			if err != nil {
				return nil, err
			}
			p.chunks = append(p.chunks, c)
		}
	case looksLikeXML(picture):
		d, err := read(picture)
		if err != nil {
			return nil, err
		}
		p.svg = &d
	default:
		return nil, ErrFormat
	}
	return p, nil
}

// Bake returns the picture with the credentials in it.
func (p *Picture) Bake(credentials ...Credential) ([]byte, error) {
	return p.Append(nil, credentials...)
}

// Append is Bake for who bakes many: it appends to b.
func (p *Picture) Append(b []byte, credentials ...Credential) ([]byte, error) {
	seen := map[Version]bool{}
	for _, c := range credentials {
		if _, err := formOf(c.Version); err != nil {
			return nil, err
		}
		switch {
		case seen[c.Version]:
			return nil, fmt.Errorf("baking: two credentials of version %d", c.Version)
		case len(c.Text)+len(c.Verify) > MaxText:
			return nil, fmt.Errorf("the credential has %d bytes, more than the limit of %d", len(c.Text), MaxText)
		case c.Text == "":
			return nil, errors.New("the credential is empty")
		}
		seen[c.Version] = true
	}
	if p.svg != nil {
		return p.bakeSVG(b, credentials)
	}
	return p.bakePNG(b, credentials)
}

// Unbake returns the credentials in a picture, OB 2.0 first. ErrNone says
// that there are none, ErrAmbiguous that there are two of one version.
func Unbake(picture []byte) ([]Credential, error) {
	var found []Credential
	var err error
	switch {
	case bytes.HasPrefix(picture, []byte(signature)):
		found, err = unbakePNG(picture)
	case looksLikeXML(picture):
		found, err = unbakeSVG(picture)
	default:
		return nil, ErrFormat
	}
	if err != nil {
		return nil, err
	}
	var sorted []Credential
	for _, f := range forms() {
		n := len(sorted)
		for _, c := range found {
			if c.Version == f.version {
				sorted = append(sorted, c)
			}
		}
		if len(sorted) > n+1 {
			return nil, ErrAmbiguous
		}
	}
	if len(sorted) == 0 {
		return nil, ErrNone
	}
	return sorted, nil
}

func looksLikeXML(b []byte) bool {
	b = bytes.TrimSpace(bytes.TrimPrefix(b[:min(len(b), 4096)], []byte("\ufeff")))
	return bytes.HasPrefix(b, []byte("<"))
}

// EscapeBraces writes the braces inside the strings of a JSON text as \u007b
// and \u007d. Some readers of baked PNGs find the end of the JSON by counting
// braces; the value stays the same.
func EscapeBraces(json string) string {
	inside, from := false, 0
	var b []byte
	for i := 0; i < len(json); i++ {
		switch c := json[i]; {
		case c == '"':
			inside = !inside
		case !inside:
		case c == '\\':
			i++ // whatever it escapes
		case c == '{', c == '}':
			if b == nil {
				b = make([]byte, 0, len(json)+64)
			}
			b = fmt.Appendf(append(b, json[from:i]...), `\u%04x`, c)
			from = i + 1
		}
	}
	if from == 0 {
		return json
	}
	return string(append(b, json[from:]...))
}
