package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// unknown reports a name that nothing has, with the name that was surely
// meant.
func (s *Subject) unknown(at source.Place, what, name string, known []string) {
	slices.Sort(known)
	known = slices.Compact(known)
	best, distance := "", 4
	for _, k := range known {
		if d := levenshtein.ComputeDistance(name, k); d < distance && d*3 <= len(k) {
			best, distance = k, d
		}
	}
	mend := s.rule.Mend
	switch {
	case best != "":
		mend = fmt.Sprintf("did you mean %q?", best)
	case len(known) > 0 && len(known) <= 12:
		mend += "; there are: " + strings.Join(known, ", ")
	}
	s.ReportMend(at, mend, "there is no %s %q", what, name)
}

func (s *Subject) slugs(kind badge.Kind) []string {
	var out []string
	for _, a := range s.Achievements {
		if kind == "" || a.Kind == kind {
			out = append(out, a.Slug)
		}
	}
	return out
}

var achievementUnknown = Rule{
	Rule: diag.Rule{ID: "award-achievement-unknown", Severity: diag.Error,
		Title: "An award is of an achievement that exists",
		Why:   "An award of nothing cannot be published.",
		Mend:  "write the slug of a file in content/achievements",
		Cite:  "Open Badges 2.0, Assertion.badge (required)"},
	Family: "references",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		at, ref := a.Place.At("achievement"), a.Achievement
		switch {
		case ref.Slug == "":
			at = s.absence(a, "achievement", func(a *badge.Award) bool { return a.Achievement.Slug == "" })
			s.ReportMend(at, "add achievement: with the slug of a file in content/achievements; at the top of the file it holds for all awards", "it is not said what was awarded")
		case s.Achievement(ref.Slug, ref.Version) != nil:
		case len(s.Versions(ref.Slug)) == 0 && s.misnamed("achievements/"): // it may be that file
		case len(s.Versions(ref.Slug)) == 0:
			s.unknown(at, "achievement", ref.Slug, s.slugs(""))
		case ref.Version == 0: // the newest version's file is missing, which is a finding of its own
		default:
			s.ReportMend(at, "write a version that exists, or restore the file", "there is no version %d of the achievement %q", ref.Version, ref.Slug)
		}
	},
}

var renewsUnknown = Rule{
	Rule: diag.Rule{ID: "award-renews-unknown", Severity: diag.Error,
		Title: "The award that another renews exists",
		Why:   "The page links to the earlier award.",
		Mend:  "write its key: the name of its file, a slash, its label",
		Cite:  "Sealpress, keys of an award: renews"},
	Family: "references",
	End: func(s *Subject) {
		for _, r := range s.Index.renewals {
			by := s.Index.Entries[r.by]
			at := s.placeOf(by.Key).At("renews")
			switch of, ok := s.Index.Award(r.of); {
			case !ok && s.lost(r.of):
			case !ok && s.erased(r.of): // who renewed it may still say so
			case !ok:
				s.Report(at, "there is no award %q to renew", r.of)
			case by.Key == r.of:
				s.ReportMend(at, "write the key of the earlier award, or remove renews:", "the award renews itself")
			case !by.Awarded.IsZero() && by.Awarded.Before(of.Awarded):
				s.ReportMend(at, "correct the key, or the day of one of the two", "the award %q was made later, on %s", r.of, of.Awarded)
			}
		}
	},
}

// lost reports whether an award with a key may stand where reading failed.
func (s *Subject) lost(k badge.Key) bool {
	cohort, label := k.Split()
	file := source.Place{File: s.fileOf(cohort)}
	return s.unusable(file.At("awards", label)) || cohort == label && s.unusable(file.At("recipient"))
}

var translationCount = Rule{
	Rule: diag.Rule{ID: "translation-count", Severity: diag.Error,
		Title: "A translation has as many outcomes and assessments as the original",
		Why:   "They are matched by their order.",
		Mend:  "write one line for each of the original, in the same order",
		Cite:  "Sealpress, translations"},
	Family: "references",
	Def: func(s *Subject, a *badge.Achievement) {
		for _, t := range a.Translations {
			if n := len(t.Outcomes); n > 0 && n != len(a.Outcomes) && !s.unusable(a.Place.At("outcomes")) {
				s.Report(t.Place.At("outcomes"), "the original has %s, the translation %d", counted(len(a.Outcomes), "outcome"), n)
			}
			if n := len(t.Assessments); n > 0 && n != len(a.Assessments) && !s.unusable(a.Place.At("assessment")) {
				s.Report(t.Place.At("assessment"), "the original has %s, the translation %d", counted(len(a.Assessments), "assessment"), n)
			}
		}
	},
}

var assessmentKeys = Rule{
	Rule: diag.Rule{ID: "assessment-keys", Severity: diag.Error,
		Title: "Several assessments have different keys, and scales make sense",
		Why:   "Results name the assessment that they belong to.",
		Mend:  "add a short key: to each assessment",
		Cite:  "Sealpress, keys of an achievement: assessment"},
	Family: "references",
	Def: func(s *Subject, a *badge.Achievement) {
		seen := map[string]bool{}
		for i, as := range a.Assessments {
			at := a.Place.Index("assessment", i)
			switch {
			case as.Key == "" && len(a.Assessments) > 1:
				s.Report(at, "there are %d assessments, and this one has no key", len(a.Assessments))
			case seen[as.Key]:
				s.Report(at.At("key"), "the key %q stands twice", as.Key)
			}
			seen[as.Key] = true
			s.scale(at.At("grades"), as.Grades)
		}
	},
}

// scale reports a scale that cannot be one.
func (s *Subject) scale(at source.Place, g badge.Grades) {
	from, ok1 := number(g.From)
	to, ok2 := number(g.To)
	pass, ok3 := number(g.Pass)
	if ok1 && ok2 && ok3 && (from >= to || pass < from || pass > to) {
		s.ReportMend(at, "write from, pass and to in rising order", "the scale from %s to %s cannot have %s as the lowest grade that passes", g.From, g.To, g.Pass)
	}
	for i, name := range g.Names {
		at := at.At(fmt.Sprint(i))
		switch {
		case name == "":
		case slices.Contains(g.Names[:i], name):
			s.ReportMend(at, "remove one", "the grade %q stands twice", name)
		case saysFailed(name):
			s.ReportMend(at, "keep the grades that pass; who fails is awarded nothing", "every grade of a scale is a pass, and one is %q", name)
		}
	}
}

var versionGap = Rule{
	Rule: diag.Rule{ID: "achievement-versions", Severity: diag.Error,
		Title: "An achievement's versions are numbered one after the other",
		Why:   "Each version has its own address, and awards are pinned to it.",
		Mend:  "restore the missing file, or correct version:; a new version is made by: sealpress new version",
		Cite:  "Sealpress, versions"},
	Family: "references",
	Def: func(s *Subject, a *badge.Achievement) {
		all := s.Versions(a.Slug)
		i := slices.IndexFunc(all, func(v *badge.Achievement) bool { return v.Newest })
		switch {
		case i < 0 && a == all[0]:
			s.Report(a.Place, "the file of the newest version, %s.md, is missing", a.Slug)
		case !a.Newest || slices.ContainsFunc(all, s.misnumbered):
		case all[len(all)-1].Version > a.Version || len(all) > 1 && i != len(all)-1 || i > 0 && all[i-1].Version == a.Version:
			s.Report(a.Place.At("version"), "the newest version says %d, but there is a version %d", a.Version, max(a.Version, all[len(all)-1].Version))
		case a.Version != len(all):
			s.Report(a.Place.At("version"), "this is version %d, but %d %s there", a.Version, len(all)-1, plural(len(all)-1, "older version is", "older versions are"))
		}
	},
}

// misnumbered reports whether an older version says another number than its
// file's name, which the reader reported, or none that can be used.
func (s *Subject) misnumbered(a *badge.Achievement) bool {
	return s.unusable(a.Place.At("version")) || !a.Newest && !strings.Contains(a.Place.File, fmt.Sprintf("@%d.", a.Version))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
