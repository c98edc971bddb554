package store

import (
	"encoding/json"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/diag"
)

// small is a store of two runs, of which the first has lost an award to
// erasure, so that every form of file is in it.
func small(t *testing.T) *site {
	s := newSite(t)
	s.issue(1, signedLine("2026-03-knots/a", 0, 1), signedLine("2026-03-knots/b", 0, 2), recordedLine("2026-03-knots/c", 0))
	s.issue(2, signedLine("2026-03-knots/a", 1, 3), signedLine("2026-04-knots/d", 0, 4))
	st := s.sound()
	if _, err := st.Erase(s.root, "content", "2026-03-knots/b", day); err != nil {
		t.Fatal(err)
	}
	s.sound()
	return s
}

// One byte changed in any file of any run is found, with the file and, in a
// segment, the line.
func TestOneByteChanged(t *testing.T) {
	s := small(t)
	step := 23
	if os.Getenv("SEALPRESS_LONG") != "" {
		step = 1
	}
	for name, text := range s.files() {
		for i := 0; i < len(text); i += step {
			for _, with := range []byte{text[i] ^ 1, text[i] ^ 0x20, '\n', '9'} {
				if with == text[i] {
					continue
				}
				changed := []byte(text)
				changed[i] = with
				s.write(name, string(changed))
				_, findings := s.verified()
				line := 0
				if strings.HasSuffix(name, ".jsonl") {
					line = 1 + strings.Count(text[:i], "\n")
				}
				if !slices.ContainsFunc(findings, func(f diag.Finding) bool {
					return f.Pos.File == "content/issued/"+name && (line == 0 || f.Pos.Line == line) && f.Severity == diag.Error &&
						(f.Rule == "store-damaged" || f.Rule == "store-newer" && path.Base(name) == manifest)
				}) {
					t.Fatalf("%s: byte %d changed from %q to %q: want a finding in line %d, got %v", name, i, text[i], with, line, findings)
				}
			}
		}
		s.write(name, text)
	}
	s.sound()
}

// Whatever else happens to a file is found, and the finding says how to mend
// it.
func TestDamage(t *testing.T) {
	one, _ := noon(1)
	two, _ := noon(2)
	const segment, index = "0001-2.jsonl", "index-2.tsv"
	lines := func(change func([]string) []string) func(string) string {
		return func(text string) string {
			return strings.Join(change(strings.SplitAfter(text, "\n")), "")
		}
	}
	for _, c := range []struct {
		what, file string
		change     func(string) string // nil: the file is removed
		rule, at   string
		line       int
		message    string
	}{
		{"a segment is cut short", one + "/" + segment, func(s string) string { return s[:len(s)-5] }, "store-damaged", one + "/" + segment, 3, "the record of 2026-03-knots/c"},
		{"a segment is empty", one + "/" + segment, func(string) string { return "" }, "store-damaged", one + "/" + segment, 1, "is not what was written"},
		{"a segment is longer", one + "/" + segment, func(s string) string { return s + "{}\n" }, "store-damaged", one + "/" + segment, 0, "its digest does not match"},
		{"lines change places", one + "/" + segment, lines(func(l []string) []string { return []string{l[0], l[2], l[1]} }), "store-damaged", one + "/" + segment, 2, "is not what was written"},
		{"a line is there twice", one + "/" + segment, lines(func(l []string) []string { return []string{l[0], l[0], l[1], l[2]} }), "store-damaged", one + "/" + segment, 2, "is not what was written"},
		{"a segment is lost", one + "/" + segment, nil, "store-damaged", one + "/" + segment, 1, "is not what was written"},
		{"an index is cut short", one + "/" + index, lines(func(l []string) []string { return l[:2] }), "store-damaged", one + "/" + index, 0, "its digest does not match"},
		{"an index is lost", one + "/" + index, nil, "store-damaged", one + "/" + index, 0, "the file cannot be read"},
		{"a list is lost", two + "/revocation-1.json", nil, "store-damaged", two + "/revocation-1.json", 0, "the file cannot be read"},
		{"a run says that it is another", two + "/run.json", func(s string) string { return strings.ReplaceAll(s, two, one) }, "store-damaged", two + "/run.json", 0, "its own digest does not match"},
		{"a run is no JSON", two + "/run.json", func(s string) string { return "<<<<<<< HEAD\n" + s }, "store-damaged", two + "/run.json", 0, "it is not readable"},
		{"a run has lost its manifest", two + "/run.json", nil, "store-damaged", two + "/run.json", 0, "the file cannot be read"},
		{"a run is of a newer version", two + "/run.json", func(s string) string { return strings.Replace(s, `"format": 1`, `"format": 2, "more": []`, 1) }, "store-newer", two + "/run.json", 0, "newer version"},
		{"a stranger's file is in a run", one + "/notes.txt", func(string) string { return "x" }, "store-stranger", one + "/notes.txt", 0, "does not know this file"},
		{"a stranger's file is in the store", "notes.txt", func(string) string { return "x" }, "store-stranger", "notes.txt", 0, "no run"},
		{"a stranger's folder is in the store", "2026/notes.txt", func(string) string { return "x" }, "store-stranger", "2026", 0, "no run"},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := small(t)
			text := s.files()[c.file]
			if c.change == nil {
				if err := os.Remove(filepath.Join(s.dir, "content", Folder, filepath.FromSlash(c.file))); err != nil {
					t.Fatal(err)
				}
			} else {
				s.write(c.file, c.change(text))
			}
			_, findings := s.verified()
			if !slices.ContainsFunc(findings, func(f diag.Finding) bool {
				return f.Rule == c.rule && f.Pos.File == "content/issued/"+c.at && f.Pos.Line == c.line && strings.Contains(f.Message, c.message) && f.Mend != ""
			}) {
				t.Errorf("findings: %v\nwant %s in %s:%d: …%s…", findings, c.rule, c.at, c.line, c.message)
			}
		})
	}
}

// A hidden file, as systems leave them, is in nobody's way.
func TestHiddenFile(t *testing.T) {
	s := small(t)
	s.write(".DS_Store", "x")
	s.sound()
}

// A run that a later one was made after is missed.
func TestRunLost(t *testing.T) {
	s := small(t)
	one, _ := noon(1)
	two, _ := noon(2)
	if err := os.RemoveAll(filepath.Join(s.dir, "content", Folder, one)); err != nil {
		t.Fatal(err)
	}
	_, findings := s.verified()
	if len(findings) != 1 || findings[0].Pos.File != "content/issued/"+one || !strings.Contains(findings[0].Message, "the run is missing, and "+two) {
		t.Errorf("findings: %v", findings)
	}
}

// A line that is asked for by itself is held against its digest as well.
func TestLineDamaged(t *testing.T) {
	s := newSite(t)
	run := s.issue(1, signedLine("2026-03-knots/a", 0, 1))
	name := run.Name + "/0001.jsonl"
	s.write(name, strings.Replace(s.files()[name], "Holder", "holder", 1))
	st, report := s.open()
	if report.HasErrors() {
		t.Fatal(report.Findings())
	}
	r, _ := st.Standing("2026-03-knots/a", 0)
	_, err := st.Line(r)
	var damaged *DamagedError
	if !errors.As(err, &damaged) || damaged.File != "content/issued/"+name || damaged.Award != "2026-03-knots/a" || !strings.Contains(err.Error(), "git checkout") {
		t.Errorf("Line = %v", err)
	}
}

func FuzzParseRun(f *testing.F) {
	name, at := noon(1)
	run := Run{Format: Format, Name: name, Time: at, After: []string{}, Index: "index.tsv", Segments: []string{}, Lists: []string{}, Files: map[string]string{"index.tsv": "00"}}
	good, err := run.marshal()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"format":2}`))
	f.Add([]byte(`{"format":1,"segments":["../x"]}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := parseRun(name, data)
		if err != nil {
			return
		}
		if again, err := r.marshal(); err != nil || string(again) != string(data) {
			t.Errorf("read %q, writes %q, %v", data, again, err)
		}
		for _, file := range slices.Concat([]string{r.Index}, r.Segments, r.Lists) {
			if path.Base(file) != file || strings.ContainsAny(file, `/\`) {
				t.Errorf("the file %q leads out of the run", file)
			}
		}
	})
}

func FuzzParseRecord(f *testing.F) {
	run := &Run{Segments: []string{"0001.jsonl", "0002.jsonl"}}
	for _, l := range []issued{signedLine("a/b", 0, 1), recordedLine("a/b", 3)} {
		r := Record{Award: l.line.Award, Edition: int32(l.line.Edition), ID: l.line.ID, Status: l.status, Signed: l.line.Signed(), length: 9}
		f.Add(string(r.appendTo(nil)))
		r.Award, r.Signed, r.erased = "", false, day
		f.Add(strings.TrimSuffix(string(r.appendTo(nil)), "\n"))
	}
	f.Add("\t\t\t\t\t\t\t")
	f.Fuzz(func(t *testing.T, line string) {
		r, err := parseRecord(line, run)
		if err != nil {
			return
		}
		text := string(r.appendTo(nil))
		again, err := parseRecord(strings.TrimSuffix(text, "\n"), run)
		if err != nil || again != r {
			t.Errorf("%q was read as %+v, which is written as %q and read as %+v, %v", line, r, text, again, err)
		}
	})
}

func FuzzParseLine(f *testing.F) {
	for _, l := range []issued{signedLine("a/b", 0, 1), recordedLine("a/b", 3)} {
		text, err := l.line.appendTo(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"edition":0,"id":"x","status":"-","erased":"2026-01-01"}`))
	f.Add([]byte("null"))
	f.Add([]byte(`{"id":"x","recipient":{"a":1,"credential":{}},"credential":{"b":"}"}}` + "\n"))
	f.Add([]byte(`{"credential":{},"id":"x,\"credential\":","credential":{"a":1}}` + "\n"))
	f.Add([]byte(`{"id":"x","credential":{}},"credential":{}}` + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := parseLine(text)
		if err != nil {
			return
		}
		if l.Credential != nil && !json.Valid(l.Credential) {
			t.Errorf("%q was read with the credential %q", text, l.Credential)
		}
		if quick, ok := sliced(text); ok {
			var whole form
			if err := json.Unmarshal(text, &whole); err != nil {
				t.Fatalf("%q was sliced, and is no JSON: %v", text, err)
			}
			if diff := cmp.Diff(whole, quick); diff != "" {
				t.Errorf("%q read whole and sliced (-whole +sliced):\n%s", text, diff)
			}
		}
		if again, err := l.appendTo(nil); err == nil {
			if _, err := parseLine(again); err != nil {
				t.Errorf("%q is written as %q, which cannot be read: %v", text, again, err)
			}
		}
	})
}
