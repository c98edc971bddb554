package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fault is what is wrong with a statement of an outcome.
type Fault string

// The faults of outcomes.
const (
	Vague   Fault = "vague"    // nobody can see it done
	OneWord Fault = "one-word" // a heading, and no statement
	Twice   Fault = "twice"    // said before
	Long    Fault = "long"     // more than one outcome, or more than a reader takes in
)

// MaxWords is how many words an outcome may have before it is too long.
const MaxWords = 40

// Remark is a fault of one outcome.
type Remark struct {
	Phrase
	Outcome int // index of the statement
	Fault   Fault
	First   int // Twice: index of the statement that said it first
	Words   int // Long: how many there are
}

// Outcomes returns what is wrong with the statements of one achievement, in
// their order, at most one fault each. Vague words are known in languages that
// have a lexicon; the other faults are seen in every language.
func Outcomes(statements []string, language string) []Remark {
	l := of(language)
	first := map[string]int{}
	var remarks []Remark
	for i, s := range statements {
		all := words(s)
		if len(all) == 0 {
			continue
		}
		key := said(l, s, all)
		r := Remark{Outcome: i, Phrase: phrase(s, all, 0, len(all)), Words: len(all)}
		earlier, twice := first[key]
		if !twice {
			first[key] = i
		}
		switch {
		case twice:
			r.Fault, r.First = Twice, earlier
		case len(strings.Fields(s)) == 1 && spaced(s):
			r.Fault = OneWord
		case len(all) > MaxWords:
			r.Fault = Long
		case l == nil:
			continue
		default:
			p, ok := l.vagueIn(s, all)
			if !ok {
				continue
			}
			r.Fault, r.Phrase = Vague, p
		}
		remarks = append(remarks, r)
	}
	return remarks
}

// said returns what a statement says, without case, accents, punctuation and
// the words before its verb.
func said(l *lexicon, text string, all []token) string {
	start := 0
	if l != nil {
		start = l.afterLead(text, all)
	}
	var b strings.Builder
	for _, t := range all[start:] {
		b.WriteString(t.folded + " ")
	}
	return b.String()
}

// afterLead returns the index of the first word that is not part of "the
// learner is able to" and the like.
func (l *lexicon) afterLead(text string, all []token) int {
	i := 0
	for i < len(all)-1 {
		p, ok := l.compiled.lead.match(text, all, i)
		if !ok || i+len(p.words) >= len(all) {
			break
		}
		i += len(p.words)
	}
	return i
}

// vagueIn returns the words by which a statement says something that nobody
// can see done, unless an active verb stands beside them.
func (l *lexicon) vagueIn(text string, all []token) (Phrase, bool) {
	start := l.afterLead(text, all)
	for i := 0; i <= start; i++ {
		p, ok := l.compiled.vague.match(text, all, i)
		if !ok {
			continue
		}
		if l.joins(l.compiled.active, text, all, i+len(p.words)) {
			return Phrase{}, false
		}
		found := phrase(text, all, i, len(p.words))
		found.Instead = p.instead
		return found, true
	}
	for i := range all {
		p, ok := l.compiled.ends.match(text, all, i)
		if ok && i+len(p.words) == len(all) && !l.has(l.compiled.active, text, all[:i], start) {
			found := phrase(text, all, i, len(p.words))
			found.Instead = p.instead
			return found, true
		}
	}
	return Phrase{}, false
}

// has reports whether one of a set stands at word i or behind it.
func (l *lexicon) has(s set, text string, all []token, i int) bool {
	for ; i < len(all); i++ {
		if _, ok := s.match(text, all, i); ok {
			return true
		}
	}
	return false
}

// joins reports whether one of a set is joined at word i or behind it, by
// "and", a comma or a new sentence: "know the rules and apply them".
func (l *lexicon) joins(s set, text string, all []token, i int) bool {
	const behind = 4
	for ; i < len(all); i++ {
		_, and := l.compiled.and.match(text, all, i)
		if !and && all[i].before == space && !unicode.Is(unicode.Arabic, rune0(all[i].lower)) {
			continue
		}
		if l.has(s, text, all[:min(len(all), i+behind)], i) {
			return true
		}
	}
	return false
}

// rune0 returns the first letter of a word; Arabic writes "and" as a part of
// the next word.
func rune0(word string) rune {
	r, _ := utf8.DecodeRuneInString(word)
	return r
}

// spaced reports whether a text is in a script that puts spaces between
// words, so that words can be counted.
func spaced(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan)
	}) < 0
}
