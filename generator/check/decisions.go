package check

import (
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

var decisionUnknown = Rule{
	Rule: diag.Rule{ID: "decision-award-unknown", Severity: diag.Error,
		Title: "A decision is about an award that exists",
		Why:   "A revocation with a slip in it would silently revoke nothing.",
		Mend:  "write the award's key: the name of its file, a slash, its label; see: sealpress list",
		Cite:  "Sealpress, decisions"},
	Family: "decisions",
	End: func(s *Subject) {
		for _, d := range s.Decisions {
			if _, there := s.Index.byKey[d.Award]; there || d.Award == "" || d.Action == badge.Erase || s.erased(d.Award) || s.lost(d.Award) {
				continue
			}
			s.unknown(d.Place.At("award"), "award", string(d.Award), s.neighbours(d.Award))
		}
	},
}

// neighbours lists the awards of the same file; where there is no such file,
// the awards of that label.
func (s *Subject) neighbours(k badge.Key) []string {
	var file, label []string
	cohort, name := k.Split()
	for _, e := range s.Index.Entries {
		c, l := e.Key.Split()
		if c == cohort {
			file = append(file, string(e.Key))
		}
		if l == name {
			label = append(label, string(e.Key))
		}
	}
	if len(file) == 0 {
		return label
	}
	return file
}

func (s *Subject) erased(k badge.Key) bool {
	return slices.ContainsFunc(s.Index.decisions[k], func(d *badge.Decision) bool { return d.Action == badge.Erase })
}

var decisionIdle = Rule{
	Rule: diag.Rule{ID: "decision-without-effect", Severity: diag.Warning,
		Title: "A decision changes something",
		Why:   "A decision that changes nothing is usually a slip in the award's key or the day.",
		Mend:  "remove the file, or correct award: or on:; of one day, the decisions count in the order of their files' names",
		Cite:  "Sealpress, decisions"},
	Family: "decisions",
	End: func(s *Subject) {
		for k, list := range s.Index.decisions {
			if _, there := s.Index.byKey[k]; !there && !s.erased(k) || slices.ContainsFunc(list, undecided) {
				continue // a finding of its own
			}
			for i, d := range list {
				before, after := badge.Decided(list[:i]), badge.Decided(list[:i+1])
				if before.State == after.State && before.Edition == after.Edition {
					s.Report(d.Place.At("action"), "%s changes nothing: the award %q is %s", d.Action, d.Award, before.State)
				}
			}
		}
	},
}

// undecided reports whether a decision lacks what says when and what it does.
func undecided(d *badge.Decision) bool {
	return d.Award == "" || d.On.IsZero() || !slices.Contains(badge.Actions(), d.Action)
}

var decisionErased = Rule{
	Rule: diag.Rule{ID: "decision-erased-present", Severity: diag.Error,
		Title: "An erased award is gone from the award files",
		Why:   "Erasing at the holder's request means that the person's data leaves the repository's current state.",
		Mend:  "remove the award from its file; the decision keeps its address answering",
		Cite:  "Regulation (EU) 2016/679, article 17, erasure"},
	Family: "decisions",
	End: func(s *Subject) {
		for _, d := range s.Decisions {
			if e, there := s.Index.Award(d.Award); there && d.Action == badge.Erase {
				s.Report(d.Place.At("award"), "the award %q is erased, but still stands in its file", e.Key)
			} else if _, issued := s.Content.Issued.Latest(d.Award); issued && d.Action == badge.Erase {
				s.ReportMend(d.Place.At("award"), "run: sealpress erase "+string(d.Award), "the award %q is erased, but what was issued still names its holder", d.Award)
			}
		}
	},
}

var decisionDate = Rule{
	Rule: diag.Rule{ID: "decision-date", Severity: diag.Error,
		Title: "A decision is made after the award, and not in the future",
		Why:   "Its day is published.",
		Mend:  "correct on:",
		Cite:  "Sealpress, decisions",
	},
	Family: "dates",
	End: func(s *Subject) {
		for _, d := range s.Decisions {
			e, there := s.Index.Award(d.Award)
			switch {
			case d.On.IsZero():
			case s.Today.Before(d.On):
				s.Report(d.Place.At("on"), "the decision is dated %s, which is in the future", d.On)
			case there && d.On.Before(e.Awarded):
				s.Report(d.Place.At("on"), "the decision is dated %s, before the award of %s", d.On, e.Awarded)
			}
		}
	},
}
