// Package enrol turns the rows of a spreadsheet into a file of awards.
//
// Make reads a table, as package intake gives it, and says of each row what
// becomes of it: a new award, one that the site has already, or a problem, with
// the cell in which it is. Nothing is written here: a Plan holds the bytes of
// one award file, or none.
//
//	plan, err := enrol.Make(ctx, table, enrol.Site{…}, enrol.Options{…})
//	…
//	err = plan.Check(ctx, content, …)   // does the file pass as part of the site?
//	if plan.Count(enrol.Wrong) == 0 { … write plan.File and plan.Data … }
//
// Columns are recognised by their headings, in the site's languages and in
// English; Options.Map says what no heading tells. What no column says comes
// from Options.Defaults, as does what a cell leaves empty. The values are text
// and mean what they say: no formula is calculated, no date is guessed, and no
// name is taken apart. The same rows give the same bytes, whichever program
// wrote them and in whatever form.
//
// A row is there already where an award of the same achievement on the same day
// has the same e-mail address, in any case, or the hash of it. So who imports a
// file again changes nothing. Awards are labelled a1, a2, … in the order of the
// rows, never after a person.
//
// What a text may hold is known to package load alone: Check reads the new file
// as part of the site, and brings what is found there back to the cells.
package enrol

import (
	"context"
	"fmt"
	"iter"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/intake"
)

// Options say how a table is to be read. The zero value is right where its
// columns say everything.
type Options struct {
	Languages   []string         // in which headings are recognised, beside English
	Map         map[Field]string // columns by heading or letter, where the headings do not tell
	Remembered  map[Field]string // the same, from an earlier import; a column that is not there does no harm
	LeaveOut    []string         // columns, by heading or letter, that are not to be read
	Moodle      bool             // the headings are those of a custom report of Moodle
	Order       Order            // how 03/04/2026 is read; the zero value refuses it
	Defaults    map[Field]string // what holds for every row whose cell is empty
	Approved    badge.Approval   // optional: the consent of a second person
	AllowRepeat bool             // the same achievement again, on another day
	HideEmails  bool             // write salted hashes in the place of addresses
	File        string           // name of the award file; empty: from day and achievement
}

// Site is what a plan has to know of the site.
type Site struct {
	Catalog *badge.Catalog
	Awards  iter.Seq[*badge.Award] // all there are; read once
	Taken   map[string]bool        // names of award files that there are, or were
}

// State is what becomes of a row.
type State int

// The states.
const (
	New   State = iota
	There       // the site has the award already
	Wrong       // a problem is to be solved first
)

// String is the state in a word or two.
func (s State) String() string { return [...]string{"new", "already there", "problem"}[s] }

// Row is a row of the spreadsheet and what becomes of it.
type Row struct {
	Place    intake.Place
	State    State
	Key      badge.Key // of the award that it becomes, or that is there
	Name     string
	Says     string // achievement, as an award file names it
	Awarded  badge.Date
	Results  []badge.Result
	Problems []intake.Problem

	v *values // until the plan is made
	r int     // number among the rows of the table
}

// Plan is what an import would do.
type Plan struct {
	Columns []Column // as they stand
	Above   int      // rows above the headings, which were not read
	Rows    []Row
	Cohort  string   // name of the award file; empty where nothing is new
	Data    []byte   // the award file
	Remarks []Remark // what else Check found out

	sheet *sheet
	lines []origin // of Data: where each line came from
	top   int      // how many of them stand above the first award
}

// Remark is a finding about the new file that keeps nothing from being written,
// or one that no cell is to blame for.
type Remark struct {
	Cell    intake.Place // the zero Place where it is none's
	Finding diag.Finding
	Line    string // of the new file, where no cell is to blame
}

// Table is where the rows came from.
func (p *Plan) Table() *intake.Table { return p.sheet.Table }

// File is the award file's name below the content folder.
func (p *Plan) File() string { return "awards/" + p.Cohort + ".yaml" }

// Count is how many rows are in a state.
func (p *Plan) Count(s State) int {
	n := 0
	for i := range p.Rows {
		if p.Rows[i].State == s {
			n++
		}
	}
	return n
}

// FlagError says that what was said for all rows cannot be used.
type FlagError struct {
	Field      Field
	Text, Mend string
}

func (e *FlagError) Error() string { return e.Text }

// Make plans an import. Where the table as a whole cannot be used the error is
// an *intake.Problem, and a *FlagError where a default cannot; what is wrong
// with single rows is in the plan.
func Make(ctx context.Context, t *intake.Table, site Site, o Options) (*Plan, error) {
	s, err := readSheet(t, o)
	if err != nil {
		return nil, err
	}
	p := &Plan{Columns: s.columns, Above: s.above, sheet: s}
	r := &reader{sheet: s, Options: o, catalog: site.Catalog, named: byName(site.Catalog)}
	if err := r.defaults(); err != nil {
		return nil, err
	}
	r.listFields()
	r.settleOrders()
	p.Rows = make([]Row, 0, len(s.Rows))
	for i := range s.Rows {
		if i%1000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		p.Rows = append(p.Rows, r.row(i))
	}
	if len(p.Rows) == 0 {
		return nil, &intake.Problem{Place: s.head(), Text: "there is no row below the headings", Mend: "is it the right file, or the right sheet?"}
	}
	if err := p.findThere(ctx, site.Awards, o.AllowRepeat); err != nil {
		return nil, err
	}
	p.findTwice(o.AllowRepeat)
	if err := p.write(site, o); err != nil {
		return nil, err
	}
	for i := range p.Rows {
		p.Rows[i].v = nil
	}
	return p, nil
}

// wrong records a problem of a row.
func (r *Row) wrong(at intake.Place, mend, format string, args ...any) {
	r.State, r.Key = Wrong, ""
	r.Problems = append(r.Problems, intake.Problem{Place: at, Text: fmt.Sprintf(format, args...), Mend: mend})
}
