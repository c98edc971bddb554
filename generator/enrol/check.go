package enrol

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
)

// Check reads the new award file as part of the site, before it is there, and
// holds it against the rule book. What is wrong with a row becomes a problem of
// it, at the cell that it came from; the rest becomes remarks. former is the
// site as it was read before, so that it is not read again.
//
// Errors that the site had before are none of the import's. How many there are
// is returned.
func (p *Plan) Check(ctx context.Context, content fs.FS, former *load.Content, today badge.Date) (others int, err error) {
	defer p.sortProblems()
	if p.Data == nil {
		return 0, nil
	}
	prefix := path.Dir(former.Catalog.Site.Place.File)
	pieces := p.pieces()
	with, err := judge(ctx, starter.Overlay(content, pieces.files), prefix, former, today)
	if err != nil {
		return 0, err
	}
	var elsewhere []diag.Finding
	for _, f := range with.Report.Findings() {
		folder, file := path.Split(f.Pos.File)
		switch before, ours := pieces.before[file]; {
		case ours && folder == path.Join(prefix, "awards")+"/":
			f.Pos.File = path.Join(prefix, p.File())
			if f.Pos.Line > p.top {
				f.Pos.Line += before
			}
			p.place(f)
		case f.Severity == diag.Error:
			elsewhere = append(elsewhere, f)
		}
	}
	if len(elsewhere) == 0 {
		return 0, nil
	}
	without, err := judge(ctx, content, prefix, former, today)
	if err != nil {
		return 0, err
	}
	known := map[string]bool{}
	for _, f := range without.Report.Findings() {
		known[f.Rule+"\x00"+f.Pos.String()+"\x00"+f.Message] = true
	}
	for _, f := range elsewhere {
		if known[f.Rule+"\x00"+f.Pos.String()+"\x00"+f.Message] {
			others++
			continue
		}
		p.Remarks = append(p.Remarks, Remark{Finding: f})
	}
	return others, nil
}

// sortProblems puts what is wrong with a row in the order of its cells.
func (p *Plan) sortProblems() {
	for i := range p.Rows {
		slices.SortStableFunc(p.Rows[i].Problems, func(a, b intake.Problem) int {
			return cmp.Or(a.Place.Column-b.Place.Column, strings.Compare(a.Text, b.Text))
		})
	}
}

// inOne is how many awards are read in one piece. A file is a tree in memory
// while it is read, and that of a large one would not fit a small machine.
const inOne = 1000

// pieces are the new award file, or a large one in several; before is, by the
// name of each, how many lines of the file stand between its top and the piece.
type pieces struct {
	files  []starter.File
	before map[string]int
}

func (p *pieces) add(name string, data []byte, before int) {
	p.files = append(p.files, starter.File{Name: "content/awards/" + name, Data: data})
	p.before[name] = before
}

func (p *Plan) pieces() pieces {
	all := pieces{before: map[string]int{}}
	if p.Count(New) <= inOne {
		all.add(path.Base(p.File()), p.Data, 0)
		return all
	}
	var top, piece []byte
	awards, first := 0, p.top
	add := func(next int) {
		name := fmt.Sprintf("%s-piece%d.yaml", strings.TrimRight(p.Cohort[:min(len(p.Cohort), 60)], "-"), len(all.files))
		all.add(name, append(slices.Clone(top), piece...), first-p.top)
		piece, awards, first = nil, 0, next
	}
	n := 0
	for line := range bytes.Lines(p.Data) {
		switch {
		case n < p.top:
			top = append(top, line...)
		case p.lines[n].field == "" && awards == inOne:
			add(n)
			fallthrough
		default:
			if p.lines[n].field == "" { // a label
				awards++
			}
			piece = append(piece, line...)
		}
		n++
	}
	add(n)
	return all
}

func judge(ctx context.Context, content fs.FS, prefix string, former *load.Content, today badge.Date) (*load.Content, error) {
	c, err := load.Dir(ctx, content, prefix)
	if err != nil {
		return nil, fmt.Errorf("reading the new award file: %w", err)
	}
	c.Follow(former)
	if _, _, err := check.Run(ctx, c, today); err != nil {
		return nil, fmt.Errorf("checking the new award file: %w", err)
	}
	return c, nil
}

// flags mend, for an import, what the rule book mends in the award file.
var flags = map[string]string{
	"award-approval-missing":     `say who approves: --approved-by "Orla Keane" --approved-on 2026-05-14`,
	"award-approved-by-assessor": "let somebody else approve: --approved-by",
	"award-evidence-missing":     `add a column, or say it for all: --evidence "Observation sheet" --evidence-description "Kept by us for six years"`,
	"award-assessor-missing":     `add columns, or say it for all: --assessor "Tom Byrne" --assessed-on 2026-05-13`,
	"award-result-missing":       "add a column, or say it for all: --result pass",
	"award-identity-unchecked":   "say it where it is so: --identity-checked, or a column with yes and no",
	"award-step-lacking":         "import the badge first; where the person has it under another address, add a column with a label of the person and say --map person=HEADING",
	"privacy-email-public":       "say --hide-emails",
	"award-in-future":            "correct the day, or import it on that day",
	"award-date-missing":         "say it for all: --date 2026-05-14",
}

// place brings a finding about the new file back to where its line came from.
func (p *Plan) place(f diag.Finding) {
	row, at := p.cell(f.Pos.Line)
	if mend := flags[f.Rule]; mend != "" {
		f.Mend = mend
	}
	switch {
	case row != nil && f.Severity == diag.Error:
		row.wrong(at, f.Mend, "%s", f.Message)
	case row != nil:
		p.Remarks = append(p.Remarks, Remark{Cell: at, Finding: f})
	default:
		lines := bytes.Split(p.Data, []byte("\n"))
		r := Remark{Finding: f}
		if n := f.Pos.Line; n > 0 && n <= len(lines) {
			r.Line = strings.TrimSpace(string(lines[n-1]))
		}
		p.Remarks = append(p.Remarks, r)
	}
}

// cell returns the row that a line of the new file came from, and the cell of
// it. A line that holds for all awards comes from the first row, where a column
// says it.
func (p *Plan) cell(line int) (*Row, intake.Place) {
	if line < 1 || line > len(p.lines) || p.lines[line-1].row < 0 {
		return nil, intake.Place{}
	}
	o := p.lines[line-1]
	row := &p.Rows[o.row]
	f := o.field
	if f == Name {
		f = p.sheet.first(Name, FirstName, LastName)
	}
	switch {
	case f != "" && p.sheet.at[f] != 0:
		return row, p.sheet.place(p.sheet.Rows[row.r], f)
	case line > p.top:
		return row, row.Place
	}
	return nil, intake.Place{} // said for the whole file
}

// Fails reports whether something keeps the plan from being carried out.
func (p *Plan) Fails() bool {
	for _, r := range p.Remarks {
		if r.Finding.Severity == diag.Error {
			return true
		}
	}
	return p.Count(Wrong) > 0
}
