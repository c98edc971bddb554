package load

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

const siteYAML = `title: Harbour Skills
url: https://credentials.harbour.example/
languages: [en, it]
seed: b920933e77e971d0b2aff46374ca0cddacd4b37ec37b1631e4982be2326c4949
`

// small is a complete small site without findings.
func small() map[string]string {
	return map[string]string{
		"site.yaml": siteYAML,
		"issuer.md": "---\nname: Harbour Skills\nurl: https://harbour.example/\nemail: credentials@harbour.example\ncountry: IE\n---\nOn the quay since 1998.\n",
		"achievements/first-drill.md": "---\nkind: badge\nname: First Drill\ndescription: Completed a first drill.\n" +
			"outcomes:\n  - Calls for help\n  - statement: Gives first aid\n---\nTake part in one drill.\n",
		"achievements/first-drill.it.md": "---\nname: Prima esercitazione\n---\nPartecipare a una esercitazione.\n",
		"achievements/first-aid.md":      "---\nkind: micro-credential\nname: First Aid\ndescription: Gives first aid.\nlevel:\n  eqf: 3\n---\nPass the assessment.\n",
		"pathways/responder.md":          "---\nname: Responder\ndescription: To the certificate.\nsteps:\n  - first-drill\ngoal: first-aid\n---\nStep by step.\n",
		"pages/about.md":                 "---\nname: About\n---\nAbout us.\n",
		"awards/2026-05-drill.yaml": "achievement: first-drill\nawarded: 2026-05-14\nawards:\n" +
			"  k1:\n    name: Ada Rossi\n    email: ada@example.org\n  k2:\n    name: Bruno Ek\n    email: bruno@example.org\n    awarded: 2026-05-15\n",
		"decisions/revoke-k2.yaml": "award: 2026-05-drill/k2\naction: revoke\non: 2026-06-01\nreason: awarded-in-error\n",
		"keys/2026.yaml":           "created: 2026-01-05\ned25519: z6MkpxcQaWu94MUoHE3oTKP4Tue7d9PezqNvjj89thCUTR8K\np256: zDnaezoKJakAfjbkh4T9dnXQYo16ULUwEx8xSQhEQFuYmSeEq\n",
		"static/CNAME":             "credentials.harbour.example\n",
	}
}

// with returns the small site with files replaced, added, or, where the text
// is "-", removed.
func with(files ...string) map[string]string {
	site := small()
	for i := 0; i < len(files); i += 2 {
		if files[i+1] == "-" {
			delete(site, files[i])
			continue
		}
		site[files[i]] = files[i+1]
	}
	return site
}

func memory(files map[string]string) fs.FS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// read loads a content folder with all its awards.
func read(t testing.TB, fsys fs.FS) (*Content, []*badge.Cohort) {
	t.Helper()
	c, err := Dir(t.Context(), fsys, "content")
	if err != nil {
		t.Fatal(err)
	}
	var all []*badge.Cohort
	for _, co := range c.Cohorts(t.Context()) {
		all = append(all, co)
	}
	checkFindings(t, c.Report.Findings())
	return c, all
}

// checkFindings holds what every finding promises: it names a file and a rule
// that is documented, has a mend, and holds no character that a terminal would
// obey.
func checkFindings(t testing.TB, findings []diag.Finding) {
	t.Helper()
	for _, f := range findings {
		if f.Pos.File == "" || f.Message == "" || strings.HasSuffix(f.Message, ".") || len(f.Message) > 6000 || len(f.Mend) > 2000 || f.Severity == diag.Error && f.Mend == "" {
			t.Errorf("not a finding for people: %+v", f)
		}
		if strings.ContainsFunc(f.Message+f.Mend, func(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 }) {
			t.Errorf("the finding holds a control character: %q, mend %q", f.Message, f.Mend)
		}
	}
}

// printed returns findings as one line each.
func printed(c *Content) []string {
	var lines []string
	for _, f := range c.Report.Findings() {
		lines = append(lines, fmt.Sprintf("%s: %s: %s [%s] mend: %s", f.Pos, f.Severity, f.Message, f.Rule, f.Mend))
	}
	return lines
}

func TestSmallSite(t *testing.T) {
	c, cohorts := read(t, memory(small()))
	if lines := printed(c); len(lines) > 0 {
		t.Errorf("findings in a good site:\n%s", strings.Join(lines, "\n"))
	}
	if len(cohorts) != 1 || len(cohorts[0].Awards) != 2 || len(c.Catalog.Achievements) != 2 || len(c.Catalog.Decisions) != 1 {
		t.Errorf("read %+v and cohorts %+v", c.Catalog, cohorts)
	}
	a := cohorts[0].Awards[1]
	if a.Awarded.String() != "2026-05-15" || a.Achievement.Slug != "first-drill" || a.Key != "2026-05-drill/k2" {
		t.Errorf("an award keeps its own day and inherits the achievement: %+v", a)
	}
}

// readValue holds a value, as written after the colon of a key, against the
// key.
func readValue(t testing.TB, k Key, value string) []diag.Finding {
	t.Helper()
	text := k.Name + ": " + value + "\n"
	if !strings.Contains(value, "\n") && (k.Type == Object || k.Type == Dict) && !strings.HasPrefix(value, "{") {
		text = k.Name + ":\n  " + value + "\n"
	}
	root, findings := parseYAML(text, "f.yaml", 0, maxEntries)
	if root == nil {
		return findings
	}
	report := &diag.Report{}
	r := &reader{file: "f.yaml", report: report, broken: func(source.Place) {}}
	r.object(root, root, &Key{Type: Object, Keys: []Key{k}}, source.Place{File: "f.yaml"})
	return append(findings, report.Findings()...)
}

// nodes returns the tree of a YAML text, for tests that walk it.
func nodes(t testing.TB, text string) *yaml.Node {
	t.Helper()
	root, findings := parseYAML(text, "f.yaml", 0, maxEntries)
	if root == nil {
		t.Fatalf("%v in:\n%s", findings, text)
	}
	return root
}
