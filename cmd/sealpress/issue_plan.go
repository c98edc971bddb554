package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/issue"
)

// planRow is an award of a plan, as it is printed.
type planRow struct {
	What        string   `json:"what"` // "new", "signed", "reissued"
	Key         string   `json:"key"`
	Name        string   `json:"name"`
	Achievement string   `json:"achievement"`
	Results     []string `json:"results,omitempty"`
	ID          string   `json:"id"`
}

// planJSON is a plan for a program and, once it was carried out, the run.
type planJSON struct {
	Awards    []planRow `json:"awards"`
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
	out := planJSON{Awards: []planRow{}, Lists: []string{}, Revoked: p.Revoked, Suspended: p.Suspended, Restored: p.Reinstated}
	for _, l := range p.Lists {
		out.Lists = append(out.Lists, l.Name)
	}
	what := map[issue.What]string{issue.New: "new", issue.Sign: "signed", issue.Reissued: "reissued"}
	for i, it := range p.Items {
		if a.format != "json" && i == shownRows {
			break
		}
		aw, err := p.Award(it)
		if err != nil {
			return out, err
		}
		row := planRow{What: what[it.What], Key: string(it.Entry.Key), Name: aw.Recipient.Name, Achievement: it.Entry.Achievement.Name, ID: it.ID}
		for _, r := range aw.Results {
			if r.Grade != "" {
				row.Results = append(row.Results, strings.TrimPrefix(r.Assessment+" "+r.Grade, " "))
			}
		}
		out.Awards = append(out.Awards, row)
	}
	if a.format == "json" {
		return out, nil
	}
	var b strings.Builder
	wide := 0
	for _, r := range out.Awards {
		wide = max(wide, utf8.RuneCountInString(diag.Clean(r.Name)))
	}
	for _, r := range out.Awards {
		fmt.Fprintf(&b, "  %-8s  %-*s  %s", r.What, wide, diag.Clean(r.Name), diag.Clean(r.Achievement))
		if len(r.Results) > 0 {
			fmt.Fprintf(&b, ", %s", diag.Clean(strings.Join(r.Results, ", ")))
		}
		fmt.Fprintf(&b, "  (%s)\n", r.Key)
	}
	if n := len(p.Items) - len(out.Awards); n > 0 {
		fmt.Fprintf(&b, "  … and %s more\n", grouped(n))
	}
	fmt.Fprintf(&b, "%s\n", planSummary(p))
	_, err := fmt.Fprint(a.stdout, b.String())
	return out, err
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
