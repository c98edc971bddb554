package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/enrol"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/starter"
)

// importFlags are the flags of import for spreadsheets.
type importFlags struct {
	from                       string
	maps, leaveOut             []string
	defaults                   map[enrol.Field]*string
	identityChecked            bool
	approvedBy, approvedOn     string
	dates                      string
	file                       string
	repeat, hide               bool
	delimiter, encoding, sheet string
	yes, dry                   bool
}

func (a *app) importCommand() *cobra.Command {
	f := importFlags{defaults: map[enrol.Field]*string{}}
	var o openBadgesOptions
	c := &cobra.Command{
		Use: "import FILE", Short: "Make awards from a spreadsheet, or of another platform's badges", Annotations: map[string]string{formats: "json"},
		Example: "$ sealpress import ../cohort.xlsx --achievement emergency-first-aid --date 2026-05-14\n" +
			"$ sealpress import ../cohort.csv --dry-run                     # what would become of each row\n" +
			"$ sealpress import ../cohort.csv --map name=Teilnehmende       # where a heading is not known\n" +
			"$ sealpress import ../moodle.csv --from moodle                 # a custom report of Moodle\n" +
			"$ sealpress import ../export.zip --from openbadges             # badges of another platform",
		Long: `Import reads a spreadsheet (.xlsx or CSV) with a row for each award and writes
one file of awards. First it shows what each row becomes: new, already there, or
a problem, with the cell in which it is. Then it asks. Where there is a problem
in one row nothing is written; the file is written whole or not at all.

The columns are recognised by their headings, in the site's languages and in
English, else in any of the six that Sealpress speaks: name (or first name and last name), email, achievement, date, result,
assessor and others, which docs/import.md lists. --map says what a heading does
not tell; it is kept in content/import.yaml for the next time. What no column
says, flags say for all rows; a cell counts before a flag.

A row is there already where the same e-mail address, in any case, has the same
achievement of the same day, also where the site holds only its hash: importing
a file again changes nothing. Dates that can be read in two ways are refused.

With --from openbadges it takes over what another platform issued: Open Badges
2.0 and 3.0 as JSON, pictures, folders, ZIP archives, lists of addresses and
addresses. Each is verified; what its host says is asked for, unless --offline.
docs/moving.md goes through it.

Exit status: 0 the awards were written, or are there already, 1 there are
problems in the file or the site, and nothing was written, 2 wrong usage, or there
is no such file, 75 another sealpress is changing this site.`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := otherImport(c, f.from == "openbadges"); err != nil {
				return err
			}
			switch f.from {
			case "", "moodle":
			case "openbadges":
				o.hide, o.yes, o.dry, o.delimiter, o.encoding, o.sheet = f.hide, f.yes, f.dry, f.delimiter, f.encoding, f.sheet
				return a.importOpenBadges(c.Context(), args, o)
			default:
				return fmt.Errorf("--from %q: expected moodle or openbadges\n  this works: sealpress import report.csv --from moodle\n  other platforms' spreadsheets need no --from; docs/import.md says which columns", f.from)
			}
			if len(args) != 1 {
				return fmt.Errorf("import takes one file, found %d\n  this works: %s", len(args), example(c))
			}
			for flag, field := range importDefaults() {
				if c.Flags().Changed(flag) && *f.defaults[field] == "" {
					return fmt.Errorf("--%s is empty\n  leave the flag away, or say what holds for all rows", flag)
				}
			}
			if f.identityChecked {
				yes := "yes"
				f.defaults[enrol.Checked] = &yes
			}
			return a.importSheet(c.Context(), &f, args[0])
		},
	}
	o.add(c)
	s := c.Flags()
	s.StringArrayVar(&f.maps, "map", nil, "what a column holds: `field=column`, by its heading or letter; once for each")
	s.StringArrayVar(&f.leaveOut, "leave-out", nil, "`column` that is not to be read, by its heading or letter; once for each")
	for flag, field := range importDefaults() {
		f.defaults[field] = new(string)
		s.StringVar(f.defaults[field], flag, "", "for all rows without one: "+importHelp[flag])
	}
	s.BoolVar(&f.identityChecked, "identity-checked", false, "the identity of all was checked")
	s.StringVar(&f.approvedBy, "approved-by", "", "`who` approved these awards: a person or a role")
	s.StringVar(&f.approvedOn, "approved-on", "", "the `day` of the approval")
	s.StringVar(&f.dates, "dates", "", "how 03/04/2026 is read: `day-first` or month-first (default: refused, unless its column proves it)")
	s.StringVar(&f.file, "file", "", "`name` of the award file (default: from date and achievement)")
	s.BoolVar(&f.repeat, "allow-repeat", false, "let a person have the same achievement again, on another day")
	s.BoolVar(&f.hide, "hide-emails", false, "write salted hashes in the place of e-mail addresses")
	s.StringVar(&f.from, "from", "", "`where` it comes from: moodle, or openbadges for what another platform issued")
	s.StringVar(&f.sheet, "sheet", "", "`name` of the sheet, where there are several")
	s.StringVar(&f.delimiter, "delimiter", "", "`separator` of a CSV file: comma, semicolon or tab (default: found out)")
	s.StringVar(&f.encoding, "encoding", "", "`encoding` of a CSV file: "+strings.Join(intake.Encodings(), ", ")+" (default: found out)")
	s.BoolVarP(&f.yes, "yes", "y", false, "write without asking")
	s.BoolVarP(&f.dry, "dry-run", "n", false, "say what would be written, and stop")
	c.MarkFlagsMutuallyExclusive("yes", "dry-run")
	c.MarkFlagsRequiredTogether("approved-by", "approved-on")
	return c
}

// otherImport refuses a flag that the other form of import has.
func otherImport(c *cobra.Command, openBadges bool) error {
	theirs := []string{"kind", "learners", "without-problems", "offline", "use-proxy", "insecure-dev"}
	ours := []string{"map", "leave-out", "identity-checked", "approved-by", "approved-on", "dates", "file", "allow-repeat"}
	ours = append(ours, slices.Sorted(maps.Keys(importDefaults()))...)
	for _, name := range theirs {
		if !openBadges && c.Flags().Changed(name) {
			return fmt.Errorf("--%s goes with --from openbadges\n  this works: sealpress import ../export.zip --from openbadges --%s", name, name)
		}
	}
	for _, name := range ours {
		if openBadges && c.Flags().Changed(name) {
			return fmt.Errorf("--%s is about the rows of a spreadsheet, and has no effect with --from openbadges\n  leave it out: sealpress import ../export.zip --from openbadges", name)
		}
	}
	return nil
}

// importDefaults are the flags that say something for all rows.
func importDefaults() map[string]enrol.Field {
	return map[string]enrol.Field{"achievement": enrol.Achievement, "date": enrol.Awarded, "valid-until": enrol.ValidUntil, "result": enrol.Result,
		"evidence": enrol.Evidence, "evidence-url": enrol.EvidenceURL, "evidence-description": enrol.EvidenceOf, "assessor": enrol.Assessor,
		"assessed-on": enrol.AssessedOn, "listing": enrol.Listing, "language": enrol.Language}
}

var importHelp = map[string]string{
	"achievement": "`slug` or name of what was awarded", "date": "the `day` it was awarded, for example 2026-05-14",
	"valid-until": "the last `day` on which it is valid", "result": "the `grade`", "evidence": "`what` was seen of their work",
	"evidence-url": "`where` that can be seen", "evidence-description": "`more` about it; who keeps it", "assessor": "`who` assessed: a person or a role, never the learner",
	"assessed-on": "the `day` of the assessment", "listing": "`listed` or unlisted", "language": "`language` in which the learner is written to",
}

// options reads the flags of an import.
func (f *importFlags) options() (enrol.Options, error) {
	o := enrol.Options{Map: map[enrol.Field]string{}, Defaults: map[enrol.Field]string{}, LeaveOut: f.leaveOut, Moodle: f.from == "moodle", AllowRepeat: f.repeat, HideEmails: f.hide}
	for _, m := range f.maps {
		name, column, ok := strings.Cut(m, "=")
		field, known := enrol.ParseField(name)
		switch {
		case !ok || strings.TrimSpace(column) == "":
			return o, fmt.Errorf("--map %q: expected a field, = and the heading or letter of a column\n  this works: --map name=Teilnehmende", m)
		case !known:
			var all []string
			for _, f := range enrol.Fields() {
				all = append(all, string(f))
			}
			return o, fmt.Errorf("--map %s: unknown field %q\n  %s", m, name, didYouMean(name, all, "fields: "+strings.Join(all, ", ")))
		case o.Map[field] != "":
			return o, fmt.Errorf("--map says two columns for %s: %s and %s\n  say one", field, o.Map[field], column)
		}
		o.Map[field] = strings.TrimSpace(column)
	}
	for field, value := range f.defaults {
		if *value != "" {
			o.Defaults[field] = *value
		}
	}
	switch f.dates {
	case "":
	case "day-first":
		o.Order = enrol.DayFirst
	case "month-first":
		o.Order = enrol.MonthFirst
	default:
		return o, fmt.Errorf("--dates %q: expected day-first or month-first\n  this works: --dates day-first", f.dates)
	}
	if f.approvedBy != "" {
		on, err := badge.ParseDate(f.approvedOn)
		if err != nil {
			return o, fmt.Errorf("--approved-on %q: %w\n  this works: --approved-on 2026-05-14", f.approvedOn, err)
		}
		o.Approved = badge.Approval{By: f.approvedBy, On: on}
	}
	if f.file != "" {
		o.File = strings.TrimSuffix(strings.TrimPrefix(shown(f.file), "content/awards/"), ".yaml")
		if err := starter.CheckSlug(o.File); err != nil {
			return o, fmt.Errorf("--file: %w", err)
		}
	}
	return o, nil
}

// importSheet makes awards of the rows of a spreadsheet.
func (a *app) importSheet(ctx context.Context, f *importFlags, file string) error {
	if f.dry {
		return a.importing(ctx, f, file)
	}
	return a.changing(func(*os.Root) error { return a.importing(ctx, f, file) })
}

func (a *app) importing(ctx context.Context, f *importFlags, file string) error {
	p, o, err := a.planImport(ctx, f, file)
	if err != nil {
		return err
	}
	if err := a.showImport(p); err != nil {
		return err
	}
	switch fresh := p.Count(enrol.New); {
	case p.Fails():
		return a.endImport(p, false, exit{exitFindings, errors.New("nothing was written: solve the problems first")})
	case fresh == 0:
		a.talk("nothing to write\n")
		return a.endImport(p, false, nil)
	case f.dry:
		a.talk("nothing was written\n")
		return a.endImport(p, false, nil)
	default:
		question := fmt.Sprintf("Write %s into content/%s?", count(fresh, "award"), p.File())
		if err := a.consent(ctx, f.yes, question, "the same line with --yes"); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := a.writeImport(p, o); err != nil {
		return err
	}
	a.talk("%s; next: sealpress check\n", are(p.Count(enrol.New), "award")+" written")
	return a.endImport(p, true, nil)
}

// writeImport writes the award file, after what is kept for the next time: an
// import that is cut off between the two is repeated, and says the same.
func (a *app) writeImport(p *enrol.Plan, o enrol.Options) error {
	to := *a
	if a.format == "json" {
		to.stdout = io.Discard
	}
	if kept := p.Remember(o.Map, o.Remembered); kept != nil {
		root, err := to.openSite()
		if err != nil {
			return err
		}
		defer root.Close()
		if err := to.change(root, []starter.File{{Name: "content/" + enrol.RememberedFile, Data: kept}}); err != nil {
			return err
		}
	}
	return to.add([]starter.File{{Name: "content/" + p.File(), Data: p.Data}})
}
