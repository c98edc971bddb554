package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/issue"
)

// planRow is an award of a plan, as it is printed.
type planRow struct {
	What        string   `json:"what"` // "new", "signed", "reissued"; of a bit: "revoked", "suspended", "reinstated"
	Key         string   `json:"key"`
	Name        string   `json:"name"`
	Achievement string   `json:"achievement"`
	Results     []string `json:"results,omitempty"`
	ID          string   `json:"id"`
}

// planJSON is a plan for a program and, once it was carried out, the run.
type planJSON struct {
	Awards    []planRow `json:"awards"`
	Status    []planRow `json:"statusChanges"` // one for each bit
	Revoked   int       `json:"revoked"`
	Suspended int       `json:"suspended"`
	Restored  int       `json:"reinstated"`
	Lists     []string  `json:"statusLists"`     // that are to be signed, beside those of the awards
	Run       string    `json:"run,omitempty"`   // its folder below content/issued; empty: nothing was issued
	Files     int       `json:"files,omitempty"` // in that folder
}

// shownRows is how many awards a plan names; --format json names all.
const shownRows = 100

// showPlan says to a person what would happen, with names and results, and
// returns it for a program.
func (a *app) showPlan(p *issue.Plan) (planJSON, error) {
	out := planJSON{Awards: []planRow{}, Status: []planRow{}, Lists: []string{}, Revoked: p.Revoked, Suspended: p.Suspended, Restored: p.Reinstated}
	for _, l := range p.Lists {
		out.Lists = append(out.Lists, l.Name)
	}
	what := map[issue.What]string{issue.New: "new", issue.Sign: "signed", issue.Reissued: "reissued"}
	for i, it := range p.Items {
		if a.format != "json" && i == shownRows {
			break
		}
		said, err := p.Said(it)
		if err != nil {
			return out, err
		}
		if a.format != "json" {
			said.Name = cmp.Or(said.Name, "(no name)")
		}
		row := planRow{What: what[it.What], Key: string(it.Entry.Key), Name: said.Name, Achievement: said.Achievement, ID: it.ID}
		for _, r := range said.Results {
			if r.Grade != "" {
				row.Results = append(row.Results, strings.TrimPrefix(r.Assessment+" "+r.Grade, " "))
			}
		}
		out.Awards = append(out.Awards, row)
	}
	if a.format == "json" {
		var err error
		out.Status, err = changeRows(p, len(p.Changes))
		return out, err
	}
	rows, err := changeRows(p, shownRows-len(out.Awards))
	if err != nil {
		return out, err
	}
	rows = append(slices.Clone(out.Awards), rows...)
	var b strings.Builder
	wide := 0
	for _, r := range rows {
		wide = max(wide, utf8.RuneCountInString(diag.Clean(r.Name)))
	}
	for _, r := range rows {
		if r.Name+r.Achievement == "" { // of an erased award nothing else is known
			fmt.Fprintf(&b, "  %-8s  %s\n", r.What, cmp.Or(r.Key, r.ID))
			continue
		}
		fmt.Fprintf(&b, "  %-8s  %-*s  %s", r.What, wide, diag.Clean(r.Name), diag.Clean(r.Achievement))
		if len(r.Results) > 0 {
			fmt.Fprintf(&b, ", %s", diag.Clean(strings.Join(r.Results, ", ")))
		}
		fmt.Fprintf(&b, "  (%s)\n", r.Key)
	}
	if n := len(p.Items) + len(p.Changes) - len(rows); n > 0 {
		fmt.Fprintf(&b, "  … and %s more\n", grouped(n))
	}
	fmt.Fprintf(&b, "%s\n", planSummary(p))
	_, err = fmt.Fprint(a.stdout, b.String())
	return out, err
}

// changeRows are the first rows of what the status lists are to say newly.
func changeRows(p *issue.Plan, limit int) ([]planRow, error) {
	rows := []planRow{}
	for _, c := range p.Changes[:min(limit, len(p.Changes))] {
		row := planRow{What: c.What(), Key: string(c.Record.Award), ID: c.Record.ID}
		name, achievement, err := p.Of(c)
		if err != nil {
			return nil, err
		}
		row.Name, row.Achievement = name, achievement
		rows = append(rows, row)
	}
	return rows, nil
}

// question asks whether a plan is to be carried out.
func question(p *issue.Plan) string {
	switch n, l := len(p.Items), len(p.Lists); {
	case n > 1:
		return "Issue these " + grouped(n) + " awards?"
	case n == 1:
		return "Issue this award?"
	case l > 1:
		return "Sign these " + count(l, "status list") + "?"
	}
	return "Sign the status list?"
}

// planSummary counts what a plan does: "24 new · 1 revoked · 0 changed".
func planSummary(p *issue.Plan) string {
	s := fmt.Sprintf("%s new · %s revoked · %s changed", grouped(p.Count(issue.New)), grouped(p.Revoked), grouped(p.Count(issue.Reissued)))
	if n := p.Count(issue.Sign); n > 0 {
		s += fmt.Sprintf(" · %s signed that were recorded", grouped(n))
	}
	if p.Suspended+p.Reinstated > 0 {
		s += fmt.Sprintf(" · %s suspended · %s reinstated", grouped(p.Suspended), grouped(p.Reinstated))
	}
	if p.Empty() || len(p.Items) > 0 || p.Revoked+p.Suspended+p.Reinstated > 0 {
		return s
	}
	return s + " · " + count(len(p.Lists), "status list") + " to be signed with the new key"
}
