package compare

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// Achievement is a version of an achievement that was added, changed or
// removed. A new version is compared with the one that was the newest before.
type Achievement struct {
	Slug     string     `json:"slug"`
	Name     string     `json:"name"`
	Kind     badge.Kind `json:"kind"`
	Version  int        `json:"version"`
	Replaces int        `json:"replaces,omitempty"` // the former newest version; 0: it is not a new version of anything
	Change   Change     `json:"change"`             // of a new version: added
	Awards   int        `json:"awards"`             // of this version, before the change
	Keep     []Kept     `json:"keep,omitempty"`     // awards that stay with older versions
	Fields   []Field    `json:"fields,omitempty"`
}

// Kept counts the awards that stay with an older version.
type Kept struct {
	Version int `json:"version"`
	Awards  int `json:"awards"`
}

// achievements compares all versions of all achievements.
func achievements(was, is *state) []Achievement {
	var out []Achievement
	for _, a := range is.content.Catalog.Achievements {
		r := version(a)
		before := was.achievements[r]
		x := Achievement{Slug: a.Slug, Name: line(a.Name), Kind: a.Kind, Version: a.Version, Awards: was.made[before]}
		former := was.newest[a.Slug]
		switch {
		case before != nil:
			x.Change, x.Fields = Changed, achievementFields(before, a)
			if len(x.Fields) == 0 {
				continue
			}
		case former != nil && former.Version < a.Version:
			x.Change, x.Replaces, x.Fields = Added, former.Version, achievementFields(former, a)
			for v := 1; v < a.Version; v++ {
				if n := is.made[is.achievements[badge.Reference{Slug: a.Slug, Version: v}]]; n > 0 {
					x.Keep = append(x.Keep, Kept{v, n})
				}
			}
		default:
			x.Change = Added
		}
		out = append(out, x)
	}
	for _, a := range was.content.Catalog.Achievements {
		if is.achievements[version(a)] == nil {
			out = append(out, Achievement{Slug: a.Slug, Name: line(a.Name), Kind: a.Kind, Version: a.Version, Change: Removed, Awards: was.made[a]})
		}
	}
	return out
}

// achievementFields lists what differs in what can be earned.
func achievementFields(was, is *badge.Achievement) []Field {
	var f fields
	f.value("kind", string(was.Kind), string(is.Kind))
	f.value("name", was.Name, is.Name)
	f.value("description", was.Description, is.Description)
	f.value("language", was.Language, is.Language)
	f.list("outcomes", outcomes(was.Outcomes), outcomes(is.Outcomes))
	f.value("level", level(was.Level), level(is.Level))
	f.value("workload", amount(hours(was.Workload), "h"), amount(hours(is.Workload), "h"))
	f.value("credits", amount(was.Workload.ECTS, "ECTS"), amount(is.Workload.ECTS, "ECTS"))
	f.value("participation", was.Participation, is.Participation)
	f.assessments(was.Assessments, is.Assessments)
	f.value("quality assurance", joined(was.QualityAssurance.Type, was.QualityAssurance.Body, was.QualityAssurance.URL), joined(is.QualityAssurance.Type, is.QualityAssurance.Body, is.QualityAssurance.URL))
	f.value("pathway", was.Pathway, is.Pathway)
	f.list("recognition", recognition(was.Recognition), recognition(is.Recognition))
	f.value("validity", was.ValidFor.String(), is.ValidFor.String())
	f.list("prerequisites", was.Prerequisites, is.Prerequisites)
	f.list("stackable towards", was.StackableTowards, is.StackableTowards)
	f.value("field of study", was.Field, is.Field)
	f.value("awarding body", joined(was.AwardingBody.Name, was.AwardingBody.URL), joined(is.AwardingBody.Name, is.AwardingBody.URL))
	f.value("accreditation of the awarding body", accreditation(was.AwardingBody.Accreditation), accreditation(is.AwardingBody.Accreditation))
	f.list("tags", was.Tags, is.Tags)
	f.value("where it was first defined", was.Origin, is.Origin)
	f.hidden("picture", sameFile(was.Image.PNG, is.Image.PNG) && sameFile(was.Image.SVG, is.Image.SVG))
	f.value("picture in words", was.Image.Alt, is.Image.Alt)
	f.text("criteria", string(was.Criteria), string(is.Criteria))
	f.dict("translation", translations(was.Translations), translations(is.Translations))
	return f
}

func outcomes(list []badge.Outcome) []string {
	var out []string
	for _, o := range list {
		s := o.Statement
		if o.Skill != (badge.Skill{}) {
			s += " (" + joined(o.Skill.Framework, o.Skill.Name, o.Skill.Code, o.Skill.URL) + ")"
		}
		out = append(out, s)
	}
	return out
}

// assessments compares assessments by their keys; one alone needs none.
func (f *fields) assessments(was, is []badge.Assessment) {
	if len(was) == 1 && len(is) == 1 {
		f.value("assessment key", was[0].Key, is[0].Key)
		f.assessment("", was[0], is[0])
		return
	}
	var added, removed []string
	former := map[string]badge.Assessment{}
	for _, a := range was {
		former[a.Key] = a
	}
	there := map[string]bool{}
	for _, a := range is {
		there[a.Key] = true
		if before, known := former[a.Key]; known {
			f.assessment(" "+a.Key, before, a)
		} else {
			added = append(added, line(joined(a.Key, a.Description)))
		}
	}
	for _, a := range was {
		if !there[a.Key] {
			removed = append(removed, line(joined(a.Key, a.Description)))
		}
	}
	if len(added)+len(removed) > 0 {
		*f = append(*f, Field{Name: "assessments", Added: added, Removed: removed})
	}
}

func (f *fields) assessment(key string, was, is badge.Assessment) {
	f.value("assessment type"+key, was.Type, is.Type)
	f.value("assessment"+key, was.Description, is.Description)
	f.value("supervision"+key, was.Supervision, is.Supervision)
	f.value("grades"+key, scale(was.Grades), scale(is.Grades))
}

func scale(g badge.Grades) string {
	if !g.Numeric() {
		return strings.Join(g.Names, ", ")
	}
	return fmt.Sprintf("%s to %s, pass %s", g.From, g.To, or(g.Pass))
}

func level(l badge.Level) string {
	if l.EQF == 0 {
		return ""
	}
	return fmt.Sprintf("EQF %d", l.EQF)
}

func hours(w badge.Workload) string {
	if w.Hours == 0 {
		return ""
	}
	return strconv.Itoa(w.Hours)
}

func amount(n, unit string) string {
	if n == "" {
		return ""
	}
	return n + " " + unit
}

func recognition(list []badge.Recognition) []string {
	var out []string
	for _, r := range list {
		out = append(out, joined(r.By, r.As, r.URL))
	}
	return out
}

func accreditation(a badge.Accreditation) string {
	until := ""
	if a.ValidFrom != (badge.Date{}) || a.ValidUntil != (badge.Date{}) {
		until = or(a.ValidFrom.String()) + " to " + or(a.ValidUntil.String())
	}
	return joined(a.Body, a.Reference, a.URL, until)
}

func sameFile(a, b *badge.File) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Digest == b.Digest
}

// translations makes one text of each, to be compared and never shown.
func translations(of map[string]badge.Text) map[string]string {
	out := map[string]string{}
	for language, t := range of {
		out[language] = fmt.Sprintf("%q", []any{t.Name, t.Description, t.Body, t.Outcomes, t.Assessments, t.ImageAlt})
	}
	return out
}

// joined joins what is there of several values.
func joined(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, ", ")
}
