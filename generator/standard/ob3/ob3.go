// Package ob3 implements the data classes of Open Badges 3.0 (1EdTech, spec
// document 1.4.1 of 6 November 2025): AchievementCredential with everything it
// holds, EndorsementCredential for reading, and Achievement and Profile as
// documents of their own.
//
// Build a value, Marshal it, Check the text, then sign it:
//
//	text, err := ob3.Marshal(credential)
//	if found := ob3.Check(text); len(found) > 0 { … }
//
// Names are the specification's own. Optional members are left out where they
// are empty, sets are always arrays, and the order of members is fixed, so that
// equal documents are equal bytes. Reading is kinder than writing: where the
// JSON-LD form of the schema allows a single value in place of an array, Parse
// takes it.
//
// Check holds a document against the strict JSON Schema and against what the
// specification and its verifiers demand beyond that. It answers for one
// profile of the standard: contexts credentials/v2 and one release of the Open
// Badges context, no extensions, so that every member has a meaning and is
// signed. A credential that Check refuses may still be a valid credential of
// somebody else.
//
// Not covered: proofs (they are carried, not made), credentials of VCDM 1.1,
// language maps, extensions with a context of their own.
package ob3

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// Context is the JSON-LD context of Open Badges 3.0. It stands second, after
// the one of Verifiable Credentials. 3.0.3 is the release that every verifier
// carries within itself.
const Context = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

// credentialsContext is the one that stands first (VCDM 2.0 §4.3).
const credentialsContext = "https://www.w3.org/ns/credentials/v2"

// Contexts returns the value of "@context" of every document written here.
func Contexts() []string { return []string{credentialsContext, Context} }

// CredentialTypes returns the value of "type" of an AchievementCredential. Of
// its two names verifiers know this one best.
func CredentialTypes() []string { return []string{TypeVerifiableCredential, TypeOpenBadgeCredential} }

// EndorsementTypes returns the value of "type" of an EndorsementCredential.
func EndorsementTypes() []string {
	return []string{TypeVerifiableCredential, TypeEndorsementCredential}
}

// Names of the classes. The type of Image, IdentityObject, IdentifierEntry and
// GeoCoordinates is a plain string, that of all others a set.
const (
	TypeVerifiableCredential  = "VerifiableCredential"
	TypeOpenBadgeCredential   = "OpenBadgeCredential"
	TypeAchievementCredential = "AchievementCredential"
	TypeEndorsementCredential = "EndorsementCredential"
	TypeAchievementSubject    = "AchievementSubject"
	TypeEndorsementSubject    = "EndorsementSubject"
	TypeAchievement           = "Achievement"
	TypeProfile               = "Profile"
	TypeAddress               = "Address"
	TypeAlignment             = "Alignment"
	TypeEvidence              = "Evidence"
	TypeGeoCoordinates        = "GeoCoordinates"
	TypeIdentifierEntry       = "IdentifierEntry"
	TypeIdentityObject        = "IdentityObject"
	TypeImage                 = "Image"
	TypeRelated               = "Related"
	TypeResult                = "Result"
	TypeResultDescription     = "ResultDescription"
	TypeRubricCriterionLevel  = "RubricCriterionLevel"
	TypeStatusEntry           = "BitstringStatusListEntry"
)

// Set is a multi-valued member. It is written as an array; a single value is
// read as a set of one, which the JSON-LD form of the schema allows.
type Set[T any] []T

// UnmarshalJSON reads an array or a single value.
func (s *Set[T]) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '[' {
		return json.Unmarshal(text, (*[]T)(s))
	}
	var one T
	if err := json.Unmarshal(text, &one); err != nil {
		return err
	}
	*s = Set[T]{one}
	return nil
}

// ContextSet holds the addresses of contexts, in order. Contexts that are
// written out in place are passed over when reading: no document written here
// has one.
type ContextSet []string

// UnmarshalJSON reads an array or a single value.
func (s *ContextSet) UnmarshalJSON(text []byte) error {
	var all Set[json.RawMessage]
	if err := all.UnmarshalJSON(text); err != nil {
		return err
	}
	*s = nil
	for _, one := range all {
		if one[0] == '{' {
			continue
		}
		var address string
		if err := json.Unmarshal(one, &address); err != nil {
			return err
		}
		*s = append(*s, address)
	}
	return nil
}

// Float is a number of the specification. It is written without an exponent.
type Float float64

// MarshalJSON writes the shortest decimal that reads back as the same number.
func (f Float) MarshalJSON() ([]byte, error) {
	if v := float64(f); math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, fmt.Errorf("%v is not a JSON number", v)
	}
	return strconv.AppendFloat(make([]byte, 0, 24), float64(f), 'f', -1, 64), nil
}

// Marshal writes a document as one line of JSON without a line end. "&", "<"
// and ">" become \u0026, \u003c and \u003e: one widely used loader decodes HTML
// entities before it parses.
func Marshal(document any) ([]byte, error) {
	text, err := json.Marshal(document)
	if err != nil {
		return nil, fmt.Errorf("writing Open Badges 3.0 JSON: %w", err)
	}
	return text, nil
}

// Parse reads an AchievementCredential, ours or another's. It checks that the
// text has the shape of one, not that it obeys the specification: that is
// Check. Members that have no field are passed over.
func Parse(text []byte) (*AchievementCredential, error) { return parse[AchievementCredential](text) }

// ParseEndorsement reads an EndorsementCredential, as found in an endorsement
// member.
func ParseEndorsement(text []byte) (*EndorsementCredential, error) {
	return parse[EndorsementCredential](text)
}

// ParseAchievement reads an Achievement document.
func ParseAchievement(text []byte) (*Achievement, error) { return parse[Achievement](text) }

// ParseProfile reads a Profile document.
func ParseProfile(text []byte) (*Profile, error) { return parse[Profile](text) }

func parse[T any](text []byte) (*T, error) {
	if err := exact(text); err != nil {
		return nil, fmt.Errorf("reading Open Badges 3.0: %w", err)
	}
	var v T
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, fmt.Errorf("reading Open Badges 3.0: %w", err)
	}
	return &v, nil
}

// exact refuses what encoding/json would read otherwise than others do: it
// takes "ISSUER" for "issuer".
func exact(text []byte) error {
	if err := jcs.Strict(text); err != nil {
		return err
	}
	w := walker{text: string(text)}
	w.space()
	if w.peek() != '{' {
		return errors.New("expected an object")
	}
	return w.exact()
}
