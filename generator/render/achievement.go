package render

import (
	"slices"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/page"
)

// shownHolders is how many listed awards the page of an achievement names.
const shownHolders = 200

func (s *site) achievement(a *badge.Achievement, lang string) page.Achievement {
	d := s.definition(a, lang)
	at := s.achievementPath(a)
	data := []page.Data{{Type: "application/json", Title: "Open Badges 2.0 BadgeClass", Href: s.address.Href(address.BadgeClass(a.Slug, a.Version))}}
	if s.signs() {
		data = append(data, page.Data{Type: "application/json", Title: "Open Badges 3.0 Achievement", Href: s.address.Href(address.AchievementDocument(a.Slug, a.Version))})
	}
	out := page.Achievement{
		Frame:       s.frame(lang, about{kind: "achievement", path: at, title: d.Name, description: d.Description, card: a, data: data}),
		Achievement: d, Version: a.Version,
		Pathways: s.pathwayCards(lang, func(w *badge.Pathway) bool {
			return w.Goal == a.Slug || slices.ContainsFunc(w.Steps, func(st badge.Step) bool { return st.Badge == a.Slug })
		}),
	}
	if a.Origin != "" {
		out.Origin = outside(a.Origin)
	}
	out.Frame.Schema = schemaOf(d.Schema)
	if a.Kind == badge.MicroCredential {
		for _, e := range s.Coverage(a).Elements {
			if e.State != check.Missing {
				out.Stated++
			}
		}
	}
	if versions := s.Versions(a.Slug); len(versions) > 1 {
		for _, v := range slices.Backward(versions) {
			out.Versions = append(out.Versions, page.Version{Number: v.Version, Href: s.href(s.achievementPath(v), lang), Current: v == a})
		}
		if !a.Newest {
			out.Newest = s.href(address.Achievement(a.Slug), lang)
		}
	}
	holders := s.holders[a.Slug]
	if !s.publishes("html") {
		holders = nil // their pages are what the list is for
	}
	out.HoldersMore = max(0, len(holders)-shownHolders)
	for _, e := range holders[:len(holders)-out.HoldersMore] {
		out.Holders = append(out.Holders, page.Holder{Name: e.Shown, Href: s.href(address.Award(e.ID), lang), Awarded: day(e.Awarded)})
	}
	return out
}

// holderDigest changes when the list of holders on a page would.
func (s *site) holderDigest(slug string) digest {
	if s.counting {
		return digest{}
	}
	holders := s.holders[slug]
	values := []any{len(holders)}
	for _, e := range holders[:min(len(holders), shownHolders)] {
		values = append(values, e.Shown, e.ID, e.Awarded.String())
	}
	return sum(values...)
}
