//go:build interop

package generator_test

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

// proofVerifiers judge the proof, dates and status of a credential.json.
func proofVerifiers() []string { return []string{"verifier-core", "digitalbazaar/vc"} }

// tokenVerifiers judge a credential.jwt, each with the key from another place.
func tokenVerifiers() []string { return []string{"jose did.json", "jose /keys/", "jose JWKS"} }

// published lists the cases of a site as it is: every document in it that a
// verifier may be handed.
func (s *site) published(t *testing.T) []verifierCase {
	t.Helper()
	all := s.signed(t, "")
	add := func(what string, p address.Path, want string, by ...string) {
		for _, v := range by {
			all = append(all, verifierCase{Verifier: v, URL: s.at.URL(p), what: what, document: s.at.URL(p), want: want})
		}
	}
	signed := 0
	for _, p := range s.files(t) {
		switch id, isAward := address.AwardID(p); {
		case strings.HasPrefix(string(p), "status/"):
			add("status list", p, valid, "digitalbazaar/vc", "verifier-core", "jsonld safe")
		case p == s.at.DIDDocument():
			add("did.json", p, valid, "did-method-web", "jsonld safe")
		case p == address.ProfileDocument():
			add("profile.json", p, valid, "ajv profile", "jsonld safe")
		case strings.HasSuffix(string(p), "/achievement.json"):
			add("achievement.json", p, valid, "jsonld safe")
		case slices.Contains([]string{"assertion.json", "badgeclass.json", "issuer.json"}, path.Base(string(p))):
			add("documents of OB 2.0", p, valid, "jsonld safe")
		case isAward && p == address.Credential(id):
			if _, ok := s.states[id]; !ok {
				add("what is left of a credential", p, refused, append(proofVerifiers(), "ajv strict", "ajv json-ld")...)
				continue
			}
			signed++
			// A second status list makes an array, which both schemas refuse.
			what, form := "form of a credential", valid
			if strings.Contains(s.read(t, p), `"credentialStatus":[`) {
				what, form = "form of a credential with two status lists", refused
			}
			add(what, p, form, "ajv strict", "ajv json-ld")
			add(what, p, valid, "jsonld safe")
			if s.stateOf(t, id, "verifier-core schema") == valid {
				add(what, p, form, "verifier-core schema")
			}
			all = append(all, s.formsOfToken(t, id, what+", as token", form)...)
		case isAward && (p == address.BakedPNG(id) || p == address.BakedSVG(id)):
			state, ok := s.states[id]
			if !ok {
				t.Errorf("%s: a picture is left of a former credential", s.at.URL(p))
				continue
			}
			what := "baked " + strings.TrimPrefix(filepath.Ext(string(p)), ".")
			add(what, p, s.stateOf(t, id, "baked OB 3.0"), "baked OB 3.0")
			if p == address.BakedPNG(id) && state == badge.Standing {
				add(what, p, valid, "baked OB 2.0")
			}
		}
	}
	if signed != len(s.states) {
		t.Errorf("%s publishes %d credentials of %d that are signed", s.at, signed, len(s.states))
	}
	return all
}

// formsOfToken lists the cases of the payload of a token. It is the credential
// with registered claims, which Open Badges allows; JSON-LD knows them only
// since a later revision of the context, so there they are left out.
func (s *site) formsOfToken(t *testing.T, id, what, form string) []verifierCase {
	t.Helper()
	url := s.at.URL(address.CredentialJWT(id))
	payload, _, err := tokenParts(s.read(t, address.CredentialJWT(id)))
	if err != nil {
		t.Fatal(err)
	}
	bare := decoded(t, string(payload))
	for _, claim := range []string{"iss", "sub", "jti", "nbf", "exp"} {
		delete(bare, claim)
	}
	return []verifierCase{
		{Verifier: "ajv strict", Text: string(payload), what: what, document: url, want: form},
		{Verifier: "ajv json-ld", Text: string(payload), what: what, document: url, want: form},
		{Verifier: "jsonld safe", Text: encoded(t, bare), what: what, document: url, want: valid},
	}
}

// signed lists the cases of the proofs and tokens of a site, with what is
// wanted of them; empty means what their state asks for.
func (s *site) signed(t *testing.T, want string) []verifierCase {
	t.Helper()
	all := s.proofs(t, want)
	for _, id := range sortedKeys(s.states) {
		url := s.at.URL(address.CredentialJWT(id))
		for _, v := range tokenVerifiers() {
			all = append(all, s.judged(t, id, verifierCase{Verifier: v, URL: url, document: url, want: want})...)
		}
	}
	return all
}

// proofs is signed without the tokens.
func (s *site) proofs(t *testing.T, want string) []verifierCase {
	t.Helper()
	var all []verifierCase
	for _, id := range sortedKeys(s.states) {
		url := s.at.URL(address.Credential(id))
		for _, v := range proofVerifiers() {
			all = append(all, s.judged(t, id, verifierCase{Verifier: v, URL: url, document: url, want: want})...)
		}
	}
	return all
}

// judged completes a case of an award. One that expired is judged a second
// time on its last day where the verifier lets us say which day it is: that it
// is over must be all that is wrong with it.
func (s *site) judged(t *testing.T, id string, c verifierCase) []verifierCase {
	t.Helper()
	given := c.want != ""
	if state := s.stateOf(t, id, c.Verifier); !given {
		c.want = state
	} else if state == expired {
		return nil // some verifiers look no further than that
	}
	c.what = "credential, " + c.want
	if s.lost[id] {
		c.what = "credential whose key is compromised"
	}
	if c.want != expired || given || c.Verifier == "verifier-core" {
		return []verifierCase{c}
	}
	then := c
	then.what, then.want, then.Now = "credential, on its last day", s.standing(id), s.validUntil(t, id).Add(-time.Hour).Format(time.RFC3339)
	return []verifierCase{c, then}
}

// stateOf says what a verifier is to say of an award today.
func (s *site) stateOf(t *testing.T, id, verifier string) string {
	t.Helper()
	if s.lost[id] {
		return refused
	}
	if until := s.validUntil(t, id); verifier != "verifier-core schema" && !until.IsZero() && until.Before(time.Now()) {
		return expired
	}
	if verifier == "verifier-core schema" {
		return valid
	}
	return s.standing(id)
}

func (s *site) standing(id string) string {
	switch {
	case s.states[id] == badge.Standing:
		return valid
	case s.states[id] == badge.Suspended:
		return suspended
	}
	return revoked
}

// validUntil returns the end of an award; zero: none.
func (s *site) validUntil(t *testing.T, id string) time.Time {
	t.Helper()
	var c struct {
		ValidUntil time.Time `json:"validUntil"`
	}
	if err := json.Unmarshal([]byte(s.read(t, address.Credential(id))), &c); err != nil {
		t.Fatal(err)
	}
	return c.ValidUntil
}

// read returns what is published at a path.
func (s *site) read(t *testing.T, p address.Path) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.out, filepath.FromSlash(p.File())))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// files lists every path of the published site.
func (s *site) files(t *testing.T) []address.Path {
	t.Helper()
	var all []address.Path
	err := filepath.WalkDir(s.out, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err = filepath.Rel(s.out, name)
		all = append(all, address.Path(filepath.ToSlash(name)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
