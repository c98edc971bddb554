package issue

import (
	"fmt"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/store"
)

// Plan is what a run would do. Prepare makes it; nothing of it has happened.
type Plan struct {
	Items []Item
	Lists []*check.Bits // status lists that are to be signed, beside those that the items need

	Changes []check.Change // bits that those do not say yet

	Revoked, Suspended, Reinstated int // bits that the lists do not say yet

	passed check.Passed
}

// What is done with an award.
type What int

// The things that a run does with an award.
const (
	New      What = iota // issued for the first time
	Sign                 // recorded before there was a key, and signed now
	Reissued             // a corrected edition that replaces the former one
)

// Item is one award of a plan.
type Item struct {
	What    What
	Entry   *check.Entry // not to be changed: mostly that of the index
	Edition int
	ID      string // of the address of this edition
}

// Prepare says what a run would do for a checked site: issue the awards that
// were not issued, sign those that were recorded without a key, replace those
// that a decision asks to reissue, and sign the status lists that lack
// something.
func Prepare(p check.Passed) (*Plan, error) {
	plan := &Plan{passed: p}
	awards := p.Awards()
	for i := range awards {
		switch e := &awards[i]; {
		case e.Due:
			next, edition, id := p.Next(*e)
			plan.Items = append(plan.Items, Item{Reissued, &next, edition, id})
		case !check.Issuable(*e):
		case e.Record == nil:
			plan.Items = append(plan.Items, Item{New, e, e.Decided.Edition, e.ID})
		case !e.Record.Signed && p.Signs():
			plan.Items = append(plan.Items, Item{Sign, e, e.Decided.Edition, e.ID})
		}
	}
	lists, err := p.StatusLists()
	if err != nil {
		return nil, fmt.Errorf("reading status lists: %w", err)
	}
	for _, l := range lists {
		missing := l.Missing()
		if missing == 0 && !p.Stale(l) || !p.Signs() {
			continue // without a key, what is missing goes on waiting
		}
		plan.Lists = append(plan.Lists, l)
		plan.Changes = append(plan.Changes, p.Pending(l)...)
		set, cleared := l.Changes()
		if l.Purpose == credential.Revocation {
			plan.Revoked += set
		} else {
			plan.Suspended += set
			plan.Reinstated += cleared
		}
	}
	return plan, nil
}

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.Items) == 0 && len(p.Lists) == 0 }

// Count returns how many items are of a kind.
func (p *Plan) Count(w What) int {
	n := 0
	for _, it := range p.Items {
		if it.What == w {
			n++
		}
	}
	return n
}

// Signs reports whether the run needs a private key.
func (p *Plan) Signs() bool { return p.passed.Signs() && !p.Empty() }

// Award returns the award of an item as its file says it.
func (p *Plan) Award(it Item) (*badge.Award, error) { return p.passed.Award(*it.Entry) }

// Of returns the holder's name and the achievement of a bit that changes; both
// are empty where the award was erased.
func (p *Plan) Of(c check.Change) (name, achievement string, err error) {
	e, there := p.passed.Entry(c.Record.Award)
	if !there || e.Decided.State == badge.Erased {
		return "", "", nil
	}
	a, err := p.passed.Award(e)
	if err != nil {
		return "", "", err
	}
	return a.Recipient.Name, e.Achievement.Name, nil
}

// former returns the records that an item makes superseded.
func (p *Plan) former(it Item) []*store.Record {
	if it.What != Reissued {
		return nil
	}
	return p.passed.Issued().Of(it.Entry.Key)
}
