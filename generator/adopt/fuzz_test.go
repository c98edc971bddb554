package adopt

import (
	"io/fs"

	"strings"
	"testing"
	"testing/fstest"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/starter"
)

// Whatever a text claims to be, what is planned of it reads back: it is loaded
// without an error, names no path but those of its own folders, and brings
// along nothing that cannot be seen.
func FuzzPlan(f *testing.F) {
	for _, name := range []string{"issuer.json", "badges/rope.json", "badges/lamp.json", "assertions/1.json", "assertions/3.json", "assertions/6.json", "assertions/7.json"} {
		text, err := fs.ReadFile(academy(), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(assertionOf("Rope", "x", "y", "https://old.example/1"))
	f.Add(assertionOf("../../etc", "<script>alert(1)</script>", "[x](javascript:alert(1)) ![y](https://evil.example/p.png) [z](/up)", "urn:x"))
	f.Add(assertionOf("con", "\u202ea\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "---\nkind: x\n---\n&#x301;", "https://a..b/\n---"))
	f.Add(assertionOf("名前", "null", "<p>a</p><ul><li>b</ul>", "https://con.example/1"))
	f.Fuzz(func(t *testing.T, text string) {
		w := fuzzed(t)
		p := w.pile(false)
		for _, name := range []string{"issuer.json", "badges/rope.json", "badges/lamp.json"} {
			known, err := fs.ReadFile(academy(), name)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.File(background, name, known); err != nil {
				t.Fatal(err)
			}
		}
		if p.File(background, "it.json", []byte(text)) != nil {
			return
		}
		plan := w.plan(p, Options{})
		for _, r := range plan.Rows {
			if r.State == "" || r.State == Problem && r.Why == "" {
				t.Errorf("%+v", r)
			}
		}
		for _, file := range plan.Files {
			top := strings.SplitN(file.Name, "/", 3)
			if !fs.ValidPath(file.Name) || top[0] != "content" || !strings.Contains("achievements awards imported", top[1]) || strings.ContainsAny(file.Name, ":\\%?*\"<>|\x00\n ") {
				t.Errorf("writes %q", file.Name)
			}
		}
		w.write(plan.Files)
		content := w.content()
		for range content.Cohorts(background) {
		}
		for _, finding := range content.Report.Findings() {
			if finding.Severity == diag.Error {
				t.Errorf("%s:%d: %s [%s]\n%s", finding.Pos.File, finding.Pos.Line, finding.Message, finding.Rule, written(plan))
			}
		}
		again := w.pile(false)
		if err := again.File(background, "it.json", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if second := w.plan(again, Options{}); second.Number(There) != plan.Number(New) && plan.Number(New) > 0 {
			t.Errorf("the second run finds %d of %d:\n%s\n%s", second.Number(There), plan.Number(New), say(second.Rows), written(plan))
		}
	})
}

// fuzzed is a small world.
func fuzzed(t *testing.T) *world {
	w := &world{t: t, site: fstest.MapFS{}}
	w.write([]starter.File{
		{Name: "content/site.yaml", Data: []byte("title: x\nurl: https://harbour.example/\nlanguages: [en]\nseed: 0123456789abcdef0123456789abcdef\n")},
		{Name: "content/issuer.md", Data: []byte("---\nname: x\nurl: https://harbour.example/\nemail: x@harbour.example\n---\n")},
	})
	return w
}

// assertionOf is an Assertion with all it needs, in a quoted form that keeps what is
// handed in.
func assertionOf(name, description, narrative, id string) string {
	q := func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, `"`, `\"`), "\n", `\n`) }
	return `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + q(id) + `","recipient":{"type":"email","hashed":false,"identity":"ada@example.org"},` +
		`"issuedOn":"2020-05-14T00:00:00Z","verification":{"type":"HostedBadge"},"narrative":"` + q(narrative) + `","evidence":[{"id":"https://e.example/","name":"` + q(name) + `","narrative":"` + q(narrative) + `"}],` +
		`"badge":{"type":"BadgeClass","id":"` + q(id) + `#b","name":"` + q(name) + `","description":"` + q(description) + `","tags":["` + q(name) + `"],"criteria":{"narrative":"` + q(narrative) + `"},"issuer":{"type":"Profile","name":"` + q(name) + `"}}}`
}
