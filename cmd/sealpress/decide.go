package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/decide"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/store"
)

// verdict is a decision as it was typed.
type verdict struct {
	action             badge.Action
	on                 string
	reason, text, note string
	yes, dryRun        bool
	hosted             bool   // of suspend: the page alone will do
	signedBy           string // of reissue and revoke: all that a key signed
}

// decisionCommands are the five that decide about awards after they were made.
func (a *app) decisionCommands() []*cobra.Command {
	const names = `

AWARD is an award's key, as sealpress list prints it, its id, the address of its
page, or a whole file of awards; several at once. Either all of them are decided
about, or none.`
	const status = `

Exit status: 0 it was decided, 1 an award is not there or does not allow it,
2 wrong usage, 75 another sealpress is changing this site.`
	v := []verdict{{action: badge.Revoke}, {action: badge.Suspend}, {action: badge.Reinstate}, {action: badge.Reissue}, {action: badge.Erase}}
	all := []*cobra.Command{
		{Short: "Withdraw awards for good",
			Example: "$ sealpress revoke 2026-05-first-aid/k4f6 --reason assessment-invalid --text \"The second scenario was not observed.\"\n$ sealpress revoke content/awards/2026-05-first-aid.yaml --reason awarded-in-error",
			Long: `Revoke withdraws awards: their pages stay and say so, with the reason and the
sentence that you give; grades and evidence are not shown any more, and verifiers
answer "revoked". A revocation is final; only a new edition of the award, which
sealpress reissue prepares, can follow it.`},
		{Short: "Withdraw awards for now",
			Example: "$ sealpress suspend 2026-05-first-aid/k4f6 --reason under-review",
			Long: `Suspend withdraws awards until sealpress reinstate ends it. What was signed needs
a place in a list of suspensions for that, and has one where site.yaml said
"status: [revocation, suspension]" when it was issued. Of what has none verifiers
would not notice; --hosted suspends the page and the hosted documents alone.`},
		{Short: "End the suspension of awards",
			Example: "$ sealpress reinstate 2026-05-first-aid/k4f6",
			Long:    `Reinstate ends a suspension: the award is what it was before.`},
		{Short: "Replace awards by a corrected edition",
			Example: "$ sealpress reissue 2026-05-first-aid/k4f6     # then correct its file, then: sealpress issue",
			Long: `Reissue prepares a new edition of awards that were issued. Correct the award in
its file, before or after; the next sealpress issue makes the new edition, at an
address of its own, and the former one says that it was replaced, and by what.
Until then the former edition stands.`},
		{Short: "Remove all that is kept of a person's awards",
			Example: "$ sealpress erase 2026-05-first-aid/k4f6",
			Long: `Erase removes awards at their holder's request: from the award file, from what
was issued, from decisions about them; with the evidence and the imported
originals that belong to them alone. What remains is the address, which answers
"withdrawn at the holder's request", the place in the status list, and the day.

Erasing cannot be undone. Afterwards the command says what it cannot reach, such
as git's history. Where it was interrupted, run it again: it does what is left.`},
	}
	for i, c := range all {
		c.Use = string(v[i].action) + " AWARD…"
		c.Long += names + status
		c.Args = someAwards
		c.Annotations = map[string]string{formats: "json"}
		c.RunE = func(c *cobra.Command, args []string) error { return a.decide(c.Context(), v[i], args) }
		f := c.Flags()
		f.StringVar(&v[i].on, "on", "", "`day` of the decision, YYYY-MM-DD (default: today)")
		f.BoolVar(&v[i].yes, "yes", false, "do not ask")
		f.BoolVar(&v[i].dryRun, "dry-run", false, "say what would be done, and do nothing")
		if v[i].action == badge.Erase {
			continue
		}
		f.StringVar(&v[i].reason, "reason", "", "published `reason`: "+strings.Join(badge.Reasons(), ", "))
		f.StringVar(&v[i].text, "text", "", "published `sentence`; name nobody in it")
		f.StringVar(&v[i].note, "note", "", "`note` for yourselves; never published")
		switch v[i].action {
		case badge.Suspend:
			f.BoolVar(&v[i].hosted, "hosted", false, "the page and the hosted documents alone, where verifiers of what is signed cannot notice")
		case badge.Revoke:
			f.StringVar(&v[i].signedBy, "signed-by", "", "every award that a `key` signed")
		case badge.Reissue:
			f.StringVar(&v[i].signedBy, "signed-by", "", "every award that a `key` signed")
			f.Lookup("reason").DefValue = "corrected"
			v[i].reason = "corrected"
		}
	}
	return all
}

func someAwards(c *cobra.Command, args []string) error {
	if f := c.Flags().Lookup("signed-by"); len(args) > 0 || f != nil && f.Changed {
		return nil
	}
	return fmt.Errorf("%s takes at least one award\n  this works: %s\n  see all awards with: sealpress list", c.Name(), example(c))
}

// bench is an opened site at which decisions are made.
type bench struct {
	root    *os.Root
	content fs.FS
	read    *load.Content
	issued  *store.Store
	found   []decide.Award
}

// decide makes a decision about awards. What follows from it comes when the
// site is no longer locked.
func (a *app) decide(ctx context.Context, v verdict, names []string) error {
	day, err := a.dayOf(v)
	if err != nil {
		return err
	}
	if v.reason != "" && !slices.Contains(badge.Reasons(), v.reason) {
		return fmt.Errorf("--reason %q\n  %s", v.reason, didYouMean(v.reason, badge.Reasons(), "known reasons: "+strings.Join(badge.Reasons(), ", ")))
	}
	written, err := a.decideOn(ctx, v, day, names)
	if err != nil || !written {
		return err
	}
	return a.afterDecision(ctx, v)
}

// decideOn makes a decision while nobody else changes the site, and reports
// whether anything was written.
func (a *app) decideOn(ctx context.Context, v verdict, day badge.Date, names []string) (written bool, err error) {
	root, err := a.openSite()
	if err != nil {
		return false, err
	}
	defer root.Close()
	unlock, err := a.lock(root)
	if err != nil {
		return false, err
	}
	defer unlock()
	b := &bench{root: root}
	if err := a.sit(ctx, b, v, names); err != nil {
		return false, err
	}
	if v.signedBy != "" { // those that were withdrawn for good are left out: nobody asked to bring them back
		n := len(b.found)
		b.found = slices.DeleteFunc(b.found, func(w decide.Award) bool {
			return w.Decided.State == badge.Revoked || w.Decided.State == badge.Erased || w.Possible(v.action) != nil
		})
		if left := n - len(b.found); left > 0 {
			a.talk("left out, because withdrawn for good: %s\n", count(left, "award"))
		}
		if len(b.found) == 0 {
			return false, exit{exitFindings, fmt.Errorf("nothing is left that %s signed", v.signedBy)}
		}
	}
	if err := b.allows(v, day); err != nil {
		return false, err
	}
	if v.action == badge.Erase {
		return a.erase(ctx, v, day, b)
	}
	return a.record(ctx, v, day, b)
}

// dayOf is the day of a decision.
func (a *app) dayOf(v verdict) (badge.Date, error) {
	today := badge.DateOf(a.now())
	if v.on == "" {
		return today, nil
	}
	day, err := badge.ParseDate(v.on)
	switch {
	case err != nil:
		return day, fmt.Errorf("--on %q: %w\n  this works: --on %s", v.on, err, today)
	case today.Before(day):
		return day, fmt.Errorf("--on %s is in the future, and a decision counts from the day on which it is made\n  this works: --on %s", day, today)
	}
	return day, nil
}

// sit reads what decisions need to know: awards, decisions and what was
// issued. What is wrong elsewhere does not keep anybody from revoking.
func (a *app) sit(ctx context.Context, b *bench, v verdict, names []string) (err error) {
	if b.content, err = fs.Sub(b.root.FS(), "content"); err != nil {
		return fmt.Errorf("opening the site: %w", err)
	}
	if b.read, err = load.Dir(ctx, b.content, "content"); err != nil {
		return fmt.Errorf("loading content: %w", err)
	}
	b.issued = b.read.Issued
	if v.signedBy != "" {
		if names, err = b.signed(v, names); err != nil {
			return err
		}
	}
	var unknown error
	b.found, unknown = decide.Find(b.read.Catalog, func(yield func(*badge.Cohort) bool) {
		for _, co := range b.read.Cohorts(ctx) {
			if !yield(co) {
				return
			}
		}
	}, b.issued, names)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var inTheWay []diag.Finding
	for _, f := range onlyErrors(b.read.Report.Findings()) {
		for _, part := range []string{"content/awards/", "content/decisions/", "content/issued", "content/site.yaml"} {
			if strings.HasPrefix(f.Pos.File, part) {
				inTheWay = append(inTheWay, f)
			}
		}
	}
	if len(inTheWay) > 0 {
		if err := (diag.Printer{Text: b.read.Text, Color: a.colored(a.errTerminal)}).Print(a.stderr, inTheWay); err != nil {
			return err
		}
		return exit{exitFindings, errors.New("nothing was written\n  mend these first: not all awards are known")}
	}
	if e := (*decide.UnknownError)(nil); errors.As(unknown, &e) {
		return exit{exitFindings, fmt.Errorf("%w, and nothing was written\n  %s", e, closest(e.Name, e.Known))}
	}
	return unknown
}

// signed adds every award to names whose credential stands and was signed by a
// key.
func (b *bench) signed(v verdict, names []string) ([]string, error) {
	n := len(names)
	for r := range b.issued.Records() {
		last, _ := b.issued.Latest(r.Award)
		if standing, ok := b.issued.Standing(r.Award, last); ok && standing == r && r.Signed && b.issued.Run(r).Key == v.signedBy {
			names = append(names, string(r.Award))
		}
	}
	if len(names) == n {
		return nil, exit{exitFindings, fmt.Errorf("no award that stands was signed by the key %q\n  see the keys with: sealpress key list", v.signedBy)}
	}
	return names, nil
}

// cohorts yields all award files once more.
func (b *bench) cohorts(problem *error) iter.Seq[*badge.Cohort] {
	return func(yield func(*badge.Cohort) bool) {
		for i := range b.read.CohortCount() {
			co, err := b.read.Cohort(i)
			if err != nil {
				*problem = err
				return
			}
			if !yield(co) {
				return
			}
		}
	}
}

// allows says of every award why the decision cannot be made; all or none are
// decided about.
func (b *bench) allows(v verdict, day badge.Date) error {
	var all []string
	signed := false
	for i := range b.found {
		w := &b.found[i]
		err := w.Possible(v.action)
		switch {
		case err != nil:
			all = append(all, err.Error())
		case v.action == badge.Reissue && len(w.Issued) == 0 && !b.issued.Empty():
			all = append(all, string(w.Key)+" was not issued yet: correct it in its file, and its page follows with the next build")
		case v.action == badge.Suspend && !v.hosted && !w.CanSuspend():
			all = append(all, string(w.Key)+" is signed without a place in a list of suspensions, so verifiers would go on to see it as valid")
			signed = true
		case w.Award != nil && day.Before(w.Award.Awarded):
			all = append(all, fmt.Sprintf("%s was awarded on %s, after the day of the decision", w.Key, w.Award.Awarded))
		}
	}
	if len(all) == 0 {
		return nil
	}
	text := strings.Join(all, "\n  ") + "\n  nothing was written"
	if signed {
		text += `
  what you can do instead:
    sealpress suspend --hosted AWARD        its page and its hosted documents alone; what the holder
                                            downloaded stays valid
    sealpress revoke AWARD                  for good; sealpress reissue makes a new edition later
    status: [revocation, suspension]        in content/site.yaml, for what is issued from now on`
	}
	return exit{exitFindings, errors.New(text)}
}
