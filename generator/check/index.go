package check

import (
	"github.com/sealpress/sealpress/generator/badge"
)

// Index is what is kept of every award: enough to link, list and place it,
// little enough that a very large site fits into memory.
type Index struct {
	Entries   []Entry
	Withdrawn []Withdrawn

	achievements achievements
	decisions    map[badge.Key][]*badge.Decision
	byKey        map[badge.Key]int32
	renewals     []renewal
	pinned       map[badge.Key]string
	people       people
}

// Entry is one award in the index.
type Entry struct {
	Key         badge.Key
	ID          string // of its address
	Cohort      int32  // index of its file
	Position    int32  // in the file
	Achievement *badge.Achievement
	Awarded     badge.Date
	Decided     badge.Outcomes
	Listed      bool     // may stand in lists: listed, and standing
	Shown       string   // the holder's name as shown, where listed
	Known       bool     // the recipient has something to verify, so there is an Assertion
	Digest      [16]byte // of everything the author wrote of it

	alone bool // its file holds one award, under recipient
}

// Withdrawn is an address that only decisions keep.
type Withdrawn struct {
	ID         string
	Decided    badge.Outcomes
	ReplacedBy string // id of the edition that stands, where superseded
}

type renewal struct {
	by int32 // index of the award that renews
	of badge.Key
}

func newIndex(c *badge.Catalog) *Index {
	x := &Index{achievements: achievementsOf(c), decisions: map[badge.Key][]*badge.Decision{}, byKey: map[badge.Key]int32{}, pinned: map[badge.Key]string{}, people: newPeople(c)}
	for _, d := range c.Decisions {
		x.decisions[d.Award] = append(x.decisions[d.Award], d)
		if d.ID != "" {
			x.pinned[d.Award] = d.ID
		}
	}
	return x
}

// add puts an award into the index.
func (x *Index) add(c *badge.Catalog, a *badge.Award, cohort, position int) {
	of := x.achievements[a.Achievement]
	e := Entry{Key: a.Key, Cohort: int32(cohort), Position: int32(position), Achievement: of, Awarded: a.Awarded,
		Decided: badge.Decided(x.decisions[a.Key]), Known: a.Recipient.Known(), alone: a.Place.Path == ""}
	if a.ID != "" {
		x.pinned[a.Key] = a.ID
	}
	if c.Site.Seed != "" {
		e.ID = awardID(c, x.pinned[a.Key], a.Key, e.Decided.Edition)
	}
	e.Listed = e.Decided.State == badge.Standing && a.ShownListing(&c.Site) == badge.Listed
	if e.Listed {
		e.Shown = a.Recipient.Shown(a.ShownNames(&c.Site, of))
	}
	e.Digest = a.Digest
	x.byKey[a.Key] = int32(len(x.Entries))
	if a.Renews != "" {
		x.renewals = append(x.renewals, renewal{int32(len(x.Entries)), badge.Key(a.Renews)})
	}
	x.people.add(a, e, int32(len(x.Entries)))
	x.Entries = append(x.Entries, e)
}

// awardID is the id of one edition of an award. A pinned id is that of the
// first edition; later editions derive from it.
func awardID(c *badge.Catalog, pinned string, k badge.Key, edition int) string {
	switch {
	case pinned == "":
		return c.Site.Seed.ID(k, edition)
	case edition == 0:
		return pinned
	}
	return c.Site.Seed.ID(badge.Key("id:"+pinned), edition)
}

// finish adds the addresses that only decisions keep, in the order of the
// decisions.
func (x *Index) finish(c *badge.Catalog) {
	if c.Site.Seed == "" {
		return
	}
	done := map[badge.Key]bool{}
	for _, d := range c.Decisions {
		if done[d.Award] {
			continue
		}
		done[d.Award] = true
		decided := badge.Decided(x.decisions[d.Award])
		i, there := x.byKey[d.Award]
		if !there {
			if decided.State == badge.Erased {
				for edition := range decided.Edition + 1 {
					x.Withdrawn = append(x.Withdrawn, Withdrawn{ID: awardID(c, x.pinned[d.Award], d.Award, edition), Decided: decided})
				}
			}
			continue
		}
		e := x.Entries[i]
		for edition := range decided.Edition {
			former := awardID(c, x.pinned[d.Award], d.Award, edition)
			w := Withdrawn{ID: former, Decided: badge.Outcomes{State: badge.Superseded, Last: decided.Reissue}, ReplacedBy: e.ID}
			if decided.State == badge.Erased {
				w = Withdrawn{ID: former, Decided: decided}
			}
			x.Withdrawn = append(x.Withdrawn, w)
		}
	}
}

// Award returns the entry of an award.
func (x *Index) Award(k badge.Key) (Entry, bool) {
	i, ok := x.byKey[k]
	if !ok {
		return Entry{}, false
	}
	return x.Entries[i], true
}
