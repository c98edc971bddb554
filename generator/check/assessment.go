package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

var selfAssessed = Rule{
	Rule: diag.Rule{ID: "award-self-assessed", Severity: diag.Error,
		Title: "Nobody assesses their own work",
		Why:   "A micro-credential certifies what somebody else saw; a result that its holder gave proves nothing.",
		Mend:  "name who assessed",
		Cite:  citeKind + ": assessment based on evidence"},
	Family: "assessment",
	Award: onMicroAward(func(s *Subject, a *badge.Award, of *badge.Achievement) {
		for i, r := range a.Results {
			for _, by := range r.By {
				if samePerson(by, a.Recipient.Name) {
					s.Report(assessedPlace(a, i).At("by"), "%q is said to have assessed their own work", by)
				}
			}
		}
	}),
}

var identityUnchecked = Rule{
	Rule: diag.Rule{ID: "award-identity-unchecked", Severity: diag.Warning,
		Title: "Where an assessment promises to verify identity, each award says that it was",
		Why:   "The page of the achievement says that identity is verified, and this result does not: a verifier believes the weaker of the two.",
		Mend:  "add identity-checked: true below assessed, if it was; else correct supervision in a new version",
		Cite:  citeEU + ", supervision and identity verification during assessment"},
	Family: "assessment",
	Award: onMicroAward(func(s *Subject, a *badge.Award, of *badge.Achievement) {
		for i, r := range a.Results {
			as := of.Assessment(r.Assessment)
			if as == nil || r.IdentityChecked || !promisesIdentity(as.Supervision) || len(r.By) == 0 && r.On.IsZero() {
				continue // who assessed, and when, is a finding of its own
			}
			at := assessedPlace(a, i).At("identity-checked")
			if s.unusable(a.Place.At("assessed", "identity-checked")) {
				continue
			}
			if len(of.Assessments) > 1 {
				s.Report(at, "the assessment %q verifies identity, and this result does not say that it was checked", as.Key)
			} else {
				s.Report(at, "the assessment verifies identity, and this result does not say that it was checked")
			}
		}
	}),
}

// promisesIdentity reports whether a form of supervision verifies identity.
func promisesIdentity(supervision string) bool {
	return strings.HasSuffix(supervision, "-with-identity-verification")
}

// assessedPlace returns the place of who assessed result i, and when.
func assessedPlace(a *badge.Award, i int) source.Place {
	if a.Results[i].Assessment == "" {
		return a.Place.At("assessed")
	}
	return a.Place.Index("results", i)
}

// samePerson reports whether two names are those of one person, however they
// are written: case, accents, punctuation and the order of the words do not
// count.
func samePerson(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	// Most names differ in their letters, which is seen without a copy.
	if x, plain := letters(a); plain {
		if y, plain := letters(b); plain && x != y {
			return false
		}
	}
	return foldedName(a) == foldedName(b)
}

// letters sums up the letters of a name, in any order; plain is false where
// some have accents, or belong to no Latin script.
func letters(name string) (sum uint64, plain bool) {
	for i := range len(name) {
		c := name[i] | 0x20
		switch {
		case name[i] >= 0x80:
			return 0, false
		case c >= 'a' && c <= 'z':
			sum += uint64(c-'a'+7) * 0x9e3779b97f4a7c15 >> (c & 7)
		}
	}
	return sum, true
}

func foldedName(name string) string {
	words := strings.FieldsFunc(plainLetters(strings.ToLower(name)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	slices.Sort(words)
	return strings.Join(words, " ")
}
