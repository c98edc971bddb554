package render

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// signs reports whether the site has a signed half: a key, or something that
// was signed.
func (s *site) signs() bool {
	return s.publishes("ob3") && (len(s.Keys) > 0 || len(s.Issued().ListNames()) > 0)
}

// openBadges3 yields the signed half of the site, but for awards: what the
// issuer and each achievement are, and the status lists. All that is signed
// comes from the store as it was; no key is needed.
func (s *site) openBadges3(yield func(Entry) bool) bool {
	if !s.signs() {
		return true
	}
	document := func(p address.Path, fp digest, make func() (any, error)) bool {
		return yield(file(p, fp, func() ([]byte, error) {
			doc, err := make()
			if err != nil {
				return nil, err
			}
			text, err := ob3.Marshal(doc)
			return append(text, '\n'), err
		}))
	}
	if !document(address.ProfileDocument(), s.sum(s.base, "profile3"), func() (any, error) {
		p := s.sayings.builder.Profile()
		p.Context = ob3.Contexts()
		return p, nil
	}) {
		return false
	}
	for _, a := range s.Achievements {
		if !document(address.AchievementDocument(a.Slug, a.Version), s.sum(s.base, "achievement3", s.digests[a]), func() (any, error) {
			doc := s.sayings.builder.Achievement(a)
			doc.Context = ob3.Contexts()
			return doc, nil
		}) {
			return false
		}
	}
	return s.statusLists(yield)
}

// signed yields what is signed of an award: its credential in both forms, and
// its drawing with the credential in it.
func (s *site) signed(e check.Entry, yield func(Entry) bool) bool {
	if !s.hasSigned(e) {
		return true
	}
	fp := s.saidDigest(e)
	credential := func() ([]byte, error) {
		d, err := s.said(e)
		if err != nil {
			return nil, err
		}
		return append(append(room(), d.signed()...), '\n'), nil
	}
	return yield(lent(file(address.Credential(e.ID), s.sum("credential", fp), credential))) &&
		yield(lent(file(address.CredentialJWT(e.ID), s.sum("jwt", fp), func() ([]byte, error) { return s.token(e) }))) &&
		(!hasSVG(e.Achievement) || yield(lent(file(address.BakedSVG(e.ID), s.sum("baked svg", fp, s.drawings[e.Achievement].digest), func() ([]byte, error) { return s.bakeSVG(e) }))))
}

// token is an award's credential as a JSON Web Token: its payload is the
// canonical form of the credential without its proof, with the claims, and
// only what is not in the credential is kept in the store.
func (s *site) token(e check.Entry) ([]byte, error) {
	d, err := s.said(e)
	if err != nil {
		return nil, err
	}
	buffer := payloads.Get().(*[]byte)
	defer payloads.Put(buffer)
	payload, err := vc.AppendClaimsSigned((*buffer)[:0], d.signed()) // the store takes no other than strict JSON
	if err != nil {
		return nil, fmt.Errorf("the token of %s: %w", e.Key, err)
	}
	*buffer = payload
	if sha256.Sum256(payload) != d.line.Payload {
		return nil, fmt.Errorf("the token of %s: its payload is not what was signed; restore content/issued from git", e.Key)
	}
	return jose.AppendAttached(room(), d.line.JWS, payload)
}

// payloads are what tokens are made around.
var payloads = sync.Pool{New: func() any { return new([]byte) }}

// statusLists yields the newest signed form of every status list.
func (s *site) statusLists(yield func(Entry) bool) bool {
	lists, err := s.StatusLists()
	if err != nil {
		return yield(file("status/index.json", digest{}, func() ([]byte, error) { return nil, err })) // a checked site has none such
	}
	for _, l := range lists {
		if l.By == nil {
			continue
		}
		name := l.Name
		if !yield(file(address.StatusList(l.Purpose, l.Number), s.sum("status", name, l.By.Name, l.By.Files[name+".json"]), func() ([]byte, error) {
			text, _, err := s.Issued().List(name)
			return append(text, '\n'), err
		})) {
			return false
		}
	}
	return true
}

// bakeSVG puts an award's credential into the drawing of its achievement.
func (s *site) bakeSVG(e check.Entry) ([]byte, error) {
	drawing, err := s.drawings[e.Achievement].picture()
	if err != nil {
		return nil, err
	}
	d, err := s.said(e)
	if err != nil {
		return nil, err
	}
	return drawing.Append(room(), baking.Credential{Version: baking.OB3, Text: string(d.signed())})
}
