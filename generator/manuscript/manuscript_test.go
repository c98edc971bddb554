package manuscript

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// do is an edit of a text: with the words Replace, Reword, Add, Before or
// Remove, and what each is given. The first names the entry, as "a" or "a/b".
type do []string

func (d do) to(t *Text) error {
	m, key := t.Root, d[1]
	if above, below, deep := strings.Cut(key, "/"); deep {
		_, m = t.Root.Find(above)
		key = below
	}
	k, v := m.Find(key)
	switch d[0] {
	case "Replace key":
		return t.Replace(k, d[2])
	case "Replace":
		return t.Replace(v, d[2])
	case "Reword":
		return t.Reword(v, d[2], d[3])
	case "Add":
		return t.Add(d[2], d[3], key)
	case "Before":
		return t.Before(m, key, d[2], d[3])
	}
	above, _, _ := strings.Cut(d[1], "/")
	return t.Remove(above, key)
}

// Whatever way an author writes, an edit changes what it has to, and every
// other byte stays.
func TestEdits(t *testing.T) {
	const spaced = "# all\na:   one  # first\n\nb:\n  c: two\n  # about d\n  d: {e: three}\n\nf: 'four'\n# end\n"
	for _, c := range []struct {
		name, text string
		edits      []do
		want       string
	}{
		{"none", spaced, nil, spaced},
		{"plain", spaced, []do{{"Replace", "a", "1"}}, strings.Replace(spaced, "one", "1", 1)},
		{"quoted", spaced, []do{{"Replace", "f", "4"}}, strings.Replace(spaced, "four", "4", 1)},
		{"escaped", `a: "x\"\x41" # "` + "\n", []do{{"Replace", "a", "y"}}, `a: "y" # "` + "\n"},
		{"doubled quote", "a: 'it''s'\n", []do{{"Replace", "a", "y"}}, "a: 'y'\n"},
		{"one word in a block", "a: >-\n\n  one\nb: 2\n", []do{{"Replace", "a", "1"}}, "a: >-\n\n  1\nb: 2\n"},
		{"a key", "a:\n  'b' : c\n", []do{{"Replace key", "a/b", "d"}}, "a:\n  'd' : c\n"},
		{"a word in quotes", "a: ' one '\n", []do{{"Reword", "a", "one", "1"}}, "a: ' 1 '\n"},
		{"on a line of its own", "a:\n    one # x\n", []do{{"Reword", "a", "one", "1"}}, "a:\n    1 # x\n"},
		{"wide letters", "{名: 前, a: 'one'}\n", []do{{"Reword", "a", "one", "1"}}, "{名: 前, a: '1'}\n"},
		{"several, last first", spaced, []do{{"Replace", "f", "4"}, {"Replace", "b/c", "2"}, {"Replace", "a", "1"}}, strings.NewReplacer("four", "4", "two", "2", "one", "1").Replace(spaced)},
		{"several of one line, last first", "{a: one, b: 名, c: 'three'}\n", []do{{"Replace", "c", "3"}, {"Replace", "b", "2"}, {"Replace", "a", "1"}}, "{a: 1, b: 2, c: '3'}\n"},
		{"a line more", spaced, []do{{"Add", "a", "z", "9"}}, strings.Replace(spaced, "first\n", "first\nz: 9\n", 1)},
		{"a line more, indented", "  a: 1\n  b: 2\n", []do{{"Add", "a", "z", "9"}}, "  a: 1\n  z: 9\n  b: 2\n"},
		{"below what is not there", "# x\n  a: 1\n", []do{{"Add", "none", "z", "9"}}, "# x\n  z: 9\n  a: 1\n"},
		{"below what has lines of its own", spaced, []do{{"Add", "b", "z", "9"}}, strings.Replace(spaced, "a:", "z: 9\na:", 1)},
		{"below what has a block", "a: |\n  one\nb: 2\n", []do{{"Add", "a", "z", "9"}}, "z: 9\na: |\n  one\nb: 2\n"},
		{"below a last line without an end", "a: 1\nb: 2", []do{{"Add", "b", "z", "9"}}, "a: 1\nb: 2\nz: 9"},
		{"one more in braces", "{a: 1}\n", []do{{"Add", "a", "z", "9"}}, "{z: 9, a: 1}\n"},
		{"before, in the same quotes", "a:\n  # x\n  \"b\": 'c' # y\n", []do{{"Before", "a/b", "z", "9"}}, "a:\n  # x\n  \"z\": '9'\n  \"b\": 'c' # y\n"},
		{"before, without a line end", "a: {b: c}\nd: e", []do{{"Before", "d", "z", "9"}}, "a: {b: c}\nz: 9\nd: e"},
		{"before, in braces", "a: {b: c, d: e}\n", []do{{"Before", "a/d", "z", "9"}}, "a: {b: c, z: 9, d: e}\n"},
		{"before, in braces of many lines", "a: {\n\tb: c,\n\td: e}\n", []do{{"Before", "a/d", "z", "9"}}, "a: {\n\tb: c,\n\tz: 9,\n\td: e}\n"},
		{"one in the place of two", "a:\n  b: c # y\n", []do{{"Before", "a/b", "z", "9"}, {"Replace key", "a/b", "x"}, {"Replace", "a/x", "8"}}, "a:\n  z: 9\n  x: 8 # y\n"},
		{"removed, with the comment above", spaced, []do{{"Remove", "b/d"}}, strings.Replace(spaced, "  # about d\n  d: {e: three}\n", "", 1)},
		{"removed, and what is above stays", spaced, []do{{"Remove", "b/c"}}, strings.Replace(spaced, "  c: two\n", "", 1)},
		{"removed, and of two blank lines one stays", "a:\n  b: 1\n\n  c: 2\n\n  d: 3\n", []do{{"Remove", "a/c"}}, "a:\n  b: 1\n\n  d: 3\n"},
		{"removed with a whole line in braces", "a: {b: c,\n  d: e, # x\n  f: g}\n", []do{{"Remove", "a/d"}}, "a: {b: c,\n  f: g}\n"},
		{"removed beside apostrophes", "a: {b: rock 'n, c: d 'e}\n", []do{{"Remove", "a/b"}}, "a: {c: d 'e}\n"},
		{"removed from braces", "a: {b: \"}\", c: [d, {e: 'f''}'}], g: h}\n", []do{{"Remove", "a/c"}}, "a: {b: \"}\", g: h}\n"},
	} {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			for name, in := range map[string]string{"file": "%", "marked file": mark + "%", "front matter": "---\n%\n---\na: body\n", "marked front matter": mark + "---\n%\n...\n{}"} {
				lines := strings.NewReplacer("\n", end)
				whole := func(text string) string { return strings.Replace(lines.Replace(in), "%", lines.Replace(text), 1) }
				read := Parse
				if strings.Contains(in, "---") {
					read = Front
				}
				text, err := read([]byte(whole(c.text)))
				if err != nil {
					t.Errorf("%s, in a %s (line ends %q): %v", c.name, name, end, err)
					continue
				}
				for _, d := range c.edits {
					if err := d.to(text); err != nil {
						t.Errorf("%s, in a %s (line ends %q): %q: %v", c.name, name, end, d, err)
					}
				}
				if text, err = text.Edited(); err != nil {
					t.Errorf("%s, in a %s (line ends %q): %v", c.name, name, end, err)
					continue
				}
				if diff := cmp.Diff(whole(c.want), string(text.Bytes())); diff != "" {
					t.Errorf("%s, in a %s (line ends %q) (-want +got):\n%s", c.name, name, end, diff)
				}
			}
		}
	}
}

// Where a text ends, and where its lines end in two ways, counts the line itself.
func TestEnds(t *testing.T) {
	for _, c := range []struct {
		text string
		edit do
		want string
	}{
		{"a: 1\nb: 2\r\nc: 3\n", do{"Add", "b", "z", "9"}, "a: 1\nb: 2\r\nz: 9\r\nc: 3\n"},
		{"a: 1\rb: 2", do{"Add", "b", "z", "9"}, "a: 1\rb: 2\rz: 9"},
		{"a: 1", do{"Add", "a", "z", "9"}, "a: 1\nz: 9"},
		{"a:\n  b: 1\n  c: 2\n...\n# end\n", do{"Remove", "a/c"}, "a:\n  b: 1\n...\n# end\n"},
		{"---\na:\n  b: 1\n  c: 2\n---\nbody: 1\n", do{"Remove", "a/c"}, "---\na:\n  b: 1\n---\nbody: 1\n"},
	} {
		read := Parse
		if strings.Contains(c.text, "body") {
			read = Front
		}
		text, err := read([]byte(c.text))
		if err == nil {
			err = c.edit.to(text)
		}
		if err == nil {
			text, err = text.Edited()
		}
		if err != nil || string(text.Bytes()) != c.want {
			t.Errorf("%q of %q: %v\ngot  %q\nwant %q", c.edit, c.text, err, text.Bytes(), c.want)
		}
	}
}

// What cannot be changed safely is left alone, and the error says where.
func TestUnsafe(t *testing.T) {
	for _, c := range []struct {
		name, text string
		edits      []do
		line       int
	}{
		{"a value of lines", "x: 1\na: one\n  two\n", []do{{"Replace", "a", "1"}}, 2},
		{"an alias", "x: &x one\na: *x\n", []do{{"Reword", "a", "one", "1"}}, 2},
		{"what it names", "x: &x one\na: *x\n", []do{{"Replace", "x", "1"}}, 1},
		{"no value", "x: 1\na:\n", []do{{"Replace", "a", "1"}}, 2},
		{"a name before quotes", "x: 1\na: &a \"one\"\n", []do{{"Replace", "a", "1"}}, 2},
		{"a mapping", "a: {b: c}\n", []do{{"Replace", "a", "1"}}, 1},
		{"an escaped word", "a: \"\\x6fne\"\n", []do{{"Reword", "a", "one", "1"}}, 1},
		{"another word", "a: one\n", []do{{"Reword", "a", "two", "1"}}, 1},
		{"a word in a block", "a: |\n  one\n", []do{{"Reword", "a", "one", "1"}}, 1},
		{"what wants quotes", "x: 1\na: one\n", []do{{"Replace", "a", "b: c"}}, 1},
		{"what wants quotes and reads as something else", "x: 1\na: one\n", []do{{"Replace", "a", "b # c"}}, 2},
		{"a line end", "a: one\n", []do{{"Replace", "a", "b\nc: d"}}, 1},
		{"two edits of one place", "x: 1\na: 'one'\n", []do{{"Replace", "a", "2"}, {"Replace", "a", "3"}}, 1},
		{"added in the middle of a value", "a: one\n  two\n", []do{{"Add", "a", "z", "9"}}, 1},
		{"before what has a question mark", "x:\n  ? a\n  : one\n", []do{{"Before", "x/a", "z", "9"}}, 2},
		{"removed with a question mark", "x:\n  b: 1\n  ? a\n  : one\n", []do{{"Remove", "x/a"}}, 3},
		{"removed what another names", "x:\n  a: &a one\n  b: *a\n", []do{{"Remove", "x/a"}}, 1},
		{"removed, and others are waiting", "x:\n  a: 1\n  b: 2\n", []do{{"Replace", "x/b", "3"}, {"Remove", "x/a"}}, 1},
		{"not there", "x: {a: 1}\n", []do{{"Remove", "x/b"}}, 1},
	} {
		for above, read := range map[string]func([]byte) (*Text, error){"": Parse, "---\n": Front} {
			text, err := read([]byte(above + c.text + above))
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			for _, d := range c.edits {
				if err = d.to(text); err != nil {
					break
				}
			}
			if err == nil {
				text, err = text.Edited()
			}
			at, is := errors.AsType[*Unsafe](err)
			if want := c.line + strings.Count(above, "\n"); !is || at.Line != want {
				t.Errorf("%s: %q below %q: got %v (%v), want an *Unsafe of line %d", c.name, c.text, above, err, text, want)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "expected keys and values",
		"- a\n":             "expected keys and values",
		"a: [\n":            "not readable as YAML",
		"a: 1\n---\nb: 2\n": "expected one document, found a second one",
		"a: \xff\n":         "the file is not UTF-8",
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q): %v, want %q", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                     "to begin with a line of three hyphens",
		"a: 1\n---\n":          "to begin with a line of three hyphens",
		"---\na: 1\n":          "the front matter does not end",
		"---\n---\n":           "expected keys and values",
		"---\na: 1\n---\n\xff": "the file is not UTF-8",
	} {
		if _, err := Front([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Front(%q): %v, want %q", text, err, want)
		}
	}
	empty, err := Parse([]byte("{}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := empty.Add("a", "1", ""); err == nil {
		t.Error("a key is added beside none: whose style would it have?")
	}
}

func ExampleText() {
	t, err := Parse([]byte("version:  '1'   # counts from one\nname: Knots\n"))
	if err != nil {
		panic(err)
	}
	_, v := t.Root.Find("version")
	if err := errors.Join(t.Reword(v, "1", "2"), t.Add("kind", "badge", "version")); err != nil {
		panic(err)
	}
	if t, err = t.Edited(); err != nil {
		panic(err)
	}
	os.Stdout.Write(t.Bytes())
	// Output:
	// version:  '2'   # counts from one
	// kind: badge
	// name: Knots
}
