package check

import (
	"cmp"
	"sync"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/leak"
	"github.com/sealpress/sealpress/generator/store"
)

// Index is what is kept of every award: enough to link, list and place it,
// little enough that a very large site fits into memory.
type Index struct {
	Entries   []Entry
	Withdrawn []Withdrawn

	today        badge.Date
	issued       *store.Store
	achievements achievements
	decisions    map[badge.Key][]*badge.Decision
	byKey        map[badge.Key]int32
	renewals     []renewal
	pinned       map[badge.Key]string
	people       people
	emails       leak.People // of learners, but for those that are public
	corrected    map[badge.Key]correction

	listsOnce sync.Once
	lists     map[string]*Bits
	listsErr  error
}

// correction is what an award says that is to be issued anew, where its entry
// tells of the edition that still stands.
type correction struct {
	achievement *badge.Achievement
	awarded     badge.Date
	known       bool
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
	Record      *store.Record // of the edition at ID; nil: not issued yet
	Ended       bool          // its last day is over, and it was not taken over from elsewhere
	Due         bool          // a later edition was decided; it stands once it is issued
	Listed      bool          // may stand in lists: listed, and standing
	Shown       string        // the holder's name as shown, where listed
	Known       bool          // the recipient has something to verify, so there is an Assertion
	Digest      [16]byte      // of everything the author wrote of it

	alone bool // its file holds one award, under recipient
}

// Withdrawn is an address that only decisions keep.
type Withdrawn struct {
	ID         string
	Decided    badge.Outcomes
	ReplacedBy string // id of the edition that stands, where superseded
	Signed     bool   // it has, or had, a signed credential
}

type renewal struct {
	by int32 // index of the award that renews
	of badge.Key
}

func newIndex(c *badge.Catalog, issued *store.Store, today badge.Date) *Index {
	n := issued.Len() // nearly all awards of most large sites were issued
	x := &Index{Entries: make([]Entry, 0, n), today: today, issued: issued, achievements: achievementsOf(c), decisions: map[badge.Key][]*badge.Decision{},
		byKey: make(map[badge.Key]int32, n), pinned: map[badge.Key]string{}, people: newPeople(c, n), corrected: map[badge.Key]correction{}}
	for _, d := range c.Decisions {
		x.decisions[d.Award] = append(x.decisions[d.Award], d)
		if d.ID != "" {
			x.pinned[d.Award] = d.ID
		}
	}
	return x
}

// decidedID returns the address that decisions about an award pin.
func (x *Index) decidedID(k badge.Key) string {
	id := ""
	for _, d := range x.decisions[k] {
		id = cmp.Or(d.ID, id)
	}
	return id
}

// asIssued makes an entry tell of the edition that stands until a corrected
// one is issued. A record that cannot be read is a finding of the store's.
func (x *Index) asIssued(e *Entry) {
	x.corrected[e.Key] = correction{e.Achievement, e.Awarded, e.Known}
	if e.Record == nil {
		return
	}
	line, err := x.issued.Line(e.Record)
	if err != nil {
		return
	}
	said, err := credential.Read(line.Credential)
	if err != nil {
		return
	}
	e.Awarded, e.Known = said.Awarded, len(line.Recipient) > 0
	if e.Listed {
		e.Shown = said.Holder
	}
	if of := x.achievements[badge.Reference{Slug: said.Achievement.Slug, Version: said.Achievement.Version}]; of != nil {
		e.Achievement = of
	}
}

// standing returns what the decisions about an award amount to as long as the
// edition that they ask for was not issued: until then the former edition
// stands, under every other decision. due reports whether that newer edition
// is to be issued.
func (x *Index) standing(k badge.Key) (o badge.Outcomes, due bool) {
	all := x.decisions[k]
	o = badge.Decided(all)
	latest, issued := x.issued.Latest(k)
	if !issued || latest >= o.Edition || o.State == badge.Erased {
		return o, false
	}
	var carried []*badge.Decision
	edition := 0
	for _, d := range all {
		if d.Action == badge.Reissue {
			if edition++; edition > latest {
				continue
			}
		}
		carried = append(carried, d)
	}
	return badge.Decided(carried), o.State == badge.Standing
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
		decided, _ := x.standing(d.Award)
		i, there := x.byKey[d.Award]
		if !there {
			if decided.State == badge.Erased {
				for edition := range decided.Edition + 1 {
					id := awardID(c, x.pinned[d.Award], d.Award, edition)
					x.Withdrawn = append(x.Withdrawn, Withdrawn{ID: id, Decided: decided, Signed: x.wasSigned(d.Award, edition, id)})
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
			w.Signed = x.wasSigned(d.Award, edition, former)
			x.Withdrawn = append(x.Withdrawn, w)
		}
	}
}

// wasSigned reports whether an edition has a signed credential, or had one
// before it was erased.
func (x *Index) wasSigned(k badge.Key, edition int, id string) bool {
	if r, ok := x.issued.Standing(k, edition); ok {
		return r.Signed
	}
	r, ok := x.issued.Gone(id)
	return ok && r.Status.List > 0
}

// Award returns the entry of an award.
func (x *Index) Award(k badge.Key) (Entry, bool) {
	i, ok := x.byKey[k]
	if !ok {
		return Entry{}, false
	}
	return x.Entries[i], true
}
