package check

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/store"
)

// The rules of Against are apart from Rules because they need a former state
// to compare with.
var (
	addressLost = Rule{Family: "promises", Rule: diag.Rule{ID: "address-lost", Severity: diag.Error,
		Title: "What was published stays published",
		Why:   "Learners put links into profiles and applications; a link that dies takes their credential with it.",
		Mend:  "restore it, or its name; an award may be withdrawn by a decision instead",
		Cite:  "Sealpress, promises"}}
	achievementFrozen = Rule{Family: "promises", Rule: diag.Rule{ID: "achievement-frozen", Severity: diag.Error,
		Title: "What was awarded does not change afterwards",
		Why:   "A holder was promised these criteria, outcomes and this level; changing them changes what every award says.",
		Mend:  "restore it, and make a new version with: sealpress new version <slug>",
		Cite:  "Sealpress, versions"}}
	decisionGone = Rule{Family: "promises", Rule: diag.Rule{ID: "decision-gone", Severity: diag.Error,
		Title: "A decision that was published stays",
		Why:   "Without it the award's page would say again that all is well, or name again who asked to be forgotten; and nobody can say what was decided, and when.",
		Mend:  "restore the file; what was suspended stands again by: sealpress reinstate <award>",
		Cite:  "Sealpress, decisions"}}
	siteMoved = Rule{Family: "promises", Rule: diag.Rule{ID: "site-moved", Severity: diag.Error,
		Title: "The address and the seed of a site do not change after the first award",
		Why:   "Every award's address derives from them: all links would break at once.",
		Mend:  "restore the former value",
		Cite:  "Sealpress, promises"}}
)

// PromiseRules lists the rules of Against.
func PromiseRules() []*Rule {
	return []*Rule{&addressLost, &achievementFrozen, &decisionGone, &siteMoved}
}

// Against compares content with a former state of it, called name in
// messages, and reports every promise that would be broken.
func Against(ctx context.Context, now, former *load.Content, name string) error {
	index := func(c *load.Content) (*Index, error) {
		x := newIndex(c.Catalog, c.Issued, badge.Date{})
		for i, co := range c.Cohorts(ctx) {
			for j, a := range co.Awards {
				if _, twice := x.byKey[a.Key]; !twice {
					x.join(x.gist(c.Catalog, a, j), i)
				}
			}
		}
		x.finish(c.Catalog)
		return x, ctx.Err()
	}
	is, err := index(now)
	if err != nil {
		return err
	}
	was, err := index(former)
	if err != nil {
		return err
	}
	s := newSubject(now, badge.Date{})
	s.Index = is
	s.promises(former.Catalog, was, name)
	return nil
}

func (s *Subject) promises(former *badge.Catalog, was *Index, name string) {
	awarded := map[*badge.Achievement]int{}
	for _, e := range was.Entries {
		awarded[e.Achievement]++
	}
	site := s.Catalog.Site
	if len(was.Entries) > 0 {
		s.rule = &siteMoved
		if moved(former.Site.URL, site.URL) {
			s.Report(site.Place.At("url"), "the address was %s at %s, and stands in %s", former.Site.URL, name, counted(len(was.Entries), "award"))
		}
		if former.Site.Seed != site.Seed && former.Site.Seed != "" {
			s.Report(site.Place.At("seed"), "the seed is not that of %s, and the addresses of %s derive from it", name, counted(len(was.Entries), "award"))
			return // every award's address is lost; saying so once is enough
		}
	}
	s.rule = &addressLost
	there := map[string]bool{}
	for _, e := range s.Index.Entries {
		there[e.ID] = true
	}
	for _, w := range s.Index.Withdrawn {
		there[w.ID] = true
	}
	for _, e := range was.Entries {
		if !there[e.ID] {
			s.Report(s.placeOf(e.Key), "the award %q was there at %s, and its page would vanish", e.Key, name)
		}
	}
	s.repinned(was, name)
	s.takenBack(former, was, name)
	s.rule = &addressLost
	for _, a := range former.Achievements {
		is := s.Achievement(a.Slug, a.Version)
		switch {
		case is == nil:
			s.rule = &addressLost
			s.Report(a.Place, "version %d of the achievement %q was there at %s, and its page would vanish", a.Version, a.Slug, name)
		case awarded[a] > 0:
			s.rule = &achievementFrozen
			for _, f := range changed(a, is) {
				s.ReportMend(is.Place.At(f.key), strings.ReplaceAll(s.rule.Mend, "<slug>", a.Slug), "%s of version %d changed since %s, and %s of it", f.what, a.Version, name, madeAwards(awarded[a]))
			}
		}
	}
	s.rule = &addressLost
	for _, p := range former.Pathways {
		if s.Pathway(p.Slug) == nil {
			s.Report(p.Place, "the pathway %q was there at %s, and its page would vanish", p.Slug, name)
		}
	}
	for _, p := range former.Pages {
		if !hasPage(s.Catalog, p.Slug) {
			s.Report(p.Place, "the page %q was there at %s, and would vanish", p.Slug, name)
		}
	}
}

// repinned reports awards that became awards of another version, which
// happens where a version is raised by hand.
func (s *Subject) repinned(was *Index, name string) {
	s.rule = &achievementFrozen
	for _, before := range was.Entries {
		after, there := s.Index.Award(before.Key)
		if !there || before.Achievement == nil || after.Achievement == nil || before.ID != after.ID ||
			before.Achievement.Slug != after.Achievement.Slug || before.Achievement.Version == after.Achievement.Version {
			continue
		}
		pin := fmt.Sprintf("write achievement: %s@%d", before.Achievement.Slug, before.Achievement.Version)
		s.ReportMend(s.placeOf(before.Key).At("achievement"), pin, "the award %q was of version %d at %s, and is of version %d now",
			before.Key, before.Achievement.Version, name, after.Achievement.Version)
	}
}

// takenBack reports decisions that are no longer there, or no longer about the
// award, so that it stands again. That of a reissue is missed by the address of
// its edition, and a revocation that was signed by the status list.
func (s *Subject) takenBack(former *badge.Catalog, was *Index, name string) {
	s.rule = &decisionGone
	for _, d := range former.Decisions {
		before := badge.Decided(was.decisions[d.Award])
		if before.Last != d {
			continue
		}
		after, gone := badge.Decided(s.Index.decisions[d.Award]), false
		switch before.State {
		case badge.Erased:
			gone = after.State != badge.Erased
		case badge.Revoked:
			gone = after.Edition == before.Edition && after.State != badge.Revoked && after.State != badge.Erased && !s.signedRevoked(d.Award)
		case badge.Suspended:
			gone = after.Edition == before.Edition && after.State == badge.Standing && reinstated(s.Index.decisions[d.Award]) == reinstated(was.decisions[d.Award])
		}
		if gone {
			mend, _, _ := strings.Cut(s.rule.Mend, ";")
			if before.State == badge.Suspended {
				mend = strings.ReplaceAll(s.rule.Mend, "<award>", string(d.Award))
			}
			s.ReportMend(d.Place, mend, "the award %q was %s at %s, and no decision says so now", d.Award, before.State, name)
		}
	}
}

// signedRevoked reports whether a signed status list says that an award is
// revoked, so that the check without a former state knows it too.
func (s *Subject) signedRevoked(k badge.Key) bool {
	lists, err := s.bits()
	return err == nil && slices.ContainsFunc(s.Content.Issued.Of(k), func(r *store.Record) bool {
		l := lists[listName(credential.Revocation, r.Status.List)]
		return l != nil && l.signed(r.Status.Index)
	})
}

// reinstated counts the suspensions that were ended.
func reinstated(decisions []*badge.Decision) (n int) {
	for _, d := range decisions {
		if d.Action == badge.Reinstate {
			n++
		}
	}
	return n
}

// moved reports whether a site is at another address; how the same address is
// written does not count.
func moved(was, is string) bool {
	before, err := address.Parse(was)
	if err != nil {
		return false
	}
	after, err := address.Parse(is)
	return err == nil && before != after
}

func madeAwards(n int) string {
	if n == 1 {
		return "1 award was made"
	}
	return fmt.Sprintf("%d awards were made", n)
}

type field struct{ key, what string }

// changed lists what is frozen after the first award and differs.
func changed(was, is *badge.Achievement) []field {
	var out []field
	compare := func(key, what string, a, b any) {
		if !reflect.DeepEqual(a, b) {
			out = append(out, field{key, what})
		}
	}
	compare("kind", "the kind", was.Kind, is.Kind)
	compare("", "the criteria", was.Criteria, is.Criteria)
	compare("outcomes", "the outcomes", was.Outcomes, is.Outcomes)
	compare("level", "the level", was.Level, is.Level)
	compare("workload", "the workload", was.Workload, is.Workload)
	compare("assessment", "the assessment", was.Assessments, is.Assessments)
	compare("valid-for", "the validity", was.ValidFor, is.ValidFor)
	return out
}
