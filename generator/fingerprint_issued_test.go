package generator

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
)

// issuedChanges lists changes of a site that has issued: what may still be
// edited, what is decided, what becomes of keys, and what is issued next.
func issuedChanges(t *testing.T, s *issuing) []mutation {
	t.Helper()
	change := func(name, file string, f func(files)) mutation { return mutation{name, file, []func(files){f}} }
	later := func(name string, before func(*issuing)) mutation {
		next := s.clone()
		before(next)
		next.issue(t)
		return change(name, "issued", func(c files) {
			clear(c)
			maps.Copy(c, next.files)
		})
	}
	const key = "2026-05-first-aid/k4f3"
	out := []mutation{
		later("a revocation is issued", func(s *issuing) { decide(s.files, "2026-11-01-x", key, "revoke", "") }),
		later("a corrected edition is issued", func(s *issuing) { decide(s.files, "2026-11-01-x", key, "reissue", "") }),
		later("another key signs", func(s *issuing) {
			s.newKey(t, "next", "2026-11-02")
			moreAwards(s.files, "2026-10-next", "n1", "Nora Late")
		}),
		change("a key is retired", "keys/main.yaml", func(c files) { c["keys/main.yaml"] += "retired: 2026-11-02\n" }),
		change("a key is lost", "keys/main.yaml", func(c files) { c["keys/main.yaml"] += "compromised-since: 2026-11-02\n" }),
		change("an award is listed", "awards/2026-05-first-aid.yaml", func(c files) {
			c["awards/2026-05-first-aid.yaml"] = strings.Replace(c["awards/2026-05-first-aid.yaml"], "  k4f3:\n", "  k4f3:\n    listing: listed\n", 1)
		}),
	}
	for _, action := range []string{"revoke", "suspend", "reissue"} {
		out = append(out, change("an award gets the decision to "+action, "decisions/x.yaml", func(c files) { decide(c, "2026-11-01-x", key, action, "") }))
	}
	for i, m := range mutations(s.files) {
		stride := 29
		if os.Getenv("SEALPRESS_LONG") != "" {
			stride = 1
		}
		if dir, _, _ := strings.Cut(m.file, "/"); i%stride == 0 && dir != "awards" && dir != "issued" {
			out = append(out, m)
		}
	}
	return out
}

// What is published of an issued award depends on its record as well, and on
// the keys.
func TestFingerprintsOfIssuedAwardsAreHonest(t *testing.T) {
	s := issuedSample(t)
	all := issuedChanges(t, s)
	honest(t, s.files, func(yield func(mutation) bool) {
		for _, m := range all {
			if !yield(m) {
				return
			}
		}
	})
}

// Through the disk, from the hosted site to the erased award: every build takes
// what a decision took out, keeps what it keeps, and gives the tree of a build
// that knows nothing. What vanishes without a decision stops it.
func TestPublishedSiteFollowsWhatIsIssued(t *testing.T) {
	s := newIssuing(sample(t))
	s.files["site.yaml"] += "outputs:\n  - html\n  - ob2\n  - ob3\n" // pictures would be drawn for each of the builds
	out := filepath.Join(t.TempDir(), "public")
	config := func() Config {
		c := s.config()
		c.Out = out
		return c
	}
	var last tree
	step := func(name string, do func()) {
		t.Helper()
		do()
		last = build(t, config())
		compareTrees(t, name, rendered(t, s.config()).files, last.files)
	}
	step("hosted", func() {})
	step("a key", func() { s.newKey(t, "main", "2026-01-01") })
	step("issued", func() { s.issue(t) })
	hosted := s.files.clone()
	step("suspended", func() { decide(s.files, "2026-06-01-a", "2026-05-first-aid/k4f3", "suspend", "") })
	step("to be reissued", func() { decide(s.files, "2026-06-02-a", "2026-05-first-aid/k4f4", "reissue", "") })
	step("reissued", func() { s.issue(t) })
	step("erased", func() { s.erase(t, "2026-05-first-aid/k4f2", brunoEk, "2026-06-04") })
	step("the list says so", func() { s.issue(t) })
	walk(t, last)

	// Without the store nothing says what was signed; the build stops before
	// anything is lost.
	for name := range s.files {
		if strings.HasPrefix(name, "issued/") {
			delete(s.files, name)
		}
	}
	if r, err := Build(t.Context(), config()); err == nil {
		t.Errorf("without the store the site was published: %+v", r.Published)
	}
	id := last.catalog.Site.Seed.ID("2026-05-first-aid/k4f1", 0)
	if got, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(address.Credential(id).File()))); err != nil || string(got) != last.files[address.Credential(id).File()] {
		t.Errorf("after a build that stopped, the credential is not as it was: %v", err)
	}
	s.files = hosted
	if r, err := Build(t.Context(), config()); err == nil {
		t.Errorf("with the store of an earlier day the site was published: %+v", r.Published)
	}
}
