package adopt

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/ob2"
	"github.com/sealpress/sealpress/generator/starter"
)

// Options say how things are taken over.
type Options struct {
	Kind       badge.Kind // of new achievements; empty: badge
	Learners   *Learners  // optional
	HideEmails bool       // addresses are written as salted hashes
}

// Planned is what is to be written, and what becomes of each credential.
type Planned struct {
	Rows         []Row
	Achievements []Achievement
	// Files are all that is to be written, in an order that leaves nothing
	// half: originals, pictures, achievements, awards.
	Files []starter.File

	Nameless int // new awards without a name
	Redacted int // new awards whose original holds an address in plain and is not kept
	Linked   int // achievements of whose criteria the address alone is known
	Drawn    int // achievements without artwork that can be used
	Issuers  []Count
	Hidden   bool // addresses were written as hashes
}

// Achievement is an achievement that awards are made of.
type Achievement struct {
	Slug, Name string
	Reused     bool // it is there already
	Awards     int  // new ones
}

// Count is how often something is there.
type Count struct {
	Name string
	N    int
}

// Plan says what is to be written. It asks for pictures of achievements, where
// anybody may be asked at all.
func Plan(ctx context.Context, f *Found, s *Site, o Options) (*Planned, error) {
	o.Kind = cmp.Or(o.Kind, badge.Badge)
	p := &planning{Planned: Planned{Rows: slices.Clone(f.rows), Hidden: o.HideEmails || s.catalog.Site.Repository == "public"}, Options: o, found: f, site: s,
		earned: map[string]string{}}
	for i := range p.Rows {
		p.known(&p.Rows[i])
	}
	var fresh []*candidate
	for i := range f.awards {
		if c := p.consider(&f.awards[i]); c != nil {
			fresh = append(fresh, c)
		}
	}
	if o.Learners != nil && o.Learners.tried > maxTried {
		return nil, errors.New("there are too many learners for so many hashes\n  import in several runs, or with a list of those alone who are in them")
	}
	for _, d := range p.definitions(fresh) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		p.achieve(ctx, d)
	}
	p.order()
	return &p.Planned, nil
}

type planning struct {
	Planned
	Options
	found  *Found
	site   *Site
	earned map[string]string // person, achievement and day → where

	originals, pictures, achievements, cohorts []starter.File
	slugs                                      map[string]bool
	issuers                                    map[string]int
}

// candidate is an award that is new.
type candidate struct {
	*award
	who badge.Recipient
	row int
}

// known says of a credential of which no award is made that there is one
// already.
func (p *planning) known(r *Row) {
	key, there := p.site.there(r.ids)
	switch {
	case !there:
	case r.State == Out:
		r.Award, r.Mend = key, fmt.Sprintf("it was imported before, as %s; to follow: sealpress revoke %s", key, key)
	case r.State == Problem && r.bare:
		r.State, r.Award, r.Why, r.Mend = There, key, "", ""
	}
}

// consider says what becomes of an award; nil where none is made.
func (p *planning) consider(a *award) *candidate {
	row := Row{From: a.from, Title: a.claim.of.name, Holder: a.claim.holder.name, On: a.claim.issued}
	add := func() *candidate {
		p.Rows = append(p.Rows, row)
		return nil
	}
	fail := func(why, mend string) *candidate {
		row.State, row.Why, row.Mend = Problem, why, mend
		return add()
	}
	if key, there := p.site.there(append(a.ids, a.id())); there {
		row.State, row.Award = There, key
		return add()
	}
	if slices.ContainsFunc(a.ids, p.site.own) {
		row.State, row.Why = Out, "it is an award of this very site"
		return add()
	}
	if a.checked.Before(a.claim.issued) {
		return fail(fmt.Sprintf("it is dated %s, which is still to come", a.claim.issued), "import it after that day, or ask the platform")
	}
	who, why := p.recipient(&a.claim.holder)
	row.Holder = who.Name
	if why != "" {
		return fail(why, "name a list of your learners with their e-mail addresses: --learners FILE")
	}
	row.State, row.Outcome, row.Why = New, a.outcome, a.why
	add()
	return &candidate{award: a, who: who, row: len(p.Rows) - 1}
}

// recipient returns a holder as an award file names one, or why it cannot.
func (p *planning) recipient(h *holder) (r badge.Recipient, why string) {
	r = badge.Recipient{Name: h.name, Email: h.email, URL: h.url, DID: h.did}
	if h.hash != "" && h.email == "" {
		found, known := p.Learners.find(h.hash, h.salt)
		if known && r.Name == "" {
			r.Name = found.name
		}
		switch weak := unfit(h.hash, h.salt); {
		case weak == "":
			r.Identity, r.Salt = h.hash, h.salt
		case known:
			r.Email = found.email // the hash is not written again, so the address is
		case r.URL == "" && r.DID == "":
			return r, "its holder is known only by " + weak
		}
	}
	if found, known := p.Learners.named(h.email); known && r.Name == "" && h.email != "" {
		r.Name = found.name
	}
	if !r.Known() {
		if h.other != "" {
			return r, "its holder is known only by " + h.other
		}
		return r, "it names nobody whom an award could be compared with: no e-mail address, no hash of one, no address of the person's own"
	}
	return r, ""
}

// writable is a hash as content holds one.
var writable = regexp.MustCompile(`^sha256\$[0-9a-f]{64}$`)

// unfit says why content cannot hold a hash; empty where it can.
func unfit(hash, salt string) string {
	algorithm, _, said := strings.Cut(hash, "$")
	switch {
	case !said:
		return "a hash that does not say of which kind it is"
	case algorithm != "sha256":
		return "a hash of the kind " + line(algorithm, 20) + ", which is not written again"
	case !writable.MatchString(hash):
		return "a damaged hash"
	case len(salt) > 200 || strings.ContainsFunc(salt, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "a hash with a salt that cannot be written down"
	}
	return ""
}

// id is where an award was first issued. One without an id is known by its
// bytes.
func (a *award) id() string {
	if a.claim.id != "" {
		return a.claim.id
	}
	sum := sha256.Sum256(a.text)
	return "urn:sha256:" + hex.EncodeToString(sum[:])
}

// hidden returns a recipient with the hash of its address in its place.
func (p *planning) hidden(r badge.Recipient, key badge.Key) badge.Recipient {
	if !p.Hidden || r.Email == "" {
		return r
	}
	id := ob2.Email(r.Email, p.site.catalog.Site.Seed.Salt(key))
	r.Email, r.Identity, r.Salt = "", id.Identity, id.Salt
	return r
}

// order puts rows and files into their order.
func (p *planning) order() {
	rank := map[State]int{Problem: 0, Out: 1, There: 2, New: 3}
	slices.SortStableFunc(p.Rows, func(a, b Row) int { return cmp.Compare(rank[a.State], rank[b.State]) })
	p.Files = slices.Concat(p.originals, p.pictures, p.achievements, p.cohorts)
	for name, n := range p.issuers {
		p.Issuers = append(p.Issuers, Count{name, n})
	}
	slices.SortFunc(p.Issuers, func(a, b Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name)) })
}

// Number is how many rows are in a state.
func (p *Planned) Number(of State) int {
	n := 0
	for _, r := range p.Rows {
		if r.State == of {
			n++
		}
	}
	return n
}
