package rdfc_test

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

type entry struct {
	ID            string
	Type          string
	Name          string
	Action        string
	Result        string
	HashAlgorithm string
}

func (e entry) options() rdfc.Options {
	if e.HashAlgorithm == "SHA384" {
		return rdfc.Options{Hash: crypto.SHA384}
	}
	return rdfc.Options{}
}

func suite(t *testing.T, kind string) (string, []entry) {
	t.Helper()
	dir := filepath.Join(reference.Standards(t), "vectors", "rdf-canon")
	var manifest struct{ Entries []entry }
	if err := json.Unmarshal(read(t, filepath.Join(dir, "manifest.jsonld")), &manifest); err != nil {
		t.Fatal(err)
	}
	return dir, slices.DeleteFunc(manifest.Entries, func(e entry) bool { return e.Type != "rdfc:"+kind })
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parse(t testing.TB, text []byte) rdfc.Dataset {
	t.Helper()
	d, err := rdfc.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The suite of the specification: every evaluation test, SHA-384 included.
func TestSuite(t *testing.T) {
	dir, entries := suite(t, "RDFC10EvalTest")
	if len(entries) != 64 {
		t.Errorf("%d evaluation tests, 64 are published", len(entries))
	}
	for _, e := range entries {
		t.Run(e.ID, func(t *testing.T) {
			got, err := rdfc.Canonicalize(parse(t, read(t, filepath.Join(dir, e.Action))), e.options())
			if err != nil {
				t.Fatalf("%s: %v", e.Name, err)
			}
			if diff := cmp.Diff(string(read(t, filepath.Join(dir, e.Result))), string(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", e.Name, diff)
			}
		})
	}
}

func TestSuiteLabels(t *testing.T) {
	dir, entries := suite(t, "RDFC10MapTest")
	if len(entries) != 21 {
		t.Errorf("%d map tests, 21 are published", len(entries))
	}
	for _, e := range entries {
		t.Run(e.ID, func(t *testing.T) {
			got, err := rdfc.Labels(parse(t, read(t, filepath.Join(dir, e.Action))), e.options())
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]string
			if err := json.Unmarshal(read(t, filepath.Join(dir, e.Result)), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", e.Name, diff)
			}
		})
	}
}

// A graph made to take for ever ends soon, and in an error.
func TestPoison(t *testing.T) {
	poisons := map[string]rdfc.Dataset{"clique of 12": clique(12), "many alike": alike(1500), "too many": alike(2001)}
	if dir, entries := suite(t, "RDFC10NegativeEvalTest"); len(entries) != 1 {
		t.Errorf("%d negative tests, 1 is published", len(entries))
	} else {
		poisons[entries[0].ID] = parse(t, read(t, filepath.Join(dir, entries[0].Action)))
	}
	for name, d := range poisons {
		began := time.Now()
		if _, err := rdfc.Canonicalize(d, rdfc.Options{}); !errors.Is(err, rdfc.ErrTooComplex) {
			t.Errorf("%s: error is %v", name, err)
		}
		took := time.Since(began)
		t.Logf("%s ended after %v", name, took)
		if took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func blank(n int) rdfc.Term { return rdfc.Term{Kind: rdfc.Blank, Value: fmt.Sprint("n", n)} }

var p = rdfc.Term{Kind: rdfc.IRI, Value: "urn:ex:p"}

func clique(n int) (d rdfc.Dataset) {
	for i := range n {
		for j := range n {
			if i != j {
				d = append(d, rdfc.Quad{Subject: blank(i), Predicate: p, Object: blank(j)})
			}
		}
	}
	return d
}

func alike(n int) (d rdfc.Dataset) {
	for i := range n {
		d = append(d, rdfc.Quad{Subject: blank(i), Predicate: p, Object: blank((i + 1) % n)})
	}
	return d
}

// The names and the order in which a dataset was written do not matter.
func TestNamesAndOrderDoNotMatter(t *testing.T) {
	d := parse(t, []byte(`_:a <urn:p> "1" .
_:a <urn:q> _:b .
_:b <urn:q> _:c _:g .
_:c <urn:p> "1"@en .
_:d <urn:q> _:d2 .
_:e <urn:q> _:e2 .
`))
	want, err := rdfc.Canonicalize(d, rdfc.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for turn := range len(d) {
		other := append(slices.Clone(d[turn:]), d[:turn]...)
		other = append(other, other[0])
		for i := range other {
			for _, term := range []*rdfc.Term{&other[i].Subject, &other[i].Object, &other[i].Graph} {
				if term.Kind == rdfc.Blank {
					term.Value = fmt.Sprintf("x%c%s", 'z'-rune((turn+int(term.Value[0]))%26), term.Value)
				}
			}
		}
		got, err := rdfc.Canonicalize(other, rdfc.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("turned by %d (-want +got):\n%s", turn, diff)
		}
	}
	// What is canonical stays as it is.
	again, err := rdfc.Canonicalize(parse(t, want), rdfc.Options{})
	if diff := cmp.Diff(string(want), string(again)); diff != "" || err != nil {
		t.Errorf("canonical again: %v (-want +got):\n%s", err, diff)
	}
}

func TestEscapes(t *testing.T) {
	for r := range rune(0x200) {
		s := "x" + string(r) + "y"
		q := rdfc.Quad{Subject: blank(0), Predicate: p, Object: rdfc.Term{Kind: rdfc.Literal, Value: s}}
		line := rdfc.AppendQuad(nil, q)
		back := parse(t, line)
		if diff := cmp.Diff(rdfc.Dataset{q}, back); diff != "" {
			t.Errorf("%U (-want +got):\n%s", r, diff)
		}
		want := s
		switch r {
		case '"', '\\':
			want = `x\` + string(r) + "y"
		case '\n':
			want = `x\ny`
		case '\r':
			want = `x\ry`
		case '\t':
			want = `x\ty`
		case '\f':
			want = `x\fy`
		case '\b':
			want = `x\by`
		default:
			if r < ' ' || r == 0x7f {
				want = fmt.Sprintf(`x\u%04Xy`, r)
			}
		}
		if got := string(rdfc.AppendEscaped(nil, s)); got != want {
			t.Errorf("%U is written %s, want %s", r, got, want)
		}
	}
}

// A term that would write more than itself is refused.
func TestTermsAreChecked(t *testing.T) {
	ok := rdfc.Quad{Subject: blank(0), Predicate: p, Object: rdfc.Term{Kind: rdfc.Literal, Value: "v", Language: "en-GB"}}
	if _, err := rdfc.Canonicalize(rdfc.Dataset{ok}, rdfc.Options{}); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*rdfc.Quad){
		"quad in an IRI":            func(q *rdfc.Quad) { q.Subject = rdfc.Term{Kind: rdfc.IRI, Value: "urn:a> <urn:b> <urn:c> .\n<urn:d"} },
		"space in an IRI":           func(q *rdfc.Quad) { q.Predicate.Value = "urn:a b" },
		"relative IRI":              func(q *rdfc.Quad) { q.Predicate.Value = "name" },
		"colon after the path":      func(q *rdfc.Quad) { q.Predicate.Value = "a/b:c" },
		"scheme with a digit first": func(q *rdfc.Quad) { q.Predicate.Value = "1a:c" },
		"blank predicate":           func(q *rdfc.Quad) { q.Predicate = blank(1) },
		"literal subject":           func(q *rdfc.Quad) { q.Subject = q.Object },
		"literal graph":             func(q *rdfc.Quad) { q.Graph = q.Object },
		"no object":                 func(q *rdfc.Quad) { q.Object = rdfc.Term{} },
		"quad in a language":        func(q *rdfc.Quad) { q.Object.Language = "en .\n<urn:a>" },
		"language and datatype":     func(q *rdfc.Quad) { q.Object.Datatype = "urn:d" },
		"relative datatype":         func(q *rdfc.Quad) { q.Object = rdfc.Term{Kind: rdfc.Literal, Datatype: "d"} },
		"literal not UTF-8":         func(q *rdfc.Quad) { q.Object.Value = "\xff" },
		"IRI not UTF-8":             func(q *rdfc.Quad) { q.Predicate.Value = "urn:\xff" },
		"blank without label":       func(q *rdfc.Quad) { q.Subject.Value = "" },
	} {
		q := ok
		spoil(&q)
		if got, err := rdfc.Canonicalize(rdfc.Dataset{q}, rdfc.Options{}); err == nil {
			t.Errorf("%s: written as %s", name, got)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, line := range []string{
		`<urn:a> <urn:b> .`, `<urn:a> <urn:b> <urn:c>`, `<urn:a> <urn:b> "c .`, `<urn:a> <urn:b> "\x" .`, `<urn:a> <urn:b> "\u00G0" .`,
		`<urn:a> <urn:b> "\uD800" .`, `<urn:a> <urn:b> "\U00110000" .`, `<urn:a> <urn:b> <urn:c> <urn:d> <urn:e> .`, `<urn:a> <urn:b> <urn:c> . x`,
		`<urn:\n> <urn:b> <urn:c> .`, `_: <urn:b> <urn:c> .`, `<urn:a> <urn:b> "c"@ .`, `<urn:a> <urn:b> "c"^^<d> .`, `<urn:a`, `<urn:a> <urn:b> "\u00`,
		"<urn:a> <urn:b> \"\xff\" .", `<urn:a> <urn:b> "x"@e_n .`, `<urn:a> <urn:b> "c"@`,
	} {
		if d, err := rdfc.Parse([]byte(line)); err == nil {
			t.Errorf("%s was read as %v", line, d)
		}
	}
	d := parse(t, []byte("# a comment\r\n\n  <urn:a>\t<urn:b> \"c\"^^<"+rdfc.XSDString+"> . # more\n<urn:a><urn:b>_:x._:y.\n"))
	want := rdfc.Dataset{
		{Subject: rdfc.Term{Kind: rdfc.IRI, Value: "urn:a"}, Predicate: rdfc.Term{Kind: rdfc.IRI, Value: "urn:b"}, Object: rdfc.Term{Kind: rdfc.Literal, Value: "c"}},
	}
	if diff := cmp.Diff(want, d[:1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("<urn:a> <urn:b> \"\\u00e9\\n\"@en _:g .\n")
	f.Add("_:a <urn:b> _:b .\n_:b <urn:b> _:a .\n")
	f.Add("<urn:a> <urn:b> \"1\"^^<urn:d> .")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := rdfc.Parse([]byte(text))
		if err != nil {
			return
		}
		once, err := rdfc.Canonicalize(d, rdfc.Options{MaxBlank: 50, MaxSteps: 2000})
		if err != nil {
			return
		}
		twice, err := rdfc.Canonicalize(parse(t, once), rdfc.Options{})
		if err != nil || string(once) != string(twice) {
			t.Errorf("canonical form of %q is %q, and of that %q, %v", text, once, twice, err)
		}
	})
}

func ExampleCanonicalize() {
	dataset, err := rdfc.Parse([]byte(`_:someone <https://schema.org/name> "Ada" .
<https://example.org/> <https://schema.org/founder> _:someone .
`))
	if err != nil {
		panic(err)
	}
	canonical, err := rdfc.Canonicalize(dataset, rdfc.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Print(string(canonical))
	// Output:
	// <https://example.org/> <https://schema.org/founder> _:c14n0 .
	// _:c14n0 <https://schema.org/name> "Ada" .
}

func BenchmarkCanonicalize(b *testing.B) {
	var text strings.Builder
	for i := range 40 {
		fmt.Fprintf(&text, "_:n%d <urn:ex:p%d> \"value %d\" .\n", i%5, i, i)
	}
	d := parse(b, []byte(text.String()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := rdfc.Canonicalize(d, rdfc.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
