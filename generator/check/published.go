package check

import (
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/leak"
	"github.com/sealpress/sealpress/generator/source"
)

var emailPublished = Rule{
	Rule: diag.Rule{ID: "privacy-email-published", Severity: diag.Warning,
		Title: "No page of the site shows the e-mail address of a learner",
		Why:   "Addresses of learners are published as hashes alone. Where a page shows one, a build stops before anything becomes visible.",
		Mend:  "write the public contact of the issuer instead; an address that is public anyway, such as that of a trainer who earned a badge as well, is set aside by allow: in this file",
		Cite:  "Regulation (EU) 2016/679, article 5(1)(c), data minimisation"},
	Family: "privacy",
	End: func(s *Subject) {
		emails := &s.Index.emails
		emails.Remove(s.Issuer.Email)
		if emails.Len() == 0 {
			return
		}
		for t := range s.texts() {
			if !strings.Contains(t.text, "@") {
				continue
			}
			for _, at := range anyEmail.FindAllStringIndex(t.text, -1) {
				who := strings.TrimRight(t.text[at[0]:at[1]], ".-")
				if !emails.Has(who) {
					continue
				}
				f := diag.Finding{Rule: s.rule.ID, Severity: s.rule.Severity, Mend: s.rule.Mend, Message: "this e-mail address is that of a learner",
					Pos: s.bodyPos(t, at[0])}
				if _, aside := s.Content.Aside(f); aside {
					emails.Remove(who)
				}
				s.Content.Report.Add(f)
			}
		}
		s.named()
	},
}

// named reports files to be copied whose names hold the address of a learner:
// a name is published too, and nobody looks through names at the end.
func (s *Subject) named() {
	w := leak.Watch{People: &s.Index.emails}
	for i := range s.Static {
		if f := &s.Static[i]; strings.Contains(f.Name, "@") && w.Look([]byte(f.Name)) != nil {
			s.add(f.Place, diag.Finding{Severity: diag.Error, Mend: "rename the file", Message: "the name of this file holds the e-mail address of a learner, and would be published with it"})
		}
	}
}

// bodyPos is where a byte of an author's text stands in its file.
func (s *Subject) bodyPos(t authored, at int) source.Pos {
	line := 1 + strings.Count(t.text[:at], "\n")
	column := 1 + utf8.RuneCountInString(t.text[strings.LastIndexByte(t.text[:at], '\n')+1:at])
	return s.Content.BodyPos(t.place.File, line, column)
}
