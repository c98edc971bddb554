package main

import (
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/starter"
)

func (a *app) newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version SLUG", Short: "Start a new version of an achievement; those who hold the old one keep it", Args: oneName,
		Example: "$ sealpress new version emergency-first-aid",
		Long: `After its first award an achievement's kind, criteria, outcomes, level, workload,
assessment and validity do not change any more. New version keeps the file as
<slug>@<n>.md, raises the number in <slug>.md, and pins the awards that were
made to the version they were made of. Then change <slug>.md as you like.

Where it was interrupted, run it again: it does what is left to be done.`,
		RunE: func(_ *cobra.Command, args []string) error { return a.newVersion(strings.TrimSuffix(args[0], ".md")) },
	}
}

func (a *app) newVersion(slug string) error {
	root, err := a.openSite()
	if err != nil {
		return err
	}
	defer root.Close()
	unlock, err := a.lock(root)
	if err != nil {
		return err
	}
	defer unlock()
	content, err := fs.Sub(root.FS(), "content")
	if err != nil {
		return err
	}
	files, err := starter.Version(content, slug)
	if err != nil {
		return err
	}
	if err := a.change(root, files); err != nil {
		return err
	}
	a.talk("content/achievements/%s.md is the new version: change it as you like, then: sealpress check\n", slug)
	return nil
}
