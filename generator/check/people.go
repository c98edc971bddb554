package check

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// people joins awards by person, for the rules that ask what else somebody
// holds. Only what those rules need is kept: awards of badges that a pathway
// requires, awards of pathways' goals, and a digest of each award to find one
// that was made twice. Awards are kept by their number in the index.
type people struct {
	routes map[string][]route // goal → the ways to it; none where one way requires nothing
	step   map[string]bool    // badges that some route requires
	same   map[digest]digest  // identifiers of one person, as a forest
	holds  []holding
	hashed map[string][]hashedHolding // by badge, of persons known by a hash alone
	goals  []goalAward
	tried  int // hashes that were computed to find a person

	twice   map[digest]int32 // person, achievement and day → first award
	doubles []double
	salts   map[digest]int32
	reused  []double
}

// digest stands for words of any length in a small place.
type digest [12]byte

// route is one pathway to a goal.
type route struct {
	pathway  string
	required []string // badges
}

// holding is a badge that a person holds.
type holding struct {
	person digest
	badge  string
	term
}

// term is the time in which a badge is held.
type term struct{ from, revoked badge.Date }

func (t term) on(d badge.Date) bool {
	return !d.Before(t.from) && (t.revoked.IsZero() || d.Before(t.revoked))
}

type hashedHolding struct {
	identity, salt string
	term
}

type goalAward struct {
	person digest
	award  int32
	goal   string
	on     badge.Date
}

// double is an award that has something of an earlier one.
type double struct{ again, first int32 }

func newPeople(c *badge.Catalog, awards int) people {
	p := people{routes: map[string][]route{}, step: map[string]bool{}, same: map[digest]digest{}, hashed: map[string][]hashedHolding{},
		twice: make(map[digest]int32, awards), salts: map[digest]int32{}}
	free := map[string]bool{}
	for _, w := range c.Pathways {
		r := route{pathway: w.Slug}
		for _, s := range w.Steps {
			if s.Required && len(c.Versions(s.Badge)) > 0 { // a step that is not there is a finding of its own
				r.required = append(r.required, s.Badge)
			}
		}
		p.routes[w.Goal] = append(p.routes[w.Goal], r)
		free[w.Goal] = free[w.Goal] || len(r.required) == 0
	}
	for goal, routes := range p.routes {
		if free[goal] {
			delete(p.routes, goal)
			continue
		}
		for _, r := range routes {
			for _, b := range r.required {
				p.step[b] = true
			}
		}
	}
	return p
}

// identifiers lists what tells whose award it is: the label that the author
// gave, and what a verifier can compare. A hash serves where there is nothing
// else, because no two awards of one person have the same.
func identifiers(a *badge.Award) []digest {
	var ids []digest
	r := a.Recipient
	for _, id := range []struct{ kind, value string }{{"person", a.Person}, {"email", r.Email}, {"did", r.DID}, {"url", r.URL}} {
		if id.value != "" {
			ids = append(ids, digestOf(id.kind, id.value))
		}
	}
	if len(ids) == 0 && r.Identity != "" {
		ids = append(ids, digestOf("hash", r.Identity, r.Salt))
	}
	return ids
}

func digestOf(words ...string) digest {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return digest(sum[:12])
}

// person returns the one identifier that stands for all of a person's.
func (p *people) person(id digest) digest {
	for {
		up, ok := p.same[id]
		if !ok {
			return id
		}
		id = up
	}
}

// add learns from an award, which has the number n in the index.
func (p *people) add(g *gist, n int32) {
	for _, id := range g.ids[min(1, len(g.ids)):] {
		if one, other := p.person(g.ids[0]), p.person(id); one != other {
			p.same[other] = one
		}
	}
	again := p.addTwice(g, n)
	if g.salt != (digest{}) && !again {
		if first, used := p.salts[g.salt]; used {
			p.reused = append(p.reused, double{n, first})
		} else {
			p.salts[g.salt] = n
		}
	}
	if len(g.ids) == 0 {
		return
	}
	e, slug := &g.entry, g.of.Slug
	if p.step[slug] {
		t := term{from: e.Awarded}
		if e.Decided.State == badge.Revoked {
			t.revoked = e.Decided.Last.On
		}
		if g.identity != "" {
			p.hashed[slug] = append(p.hashed[slug], hashedHolding{g.identity, g.with, t})
		}
		p.holds = append(p.holds, holding{g.ids[0], slug, t})
	}
	// An award of an older version was made when the pathway may have been
	// another.
	if len(p.routes[slug]) > 0 && !g.hashed && e.Achievement != nil && e.Achievement.Newest && e.Decided.State == badge.Standing {
		p.goals = append(p.goals, goalAward{g.ids[0], n, slug, e.Awarded})
	}
}

// addTwice notes an award that repeats an earlier one. A revoked award may be
// made again on its day.
func (p *people) addTwice(g *gist, n int32) (again bool) {
	if g.entry.Decided.State == badge.Revoked {
		return false
	}
	for _, same := range g.days {
		first, there := p.twice[same]
		switch {
		case !there:
			p.twice[same] = n
		case !again:
			again = true
			p.doubles = append(p.doubles, double{n, first})
		}
	}
	return again
}

// lack is a badge that an award of a goal is without.
type lack struct {
	goalAward
	badge string
	later badge.Date // the day on which the person got it, after all
}

// lacking lists the awards of goals whose holder went no way to them whole,
// and what is missing on the way that the goal itself names. email returns the
// address of an award's holder; ok is false where it cannot be known any more.
func (p *people) lacking(named func(goal string) string, email func(award int32) (address string, ok bool)) []lack {
	held := make(map[digest][]term, len(p.holds))
	for _, h := range p.holds {
		one := p.person(h.person)
		key := digestOf(string(one[:]), h.badge)
		held[key] = append(held[key], h.term)
	}
	var out []lack
	for _, g := range p.goals {
		var missing []lack
		whole := false
		for i, r := range p.routes[g.goal] {
			var without []lack
			for _, b := range r.required {
				one := p.person(g.person)
				l, lacks := lackOf(g, b, held[digestOf(string(one[:]), b)])
				if lacks && !p.byHash(g, b, email) {
					without = append(without, l)
				}
			}
			whole = whole || len(without) == 0
			if i == 0 || r.pathway == named(g.goal) {
				missing = without
			}
		}
		if !whole {
			out = append(out, missing...)
		}
	}
	return out
}

func lackOf(g goalAward, slug string, terms []term) (lack, bool) {
	l := lack{goalAward: g, badge: slug}
	for _, t := range terms {
		if g.on.IsZero() || t.from.IsZero() || t.on(g.on) {
			return lack{}, false
		}
		if g.on.Before(t.from) {
			l.later = t.from
		}
	}
	return l, true
}

// maxHashes bounds the work of looking for persons among hashes; beyond it a
// badge counts as held.
const maxHashes = 2_000_000

// byHash reports whether the person of an award held a badge that was awarded
// to the hash of the e-mail address.
func (p *people) byHash(g goalAward, slug string, email func(int32) (string, bool)) bool {
	if len(p.hashed[slug]) == 0 {
		return false
	}
	address, known := email(g.award)
	if address == "" {
		return !known
	}
	for _, h := range p.hashed[slug] {
		if p.tried++; p.tried > maxHashes {
			return true
		}
		sum := sha256.Sum256([]byte(address + h.salt))
		if h.identity == "sha256$"+hex.EncodeToString(sum[:]) && h.on(g.on) {
			return true
		}
	}
	return false
}
