package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sealpress/sealpress/generator/badge"
)

var day = badge.Date{Year: 2026, Month: 4, Day: 2}

// personal lists what may not stay in the store once an award is erased.
func personal(award badge.Key, editions int) []string {
	_, label := award.Split()
	all := []string{string(award), "Holder " + label, label + "@example.org", "salt-of-" + label}
	for n := range editions {
		l := recordedLine(award, n)
		identity := string(l.line.Recipient)
		all = append(all, identity[strings.Index(identity, "sha256$"):len(identity)-2], string(l.line.Credential), "sig-"+label)
	}
	return all
}

// without fails where something of an erased award is left.
func (s *site) without(award badge.Key, editions int) {
	s.t.Helper()
	for name, text := range s.files() {
		for _, p := range personal(award, editions) {
			if strings.Contains(text, p) {
				s.t.Errorf("%s still holds %q", name, p)
			}
		}
	}
}

// lines returns the records of a run as they are written.
func (s *site) lines(run *Run) []string {
	s.t.Helper()
	var all []string
	for _, name := range run.Segments {
		for line := range strings.Lines(s.files()[run.Name+"/"+name]) {
			all = append(all, line)
		}
	}
	return all
}

// What remains of an erased award is its id, its place in the status lists
// and the day; every other line stays as it was, to the byte.
func TestErase(t *testing.T) {
	s := newSite(t)
	one := s.issue(1, signedLine("2026-03-knots/ada", 0, 1), signedLine("2026-03-knots/bea", 0, 2), recordedLine("2026-03-knots/cyd", 0))
	two := s.issue(2, signedLine("2026-03-knots/bea", 1, 3), signedLine("2026-04-knots/dan", 0, 4))
	before, other := s.lines(one), s.lines(two)
	for _, p := range personal("2026-03-knots/bea", 2) {
		if !strings.Contains(strings.Join(append(before, other...), ""), p) {
			t.Fatalf("the search for %q can find nothing", p)
		}
	}

	st := s.sound()
	changed, err := st.Erase(s.root, "content", "2026-03-knots/bea", day)
	if err != nil {
		t.Fatal(err)
	}
	s.without("2026-03-knots/bea", 2)
	if diff := cmp.Diff([]string{
		"content/issued/" + one.Name + "/run.json", "content/issued/" + one.Name + "/index-2.tsv", "content/issued/" + one.Name + "/0001-2.jsonl",
		"content/issued/" + two.Name + "/run.json", "content/issued/" + two.Name + "/index-2.tsv", "content/issued/" + two.Name + "/0001-2.jsonl",
	}, changed); diff != "" {
		t.Errorf("changed files (-want +got):\n%s", diff)
	}
	again := s.sound()
	for _, st := range []*Store{st, again} { // as it is in memory, and as it is read anew
		if _, ok := st.Standing("2026-03-knots/bea", 0); ok || len(st.Of("2026-03-knots/bea")) != 0 {
			t.Error("an erased award stands")
		}
		if _, ok := st.Latest("2026-03-knots/bea"); ok {
			t.Error("an erased award has a latest edition")
		}
	}
	var left, read []Record
	for r := range st.Records() {
		left = append(left, *r)
	}
	for r := range again.Records() {
		read = append(read, *r)
	}
	if diff := cmp.Diff(read, left, cmp.AllowUnexported(Record{})); diff != "" {
		t.Errorf("the store in memory is not the one on disk (-disk +memory):\n%s", diff)
	}
	want := Record{ID: idOf("2026-03-knots/bea", 0), Status: Status{List: 1, Index: 2}, erased: day}
	if diff := cmp.Diff(want, left[1], cmpopts.IgnoreUnexported(Record{})); diff != "" {
		t.Errorf("what remains in the index (-want +got):\n%s", diff)
	}
	if _, err := again.Line(&read[1]); err == nil {
		t.Error("an erased record was read")
	}
	before[1] = `{"edition":0,"id":"` + want.ID + `","status":"revocation-1#2","erased":"2026-04-02"}` + "\n"
	if diff := cmp.Diff(before, s.lines(again.Runs()[0])); diff != "" {
		t.Errorf("lines of the first run (-want +got):\n%s", diff)
	}
	other[0] = `{"edition":1,"id":"` + idOf("2026-03-knots/bea", 1) + `","status":"revocation-1#3","erased":"2026-04-02"}` + "\n"
	if diff := cmp.Diff(other, s.lines(again.Runs()[1])); diff != "" {
		t.Errorf("lines of the second run (-want +got):\n%s", diff)
	}
}

// A run may be erased from again and again; what was erased before stays as
// it is, and erasing what is gone changes nothing.
func TestEraseAgain(t *testing.T) {
	s := newSite(t)
	run := s.issue(1, signedLine("2026-03-knots/ada", 0, 1), signedLine("2026-03-knots/bea", 0, 2), recordedLine("2026-03-knots/cyd", 0))
	last := s.lines(run)[2]
	for i, award := range []badge.Key{"2026-03-knots/ada", "2026-03-knots/bea"} {
		if _, err := s.sound().Erase(s.root, "content", award, badge.Date{Year: 2026, Month: 4, Day: uint8(2 + i)}); err != nil {
			t.Fatal(err)
		}
		s.without(award, 1)
	}
	st := s.sound()
	if got := s.lines(st.Runs()[0]); got[2] != last || !strings.Contains(got[0], "2026-04-02") || !strings.Contains(got[1], "2026-04-03") {
		t.Errorf("lines: %q", got)
	}
	if diff := cmp.Diff([]string{"0001-3.jsonl"}, st.Runs()[0].Segments); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}
	before := s.files()
	if changed, err := st.Erase(s.root, "content", "2026-03-knots/ada", day); err != nil || len(changed) != 0 {
		t.Errorf("erasing again changed %v, %v", changed, err)
	}
	if diff := cmp.Diff(before, s.files()); diff != "" {
		t.Errorf("erasing again (-before +after):\n%s", diff)
	}
}

// Only the segment that holds the award is rewritten.
func TestEraseOneSegment(t *testing.T) {
	s := newSite(t)
	var lines []issued
	for i := range segmentLines + 5 {
		lines = append(lines, signedLine(badge.MakeKey("2026-03-knots", "k"+strings.Repeat("x", i%3)+string(rune('a'+i%26))+strings.Repeat("y", i/26)), 0, i))
	}
	run := s.issue(1, lines...)
	before := s.files()[run.Name+"/0001.jsonl"]
	victim := lines[segmentLines+2].line.Award
	if _, err := s.sound().Erase(s.root, "content", victim, day); err != nil {
		t.Fatal(err)
	}
	st := s.sound()
	if diff := cmp.Diff([]string{"0001.jsonl", "0002-2.jsonl"}, st.Runs()[0].Segments); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}
	if s.files()[run.Name+"/0001.jsonl"] != before {
		t.Error("a segment without the award was changed")
	}
	for i := range lines {
		r, ok := st.Standing(lines[i].line.Award, 0)
		if !ok {
			if lines[i].line.Award != victim {
				t.Errorf("%s is lost", lines[i].line.Award)
			}
			continue
		}
		if l, err := st.Line(r); err != nil || !cmp.Equal(*l, lines[i].line) {
			t.Fatalf("%s: %v, %v", r.Award, l, err)
		}
	}
}

// An Erase that is killed between any two of its steps leaves a whole store;
// the next one, of the same award or of another, removes what is left over.
func TestEraseKilled(t *testing.T) {
	victim := badge.Key("2026-03-knots/bea")
	whole := func(t *testing.T) (s *site, before, after map[string]string) {
		s = newSite(t)
		s.issue(1, signedLine("2026-03-knots/ada", 0, 1), signedLine(victim, 0, 2))
		s.issue(2, signedLine(victim, 1, 3), signedLine("2026-03-knots/cyd", 0, 4))
		before = s.files()
		if _, err := s.sound().Erase(s.root, "content", victim, day); err != nil {
			t.Fatal(err)
		}
		return s, before, s.files()
	}
	one, _ := noon(1)
	two, _ := noon(2)
	fresh := []string{one + "/0001-2.jsonl", one + "/index-2.tsv"}
	for _, c := range []struct {
		at    string
		files func(before, after map[string]string) map[string]string
		found bool // whether the award is still known by its name
	}{
		{"half of a new segment is written", func(before, after map[string]string) map[string]string {
			before[fresh[0]] = after[fresh[0]][:10]
			return before
		}, true},
		{"everything new is written", func(before, after map[string]string) map[string]string {
			before[fresh[0]], before[fresh[1]], before[one+"/run.json.new"] = after[fresh[0]], after[fresh[1]], after[one+"/run.json"]
			return before
		}, true},
		{"the first run counts anew", func(before, after map[string]string) map[string]string {
			before[fresh[0]], before[fresh[1]], before[one+"/run.json"] = after[fresh[0]], after[fresh[1]], after[one+"/run.json"]
			return before
		}, true},
		{"the first run is done", func(before, after map[string]string) map[string]string {
			for _, name := range []string{"0001-2.jsonl", "index-2.tsv", "run.json"} {
				before[one+"/"+name] = after[one+"/"+name]
			}
			delete(before, one+"/0001.jsonl")
			delete(before, one+"/index.tsv")
			return before
		}, true},
		{"the last old file is there", func(before, after map[string]string) map[string]string {
			after[two+"/0001.jsonl"] = before[two+"/0001.jsonl"]
			return after
		}, false},
	} {
		for _, next := range []badge.Key{victim, "2026-03-knots/cyd"} {
			t.Run(c.at+", then "+string(next), func(t *testing.T) {
				s, before, after := whole(t)
				if err := os.RemoveAll(filepath.Join(s.dir, "content", Folder)); err != nil {
					t.Fatal(err)
				}
				for name, text := range c.files(before, after) {
					s.write(name, text)
				}
				st, findings := s.verified()
				for _, f := range findings {
					if f.Rule != "store-stranger" {
						t.Errorf("the store is not whole: %v", f)
					}
				}
				if len(findings) == 0 && c.at != "the first run is done" {
					t.Error("nothing says that something is left over")
				}
				if got := len(st.Of(victim)) > 0; got != c.found {
					t.Errorf("the award is known: %v, want %v", got, c.found)
				}
				if _, err := st.Erase(s.root, "content", next, day); err != nil {
					t.Fatal(err)
				}
				s.sound()
				if next == victim || !c.found {
					s.without(victim, 2)
				}
			})
		}
	}
}

// Damage is not given a digest that fits it.
func TestEraseDamaged(t *testing.T) {
	s := newSite(t)
	run := s.issue(1, signedLine("2026-03-knots/ada", 0, 1), signedLine("2026-03-knots/bea", 0, 2))
	name := run.Name + "/0001.jsonl"
	s.write(name, strings.Replace(s.files()[name], "Holder ada", "Holder Ada", 1))
	before := s.files()
	st, _ := s.open()
	if _, err := st.Erase(s.root, "content", "2026-03-knots/bea", day); err == nil || !strings.Contains(err.Error(), "restore it from git") {
		t.Errorf("Erase = %v", err)
	}
	if diff := cmp.Diff(before, s.files()); diff != "" {
		t.Errorf("the store was changed (-before +after):\n%s", diff)
	}
}

// What a stranger put into a run's folder is not for Erase to remove.
func TestEraseLeavesStrangers(t *testing.T) {
	s := newSite(t)
	run := s.issue(1, signedLine("2026-03-knots/ada", 0, 1))
	s.write(run.Name+"/notes.jsonl", "x")
	st, _ := s.open()
	if _, err := st.Erase(s.root, "content", "2026-03-knots/ada", day); err != nil {
		t.Fatal(err)
	}
	if s.files()[run.Name+"/notes.jsonl"] != "x" {
		t.Error("a stranger's file was removed")
	}
}
