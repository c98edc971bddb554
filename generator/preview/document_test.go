package preview

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAdmit(t *testing.T) {
	for policy, want := range map[string]string{
		"":                                     "",
		"default-src 'none'":                   "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
		"default-src 'self'":                   "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'",
		"DEFAULT-SRC data:; script-src 'none'": "default-src data:; script-src 'self'; style-src data: 'self'; connect-src data: 'self'",
		"img-src 'self'; style-src 'self' a:;": "img-src 'self'; style-src a: 'self'",
		"default-src 'none'; require-trusted-types-for 'script'; script-src 'sha256-x'": "default-src 'none'; script-src 'sha256-x' 'self'; style-src 'self'; connect-src 'self'",
	} {
		if got := admit(policy); got != want {
			t.Errorf("admit(%q)\n got %q\nwant %q", policy, got, want)
		}
	}
}

func TestDocument(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"usual", "<body>a</body></html>", "<body>a|</body></html>"},
		{"no end", "<p>a", "<p>a|"},
		{"empty", "", "|"},
		{"the last end counts", "<body>a</body>b</body>c", "<body>a</body>b|</body>c"},
		{"an end in a script is text", `<body><script>"</body>"</script></body>`, `<body><script>"</body>"</script>|</body>`},
		{"an end in a comment", "<body><!-- </body> --></body>", "<body><!-- </body> -->|</body>"},
		{"capitals", "<BODY>a</BODY >b", "<BODY>a|</BODY >b"},
		{"policy", `<meta content="default-src 'self' a" http-equiv=content-security-policy><body></body>`,
			`<meta http-equiv="Content-Security-Policy" content="default-src &#39;self&#39; a; script-src a &#39;self&#39;; style-src a &#39;self&#39;; connect-src a &#39;self&#39;"><body>|</body>`},
		{"another meta", `<meta name="description" content="default-src"><body></body>`, `<meta name="description" content="default-src"><body>|</body>`},
	} {
		d := parseDocument([]byte(c.page))
		if got := string(d.head) + "|" + string(d.tail); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestUses(t *testing.T) {
	d := parseDocument([]byte(`<link rel="Icon" href="/badges/icon.svg"><link rel=canonical href=/badges/c><script src=s.js></script>
<img src=" a.png?x#y " srcset="b.png 1x, ../c.png 2x"><img src="https://foreign.example/d.png"><img src="data:image/png;base64,AA">
<a href="e.pdf">e</a><video src="f.mp4" poster="g.jpg"></video><picture><source srcset="h.webp"></picture><svg><use href="#i"/></svg>`))
	want := sorted("/badges/icon.svg", "/badges/p/q/s.js", "/badges/p/q/a.png", "/badges/p/q/b.png", "/badges/p/c.png", "/badges/p/q/f.mp4", "/badges/p/q/g.jpg", "/badges/p/q/h.webp", "/badges/p/q/")
	if diff := cmp.Diff(want, d.files("/badges/p/q/")); diff != "" {
		t.Errorf("files a page loads (-want +got):\n%s", diff)
	}
}

// Without what is added, a page is what it was.
func FuzzDocument(f *testing.F) {
	f.Add(page("x"))
	f.Add("</body></body><meta http-equiv=content-security-policy content=a>")
	f.Add("<script></body>")
	f.Fuzz(func(t *testing.T, text string) {
		d := parseDocument([]byte(text))
		if !strings.Contains(strings.ToLower(text), "content-security-policy") && string(d.head)+string(d.tail) != text {
			t.Errorf("%q became %q and %q", text, d.head, d.tail)
		}
		d.files("/")
	})
}
