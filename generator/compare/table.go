package compare

import (
	"fmt"
	"strings"
)

// row is a line of the table: what it is about, what happened, and the
// details.
type row struct {
	what, change string
	details      []string
}

// table lists everything, what a reviewer asks first coming first.
func (c *Changes) table() []row {
	var t []row
	for _, co := range c.Awards.Cohorts {
		t = append(t, co.row())
	}
	if c.Awards.Moved > 0 {
		t = append(t, row{what: "awards", change: grouped(c.Awards.Moved) + " moved to another file or label, at their addresses"})
	}
	for _, d := range c.Decisions {
		t = append(t, d.row())
	}
	for _, a := range c.Achievements {
		t = append(t, a.row())
	}
	for _, list := range []struct {
		things []Thing
		noun   string
	}{{c.Pathways, "pathway"}, {c.Pages, "page"}, {c.Keys, "key"}} {
		for _, x := range list.things {
			t = append(t, row{list.noun + " " + quoted(line(x.Name)), string(x.Change), words(x.Fields)})
		}
	}
	if len(c.Issuer) > 0 {
		t = append(t, row{"issuer", "changed", words(c.Issuer)})
	}
	if len(c.Site) > 0 {
		t = append(t, row{"site", "changed", words(c.Site)})
	}
	if (c.Files != Files{}) {
		t = append(t, row{what: "files in static/", change: c.Files.words()})
	}
	for _, a := range c.Aside {
		t = append(t, row{what: "rule " + a.Rule, change: a.words()})
	}
	if (c.Issued != Issued{}) {
		t = append(t, row{what: "issued/", change: c.Issued.words()})
	}
	return t
}

func words(f []Field) []string {
	var out []string
	for _, x := range f {
		out = append(out, x.String())
	}
	return out
}

func (co Cohort) row() row {
	r := row{what: line(co.File)}
	if co.File == "" {
		r.what = "files of one award"
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{co.Added, "added"}, {co.Changed, "changed"}, {co.Removed, "removed"}, {co.Erased, "erased"}} {
		if p.n > 0 {
			parts = append(parts, grouped(p.n)+" "+p.what)
		}
	}
	r.change = strings.Join(parts, ", ")
	for _, m := range co.Of {
		r.details = append(r.details, fmt.Sprintf("added: %s of %s, version %d", grouped(m.Awards), quoted(m.Name), m.Version))
	}
	for _, f := range co.Fields {
		r.details = append(r.details, fmt.Sprintf("changed: %s, in %s", f.Name, count(f.Awards, "award")))
	}
	for _, p := range co.People {
		_, label := p.Award.Split()
		s := fmt.Sprintf("%s: %s, %s", label, or(p.Name), p.Change)
		if len(p.Fields) > 0 {
			s += ": " + strings.Join(words(p.Fields), "; ")
		}
		r.details = append(r.details, s)
	}
	return r
}

func (d Decision) row() row {
	var parts []string
	if d.Added > 0 {
		parts = append(parts, grouped(d.Added)+" "+past[d.Action])
	}
	if d.Changed > 0 {
		parts = append(parts, grouped(d.Changed)+" worded anew")
	}
	if d.Removed > 0 {
		parts = append(parts, grouped(d.Removed)+" taken back")
	}
	what := "decisions: " + string(d.Action)
	if d.Reason != "" {
		what += ", " + line(d.Reason)
	}
	return row{what: what, change: strings.Join(parts, ", ")}
}

func (a Achievement) row() row {
	r := row{what: string(a.Kind) + " " + quoted(a.Name), details: words(a.Fields)}
	switch {
	case a.Change == Removed:
		r.change = fmt.Sprintf("version %d removed%s", a.Version, a.carried())
	case a.Change == Changed:
		r.change = fmt.Sprintf("version %d changed%s", a.Version, a.carried())
	case a.Replaces > 0:
		r.change = fmt.Sprintf("version %d%s", a.Version, a.kept())
	default:
		r.change = fmt.Sprintf("added, version %d", a.Version)
	}
	return r
}

// words warns that something could not be read.
func (u Unread) words() string {
	switch {
	case u.Now > 0:
		return fmt.Sprintf("%s stood in the way of reading, and what they are about may be missing here; sealpress check shows them", count(u.Now, "error"))
	case u.Former > 0:
		return fmt.Sprintf("%s stood in the way of reading the former state, and what they are about may be missing here", count(u.Former, "error"))
	}
	return ""
}
