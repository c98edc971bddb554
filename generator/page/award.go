package page

import "html/template"

// Award is the page of an award that stands.
type Award struct {
	Frame
	ID          string
	Holder      string // as shown; empty where the name is hidden
	Initials    bool   // Holder holds initials only
	Achievement Definition
	Version     int
	Newer       string // address of the achievement's newest version, where this award is of an older one
	Awarded     Date
	ValidUntil  Date
	Evidence    []Evidence
	Results     []Result
	Pathway     PathwayPlace
	Renews      string // address of the award that this one renews
	Origin      Origin // where it was issued before
	URL         string // absolute address of this page
	Assertion   string // address of the OB 2.0 Assertion; empty where the award has none
	Badge       string // address of the picture with the credentials baked in; empty where there is none
	BadgeName   string // file name for keeping it

	Credential     string // address of the signed OB 3.0 credential; empty where there is none
	CredentialName string // file name for keeping it
	Token          string // address of the same as JSON Web Token; empty where there is none
	TokenName      string // file name for keeping it
	Drawing        string // address of the SVG with the credential baked in; empty where there is none
	DrawingName    string // file name for keeping it

	CredentialURL    string            // absolute address of the signed credential, for a wallet; empty where there is none
	CredentialDigest string            // SHA-256 of the signed credential as published, in hexadecimal
	CredentialQR     template.HTMLAttr // src attribute with a QR code of CredentialURL; empty where there is none
	QR               template.HTMLAttr // src attribute with a QR code of URL: one pixel a module, to be shown large and unsmoothed
	LinkedIn         string            // address of LinkedIn's "Add to profile" form, filled in
	Services         []Name            // addresses at which services share this page
	Card             string            // HTML of a card for the holder's own site
	Calendar         template.HTMLAttr // href attribute with a calendar entry for the last day; empty where the award has none
	CalendarName     string            // file name for keeping it
}

// Origin is a credential of another platform of which an award was made.
type Origin struct {
	Credential Name   // its id there, with an address where it is one
	Issuer     string // as the credential said
	On         Date   // issued there
	Checked    Date   // verified
	Outcome    string // "valid", "expired", "unconfirmed"; text key "origin.<outcome>"
}

// Evidence is what was seen of a holder's work.
type Evidence struct {
	Name, Description, URL string
	Date                   Date
}

// Result is the outcome of one assessment.
type Result struct {
	Type            string // code of the assessment; empty where none was declared
	Description     string
	Supervision     string // code; text key "supervision.<code>"
	Grade           string
	Grades          []string // all grades that the assessment knows, in rising order; empty on a numeric scale
	To              string   // top of a numeric scale; empty where grades have names
	By              []string
	On              Date
	IdentityChecked bool
}

// PathwayPlace is where an achievement stands in its pathway.
type PathwayPlace struct {
	Pathway Name
	Lang    string // of the names
	Step    int    // from 1; 0 for the goal
	Steps   int
	Goal    Name
}

// Said reports whether the achievement is part of a pathway.
func (p PathwayPlace) Said() bool { return p.Pathway.Name != "" }

// Withdrawn is the page of an award that does not stand any more. It names
// nobody, shows no evidence and no grade.
type Withdrawn struct {
	Frame
	ID          string
	State       string // "revoked", "suspended", "superseded", "erased"; text keys "withdrawn.<state>.…"
	On          Date
	Reason      string // code; text key "reason.<code>"; may be empty
	Text        string // a public sentence of the issuer's; may be empty
	Achievement Name   // empty where erased
	Lang        string // of the achievement's name
	Kind        Kind   // empty where erased
	Image       string
	ReplacedBy  string // address of the later edition, where superseded
	Assertion   string
}
