package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/adopt"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/verify"
)

// openBadgesOptions are the flags of import --from openbadges.
type openBadgesOptions struct {
	kind, learners             string
	hide, without              bool
	offline, proxy             bool
	development                bool
	yes, dry                   bool
	delimiter, encoding, sheet string // how spreadsheets are read
}

// add adds the flags that only this form of import has.
func (o *openBadgesOptions) add(c *cobra.Command) {
	s := c.Flags()
	s.StringVar(&o.kind, "kind", "badge", "of openbadges: `what` they become: badge or micro-credential")
	s.StringVar(&o.learners, "learners", "", "of openbadges: `spreadsheet` with names and e-mail addresses, by which holders are found")
	s.BoolVar(&o.without, "without-problems", false, "of openbadges: leave out what is a problem, and import the rest")
	s.BoolVar(&o.offline, "offline", false, "of openbadges: ask nobody; what its host would have to confirm is unconfirmed")
	s.BoolVar(&o.proxy, "use-proxy", false, "of openbadges: ask through the proxy that HTTPS_PROXY names")
	s.BoolVar(&o.development, "insecure-dev", false, "of openbadges, for trying out: ask this very machine, and no other, also over http")
}

// importOpenBadges takes over what was issued on another platform.
func (a *app) importOpenBadges(ctx context.Context, args []string, o openBadgesOptions) error {
	const works = "sealpress import --from openbadges export.zip"
	switch {
	case len(args) == 0:
		return fmt.Errorf("say what to import: files, folders, ZIP archives, lists of addresses, or addresses\n  this works: %s", works)
	case o.kind != "" && o.kind != string(badge.Badge) && o.kind != string(badge.MicroCredential):
		return fmt.Errorf("--kind %q: expected badge or micro-credential\n  this works: %s --kind badge", o.kind, works)
	case o.offline && (o.proxy || o.development):
		return fmt.Errorf("--offline asks nobody, and --use-proxy and --insecure-dev are about asking: leave one out\n  this works: %s --offline", works)
	}
	if o.offline {
		for _, arg := range args {
			if isAddress(arg) {
				return fmt.Errorf("%s cannot be asked with --offline\n  this works: %s --offline", diag.Clean(arg), works)
			}
		}
	}
	if o.dry {
		return a.adopting(ctx, args, &o, nil)
	}
	return a.changing(func(root *os.Root) error { return a.adopting(ctx, args, &o, root) })
}

// adopting finds, judges, plans, shows, asks and writes. root is nil where
// nothing is to be written.
func (a *app) adopting(ctx context.Context, args []string, o *openBadgesOptions, root *os.Root) error {
	config, done, err := a.open()
	defer done()
	if err != nil {
		return err
	}
	content, site, err := a.adoptingSite(ctx, &config)
	if err != nil {
		return err
	}
	plan, close, err := a.planAdoption(ctx, args, o, site)
	defer close()
	if err != nil {
		return err
	}
	if err := a.showAdoption(plan); err != nil {
		return err
	}
	problems, fresh := plan.Number(adopt.Problem), plan.Number(adopt.New)
	switch {
	case problems > 0 && !o.without:
		mend := "solve them, or leave them out and import the rest: --without-problems"
		if fresh == 0 {
			mend = "solve them first"
		}
		return a.endAdoption(plan, false, exit{exitFindings, fmt.Errorf("%s, and nothing was written\n  %s", isOrAre(problems, "problem"), mend)})
	case fresh == 0:
		a.talk("nothing to import\n")
		return a.endAdoption(plan, false, nil)
	}
	a.remark(plan, content)
	if err := a.checkAdoption(ctx, &config, plan, o); err != nil {
		return a.endAdoption(plan, false, err)
	}
	if o.dry {
		a.talk("nothing was written\n")
		return a.endAdoption(plan, false, nil)
	}
	question := fmt.Sprintf("Import %s of %s?", count(fresh, "award"), count(len(plan.Achievements), "achievement"))
	if err := a.consent(ctx, o.yes, question, "sealpress import --from openbadges "+retyped(args)+" --yes"); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := a.writeAdoption(root, plan); err != nil {
		return err
	}
	return a.endAdoption(plan, true, nil)
}

// isOrAre says how many there are: "there is 1 problem".
func isOrAre(n int, noun string) string {
	if n == 1 {
		return "there is 1 " + noun
	}
	return "there are " + count(n, noun)
}

// retyped writes arguments as they would be typed again.
func retyped(args []string) string {
	var all []string
	for _, arg := range args {
		if strings.ContainsAny(arg, " \t'\"$&;()*?[]#~|<>\\`!") {
			arg = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
		all = append(all, diag.Clean(arg))
	}
	return strings.Join(all, " ")
}

// adoptingSite reads the site that takes over. One that cannot be read well
// cannot tell what is there already.
func (a *app) adoptingSite(ctx context.Context, config *generator.Config) (*load.Content, *adopt.Site, error) {
	content, err := load.Dir(ctx, config.Content, "content")
	if err != nil {
		return nil, nil, fmt.Errorf("loading content: %w", err)
	}
	site, err := adopt.ReadSite(ctx, content)
	if err != nil {
		return nil, nil, err
	}
	if content.Report.HasErrors() {
		return nil, nil, a.refuseToAdopt(content, "mend them first; nothing was imported")
	}
	return content, site, nil
}

// refuseToAdopt prints the errors of a site.
func (a *app) refuseToAdopt(content *load.Content, what string) error {
	if err := (diag.Printer{Text: content.Text, Color: a.colored(a.errTerminal)}).Print(a.stderr, onlyErrors(content.Report.Findings())); err != nil {
		return err
	}
	return exit{exitFindings, fmt.Errorf("%s: %s", content.Report.Summary(), what)}
}

// planAdoption finds out what the arguments hold, and what is to become of it.
// close is called when the plan was written.
func (a *app) planAdoption(ctx context.Context, args []string, o *openBadgesOptions, site *adopt.Site) (plan *adopt.Planned, close func(), err error) {
	var opened []func() error
	close = func() {
		for _, c := range opened {
			_ = c() // only read from: nothing to lose
		}
	}
	options := adopt.Options{Kind: badge.Kind(o.kind), HideEmails: o.hide}
	reading := intake.Options{Encoding: o.encoding, Sheet: o.sheet}
	if reading.Separator, err = separator(o.delimiter); err != nil {
		return nil, close, err
	}
	if o.learners != "" {
		if options.Learners, err = a.learners(o.learners, reading); err != nil {
			return nil, close, err
		}
	}
	asker := &adopt.Asker{}
	by := &verify.Verifier{Now: a.now(), Patience: longest}
	if !o.offline {
		t := &trial{app: a, verifyFlags: &verifyFlags{proxy: o.proxy, development: o.development}}
		t.fetcher = a.newFetcher(t.verifyFlags)
		opened = append(opened, func() error { t.close(); return nil })
		asker.Fetch = t.question
		by.Fetch = asker.Ask
	}
	pile := &adopt.Pile{Ask: asker, Intake: reading}
	for _, arg := range args {
		c, err := a.gather(ctx, pile, arg)
		if c != nil {
			opened = append(opened, c)
		}
		if err != nil {
			return nil, close, err
		}
	}
	step, finish := a.progress("credentials")
	found, err := adopt.Judge(ctx, pile, by, step)
	finish()
	if err != nil {
		return nil, close, err
	}
	plan, err = adopt.Plan(ctx, found, site, options)
	if err != nil {
		return nil, close, err
	}
	if silent := asker.Silent(); len(silent) > 0 {
		a.talk("no answer from %s: what only they could confirm is marked as unconfirmed\n", diag.Clean(fewOf(silent, 5)))
	}
	return plan, close, nil
}

// gather puts what an argument names onto the pile.
func (a *app) gather(ctx context.Context, pile *adopt.Pile, arg string) (close func() error, err error) {
	if isAddress(arg) {
		return nil, useless(pile.Address(ctx, arg))
	}
	info, err := os.Stat(arg)
	switch {
	case err != nil:
		return nil, missingFile(arg, err)
	case info.IsDir():
		root, err := os.OpenRoot(arg)
		if err != nil {
			return nil, missingFile(arg, err)
		}
		return root.Close, useless(pile.Folder(ctx, shown(arg), root.FS()))
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is neither a file nor a folder", diag.Clean(arg))
	}
	f, err := os.Open(arg)
	if err != nil {
		return nil, missingFile(arg, err)
	}
	head := make([]byte, 4)
	if n, _ := f.ReadAt(head, 0); bytes.HasPrefix(head[:n], []byte("PK")) && !strings.EqualFold(filepath.Ext(arg), ".xlsx") { // what cannot be read is found below
		return f.Close, useless(pile.Archive(ctx, path.Base(shown(arg)), f, info.Size()))
	}
	_ = f.Close() // only looked at
	data, err := a.read(arg, intake.MaxSize)
	if err != nil {
		return nil, err
	}
	return nil, useless(pile.File(ctx, shown(arg), data))
}

// useless says that it is the file that cannot be used, and not the command.
func useless(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return exit{exitFindings, err}
}

// learners reads the list by which holders are found.
func (a *app) learners(name string, o intake.Options) (*adopt.Learners, error) {
	data, err := a.read(name, intake.MaxSize)
	if err != nil {
		return nil, err
	}
	t, err := intake.Read(shown(name), data, o)
	if err != nil {
		return nil, useless(importError(err))
	}
	l, err := adopt.NewLearners(t)
	return l, useless(err)
}

// separator reads the flag that says what separates the cells of a text file.
func separator(name string) (rune, error) {
	if name == "" {
		return 0, nil
	}
	for _, s := range intake.Separators() {
		if name == string(s) || name == intake.SeparatorName(s) {
			return s, nil
		}
	}
	return 0, fmt.Errorf("--delimiter %q: expected comma, semicolon or tab\n  this works: --delimiter semicolon", name)
}

// fewOf names a few of many.
func fewOf(all []string, most int) string {
	if len(all) > most {
		return strings.Join(all[:most], ", ") + fmt.Sprintf(" and %d more", len(all)-most)
	}
	return strings.Join(all, ", ")
}
