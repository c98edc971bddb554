package check

import (
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/store"
)

// Change is one bit that a status list does not say as it is wanted.
type Change struct {
	Record  *store.Record
	Purpose string
	Set     bool // false: a suspension that ends
}

// What says what a verifier learns: "revoked", "suspended" or "reinstated".
func (c Change) What() string {
	switch {
	case c.Purpose == credential.Revocation:
		return "revoked"
	case c.Set:
		return "suspended"
	}
	return "reinstated"
}

// Pending returns the bits in which a status list is to be changed, in the
// order of the store.
func (p Passed) Pending(l *Bits) []Change {
	var all []Change
	for r := range p.Issued().Records() {
		if int(r.Status.List) != l.Number || l.Purpose == credential.Suspension && !r.Status.Suspends {
			continue
		}
		switch on, was := l.wanted[r.Status.Index], l.signed(r.Status.Index); {
		case on && !was:
			all = append(all, Change{r, l.Purpose, true})
		case was && !on && l.Purpose == credential.Suspension:
			all = append(all, Change{r, l.Purpose, false})
		}
	}
	return all
}

// Entry returns the entry of an award.
func (p Passed) Entry(k badge.Key) (Entry, bool) { return p.index.Award(k) }
