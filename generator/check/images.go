package check

import (
	"iter"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/markdown"
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

var pngMissing = Rule{
	Rule: diag.Rule{ID: "image-png-missing", Severity: diag.Note,
		Title: "Artwork of one's own is there as a PNG as well",
		Why:   "Wallets, previews and the badge that holders download take a PNG; where only an SVG is given, they show a drawn one.",
		Mend:  "export the SVG as a PNG of 400 to 1024 pixels, and put it beside it under the same name",
		Cite:  "Open Badges 2.0, BadgeClass.image; Open Badges 3.0, Image"},
	Family: "images",
	Def: func(s *Subject, a *badge.Achievement) {
		if a.Image.SVG != nil && a.Image.PNG == nil {
			s.Report(a.Image.SVG.Place, "wallets that take no SVG show a drawn picture in place of this one")
		}
	},
}

var textAlt = Rule{
	Rule: diag.Rule{ID: "text-image-alt-missing", Severity: diag.Warning,
		Title: "A picture in a text is described in words",
		Why:   "Who cannot see the picture hears the words in its place.",
		Mend:  "describe it between the brackets: ![a lifebuoy on its hook](../static/lifebuoy.png)",
		Cite:  "WCAG 2.2, 1.1.1"},
	Family: "images",
	Site: func(s *Subject) {
		for t := range s.texts() {
			if s.Content.Broken(t.place) || !strings.Contains(t.text, "![") {
				continue
			}
			html, _ := markdown.Render(t.text, markdown.Options{Base: func(dest string) (string, bool) { return dest, true }})
			bare := strings.Count(string(html), ` alt=""`)
			for _, at := range bareImage.FindAllStringIndex(t.text, bare) { // those in code are not pictures
				s.Content.Report.Add(diag.Finding{Rule: s.rule.ID, Severity: s.rule.Severity, Pos: s.bodyPos(t, at[0]),
					Message: "the picture is not described in words", Mend: s.rule.Mend})
			}
		}
	},
}

// bareImage is a picture without a description.
var bareImage = regexp.MustCompile(`!\[\s*\][(\[]`)

// authored is a Markdown text of the author's, and where it stands.
type authored struct {
	place source.Place
	text  string
}

// texts yields every Markdown text, translations after their original.
func (s *Subject) texts() iter.Seq[authored] {
	return func(yield func(authored) bool) {
		all := func(p source.Place, text badge.Markdown, translations map[string]badge.Text) bool {
			if !yield(authored{p, string(text)}) {
				return false
			}
			for _, l := range slices.Sorted(maps.Keys(translations)) {
				if t := translations[l]; !yield(authored{t.Place, string(t.Body)}) {
					return false
				}
			}
			return true
		}
		if !all(s.Issuer.Place, s.Issuer.Story, s.Issuer.Translations) {
			return
		}
		for _, a := range s.Achievements {
			if !all(a.Place, a.Criteria, a.Translations) {
				return
			}
		}
		for _, p := range s.Pathways {
			if !all(p.Place, p.Body, p.Translations) {
				return
			}
		}
		for _, p := range s.Pages {
			if !all(p.Place, p.Body, p.Translations) {
				return
			}
		}
	}
}

var logoMissing = Rule{
	Rule: diag.Rule{ID: "logo-unusable", Severity: diag.Error,
		Title: "A logo is a PNG or a passive SVG beside the file that names it",
		Why:   "It is shown on every page.",
		Mend:  "put the file beside it, as PNG or as SVG without scripts, animation or foreign content",
		Cite:  "Open Badges 2.0, Profile, image"},
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
