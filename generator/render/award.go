package render

import (
	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/page"
)

// awards yields the page of each award, in every language. The pages of one
// cohort follow one another, so that its file is read once.
func (s *site) awards(yield func(Entry) bool) bool {
	if !s.publishes("html") {
		return true
	}
	for _, e := range s.Awards() {
		newest := s.Achievement(e.Achievement.Slug, 0)
		shared := s.sum(s.base, e.ID, e.Digest, e.Decided.State, e.Decided.Last, s.digests[e.Achievement], newest.Version, s.digests[s.Pathway(e.Achievement.Pathway)], s.pathwayNames(e.Achievement), s.renewed(e))
		for _, lang := range s.Catalog.Site.Languages {
			if !yield(file(s.path(address.Award(e.ID), lang), s.sum(shared, lang), func() ([]byte, error) { return s.awardPage(e, lang) })) {
				return false
			}
		}
	}
	for _, w := range s.Withdrawn() {
		for _, lang := range s.Catalog.Site.Languages {
			if !yield(file(s.path(address.Award(w.ID), lang), s.sum(s.base, w, lang), func() ([]byte, error) {
				return s.theme.Render(lang, "pages/withdrawn.html", s.withdrawn(w, nil, lang))
			})) {
				return false
			}
		}
	}
	return true
}

// pathwayNames digests what an award's page says of other achievements: the
// goal of its pathway.
func (s *site) pathwayNames(a *badge.Achievement) digest {
	if w := s.Pathway(a.Pathway); w != nil {
		if g := s.Achievement(w.Goal, 0); g != nil {
			return s.digests[g]
		}
	}
	return digest{}
}

// renewed returns the id of the award that an award's page names as the one
// it renews. Who finds a listed page must not be led to an unlisted one.
func (s *site) renewed(e check.Entry) string {
	r, ok := s.Renewed(e)
	if !ok || e.Listed && !r.Listed {
		return ""
	}
	return r.ID
}

func (s *site) awardPage(e check.Entry, lang string) ([]byte, error) {
	if e.Decided.State != badge.Standing {
		data := s.withdrawn(check.Withdrawn{ID: e.ID, Decided: e.Decided}, e.Achievement, lang)
		if !e.Known {
			data.Assertion = "" // there is none
		}
		return s.theme.Render(lang, "pages/withdrawn.html", data)
	}
	a, err := s.Award(e)
	if err != nil {
		return nil, err
	}
	return s.theme.Render(lang, "pages/award.html", s.award(e, a, lang))
}

func (s *site) award(e check.Entry, a *badge.Award, lang string) page.Award {
	of := e.Achievement
	d := s.definition(of, lang)
	names := a.ShownNames(&s.Catalog.Site, of)
	holder := a.Recipient.Shown(names)
	path := address.Award(e.ID)
	listed := a.ShownListing(&s.Catalog.Site) == badge.Listed

	ab := about{kind: "award", path: path, noIndex: !listed, card: of,
		title: d.Name, description: s.theme.Text(lang, "description.award-nameless", "name", d.Name, "issuer", s.Issuer.Name)}
	if holder != "" {
		ab.title = s.theme.Text(lang, "title.award", "name", d.Name, "holder", holder)
		if !listed {
			ab.preview = d.Name // a preview is seen by more people than the link is given to
		} else {
			ab.description = s.theme.Text(lang, "description.award", "name", d.Name, "holder", holder, "issuer", s.Issuer.Name)
		}
	}
	out := page.Award{
		ID: e.ID, Holder: holder, Initials: names == badge.Initials, Achievement: d, Version: of.Version,
		Awarded: day(a.Awarded), ValidUntil: day(a.Expires(of)), URL: s.address.URL(s.path(path, lang)), Pathway: s.place(of, lang),
	}
	if e.Known && s.publishes("ob2") {
		out.Assertion = s.address.Href(address.Assertion(e.ID))
		ab.data = []page.Data{{Type: "application/json", Title: "Open Badges 2.0 Assertion", Href: out.Assertion}}
	}
	if s.bakes(e) {
		out.Badge, out.BadgeName = s.address.Href(address.BakedPNG(e.ID)), s.downloadName(of)
	}
	out.Frame = s.frame(lang, ab)
	if !of.Newest {
		out.Newer = s.href(address.Achievement(of.Slug), lang)
	}
	if id := s.renewed(e); id != "" {
		out.Renews = s.href(address.Award(id), lang)
	}
	for _, ev := range a.Evidence {
		out.Evidence = append(out.Evidence, page.Evidence{Name: ev.Name, Description: ev.Description, URL: ev.URL, Date: day(ev.Date)})
	}
	for _, r := range a.Results {
		res := page.Result{Grade: r.Grade, By: r.By, On: day(r.On), IdentityChecked: r.IdentityChecked}
		for i := range of.Assessments {
			if as := &of.Assessments[i]; as == of.Assessment(r.Assessment) {
				res.Type, res.Description, res.Supervision = as.Type, d.Assessments[i].Description, as.Supervision
				res.To, res.Grades = as.Grades.To, as.Grades.Names
			}
		}
		out.Results = append(out.Results, res)
	}
	return out
}

// place is where an achievement stands in its pathway.
func (s *site) place(a *badge.Achievement, lang string) page.PathwayPlace {
	w := s.Pathway(a.Pathway)
	if w == nil {
		return page.PathwayPlace{}
	}
	c := s.pathwayCard(w, lang)
	p := page.PathwayPlace{Pathway: page.Name{Name: c.Name, Href: c.Href}, Lang: c.Lang, Steps: len(w.Steps), Goal: c.Goal}
	for i, st := range w.Steps {
		if st.Badge == a.Slug {
			p.Step = i + 1
		}
	}
	return p
}

// withdrawn is the page of an award that does not stand. of is nil where the
// page must not say what it was.
func (s *site) withdrawn(w check.Withdrawn, of *badge.Achievement, lang string) page.Withdrawn {
	out := page.Withdrawn{
		Frame: s.frame(lang, about{kind: "withdrawn", path: address.Award(w.ID), noIndex: true, title: s.theme.Text(lang, "title.withdrawn"),
			description: s.theme.Text(lang, "description.withdrawn", "issuer", s.Issuer.Name)}),
		ID: w.ID, State: w.Decided.State.String(),
	}
	if s.publishes("ob2") {
		out.Assertion = s.address.Href(address.Assertion(w.ID))
	}
	if d := w.Decided.Last; d != nil {
		out.On = day(d.On)
		if w.Decided.State != badge.Erased {
			out.Reason, out.Text = d.Reason, d.Text
		}
	}
	if w.ReplacedBy != "" {
		out.ReplacedBy = s.href(address.Award(w.ReplacedBy), lang)
	}
	if of != nil && w.Decided.State != badge.Erased {
		d := s.definition(of, lang)
		out.Achievement, out.Lang, out.Kind, out.Image = page.Name{Name: d.Name, Href: d.Href}, d.Lang, d.Kind, d.Image
	}
	return out
}
