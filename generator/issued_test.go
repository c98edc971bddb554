package generator

import (
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/issue"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/store"
)

// issuing is a site whose awards are issued in a test, with keys that are
// thrown away with it. An hour passes with each run.
type issuing struct {
	files
	pairs  []keyring.Pair
	now    time.Time
	random *rand.ChaCha8
}

func newIssuing(c files) *issuing {
	return &issuing{files: c, now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC),
		random: rand.NewChaCha8([32]byte([]byte("places in status lists for tests")))}
}

// issuedSample is the sample, with a key and a list of suspensions, and
// everything in it issued. It may be changed at will.
func issuedSample(t testing.TB) *issuing {
	t.Helper()
	issuedOnce.Do(func() {
		s := newIssuing(sample(t))
		suspends(s.files)
		s.newKey(t, "main", "2026-01-01")
		s.issue(t)
		issuedSite = s
	})
	if issuedSite == nil {
		t.Fatal("the sample site could not be issued")
	}
	return issuedSite.clone()
}

var (
	issuedOnce sync.Once
	issuedSite *issuing
)

// clone returns a copy that can be changed alone.
func (s *issuing) clone() *issuing {
	random := *s.random
	return &issuing{files: s.files.clone(), pairs: slices.Clone(s.pairs), now: s.now, random: &random}
}

// newKey makes a pair and puts its public half among the content.
func (s *issuing) newKey(t testing.TB, name, created string) {
	t.Helper()
	day, err := badge.ParseDate(created)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := keyring.Generate(name, day, s.random)
	if err != nil {
		t.Fatal(err)
	}
	ed, p256 := pair.Public()
	s.pairs = append(s.pairs, pair)
	s.files["keys/"+name+".yaml"] = "created: " + created + "\ned25519: " + ed + "\np256: " + p256 + "\n"
}

// pairOf returns the private half of the key that the site signs with; none
// where it has no such key.
func (s *issuing) pairOf(c *badge.Catalog) keyring.Pair {
	for _, p := range s.pairs {
		if k := c.SigningKey(); k != nil && p.Matches(k) {
			return p
		}
	}
	return keyring.Pair{}
}

// folder puts the content on the disk, below a folder of the test's own.
func (s *issuing) folder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range s.files {
		file := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// inFolder does something with the content on the disk, and takes over what
// became of the store.
func (s *issuing) inFolder(t testing.TB, do func(root *os.Root, content *load.Content)) {
	t.Helper()
	dir := s.folder(t)
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	content, err := load.Dir(t.Context(), os.DirFS(filepath.Join(dir, "content")), "content")
	if err != nil {
		t.Fatal(err)
	}
	do(root, content)
	after, err := filesIn(os.DirFS(filepath.Join(dir, "content")))
	if err != nil {
		t.Fatal(err)
	}
	for name := range s.files {
		if strings.HasPrefix(name, store.Folder+"/") {
			delete(s.files, name)
		}
	}
	for name, text := range after {
		if strings.HasPrefix(name, store.Folder+"/") {
			s.files[name] = text
		}
	}
}

// issue issues everything that waits, and returns what that was.
func (s *issuing) issue(t testing.TB) *issue.Plan {
	t.Helper()
	var plan *issue.Plan
	s.inFolder(t, func(root *os.Root, content *load.Content) {
		passed, ok, err := check.Run(t.Context(), content, today)
		if err != nil {
			t.Fatal(err)
		}
		mustPass(t, &Result{Content: content, OK: ok})
		if plan, err = issue.Prepare(passed); err != nil {
			t.Fatal(err)
		}
		if plan.Empty() {
			return
		}
		if _, err := issue.Run(t.Context(), plan, issue.Options{Pair: s.pairOf(content.Catalog), Root: root, Now: s.now, Random: s.random}); err != nil {
			t.Fatal(err)
		}
	})
	s.now = s.now.Add(time.Hour)
	s.whole(t)
	return plan
}

// open opens the store.
func (s *issuing) open(t testing.TB) *store.Store {
	t.Helper()
	var report diag.Report
	st := store.Open(s.fs(), "content", &report)
	for _, f := range report.Findings() {
		t.Errorf("the store: %v: %s", f.Pos, f.Message)
	}
	return st
}

// whole checks that the store is as it was written.
func (s *issuing) whole(t testing.TB) {
	t.Helper()
	var report diag.Report
	if err := store.Open(s.fs(), "content", &report).Verify(t.Context(), &report); err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Findings() {
		t.Errorf("the store: %v: %s", f.Pos, f.Message)
	}
}

// erase takes an award out of its file and out of the store, and decides so.
// entry is the text of the award in its file.
func (s *issuing) erase(t testing.TB, award badge.Key, entry, on string) {
	t.Helper()
	day, err := badge.ParseDate(on)
	if err != nil {
		t.Fatal(err)
	}
	cohort, _ := award.Split()
	s.replace(t, path.Join("awards", cohort+".yaml"), entry, "")
	s.inFolder(t, func(root *os.Root, content *load.Content) {
		if _, err := content.Issued.Erase(root, "content", award, day); err != nil {
			t.Fatal(err)
		}
	})
	decide(s.files, on+"-erased", string(award), "erase", "reason: requested-by-holder\n")
	s.whole(t)
}

// rules lists the rules that stand in the way of building.
func (s *issuing) rules(t testing.TB) (rules []string) {
	t.Helper()
	content, err := load.Dir(t.Context(), s.fs(), "content")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := check.Run(t.Context(), content, today); err != nil {
		t.Fatal(err)
	}
	for _, f := range content.Report.Findings() {
		if f.Severity == diag.Error {
			rules = append(rules, f.Rule)
		}
	}
	return rules
}

// baked renders the picture of an award, which a tree in memory goes without.
func (s *issuing) baked(t testing.TB, file string) string {
	t.Helper()
	p, ok := plan(t, s.config())
	if !ok {
		mustPass(t, p.Result)
	}
	for e := range p.plan.Entries {
		if e.File == file {
			data, err := e.Render()
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
	}
	return ""
}
