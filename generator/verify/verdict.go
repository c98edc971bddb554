package verify

import (
	"fmt"
	"slices"
	"time"
)

// Verdict is what became of one credential. Its JSON form is stable: members
// are added, never renamed.
//
// Every text in it comes from a stranger. Control characters are taken out,
// but whoever puts a text into HTML still has to escape it.
type Verdict struct {
	Input   string  `json:"input"` // of a part of a page: the address of that form
	Outcome Outcome `json:"outcome"`
	// Suspended says that a credential is revoked for now, and may come back.
	Suspended bool `json:"suspended,omitempty"`
	// Hosted says that there is no signature: the credential is what the
	// issuer's web site says today.
	Hosted bool   `json:"hosted,omitempty"`
	Format Format `json:"format,omitempty"`
	Source Source `json:"source,omitempty"`

	ID              string    `json:"id,omitempty"`
	Kind            Kind      `json:"kind,omitempty"`
	AchievementType string    `json:"achievementType,omitempty"` // the standard's own word
	Title           string    `json:"title,omitempty"`
	Holder          string    `json:"holder,omitempty"` // as stated; empty where nobody is named
	Issuer          Issuer    `json:"issuer"`
	Awarded         time.Time `json:"awarded,omitzero"`
	ValidFrom       time.Time `json:"validFrom,omitzero"`
	ValidUntil      time.Time `json:"validUntil,omitzero"`
	SupersededBy    string    `json:"supersededBy,omitempty"`

	At           time.Time     `json:"at,omitzero"` // the clock that was used
	Checks       []Check       `json:"checks"`
	NotProven    []string      `json:"notProven"`              // codes; see Words
	Elements     []Element     `json:"elements,omitempty"`     // of a micro-credential
	Endorsements []Endorsement `json:"endorsements,omitempty"` // that were read
	Asked        []string      `json:"asked,omitempty"`        // the addresses that were asked, in order
	Parts        []Verdict     `json:"parts,omitempty"`        // where one input holds several credentials
}

// Outcome is the answer in one word. The zero value is CannotTell, so that a
// forgotten answer is never a good one.
type Outcome int

// The outcomes.
const (
	CannotTell Outcome = iota
	Valid
	Expired
	Revoked // or suspended: see Verdict.Suspended
	NotValid
)

var outcomes = [...]string{"cannot-tell", "valid", "expired", "revoked", "not-valid"}

// String returns the outcome as it stands in JSON.
func (o Outcome) String() string { return outcomes[o] }

// MarshalText writes the outcome as its word.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (o *Outcome) UnmarshalText(text []byte) error {
	i := slices.Index(outcomes[:], string(text))
	if i < 0 {
		return fmt.Errorf("%q is no outcome", text)
	}
	*o = Outcome(i)
	return nil
}

// Format says by what rules a credential was judged.
type Format string

// The formats.
const (
	OB2Hosted     Format = "ob2-hosted"
	OB2Signed     Format = "ob2-signed"
	DataIntegrity Format = "data-integrity" // Open Badges 3.0 and Verifiable Credentials 2.0
	Token         Format = "vc-jwt"         // likewise
	Stub          Format = "stub"           // what is left where a credential was replaced or erased
)

// Source says in what a credential came.
type Source string

// The sources.
const (
	FromJSON  Source = "json"
	FromToken Source = "jwt"
	FromPNG   Source = "png"
	FromSVG   Source = "svg"
	FromPage  Source = "html"
)

// Kind is one of the two kinds of recognition, or another of the standard's.
type Kind string

// The kinds. Open Badges 2.0 does not say which one a credential is.
const (
	Badge           Kind = "badge"
	MicroCredential Kind = "micro-credential"
	Other           Kind = "other"
)

// Issuer is who issued a credential, as it says itself.
type Issuer struct {
	Name string `json:"name,omitempty"`
	ID   string `json:"id,omitempty"`
	URL  string `json:"url,omitempty"`
	// Known says that the issuer is in the Trust of the Verifier, and that the
	// credential was shown to be theirs.
	Known bool `json:"known"`
}

// Element is one of the eleven mandatory elements of an EU micro-credential
// (Council Recommendation 2022/C 243/02, Annex I).
type Element struct {
	Number  int    `json:"number"`
	Code    string `json:"code"`
	Present bool   `json:"present"`
	Value   string `json:"value,omitempty"`
}

// Endorsement is what somebody else says of a credential, an achievement or
// an issuer.
type Endorsement struct {
	Issuer  Issuer  `json:"issuer"`
	Comment string  `json:"comment,omitempty"`
	Outcome Outcome `json:"outcome"`
}

// Check is one thing that was looked at.
type Check struct {
	Code   string            `json:"code"`           // see Codes
	Result Result            `json:"result"`         //
	Case   string            `json:"case,omitempty"` // which of several reasons
	Params map[string]string `json:"params,omitempty"`
	// Evidence is what the answer rests on, for people who know the standards.
	// It is in English.
	Evidence string `json:"evidence,omitempty"`
}

// Result is the outcome of a check. The zero value is Unknown.
type Result int

// The results.
const (
	Unknown Result = iota
	Passed
	Failed
	Skipped
)

var results = [...]string{"unknown", "passed", "failed", "skipped"}

// String returns the result as it stands in JSON.
func (r Result) String() string { return results[r] }

// MarshalText writes the result as its word.
func (r Result) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (r *Result) UnmarshalText(text []byte) error {
	i := slices.Index(results[:], string(text))
	if i < 0 {
		return fmt.Errorf("%q is no result", text)
	}
	*r = Result(i)
	return nil
}

// conclude draws the outcome from the checks.
//
// What failed decides, and any necessary check without an answer leaves the
// whole without one. A credential is only called revoked or expired once it is
// known to be genuine: a forgery is not valid, whatever dates it bears.
func (v *Verdict) conclude() { v.Outcome = conclusion(v.Checks) }

func conclusion(checks []Check) Outcome {
	unknown, unproven, expired, revoked := false, false, false, false
	for _, c := range checks {
		code := codeOf(c.Code)
		switch {
		case c.Result == Failed && code.Failing == Expired && c.Case == expiredCase:
			expired = true
		case c.Result == Failed && code.Failing == Revoked:
			revoked = true
		case c.Result == Failed:
			return NotValid
		case c.Result == Unknown && code.Necessary:
			unknown = true
			unproven = unproven || code.Genuine
		}
	}
	switch {
	case unproven:
		return CannotTell
	case revoked:
		return Revoked
	case unknown || !genuine(checks):
		return CannotTell
	case expired:
		return Expired
	}
	return Valid
}

// genuine reports whether the checks show that a credential is its issuer's:
// by a signature, or by the issuer's web site.
func genuine(checks []Check) bool {
	return all(checks, codeKey, codeSignature, codeIssuer) || all(checks, codeHosted, codeScope)
}
