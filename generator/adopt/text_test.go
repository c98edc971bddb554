package adopt

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/markdown"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

func TestProse(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"Markdown stays", "Show **that** you can\n\n- coil\n- throw", "Show **that** you can\n\n- coil\n- throw"},
		{"a link stays", "See [the guide](https://old.example/guide).", "See [the guide](https://old.example/guide)."},
		{"HTML becomes text", "<p>Show &amp; tell.</p><ul><li>coil</li><li>throw</li></ul><p>1. That is all</p>", "Show \\& tell.\n\n- coil\n- throw\n\n1\\. That is all"},
		{"a script is left out", "<script>alert(1)</script><p>Coil.</p>", "Coil."},
		{"less than is no element", "at a < b and c > d", "at a < b and c > d"},
		{"a foreign picture", "![x](https://old.example/x.png) Coil.", "\\!\\[x\\]\\(https\\://old.example/x.png\\) Coil."},
		{"a link that runs", "[x](javascript:alert(1))", "\\[x\\]\\(javascript:alert\\(1\\)\\)"},
		{"a link that leads nowhere here", "[x](/criteria)", "\\[x\\]\\(/criteria\\)"},
		{"nothing to see", " \u200b\n", ""},
		{"direction is not turned", "abc\u202edef", "abcdef"},
		{"front matter", "---\nkind: x\n---", "\\---\n\nkind: x\n\n\\---"},
	} {
		got := prose(c.in)
		if got != c.want {
			t.Errorf("%s: prose(%q)\n got %q\nwant %q", c.name, c.in, got, c.want)
		}
		html, problems := markdown.Render(got, markdown.Options{})
		if len(problems) > 0 || strings.Contains(string(html), "<script") || strings.Contains(string(html), "<img") {
			t.Errorf("%s: renders as %s, with %v", c.name, html, problems)
		}
	}
}

func TestLinesAreCleanedAndCut(t *testing.T) {
	for _, c := range []struct {
		in, want string
		limit    int
	}{
		{" Knots\n& <b>lines</b> ", "Knots & lines", 40},
		{"one two three four", "one two…", 10},
		{"onetwothreefour", "onetwothr…", 10},
		{"\x1b[31mred\x07", "[31mred", 40},
		{"نی\u200cگون", "نی\u200cگون", 40},
		{"a" + strings.Repeat("\u0315", 20), "a" + strings.Repeat("\u0315", 8), 40},
		{"\u2028\u3164", "", 40},
	} {
		got := line(c.in, c.limit)
		if got != c.want || utf8.RuneCountInString(got) > c.limit {
			t.Errorf("line(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

// What ends as a day begins was valid until the day before.
func TestLastDay(t *testing.T) {
	issued := badge.Date{Year: 2020, Month: 5, Day: 14}
	for in, want := range map[string]string{
		"2022-05-14T00:00:00Z": "2022-05-13", "2022-05-14T23:59:59Z": "2022-05-14", "2022-05-14T12:00:00+02:00": "2022-05-14",
		"2022-05-14": "2022-05-14", "2020-05-14T00:00:00Z": "2020-05-14", "": "", "never": "", "9999-01-01T00:00:00Z": "",
	} {
		if got := lastDay(in, issued).String(); got != want {
			t.Errorf("lastDay(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestIdentities(t *testing.T) {
	for _, c := range []struct {
		o    object
		want holder
	}{
		{object{"type": "email", "hashed": true, "identity": "SHA256$AB", "salt": "x"}, holder{hash: "sha256$ab", salt: "x"}},
		{object{"type": "email", "hashed": false, "identity": "mailto:Ada@Example.org"}, holder{email: "ada@example.org"}},
		{object{"type": "email", "hashed": false, "identity": "Ada <ada@example.org>"}, holder{other: "an e-mail address that is none"}},
		{object{"type": "url", "hashed": false, "identity": "https://ada.example/"}, holder{url: "https://ada.example/"}},
		{object{"type": "url", "hashed": false, "identity": "javascript:alert(1)"}, holder{}},
		{object{"type": "url", "hashed": true, "identity": "sha256$ab"}, holder{other: "the hash of something else than an e-mail address"}},
		{object{"type": "telephone", "hashed": false, "identity": "+353 1"}, holder{}},
		{object{"type": "id", "hashed": false, "identity": "did:key:z6Mk"}, holder{did: "did:key:z6Mk"}},
		{object{}, holder{}},
	} {
		if got := identity(c.o, c.o.text("type"), "identity"); got != c.want {
			t.Errorf("identity(%v) = %+v, want %+v", c.o, got, c.want)
		}
	}
}

// The folder of an original is made of its host alone, and every system can
// hold it.
func TestFolders(t *testing.T) {
	for in, want := range map[string]string{
		"https://Old.Example/a/1": "old.example", "https://old.example:8443/": "old.example", "urn:uuid:1": "without-address", "https://../x": "without-address",
		"https://con.example/1": "host-con.example", "https://a..b/1": "without-address", "https://[::1]/": "without-address", "not an address": "without-address",
		"https://" + strings.Repeat("a.", 100) + "example/": "without-address",
	} {
		if got := folderOf(in); got != want {
			t.Errorf("folderOf(%q) = %q, want %q", in, got, want)
		}
	}
}

// The columns of a list of learners are called as people and platforms call
// them; an address is no name.
func TestLearners(t *testing.T) {
	for _, c := range []struct{ text, name string }{
		{"Name,E-mail\nAda Rossi,ADA@example.org\n", "Ada Rossi"},
		{"Vorname;Nachname;E-Mail-Adresse\nAda;Rossi;ada@example.org\n", "Ada Rossi"},
		{"Badge URL,Issued to First Name,Issued to Last Name,Issued to Email\nhttps://x.example/,Ada,Rossi,ada@example.org\n", "Ada Rossi"},
		{"Name,Email\nada@example.org,ada@example.org\n", ""},
		{"Name,Phone\nAda Rossi,1\n", ""},
		{"Ada Rossi,ada@example.org\n", ""},
	} {
		table, err := intake.Read("learners.csv", []byte(c.text), intake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		l, err := NewLearners(table)
		if c.name == "" {
			if err == nil {
				t.Errorf("%q: no error", c.text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		for range 3 { // the second time the salt is known, the third time its hashes
			if got, ok := l.find(ob2.Hash("ada@example.org", "badges1390000000"), "badges1390000000"); !ok || got.name != c.name {
				t.Errorf("%q: found %v, %t", c.text, got, ok)
			}
		}
		if _, ok := l.find(ob2.Hash("eve@example.org", "x"), "x"); ok {
			t.Errorf("%q: found a stranger", c.text)
		}
	}
}
