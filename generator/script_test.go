package generator

import (
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// attacks are texts that would run as script where something is not escaped.
func attacks() []string {
	return []string{
		`</title><script>alert(1)</script>`,
		`"><svg/onload=alert(1)>`,
		`' onmouseover='alert(1)' x='`,
		`javascript:alert(1)`,
		`</script><img src=x onerror=alert(1)>`,
		`]]><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>`,
		`{{template "head" .}}{{.}}`,
		`<!--<a href="javascript:alert(1)">x</a>-->&lt;script&gt;`,
	}
}

// markdownAttacks are texts for what is written in Markdown.
const markdownAttacks = `[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,<script>alert(1)</script>) [d](vbscript:x)
[e]( javascript:alert(1)) [f](java&#115;cript:alert(1)) [g](&#x6A;avascript:alert(1)) <javascript:alert(1)>
![h](javascript:alert(1)) ![i](https://elsewhere.example/x.png) [j]: javascript:alert(1)

<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)> <iframe src="//elsewhere.example"></iframe>

<style>body{background:url(//elsewhere.example)}</style> <a href="#" onclick="alert(1)">x</a> <base href="//elsewhere.example/">

[k](/guide/ "x\" onmouseover=\"alert(1)") ` + "`</code><script>alert(1)</script>`" + `

# Heading {onclick=alert(1)} <script>

| a |
|---|
| <script>alert(1)</script> |
`

// spread writes a text in place of every text value of a folder, and takes
// back what the check refuses, until it passes.
func spread(t *testing.T, c files, value func(leaf) (string, bool)) (attacked files, at []leaf) {
	t.Helper()
	refused := map[leaf]bool{}
	for range 30 {
		d := c.clone()
		at = at[:0]
		for _, l := range c.leaves() {
			if v, ok := value(l); ok && !refused[l] {
				d.put(l, v)
				at = append(at, l)
			}
		}
		p, ok := plan(t, d.config())
		if ok {
			return d, at
		}
		n := len(refused)
		for _, f := range p.Report().Findings() {
			for _, l := range at {
				if "content/"+l.file == f.Pos.File && (f.Pos.Line == l.line+1 || l.line < 0 && f.Pos.Line > strings.Count(c[l.file], "\n")) {
					refused[l] = true
				}
			}
		}
		if len(refused) > n {
			continue
		}
		for _, l := range at { // a scale stands and falls with the grades on it
			refused[l] = refused[l] || slices.Contains([]string{"grades", "grade", "result"}, l.key)
		}
		if !slices.ContainsFunc(at, func(l leaf) bool { return refused[l] }) {
			mustPass(t, p.Result)
		}
	}
	t.Fatal("the check finds something new each time")
	return nil, nil
}

// isText reports whether a key takes any text, so that an attack may stand
// there.
func isText(l leaf) bool {
	return !slices.Contains([]string{"seed", "email", "languages", "language", "award", "achievement", "kind", "pathway", "goal", "badge",
		"awarded", "on", "date", "listing", "names", "key", "type", "identity", "salt", "theme", "color", "steps", "renews"}, l.key)
}

func TestContentCannotRunScript(t *testing.T) {
	c := sample(t)
	withEverything(t, c)
	for _, attack := range attacks() {
		t.Run(attack, func(t *testing.T) {
			t.Parallel()
			attacked, at := spread(t, c, func(l leaf) (string, bool) { return attack + l.text, isText(l) && l.line >= 0 })
			if len(at) < 100 {
				t.Errorf("only %d values took the text, so this test shows little", len(at))
			}
			s := rendered(t, attacked.config(), ".png")
			noScript(t, s)
			plain, _ := spread(t, c, func(l leaf) (string, bool) { return "Plain " + l.text, slices.Contains(at, l) })
			sameShape(t, s, rendered(t, plain.config(), ".png"))
		})
	}
}

func TestMarkdownCannotRunScript(t *testing.T) {
	c := sample(t)
	accepted := 0
	for _, folder := range []string{"issuer", "achievements/", "pathways/", "pages/"} {
		for _, block := range strings.Split(markdownAttacks, "\n\n") {
			d := c.clone()
			for name := range c {
				if strings.HasPrefix(name, folder) && strings.HasSuffix(name, ".md") {
					d[name] = strings.TrimRight(c[name], "\n") + "\n\n" + block + "\n"
				}
			}
			if _, ok := plan(t, d.config()); ok {
				c = d // what the check refuses is no danger
				accepted++
			}
		}
	}
	if accepted < 4 {
		t.Errorf("%d attacks passed the check, so this test shows little", accepted)
	}
	noScript(t, rendered(t, c.config(), ".png"))
}

// noScript checks that no file of a tree runs anything but the theme's own
// files.
func noScript(t *testing.T, s tree) {
	t.Helper()
	for name, content := range s.files {
		switch {
		case strings.HasSuffix(name, ".html"):
			for n := range mustParse(t, content).Descendants() {
				if n.Type == html.ElementNode {
					s.harmless(t, name, n)
				}
			}
		case strings.HasSuffix(name, ".xml"):
			if err := wellFormed(content); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case strings.HasSuffix(name, ".svg"):
			harmlessSVG(t, name, content)
		case strings.HasSuffix(name, ".json"):
			if strings.ContainsAny(content, "<>&") {
				t.Errorf("%s holds a sign that HTML would read", name)
			}
		}
	}
}

func mustParse(t *testing.T, content string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func (s tree) harmless(t *testing.T, name string, n *html.Node) {
	t.Helper()
	if slices.Contains([]string{"iframe", "object", "embed", "base", "form", "style", "frame", "applet", "template"}, n.Data) && !(n.Data == "form" && attr(n, "id") == "filter" && attr(n, "action") == "") { // the catalogue's, which is sent nowhere
		t.Errorf("%s: an element %s", name, n.Data)
	}
	if n.Data == "script" && attr(n, "type") == "application/ld+json" { // data, which no browser runs
		if n.FirstChild == nil || !json.Valid([]byte(n.FirstChild.Data)) {
			t.Errorf("%s: a data block that is no JSON", name)
		}
	} else if n.Data == "script" {
		file, own := s.file(s.absolute(t, name, attr(n, "src")).String())
		if !own || !strings.HasPrefix(file, "assets/") || s.files[file] == "" || n.FirstChild != nil {
			t.Errorf("%s: a script that is no file of the theme: %s", name, attr(n, "src"))
		}
	}
	for _, a := range n.Attr {
		key := strings.ToLower(a.Key)
		scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(a.Val)), ":")
		addresses := slices.Contains([]string{"href", "src", "action", "formaction", "srcset", "poster", "data", "xlink:href", "cite", "background"}, key)
		if heldInside(n.Data, a) {
			continue
		}
		if strings.HasPrefix(key, "on") || key == "style" || key == "srcdoc" || addresses && slices.Contains([]string{"javascript", "vbscript", "data", "blob", "file"}, scheme) {
			t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
		}
	}
}

// heldInside reports whether an attribute holds what is made for it in place of a
// file: a QR code, or an entry for a calendar.
func heldInside(element string, a html.Attribute) bool {
	held := func(prefix, begins string) bool {
		text, is := strings.CutPrefix(a.Val, prefix+";base64,")
		data, err := base64.StdEncoding.DecodeString(text)
		return is && err == nil && strings.HasPrefix(string(data), begins)
	}
	switch element + " " + a.Key {
	case "img src":
		return held("data:image/png", "\x89PNG\r\n")
	case "a href":
		return held("data:text/calendar;charset=utf-8", "BEGIN:VCALENDAR\r\n")
	}
	return false
}

func harmlessSVG(t *testing.T, name, content string) {
	t.Helper()
	if err := wellFormed(content); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if l := strings.ToLower(e.Name.Local); l == "script" || l == "foreignobject" || l == "iframe" {
			t.Errorf("%s: an element %s", name, e.Name.Local)
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || strings.Contains(strings.ToLower(a.Value), "javascript:") {
				t.Errorf("%s: %s=%q", name, a.Name.Local, a.Value)
			}
		}
	}
}

// sameShape checks that two trees differ in texts and values alone: the same
// elements with the same attributes, page by page.
func sameShape(t *testing.T, a, b tree) {
	t.Helper()
	for name := range a.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		x, y := shape(mustParse(t, a.files[name])), shape(mustParse(t, b.files[name]))
		if x != y {
			t.Errorf("%s has other elements than with plain words:\n%s", name, firstDifference(y, x))
		}
	}
}

func shape(root *html.Node) string {
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data == "tspan" { // a line of a drawing: longer words need more
			continue
		}
		b.WriteString(n.Data)
		for _, a := range n.Attr {
			b.WriteString(" " + a.Key)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
