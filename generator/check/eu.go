package check

import (
	"regexp"
	"strconv"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

var decimal = regexp.MustCompile(`^(0|[1-9][0-9]{0,6})(\.[0-9]{1,4})?$`)

// number reads a decimal as people write it; words that only programs take for
// numbers (NaN, 1e3) are none.
func number(s string) (float64, bool) {
	if !decimal.MatchString(s) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil
}

var countryMissing = Rule{
	Rule: diag.Rule{ID: "issuer-country-missing", Severity: diag.Error,
		Title: "The issuer of a micro-credential says its country",
		Why:   "The country tells which laws and which authorities stand behind it.",
		Mend:  "add country: to issuer.md, for example country: IE",
		Cite:  citeEU + ", country of the issuer"},
	Family: "eu",
	Site: func(s *Subject) {
		for _, a := range s.Achievements {
			if a.Kind == badge.MicroCredential && s.Issuer.Country == "" {
				s.Report(s.Issuer.Place.At("country"), "the country of the issuer is missing, and the micro-credential %q needs it", a.Slug)
				return
			}
		}
	},
}

var workloadMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-workload-missing", Severity: diag.Error,
		Title: "A micro-credential says its workload",
		Why:   "How much learning stands behind it is the first thing another school asks.",
		Mend:  "add workload: with hours, and ects where you grant them",
		Cite:  citeEU + ", notional workload"},
	Family: "eu",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		ects, _ := number(a.Workload.ECTS)
		if ects == 0 && a.Workload.Hours == 0 && !s.unusable(a.Place.At("workload", "ects"), a.Place.At("workload", "hours")) {
			s.Report(a.Place.At("workload"), "the workload is missing")
		}
	}),
}

var levelMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-level-missing", Severity: diag.Warning,
		Title: "A micro-credential says its level",
		Why:   "The level lets a stranger compare it with what he knows.",
		Mend:  "add level: {eqf: 1 to 8}, or set this aside under allow: with the reason",
		Cite:  citeEU + ", level of the learning experience, if applicable"},
	Family: "eu",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		if a.Level.EQF == 0 && !s.unusable(a.Place.At("level", "eqf")) {
			s.Report(a.Place.At("level"), "the level is missing")
		}
	}),
}

var participationMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-participation-missing", Severity: diag.Error,
		Title: "A micro-credential says how learners took part",
		Why:   "Online, on site or both: it matters to who judges practical skills.",
		Mend:  "add participation: online, on-site or blended",
		Cite:  citeEU + ", form of participation"},
	Family: "eu",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		if a.Participation == "" {
			s.Report(a.Place.At("participation"), "the form of participation is missing")
		}
	}),
}

var assuranceMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-quality-assurance-missing", Severity: diag.Error,
		Title: "A micro-credential says who assures its quality",
		Why:   "Quality assurance is what others rely on when they recognise it.",
		Mend:  "add quality-assurance: with type, and with body and url where it is external",
		Cite:  citeEU + ", type of quality assurance"},
	Family: "eu",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		if a.QualityAssurance.Type == "" && !s.unusable(a.Place.At("quality-assurance", "type")) {
			s.Report(a.Place.At("quality-assurance"), "the quality assurance is missing")
		}
	}),
}

var supervisionMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-supervision-missing", Severity: diag.Warning,
		Title: "An assessment says how it is supervised",
		Why:   "Whether somebody watched, and whether identity was checked, decides what a result is worth.",
		Mend:  "add supervision: to the assessment",
		Cite:  citeEU + ", supervision and identity verification during assessment (optional)"},
	Family: "eu",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		for i, as := range a.Assessments {
			if as.Supervision == "" {
				s.Report(a.Place.Index("assessment", i).At("supervision"), "the assessment does not say how it is supervised")
			}
		}
	}),
}
