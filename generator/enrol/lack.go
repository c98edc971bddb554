package enrol

import (
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
)

// finish says what a row lacks.
func (row *Row) finish(r *reader, of intake.Row) {
	v := row.v
	if v.name == "" {
		row.wrong(r.place(of, r.first(Name, FirstName, LastName)), "write the learner's name, or delete the row", "there is no name")
	}
	if v.email == "" && of.At(r.at[Email]) == "" {
		row.wrong(r.place(of, Email), "write the learner's address, or delete the row", "there is no e-mail address")
	}
	if v.of == nil && row.lacks(of, r, Achievement) {
		row.wrong(r.placeOrRow(of, Achievement), "say it for the whole file: --achievement "+anAchievement(r.catalog), "what was awarded is not said")
	}
	if v.awarded.IsZero() && row.lacks(of, r, Awarded) {
		row.wrong(r.placeOrRow(of, Awarded), "say it for the whole file, for example: --date 2026-05-14", "the day of the award is not said")
	}
	if v.evidence.Name == "" && (v.evidence.URL != "" || v.evidence.Description != "") {
		row.wrong(r.placeOrRow(of, r.first(Evidence, EvidenceURL, EvidenceOf)), `say it for the whole file, for example: --evidence "Portfolio"`, "the evidence has no name")
	}
	if len(v.results) > 1 && v.results[0].Assessment == "" {
		row.wrong(r.placeOrRow(of, Result), "say of which assessment: "+columnsOf(v.of), "there is a result of one assessment, and one that does not say of which")
	}
	if r.HideEmails {
		row.hides(r, of)
	}
	row.Name, row.Says, row.Awarded, row.Results = v.name, v.says, v.awarded, v.results
}

// hides finds the learner's address in a text that is published. The rule book
// cannot, once only its hash is there.
func (row *Row) hides(r *reader, of intake.Row) {
	v := row.v
	for f, text := range map[Field]string{Name: v.name, Evidence: v.evidence.Name, EvidenceURL: v.evidence.URL, EvidenceOf: v.evidence.Description, Assessor: strings.Join(v.by, "; ")} {
		if v.email != "" && slices.Contains(intake.AddressesIn(text), v.email) {
			row.wrong(r.placeOrRow(of, f), "remove the address from the text", "the %s holds the learner's e-mail address", f.title())
		}
	}
}

// lacks reports whether a row says nothing of a field, not even something wrong.
func (row *Row) lacks(of intake.Row, r *reader, f Field) bool {
	return (r.at[f] == 0 || of.At(r.at[f]) == "") && r.Defaults[f] == ""
}

// placeOrRow is the cell of a field, or the row where no column has it.
func (s *sheet) placeOrRow(row intake.Row, f Field) intake.Place {
	if s.at[f] == 0 {
		return rowPlace(s.Table, row)
	}
	return s.place(row, f)
}

func anAchievement(c *badge.Catalog) string {
	for _, a := range c.Achievements {
		if a.Newest {
			return a.Slug
		}
	}
	return "SLUG"
}
