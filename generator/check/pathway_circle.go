package check

import (
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
)

var pathwayCircle = Rule{
	Rule: diag.Rule{ID: "pathway-circle", Severity: diag.Error,
		Title: "A pathway leads to its goal, and not back to where it began",
		Why:   "Who needs the goal in order to reach the goal never gets there.",
		Mend:  "take one of the steps out of the circle",
		Cite:  citeKind},
	Family: "pathway",
	Site: func(s *Subject) {
		said := map[string]bool{}
		for _, p := range s.Pathways {
			for i, st := range p.Steps {
				way := s.wayBack(p.Goal, st.Badge)
				if st.Badge == p.Goal || way == nil || said[circle(way)] {
					continue // a goal among its own steps is a finding of its own
				}
				said[circle(way)] = true
				s.Report(p.Place.Index("steps", i).At("badge"), "the goal %q cannot be reached: the way to it leads back to it: %s", p.Goal, strings.Join(append(way, p.Goal), ", "))
			}
		}
	},
}

// wayBack returns the way from a step over the goals of other pathways to a
// goal, both included; nil where there is none.
func (s *Subject) wayBack(goal, step string) []string {
	before := map[string]string{step: ""}
	for next := []string{step}; len(next) > 0; next = next[1:] {
		at := next[0]
		if at == goal {
			var way []string
			for at := before[at]; at != ""; at = before[at] {
				way = append(way, at)
			}
			return append([]string{goal}, way...)
		}
		for _, p := range s.Pathways {
			if p.Goal != at {
				continue
			}
			for _, st := range p.Steps {
				if _, seen := before[st.Badge]; !seen && st.Badge != "" {
					before[st.Badge] = at
					next = append(next, st.Badge)
				}
			}
		}
	}
	return nil
}

// circle names a circle wherever it was entered.
func circle(way []string) string {
	sorted := slices.Clone(way)
	slices.Sort(sorted)
	return strings.Join(sorted, " ")
}
