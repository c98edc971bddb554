package check

import (
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

var awardedMissing = Rule{
	Rule: diag.Rule{ID: "award-date-missing", Severity: diag.Error,
		Title: "An award says when it was made",
		Why:   "The day is part of what is published and verified.",
		Mend:  "add awarded: YYYY-MM-DD; at the top of the file it holds for all awards",
		Cite:  "Open Badges 2.0, Assertion.issuedOn (required)"},
	Family: "dates",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		if a.Awarded.IsZero() {
			at := s.absence(a, "awarded", func(a *badge.Award) bool { return a.Awarded.IsZero() })
			s.Report(at, "the day of the award is missing")
		}
	},
}

var awardedFuture = Rule{
	Rule: diag.Rule{ID: "award-in-future", Severity: diag.Error,
		Title: "An award is not dated in the future",
		Why:   "A verifier refuses a credential that is not valid yet.",
		Mend:  "correct awarded:, or publish it on that day",
		Cite:  "Open Badges 3.0, AchievementCredential, awardedDate; Verifiable Credentials 2.0, section 4.9, Validity Period"},
	Family: "dates",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		if s.future(a.Awarded) {
			s.Report(a.Place.At("awarded"), "awarded on %s, which is in the future", a.Awarded)
		}
	},
}

var validUntilPast = Rule{
	Rule: diag.Rule{ID: "award-ends-before-it-begins", Severity: diag.Error,
		Title: "An award ends after it begins",
		Why:   "It would never have been valid.",
		Mend:  "correct valid-until: or awarded:",
		Cite:  "Verifiable Credentials 2.0, section 4.9, Validity Period"},
	Family: "dates",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		if !a.ValidUntil.IsZero() && a.ValidUntil.Before(a.Awarded) {
			s.Report(a.Place.At("valid-until"), "valid until %s, before it was awarded on %s", a.ValidUntil, a.Awarded)
		}
	},
}

var evidenceLate = Rule{
	Rule: diag.Rule{ID: "award-evidence-late", Severity: diag.Warning,
		Title: "Evidence is older than the award that rests on it",
		Why:   "A reader wonders what was looked at.",
		Mend:  "correct the day of the evidence or of the award",
		Cite:  "Council Recommendation 2022/C 243/02, Annex II, principle 4: assessment"},
	Family: "assessment",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		for i, e := range a.Evidence {
			if !e.Date.IsZero() && !a.Awarded.IsZero() && a.Awarded.Before(e.Date) {
				s.Report(a.Place.Index("evidence", i).At("date"), "the evidence is of %s, after the award of %s", e.Date, a.Awarded)
			}
		}
	},
}

var accreditationDates = Rule{
	Rule: diag.Rule{ID: "accreditation-dates", Severity: diag.Error,
		Title: "An accreditation ends after it begins",
		Why:   "It would never have been valid.",
		Mend:  "correct valid-from: or valid-until:",
		Cite:  "Sealpress, accreditations"},
	Family: "accreditation",
	Site: func(s *Subject) {
		look := func(p source.Place, a badge.Accreditation) {
			if !a.ValidFrom.IsZero() && !a.ValidUntil.IsZero() && a.ValidUntil.Before(a.ValidFrom) {
				s.Report(p.At("valid-until"), "valid until %s, before it begins on %s", a.ValidUntil, a.ValidFrom)
			}
		}
		for i, a := range s.Issuer.Accreditations {
			look(s.Issuer.Place.Index("accreditations", i), a)
		}
		for _, a := range s.Achievements {
			look(a.Place.At("awarding-body", "accreditation"), a.AwardingBody.Accreditation)
		}
	},
}

// firstDay is the day from which signed tokens count their seconds.
var firstDay = badge.Date{Year: 1970, Month: 1, Day: 1}

var awardedEarly = Rule{
	Rule: diag.Rule{ID: "award-before-1970", Severity: diag.Warning,
		Title: "An award is dated after 1970",
		Why:   "An earlier day is mostly a slip in the year, and tokens count the seconds since 1970: some verifiers refuse a number below zero.",
		Mend:  "correct the year in awarded:",
		Cite:  "RFC 7519, 2 NumericDate; Open Badges 3.0, claim nbf"},
	Family: "interop",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		if !a.Awarded.IsZero() && a.Awarded.Before(firstDay) {
			s.Report(a.Place.At("awarded"), "awarded on %s, before tokens count their seconds", a.Awarded)
		}
	},
}
