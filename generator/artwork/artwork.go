// Package artwork makes and admits the pictures of achievements.
//
// Where an author gives a picture, PNG and SVG admit it: they read the whole
// file, refuse what could do harm or would look broken, and return the file
// without anything that is not picture. Pixels are never encoded anew: every
// chunk of a PNG that takes part in its look comes out byte for byte.
//
//	clean, info, err := artwork.PNG(data)
//	clean, info, problems := artwork.SVG(data)
//
// Where an author gives none, Draw makes one from the name of the
// achievement, always the same one, as SVG and as PNG:
//
//	p := artwork.Draw(artwork.Subject{Kind: artwork.Badge, Slug: "knots"})
//	svg := p.SVG()
//	png, err := p.PNG(512)
//
// Card sets a picture, given or drawn, beside the name of its achievement, for
// the previews of links:
//
//	png, err := artwork.Card(artwork.CardSubject{Kind: artwork.Badge, Name: "Knots", Picture: data})
//
// A drawn badge is round, like an enamel pin or an embroidered patch; a drawn
// micro-credential is a seal or a shield with engraved lines. The form alone
// tells which is which.
package artwork

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/sealpress/sealpress/generator/diag"
)

// Info describes a picture that was admitted.
type Info struct {
	Width, Height int      // in pixels; of an SVG, the size of its view box, rounded
	Small         bool     // a PNG below 400 pixels: it looks coarse in print and on dense screens
	Animated      bool     // an animated PNG
	Removed       []string // chunks or elements that were left out, sorted: "tEXt", "<metadata>"
}

// Problem says why a picture is refused. PNG returns one as its error.
type Problem struct {
	Line, Column int // in an SVG, from 1, columns in characters; 0 for the file as a whole
	Severity     diag.Severity
	Rule         string
	Message      string
	Mend         string
}

// Error returns the message, so that a Problem can be an error.
func (p Problem) Error() string { return p.Message }

// The rules that a Problem may name.
const (
	RuleFormat = "artwork-format" // not a PNG or SVG, or broken
	RuleSize   = "artwork-size"   // too large, too small or not square
	RuleActive = "artwork-active" // an SVG that is more than a picture
)

// Logo admits the logo of an issuer: PNG or SVG, of any shape, under the same
// rules as artwork. ext is the ending of its file's name, ".png" or ".svg".
func Logo(data []byte, ext string) (clean []byte, problems []Problem) {
	if ext == ".svg" {
		clean, _, problems = admitSVG(data, true)
		return clean, problems
	}
	clean, _, err := admitPNG(data, true)
	if p := (Problem{}); errors.As(err, &p) {
		return nil, []Problem{p}
	}
	return clean, nil
}

// format names what a file is by its first bytes, or returns "".
func format(data []byte) string {
	for _, f := range []struct{ name, magic string }{
		{"PNG", "\x89PNG\r\n\x1a\n"},
		{"JPEG", "\xff\xd8\xff"},
		{"GIF", "GIF8"},
		{"BMP", "BM"},
		{"TIFF", "II*\x00"},
		{"TIFF", "MM\x00*"},
		{"JPEG XL", "\xff\x0a"},
		{"JPEG XL", "\x00\x00\x00\x0cJXL "},
		{"PDF", "%PDF-"},
		{"ICO", "\x00\x00\x01\x00"},
		{"gzip", "\x1f\x8b"},
		{"a Git LFS pointer", "version https://git-lfs"},
	} {
		if bytes.HasPrefix(data, []byte(f.magic)) {
			return f.name
		}
	}
	if len(data) >= 12 {
		switch kind := string(data[8:12]); {
		case string(data[:4]) == "RIFF" && kind == "WEBP":
			return "WebP"
		case string(data[4:8]) == "ftyp" && (kind == "avif" || kind == "avis"):
			return "AVIF"
		case string(data[4:8]) == "ftyp":
			return "HEIF or video"
		}
	}
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\ufeff"))))
	switch {
	case bytes.HasPrefix(text, []byte("<!doctype html")), bytes.HasPrefix(text, []byte("<html")):
		return "HTML"
	case bytes.HasPrefix(text, []byte("<?xml")), bytes.HasPrefix(text, []byte("<svg")):
		return "SVG"
	}
	return ""
}

// mistaken is the problem of a file that is something else than its name says.
func mistaken(data []byte, want string) Problem {
	p := Problem{Rule: RuleFormat, Message: "is not a " + want, Mend: "use PNG or SVG"}
	if want == "SVG" {
		p.Message = "is not an SVG"
	}
	switch is := format(data); {
	case is == "a Git LFS pointer":
		p.Message, p.Mend = "is a Git LFS pointer, not the picture", "run: git lfs pull"
	case is == "gzip" && want == "SVG":
		p.Message, p.Mend = "is a compressed SVG (.svgz)", "save it as plain SVG"
	case is == "PNG" || is == "SVG":
		p.Message, p.Mend = fmt.Sprintf("is %s, not %s", is, want), fmt.Sprintf("rename it so that it ends in .%s", bytes.ToLower([]byte(is)))
	case is != "":
		p.Message = fmt.Sprintf("is %s, not %s", is, want)
	case len(data) == 0:
		p.Message = "the file is empty"
	case bytes.HasPrefix(data, []byte("\x89PNG")), bytes.HasPrefix(data, []byte("\xef\xbf\xbdPNG")):
		p.Message = "is a PNG that was damaged when it was copied as text"
		p.Mend = "copy it again, as a binary file"
	}
	return p
}
