package starter

import (
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// readBack parses a quoted text where content files hold one: as a value, as
// an entry of a list, and in front of a comment.
func readBack(t *testing.T, s string) {
	t.Helper()
	text := "a: " + Quote(s) + "\nb:\n  - " + Quote(s) + "  # note\nc: end\n"
	var v map[string]yaml.Node
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("Quote(%q) = %s breaks the file: %v", s, Quote(s), err)
	}
	a, b := v["a"], v["b"]
	if len(v) != 3 || a.Value != s || a.Kind != yaml.ScalarNode || a.Tag != "!!str" || len(b.Content) != 1 || b.Content[0].Value != s {
		t.Errorf("Quote(%q) = %s reads back as %d keys, %q (%s) and %d entries", s, Quote(s), len(v), a.Value, a.Tag, len(b.Content))
	}
	if strings.ContainsAny(Quote(s), "\r\n\u0085\u2028\u2029") {
		t.Errorf("Quote(%q) = %q has several lines", s, Quote(s))
	}
}

func TestQuoteReadsBack(t *testing.T) {
	for _, s := range append(hostile(), "", " ", " lead", "trail ", "two\nlines", "cr\rlf\r\n", "tab\t", "\x00", "\x1b[0m", "\x7f", "\u0085", "\u00a0", "\u2028",
		"\ufeff", "\u200b", "\u202e", "\ufffe", "\U0010ffff", "x\n---\nkind: badge", `"`, `\`, `\"`, "'", "''") {
		readBack(t, s)
	}
}

func TestQuoteKeepsPlainWords(t *testing.T) {
	for s, want := range map[string]string{
		"Harbour Skills":                "Harbour Skills",
		"https://badges.example/a/":     "https://badges.example/a/",
		"office@school.example":         "office@school.example",
		"Scuola d'arte, Forlì":          "Scuola d'arte, Forlì",
		"NO":                            `"NO"`,
		"1.10":                          `"1.10"`,
		"a: b":                          `"a: b"`,
		`x"y`:                           `"x\"y"`,
		"":                              `""`,
		"caf\xe9":                       "\"caf\ufffd\"",
		"line\nbreak":                   `"line\nbreak"`,
		"zero\u200bwidth \U000e0041tag": `"zero\u200bwidth \U000e0041tag"`,
	} {
		if got := Quote(s); got != want {
			t.Errorf("Quote(%q): got %s, want %s", s, got, want)
		}
	}
}

func FuzzQuote(f *testing.F) {
	for _, s := range hostile() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if utf8.ValidString(s) {
			readBack(t, s)
		}
	})
}

func TestEscapeMarkdown(t *testing.T) {
	const in, want = "<b>[x](y) *z* `c` a_b", `\<b\>\[x\]\(y\) \*z\* ` + "\\`c\\`" + ` a\_b`
	if got := escapeMarkdown(in); got != want {
		t.Errorf("escapeMarkdown(%q): got %q, want %q", in, got, want)
	}
}
