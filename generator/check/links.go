package check

import (
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/markdown"
	"github.com/sealpress/sealpress/generator/source"
)

// resolve returns the path that a link in an author's text leads to. Authors
// link to files as they see them in the folder (../achievements/knots.md,
// ../static/map.png), or to addresses from the root of the site (/guide/).
func resolve(c *badge.Catalog, dest string) (address.Path, bool) {
	rest := ""
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		dest, rest = dest[:i], strings.TrimSuffix(dest[i:], "#")
	}
	p, ok := resolvePath(c, dest)
	return p + address.Path(rest), ok
}

func resolvePath(c *badge.Catalog, dest string) (address.Path, bool) {
	isStatic := func(name string) bool {
		return slices.ContainsFunc(c.Static, func(f badge.File) bool { return f.Name == name })
	}
	if rest, rooted := strings.CutPrefix(dest, "/"); rooted {
		return address.Path(rest), isStatic(rest) || isPage(c, rest)
	}
	clean := path.Clean("/folder/" + dest)
	folder, name, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(clean, "/folder"), "/"), "/")
	slug := strings.TrimSuffix(name, ".md")
	switch folder {
	case "static":
		return address.Path(name), isStatic(name)
	case "achievements":
		return address.Achievement(slug), c.Achievement(slug, 0) != nil
	case "pathways":
		return address.Pathway(slug), c.Pathway(slug) != nil
	case "pages":
		return address.Page(slug), hasPage(c, slug)
	case "issuer.md":
		return address.Issuer(), true
	}
	if name == "" && strings.HasSuffix(folder, ".md") { // a file of the same folder
		slug := strings.TrimSuffix(folder, ".md")
		switch {
		case hasPage(c, slug):
			return address.Page(slug), true
		case c.Achievement(slug, 0) != nil:
			return address.Achievement(slug), true
		case c.Pathway(slug) != nil:
			return address.Pathway(slug), true
		}
	}
	return "", false
}

func hasPage(c *badge.Catalog, slug string) bool {
	return slices.ContainsFunc(c.Pages, func(p *badge.Page) bool { return p.Slug == slug })
}

// isPage reports whether an address from the root, without its first slash,
// is a page that lists or explains, or one of the author's.
func isPage(c *badge.Catalog, at string) bool {
	for _, l := range c.Site.Languages[1:] {
		if rest, found := strings.CutPrefix(at, l+"/"); found {
			at = rest
			break
		}
	}
	switch p := address.Path(at); p {
	case address.Home(), address.Guide(), address.Verify(), address.Catalogue(), address.Issuer(), address.Feed, address.Sitemap:
		return true
	case address.Pathways():
		return len(c.Pathways) > 0
	}
	folder, rest, _ := strings.Cut(at, "/")
	slug, slash := strings.CutSuffix(rest, "/")
	if !slash {
		return false
	}
	switch folder {
	case "achievements":
		name, _, versioned := strings.Cut(slug, "/")
		if versions := c.Versions(name); versioned && len(versions) > 1 { // one version has no page of its own
			return slices.ContainsFunc(versions, func(v *badge.Achievement) bool {
				return address.AchievementVersion(name, v.Version) == address.Path(at)
			})
		}
		return c.Achievement(slug, 0) != nil
	case "pathways":
		return c.Pathway(slug) != nil
	case "pages":
		return hasPage(c, slug)
	}
	return false
}

var linkBroken = Rule{
	Rule: diag.Rule{ID: "link-broken", Severity: diag.Error,
		Title: "A link inside the site leads to something",
		Why:   "Who follows it finds an error page.",
		Mend:  "write the file as it lies in content, for example ../pages/about.md, or an address from the root such as /guide/",
		Cite:  "Web Content Accessibility Guidelines 2.2, 2.4.4, Link Purpose; RFC 9110, section 15.5.5"},
	Family: "references",
	Site: func(s *Subject) {
		look := func(p source.Place, text badge.Markdown) {
			if s.Content.Broken(p) {
				return
			}
			_, problems := markdown.Render(string(text), markdown.Options{Base: func(dest string) (string, bool) {
				at, ok := resolve(s.Catalog, dest)
				return "/" + string(at), ok
			}})
			if len(problems) == 0 {
				return
			}
			// What the reader reported is not said again.
			_, known := markdown.Render(string(text), markdown.Options{Base: func(dest string) (string, bool) { return dest, true }})
			for _, m := range problems {
				if slices.ContainsFunc(known, func(k markdown.Problem) bool { return k.Line == m.Line && k.Column == m.Column }) {
					continue
				}
				pos := s.Content.BodyPos(p.File, m.Line, m.Column)
				s.Content.Report.Add(diag.Finding{Rule: s.rule.ID, Pos: pos, Message: m.Message, Mend: s.rule.Mend})
			}
		}
		translations := func(all map[string]badge.Text) {
			for _, t := range all {
				look(t.Place, t.Body)
			}
		}
		look(s.Issuer.Place, s.Issuer.Story)
		translations(s.Issuer.Translations)
		for _, a := range s.Achievements {
			look(a.Place, a.Criteria)
			translations(a.Translations)
		}
		for _, p := range s.Pathways {
			look(p.Place, p.Body)
			translations(p.Translations)
		}
		for _, p := range s.Pages {
			look(p.Place, p.Body)
			translations(p.Translations)
		}
	},
}
