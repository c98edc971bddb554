package diag

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
)

// Printer writes reports. The zero value of every field is a sensible choice.
type Printer struct {
	Text  func(file string) string // the content of a file, to quote its lines; nil quotes nothing
	Color bool                     // with terminal colours
	Most  int                      // findings printed; 0: DefaultMost
}

// DefaultMost is how many findings are printed; all are counted.
const DefaultMost = 200

// Print writes findings for people: place, severity, message and rule, then
// the line with a caret, then the mend.
//
//	content/awards/knots.yaml:5:3: error: unknown key "emial" in recipient [unknown-key]
//	    emial: ada@example.org
//	    ^
//	  mend: did you mean "email"?
func (p Printer) Print(w io.Writer, findings []Finding) error {
	most := p.Most
	if most == 0 {
		most = DefaultMost
	}
	lines := lineReader{text: p.Text}
	var b strings.Builder
	counted := 0
	for _, f := range findings {
		if f.Aside != "" {
			fmt.Fprintf(&b, "%s: set aside: %s [%s]\n  %s %s\n\n", Clean(f.Pos.String()), Clean(f.Message), f.Rule, p.paint("36", "because:"), Clean(f.Aside))
			continue
		}
		if counted++; counted > most {
			continue
		}
		fmt.Fprintf(&b, "%s: %s: %s", p.paint("1", Clean(f.Pos.String())), p.severity(f.Severity), Clean(f.Message))
		if f.Rule != "" {
			fmt.Fprintf(&b, " %s", p.paint("2", "["+f.Rule+"]"))
		}
		b.WriteByte('\n')
		if line, caret := lines.quote(f); line != "" {
			fmt.Fprintf(&b, "    %s\n    %s\n", line, p.paint("32", caret))
		}
		if f.Mend != "" {
			fmt.Fprintf(&b, "  %s %s\n", p.paint("36", "mend:"), Clean(f.Mend))
		}
		for _, see := range f.See {
			fmt.Fprintf(&b, "  %s %s\n", p.paint("36", "see: "), Clean(see))
		}
		b.WriteByte('\n')
	}
	if counted > most {
		fmt.Fprintf(&b, "… and %d more\n", counted-most)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (p Printer) severity(s Severity) string {
	return p.paint([...]string{"1;31", "1;33", "1;34"}[s], s.String())
}

func (p Printer) paint(code, text string) string {
	if !p.Color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// lineReader quotes lines; findings come sorted by file, so the last file is
// enough to remember.
type lineReader struct {
	text  func(string) string
	file  string
	lines []string
}

const quoteWidth = 100 // characters of a quoted line

// secret matches lines whose value is nobody's business: keys, salts, hashes.
var secret = regexp.MustCompile(`^(\s*(?:-\s+)?"?(?:seed|salt|identity)"?\s*:\s*).*$`)

func (r *lineReader) quote(f Finding) (line, caret string) {
	if r.text == nil || f.Pos.Line == 0 || f.Pos.Column == 0 {
		return "", ""
	}
	if r.file != f.Pos.File || r.lines == nil {
		r.file = f.Pos.File
		r.lines = strings.Split(strings.ReplaceAll(r.text(f.Pos.File), "\r\n", "\n"), "\n")
	}
	if f.Pos.Line > len(r.lines) {
		return "", ""
	}
	line = r.lines[f.Pos.Line-1]
	if strings.TrimSpace(line) == "" {
		return "", ""
	}
	line = secret.ReplaceAllString(line, "${1}…")
	// A tab is one character and many columns; the caret must stand below.
	letters := []rune(Clean(strings.ReplaceAll(line, "\t", " ")))
	column := min(f.Pos.Column, len(letters)+1) - 1
	indent := 0
	for indent < len(letters) && indent < column && letters[indent] == ' ' {
		indent++
	}
	from := indent
	if column-from > quoteWidth*2/3 {
		from = column - quoteWidth/2
	}
	to := min(len(letters), from+quoteWidth)
	line = string(letters[from:to])
	if to < len(letters) {
		line += "…"
	}
	return strings.TrimRight(line, " "), strings.Repeat(" ", width(letters[from:column])) + "^"
}

// width is how many columns a terminal gives to text.
func width(letters []rune) int {
	n := 0
	for _, r := range letters {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r >= 0x1100 && (r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0x1f300 && r <= 0x1f9ff):
			n += 2
		default:
			n++
		}
	}
	return n
}

// Clean makes untrusted text safe for a terminal: control characters and
// those that change the direction of text are shown as escapes.
func Clean(s string) string {
	clean := true
	for _, r := range s {
		if hidden(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c || r == 0xfeff
}
