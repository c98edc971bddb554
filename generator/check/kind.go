package check

import (
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

const (
	citeEU   = "Council Recommendation 2022/C 243/02, Annex I"
	citeKind = "Sealpress, the two kinds of recognition"
)

// onMicro returns a check that looks at micro-credentials alone.
func onMicro(f func(*Subject, *badge.Achievement)) func(*Subject, *badge.Achievement) {
	return func(s *Subject, a *badge.Achievement) {
		if a.Kind == badge.MicroCredential {
			f(s, a)
		}
	}
}

var criteriaMissing = Rule{
	Rule: diag.Rule{ID: "achievement-criteria-missing", Severity: diag.Error,
		Title: "An achievement says what must be shown to earn it",
		Why:   "Without criteria an employer or another school cannot judge what a page is worth.",
		Mend:  "write the criteria below the front matter",
		Cite:  "Open Badges 2.0, BadgeClass.criteria; Open Badges 3.0, Achievement.criteria (required)"},
	Family: "kind",
	Def: func(s *Subject, a *badge.Achievement) {
		if !saysSomething(a.Criteria) {
			s.Report(a.Place, "criteria are missing: say what a person must show to earn this")
		}
	},
}

// saysSomething reports whether a text has more than headings and comments.
func saysSomething(text badge.Markdown) bool {
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			b.WriteString(line)
		}
	}
	rest := b.String()
	for {
		before, comment, found := strings.Cut(rest, "<!--")
		if !found || strings.TrimSpace(before) != "" {
			return strings.TrimSpace(before) != ""
		}
		_, rest, _ = strings.Cut(comment, "-->")
	}
}

var badgeLevel = Rule{
	Rule: diag.Rule{ID: "badge-claims-level", Severity: diag.Error,
		Title: "A badge claims no level of a qualifications framework",
		Why:   "A level is given by formal quality assurance, which a badge does not have.",
		Mend:  "remove level, or make it a micro-credential",
		Cite:  citeKind},
	Family: "kind",
	Def: func(s *Subject, a *badge.Achievement) {
		if a.Kind == badge.Badge && a.Level.EQF != 0 {
			s.Report(a.Place.At("level", "eqf"), "a badge cannot have a level, found EQF %d", a.Level.EQF)
		}
	},
}

var badgeCredits = Rule{
	Rule: diag.Rule{ID: "badge-claims-credits", Severity: diag.Error,
		Title: "A badge claims no credits",
		Why:   "Credits count towards qualifications; without assessment and quality assurance nobody may grant them.",
		Mend:  "remove ects, or make it a micro-credential",
		Cite:  citeKind},
	Family: "kind",
	Def: func(s *Subject, a *badge.Achievement) {
		if a.Kind == badge.Badge && a.Workload.ECTS != "" {
			s.Report(a.Place.At("workload", "ects"), "a badge cannot have credits, found %s ECTS", a.Workload.ECTS)
		}
	},
}

var badgeFormal = Rule{
	Rule: diag.Rule{ID: "badge-claims-recognition", Severity: diag.Warning,
		Title: "A badge borrows no formal quality assurance or awarding body",
		Why:   "A badge is informal and symbolic. A quality assurance or a formal awarding body on its page makes a reader take it for a certificate.",
		Mend:  "remove it, or make it a micro-credential",
		Cite:  citeKind},
	Family: "kind",
	Def: func(s *Subject, a *badge.Achievement) {
		if a.Kind != badge.Badge {
			return
		}
		if q := a.QualityAssurance; q.Type != "" {
			s.Report(a.Place.At("quality-assurance"), "a badge is informal, but names a quality assurance: %s", q.Type)
		}
		if b := a.AwardingBody; b.Name != "" && b.Accreditation.Body != "" {
			s.Report(a.Place.At("awarding-body", "accreditation"), "a badge is informal, but names the accreditation of %s", b.Name)
		}
	},
}

var accreditationMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-accreditation-missing", Severity: diag.Error,
		Title: "A micro-credential comes from an accredited issuer",
		Why:   "Employers and universities recognise it because somebody answers for the issuer.",
		Mend:  "add accreditations to issuer.md, or body and url to quality-assurance, or an awarding-body with its accreditation",
		Cite:  citeKind + "; " + citeEU + ", awarding body"},
	Family: "accreditation",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		qa, at := a.QualityAssurance, a.Place.At("quality-assurance")
		if len(s.Issuer.Accreditations) == 0 && (qa.Body == "" || qa.URL == "") && a.AwardingBody.Accreditation.Body == "" &&
			!s.unusable(s.Issuer.Place.At("accreditations"), at.At("body"), at.At("url"), a.Place.At("awarding-body", "accreditation", "body")) {
			s.Report(at, "nobody answers for the issuer: no accreditation, no external quality assurance, no accredited awarding body")
		}
	}),
}

var pathwayMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-pathway-missing", Severity: diag.Error,
		Title: "A micro-credential completes structured learning",
		Why:   "It says that a person went a planned way, and not only that a test was passed.",
		Mend:  "write the steps in content/pathways/<slug>.md with this as the goal, and name it here: pathway: <slug>",
		Cite:  citeKind},
	Family: "kind",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		if a.Pathway == "" {
			s.Report(a.Place.At("pathway"), "a micro-credential ends a pathway, and none is named")
		}
	}),
}

var assessmentMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-assessment-missing", Severity: diag.Error,
		Title: "A micro-credential is assessed",
		Why:   "Assessment on evidence is what tells a micro-credential from a badge.",
		Mend:  "add assessment with type and description, or make it a badge",
		Cite:  citeEU + ", type of assessment"},
	Family: "assessment",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		if len(a.Assessments) == 0 {
			s.Report(a.Place.At("assessment"), "a micro-credential needs an assessment, and none is described")
		}
	}),
}

var outcomesMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-outcomes-missing", Severity: diag.Error,
		Title: "A micro-credential names specific outcomes",
		Why:   "It certifies what a holder can do; without outcomes there is nothing to certify.",
		Mend:  "add outcomes: one statement each, beginning with an active verb",
		Cite:  citeEU + ", learning outcomes"},
	Family: "kind",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		if len(a.Outcomes) == 0 {
			s.Report(a.Place.At("outcomes"), "a micro-credential certifies specific skills, and no outcomes are named")
		}
	}),
}
