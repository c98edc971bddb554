package check

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
)

// State says how well an element is there.
type State string

// The states of an element.
const (
	Present State = "present"
	Weak    State = "weak" // there, and warned about or too general
	Missing State = "missing"
)

// Element is one of the elements by which a European micro-credential is
// described.
type Element struct {
	Key   string // stable, for machines
	Title string // as in the Recommendation
}

// Elements lists the mandatory elements of Council Recommendation
// 2022/C 243/02, Annex I, in its order.
func Elements() []Element {
	return []Element{
		{"learner", "Identification of the learner"},
		{"title", "Title of the micro-credential"},
		{"country", "Country or region of the issuer"},
		{"awarding-body", "Awarding body"},
		{"date", "Date of issuing"},
		{"outcomes", "Learning outcomes"},
		{"workload", "Notional workload"},
		{"level", "Level of the learning experience"},
		{"assessment", "Type of assessment"},
		{"participation", "Form of participation"},
		{"quality-assurance", "Type of quality assurance"},
	}
}

// OptionalElements lists the optional ones. A micro-credential that says
// nothing of stackability is one that stands alone.
func OptionalElements() []Element {
	return []Element{
		{"prerequisites", "Prerequisites needed to enrol"},
		{"supervision", "Supervision and identity verification during assessment"},
		{"grades", "Grade achieved"},
		{"stackable-towards", "Integration and stackability"},
		{"field", "Further information: field of education"},
		{"recognition", "Further information: recognition"},
	}
}

// Covered is an element as a micro-credential has it.
type Covered struct {
	Element
	State  State
	Detail string // what is there, or what is lacking
}

// Coverage is how a micro-credential covers the elements.
type Coverage struct {
	Achievement *badge.Achievement
	Elements    []Covered
	Optional    []Covered
}

// Score returns how many of the mandatory elements are present, those that
// are weak not counted.
func (c Coverage) Score() int {
	n := 0
	for _, e := range c.Elements {
		if e.State == Present {
			n++
		}
	}
	return n
}

// CoverageOf says how the newest version of each micro-credential covers the
// elements. Run has to have looked at the content before; content that did not
// pass is covered as well.
func CoverageOf(ctx context.Context, c *load.Content) ([]Coverage, error) {
	made := map[badge.Reference]*awarded{}
	for _, co := range c.Cohorts(ctx) {
		for _, a := range co.Awards {
			m := made[a.Achievement]
			if m == nil {
				m = &awarded{}
				made[a.Achievement] = m
			}
			m.add(a)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var all []Coverage
	findings := slices.Concat(c.Report.Findings(), c.Report.Aside())
	for _, a := range c.Catalog.Achievements {
		if a.Kind == badge.MicroCredential && a.Newest {
			of := awarded{}
			for _, ref := range []badge.Reference{{Slug: a.Slug}, {Slug: a.Slug, Version: a.Version}} {
				of.join(made[ref])
			}
			all = append(all, cover(c, a, of, findings))
		}
	}
	return all, nil
}

// Coverage says how a micro-credential of a checked site covers the elements.
func (p Passed) Coverage(a *badge.Achievement) Coverage {
	return cover(p.content, a, awarded{}, slices.Concat(p.content.Report.Findings(), p.content.Report.Aside()))
}

// awarded is what the awards of a micro-credential say of its elements.
type awarded struct{ all, nameless, undated int }

func (m *awarded) add(a *badge.Award) {
	m.all++
	if a.Recipient.Name == "" || initialsOnly(a.Recipient.Name) {
		m.nameless++
	}
	if a.Awarded.IsZero() {
		m.undated++
	}
}

func (m *awarded) join(other *awarded) {
	if other != nil {
		m.all, m.nameless, m.undated = m.all+other.all, m.nameless+other.nameless, m.undated+other.undated
	}
}

// state says how many awards lack something.
func (m awarded) state(lacking int, there, none, without string) (State, string) {
	switch {
	case m.all == 0 || lacking == 0:
		return Present, there
	case lacking == m.all:
		return Missing, none
	}
	return Weak, fmt.Sprintf("%d of %d awards %s", lacking, m.all, without)
}

func cover(c *load.Content, a *badge.Achievement, made awarded, findings []diag.Finding) Coverage {
	out := Coverage{Achievement: a}
	doubts := doubtsOf(c, a, findings)
	issuer := c.Catalog.Issuer
	for _, e := range Elements() {
		state, detail := Present, ""
		say := func(there bool, what, lacking string) {
			if detail = what; !there {
				state, detail = Missing, lacking
			}
		}
		weaken := func(when bool, why string) {
			if when && state == Present {
				state, detail = Weak, detail+": "+why
			}
		}
		switch e.Key {
		case "learner":
			state, detail = made.state(made.nameless, "each award names its holder", "no award gives a full name", "without a full name")
		case "title":
			say(a.Name != "", a.Name, "add name")
			weaken(general(a.Name), "says the form and not the subject")
		case "country":
			say(issuer.Country != "", issuer.Country, "add country to issuer.md")
		case "awarding-body":
			body := cmp.Or(a.AwardingBody.Name, issuer.Name)
			say(body != "", body, "add name to issuer.md")
			weaken(len(issuer.Accreditations) == 0 && !answered(a), "nobody answers for it")
		case "date":
			state, detail = made.state(made.undated, "each award has its day", "no award has a day", "without a day")
		case "outcomes":
			say(len(a.Outcomes) > 0, counted(len(a.Outcomes), "outcome"), "add outcomes")
		case "workload":
			ects, _ := number(a.Workload.ECTS)
			say(ects > 0 || a.Workload.Hours > 0, workload(a.Workload), "add workload")
		case "level":
			say(a.Level.EQF > 0, fmt.Sprintf("EQF %d", a.Level.EQF), "add level")
		case "assessment":
			say(assessments(a) != "", assessments(a), "add assessment, with its type")
			weaken(slices.ContainsFunc(a.Assessments, func(as badge.Assessment) bool { return as.Description == "" }), "does not say what is done and seen")
		case "participation":
			say(a.Participation != "", a.Participation, "add participation")
		case "quality-assurance":
			qa := a.QualityAssurance
			say(qa.Type != "", strings.TrimSuffix(qa.Type+", "+qa.Body, ", "), "add quality-assurance")
			weaken(qa.Body == "" || qa.URL == "", "does not say who assures it, and where that can be looked up")
		}
		var d doubt
		if key := keyOf[e.Key]; key != "" {
			d = doubts[key]
		}
		switch {
		case state == Missing && d.aside != "":
			detail = "set aside: " + d.aside
		case state == Present && d.message != "":
			state, detail = Weak, detail+": "+d.message
		}
		out.Elements = append(out.Elements, Covered{e, state, detail})
	}
	there := optional(a)
	for i, e := range OptionalElements() {
		state := Missing
		if there[i].there {
			state = Present
		}
		out.Optional = append(out.Optional, Covered{Element: e, State: state})
	}
	return out
}

// general reports whether a title says the form of what is earned, and nothing
// of its subject.
func general(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(forms, w) })
}

var forms = []string{"micro", "credential", "microcredential", "certificate", "course", "training", "module", "badge", "test", "example", "new", "the", "a", "our", "of", "completion",
	"microcredenziale", "attestato", "corso", "formazione", "modulo", "prova", "il", "un", "di", "del"}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func workload(w badge.Workload) string {
	var parts []string
	if w.ECTS != "" {
		parts = append(parts, w.ECTS+" ECTS")
	}
	if w.Hours > 0 {
		parts = append(parts, counted(w.Hours, "hour"))
	}
	return strings.Join(parts, ", ")
}

func assessments(a *badge.Achievement) string {
	var types []string
	for _, as := range a.Assessments {
		if as.Type != "" && !slices.Contains(types, as.Type) {
			types = append(types, as.Type)
		}
	}
	return strings.Join(types, ", ")
}
