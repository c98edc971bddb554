package load

import (
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/diag"
)

// Pictures are judged where they lie; what is wrong with one is said with its
// file, and the achievement itself is not called broken.
func TestBadPictures(t *testing.T) {
	svg := func(inside string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">` + "\n" + inside + "\n</svg>"
	}
	for _, test := range []struct{ id, file, text, want string }{
		{"MDH-23", "first-drill.svg", svg("<script>alert(1)</script>"), "first-drill.svg:2:1: SVG contains active content: <script> at line 2"},
		{"MDH-23a", "first-drill.svg", svg(`<rect width="10" height="10" onload="alert(1)"/>`), "first-drill.svg:2:1: SVG contains active content: onload on <rect> at line 2"},
		{"MDH-23b", "first-drill.svg", svg(`<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>`), "first-drill.svg:2:1: SVG contains active content: <foreignObject> at line 2"},
		{"MDH-23c", "first-drill.svg", svg(`<iframe src="https://evil.example/"/>`), "first-drill.svg:2:1: SVG contains active content: <iframe> at line 2"},
		{"MDH-23d", "first-drill.svg", svg(`<animate attributeName="href" values="javascript:alert(1)"/>`), "first-drill.svg:2:1: SVG contains active content: <animate> at line 2"},
		{"MDH-23e", "first-drill.svg", svg(`<set attributeName="onclick" to="alert(1)"/>`), "first-drill.svg:2:1: SVG contains active content: <set> at line 2"},
		{"MDH-23f", "first-drill.svg", svg(`<image href="https://evil.example/x.png"/>`), `first-drill.svg:2:1: SVG refers to something outside itself: "https://evil.example/x.png" on <image>`},
		{"MDH-25", "first-drill.svg", `<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>` + svg("<text>&b;</text>"), "first-drill.svg:1:1: DOCTYPE is not allowed in SVG"},
		{"MDH-25a", "first-drill.svg", `<!DOCTYPE svg SYSTEM "file:///etc/passwd">` + svg(""), "first-drill.svg:1:1: DOCTYPE is not allowed in SVG"},
		{"MDH-27", "first-drill.svg", "\xff\xfe<\x00s\x00v\x00g\x00", "first-drill.svg: SVG is in UTF-16"},
		{"MDH-27a", "first-drill.svg", `<svg viewBox="0 0 10 10"><rect width="10" height="10"/></svg>`, "first-drill.svg:1:1: SVG does not say that it is SVG: the namespace is missing"},
		{"MDH-27b", "first-drill.svgz", "\x1f\x8b\x08", "first-drill.svgz: this file has no meaning here"},
		{"MDH-27c", "first-drill.svg", "\x1f\x8b\x08\x00", "first-drill.svg: is a compressed SVG (.svgz)"},
		{"MDH-27d", "first-drill.svg", `<?xml version="1.1"?>` + svg(""), "first-drill.svg: SVG is in XML 1.1"},
		{"IMG-01", "first-drill.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "first-drill.png: PNG ends early at byte 16"},
		{"IMG-03", "first-drill.png", "\xff\xd8\xff\xe0\x00\x10JFIF\x00", "first-drill.png: is JPEG, not PNG"},
		{"IMG-03a", "first-drill.png", "<!DOCTYPE html><p>x</p>", "first-drill.png: is HTML, not PNG"},
		{"IMG-13", "first-drill.gif", "GIF89a", "first-drill.gif: this file has no meaning here"},
		{"empty", "first-drill.svg", "", "first-drill.svg: the file is empty"},
	} {
		t.Run(test.id, func(t *testing.T) {
			file := "achievements/" + test.file
			c, _ := read(t, memory(with(file, test.text)))
			findings := c.Report.Findings()
			if len(findings) != 1 {
				t.Fatalf("%d findings: %v", len(findings), printed(c))
			}
			f := findings[0]
			if got := strings.TrimPrefix(f.Pos.String(), "content/achievements/") + ": " + f.Message; got != test.want || f.Severity != diag.Error {
				t.Errorf("%s\n got %s: %s\nwant %s", test.id, f.Severity, got, test.want)
			}
			if a := c.Catalog.Achievement("first-drill", 0); a == nil || a.Image.PNG != nil || a.Image.SVG != nil || c.Broken(a.Place) {
				t.Errorf("the achievement became %+v", a)
			}
		})
	}
}
