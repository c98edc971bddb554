package compare

import (
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// awardFields lists what differs in an award. An achievement counts by the
// version that is meant, not by how it is written. What identifies a person
// beside the name is not told.
func awardFields(was, is *badge.Award, before, after *badge.Achievement) []Field {
	var f fields
	f.value("holder's name", was.Recipient.Name, is.Recipient.Name)
	f.hidden("e-mail", was.Recipient.Email == is.Recipient.Email)
	f.hidden("hashed e-mail", was.Recipient.Identity == is.Recipient.Identity && was.Recipient.Salt == is.Recipient.Salt)
	f.hidden("web address or DID", was.Recipient.URL == is.Recipient.URL && was.Recipient.DID == is.Recipient.DID)
	f.hidden("person", was.Person == is.Person)
	f.hidden("pinned address", was.ID == is.ID)
	switch {
	case before == nil || after == nil:
		f.value("achievement", reference(was.Achievement), reference(is.Achievement))
	default:
		f.value("achievement", named(before), named(after))
	}
	f.value("day awarded", was.Awarded.String(), is.Awarded.String())
	f.value("valid until", was.ValidUntil.String(), is.ValidUntil.String())
	f.hidden("evidence", slices.Equal(was.Evidence, is.Evidence))
	graded := len(f)
	f.value("result", grades(was.Results), grades(is.Results))
	fewer := len(f) > graded && len(was.Results) != len(is.Results) // which is said by the grades
	f.hidden("assessor, day or identity check", fewer || slices.EqualFunc(was.Results, is.Results, assessedAlike))
	f.hidden("renewed award", was.Renews == is.Renews)
	f.value("listing", string(was.Listing), string(is.Listing))
	f.value("name as shown", string(was.Names), string(is.Names))
	f.value("language", was.Language, is.Language)
	f.hidden("where it was first issued", was.Origin == is.Origin)
	return f
}

func reference(r badge.Reference) string {
	return named(&badge.Achievement{Slug: r.Slug, Version: r.Version})
}

func grades(results []badge.Result) string {
	var all []string
	for _, r := range results {
		all = append(all, strings.TrimPrefix(r.Assessment+" "+r.Grade, " "))
	}
	return strings.Join(all, ", ")
}

// assessedAlike holds two results against each other but for the grade.
func assessedAlike(a, b badge.Result) bool {
	return slices.Equal(a.By, b.By) && a.On == b.On && a.IdentityChecked == b.IdentityChecked
}
