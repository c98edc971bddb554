package check

import (
	"regexp"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
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

// certifies finds the words that make a claim, in the languages that issuers
// write most; the first group is the word.
var certifies = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(certif(?:y|ies|ied|icates?|ications?)|qualif(?:y|ies|ied|ications?)|licen[cs](?:es?|ed)|diplomas?|accredited|certifica(?:to|ta|ti|re|zione)?|qualific(?:a|he|ato)|abilita(?:to|ta|zione)?|attestat[oi]|ECTS|EQF)(?:$|[^\pL\pN])`)

// claimless finds what before such a word says that none is made.
var claimless = regexp.MustCompile(`(?i)(^|[^\pL])(not?|without|towards?|before|non|senza|verso|prima)([^\pL\pN.!?]+[\pL\pN]+){0,2}[^\pL\pN.!?]*$`)

// claim returns the first word by which a text claims to certify.
func claim(text string) string {
	for _, at := range certifies.FindAllStringSubmatchIndex(text, -1) {
		if !claimless.MatchString(text[:at[2]]) {
			return text[at[2]:at[3]]
		}
	}
	return ""
}

var badgeCertifies = Rule{
	Rule: diag.Rule{ID: "badge-claims-to-certify", Severity: diag.Warning,
		Title: "A badge does not claim to certify",
		Why:   "A badge is informal: it motivates and marks a step. Who reads that it certifies or qualifies takes it for more than it is.",
		Mend:  `say what was done ("took part in", "completed"), or make it a micro-credential with assessment`,
		Cite:  citeKind},
	Family: "kind",
	Def: func(s *Subject, a *badge.Achievement) {
		if a.Kind != badge.Badge {
			return
		}
		look := func(p source.Place, name, description string) {
			for _, t := range []struct{ key, text string }{{"name", name}, {"description", description}} {
				if w := claim(t.text); w != "" {
					s.Report(p.At(t.key), "a badge is informal, but its %s says %q", t.key, w)
				}
			}
		}
		look(a.Place, a.Name, a.Description)
		for _, t := range a.Translations {
			look(t.Place, t.Name, t.Description)
		}
	},
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

var accreditationMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-accreditation-missing", Severity: diag.Error,
		Title: "A micro-credential comes from an accredited issuer",
		Why:   "Employers and universities recognise it because somebody answers for the issuer.",
		Mend:  "add accreditations to issuer.md, or body and url to quality-assurance, or an awarding-body with its accreditation",
		Cite:  citeKind + "; " + citeEU + ", awarding body"},
	Family: "kind",
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
	Family: "kind",
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
