package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/diag"
)

func (a *app) checkCommand() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use: "check", Short: "Say everything that is wrong, where, and how to mend it", Args: noNames, Annotations: map[string]string{formats: "json sarif github"},
		Example: "$ sealpress check\n$ sealpress check --against main     # would anything published be lost or changed?\n$ sealpress check --format github    # annotations in a pull request\n$ sealpress check --coverage         # the elements of each micro-credential, as a table",
		Long: `Check reads content/ and says all that is wrong in one go: each finding names
the file, line and column, what was found, and the mend. Nothing is written.

With --against, the content is compared with that of a git revision: an
address that would vanish, or a promise that would change after the first
award, is an error.

A file sets a warning aside by "allow", with the reason; what is set aside is
listed, and counts for nothing.

With --coverage, a table says for each micro-credential which of the eleven
elements of the European Union it has: present, weak (there, and warned about or
too general) or missing; --format can then be text, json or markdown.

Exit status: 0 nothing stands in the way (warnings may), 1 errors were found;
with --fail-on warning, 1 also where warnings were found.`,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.against == "" && c.Flags().Changed("against") { // a variable that a script forgot to set
				return errors.New("--against takes a git revision, found an empty one\n  this works: sealpress check --against main")
			}
			return a.check(c.Context(), f)
		},
	}
	c.Flags().StringVar(&f.against, "against", "", "git `revision` to compare with, for example main or HEAD~1")
	c.Flags().BoolFunc("coverage", "print which elements each micro-credential has, in place of findings", func(string) error {
		f.coverage, c.Annotations[formats] = true, "json markdown"
		return nil
	})
	c.Flags().StringVar(&f.least, "severity", "note", "print what is at least this `severe`: error, warning, note")
	c.Flags().StringVar(&f.failOn, "fail-on", "error", "end with 1 where something at least this `severe` was found: error, warning, note")
	return c
}

type checkFlags struct {
	against string
	least   string // severity that is printed
	failOn  string // severity that ends with 1

	coverage bool // print tables in place of findings
}

// severity reads the value of a flag.
func severity(flag, text string) (diag.Severity, error) {
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		if text == s.String() {
			return s, nil
		}
	}
	return 0, fmt.Errorf("--%s %q: expected error, warning or note\n  this works: --%s warning", flag, text, flag)
}

func (a *app) check(ctx context.Context, f checkFlags) error {
	least, err := severity("severity", f.least)
	if err != nil {
		return err
	}
	failOn, err := severity("fail-on", f.failOn)
	if err != nil {
		return err
	}
	config, done, err := a.open()
	defer done()
	if err != nil {
		return err
	}
	r, err := generator.Check(ctx, config)
	if err != nil {
		return err
	}
	if f.against != "" {
		former, err := a.contentAt(ctx, f.against)
		if err != nil {
			return err
		}
		if err := generator.Against(ctx, r, former, f.against); err != nil {
			return err
		}
	}
	if f.coverage {
		err = a.printCoverage(ctx, r)
	} else {
		err = a.print(r, least)
	}
	if err != nil {
		return err
	}
	if a.format == "text" {
		a.talk("%s\n", checkSummary(r))
	}
	if !r.OK || slices.ContainsFunc(r.Report().Findings(), func(f diag.Finding) bool { return f.Severity <= failOn }) {
		return exit{status: exitFindings}
	}
	return nil
}

// checkSummary counts what was found, and what was looked at.
func checkSummary(r *generator.Result) string {
	s := r.Report().Summary()
	if !r.OK || r.Report().HasErrors() {
		return s + "; nothing can be published before the errors are mended"
	}
	if r.Report().Count(diag.Warning)+r.Report().Count(diag.Note) == 0 {
		s = "nothing is wrong"
	}
	return fmt.Sprintf("%s: %s and %s checked", s, count(len(r.Passed.Awards()), "award"), count(len(r.Passed.Catalog().Achievements), "achievement"))
}

// count is a number with its noun: "1 award", "2 awards".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// grouped writes a number with a comma for each thousand.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
