package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/mask"
	"github.com/sealpress/sealpress/generator/starter"
)

type hideFlags struct{ yes, dryRun bool }

func (a *app) hideEmailsCommand() *cobra.Command {
	var f hideFlags
	c := &cobra.Command{
		Use: "hide-emails [FILE…]", Short: "Replace the e-mails in award files by salted hashes",
		Example: "$ sealpress hide-emails --dry-run\n$ sealpress hide-emails\n$ sealpress hide-emails content/awards/2026-05-first-aid.yaml",
		Long: `Hide-emails writes, in the place of each award's email:, its hash and the salt of
it, as identity: and salt:. Comments, order and all else in the file stay. They are
the hash and the salt that the site publishes anyhow, so nothing of what is
published changes, and what was issued stays as it was.

FILE is a file of awards; without one it is every file. Either all that was named
is written, or, where something is in the way, nothing.

A hash cannot be turned back, so keep your own list of the addresses: sealpress
notify needs it from then on (--with). A hash hides an address; it does not make
the person anonymous, because who has a guess can test it. docs/privacy.md says
more, also about git's history, which keeps what was committed before.

Exit status: 0 the addresses are hidden, or there were none, 1 something is in the
way, or you said no, 2 wrong usage, 75 another sealpress is changing this site.`,
		RunE: func(c *cobra.Command, args []string) error { return a.hideEmails(c.Context(), f, args) },
	}
	s := c.Flags()
	s.BoolVar(&f.yes, "yes", false, "do not ask")
	s.BoolVar(&f.dryRun, "dry-run", false, "say what would be done, and do nothing")
	return c
}

func (a *app) hideEmails(ctx context.Context, f hideFlags, names []string) error {
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
	config, done, err := a.open()
	defer done()
	if err != nil {
		return err
	}
	h, err := a.planHiding(ctx, config, names)
	if err != nil {
		return err
	}
	if len(h.files) == 0 {
		a.talk("nothing to hide: no award holds a plain e-mail address\n%s", h.remainder())
		return nil
	}
	if done, err := a.mayHide(ctx, f, h); done || err != nil {
		return err
	}
	if err := a.change(root, h.files); err != nil {
		return err
	}
	// What is remembered of the files has digests of what was hidden in them.
	if err := root.RemoveAll(filepath.Join(work, check.MemoryFolder)); err != nil {
		return fmt.Errorf("clearing %s: %w", work, err)
	}
	return nil
}

// mayHide shows what is to be done and asks a person on a terminal; done says
// that it was only to be shown.
func (a *app) mayHide(ctx context.Context, f hideFlags, h *hiding) (done bool, err error) {
	if f.dryRun {
		_, err := fmt.Fprint(a.stdout, h)
		return true, err
	}
	if f.yes {
		a.talk("%s", h)
		return false, nil
	}
	if !a.inTerminal || !a.errTerminal {
		return true, errors.New("a hash cannot be turned back into an address, and there is nobody to ask\n  see what it would do: sealpress hide-emails --dry-run\n  this works:           sealpress hide-emails --yes")
	}
	return false, a.confirm(ctx, h)
}

// planHiding makes the new award files, and checks the site as it would be with
// them.
func (a *app) planHiding(ctx context.Context, c generator.Config, names []string) (*hiding, error) {
	before, _, err := generator.Plan(ctx, c)
	if err != nil {
		return nil, err
	}
	chosen, err := awardFiles(before.Content.CohortFiles(), names)
	if err != nil {
		return nil, err
	}
	if inTheWay := slices.DeleteFunc(before.Report().Findings(), func(f diag.Finding) bool { return !standsInTheWay(f, chosen) }); len(inTheWay) > 0 {
		return nil, a.refuseHiding(before, inTheWay, "mend these first")
	}
	h := &hiding{chosen: chosen, hidden: map[string]bool{}}
	for i, file := range before.Content.CohortFiles() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !chosen[file] {
			continue
		}
		if err := h.add(c.Content, before, i, file); err != nil {
			return nil, exit{exitFindings, fmt.Errorf("%s: %w\n  nothing was written", file, err)}
		}
	}
	c.Content = starter.Overlay(c.Content, h.files)
	if len(h.files) > 0 {
		c.Former = before.Content
		after, _, err := generator.Plan(ctx, c)
		if err != nil {
			return nil, err
		}
		if broken := more(before.Report().Findings(), after.Report().Findings()); len(broken) > 0 {
			return nil, a.refuseHiding(after, broken, "these errors the site would have, in the lines as they would be; give all awards of one person the same person: first, then run the same command again")
		}
	}
	h.remain, err = mask.Remaining(c.Content, h.hidden, before.Content.Catalog.Issuer.Email, func(file string) bool {
		return chosen["content/"+file] || strings.HasPrefix(file, "decisions/") || strings.HasPrefix(file, "imported/")
	})
	return h, err
}

// refuseHiding prints the findings for which nothing is written.
func (a *app) refuseHiding(r *generator.Result, findings []diag.Finding, why string) error {
	if err := (diag.Printer{Text: r.Content.Text, Color: a.colored(a.errTerminal)}).Print(a.stderr, findings); err != nil {
		return err
	}
	return exit{exitFindings, errors.New("nothing was written\n  " + why)}
}

// standsInTheWay reports whether a finding must be mended first: what cannot be
// read, and a learner's address in a text that is published. Once it is hidden
// in the award, neither check nor build can tell any more whose the one in the
// text is.
func standsInTheWay(f diag.Finding, chosen map[string]bool) bool {
	switch f.Rule {
	case "privacy-email-published":
		return true
	case "privacy-email-in-text":
		return chosen[f.Pos.File]
	}
	_, judged := check.Of(f.Rule)
	return !judged && f.Severity == diag.Error && strings.HasPrefix(f.Pos.File, "content/")
}

// more returns the errors of which a file has more than it had.
func more(before, after []diag.Finding) []diag.Finding {
	type kind struct{ rule, file string }
	had := map[kind]int{}
	for _, f := range onlyErrors(before) {
		had[kind{f.Rule, f.Pos.File}]++
	}
	has := map[kind]int{}
	for _, f := range onlyErrors(after) {
		has[kind{f.Rule, f.Pos.File}]++
	}
	return slices.DeleteFunc(onlyErrors(after), func(f diag.Finding) bool {
		k := kind{f.Rule, f.Pos.File}
		return has[k] <= had[k]
	})
}

// awardFiles returns which award files names stand for; without names it is
// all of them.
func awardFiles(all, names []string) (map[string]bool, error) {
	chosen := map[string]bool{}
	if len(names) == 0 {
		for _, f := range all {
			chosen[f] = true
		}
	}
	for _, name := range names {
		file := "content/awards/" + strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), ".yaml") + ".yaml"
		if !slices.Contains(all, file) {
			var known []string
			for _, f := range all {
				known = append(known, strings.TrimSuffix(path.Base(f), ".yaml"))
			}
			return nil, exit{exitFindings, fmt.Errorf("there is no award file %q, and nothing was written\n  %s", name, closest(file, known))}
		}
		chosen[file] = true
	}
	return chosen, nil
}

// add hides the addresses of one award file.
func (h *hiding) add(content fs.FS, r *generator.Result, i int, file string) error {
	cohort, err := r.Content.Cohort(i)
	if err != nil {
		return err
	}
	text, err := fs.ReadFile(content, strings.TrimPrefix(file, "content/"))
	switch {
	case err != nil:
		return err
	case sha256.Sum256(text) != r.Content.Digest(i):
		return errors.New("the file was changed at this moment; run the same command again")
	}
	masked, n, err := mask.Emails(text, cohort, r.Content.Catalog.Site.Seed)
	if err != nil || n == 0 {
		return err
	}
	h.files = append(h.files, starter.File{Name: file, Data: masked})
	h.counts = append(h.counts, n)
	for _, aw := range cohort.Awards {
		if aw.Recipient.Email != "" {
			h.hidden[aw.Recipient.Email] = true
		}
	}
	return nil
}
