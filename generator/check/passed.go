package check

import (
	"cmp"
	"slices"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/leak"
	"github.com/sealpress/sealpress/generator/load"
)

// Passed is a content folder that keeps all rules. Its zero value is of no
// use; Run alone makes one.
type Passed struct {
	content *load.Content
	site    address.Site
	index   *Index
}

// Catalog returns everything but the awards.
func (p Passed) Catalog() *badge.Catalog { return p.content.Catalog }

// Site returns the address at which the site is published.
func (p Passed) Site() address.Site { return p.site }

// Awards returns the index of all awards, in the order of the files.
func (p Passed) Awards() []Entry { return p.index.Entries }

// Emails returns the learners' e-mail addresses that must not be published:
// all but those that the author's texts show on purpose.
func (p Passed) Emails() *leak.People { return &p.index.emails }

// Withdrawn returns the addresses that only decisions keep: former editions,
// and erased awards.
func (p Passed) Withdrawn() []Withdrawn { return p.index.Withdrawn }

// Award returns an award of the index. It fails where the award's file
// changed since it was checked.
func (p Passed) Award(e Entry) (*badge.Award, error) {
	co, err := p.content.Cohort(int(e.Cohort))
	if err != nil {
		return nil, err
	}
	return co.Awards[e.Position], nil
}

// IDOf returns the id of the award with a key.
func (p Passed) IDOf(k badge.Key) (id string, ok bool) {
	e, ok := p.index.Award(k)
	return e.ID, ok
}

// Next returns the edition of an award that is to be issued next, its id, and
// the entry as the corrected award makes it.
func (p Passed) Next(e Entry) (next Entry, edition int, id string) {
	if c, ok := p.index.corrected[e.Key]; ok {
		e.Achievement, e.Awarded, e.Known = c.achievement, c.awarded, c.known
	}
	o := badge.Decided(p.index.decisions[e.Key])
	return e, o.Edition, awardID(p.Catalog(), p.index.pinned[e.Key], e.Key, o.Edition)
}

// Renewed returns the award that an award renews; ok is false where it renews
// none, or one that was erased.
func (p Passed) Renewed(e Entry) (renewed Entry, ok bool) {
	by := p.index.byKey[e.Key]
	i, ok := slices.BinarySearchFunc(p.index.renewals, by, func(r renewal, by int32) int { return cmp.Compare(r.by, by) })
	if !ok {
		return Entry{}, false
	}
	return p.index.Award(p.index.renewals[i].of)
}

// Unchanged fails where the content is not any more what was checked.
func (p Passed) Unchanged() error { return p.content.Unchanged() }

// Resolve returns the path that a link in an author's text leads to.
func (p Passed) Resolve(dest string) (address.Path, bool) { return resolve(p.content.Catalog, dest) }

// File returns the content of a file that the catalogue names.
func (p Passed) File(f badge.File) ([]byte, error) { return p.content.ReadFile(f) }

// Logo returns a logo that the site or issuer names.
func (p Passed) Logo(name string) (data []byte, ext string, ok bool) { return p.content.Logo(name) }
