package check

import (
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

var accreditationEnded = Rule{
	Rule: diag.Rule{ID: "issuer-accreditation-ended", Severity: diag.Note,
		Title: "An issuer of micro-credentials is accredited today",
		Why:   "What was awarded before keeps its worth; a micro-credential that is awarded from now on has nobody behind it.",
		Mend:  "add the renewed accreditation to issuer.md, and keep the former one: it covers what was awarded then",
		Cite:  citeKind + "; " + citeEU + ", awarding body"},
	Family: "accreditation",
	Site: func(s *Subject) {
		all := s.Issuer.Accreditations
		if len(all) == 0 {
			return // a finding of its own
		}
		last := 0
		for i, acc := range all {
			if acc.ValidUntil.IsZero() || !acc.ValidUntil.Before(s.Today) {
				return // it holds, or will
			}
			if all[last].ValidUntil.Before(acc.ValidUntil) {
				last = i
			}
		}
		for _, a := range s.Achievements {
			if a.Kind == badge.MicroCredential && a.Newest && !answered(a) {
				s.Report(s.Issuer.Place.Index("accreditations", last).At("valid-until"), "the last accreditation ended on %s, and the micro-credential %q rests on it alone", all[last].ValidUntil, a.Slug)
				return
			}
		}
	},
}

// answered reports whether somebody answers for a micro-credential beside
// those who accredited the issuer.
func answered(a *badge.Achievement) bool {
	qa := a.QualityAssurance
	return qa.Body != "" && qa.URL != "" || a.AwardingBody.Accreditation.Body != ""
}
