package check

import (
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// onApproved returns a check that looks at awards of the kinds for which the
// site asks for an approval.
func onApproved(f func(*Subject, *badge.Cohort, *badge.Award, *badge.Achievement)) func(*Subject, *badge.Cohort, *badge.Award) {
	return func(s *Subject, co *badge.Cohort, a *badge.Award) {
		if len(s.Catalog.Site.Approval) == 0 {
			return
		}
		if of := s.Achievement(a.Achievement.Slug, a.Achievement.Version); of != nil && slices.Contains(s.Catalog.Site.Approval, of.Kind) {
			f(s, co, a, of)
		}
	}
}

var approvalMissing = Rule{
	Rule: diag.Rule{ID: "award-approval-missing", Severity: diag.Error,
		Title: "A cohort is approved where the site asks for it",
		Why:   "site.yaml says that a second person approves awards of this kind.",
		Mend:  "add approved: with by and on at the top of the file",
		Cite:  "Sealpress, approval in site.yaml"},
	Family: "approval",
	Award: onApproved(func(s *Subject, co *badge.Cohort, _ *badge.Award, of *badge.Achievement) {
		at := co.Place.At("approved")
		switch {
		case co.Approved.By == "" && !s.unusable(at.At("by")):
			s.Report(at, "awards of a %s need an approval, and this file has none", of.Kind)
		case s.future(co.Approved.On):
			s.ReportMend(at.At("on"), "correct the day", "approved on %s, which is in the future", co.Approved.On)
		}
	}),
}

var approvedByAssessor = Rule{
	Rule: diag.Rule{ID: "award-approved-by-assessor", Severity: diag.Error,
		Title: "Who approves a cohort neither assessed it nor earned it",
		Why:   "The site promises that a second person looked; one person who assesses and approves is no second one.",
		Mend:  "let somebody else approve, and name them under approved:",
		Cite:  "Sealpress, approval in site.yaml"},
	Family: "approval", Since: since(2026, 1, 1),
	Award: onApproved(func(s *Subject, co *badge.Cohort, a *badge.Award, _ *badge.Achievement) {
		by, at := co.Approved.By, co.Place.At("approved", "by")
		if samePerson(by, a.Recipient.Name) {
			s.Report(at, "%q approved an award of their own", by)
		}
		for _, r := range a.Results {
			for _, assessor := range r.By {
				if samePerson(by, assessor) {
					s.Report(at, "%q approved what they assessed", by)
				}
			}
		}
	}),
}

var approvedEarly = Rule{
	Rule: diag.Rule{ID: "award-approved-early", Severity: diag.Warning,
		Title: "A cohort is approved after it was assessed",
		Why:   "An approval from before the assessment approves something that nobody had seen.",
		Mend:  "correct the day of the approval or of the assessment",
		Cite:  "Sealpress, approval in site.yaml"},
	Family: "approval",
	Award: onApproved(func(s *Subject, co *badge.Cohort, a *badge.Award, _ *badge.Achievement) {
		for _, r := range a.Results {
			if on := co.Approved.On; !on.IsZero() && !r.On.IsZero() && on.Before(r.On) {
				s.Report(co.Place.At("approved", "on"), "approved on %s, before the assessment of %s", on, r.On)
			}
		}
	}),
}
