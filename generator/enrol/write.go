package enrol

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/standard/ob2"
	"github.com/sealpress/sealpress/generator/starter"
)

// origin is where a line of the award file came from.
type origin struct {
	row   int32 // in Plan.Rows; -1: from no row
	field Field
}

// writer writes an award file, and remembers where each line came from.
type writer struct {
	bytes.Buffer
	p *Plan
}

func (w *writer) line(row int, f Field, format string, args ...any) {
	fmt.Fprintf(w, format+"\n", args...)
	w.p.lines = append(w.p.lines, origin{int32(row), f})
}

// part is what a field, or several that belong together, say of an award.
// Awards that say the same of it say it once, at the top.
type part struct {
	same  func(*values) string // nothing: it is not said
	write func(w *writer, row int, indent string, v *values)
}

// parts lists the parts of an award, in the order of an award file.
func parts() []part {
	plain := func(f Field, key string, of func(*values) string) part {
		return part{of, func(w *writer, row int, indent string, v *values) {
			w.line(row, f, "%s%s: %s", indent, key, starter.Quote(of(v)))
		}}
	}
	day := func(f Field, key string, of func(*values) badge.Date) part {
		return part{func(v *values) string { return of(v).String() }, func(w *writer, row int, indent string, v *values) {
			w.line(row, f, "%s%s: %s", indent, key, of(v))
		}}
	}
	return []part{
		plain(Achievement, "achievement", func(v *values) string { return v.says }),
		day(Awarded, "awarded", func(v *values) badge.Date { return v.awarded }),
		day(ValidUntil, "valid-until", func(v *values) badge.Date { return v.validUntil }),
		{func(v *values) string {
			return strings.Trim(strings.Join([]string{v.evidence.Name, v.evidence.URL, v.evidence.Description}, "\x00"), "\x00")
		}, writeEvidence},
		{func(v *values) string {
			var all []string
			for _, r := range v.results {
				all = append(all, r.Assessment, r.Grade)
			}
			return strings.Join(all, "\x00")
		}, writeResults},
		{func(v *values) string {
			return strings.Trim(strings.Join(append([]string{v.on.String(), v.checked}, v.by...), "\x00"), "\x00")
		}, writeAssessed},
		plain(Listing, "listing", func(v *values) string { return v.listing }),
		plain(Language, "language", func(v *values) string { return v.language }),
	}
}

func writeEvidence(w *writer, row int, indent string, v *values) {
	w.line(row, Evidence, "%sevidence:", indent)
	w.line(row, Evidence, "%s  - name: %s", indent, starter.Quote(v.evidence.Name))
	if v.evidence.Description != "" {
		w.line(row, EvidenceOf, "%s    description: %s", indent, starter.Quote(v.evidence.Description))
	}
	if v.evidence.URL != "" {
		w.line(row, EvidenceURL, "%s    url: %s", indent, starter.Quote(v.evidence.URL))
	}
}

func writeResults(w *writer, row int, indent string, v *values) {
	if len(v.results) == 1 && v.results[0].Assessment == "" {
		w.line(row, Result, "%sresult: %s", indent, starter.Quote(v.results[0].Grade))
		return
	}
	w.line(row, Result, "%sresults:", indent)
	for _, r := range v.results {
		f := ResultOf(r.Assessment)
		w.line(row, f, "%s  - assessment: %s", indent, starter.Quote(r.Assessment))
		w.line(row, f, "%s    grade: %s", indent, starter.Quote(r.Grade))
	}
}

func writeAssessed(w *writer, row int, indent string, v *values) {
	f := AssessedOn
	if len(v.by) > 0 {
		f = Assessor
	}
	w.line(row, f, "%sassessed:", indent)
	switch {
	case len(v.by) == 1:
		w.line(row, Assessor, "%s  by: %s", indent, starter.Quote(v.by[0]))
	case len(v.by) > 1:
		w.line(row, Assessor, "%s  by:", indent)
		for _, name := range v.by {
			w.line(row, Assessor, "%s    - %s", indent, starter.Quote(name))
		}
	}
	if !v.on.IsZero() {
		w.line(row, AssessedOn, "%s  on: %s", indent, v.on)
	}
	if v.checked != "" {
		w.line(row, Checked, "%s  identity-checked: %s", indent, v.checked)
	}
}

// write writes the awards of the rows that are new into one file.
func (p *Plan) write(site Site, o Options) error {
	var fresh []int
	for i := range p.Rows {
		if p.Rows[i].State == New {
			fresh = append(fresh, i)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	p.Cohort = o.File
	if p.Cohort == "" {
		p.Cohort = p.fileName(fresh, site.Taken)
	}
	w := &writer{p: p}
	// What stands at the top comes from the rows where a column says it.
	top := -1
	var own []part
	for _, part := range parts() {
		first := part.same(p.Rows[fresh[0]].v)
		if first == "" || !p.allSay(fresh, part, first) {
			own = append(own, part)
			continue
		}
		part.write(w, fresh[0], "", p.Rows[fresh[0]].v)
	}
	if o.Approved.By != "" {
		w.line(top, "", "approved:")
		w.line(top, "", "  by: %s", starter.Quote(o.Approved.By))
		w.line(top, "", "  on: %s", o.Approved.On)
	}
	w.line(top, "", "awards:")
	p.top = len(p.lines)
	for n, i := range fresh {
		row := &p.Rows[i]
		label := fmt.Sprintf("a%d", n+1)
		row.Key = badge.MakeKey(p.Cohort, label)
		w.line(i, "", "  %s:", label)
		w.line(i, Name, "    name: %s", starter.Quote(row.v.name))
		if o.HideEmails {
			salt := site.Catalog.Site.Seed.Salt(row.Key)
			w.line(i, Email, "    identity: %s", ob2.Hash(row.v.email, salt))
			w.line(i, Email, "    salt: %q", salt)
		} else {
			w.line(i, Email, "    email: %s", starter.Quote(row.v.email))
		}
		if row.v.person != "" {
			w.line(i, Person, "    person: %s", starter.Quote(row.v.person))
		}
		for _, part := range own {
			if part.same(row.v) != "" {
				part.write(w, i, "    ", row.v)
			}
		}
	}
	p.Data = w.Bytes()
	if !load.FitsCohort(p.Data) {
		return &intake.Problem{Place: p.sheet.head(), Text: fmt.Sprintf("one award file cannot hold %d awards that say so much", len(fresh)), Mend: "split the file into several"}
	}
	return nil
}

// allSay reports whether all rows say the same of a part.
func (p *Plan) allSay(rows []int, part part, what string) bool {
	for _, i := range rows {
		if part.same(p.Rows[i].v) != what {
			return false
		}
	}
	return true
}

// fileName is the name of a new award file: the day and the achievement, or
// what all awards have of them in common. It never comes from a cell that
// somebody typed freely.
func (p *Plan) fileName(rows []int, taken map[string]bool) string {
	v := p.Rows[rows[0]].v
	day, slug := v.awarded.String(), v.of.Slug
	for _, i := range rows {
		w := p.Rows[i].v
		for !strings.HasPrefix(w.awarded.String(), day) { // the same month, or the same year
			day = day[:max(0, strings.LastIndexByte(day, '-'))]
		}
		if w.of.Slug != v.of.Slug {
			slug = "import"
		}
	}
	name := strings.Trim(day+"-"+slug, "-")
	if most := starter.MaxSlug - len("-999"); len(name) > most {
		name = strings.TrimRight(name[:most], "-")
	}
	for n := 1; ; n++ {
		unique := name
		if n > 1 {
			unique = fmt.Sprintf("%s-%d", name, n)
		}
		if !taken[unique] {
			return unique
		}
	}
}
