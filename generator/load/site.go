package load

import (
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/artwork"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

func (c *Content) loadSite() {
	s := &c.Catalog.Site
	*s = badge.Site{Place: source.Place{File: c.shown("site.yaml")}, Languages: []string{"en"}, Repository: "private", Theme: "default",
		Privacy: badge.Privacy{Names: badge.FullName, Listing: badge.Unlisted, Numbers: badge.LargeNumbers}}
	if !slices.Contains(c.tree.root, "site.yaml") {
		mend := "start a site with: sealpress init"
		if slices.Contains(c.tree.root, "site.yml") {
			mend = "rename site.yml to site.yaml"
		}
		c.find(diag.Error, "file-missing", "site.yaml", 0, 0, mend, "the file is missing: it says where the site is published")
		c.breaks(s.Place)
		return
	}
	d, ok := c.open("site.yaml", siteFile)
	if !ok {
		return
	}
	s.Title, s.URL = d.text("title"), d.text("url")
	s.Seed, _ = badge.ParseSeed(d.text("seed"))
	s.LinkedIn = d.text("linkedin")
	s.Status, s.Outputs = d.texts("status"), d.texts("outputs")
	s.Brand = badge.Brand{Color: strings.ToLower(d.sub("brand").text("color")), Logo: d.sub("brand").text("logo")}
	for _, k := range d.texts("approval") {
		s.Approval = append(s.Approval, badge.Kind(k))
	}
	set(&s.Repository, d.text("repository"))
	set(&s.Theme, d.text("theme"))
	set(&s.Privacy.Names, badge.Names(d.sub("privacy").text("names")))
	set(&s.Privacy.Listing, badge.Listing(d.sub("privacy").text("listing")))
	set(&s.Privacy.Numbers, badge.Numbers(d.sub("privacy").text("numbers")))
	if l := d.texts("languages"); len(l) > 0 && !slices.Contains(l, "") {
		s.Languages = l
	}
}

// set overwrites a default where something was written.
func set[T ~string](to *T, value T) {
	if value != "" {
		*to = value
	}
}

func (c *Content) loadIssuer() {
	is := &c.Catalog.Issuer
	is.Place = source.Place{File: c.shown("issuer.md")}
	is.Translations = map[string]badge.Text{}
	if !slices.Contains(c.tree.root, "issuer.md") {
		c.find(diag.Error, "file-missing", "issuer.md", 0, 0, "start a site with: sealpress init", "the file is missing: it says who issues")
		c.breaks(is.Place)
	} else if d, ok := c.open("issuer.md", issuerFile); ok {
		is.Name, is.Description = d.text("name"), d.text("description")
		is.URL, is.Email, is.Country, is.Logo = d.text("url"), d.text("email"), d.text("country"), d.text("logo")
		is.Story = d.body
		for _, a := range d.list("accreditations", "") {
			is.Accreditations = append(is.Accreditations, accreditation(a))
		}
	}
	known := []string{"site.yaml", "issuer.md", "import.yaml", c.Catalog.Site.Brand.Logo, is.Logo}
	for _, name := range c.tree.root {
		lang, translated := strings.CutPrefix(strings.TrimSuffix(name, ".md"), "issuer.")
		switch {
		case slices.Contains(known, name):
		case translated && strings.HasSuffix(name, ".md"):
			c.translation(name, lang, issuerTextFile, is.Translations, c.Catalog.Site.Languages[0])
		case name == "site.yml" || name == "issuer.yaml":
			c.find(diag.Error, "file-unknown", name, 0, 0, "known files: site.yaml, issuer.md", "this file is not read")
		default:
			mend := "files to copy as they are belong into " + c.shown("static")
			if s := suggest(name, known[:2]); s != "" {
				mend = "did you mean " + s + "? " + mend
			}
			c.find(diag.Warning, "file-unknown", name, 0, 0, mend, "this file has no meaning here")
		}
	}
}

func accreditation(o object) badge.Accreditation {
	return badge.Accreditation{Body: o.text("body"), Reference: o.text("reference"), URL: o.text("url"),
		ValidFrom: o.date("valid-from"), ValidUntil: o.date("valid-until")}
}

// translation reads a translated text into its place among the translations
// of an original that is written in language of.
func (c *Content) translation(file, lang string, table *File, into map[string]badge.Text, of string) {
	if lang == of {
		c.find(diag.Error, "file-name", file, 0, 0, "rename it to its language, or remove it", "the original is in %q already", lang)
		return
	}
	if !slices.Contains(c.Catalog.Site.Languages, lang) && !c.Broken(c.Catalog.Site.Place.At("languages")) {
		c.find(diag.Warning, "language-unused", file, 0, 0, "add "+lang+" to languages in "+c.shown("site.yaml"), "the site has no pages in %q, so this translation is not shown", lang)
	}
	d, ok := c.open(file, table)
	if !ok {
		return
	}
	into[lang] = badge.Text{Place: d.place, Name: d.text("name"), Description: d.text("description"), Body: d.body,
		Outcomes: d.texts("outcomes"), Assessments: d.texts("assessment"), ImageAlt: d.text("image-alt")}
}

// Logo returns a logo that the site or the issuer names, checked and without
// metadata; ok is false where there is none.
func (c *Content) Logo(name string) (data []byte, ext string, ok bool) {
	if name == "" {
		return nil, "", false
	}
	if !slices.Contains(c.tree.root, name) {
		return nil, "", false
	}
	data, ok = c.readFile(name, maxImage)
	if !ok {
		return nil, "", false
	}
	ext = strings.ToLower(path.Ext(name))
	clean, problems := artwork.Logo(data, ext)
	return clean, ext, len(problems) == 0
}
