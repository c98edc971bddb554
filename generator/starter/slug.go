package starter

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxSlug is the greatest number of characters in a slug: file names and
// addresses made from it stay within every system's limits.
const MaxSlug = 80

// SlugError says that something cannot be a slug.
type SlugError struct {
	Slug       string // as typed
	Reason     string
	Suggestion string // a slug made from it; empty where none can be made
}

// Error names the slug, the reason and, where there is one, the slug that
// would have worked.
func (e *SlugError) Error() string {
	s := fmt.Sprintf("%q cannot be a slug: %s", e.Slug, e.Reason)
	if e.Suggestion != "" {
		s += fmt.Sprintf("; did you mean %q?", e.Suggestion)
	}
	return s
}

// CheckSlug returns a *SlugError where s is no slug: lower-case letters a to
// z and digits in words joined by single hyphens, at most MaxSlug characters,
// and no name that Windows keeps for a device.
func CheckSlug(s string) error {
	fail := func(reason string) error { return &SlugError{Slug: s, Reason: reason, Suggestion: Suggest(s)} }
	switch {
	case s == "":
		return &SlugError{Reason: "it is empty; write a short name such as first-aid"}
	case !isSlug(s):
		return fail("expected lower-case letters a to z and digits, in words joined by single hyphens, such as first-aid")
	case len(s) > MaxSlug:
		return fail(fmt.Sprintf("expected at most %d characters, found %d", MaxSlug, len(s)))
	case isDevice(s):
		return fail("Windows keeps this name for a device, so no file can have it there")
	}
	return nil
}

// Suggest makes a slug from any text: accents are dropped, letters that have
// none are spelled out, everything else becomes a hyphen. It is empty where no
// Latin letter or digit remains.
func Suggest(s string) string {
	var b strings.Builder
	gap := false
	// The letters without a decomposition come first, because folding to
	// lower case turns some of them into one with it (İ → i̇).
	for _, r := range norm.NFKD.String(strings.ToLower(letters.Replace(strings.ToValidUTF8(s, " ")))) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.IsMark(r), r == '\'', r == '’', r == 'ʼ':
		default:
			gap = true
		}
		if b.Len() > 2*MaxSlug {
			break
		}
	}
	slug := b.String()
	if len(slug) > MaxSlug {
		slug = slug[:MaxSlug]
		if i := strings.LastIndexByte(slug, '-'); i > MaxSlug/2 {
			slug = slug[:i]
		}
		slug = strings.Trim(slug, "-")
	}
	if isDevice(slug) {
		slug += "-1"
	}
	return slug
}

var letters = strings.NewReplacer(
	"ß", "ss", "ẞ", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "ø", "o", "Ø", "o",
	"ł", "l", "Ł", "l", "đ", "d", "Đ", "d", "ð", "d", "Ð", "d", "þ", "th", "Þ", "th", "ı", "i", "ħ", "h", "Ħ", "h",
)

func isSlug(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
		case c == '-' && i > 0 && i+1 < len(s) && s[i-1] != '-':
		default:
			return false
		}
	}
	return s != ""
}

// isDevice reports whether Windows keeps a name, with any ending, for a
// device (Win32 "Naming Files, Paths, and Namespaces").
func isDevice(s string) bool {
	switch s {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(s) == 4 && (s[:3] == "com" || s[:3] == "lpt") && s[3] >= '0' && s[3] <= '9'
}

// labelLetters leaves out vowels, so that no label spells a word, and l, which
// reads as a one.
const labelLetters = "bcdfghjkmnpqrstvwxz"

// Label returns the label of learner n, counted from 1: "b1" to "b9", then
// "c1", and after "z9" with two letters. It says nothing about the person and
// holds its place for as long as the award exists.
//
// Label panics where n is below 1: a mistake of the caller's.
func Label(n int) string {
	if n < 1 {
		panic("starter: a learner is counted from 1")
	}
	digit := byte('1' + (n-1)%9)
	word := []byte{digit}
	for rest := (n-1)/9 + 1; rest > 0; rest = (rest - 1) / len(labelLetters) {
		word = append([]byte{labelLetters[(rest-1)%len(labelLetters)]}, word...)
	}
	return string(word)
}
