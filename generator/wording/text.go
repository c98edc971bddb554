package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// gap is what stands between a word and the one before it.
type gap int

const (
	space    gap = iota // nothing that separates
	clause              // a comma, a bracket, a quotation mark
	sentence            // a full stop, a colon, a new paragraph
)

// token is a word of a text.
type token struct {
	lower, folded string
	start, end    int
	before        gap
	upper         bool // begins with a capital letter
}

// words cuts a text into words: runs of letters, digits and their marks.
// Addresses are no words.
func words(text string) []token {
	var all []token
	last := 0
	for at := 0; at < len(text); {
		if n := address(text[at:]); n > 0 {
			at += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[at:])
		if !letter(r) {
			at += n
			continue
		}
		end := at + n
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !letter(r) && !unicode.IsMark(r) && r != '\u0640' {
				break
			}
			end += n
		}
		word := text[at:end]
		t := token{lower: strings.ToLower(word), start: at, end: end, before: separates(text[last:at]), upper: unicode.IsUpper(r)}
		if last > 0 && text[last:at] == "." && isDigits(word) && isDigits(text[all[len(all)-1].start:last]) {
			t.before = space // a decimal point
		}
		t.folded = fold(t.lower)
		all = append(all, t)
		at, last = end, end
	}
	return all
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// address returns how long the web address is that a text begins with.
func address(text string) int {
	if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") {
		return 0
	}
	if n := strings.IndexAny(text, " \t\n<>()[]\""); n >= 0 {
		return n
	}
	return len(text)
}

// separates says how much what stands between two words separates them.
func separates(between string) gap {
	switch {
	case strings.ContainsAny(between, ".!?…;:؟؛|•–—"), strings.Contains(between, " - "), strings.Count(between, "\n") > 1,
		strings.Contains(between, "\n") && strings.ContainsAny(between, "-*+#>"):
		return sentence
	case strings.ContainsAny(between, ",،()[]\"“”„«»/"):
		return clause
	}
	return space
}

// plain are the letters that stand for accented ones, pair by pair.
var plain = pairs("àaáaâaãaäaåaāaăaąaçcćcčcďdđdèeéeêeëeēeęeěeğgìiíiîiïiīiıiłlñnńnňnòoóoôoõoöoøoōoőořrśsšsşsșsťtțtùuúuûuüuūuůuűuýyÿyžzźzżz" +
	"أاإاآاٱاىيةه")

func pairs(s string) map[rune]rune {
	m, all := map[rune]rune{}, []rune(s)
	for i := 0; i+1 < len(all); i += 2 {
		m[all[i]] = all[i+1]
	}
	return m
}

// fold writes a lower-case word without accents, and an Arabic one without
// vowels, article and the particles that are written with it.
func fold(lower string) string {
	var b strings.Builder
	for _, r := range lower {
		switch p, accented := plain[r]; {
		case accented:
			b.WriteRune(p)
		case r == 'ß':
			b.WriteString("ss")
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case !unicode.IsMark(r) && r != '\u0640':
			b.WriteRune(r)
		}
	}
	return stem(b.String())
}

// stem takes article and particles off an Arabic word that is long enough to
// be one without them.
func stem(word string) string {
	if r, _ := utf8.DecodeRuneInString(word); !unicode.Is(unicode.Arabic, r) {
		return word
	}
	off := func(least int, prefixes ...string) {
		for _, p := range prefixes {
			if rest, found := strings.CutPrefix(word, p); found && utf8.RuneCountInString(rest) >= least {
				word = rest
				return
			}
		}
	}
	off(3, "وال", "فال", "بال", "كال", "لل", "ال")
	off(4, "و")
	return word
}
