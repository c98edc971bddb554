package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

func (c *Content) loadAchievements() {
	images := map[*badge.Achievement]string{} // what each says under image
	c.markdownFiles("achievements", isPicture, func(name string, f fileName) {
		file := "achievements/" + name
		if f.language != "" {
			a := c.Catalog.Achievement(f.slug, f.version)
			if a == nil {
				c.find(diag.Error, "file-name", file, 0, 0, "name it after the achievement that it translates", "there is no achievement %q to translate", f.slug)
				return
			}
			c.translation(file, f.language, achievementTextFile, a.Translations, a.Language)
			return
		}
		a, image := c.achievement(file, f)
		c.Catalog.Achievements = append(c.Catalog.Achievements, a)
		images[a] = image
	})
	slices.SortFunc(c.Catalog.Achievements, func(a, b *badge.Achievement) int {
		if n := strings.Compare(a.Slug, b.Slug); n != 0 {
			return n
		}
		return a.Version - b.Version
	})
	c.loadArtwork(images)
}

// achievement reads one file. What of it cannot be used is left out; the
// achievement itself is always there, so that what refers to it is not called
// missing as well.
func (c *Content) achievement(file string, f fileName) (a *badge.Achievement, image string) {
	d, ok := c.open(file, achievementFile)
	if !ok {
		return &badge.Achievement{Place: source.Place{File: c.shown(file)}, Slug: f.slug, Version: max(1, f.version), Newest: f.version == 0,
			Language: c.Catalog.Site.Languages[0], Translations: map[string]badge.Text{}}, ""
	}
	a = &badge.Achievement{
		Place: d.place, Slug: f.slug, Version: max(1, d.number("version")), Newest: f.version == 0,
		Kind: badge.Kind(d.text("kind")), Name: d.text("name"), Description: d.text("description"), Language: c.language(d),
		Level:         badge.Level{EQF: d.sub("level").number("eqf")},
		Workload:      badge.Workload{ECTS: d.sub("workload").text("ects"), Hours: d.sub("workload").number("hours")},
		Participation: d.text("participation"), Pathway: d.text("pathway"), Field: d.text("field"),
		Origin:        d.text("origin"),
		Prerequisites: d.texts("prerequisites"), StackableTowards: d.texts("stackable-towards"), Tags: d.texts("tags"),
		Image: badge.Image{Alt: d.text("image-alt")}, Criteria: d.body, Translations: map[string]badge.Text{},
	}
	a.ValidFor, _ = badge.ParsePeriod(d.text("valid-for"))
	qa := d.sub("quality-assurance")
	a.QualityAssurance = badge.QualityAssurance{Type: qa.text("type"), Body: qa.text("body"), URL: qa.text("url")}
	body := d.sub("awarding-body")
	body.node = expandShort(body.node, "name")
	a.AwardingBody = badge.AwardingBody{Name: body.text("name"), URL: body.text("url"), Accreditation: accreditation(body.sub("accreditation"))}
	for _, o := range d.list("outcomes", "statement") {
		s := o.sub("skill")
		a.Outcomes = append(a.Outcomes, badge.Outcome{Statement: o.text("statement"),
			Skill: badge.Skill{Framework: s.text("framework"), Name: s.text("name"), URL: s.text("url"), Code: s.text("code")}})
	}
	for _, o := range d.list("assessment", "") {
		g := o.sub("grades")
		grades := badge.Grades{Names: o.texts("grades"), From: g.text("from"), To: g.text("to"), Pass: g.text("pass")}
		a.Assessments = append(a.Assessments, badge.Assessment{Key: o.text("key"), Type: o.text("type"), Description: o.text("description"),
			Supervision: o.text("supervision"), Grades: grades})
	}
	for _, o := range d.list("recognition", "") {
		a.Recognition = append(a.Recognition, badge.Recognition{By: o.text("by"), As: o.text("as"), URL: o.text("url")})
	}
	if f.version != 0 && f.version != a.Version && !c.Broken(d.place.At("version")) {
		c.Report.Add(diag.Finding{Rule: "achievement-versions", Pos: c.Locate(d.place.At("version")), Mend: fmt.Sprintf("write version: %d", f.version),
			Message: fmt.Sprintf("the file's name says version %d, the file says %d", f.version, a.Version)})
	}
	return a, d.text("image")
}
