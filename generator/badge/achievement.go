package badge

import (
	"slices"

	"github.com/sealpress/sealpress/generator/source"
)

// Achievement is one version of what can be earned
// (content/achievements/<slug>.md, older versions in <slug>@<n>.md).
type Achievement struct {
	Place            source.Place
	Slug             string
	Version          int  // from 1
	Newest           bool // no higher version exists
	Kind             Kind
	Name             string
	Description      string
	Language         string // of this text, and of what is signed
	Outcomes         []Outcome
	Level            Level
	Workload         Workload
	Participation    string // "online", "on-site", "blended"
	Assessments      []Assessment
	QualityAssurance QualityAssurance
	Pathway          string // slug
	Recognition      []Recognition
	ValidFor         Period
	Prerequisites    []string
	StackableTowards []string
	Field            string // ISCED-F code
	AwardingBody     AwardingBody
	Tags             []string
	Origin           string // its id where it was defined before, a web address or URN; empty: here first
	Image            Image
	Criteria         Markdown
	Translations     map[string]Text
}

// Assessment returns the assessment with a key; the empty key is the only one.
func (a *Achievement) Assessment(key string) *Assessment {
	i := slices.IndexFunc(a.Assessments, func(s Assessment) bool { return s.Key == key })
	if i < 0 && key == "" && len(a.Assessments) == 1 {
		i = 0
	}
	if i < 0 {
		return nil
	}
	return &a.Assessments[i]
}

// Outcome is something a holder can do.
type Outcome struct {
	Statement string
	Skill     Skill
}

// Skill is an entry of a public framework, for example ESCO.
type Skill struct {
	Framework, Name, URL, Code string
}

// Level is the level in a qualifications framework.
type Level struct {
	EQF int // 1 to 8; 0: not said
}

// Workload is how much work it takes.
type Workload struct {
	ECTS  string // decimal, as written; empty: not said
	Hours int    // 0: not said
}

// Assessment is how it is established that a person can do what is promised.
type Assessment struct {
	Key         string // needed when there are several
	Type        string
	Description string
	Supervision string
	Grades      Grades
}

// Grades is the scale of an assessment: named grades in rising order, or
// numbers. The zero value says that no scale was declared.
type Grades struct {
	Names          []string // every one of them is a pass
	From, To, Pass string   // decimal, as written
}

// Numeric reports whether the scale is one of numbers.
func (g Grades) Numeric() bool { return g.From != "" || g.To != "" }

// Declared reports whether there is a scale at all.
func (g Grades) Declared() bool { return len(g.Names) > 0 || g.Numeric() }

// QualityAssurance is who assures the quality of the learning and how.
type QualityAssurance struct {
	Type, Body, URL string
}

// Recognition is what somebody else grants to holders.
type Recognition struct {
	By, As, URL string
}

// AwardingBody is a body other than the issuer that awards formally.
type AwardingBody struct {
	Name, URL     string
	Accreditation Accreditation
}

// Image is the artwork of an achievement; the zero value asks for a drawn one.
type Image struct {
	PNG, SVG *File
	Alt      string
}
