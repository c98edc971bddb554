package generator

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

// walk holds a built tree against everything that is promised of any site.
func walk(t *testing.T, s tree) {
	t.Helper()
	walkPages(t, s)
	walkDocuments(t, s)
	walkCredentials(t, s)
	walkPrivacy(t, s)
	walkFeeds(t, s)
}

func TestSampleSiteKeepsItsPromises(t *testing.T) {
	walk(t, builtSample(t))
}

// variants are sites made from the sample, each with a name and the change.
func variants() map[string]func(*testing.T, files) {
	return map[string]func(*testing.T, files){
		"under a base path": func(t *testing.T, c files) {
			c.replace(t, "site.yaml", "https://credentials.harbour.example/", "https://org.github.io/badges/")
		},
		"under a base path without its slash, with a port": func(t *testing.T, c files) {
			c.replace(t, "site.yaml", "https://credentials.harbour.example/", "https://org.example:8443/a/b-c")
		},
		"in one language": func(t *testing.T, c files) {
			oneLanguage(t, c)
		},
		"in the other language first": func(t *testing.T, c files) {
			c.replace(t, "site.yaml", "  - en\n  - it\n", "  - it\n  - en\n")
			c.drop(t, "issuer.it.md") // the issuer's own words are in the site's first language
			c["issuer.en.md"] = "---\nname: Harbour Skills\ndescription: A small training centre on the quay.\n---\nIn English.\n"
		},
		"pages alone":               func(_ *testing.T, c files) { c["site.yaml"] += "outputs:\n  - html\n" },
		"pages and Open Badges 2.0": func(_ *testing.T, c files) { c["site.yaml"] += "outputs:\n  - html\n  - ob2\n" },
		"Open Badges 2.0 alone":     func(_ *testing.T, c files) { c["site.yaml"] += "outputs:\n  - ob2\n" },
		"listed":                    func(t *testing.T, c files) { c.replace(t, "site.yaml", "listing: unlisted", "listing: listed") },
		"listed, documents alone": func(t *testing.T, c files) {
			c.replace(t, "site.yaml", "listing: unlisted", "listing: listed")
			c["site.yaml"] += "outputs:\n  - ob2\n"
		},
		"with initials":      func(t *testing.T, c files) { c.replace(t, "site.yaml", "names: full", "names: initials") },
		"with hidden names":  func(t *testing.T, c files) { c.replace(t, "site.yaml", "names: full", "names: hidden") },
		"without awards":     withoutAwards,
		"without pathways":   withoutPathways,
		"with nothing in it": withNothing,
		"with everything":    withEverything,
		"with everything, listed, under a base path": func(t *testing.T, c files) {
			withEverything(t, c)
			c.replace(t, "site.yaml", "listing: unlisted", "listing: listed")
			c.replace(t, "site.yaml", "https://credentials.harbour.example/", "https://org.github.io/badges/")
		},
	}
}

func oneLanguage(t *testing.T, c files) {
	c.replace(t, "site.yaml", "  - it\n", "")
	c.drop(t, "*.it.md")
	c.drop(t, "*/*.it.md")
}

func withoutAwards(t *testing.T, c files) {
	c.drop(t, "awards/*")
	c.drop(t, "decisions/*")
}

// withoutPathways leaves the badges; a micro-credential needs its pathway.
func withoutPathways(t *testing.T, c files) {
	c.drop(t, "pathways/*")
	c.drop(t, "decisions/*")
	for _, name := range c.names() {
		if strings.HasPrefix(name, "achievements/") {
			if strings.Contains(c[name], "kind: micro-credential") {
				c.drop(t, strings.TrimSuffix(name, ".md")+"*.md")
				continue
			}
			if strings.Contains(c[name], "pathway:") {
				c[name] = strings.ReplaceAll(strings.ReplaceAll(c[name], "pathway: first-responder\n", ""), "pathway: radio-watch\n", "")
			}
		}
	}
	for _, name := range c.names() {
		if strings.Contains(c[name], "achievement: emergency-first-aid") || strings.Contains(c[name], "achievement: marine-vhf-radio") {
			delete(c, name)
		}
	}
}

func withNothing(t *testing.T, c files) {
	oneLanguage(t, c)
	for _, name := range c.names() {
		if strings.Contains(name, "/") {
			delete(c, name)
		}
	}
	c.replace(t, "site.yaml", "  logo: logo.svg\n", "")
	c.replace(t, "issuer.md", "logo: logo.svg\n", "")
	delete(c, "logo.svg")
}

// withEverything adds what the sample does without: decisions of every kind,
// every way to name a recipient, links between texts, artwork as PNG.
func withEverything(t *testing.T, c files) {
	c["site.yaml"] += "linkedin: 1234567\n"
	c["awards/2026-10-more.yaml"] = `achievement: safety-morning
awarded: 2026-10-03
valid-until: 2029-10-03
awards:
  u1:
    name: Noor Haddad
    url: https://noor.example/about
    person: noor
    listing: listed
  u2:
    name: Pavel Ivanov
    did: "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
  u3:
    name: Quentin Roux
    email: quentin@example.org
    id: abcdefghijklmnopqrstuvwxya
  u4:
    name: Rana Aziz
    email: rana@example.org
    listing: listed
  u5:
    name: Sole Marin
    email: sole@example.org
    evidence:
      - name: Photo of the throw
        description: Kept by the holder.
        url: https://harbour.example/evidence/u5?a=1&b=2
        date: 2026-10-03
  u6:
    name: Ada Rossi
    email: ada@example.org
    renews: 2025-09-safety-morning/d1
  u7:
    name: Ελένη Παπαδάκη
    email: eleni@example.net
    renews: 2025-09-safety-morning/d2
    listing: listed
`
	decide(c, "2026-10-05-a", "2026-10-more/u3", "reissue", "reason: corrected\ntext: The name was misspelt.\n")
	decide(c, "2026-10-06-b", "2026-10-more/u3", "reissue", "reason: corrected\n")
	decide(c, "2026-10-07-c", "2026-10-more/u4", "suspend", "reason: under-review\n")
	decide(c, "2026-10-08-d", "2026-10-more/u5", "suspend", "reason: under-review\n")
	decide(c, "2026-10-09-e", "2026-10-more/u5", "reinstate", "")
	decide(c, "2026-10-10-f", "2023-10-first-aid/a1", "reissue", "reason: corrected\n")
	decide(c, "2026-10-11-g", "2026-10-more/u9", "erase", "reason: requested-by-holder\n")
	c["achievements/first-drill.md"] += "\nSee [the basics](aed-basics.md), [how we assess](../pages/how-we-assess.md),\n[the way](../pathways/first-responder.md), [the times](../static/harbour-timetable.txt) and [the guide](/guide/).\n"
	c["pages/about.md"] += "\nSee [the drill](../achievements/first-drill.md#criteria) and [privacy](privacy.md).\n"
	c["pathways/radio-watch.md"] += "\nSee [the drill](../achievements/first-drill.md) and [us](../issuer.md).\n"
	c["issuer.md"] += "\nSee [what can be earned](/achievements/) and [privacy](/pages/privacy/).\n"
}

// decide writes a decision; the day stands at the head of its name.
func decide(c files, name, award, action, more string) {
	c["decisions/"+name+".yaml"] = "award: " + award + "\naction: " + action + "\non: " + name[:10] + "\n" + more
}

func TestEveryVariantKeepsItsPromises(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(variants())) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := sample(t)
			variants()[name](t, c)
			walk(t, rendered(t, c.config()))
		})
	}
}

func TestListingPutsEveryStandingAwardIntoTheLists(t *testing.T) {
	c := sample(t)
	c.replace(t, "site.yaml", "listing: unlisted", "listing: listed")
	s := rendered(t, c.config())
	for _, e := range s.passed.Awards() {
		page := s.files[address.Achievement(e.Achievement.Slug).File()]
		for file, text := range map[string]string{"the achievement's page": page, "sitemap.xml": s.files["sitemap.xml"]} {
			if standing := e.Decided.State == badge.Standing; strings.Contains(text, e.ID) != standing {
				t.Errorf("%s: in %s is %v, standing is %v", e.Key, file, !standing, standing)
			}
		}
	}
}

func TestNamesAreShownAsTheIssuerChose(t *testing.T) {
	for names, want := range map[string]string{"full": "Ada Rossi", "initials": "A. R.", "hidden": ""} {
		c := sample(t)
		c.replace(t, "site.yaml", "names: full", "names: "+names)
		s := rendered(t, c.config())
		for key, kind := range map[badge.Key]badge.Kind{"2026-04-first-aid-steps/k1": badge.Badge, "2026-05-first-aid/k4f1": badge.MicroCredential} {
			id, _ := s.passed.IDOf(key)
			page := s.files[address.Award(id).File()]
			if kind == badge.MicroCredential {
				if !strings.Contains(page, "Ada Rossi") {
					t.Errorf("names: %s: a micro-credential does not name its holder", names)
				}
				continue
			}
			if strings.Contains(page, "Ada Rossi") != (names == "full") || !strings.Contains(page, want) {
				t.Errorf("names: %s: the page of a badge does not show %q", names, want)
			}
		}
	}
}
