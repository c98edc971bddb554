package issue

import (
	"crypto"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/vc"
	"github.com/sealpress/sealpress/generator/store"
)

// sound holds the whole store against everything that is promised of it.
func (s *site) sound() {
	s.t.Helper()
	st := s.store()
	places := map[place]badge.Key{}
	editions := map[string]bool{}
	for r := range st.Records() {
		name := fmt.Sprint(r.Award, " ", r.Edition, " ", r.Signed)
		if editions[name] {
			s.t.Errorf("%s was issued twice", name)
		}
		editions[name] = true
		l, err := st.Line(r)
		if err != nil {
			s.t.Fatal(err)
		}
		if !r.Signed {
			continue
		}
		at := place{r.Status.List, r.Status.Index}
		if other, taken := places[at]; taken {
			s.t.Errorf("%s and %s have the place %v", r.Award, other, at)
		}
		places[at] = r.Award
		if err := s.verifies(l); err != nil {
			s.t.Errorf("%s: %v", r.Award, err)
		}
		facts, err := credential.Read(l.Credential)
		if err != nil || facts.Status != (credential.Status{List: int(r.Status.List), Index: int(r.Status.Index), Suspends: r.Status.Suspends}) {
			s.t.Errorf("%s: the credential says %+v (%v), the record %+v", r.Award, facts, err, r.Status)
		}
	}
	for _, name := range st.ListNames() {
		list, _, err := st.List(name)
		if err == nil {
			err = s.verify(list)
		}
		if err != nil {
			s.t.Errorf("%s: %v", name, err)
		}
	}
}

// verifies holds both signatures of a line against the site's key.
func (s *site) verifies(l *store.Line) error {
	if err := s.verify(l.Credential); err != nil {
		return err
	}
	m := map[string]json.RawMessage{}
	if err := json.Unmarshal(l.Credential, &m); err != nil {
		return err
	}
	bare, _, found := strings.Cut(string(l.Credential), `,"proof":[`)
	if !found {
		return errors.New("the proof is not the last member")
	}
	payload, err := vc.AddClaims([]byte(bare + "}"))
	if err != nil {
		return err
	}
	if sha256.Sum256(payload) != l.Payload {
		return errors.New("the digest of the payload is not that of the payload")
	}
	token, err := jose.Attach(l.JWS, payload)
	if err != nil {
		return err
	}
	_, header, err := jose.Verify(token, []jose.Algorithm{jose.ES256}, func(jose.Header) (crypto.PublicKey, error) { return s.pair.P256.Public(), nil })
	if kid, _ := jose.Thumbprint(s.pair.P256.Public()); err == nil && header.KeyID != "did:web:credentials.harbour.example#"+kid {
		err = fmt.Errorf("the token names the key %s", header.KeyID)
	}
	return err
}

// verify holds an embedded proof against the site's key.
func (s *site) verify(doc []byte) error {
	ed, _ := s.pair.Public()
	checked, err := dataintegrity.Verify(doc, func(method string) (crypto.PublicKey, string, error) {
		if want := "did:web:credentials.harbour.example#" + ed; method != want {
			return nil, "", fmt.Errorf("the proof names the key %s, want %s", method, want)
		}
		return s.pair.Ed25519.Public(), "did:web:credentials.harbour.example", nil
	}, dataintegrity.VerifyOptions{})
	if err == nil && len(checked) != 1 {
		err = fmt.Errorf("%d proofs, want one", len(checked))
	}
	return err
}

// bit wants that the newest signed list says something of a place.
func (s *site) bit(list string, index int32, want bool) {
	s.t.Helper()
	text, _, err := s.store().List(list)
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := bitstring.ParseCredential(text)
	if err != nil {
		s.t.Fatal(err)
	}
	bits, err := bitstring.Decode(c.CredentialSubject.EncodedList, bitstring.MinEntries)
	if err != nil {
		s.t.Fatal(err)
	}
	if got, err := bits.Get(int(index)); got != want || err != nil {
		s.t.Errorf("%s says %v of %d (%v), want %v", list, got, index, err, want)
	}
}
