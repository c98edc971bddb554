package check

import (
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

var awardTwice = Rule{
	Rule: diag.Rule{ID: "award-twice", Severity: diag.Error,
		Title: "A person is awarded the same thing once on one day",
		Why:   "A row that was copied twice becomes two pages and two credentials.",
		Mend:  "remove one of the two",
		Cite:  "Sealpress, one award for one achievement on one day"},
	Family: "addresses",
	End: func(s *Subject) {
		for _, d := range s.Index.people.doubles {
			s.Report(s.placeOf(s.Index.Entries[d.again].Key), "the same person was awarded the same achievement on the same day in %s",
				s.Content.Locate(s.placeOf(s.Index.Entries[d.first].Key)))
		}
	},
}

var idTwice = Rule{
	Rule: diag.Rule{ID: "award-id-twice", Severity: diag.Error,
		Title: "Each award has an address of its own",
		Why:   "Two awards at one address would hide one of them.",
		Mend:  "remove id: from the award that was copied",
		Cite:  "Open Badges 3.0, AchievementCredential, id: unambiguous"},
	Family: "addresses",
	End: func(s *Subject) {
		seen := make(map[string]badge.Key, len(s.Index.Entries))
		for _, e := range s.Index.Entries {
			if e.ID == "" {
				continue
			}
			if first, twice := seen[e.ID]; twice {
				s.Report(s.placeOf(e.Key).At("id"), "the award %q has the address of %q", e.Key, first)
			}
			seen[e.ID] = e.Key
		}
		s.formerTwice(seen)
	},
}

// formerTwice reports awards that have the address of a former edition of
// another, or of one that was erased. taken holds whose each address is.
func (s *Subject) formerTwice(taken map[string]badge.Key) {
	said := map[string]bool{}
	report := func(id string, what string, of ...any) {
		if !said[id] {
			said[id] = true
			s.Report(s.pinnedAt(taken[id]), "the award %q has the address of "+what, append([]any{taken[id]}, of...)...)
		}
	}
	for _, w := range s.Index.Withdrawn {
		of := w.Decided.Last.Award
		switch first, twice := taken[w.ID]; {
		case !twice:
			taken[w.ID] = of
		case first == of:
		case w.Decided.State == badge.Erased:
			report(w.ID, "an award that was erased")
		default:
			report(w.ID, "a former edition of %q", of)
		}
	}
	for r := range s.Content.Issued.Records() {
		first, there := taken[r.ID]
		switch e, listed := s.Index.Award(first); {
		case !there || !listed || first == r.Award:
		case !r.Gone():
			report(r.ID, "%q, which was issued", r.Award)
		case e.Decided.State != badge.Erased:
			report(r.ID, "an award that was erased")
		}
	}
}

// pinnedAt returns the place that pins an award's address: in the award, else
// in a decision, else the award.
func (s *Subject) pinnedAt(k badge.Key) source.Place {
	award := s.placeOf(k)
	if at := award.At("id"); s.Content.Locate(at) != s.Content.Locate(award) {
		return at
	}
	for _, d := range s.Index.decisions[k] {
		if d.ID != "" && d.ID == s.Index.pinned[k] {
			return d.Place.At("id")
		}
	}
	return award
}

var addressMoved = Rule{
	Rule: diag.Rule{ID: "issued-award-moved", Severity: diag.Error,
		Title: "An issued award stays at its address",
		Why:   "Its holder shows the address to others, and the signed credential names it: at another one the credential is not found, and does not verify.",
		Mend:  "restore id: as it was when the award was issued",
		Cite:  "Sealpress, promises"},
	Family: "promises",
	End: func(s *Subject) {
		seed := s.Catalog.Site.Seed
		if seed == "" {
			return
		}
		mark, said := seed.Mark(), map[badge.Key]bool{}
		for r := range s.Content.Issued.Records() {
			e, there := s.Index.Award(r.Award)
			if r.Gone() || !there || said[r.Award] || s.Content.Issued.Run(r).Seed != mark {
				continue // another seed is a finding of its own
			}
			id := e.ID
			if int(r.Edition) != e.Decided.Edition {
				id = awardID(s.Catalog, s.Index.pinned[r.Award], r.Award, int(r.Edition))
			}
			if id == r.ID {
				continue
			}
			said[r.Award] = true
			at := s.pinnedAt(r.Award)
			mend := "restore id: from git: git log -p -- " + at.File
			switch {
			case r.ID == seed.ID(r.Award, int(r.Edition)):
				mend = "remove id:"
			case r.Edition == 0:
				mend = "write id: " + r.ID
			}
			s.ReportMend(at, mend, "the award %q was issued at the address %s, and would move to %s", r.Award, r.ID, id)
		}
	},
}

// placeOf returns the place of an award.
func (s *Subject) placeOf(k badge.Key) source.Place {
	cohort, label := k.Split()
	file := source.Place{File: s.fileOf(cohort)}
	if e, ok := s.Index.Award(k); ok && e.alone {
		return file
	}
	return file.At("awards", label)
}

// fileOf returns the name, as shown, of an award file.
func (s *Subject) fileOf(cohort string) string {
	return s.folder() + "awards/" + cohort + ".yaml"
}

// folder returns the name, as shown, of the content folder, with a slash.
func (s *Subject) folder() string { return strings.TrimSuffix(s.Catalog.Site.Place.File, "site.yaml") }

var nameTwice = Rule{
	Rule: diag.Rule{ID: "achievement-name-twice", Severity: diag.Warning,
		Title: "Two achievements have different names",
		Why:   "A reader of a list cannot tell them apart.",
		Mend:  "give one of them another name",
		Cite:  "Sealpress, one name for one thing"},
	Family: "addresses",
	Site: func(s *Subject) {
		seen := map[string]*badge.Achievement{}
		for _, a := range s.Achievements {
			key := strings.ToLower(a.Name)
			if first := seen[key]; first != nil && first.Slug != a.Slug && a.Name != "" {
				s.Report(a.Place.At("name"), "the name %q is that of %s as well", a.Name, first.Place.File)
			}
			seen[key] = a
		}
	},
}

var emptyFile = Rule{
	Rule: diag.Rule{ID: "site-empty", Severity: diag.Warning,
		Title: "A site has something to earn",
		Why:   "A site without achievements shows nobody what can be earned.",
		Mend:  "make one with: sealpress new badge first-steps",
		Cite:  "Sealpress, design of the site"},
	Family: "addresses",
	Site: func(s *Subject) {
		if len(s.Achievements) == 0 && !s.misnamed("achievements/") {
			s.Report(s.Catalog.Site.Place, "there are no achievements in content/achievements")
		}
	},
}
