package generator

import (
	"bytes"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/render"
)

// A link is previewed by its card, in which nobody is named, and by a title
// and description that name only who is listed.
func TestPreviewsNameNobodyWhoIsUnlisted(t *testing.T) {
	c := sample(t)
	s := rendered(t, c.config(), ".png")
	seen := map[bool]int{}
	for _, e := range s.passed.Awards() {
		if e.Decided.State != badge.Standing {
			continue
		}
		a, err := s.passed.Award(e)
		if err != nil {
			t.Fatal(err)
		}
		holder := a.Recipient.Shown(a.ShownNames(&s.catalog.Site, e.Achievement))
		if holder == "" {
			continue
		}
		seen[e.Listed]++
		file := address.Award(e.ID).File()
		d := parsePage(t, file, s.files[file])
		for _, name := range []string{"og:title", "og:description", "og:image:alt", "description"} {
			says := strings.Contains(d.meta(name), holder)
			if want := e.Listed && name != "og:image:alt"; says != want {
				t.Errorf("%s, listed %v: %s is %q", e.Key, e.Listed, name, d.meta(name))
			}
		}
		if got, want := d.meta("og:image"), s.at.URL(address.Card(e.Achievement.Slug, e.Achievement.Version)); got != want {
			t.Errorf("%s: og:image is %s, want %s", e.Key, got, want)
		}
		if d.meta("og:image:width") != "1200" || d.meta("og:image:height") != "630" {
			t.Errorf("%s: the size of the card is not said", e.Key)
		}
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("the sample has %d listed and %d unlisted names, so this test shows little", seen[true], seen[false])
	}
}

// The card follows all that it shows, and nothing else.
func TestCardFollowsWhatItShows(t *testing.T) {
	const slug = "emergency-first-aid"
	card := func(c files) render.Entry {
		p, ok := plan(t, c.config())
		if !ok {
			mustPass(t, p.Result)
		}
		for e := range p.plan.Entries {
			if e.File == address.Card(slug, 1).File() {
				return e
			}
		}
		t.Fatal("the plan holds no card")
		return render.Entry{}
	}
	before := card(sample(t))
	old, err := before.Render()
	if err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]func(files){
		"issuer": func(c files) { c.replace(t, "issuer.md", "name: Harbour Skills", "name: Harbour Schools") },
		"name": func(c files) {
			c.replace(t, "achievements/"+slug+".md", "name: Emergency First Aid at Work", "name: First Aid")
		},
		"workload": func(c files) { c.replace(t, "achievements/"+slug+".md", "hours: 25", "hours: 26") },
		"colour":   func(c files) { c.replace(t, "site.yaml", "#0b5cad", "#7a1f3d") },
	} {
		c := sample(t)
		edit(c)
		after := card(c)
		data, err := after.Render()
		if err != nil {
			t.Fatal(err)
		}
		if after.Fingerprint == before.Fingerprint || bytes.Equal(data, old) {
			t.Errorf("another %s leaves the card as it was", name)
		}
	}
	c := sample(t)
	c.replace(t, "site.yaml", "listing: unlisted", "listing: listed")
	if card(c).Fingerprint != before.Fingerprint {
		t.Errorf("who is listed changes a card")
	}
}
