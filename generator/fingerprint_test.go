package generator

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/render"
)

// mutation is one change of a content folder.
type mutation struct {
	name string
	file string
	try  []func(files) // the first that passes the check is used
}

// mutations lists changes of every value and of the set of files.
func mutations(c files) []mutation {
	var out []mutation
	words := map[string][]string{} // by key: every value that stands somewhere
	leaves := c.leaves()
	for _, l := range leaves {
		if !slices.Contains(words[l.key], l.text) {
			words[l.key] = append(words[l.key], l.text)
		}
	}
	for _, l := range leaves {
		m := mutation{name: fmt.Sprintf("%s:%d %s", l.file, l.line+1, l.key), file: l.file}
		for _, value := range otherValues(l, words[l.key]) {
			m.try = append(m.try, func(c files) { c.put(l, value) })
		}
		if l.line >= 0 {
			m.try = append(m.try, func(c files) {
				lines := strings.Split(c[l.file], "\n")
				c[l.file] = strings.Join(slices.Delete(lines, l.line, l.line+1), "\n")
			})
		}
		out = append(out, m)
	}
	for _, name := range c.names() {
		out = append(out, mutation{name + " removed", name, []func(files){func(c files) { delete(c, name) }}})
		if path.Dir(name) == "." {
			continue
		}
		dir, base := path.Split(name)
		stem, ext, _ := strings.Cut(base, ".")
		out = append(out,
			mutation{name + " renamed", name, []func(files){func(c files) {
				c[dir+stem+"-x."+ext] = c[name]
				delete(c, name)
			}}},
			mutation{name + " copied", name, []func(files){func(c files) {
				c[dir+stem+"-x."+ext] = c[name]
			}}})
	}
	return append(out, wholeChanges()...)
}

// wholeChanges lists changes that no single value amounts to.
func wholeChanges() []mutation {
	change := func(name, file string, f func(files)) mutation { return mutation{name, file, []func(files){f}} }
	const text = "---\nname: X\ndescription: About X.\nlanguage: en\n---\nX.\n"
	return []mutation{
		change("the renewed award gets another edition", "decisions/x.yaml", func(c files) {
			decide(c, "2026-10-20-x", "2023-10-first-aid/a1", "reissue", "")
		}),
		change("the renewed award pins its address", "awards/2023-10-first-aid.yaml", func(c files) {
			c["awards/2023-10-first-aid.yaml"] = strings.Replace(c["awards/2023-10-first-aid.yaml"], "  a1:\n", "  a1:\n    id: abcdefghijklmnopqrstuvwxye\n", 1)
		}),
		change("the renewed award is listed", "awards/2023-10-first-aid.yaml", func(c files) {
			c["awards/2023-10-first-aid.yaml"] = strings.Replace(c["awards/2023-10-first-aid.yaml"], "  a1:\n", "  a1:\n    listing: listed\n", 1)
		}),
		change("a page takes the name to which a text links", "pages/aed-basics.md", func(c files) {
			c["pages/aed-basics.md"] = text
		}),
		change("a page that is in no menu", "pages/x.md", func(c files) { c["pages/x.md"] = text }),
		change("a page of another name, as many as before", "pages/privacy.md", func(c files) {
			for _, ext := range []string{".md", ".it.md"} {
				c["pages/privacy-2"+ext] = c["pages/privacy"+ext]
				delete(c, "pages/privacy"+ext)
			}
			for name := range c {
				c[name] = strings.ReplaceAll(strings.ReplaceAll(c[name], "/privacy/", "/privacy-2/"), "(privacy.md)", "(privacy-2.md)")
			}
		}),
		change("the guide's example gets artwork", "achievements/aed-basics.svg", func(c files) {
			c["achievements/aed-basics.svg"] = c["achievements/quay-volunteer.svg"]
		}),
		change("artwork is drawn anew", "achievements/quay-volunteer.svg", func(c files) {
			c["achievements/quay-volunteer.svg"] = strings.Replace(c["achievements/quay-volunteer.svg"], "#", "#1", 1)
		}),
		change("a logo is drawn anew", "logo.svg", func(c files) {
			c["logo.svg"] = strings.Replace(c["logo.svg"], "#0b5cad", "#0b5cae", 1)
		}),
		change("a copied file changes", "static/harbour-timetable.txt", func(c files) { c["static/harbour-timetable.txt"] += "More.\n" }),
		change("a copied file more", "static/x/y.txt", func(c files) { c["static/x/y.txt"] = "x" }),
		change("only documents", "site.yaml", func(c files) { c["site.yaml"] += "outputs:\n  - ob2\n" }),
		change("only pages", "site.yaml", func(c files) { c["site.yaml"] += "outputs:\n  - html\n" }),
		change("languages in another order", "site.yaml", func(c files) {
			c["site.yaml"] = strings.Replace(c["site.yaml"], "  - en\n  - it\n", "  - it\n  - en\n", 1)
			c["issuer.en.md"] = c["issuer.it.md"]
			delete(c, "issuer.it.md")
		}),
		change("one language less", "site.yaml", func(c files) {
			c["site.yaml"] = strings.Replace(c["site.yaml"], "  - it\n", "", 1)
		}),
		change("steps in another order", "pathways/first-responder.md", func(c files) {
			c["pathways/first-responder.md"] = strings.Replace(c["pathways/first-responder.md"], "  - safety-morning\n", "", 1)
			c["pathways/first-responder.md"] = strings.Replace(c["pathways/first-responder.md"], "goal:", "  - safety-morning\ngoal:", 1)
		}),
		change("a new version of an achievement", "achievements/first-drill.md", func(c files) {
			c["achievements/first-drill@1.md"] = c["achievements/first-drill.md"]
			c["achievements/first-drill.md"] = strings.Replace(c["achievements/first-drill.md"], "version: 1\n", "version: 2\n", 1)
		}),
		change("an erased award", "awards/2025-09-safety-morning.yaml", func(c files) {
			f := "awards/2025-09-safety-morning.yaml"
			c[f] = strings.Replace(c[f], "  d2:\n    name: Ελένη Παπαδάκη\n    email: eleni@example.net\n", "", 1)
			decide(c, "2026-10-20-x", "2025-09-safety-morning/d2", "erase", "reason: requested-by-holder\n")
		}),
		change("nothing", "", func(files) {}),
	}
}

// otherValues lists values to write in place of a leaf's, likely ones first.
func otherValues(l leaf, words []string) []string {
	var out []string
	if d, err := badge.ParseDate(l.text); err == nil {
		for _, days := range []int{-1, 1, -400} {
			out = append(out, badge.DateOf(d.Start().AddDate(0, 0, days)).String())
		}
		return out
	}
	switch l.key {
	case "(text)":
		return []string{"One paragraph more, with [a link](/guide/)."}
	case "required", "menu", "identity-checked":
		return []string{map[string]string{"true": "false", "false": "true"}[l.text]}
	case "url", "did":
		return []string{l.text + "x", "https://elsewhere.example/"}
	case "email":
		return []string{"x" + l.text}
	case "seed", "identity", "salt", "color":
		return []string{l.text[:len(l.text)-1] + map[bool]string{true: "1", false: "0"}[strings.HasSuffix(l.text, "0")]}
	case "ects", "hours", "eqf", "version", "from", "to", "pass", "grade", "field", "linkedin":
		out = append(out, l.text+"1", "2", "4", "9")
	case "valid-for":
		return []string{"P7Y"}
	case "country":
		return []string{"NL"}
	}
	if strings.Contains(l.text, " ") || len(words) > 8 || slices.Contains([]string{"name", "title", "text", "note", "reference", "by", "image-alt", "person", "tags"}, l.key) {
		out = append(out, l.text+" more")
	}
	for _, w := range words {
		if w != l.text {
			out = append(out, w)
		}
	}
	return append(out[:min(len(out), 12)], "unlisted", "listed", "hidden", "initials", "blended", "online", "merit")
}

// made is a rendered file with the fingerprint under which it was made.
type made struct {
	fingerprint render.Fingerprint
	data        []byte
}

// Equal fingerprints promise equal bytes: whatever an author changes, every
// file whose fingerprint stays has the bytes of before.
func TestFingerprintsAreHonest(t *testing.T) {
	c := sample(t)
	withEverything(t, c)
	all, stride := mutations(c), 19
	if os.Getenv("SEALPRESS_LONG") != "" {
		stride = 1
	}
	values := len(all) - len(wholeChanges())
	honest(t, c, func(yield func(mutation) bool) {
		for i, m := range all {
			if (i >= values || i%stride == 0) && !yield(m) {
				return
			}
		}
	})
}

// honest makes each change of a site for itself, and compares.
func honest(t *testing.T, c files, changes iter.Seq[mutation]) {
	t.Helper()
	before := map[string]made{}
	p, ok := plan(t, c.config())
	if !ok {
		mustPass(t, p.Result)
	}
	for e := range p.plan.Entries {
		data, err := renderOnce(e)
		if err != nil {
			t.Fatal(err)
		}
		before[e.File] = made{e.Fingerprint, data}
	}
	used, refused, idle := 0, []string{}, 0
	for m := range changes {
		p, ok := tryMutation(t, c, m)
		if !ok {
			refused = append(refused, m.name)
			continue
		}
		used++
		idle += compareWith(t, before, p, m)
	}
	t.Logf("%d changes were made; the check refused %d: %s", used, len(refused), strings.Join(refused, "; "))
	if os.Getenv("SEALPRESS_LONG") != "" {
		t.Logf("%d files would be made again for nothing", idle)
	}
	if used < len(refused) {
		t.Errorf("only %d of %d changes pass the check, so this test shows little", used, used+len(refused))
	}
}

// tryMutation makes the plan of the mutated content, if it passes: once as if
// for the first time, once with a memory.
func tryMutation(t *testing.T, c files, m mutation) (planned, bool) {
	for _, f := range m.try {
		d := c.clone()
		f(d)
		p, ok := plan(t, d.config())
		config := d.config()
		config.Judged = mutationsJudged()
		remembered, passed := plan(t, config)
		if passed != ok || !slices.EqualFunc(p.Report().Findings(), remembered.Report().Findings(), func(a, b diag.Finding) bool { return a.Compare(b) == 0 }) {
			t.Errorf("%s: the memory of judgements changes what is found", m.name)
		}
		if ok {
			samePlan(t, m.name, p, remembered)
			return p, true
		}
	}
	return planned{}, false
}

// mutationsJudged is one memory for all mutations, so that what it would wrongly
// take for known is found.
var mutationsJudged = sync.OnceValue(func() *check.Memory { return check.NewMemory(nil, "sealpress for tests") })

// samePlan compares two plans of one state.
func samePlan(t *testing.T, name string, want, got planned) {
	t.Helper()
	fingerprints := func(p planned) map[string]render.Fingerprint {
		all := map[string]render.Fingerprint{}
		for e := range p.plan.Entries {
			all[e.File] = e.Fingerprint
		}
		return all
	}
	if !maps.Equal(fingerprints(want), fingerprints(got)) {
		t.Errorf("%s: the memory of judgements changes what is planned", name)
	}
}

// compareWith renders what has the fingerprint of before and compares. It
// returns how many files had another fingerprint and yet the same bytes.
func compareWith(t *testing.T, before map[string]made, p planned, m mutation) (idle int) {
	t.Helper()
	slug, _, _ := strings.Cut(path.Base(m.file), ".")
	checkBaked(t, before, p, m)
	for e := range p.plan.Entries {
		old, there := before[e.File]
		if !there || isBaked(e.File) || isDrawn(e.File) && !strings.Contains(e.File, "/"+slug+"/") && (path.Dir(m.file) != "." || !strings.Contains(e.File, "/aed-basics/")) {
			continue // drawing is dear; what a picture shows is the achievement's own, or the whole site's
		}
		changed := old.fingerprint != e.Fingerprint
		if changed && os.Getenv("SEALPRESS_LONG") == "" {
			continue
		}
		data, err := e.Render()
		if err != nil {
			t.Errorf("%s: rendering %s: %v", m.name, e.File, err)
			continue
		}
		switch same := string(data) == string(old.data); {
		case !same && !changed:
			t.Errorf("%s: %s would be out of date:\n%s", m.name, e.File, firstDifference(string(old.data), string(data)))
		case same && changed:
			idle++
		}
	}
	return idle
}

// checkBaked checks that a baked picture is made again when its picture or its
// Assertion is; both are compared byte by byte as files of their own.
func checkBaked(t *testing.T, before map[string]made, p planned, m mutation) {
	t.Helper()
	now := map[string]render.Fingerprint{}
	for e := range p.plan.Entries {
		now[e.File] = e.Fingerprint
	}
	kept := func(at address.Path) bool {
		old, there := before[at.File()]
		return there && old.fingerprint == now[at.File()]
	}
	for _, e := range p.Passed.Awards() {
		picture := address.AchievementFile(e.Achievement.Slug, e.Achievement.Version, "image.png")
		_, signed := before[address.Credential(e.ID).File()]
		if kept(address.BakedPNG(e.ID)) && !(kept(picture) && kept(address.Assertion(e.ID)) && (!signed || kept(address.Credential(e.ID)))) {
			t.Errorf("%s: the baked picture of %s would be out of date", m.name, e.Key)
		}
	}
}

func firstDifference(a, b string) string {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	part := func(s string) string { return s[max(0, n-40):min(len(s), n+80)] }
	return fmt.Sprintf("  old: …%q\n  new: …%q", part(a), part(b))
}

// The same through the whole pipeline: a build that has a memory of the site
// before gives the tree of a build that knows nothing.
func TestIncrementalBuildsEqualFreshOnes(t *testing.T) {
	c := sample(t)
	withEverything(t, c)
	c["site.yaml"] += "outputs:\n  - html\n  - ob2\n" // baked pictures would be drawn for each of the builds
	dir := t.TempDir()
	config := c.config()
	judged := check.NewMemory(nil, config.Program)
	config.Out, config.Judged = filepath.Join(dir, "public"), judged
	build(t, config)
	state := c
	for _, m := range slices.SortedFunc(slices.Values(wholeChanges()), func(a, b mutation) int { return cmp.Compare(a.name, b.name) }) {
		if strings.Contains(m.name, "pins its address") || strings.Contains(m.name, "only ") || strings.Contains(m.name, "language") || strings.Contains(m.name, "erased") {
			continue // an address that was published would vanish, which is refused
		}
		next := state.clone()
		m.try[0](next)
		config := next.config()
		if p, ok := plan(t, config); !ok {
			t.Logf("%s: refused: %v", m.name, p.Report().Findings()[0].Message)
			continue
		}
		want := rendered(t, config)
		config.Out, config.Judged = filepath.Join(dir, "public"), judged
		got := build(t, config)
		compareTrees(t, m.name, want.files, got.files)
		state = next
	}
}

// compareTrees reports every file in which two trees differ.
func compareTrees(t *testing.T, where string, want, got files) {
	t.Helper()
	for _, name := range want.names() {
		if text, there := got[name]; !there {
			t.Errorf("%s: %s is missing", where, name)
		} else if text != want[name] {
			t.Errorf("%s: %s differs:\n%s", where, name, firstDifference(want[name], text))
		}
	}
	for _, name := range got.names() {
		if _, there := want[name]; !there {
			t.Errorf("%s: %s should not be there", where, name)
		}
	}
}
