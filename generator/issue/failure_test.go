package issue

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
)

// Any crypto.Signer will do: a key may live in a device that never shows it.
func TestAnySigner(t *testing.T) {
	s := keyed(t)
	s.award("2026-02-knots", "knots", 20)
	s.pair = s.device(func(int) error { return nil })
	s.run(1)
	s.sound()
	if ed, ec := signatures(s.pair); ed != 23+1 || ec != 23 {
		t.Errorf("the Ed25519 key signed %d times and the P-256 key %d times; want each award once, and the status list", ed, ec)
	}
}

// device is the site's pair as a device would show it. fails says whether a
// signature, counted from 1 for each key, is refused.
func (s *site) device(fails func(n int) error) keyring.Pair {
	s.t.Helper()
	p, err := keyring.NewPair(s.pair.Name, s.pair.Created, newDevice(s.pair.Ed25519, fails), newDevice(s.pair.P256, fails))
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// A document that breaks the rules of the standard is refused before the real
// key signs anything, whichever of the awards it is.
func TestNothingIsSignedWhereOneIsBroken(t *testing.T) {
	for name, breaks := range map[string]func(*badge.Achievement){
		"a control character": func(a *badge.Achievement) { a.Description = "one\x01two" },
		"an address that is none": func(a *badge.Achievement) {
			a.AwardingBody = badge.AwardingBody{Name: "Somebody", URL: "no address"}
		},
		"orders of characters that part": func(a *badge.Achievement) {
			a.Tags = []string{"\uff01", "😀"} // two quads that differ there first
		},
	} {
		s := keyed(t)
		s.award("2026-02-knots", "knots", 300)
		p := s.plan()
		broken := *p.Items[len(p.Items)-1].Entry.Achievement
		breaks(&broken)
		p.Items[len(p.Items)-1].Entry.Achievement = &broken
		s.pair = s.device(func(int) error { return nil })
		err := s.refused(t.Context(), p, s.options(1))
		if !strings.Contains(err.Error(), string(p.Items[len(p.Items)-1].Entry.Key)) {
			t.Errorf("%s: %v; want the award to be named", name, err)
		}
		if ed, ec := signatures(s.pair); ed+ec > 0 {
			t.Errorf("%s: the real key signed %d and %d times", name, ed, ec)
		}
	}
}

// What does not verify with the trial key is not signed by the real one.
func TestTrialComesFirst(t *testing.T) {
	s := keyed(t)
	s.pair = s.device(func(int) error { return nil })
	r, err := newRun(s.plan(), s.options(1))
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := keyring.Generate("stranger", badge.DateOf(noon), random("stranger"))
	if err != nil {
		t.Fatal(err)
	}
	r.signer.trial.pair.Ed25519 = newDevice(stranger.Ed25519, func(int) error { return nil }).as(r.signer.trial.pair.Ed25519.Public())
	if err := errors.Join(r.draw(), r.judge(t.Context())); !errors.Is(err, dataintegrity.ErrSignature) || !strings.Contains(err.Error(), "trial key") {
		t.Errorf("%v; want that the trial signature does not hold", err)
	}
	if ed, ec := signatures(s.pair); ed+ec > 0 {
		t.Errorf("the real key signed %d and %d times", ed, ec)
	}
}

// Whatever fails, and wherever, the store is as it was.
func TestFailureLeavesNothing(t *testing.T) {
	s := keyed(t)
	s.run(1)
	s.award("2026-02-knots", "knots", 40)
	s.decide(string(knots), "revoke", "2026-04-01")
	whole := s.pair
	refused := errors.New("the device was pulled out")
	for _, n := range []int{1, 2, 20, 40, 41} { // the last is a status list
		s.pair = whole
		s.pair = s.device(func(i int) error {
			if i >= n {
				return refused
			}
			return nil
		})
		if err := s.refused(t.Context(), s.plan(), s.options(2)); !errors.Is(err, refused) {
			t.Errorf("%v; want that of the device", err)
		}
	}
	s.pair = whole
	for _, n := range []int64{0, 3, 4, 60, 100, 200, 1000} {
		o := s.options(2)
		o.Random = io.LimitReader(random("short"), n)
		if err := s.refused(t.Context(), s.plan(), o); !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%d random bytes: %v", n, err)
		}
	}
	for _, step := range []int{0, 1, 20, 40} {
		ctx, cancel := context.WithCancel(t.Context())
		o := s.options(2)
		o.Progress = func(done, _ int) {
			if done >= step {
				cancel()
			}
		}
		if step == 0 {
			cancel()
		}
		if err := s.refused(ctx, s.plan(), o); !errors.Is(err, context.Canceled) {
			t.Errorf("%v; want that it was interrupted", err)
		}
		cancel()
	}
	other := siteIn(t, t.TempDir())
	other.key("another", noon)
	o := s.options(2)
	o.Pair = other.pair
	if err := s.refused(t.Context(), s.plan(), o); !errors.Is(err, ErrKey) {
		t.Errorf("%v; want ErrKey", err)
	}
	o.Pair = keyring.Pair{}
	if err := s.refused(t.Context(), s.plan(), o); !errors.Is(err, ErrKey) {
		t.Errorf("without a pair: %v; want ErrKey", err)
	}
	s.run(2)
	s.sound()
}
