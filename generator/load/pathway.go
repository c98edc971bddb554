package load

import (
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

func (c *Content) loadPathways() {
	c.markdownFiles("pathways", nil, func(name string, f fileName) {
		file := "pathways/" + name
		if f.language != "" {
			if p := c.Catalog.Pathway(f.slug); p != nil {
				c.translation(file, f.language, textFile, p.Translations, p.Language)
			} else {
				c.find(diag.Error, "file-name", file, 0, 0, "name it after the pathway that it translates", "there is no pathway %q to translate", f.slug)
			}
			return
		}
		d, _ := c.open(file, pathwayFile)
		d.place.File = c.shown(file)
		p := &badge.Pathway{Place: d.place, Slug: f.slug, Name: d.text("name"), Description: d.text("description"), Language: c.language(d),
			Goal: d.text("goal"), Body: d.body, Translations: map[string]badge.Text{}}
		for _, s := range d.list("steps", "badge") {
			p.Steps = append(p.Steps, badge.Step{Badge: s.text("badge"), Required: s.flag("required")})
		}
		c.Catalog.Pathways = append(c.Catalog.Pathways, p)
	})
	slices.SortFunc(c.Catalog.Pathways, func(a, b *badge.Pathway) int { return strings.Compare(a.Slug, b.Slug) })
}

// language returns the language that a document says it is in, else the
// site's first.
func (c *Content) language(d document) string {
	if l := d.text("language"); l != "" {
		return l
	}
	return c.Catalog.Site.Languages[0]
}

func (c *Content) loadPages() {
	c.markdownFiles("pages", nil, func(name string, f fileName) {
		file := "pages/" + name
		if f.language != "" {
			i := slices.IndexFunc(c.Catalog.Pages, func(p *badge.Page) bool { return p.Slug == f.slug })
			if i < 0 {
				c.find(diag.Error, "file-name", file, 0, 0, "name it after the page that it translates", "there is no page %q to translate", f.slug)
				return
			}
			p := c.Catalog.Pages[i]
			c.translation(file, f.language, textFile, p.Translations, p.Language)
			return
		}
		d, _ := c.open(file, pageFile)
		d.place.File = c.shown(file)
		c.Catalog.Pages = append(c.Catalog.Pages, &badge.Page{Place: d.place, Slug: f.slug, Name: d.text("name"), Description: d.text("description"),
			Language: c.language(d), Menu: d.flag("menu"), Body: d.body, Translations: map[string]badge.Text{}})
	})
	slices.SortFunc(c.Catalog.Pages, func(a, b *badge.Page) int { return strings.Compare(a.Slug, b.Slug) })
}

func (c *Content) loadDecisions() {
	for _, name := range c.yamlFiles("decisions") {
		d, ok := c.open("decisions/"+name, decisionFile)
		if !ok {
			continue
		}
		c.Catalog.Decisions = append(c.Catalog.Decisions, &badge.Decision{Place: d.place, Award: badge.Key(d.text("award")), ID: d.text("id"), Action: badge.Action(d.text("action")),
			On: d.date("on"), Reason: d.text("reason"), Text: d.text("text"), Note: d.text("note")})
	}
	slices.SortStableFunc(c.Catalog.Decisions, func(a, b *badge.Decision) int { return a.On.Compare(b.On) })
}
