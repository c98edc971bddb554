package markdown

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
)

// allowed lists every element that may come out, with its attributes.
func allowed() map[string][]string {
	return map[string][]string{
		"a": {"href", "title", "rel"}, "img": {"src", "alt", "loading", "title"},
		"h1": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil,
		"p": nil, "br": nil, "hr": nil, "em": nil, "strong": nil, "del": nil, "code": {"class"}, "pre": nil,
		"blockquote": nil, "ul": nil, "ol": {"start"}, "li": nil,
		"table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": {"align"}, "td": {"align"},
	}
}

func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"<script>alert(1)</script>", "a <svg/onload=alert(1)>", "[a](javascript:alert(1))", "[a](JAVASCRIPT:x)", "[a](&#x6A;avascript:x)",
		"[a](java&#x0A;script:x)", "[a](\x01javascript:x)", "[a](< javascript:x>)", "<javascript:alert(1)>", "[h](//evil.example/)", `[h](/\evil.example)`,
		"```\"><script>\nx\n```", "</title><script>", "\"><svg/onload=x>", "[a](https://a.example/\"x y)", "[a](https://bücher.example/ 'b\"c')",
		"&amp;lt;script&amp;gt;", "a\u0301\u0301\u0301", "![a](https://a.example/p.png \"t\")", "[![a](b)](c)", "[a <b@c.d>](e)", "![[a](b)](c)",
		"a|b\n:-|-:\n`x|y`|**z**\n", "- a\n\n  > b\n  1. c\n", "<!-- a --> b <!-- c", "[a]\n\n[a]: data:text/html,x 'y'", "~~a~~ `b` \\* &copy; https://x.example/?a=b&c",
		"# a\n\nb\n=\n\n***\n\n    c\n", "![a](https://x.example/<b>)", "<https://x.example/\"onclick=alert(1)>",
	} {
		f.Add(seed, 1)
	}
	f.Fuzz(func(t *testing.T, src string, offset int) {
		out, problems := Render(src, Options{TopHeading: offset})
		for _, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Rule == "" || p.Message == "" || p.Mend == "" {
				t.Errorf("incomplete problem %+v for %q", p, src)
			}
		}
		inspect(t, src, string(out))
		if text := Text(src); strings.ContainsAny(text, "\n\t") || strings.Contains(text, "  ") {
			t.Errorf("Text(%q) = %q is not one line", src, text)
		}
	})
}

// inspect reads HTML as a browser would and fails on anything not allowed.
func inspect(t *testing.T, src, out string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(out))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%q gives %q: never closed: %v", src, out, open)
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			attributes, ok := allowed()[token.Data]
			if !ok {
				t.Fatalf("%q gives %q: element <%s>", src, out, token.Data)
			}
			for _, a := range token.Attr {
				if !slices.Contains(attributes, a.Key) || a.Namespace != "" {
					t.Errorf("%q gives %q: attribute %s of <%s>", src, out, a.Key, token.Data)
				}
				if a.Key == "href" || a.Key == "src" {
					inspectAddress(t, src, a.Key, a.Val)
				}
			}
			if token.Data == "a" && slices.Contains(open, "a") {
				t.Errorf("%q gives %q: a link inside a link", src, out)
			}
			if kind == html.StartTagToken && !slices.Contains([]string{"img", "br", "hr"}, token.Data) {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			token := z.Token()
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("%q gives %q: </%s> closes %v", src, out, token.Data, open)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%q gives %q: %s", src, out, z.Token())
		}
	}
}

func inspectAddress(t *testing.T, src, key, address string) {
	t.Helper()
	// Browsers strip these before they look for a scheme.
	bare := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, address)
	for _, scheme := range []string{"javascript:", "data:", "vbscript:", "file:", "blob:", "//", "/\\", "\\"} {
		if strings.HasPrefix(bare, scheme) {
			t.Errorf("%q gives the address %q", src, address)
		}
	}
	u, err := url.Parse(address)
	if err != nil {
		return // "a:b" without a scheme, or a stray %: browsers take it as a path
	}
	schemes := []string{"", "http", "https", "mailto", "tel"}
	if key == "src" {
		schemes = []string{""}
	}
	if !slices.Contains(schemes, u.Scheme) || u.User != nil || u.Scheme == "" && u.Host != "" {
		t.Errorf("%q gives %s=%q", src, key, address)
	}
}
