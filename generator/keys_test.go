package generator

import (
	"crypto"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/issue"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/did"
)

// signerOf returns the verification method of the proof in a document.
func signerOf(t *testing.T, text string) (fragment string) {
	t.Helper()
	reached := errors.New("that is all")
	_, err := dataintegrity.Verify([]byte(text), func(method string) (crypto.PublicKey, string, error) {
		_, fragment, _ = did.Split(method)
		return nil, "", reached
	}, dataintegrity.VerifyOptions{})
	if !errors.Is(err, reached) {
		t.Fatalf("the document names no key: %v", err)
	}
	return fragment
}

// moreAwards adds an award that is not issued yet.
func moreAwards(c files, file, label, name string) badge.Key {
	c["awards/"+file+".yaml"] = "achievement: safety-morning\nawarded: 2026-10-03\nawards:\n  " + label + ":\n    name: " + name + "\n    email: " + label + "@example.org\n"
	return badge.MakeKey(file, label)
}

// What a retired key signed goes on to verify; what comes after is signed by
// the next.
func TestRetiredKeySignsNoMoreAndStaysListed(t *testing.T) {
	s := issuedSample(t)
	before := rendered(t, s.config())
	s.files["keys/main.yaml"] += "retired: 2026-06-01\n"
	keeps(t, "a key was retired", before, rendered(t, s.config()))
	s.newKey(t, "second", "2026-06-01")
	added := moreAwards(s.files, "2026-10-more", "m1", "Noor Haddad")
	s.issue(t)
	after := rendered(t, s.config())
	walk(t, after) // everything verifies, old and new
	keeps(t, "the next key signed", before, after)
	first, second := s.pairs[0], s.pairs[1]
	for key, pair := range map[badge.Key]keyring.Pair{"2026-05-first-aid/k4f1": first, added: second} {
		id, _ := after.passed.IDOf(key)
		want, _ := pair.Public()
		if got := signerOf(t, after.files[address.Credential(id).File()]); got != want {
			t.Errorf("%s is signed by %s, want the key %s", key, got, pair.Name)
		}
	}
	for name, text := range before.files {
		if strings.HasSuffix(name, "/credential.json") && after.files[name] != text {
			t.Errorf("%s changed with the key", name)
		}
	}
	if w, err := after.passed.Waiting(); err != nil || !w.Nothing() {
		t.Errorf("with the next key, this waits: %+v, %v", w, err)
	}
}

// A site whose only key is retired signs nothing, and issuing does nothing
// that it could not do.
func TestWithoutAKeyNothingIsSigned(t *testing.T) {
	s := issuedSample(t)
	s.files["keys/main.yaml"] += "retired: 2026-06-01\n"
	decide(s.files, "2026-06-02-a", "2026-05-first-aid/k4f1", "revoke", "")
	runs := len(s.open(t).Runs())
	if plan := s.issue(t); !plan.Empty() || len(s.open(t).Runs()) != runs {
		t.Errorf("without a key, issuing would sign %d lists; there are %d runs, there were %d", len(plan.Lists), len(s.open(t).Runs()), runs)
	}
	built := rendered(t, s.config())
	if w, err := built.passed.Waiting(); err != nil || w.Bits != 1 {
		t.Errorf("a revocation that nobody can sign does not wait: %+v, %v", w, err)
	}
	s.newKey(t, "second", "2026-06-03")
	s.issue(t)
	walk(t, rendered(t, s.config()))
}

// A compromised key is believed no more: it leaves the list of those that may
// sign, status lists that it signed are signed again, and what it signed is
// revoked and issued anew.
func TestCompromisedKeyIsReplaced(t *testing.T) {
	s := issuedSample(t)
	before := rendered(t, s.config())
	s.files["keys/main.yaml"] += "compromised-since: 2026-06-01\n"
	s.newKey(t, "sound", "2026-06-02")
	if w, err := rendered(t, s.config()).passed.Waiting(); err != nil || w.Rekeyed != 2 {
		t.Errorf("after the key was lost, this waits: %+v, %v", w, err)
	}
	for _, e := range before.passed.Awards() {
		if e.Record != nil {
			day := e.Awarded
			if found := (badge.Date{Year: 2026, Month: 6, Day: 2}); day.Before(found) {
				day = found
			}
			decide(s.files, day.String()+"-"+strings.ReplaceAll(string(e.Key), "/", "-"), string(e.Key), "reissue", "reason: issuer-key-compromised\n")
		}
	}
	plan := s.issue(t)
	after := rendered(t, s.config())
	walk(t, after) // every credential verifies with a key that is listed, and every bit is as it should be
	keeps(t, "issued anew", before, after, "badge.png", "badge.svg", "credential.jwt", "keys/")
	ed, _ := s.pairs[1].Public()
	for _, name := range after.files.names() {
		text := after.files[name]
		if strings.HasPrefix(name, "status/") || strings.HasSuffix(name, "/credential.json") && strings.Contains(text, `"proof"`) {
			if got := signerOf(t, text); got != ed {
				t.Errorf("%s is still signed by %s", name, got)
			}
		}
	}
	if n := plan.Count(issue.Reissued); n == 0 || n != len(plan.Items) {
		t.Errorf("%d of %d awards were reissued", n, len(plan.Items))
	}
	for _, e := range before.passed.Awards() {
		if e.Record != nil && !after.bit(t, "revocation", e.Record.Status) {
			t.Errorf("the credential of %s that the lost key signed is not revoked", e.Key)
		}
	}
	if w, err := after.passed.Waiting(); err != nil || !w.Nothing() {
		t.Errorf("after all was issued anew, this waits: %+v, %v", w, err)
	}
}

// The file of a key that signed something has to stay.
func TestKeyThatSignedStays(t *testing.T) {
	s := issuedSample(t)
	text := s.files["keys/main.yaml"]
	delete(s.files, "keys/main.yaml")
	if got, want := s.rules(t), []string{"issued-key-gone"}; !slices.Equal(got, want) {
		t.Errorf("without the key's file the rules are %v, want %v", got, want)
	}
	s.files["keys/renamed.yaml"] = text
	if got := s.rules(t); len(got) > 0 {
		t.Errorf("under another name the rules are %v", got)
	}
}
