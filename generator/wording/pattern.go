package wording

import "strings"

// pattern is a phrase of a lexicon: words that follow one another. A word may
// end in a star, which stands for any ending, or begin with one, as German
// compounds need; "#" stands for a number, and a word after "=" must have the
// accents that it is written with.
type pattern struct {
	words   []string
	sort    Sort
	form    form
	instead string
	of      *lexicon
}

// patterns reads phrases that are separated by commas.
func patterns(phrases string) []pattern {
	var all []pattern
	for phrase := range strings.SplitSeq(phrases, ",") {
		var p pattern
		for word := range strings.FieldsSeq(phrase) {
			if exact, accents := strings.CutPrefix(word, "="); accents {
				p.words = append(p.words, "="+strings.ToLower(exact))
				continue
			}
			before, after := strings.HasPrefix(word, "*"), strings.HasSuffix(word, "*")
			word = fold(strings.ToLower(strings.Trim(word, "*")))
			if before {
				word = "*" + word
			}
			if after {
				word += "*"
			}
			p.words = append(p.words, word)
		}
		if len(p.words) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// fits reports whether a word of a pattern fits a word of a text.
func fits(word string, text string, t token) bool {
	switch {
	case word == "#":
		return isDigits(t.folded)
	case word[0] == '=':
		// An accent is often typed as an apostrophe behind the letter.
		return t.lower == word[1:] && !(t.end < len(text) && (text[t.end] == '\'' || text[t.end] == '`'))
	case word[0] == '*' && strings.HasSuffix(word, "*"):
		return strings.Contains(t.folded, word[1:len(word)-1])
	case word[0] == '*':
		return strings.HasSuffix(t.folded, word[1:])
	case strings.HasSuffix(word, "*"):
		return strings.HasPrefix(t.folded, word[:len(word)-1])
	}
	return t.folded == word
}

// at reports whether the pattern stands in a text at word i. A phrase does not
// reach over the end of a sentence.
func (p pattern) at(text string, all []token, i int) bool {
	if i < 0 || i+len(p.words) > len(all) {
		return false
	}
	for k, w := range p.words {
		if !fits(w, text, all[i+k]) || k > 0 && all[i+k].before == sentence {
			return false
		}
	}
	return true
}

// set is a list of patterns, found by their first words: by the word itself,
// or by its first or last letter where the rest can be anything.
type set struct {
	exact       map[string][]pattern
	heads, tail map[byte][]pattern
	wild        []pattern
}

func setOf(all []pattern) set {
	s := set{exact: map[string][]pattern{}, heads: map[byte][]pattern{}, tail: map[byte][]pattern{}}
	for _, p := range all {
		switch w := p.words[0]; {
		case w[0] == '=':
			w = fold(w[1:])
			s.exact[w] = append(s.exact[w], p)
		case w == "#" || w[0] == '*' && w[len(w)-1] == '*':
			s.wild = append(s.wild, p)
		case w[0] == '*':
			s.tail[w[len(w)-1]] = append(s.tail[w[len(w)-1]], p)
		case w[len(w)-1] == '*':
			s.heads[w[0]] = append(s.heads[w[0]], p)
		default:
			s.exact[w] = append(s.exact[w], p)
		}
	}
	return s
}

// match returns the longest pattern that stands in a text at word i.
func (s set) match(text string, all []token, i int) (found pattern, ok bool) {
	look := func(list []pattern) {
		for _, p := range list {
			if len(p.words) > len(found.words) && p.at(text, all, i) {
				found, ok = p, true
			}
		}
	}
	w := all[i].folded
	look(s.exact[w])
	if w != "" { // marks alone fold to nothing
		look(s.heads[w[0]])
		look(s.tail[w[len(w)-1]])
	}
	look(s.wild)
	return found, ok
}

// phrase returns words i to j of a text as they are written.
func phrase(text string, all []token, i, n int) Phrase {
	return Phrase{Text: text[all[i].start:all[i+n-1].end], Offset: all[i].start}
}

// book is a lexicon made ready.
type book struct {
	claims, unless, denial, turn, only, join, nought, others      set
	lead, vague, ends, and, active                                set
	suffices, come, came, perform, enough, pending, accreditation set
}

func compile(all ...*lexicon) []*lexicon {
	for _, l := range all {
		var claims, vague, ends []pattern
		for _, e := range l.claims {
			for _, p := range patterns(e.phrases) {
				p.sort, p.form, p.instead, p.of = e.sort, e.form, e.instead, l
				claims = append(claims, p)
			}
		}
		for _, m := range l.vague {
			for _, p := range patterns(m.phrases) {
				p.instead = m.instead
				vague = append(vague, p)
			}
		}
		for _, m := range l.ends {
			for _, p := range patterns(m.phrases) {
				p.instead = m.instead
				ends = append(ends, p)
			}
		}
		of := func(phrases string) set { return setOf(patterns(phrases)) }
		l.compiled = book{
			claims: setOf(claims), vague: setOf(vague), ends: setOf(ends),
			unless: of(l.unless), denial: of(l.denial), turn: of(l.turn), only: of(l.only), join: of(l.join),
			nought: of(l.nought), others: of(l.others), lead: of(l.lead), and: of(l.and), active: of(l.active),
			suffices: of(l.suffices), come: of(l.come), came: of(l.came), perform: of(l.perform), enough: of(l.enough),
			pending: of(l.pending), accreditation: of(l.accredit),
		}
	}
	return all
}
