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
		Mend:  "remove one of the two"},
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
		Mend:  "remove id: from the award that was copied"},
	Family: "addresses",
	End: func(s *Subject) {
		seen := make(map[string]int, len(s.Index.Entries))
		for i, e := range s.Index.Entries {
			if e.ID == "" {
				continue
			}
			if first, twice := seen[e.ID]; twice {
				s.Report(s.placeOf(e.Key).At("id"), "the award %q has the address of %q", e.Key, s.Index.Entries[first].Key)
			}
			seen[e.ID] = i
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
		Mend:  "give one of them another name"},
	Family: "addresses",
	Site: func(s *Subject) {
		seen := map[string]*badge.Achievement{}
		for _, a := range s.Achievements {
			key := strings.ToLower(a.Name)
			if first := seen[key]; first != nil && first.Slug != a.Slug && a.Name != "" {
				s.def = a
				s.Report(a.Place.At("name"), "the name %q is that of %s as well", a.Name, first.Place.File)
			}
			seen[key] = a
		}
		s.def = nil
	},
}

var emptyFile = Rule{
	Rule: diag.Rule{ID: "site-empty", Severity: diag.Warning,
		Title: "A site has something to earn",
		Why:   "A site without achievements shows nobody what can be earned.",
		Mend:  "make one with: sealpress new badge first-steps"},
	Family: "addresses",
	Site: func(s *Subject) {
		if len(s.Achievements) == 0 && !s.misnamed("achievements/") {
			s.Report(s.Catalog.Site.Place, "there are no achievements in content/achievements")
		}
	},
}
