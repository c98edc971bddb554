package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// reindex changes the index of a run, with digests that fit: everybody can make
// them.
func (s *site) reindex(run *Run, old, now string) {
	s.t.Helper()
	name := run.Name + "/" + run.Index
	was := s.files()[name]
	text := strings.Replace(was, old, now, 1)
	if text == was {
		s.t.Fatalf("the index does not hold %q:\n%s", old, was)
	}
	r, err := parseRun(run.Name, []byte(s.files()[run.Name+"/"+manifest]))
	if err != nil {
		s.t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(text))
	r.Files[run.Index] = hex.EncodeToString(sum[:])
	data, err := r.marshal()
	if err != nil {
		s.t.Fatal(err)
	}
	s.write(name, text)
	s.write(run.Name+"/"+manifest, string(data))
}

// A line that stands for another award, edition or address than its index says
// is not taken.
func TestLineOfAnotherAward(t *testing.T) {
	const a = "2026-03-knots/a"
	for what, c := range map[string][2]string{
		"nothing":   {"\tsigned", "\tsigned"},
		"award":     {a + "\t", "2026-03-knots/x\t"},
		"edition":   {"\t0\t", "\t1\t"},
		"id":        {idOf(a, 0), idOf(a, 5)},
		"signature": {"\tsigned", "\trecorded"},
	} {
		s := newSite(t)
		run := s.issue(1, signedLine(a, 0, 1))
		if what != "nothing" {
			s.reindex(run, c[0], c[1])
		}
		st, report := s.open()
		if report.HasErrors() {
			t.Fatal(what, report.Findings())
		}
		for r := range st.Records() {
			_, err := st.Line(r)
			var damaged *DamagedError
			if (what == "nothing") != (err == nil) || err != nil && (!errors.As(err, &damaged) || !strings.Contains(err.Error(), "not the one that index.tsv names")) {
				t.Errorf("%s: Line = %v", what, err)
			}
		}
	}
}

// Keys and ids of an index become names of files and addresses: nothing else
// than such is taken.
func TestIndexHoldsKeysAndIDs(t *testing.T) {
	const a = "2026-03-knots/a"
	for what, c := range map[string][2]string{
		"a key that leads out":  {a, "../../../x/a"},
		"a label that does":     {a, "2026-03-knots/../a"},
		"two slashes":           {a, "2026-03-knots/a/b"},
		"no label":              {a, "2026-03-knots"},
		"no key":                {a, ""},
		"capitals":              {a, "2026-03-Knots/a"},
		"an id that leads out":  {idOf(a, 0), "../../index"},
		"no id":                 {idOf(a, 0), ""},
		"an id of another form": {idOf(a, 0), strings.ToUpper(idOf(a, 0))},
		"an erased award named": {"\tsigned", "\terased:2026-04-01"},
	} {
		s := newSite(t)
		run := s.issue(1, signedLine(a, 0, 1))
		s.reindex(run, c[0], c[1])
		if _, report := s.open(); !report.HasErrors() || report.Findings()[0].Rule != "store-damaged" || report.Findings()[0].Pos.Line != 1 {
			t.Errorf("%s: %v", what, report.Findings())
		}
	}
}

// A run that was set aside survives a kill and whatever comes next, and is put
// back; unless what takes its place was made before the kill.
func TestPutBack(t *testing.T) {
	s := newSite(t)
	first := s.issue(1, signedLine("2026-03-knots/a", 0, 1))
	run := s.issue(2, signedLine("2026-03-knots/b", 0, 2))
	with := s.files()
	if _, err := SetAside(s.root, "content", ".sealpress", run); err != nil {
		t.Fatal(err)
	}
	other := s.issue(3, signedLine("2026-03-knots/c", 0, 3)) // by a command that does not know
	if err := Undo(s.root, "content", ".sealpress", other); err != nil {
		t.Fatal(err)
	}
	names, err := PutBack(s.root, "content", ".sealpress")
	if err != nil || len(names) != 1 || names[0] != run.Name {
		t.Errorf("put back %v, %v; want %s", names, err, run.Name)
	}
	if got := s.files(); len(got) != len(with) || got[run.Name+"/run.json"] != with[run.Name+"/run.json"] {
		t.Errorf("the store holds %d files, want %d", len(got), len(with))
	}
	s.sound()

	if _, err := SetAside(s.root, "content", ".sealpress", s.sound().Last()); err != nil {
		t.Fatal(err)
	}
	anew := s.issue(4, signedLine("2026-03-knots/b", 0, 4))
	if names, err := PutBack(s.root, "content", ".sealpress"); err != nil || len(names) > 0 {
		t.Errorf("put back %v, %v, though it was issued again", names, err)
	}
	if runs := s.sound().Runs(); len(runs) != 2 || runs[0].Name != first.Name || runs[1].Name != anew.Name {
		t.Errorf("runs %v", runs)
	}
	if left, err := filepath.Glob(filepath.Join(s.dir, ".sealpress", "*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}
