package check

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/source"
)

// shared is one memory for all examples of all rules, so that what it would
// wrongly take for known is found.
var shared = sync.OnceValue(func() *Memory { return NewMemory(nil, "tests") })

// sameRemembered judges a site with a memory, twice, and without, on two days:
// the findings and the index are the same.
func sameRemembered(t *testing.T, site fs.FS) {
	t.Helper()
	for _, day := range []badge.Date{today, today.Add(badge.Period{Years: 40})} {
		want, index := judgedBy(t, nil, site, day)
		for range 2 {
			got, is := judgedBy(t, shared(), site, day)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-fresh +remembered):\n%s", diff)
			}
			sameIndex(t, index, is)
		}
	}
}

func judgedBy(t *testing.T, m *Memory, site fs.FS, day badge.Date) ([]diag.Finding, *Index) {
	t.Helper()
	c, err := load.Dir(t.Context(), site, "content")
	if err != nil {
		t.Fatal(err)
	}
	s := newSubject(c, day)
	s.index(t.Context(), m.begin(s))
	s.Index.finish(c.Catalog)
	return c.Report.Findings(), s.Index
}

// sameIndex compares all that an index holds of awards.
func sameIndex(t *testing.T, want, got *Index) {
	t.Helper()
	for name, of := range map[string]func(*Index) any{
		"entries": func(x *Index) any { return x.Entries }, "withdrawn": func(x *Index) any { return x.Withdrawn },
		"keys": func(x *Index) any { return x.byKey }, "renewals": func(x *Index) any { return x.renewals },
		"pinned": func(x *Index) any { return x.pinned }, "people": func(x *Index) any { return x.people },
		"emails": func(x *Index) any { return &x.emails }, "corrected": func(x *Index) any { return x.corrected },
	} {
		if !reflect.DeepEqual(of(want), of(got)) {
			t.Errorf("%s differ\nfresh:      %+v\nremembered: %+v", name, of(want), of(got))
		}
	}
}

// crowd is a site with something of everything that a memory holds.
func crowd() fstest.MapFS {
	return fstest.MapFS{
		"site.yaml":                  {Data: []byte("title: Harbour\nurl: https://credentials.harbour.example/\nlanguages:\n  - en\nseed: 0123456789abcdef0123456789abcdef\n")},
		"issuer.md":                  {Data: []byte("---\nname: Harbour\nurl: https://harbour.example/\nemail: office@harbour.example\n---\nWe teach.\n")},
		"achievements/knots.md":      {Data: []byte("---\nkind: badge\nversion: 1\nname: Knots\ndescription: Ties knots.\nlanguage: en\n---\nTie one.\n")},
		"awards/2026-05-knots.yaml":  {Data: []byte("achievement: knots\nawarded: 2026-05-14\nallow:\n  privacy-label-name: they like it\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n    listing: listed\n  k2:\n    name: Bo Ek\n    identity: sha256$" + strings.Repeat("ab", 32) + "\n    salt: \"" + strings.Repeat("0c", 16) + "\"\n    renews: 2026-05-knots/k1\n")},
		"awards/2026-06-single.yaml": {Data: []byte("achievement: knots\nawarded: 2026-06-14\nrecipient:\n  name: Cy\n  url: https://cy.example/\nid: abcdefghijklmnopqrstuvwxye\n")},
	}
}

// What is on disk gives the same as no memory; what is damaged, cut short or of
// another site is not taken; what is not used any more goes.
func TestMemoryOnDisk(t *testing.T) {
	site := crowd()
	want, index := judgedBy(t, nil, site, today)
	dir := t.TempDir()
	work, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer work.Close()
	files := func() []string {
		all, err := filepath.Glob(filepath.Join(dir, MemoryFolder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	run := func(site fs.FS) {
		t.Helper()
		m := NewMemory(work, "tests")
		got, is := judgedBy(t, m, site, today)
		m.end()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("findings (-fresh +remembered):\n%s", diff)
		}
		sameIndex(t, index, is)
	}
	run(site)
	first := files()
	if len(first) != 2 {
		t.Fatalf("%d files are remembered, want 2", len(first))
	}
	// A memory that says something else shows that it is asked.
	m := NewMemory(work, "tests")
	c, _ := load.Dir(t.Context(), site, "content")
	s := newSubject(c, today)
	m = m.begin(s)
	f := c.FirstReading().Open(0)
	k := m.mark(s, f, nil)
	m.learn(k, known{Found: []diag.Finding{{Rule: "marker", Message: "asked"}}})
	if got, _ := judgedBy(t, NewMemory(work, "tests"), site, today); !slices.ContainsFunc(got, func(f diag.Finding) bool { return f.Rule == "marker" }) {
		t.Error("the memory is not asked")
	}
	if err := work.Remove(k.file()); err != nil {
		t.Fatal(err)
	}
	run(site)
	for _, name := range first {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"ada@example.org", "Ada Rossi", "knots", "cy.example"} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s can be read: it holds %q", name, secret)
			}
		}
		for _, damage := range [][]byte{nil, data[:len(data)/2], append(slices.Clone(data), 0), flipped(data, 0), flipped(data, len(data)/2), flipped(data, len(data)-1)} {
			if err := os.WriteFile(name, damage, 0o600); err != nil {
				t.Fatal(err)
			}
			run(site)
		}
	}
	// Where everybody has the seed, nothing is kept.
	public := crowd()
	public["site.yaml"].Data = append(public["site.yaml"].Data, "repository: public\n"...)
	knots := public["awards/2026-05-knots.yaml"]
	knots.Data = bytes.Replace(knots.Data, []byte("email: ada@example.org"), []byte("url: https://ada.example/"), 1)
	empty, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close()
	judgedBy(t, NewMemory(empty, "tests"), public, today)
	if _, err := empty.Stat(MemoryFolder); err == nil {
		t.Error("judgements of a public repository are kept on disk")
	}
	// One file may not stand for another.
	a, _ := os.ReadFile(first[0])
	if err := os.WriteFile(first[1], a, 0o600); err != nil {
		t.Fatal(err)
	}
	run(site)
	site["awards/2026-06-single.yaml"].Data = append(site["awards/2026-06-single.yaml"].Data, "# a comment\n"...)
	run(site)
	if now := files(); len(now) != 2 || slices.Equal(now, first) {
		t.Errorf("after a change there are %q, want the unchanged file and a new one", now)
	}
}

func flipped(data []byte, i int) []byte {
	out := slices.Clone(data)
	out[i] ^= 1
	return out
}

// What a judgement hangs on is in the mark: another decision, another program,
// another catalogue.
func TestMarkHoldsWhatAJudgementHangsOn(t *testing.T) {
	markOf := func(program string, day badge.Date, change func(fstest.MapFS)) mark {
		site := crowd()
		change(site)
		c, err := load.Dir(context.Background(), site, "content")
		if err != nil {
			t.Fatal(err)
		}
		s := newSubject(c, day)
		m := NewMemory(nil, program).begin(s)
		return m.mark(s, c.FirstReading().Open(0), c.Catalog.Decisions)
	}
	seen := map[mark]string{}
	for name, k := range map[string]mark{
		"as it is": markOf("a", today, func(fstest.MapFS) {}),
		"program":  markOf("b", today, func(fstest.MapFS) {}),
		"site":     markOf("a", today, func(s fstest.MapFS) { s["site.yaml"].Data = append(s["site.yaml"].Data, "repository: public\n"...) }),
		"achievement": markOf("a", today, func(s fstest.MapFS) {
			s["achievements/knots.md"].Data = append(s["achievements/knots.md"].Data, "Or two.\n"...)
		}),
		"file": markOf("a", today, func(s fstest.MapFS) {
			s["awards/2026-05-knots.yaml"].Data = append(s["awards/2026-05-knots.yaml"].Data, "# x\n"...)
		}),
		"decision": markOf("a", today, func(s fstest.MapFS) {
			s["decisions/x.yaml"] = &fstest.MapFile{Data: []byte("award: 2026-05-knots/k1\naction: revoke\non: 2026-06-01\nreason: awarded-in-error\n")}
		}),
	} {
		if other, twice := seen[k]; twice {
			t.Errorf("%s and %s have the same mark", name, other)
		}
		seen[k] = name
	}
}

// Some judgements come to something else on another day: of an award that is
// still to come, or runs out. The memory says on each day what no memory says, in
// whatever order the days come.
func TestAJudgementHoldsUntilItWouldBeAnother(t *testing.T) {
	day := func(n int) badge.Date { return today.Add(badge.Period{Days: n}) }
	site := crowd()
	site["site.yaml"].Data = append(site["site.yaml"].Data, "approval:\n  - badge\n"...)
	for name, text := range map[string]string{
		"soon":     "awarded: " + day(2).String() + "\n",
		"ends":     "awarded: 2025-01-01\nvalid-until: " + day(3).String() + "\n",
		"ended":    "awarded: 2025-01-01\nvalid-until: " + day(-1).String() + "\n",
		"approved": "awarded: 2025-01-01\napproved:\n  by: Tom\n  on: " + day(4).String() + "\n",
		"checked":  "awarded: 2025-01-01\n",
	} {
		site["awards/"+name+".yaml"] = &fstest.MapFile{Data: []byte("achievement: knots\n" + text + "awards:\n  k1:\n    name: Ada\n    email: ada@example.org\n")}
	}
	checked := site["awards/checked.yaml"]
	checked.Data = append(checked.Data, "    origin:\n      id: https://old.example/1\n      issuer: Old\n      on: 2025-01-01\n      checked: "+day(5).String()+"\n      outcome: valid\n"...)
	m, found, ended := NewMemory(nil, "tests"), map[string]bool{}, map[int]bool{}
	for _, n := range []int{0, 1, 2, 3, 4, 5, 6, 400, 6, 5, 4, 3, 2, 1, 0, -1, -2, 3} {
		want, index := judgedBy(t, nil, site, day(n))
		got, is := judgedBy(t, m, site, day(n))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("day %d: findings (-fresh +remembered):\n%s", n, diff)
		}
		sameIndex(t, index, is)
		for _, f := range want {
			found[f.Rule] = true
		}
		count := 0
		for _, e := range is.Entries {
			if e.Ended {
				count++
			}
		}
		ended[count] = true
	}
	for _, rule := range []string{"award-in-future", "award-approval-missing", "award-origin-dates"} {
		if !found[rule] {
			t.Errorf("%s was never found: %v", rule, found)
		}
	}
	if len(ended) < 3 {
		t.Errorf("the numbers of ended awards were %v", ended)
	}
}

// The original of an imported award is looked for each time.
func TestOriginalsAreLookedForAgain(t *testing.T) {
	site := crowd()
	single := site["awards/2026-06-single.yaml"]
	single.Data = append(single.Data, "origin:\n  id: https://old.example/1\n  issuer: Old\n  on: 2025-01-01\n  checked: 2025-02-01\n  outcome: valid\n  file: imported/old.json\n"...)
	original := &fstest.MapFile{Data: []byte("{}")}
	m := NewMemory(nil, "tests")
	for i, there := range []bool{true, false, true, true, false} {
		delete(site, "imported/old.json")
		if there {
			site["imported/old.json"] = original
		}
		got, _ := judgedBy(t, m, site, today)
		if missing := slices.ContainsFunc(got, func(f diag.Finding) bool { return f.Rule == "award-origin-file" }); missing == there {
			t.Errorf("round %d: the original is there: %v, and found missing: %v", i, there, missing)
		}
	}
}

// What an error elsewhere leaves open is judged once that is mended: the file of
// another name may have been the achievement that an award names.
func TestJudgementsBesideErrorsAreNotRemembered(t *testing.T) {
	site := crowd()
	site["awards/2026-05-knots.yaml"].Data = []byte("achievement: knotts\nawarded: 2026-05-14\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n")
	site["achievements/notes.txt"] = &fstest.MapFile{Data: []byte("x")}
	m := NewMemory(nil, "tests")
	for round := range 2 {
		want, index := judgedBy(t, nil, site, today)
		got, is := judgedBy(t, m, site, today)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("round %d: findings (-fresh +remembered):\n%s", round, diff)
		}
		sameIndex(t, index, is)
		delete(site, "achievements/notes.txt")
	}
}

// A finding about a line of site.yaml is made anew, where that line is now.
func TestFindingsElsewhereAreMadeAnew(t *testing.T) {
	own := func(file string, see ...string) []diag.Finding {
		return []diag.Finding{{Pos: source.Pos{File: file}, See: see}}
	}
	const file = "content/awards/a.yaml"
	if !ofFile(nil, file) || !ofFile(own(file), file) || ofFile(own("content/site.yaml"), file) || ofFile(own(file, "content/issued/x/0001.jsonl:3"), file) {
		t.Error("findings are taken for those of one file, or not, wrongly")
	}
}

func FuzzKnown(f *testing.F) {
	n := known{Found: []diag.Finding{{Rule: "x", Severity: diag.Note}}, gists: []gist{{entry: Entry{Key: "c/k1", Shown: "Ada"}, ids: []digest{{1}}, days: []digest{{2}}, salt: digest{3}}}}
	f.Add(n.text())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		n, ok := parseKnown(data, "c")
		if !ok {
			return
		}
		again, ok := parseKnown(n.text(), "c")
		if !ok || !reflect.DeepEqual(n, again) {
			t.Errorf("what is written is read as something else:\n%+v\n%+v", n, again)
		}
	})
}
