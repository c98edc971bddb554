package check

import (
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
)

var allowUnknown = Rule{
	Rule: diag.Rule{ID: "allow-unknown", Severity: diag.Warning,
		Title: "What a file sets aside is a warning of this book, for a reason",
		Why:   "A slip in the name of a rule sets nothing aside, an error never goes away by it, and who reads the file later must know why.",
		Mend:  "write the name in brackets at the end of the warning and the reason behind it, or remove the line",
		Cite:  "Sealpress, allow"},
	Family: "references",
	End: func(s *Subject) { // when all files were read
		for _, a := range s.Content.Allows() {
			i := slices.IndexFunc(s.known, func(r diag.Rule) bool { return r.ID == a.Rule })
			switch {
			case i < 0:
				s.Report(a.Place, "there is no rule %q to set aside", a.Rule)
			case s.known[i].Severity == diag.Error:
				s.Report(a.Place, "%q is an error, which cannot be set aside", a.Rule)
			case strings.TrimSpace(a.Reason) == "":
				s.Report(a.Place, "%q is set aside without a reason", a.Rule)
			}
		}
	},
}
