package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/compare"
	"github.com/sealpress/sealpress/generator/load"
)

func (a *app) diffCommand() *cobra.Command {
	var o compare.Options
	c := &cobra.Command{
		Use: "diff REVISION", Short: "Say what a change means, since a git revision", Args: oneRevision, Annotations: map[string]string{formats: "json markdown"},
		Example: "$ sealpress diff main\n$ sealpress diff main --format markdown     # for a comment at a pull request\n$ sealpress diff HEAD --names               # also who it is, for your eyes alone",
		Long: `Diff compares content/ as it is now with what it was at a git revision, and says
in one line, and then in one table, what the change means: awards added, changed
and removed, decisions, achievements field by field and how many credentials
keep an older version, pathways, keys, issuer, settings.

It names nobody unless --names is there, and never prints an e-mail. It judges
nothing: that is what sealpress check --against is for.

Exit status: 0 where both states could be read, whatever differs.`,
		RunE: func(c *cobra.Command, args []string) error { return a.diff(c.Context(), args[0], o) },
	}
	c.Flags().BoolVar(&o.Names, "names", false, "also say whose awards they are; not for a public place")
	return c
}

func oneRevision(c *cobra.Command, args []string) error {
	if len(args) == 1 && args[0] != "" {
		return nil
	}
	found := fmt.Sprintf("found %d", len(args))
	if len(args) == 1 {
		found = "found an empty one"
	}
	return fmt.Errorf("diff takes one git revision, %s\n  this works: %s", found, example(c))
}

func (a *app) diff(ctx context.Context, revision string, o compare.Options) error {
	c, done, err := a.open()
	if err != nil {
		return err
	}
	defer done()
	now, err := load.Dir(ctx, c.Content, "content")
	if err != nil {
		return fmt.Errorf("loading content: %w", err)
	}
	files, err := a.formerContent(ctx, revision, "diff", "sealpress diff main")
	if err != nil {
		return err
	}
	former, err := load.Dir(ctx, files, "content")
	if err != nil {
		return fmt.Errorf("loading content at %s: %w", revision, err)
	}
	changes, err := compare.Of(ctx, former, now, o)
	if err != nil {
		return fmt.Errorf("comparing with %s: %w", revision, err)
	}
	switch a.format {
	case "json":
		return compare.WriteJSON(a.stdout, changes, revision)
	case "markdown":
		return compare.WriteMarkdown(a.stdout, changes, revision)
	}
	return compare.WriteText(a.stdout, changes, revision)
}
