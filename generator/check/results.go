package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// resultPlace returns the place of the grade of an award's result i.
func resultPlace(a *badge.Award, i int) source.Place {
	if a.Results[i].Assessment == "" {
		return a.Place.At("result")
	}
	return a.Place.Index("results", i).At("grade")
}

var awardResultMissing = Rule{
	Rule: diag.Rule{ID: "award-result-missing", Severity: diag.Error,
		Title: "An award of a micro-credential has a result for each assessment",
		Why:   "Without a result nobody knows that the assessment was passed.",
		Mend:  "add result: with the grade, or results: with one entry for each assessment",
		Cite:  citeEU + ", type of assessment"},
	Family: "kind",
	Award: onMicroAward(func(s *Subject, a *badge.Award, of *badge.Achievement) {
		if len(of.Assessments) == 0 || s.unusable(a.Place.At("result"), a.Place.At("results")) {
			return
		}
		// A result that fits no assessment is a finding of its own, and
		// surely meant for one that would be called missing.
		stray := 0
		for i, r := range a.Results {
			if as := of.Assessment(r.Assessment); as == nil && (r.Assessment != "" || r.Grade != "") || s.unusable(a.Place.Index("results", i).At("assessment")) {
				stray++
			}
		}
		if len(of.Assessments) == 1 {
			if len(a.Results) == 0 || a.Results[0].Assessment == "" && a.Results[0].Grade == "" && stray == 0 {
				s.Report(a.Place.At("result"), "an award of the micro-credential %q needs a result", of.Slug)
			}
			return
		}
		if slices.ContainsFunc(a.Results, func(r badge.Result) bool { return r.Assessment == "" && r.Grade != "" }) {
			return
		}
		for _, as := range of.Assessments {
			found := slices.ContainsFunc(a.Results, func(r badge.Result) bool { return r.Assessment == as.Key })
			switch {
			case found || as.Key == "":
			case stray > 0:
				stray--
			default:
				s.Report(a.Place.At("results"), "an award of the micro-credential %q needs a result of the assessment %q", of.Slug, as.Key)
			}
		}
	}),
}

var awardResultUnknown = Rule{
	Rule: diag.Rule{ID: "award-result-unknown", Severity: diag.Error,
		Title: "A result belongs to an assessment and its scale",
		Why:   "A grade that its scale does not hold says nothing to a reader.",
		Mend:  "write a grade of the scale, or add the grade to the achievement",
		Cite:  "Open Badges 3.0, Result.resultDescription"},
	Family: "assessment",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		of := s.Achievement(a.Achievement.Slug, a.Achievement.Version)
		if of == nil {
			return
		}
		for i, r := range a.Results {
			at := resultPlace(a, i)
			as := of.Assessment(r.Assessment)
			switch {
			case as == nil && r.Assessment != "":
				s.Report(a.Place.Index("results", i).At("assessment"), "the achievement %q has no assessment %q", of.Slug, r.Assessment)
			case as == nil && r.Grade != "" && len(of.Assessments) > 1:
				s.ReportMend(at, "write results: with an entry for each assessment", "the achievement %q has several assessments, so one result does not say which", of.Slug)
			case r.Assessment != "" && slices.ContainsFunc(a.Results[:i], func(q badge.Result) bool { return q.Assessment == r.Assessment }):
				s.ReportMend(a.Place.Index("results", i).At("assessment"), "keep one of the two", "the assessment %q has two results", r.Assessment)
			case r.Grade == "":
			case of.Kind == badge.MicroCredential && saysFailed(r.Grade):
				s.ReportMend(at, "award it to those who passed", "the result %q says that the assessment was not passed", r.Grade)
			case as == nil:
			default:
				if m := gradeProblem(as.Grades, r.Grade); m != "" {
					s.Report(at, "%s", m)
				}
			}
		}
	},
}

// gradeProblem says why a grade is not a passing one of a scale.
func gradeProblem(g badge.Grades, grade string) string {
	if !g.Declared() {
		return ""
	}
	if !g.Numeric() {
		for _, n := range g.Names {
			if n == grade {
				return ""
			}
		}
		return fmt.Sprintf("the grade %q is not on the scale: %s", grade, strings.Join(g.Names, ", "))
	}
	v, ok := number(grade)
	from, ok1 := number(g.From)
	to, ok2 := number(g.To)
	pass, ok3 := number(g.Pass)
	switch {
	case !ok1 || !ok2 || !ok3:
		return "" // the scale is a finding of its own
	case !ok:
		return fmt.Sprintf("the grade %q is not a number from %s to %s", grade, g.From, g.To)
	case v < from || v > to:
		return fmt.Sprintf("the grade %s is outside the scale from %s to %s", grade, g.From, g.To)
	case v < pass:
		return fmt.Sprintf("the grade %s does not pass: the lowest grade that does is %s", grade, g.Pass)
	}
	return ""
}

// saysFailed reports whether a grade is a word for not having passed, which
// no scale of passing grades holds.
func saysFailed(grade string) bool {
	word := strings.ToLower(strings.Join(strings.FieldsFunc(grade, func(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == '.' }), " "))
	return slices.Contains([]string{"fail", "failed", "failure", "not passed", "no pass", "unsatisfactory", "insufficient", "absent", "withdrawn",
		"incomplete", "pending", "bocciato", "bocciata", "respinto", "respinta", "non superato", "non superata", "insufficiente", "assente"}, word)
}
