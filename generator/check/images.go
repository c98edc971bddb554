package check

import (
	"path"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

var imageAlt = Rule{
	Rule: diag.Rule{ID: "image-alt-missing", Severity: diag.Note,
		Title: "Artwork is described in words",
		Why:   "Who cannot see the picture hears the words.",
		Mend:  "add image-alt: with one sentence",
		Cite:  "WCAG 2.2, 1.1.1"},
	Family: "images",
	Def: func(s *Subject, a *badge.Achievement) {
		if (a.Image.PNG != nil || a.Image.SVG != nil) && a.Image.Alt == "" {
			s.Report(a.Place, "the artwork has no description in words")
		}
	},
}

var logoMissing = Rule{
	Rule: diag.Rule{ID: "logo-unusable", Severity: diag.Error,
		Title: "A logo is a PNG or a passive SVG beside the file that names it",
		Why:   "It is shown on every page.",
		Mend:  "put the file beside it, as PNG or as SVG without scripts, animation or foreign content"},
	Family: "images",
	Site: func(s *Subject) {
		for _, l := range []struct {
			place source.Place
			name  string
		}{{s.Catalog.Site.Place.At("brand", "logo"), s.Catalog.Site.Brand.Logo}, {s.Issuer.Place.At("logo"), s.Issuer.Logo}} {
			if l.name == "" {
				continue
			}
			if ext := strings.ToLower(path.Ext(l.name)); ext != ".png" && ext != ".svg" {
				s.ReportMend(l.place, "use a PNG or SVG", "expected a PNG or SVG, found %q", l.name)
			} else if _, _, ok := s.Content.Logo(l.name); !ok {
				s.Report(l.place, "the logo %q cannot be used", l.name)
			}
		}
	},
}
