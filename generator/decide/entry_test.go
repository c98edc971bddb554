package decide

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
)

const spaced = `# one course, one file
achievement: knots   # what was awarded
awarded: 2026-03-01

awards:
  # labels, not names
  k1:
    name: Ada Rossi
    email: ada@example.org
    # asked for her middle name to be left out

  # Bruno came a day later
  # and left early
  k2:
    name: Bruno Ek   # with k
    email: bruno@example.org

# the second group

  k3: {name: Cy Ex, email: cy@example.org}
  "k4":
    name: >
      Dan
      Ode
    email: dan@example.org
# vim: set ts=2:
`

func TestRemove(t *testing.T) {
	cut := func(text, from, to string) string {
		i := strings.Index(text, from)
		j := i + strings.Index(text[i:], to)
		return text[:i] + text[j:]
	}
	const flow = `# in braces
{achievement: knots, awarded: 2026-03-01, awards: {k1: {name: "A, {d} \" a", email: a@example.org}, 'k2': {name: 'B''s # x', email: b@example.org}, # Bea
  k3: {name: it's C, email: c@example.org},   # Cy
  k4: {name: D, email: d@example.org} } }
`
	for _, c := range []struct {
		name, text string
		labels     []string
		want       string
	}{
		{"the first, with the comment above it and those in it", spaced, []string{"k1"}, strings.Replace(cut(spaced, "  # labels", "\n  # Bruno"), "awards:\n\n", "awards:\n\n", 1)},
		{"one in the middle, with the comment above it", spaced, []string{"k2"}, strings.Replace(cut(spaced, "  # Bruno", "# the second"), "\n\n\n", "\n\n", 1)},
		{"one on one line", spaced, []string{"k3"}, cut(spaced, "  k3", `  "k4"`)},
		{"the last; the comment at the end stays", spaced, []string{"k4"}, cut(spaced, `  "k4"`, "# vim")},
		{"two at once", spaced, []string{"k4", "k3"}, cut(spaced, `  k3`, "# vim")},
		{"one that is not there", spaced, []string{"k9"}, spaced},
		{"awards before another key", "awards:\n  k1:\n    name: A\n  k2:\n    name: B\n# of all\nachievement: knots\n", []string{"k2"}, "awards:\n  k1:\n    name: A\n# of all\nachievement: knots\n"},
		{"a marked beginning and end", "---\nawards:\n  k1:\n    name: A\n  k2:\n    name: B\n...\n", []string{"k2"}, "---\nawards:\n  k1:\n    name: A\n...\n"},
		{"without a line end", "awards:\n  k1:\n    name: A\n  k2:\n    name: B", []string{"k2"}, "awards:\n  k1:\n    name: A\n"},
		{"in a byte order mark", "\ufeffawards:\n  k1:\n    name: A\n  k2:\n    name: B\n", []string{"k1"}, "\ufeffawards:\n  k2:\n    name: B\n"},
		{"braces: the first", flow, []string{"k1"}, cut(flow, "k1:", "'k2'")},
		{"braces: with its comment", flow, []string{"k2"}, cut(flow, "'k2'", "\n  k3")},
		{"braces: a whole line", flow, []string{"k3"}, cut(flow, "  k3", "  k4")},
		{"braces: the last", flow, []string{"k4"}, cut(flow, "k4", "} }\n")},
		{"braces in block style", "awards: {k1: {name: A}, k2: {name: B}}\nachievement: knots\n", []string{"k2"}, "awards: {k1: {name: A}, }\nachievement: knots\n"},
	} {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			lines := strings.NewReplacer("\n", end)
			got, empty, err := Remove([]byte(lines.Replace(c.text)), c.labels)
			if err != nil || empty {
				t.Errorf("%s (line ends %q): %v, empty %v", c.name, end, err, empty)
				continue
			}
			if diff := cmp.Diff(lines.Replace(c.want), string(got)); diff != "" {
				t.Errorf("%s (line ends %q) (-want +got):\n%s", c.name, end, diff)
			}
		}
	}
}

// Where no award is left, the file is to go.
func TestRemoveAll(t *testing.T) {
	if rest, empty, err := Remove([]byte(spaced), []string{"k2", "k1", "k4", "k3"}); !empty || err != nil {
		t.Errorf("Remove = %q, %v, %v; want an empty file", rest, empty, err)
	}
	if rest, empty, err := Remove([]byte("awards:\n  ? k1\n  : {name: A}\n"), []string{"k1"}); !empty || err != nil {
		t.Errorf("Remove = %q, %v, %v; want an empty file, however it was written", rest, empty, err)
	}
}

// What cannot be changed safely is left alone, and the message says what to
// do.
func TestRemoveRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"awards:\n  ? k1\n  : {name: A}\n  k2: {name: B}\n":                     "remove it by hand",
		"awards:\n  k1: &a {name: A}\n  k2: *a\n":                               "remove it by hand",
		"awards:\n  k1: {name: A}\n  k2: {name: \"B\n# comment?\"}\n  k3: {}\n": "",
		"awards: [k1]\n":        "no key awards",
		"achievement: knots\n":  "no key awards",
		"- k1\n":                "expected keys and values",
		"awards: {\n":           "not readable",
		"a: 1\n---\nb: 2\n":     "second one",
		"awards:\n  k1: \xff\n": "not UTF-8",
	} {
		rest, _, err := Remove([]byte(text), []string{"k1"})
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("Remove from %q = %q, %v; want an error with %q", text, rest, err, want)
		}
	}
}

// Of several awards the one is named that stands in the way.
func TestRemoveNamesTheOne(t *testing.T) {
	const text = "awards:\n  k1: {name: A}\n  ? k2\n  : {name: B}\n  k3: {name: C}\n"
	if rest, _, err := Remove([]byte(text), []string{"k1", "k2"}); err == nil || rest != nil || !strings.Contains(err.Error(), "the award k2 is written") {
		t.Errorf("Remove = %q, %v; want an error about k2", rest, err)
	}
}

// awardsOf reads an award file as strictly as the site is read.
func awardsOf(t *testing.T, text string) (map[badge.Key]*badge.Award, bool) {
	t.Helper()
	c, err := load.Dir(t.Context(), fstest.MapFS{"awards/x.yaml": {Data: []byte(text)}}, "content")
	if err != nil {
		t.Fatal(err)
	}
	all := map[badge.Key]*badge.Award{}
	for _, co := range c.Cohorts(t.Context()) {
		for _, a := range co.Awards {
			all[a.Key] = a
		}
	}
	for _, f := range c.Report.Findings() {
		if f.Pos.File == "content/awards/x.yaml" {
			return nil, false
		}
	}
	return all, true
}

// Whatever a good award file looks like: taking one award out leaves exactly
// the others, unchanged, or is refused.
func FuzzRemove(f *testing.F) {
	f.Add(spaced, uint8(1))
	f.Add(strings.ReplaceAll(spaced, "\n", "\r\n"), uint8(3))
	f.Add("{achievement: knots, awarded: 2026-03-01, awards: {k1: {name: \"A, {d}\", email: a@example.org}, 'k2': {name: 'B''s # x'}, # Bea\n k3: {name: it's C}}}\n", uint8(0))
	f.Add("awards:\n  k1: {name: \"A\n\n# x\"}\n  k2:\n    name: |\n      # B\n\n  k3:\n    name: C\n", uint8(1))
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		before, good := awardsOf(t, text)
		if !good || len(before) < 2 {
			return
		}
		keys := slices.Sorted(maps.Keys(before))
		victim := keys[int(n)%len(keys)]
		_, label := victim.Split()
		rest, empty, err := Remove([]byte(text), []string{label})
		if err != nil {
			return
		}
		after, good := awardsOf(t, string(rest))
		if !good || empty {
			t.Fatalf("%q without %s is %q, which is no award file (empty: %v)", text, label, rest, empty)
		}
		delete(before, victim)
		if len(after) != len(before) {
			t.Fatalf("%q without %s is %q: %d awards, want %d", text, label, rest, len(after), len(before))
		}
		for k, a := range before {
			if after[k] == nil || after[k].Digest != a.Digest {
				t.Errorf("%q without %s is %q: %s changed", text, label, rest, k)
			}
		}
	})
}

func ExampleRemove() {
	rest, empty, err := Remove([]byte(`awarded: 2026-05-14
awards:
  # she asked for it to go
  k4f1:
    name: Ada Rossi
  k4f2:   # stays
    name: Bruno Ek
`), []string{"k4f1"})
	fmt.Printf("%s%v %v\n", rest, empty, err)
	// Output:
	// awarded: 2026-05-14
	// awards:
	//   k4f2:   # stays
	//     name: Bruno Ek
	// false <nil>
}
