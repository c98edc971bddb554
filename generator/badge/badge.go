// Package badge is the domain in the author's words: who issues, what can be
// earned, who earned it, and what was decided afterwards.
//
// One distinction runs through all of it. A badge is informal: it motivates
// and marks a step. A micro-credential is formal: an accredited issuer
// certifies specific skills after assessment. Every Achievement is one or the
// other (Kind), and each kind is held to its own promise by package check.
//
// The types hold what the author wrote, typed but not judged, with the place
// of each thing (source.Place) so that a finding can point at it. They know
// nothing of files, formats or pages.
package badge

import "github.com/sealpress/sealpress/generator/source"

// Kind is the form of recognition.
type Kind string

// The two kinds.
const (
	Badge           Kind = "badge"
	MicroCredential Kind = "micro-credential"
)

// Kinds lists both kinds.
func Kinds() []Kind { return []Kind{Badge, MicroCredential} }

// Markdown is text that the author wrote in Markdown.
type Markdown string

// Site says where and how everything is published (content/site.yaml).
type Site struct {
	Place      source.Place
	Title      string
	URL        string   // as written; address.Parse reads it
	Languages  []string // BCP 47; the first is the default
	Seed       Seed
	Repository string // "private" or "public": who can read the content and its history
	Theme      string
	Brand      Brand
	Privacy    Privacy
	LinkedIn   string   // organisation id
	Approval   []Kind   // kinds whose cohorts need an approval
	Status     []string // "revocation", "suspension"
	Outputs    []string // what is published for each award
}

// Brand is what reaches the theme of the issuer's look.
type Brand struct {
	Color string // "#rrggbb"
	Logo  string // file beside site.yaml
}

// Privacy holds the site's defaults for what is shown of a person.
type Privacy struct {
	Names   Names
	Listing Listing
	Numbers Numbers
}

// Numbers says whether the issuer's page shows how much was awarded in each
// year.
type Numbers string

// The ways to show numbers.
const (
	LargeNumbers Numbers = "large" // where at least ten awards stand behind each
	AllNumbers   Numbers = "all"
	NoNumbers    Numbers = "none"
)

// Names says how much of a holder's name a page shows. It applies to badges;
// a micro-credential always names its holder.
type Names string

// The ways to show a name.
const (
	FullName Names = "full"
	Initials Names = "initials"
	NoName   Names = "hidden"
)

// Listing says whether an award's page may be listed and indexed.
type Listing string

// The ways to list.
const (
	Unlisted Listing = "unlisted"
	Listed   Listing = "listed"
)

// Issuer is the body that awards (content/issuer.md).
type Issuer struct {
	Place          source.Place
	Name           string
	Description    string
	URL            string
	Email          string // the public contact
	Country        string // ISO 3166-1 alpha-2
	Logo           string // file beside issuer.md
	Accreditations []Accreditation
	Story          Markdown
	Translations   map[string]Text
}

// Accreditation is the issuer's own claim that a body accredited it.
type Accreditation struct {
	Body, Reference, URL  string
	ValidFrom, ValidUntil Date // zero: not said
}

// On reports whether the accreditation covers a day.
func (a Accreditation) On(d Date) bool {
	return (a.ValidFrom.IsZero() || !d.Before(a.ValidFrom)) && (a.ValidUntil.IsZero() || !a.ValidUntil.Before(d))
}

// Text is a translation of what an author wrote: a name, a description and a
// body. What is not translated is empty.
type Text struct {
	Place             source.Place
	Name, Description string
	Body              Markdown
	Outcomes          []string // statements, in the order of the original
	Assessments       []string // descriptions, in the order of the original
	ImageAlt          string   // of an achievement's artwork
}

// Pathway is an ordered way of badges towards a micro-credential.
type Pathway struct {
	Place             source.Place
	Slug              string
	Name, Description string
	Language          string
	Steps             []Step
	Goal              string // slug of the micro-credential
	Body              Markdown
	Translations      map[string]Text
}

// Step is one step of a pathway.
type Step struct {
	Badge    string // slug
	Required bool   // the goal is not awarded without it
}

// Page is a free page of the author's.
type Page struct {
	Place        source.Place
	Slug         string
	Name         string
	Description  string
	Language     string
	Menu         bool // shown in the menu of every page
	Body         Markdown
	Translations map[string]Text
}

// File is a file that is copied as it is, or artwork that is.
type File struct {
	Place  source.Place
	Name   string // slash-separated, below static/ or the folder of its owner
	Size   int64
	Digest [32]byte // SHA-256 of the content
}

// Catalog is everything on a site but the awards, which are too many to be
// held at once; package load streams them.
type Catalog struct {
	Site         Site
	Issuer       Issuer
	Achievements []*Achievement // by slug, then version
	Pathways     []*Pathway     // by slug
	Pages        []*Page        // by slug
	Decisions    []*Decision    // by day, then file
	Keys         []*SigningKey  // by the day they were made, then name
	Static       []File         // by name
}

// Achievement returns a version of an achievement; version 0 is the newest.
func (c *Catalog) Achievement(slug string, version int) *Achievement {
	for _, a := range c.Achievements {
		if a.Slug == slug && (a.Version == version || version == 0 && a.Newest) {
			return a
		}
	}
	return nil
}

// Versions returns all versions of an achievement, oldest first.
func (c *Catalog) Versions(slug string) []*Achievement {
	var all []*Achievement
	for _, a := range c.Achievements {
		if a.Slug == slug {
			all = append(all, a)
		}
	}
	return all
}

// Pathway returns a pathway by its slug.
func (c *Catalog) Pathway(slug string) *Pathway {
	for _, p := range c.Pathways {
		if p.Slug == slug {
			return p
		}
	}
	return nil
}
