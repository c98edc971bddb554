// Package wording judges the words in which an author describes what can be
// earned.
//
// Four questions are asked of a text, each by a function that knows nothing of
// files and kinds:
//
//   - Claims: does it claim to certify, to qualify or to license, or a level
//     or credits?
//   - Outcomes: do statements of outcomes say what somebody can do?
//   - Attendance and Attended: does being there seem to be all that counts?
//   - Pending: does it lean on an accreditation that is not granted yet?
//
// What is found comes with its place in the text, in bytes, and with a phrase
// that would do instead, in the language of the text.
//
// Each language has a small lexicon (Languages lists them) whose entries are
// whole words and phrases. Case and accents do not matter, except in the few
// entries where an accent makes another word of it: in Italian "abilita"
// licenses and "abilità" is a skill. A denial before a claim takes it away
// ("not a certificate"), and so does naming where something leads ("towards a
// certificate"). Claims are looked for in all languages, because people mix
// them; everything else in the language of the text alone.
//
// Words are no proof. The lexicons are kept small so that what they find is
// nearly always meant, and they miss what is said in other words.
package wording

import (
	"strings"
	"sync"
)

// Phrase is a part of a text that was found.
type Phrase struct {
	Text    string // as the author wrote it
	Offset  int    // where it begins in the text, in bytes
	Instead string // what would do in its place, in the text's language; may be empty
}

// Languages lists the languages that have a lexicon.
func Languages() []string {
	all := make([]string, len(lexicons()))
	for i, l := range lexicons() {
		all[i] = l.language
	}
	return all
}

// lexicon is what is known of one language. Lists of phrases are separated by
// commas; see pattern for what a phrase can hold.
type lexicon struct {
	language string

	claims []entry // words that claim
	unless string  // phrases in which such words claim nothing
	denial string  // before a claim: it is denied, or something else is meant
	turn   string  // a denial before such a word does not reach behind it
	only   string  // behind a denial: nothing is denied ("not only")
	join   string  // what may stand between two things that are denied together
	nought string  // behind a verb that claims: it claims nothing
	others string  // before a participle: somebody else is meant ("by a certified trainer")
	away   int     // how many words behind a verb a nought may stand

	lead   string   // before the verb of an outcome, and saying nothing
	vague  []manner // verbs and nouns that begin an outcome nobody can observe
	ends   []manner // the same at the end, in languages that put the verb there
	and    string   // before a second verb
	active string   // verbs that somebody can see done

	suffices string // being there is all that counts
	come     string // being there
	came     string // having been there
	perform  string // something has to be shown
	enough   string // behind a phrase of suffices: it is not enough after all
	pending  string // not granted yet
	accredit string // an accreditation
	showed   string // what a description would say in place of having been there

	compiled book
}

// entry is a row of claims.
type entry struct {
	sort    Sort
	form    form
	phrases string
	instead string
}

// manner is a row of vague words with what would do instead.
type manner struct {
	phrases string
	instead string // empty: the verb that follows
}

// lexicons returns the lexicon of each language, in alphabetical order. They are
// compiled when somebody asks: most commands do not.
var lexicons = sync.OnceValue(func() []*lexicon { return compile(arabic(), german(), english(), spanish(), french(), italian()) })

// of returns the lexicon of a language ("de" for "de-AT"), or nil.
func of(language string) *lexicon {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	for _, l := range lexicons() {
		if l.language == base {
			return l
		}
	}
	return nil
}
