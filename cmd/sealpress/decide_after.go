package main

import (
	"context"
	"errors"
	"os"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/issue"
)

// afterDecision says what is left to be done. Where the status list has to say
// something new, and somebody is here with the key, it offers to sign it.
func (a *app) afterDecision(ctx context.Context, v verdict) error {
	if v.action == badge.Reissue {
		a.talk("next: sealpress publish makes the new edition; what was issued stands until then\n")
		return nil
	}
	r, done, err := a.judgedQuietly(ctx)
	defer done()
	if err != nil || r == nil {
		a.talk("sealpress publish shows it on the pages; until they are online, everybody sees what was before\n")
		return err
	}
	plan, err := issue.Prepare(r.Passed)
	if err != nil {
		return err
	}
	if len(plan.Lists) == 0 {
		a.talk("sealpress publish shows it on the pages; until they are online, everybody sees what was before\n")
		return nil
	}
	a.talk("The pages and the hosted documents say it with the next build; verifiers of the signature learn it from the\nstatus list, which is to be signed.\n")
	if plan.Signs() && !a.keyAtHand(r.Passed.Catalog()) || !a.inTerminal || !a.errTerminal {
		a.talk("next: sealpress publish, where the key is\n")
		return nil
	}
	a.talk("This is what sealpress issue would do now:\n")
	done()
	var refused exit
	if err := a.changing(func(root *os.Root) error { // it shows everything that it would sign, and asks
		_, err := a.issue(ctx, root, &issueFlags{})
		return err
	}); errors.As(err, &refused) && refused.status == exitUsage {
		a.talk("the decision was made all the same; next: sealpress publish\n")
		return nil
	} else if err != nil {
		return err
	}
	a.talk("next: sealpress build, and put it online\n")
	return nil
}

// keyAtHand reports whether the private half of the key that signs is here.
func (a *app) keyAtHand(c *badge.Catalog) bool {
	k := c.SigningKey()
	if k == nil {
		return false
	}
	if a.env("SEALPRESS_KEY") != "" {
		return true
	}
	s, err := a.keyStore(&keyFlags{}, c.Site)
	return err == nil && s.Has(k.Name)
}
