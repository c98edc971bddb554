package advise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// elements counts the mandatory elements of Council Recommendation
// 2022/C 243/02, Annex I, and names those that are not there. Learner and date
// are every award's.
func elements(s Subject) (present int, lacking []string) {
	a := s.Achievement
	for _, e := range []struct {
		name  string
		there bool
	}{
		{"learner", true},
		{"title", a.Name != ""},
		{"country", s.Issuer.Country != ""},
		{"awarding body", s.Issuer.Name != "" || a.AwardingBody.Name != ""},
		{"date", true},
		{"outcomes", len(statements(a)) > 0},
		{"workload", a.Workload.Hours > 0 || !zero(a.Workload.ECTS)},
		{"level", a.Level.EQF > 0},
		{"assessment", slices.ContainsFunc(a.Assessments, func(as badge.Assessment) bool { return as.Type != "" })},
		{"participation", a.Participation != ""},
		{"quality assurance", a.QualityAssurance.Type != ""},
	} {
		if e.there {
			present++
		} else {
			lacking = append(lacking, e.name)
		}
	}
	return present, lacking
}

// answers says who answers for the issuer today; where nobody does but
// somebody did, lapsed says so. External quality assurance with an address is
// taken as it is: it has no dates.
func answers(s Subject) (who, lapsed string) {
	if q := s.Achievement.QualityAssurance; q.Body != "" && q.URL != "" {
		who = q.Body
	}
	all := s.Issuer.Accreditations
	if acc := s.Achievement.AwardingBody.Accreditation; acc.Body != "" {
		all = append(slices.Clone(all), acc)
	}
	for _, acc := range all {
		switch {
		case acc.On(s.Today):
			return acc.Body, ""
		case !acc.ValidUntil.IsZero() && acc.ValidUntil.Before(s.Today):
			lapsed = fmt.Sprintf("the accreditation by %s ended on %s", acc.Body, acc.ValidUntil)
		default:
			lapsed = fmt.Sprintf("the accreditation by %s begins on %s", acc.Body, acc.ValidFrom)
		}
	}
	return who, lapsed
}

// Accredited returns the issuer's accreditation that covers a day.
func Accredited(i *badge.Issuer, day badge.Date) (badge.Accreditation, bool) {
	for _, acc := range i.Accreditations {
		if acc.On(day) {
			return acc, true
		}
	}
	return badge.Accreditation{}, false
}

// Lacking says what an issuer lacks for micro-credentials in general, before
// there is one; empty: nothing.
func Lacking(i *badge.Issuer, day badge.Date) []string {
	var all []string
	if _, ok := Accredited(i, day); !ok {
		what := "an accreditation"
		if len(i.Accreditations) > 0 {
			what += " that is valid today"
		}
		all = append(all, what+" (body and url under quality-assurance will do)")
	}
	if i.Country == "" {
		all = append(all, "a country")
	}
	return all
}

// blank reports whether a text has nothing but headings and comments.
func blank(text badge.Markdown) bool {
	rest := string(text)
	for {
		before, after, found := strings.Cut(rest, "<!--")
		for line := range strings.Lines(before) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				return false
			}
		}
		if !found {
			return true
		}
		_, rest, _ = strings.Cut(after, "-->")
	}
}

// zero reports whether a decimal, as written, is none or nothing.
func zero(decimal string) bool { return strings.Trim(decimal, "0.") == "" }

func steps(p *badge.Pathway, slug string) bool {
	return slices.ContainsFunc(p.Steps, func(s badge.Step) bool { return s.Badge == slug })
}

func named(all []*badge.Pathway, slug string) *badge.Pathway {
	for _, p := range all {
		if p.Slug == slug {
			return p
		}
	}
	return nil
}
