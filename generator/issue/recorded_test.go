package issue

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/store"
)

// forge writes the last run again with lines changed, and with digests that fit:
// everybody can make them.
func (s *site) forge(change func(*store.Line)) {
	s.t.Helper()
	st := s.store()
	run := st.Last()
	var lines []*store.Line
	for r := range st.Records() {
		l, err := st.Line(r)
		if err != nil {
			s.t.Fatal(err)
		}
		copied := *l
		change(&copied)
		lines = append(lines, &copied)
	}
	if err := os.RemoveAll(filepath.Join(s.dir, "content", store.Folder, run.Name)); err != nil {
		s.t.Fatal(err)
	}
	w, err := store.Begin(s.root, "content", ".sealpress", *run)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, l := range lines {
		if err := w.Add(l, store.Status{}); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := w.Commit(); err != nil {
		s.t.Fatal(err)
	}
}

// A recorded document is signed only where it says what the award's file says:
// a record is text that anybody may have changed.
func TestForgedRecordIsNotSigned(t *testing.T) {
	text := func(old, now string) func(*store.Line) {
		return func(l *store.Line) {
			if l.Award == knots {
				l.Credential = []byte(strings.Replace(string(l.Credential), old, now, 1))
			}
		}
	}
	for what, c := range map[string]struct {
		change func(*store.Line)
		says   string // empty: it is signed
	}{
		"nothing":            {func(*store.Line) {}, ""},
		"the issuer's name":  {text(`"name":"Harbour Skills"`, `"name":"Harbour Crafts"`), ""},
		"the name":           {text(`Ada Rossi`, `Mallory X`), "(name)"},
		"the day":            {text(`"awardedDate":"2026-03-01`, `"awardedDate":"2026-02-01`), "(dates)"},
		"the first day":      {text(`"validFrom":"2026-03-01`, `"validFrom":"2026-02-01`), "(more than an award says)"},
		"a last day":         {text(`"awardedDate"`, `"validUntil":"2036-03-01T23:59:59Z","awardedDate"`), "(dates)"},
		"the criteria":       {text(`Tie five knots from memory.`, `Command a ship.`), "(criteria)"},
		"a second name":      {text(`"identifier":[`, `"identifier":[{"type":"IdentityObject","hashed":false,"identityHash":"Mallory X","identityType":"emailAddress"},`), "(more than an award says)"},
		"evidence":           {text(`"awardedDate"`, `"evidence":[{"type":["Evidence"],"name":"Exam"}],"awardedDate"`), "(evidence)"},
		"a result":           {text(`"achievement":{`, `"result":[{"type":["Result"],"value":"10"}],"achievement":{`), "(results)"},
		"the holder":         {text(`"credentialSubject":{"id":"`, `"credentialSubject":{"id":"urn:x:`), "(recipient)"},
		"the issuer":         {text(`did:web:credentials`, `did:web:other`), "(issuer)"},
		"the address inside": {text(`"id":"https://credentials.harbour.example/awards/`, `"id":"https://credentials.harbour.example/awards/x`), "(more than an award says)"},
	} {
		t.Run(what, func(t *testing.T) {
			s := newSite(t)
			s.run(1)
			before, _ := s.line(knots)
			s.forge(c.change)
			if after, _ := s.line(knots); c.says != "" && before.Sum() == after.Sum() {
				t.Fatal("nothing was forged")
			}
			s.key("2026", noon.AddDate(0, 0, -1))
			if c.says == "" {
				s.run(2)
				return
			}
			_, err := Run(context.Background(), s.plan(), s.options(2))
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), string(knots)) || !strings.Contains(err.Error(), "restore content/issued from git") {
				t.Errorf("Run = %v; want an error with %q", err, c.says)
			}
			if n := len(s.store().Runs()); n != 1 {
				t.Errorf("there are %d runs", n)
			}
		})
	}
}

// The plan tells of a recorded document what is to be signed, not what the file
// says beside it.
func TestPlanSaysWhatIsRecorded(t *testing.T) {
	s := newSite(t)
	s.run(1)
	s.forge(func(l *store.Line) {
		l.Credential = []byte(strings.ReplaceAll(string(l.Credential), "Ada Rossi", "Mallory X"))
	})
	s.replace("achievements/knots.md", "name: Knots", "name: Knots and Bends")
	s.key("2026", noon.AddDate(0, 0, -1))
	p := s.plan()
	said, err := p.Said(p.Items[0])
	if err != nil || p.Items[0].What != Sign || said.Name != "Mallory X" || said.Achievement != "Knots" {
		t.Errorf("the plan says %+v, %v", said, err)
	}
}

// A wrong clock that made one run does not end issuing: the error names the
// run, and who wants to goes on one second after it.
func TestDespiteTheClock(t *testing.T) {
	s := keyed(t)
	s.run(60 * 24 * 365 * 20)
	wrong := s.store().Last()
	s.award("2026-05-knots", "knots", 1)
	if err := s.refused(t.Context(), s.plan(), s.options(1)); !strings.Contains(err.Error(), wrong.Name) {
		t.Errorf("%v does not name the run %s", err, wrong.Name)
	}
	o := s.options(1)
	o.DespiteClock = true
	if _, err := Run(t.Context(), s.plan(), o); err != nil {
		t.Fatal(err)
	}
	if got := s.store().Last().Time.Sub(wrong.Time).Seconds(); got != 1 {
		t.Errorf("the next run is %v seconds later, want one", got)
	}
}
