package compare

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
)

// site is a small content folder; each of its names may stand for another
// text, or for nothing at all.
func site() map[string]string {
	return map[string]string{
		"site.yaml": "title: Harbour\nurl: https://harbour.example/\nseed: \"000102030405060708090a0b0c0d0e0f\"\n",
		"issuer.md": "---\nname: Harbour\nurl: https://harbour.example/\nemail: office@harbour.example\ncountry: IE\n---\nWho we are.\n",
		"achievements/first-aid.md": "---\nkind: micro-credential\nname: Emergency First Aid\ndescription: Helps until the ambulance comes.\noutcomes:\n  - Call for help\n  - Stop a bleeding\n" +
			"level:\n  eqf: 3\nworkload:\n  hours: 20\nassessment:\n  - type: practical-assessment\n    description: One scenario\n---\nShow it.\n",
		"achievements/knots.md":       "---\nkind: badge\nname: Knots\ndescription: Ties them.\n---\nTie three.\n",
		"awards/2026-05.yaml":         "achievement: first-aid\nawarded: 2026-05-02\nresult: pass\nawards:\n  a1:\n    name: Ada Hidden\n    email: ada@private.example\n  a2:\n    name: Bea Hidden\n    email: bea@private.example\n",
		"awards/carla-hidden.yaml":    "achievement: knots\nawarded: 2026-05-02\nrecipient:\n  name: Carla Hidden\n  email: carla@private.example\n",
		"pathways/safe.md":            "---\nname: Safe\ndescription: A way.\nsteps:\n  - badge: knots\ngoal: first-aid\n---\n",
		"decisions/2026-06-10-x.yaml": "award: 2026-05/a2\naction: suspend\non: 2026-06-10\nreason: under-review\ntext: Words of a decision.\nnote: Secret note.\n",
	}
}

func folder(files map[string]string) fs.FS {
	m := fstest.MapFS{}
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func content(t testing.TB, files fs.FS) *load.Content {
	t.Helper()
	c, err := load.Dir(context.Background(), files, "content")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func compared(t testing.TB, was, is map[string]string, o Options) *Changes {
	t.Helper()
	c, err := Of(context.Background(), content(t, folder(was)), content(t, folder(is)), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// edit is a site in which pieces of text are replaced: file, old, new.
func edit(t testing.TB, edits ...string) map[string]string {
	t.Helper()
	s := site()
	for i := 0; i < len(edits); i += 3 {
		changed := strings.Replace(s[edits[i]], edits[i+1], edits[i+2], 1)
		if changed == s[edits[i]] && edits[i+1] != "" {
			t.Fatalf("%s does not hold %q", edits[i], edits[i+1])
		}
		s[edits[i]] = changed
	}
	return s
}

func TestSummary(t *testing.T) {
	second := site()
	second["achievements/first-aid@1.md"] = second["achievements/first-aid.md"]
	second["achievements/first-aid.md"] = strings.NewReplacer("kind: micro-credential", "kind: micro-credential\nversion: 2", "hours: 20", "hours: 25").Replace(second["achievements/first-aid.md"])
	pinned := func(more string) map[string]string {
		s := map[string]string{}
		for k, v := range second {
			s[k] = v
		}
		s["awards/2026-05.yaml"] = strings.Replace(s["awards/2026-05.yaml"], "achievement: first-aid", "achievement: first-aid@1", 1)
		if more != "" {
			s["awards/2026-07.yaml"] = more
		}
		return s
	}
	many := "achievement: first-aid\nawarded: 2026-07-02\nawards:\n"
	for i := range 24 {
		many += fmt.Sprintf("  b%d:\n    name: Person %d\n    email: p%d@private.example\n", i, i, i)
	}
	revoked := pinned(many)
	revoked["decisions/2026-07-10-y.yaml"] = "award: 2026-05/a1\naction: revoke\non: 2026-07-10\nreason: awarded-in-error\n"
	gone := site()
	delete(gone, "awards/carla-hidden.yaml")
	erased := site()
	delete(erased, "awards/carla-hidden.yaml")
	erased["decisions/z.yaml"] = "award: carla-hidden/carla-hidden\naction: erase\non: 2026-07-10\n"
	back := site()
	delete(back, "decisions/2026-06-10-x.yaml")
	moved := site()
	seed := badge.Seed("000102030405060708090a0b0c0d0e0f")
	moved["awards/2026-05-knots.yaml"] = strings.Replace(moved["awards/carla-hidden.yaml"], "awarded:", "id: "+seed.ID("carla-hidden/carla-hidden", 0)+"\nawarded:", 1)
	delete(moved, "awards/carla-hidden.yaml")

	for _, tt := range []struct {
		name string
		is   map[string]string
		want string
	}{
		{"the same", site(), `nothing changed`},
		{"what a review asks", revoked, `24 awards added, 1 revoked, 0 removed; "Emergency First Aid": workload 20 h → 25 h (version 2; 2 credentials keep version 1)`},
		{"pinning alone changes no award", pinned(""), `0 awards added, 0 removed; "Emergency First Aid": workload 20 h → 25 h (version 2; 2 credentials keep version 1)`},
		{"a version raised by hand takes its awards along", second, `0 awards added, 2 changed, 0 removed; "Emergency First Aid": workload 20 h → 25 h (version 2)`},
		{"what was awarded changes", edit(t, "achievements/first-aid.md", "eqf: 3", "eqf: 4"), `0 awards added, 0 removed; "Emergency First Aid": level EQF 3 → EQF 4 (still version 1; 2 credentials carry it)`},
		{"an award is lost", gone, `0 awards added, 1 removed`},
		{"an erased one is not lost", erased, `0 awards added, 1 erased, 0 removed`},
		{"a decision is taken back", back, `0 awards added, 0 removed, 1 decision taken back`},
		{"a decision says other words", edit(t, "decisions/2026-06-10-x.yaml", "Words", "Kinder words"), `0 awards added, 0 removed, 1 decision changed`},
		{"a file gets another name, and its address stays", moved, `0 awards added, 1 moved, 0 removed`},
		{"an e-mail", edit(t, "awards/2026-05.yaml", "ada@", "adela@"), `0 awards added, 1 changed, 0 removed`},
		{"a new badge", edit(t, "achievements/sails.md", "", "---\nkind: badge\nname: Sails\ndescription: Sets them.\n---\nSet one.\n"), `0 awards added, 0 removed; "Sails": new badge`},
		{"criteria", edit(t, "achievements/knots.md", "Tie three.", "Tie two.\n\nOr three."), `0 awards added, 0 removed; "Knots": criteria changed (still version 1; 1 credential carries it)`},
		{"outcomes", edit(t, "achievements/first-aid.md", "  - Stop a bleeding\n", ""), `0 awards added, 0 removed; "Emergency First Aid": outcomes changed (still version 1; 2 credentials carry it)`},
		{"the way, the issuer and the site", edit(t, "pathways/safe.md", "A way.", "The way.", "issuer.md", "office@", "hello@", "site.yaml", "title: Harbour", "title: Quay"),
			`0 awards added, 0 removed; 1 pathway changed; issuer: e-mail changed; site: title Harbour → Quay`},
		{"a rule is set aside", edit(t, "achievements/knots.md", "name: Knots", "name: Knots\nallow:\n  some-rule: It is old."), `0 awards added, 0 removed; rules set aside or back in force: some-rule`},
		{"a file of ours", edit(t, "static/a.txt", "", "a"), `0 awards added, 0 removed; files: 1 added`},
	} {
		if got := compared(t, site(), tt.is, Options{}).Summary(); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// What is the same counts the other way round as well: what was added is
// removed.
func TestBothWays(t *testing.T) {
	more := edit(t, "awards/2026-07.yaml", "", "achievement: knots\nawarded: 2026-07-02\nawards:\n  b1:\n    name: B\n    email: b@private.example\n",
		"achievements/sails.md", "", "---\nkind: badge\nname: Sails\ndescription: Sets them.\n---\nSet one.\n")
	there, back := compared(t, site(), more, Options{}), compared(t, more, site(), Options{})
	if there.Awards.Added != 1 || back.Awards.Removed != 1 || there.Achievements[0].Change != Added || back.Achievements[0].Change != Removed {
		t.Errorf("there: %s\nback: %s", there.Summary(), back.Summary())
	}
}

// No form of the result holds who it is unless names were asked for, and none
// ever an e-mail, a seed or the words of a decision.
func TestNamesNobody(t *testing.T) {
	was := site()
	is := edit(t, "awards/2026-05.yaml", "Ada Hidden", "Adela Hidden", "awards/2026-05.yaml", "bea@private", "bee@private",
		"awards/dora-hidden.yaml", "", "achievement: knots\nawarded: 2026-07-02\nrecipient:\n  name: Dora Hidden\n  email: dora@private.example\n",
		"decisions/2026-06-10-x.yaml", "Words", "Other words", "site.yaml", "000102", "ff0102", "issuer.md", "office@", "hello@")
	delete(is, "awards/carla-hidden.yaml")
	for _, o := range []Options{{}, {Names: true}} {
		all := everything(t, compared(t, was, is, o))
		for _, secret := range []string{"@", "private.example", "000102", "ff0102", "words", "Secret note"} {
			if strings.Contains(strings.ReplaceAll(all, "worded anew", ""), secret) {
				t.Errorf("%+v: the result holds %q:\n%s", o, secret, all)
			}
		}
		if named := strings.Contains(strings.ToLower(all), "hidden"); named != o.Names {
			t.Errorf("%+v: named is %t:\n%s", o, named, all)
		}
		if o.Names && !strings.Contains(all, "a1: Adela Hidden, changed: holder's name: Ada Hidden → Adela Hidden") {
			t.Errorf("it does not say whose name changed:\n%s", all)
		}
	}
}

// everything is the result in all its forms.
func everything(t *testing.T, c *Changes) string {
	t.Helper()
	var b bytes.Buffer
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return WriteText(b, c, "main") },
		func(b *bytes.Buffer) error { return WriteMarkdown(b, c, "main") },
		func(b *bytes.Buffer) error { return WriteJSON(b, c, "main") },
	} {
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestJSONHasNoNull(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, compared(t, site(), site(), Options{}), "main"); err != nil {
		t.Fatal(err)
	}
	var top map[string]any
	if err := json.Unmarshal(b.Bytes(), &top); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"format", "since", "summary", "awards", "decisions", "achievements", "pathways", "pages", "keys", "issuer", "site", "files", "aside", "issued", "unread"} {
		if top[name] == nil {
			t.Errorf("%s is null or not there in:\n%s", name, &b)
		}
	}
	if len(top) != 15 {
		t.Errorf("there are %d members, want the 15 that docs/diff.md explains", len(top))
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "diff.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range top {
		if !bytes.Contains(page, []byte("| `"+name+"`")) {
			t.Errorf("docs/diff.md does not explain %s", name)
		}
	}
}

// What cannot be read is said, in every form.
func TestUnread(t *testing.T) {
	c := compared(t, site(), edit(t, "awards/2026-05.yaml", "awarded: 2026-05-02", "awarded: [soon"), Options{})
	if c.Unread.Now == 0 || c.Unread.Former != 0 {
		t.Fatalf("unread: %+v", c.Unread)
	}
	if all := everything(t, c); strings.Count(all, "stood in the way of reading") != 2 || !strings.Contains(all, `"now": 1`) {
		t.Errorf("it does not say what was not read:\n%s", all)
	}
}

// The sample site, from nothing and against itself.
func TestSample(t *testing.T) {
	sample := os.DirFS(filepath.Join("..", "..", "content"))
	now := content(t, sample)
	c, err := Of(context.Background(), content(t, fstest.MapFS{}), now, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c.Awards.Added == 0 || len(c.Achievements) != len(now.Catalog.Achievements) || c.Issued.Awards == 0 || c.Unread.Now != 0 {
		t.Errorf("from nothing: %s\n%+v", c.Summary(), c.Unread)
	}
	if c, err = Of(context.Background(), content(t, sample), content(t, sample), Options{Names: true}); err != nil || !c.None() {
		t.Errorf("against itself: %v, %s", err, c.Summary())
	}
}

func TestEmptyFormer(t *testing.T) {
	c := compared(t, map[string]string{}, site(), Options{})
	want := Tally{Added: 3}
	if diff := cmp.Diff(want, c.Awards.Tally); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
