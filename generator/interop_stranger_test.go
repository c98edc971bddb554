//go:build interop

package generator_test

import (
	"crypto"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jose"
)

// stranger has keys that are not the site's.
type stranger struct {
	pair keyring.Pair
	now  time.Time
}

func newStranger(t *testing.T) *stranger {
	t.Helper()
	now := time.Now().Add(-time.Minute).UTC().Truncate(time.Second)
	pair, err := keyring.Generate("stranger", badge.DateOf(now), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &stranger{pair, now}
}

// forged lists the credentials of a site signed again with the stranger's
// keys, under the names of the site's own.
func (x *stranger) forged(t *testing.T, s *site, want string) []verifierCase {
	t.Helper()
	var all []verifierCase
	for _, id := range sortedKeys(s.states) {
		if s.stateOf(t, id, "digitalbazaar/vc") != valid {
			continue
		}
		add := func(text string, by ...string) {
			for _, v := range by {
				all = append(all, verifierCase{Verifier: v, Text: text, what: "signed with another key under the name of ours, " + want, document: s.at.URL(address.Credential(id)), want: want})
			}
		}
		doc := decoded(t, s.read(t, address.Credential(id)))
		method := doc["proof"].([]any)[0].(map[string]any)["verificationMethod"].(string)
		delete(doc, "proof")
		add(string(x.sign(t, doc, method)), proofVerifiers()...)

		payload, header, err := tokenParts(s.read(t, address.CredentialJWT(id)))
		if err != nil {
			t.Fatal(err)
		}
		token, err := jose.Sign(payload, header, x.pair.P256)
		if err != nil {
			t.Fatal(err)
		}
		add(token, tokenVerifiers()...)
	}
	return all
}

// takeOver gives the stranger's keys out as those of a site, under the names
// that the site's own have, with status lists to match.
func (x *stranger) takeOver(t *testing.T, w *world, s *site) {
	t.Helper()
	multikey, _ := x.pair.Public()
	own := map[string]jose.JWK{}
	for alg, pub := range map[jose.Algorithm]crypto.PublicKey{jose.EdDSA: x.pair.Ed25519.Public(), jose.ES256: x.pair.P256.Public()} {
		jwk, err := jose.PublicJWK(pub, "stranger", alg)
		if err != nil {
			t.Fatal(err)
		}
		own[jwk.KeyType] = jwk
	}
	swap := func(jwk map[string]any) {
		kid := jwk["kid"]
		for name, value := range decoded(t, encoded(t, own[jwk["kty"].(string)])) {
			jwk[name] = value
		}
		jwk["kid"] = kid
	}
	answer := func(p address.Path, change func(map[string]any)) {
		doc := decoded(t, s.read(t, p))
		change(doc)
		w.replace(s.at.URL(p), []byte(encoded(t, doc)))
	}
	var method string
	answer(s.at.DIDDocument(), func(d map[string]any) {
		for _, m := range d["verificationMethod"].([]any) {
			m := m.(map[string]any)
			if m["type"] == "Multikey" {
				m["publicKeyMultibase"], method = multikey, m["id"].(string)
			} else {
				swap(m["publicKeyJwk"].(map[string]any))
			}
		}
	})
	answer(address.Keys(), func(set map[string]any) {
		for _, k := range set["keys"].([]any) {
			swap(k.(map[string]any))
		}
	})
	for _, p := range s.files(t) {
		switch {
		case strings.HasPrefix(string(p), "keys/"):
			answer(p, swap)
		case strings.HasPrefix(string(p), "status/"):
			list := decoded(t, s.read(t, p))
			delete(list, "proof")
			w.replace(s.at.URL(p), x.sign(t, list, method))
		}
	}
}

// sign puts the stranger's proof on a document, under the name of a method.
func (x *stranger) sign(t *testing.T, doc map[string]any, method string) []byte {
	t.Helper()
	text, err := dataintegrity.Sign([]byte(encoded(t, doc)), dataintegrity.Options{VerificationMethod: method, Created: x.now}, x.pair.Ed25519)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
