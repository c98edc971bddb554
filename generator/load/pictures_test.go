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
		{"MDH-23", "first-drill.svg", svg("<script>alert(1)</script>"), "XX"},
		{"MDH-23a", "first-drill.svg", svg(`<rect width="10" height="10" onload="alert(1)"/>`), "XX"},
		{"MDH-23b", "first-drill.svg", svg(`<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>`), "XX"},
		{"MDH-23c", "first-drill.svg", svg(`<iframe src="https://evil.example/"/>`), "XX"},
		{"MDH-23d", "first-drill.svg", svg(`<a><animate attributeName="href" values="javascript:alert(1)"/></a>`), "XX"},
		{"MDH-23e", "first-drill.svg", svg(`<set attributeName="onclick" to="alert(1)"/>`), "XX"},
		{"MDH-23f", "first-drill.svg", svg(`<image href="https://evil.example/x.png"/>`), "XX"},
		{"MDH-25", "first-drill.svg", `<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>` + svg("<text>&b;</text>"), "XX"},
		{"MDH-25a", "first-drill.svg", `<!DOCTYPE svg SYSTEM "file:///etc/passwd">` + svg(""), "XX"},
		{"MDH-27", "first-drill.svg", "\xff\xfe<\x00s\x00v\x00g\x00", "XX"},
		{"MDH-27a", "first-drill.svg", `<svg viewBox="0 0 10 10"><rect width="10" height="10"/></svg>`, "XX"},
		{"MDH-27b", "first-drill.svgz", "\x1f\x8b\x08", "XX"},
		{"MDH-27c", "first-drill.svg", "\x1f\x8b\x08\x00", "XX"},
		{"MDH-27d", "first-drill.svg", `<?xml version="1.1"?>` + svg(""), "XX"},
		{"IMG-01", "first-drill.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "XX"},
		{"IMG-03", "first-drill.png", "\xff\xd8\xff\xe0\x00\x10JFIF\x00", "XX"},
		{"IMG-03a", "first-drill.png", "<!DOCTYPE html><p>x</p>", "XX"},
		{"IMG-13", "first-drill.gif", "GIF89a", "XX"},
		{"empty", "first-drill.svg", "", "XX"},
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
