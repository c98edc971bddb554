package advise

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// Subject is an achievement that is written, and what bears on it.
type Subject struct {
	Achievement *badge.Achievement
	Issuer      *badge.Issuer
	Pathways    []*badge.Pathway // of the site
	Awards      Awards
	Today       badge.Date
}

// Awards counts the awards of an achievement that stand in its files.
type Awards struct {
	Total    int
	Evidence int // with evidence
	Results  int // with a grade, who assessed and when
}

// Count adds an award.
func (w *Awards) Count(a *badge.Award) {
	w.Total++
	if len(a.Evidence) > 0 {
		w.Evidence++
	}
	for _, r := range a.Results {
		if r.Grade == "" || len(r.By) == 0 || r.On.IsZero() {
			return
		}
	}
	if len(a.Results) > 0 {
		w.Results++
	}
}

// Written says which kind an achievement is, whatever it says itself.
func Written(s Subject) Advice {
	a := Advice{Says: s.Achievement.Kind, Rows: newRows()}
	s.purpose(&a.Rows[purpose])
	s.usage(&a.Rows[usage])
	s.nature(&a.Rows[nature])
	s.assessment(&a.Rows[assessment])
	s.value(&a.Rows[value])
	s.demands(&a.Rows[demands])
	switch {
	case a.keeps(badge.MicroCredential):
		a.Kind = badge.MicroCredential
	case a.keeps(badge.Badge):
		a.Kind = badge.Badge
	}
	a.Reasons = reasons(a)
	return a
}

// reasons explains the kind of what is written.
func reasons(a Advice) []string {
	micro, simple := a.Missing(badge.MicroCredential, false), a.Missing(badge.Badge, false)
	switch {
	case a.Says == badge.MicroCredential && a.Kind == badge.MicroCredential:
		return []string{"everything that a micro-credential demands is there"}
	case a.Kind == badge.MicroCredential:
		return []string{"everything that a micro-credential demands is there: with kind: micro-credential it would say what it is", "as a badge it is worth less to its holders than it could be"}
	case a.Says == badge.Badge && a.Kind == badge.Badge:
		return []string{"it promises no more than a badge does", "a micro-credential would ask for " + counted(len(micro), "more thing")}
	case a.Kind == badge.Badge:
		return []string{fmt.Sprintf("%s that a micro-credential demands %s not there", things(len(micro)), isAre(len(micro))), "as a badge it would keep its promise as it is"}
	}
	return []string{
		fmt.Sprintf("for a micro-credential it shows too little: %s missing", thingsAre(len(micro))),
		fmt.Sprintf("for a badge it claims too much or says too little: %s to be mended", thingsAre(len(simple))),
	}
}

func (s Subject) purpose(r *Row) {
	a := s.Achievement
	var found []string
	if n := len(statements(a)); n > 0 {
		found = append(found, counted(n, "outcome"))
	} else {
		r.micro("outcomes: what a holder can do, each with an active verb")
	}
	for _, remark := range vague(statements(a), a.Language) {
		r.better(remark)
	}
	said := claims(a.Language, a.Name, a.Description)
	for _, l := range slices.Sorted(maps.Keys(a.Translations)) {
		said = append(said, claims(l, a.Translations[l].Name, a.Translations[l].Description)...)
	}
	if len(said) > 0 {
		found = append(found, "its text says "+quoted(said))
		r.badge("a name and description that do not say " + quoted(said))
	}
	r.Found = listed(found, "no outcomes are named")
	r.judge(len(a.Assessments) > 0 || len(said) > 0)
}

func (s Subject) usage(r *Row) {
	a := s.Achievement
	var found []string
	var end *badge.Pathway
	for _, p := range s.Pathways {
		switch {
		case p.Goal == a.Slug:
			end = p
			found = append(found, fmt.Sprintf("the end of the pathway %s, after %s", p.Slug, counted(len(p.Steps), "step")))
			r.badge(fmt.Sprintf("another goal for the pathway %s: a pathway ends in a micro-credential", p.Slug))
		case steps(p, a.Slug):
			found = append(found, fmt.Sprintf("a step of the pathway %s", p.Slug))
			r.micro(fmt.Sprintf("to leave the steps of the pathway %s, which are badges", p.Slug))
		}
	}
	switch {
	case end != nil && a.Pathway == "":
		r.micro("pathway: " + end.Slug)
	case end == nil && a.Pathway != "" && named(s.Pathways, a.Pathway) == nil:
		found = append(found, fmt.Sprintf("names the pathway %s, which is not there", a.Pathway))
		r.micro(fmt.Sprintf("content/pathways/%s.md, with this as its goal", a.Pathway))
	case end == nil:
		r.micro("a pathway that ends here: sealpress new pathway SLUG --goal " + a.Slug)
	}
	work := a.Workload.Hours > 0 || !zero(a.Workload.ECTS)
	if a.Workload.Hours > 0 {
		found = append(found, counted(a.Workload.Hours, "hour"))
	}
	if !work {
		r.micro("workload: with hours, and ects where you grant them")
	}
	if a.Participation != "" {
		found = append(found, a.Participation)
	} else {
		r.micro("participation: online, on-site or blended")
	}
	r.Found = listed(found, "part of no pathway, without a workload")
	r.judge(end != nil)
}

func (s Subject) nature(r *Row) {
	a := s.Achievement
	var found []string
	if a.Level.EQF > 0 {
		found = append(found, fmt.Sprintf("EQF level %d", a.Level.EQF))
		r.badge("its level removed")
	} else {
		r.better("level: with eqf, where a level applies")
	}
	if a.Workload.ECTS != "" {
		found = append(found, a.Workload.ECTS+" ECTS")
		r.badge("its ects removed")
	}
	if q := a.QualityAssurance; q.Type != "" {
		by := strings.ReplaceAll(q.Type, "-", " ")
		if q.Body != "" {
			by += " by " + q.Body
		}
		found = append(found, by)
	} else {
		r.micro("quality-assurance: with type, and with body and url where it is external")
	}
	r.Found = listed(found, "no level, no credits, no quality assurance")
	r.judge(true)
}

func (s Subject) assessment(r *Row) {
	var found []string
	for i, as := range s.Achievement.Assessments {
		name := " of the assessment"
		if len(s.Achievement.Assessments) > 1 {
			name = fmt.Sprintf(" of assessment %d", i+1)
		}
		how := strings.ReplaceAll(as.Type, "-", " ")
		if how == "" {
			how = "assessed"
			r.micro("type" + name)
		}
		if as.Supervision != "" {
			how += " (" + strings.ReplaceAll(as.Supervision, "-", " ") + ")"
		} else {
			r.better("supervision" + name + ": who watches, and whether identity is checked")
		}
		found = append(found, how)
	}
	if len(found) == 0 {
		r.micro("assessment: with type, description and supervision")
	}
	r.Found = listed(found, "nothing is assessed")
	r.judge(true)
}

func (s Subject) value(r *Row) {
	var found []string
	for _, x := range s.Achievement.Recognition {
		as := x.By
		if x.As != "" {
			as += ": " + x.As
		}
		found = append(found, as)
	}
	if len(found) == 0 {
		r.better("recognition: who grants what to its holders")
	}
	r.Found = "nobody outside is named who recognises it"
	if len(found) > 0 {
		r.Found = strings.Join(found, "; ")
	}
	r.judge(len(found) > 0)
}

func (s Subject) demands(r *Row) {
	a := s.Achievement
	for _, x := range []struct {
		empty bool
		what  string
	}{
		{a.Name == "", "name: its title"},
		{a.Description == "", "description: what it shows of a holder"},
		{blank(a.Criteria), "criteria: what a person must show, below the front matter"},
	} {
		if x.empty {
			r.badge(x.what)
			r.micro(x.what)
		}
	}
	present, lacking := elements(s)
	found := []string{fmt.Sprintf("%d of the 11 elements of an EU micro-credential", present)}
	if len(lacking) > 0 && present >= 6 {
		found[0] += " (without " + strings.Join(lacking, ", ") + ")"
	}
	if s.Issuer.Country == "" {
		r.micro("country: in issuer.md")
	}
	who, lapsed := answers(s)
	switch {
	case who != "":
		found = append(found, who+" answers for the issuer")
	case lapsed != "":
		found = append(found, lapsed)
		r.micro("an accreditation in issuer.md that is valid today")
	default:
		found = append(found, "nobody answers for the issuer")
		r.micro("accreditations: in issuer.md, or quality-assurance with body and url, or an awarding-body with its accreditation")
	}
	if n := s.Awards.Total; n > 0 {
		found = append(found, fmt.Sprintf("%s: %d with evidence, %d with result and assessor", counted(n, "award"), s.Awards.Evidence, s.Awards.Results))
		if lack := n - s.Awards.Evidence; lack > 0 {
			r.micro(fmt.Sprintf("evidence in %s", counted(lack, "award")))
		}
		if lack := n - s.Awards.Results; lack > 0 {
			r.micro(fmt.Sprintf("result and assessed in %s", counted(lack, "award")))
		}
	}
	r.Found = strings.Join(found, "; ")
	r.judge(present >= 10) // the level only where one applies
}
