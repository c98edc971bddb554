package render

import (
	"crypto"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// publicKeys yields the document of the site's did:web and the public keys:
// each as a bare JWK, because some verifiers want one key behind a kid and not
// a set, and all in one set.
func (s *site) publicKeys(yield func(Entry) bool) bool {
	if len(s.Keys) == 0 || !s.publishes("ob3") || s.sayings.builder.CanSign() != nil {
		return true
	}
	fp := s.sum(s.base, "keys", s.Keys)
	if !yield(file(s.address.DIDDocument(), fp, s.didDocument)) || !yield(file(address.Keys(), fp, s.keySet)) {
		return false
	}
	keys, err := s.publicHalves()
	if err != nil {
		return yield(file(address.KeyFile("unreadable"), fp, func() ([]byte, error) { return nil, err })) // a checked site has none such
	}
	for _, k := range keys {
		if !k.of.Trusted() {
			continue // who looks no further than this file must not find it
		}
		if !yield(file(address.KeyFile(k.kid), fp, func() ([]byte, error) { return k.jwk(k.kid) })) {
			return false
		}
	}
	return true
}

// publicHalf is one half of a pair, as it is published.
type publicHalf struct {
	of  *badge.SigningKey
	key crypto.PublicKey
	alg jose.Algorithm // EdDSA: it verifies Data Integrity proofs; ES256: tokens
	kid string         // thumbprint
}

// publicHalves returns the public keys of the site, oldest first, of each pair
// the half for proofs before the half for tokens.
func (s *site) publicHalves() ([]publicHalf, error) {
	var all []publicHalf
	for _, k := range s.Keys {
		for _, half := range []struct {
			multikey string
			alg      jose.Algorithm
		}{{k.Ed25519, jose.EdDSA}, {k.P256, jose.ES256}} {
			pub, err := multibase.ParseMultikey(half.multikey)
			if err != nil {
				return nil, fmt.Errorf("reading the key %s: %w", k.Name, err)
			}
			kid, err := jose.Thumbprint(pub)
			if err != nil {
				return nil, fmt.Errorf("naming the key %s: %w", k.Name, err)
			}
			all = append(all, publicHalf{of: k, key: pub, alg: half.alg, kid: kid})
		}
	}
	return all, nil
}

// jwk writes a key as a document of its own.
func (h publicHalf) jwk(kid string) ([]byte, error) {
	k, err := jose.PublicJWK(h.key, kid, h.alg)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(k)
	return append(text, '\n'), err
}

// method is a key as the document of the DID lists it.
func (h publicHalf) method(id string) (m did.VerificationMethod, err error) {
	if h.alg == jose.EdDSA {
		m, err = did.NewMultikey(id, h.key)
	} else {
		m, err = did.NewJSONWebKey(id, h.kid, h.key)
	}
	if c := h.of.Compromised; !c.IsZero() {
		m.Revoked = c.Start().Format(time.RFC3339)
	}
	return m, err
}

// didDocument lists every key. A retired one may still assert, because what it
// signed stays valid; a compromised one may not, and says so.
func (s *site) didDocument() ([]byte, error) {
	keys, err := s.publicHalves()
	if err != nil {
		return nil, err
	}
	d := did.New(s.sayings.builder.DID())
	for _, k := range keys {
		m, err := k.method(d.ID)
		if err != nil {
			return nil, err
		}
		d.Add(m)
	}
	return d.Marshal()
}

// keySet is the set of keys that are to be believed. Their kids are those that
// tokens name.
func (s *site) keySet() ([]byte, error) {
	keys, err := s.publicHalves()
	if err != nil {
		return nil, err
	}
	set := jose.Set{Keys: []jose.JWK{}}
	for _, h := range keys {
		if !h.of.Trusted() {
			continue
		}
		k, err := jose.PublicJWK(h.key, s.sayings.builder.DID()+"#"+h.kid, h.alg)
		if err != nil {
			return nil, err
		}
		set.Keys = append(set.Keys, k)
	}
	text, err := json.Marshal(set)
	return append(text, '\n'), err
}

// sayKeys puts the keys of the site on the issuer's page, newest first.
func (s *site) sayKeys(out *page.Issuer) {
	out.DIDDocument = s.address.Href(s.address.DIDDocument())
	files := map[*badge.SigningKey][]string{}
	halves, _ := s.publicHalves() // a checked site has no key that cannot be read
	for _, h := range halves {
		if h.of.Trusted() {
			files[h.of] = append(files[h.of], s.address.Href(address.KeyFile(h.kid)))
		}
	}
	for _, k := range slices.Backward(s.Keys) {
		out.Keys = append(out.Keys, page.Key{Name: k.Name, Made: day(k.Created), Retired: day(k.Retired), Compromised: day(k.Compromised), Files: files[k]})
	}
}
