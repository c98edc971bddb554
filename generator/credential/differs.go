package credential

import (
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
)

// Over returns an achievement as it stands today with everything that is
// signed put in its place.
func (f *Facts) Over(today *badge.Achievement) *badge.Achievement {
	a := *f.Achievement
	a.Place, a.Slug, a.Version, a.Newest = today.Place, today.Slug, today.Version, today.Newest
	if a.Language == "" {
		a.Language = today.Language
	}
	a.Pathway, a.Recognition, a.ValidFor = today.Pathway, today.Recognition, today.ValidFor
	a.Image, a.Translations = today.Image, today.Translations
	return &a
}

// Differs names what an award says otherwise today than the credential does,
// for messages: "name", "dates", "results", "evidence", "achievement",
// "recipient".
func (f *Facts) Differs(a *badge.Award, of *badge.Achievement, site *badge.Site) []string {
	if what := f.Changes(a, of, site); len(what) > 0 {
		return what
	}
	return []string{"recipient"} // the credential holds a part of it alone
}

// Changes is Differs for who does not know yet that anything is otherwise: nil
// where the credential says all that it holds of the award as the award does.
func (f *Facts) Changes(a *badge.Award, of *badge.Achievement, site *badge.Site) []string {
	var what []string
	add := func(name string, same bool) {
		if !same {
			what = append(what, name)
		}
	}
	add("achievement", f.Achievement.Slug == of.Slug && f.Achievement.Version == of.Version)
	add("name", f.Holder == plain(a.Recipient.Shown(a.ShownNames(site, of))))
	add("dates", f.Awarded == a.Awarded && f.ValidUntil == a.Expires(of))
	add("results", same(f.Results, a.Results, func(x, y badge.Result) bool {
		i := assessmentIndex(of, y.Assessment)
		return x.Grade == plain(y.Grade) && x.On == y.On && x.IdentityChecked == y.IdentityChecked && slices.Equal(x.By, plains(y.By)) &&
			(i < 0 || x.Assessment == assessmentKey(of, i))
	}))
	add("evidence", same(f.Evidence, a.Evidence, func(x, y badge.Evidence) bool {
		return x.Name == plain(y.Name) && x.Description == plain(y.Description) && x.URL == y.URL && x.Date == y.Date
	}))
	return what
}

func same[T any](a, b []T, equal func(x, y T) bool) bool {
	return slices.EqualFunc(a, b, equal)
}
