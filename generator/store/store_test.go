package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// What is written is read: in one run, in several, and over several segments.
func TestWrittenIsRead(t *testing.T) {
	s := newSite(t)
	var first []issued
	for i := range 2*segmentLines + 1 {
		award := badge.MakeKey("2026-03-knots", fmt.Sprintf("k%04d", i))
		if i%3 == 0 {
			first = append(first, recordedLine(award, 0))
			continue
		}
		first = append(first, signedLine(award, 0, i))
	}
	second := []issued{signedLine("2026-03-knots/k0001", 1, 7), {line: recordedLine("2026-04-knots/a", 0).line, status: Status{List: 2, Index: 5, Suspends: true}}}
	one, two := s.issue(1, first...), s.issue(2, second...)

	st := s.sound()
	if diff := cmp.Diff([]string{"0001.jsonl", "0002.jsonl", "0003.jsonl"}, one.Segments); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]*Run{one, two}, st.Runs()); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{one.Name}, two.After); diff != "" {
		t.Errorf("After of the second run (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{two.Name}, st.Heads()); diff != "" {
		t.Errorf("heads (-want +got):\n%s", diff)
	}
	i := 0
	for r := range st.Records() {
		want := append(first, second...)[i]
		got, err := st.Line(r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&want.line, got); diff != "" {
			t.Fatalf("line %d (-want +got):\n%s", i, diff)
		}
		if r.Award != want.line.Award || int(r.Edition) != want.line.Edition || r.ID != want.line.ID || r.Binding != want.line.Binding ||
			r.Status != want.status || r.Signed != want.line.Signed() || r.Gone() {
			t.Fatalf("record %d is %+v, want that of %+v", i, *r, want)
		}
		i++
	}
	if i != len(first)+len(second) {
		t.Errorf("read %d records, wrote %d", i, len(first)+len(second))
	}
	list, by, err := st.List("revocation-1")
	if err != nil || string(list) != `{"list":2}` || by.Name != two.Name {
		t.Errorf("List = %s of %v, %v; want that of the second run", list, by, err)
	}
	if _, _, err := st.List("suspension-1"); err == nil {
		t.Error("List returned a list that nobody signed")
	}
	if diff := cmp.Diff([]string{"revocation-1"}, st.ListNames()); diff != "" {
		t.Errorf("list names (-want +got):\n%s", diff)
	}
}

// A store that is not there is empty, and so is none at all.
func TestNothingIssued(t *testing.T) {
	s := newSite(t)
	st, report := s.open()
	if report.HasErrors() {
		t.Errorf("findings: %v", report.Findings())
	}
	for _, st := range []*Store{st, nil} {
		if _, ok := st.Standing("a/b", 0); ok || !st.Empty() || st.Last() != nil || len(st.Of("a/b")) != 0 || len(st.Heads()) != 0 {
			t.Errorf("%v is not empty", st)
		}
		if _, ok := st.Latest("a/b"); ok {
			t.Error("an award that was never issued has a latest edition")
		}
		for range st.Records() {
			t.Error("there is a record")
		}
	}
}

// Two branches may both have issued one edition: the earliest signed line
// counts, else the earliest.
func TestStanding(t *testing.T) {
	const award = "2026-03-knots/a"
	s := newSite(t)
	s.issue(1, recordedLine(award, 0), recordedLine("2026-03-knots/b", 0))
	s.issue(2, signedLine(award, 0, 20), recordedLine("2026-03-knots/b", 0))
	s.issue(3, signedLine(award, 0, 30), signedLine(award, 1, 31))
	st := s.sound()
	for _, c := range []struct {
		award   badge.Key
		edition int
		run     int
		index   int32
	}{{award, 0, 2, 20}, {award, 1, 3, 31}, {"2026-03-knots/b", 0, 1, 0}} {
		r, ok := st.Standing(c.award, c.edition)
		name, _ := noon(c.run)
		if !ok || st.Run(r).Name != name || r.Status.Index != c.index {
			t.Errorf("Standing(%s, %d) = %+v, %v; want that of run %s with index %d", c.award, c.edition, r, ok, name, c.index)
		}
	}
	if _, ok := st.Standing(award, 2); ok {
		t.Error("an edition stands that was never issued")
	}
	if n, ok := st.Latest(award); n != 1 || !ok {
		t.Errorf("Latest = %d, %v; want 1", n, ok)
	}
	var of []string
	for _, r := range st.Of(award) {
		of = append(of, fmt.Sprintf("%d %s", r.Edition, r.Status))
	}
	if diff := cmp.Diff([]string{"0 -", "0 revocation-1#20", "0 revocation-1#30", "1 revocation-1#31"}, of); diff != "" {
		t.Errorf("Of (-want +got):\n%s", diff)
	}
}

// Until Commit nothing is in the store, and after Abort nothing is left.
func TestCommitAndAbort(t *testing.T) {
	s := newSite(t)
	name, at := noon(1)
	for _, commit := range []bool{false, true} {
		w, err := Begin(s.root, "content", ".sealpress", Run{Name: name, Time: at})
		if err != nil {
			t.Fatal(err)
		}
		l := signedLine("2026-03-knots/a", 0, 1)
		if err := errors.Join(w.Add(&l.line, l.status), w.AddList("revocation-1", []byte("{}"))); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(s.dir, "content")); !os.IsNotExist(err) {
			t.Fatalf("something is in the content folder before Commit: %v", err)
		}
		if commit {
			if err := w.Commit(); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := w.Abort(); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(filepath.Join(s.dir, ".sealpress")); err != nil || len(left) != 0 {
			t.Errorf("left after Abort: %v, %v", left, err)
		}
	}
	s.sound()
	again, err := Begin(s.root, "content", ".sealpress", Run{Name: name, Time: at})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Commit(); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a second run of one name: %v", err)
	}
	if err := again.Abort(); err != nil {
		t.Error(err)
	}
	s.sound()
}

// A credential that would not come back as the same bytes is refused.
func TestCredentialOnOneLine(t *testing.T) {
	s := newSite(t)
	for _, bad := range []string{"", "{", "{}\n", "{\n}", " {}", "{}\r", "{} {}"} {
		name, at := noon(1)
		w, err := Begin(s.root, "content", ".sealpress", Run{Name: name, Time: at})
		if err != nil {
			t.Fatal(err)
		}
		l := recordedLine("2026-03-knots/a", 0)
		l.line.Credential = json.RawMessage(bad)
		if err := w.Add(&l.line, l.status); err == nil {
			t.Errorf("the credential %q was taken", bad)
		}
		if err := w.Abort(); err != nil {
			t.Fatal(err)
		}
	}
}

// Undo takes back the last run alone.
func TestUndo(t *testing.T) {
	s := newSite(t)
	s.issue(1, signedLine("2026-03-knots/a", 0, 1))
	before := s.files()
	s.issue(2, signedLine("2026-03-knots/b", 0, 2))
	st := s.sound()
	if err := Undo(s.root, "content", ".sealpress", st.Last()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, s.files()); diff != "" {
		t.Errorf("the store after Undo (-want +got):\n%s", diff)
	}
	if left, err := os.ReadDir(filepath.Join(s.dir, ".sealpress")); err != nil || len(left) != 0 {
		t.Errorf("left after Undo: %v, %v", left, err)
	}
	if _, ok := s.sound().Standing("2026-03-knots/b", 0); ok {
		t.Error("an award that was taken back stands")
	}
}

// Lines are read from many places at once.
func TestLinesTogether(t *testing.T) {
	s := newSite(t)
	var lines []issued
	for i := range 3 * remembered {
		lines = append(lines, signedLine(badge.MakeKey("2026-03-knots", fmt.Sprintf("k%d", i)), 0, i))
	}
	s.issue(1, lines...)
	st := s.sound()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for r := range st.Records() {
				if l, err := st.Line(r); err != nil || l.Award != r.Award {
					t.Errorf("Line of %s: %v, %v", r.Award, l, err)
				}
			}
		})
	}
	wg.Wait()
}

// Verify ends when it is told to.
func TestVerifyStops(t *testing.T) {
	s := newSite(t)
	s.issue(1, signedLine("2026-03-knots/a", 0, 1))
	st, report := s.open()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := st.Verify(ctx, report); !errors.Is(err, context.Canceled) {
		t.Errorf("Verify = %v, want that it was interrupted", err)
	}
}

func ExampleStore_Standing() {
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer root.Close()

	name, at := noon(1)
	w, err := Begin(root, "content", ".sealpress", Run{Name: name, Time: at})
	if err != nil {
		fmt.Println(err)
		return
	}
	line := &Line{Award: "2026-05-first-aid/k4f1", ID: idOf("2026-05-first-aid/k4f1", 0), Credential: []byte(`{"type":["AchievementCredential"]}`)}
	if err := errors.Join(w.Add(line, Status{}), w.Commit()); err != nil {
		fmt.Println(err)
		return
	}

	var report diag.Report
	st := Open(os.DirFS(filepath.Join(dir, "content")), "content", &report)
	if r, ok := st.Standing("2026-05-first-aid/k4f1", 0); ok {
		line, err := st.Line(r)
		fmt.Println(st.Place(r), string(line.Credential), err)
	}
	// Output: content/issued/20260301T120100Z-abcd0001/0001.jsonl {"type":["AchievementCredential"]} <nil>
}

// A run that is set aside is out of the store, and comes back as it was.
func TestSetAside(t *testing.T) {
	s := newSite(t)
	s.issue(1, signedLine("2026-03-knots/a", 0, 1))
	without := s.files()
	s.issue(2, signedLine("2026-03-knots/b", 0, 2))
	with := s.files()
	for _, end := range []string{"restore", "drop"} {
		a, err := SetAside(s.root, "content", ".sealpress", s.sound().Last())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(without, s.files()); diff != "" {
			t.Errorf("the store while the run is aside (-want +got):\n%s", diff)
		}
		want := with
		if end == "restore" {
			err = a.Restore()
		} else {
			err, want = a.Drop(), without
		}
		if diff := cmp.Diff(want, s.files()); diff != "" || err != nil {
			t.Errorf("after %s: %v, the store (-want +got):\n%s", end, err, diff)
		}
		if left, err := os.ReadDir(filepath.Join(s.dir, ".sealpress")); err != nil || len(left) != 0 {
			t.Errorf("left after %s: %v, %v", end, left, err)
		}
	}
}

// What killed runs left in the work folder goes with the next one, and nothing
// else does.
func TestSweeps(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"issue-20260301T120000Z-00000001/0001.jsonl", "undone-20260301T120000Z-00000001/0001.jsonl", "public/staging/x", "content.lock"} {
		name = filepath.Join(s.dir, ".sealpress", filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte("x"), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	left := func() (names []string) {
		t.Helper()
		entries, err := os.ReadDir(filepath.Join(s.dir, ".sealpress"))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	s.issue(1, signedLine("2026-03-knots/a", 0, 1))
	if diff := cmp.Diff([]string{"content.lock", "public", "undone-20260301T120000Z-00000001"}, left()); diff != "" {
		t.Errorf("left after a run (-want +got):\n%s", diff)
	}
	if err := Undo(s.root, "content", ".sealpress", s.sound().Last()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"content.lock", "public"}, left()); diff != "" {
		t.Errorf("left after an undo (-want +got):\n%s", diff)
	}
}

// One object is one where the library says so, whatever stands in its texts.
func TestOneObject(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"a":"}"}`, `{"a":"{"}`, `{"a":"\""}`, `{"a":"\\"}`, `{"a":"\\\"}"}`, `{"a":[{"b":[]},"]"]}`, `{"\"":1}`, // one
		``, `{`, `}`, `"{}"`, `[]`, `[{}]`, `{}}`, `{}{}`, `{} {}`, ` {}`, `{} `, `{"a":"\\""}`, `{"a":"\"}`, `{"a":"}`, `{"a":1},"b":{}`, "{\"a\":1\n}", "{\"a\":1\r}", `1`, `null`, // none
	} {
		want := json.Valid([]byte(text)) && strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") && !strings.ContainsAny(text, "\n\r")
		if got := oneObject([]byte(text)); got != want {
			t.Errorf("oneObject(%q) = %v, want %v", text, got, want)
		}
	}
}
