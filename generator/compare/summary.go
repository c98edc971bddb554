package compare

import (
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// mostNamed is how many achievements, and fields of one, a summary names.
const mostNamed = 3

// Summary says it all in one line, of which everything else is the detail:
//
//	24 awards added, 1 revoked, 0 removed; "Emergency First Aid": workload 20 h → 25 h (version 2; 42 credentials keep version 1)
func (c *Changes) Summary() string {
	if c.None() {
		return "nothing changed"
	}
	parts := []string{c.people()}
	for i, a := range c.newest() {
		if i == mostNamed {
			parts = append(parts, "and "+count(len(c.newest())-i, "achievement")+" more")
			break
		}
		parts = append(parts, a.short())
	}
	for _, t := range []struct {
		things []Thing
		noun   string
	}{{c.Pathways, "pathway"}, {c.Pages, "page"}, {c.Keys, "key"}} {
		if len(t.things) > 0 {
			parts = append(parts, counted(t.things, t.noun))
		}
	}
	if len(c.Issuer) > 0 {
		parts = append(parts, "issuer: "+shortly(c.Issuer))
	}
	if len(c.Site) > 0 {
		parts = append(parts, "site: "+shortly(c.Site))
	}
	if (c.Files != Files{}) {
		parts = append(parts, "files: "+c.Files.words())
	}
	if len(c.Aside) > 0 {
		var rules []string
		for _, a := range c.Aside {
			rules = append(rules, a.Rule)
		}
		if len(rules) > mostNamed {
			rules = append(rules[:mostNamed:mostNamed], fmt.Sprintf("%d more", len(rules)-mostNamed))
		}
		parts = append(parts, "rules set aside or back in force: "+strings.Join(rules, ", "))
	}
	if (c.Issued != Issued{}) {
		parts = append(parts, c.Issued.words())
	}
	return strings.Join(parts, "; ")
}

// newest leaves out older versions of what is wholly new, and those which a
// new version keeps as they were.
func (c *Changes) newest() []Achievement {
	var out []Achievement
	for i, a := range c.Achievements {
		last := i+1 == len(c.Achievements) || c.Achievements[i+1].Slug != a.Slug
		if a.Change != Added || last || c.Achievements[i+1].Change != Added {
			out = append(out, a)
		}
	}
	return out
}

// people is the part of the summary about awards: what everybody asks first,
// so what was added and removed is said also where it is nothing.
func (c *Changes) people() string {
	parts := []string{count(c.Awards.Added, "award") + " added"}
	for _, p := range []struct {
		n    int
		what string
	}{{c.Awards.Changed, "changed"}, {c.Awards.Moved, "moved"},
		{c.decided(badge.Revoke), "revoked"}, {c.decided(badge.Suspend), "suspended"}, {c.decided(badge.Reinstate), "reinstated"},
		{c.decided(badge.Reissue), "reissued"}, {c.decided(badge.Erase), "erased"}} {
		if p.n > 0 {
			parts = append(parts, grouped(p.n)+" "+p.what)
		}
	}
	parts = append(parts, grouped(c.Awards.Removed)+" removed")
	changed, back := 0, 0
	for _, d := range c.Decisions {
		changed += d.Changed
		back += d.Removed
	}
	if changed > 0 {
		parts = append(parts, count(changed, "decision")+" changed")
	}
	if back > 0 {
		parts = append(parts, count(back, "decision")+" taken back")
	}
	return strings.Join(parts, ", ")
}

// short is an achievement in the summary.
func (a Achievement) short() string {
	name := quoted(a.Name) + ": "
	switch {
	case a.Change == Removed:
		return fmt.Sprintf("%sversion %d is gone%s", name, a.Version, a.carried())
	case a.Change == Added && a.Replaces == 0:
		return name + "new " + string(a.Kind)
	case a.Change == Added:
		return fmt.Sprintf("%s%s (version %d%s)", name, shortly(a.Fields), a.Version, a.kept())
	}
	return fmt.Sprintf("%s%s (still version %d%s)", name, shortly(a.Fields), a.Version, a.carried())
}

// kept says which awards stay as they are: "; 42 credentials keep version 1".
func (a Achievement) kept() string {
	var parts []string
	for _, k := range a.Keep {
		keep := "keep"
		if k.Awards == 1 {
			keep = "keeps"
		}
		parts = append(parts, fmt.Sprintf("%s %s version %d", count(k.Awards, "credential"), keep, k.Version))
	}
	if len(parts) == 0 {
		return ""
	}
	return "; " + strings.Join(parts, ", ")
}

// carried says how many awards say what changed: "; 42 credentials carry it".
func (a Achievement) carried() string {
	switch a.Awards {
	case 0:
		return ""
	case 1:
		return "; 1 credential carries it"
	}
	return "; " + count(a.Awards, "credential") + " carry it"
}

// shortly names the first fields of several.
func shortly(f []Field) string {
	if len(f) == 0 {
		return "no change in words"
	}
	var parts []string
	for i, x := range f {
		if i == mostNamed {
			parts = append(parts, fmt.Sprintf("%d more", len(f)-i))
			break
		}
		parts = append(parts, x.short())
	}
	return strings.Join(parts, ", ")
}

// counted says how many things of a kind were added, changed and removed.
func counted(list []Thing, noun string) string {
	n := map[Change]int{}
	for _, t := range list {
		n[t.Change]++
	}
	var parts []string
	for _, c := range []Change{Added, Changed, Removed} {
		if n[c] == 0 {
			continue
		}
		if len(parts) == 0 {
			parts = append(parts, count(n[c], noun)+" "+string(c))
		} else {
			parts = append(parts, fmt.Sprintf("%d %s", n[c], c))
		}
	}
	return strings.Join(parts, ", ")
}

func (f Files) words() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what Change
	}{{f.Added, Added}, {f.Changed, Changed}, {f.Removed, Removed}} {
		if p.n > 0 {
			parts = append(parts, grouped(p.n)+" "+string(p.what))
		}
	}
	return strings.Join(parts, ", ")
}

func (a Aside) words() string {
	var parts []string
	if a.Added > 0 {
		parts = append(parts, "set aside in "+count(a.Added, "file"))
	}
	if a.Changed > 0 {
		parts = append(parts, "for another reason in "+count(a.Changed, "file"))
	}
	if a.Removed > 0 {
		parts = append(parts, "in force again in "+count(a.Removed, "file"))
	}
	return strings.Join(parts, ", ")
}

func (i Issued) words() string {
	var parts []string
	if i.Runs > 0 {
		parts = append(parts, fmt.Sprintf("%s issued, %s signed", count(i.Awards, "credential"), grouped(i.Signed)))
	}
	if i.Rewritten > 0 {
		parts = append(parts, count(i.Rewritten, "run")+" of issuing rewritten")
	}
	if i.Gone > 0 {
		parts = append(parts, count(i.Gone, "run")+" of issuing gone")
	}
	return strings.Join(parts, ", ")
}
