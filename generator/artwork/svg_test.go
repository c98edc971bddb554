package artwork

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// square wraps the inside of a drawing.
func square(inside string) string {
	return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 10 10\">\n" + inside + "</svg>"
}

func TestSVGRefused(t *testing.T) {
	chain := func(n int) string {
		var b strings.Builder
		b.WriteString(`<g id="a0"><rect/></g>`)
		for i := 1; i <= n; i++ {
			at, before := string(rune('a'+i)), "#a0"
			if i > 1 {
				before = "#" + string(rune('a'+i-1))
			}
			b.WriteString(`<g id="` + at + `">` + strings.Repeat(`<use href="`+before+`"/>`, 10) + `</g>`)
		}
		return b.String()
	}
	tests := []struct {
		row, data, want string
		line, column    int
	}{
		{"MDH-23 script", square("<g>\n<script>alert(1)</script></g>"), "SVG contains active content: <script> at line 3", 3, 1},
		{"MDH-23 case", square("<SCRIPT/>"), "active content: <SCRIPT> at line 2", 2, 1},
		{"MDH-23 on", square("<g/><rect onload=\"x\"/>"), "active content: onload on <rect> at line 2", 2, 5},
		{"MDH-23 foreignObject", square("<foreignObject/>"), "active content: <foreignObject>", 2, 1},
		{"MDH-23 iframe", square(`<iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/>`), "active content: <iframe>", 2, 1},
		{"MDH-23 animate", square(`<animate attributeName="href"/>`), "active content: <animate>", 2, 1},
		{"MDH-23 set", square(`<set/>`), "active content: <set>", 2, 1},
		{"MDH-23 link", square(`<a href="#x"/>`), "active content: <a>", 2, 1},
		{"MDH-23 xhtml", square(`<p xmlns="http://www.w3.org/1999/xhtml"/>`), "which is not SVG", 2, 1},
		{"MDH-23 unknown element", square(`<blob/>`), "<blob> is not allowed", 2, 1},
		{"MDH-23 unknown attribute", square(`<g ping="x"/>`), `"ping" on <g> is not allowed`, 2, 1},
		{"MDH-23 use", square(`<use xlink:href="https://evil.example/x.svg#a"/>`), "outside itself", 2, 1},
		{"MDH-23 javascript", square(`<use href="java&#10;script:x"/>`), "outside itself", 2, 1},
		{"MDH-23 data svg", square(`<image href="data:image/svg+xml;base64,PHN2Zy8+"/>`), "outside itself", 2, 1},
		{"MDH-23 data html", square(`<image href="data:image/png;base64,PGh0bWw+"/>`), "outside itself", 2, 1},
		{"MDH-23 fill", square(`<rect fill="url(https://evil.example/#a)"/>`), "url(", 2, 1},
		{"MDH-23 style", square(`<rect style="background:URL ( 'x' )"/>`), "url(", 2, 1},
		{"MDH-23 style escape", square(`<rect style="fill:u\72l(x)"/>`), "backslash", 2, 1},
		{"MDH-23 style comment", square(`<rect style="fill:ur/**/l(x)"/>`), "comment", 2, 1},
		{"MDH-23 expression", square(`<rect style="width:expression(x)"/>`), "expression(", 2, 1},
		{"MDH-23 import", square(`<style>@import "x";</style>`), "@import", 2, 1},
		{"MDH-23 font", square(`<style>@font-face{}</style>`), "at-rule", 2, 1},
		{"MDH-23 sheet in pieces", square(`<style>g{fill:ur<![CDATA[l(x)]]>}</style>`), "url(", 2, 1},
		{"MDH-23 sheet from outside", `<?xml version="1.0"?><?xml-stylesheet href="x"?>` + square(""), "style sheet", 1, 22},
		{"MDH-25 bomb", "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]>\n" + square("&a;"), "DOCTYPE is not allowed in SVG", 1, 1},
		{"MDH-25 external", "<?xml version=\"1.0\"?>\n <!doctype svg SYSTEM \"http://evil.example/\">" + square(""), "DOCTYPE is not allowed in SVG", 2, 2},
		{"MDH-25 parameter", "<!DOCTYPE svg [<!ENTITY % a SYSTEM \"x\"> %a;]>" + square(""), "DOCTYPE is not allowed in SVG", 1, 1},
		{"MDH-25 entity", square("<text>&undefined;</text>"), "cannot be read", 2, 18},
		{"MDH-27 UTF-16", "\xff\xfe<\x00s\x00v\x00g\x00", "UTF-16", 0, 0},
		{"MDH-27 UTF-16 without mark", "\x00<\x00s\x00v\x00g", "UTF-16", 0, 0},
		{"MDH-27 declared", `<?xml version="1.0" encoding="UTF-16"?>` + square(""), "not UTF-8", 0, 0},
		{"MDH-27 Latin", square("<title>caf\xe9</title>"), "not valid UTF-8", 0, 0},
		{"MDH-27 XML 1.1", `<?xml version="1.1"?>` + square(""), "XML 1.1", 0, 0},
		{"MDH-27 namespace", `<svg viewBox="0 0 1 1"/>`, "namespace is missing", 1, 1},
		{"MDH-27 svgz", "\x1f\x8b\x08\x00", "compressed", 0, 0},
		{"IMG-03 PNG", pngSignature, "is PNG, not SVG", 0, 0},
		{"IMG-03 HTML", "<!DOCTYPE html>", "is HTML, not SVG", 0, 0},
		{"IMG-13 GIF", "GIF89a", "is GIF, not SVG", 0, 0},
		{"not square", `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 12"/>`, "10 × 12, not square", 1, 1},
		{"no size", `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%"/>`, "how large", 1, 1},
		{"deep", square(strings.Repeat("<g>", 70) + strings.Repeat("</g>", 70)), "64 elements deep", 2, 190},
		{"large", square(strings.Repeat(" ", maxSVG)), "more than the 524288 allowed", 0, 0},
		{"cut off", "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<g>", "cannot be read", 2, 4},
		{"twice", square(`<g id="a" id="b"/>`), "twice", 2, 1},
		{"copies", square(chain(6)), "more than 50000 elements", 1, 1},
		{"copies of itself", square(`<g id="a"><use href="#a"/></g>`), "inside itself", 2, 1},
		{"empty", "", "is empty", 0, 0},
		{"two pictures", square("") + square(""), "", 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.row, func(t *testing.T) {
			clean, _, problems := SVG([]byte(tt.data))
			if clean != nil || len(problems) == 0 {
				t.Fatalf("SVG(%.200q) = %q, %v; want a problem", tt.data, clean, problems)
			}
			p := problems[0]
			if !strings.Contains(p.Message, tt.want) || p.Mend == "" || p.Rule == "" || tt.want != "" && (p.Line != tt.line || p.Column != tt.column) {
				t.Errorf("SVG(%.200q): %+v; want %q at %d:%d", tt.data, p, tt.want, tt.line, tt.column)
			}
		})
	}
}

func TestSVGAdmitted(t *testing.T) {
	src := "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Inkscape -->\n" +
		`<svg:svg xmlns:svg="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"` +
		` xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" version="1.1" width="64px" height="64" inkscape:version="1">` +
		`<openbadges:credential verify="x"><![CDATA[{"a":"<script>"}]]></openbadges:credential>` +
		`<svg:metadata><x xmlns="y">note</x></svg:metadata>` +
		`<svg:defs><svg:linearGradient id="g"><svg:stop offset="0" stop-color="#fff"/></svg:linearGradient></svg:defs>` +
		`<svg:style>.a{fill:url(#g)} b &gt; c{}</svg:style>` +
		`<svg:title>A &amp; B</svg:title>` +
		` <svg:path d="M0 0z" style="fill:url('#g')" data-name="n"/> stray <svg:use xlink:href="#g"/>` +
		`<svg:image href="data:image/png;base64,iVBORw0KGgo="/></svg:svg>`
	want := `<svg xmlns="http://www.w3.org/2000/svg" width="64px" height="64">` +
		`<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>` +
		`<style>.a{fill:url(#g)} b &gt; c{}</style><title>A &amp; B</title>` +
		`<path d="M0 0z" style="fill:url(&#39;#g&#39;)"/><use href="#g"/><image href="data:image/png;base64,iVBORw0KGgo="/></svg>` + "\n"
	clean, info, problems := SVG([]byte(src))
	if diff := cmp.Diff(want, string(clean)); diff != "" || len(problems) > 0 {
		t.Errorf("%v (-want +got):\n%s", problems, diff)
	}
	if diff := cmp.Diff(Info{Width: 64, Height: 64, Removed: []string{"<credential>", "<metadata>"}}, info); diff != "" {
		t.Errorf("Info (-want +got):\n%s", diff)
	}
}

// TestSVGBaked checks that a picture that was baked before is a plain picture
// again, also when it was baked twice (row MDH-29).
func TestSVGBaked(t *testing.T) {
	for _, ns := range []string{"http://openbadges.org", "https://purl.imsglobal.org/ob/v3p0"} {
		baked := `<o:assertion xmlns:o="` + ns + `" verify="https://a.example/"><o:b/></o:assertion>`
		clean, info, problems := SVG([]byte(square(baked + baked)))
		if len(problems) > 0 || strings.Contains(string(clean), "assertion") || !slices.Equal(info.Removed, []string{"<assertion>"}) {
			t.Errorf("%s: %q, %+v, %v", ns, clean, info, problems)
		}
	}
}

func FuzzSVG(f *testing.F) {
	for _, seed := range []string{
		square(`<path d="M0 0l1 1z" fill="url(#a)"/>`), square("<script/>"), square(`<rect onload="x"/>`), square("<foreignObject><p/></foreignObject>"),
		square(`<animate attributeName="href"/>`), square(`<style>a{fill:url(#b)}</style>`), square(`<style>@import url(x)</style>`), square(`<use href="#a"/><g id="a"/>`),
		square(`<image href="data:image/png;base64,iVBORw0KGgo="/>`), "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", `<?xml version="1.1"?><svg/>`, "\x1f\x8b", "\xff\xfe<",
		square(`<o:assertion xmlns:o="http://openbadges.org"/>`), square(`<text xml:space="preserve"> a <tspan>b</tspan></text>`), square(`<g style="a:\75rl(x)"/>`), square("<![CDATA[x]]><!-- y --><?z?>"),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		clean, _, problems := SVG(data)
		if (clean == nil) == (len(problems) == 0) {
			t.Fatalf("%q: %d bytes and %d problems", data, len(clean), len(problems))
		}
		if clean == nil {
			return
		}
		again, _, problems := SVG(clean)
		if string(again) != string(clean) {
			t.Errorf("%q becomes %q and then %q, %v", data, clean, again, problems)
		}
		d := xml.NewDecoder(strings.NewReader(string(clean)))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("%q becomes %q: %v", data, clean, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				if !slices.Contains(svgElements, token.Name.Local) || token.Name.Space != nsSVG {
					t.Errorf("%q becomes %q: <%s>", data, clean, token.Name.Local)
				}
				for _, a := range token.Attr {
					if n := a.Name.Local; !slices.Contains(svgAttributes, n) && n != "xmlns" && n != "space" {
						t.Errorf("%q becomes %q: attribute %s", data, clean, n)
					}
					if a.Name.Local == "href" && !strings.HasPrefix(strings.TrimSpace(a.Value), "#") && !strings.HasPrefix(strings.TrimSpace(a.Value), "data:image/") {
						t.Errorf("%q becomes %q: href %q", data, clean, a.Value)
					}
				}
			case xml.Directive, xml.ProcInst, xml.Comment:
				t.Errorf("%q becomes %q: %v", data, clean, token)
			}
		}
	})
}

func TestALogoNeedNotBeSquare(t *testing.T) {
	wide := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 80"><path d="M0 0h300v80z"/></svg>`)
	if _, _, problems := SVG(wide); len(problems) == 0 {
		t.Error("artwork that is not square is admitted")
	}
	if clean, problems := Logo(wide, ".svg"); len(problems) > 0 || len(clean) == 0 {
		t.Errorf("a wide logo is refused: %v", problems)
	}
	if _, problems := Logo([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 80"><script/></svg>`), ".svg"); len(problems) == 0 {
		t.Error("a logo with a script is admitted")
	}
	if _, problems := Logo([]byte("\xff\xd8\xff\xe0"), ".png"); len(problems) == 0 {
		t.Error("a JPEG is admitted as PNG")
	}
}
