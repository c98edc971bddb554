package rdfc_test

import (
	"cmp"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

func TestOrderAgrees(t *testing.T) {
	for text, want := range map[string]bool{
		"":                 true,
		"a\nb\n":           true,
		"\uff01\n😀\n":      false, // full-width "!" before an emoji by code point, after it by unit
		"x\uff01\nx😀\n":    false,
		"😀\n😁\n":           true,
		"\ufe0f\n\uff01\n": true,
		"a😀\nb\uff01\n":    true, // they differ before
		"é\n😀\n":           true,
	} {
		if got := rdfc.OrderAgrees([]byte(text)); got != want {
			t.Errorf("OrderAgrees(%q) = %v, want %v", text, got, want)
		}
	}
}

// The law: for two lines the answer is that of comparing UTF-16 units.
func FuzzOrderAgrees(f *testing.F) {
	f.Add("a\uff01", "a😀")
	f.Add("", "😀")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := utf16.Encode([]rune(a)), utf16.Encode([]rune(b))
		for _, s := range []string{a, b} {
			for _, r := range s {
				if r == '\n' || r == 0xfffd {
					t.Skip("no line, or no text")
				}
			}
		}
		if a > b {
			a, b, x, y = b, a, y, x
		}
		want := slices.CompareFunc(x, y, func(u, v uint16) int { return cmp.Compare(u, v) }) <= 0
		if got := rdfc.OrderAgrees([]byte(a + "\n" + b + "\n")); got != want {
			t.Errorf("%q before %q: %v, want %v", a, b, got, want)
		}
	})
}
