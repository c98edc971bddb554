package render

import (
	"encoding/json"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/page"
)

// The terms of schema.org (version 29) that tell search engines what a page is
// about.
type (
	schemaCredential struct {
		Type        string       `json:"@type"` // EducationalOccupationalCredential
		ID          string       `json:"@id"`
		Name        string       `json:"name"`
		Description string       `json:"description,omitempty"`
		URL         string       `json:"url"`
		Image       string       `json:"image,omitempty"`
		InLanguage  string       `json:"inLanguage,omitempty"`
		Category    schemaTerm   `json:"credentialCategory"`
		By          schemaBody   `json:"recognizedBy"`
		Competency  []schemaTerm `json:"competencyRequired,omitempty"`
		Level       *schemaTerm  `json:"educationalLevel,omitempty"`
		ValidFor    string       `json:"validFor,omitempty"` // ISO 8601
		ValidIn     *schemaPlace `json:"validIn,omitempty"`
	}
	schemaTerm struct {
		Type string `json:"@type"` // DefinedTerm
		Name string `json:"name"`
		URL  string `json:"url,omitempty"`
		Set  string `json:"inDefinedTermSet,omitempty"`
	}
	schemaBody struct {
		Type        string         `json:"@type"` // EducationalOrganization
		ID          string         `json:"@id"`
		Name        string         `json:"name"`
		Description string         `json:"description,omitempty"`
		URL         string         `json:"url,omitempty"`
		Email       string         `json:"email,omitempty"`
		Logo        string         `json:"logo,omitempty"`
		Address     *schemaAddress `json:"address,omitempty"`
	}
	schemaAddress struct {
		Type    string `json:"@type"` // PostalAddress
		Country string `json:"addressCountry"`
	}
	schemaPlace struct {
		Type string `json:"@type"` // Country
		Name string `json:"name"`
	}
	schemaSite struct {
		Type      string     `json:"@type"` // WebSite
		Name      string     `json:"name"`
		URL       string     `json:"url"`
		Language  string     `json:"inLanguage"`
		Publisher schemaBody `json:"publisher"`
	}
)

// credentialSchema describes an achievement.
func (s *site) credentialSchema(a *badge.Achievement, d *page.Definition, lang string) string {
	page := s.address.URL(s.path(s.achievementPath(a), lang))
	c := schemaCredential{Type: "EducationalOccupationalCredential", ID: s.address.URL(s.achievementPath(a)), Name: d.Name, Description: d.Description, URL: page,
		Image: s.address.URL(picture(a)), InLanguage: d.Lang, By: s.body(lang),
		Category: schemaTerm{Type: "DefinedTerm", Name: string(a.Kind), URL: s.address.URL(s.path(address.Guide(), lang))}}
	for _, o := range d.Outcomes {
		c.Competency = append(c.Competency, schemaTerm{Type: "DefinedTerm", Name: o.Statement, URL: o.Skill.Href, Set: o.Framework})
	}
	if d.EQF != 0 {
		level := strconv.Itoa(d.EQF)
		c.Level = &schemaTerm{Type: "DefinedTerm", Name: s.theme.Text(lang, "facts.eqf-level", "level", level), URL: "http://data.europa.eu/snb/eqf/" + level}
	}
	if a.ValidFor != (badge.Period{}) {
		c.ValidFor = a.ValidFor.String()
	}
	if a.Kind == badge.MicroCredential && d.Country != "" {
		c.ValidIn = &schemaPlace{Type: "Country", Name: d.Country}
	}
	return schemaJSON(c)
}

// body describes the issuer in short.
func (s *site) body(lang string) schemaBody {
	return schemaBody{Type: "EducationalOrganization", ID: s.address.URL(address.Issuer()), Name: s.Issuer.Name, URL: s.Issuer.URL}
}

// issuerSchema describes the issuer on its own page.
func (s *site) issuerSchema(is *page.Issuer, lang string) template.HTML {
	b := s.body(lang)
	b.Name, b.Description, b.Email = is.Name, is.Description, is.Email
	if is.Logo != "" {
		if at, ok := s.logos()[s.Issuer.Logo]; ok {
			b.Logo = s.address.URL(at)
		}
	}
	if is.Country != "" {
		b.Address = &schemaAddress{Type: "PostalAddress", Country: is.Country}
	}
	return schemaOf(schemaJSON(b))
}

// siteSchema describes the site on its front page.
func (s *site) siteSchema(lang string) template.HTML {
	return schemaOf(schemaJSON(schemaSite{Type: "WebSite", Name: s.Catalog.Site.Title, URL: s.address.URL(s.path(address.Home(), lang)), Language: lang, Publisher: s.body(lang)}))
}

// awardSchema describes an award by its achievement. It names the holder only
// where the holder wants to be found.
func awardSchema(achievement, holder string, listed bool) template.HTML {
	if !listed || holder == "" {
		return schemaOf(achievement)
	}
	return schemaOf(`{"@type":"Person","name":` + schemaJSON(holder) + `,"hasCredential":` + achievement + `}`)
}

// schemaOf makes a page's data block of an object. encoding/json writes <, >
// and & as escapes, so that no text can end the block.
func schemaOf(object string) template.HTML {
	return template.HTML(`<script type="application/ld+json">{"@context":"https://schema.org",` + strings.TrimPrefix(object, "{") + `</script>`)
}

func schemaJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("render: a description that cannot be written: %v", err)) // text cannot fail
	}
	return string(text)
}
