package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/enrol"
	"github.com/sealpress/sealpress/generator/intake"
)

// How much of an import is printed; --format json says all.
const (
	shownSayings = 200 // different problems
	shownAlike   = 10  // rows that have the same one
	shownNew     = 20
	shownThere   = 5
)

// showImport says what each row becomes.
func (a *app) showImport(p *enrol.Plan) error {
	if a.format == "json" {
		return nil // printed once it is known what came of it
	}
	var b strings.Builder
	showColumns(&b, p)
	showSayings(&b, sayings(p))
	showRows(&b, p, enrol.There, shownThere)
	showRows(&b, p, enrol.New, shownNew)
	fmt.Fprintf(&b, "%s\n", importSummary(p))
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

// importSummary counts: "38 new, 2 already there, 1 with a problem".
func importSummary(p *enrol.Plan) string {
	s := fmt.Sprintf("%s new, %s already there", grouped(p.Count(enrol.New)), grouped(p.Count(enrol.There)))
	if n := p.Count(enrol.Wrong); n > 0 {
		s += fmt.Sprintf(", %s with a problem", grouped(n))
	}
	return s
}

// showColumns says what was taken for what, so that a person sees a mistake
// before it is made.
func showColumns(b *strings.Builder, p *enrol.Plan) {
	switch t := p.Table(); {
	case t.Sheet != "":
		fmt.Fprintf(b, "  %-13s  sheet %s, %s\n", "read", diag.Clean(t.Sheet), count(len(p.Rows), "row"))
	default:
		fmt.Fprintf(b, "  %-13s  %s as separator, %s, %s\n", "read", intake.SeparatorName(t.Separator), t.Encoding, count(len(p.Rows), "row"))
	}
	var left []string
	for _, c := range p.Columns {
		if c.Field == "" {
			left = append(left, fmt.Sprintf("%s %q", c.Place.Letter(), diag.Clean(c.Heading)))
			continue
		}
		why := map[bool]string{true: ", as you said"}[c.Said]
		heading := ", without a heading"
		if c.Heading != "" {
			heading = fmt.Sprintf(" %q", diag.Clean(c.Heading))
		}
		fmt.Fprintf(b, "  %-13s  column %s%s%s\n", c.Field, c.Place.Letter(), heading, why)
	}
	if len(left) > 0 {
		fmt.Fprintf(b, "  %-13s  %s\n", "left out", strings.Join(left, ", "))
	}
	if p.Above > 0 {
		fmt.Fprintf(b, "  %-13s  %s above the headings\n", "left out", count(p.Above, "row"))
	}
	if n := p.Table().Hidden; n > 0 {
		fmt.Fprintf(b, "  %-13s  %s that the spreadsheet hides, for example by a filter\n", "read as well", count(n, "row"))
	}
	b.WriteString("\n")
}

// saying is what is to be said of one row or of many.
type saying struct {
	what, text, mend, line string
	at                     []intake.Place
}

// sayings gathers problems and warnings, those that say the same together, in
// the order of the rows; what keeps the import from happening first.
func sayings(p *enrol.Plan) []*saying {
	var all []*saying
	known := map[string]*saying{}
	add := func(s saying, at intake.Place) {
		key := strings.Join([]string{s.what, s.text, s.mend, s.line}, "\x00")
		if known[key] == nil {
			known[key] = &s
			all = append(all, &s)
		}
		known[key].at = append(known[key].at, at)
	}
	for i := range p.Rows {
		for _, x := range p.Rows[i].Problems {
			add(saying{what: "problem", text: x.Text, mend: x.Mend}, x.Place)
		}
	}
	for _, r := range p.Remarks {
		what := r.Finding.Severity.String()
		text := fmt.Sprintf("%s [%s]", r.Finding.Message, r.Finding.Rule)
		if r.Cell == (intake.Place{}) {
			text = r.Finding.Pos.File + ": " + text
		}
		add(saying{what: what, text: text, mend: r.Finding.Mend, line: r.Line}, r.Cell)
	}
	order := []string{"problem", "error", "warning", "note"}
	slices.SortStableFunc(all, func(a, b *saying) int { return slices.Index(order, a.what) - slices.Index(order, b.what) })
	return all
}

func showSayings(b *strings.Builder, all []*saying) {
	for i, s := range all {
		if i == shownSayings {
			fmt.Fprintf(b, "  … and %s more\n", grouped(len(all)-i))
			break
		}
		at := ""
		if s.at[0] != (intake.Place{}) {
			at = s.at[0].String() + ": "
		}
		fmt.Fprintf(b, "  %-13s  %s%s\n", s.what, at, diag.Clean(s.text))
		if s.line != "" {
			fmt.Fprintf(b, "  %-13s    %s\n", "", diag.Clean(s.line))
		}
		if more := s.at[1:]; len(more) > 0 {
			var rows []string
			for _, at := range more[:min(len(more), shownAlike)] {
				rows = append(rows, fmt.Sprint(at.Row))
			}
			if n := len(more) - len(rows); n > 0 {
				rows = append(rows, fmt.Sprintf("… and %s more", grouped(n)))
			}
			fmt.Fprintf(b, "  %-13s    also in row %s\n", "", strings.Join(rows, ", "))
		}
		if s.mend != "" {
			fmt.Fprintf(b, "  %-13s    mend: %s\n", "", diag.Clean(s.mend))
		}
	}
	if len(all) > 0 {
		b.WriteString("\n")
	}
}

// showRows lists the first rows of a state.
func showRows(b *strings.Builder, p *enrol.Plan, s enrol.State, most int) {
	var rows []*enrol.Row
	wide := 0
	for i := range p.Rows {
		if r := &p.Rows[i]; r.State == s && len(rows) < most {
			rows = append(rows, r)
			wide = max(wide, utf8.RuneCountInString(diag.Clean(r.Name)))
		}
	}
	for _, r := range rows {
		fmt.Fprintf(b, "  %-13s  %-*s  %s, %s", s, wide, diag.Clean(r.Name), r.Says, r.Awarded)
		for _, g := range grades(r.Results) {
			fmt.Fprintf(b, ", %s", diag.Clean(g))
		}
		fmt.Fprintf(b, "  (row %d", r.Place.Row)
		if s == enrol.There {
			fmt.Fprintf(b, ": %s", r.Key)
		}
		b.WriteString(")\n")
	}
	if n := p.Count(s) - len(rows); n > 0 {
		fmt.Fprintf(b, "  %-13s  … and %s more\n", s, grouped(n))
	}
}

func grades(results []badge.Result) []string {
	var all []string
	for _, r := range results {
		all = append(all, strings.TrimPrefix(r.Assessment+" "+r.Grade, " "))
	}
	return all
}

// importJSON is an import for a program.
type importJSON struct {
	File    string          `json:"file,omitempty"` // the award file; empty: nothing is new
	Written bool            `json:"written"`
	New     int             `json:"new"`
	There   int             `json:"alreadyThere"`
	Wrong   int             `json:"problems"`
	Columns []importColumn  `json:"columns"`
	Rows    []importRow     `json:"rows"`
	Remarks []importProblem `json:"remarks"`
}

type importColumn struct {
	Column  string `json:"column"`
	Heading string `json:"heading"`
	Field   string `json:"field,omitempty"` // empty: left out
}

type importRow struct {
	Row         int             `json:"row"`
	State       string          `json:"state"`
	Key         string          `json:"key,omitempty"`
	Name        string          `json:"name,omitempty"`
	Achievement string          `json:"achievement,omitempty"`
	Awarded     string          `json:"awarded,omitempty"`
	Results     []string        `json:"results,omitempty"`
	Problems    []importProblem `json:"problems,omitempty"`
}

type importProblem struct {
	Severity string `json:"severity,omitempty"` // of a remark
	Place    string `json:"place"`
	Text     string `json:"text"`
	Mend     string `json:"mend,omitempty"`
}

// endImport prints for a program what came of an import, and ends with problem.
func (a *app) endImport(p *enrol.Plan, written bool, problem error) error {
	if a.format != "json" {
		return problem
	}
	out := importJSON{Written: written, New: p.Count(enrol.New), There: p.Count(enrol.There), Wrong: p.Count(enrol.Wrong),
		Columns: []importColumn{}, Rows: []importRow{}, Remarks: []importProblem{}}
	if p.Data != nil {
		out.File = "content/" + p.File()
	}
	for _, c := range p.Columns {
		out.Columns = append(out.Columns, importColumn{c.Place.Letter(), c.Heading, string(c.Field)})
	}
	for i := range p.Rows {
		r := &p.Rows[i]
		row := importRow{Row: r.Place.Row, State: r.State.String(), Key: string(r.Key), Name: r.Name, Achievement: r.Says, Awarded: r.Awarded.String(), Results: grades(r.Results)}
		for _, x := range r.Problems {
			row.Problems = append(row.Problems, importProblem{Place: x.Place.String(), Text: x.Text, Mend: x.Mend})
		}
		out.Rows = append(out.Rows, row)
	}
	for _, r := range p.Remarks {
		place := r.Finding.Pos.String()
		if r.Cell != (intake.Place{}) {
			place = r.Cell.String()
		}
		out.Remarks = append(out.Remarks, importProblem{r.Finding.Severity.String(), place, r.Finding.Message, r.Finding.Mend})
	}
	if err := writeJSON(a.stdout, out); err != nil {
		return err
	}
	return problem
}
