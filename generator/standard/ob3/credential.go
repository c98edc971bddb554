package ob3

import "encoding/json"

// AchievementCredential says that a subject earned an Achievement.
type AchievementCredential struct {
	Context           ContextSet           `json:"@context"` // Contexts
	ID                string               `json:"id"`       // URI; the address of the file
	Type              Set[string]          `json:"type"`     // CredentialTypes
	Name              string               `json:"name,omitempty"`
	Description       string               `json:"description,omitempty"`
	Image             *Image               `json:"image,omitempty"`
	Issuer            Profile              `json:"issuer"`
	ValidFrom         string               `json:"validFrom"`             // DateTimeZ
	ValidUntil        string               `json:"validUntil,omitempty"`  // DateTimeZ
	AwardedDate       string               `json:"awardedDate,omitempty"` // DateTimeZ; stays when validFrom moves
	CredentialSubject AchievementSubject   `json:"credentialSubject"`
	Evidence          Set[Evidence]        `json:"evidence,omitempty"`
	Endorsement       Set[json.RawMessage] `json:"endorsement,omitempty"` // EndorsementCredentials, kept as they were signed
	EndorsementJWT    Set[string]          `json:"endorsementJwt,omitempty"`
	CredentialSchema  Set[Reference]       `json:"credentialSchema,omitempty"`
	CredentialStatus  Statuses             `json:"credentialStatus,omitempty"`
	RefreshService    *Reference           `json:"refreshService,omitempty"`
	TermsOfUse        Set[Reference]       `json:"termsOfUse,omitempty"`
	Proof             Set[json.RawMessage] `json:"proof,omitempty"`
}

// AchievementSubject is the one who earned the Achievement. It has an
// id or at least one identifier.
type AchievementSubject struct {
	ID                string              `json:"id,omitempty"` // URI
	Type              Set[string]         `json:"type"`
	Identifier        Set[IdentityObject] `json:"identifier,omitempty"`
	ActivityStartDate string              `json:"activityStartDate,omitempty"` // DateTime
	ActivityEndDate   string              `json:"activityEndDate,omitempty"`   // DateTime
	CreditsEarned     Float               `json:"creditsEarned,omitempty"`
	Image             *Image              `json:"image,omitempty"`
	LicenseNumber     string              `json:"licenseNumber,omitempty"`
	Narrative         string              `json:"narrative,omitempty"` // Markdown
	Role              string              `json:"role,omitempty"`
	Source            *Profile            `json:"source,omitempty"` // who assessed on the issuer's behalf
	Term              string              `json:"term,omitempty"`
	Result            Set[Result]         `json:"result,omitempty"`
	Achievement       Achievement         `json:"achievement"`
}

// IdentityObject identifies a subject. Where Hashed is false,
// IdentityHash is the plain value.
type IdentityObject struct {
	Type         string `json:"type"` // "IdentityObject"
	Hashed       bool   `json:"hashed"`
	IdentityHash string `json:"identityHash"`
	IdentityType string `json:"identityType"` // one of IdentityTypes, or "ext:…"
	Salt         string `json:"salt,omitempty"`
}

// Evidence is what a credential rests on.
type Evidence struct {
	ID          string      `json:"id,omitempty"` // URL or data URI
	Type        Set[string] `json:"type"`
	Name        string      `json:"name,omitempty"`
	Narrative   string      `json:"narrative,omitempty"` // Markdown
	Description string      `json:"description,omitempty"`
	Genre       string      `json:"genre,omitempty"`
	Audience    string      `json:"audience,omitempty"`
}

// Result is what a subject reached.
type Result struct {
	Type              Set[string]    `json:"type"`
	ResultDescription string         `json:"resultDescription,omitempty"` // id of a ResultDescription of the Achievement
	Value             string         `json:"value,omitempty"`
	Status            string         `json:"status,omitempty"`        // one of ResultStatuses
	AchievedLevel     string         `json:"achievedLevel,omitempty"` // id of a RubricCriterionLevel
	Alignment         Set[Alignment] `json:"alignment,omitempty"`
}

// CredentialStatus says where to learn whether a credential still stands: an
// entry of a bitstring status list. Its fields are those of bitstring.Entry.
type CredentialStatus struct {
	ID                   string `json:"id,omitempty"`
	Type                 string `json:"type"` // "BitstringStatusListEntry"
	StatusPurpose        string `json:"statusPurpose,omitempty"`
	StatusListIndex      string `json:"statusListIndex,omitempty"`
	StatusListCredential string `json:"statusListCredential,omitempty"`
}

// Statuses are the entries of credentialStatus. A single one is written as an
// object, which the strict schema demands; several as an array, which it
// dislikes and VCDM 2.0 §4.10 allows.
type Statuses []CredentialStatus

// MarshalJSON writes an object where there is one entry.
func (s Statuses) MarshalJSON() ([]byte, error) {
	if len(s) == 1 {
		return json.Marshal(s[0])
	}
	return json.Marshal([]CredentialStatus(s))
}

// UnmarshalJSON reads an object or an array.
func (s *Statuses) UnmarshalJSON(text []byte) error {
	return (*Set[CredentialStatus])(s).UnmarshalJSON(text)
}

// Reference is a typed link: an entry of credentialSchema or termsOfUse, or
// the refreshService.
type Reference struct {
	ID   string `json:"id,omitempty"`
	Type string `json:"type"`
}

// EndorsementCredential is a claim of somebody about a credential, an
// Achievement or a Profile.
type EndorsementCredential struct {
	Context           ContextSet           `json:"@context"`
	ID                string               `json:"id"`
	Type              Set[string]          `json:"type"`
	Name              string               `json:"name"`
	Description       string               `json:"description,omitempty"`
	Issuer            Profile              `json:"issuer"`
	ValidFrom         string               `json:"validFrom"`
	ValidUntil        string               `json:"validUntil,omitempty"`
	AwardedDate       string               `json:"awardedDate,omitempty"`
	CredentialSubject EndorsementSubject   `json:"credentialSubject"`
	CredentialStatus  Statuses             `json:"credentialStatus,omitempty"`
	Proof             Set[json.RawMessage] `json:"proof,omitempty"`
}

// EndorsementSubject is what is endorsed, and the words.
type EndorsementSubject struct {
	ID                 string      `json:"id"` // id of the endorsed object
	Type               Set[string] `json:"type"`
	EndorsementComment string      `json:"endorsementComment,omitempty"`
}
