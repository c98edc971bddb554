// Package ob2 implements the data classes of Open Badges 2.0 (IMS Global,
// final release of 12 April 2018, revision of 21 May 2021) as far as hosted
// verification needs them: Assertion, BadgeClass, Profile and RevocationList.
//
// Names are the specification's own. Optional members are left out where they
// are empty; the order of members is fixed, so that equal documents are equal
// bytes. Not covered: signed badges, endorsements, extensions.
package ob2

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Context is the JSON-LD context of every document (Open Badges 2.0 §2).
const Context = "https://w3id.org/openbadges/v2"

// Assertion says that a recipient earned a BadgeClass (§4.1). ID is the URL at
// which it is hosted; the hosted copy is the source of truth.
type Assertion struct {
	Context      string             `json:"@context"`
	Type         string             `json:"type"` // "Assertion"
	ID           string             `json:"id"`
	Recipient    IdentityObject     `json:"recipient"`
	Badge        string             `json:"badge"` // id of the BadgeClass
	Verification VerificationObject `json:"verification"`
	IssuedOn     string             `json:"issuedOn"` // DateTime
	Expires      string             `json:"expires,omitempty"`
	Image        string             `json:"image,omitempty"`
	Evidence     []Evidence         `json:"evidence,omitempty"`
	Narrative    string             `json:"narrative,omitempty"` // Markdown
}

// IdentityObject identifies a recipient (§4.1.1).
type IdentityObject struct {
	Type     string `json:"type"` // "email" or "url"
	Hashed   bool   `json:"hashed"`
	Salt     string `json:"salt,omitempty"`
	Identity string `json:"identity"`
}

// VerificationObject says how to verify: hosted in an Assertion, the policy of
// an issuer in a Profile (§4.1.2, §4.4.1).
type VerificationObject struct {
	Type           string   `json:"type"`                     // "HostedBadge" in an Assertion, "VerificationObject" in a Profile
	AllowedOrigins []string `json:"allowedOrigins,omitempty"` // host names, with the port where there is one
	StartsWith     []string `json:"startsWith,omitempty"`     // prefixes of the ids of Assertions
}

// Evidence is what an Assertion rests on (§4.3).
type Evidence struct {
	Type        string `json:"type,omitempty"` // "Evidence"
	ID          string `json:"id,omitempty"`   // URL
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	Narrative   string `json:"narrative,omitempty"`
}

// RevokedAssertion is what remains of an Assertion that was revoked: nothing
// else, because verifiers overlook "revoked" beside a full Assertion (§5.1.1).
type RevokedAssertion struct {
	Context          string `json:"@context"`
	Type             string `json:"type"` // "Assertion"
	ID               string `json:"id"`
	Revoked          bool   `json:"revoked"` // true
	RevocationReason string `json:"revocationReason,omitempty"`
}

// BadgeClass is what can be earned (§4.2).
type BadgeClass struct {
	Context     string            `json:"@context"`
	Type        string            `json:"type"` // "BadgeClass"
	ID          string            `json:"id"`
	Language    string            `json:"@language,omitempty"` // BCP 47
	Version     string            `json:"version,omitempty"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Image       string            `json:"image"` // URL of a PNG or SVG
	Criteria    Criteria          `json:"criteria"`
	Issuer      string            `json:"issuer"` // id of the Profile
	Alignment   []AlignmentObject `json:"alignment,omitempty"`
	Tags        []string          `json:"tags,omitempty"`
}

// Criteria says how to earn a BadgeClass (§4.2.1).
type Criteria struct {
	ID        string `json:"id,omitempty"`        // URL
	Narrative string `json:"narrative,omitempty"` // Markdown
}

// AlignmentObject links a BadgeClass to a framework (§4.2.2).
type AlignmentObject struct {
	TargetName        string `json:"targetName"`
	TargetURL         string `json:"targetUrl"`
	TargetDescription string `json:"targetDescription,omitempty"`
	TargetFramework   string `json:"targetFramework,omitempty"`
	TargetCode        string `json:"targetCode,omitempty"`
}

// Profile is an issuer (§4.4). All of type, id, name, url and email are
// demanded by verifiers.
type Profile struct {
	Context        string             `json:"@context"`
	Type           string             `json:"type"` // "Profile"
	ID             string             `json:"id"`
	Name           string             `json:"name"`
	URL            string             `json:"url"`
	Email          string             `json:"email"`
	Description    string             `json:"description,omitempty"`
	Image          string             `json:"image,omitempty"`
	RevocationList string             `json:"revocationList,omitempty"`
	Verification   VerificationObject `json:"verification"`
}

// RevocationList lists an issuer's revoked Assertions (§4.6).
type RevocationList struct {
	Context           string             `json:"@context"`
	Type              string             `json:"type"` // "RevocationList"
	ID                string             `json:"id"`
	Issuer            string             `json:"issuer"`
	RevokedAssertions []RevokedListEntry `json:"revokedAssertions"` // never null
}

// RevokedListEntry is one Assertion of a RevocationList.
type RevokedListEntry struct {
	ID               string `json:"id"`
	RevocationReason string `json:"revocationReason,omitempty"`
}

// Email returns the hashed identity of an e-mail address. The address is
// lower-cased and trimmed before, because verifiers compare the lower-cased
// one (§4.1.1 is silent); the salt is appended.
func Email(address, salt string) IdentityObject {
	return IdentityObject{Type: "email", Hashed: true, Salt: salt, Identity: Hash(strings.ToLower(strings.TrimSpace(address)), salt)}
}

// Hash returns the IdentityHash of an identity: "sha256$" and the hexadecimal
// SHA-256 of the identity with the salt appended (§3, IdentityHash).
func Hash(identity, salt string) string {
	sum := sha256.Sum256([]byte(identity + salt))
	return "sha256$" + hex.EncodeToString(sum[:])
}

// DateTime formats a moment as ISO 8601 in UTC with whole seconds (§3).
func DateTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// Marshal writes a document as one line of JSON. "&" becomes \u0026: one
// widely used loader decodes HTML entities before it parses.
func Marshal(document any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	if err := e.Encode(document); err != nil {
		return nil, fmt.Errorf("writing Open Badges 2.0 JSON: %w", err)
	}
	return b.Bytes(), nil
}
