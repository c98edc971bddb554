package load

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// outline is what the reader looks at in a tree of nodes.
func outline(n *yaml.Node) string {
	var b strings.Builder
	var walk func(n *yaml.Node, depth int)
	walk = func(n *yaml.Node, depth int) {
		fmt.Fprintf(&b, "%s%d %d:%d %q null=%v\n", strings.Repeat("  ", depth), n.Kind, n.Line, n.Column, n.Value, isNull(n))
		for _, c := range n.Content {
			walk(c, depth+1)
		}
	}
	walk(n, 0)
	return b.String()
}

// A plain text gives the tree that the reader of all of YAML gives.
func FuzzPlainYAML(f *testing.F) {
	for _, text := range plainTexts {
		f.Add(text)
	}
	for _, text := range otherTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := plainYAML(text, maxCohortEntries)
		if got == nil {
			return
		}
		want, findings := parseYAML(text, "f.yaml", 0, maxCohortEntries)
		if want == nil || len(findings) > 0 {
			t.Fatalf("%q is read as\n%s, and is no good YAML: %v", text, outline(got), findings)
		}
		if diff := cmp.Diff(outline(want), outline(got)); diff != "" {
			t.Errorf("%q (-YAML +plain):\n%s", text, diff)
		}
	})
}

// The same for many texts: plain ones, and others that differ from a plain one
// in one place.
func TestPlainYAMLOfManyTexts(t *testing.T) {
	n := 5_000
	if os.Getenv("SEALPRESS_LONG") != "" {
		n = 1_000_000
	}
	w := &writer{rand.New(rand.NewPCG(1, 2)), nil}
	plain := 0
	for i := range n {
		w.lines = nil
		w.mapping("", 0)
		text := strings.Join(w.lines, "\n") + "\n"
		if i%2 == 0 {
			at := w.IntN(len(text))
			text = text[:at] + w.one("", "", " ", "  ", "\n", "- ", "#", " #", ":", ": ", "\"", "'", "\\", "~", "&", "é", "x", "[", "\t", "\r", "|", "null") + text[min(len(text), at+w.IntN(3)):]
		}
		got := plainYAML(text, maxCohortEntries)
		if got == nil {
			continue
		}
		plain++
		want, findings := parseYAML(text, "f.yaml", 0, maxCohortEntries)
		if want == nil || len(findings) > 0 {
			t.Fatalf("%q is read as\n%s, and is no good YAML: %v", text, outline(got), findings)
		}
		if diff := cmp.Diff(outline(want), outline(got)); diff != "" {
			t.Fatalf("%q (-YAML +plain):\n%s", text, diff)
		}
	}
	if plain < n/4 {
		t.Errorf("%d of %d texts are plain", plain, n)
	}
}

// writer writes texts.
type writer struct {
	*rand.Rand
	lines []string
}

func (w *writer) one(of ...string) string { return of[w.IntN(len(of))] }

// add writes a line, now and then after an empty one or a comment.
func (w *writer) add(line string) {
	if w.IntN(12) == 0 {
		w.lines = append(w.lines, w.one("", "# c", "      # c: d"))
	}
	w.lines = append(w.lines, line)
}

func (w *writer) mapping(indent string, depth int) {
	keys := w.Perm(5)[:1+w.IntN(4)]
	for _, k := range keys {
		w.entry(indent, indent, []string{"a", "name", "k-1", "7", "2026-01-02"}[k], depth)
	}
}

// entry writes a key and its value; lead is what stands before the key.
func (w *writer) entry(lead, indent, key string, depth int) {
	deeper := indent + w.one("  ", "  ", "    ", " ")
	switch kind := w.IntN(6); {
	case kind == 0 && depth < 4:
		w.add(lead + key + ":")
		w.mapping(deeper, depth+1)
	case kind == 1 && depth < 4:
		w.add(lead + key + ":")
		for range 1 + w.IntN(3) {
			if w.IntN(2) == 0 {
				w.add(deeper + "- " + w.value())
				continue
			}
			w.entry(deeper+"- ", deeper+"  ", "a", depth+1)
			if w.IntN(2) == 0 {
				w.entry(deeper+"  ", deeper+"  ", "b", depth+1)
			}
		}
	default:
		w.add(lead + key + w.one(": ", ": ", ":  ") + w.value())
	}
}

func (w *writer) value() string {
	return w.one("v", "v w", "ü 漢", "\"q: r\"", "'s #t'", "x:y", "x#c", "5", "1.5", "yes", "it's", "a [b], {c}", "https://example.org/a?b=c#d", "2026-01-02", "12:30", "é - è", "A. \"B\"")
}

// plainTexts are read by the plain reader.
var plainTexts = []string{
	"achievement: first-drill\nawarded: 2026-05-14\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n",
	"a:   spaced\nb: \"in quotes: #1\"\nc: 'it, too'\nd: O'Neill, \"Bo\" [1] {2} & *\n",
	"a:\n  - name: One\n    url: https://example.org/a#b\n    date: 2026-01-02\n\n  - name: Two\n# between\n  - three\nb: 1\n",
	"# first\n\na: ä ö — 漢字\nb: 3.5\nc: yes\nd: 0x1f\ne: 1_000\nf: 5.\n",
	"a:\n    b:\n      c: Zürich",
	"a: Ünal\nb: x:y\nc: a - b\nd: 12:30:45\n",
}

// otherTexts are left to the reader of all of YAML.
var otherTexts = []string{
	"", "a", "a:", "a: \n", "a: ~\n", "a: null\n", "null: a\n", "a: b\na: c\n", "a: &x b\n", "a: *x\n", "a: !!str b\n", "<<: b\n", "a: [b]\n", "a: {b: c}\n",
	"a: b\n  c\n", "a: b # c\n", "a: b: c\n", "a: b:\n", "a: |\n  b\n", "a: >\n  b\n", "a: \"b\\n\"\n", "a: 'b''c'\n", "a: \"b\" c\n", "a: \"b\n  c\"\n", "a: \"\"\n",
	"a:\n- b\n", "a:\n  -\n", "a:\n  - - b\n", "a:\n  -  b\n", "a:\n  - b\n   - c\n", "a:\n  b: c\n d: e\n", "  a: b\n", "---\na: b\n", "a: b\n...\n", "a: b\n---\nc: d\n", "%YAML 1.1\n",
	"? a\n: b\n", "a\t: b\n", "a:\tb\n", "\ta: b\n", "a: b\r\n", "\ufeffa: b\n", "a: b\u2028c\n", "a: b\u0085c\n", "a: \xff\n", "a: \x00\n", "a :b\n", "a:b\n", "\"a\": b\n", "a: @b\n", "a: `b\n", "a: %b\n", "a: - b\n", "- a\n",
	"a:\n  b:\n    c:\n      d:\n        e:\n          f:\n            g:\n              h:\n                i: j\n", "a: b \n", "a: b\n  \nc: d\n", "a:\n  - b\n  c: d\n", "a:\n  b: c\n  - d\n",
}

func TestPlainYAML(t *testing.T) {
	for _, text := range plainTexts {
		if plainYAML(text, maxCohortEntries) == nil {
			t.Errorf("%q is not taken for plain", text)
		}
	}
	for _, text := range otherTexts {
		if n := plainYAML(text, maxCohortEntries); n != nil {
			t.Errorf("%q is taken for plain:\n%s", text, outline(n))
		}
	}
	if plainYAML(plainTexts[0], 5) != nil {
		t.Error("a text with too many entries is taken for plain")
	}
}

// The award files of the sample are plain.
func TestSampleIsPlain(t *testing.T) {
	files, err := fs.Glob(os.DirFS("../../content/awards"), "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	plain := 0
	for _, name := range files {
		data, err := os.ReadFile("../../content/awards/" + name)
		if err != nil {
			t.Fatal(err)
		}
		got := plainYAML(string(data), maxCohortEntries)
		if got == nil {
			continue
		}
		plain++
		want, _ := parseYAML(string(data), name, 0, maxCohortEntries)
		if diff := cmp.Diff(outline(want), outline(got)); diff != "" {
			t.Errorf("%s (-YAML +plain):\n%s", name, diff)
		}
	}
	if plain*2 < len(files) {
		t.Errorf("%d of %d files are plain", plain, len(files))
	}
}

func BenchmarkPlainYAML(b *testing.B) {
	text := "achievement: first-drill\nawarded: 2026-05-14\nawards:\n"
	for i := range 1000 {
		text += fmt.Sprintf("  k%d:\n    name: Person %d\n    email: person%d@example.org\n    evidence:\n      - name: Sheet\n        date: 2026-05-14\n", i, i, i)
	}
	for name, read := range map[string]func(){
		"plain": func() { plainYAML(text, maxCohortEntries) },
		"YAML":  func() { parseYAML(text, "f.yaml", 0, maxCohortEntries) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				read()
			}
		})
	}
}
