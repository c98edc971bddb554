package starter

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func TestCheckSlug(t *testing.T) {
	for _, s := range []string{"a", "1", "first-aid", "2026-05-first-aid", strings.Repeat("a", MaxSlug), "com10", "console", "lpt"} {
		if err := CheckSlug(s); err != nil {
			t.Errorf("CheckSlug(%q): %v, want none", s, err)
		}
	}
	for s, suggestion := range map[string]string{
		"":                              "",
		"First Aid":                     "first-aid",
		"-first--aid-":                  "first-aid",
		"first_aid.md":                  "first-aid-md",
		"Sécurité d'Été":                "securite-dete",
		"../../etc/passwd":              "etc-passwd",
		"Łódź Straße Þórunn Ø":          "lodz-strasse-thorunn-o",
		"İstanbul ﬁne ①":                "istanbul-fine-1",
		"日本語":                           "",
		"a\u202eb":                      "a-b",
		"caf\xe9 x":                     "caf-x",
		"con":                           "con-1",
		"NUL":                           "nul-1",
		"com1":                          "com1-1",
		"lpt0":                          "lpt0-1",
		strings.Repeat("a", 81):         strings.Repeat("a", 80),
		strings.Repeat("word-", 20):     strings.TrimSuffix(strings.Repeat("word-", 16), "-"),
		strings.Repeat("Ä", 100000):     strings.Repeat("a", 80),
		"first-aid\n":                   "first-aid",
		"C++":                           "c",
		strings.Repeat("a", 80) + "-bc": strings.Repeat("a", 80),
	} {
		err := CheckSlug(s)
		var se *SlugError
		if !errors.As(err, &se) {
			t.Errorf("CheckSlug(%.40q): got %v, want a *SlugError", s, err)
			continue
		}
		if se.Suggestion != suggestion {
			t.Errorf("CheckSlug(%.40q) suggests %q, want %q", s, se.Suggestion, suggestion)
		}
		if suggestion != "" && !strings.Contains(err.Error(), `did you mean "`+suggestion+`"?`) {
			t.Errorf("CheckSlug(%.40q): %v does not name the suggestion", s, err)
		}
	}
}

func FuzzSuggest(f *testing.F) {
	for _, s := range append(hostile(), "con", "a--b", strings.Repeat("x-", 60)) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Suggest(s)
		if got == "" {
			return
		}
		if err := CheckSlug(got); err != nil || !slugForm.MatchString(got) {
			t.Errorf("Suggest(%q) = %q, which is no slug: %v", s, got, err)
		}
		if again := Suggest(got); again != got {
			t.Errorf("Suggest(%q) = %q, of which it makes %q", s, got, again)
		}
	})
}

func TestIsSlugIsTheExpression(t *testing.T) {
	const letters = "a9-A.é"
	var try func(s string, n int)
	try = func(s string, n int) {
		if got, want := isSlug(s), slugForm.MatchString(s); got != want {
			t.Errorf("isSlug(%q): got %t, want %t", s, got, want)
		}
		for _, r := range letters {
			if n > 0 {
				try(s+string(r), n-1)
			}
		}
	}
	try("", 4)
}

func TestLabel(t *testing.T) {
	for n, want := range map[int]string{1: "b1", 2: "b2", 9: "b9", 10: "c1", 171: "z9", 172: "bb1", 3420: "zz9", 3421: "bbb1"} {
		if got := Label(n); got != want {
			t.Errorf("Label(%d): got %q, want %q", n, got, want)
		}
	}
	seen := map[string]int{}
	for n := 1; n <= 20000; n++ {
		l := Label(n)
		if first, twice := seen[l]; twice {
			t.Fatalf("Label(%d) = Label(%d) = %q", n, first, l)
		}
		if seen[l] = n; CheckSlug(l) != nil {
			t.Fatalf("Label(%d) = %q is no slug", n, l)
		}
	}
}
