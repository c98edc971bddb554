package starter

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quote returns a text as a YAML scalar that reads back as exactly that text,
// on one line and in any place of block style where a value may stand. Plain
// words stay plain; everything else is written in double quotes with escapes
// (YAML 1.2.2, section 7.3.1). Bytes that are not UTF-8 become U+FFFD.
func Quote(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// plain reports whether a text may stand without quotes for every reader of
// YAML, old and new: it begins with a letter, is not a word that YAML 1.1
// takes for something else, and holds no character with a meaning.
func plain(s string) bool {
	switch strings.ToLower(s) {
	case "", "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return false
	}
	for i, r := range s {
		switch {
		case unicode.IsLetter(r):
		case i == 0:
			return false
		case unicode.IsDigit(r), unicode.IsMark(r):
		case strings.ContainsRune(`-_.,'()/@&+`, r):
		case r == ' ' && i+1 < len(s):
		case r == ':' && i+1 < len(s) && s[i+1] == '/': // https://
		default:
			return false
		}
	}
	return true
}

// oneLine checks what a person typed: text of one line, without characters
// that nobody sees. Strict readers of content refuse those anyway.
func oneLine(s string, limit int) error {
	switch {
	case !utf8.ValidString(s):
		return errors.New("expected UTF-8 text")
	case strings.ContainsAny(s, "\r\n\u0085\u2028\u2029"):
		return errors.New("expected one line")
	case utf8.RuneCountInString(s) > limit:
		return fmt.Errorf("expected at most %d characters, found %d", limit, utf8.RuneCountInString(s))
	case strings.TrimSpace(s) == "":
		return errors.New("expected text, found spaces")
	}
	for _, r := range s {
		// Joiners belong to the spelling of Persian and Indic scripts.
		if r != '\u200c' && r != '\u200d' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co)) {
			return fmt.Errorf("expected visible characters, found U+%04X", r)
		}
	}
	return nil
}

// escapeMarkdown returns a text that Markdown shows as it is.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>()#+!|&~$", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
