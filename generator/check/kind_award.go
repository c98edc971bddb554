package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// onMicroAward returns a check that looks at awards of micro-credentials
// alone, with their achievement.
func onMicroAward(f func(*Subject, *badge.Award, *badge.Achievement)) func(*Subject, *badge.Cohort, *badge.Award) {
	return func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		if of := s.Achievement(a.Achievement.Slug, a.Achievement.Version); of != nil && of.Kind == badge.MicroCredential {
			f(s, a, of)
		}
	}
}

var accreditationLapsed = Rule{
	Rule: diag.Rule{ID: "award-accreditation-lapsed", Severity: diag.Error,
		Title: "An accreditation covers the day of the award",
		Why:   "An award made outside the time of an accreditation is not backed by it.",
		Mend:  "renew the accreditation in issuer.md, or add external quality assurance with body and url",
		Cite:  citeKind},
	Family: "accreditation", Since: since(2026, 1, 1),
	Award: onMicroAward(func(s *Subject, a *badge.Award, of *badge.Achievement) {
		all := s.Issuer.Accreditations
		if of.AwardingBody.Accreditation.Body != "" {
			all = append([]badge.Accreditation{of.AwardingBody.Accreditation}, all...)
		}
		if len(all) == 0 || a.Awarded.IsZero() || of.QualityAssurance.Body != "" && of.QualityAssurance.URL != "" {
			return
		}
		for _, acc := range all {
			if acc.On(a.Awarded) {
				return
			}
		}
		s.Report(a.Place.At("awarded"), "no accreditation covers the day of this award, %s", a.Awarded)
	}),
}

var awardEvidenceMissing = Rule{
	Rule: diag.Rule{ID: "award-evidence-missing", Severity: diag.Error,
		Title: "An award of a micro-credential rests on evidence",
		Why:   "Assessment without evidence cannot be looked at again when somebody doubts it.",
		Mend:  "add evidence with a name, and say in its description who keeps it; it may stand at the top of the file for all awards",
		Cite:  citeKind},
	Family: "kind",
	Award: onMicroAward(func(s *Subject, a *badge.Award, of *badge.Achievement) {
		if len(a.Evidence) == 0 {
			at := s.absence(a, "evidence", func(a *badge.Award) bool { return len(a.Evidence) == 0 })
			s.Report(at, "an award of the micro-credential %q needs evidence", of.Slug)
		}
		for i, e := range a.Evidence {
			if placeholder(e.Name) {
				s.ReportMend(a.Place.Index("evidence", i).At("name"), "say what was seen of the person's work, and who keeps it", "%q is no evidence", e.Name)
			}
		}
	}),
}

// placeholder reports whether a text stands only for one that is missing.
func placeholder(s string) bool {
	s = strings.ToLower(strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	return slices.Contains([]string{"", "none", "n/a", "na", "nil", "null", "nothing", "tbd", "todo", "tba", "xxx", "nessuna", "nessuno"}, s)
}

var awardAssessorMissing = Rule{
	Rule: diag.Rule{ID: "award-assessor-missing", Severity: diag.Error,
		Title: "An award of a micro-credential says who assessed, and when",
		Why:   "A verifier asks who saw it, and when; a person or a role is enough.",
		Mend:  "add assessed: with by and on; it may stand at the top of the file for all awards",
		Cite:  citeKind},
	Family: "assessment",
	Award: onMicroAward(func(s *Subject, a *badge.Award, of *badge.Achievement) {
		for i, r := range a.Results {
			at := a.Place.At("assessed")
			if r.Assessment != "" {
				at = a.Place.Index("results", i)
			}
			// A result may leave both to assessed.
			by, on := []source.Place{at.At("by"), a.Place.At("assessed", "by")}, []source.Place{at.At("on"), a.Place.At("assessed", "on")}
			none := slices.IndexFunc(r.By, placeholder)
			switch {
			case len(r.By) == 0 && r.On.IsZero() && !s.unusable(slices.Concat(by, on)...):
				s.Report(at, "it is not said who assessed, and when")
			case len(r.By) == 0 && !s.unusable(by...):
				s.Report(at.At("by"), "it is not said who assessed")
			case r.On.IsZero() && !s.unusable(on...):
				s.Report(at.At("on"), "it is not said when the assessment was")
			case none >= 0:
				s.Report(at.At("by"), "%q is nobody who assessed", r.By[none])
			}
		}
	}),
}

var awardNameHidden = Rule{
	Rule: diag.Rule{ID: "award-name-hidden", Severity: diag.Warning,
		Title: "A micro-credential names its holder",
		Why:   "Identification of the learner is its first element: a page without a full name proves nothing to an employer.",
		Mend:  "remove names here; the page stays out of lists unless it says listing: listed",
		Cite:  citeEU + ", identification of the learner"},
	Family: "kind",
	Award: onMicroAward(func(s *Subject, a *badge.Award, of *badge.Achievement) {
		if a.Names != "" && a.Names != badge.FullName {
			s.Report(a.Place.At("names"), "a micro-credential shows the full name, so names: %s has no effect", a.Names)
		}
		if name := a.Recipient.Name; name != "" && initialsOnly(name) {
			s.ReportMend(holder(a).At("name"), "write the full name", "a micro-credential names its holder, and %q is no full name", name)
		}
	}),
}

// initialsOnly reports whether a name has no letters, or only single ones
// where a script writes names with more: scripts that know upper case do.
func initialsOnly(name string) bool {
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		r, n := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(r) && !unicode.IsLower(r) || strings.ContainsFunc(word[n:], unicode.IsLetter) {
			return false
		}
	}
	return true
}

var awardBeforeAssessed = Rule{
	Rule: diag.Rule{ID: "award-before-assessed", Severity: diag.Error,
		Title: "Nothing is awarded before it is assessed",
		Why:   "An award that is older than its assessment contradicts itself.",
		Mend:  "correct the day of the award or of the assessment",
		Cite:  "WE BUILD micro-credential rulebook, MC-IR-03"},
	Family: "assessment",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		for i, r := range a.Results {
			at := a.Place.At("assessed", "on")
			if r.Assessment != "" {
				at = a.Place.Index("results", i).At("on")
			}
			if !r.On.IsZero() && !a.Awarded.IsZero() && a.Awarded.Before(r.On) {
				s.Report(at, "assessed on %s, after it was awarded on %s", r.On, a.Awarded)
			}
		}
	},
}
