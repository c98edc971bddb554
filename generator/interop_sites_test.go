//go:build interop

package generator_test

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/issue"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/themes"
)

// site is a published site before the verifiers.
type site struct {
	at     address.Site
	folder string // holds content/ and public/
	out    string
	clock  time.Time
	pair   keyring.Pair // signs; of no use in the sample

	states map[string]badge.State // award id → state, of those that are signed
	lost   map[string]bool        // award ids whose key is compromised
}

// sampleSite builds the sample site of the repository.
func sampleSite(t *testing.T) *site {
	t.Helper()
	s := &site{folder: "..", out: filepath.Join(t.TempDir(), "public")}
	s.build(t)
	if len(s.states) == 0 {
		t.Fatal("nothing of the sample site is signed: sign it as cmd/sealpress/testdata/demo-key/README.md says")
	}
	return s
}

// small are sites of one achievement and a few awards, each in a state of its
// own.
type small struct {
	path      *site // under a path of a host
	expired   *site
	revoked   *site
	suspended *site // with the second status list
	later     *site // recorded without a key, signed later
	reissued  *site // has a former edition, and an award that was erased
	keys      *site // signed with three keys: one compromised, one retired, one current

	beforeRevocation string // folder of the revoked site as it was
}

func (s small) all() []*site {
	return []*site{s.path, s.expired, s.revoked, s.suspended, s.later, s.reissued, s.keys}
}

func smallSites(t *testing.T) small {
	t.Helper()
	var all small

	all.path = newSite(t, "https://org.example/badges/", "")
	all.path.key(t, "one")
	all.path.award(t, "a1", "")
	all.path.publish(t)

	all.expired = newSite(t, "https://expired.example/", "")
	all.expired.key(t, "one")
	all.expired.award(t, "a1", "valid-until: 2025-12-31\n")
	all.expired.publish(t)

	all.revoked = newSite(t, "https://revoked.example/", "")
	all.revoked.key(t, "one")
	all.revoked.award(t, "a1", "")
	all.revoked.award(t, "a2", "")
	all.revoked.publish(t)
	all.beforeRevocation = filepath.Join(t.TempDir(), "before")
	if err := os.CopyFS(all.beforeRevocation, os.DirFS(all.revoked.out)); err != nil {
		t.Fatal(err)
	}
	all.revoked.decide(t, "a1", badge.Revoke, "reason: awarded-in-error\n")
	all.revoked.publish(t)

	all.suspended = newSite(t, "https://suspended.example/", "status:\n  - revocation\n  - suspension\n")
	all.suspended.key(t, "one")
	for _, label := range []string{"a1", "a2", "a3"} {
		all.suspended.award(t, label, "")
	}
	all.suspended.publish(t)
	all.suspended.decide(t, "a1", badge.Suspend, "reason: under-review\n")
	all.suspended.decide(t, "a2", badge.Suspend, "reason: under-review\n")
	all.suspended.publish(t)
	all.suspended.decide(t, "a2", badge.Reinstate, "")
	all.suspended.publish(t)

	all.later = newSite(t, "https://later.example/", "")
	all.later.award(t, "a1", "")
	all.later.publish(t)
	all.later.key(t, "one")
	all.later.publish(t)

	all.reissued = newSite(t, "https://reissued.example/", "")
	all.reissued.key(t, "one")
	all.reissued.award(t, "a1", "")
	all.reissued.award(t, "a2", "")
	all.reissued.publish(t)
	all.reissued.replace(t, "awards/a1.yaml", "Bearer of a1", "Bearer-Married of a1")
	all.reissued.decide(t, "a1", badge.Reissue, "reason: corrected\n")
	all.reissued.erase(t, "a2")
	all.reissued.publish(t)
	all.reissued.without(t, "Bearer of")

	all.keys = newSite(t, "https://keys.example/", "")
	all.keys.key(t, "one")
	all.keys.award(t, "a1", "")
	all.keys.publish(t)
	for id := range all.keys.states {
		all.keys.lost[id] = true
	}
	all.keys.retire(t, "one", "compromised-since")
	all.keys.key(t, "two")
	all.keys.award(t, "a2", "")
	all.keys.publish(t)
	all.keys.retire(t, "two", "retired")
	all.keys.key(t, "three")
	all.keys.award(t, "a3", "")
	all.keys.publish(t)
	return all
}

// newSite writes a site without awards and keys.
func newSite(t *testing.T, url, more string) *site {
	t.Helper()
	s := &site{folder: t.TempDir(), clock: time.Now().Add(-time.Hour).UTC(), lost: map[string]bool{}}
	s.out = filepath.Join(s.folder, "public")
	s.write(t, "site.yaml", fmt.Sprintf("title: Interop\nurl: %s\nseed: %x\nrepository: private\n%s", url, sha256.Sum256([]byte(url)), more))
	s.write(t, "issuer.md", "---\nname: Interop & Sons\nurl: https://interop.example/\nemail: office@interop.example\n---\nWe test.\n")
	s.write(t, "achievements/drill.md", "---\nkind: badge\nname: First \"Drill\" <1>\ndescription: Took part in a drill & helped.\n---\nTake part in {one} drill.\n")
	return s
}

func (s *site) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(s.folder, "content", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s *site) replace(t *testing.T, name, old, text string) {
	t.Helper()
	before, err := os.ReadFile(filepath.Join(s.folder, "content", filepath.FromSlash(name)))
	if err != nil || !strings.Contains(string(before), old) {
		t.Fatalf("%s does not hold %q: %v", name, old, err)
	}
	s.write(t, name, strings.Replace(string(before), old, text, 1))
}

// key makes a new key, which signs from now on.
func (s *site) key(t *testing.T, name string) {
	t.Helper()
	var err error
	if s.pair, err = keyring.Generate(name, badge.DateOf(s.clock), rand.Reader); err != nil {
		t.Fatal(err)
	}
	ed, p256 := s.pair.Public()
	s.write(t, "keys/"+name+".yaml", fmt.Sprintf("created: %s\ned25519: %s\np256: %s\n", s.pair.Created, ed, p256))
}

// retire ends a key, in one of the two ways.
func (s *site) retire(t *testing.T, name, how string) {
	t.Helper()
	s.replace(t, "keys/"+name+".yaml", "ed25519:", how+": "+badge.DateOf(s.clock).String()+"\ned25519:")
}

func (s *site) award(t *testing.T, label, more string) {
	t.Helper()
	s.write(t, "awards/"+label+".yaml", fmt.Sprintf("achievement: drill\nawarded: 2025-02-03\nevidence:\n  - name: List of those present\n    description: Shown on request.\n%sawards:\n  %s:\n    name: Bearer of %[2]s\n    email: %[2]s@example.org\n", more, label))
}

func (s *site) decide(t *testing.T, label string, action badge.Action, more string) {
	t.Helper()
	s.write(t, fmt.Sprintf("decisions/%d-%s-%s.yaml", s.clock.Unix(), action, label), fmt.Sprintf("award: %s/%[1]s\naction: %s\non: %s\n%s", label, action, badge.DateOf(s.clock), more))
}

// erase removes an award at its holder's request.
func (s *site) erase(t *testing.T, label string) {
	t.Helper()
	r, err := generator.Check(t.Context(), s.config())
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := r.Content.Issued.Erase(root, "content", badge.Key(label+"/"+label), badge.DateOf(s.clock)); err != nil {
		t.Fatal(err)
	}
	if err := root.Remove("content/awards/" + label + ".yaml"); err != nil {
		t.Fatal(err)
	}
	s.decide(t, label, badge.Erase, "")
}

// without fails where the published site holds a text.
func (s *site) without(t *testing.T, text string) {
	t.Helper()
	for _, p := range s.files(t) {
		if strings.Contains(s.read(t, p), text) {
			t.Errorf("%s holds %q", s.at.URL(p), text)
		}
	}
}

// publish issues what is new and builds the site. A minute passes.
func (s *site) publish(t *testing.T) {
	t.Helper()
	s.clock = s.clock.Add(time.Minute)
	r, err := generator.Check(t.Context(), s.config())
	if err != nil {
		t.Fatal(err)
	}
	s.sound(t, r)
	plan, err := issue.Prepare(r.Passed)
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := issue.Run(t.Context(), plan, issue.Options{Pair: s.pair, Root: root, Now: s.clock, Random: rand.Reader}); err != nil {
		t.Fatalf("issuing %s: %v", s.at, err)
	}
	s.build(t)
}

func (s *site) build(t *testing.T) {
	t.Helper()
	r, err := generator.Build(t.Context(), s.config())
	if err != nil {
		t.Fatal(err)
	}
	s.sound(t, r)
	if !r.Waiting.Nothing() {
		t.Fatalf("%s: not everything is issued: %+v", r.Passed.Site(), r.Waiting)
	}
	s.at, s.states = r.Passed.Site(), map[string]badge.State{}
	for _, e := range r.Passed.Awards() {
		if e.Record != nil && e.Record.Signed {
			s.states[e.ID] = e.Decided.State
		}
	}
}

func (s *site) config() generator.Config {
	return generator.Config{Content: os.DirFS(filepath.Join(s.folder, "content")), Themes: themes.Embedded(), Today: badge.DateOf(time.Now()), Program: "interop", Out: s.out}
}

func (s *site) sound(t *testing.T, r *generator.Result) {
	t.Helper()
	if !r.OK {
		for _, f := range r.Report().Findings() {
			t.Log(f)
		}
		t.Fatalf("%s: %s", s.folder, r.Report().Summary())
	}
}
