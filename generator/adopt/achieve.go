package adopt

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/starter"
)

// defined is what was earned, with the new awards of it.
type defined struct {
	definition
	ids    map[string]bool
	awards []*candidate
}

// definitions puts awards together that are of one achievement. What it is
// called there is what its latest award says.
func (p *planning) definitions(all []*candidate) []*defined {
	var out []*defined
	at := map[string]*defined{}
	for _, c := range all {
		ids := append(slices.Clone(c.classes), c.claim.of.key())
		if len(c.classes) > 0 {
			ids = c.classes
		}
		var d *defined
		for _, id := range ids {
			switch other := at[id]; {
			case other == nil:
			case d == nil:
				d = other
			case d != other: // this award shows that two are one
				d.awards = append(d.awards, other.awards...)
				for id := range other.ids {
					d.ids[id], at[id] = true, d
				}
				other.awards = nil
			}
		}
		if d == nil {
			d = &defined{ids: map[string]bool{}}
			out = append(out, d)
		}
		d.awards = append(d.awards, c)
		for _, id := range ids {
			d.ids[id], at[id] = true, d
		}
	}
	out = slices.DeleteFunc(out, func(d *defined) bool { return len(d.awards) == 0 })
	for _, d := range out {
		slices.SortStableFunc(d.awards, func(a, b *candidate) int { return cmp.Compare(a.row, b.row) })
		best := d.awards[0]
		for _, c := range d.awards[1:] {
			if (best.outcome == "unconfirmed") == (c.outcome == "unconfirmed") && best.claim.issued.Before(c.claim.issued) ||
				best.outcome == "unconfirmed" && c.outcome != "unconfirmed" {
				best = c
			}
		}
		d.definition = best.claim.of
	}
	return out
}

// key stands for a definition that has no id.
func (d *definition) key() string {
	if d.id != "" {
		return d.id
	}
	sum := sha256.Sum256([]byte(d.issuerID + "\x00" + d.name))
	return "urn:sha256:" + hex.EncodeToString(sum[:])
}

// achieve makes an achievement, or takes the one that is there, and the file
// with the new awards of it.
func (p *planning) achieve(ctx context.Context, d *defined) {
	there := p.site.defined(d.ids)
	slug := ""
	if there != nil {
		slug = there.Slug
	} else {
		slug = p.slug(d.name)
	}
	awards := p.once(d, slug)
	if len(awards) == 0 {
		return
	}
	p.Achievements = append(p.Achievements, Achievement{Slug: slug, Name: cmp.Or(d.name, slug), Reused: there != nil, Awards: len(awards)})
	if there == nil {
		p.picture(ctx, d, slug)
		p.achievements = append(p.achievements, starter.File{Name: "content/achievements/" + slug + ".md", Data: p.definition(d)})
	}
	p.cohort(slug, awards)
}

// once leaves out an award of a person that was made before for the same
// achievement and day: it is one award that was issued twice.
func (p *planning) once(d *defined, slug string) []*candidate {
	var out []*candidate
	for _, c := range d.awards {
		twice := ""
		var keys []string
		for _, who := range whose(c.who) {
			key := who + " " + slug + " " + c.claim.issued.String()
			if there, known := p.site.earned[key]; known {
				twice = string(there)
			} else if from, known := p.earned[key]; known {
				twice = from
			}
			keys = append(keys, key)
		}
		if twice != "" {
			row := &p.Rows[c.row]
			row.State, row.Outcome = Problem, ""
			row.Why = fmt.Sprintf("the same person has the same award of the same day already: %s", twice)
			row.Mend = "an award is made once: leave one of them out"
			continue
		}
		for _, key := range keys {
			p.earned[key] = c.from
		}
		out = append(out, c)
	}
	return out
}

// slug makes a slug that is free.
func (p *planning) slug(name string) string {
	if p.slugs == nil {
		p.slugs = map[string]bool{}
		for _, a := range p.site.catalog.Achievements {
			p.slugs[a.Slug] = true
		}
	}
	base := starter.Suggest(name)
	if base == "" {
		base = "badge"
	}
	slug := base
	for n := 2; p.slugs[slug] || p.inTheWay(slug); n++ {
		slug = numbered(base, n)
	}
	p.slugs[slug] = true
	return slug
}

// numbered puts a number behind a slug, within its length.
func numbered(base string, n int) string {
	end := fmt.Sprintf("-%d", n)
	return strings.TrimRight(base[:min(len(base), starter.MaxSlug-len(end))], "-") + end
}

// inTheWay reports whether a pathway or page has a slug: nothing clashes, but
// nobody could tell them apart.
func (p *planning) inTheWay(slug string) bool { return p.site.catalog.Pathway(slug) != nil }

// definition writes the file of an achievement.
func (p *planning) definition(d *defined) []byte {
	var w yaml
	w.line("---")
	w.key("kind", string(p.Kind))
	w.key("name", d.name)
	w.key("description", cmp.Or(paragraph(d.description, 500), d.name))
	language := d.language
	if language != "" && language != p.site.catalog.Site.Languages[0] {
		w.key("language", language)
	}
	if len(d.outcomes) > 0 {
		w.line("outcomes:")
		for _, o := range d.outcomes {
			w.line("  - statement: " + starter.Quote(o.Statement))
			if s := o.Skill; s.URL != "" {
				w.line("    skill:")
				for _, k := range []struct{ name, value string }{{"framework", s.Framework}, {"name", s.Name}, {"url", s.URL}, {"code", s.Code}} {
					w.key("      "+k.name, k.value)
				}
			}
		}
	}
	if p.Kind == badge.MicroCredential { // a badge does not claim them
		if d.level > 0 {
			w.line("level:")
			w.key("  eqf", fmt.Sprint(d.level))
		}
		if d.ects != "" || d.hours > 0 {
			w.line("workload:")
			w.key("  ects", d.ects)
			if d.hours > 0 {
				w.key("  hours", fmt.Sprint(d.hours))
			}
		}
	}
	if len(d.tags) > 0 {
		w.line("tags:")
		for _, t := range d.tags {
			w.line("  - " + starter.Quote(t))
		}
	}
	w.key("origin", d.key())
	w.key("image-alt", d.imageAlt)
	w.line("---")
	w.line(p.criteria(d))
	return w.bytes()
}

// criteria is the body of an achievement: what its holder had to show, or where
// that was published.
func (p *planning) criteria(d *defined) string {
	body := d.criteria
	if body == "" && d.criteriaURL != "" {
		p.Linked++
		body = strings.Replace(said(cmp.Or(d.language, p.site.catalog.Site.Languages[0])), "{address}", "<"+d.criteriaURL+">", 1)
	}
	if about := prose(d.description); about != "" && paragraph(d.description, 500) != paragraph(d.description, len(d.description)+1) {
		body = strings.TrimLeft(body+"\n\n"+about, "\n") // what does not fit the description is not lost
	}
	return cmp.Or(body, escape(d.name))
}

// said is the sentence that stands for criteria of which the address alone is
// known.
func said(language string) string {
	language, _, _ = strings.Cut(language, "-")
	switch language {
	case "it":
		return "I criteri sono stati pubblicati qui: {address}"
	case "de":
		return "Die Kriterien wurden hier veröffentlicht: {address}"
	case "fr":
		return "Les critères ont été publiés ici : {address}"
	case "es":
		return "Los criterios se publicaron aquí: {address}"
	case "ar":
		return "نُشرت المعايير هنا: {address}"
	}
	return "What had to be shown was published here: {address}"
}

// yaml collects the lines of a file.
type yaml struct{ b strings.Builder }

func (w *yaml) line(s string) {
	w.b.WriteString(s)
	w.b.WriteByte('\n')
}

// key writes a key with its value; nothing where there is none.
func (w *yaml) key(name, value string) {
	if value != "" {
		w.line(name + ": " + starter.Quote(value))
	}
}

// plain writes a key with a value that needs no quotes: a day, or a hash.
func (w *yaml) plain(name, value string) {
	if value != "" {
		w.line(name + ": " + value)
	}
}

func (w *yaml) bytes() []byte { return []byte(w.b.String()) }
