package render

import (
	"cmp"
	"maps"
	"slices"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/markdown"
	"github.com/sealpress/sealpress/generator/page"
)

// pages yields every page that is not an award's, in every language.
func (s *site) pages(yield func(Entry) bool) bool {
	for _, lang := range s.Catalog.Site.Languages {
		add := func(p address.Path, template string, fp digest, data func(lang string) any) bool {
			return yield(file(s.path(p, lang), s.sum(s.base, fp, lang, template), func() ([]byte, error) {
				return s.theme.Render(lang, template, data(lang))
			}))
		}
		ok := add(address.Home(), "pages/home.html", s.whole, func(l string) any { return s.home(l) }) &&
			add(address.Catalogue(), "pages/catalogue.html", s.whole, func(l string) any { return s.catalogue(l) }) &&
			add(address.Guide(), "pages/guide.html", s.sum(s.whole, s.signs()), func(l string) any { return s.guide(l) }) &&
			add(address.Verify(), "pages/verify.html", digest{}, func(l string) any { return s.verify(l) }) &&
			add(address.Issuer(), "pages/issuer.html", s.sum(s.issuing, s.Keys, s.numbersDigest()), func(l string) any { return s.issuer(l) })
		if ok && len(s.Pathways) > 0 {
			ok = add(address.Pathways(), "pages/pathways.html", s.whole, func(l string) any { return s.pathways(l) })
		}
		for _, w := range s.Pathways {
			ok = ok && add(address.Pathway(w.Slug), "pages/pathway.html", s.whole, func(l string) any { return s.pathway(w, l) })
		}
		for _, pg := range s.Catalog.Pages {
			ok = ok && add(address.Page(pg.Slug), "pages/page.html", s.digests[pg], func(l string) any { return s.page(pg, l) })
		}
		for _, a := range s.Achievements {
			fp := s.sum(s.whole, s.digests[a], s.holderDigest(a.Slug))
			if a.Newest {
				ok = ok && add(address.Achievement(a.Slug), "pages/achievement.html", fp, func(l string) any { return s.achievement(a, l) })
			}
			if len(s.Versions(a.Slug)) > 1 {
				ok = ok && add(address.AchievementVersion(a.Slug, a.Version), "pages/achievement.html", fp, func(l string) any { return s.achievement(a, l) })
			}
		}
		if !ok {
			return false
		}
	}
	first := s.Catalog.Site.Languages[0]
	return yield(file(address.NotFound, s.sum(s.base, "missing"), func() ([]byte, error) {
		return s.theme.Render(first, "pages/missing.html", page.Missing{
			Frame:     s.frame(first, about{kind: "missing", path: address.NotFound, title: s.theme.Text(first, "title.missing"), noIndex: true}),
			Catalogue: s.href(address.Catalogue(), first)})
	}))
}

func (s *site) home(lang string) page.Home {
	out := page.Home{
		Frame:            s.frame(lang, about{kind: "home", path: address.Home(), description: s.theme.Text(lang, "description.home", "issuer", s.Issuer.Name)}),
		Issuer:           s.issuer(lang),
		MicroCredentials: s.cards(badge.MicroCredential, lang), Badges: s.cards(badge.Badge, lang),
		Pathways:  s.pathwayCards(lang, func(*badge.Pathway) bool { return true }),
		Catalogue: s.href(address.Catalogue(), lang),
	}
	out.Frame.Schema = s.siteSchema(lang)
	return out
}

func (s *site) catalogue(lang string) page.Catalogue {
	out := page.Catalogue{
		Frame: s.frame(lang, about{kind: "catalogue", path: address.Catalogue(), title: s.theme.Text(lang, "title.catalogue"),
			description: s.theme.Text(lang, "description.catalogue", "issuer", s.Issuer.Name)}),
		MicroCredentials: s.cards(badge.MicroCredential, lang), Badges: s.cards(badge.Badge, lang),
	}
	levels, tags, languages := map[int]bool{}, map[string]bool{}, map[string]bool{}
	for _, cards := range [][]page.Card{out.MicroCredentials, out.Badges} {
		for _, c := range cards {
			if c.EQF != 0 {
				levels[c.EQF] = true
			}
			for _, tag := range c.Tags {
				tags[tag] = true
			}
			languages[c.Original] = true
		}
	}
	out.Levels, out.Tags = slices.Sorted(maps.Keys(levels)), slices.Sorted(maps.Keys(tags))
	if len(languages) < 2 {
		return out
	}
	for _, l := range slices.Sorted(maps.Keys(languages)) {
		out.Languages = append(out.Languages, page.Link{Key: l, Name: s.theme.LanguageName(l)})
	}
	return out
}

func (s *site) guide(lang string) page.Guide {
	g := page.Guide{Frame: s.frame(lang, about{kind: "guide", path: address.Guide(), title: s.theme.Text(lang, "title.guide"),
		description: s.theme.Text(lang, "description.guide")})}
	g.Signs = s.signs()
	if c := s.cards(badge.Badge, lang); len(c) > 0 {
		g.ExampleBadge = c[0]
	}
	if c := s.cards(badge.MicroCredential, lang); len(c) > 0 {
		g.ExampleMicroCredential = c[0]
	}
	return g
}

func (s *site) issuer(lang string) page.Issuer {
	is := &s.Issuer
	t, translated := is.Translations[lang]
	in := s.Catalog.Site.Languages[0]
	if translated {
		in = lang
	}
	story, storyLang := is.Story, s.Catalog.Site.Languages[0]
	if t.Body != "" {
		story, storyLang = t.Body, lang
	}
	data := []page.Data{{Type: "application/json", Title: "Open Badges 2.0 Profile", Href: s.address.Href(address.IssuerProfile())}}
	if s.signs() {
		data = append(data, page.Data{Type: "application/json", Title: "Open Badges 3.0 Profile", Href: s.address.Href(address.ProfileDocument())})
	}
	out := page.Issuer{
		Frame: s.frame(lang, about{kind: "issuer", path: address.Issuer(), title: is.Name, description: cmp.Or(t.Description, is.Description,
			s.theme.Text(lang, "description.issuer", "issuer", is.Name)), data: data}),
		Name: cmp.Or(t.Name, is.Name), Description: cmp.Or(t.Description, is.Description), URL: is.URL, Email: is.Email, Country: is.Country, Lang: in,
		Story: page.Text{Lang: storyLang, HTML: s.html(story, 2)}, Accreditations: accreditations(is.Accreditations),
		Profile: s.address.Href(address.IssuerProfile()), Revocations: s.address.Href(address.Revocations()),
	}
	if at, ok := s.logos()[is.Logo]; ok {
		out.Logo = s.address.Href(at)
	}
	if s.signs() {
		out.DID = s.sayings.builder.DID()
		s.sayKeys(&out)
	}
	out.Years, out.Chart = s.numbers()
	out.Frame.Schema = s.issuerSchema(&out, lang)
	return out
}

func (s *site) pathways(lang string) page.Pathways {
	return page.Pathways{
		Frame: s.frame(lang, about{kind: "pathways", path: address.Pathways(), title: s.theme.Text(lang, "title.pathways"),
			description: s.theme.Text(lang, "description.pathways", "issuer", s.Issuer.Name)}),
		Pathways: s.pathwayCards(lang, func(*badge.Pathway) bool { return true }),
	}
}

func (s *site) pathway(w *badge.Pathway, lang string) page.Pathway {
	t, translated := w.Translations[lang]
	card := s.pathwayCard(w, lang)
	body, bodyLang := w.Body, w.Language
	if t.Body != "" {
		body, bodyLang = t.Body, lang
	}
	out := page.Pathway{
		Frame: s.frame(lang, about{kind: "pathway", path: address.Pathway(w.Slug), title: card.Name, description: card.Description}),
		Name:  card.Name, Description: card.Description, Lang: card.Lang, Translated: translated,
		Story: page.Text{Lang: bodyLang, HTML: s.html(body, 2)},
	}
	if translated {
		out.Original = s.original(w.Language, address.Pathway(w.Slug))
	}
	for i, st := range w.Steps {
		out.Steps = append(out.Steps, page.Step{Card: s.card(s.Achievement(st.Badge, 0), lang), Number: i + 1, Required: st.Required})
	}
	if g := s.Achievement(w.Goal, 0); g != nil {
		out.Goal = s.card(g, lang)
	}
	out.Track = track(out.Steps, out.Goal)
	return out
}

func (s *site) page(p *badge.Page, lang string) page.Page {
	t, translated := p.Translations[lang]
	body, in := p.Body, p.Language
	if translated {
		in = lang
	}
	bodyLang := p.Language
	if t.Body != "" {
		body, bodyLang = t.Body, lang
	}
	name := cmp.Or(t.Name, p.Name)
	out := page.Page{
		Frame: s.frame(lang, about{kind: "page", path: address.Page(p.Slug), title: name, description: cmp.Or(t.Description, p.Description, markdown.Text(string(body)))}),
		Name:  name, Lang: in, Translated: translated, Body: page.Text{Lang: bodyLang, HTML: s.html(body, 2)},
	}
	if translated {
		out.Original = s.original(p.Language, address.Page(p.Slug))
	}
	return out
}
