package generator

import (
	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/theme"
)

// loadTheme loads the theme that site.yaml asks for. What site.yaml says wrongly
// was found already: the theme is then judged as for a site that does not say
// it, so that one slip is one finding.
func loadTheme(c Config, content *load.Content) (*theme.Theme, []diag.Finding) {
	site := &content.Catalog.Site
	t := theme.Config{Embedded: c.Themes, Site: c.SiteThemes}
	if at, err := address.Parse(site.URL); err == nil {
		t.Base = at.Base()
	}
	if !content.Broken(site.Place.At("theme")) {
		t.Name = site.Theme
	}
	if !content.Broken(site.Place.At("brand", "color")) {
		t.Color = site.Brand.Color
	}
	for i, language := range site.Languages {
		if !content.Broken(site.Place.Index("languages", i)) {
			t.Languages = append(t.Languages, language)
		}
	}
	th, findings := c.LastTheme.load(t)
	for i := range findings {
		// A theme that is not there has no file to point at; who names it does.
		if f := &findings[i]; f.Rule == "theme-unknown" && f.Pos == (source.Pos{File: "themes/" + site.Theme + "/theme.yaml"}) {
			f.Pos = content.Locate(site.Place.At("theme"))
		}
	}
	return th, findings
}
