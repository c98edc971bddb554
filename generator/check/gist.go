package check

import (
	"cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/leak"
)

// gist is all that is known of an award once its file was judged: its entry, and
// what other awards are judged by. Of the person it has digests alone.
type gist struct {
	entry  Entry
	of     badge.Reference // its achievement, as the author names it
	pinned string          // its address, where the award itself pins it
	renews badge.Key
	public bool // listed, as long as it stands

	runs bool       // it has a last day
	ends badge.Date // that day

	email leak.Sum // zero: there is none
	ids   []digest // what tells whose award it is
	days  []digest // each of those with achievement and day; none where one is not known
	salt  digest   // zero: none, or one that another platform made

	// What a person known by a hash alone holds cannot be known, but for badges
	// that a pathway requires: of those the hash is kept.
	hashed         bool
	identity, with string
}

// gist returns what is known of an award, which stands at a position of its
// file.
func (x *Index) gist(c *badge.Catalog, a *badge.Award, position int) gist {
	site, r := &c.Site, a.Recipient
	of := x.achievements[a.Achievement]
	g := gist{of: a.Achievement, pinned: a.ID, renews: badge.Key(a.Renews), public: a.ShownListing(site) == badge.Listed, ids: identifiers(a)}
	g.ends = a.Expires(of)
	g.runs = !g.ends.IsZero() && a.Origin.ID == ""
	g.entry = Entry{Key: a.Key, Position: int32(position), Awarded: a.Awarded, Known: r.Known(), Digest: a.Digest, alone: a.Place.Path == "",
		Ended: g.runs && g.ends.Before(x.today)}
	if g.public {
		g.entry.Shown = r.Shown(a.ShownNames(site, of))
	}
	if r.Email != "" {
		g.email = leak.SumOf(r.Email)
	}
	if r.Salt != "" && a.Origin.ID == "" { // a platform may have had one for all
		g.salt = digestOf("salt", r.Salt)
	}
	if a.Achievement.Slug != "" && !a.Awarded.IsZero() {
		day := a.Awarded.String()
		for _, id := range g.ids {
			g.days = append(g.days, digestOf(string(id[:]), a.Achievement.Slug, day))
		}
	}
	g.hashed = a.Person == "" && r == (badge.Recipient{Name: r.Name, Identity: r.Identity, Salt: r.Salt})
	if x.people.step[a.Achievement.Slug] {
		g.identity, g.with = r.Identity, r.Salt
	}
	x.settle(&g)
	if site.Seed != "" {
		g.entry.ID = awardID(c, cmp.Or(a.ID, x.decidedID(a.Key)), a.Key, g.entry.Decided.Edition)
	}
	return g
}

// settle adds what was decided and issued.
func (x *Index) settle(g *gist) {
	e := &g.entry
	e.Achievement = x.achievements[g.of]
	e.Decided, e.Due = x.standing(e.Key)
	e.Record, _ = x.issued.Standing(e.Key, e.Decided.Edition)
	if e.Listed = g.public && e.Decided.State == badge.Standing; !e.Listed {
		e.Shown = ""
	}
}

// join puts an award into the index.
func (x *Index) join(g gist, cohort int) {
	e, n := g.entry, int32(len(x.Entries))
	e.Cohort = int32(cohort)
	if r := e.Record; r != nil && r.ID == e.ID { // one text in memory for both
		e.Key, e.ID = r.Award, r.ID
	}
	if g.pinned != "" {
		x.pinned[e.Key] = g.pinned
	}
	x.byKey[e.Key] = n
	if g.renews != "" {
		x.renewals = append(x.renewals, renewal{n, g.renews})
	}
	x.people.add(&g, n)
	if g.email != 0 {
		x.emails.AddSum(g.email)
	}
	if e.Due {
		x.asIssued(&e)
	}
	x.Entries = append(x.Entries, e)
}
