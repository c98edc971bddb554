package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/decide"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/starter"
)

// record writes the files of a decision other than to erase.
func (a *app) record(ctx context.Context, v verdict, day badge.Date, b *bench) (written bool, err error) {
	known := b.read.Catalog.Decisions
	inUse, planned := decide.Taken(b.content), map[string]bool{}
	var files []starter.File
	for i := range b.found {
		d := b.found[i].Decision(v.action, day)
		d.Reason, d.Text, d.Note = v.reason, v.text, v.note
		f, err := decide.New(known, func(name string) bool { return planned[name] || inUse(name) }, d)
		if err != nil {
			return false, fmt.Errorf("%w\n  nothing was written", err)
		}
		planned[f.Name] = true
		f.Name = "content/" + f.Name
		files = append(files, f)
	}
	p := a.decisionPlan(v, day, b)
	for _, f := range files {
		p.Write = append(p.Write, f.Name)
	}
	if v.reason == "" && (v.action == badge.Revoke || v.action == badge.Suspend) {
		a.talk("no reason is given, and people will ask; this works: --reason %s\n", map[badge.Action]string{badge.Revoke: "awarded-in-error", badge.Suspend: "under-review"}[v.action])
	}
	if done, err := a.agreed(ctx, v, p); done || err != nil {
		return false, err
	}
	if err := a.writeDecisions(b, files); err != nil {
		return false, err
	}
	if err := a.wrote(p); err != nil {
		return false, err
	}
	if v.action == badge.Reissue {
		a.reissuing(b)
	}
	return true, nil
}

// reissuing says what a new edition needs.
func (a *app) reissuing(b *bench) {
	var files []string
	for _, w := range b.found {
		files = append(files, w.Award.Place.File)
	}
	slices.Sort(files)
	a.talk("correct what is wrong in %s, unless you did already\n", strings.Join(slices.Compact(files), ", "))
}

// writeDecisions puts new files into the site, all of them whole.
func (a *app) writeDecisions(b *bench, files []starter.File) (err error) {
	s, err := a.stage(b.root, files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.drop()) }()
	for i, f := range files {
		if err := s.place(f.Name); err != nil {
			return fmt.Errorf("%w; %d of %d files were written", err, i, len(files))
		}
	}
	return nil
}

// decisionPlan is what a decision would do, for people and programs.
type decisionPlan struct {
	Action  badge.Action   `json:"action"`
	On      string         `json:"on"`
	Reason  string         `json:"reason,omitempty"`
	Text    string         `json:"text,omitempty"`
	Awards  []plannedAward `json:"awards"`
	Write   []string       `json:"write"`
	Remove  []string       `json:"remove"`
	Written bool           `json:"written"`

	issuing bool // the site has issued something
	unseen  bool // verifiers of what is signed cannot notice
}

type plannedAward struct {
	Key         string `json:"key"`
	Name        string `json:"name,omitempty"`
	Achievement string `json:"achievement,omitempty"`
	State       string `json:"state"`
	Issued      bool   `json:"issued"`
	Address     string `json:"address"`
}

func (a *app) decisionPlan(v verdict, day badge.Date, b *bench) *decisionPlan {
	p := &decisionPlan{Action: v.action, On: day.String(), Reason: v.reason, Text: v.text, Write: []string{}, Remove: []string{}, issuing: !b.issued.Empty()}
	for i := range b.found {
		p.unseen = p.unseen || v.action == badge.Suspend && !b.found[i].CanSuspend()
	}
	site, err := address.Parse(b.read.Catalog.Site.URL)
	for i := range b.found {
		w := &b.found[i]
		row := plannedAward{Key: string(w.Key), State: w.Decided.State.String(), Issued: len(w.Issued) > 0}
		if err == nil {
			row.Address = site.URL(address.Award(w.ID))
		}
		if w.Award != nil {
			row.Name, row.Achievement = w.Award.Recipient.Name, w.Award.Achievement.Slug
			if of := b.read.Catalog.Achievement(w.Award.Achievement.Slug, w.Award.Achievement.Version); of != nil {
				row.Achievement = of.Name
			}
		}
		p.Awards = append(p.Awards, row)
	}
	return p
}

// effects says what a decision publishes.
func effects(action badge.Action, unseen bool) string {
	switch action {
	case badge.Revoke:
		return "the page says that it is revoked, without grades and evidence; verifiers answer \"revoked\", for good"
	case badge.Suspend:
		if unseen {
			return "the page and the hosted documents say that it is suspended; who verifies the signed credential goes on to see it as valid"
		}
		return "the page says that it is suspended; verifiers answer \"suspended\" until it is reinstated"
	case badge.Reinstate:
		return "the page and the documents are what they were before"
	case badge.Reissue:
		return "a new edition, at an address of its own; the former page says that it was replaced"
	}
	return "the page says \"withdrawn at the holder's request\" and nothing else; this cannot be undone"
}

// String is the plan as a person reads it.
func (p *decisionPlan) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s, on %s", p.Action, count(len(p.Awards), "award"), p.On)
	if p.Reason != "" {
		fmt.Fprintf(&b, ", reason %s", p.Reason)
	}
	b.WriteString(":\n")
	const shownRows = 20
	key, name := 0, 0
	for _, w := range p.Awards {
		key, name = max(key, len(w.Key)), max(name, min(32, utf8.RuneCountInString(diag.Clean(w.Name))))
	}
	for i, w := range p.Awards {
		if i == shownRows {
			fmt.Fprintf(&b, "  … and %s more\n", grouped(len(p.Awards)-i))
			break
		}
		state := w.State
		if !w.Issued && p.issuing {
			state += ", not issued"
		}
		fmt.Fprintf(&b, "  %-*s  %-*s  %s (%s)\n    %s\n", key, w.Key, name, diag.Clean(w.Name), diag.Clean(w.Achievement), state, w.Address)
	}
	fmt.Fprintf(&b, "published: %s\n", effects(p.Action, p.unseen))
	if p.Text != "" {
		fmt.Fprintf(&b, "           %s\n", diag.Clean(p.Text))
	}
	for _, list := range []struct {
		what  string
		files []string
	}{{"writes", p.Write}, {"removes", p.Remove}} {
		for i, f := range list.files {
			if i == shownRows {
				fmt.Fprintf(&b, "  … and %s more\n", grouped(len(list.files)-i))
				break
			}
			fmt.Fprintf(&b, "%s %s\n", list.what, f)
		}
	}
	return b.String()
}

// agreed shows a plan and asks a person on a terminal; done says that it was
// only to be shown.
func (a *app) agreed(ctx context.Context, v verdict, p *decisionPlan) (done bool, err error) {
	if v.dryRun {
		if a.format == "json" {
			return true, writeJSON(a.stdout, p)
		}
		_, err := fmt.Fprint(a.stdout, p)
		return true, err
	}
	terminal := a.inTerminal && a.errTerminal
	switch {
	case v.yes:
		a.talk("%s", p)
		return false, nil
	case !terminal && v.action == badge.Erase:
		return true, fmt.Errorf("erasing cannot be undone, and there is nobody to ask\n  see what it would do: sealpress erase --dry-run AWARD\n  this works:           sealpress erase --yes AWARD")
	case !terminal:
		a.talk("%s", p)
		return false, nil
	}
	return false, a.confirm(ctx, p)
}

// confirm shows a person on a terminal what is to be done, and asks. It is an
// error where she does not agree.
func (a *app) confirm(ctx context.Context, plan fmt.Stringer) error {
	fmt.Fprint(a.stderr, plan) // also where quiet was asked for: it belongs to the question
	ask := &asker{ctx: ctx, in: bufio.NewReader(a.stdin), out: a.stderr}
	answer := ask.question("Do it? yes or no", "", "no", nil)
	if ask.err != nil {
		return ask.err
	}
	if s := strings.ToLower(answer); s != "yes" && s != "y" {
		return exit{exitFindings, errors.New("nothing was written")}
	}
	return nil
}

// wrote prints the result: the files, or for a program the plan.
func (a *app) wrote(p *decisionPlan) error {
	p.Written = true
	if a.format == "json" {
		return writeJSON(a.stdout, p)
	}
	for _, f := range p.Write {
		if _, err := fmt.Fprintln(a.stdout, f); err != nil {
			return err
		}
	}
	for _, f := range p.Remove {
		if _, err := fmt.Fprintln(a.stdout, "removed", f); err != nil {
			return err
		}
	}
	return nil
}

// closest proposes the awards nearest to what was typed.
func closest(typed string, known []string) string {
	const see = "see all with: sealpress list"
	typed = strings.TrimSuffix(filepath.Base(filepath.Dir("/"+filepath.ToSlash(typed)))+"/"+filepath.Base(typed), ".yaml")
	typed = strings.TrimPrefix(strings.TrimPrefix(typed, "/"), "awards/")
	type near struct {
		name     string
		distance int
	}
	var all []near
	for _, k := range known {
		if d := levenshtein.ComputeDistance(typed, k); d*3 <= len(k) || strings.Contains(k, typed) && len(typed) > 1 {
			all = append(all, near{k, d})
		}
	}
	slices.SortFunc(all, func(x, y near) int { return cmp.Or(x.distance-y.distance, strings.Compare(x.name, y.name)) })
	var names []string
	for _, n := range all[:min(3, len(all))] {
		names = append(names, n.name)
	}
	if len(names) == 0 {
		return see
	}
	return "did you mean " + strings.Join(names, " or ") + "? " + see
}
