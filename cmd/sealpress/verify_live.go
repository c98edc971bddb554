package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/fetch"
	"github.com/sealpress/sealpress/generator/report"
	"github.com/sealpress/sealpress/generator/survey"
	"github.com/sealpress/sealpress/generator/verify"
)

// strangers is how many awards --live judges at their addresses, as an employer
// would.
const strangers = 3

// slowest is how long the site's own host may take for one file.
const slowest = 20 * time.Second

// verifyLive compares what the host of a site serves with what build makes.
func (a *app) verifyLive(ctx context.Context, f *verifyFlags, args []string) error {
	switch {
	case len(args) > 0:
		return fmt.Errorf("--live takes its addresses from your site, found %q\n  this works: sealpress verify --site my-site --live", diag.Clean(args[0]))
	case a.format == "html":
		return errors.New("--live prints text or json\n  this works: sealpress verify --live --format json")
	}
	t, err := a.trial(f)
	if err != nil {
		return err
	}
	defer t.close()
	t.fetcher.Timeout = slowest
	r, host, done, err := t.host(ctx)
	defer done()
	if err != nil {
		return err
	}
	progress, finish := a.progress("files")
	host.Progress = progress
	found, err := survey.Live(ctx, *host)
	finish()
	if err != nil {
		return err
	}
	if err := t.start(); err != nil {
		return err
	}
	t.several = true
	var awards []string
	if found.Asked > 0 {
		awards = examples(r.Passed)
	}
	for _, at := range awards {
		v, err := t.alone(ctx, verify.Input{URL: at})
		if err != nil {
			return err
		}
		if err := t.one(v); err != nil {
			return err
		}
	}
	if p, ok := t.out.(*verdictsJSON); ok {
		p.last.Live = found
		err = p.end(&t.summary)
	} else {
		err = t.printLive(found)
	}
	if err != nil {
		return err
	}
	if found.HasErrors() || t.summary.Valid < t.summary.Inputs {
		return exit{status: exitFindings}
	}
	return nil
}

// host returns the host of the site, and what it is to serve.
func (t *trial) host(ctx context.Context) (*generator.Result, *survey.Host, func(), error) {
	config, done, err := t.open()
	if err != nil {
		return nil, nil, done, err
	}
	config.Program = program()
	r, plan, err := generator.Plan(ctx, config)
	if err != nil {
		return nil, nil, done, err
	}
	if !r.OK {
		printer := diag.Printer{Text: r.Content.Text, Color: t.colored(t.errTerminal)}
		if err := printer.Print(t.stderr, onlyErrors(r.Report().Findings())); err != nil {
			return nil, nil, done, err
		}
		return nil, nil, done, exit{exitFindings, fmt.Errorf("%s: mend them first; sealpress check shows all", r.Report().Summary())}
	}
	at := r.Passed.Site()
	if err := t.fetcher.Check(at.String()); err != nil {
		hint := "\n  write the address at which you publish as url: in content/site.yaml"
		if strings.HasPrefix(at.String(), "http://") {
			hint = "\n  this works: sealpress verify --live --insecure-dev"
		}
		why := err.Error()
		if e := (*fetch.Error)(nil); errors.As(err, &e) {
			why = e.Why
		}
		return nil, nil, done, fmt.Errorf("%s is not asked: %s%s", at, why, hint)
	}
	if w := waiting(r.Waiting); w != "" {
		t.talk("waiting: %s; run: %s\n", w, next(r.Waiting))
	}
	var random [8]byte
	if _, err := io.ReadFull(t.random, random[:]); err != nil {
		return nil, nil, done, fmt.Errorf("making up an address that cannot exist: %w", err)
	}
	return r, &survey.Host{Plan: plan, Address: at, Ask: t.fetcher.Do, Random: hex.EncodeToString(random[:])}, done, nil
}

// examples are the addresses of a few awards that are to be valid.
func examples(p check.Passed) []string {
	var at []string
	for _, e := range p.Awards() {
		if len(at) == strangers {
			break
		}
		aw, err := p.Award(e)
		if err != nil || e.Decided.State != badge.Standing || !aw.Expires(e.Achievement).IsZero() || !e.Known && e.Record == nil {
			continue
		}
		at = append(at, p.Site().URL(address.Award(e.ID)))
	}
	return at
}

// printLive prints what is wrong with a host, for a person.
func (t *trial) printLive(r *survey.Report) error {
	text := report.Text{Words: t.words, Color: t.colored(t.outTerminal)}
	counts := map[diag.Severity]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		counts[f.Severity]++
		message, mend := r.Say(f, t.words.Language)
		err := text.Slip(t.stdout, report.Slip{Severity: f.Severity, Rule: f.Rule, Message: message, Mend: mend, Count: f.Count, Addresses: f.Addresses, Evidence: f.Evidence})
		if err != nil {
			return err
		}
	}
	host := r.Address
	if r.Host != "" {
		host += " (" + r.Host + ")"
	}
	t.talk("%s\n", t.words.Served(host, r.Asked, r.Same, counts[diag.Error], counts[diag.Warning]))
	return nil
}
