package wording

import "slices"

// Sort is what a text claims.
type Sort string

// What can be claimed.
const (
	Certificate   Sort = "certificate"
	Qualification Sort = "qualification"
	Licence       Sort = "licence"
	Accreditation Sort = "accreditation"
	Level         Sort = "level"
	Credits       Sort = "credits"
)

// form is how a word claims.
type form int

const (
	noun       form = iota // names a thing: "certificate"
	verb                   // does it: "certifies"
	participle             // describes who or what has it: "certified"
	figure                 // counts: "2 ECTS"

	own = 8 // beside one of these: it means something else in another language
)

// Claim is a phrase by which a text claims something.
type Claim struct {
	Phrase
	Sort     Sort
	Said     bool   // said of it by a verb or a number, and not only a name for it
	Language string // of the lexicon that knows the phrase
}

// Claims returns the phrases by which a text claims to certify, qualify or
// license, or claims a level or credits, in the order of the text. The
// language is that of the text; the other languages are looked through too.
func Claims(text, language string) []Claim {
	all := words(text)
	l := of(language)
	innocent := make([]bool, len(all))
	for i := range all {
		for _, k := range lexicons() {
			if p, ok := k.compiled.unless.match(text, all, i); ok {
				for n := range p.words {
					innocent[i+n] = true
				}
			}
		}
	}
	var claims []Claim
	denied := -1 // the word behind the last thing that was denied
	for i := 0; i < len(all); i++ {
		p, ok := claimAt(text, all, i, l)
		if !ok || slices.Contains(innocent[i:i+len(p.words)], true) {
			continue
		}
		n, form := len(p.words), p.form&^own
		switch {
		case p.of.denies(l, text, all, i) || denied >= 0 && p.of.joined(l, text, all, denied, i):
			denied = i + n
		case form == verb && p.of.comesToNought(text, all, i+n):
		case form == participle && p.of.ofOthers(text, all, i):
		default:
			c := Claim{Phrase: phrase(text, all, i, n), Sort: p.sort, Said: form == verb || form == figure, Language: p.of.language}
			c.Instead = p.instead
			claims = append(claims, c)
		}
		i += n - 1
	}
	return claims
}

// claimAt returns the phrase that claims at word i: of the text's own
// language first, and of the others where it means nothing else.
func claimAt(text string, all []token, i int, first *lexicon) (pattern, bool) {
	if first != nil {
		if p, ok := first.compiled.claims.match(text, all, i); ok {
			return p, true
		}
	}
	for _, l := range lexicons() {
		if l == first {
			continue
		}
		if p, ok := l.compiled.claims.match(text, all, i); ok && p.form&own == 0 {
			return p, true
		}
	}
	return pattern{}, false
}

// reach is how many words may stand between a denial and what it denies.
const reach = 5

// denies reports whether a claim at word i is denied, or named as something
// else than what is described, by what stands before it in its clause.
func (l *lexicon) denies(other *lexicon, text string, all []token, i int) bool {
	for j := i - 1; j >= 0 && j >= i-1-reach && all[j+1].before == space; j-- {
		for _, k := range both(l, other) {
			if _, ok := k.compiled.turn.match(text, all, j); ok {
				return false
			}
			if p, ok := k.compiled.denial.match(text, all, j); ok && j+len(p.words) <= i {
				if j+len(p.words) < len(all) {
					if _, not := k.compiled.only.match(text, all, j+len(p.words)); not {
						return false
					}
				}
				return true
			}
		}
	}
	return false
}

// joined reports whether only commas and words that join stand between two
// things, so that what denies the one denies the other.
func (l *lexicon) joined(other *lexicon, text string, all []token, from, to int) bool {
	for j := from; j <= to; j++ {
		if all[j].before == sentence {
			return false
		}
	}
	for j := from; j < to; j++ {
		joins := false
		for _, k := range both(l, other) {
			_, ok := k.compiled.join.match(text, all, j)
			joins = joins || ok
		}
		if !joins {
			return false
		}
	}
	return true
}

// comesToNought reports whether a verb is denied by what follows it from word
// i: "certifies nothing".
func (l *lexicon) comesToNought(text string, all []token, i int) bool {
	for j := i; j < len(all) && j < i+l.away && all[j].before == space; j++ {
		if _, ok := l.compiled.nought.match(text, all, j); ok {
			return true
		}
	}
	return false
}

// ofOthers reports whether a participle at word i describes somebody else:
// "with a certified trainer".
func (l *lexicon) ofOthers(text string, all []token, i int) bool {
	for j := i - 1; j >= 0 && j >= i-3 && all[j+1].before == space; j-- {
		if _, ok := l.compiled.others.match(text, all, j); ok {
			return true
		}
	}
	return false
}

// both returns a lexicon, and that of the text where it is another one.
func both(l, other *lexicon) []*lexicon {
	if other == nil || other == l {
		return []*lexicon{l}
	}
	return []*lexicon{l, other}
}
