package check

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// A credit is 25 to 30 hours of work, and credits are mostly granted in
// halves, so that a course may be a quarter of a credit beside its hours.
const (
	creditLeast, creditMost = 25, 30
	creditRounding          = 0.25
)

var workloadMismatch = Rule{
	Rule: diag.Rule{ID: "micro-credential-workload-mismatch", Severity: diag.Warning,
		Title: "Credits and hours say the same workload",
		Why:   "One ECTS credit stands for 25 to 30 hours of work. Another school that finds fewer hours behind the credits will not count them.",
		Mend:  "correct the hours or the credits; all learning, practice and assessment counts",
		Cite:  "ECTS Users' Guide 2015, key features; " + citeEU + ", notional workload"},
	Family: "eu",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		ects, ok := number(a.Workload.ECTS)
		if !ok || a.Workload.Hours == 0 || s.unusable(a.Place.At("workload", "ects"), a.Place.At("workload", "hours")) {
			return
		}
		rounding := 0.0
		if halves := ects * 2; halves == float64(int(halves)) {
			rounding = creditRounding
		}
		hours := float64(a.Workload.Hours)
		if hours < creditLeast*(ects-rounding) || hours > creditMost*(ects+rounding) {
			s.Report(a.Place.At("workload"), "%s ECTS are %g to %g hours, found %s", a.Workload.ECTS, creditLeast*ects, creditMost*ects, counted(a.Workload.Hours, "hour"))
		}
	}),
}

var hoursMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-hours-missing", Severity: diag.Warning,
		Title: "Credits stand beside their hours",
		Why:   "Employers and learners outside universities do not know what a credit is, and without hours nobody can see what the credits rest on.",
		Mend:  "add hours: to workload, 25 to 30 for each credit",
		Cite:  citeEU + ", notional workload"},
	Family: "eu",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		if ects, _ := number(a.Workload.ECTS); ects > 0 && a.Workload.Hours == 0 && !s.unusable(a.Place.At("workload", "hours")) {
			s.Report(a.Place.At("workload"), "the credits do not say how many hours stand behind them")
		}
	}),
}

var fieldUnknown = Rule{
	Rule: diag.Rule{ID: "achievement-field-unknown", Severity: diag.Warning,
		Title: "The field of education is a code of ISCED-F 2013",
		Why:   "The code becomes an address in the vocabulary of the European Union; one that is not there leads nowhere, and nobody finds the course by it.",
		Mend:  `write two, three or four digits of ISCED-F 2013, in quotes, for example "0613"`,
		Cite:  "UNESCO, ISCED Fields of Education and Training 2013"},
	Family: "eu",
	Def: func(s *Subject, a *badge.Achievement) {
		at := a.Place.At("field")
		switch near, known := isced(a.Field); {
		case a.Field == "" || known:
		case near != "":
			s.ReportMend(at, fmt.Sprintf("write %q", near), "there is no field %q in ISCED-F 2013", a.Field)
		default:
			s.Report(at, "there is no field %q in ISCED-F 2013", a.Field)
		}
	},
}

// esco is the form of an entry of ESCO: a skill, a group of skills, or a field
// of knowledge.
var esco = regexp.MustCompile(`^http://data\.europa\.eu/esco/(skill/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[SKLT][0-9]+(\.[0-9]+)*)|isced-f/[0-9]{2,4})$`)

var skillURL = Rule{
	Rule: diag.Rule{ID: "outcome-skill-url", Severity: diag.Warning,
		Title: "A skill of ESCO is named by its address there",
		Why:   "Programs compare the address letter by letter: with the address of a page about the skill, or with https, it is another skill to them, or none.",
		Mend:  "copy the concept URI from the skill's page in ESCO: http://data.europa.eu/esco/skill/ and its number",
		Cite:  "ESCO, concept URI; Open Badges 3.0, Alignment.targetUrl"},
	Family: "eu",
	Def: func(s *Subject, a *badge.Achievement) {
		for i, o := range a.Outcomes {
			if !ofESCO(o.Skill) || esco.MatchString(o.Skill.URL) {
				continue
			}
			at := a.Place.Index("outcomes", i).At("skill", "url")
			if meant := escoMeant(o.Skill.URL); meant != "" {
				s.ReportMend(at, "write "+meant, "%q is not the address of a skill in ESCO", o.Skill.URL)
			} else {
				s.Report(at, "%q is not the address of a skill in ESCO", o.Skill.URL)
			}
		}
	},
}

func ofESCO(s badge.Skill) bool {
	u, err := url.Parse(s.URL)
	if err != nil || s.URL == "" {
		return false
	}
	return strings.EqualFold(strings.TrimSpace(s.Framework), "ESCO") || u.Host == "esco.ec.europa.eu" ||
		u.Host == "data.europa.eu" && strings.HasPrefix(u.Path, "/esco/")
}

// escoMeant finds the address of a skill in that of a page that shows it.
func escoMeant(addr string) string {
	u, err := url.Parse(addr)
	if err != nil {
		return ""
	}
	plain := *u
	plain.Scheme, plain.RawQuery, plain.Fragment, plain.Path = "http", "", "", strings.ToLower(strings.TrimSuffix(u.Path, "/"))
	for _, candidate := range []string{u.Query().Get("uri"), plain.String()} {
		if esco.MatchString(candidate) {
			return candidate
		}
	}
	return ""
}

// optional lists the optional elements of the Recommendation that a file can
// say, with whether it does.
func optional(a *badge.Achievement) []said {
	any := func(f func(badge.Assessment) bool) bool { return slices.ContainsFunc(a.Assessments, f) }
	return []said{
		{"prerequisites", len(a.Prerequisites) > 0},
		{"supervision", any(func(as badge.Assessment) bool { return as.Supervision != "" })},
		{"grades", any(func(as badge.Assessment) bool { return as.Grades.Declared() })},
		{"stackable-towards", len(a.StackableTowards) > 0},
		{"field", a.Field != ""},
		{"recognition", len(a.Recognition) > 0},
	}
}

type said struct {
	key   string
	there bool
}

var optionalMissing = Rule{
	Rule: diag.Rule{ID: "micro-credential-optional-missing", Severity: diag.Note,
		Title: "A micro-credential says some of the optional elements as well",
		Why:   "They are what a school or an employer asks next: what a learner needs before starting, who watched the assessment, what the grades mean, and what it counts towards.",
		Mend:  "add those that fit; sealpress check --coverage lists them",
		Cite:  citeEU + ", optional elements"},
	Family: "eu",
	Def: onMicro(func(s *Subject, a *badge.Achievement) {
		var keys []string
		for _, o := range optional(a) {
			if o.there {
				return
			}
			keys = append(keys, o.key)
		}
		if len(a.Assessments) > 0 {
			s.Report(a.Place, "of the optional elements none is said: %s", strings.Join(keys, ", "))
		}
	}),
}
