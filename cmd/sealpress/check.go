package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/diag"
)

func (a *app) checkCommand() *cobra.Command {
	var against string
	c := &cobra.Command{
		Use: "check", Short: "Say everything that is wrong, where, and how to mend it", Args: noNames, Annotations: map[string]string{formats: "json sarif github"},
		Example: "$ sealpress check\n$ sealpress check --against main     # would anything published be lost or changed?\n$ sealpress check --format github    # annotations in a pull request",
		Long: `Check reads content/ and says all that is wrong in one go: each finding names
the file, line and column, what was found, and the mend. Nothing is written.

With --against, the content is compared with that of a git revision: an
address that would vanish, or a promise that would change after the first
award, is an error.

Exit status: 0 nothing stands in the way (warnings may), 1 errors were found.`,
		RunE: func(c *cobra.Command, _ []string) error { return a.check(c.Context(), against) },
	}
	c.Flags().StringVar(&against, "against", "", "git `revision` to compare with, for example main or HEAD~1")
	return c
}

func (a *app) check(ctx context.Context, against string) error {
	config, done, err := a.open()
	defer done()
	if err != nil {
		return err
	}
	r, err := generator.Check(ctx, config)
	if err != nil {
		return err
	}
	if against != "" {
		former, err := a.contentAt(ctx, against)
		if err != nil {
			return err
		}
		if err := generator.Against(ctx, r, former, against); err != nil {
			return err
		}
	}
	if err := a.print(r); err != nil {
		return err
	}
	if a.format == "text" {
		a.talk("%s\n", checkSummary(r))
	}
	if !r.OK || r.Report().HasErrors() {
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
