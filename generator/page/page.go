// Package page is what a theme's templates see: one struct for each page.
//
// The structs are the contract between the generator, which fills them, and
// a theme, whose templates are type-checked against them when it is loaded.
// They hold text and addresses ready to print: dates are Date values that the
// templates print in the page's language, HTML is already safe, links are
// complete. A template needs nothing else; it cannot read files or the clock.
package page

import "html/template"

// Date is a day, printed by the templates' "date" function in the page's
// language. The zero Date is no day.
type Date struct {
	Year, Month, Day int
}

// Said reports whether there is a day.
func (d Date) Said() bool { return d.Year != 0 }

// ISO formats the day as YYYY-MM-DD, for <time datetime>.
func (d Date) ISO() string {
	if !d.Said() {
		return ""
	}
	b := []byte("0000-00-00")
	for i, n := 3, d.Year; i >= 0; i, n = i-1, n/10 {
		b[i] += byte(n % 10)
	}
	b[5] += byte(d.Month / 10)
	b[6] += byte(d.Month % 10)
	b[8] += byte(d.Day / 10)
	b[9] += byte(d.Day % 10)
	return string(b)
}

// Text is text by an author, in a language that may differ from the page's.
type Text struct {
	Lang string // BCP 47
	HTML template.HTML
}

// Empty reports whether there is no text.
func (t Text) Empty() bool { return t.HTML == "" }

// Kind says which of the two kinds of recognition something is. The templates
// print its word, its sentence and its shape from it.
type Kind string

// The kinds, as in package badge.
const (
	Badge           Kind = "badge"
	MicroCredential Kind = "micro-credential"
)

// Home is the front page: who issues, what can be earned, how to check.
type Home struct {
	Frame
	Issuer           Issuer
	MicroCredentials []Card
	Badges           []Card
	Pathways         []PathwayCard
	Catalogue        string // address
}

// Card is an achievement in a list.
type Card struct {
	Kind        Kind
	Name        string
	Description string
	Lang        string // of name and description
	Href        string
	Image       string // address of the picture, square
	Tags        []string
	EQF         int    // 0: not said
	ECTS        string // empty: not said
	Hours       int    // 0: not said
	Original    string // language of what is signed, BCP 47
}

// PathwayCard is a pathway in a list.
type PathwayCard struct {
	Name, Description, Lang, Href string
	Badges                        int // steps
	Goal                          Name
}

// Catalogue lists all achievements, micro-credentials first. Tags, Levels and
// Languages are what the cards can be filtered by: each value that occurs.
type Catalogue struct {
	Frame
	MicroCredentials []Card
	Badges           []Card
	Tags             []string
	Levels           []int  // EQF, rising
	Languages        []Link // what is awarded in, where that is more than one: Key is the code, Name the language in itself
}

// Achievement is the page of one version of an achievement.
type Achievement struct {
	Frame
	Achievement Definition
	Version     int
	Stated      int       // of a micro-credential: how many of the eleven elements are stated
	Versions    []Version // all, newest first; empty where there is one
	Newest      string    // address of the newest version's page; empty on that page
	Origin      Name      // its id where it was defined before; empty: nowhere
	Pathways    []PathwayCard
	Holders     []Holder // listed awards of any version, newest first
	HoldersMore int      // listed awards that are not in Holders
}

// Version is an entry in the list of an achievement's versions.
type Version struct {
	Number  int
	Href    string
	Current bool // the version shown
}

// Holder is an award in a list. Only listed awards are ever in one.
type Holder struct {
	Name    string // as shown; empty where the name is hidden
	Href    string
	Awarded Date
}

// Definition is what an achievement promises, on its own page and on the
// pages of its awards.
type Definition struct {
	Kind             Kind
	Name             string
	Description      string
	Lang             string // of all text in it
	Translated       bool   // the text is a translation of Original
	Original         Name   // the text that counts: its language's name and its page; set where Translated
	Href             string // the achievement's page
	Image            string
	ImageAlt         string
	Criteria         Text
	Outcomes         []Outcome
	EQF              int
	ECTS             string
	Hours            int
	Participation    string // code: "online", "on-site", "blended"; text key "participation.<code>"
	Assessments      []Assessment
	QualityAssurance QualityAssurance
	Recognition      []Recognition
	ValidFor         Period
	Prerequisites    []string
	StackableTowards []string
	Field            string // ISCED-F code
	AwardingBody     Name
	Country          string // of the issuer, ISO 3166-1 alpha-2; the templates' "country" function names it
	Issuer           Name
	Accreditations   []Accreditation
	Tags             []string
	Schema           string // the same in JSON, in the terms of schema.org
}

// Period is a length of time.
type Period struct {
	Years, Months, Days int
}

// Said reports whether there is a length at all.
func (p Period) Said() bool { return p != Period{} }

// Outcome is something a holder can do.
type Outcome struct {
	Statement string
	Framework string // for example "ESCO"; empty: no link to a framework
	Skill     Name
}

// Assessment is how it is established that a person can do what is promised.
type Assessment struct {
	Type        string // code; text key "assessment.<code>"
	Description string
	Anchor      string   // id of its place on a page, to which credentials point
	Supervision string   // code; text key "supervision.<code>"
	Grades      []string // named grades in rising order
	From, To    string   // of a numeric scale
	Pass        string   // lowest number that passes
}

// QualityAssurance says who assures quality.
type QualityAssurance struct {
	Type string // code; text key "quality-assurance.<code>"
	Body Name
}

// Recognition is what somebody else grants to holders.
type Recognition struct {
	By Name
	As string
}

// Accreditation is the issuer's own claim of being accredited.
type Accreditation struct {
	Body                  Name
	Reference             string
	ValidFrom, ValidUntil Date
}

// Issuer is the page of the body that awards.
type Issuer struct {
	Frame
	Name           string
	Description    string
	URL            string
	Email          string
	Country        string
	Logo           string
	Lang           string // of the text
	Story          Text
	Accreditations []Accreditation
	Profile        string // address of the OB 2.0 Profile
	DID            string // under which the issuer signs; empty where it does not
	DIDDocument    string // address of the document of the DID
	Keys           []Key  // newest first
	Revocations    string // address of the OB 2.0 RevocationList
	Years          []Year // how much was awarded, newest first; empty where that would say too much of persons
	Chart          Chart  // the same, drawn
}

// Key is a pair of keys with which the issuer signs, or signed.
type Key struct {
	Name        string
	Made        Date
	Retired     Date     // it signs no more, and what it signed stands
	Compromised Date     // what it signed from then on does not count
	Files       []string // addresses of the public halves; none where compromised
}

// Year is how many awards were made in a year.
type Year struct {
	Year                     int
	Badges, MicroCredentials int
}

// Pathways lists all pathways.
type Pathways struct {
	Frame
	Pathways []PathwayCard
}

// Pathway is the page of a pathway.
type Pathway struct {
	Frame
	Name, Description, Lang string
	Translated              bool
	Original                Name
	Steps                   []Step
	Goal                    Card
	Track                   Track
	Story                   Text
}

// Step is one badge on the way.
type Step struct {
	Card
	Number   int // from 1
	Required bool
}

// Guide explains the two kinds of recognition. Its text belongs to the theme.
type Guide struct {
	Frame
	ExampleBadge, ExampleMicroCredential Card // Name is empty where the site has none
	Signs                                bool // the issuer has keys, so a wallet takes what it awards
}

// Verify is the page on which a reader has a credential checked by the browser.
// Its text belongs to the theme.
type Verify struct {
	Frame
}

// Page is a free page of the author's.
type Page struct {
	Frame
	Name       string
	Lang       string
	Translated bool
	Original   Name
	Body       Text
}

// Missing is the page shown for an address that does not exist.
type Missing struct {
	Frame
	Catalogue string // address
}
