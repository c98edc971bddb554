package bitstring

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The values of type, and the JSON-LD context of a status list.
const (
	EntryType      = "BitstringStatusListEntry"
	CredentialType = "BitstringStatusListCredential"
	SubjectType    = "BitstringStatusList"
	Context        = "https://www.w3.org/ns/credentials/v2"
)

// Entry is the credentialStatus of a credential (§2.1).
type Entry struct {
	ID                   string `json:"id,omitempty"`         // never the URL of the list itself
	Type                 string `json:"type"`                 // EntryType
	StatusPurpose        string `json:"statusPurpose"`        // "revocation", "suspension" or "refresh"
	StatusListIndex      string `json:"statusListIndex"`      // decimal; see ParseIndex
	StatusListCredential string `json:"statusListCredential"` // URL of the Credential
}

// Credential is a BitstringStatusListCredential (§2.2) without its proof.
type Credential struct {
	Context           []string `json:"@context"`
	ID                string   `json:"id"` // URL at which it is served
	Type              []string `json:"type"`
	Issuer            string   `json:"issuer"` // DID, the same as that of the credentials
	ValidFrom         string   `json:"validFrom,omitempty"`
	ValidUntil        string   `json:"validUntil,omitempty"` // a list past this time fails every credential
	CredentialSubject Subject  `json:"credentialSubject"`
}

// Subject is the credentialSubject of a Credential.
type Subject struct {
	ID            string `json:"id,omitempty"`
	Type          string `json:"type"`          // SubjectType
	StatusPurpose string `json:"statusPurpose"` // one; verifiers refuse a list of them
	EncodedList   string `json:"encodedList"`
}

// NewEntry returns the entry with an index in the list at a URL.
func NewEntry(list, purpose string, index int) Entry {
	n := strconv.Itoa(index)
	return Entry{ID: list + "#" + n, Type: EntryType, StatusPurpose: purpose, StatusListIndex: n, StatusListCredential: list}
}

// NewCredential returns the status list that is served at a URL.
func NewCredential(url, issuer, purpose string, from time.Time, l *List) Credential {
	return Credential{
		Context:   []string{Context},
		ID:        url,
		Type:      []string{"VerifiableCredential", CredentialType},
		Issuer:    issuer,
		ValidFrom: from.UTC().Format("2006-01-02T15:04:05Z"),
		CredentialSubject: Subject{
			ID:            url + "#list",
			Type:          SubjectType,
			StatusPurpose: purpose,
			EncodedList:   l.Encode(),
		},
	}
}

// ParseIndex returns the number of a statusListIndex: digits, no sign, no
// zero in front.
func ParseIndex(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil || strconv.FormatUint(n, 10) != s {
		return 0, fmt.Errorf("%w: expected a whole number, found %.40q", ErrRange, s)
	}
	return int(n), nil
}

// Status reports whether the bit of an entry is set in the list, which has at
// most maxEntries entries; 0 means MaxEntries. It checks that the entry means
// this list and this purpose. The proof and the validity of the list are the
// caller's to check.
func (c *Credential) Status(e Entry, maxEntries int) (bool, error) {
	switch {
	case c.ID != e.StatusListCredential:
		return false, fmt.Errorf("%w: the entry names the list %.200q, the list is %.200q", ErrVerification, e.StatusListCredential, c.ID)
	case c.CredentialSubject.StatusPurpose != e.StatusPurpose:
		return false, fmt.Errorf("%w: the entry has the purpose %.40q, the list %.40q", ErrVerification, e.StatusPurpose, c.CredentialSubject.StatusPurpose)
	}
	index, err := ParseIndex(e.StatusListIndex)
	if err != nil {
		return false, err
	}
	l, err := Decode(c.CredentialSubject.EncodedList, maxEntries)
	switch {
	case errors.Is(err, ErrLength):
		return false, err
	case err != nil:
		return false, fmt.Errorf("%w: %w", ErrVerification, err)
	}
	return l.Get(index)
}

// ParseEntry reads one credentialStatus, of JSON that was found to be strict.
// It refuses what it could only misunderstand: an index that is no string,
// and entries of more than one bit.
func ParseEntry(b []byte) (Entry, error) {
	r := newReader(b)
	e := Entry{
		ID:                   r.text("id", false),
		Type:                 r.text("type", true),
		StatusPurpose:        r.text("statusPurpose", true),
		StatusListIndex:      r.text("statusListIndex", true),
		StatusListCredential: r.text("statusListCredential", true),
	}
	r.oneBit()
	if e.Type != EntryType {
		r.fail("type is %.60q, not %s", e.Type, EntryType)
	}
	if e.ID != "" && e.ID == e.StatusListCredential {
		r.fail("id is the URL of the list")
	}
	if _, err := ParseIndex(e.StatusListIndex); err != nil {
		r.fail("statusListIndex: %w", err)
	}
	if *r.err != nil {
		return Entry{}, fmt.Errorf("reading status entry: %w", *r.err)
	}
	return e, nil
}

// ParseCredential reads a BitstringStatusListCredential, of JSON that was
// found to be strict. Its proof and other members are passed over; an issuer
// that is an object is taken by its id.
func ParseCredential(b []byte) (*Credential, error) {
	r := newReader(b)
	c := &Credential{
		ID:         r.text("id", true),
		Type:       r.texts("type"),
		ValidFrom:  r.text("validFrom", false),
		ValidUntil: r.text("validUntil", false),
	}
	// A context may hold objects; it is for JSON-LD to judge.
	_ = json.Unmarshal(r.members["@context"], &c.Context)
	if issuer := r.members["issuer"]; strings.HasPrefix(string(issuer), "{") {
		c.Issuer = r.inside("issuer").text("id", true)
	} else {
		c.Issuer = r.text("issuer", true)
	}
	s := r.inside("credentialSubject")
	types := s.texts("type")
	c.CredentialSubject = Subject{
		ID:            s.text("id", false),
		Type:          SubjectType,
		StatusPurpose: s.text("statusPurpose", true),
		EncodedList:   s.text("encodedList", true),
	}
	s.oneBit()
	if !slices.Contains(c.Type, CredentialType) {
		r.fail("type has no %s", CredentialType)
	}
	if !slices.Contains(types, SubjectType) {
		r.fail("the type of credentialSubject is not %s", SubjectType)
	}
	if *r.err != nil {
		return nil, fmt.Errorf("reading status list credential: %w", *r.err)
	}
	return c, nil
}
