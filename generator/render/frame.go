package render

import (
	"cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/artwork"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/page"
)

// about is what differs between the frames of pages.
type about struct {
	kind        string       // page.Frame.Type
	path        address.Path // of the page, in the first language
	title       string
	description string
	noIndex     bool
	card        *badge.Achievement // whose card previews a link
	preview     string             // title for that; empty: the page's
	data        []page.Data
}

// frame is what a page shares with all others: head, menu and foot.
func (s *site) frame(lang string, a about) page.Frame {
	f := page.Frame{
		Lang: lang, Dir: s.theme.Dir(lang), Title: a.title, Description: a.description, NoIndex: a.noIndex, Type: a.kind, Data: a.data, PreviewTitle: a.preview,
		Canonical: s.address.URL(s.path(a.path, lang)),
		Site: page.Site{Title: s.Catalog.Site.Title, Home: s.href(address.Home(), lang), Root: s.address.String(), Feed: s.address.Href(address.Feed), Color: s.Catalog.Site.Brand.Color,
			Issuer: page.Name{Name: s.Issuer.Name, Href: s.href(address.Issuer(), lang)}, Contact: s.Issuer.Email, Guide: s.href(address.Guide(), lang), Verify: s.href(address.Verify(), lang)},
	}
	if a.card != nil {
		f.Image, f.ImageWidth, f.ImageHeight = s.address.URL(address.Card(a.card.Slug, a.card.Version)), artwork.CardWidth, artwork.CardHeight
		f.ImageAlt = s.kindWord(a.card, lang) + ": " + s.definition(a.card, lang).Name
	}
	if at, ok := s.logos()[cmp.Or(s.Catalog.Site.Brand.Logo, s.Issuer.Logo)]; ok {
		f.Site.Logo = s.address.Href(at)
	}
	entry := func(key string, p address.Path) {
		f.Menu = append(f.Menu, page.Link{Key: key, Href: s.href(p, lang), Current: p == a.path && a.kind != "missing"})
	}
	entry("menu.catalogue", address.Catalogue())
	if len(s.Pathways) > 0 {
		entry("menu.pathways", address.Pathways())
	}
	entry("menu.guide", address.Guide())
	entry("menu.verify", address.Verify())
	entry("menu.issuer", address.Issuer())
	for _, p := range s.Pages {
		if p.Menu {
			f.Menu = append(f.Menu, page.Link{Name: cmp.Or(p.Translations[lang].Name, p.Name), Href: s.href(address.Page(p.Slug), lang), Current: address.Page(p.Slug) == a.path})
		}
	}
	if a.kind == "missing" {
		f.Canonical = ""
		return f
	}
	if languages := s.Catalog.Site.Languages; len(languages) > 1 {
		for i, l := range languages {
			p := s.path(a.path, l)
			f.Alternates = append(f.Alternates, page.Alternate{Lang: l, Name: s.theme.LanguageName(l), Href: s.address.Href(p), URL: s.address.URL(p), Current: l == lang, Default: i == 0})
		}
	}
	return f
}
