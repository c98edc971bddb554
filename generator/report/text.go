package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/verify"
)

// Text prints verdicts for a terminal.
type Text struct {
	Words
	Color bool
}

// Whole prints everything that is said of a credential: the outcome first, then
// what was checked, then what that does not prove.
func (t Text) Whole(to io.Writer, v *verify.Verdict) error {
	s := t.sheet(v)
	var b strings.Builder
	line := func(indent int, format string, args ...any) {
		b.WriteString(strings.Repeat(" ", indent) + fmt.Sprintf(format, args...) + "\n")
	}
	line(0, "%s  %s", t.stamped(s), diag.Clean(s.Headline))
	line(2, "%s", diag.Clean(s.Input))
	line(0, "")
	if s.Claims != "" {
		line(2, "%s", s.Claims)
	}
	wide := 0
	for _, f := range s.Facts {
		wide = max(wide, utf8.RuneCountInString(f.Label))
	}
	for _, f := range s.Facts {
		line(2, "%s%s  %s", t.paint("2", f.Label), pad(f.Label, wide), diag.Clean(f.Value))
	}
	for _, sentence := range []string{s.Kind, s.Known} {
		if sentence != "" {
			line(2, "%s", diag.Clean(sentence))
		}
	}
	t.checks(&b, s.Checks)
	t.list(&b, "parts", "", s.Parts)
	if len(s.Elements) > 0 {
		t.head(&b, "elements", s.Complete)
		for _, e := range s.Elements {
			value := diag.Clean(e.Value)
			switch {
			case !e.Present:
				value = t.paint("33", t.say("missing"))
			case value == "":
				value = t.say("present")
			}
			line(2, "%s: %s", e.Name, value)
		}
	}
	t.list(&b, "endorsed", "", s.Endorsed)
	t.list(&b, "unproven", "", s.Unproven)
	t.list(&b, "asked", "", s.Asked)
	_, err := io.WriteString(to, b.String())
	return err
}

func (t Text) checks(b *strings.Builder, checks []checked) {
	t.head(b, "checks", "")
	wide := 0
	for _, c := range checks {
		wide = max(wide, utf8.RuneCountInString(c.Word))
	}
	for _, c := range checks {
		color := map[string]string{"passed": "32", "failed": "1;31", "unknown": "1;33"}[c.Class]
		fmt.Fprintf(b, "  %s%s  %s\n", t.paint(color, c.Word), pad(c.Word, wide), diag.Clean(c.Sentence))
		if c.Evidence != "" {
			fmt.Fprintf(b, "  %s  %s\n", strings.Repeat(" ", wide), t.paint("2", diag.Clean(c.Evidence)))
		}
	}
}

func (t Text) list(b *strings.Builder, head, note string, lines []string) {
	if len(lines) == 0 {
		return
	}
	t.head(b, head, note)
	for _, l := range lines {
		fmt.Fprintf(b, "  - %s\n", diag.Clean(l))
	}
}

func (t Text) head(b *strings.Builder, key, note string) {
	head := t.say(key)
	if note != "" {
		head += ": " + note
	}
	fmt.Fprintf(b, "\n%s\n", t.paint("1", head))
}

// Line prints one line, for a credential among many.
func (t Text) Line(to io.Writer, v *verify.Verdict) error {
	s := t.sheet(v)
	_, err := fmt.Fprintf(to, "%s  %s  %s\n", t.stamped(s), diag.Clean(s.Input), t.paint("2", diag.Clean(s.About)))
	return err
}

func (t Text) stamped(s sheet) string {
	color := map[string]string{"valid": "1;32", "expired": "1;33", "revoked": "1;31", "not-valid": "1;31", "cannot-tell": "1;33"}[s.Class]
	return t.paint(color, s.Stamp)
}

func (t Text) paint(code, text string) string {
	if !t.Color || code == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// pad fills a column.
func pad(text string, wide int) string {
	return strings.Repeat(" ", max(0, wide-utf8.RuneCountInString(text)))
}
