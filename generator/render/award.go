package render

import (
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/page"
)

// awards yields all that is published of awards, the files of each after one
// another. The awards of one cohort follow one another too, so that its file
// is read once.
func (s *site) awards(yield func(Entry) bool) bool {
	for _, e := range s.Awards() {
		if !s.filesOf(e, yield) {
			return false
		}
	}
	return s.formers(yield)
}

// formers yields what stays at the addresses that only decisions keep.
func (s *site) formers(yield func(Entry) bool) bool {
	for _, w := range s.Withdrawn() {
		if !s.former(w, yield) {
			return false
		}
	}
	return true
}

// filesOf yields all that is published of one award.
func (s *site) filesOf(e check.Entry, yield func(Entry) bool) bool {
	for _, f := range s.formats {
		if !f.Award(s, e, yield) {
			return false
		}
	}
	return true
}

// awardPages yields the page of an award, in every language.
func (s *site) awardPages(e check.Entry, yield func(Entry) bool) bool {
	if !s.publishes("html") {
		return true
	}
	newest := s.Achievement(e.Achievement.Slug, 0)
	shared := s.sum(s.base, e.ID, e.Digest, s.saidDigest(e), s.hasSigned(e), e.Decided.State, e.Decided.Last, s.digests[e.Achievement], newest.Version, s.digests[s.Pathway(e.Achievement.Pathway)], s.pathwayNames(e.Achievement), s.renewed(e))
	for _, lang := range s.Catalog.Site.Languages {
		if !yield(lent(file(s.path(address.Award(e.ID), lang), s.sum(shared, lang), func() ([]byte, error) { return s.awardPage(e, lang) }))) {
			return false
		}
	}
	return true
}

// former yields what stays at an address that only decisions keep.
func (s *site) former(w check.Withdrawn, yield func(Entry) bool) bool {
	if s.publishes("ob2") && !yield(document(address.Assertion(w.ID), s.sum(s.base, "withdrawn", w), func() (any, error) { return s.revokedAssertion(w.ID, w.Decided, w.ReplacedBy), nil })) {
		return false
	}
	if s.signs() && w.Signed && !yield(file(address.Credential(w.ID), s.sum(s.base, "stub", w.ID, w.ReplacedBy), func() ([]byte, error) {
		text, err := credential.FormerStub(s.address, w.ID, w.ReplacedBy)
		return append(text, '\n'), err
	})) {
		return false
	}
	if !s.publishes("html") {
		return true
	}
	for _, lang := range s.Catalog.Site.Languages {
		if !yield(file(s.path(address.Award(w.ID), lang), s.sum(s.base, w, lang), func() ([]byte, error) {
			return s.theme.Render(lang, "pages/withdrawn.html", s.withdrawn(w, nil, lang))
		})) {
			return false
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
		return s.theme.Append(room(), lang, "pages/withdrawn.html", data)
	}
	d, err := s.said(e)
	if err != nil {
		return nil, err
	}
	a, err := s.Award(e)
	if err != nil {
		return nil, err
	}
	data, err := s.award(e, a, d, lang)
	if err != nil {
		return nil, err
	}
	return s.theme.Append(room(), lang, "pages/award.html", data)
}

// award is the page of an award. What it says of holder and achievement is
// what the credential says.
func (s *site) award(e check.Entry, a *badge.Award, said *said, lang string) (page.Award, error) {
	of := e.Achievement
	d := s.signedDefinition(said, of, lang)
	if d.Translated { // the text that counts is on this page in its own language
		d.Original = s.original(said.Over(of).Language, address.Award(e.ID))
	}
	holder := said.Holder
	path := address.Award(e.ID)
	listed := a.ShownListing(&s.Catalog.Site) == badge.Listed

	ab := about{kind: "award", path: path, noIndex: !listed, card: of,
		title: d.Name, description: s.theme.Text(lang, "description.award-nameless", "name", d.Name, "issuer", d.Issuer.Name)}
	if holder != "" {
		ab.title = s.theme.Text(lang, "title.award", "name", d.Name, "holder", holder)
		if !listed {
			ab.preview = d.Name // a preview is seen by more people than the link is given to
		} else {
			ab.description = s.theme.Text(lang, "description.award", "name", d.Name, "holder", holder, "issuer", d.Issuer.Name)
		}
	}
	out := page.Award{
		ID: e.ID, Holder: holder, Initials: a.ShownNames(&s.Catalog.Site, of) == badge.Initials, Achievement: d, Version: of.Version,
		Awarded: day(said.Awarded), ValidUntil: day(said.ValidUntil), URL: s.address.URL(s.path(path, lang)), Pathway: s.place(of, lang),
	}
	s.offer(&out, &ab, e)
	if err := s.takeAway(&out, e, said, lang); err != nil {
		return page.Award{}, fmt.Errorf("making what the holder of %s takes elsewhere: %w", e.Key, err)
	}
	out.Frame = s.frame(lang, ab)
	out.Frame.Schema = awardSchema(d.Schema, holder, listed)
	if !of.Newest {
		out.Newer = s.href(address.Achievement(of.Slug), lang)
	}
	if id := s.renewed(e); id != "" {
		out.Renews = s.href(address.Award(id), lang)
	}
	if o := a.Origin; o.ID != "" {
		out.Origin = page.Origin{Credential: outside(o.ID), Issuer: o.Issuer, On: day(o.On), Checked: day(o.Checked), Outcome: o.Outcome}
	}
	for _, ev := range said.Evidence {
		out.Evidence = append(out.Evidence, page.Evidence{Name: ev.Name, Description: ev.Description, URL: ev.URL, Date: day(ev.Date)})
	}
	for _, r := range said.Results {
		res := page.Result{Grade: r.Grade, By: r.By, On: day(r.On), IdentityChecked: r.IdentityChecked}
		for i := range said.Achievement.Assessments {
			if as := &said.Achievement.Assessments[i]; as == said.Achievement.Assessment(r.Assessment) {
				res.Type, res.Description, res.Supervision = as.Type, d.Assessments[i].Description, as.Supervision
				res.To, res.Grades = as.Grades.To, as.Grades.Names
			}
		}
		out.Results = append(out.Results, res)
	}
	return out, nil
}

// outside names what another platform published: a link where it is a web
// address.
func outside(id string) page.Name {
	if strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://") {
		return page.Name{Name: id, Href: id}
	}
	return page.Name{Name: id}
}

// offer puts what can be kept and read by machines on the page of an award.
func (s *site) offer(out *page.Award, ab *about, e check.Entry) {
	data := func(media, title string, p address.Path) string {
		href := s.address.Href(p)
		ab.data = append(ab.data, page.Data{Type: media, Title: title, Href: href})
		return href
	}
	if s.hasSigned(e) {
		out.Credential = data("application/json", "Open Badges 3.0 credential", address.Credential(e.ID))
		out.Token = data("text/plain", "Open Badges 3.0 credential (JWT)", address.CredentialJWT(e.ID))
	}
	if e.Known && s.publishes("ob2") {
		out.Assertion = data("application/json", "Open Badges 2.0 Assertion", address.Assertion(e.ID))
	}
	name := s.downloadName(e.Achievement)
	if s.bakes(e) {
		out.Badge, out.BadgeName = s.address.Href(address.BakedPNG(e.ID)), name+".png"
	}
	if s.hasSigned(e) && hasSVG(e.Achievement) {
		out.Drawing, out.DrawingName = s.address.Href(address.BakedSVG(e.ID)), name+".svg"
	}
	if out.Credential != "" {
		out.CredentialName, out.TokenName = name+".json", name+".jwt"
	}
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
