// Package vc implements the parts of Verifiable Credentials Data Model 2.0
// (W3C Recommendation, 15 May 2025) that every credential shares: its names,
// its times, the view that a verifier needs of any credential, and the claims
// that a credential carries as a JSON Web Token (Open Badges 3.0 §8.2.4, spec
// document 1.4.1 of 6 November 2025).
//
//	c, err := vc.Parse(document)        // strict on §4 of the data model
//	payload, err := vc.AddClaims(document)
//	document, err := vc.RemoveClaims(payload)
//
// Parse accepts one value or many where the data model does. It does not know
// what a credential claims, nor whether it is signed.
//
// Not covered: presentations, credentials of version 1.1 of the data model.
package vc

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// Context is the JSON-LD context that stands first in every credential (§4.3).
const Context = "https://www.w3.org/ns/credentials/v2"

// Names of types (§4.5).
const (
	TypeCredential = "VerifiableCredential"
	TypeStatusList = "BitstringStatusListCredential"
	TypeStatus     = "BitstringStatusListEntry"
)

// MediaType is that of a credential with an embedded proof (§6.2); MediaTypeJWT
// that of one secured as a token.
const (
	MediaType    = "application/vc"
	MediaTypeJWT = "application/vc+jwt"
)

// Credential is what a verifier needs of any credential.
type Credential struct {
	Context       []string // addresses in order; Context is the first
	InlineContext bool     // there are also contexts written out in place
	ID            string   // empty where there is none
	Type          []string
	Issuer        string    // id of the issuer
	ValidFrom     time.Time // zero where there is none
	ValidUntil    time.Time // zero where there is none
	Subjects      []string  // id of each subject, empty where it has none
	Status        []Status
}

// Is reports whether the credential has a type.
func (c *Credential) Is(typ string) bool { return slices.Contains(c.Type, typ) }

// Status is an entry of credentialStatus (§4.10). Beside ID and Type, the
// members are those of a bitstring status list and empty where they are absent.
type Status struct {
	ID                   string
	Type                 []string
	StatusPurpose        string
	StatusListIndex      string
	StatusListCredential string
	Raw                  json.RawMessage // the whole entry
}

// Is reports whether the entry has a type.
func (s *Status) Is(typ string) bool { return slices.Contains(s.Type, typ) }

// Parse reads a credential and refuses one that breaks a requirement of §4, or
// that two readers could understand differently. A proof is passed over.
func Parse(document []byte) (*Credential, error) {
	members, err := jcs.Members(document)
	if err != nil {
		return nil, fmt.Errorf("reading credential: %w", err)
	}
	c, err := read(members)
	if err != nil {
		return nil, fmt.Errorf("reading credential: %w", err)
	}
	return c, nil
}

func read(m object) (*Credential, error) {
	c := &Credential{}
	for _, part := range []struct {
		name string
		read func(*Credential, object) error
	}{
		{"@context", readContext}, {"id", readID}, {"type", readType}, {"issuer", readIssuer},
		{"validity", readPeriod}, {"credentialSubject", readSubjects}, {"credentialStatus", readStatus},
		{"name", readTexts}, {"other members", readTyped},
	} {
		if err := part.read(c, m); err != nil {
			return nil, fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return c, nil
}

func readContext(c *Credential, m object) error {
	values, err := m.list("@context")
	if err != nil {
		return err
	}
	for i, v := range values {
		switch s, err := text(v); {
		case err == nil && (i > 0 || s == Context):
			c.Context = append(c.Context, s)
		case i == 0:
			return fmt.Errorf("the first one must be %s", Context)
		case len(v) > 0 && v[0] == '{':
			c.InlineContext = true
		default:
			return errors.New("expected addresses or objects")
		}
	}
	if len(c.Context) == 0 {
		return fmt.Errorf("the first one must be %s", Context)
	}
	return nil
}

func readID(c *Credential, m object) (err error) {
	c.ID, err = m.optionalURL("id")
	return err
}

func readType(c *Credential, m object) (err error) {
	if c.Type, err = m.types(); err == nil && !c.Is(TypeCredential) {
		return fmt.Errorf("expected %s among %q", TypeCredential, c.Type)
	}
	return err
}

func readIssuer(c *Credential, m object) (err error) {
	raw, there := m["issuer"]
	if !there {
		return errMissing
	}
	if issuer, notObject := objectOf(raw); notObject == nil {
		if c.Issuer, err = issuer.optionalURL("id"); err == nil && c.Issuer == "" {
			return errors.New("the object has no id")
		}
		return err
	}
	c.Issuer, err = m.optionalURL("issuer")
	return err
}

func readPeriod(c *Credential, m object) (err error) {
	if c.ValidFrom, err = m.optionalTime("validFrom"); err != nil {
		return err
	}
	if c.ValidUntil, err = m.optionalTime("validUntil"); err != nil {
		return err
	}
	if !c.ValidFrom.IsZero() && !c.ValidUntil.IsZero() && c.ValidUntil.Before(c.ValidFrom) {
		return errors.New("validUntil is before validFrom")
	}
	return nil
}

func readSubjects(c *Credential, m object) error {
	values, err := m.list("credentialSubject")
	if err != nil {
		return err
	}
	if len(values) == 0 {
		return errMissing
	}
	for _, v := range values {
		subject, err := objectOf(v)
		if err != nil {
			return err
		}
		if len(subject) == 0 {
			return errors.New("the object is empty")
		}
		id, err := subject.optionalURL("id")
		if err != nil {
			return err
		}
		c.Subjects = append(c.Subjects, id)
	}
	return nil
}

func readStatus(c *Credential, m object) error {
	if _, there := m["credentialStatus"]; !there {
		return nil
	}
	values, err := m.list("credentialStatus")
	if err != nil {
		return err
	}
	if len(values) == 0 {
		return errors.New("the array is empty")
	}
	for _, v := range values {
		entry, err := objectOf(v)
		if err != nil {
			return err
		}
		s := Status{Raw: v}
		if s.Type, err = entry.types(); err != nil {
			return fmt.Errorf("type: %w", err)
		}
		if s.ID, err = entry.optionalURL("id"); err != nil {
			return fmt.Errorf("id: %w", err)
		}
		if s.Is(TypeStatus) {
			if err := s.bitstring(entry); err != nil {
				return err
			}
		}
		c.Status = append(c.Status, s)
	}
	return nil
}

// bitstring reads the members that Bitstring Status List v1.0 §2.1 requires.
// Whether the index lies in the list is for the list to say.
func (s *Status) bitstring(entry object) (err error) {
	for name, to := range map[string]*string{"statusPurpose": &s.StatusPurpose, "statusListIndex": &s.StatusListIndex} {
		raw, there := entry[name]
		if !there {
			return fmt.Errorf("%s: %w", name, errMissing)
		}
		if *to, err = text(raw); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	s.StatusListCredential, err = entry.optionalURL("statusListCredential")
	if err == nil && s.StatusListCredential == "" {
		err = errMissing
	}
	if err != nil {
		return fmt.Errorf("statusListCredential: %w", err)
	}
	return nil
}
