package issue

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/store"
)

const knots = badge.Key("2026-03-knots/k1")

// counts is what a plan comes to.
type counts struct{ New, Sign, Reissued, Lists, Revoked, Suspended, Reinstated int }

func (s *site) counts() counts {
	s.t.Helper()
	p := s.plan()
	c := counts{p.Count(New), p.Count(Sign), p.Count(Reissued), len(p.Lists), p.Revoked, p.Suspended, p.Reinstated}
	if p.Empty() != (c == counts{}) {
		s.t.Errorf("the plan says that it is empty: %v, with %+v", p.Empty(), c)
	}
	return c
}

func (s *site) want(want counts) {
	s.t.Helper()
	if diff := cmp.Diff(want, s.counts()); diff != "" {
		s.t.Errorf("plan (-want +got):\n%s", diff)
	}
}

// changes wants that a plan names these bits.
func (s *site) changes(want ...string) {
	s.t.Helper()
	p := s.plan()
	var got []string
	for _, c := range p.Changes {
		name, achievement, err := p.Of(c)
		if err != nil {
			s.t.Fatal(err)
		}
		got = append(got, c.What()+" "+name+", "+achievement)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("bits (-want +got):\n%s", diff)
	}
}

// The life of a site with a key: each run does what is new, and nothing twice.
func TestPlanCounts(t *testing.T) {
	s := keyed(t)
	s.replace("site.yaml", "title:", "status: [revocation, suspension]\ntitle:")
	s.want(counts{New: 3})
	if r := s.run(1); r.Files != 5 || len(r.Lists) != 2 {
		t.Errorf("%+v; want five files, two of them status lists", r)
	}
	s.want(counts{})

	s.decide("2026-03-knots/k2", "revoke", "2026-04-01")
	s.decide("2026-04-splice/k1", "suspend", "2026-04-02")
	s.want(counts{Lists: 2, Revoked: 1, Suspended: 1})
	s.changes("revoked Bruno Ek, Knots", "suspended Ada Rossi, Splice")
	s.run(2)
	s.want(counts{})

	s.decide("2026-04-splice/k1", "reinstate", "2026-04-03")
	s.want(counts{Lists: 1, Reinstated: 1})
	s.changes("reinstated Ada Rossi, Splice")
	s.run(3)
	s.want(counts{})

	s.replace("awards/2026-03-knots.yaml", "Ada Rossi", "Ada Rossi-Ek")
	s.decide(string(knots), "reissue", "2026-04-04")
	s.award("2026-05-knots", "knots", 2)
	s.want(counts{New: 2, Reissued: 1})
	s.run(4)
	s.want(counts{})

	r, l := s.line(knots)
	if r.Edition != 1 || !strings.Contains(string(l.Credential), "Ada Rossi-Ek") {
		t.Errorf("edition %d stands: %s", r.Edition, l.Credential)
	}
	former, _ := s.store().Standing(knots, 0)
	s.bit("revocation-1", former.Status.Index, true)
	s.bit("revocation-1", r.Status.Index, false)
	s.sound()
}

// A run without anything to do is no run: not even a status list changes.
func TestNothingNew(t *testing.T) {
	s := keyed(t)
	s.run(1)
	before := s.files()
	for range 2 {
		if p := s.plan(); !p.Empty() || p.Signs() {
			t.Errorf("there is still something to do: %+v", p)
		}
	}
	if diff := differ(before, s.files()); diff != "" {
		t.Error(diff)
	}
}

// Everything that was issued verifies, and one byte changed does not.
func TestIssuedVerifies(t *testing.T) {
	s := keyed(t)
	s.award("2026-02-knots", "knots", 30)
	s.run(1)
	s.sound()
	_, l := s.line(knots)
	for i := range l.Credential {
		changed := append([]byte(nil), l.Credential...)
		changed[i] ^= 1
		if err := s.verify(changed); err == nil {
			t.Fatalf("the credential verifies with byte %d changed: %s", i, changed)
		}
	}
}

// What was recorded before there was a key is signed as it was recorded, with
// a place in the status lists and the proof, and nothing else.
func TestSignsWhatWasRecorded(t *testing.T) {
	s := newSite(t)
	s.want(counts{New: 3})
	if p := s.plan(); p.Signs() {
		t.Error("a plan without a key wants to sign")
	}
	s.run(1)
	s.want(counts{})
	r, recorded := s.line(knots)
	if r.Signed || recorded.Signed() || r.Status != (store.Status{}) || strings.Contains(string(recorded.Credential), "credentialStatus") {
		t.Errorf("recorded without a key: %+v, %s", r, recorded.Credential)
	}
	if lists := s.store().ListNames(); len(lists) > 0 {
		t.Errorf("lists %v were made without a key", lists)
	}

	s.key("2026", noon.AddDate(0, 0, -1))
	s.replace("issuer.md", "name: Harbour Skills", "name: Harbour Skills and Crafts") // it does not reach what was recorded
	s.want(counts{Sign: 3})
	s.run(2)
	s.want(counts{})
	r, l := s.line(knots)
	if !r.Signed || l.ID != recorded.ID || l.Binding != recorded.Binding || string(l.Recipient) != string(recorded.Recipient) {
		t.Errorf("signed: %+v, want what was recorded: %+v", l, recorded)
	}
	was := members(t, recorded.Credential)
	is := members(t, l.Credential)
	for _, name := range []string{"credentialStatus", "proof"} {
		if is[name] == nil {
			t.Errorf("the signed credential has no %s", name)
		}
		delete(is, name)
	}
	if diff := cmp.Diff(was, is); diff != "" {
		t.Errorf("the signed credential (-recorded +signed):\n%s", diff)
	}
	if !strings.HasPrefix(string(l.Credential), strings.TrimSuffix(string(recorded.Credential), "}")) {
		t.Errorf("the text changed:\n%s\n%s", recorded.Credential, l.Credential)
	}
	s.sound()
}

// Awards that were withdrawn before they were issued never are.
func TestWithdrawnIsNotIssued(t *testing.T) {
	s := keyed(t)
	s.decide("2026-03-knots/k1", "revoke", "2026-03-02")
	s.want(counts{New: 2})
	s.run(1)
	if _, issued := s.store().Latest(knots); issued {
		t.Error("a revoked award was issued")
	}
	s.want(counts{})
}

// A new key after the old one was compromised signs the status lists again:
// nobody can trust what the old one says.
func TestCompromisedKeySignsNoLists(t *testing.T) {
	s := keyed(t)
	s.run(1)
	s.replace("keys/2026.yaml", "created:", "retired: 2026-05-01\ncompromised-since: 2026-04-01\ncreated:")
	s.key("2026-06", noon)
	s.want(counts{Lists: 1})
	s.run(2)
	s.want(counts{})
	list, by, err := s.store().List("revocation-1")
	if err != nil || by.Key != "2026-06" {
		t.Errorf("the list was signed by %+v, %v; want the new key", by, err)
	}
	if err := s.verify(list); err != nil {
		t.Error(err)
	}
}

// The same plan, time and random bytes make the same bytes, on any number of
// processors; other ones differ in places, time and name alone.
func TestDeterministic(t *testing.T) {
	made := func(processors int, word string, minute int) *site {
		former := runtime.GOMAXPROCS(processors)
		defer runtime.GOMAXPROCS(former)
		s := keyed(t)
		s.award("2026-02-knots", "knots", 60)
		o := s.options(minute)
		o.Random = random(word)
		if _, err := Run(t.Context(), s.plan(), o); err != nil {
			t.Fatal(err)
		}
		return s
	}
	one := made(1, "a", 0)
	one.sound()
	for _, n := range []int{1, 2, 7} {
		if diff := differ(one.files(), made(n, "a", 0).files()); diff != "" {
			t.Errorf("with %d processors: %s", n, diff)
		}
	}
	other := made(2, "b", 5)
	if diff := differ(one.files(), other.files()); diff == "" {
		t.Error("other random bytes and another time made the same run")
	}
	if diff := cmp.Diff(one.said(), other.said()); diff != "" {
		t.Errorf("other random bytes and another time changed more than time and places (-one +other):\n%s", diff)
	}
}

// said is everything that the records say but for places and proofs.
func (s *site) said() (all []map[string]json.RawMessage) {
	s.t.Helper()
	st := s.store()
	for r := range st.Records() {
		l, err := st.Line(r)
		if err != nil {
			s.t.Fatal(err)
		}
		m := members(s.t, l.Credential)
		delete(m, "proof")
		delete(m, "credentialStatus")
		m["record"] = json.RawMessage(fmt.Sprintf("%s %d %s %x %s", l.Award, l.Edition, l.ID, l.Binding, l.Recipient))
		all = append(all, m)
	}
	return all
}

// Runs count in the order of time: each comes after all that are there, and a
// clock that is far behind is refused.
func TestMoments(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		now  time.Time
		want time.Time // zero: the clock looks wrong
	}{
		{noon.Add(999 * time.Millisecond), noon},
		{noon, noon.Add(time.Second)},
		{noon.Add(500 * time.Millisecond), noon.Add(2 * time.Second)},
		{noon.Add(-8 * time.Second), noon.Add(3 * time.Second)},
		{noon.Add(-8 * time.Second), time.Time{}},
		{time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}},
		{noon.Add(4 * time.Second).In(time.FixedZone("far", 14*3600)), noon.Add(4 * time.Second)},
		{noon.Add(time.Hour), noon.Add(time.Hour)},
	} {
		n := len(s.store().Runs())
		s.award(fmt.Sprint("2026-02-knots-", n), "knots", 1)
		s.replace(fmt.Sprintf("awards/2026-02-knots-%d.yaml", n), "Person 0", fmt.Sprint("Person ", n, "x"))
		s.replace(fmt.Sprintf("awards/2026-02-knots-%d.yaml", n), "person0@", fmt.Sprintf("person%d@", n))
		o := s.options(0)
		o.Now, o.Random = c.now, random("the same for all")
		if c.want.IsZero() {
			if err := s.refused(t.Context(), s.plan(), o); !errors.Is(err, ErrClock) || !strings.Contains(err.Error(), s.store().Last().Time.Format(time.RFC3339)) {
				t.Errorf("at %v: %v; want ErrClock with both times", c.now, err)
			}
			continue
		}
		if _, err := Run(t.Context(), s.plan(), o); err != nil {
			t.Fatal(err)
		}
		if got := s.store().Last().Time; !got.Equal(c.want) || len(s.store().Runs()) != n+1 {
			t.Errorf("at %v the run says %v, want %v", c.now, got, c.want)
		}
	}
}

// Progress never goes back, and ends where everything is done.
func TestProgress(t *testing.T) {
	s := keyed(t)
	s.award("2026-02-knots", "knots", 50)
	o := s.options(1)
	last := 0
	o.Progress = func(done, total int) {
		if total != 53 || done < last || done > last+1 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}
	if _, err := Run(t.Context(), s.plan(), o); err != nil || last != 53 {
		t.Errorf("%v; progress ended at %d of 53", err, last)
	}
}

// What a run is made with is written down in it.
func TestManifest(t *testing.T) {
	s := keyed(t)
	s.run(1)
	s.award("2026-02-knots", "knots", 1)
	s.run(2)
	runs := s.store().Runs()
	ed, p256 := s.pair.Public()
	for i, r := range runs {
		if r.Key != "2026" || r.Ed25519 != ed || r.P256 != p256 || r.DID != "did:web:credentials.harbour.example" || r.Site != "https://credentials.harbour.example/" ||
			r.Seed != badge.Seed("00112233445566778899aabbccddeeff").Mark() || !r.Time.Equal(noon.Add(time.Duration(i+1)*time.Minute)) {
			t.Errorf("run %d says %+v", i, r)
		}
	}
	if diff := cmp.Diff([]string{runs[0].Name}, runs[1].After); diff != "" || len(runs[0].After) > 0 {
		t.Errorf("runs before the second (-want +got):\n%s", diff)
	}
	of := s.passed().Catalog().Achievements[0]
	if want := map[string]string{"knots@1": credential.Frozen(of)}; of.Slug != "knots" || cmp.Diff(want, runs[1].Definitions) != "" {
		t.Errorf("definitions %v, want %v", runs[1].Definitions, want)
	}
	text, err := os.ReadFile(filepath.Join(s.dir, "content", "issued", runs[0].Name, "run.json"))
	if err != nil || strings.Contains(string(text), "0011223344") {
		t.Errorf("%v; the seed itself is in run.json:\n%s", err, text)
	}
}

func members(t testing.TB, text []byte) map[string]json.RawMessage {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return m
}
