package ob3

import "encoding/json"

// Achievement is what can be earned. Context is there in a document
// of its own and absent within a credential.
type Achievement struct {
	Context           ContextSet             `json:"@context,omitempty"`
	ID                string                 `json:"id"` // URI
	Type              Set[string]            `json:"type"`
	AchievementType   string                 `json:"achievementType,omitempty"` // one of AchievementTypes, or "ext:…"
	Name              string                 `json:"name"`
	Description       string                 `json:"description"`
	Criteria          Criteria               `json:"criteria"`
	Image             *Image                 `json:"image,omitempty"`
	InLanguage        string                 `json:"inLanguage,omitempty"` // BCP 47
	Version           string                 `json:"version,omitempty"`
	Creator           *Profile               `json:"creator,omitempty"` // where it is not the issuer
	CreditsAvailable  Float                  `json:"creditsAvailable,omitempty"`
	FieldOfStudy      string                 `json:"fieldOfStudy,omitempty"`
	HumanCode         string                 `json:"humanCode,omitempty"`
	Specialization    string                 `json:"specialization,omitempty"`
	Tag               Set[string]            `json:"tag,omitempty"`
	Alignment         Set[Alignment]         `json:"alignment,omitempty"`
	ResultDescription Set[ResultDescription] `json:"resultDescription,omitempty"`
	Related           Set[Related]           `json:"related,omitempty"`
	OtherIdentifier   Set[IdentifierEntry]   `json:"otherIdentifier,omitempty"`
	Endorsement       Set[json.RawMessage]   `json:"endorsement,omitempty"` // EndorsementCredentials, kept as they were signed
	EndorsementJWT    Set[string]            `json:"endorsementJwt,omitempty"`
}

// Criteria says how to earn an Achievement: an address, or words.
type Criteria struct {
	ID        string `json:"id,omitempty"`        // URI
	Narrative string `json:"narrative,omitempty"` // Markdown
}

// Alignment links to a node of a framework.
type Alignment struct {
	Type              Set[string] `json:"type"`
	TargetType        string      `json:"targetType,omitempty"` // one of AlignmentTypes, or "ext:…"
	TargetCode        string      `json:"targetCode,omitempty"`
	TargetName        string      `json:"targetName"`
	TargetDescription string      `json:"targetDescription,omitempty"`
	TargetFramework   string      `json:"targetFramework,omitempty"`
	TargetURL         string      `json:"targetUrl"`
}

// ResultDescription describes a result that may be reached.
type ResultDescription struct {
	ID                   string                    `json:"id"` // URI, which a Result repeats
	Type                 Set[string]               `json:"type"`
	Name                 string                    `json:"name"`
	ResultType           string                    `json:"resultType"`             // one of ResultTypes, or "ext:…"
	AllowedValue         Set[string]               `json:"allowedValue,omitempty"` // from low to high
	ValueMin             string                    `json:"valueMin,omitempty"`
	ValueMax             string                    `json:"valueMax,omitempty"`
	RequiredValue        string                    `json:"requiredValue,omitempty"`
	RequiredLevel        string                    `json:"requiredLevel,omitempty"` // id of a RubricCriterionLevel
	RubricCriterionLevel Set[RubricCriterionLevel] `json:"rubricCriterionLevel,omitempty"`
	Alignment            Set[Alignment]            `json:"alignment,omitempty"`
}

// RubricCriterionLevel is one level of a rubric.
type RubricCriterionLevel struct {
	ID          string         `json:"id"` // URI
	Type        Set[string]    `json:"type"`
	Name        string         `json:"name"`
	Description string         `json:"description,omitempty"`
	Level       string         `json:"level,omitempty"`
	Points      string         `json:"points,omitempty"`
	Alignment   Set[Alignment] `json:"alignment,omitempty"`
}

// Related names another Achievement that is much the same: another language,
// another version.
type Related struct {
	ID         string      `json:"id"` // URI
	Type       Set[string] `json:"type"`
	InLanguage string      `json:"inLanguage,omitempty"`
	Version    string      `json:"version,omitempty"`
}

// IdentifierEntry is a name given by another system.
type IdentifierEntry struct {
	Type           string `json:"type"` // "IdentifierEntry"
	Identifier     string `json:"identifier"`
	IdentifierType string `json:"identifierType"` // one of IdentityTypes, or "ext:…"
}

// Image is a picture by its address.
type Image struct {
	ID      string `json:"id"`   // URL or data URI
	Type    string `json:"type"` // "Image"
	Caption string `json:"caption,omitempty"`
}
