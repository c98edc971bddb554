package ob3

import "encoding/json"

// Profile is an organisation or a person. Context is there in a
// document of its own and absent within a credential.
type Profile struct {
	Context          ContextSet           `json:"@context,omitempty"`
	ID               string               `json:"id"` // URI; of an issuer, the DID whose keys sign
	Type             Set[string]          `json:"type"`
	Name             string               `json:"name,omitempty"`
	URL              string               `json:"url,omitempty"`
	Email            string               `json:"email,omitempty"`
	Phone            string               `json:"phone,omitempty"`
	Description      string               `json:"description,omitempty"`
	Image            *Image               `json:"image,omitempty"`
	Address          *Address             `json:"address,omitempty"`
	OtherIdentifier  Set[IdentifierEntry] `json:"otherIdentifier,omitempty"`
	Official         string               `json:"official,omitempty"` // name of the one who answers for it
	ParentOrg        *Profile             `json:"parentOrg,omitempty"`
	GivenName        string               `json:"givenName,omitempty"`
	FamilyName       string               `json:"familyName,omitempty"`
	AdditionalName   string               `json:"additionalName,omitempty"`
	PatronymicName   string               `json:"patronymicName,omitempty"`
	HonorificPrefix  string               `json:"honorificPrefix,omitempty"`
	HonorificSuffix  string               `json:"honorificSuffix,omitempty"`
	FamilyNamePrefix string               `json:"familyNamePrefix,omitempty"`
	DateOfBirth      string               `json:"dateOfBirth,omitempty"`
	Endorsement      Set[json.RawMessage] `json:"endorsement,omitempty"` // EndorsementCredentials, kept as they were signed
	EndorsementJWT   Set[string]          `json:"endorsementJwt,omitempty"`
}

// UnmarshalJSON reads a Profile, or the bare URI that may stand for one.
func (p *Profile) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		*p = Profile{}
		return json.Unmarshal(text, &p.ID)
	}
	type plain Profile
	return json.Unmarshal(text, (*plain)(p))
}

// Address is where a Profile is found.
type Address struct {
	Type                Set[string]     `json:"type"`
	StreetAddress       string          `json:"streetAddress,omitempty"`
	PostOfficeBoxNumber string          `json:"postOfficeBoxNumber,omitempty"`
	PostalCode          string          `json:"postalCode,omitempty"`
	AddressLocality     string          `json:"addressLocality,omitempty"`
	AddressRegion       string          `json:"addressRegion,omitempty"`
	AddressCountry      string          `json:"addressCountry,omitempty"`
	AddressCountryCode  string          `json:"addressCountryCode,omitempty"` // ISO 3166-1 alpha-2
	Geo                 *GeoCoordinates `json:"geo,omitempty"`
}

// GeoCoordinates is a point on the earth.
type GeoCoordinates struct {
	Type      string `json:"type"` // "GeoCoordinates"
	Latitude  Float  `json:"latitude"`
	Longitude Float  `json:"longitude"`
}
