package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/wording"
)

// spoken is an achievement in one language: as it was written, or translated.
type spoken struct {
	place             source.Place
	language          string
	name, description string
	criteria          badge.Markdown
	outcomes          []string
	assessments       []string
	original          bool
}

// languages returns an achievement in each of its languages, the original
// first.
func languages(a *badge.Achievement) []spoken {
	o := spoken{place: a.Place, language: a.Language, name: a.Name, description: a.Description, criteria: a.Criteria, original: true}
	for _, s := range a.Outcomes {
		o.outcomes = append(o.outcomes, s.Statement)
	}
	for _, s := range a.Assessments {
		o.assessments = append(o.assessments, s.Description)
	}
	all := []spoken{o}
	for _, l := range slices.Sorted(maps.Keys(a.Translations)) {
		t := a.Translations[l]
		all = append(all, spoken{t.Place, l, t.Name, t.Description, t.Body, t.Outcomes, t.Assessments, false})
	}
	return all
}

// outcome returns the place of a statement.
func (t spoken) outcome(i int) source.Place {
	if t.original {
		return t.place.Index("outcomes", i).At("statement")
	}
	return t.place.Index("outcomes", i)
}

// assessment returns the place of the description of an assessment.
func (t spoken) assessment(i int) source.Place {
	if t.original {
		return t.place.Index("assessment", i).At("description")
	}
	return t.place.Index("assessment", i)
}

// reportBody makes a finding at a byte of the Markdown below front matter.
func (s *Subject) reportBody(p source.Place, body badge.Markdown, offset int, mend, format string, args ...any) {
	if s.unusable(p) {
		return
	}
	before := string(body[:offset])
	line := 1 + strings.Count(before, "\n")
	column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	s.Content.Report.Add(diag.Finding{Rule: s.rule.ID, Severity: s.rule.Severity, Pos: s.Content.BodyPos(p.File, line, column),
		Message: fmt.Sprintf(format, args...), Mend: mend})
}

var badgeCertifies = Rule{
	Rule: diag.Rule{ID: "badge-claims-to-certify", Severity: diag.Warning,
		Title: "A badge does not claim to certify",
		Why:   "A badge is informal: it motivates and marks a step. Who reads that it certifies or qualifies takes it for more than it is.",
		Mend:  `say what was done ("took part in", "completed"), or make it a micro-credential with assessment`,
		Cite:  citeKind},
	Family: "wording",
	Def: func(s *Subject, a *badge.Achievement) {
		if a.Kind != badge.Badge {
			return
		}
		const message = "a badge is informal, but its %s %q"
		for _, t := range languages(a) {
			look := func(p source.Place, what, text string) {
				if claims := wording.Claims(text, t.language); len(claims) > 0 {
					s.ReportMend(p, claimMend(s.rule.Mend, claims[0]), message, what, claims[0].Text)
				}
			}
			look(t.place.At("name"), "name says", t.name)
			look(t.place.At("description"), "description says", t.description)
			for i, o := range t.outcomes {
				look(t.outcome(i), fmt.Sprintf("outcome %d says", i+1), o)
			}
			// Criteria may name certificates, for example as what is needed
			// before; there, only what is said of the badge counts.
			for _, c := range wording.Claims(string(t.criteria), t.language) {
				if c.Said {
					s.reportBody(t.place, t.criteria, c.Offset, claimMend(s.rule.Mend, c), message, "criteria say", c.Text)
					break
				}
			}
		}
	},
}

// claimMend says how a claim is mended: by the words that would do.
func claimMend(general string, c wording.Claim) string {
	switch {
	case c.Sort == wording.Level:
		return "leave the level out, or make it a micro-credential with assessment"
	case c.Sort == wording.Credits:
		return "leave the credits out, or make it a micro-credential with assessment"
	case c.Instead != "":
		return fmt.Sprintf("write for example %q in place of %q, or make it a micro-credential with assessment", c.Instead, c.Text)
	}
	return general
}

const citeOutcomes = citeEU + ", learning outcomes; Cedefop, Defining, writing and applying learning outcomes (2022)"

// outcomeRule returns the check of the outcomes of micro-credentials for one
// fault, in all languages.
func outcomeRule(fault wording.Fault, report func(*Subject, source.Place, wording.Remark)) func(*Subject, *badge.Achievement) {
	return onMicro(func(s *Subject, a *badge.Achievement) {
		for _, t := range languages(a) {
			for _, r := range wording.Outcomes(t.outcomes, t.language) {
				if r.Fault == fault {
					report(s, t.outcome(r.Outcome), r)
				}
			}
		}
	})
}

var outcomeVague = Rule{
	Rule: diag.Rule{ID: "wording-outcome-vague", Severity: diag.Warning,
		Title: "An outcome begins with something that can be seen done",
		Why:   "Nobody can watch a person understand, know or be aware, so nobody can assess it, and an employer learns nothing from it.",
		Mend:  "begin with an active verb: name, explain, choose, calculate, repair, plan",
		Cite:  citeOutcomes},
	Family: "wording",
	Def: outcomeRule(wording.Vague, func(s *Subject, p source.Place, r wording.Remark) {
		mend := fmt.Sprintf("begin with an active verb in place of %q, for example %q", r.Text, r.Instead)
		if r.Instead == "" {
			mend = fmt.Sprintf("leave %q out, and begin with the verb that follows", r.Text)
		}
		s.ReportMend(p, mend, "outcome %d says %q, which nobody can see done", r.Outcome+1, r.Text)
	}),
}

var outcomeOneWord = Rule{
	Rule: diag.Rule{ID: "wording-outcome-one-word", Severity: diag.Warning,
		Title: "An outcome is a statement, and no heading",
		Why:   "One word names a subject. It does not say what a holder can do with it, or how well.",
		Mend:  "say what a holder can do: an active verb, what it is done to, and under which conditions",
		Cite:  citeOutcomes},
	Family: "wording",
	Def: outcomeRule(wording.OneWord, func(s *Subject, p source.Place, r wording.Remark) {
		s.Report(p, "outcome %d is one word: %q", r.Outcome+1, r.Text)
	}),
}

var outcomeTwice = Rule{
	Rule: diag.Rule{ID: "wording-outcome-twice", Severity: diag.Warning,
		Title: "An outcome is said once",
		Why:   "The same sentence twice is mostly a copy whose change was forgotten, and it makes a small thing look larger.",
		Mend:  "change it to what was meant, or remove it",
		Cite:  citeOutcomes},
	Family: "wording",
	Def: outcomeRule(wording.Twice, func(s *Subject, p source.Place, r wording.Remark) {
		s.Report(p, "outcome %d says the same as outcome %d", r.Outcome+1, r.First+1)
	}),
}

var outcomeLong = Rule{
	Rule: diag.Rule{ID: "wording-outcome-long", Severity: diag.Warning,
		Title: fmt.Sprintf("An outcome has at most %d words", wording.MaxWords),
		Why:   "A longer one holds several outcomes, and nobody can tell which of them was assessed.",
		Mend:  "split it: one sentence and one active verb for each outcome",
		Cite:  citeOutcomes},
	Family: "wording",
	Def: outcomeRule(wording.Long, func(s *Subject, p source.Place, r wording.Remark) {
		s.Report(p, "outcome %d has %d words, more than %d", r.Outcome+1, r.Words, wording.MaxWords)
	}),
}

var attendanceOnly = Rule{
	Rule: diag.Rule{ID: "wording-attendance-only", Severity: diag.Warning,
		Title: "A micro-credential is earned by more than being there",
		Why:   "A certificate of participation that is called a micro-credential misleads who relies on it: it says nothing of what a person can do.",
		Mend:  "say what a person must show and how it is assessed, or make it a badge",
		Cite:  citeEU + ", type of assessment; " + citeKind},
	Family: "wording",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		for _, t := range languages(a) {
			if p, ok := wording.Attended(t.name, t.language); ok {
				s.Report(t.place.At("name"), "a micro-credential rests on assessment, but its name says %q", p.Text)
			}
			if p, ok := wording.Attended(t.description, t.language); ok {
				s.Report(t.place.At("description"), "a micro-credential rests on assessment, but its description says %q", p.Text)
			}
			for i, d := range t.assessments {
				if p, ok := wording.Attendance(d, t.language); ok {
					s.Report(t.assessment(i), "an assessment looks at what a person can do, but this one says %q", p.Text)
				}
			}
			if p, ok := wording.Attendance(string(t.criteria), t.language); ok {
				s.reportBody(t.place, t.criteria, p.Offset, s.rule.Mend, "a micro-credential rests on assessment, but all that its criteria ask for is %q", p.Text)
			}
		}
	}),
}

var accreditationPending = Rule{
	Rule: diag.Rule{ID: "wording-accreditation-pending", Severity: diag.Warning,
		Title: "An accreditation is named when it was granted",
		Why:   "One that is applied for backs nothing yet, and stays on a credential for years if it is refused.",
		Mend:  "name it when it was granted; until then somebody else has to answer for the micro-credential",
		Cite:  citeKind + "; " + citeEU + ", type of quality assurance"},
	Family: "wording",
	Site: func(s *Subject) {
		for i, acc := range s.Issuer.Accreditations {
			s.pending(s.Issuer.Place.Index("accreditations", i), "accreditation", acc, s.Catalog.Site.Languages[0])
		}
	},
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		if p, ok := wording.Pending(a.QualityAssurance.Body, a.Language); ok {
			s.Report(a.Place.At("quality-assurance", "body"), "the quality assurance is not there yet: its body says %q", p.Text)
		}
		s.pending(a.Place.At("awarding-body", "accreditation"), "accreditation of the awarding body", a.AwardingBody.Accreditation, a.Language)
		for _, t := range languages(a) {
			if p, ok := wording.PendingAccreditation(t.description, t.language); ok {
				s.Report(t.place.At("description"), "the description speaks of an accreditation that is not granted: %q", p.Text)
			}
		}
	}),
}

// pending reports an accreditation whose body or reference says that it is
// not granted yet.
func (s *Subject) pending(at source.Place, what string, acc badge.Accreditation, language string) {
	for _, k := range []struct{ key, text string }{{"body", acc.Body}, {"reference", acc.Reference}} {
		if p, ok := wording.Pending(k.text, language); ok {
			s.Report(at.At(k.key), "the %s is not granted yet: its %s says %q", what, k.key, p.Text)
		}
	}
}
