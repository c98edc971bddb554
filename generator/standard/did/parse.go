package did

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jose"
)

// Parse reads the document of a DID. Its id must be that DID, and all ids in
// it absolute; members that are not covered are passed over, and so is a
// missing @context. No member and no method may stand twice.
func Parse(b []byte, id string) (*Document, error) {
	d, err := parse(b, id)
	if err != nil {
		return nil, fmt.Errorf("reading DID document: %w", err)
	}
	return d, nil
}

func parse(b []byte, id string) (*Document, error) {
	members, err := jcs.Limits{Size: maxRead}.Members(b)
	if err != nil {
		return nil, err
	}
	d := &Document{unreadable: map[string]error{}}
	if d.ID, err = text(members, "id", true); err != nil {
		return nil, err
	}
	if d.ID != id || !valid(id) {
		return nil, fmt.Errorf("the document is that of %.200q, not of %.200q", d.ID, id)
	}
	// A context may be one string, or hold objects; nothing here hangs on it.
	_ = json.Unmarshal(members["@context"], &d.Context)

	methods, err := array(members, "verificationMethod")
	if err != nil {
		return nil, err
	}
	for _, raw := range methods {
		if _, err := d.addMethod(raw); err != nil {
			return nil, err
		}
	}
	asserting, err := array(members, AssertionMethod)
	if err != nil {
		return nil, err
	}
	for _, raw := range asserting {
		var id string
		if json.Unmarshal(raw, &id) == nil {
			if _, _, err := Split(id); err != nil {
				return nil, err
			}
		} else if id, err = d.addMethod(raw); err != nil { // embedded
			return nil, err
		}
		d.AssertionMethod = append(d.AssertionMethod, id)
	}
	return d, nil
}

// addMethod reads a verification method and returns its id.
func (d *Document) addMethod(raw json.RawMessage) (string, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil || members == nil {
		return "", errors.New("expected a verification method that is an object")
	}
	m := VerificationMethod{}
	for _, f := range []struct {
		to       *string
		name     string
		required bool
	}{
		{&m.ID, "id", true}, {&m.Type, "type", true}, {&m.Controller, "controller", true},
		{&m.PublicKeyMultibase, "publicKeyMultibase", false}, {&m.Expires, "expires", false}, {&m.Revoked, "revoked", false},
	} {
		var err error
		if *f.to, err = text(members, f.name, f.required); err != nil {
			return "", err
		}
	}
	if _, _, err := Split(m.ID); err != nil {
		return "", err
	}
	if slices.ContainsFunc(d.VerificationMethod, func(other VerificationMethod) bool { return other.ID == m.ID }) {
		return "", fmt.Errorf("the method %.200q stands twice", m.ID)
	}
	if jwk, ok := members["publicKeyJwk"]; ok {
		k, err := publicJWK(jwk)
		if err != nil {
			d.unreadable[m.ID] = err
		} else {
			m.PublicKeyJWK = &k
		}
	}
	d.VerificationMethod = append(d.VerificationMethod, m)
	return m.ID, nil
}

func publicJWK(raw json.RawMessage) (jose.JWK, error) {
	pub, kid, err := jose.ParseJWK(raw)
	if err != nil {
		return jose.JWK{}, err
	}
	return jose.PublicJWK(pub, kid, "")
}

// text returns a member that is a string.
func text(members map[string]json.RawMessage, name string, required bool) (string, error) {
	raw, ok := members[name]
	if !ok && !required {
		return "", nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil || s == "" {
		return "", fmt.Errorf("expected %s, a string", name)
	}
	return s, nil
}

// array returns a member that is an array, or nothing where it is absent.
func array(members map[string]json.RawMessage, name string) ([]json.RawMessage, error) {
	raw, ok := members[name]
	if !ok {
		return nil, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil || list == nil {
		return nil, fmt.Errorf("expected %s, an array", name)
	}
	return list, nil
}
