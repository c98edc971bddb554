package issue

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/bitstring"
)

// Two branches revoke one award each and issue, and are merged: the newest list
// lacks what the other branch signed, which waits until it is signed again.
func TestMergedListsAreJoined(t *testing.T) {
	s := keyed(t)
	s.run(0)
	other := siteIn(t, t.TempDir())
	if err := os.CopyFS(filepath.Join(other.dir), os.DirFS(s.dir)); err != nil {
		t.Fatal(err)
	}
	other.pair = s.pair
	s.decide("2026-03-knots/k1", "revoke", "2026-05-20")
	s.run(1)
	other.decide("2026-03-knots/k2", "revoke", "2026-05-21")
	other.run(2)
	for name, text := range other.files() {
		below, err := filepath.Rel("content", filepath.FromSlash(name))
		if err != nil {
			t.Fatal(err)
		}
		s.write(filepath.ToSlash(below), text)
	}

	passed := s.passed()
	lists, err := passed.StatusLists()
	if err != nil {
		t.Fatal(err)
	}
	if len(lists) != 1 || lists[0].Behind() != 1 {
		t.Fatalf("of %d lists the first lacks %d bits that were signed, want 1", len(lists), lists[0].Behind())
	}
	if w, err := passed.Waiting(); err != nil || w.Bits != 1 || w.Nothing() {
		t.Errorf("this waits after the merge: %+v, %v", w, err)
	}
	if plan := s.plan(); plan.Revoked != 1 || len(plan.Lists) != 1 {
		t.Errorf("the plan revokes %d in %d lists, want 1 in 1", plan.Revoked, len(plan.Lists))
	}
	s.run(3)
	if w, err := s.passed().Waiting(); err != nil || !w.Nothing() {
		t.Errorf("this waits after issuing: %+v, %v", w, err)
	}
	text, _, err := s.store().List("revocation-1")
	if err != nil {
		t.Fatal(err)
	}
	c, err := bitstring.ParseCredential(text)
	if err != nil {
		t.Fatal(err)
	}
	bits, err := bitstring.Decode(c.CredentialSubject.EncodedList, bitstring.MinEntries)
	if err != nil {
		t.Fatal(err)
	}
	var want, got []int
	for r := range s.store().Records() {
		if r.Award == "2026-03-knots/k1" || r.Award == "2026-03-knots/k2" {
			want = append(want, int(r.Status.Index))
		}
	}
	for i := range bits.Len() {
		if set, err := bits.Get(i); err == nil && set {
			got = append(got, i)
		}
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the bits %v are set, want %v", got, want)
	}
}
