package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	salts   map[string]int32
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
type term struct{ from, revoked day }

func (t term) on(d day) bool { return d >= t.from && (t.revoked == 0 || d < t.revoked) }

// day is a badge.Date in four bytes, as 20260514; 0: none. Many are kept.
type day int32

func dayOf(d badge.Date) day { return day(d.Year*10000 + int(d.Month)*100 + d.Day) }

func (d day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100) }

type hashedHolding struct {
	identity, salt string
	term
}

type goalAward struct {
	person digest
	award  int32
	email  string
	goal   string
	on     day
}

// double is an award that has something of an earlier one.
type double struct{ again, first int32 }

func newPeople(c *badge.Catalog) people {
	p := people{routes: map[string][]route{}, step: map[string]bool{}, same: map[digest]digest{}, hashed: map[string][]hashedHolding{},
		twice: map[digest]int32{}, salts: map[string]int32{}}
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
func (p *people) add(a *badge.Award, e Entry, n int32) {
	ids := identifiers(a)
	for _, id := range ids[min(1, len(ids)):] {
		if one, other := p.person(ids[0]), p.person(id); one != other {
			p.same[other] = one
		}
	}
	again := p.addTwice(a, e, ids, n)
	if salt := a.Recipient.Salt; salt != "" && !again && a.Origin.ID == "" { // a platform may have had one for all
		if first, used := p.salts[salt]; used {
			p.reused = append(p.reused, double{n, first})
		} else {
			p.salts[salt] = n
		}
	}
	if len(ids) == 0 {
		return
	}
	slug, hash := a.Achievement.Slug, a.Person == "" && a.Recipient == (badge.Recipient{Name: a.Recipient.Name, Identity: a.Recipient.Identity, Salt: a.Recipient.Salt})
	if p.step[slug] {
		t := term{from: dayOf(a.Awarded)}
		if e.Decided.State == badge.Revoked {
			t.revoked = dayOf(e.Decided.Last.On)
		}
		if a.Recipient.Identity != "" {
			p.hashed[slug] = append(p.hashed[slug], hashedHolding{a.Recipient.Identity, a.Recipient.Salt, t})
		}
		p.holds = append(p.holds, holding{ids[0], slug, t})
	}
	// What a person known by a hash alone holds cannot be known. An award of
	// an older version was made when the pathway may have been another.
	if len(p.routes[slug]) > 0 && !hash && e.Achievement != nil && e.Achievement.Newest && e.Decided.State == badge.Standing {
		p.goals = append(p.goals, goalAward{ids[0], n, a.Recipient.Email, slug, dayOf(a.Awarded)})
	}
}

// addTwice notes an award that repeats an earlier one. A revoked award may be
// made again on its day.
func (p *people) addTwice(a *badge.Award, e Entry, ids []digest, n int32) (again bool) {
	if a.Achievement.Slug == "" || a.Awarded.IsZero() || e.Decided.State == badge.Revoked {
		return false
	}
	day := a.Awarded.String()
	for _, id := range ids {
		same := digestOf(string(id[:]), a.Achievement.Slug, day)
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
	later day // the day on which the person got it, after all
}

// lacking lists the awards of goals whose holder went no way to them whole,
// and what is missing on the way that the goal itself names.
func (p *people) lacking(named func(goal string) string) []lack {
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
				if lacks && !p.byHash(g, b) {
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
		if g.on == 0 || t.from == 0 || t.on(g.on) {
			return lack{}, false
		}
		if g.on < t.from {
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
func (p *people) byHash(g goalAward, slug string) bool {
	if g.email == "" {
		return false
	}
	for _, h := range p.hashed[slug] {
		if p.tried++; p.tried > maxHashes {
			return true
		}
		sum := sha256.Sum256([]byte(g.email + h.salt))
		if h.identity == "sha256$"+hex.EncodeToString(sum[:]) && h.on(g.on) {
			return true
		}
	}
	return false
}
