package check

import (
	"maps"
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

var allowUnknown = Rule{
	Rule: diag.Rule{ID: "allow-unknown", Severity: diag.Warning,
		Title: "What an achievement sets aside is a warning of this book",
		Why:   "A slip in the name of a rule sets nothing aside, and an error never goes away by it.",
		Mend:  "write the name in brackets at the end of the warning, or remove the line",
		Cite:  "Sealpress, allow in an achievement"},
	Family: "references",
	Def: func(s *Subject, a *badge.Achievement) {
		for _, id := range slices.Sorted(maps.Keys(a.Allow)) {
			i := slices.IndexFunc(s.rules, func(r *Rule) bool { return r.ID == id })
			switch {
			case i < 0:
				s.Report(a.Place.At("allow", id), "there is no rule %q to set aside", id)
			case s.rules[i].Severity == diag.Error:
				s.Report(a.Place.At("allow", id), "%q is an error, which cannot be set aside", id)
			}
		}
	},
}
