package verify

import (
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// ElementCodes lists the eleven mandatory elements of an EU micro-credential
// in the order of the Recommendation.
func ElementCodes() []string {
	return []string{"learner", "title", "country", "awarding-body", "date", "outcomes", "workload", "level", "assessment", "participation", "quality"}
}

// elements says which elements are in a credential, and what they are. Where
// Open Badges has no member of its own for one, our terms and those of other
// publishers are looked for.
func elements(c *ob3.AchievementCredential) []Element {
	a := &c.CredentialSubject.Achievement
	value := map[string]string{
		"learner":       holderOf(c.CredentialSubject.Identifier),
		"title":         a.Name,
		"awarding-body": c.Issuer.Name,
		"date":          c.AwardedDate,
		"outcomes":      aligned(a, credential.TermLearningOutcome, "ext:ESCO", "ext:LearningOutcomes", "ceasn:Competency", "CFItem"),
		"workload":      aligned(a, credential.TermWorkload, "ext:StudyLoad"),
		"level":         aligned(a, credential.TermLevel, "ext:EQF", "ext:NLQF", "ext:QF-EHEA"),
		"assessment":    aligned(a, credential.TermAssessment),
		"participation": aligned(a, credential.TermParticipation),
		"quality":       aligned(a, credential.TermQuality),
	}
	if address := c.Issuer.Address; address != nil {
		value["country"] = firstOf(address.AddressCountryCode, address.AddressCountry)
	}
	if a.Creator != nil && a.Creator.Name != "" {
		value["awarding-body"] = a.Creator.Name
	}
	if value["date"] == "" {
		value["date"] = c.ValidFrom
	}
	if credits := float64(a.CreditsAvailable); credits > 0 {
		value["workload"] = strings.TrimSuffix(strconv.FormatFloat(credits, 'f', -1, 64)+" ECTS; "+value["workload"], "; ")
	}
	all := make([]Element, 0, len(ElementCodes()))
	for i, code := range ElementCodes() {
		all = append(all, Element{Number: i + 1, Code: code, Present: value[code] != "", Value: value[code]})
	}
	return all
}

// aligned joins what the alignments of some types say.
func aligned(a *ob3.Achievement, types ...string) string {
	var said []string
	for _, x := range a.Alignment {
		for _, t := range types {
			if x.TargetType == t || strings.HasPrefix(t, "ext:ESCO") && strings.HasPrefix(x.TargetType, t) {
				said = append(said, firstOf(x.TargetDescription, x.TargetName, x.TargetCode))
				break
			}
		}
	}
	return strings.Join(said, "; ")
}

// firstOf returns the first text that says something.
func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}
