// Package credential turns an award into an Open Badges 3.0 credential, and
// reads back what such a credential says.
//
//	b, err := credential.NewBuilder(catalog, site)
//	doc, err := b.Credential(award, achievement, id, statuses...)
//	facts, err := credential.Read(doc)
//
// The document is what is recorded, signed and published, and the pages are
// made from what it says, so both directions stand here, side by side. It is
// built of the standard's own members alone: what an EU micro-credential needs
// beyond them is said in alignments with terms of their own (Terms lists
// them), and a reader with only the JSON recovers every element.
//
// Nothing here signs, and nothing here touches a key.
package credential

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// Builder makes the credentials of one site. It remembers what all awards of
// an achievement share, and may be used by several goroutines.
type Builder struct {
	catalog  *badge.Catalog
	subjects badge.Subjects
	site     address.Site
	did      string
	signs    error
	head     []byte // the contexts, as the first member of all credentials
	types    []byte // likewise their types
	issuer   []byte // the issuer's Profile, as JSON

	mu           sync.Mutex
	achievements map[*badge.Achievement][]byte // Achievements, as JSON
}

// NewBuilder makes the builder of a site. The issuer is the site's did:web;
// where its address cannot be one, as an IP address cannot, it is that address,
// and nothing can be signed.
func NewBuilder(c *badge.Catalog, site address.Site) (*Builder, error) {
	id, _, err := did.Web(site.String())
	if err != nil {
		id = site.String()
	}
	b := &Builder{catalog: c, subjects: subjectsOf(c), site: site, did: id, signs: err, achievements: map[*badge.Achievement][]byte{}}
	if b.issuer, err = ob3.Marshal(b.Profile()); err != nil {
		return nil, err
	}
	var head, types writer
	head.member("@context", ob3.Contexts())
	types.member("type", ob3.CredentialTypes())
	b.head, b.types = head.b, types.b
	return b, cmp.Or(head.err, types.err)
}

// subjectsOf is the namespace of a site's holders; a site without a seed, which
// no check passes, has none.
func subjectsOf(c *badge.Catalog) badge.Subjects {
	if c.Site.Seed == "" {
		return badge.Subjects{}
	}
	return c.Site.Seed.Subjects()
}

// DID returns the issuer's identifier.
func (b *Builder) DID() string { return b.did }

// CanSign returns why nothing can be signed for the site's address; nil where
// it can.
func (b *Builder) CanSign() error { return b.signs }

// Credential returns the unsigned credential of an award at an address, as one
// line of JSON. The name in it is the one that the page may show. status is
// the award's place in the status lists; without one the credential has none.
//
// Times are days in UTC (awardedDate at 00:00:00Z, validUntil at 23:59:59Z).
// validFrom is the start of the day of the award: an award is never made on a
// later day than it is issued.
func (b *Builder) Credential(a *badge.Award, of *badge.Achievement, id string, status Status) ([]byte, error) {
	return b.Append(nil, a, of, id, status)
}

// Append is Credential for who makes many: it appends to text.
func (b *Builder) Append(text []byte, a *badge.Award, of *badge.Achievement, id string, status Status) ([]byte, error) {
	achievement, err := b.achievement(of)
	if err != nil {
		return nil, err
	}
	awarded := vc.DateTime(a.Awarded.Start())
	w := writer{b: slices.Grow(text, len(achievement)+len(b.issuer)+2048)}
	w.raw(`{`)
	w.b = append(w.b, b.head...)
	w.text("id", b.site.URL(address.Credential(id)))
	w.b = append(w.b, b.types...)
	w.text("name", plain(of.Name))
	w.raw(`"issuer":`)
	w.b = append(w.b, b.issuer...)
	w.raw(`,`)
	w.text("validFrom", awarded)
	if until := a.Expires(of); !until.IsZero() {
		w.text("validUntil", vc.DateTime(until.End()))
	}
	w.text("awardedDate", awarded)
	w.raw(`"credentialSubject":{`)
	w.text("id", b.SubjectID(a))
	w.raw(`"type":["` + ob3.TypeAchievementSubject + `"],`)
	if name := a.Recipient.Shown(a.ShownNames(&b.catalog.Site, of)); name != "" {
		w.raw(`"identifier":[{"type":"` + ob3.TypeIdentityObject + `","hashed":false,`)
		w.text("identityHash", plain(name))
		w.raw(`"identityType":"name"}],`)
	}
	w.results(b.results(a, of))
	w.raw(`"achievement":`)
	w.b = append(w.b, achievement...)
	w.raw(`},`)
	w.evidence(evidenceOf(a))
	w.statuses(b.statuses(status))
	w.b[len(w.b)-1] = '}'
	return w.b, w.err
}

// WithStatus returns an unsigned credential that was recorded without a place
// in the status lists, with one.
func (b *Builder) WithStatus(recorded []byte, status Status) ([]byte, error) {
	entries := b.statuses(status)
	if len(entries) == 0 || len(recorded) == 0 {
		return recorded, nil
	}
	w := writer{b: append([]byte(nil), recorded...)}
	w.b[len(w.b)-1] = ','
	w.statuses(entries)
	w.b[len(w.b)-1] = '}'
	return w.b, w.err
}

// achievement returns an Achievement as JSON, made once.
func (b *Builder) achievement(of *badge.Achievement) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if text := b.achievements[of]; text != nil {
		return text, nil
	}
	text, err := ob3.Marshal(b.Achievement(of))
	if err != nil {
		return nil, err
	}
	b.achievements[of] = text
	return text, nil
}

// SubjectID returns the id of a holder in the credential: an identifier of
// their own where they gave one, else one that derives from the site's seed
// and the award's key.
func (b *Builder) SubjectID(a *badge.Award) string {
	switch {
	case a.Recipient.DID != "":
		return a.Recipient.DID
	case a.Recipient.URL != "":
		return a.Recipient.URL
	}
	return b.subjects.ID(a.Key)
}

// Status is the place of a credential in the status lists. The zero value
// means that it has none.
type Status struct {
	List     int // number of the list, from 1
	Index    int
	Suspends bool // there is a list of suspensions beside that of revocations
}

// The purposes of status lists (Bitstring Status List v1.0 §2.1).
const (
	Revocation = "revocation"
	Suspension = "suspension"
)

// Purposes lists the purposes that a status serves.
func (s Status) Purposes() []string {
	switch {
	case s.List == 0:
		return nil
	case s.Suspends:
		return []string{Revocation, Suspension}
	}
	return []string{Revocation}
}

func (b *Builder) statuses(s Status) ob3.Statuses {
	var all ob3.Statuses
	for _, purpose := range s.Purposes() {
		list, index := b.site.URL(address.StatusList(purpose, s.List)), strconv.Itoa(s.Index)
		all = append(all, ob3.CredentialStatus{ID: list + "#" + index, Type: ob3.TypeStatusEntry,
			StatusPurpose: purpose, StatusListIndex: index, StatusListCredential: list})
	}
	return all
}

// plain is text as it is signed: of the control characters there are line
// feeds alone, because libraries write the others differently before they
// hash.
func plain(s string) string {
	if !strings.ContainsAny(s, "\t\r") {
		return s
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(s)
}

// plains is plain for several texts.
func plains(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = plain(s)
	}
	return all
}
