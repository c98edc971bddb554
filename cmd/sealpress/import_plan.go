package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path"
	"runtime/debug"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/enrol"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/load"
)

// manyRows is from how many rows on memory is kept small at the cost of time:
// the largest spreadsheet is to be imported in 256 MiB.
const manyRows = 10_000

// planImport reads the spreadsheet and the site, and finds out what each row
// becomes.
func (a *app) planImport(ctx context.Context, f *importFlags, file string) (*enrol.Plan, enrol.Options, error) {
	o, err := f.options()
	if err != nil {
		return nil, o, err
	}
	config, done, err := a.open()
	defer done()
	if err != nil {
		return nil, o, err
	}
	t, err := a.readTable(f, file)
	if err != nil {
		return nil, o, err
	}
	if len(t.Rows) > manyRows {
		debug.SetGCPercent(25)
	}
	content, err := load.Dir(ctx, config.Content, "content")
	if err != nil {
		return nil, o, fmt.Errorf("loading content: %w", err)
	}
	site := content.Catalog.Site
	if site.Repository == "public" && !o.HideEmails {
		return nil, o, errors.New("everybody can read this repository, so no e-mail address belongs into it\n  this works: --hide-emails\n  it writes salted hashes; keep the spreadsheet elsewhere, so that sealpress notify --with finds the addresses")
	}
	if o.HideEmails && site.Seed == "" {
		return nil, o, a.refuseToImport(content)
	}
	o.Languages, o.Remembered = site.Languages, map[enrol.Field]string{}
	for name, heading := range content.Columns {
		if field, ok := enrol.ParseField(name); ok {
			o.Remembered[field] = heading
		}
	}
	taken := takenCohorts(content)
	if taken[o.File] {
		return nil, o, fmt.Errorf("--file %s: there is, or was, such a file, and the keys of its awards stay theirs\n  choose another name", o.File)
	}
	p, err := enrol.Make(ctx, t, enrol.Site{Catalog: content.Catalog, Awards: awardsOf(ctx, content), Taken: taken}, o)
	if content.Report.HasErrors() {
		return nil, o, a.refuseToImport(content)
	}
	if err != nil {
		return nil, o, importError(err)
	}
	others, err := p.Check(ctx, config.Content, content, config.Today)
	if others > 0 {
		a.talk("careful: the site has %s of its own: sealpress check\n", count(others, "error"))
	}
	return p, o, err
}

// refuseToImport prints what keeps the site from being read: what is there
// already could not be known.
func (a *app) refuseToImport(content *load.Content) error {
	if err := (diag.Printer{Text: content.Text, Color: a.colored(a.errTerminal)}).Print(a.stderr, onlyErrors(content.Report.Findings())); err != nil {
		return err
	}
	return exit{exitFindings, fmt.Errorf("%s: mend them first; nothing was written", content.Report.Summary())}
}

// readTable reads the spreadsheet.
func (a *app) readTable(f *importFlags, file string) (*intake.Table, error) {
	o := intake.Options{Encoding: f.encoding, Sheet: f.sheet}
	if f.delimiter != "" {
		for _, s := range intake.Separators() {
			if f.delimiter == string(s) || f.delimiter == intake.SeparatorName(s) {
				o.Separator = s
			}
		}
		if o.Separator == 0 {
			return nil, fmt.Errorf("--delimiter %q: expected comma, semicolon or tab\n  this works: --delimiter semicolon", f.delimiter)
		}
	}
	data, err := a.read(file, intake.MaxSize)
	if err != nil {
		return nil, err
	}
	t, err := intake.Read(path.Base(shown(file)), data, o)
	return t, importError(err)
}

// importError puts below a sentence how it is mended.
func importError(err error) error {
	if p := (*intake.Problem)(nil); errors.As(err, &p) {
		if p.Mend != "" {
			err = fmt.Errorf("%w\n  %s", err, p.Mend)
		}
		return exit{exitFindings, err}
	}
	if e := (*enrol.FlagError)(nil); errors.As(err, &e) {
		return fmt.Errorf("--%s: %w\n  %s", e.Field, err, e.Mend)
	}
	return err
}

// awardsOf yields all awards of a site, file by file.
func awardsOf(ctx context.Context, content *load.Content) iter.Seq[*badge.Award] {
	return func(yield func(*badge.Award) bool) {
		for _, co := range content.Cohorts(ctx) {
			for _, aw := range co.Awards {
				if !yield(aw) {
					return
				}
			}
		}
	}
}

// takenCohorts are the names of the award files that there are, and of those
// whose awards are remembered after they were erased or lost.
func takenCohorts(content *load.Content) map[string]bool {
	taken := map[string]bool{}
	for _, name := range content.CohortFiles() {
		taken[strings.TrimSuffix(path.Base(name), ".yaml")] = true
	}
	for _, d := range content.Catalog.Decisions {
		cohort, _ := d.Award.Split()
		taken[cohort] = true
	}
	for r := range content.Issued.Records() {
		cohort, _ := r.Award.Split()
		taken[cohort] = true
	}
	delete(taken, "")
	return taken
}
