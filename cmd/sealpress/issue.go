package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/issue"
	"github.com/sealpress/sealpress/generator/keyring"
)

// issueFlags are the flags of issue and publish.
type issueFlags struct {
	key   keyFlags
	yes   bool
	dry   bool
	undo  bool
	again string // name of a run

	evenExample  bool
	evenEnded    bool
	despiteClock bool

	plans func(*issue.Plan) error // optional: refuses a plan
}

func (f *issueFlags) add(c *cobra.Command) {
	c.Flags().BoolVarP(&f.yes, "yes", "y", false, "issue without asking")
	c.Flags().StringVar(&f.key.folder, "keys", "", "`folder` of the private halves of your keys")
	c.Flags().BoolVar(&f.evenExample, "even-example", false, "issue for an address such as example.org too, with --yes")
	c.Flags().BoolVar(&f.evenEnded, "even-ended", false, "issue awards whose last day is over too, with --yes")
	f.key.addPassphrase(c)
}

func (a *app) issueCommand() *cobra.Command {
	var f issueFlags
	c := &cobra.Command{
		Use: "issue", Short: "Record and sign what is new", Args: noNames, Annotations: map[string]string{formats: "json"},
		Example: "$ sealpress issue --dry-run     # who would get what\n$ sealpress issue\n$ sealpress issue --undo        # take the last run back, while git shows it uncommitted",
		Long: `Issue records every award that is new in content/issued and, where the site
has a key, signs it: from then on it is a promise, and its file must keep saying
what was issued. It prints who gets what, and asks. It also replaces what you
decided to reissue, and signs the status lists in which a revocation is missing.

Without a key awards are recorded and stay verified at their address. A key that
is made later signs what was recorded.

What was issued lies in one new folder: commit it together with the content.
Until it is committed, --undo takes it back.

Exit status: 0 everything is issued, 1 errors were found, 2 the key or the
answer is missing, 75 another sealpress is changing this site.`,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.changing(func(root *os.Root) error {
				if f.undo {
					return a.undo(c.Context(), root)
				}
				do := a.issue
				if f.again != "" {
					do = a.issueAgain
				}
				out, err := do(c.Context(), root, &f)
				if err != nil || out.result == nil {
					return err
				}
				a.talk("%s", a.afterIssuing(c.Context(), out))
				return nil
			})
		},
	}
	f.add(c)
	c.Flags().BoolVarP(&f.dry, "dry-run", "n", false, "say what would be issued, and stop")
	c.Flags().BoolVar(&f.undo, "undo", false, "take the last run back, as long as git shows it uncommitted")
	c.Flags().StringVar(&f.again, "again", "", "take back a `run` that is not on the main branch yet, and issue its awards anew")
	c.Flags().BoolVar(&f.despiteClock, "despite-clock", false, "issue although the last run is of a later time: one second after it")
	c.MarkFlagsMutuallyExclusive("dry-run", "undo", "again")
	return c
}

// changing runs what changes the content, while nobody else does.
func (a *app) changing(do func(*os.Root) error) error {
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
	return do(root)
}

// issued is what issuing came to.
type issued struct {
	checked *generator.Result
	plan    *issue.Plan
	result  *issue.Result // nil where there was nothing to issue
}

// issue issues what is new. The caller holds the lock.
func (a *app) issue(ctx context.Context, root *os.Root, f *issueFlags) (*issued, error) {
	if err := plausible(a.now(), released()); err != nil {
		return nil, err
	}
	r, done, err := a.judged(ctx)
	defer done()
	if err != nil {
		return nil, err
	}
	plan, err := issue.Prepare(r.Passed)
	if err != nil {
		return nil, err
	}
	out := &issued{checked: r, plan: plan}
	if f.plans != nil {
		if err := f.plans(plan); err != nil {
			return nil, err
		}
	}
	if plan.Empty() {
		return out, a.nothingToIssue(r)
	}
	shown, err := a.showPlan(plan)
	if err != nil {
		return nil, err
	}
	example := a.warnOfExample(r.Passed.Site().Host())
	ended := a.warnOfEnded(plan)
	if f.dry {
		a.talk("nothing was issued\n")
		return out, a.issuedJSON(shown)
	}
	if example && f.yes && !f.evenExample {
		return nil, exit{exitUsage, fmt.Errorf("%s is an address from an example, and nothing was issued\n  first write the address at which you will publish into content/site.yaml; to try things out all the same: --yes --even-example", r.Passed.Site().Host())}
	}
	if ended && f.yes && !f.evenEnded {
		return nil, exit{exitFindings, errors.New("awards that have run out already would be issued, and nothing was\n  correct their dates; to issue them all the same: --yes --even-ended")}
	}
	if err := a.consent(ctx, f.yes, question(plan), "sealpress issue --yes"); err != nil {
		return nil, err
	}
	o := issue.Options{Root: root, Now: a.now(), Random: a.random, DespiteClock: f.despiteClock}
	if plan.Signs() {
		if o.Pair, err = a.signingPair(ctx, f, r); err != nil {
			return nil, err
		}
	}
	progress, finish := a.progress("awards")
	o.Progress = progress
	out.result, err = issue.Run(ctx, plan, o)
	finish()
	switch {
	case errors.Is(err, issue.ErrClock):
		return nil, clockBehindRun(err, r.Passed.Issued().Last())
	case err != nil:
		return nil, fmt.Errorf("issuing: %w; nothing was issued", err)
	}
	r.Signed(out.result.Made)
	shown.Run, shown.Files = out.result.Run, out.result.Files
	a.talk("%s in content/issued/%s\n", out.done(), out.result.Run)
	if err := keyNeeded(r); err != nil {
		a.talk("careful: %v\n", err) // what could be done was done
	}
	return out, a.issuedJSON(shown)
}

// issuedJSON prints for a program what was issued, or would be.
func (a *app) issuedJSON(shown planJSON) error {
	if a.format != "json" {
		return nil
	}
	return writeJSON(a.stdout, shown)
}

// warnOfExample speaks up where a site still has an address that stands in
// examples (RFC 2606): what is issued names the address for good. It reports
// whether it has.
func (a *app) warnOfExample(host string) bool {
	for _, example := range []string{"example.org", "example.com", "example.net"} {
		if host == example || strings.HasSuffix(host, "."+example) {
			a.talk("careful: %s is an address from an example, and what is issued names it for good;\nfirst write the address at which you will publish into content/site.yaml\n", host)
			return true
		}
	}
	return false
}

// warnOfEnded speaks up where new awards have run out before they are issued,
// which is more often a slip in a date than meant. It reports whether any has.
func (a *app) warnOfEnded(p *issue.Plan) bool {
	var ended []string
	for _, it := range p.Items {
		if it.What == issue.New && it.Entry.Ended {
			ended = append(ended, string(it.Entry.Key))
		}
	}
	if len(ended) == 0 {
		return false
	}
	some := strings.Join(ended[:min(len(ended), 5)], ", ")
	if more := len(ended) - 5; more > 0 {
		some += fmt.Sprintf(" and %s more", grouped(more))
	}
	a.talk("careful: the last day of %s is over already: %s\n", count(len(ended), "award"), some)
	return true
}

// done says in a few words what a run did.
func (i *issued) done() string {
	items := len(i.plan.Items)
	switch {
	case items == 0:
		return are(len(i.result.Lists), "status list") + " signed"
	case i.plan.Signs():
		return are(items, "award") + " signed"
	}
	return are(items, "award") + " recorded"
}

// signingPair opens the private half of the key that signs.
func (a *app) signingPair(ctx context.Context, f *issueFlags, r *generator.Result) (keyring.Pair, error) {
	c := r.Passed.Catalog()
	return a.unlock(&asking{ctx}, &f.key, c.Site, c.SigningKey())
}

func (a *app) nothingToIssue(r *generator.Result) error {
	if err := keyNeeded(r); err != nil {
		return err
	}
	n := 0
	for _, e := range r.Passed.Awards() {
		if e.Record != nil {
			n++
		}
	}
	if a.format == "json" {
		return a.issuedJSON(planJSON{Awards: []planRow{}, Status: []planRow{}})
	}
	switch total := len(r.Passed.Awards()); {
	case total == 0:
		a.talk("nothing to issue: there are no awards yet; write some with: sealpress new cohort NAME\n")
	case n == 0:
		a.talk("nothing to issue: what is not issued was withdrawn before\n")
	default:
		a.talk("nothing to issue: %s issued already\n", are(n, "award"))
	}
	return nil
}

// keyNeeded fails where withdrawals wait for a key.
func keyNeeded(r *generator.Result) error {
	waiting, err := r.Passed.Waiting()
	if err != nil || !waiting.Keyless || r.Passed.Catalog().SigningKey() != nil {
		return err
	}
	return exit{exitFindings, fmt.Errorf("%s in the signed status lists, and there is no key to sign them with\n  make one: sealpress key new NAME; then: sealpress issue", missing(waiting.Bits))}
}

// missing says how many withdrawals no signed list holds.
func missing(n int) string {
	if n == 1 {
		return "1 withdrawal is missing"
	}
	return grouped(n) + " withdrawals are missing"
}

func are(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return count(n, noun) + " are"
}

// consent asks a person on a terminal, who must say yes.
func (a *app) consent(ctx context.Context, yes bool, question, works string) error {
	if yes {
		return nil
	}
	if !a.inTerminal || !a.errTerminal {
		return exit{exitUsage, fmt.Errorf("nobody is here to answer, and nothing was done\n  without a terminal, this works: %s", works)}
	}
	fmt.Fprintf(a.stderr, "%s [y/N]: ", question)
	type reply struct {
		text []byte
		err  error
	}
	got := make(chan reply, 1)
	go func() {
		text, err := readLine(a.stdin)
		got <- reply{text, err}
	}()
	select {
	case r := <-got:
		if r.err != nil {
			return fmt.Errorf("no answer, and nothing was done: %w", r.err)
		}
		switch strings.ToLower(strings.TrimSpace(string(r.text))) {
		case "y", "yes", "s", "sì", "si":
			return nil
		}
		return exit{exitUsage, errors.New("nothing was done")}
	case <-ctx.Done():
		return ctx.Err()
	}
}
