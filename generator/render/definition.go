package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/markdown"
	"github.com/sealpress/sealpress/generator/page"
)

// definitions remembers what the pages of all awards of an achievement share.
type definitions struct {
	mu   sync.Mutex
	made map[definitionKey]page.Definition
}

type definitionKey struct {
	achievement *badge.Achievement
	form        [16]byte // of what is signed; zero: as it stands today
	lang        string
}

// definition is what an achievement promises today, in a language of the site:
// its translation where there is one, else its own words.
func (s *site) definition(a *badge.Achievement, lang string) page.Definition {
	return s.definitions.of(definitionKey{achievement: a, lang: lang}, func() page.Definition { return s.makeDefinition(a, &s.Issuer, lang) })
}

// signedDefinition is what an achievement promised in a credential. Artwork,
// translations and explanations are those of today.
func (s *site) signedDefinition(d *said, today *badge.Achievement, lang string) page.Definition {
	return s.definitions.of(definitionKey{today, d.Form, lang}, func() page.Definition { return s.makeDefinition(d.Over(today), d.Issuer, lang) })
}

func (d *definitions) of(key definitionKey, make func() page.Definition) page.Definition {
	d.mu.Lock()
	defer d.mu.Unlock()
	def, made := d.made[key]
	if !made {
		def = make()
		d.made[key] = def
	}
	return def
}

func (s *site) makeDefinition(a *badge.Achievement, by *badge.Issuer, lang string) page.Definition {
	t, translated := a.Translations[lang]
	in := a.Language
	if translated {
		in = lang
	}
	body, bodyLang := a.Criteria, a.Language
	if t.Body != "" {
		body, bodyLang = t.Body, lang
	}
	d := page.Definition{
		Kind: page.Kind(a.Kind), Name: cmp.Or(t.Name, a.Name), Description: cmp.Or(t.Description, a.Description), Lang: in, Translated: translated,
		Href: s.href(s.achievementPath(a), lang), Image: s.address.Href(picture(a)), ImageAlt: cmp.Or(t.ImageAlt, a.Image.Alt),
		Criteria: page.Text{Lang: bodyLang, HTML: s.html(body, 3)},
		EQF:      a.Level.EQF, ECTS: a.Workload.ECTS, Hours: a.Workload.Hours, Participation: a.Participation,
		QualityAssurance: page.QualityAssurance{Type: a.QualityAssurance.Type, Body: page.Name{Name: a.QualityAssurance.Body, Href: a.QualityAssurance.URL}},
		ValidFor:         page.Period(a.ValidFor), Prerequisites: a.Prerequisites, StackableTowards: a.StackableTowards, Field: a.Field,
		AwardingBody: page.Name{Name: a.AwardingBody.Name, Href: a.AwardingBody.URL}, Country: by.Country,
		Issuer: page.Name{Name: by.Name, Href: s.href(address.Issuer(), lang)}, Tags: a.Tags,
	}
	if translated {
		d.Original = s.original(a.Language, s.achievementPath(a))
	}
	for i, o := range a.Outcomes {
		statement := o.Statement
		if i < len(t.Outcomes) && t.Outcomes[i] != "" {
			statement = t.Outcomes[i]
		}
		d.Outcomes = append(d.Outcomes, page.Outcome{Statement: statement, Framework: o.Skill.Framework, Skill: page.Name{Name: o.Skill.Name, Href: o.Skill.URL}})
	}
	for i, as := range a.Assessments {
		description := as.Description
		if i < len(t.Assessments) && t.Assessments[i] != "" {
			description = t.Assessments[i]
		}
		d.Assessments = append(d.Assessments, page.Assessment{Type: as.Type, Anchor: "assessment-" + cmp.Or(as.Key, strconv.Itoa(i+1)), Description: description, Supervision: as.Supervision,
			Grades: as.Grades.Names, From: as.Grades.From, To: as.Grades.To, Pass: as.Grades.Pass})
	}
	for _, r := range a.Recognition {
		d.Recognition = append(d.Recognition, page.Recognition{By: page.Name{Name: r.By, Href: r.URL}, As: r.As})
	}
	if a.Kind == badge.MicroCredential { // a badge borrows no weight from them
		d.Accreditations = accreditations(by.Accreditations)
	}
	if acc := a.AwardingBody.Accreditation; acc.Body != "" {
		d.Accreditations = append(accreditations([]badge.Accreditation{acc}), d.Accreditations...)
	}
	d.Schema = s.credentialSchema(a, &d, lang)
	return d
}

func accreditations(list []badge.Accreditation) []page.Accreditation {
	var out []page.Accreditation
	for _, a := range list {
		out = append(out, page.Accreditation{Body: page.Name{Name: a.Body, Href: a.URL}, Reference: a.Reference,
			ValidFrom: day(a.ValidFrom), ValidUntil: day(a.ValidUntil)})
	}
	return out
}

func day(d badge.Date) page.Date {
	return page.Date{Year: int(d.Year), Month: int(d.Month), Day: int(d.Day)}
}

// achievementPath is the page of a version: the achievement's own for the
// newest.
func (s *site) achievementPath(a *badge.Achievement) address.Path {
	if a.Newest {
		return address.Achievement(a.Slug)
	}
	return address.AchievementVersion(a.Slug, a.Version)
}

// html renders an author's Markdown; its highest headings get the level top.
// What is wrong with a text was found when it was loaded.
func (s *site) html(text badge.Markdown, top int) template.HTML {
	h, _ := markdown.Render(string(text), markdown.Options{TopHeading: top, Base: func(dest string) (string, bool) {
		p, ok := s.Resolve(dest)
		return s.address.Href(p), ok
	}})
	return h
}

// path returns a page's address in a language of the site: the first has no
// prefix.
func (s *site) path(p address.Path, lang string) address.Path {
	if lang == s.Catalog.Site.Languages[0] {
		return p
	}
	return p.In(lang)
}

func (s *site) href(p address.Path, lang string) string { return s.address.Href(s.path(p, lang)) }

// original names the language of a text that counts and the page where it
// stands: in that language where the site has it, else in the site's first.
func (s *site) original(lang string, p address.Path) page.Name {
	return page.Name{Name: s.theme.LanguageName(lang), Href: s.href(p, s.nearest(lang))}
}

// nearest returns a language where the site has it, else the site's first.
func (s *site) nearest(lang string) string {
	if slices.Contains(s.Catalog.Site.Languages, lang) {
		return lang
	}
	return s.Catalog.Site.Languages[0]
}

// card is an achievement in a list.
func (s *site) card(a *badge.Achievement, lang string) page.Card {
	d := s.definition(a, lang)
	return page.Card{Kind: d.Kind, Name: d.Name, Description: d.Description, Lang: d.Lang, Href: d.Href, Image: d.Image,
		Tags: d.Tags, EQF: d.EQF, ECTS: d.ECTS, Hours: d.Hours, Original: a.Language}
}

// cards lists the newest versions of all achievements of a kind.
func (s *site) cards(kind badge.Kind, lang string) []page.Card {
	var out []page.Card
	for _, a := range s.Achievements {
		if a.Kind == kind && a.Newest {
			out = append(out, s.card(a, lang))
		}
	}
	return out
}

func (s *site) pathwayCard(p *badge.Pathway, lang string) page.PathwayCard {
	t, translated := p.Translations[lang]
	in := p.Language
	if translated {
		in = lang
	}
	c := page.PathwayCard{Name: cmp.Or(t.Name, p.Name), Description: cmp.Or(t.Description, p.Description), Lang: in,
		Href: s.href(address.Pathway(p.Slug), lang), Badges: len(p.Steps)}
	if g := s.Achievement(p.Goal, 0); g != nil {
		d := s.definition(g, lang)
		c.Goal = page.Name{Name: d.Name, Href: d.Href}
	}
	return c
}

func (s *site) pathwayCards(lang string, want func(*badge.Pathway) bool) []page.PathwayCard {
	var out []page.PathwayCard
	for _, p := range s.Pathways {
		if want(p) {
			out = append(out, s.pathwayCard(p, lang))
		}
	}
	return out
}
