package adopt

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/markdown"
)

// maxMarks is how many combining marks a letter may have in content.
const maxMarks = 8

// clean leaves out of a foreign text what content refuses: what cannot be seen,
// what steers a terminal or turns the direction of a line, and marks that pile
// up on one letter.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(strings.ToValidUTF8(s, "\ufffd"))
	var b strings.Builder
	marks := 0
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\n' || r == '\t':
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co), r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef, r == '\u3164', r == '\uffa0':
			if r != '\u200c' && r != '\u200d' { // they belong to the spelling of Persian and Indic scripts
				continue
			}
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > maxMarks {
				continue
			}
		default:
			marks = 0
		}
		b.WriteRune(r)
	}
	return b.String()
}

// line makes one line of a foreign text, of at most so many characters.
func line(s string, limit int) string {
	return cut(strings.Join(strings.Fields(clean(plainText(s))), " "), limit)
}

// paragraph makes a text of a foreign one in which lines may break.
func paragraph(s string, limit int) string {
	var all []string
	for l := range strings.Lines(clean(plainText(s))) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			all = append(all, l)
		}
	}
	return cut(strings.Join(all, "\n"), limit)
}

// cut shortens a text at the end of a word, and shows that it did. What nobody
// can see is no text.
func cut(s string, limit int) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) }) {
		return ""
	}
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	short := string([]rune(s)[:limit-1])
	if i := strings.LastIndexAny(short, " \n"); i > len(short)/2 {
		short = short[:i]
	}
	return strings.TrimRight(short, " \n,;:.") + "…"
}

// isMarkup reports whether a text has elements of HTML in it.
func isMarkup(s string) bool {
	if !strings.Contains(s, "<") {
		return false
	}
	for t := html.NewTokenizer(strings.NewReader(s)); ; {
		switch t.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			if name, _ := t.TagName(); blocks[string(name)] || inline[string(name)] {
				return true
			}
		}
	}
}

var (
	blocks = map[string]bool{"p": true, "div": true, "br": true, "ul": true, "ol": true, "li": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
		"table": true, "tr": true, "blockquote": true, "pre": true, "hr": true, "section": true, "article": true}
	inline = map[string]bool{"a": true, "b": true, "i": true, "em": true, "strong": true, "u": true, "s": true, "span": true, "font": true, "code": true, "small": true,
		"sub": true, "sup": true, "img": true, "td": true, "th": true, "script": true, "style": true, "iframe": true, "svg": true}
	silent = map[string]bool{"script": true, "style": true, "iframe": true, "svg": true, "template": true, "noscript": true, "title": true}
)

// plainText returns the words of a text that may be HTML. Paragraphs and items
// become lines; what runs or draws is left out.
func plainText(s string) string {
	if !isMarkup(s) {
		return s
	}
	var b strings.Builder
	skip := ""
	for t := html.NewTokenizer(strings.NewReader(s)); ; {
		kind := t.Next()
		if kind == html.ErrorToken {
			return b.String()
		}
		name := ""
		if kind != html.TextToken && kind != html.CommentToken && kind != html.DoctypeToken {
			raw, _ := t.TagName()
			name = string(raw)
		}
		switch {
		case skip != "":
			if kind == html.EndTagToken && name == skip {
				skip = ""
			}
		case kind == html.TextToken:
			b.WriteString(strings.ReplaceAll(string(t.Text()), "\u00a0", " "))
		case kind == html.StartTagToken && silent[name]:
			skip = name
		case kind == html.StartTagToken && name == "li":
			b.WriteString("\n- ")
		case kind == html.EndTagToken && (name == "td" || name == "th"):
			b.WriteString(" ")
		case blocks[name] && name != "li":
			b.WriteString("\n")
		}
	}
}

// maxCriteria is the length of the longest criteria that are taken over, in
// characters; content holds four times as many bytes.
const maxCriteria = 12_000

// prose returns a foreign text as Markdown for the pages of this site. Standard
// and platforms write criteria in Markdown, which stays as long as it holds
// nothing that content refuses; else only its words stay.
func prose(s string) string {
	wasMarkup := isMarkup(s)
	s = strings.TrimSpace(clean(plainText(s)))
	if s = cut(s, maxCriteria); s == "" {
		return ""
	}
	if wasMarkup {
		return escapeLines(s)
	}
	if fits(s) {
		return s
	}
	return escapeLines(s)
}

// fits reports whether Markdown can stand on a page of this site as it is: no
// raw HTML, no foreign picture, no link that leads nowhere here.
func fits(s string) bool {
	inside := false
	_, problems := markdown.Render(s, markdown.Options{Base: func(dest string) (string, bool) { inside = true; return dest, true }})
	if inside || strings.HasPrefix(s, "---") {
		return false
	}
	for _, p := range problems {
		if p.Severity != diag.Note {
			return false
		}
	}
	return true
}

// escapeLines returns a text whose Markdown shows it as it is, line for line;
// only items of a list stay items.
func escapeLines(s string) string {
	var b strings.Builder
	item := false
	for l := range strings.Lines(s) {
		l = strings.Join(strings.Fields(l), " ")
		rest, isItem := strings.CutPrefix(l, "- ")
		switch {
		case l == "" || l == "-":
			continue
		case b.Len() > 0 && !(item && isItem):
			b.WriteString("\n")
		}
		if isItem {
			b.WriteString("- " + escape(rest) + "\n")
		} else {
			b.WriteString(escape(l) + "\n")
		}
		item = isItem
	}
	out := strings.TrimSpace(b.String())
	if !fits(out) {
		return "" // marks written as entities, and the like: nothing that is worth keeping
	}
	return out
}

// escape returns a line that Markdown shows as it is.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>()#+!|&~$=", r) || i == 0 && r == '-' || r == ':' && strings.HasPrefix(s[i:], "://") {
			b.WriteByte('\\')
		}
		if r == '.' || r == ')' {
			if head := s[:i]; head != "" && strings.Trim(head, "0123456789") == "" { // an item with a number
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
