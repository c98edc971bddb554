package starter_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
)

const knots = `---
kind: badge
version: 1     # counts from one
name: Knots
description: Ties knots.
language: en
---
Tie five knots.
`

// folder makes a content folder of names and texts.
func folder(files map[string]string) fstest.MapFS {
	f := fstest.MapFS{}
	for name, text := range files {
		f[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return f
}

// versioned returns what a new version writes, by name below content/.
func versioned(t *testing.T, content fs.FS, slug string) map[string]string {
	t.Helper()
	files, err := starter.Version(content, slug)
	if err != nil {
		t.Fatalf("Version(%s): %v", slug, err)
	}
	got := map[string]string{}
	for _, f := range files {
		got[strings.TrimPrefix(f.Name, "content/")] = string(f.Data)
	}
	return got
}

func TestVersionRaisesTheNumber(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"with a comment", knots, strings.Replace(knots, "version: 1 ", "version: 2 ", 1)},
		{"in quotes", "---\nkind: badge\nversion: \"9\"\n---\n", "---\nkind: badge\nversion: \"10\"\n---\n"},
		{"below the kind", "---\n# first\nname: Knots\nkind: badge # informal\n\ntags: [a]\n---\nversion: 1\n",
			"---\n# first\nname: Knots\nkind: badge # informal\nversion: 2\n\ntags: [a]\n---\nversion: 1\n"},
		{"without a kind", "---\n# first\nname: Knots\n---\n", "---\n# first\nversion: 2\nname: Knots\n---\n"},
		{"indented", "---\n  kind: badge\n  name: Knots\n---\n", "---\n  kind: badge\n  version: 2\n  name: Knots\n---\n"},
		{"in braces", "---\n{kind: badge, name: Knots}\n---\n", "---\n{version: 2, kind: badge, name: Knots}\n---\n"},
		{"line ends of Windows", "---\r\nkind: badge\r\nname: Knots\r\n---\r\nTie.\r\n", "---\r\nkind: badge\r\nversion: 2\r\nname: Knots\r\n---\r\nTie.\r\n"},
		{"byte order mark", "\ufeff---\nname: Ünal\nversion: 1\n---\n", "\ufeff---\nname: Ünal\nversion: 2\n---\n"},
		{"not in a list", "---\nname: |\n  version: 1\nversion: 3\n---\n", "---\nname: |\n  version: 1\nversion: 4\n---\n"},
		{"end with dots", "--- \nkind: badge\n...\nversion: 1\n", "--- \nkind: badge\nversion: 2\n...\nversion: 1\n"},
	} {
		got := versioned(t, folder(map[string]string{"achievements/knots.md": tt.text}), "knots")
		if diff := cmp.Diff(tt.want, got["achievements/knots.md"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		if len(got) != 2 {
			t.Errorf("%s: got %d files, want the new and the old text", tt.name, len(got))
		}
	}
}

func TestVersionPinsAwards(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{ // want "": unchanged
		{"default at the top", "achievement: knots\nawards: {}\n", "achievement: knots@1\nawards: {}\n"},
		{"comment behind", "achievement: knots # knots\n", "achievement: knots@1 # knots\n"},
		{"double quotes", "achievement: \"knots\"\n", "achievement: \"knots@1\"\n"},
		{"single quotes", "achievement: 'knots'\n", "achievement: 'knots@1'\n"},
		{"spaces in quotes", "achievement: ' knots '\n", "achievement: ' knots@1 '\n"},
		{"quoted key", "\"achievement\": knots\n", "\"achievement\": knots@1\n"},
		{"on a line of its own", "achievement:\n    knots\n", "achievement:\n    knots@1\n"},
		{"no last line end", "achievement: knots", "achievement: knots@1"},
		{"one award", "recipient:\n  name: knots\nachievement: knots\n", "recipient:\n  name: knots\nachievement: knots@1\n"},
		{"per award", "achievement: other\nawards:\n  b1:\n    achievement: knots\n  b2:\n    name: knots\n", "achievement: other\nawards:\n  b1:\n    achievement: knots@1\n  b2:\n    name: knots\n"},
		{"top and award", "achievement: knots\nawards:\n  b1:\n    achievement: knots\n  b2: {achievement: other}\n", "achievement: knots@1\nawards:\n  b1:\n    achievement: knots@1\n  b2: {achievement: other}\n"},
		{"braces", "{achievement: knots, awards: {b1: {name: 名前, achievement: 'knots'}, b2: {}}}", "{achievement: knots@1, awards: {b1: {name: 名前, achievement: 'knots@1'}, b2: {}}}"},
		{"line ends of Windows", "# é\r\nachievement: knots\r\nawards:\r\n  b1: {achievement: knots}\r\n", "# é\r\nachievement: knots@1\r\nawards:\r\n  b1: {achievement: knots@1}\r\n"},
		{"line ends of old", "# é\rachievement: knots\rawarded: x\r", "# é\rachievement: knots@1\rawarded: x\r"},
		{"byte order mark", "\ufeffachievement: knots\n", "\ufeffachievement: knots@1\n"},
		{"awards of others", "achievement: knots-and-lines\nawards:\n  b1: {achievement: two-knots}\n", ""},
		{"pinned already", "achievement: knots@1\nawards:\n  b1: {achievement: knots@2}\n", ""},
		{"in comments and texts", "# achievement: knots\nachievement: other\nevidence:\n  - name: x\n    description: |\n      achievement: knots\n", ""},
		{"under another key", "achievement: other\nresult: knots\nassessed: {achievement: knots}\nawards:\n  knots: {name: x}\n", ""},
	} {
		got := versioned(t, folder(map[string]string{"achievements/knots.md": knots, "awards/a.yaml": tt.text}), "knots")
		if diff := cmp.Diff(tt.want, got["awards/a.yaml"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestVersionRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, slug string
		files      map[string]string
		want       string
	}{
		{"no such achievement", "knotz", map[string]string{"achievements/knots.md": knots}, `there is no achievement "knotz"; there are: knots`},
		{"none at all", "knots", nil, "content/achievements holds none"},
		{"a version", "knots@1", map[string]string{"achievements/knots.md": knots}, "write knots"},
		{"a path", "../site", nil, "cannot be a slug"},
		{"another old text", "knots", map[string]string{"achievements/knots.md": knots, "achievements/knots@1.md": "x"}, "content/achievements/knots@1.md is there already"},
		{"another old translation", "knots", map[string]string{"achievements/knots.md": knots, "achievements/knots.it.md": "x", "achievements/knots@1.it.md": "y"}, "content/achievements/knots@1.it.md is there already"},
		{"the next version is there", "knots", map[string]string{"achievements/knots.md": knots, "achievements/knots@2.md": "x"}, "content/achievements/knots@2.md is there already"},
		{"no front matter", "knots", map[string]string{"achievements/knots.md": "Tie.\n"}, "a line of three hyphens"},
		{"open front matter", "knots", map[string]string{"achievements/knots.md": "---\nkind: badge\n"}, "does not end"},
		{"empty", "knots", map[string]string{"achievements/knots.md": ""}, "a line of three hyphens"},
		{"a version in words", "knots", map[string]string{"achievements/knots.md": "---\nversion: one\n---\n"}, `line 2: version: expected a whole number such as 1, found "one"`},
		{"a kind of two lines", "knots", map[string]string{"achievements/knots.md": "---\nkind: badge\n  or so\nname: Knots\n---\n"}, "line 2: the value is written in a way that cannot be changed safely: write each key with its value on one line"},
		{"a broken award file", "knots", map[string]string{"achievements/knots.md": knots, "awards/a.yaml": "awards: [\n"}, "content/awards/a.yaml may hold awards of knots"},
		{"two documents", "knots", map[string]string{"achievements/knots.md": knots, "awards/a.yaml": "a: b\n---\nachievement: knots\n"}, "content/awards/a.yaml may hold"},
		{"not UTF-8", "knots", map[string]string{"achievements/knots.md": knots, "awards/a.yaml": "a: \xe9\n"}, "not UTF-8"},
		{"a folded value", "knots", map[string]string{"achievements/knots.md": knots, "awards/a.yaml": "achievement: >-\n  knots\n"}, "line 1: the value is written in a way that cannot be changed safely: write it as knots"},
		{"an escaped value", "knots", map[string]string{"achievements/knots.md": knots, "awards/a.yaml": `achievement: "\x6bnots"`}, "cannot be changed safely"},
		{"an alias", "knots", map[string]string{"achievements/knots.md": knots, "awards/a.yaml": "result: &x knots\nachievement: *x\n"}, "cannot be changed safely"},
	} {
		files, err := starter.Version(folder(tt.files), tt.slug)
		if err == nil || !strings.Contains(err.Error(), tt.want) || files != nil {
			t.Errorf("%s: got %d files and error %v, want an error with %q", tt.name, len(files), err, tt.want)
		}
	}
}

// Whoever is interrupted after any number of files has lost nothing: every
// award still means what it meant, and a second run ends where the first one
// would have.
func TestVersionCanBeCutShortAnywhere(t *testing.T) {
	site := map[string]string{"achievements/knots.md": knots, "achievements/knots.it.md": "---\nname: Nodi\n---\nCinque nodi.\n"}
	for i := range 3 {
		site[fmt.Sprintf("awards/group-%d.yaml", i)] = "achievement: knots\nawarded: 2026-01-01\nawards:\n  b1:\n    name: Ada\n    email: ada@example.org\n"
	}
	files, err := starter.Version(folder(site), "knots")
	if err != nil {
		t.Fatal(err)
	}
	whole := maps.Clone(site)
	for _, f := range files {
		whole[strings.TrimPrefix(f.Name, "content/")] = string(f.Data)
	}
	for done := range len(files) + 1 {
		now := maps.Clone(site)
		for _, f := range files[:done] {
			now[strings.TrimPrefix(f.Name, "content/")] = string(f.Data)
		}
		if got := promised(t, folder(now)); len(got) != 3 || slices.ContainsFunc(got, func(s string) bool { return s != "1: Tie five knots." }) {
			t.Errorf("after %d files the awards are of %q, want each of version 1", done, got)
		}
		if done == len(files) {
			continue // a further run is a further version
		}
		maps.Copy(now, versioned(t, folder(now), "knots"))
		if diff := cmp.Diff(whole, now); diff != "" {
			t.Errorf("cut short after %d files and run again (-want +got):\n%s", done, diff)
		}
	}
}

// promised returns the version and the criteria behind every award.
func promised(t *testing.T, content fs.FS) []string {
	t.Helper()
	c, err := load.Dir(t.Context(), content, "content")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, co := range c.Cohorts(t.Context()) {
		for _, a := range co.Awards {
			of := c.Catalog.Achievement(a.Achievement.Slug, a.Achievement.Version)
			if of == nil {
				of = &badge.Achievement{}
			}
			all = append(all, fmt.Sprintf("%d: %s", of.Version, strings.TrimSpace(string(of.Criteria))))
		}
	}
	return all
}

func FuzzVersion(f *testing.F) {
	f.Add("achievement: knots\nawards:\n  b1: {achievement: 'knots'}\n")
	f.Add("{achievement: \"knots\" , awards: {b: {achievement:\n knots}}}")
	f.Add("\ufeff# é\r\nachievement:\r\n  knots\r")
	f.Fuzz(func(t *testing.T, text string) {
		content := folder(map[string]string{"achievements/knots.md": knots, "awards/a.yaml": text})
		files, err := starter.Version(content, "knots")
		if err != nil {
			return
		}
		for _, file := range files {
			if file.Name != "content/awards/a.yaml" {
				continue
			}
			if got := strings.ReplaceAll(string(file.Data), "knots@1", "knots"); got != strings.ReplaceAll(text, "knots@1", "knots") {
				t.Errorf("%q became %q: more than pins changed", text, file.Data)
			}
			again := folder(map[string]string{"achievements/knots.md": knots, "awards/a.yaml": string(file.Data)})
			for _, second := range must(starter.Version(again, "knots")) {
				if second.Name == file.Name {
					t.Errorf("%q became %q, in which awards are still not pinned", text, file.Data)
				}
			}
		}
	})
}

func must(files []starter.File, err error) []starter.File {
	if err != nil {
		panic(err)
	}
	return files
}
