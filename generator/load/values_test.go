package load

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

// placeOf says where a file of each kind lies, by its slug.
var placeOf = map[string]string{
	"site": "site.yaml", "issuer": "issuer.md", "issuer-translation": "issuer.it.md", "achievement": drill,
	"achievement-translation": "achievements/first-drill.it.md", "pathway": "pathways/responder.md", "page": "pages/about.md",
	"translation": "pages/about.it.md", "cohort": "awards/full.yaml", "decision": "decisions/revoke-k2.yaml", "key": "keys/2026.yaml", "import": "import.yaml",
}

// What an author writes reaches the catalogue: with any key of any file left
// out, something else is read.
func TestEveryKeyIsUsed(t *testing.T) {
	for _, f := range Files() {
		for form := range forms(f) {
			whole := sampleFile(f, form)
			if f == cohortFile && form == 0 { // what stands at the top would stand in for what is left out
				whole = map[string]any{"awards": whole["awards"], "approved": whole["approved"]}
				delete(whole["awards"].(map[string]any)["k1"].(map[string]any), "assessed")
			}
			delete(whole, "assessed") // stands in for what is left out of results; TestResults is about it
			of := func() string {
				text := encode(whole) + "\n"
				if f.Body != "" {
					text = "---\n" + text + "---\nBody.\n"
				}
				c, cohorts := read(t, memory(with(placeOf[f.Slug], text, "achievements/logo.svg",
					`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>`)))
				return mustJSON(c.Catalog) + mustJSON(cohorts) + mustJSON(c.Allows()) + mustJSON(c.Columns)
			}
			want, keys := of(), 0
			var walk func(m map[string]any, path string)
			walk = func(m map[string]any, path string) {
				for k, v := range m {
					keys++
					delete(m, k)
					if of() == want {
						t.Errorf("%s: nothing changes without %s.%s", f.Slug, path, k)
					}
					m[k] = v
					switch v := v.(type) {
					case map[string]any:
						walk(v, path+"."+k)
					case []any:
						if inner, ok := v[0].(map[string]any); ok {
							walk(inner, path+"."+k+"[]")
						}
					}
				}
			}
			walk(whole, fmt.Sprint("form ", form))
			if keys < 2 {
				t.Errorf("%s: only %d keys were tried", f.Slug, keys)
			}
		}
	}
}

// What a result does not say about who assessed it, it takes from assessed;
// what an award says counts before what stands at the top.
func TestResults(t *testing.T) {
	day := badge.Date{Year: 2026, Month: 5, Day: 13}
	top := "achievement: first-drill\nawarded: 2026-05-14\nassessed: {by: Tom Byrne, on: 2026-05-13, identity-checked: true}\n"
	for _, test := range []struct {
		name, top, award string
		want             []badge.Result
	}{
		{"nothing", "achievement: first-drill\nawarded: 2026-05-14\n", "", nil},
		{"assessed alone", top, "", []badge.Result{{By: []string{"Tom Byrne"}, On: day, IdentityChecked: true}}},
		{"a result", top, "    result: merit\n", []badge.Result{{Grade: "merit", By: []string{"Tom Byrne"}, On: day, IdentityChecked: true}}},
		{"a result for all", top + "result: pass\n", "", []badge.Result{{Grade: "pass", By: []string{"Tom Byrne"}, On: day, IdentityChecked: true}}},
		{"one's own result", top + "result: pass\n", "    result: merit\n", []badge.Result{{Grade: "merit", By: []string{"Tom Byrne"}, On: day, IdentityChecked: true}}},
		{"one's own assessor", top, "    result: merit\n    assessed:\n      by: [A, B]\n", []badge.Result{{Grade: "merit", By: []string{"A", "B"}}}},
		{"several", top, "    results:\n      - {assessment: a, grade: 8.50, by: X, on: 2026-05-12, identity-checked: false}\n      - {assessment: b, grade: NO}\n", []badge.Result{
			{Assessment: "a", Grade: "8.50", By: []string{"X"}, On: badge.Date{Year: 2026, Month: 5, Day: 12}},
			{Assessment: "b", Grade: "NO", By: []string{"Tom Byrne"}, On: day, IdentityChecked: true}}},
		{"one result in place of several", top + "results:\n  - {assessment: a, grade: x}\n", "    result: merit\n", []badge.Result{
			{Grade: "merit", By: []string{"Tom Byrne"}, On: day, IdentityChecked: true}}},
		{"several in place of one", top + "result: x\n", "    results:\n      - {assessment: a, grade: y}\n", []badge.Result{
			{Assessment: "a", Grade: "y", By: []string{"Tom Byrne"}, On: day, IdentityChecked: true}}},
	} {
		c, cohorts := read(t, memory(with(cohort, test.top+"awards:\n  k1:\n"+person+test.award)))
		if lines := printed(c); len(lines) > 0 {
			t.Errorf("%s: %v", test.name, lines)
			continue
		}
		if diff := cmp.Diff(test.want, cohorts[0].Awards[0].Results); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// What is left out has the value that the table promises.
func TestDefaults(t *testing.T) {
	c, _ := read(t, memory(with("site.yaml", strings.Replace(siteYAML, "languages: [en, it]\n", "", 1), "achievements/first-drill.it.md", "-")))
	if lines := printed(c); len(lines) > 0 {
		t.Fatal(lines)
	}
	s := c.Catalog.Site
	want := badge.Site{Place: s.Place, Title: "Harbour Skills", URL: "https://credentials.harbour.example/", Seed: s.Seed, Languages: []string{"en"},
		Repository: "private", Theme: "default", Privacy: badge.Privacy{Names: badge.FullName, Listing: badge.Unlisted, Numbers: badge.LargeNumbers}}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("site (-want +got):\n%s", diff)
	}
	if a := c.Catalog.Achievement("first-drill", 0); a.Version != 1 || a.Language != "en" || !a.Newest {
		t.Errorf("achievement: %+v", a)
	}
	if p := c.Catalog.Pages[0]; p.Menu || p.Language != "en" {
		t.Errorf("page: %+v", p)
	}
	for _, k := range []string{"repository", "theme", "languages"} {
		if got := siteFile.key(k).Default; got != map[string]string{"repository": "private", "theme": "default", "languages": "[en]"}[k] {
			t.Errorf("the table says that %s is %s if left out", k, got)
		}
	}
}

// The one form of award file gives what the other does.
func TestOneAwardInAFile(t *testing.T) {
	_, one := read(t, memory(with(cohort, "achievement: first-drill@1\nawarded: 2026-05-14\nrecipient:\n  name: Ada Rossi\n  email: ada@example.org\nrenews: a/b\nlisting: listed\n")))
	_, many := read(t, memory(with(cohort, "achievement: first-drill@1\nawarded: 2026-05-14\nawards:\n  x:\n    name: Ada Rossi\n    email: ada@example.org\n    renews: a/b\n    listing: listed\n")))
	a, b := one[0].Awards[0], many[0].Awards[0]
	if a.Key != "2026-05-drill/2026-05-drill" || b.Key != "2026-05-drill/x" {
		t.Errorf("keys %s and %s", a.Key, b.Key)
	}
	b.Key, b.Place, b.Digest = a.Key, a.Place, a.Digest
	if diff := cmp.Diff(a, b); diff != "" || a.Achievement != (badge.Reference{Slug: "first-drill", Version: 1}) {
		t.Errorf("(-one +many):\n%s", diff)
	}
}

// Versions and translations find their achievement, and artwork its version.
func TestVersions(t *testing.T) {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>`
	c, _ := read(t, memory(with(drill, drillTop+"version: 2\n---\nDrill.\n", "achievements/first-drill@1.md", drillTop+"version: 1\n---\nDrill.\n",
		"achievements/first-drill@1.it.md", "---\nname: Uno\n---\nUno.\n", "achievements/first-drill.svg", svg)))
	if lines := printed(c); len(lines) > 0 {
		t.Fatal(lines)
	}
	old, now := c.Catalog.Achievement("first-drill", 1), c.Catalog.Achievement("first-drill", 0)
	if now.Version != 2 || old.Newest || old.Translations["it"].Name != "Uno" || now.Translations["it"].Name != "Prima esercitazione" {
		t.Errorf("%+v\n%+v", old, now)
	}
	if old.Image.SVG == nil || now.Image.SVG == nil || old.Image.PNG != nil {
		t.Errorf("pictures: %+v and %+v", old.Image, now.Image)
	}
	c, _ = read(t, memory(with("achievements/first-drill@2.md", drillTop+"version: 3\n---\nDrill.\n", drill, "-", "achievements/first-drill.it.md", "-", "achievements/unused.svg", svg)))
	got := strings.Join(printed(c), "\n")
	for _, want := range []string{
		"content/achievements/first-drill@2.md:5:10: error: the file's name says version 2, the file says 3 [achievement-versions]",
		"content/achievements/unused.svg: warning: no achievement uses this picture [image-unused]",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
