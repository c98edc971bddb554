package credential

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// languageForm is the pattern of the standard, which is narrower than BCP 47.
var languageForm = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

// Profile is the issuer as credentials name it.
func (b *Builder) Profile() ob3.Profile {
	is := b.catalog.Issuer
	p := ob3.Profile{ID: b.did, Type: ob3.Set[string]{ob3.TypeProfile}, Name: plain(is.Name), URL: cmp.Or(is.URL, b.site.String()),
		Email: is.Email, Description: plain(is.Description)}
	if at, ok := address.LogoOf(is.Logo); ok {
		p.Image = &ob3.Image{ID: b.site.URL(at), Type: ob3.TypeImage}
	}
	if is.Country != "" {
		p.Address = &ob3.Address{Type: ob3.Set[string]{ob3.TypeAddress}, AddressCountryCode: is.Country}
	}
	return p
}

// Achievement is what can be earned, as credentials say it.
func (b *Builder) Achievement(a *badge.Achievement) ob3.Achievement {
	page := b.page(a)
	out := ob3.Achievement{
		ID:              b.site.URL(address.AchievementDocument(a.Slug, a.Version)),
		Type:            ob3.Set[string]{ob3.TypeAchievement},
		AchievementType: map[badge.Kind]string{badge.Badge: "Badge", badge.MicroCredential: "MicroCredential"}[a.Kind],
		Name:            plain(a.Name), Description: plain(a.Description),
		Criteria: ob3.Criteria{ID: page, Narrative: plain(string(a.Criteria))},
		Image:    &ob3.Image{ID: b.site.URL(address.AchievementFile(a.Slug, a.Version, "image.png")), Type: ob3.TypeImage},
		Version:  strconv.Itoa(a.Version), FieldOfStudy: a.Field, Tag: plains(a.Tags),
	}
	if languageForm.MatchString(a.Language) {
		out.InLanguage = a.Language
	}
	if credits, err := strconv.ParseFloat(a.Workload.ECTS, 64); err == nil {
		out.CreditsAvailable = ob3.Float(credits)
	}
	if body := a.AwardingBody; body.Name != "" {
		out.Creator = &ob3.Profile{ID: cmp.Or(body.URL, page+"#awarding-body"), Type: ob3.Set[string]{ob3.TypeProfile}, Name: plain(body.Name), URL: body.URL}
	}
	for i := range a.Assessments {
		out.ResultDescription = append(out.ResultDescription, b.resultDescription(a, i))
	}
	out.Alignment = b.alignments(a, page)
	return out
}

// page is the address of the page that describes a version.
func (b *Builder) page(a *badge.Achievement) string {
	if a.Version > 1 {
		return b.site.URL(address.AchievementVersion(a.Slug, a.Version))
	}
	return b.site.URL(address.Achievement(a.Slug))
}

// alignments says what the standard has no members for.
func (b *Builder) alignments(a *badge.Achievement, page string) ob3.Set[ob3.Alignment] {
	var all ob3.Set[ob3.Alignment]
	add := func(term, code, name, url string) *ob3.Alignment {
		all = append(all, ob3.Alignment{Type: ob3.Set[string]{ob3.TypeAlignment}, TargetType: term, TargetCode: plain(code), TargetName: plain(name), TargetURL: url})
		return &all[len(all)-1]
	}
	for i, o := range a.Outcomes {
		n := strconv.Itoa(i + 1)
		x := add(TermLearningOutcome, "LO"+n, cmp.Or(o.Skill.Name, "Learning outcome "+n), cmp.Or(o.Skill.URL, page+"#outcome-"+n))
		x.TargetDescription, x.TargetFramework = plain(o.Statement), plain(o.Skill.Framework)
	}
	if h := a.Workload.Hours; h > 0 {
		add(TermWorkload, fmt.Sprintf("PT%dH", h), fmt.Sprintf("%d hours", h), page+"#workload")
	}
	if n := a.Level.EQF; n > 0 {
		code := strconv.Itoa(n)
		add(TermLevel, code, "EQF level "+code, "http://data.europa.eu/snb/eqf/"+code).TargetFramework = frameworkEQF
	}
	for i, as := range a.Assessments {
		at := page + "#assessment-" + assessmentKey(a, i)
		add(TermAssessment, as.Type, inWords(as.Type), at).TargetDescription = plain(as.Description)
		if as.Supervision != "" {
			add(TermSupervision, as.Supervision, inWords(as.Supervision), at)
		}
	}
	if a.Participation != "" {
		add(TermParticipation, a.Participation, inWords(a.Participation), page+"#participation")
	}
	if q := a.QualityAssurance; q.Type != "" || q.Body != "" {
		add(TermQuality, q.Type, cmp.Or(q.Body, inWords(q.Type)), cmp.Or(q.URL, page+"#quality-assurance"))
	}
	for _, text := range a.Prerequisites {
		add(TermPrerequisite, "", text, page+"#prerequisites")
	}
	for _, text := range a.StackableTowards {
		add(TermStackable, "", text, page+"#stackable")
	}
	if a.Field != "" {
		add(TermField, a.Field, "ISCED-F "+a.Field, "http://data.europa.eu/snb/isced-f/"+a.Field).TargetFramework = frameworkISCED
	}
	if a.Kind == badge.MicroCredential { // a badge borrows no weight from them
		for _, acc := range b.catalog.Issuer.Accreditations {
			add(TermAccreditation, acc.Reference, acc.Body, cmp.Or(acc.URL, b.site.URL(address.Issuer()))).TargetDescription = period(acc)
		}
	}
	if acc := a.AwardingBody.Accreditation; acc.Body != "" {
		add(TermBodyAccreditation, acc.Reference, acc.Body, cmp.Or(acc.URL, page+"#accreditation")).TargetDescription = period(acc)
	}
	return all
}

// period writes how long an accreditation holds as an ISO 8601 interval; an
// open end is "..".
func period(a badge.Accreditation) string {
	if a.ValidFrom.IsZero() && a.ValidUntil.IsZero() {
		return ""
	}
	return cmp.Or(a.ValidFrom.String(), "..") + "/" + cmp.Or(a.ValidUntil.String(), "..")
}

// assessmentKey names an assessment within its achievement: by its key, or by
// its number where it has none.
func assessmentKey(a *badge.Achievement, i int) string {
	return cmp.Or(a.Assessments[i].Key, strconv.Itoa(i+1))
}

// resultDescription is an assessment and its scale. Named grades are in rising
// order, as the standard wants them.
func (b *Builder) resultDescription(a *badge.Achievement, i int) ob3.ResultDescription {
	as := a.Assessments[i]
	r := ob3.ResultDescription{
		ID:   b.resultID(a, i),
		Type: ob3.Set[string]{ob3.TypeResultDescription},
		Name: inWords(as.Type), ResultType: "Result",
	}
	switch g := as.Grades; {
	case g.Numeric():
		r.ResultType, r.ValueMin, r.ValueMax, r.RequiredValue = "RawScore", g.From, g.To, g.Pass
	case len(g.Names) > 0:
		r.ResultType = "LetterGrade"
		r.AllowedValue = plains(g.Names)
	}
	return r
}

func (b *Builder) resultID(a *badge.Achievement, i int) string {
	return b.site.URL(address.AchievementDocument(a.Slug, a.Version)) + "#assessment-" + assessmentKey(a, i)
}
