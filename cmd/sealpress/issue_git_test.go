package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/store"
)

// gitIn runs git in a folder, as somebody whose settings do not matter.
func gitIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here")
	}
	c := exec.Command("git", append([]string{"-C", dir, "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always"}, args...)...)
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// commit keeps everything in the branch at hand.
func (i *issuer) commit(message string) {
	i.t.Helper()
	gitIn(i.t, i.site, "add", ".")
	gitIn(i.t, i.site, "commit", "-q", "-m", message)
}

// branched is an issuer whose site is in git, with its example awards and four
// more issued.
func branched(t *testing.T) *issuer {
	t.Helper()
	i := newIssuer(t)
	gitIn(t, i.site, "init", "-q")
	i.awards("first", "a", "b", "c", "d")
	i.must("", "issue", "--yes")
	i.commit("first")
	gitIn(t, i.site, "branch", "-M", "main")
	return i
}

// branch works in a new branch that begins at main.
func (i *issuer) branch(name string, work func()) {
	i.t.Helper()
	gitIn(i.t, i.site, "checkout", "-q", "-b", name, "main")
	work()
	i.commit(name)
	gitIn(i.t, i.site, "checkout", "-q", "main")
}

func (i *issuer) merge(branches ...string) {
	i.t.Helper()
	for _, b := range branches {
		gitIn(i.t, i.site, "merge", "-q", "-m", "merge "+b, b)
	}
}

// revocations reads the newest signed list.
func (i *issuer) revocations() *bitstring.List {
	i.t.Helper()
	text, _, err := i.store().List("revocation-1")
	if err != nil {
		i.t.Fatal(err)
	}
	c, err := bitstring.ParseCredential(text)
	if err != nil {
		i.t.Fatal(err)
	}
	list, err := bitstring.Decode(c.CredentialSubject.EncodedList, bitstring.MinEntries)
	if err != nil {
		i.t.Fatal(err)
	}
	return list
}

// revoked wants that the newest signed list says of these awards that they are
// revoked, in each of their records, and of nobody else; and that no two
// records have one place.
func (i *issuer) revoked(want ...badge.Key) {
	i.t.Helper()
	wanted := map[int]badge.Key{}
	places := map[int32]badge.Key{}
	for r := range i.store().Records() {
		if other, taken := places[r.Status.Index]; taken {
			i.t.Errorf("%s and %s have one place, %d", r.Award, other, r.Status.Index)
		}
		places[r.Status.Index] = r.Award
		if slices.Contains(want, r.Award) {
			wanted[int(r.Status.Index)] = r.Award
		}
	}
	list, set := i.revocations(), map[int]badge.Key{}
	for n := range list.Len() {
		if on, err := list.Get(n); err != nil {
			i.t.Fatal(err)
		} else if on {
			set[n] = places[int32(n)]
		}
	}
	if diff := cmp.Diff(wanted, set); diff != "" {
		i.t.Errorf("revoked in the list (-want +got):\n%s", diff)
	}
}

// Two branches that both issued and both revoked merge without a conflict, and
// nothing of either is lost.
func TestBranchesThatBothIssuedMerge(t *testing.T) {
	i := branched(t)
	i.branch("harbour", func() {
		i.awards("harbour", "a", "b")
		i.must("", "issue", "--yes")
		i.must("", "revoke", "first/a", "--reason", "awarded-in-error")
		i.must("", "issue", "--yes")
	})
	i.branch("office", func() {
		i.must("", "revoke", "first/b", "--reason", "awarded-in-error")
		i.must("", "issue", "--yes")
		i.awards("office", "a")
		i.must("", "issue", "--yes")
	})
	i.merge("harbour", "office")

	i.must("", "check")
	if said := i.must("", "build"); !strings.Contains(said, "waiting     1 withdrawal is missing in the signed status lists; run: sealpress issue") {
		t.Errorf("the build does not say what is missing:\n%s", said)
	}
	i.fails(exitFindings, "", []string{"build", "--strict"}, "not-issued")
	if said := i.must("", "issue", "--yes"); !strings.Contains(said, "0 new · 1 revoked · 0 changed") || !strings.Contains(said, "1 status list is signed") {
		t.Errorf("issuing after the merge:\n%s", said)
	}
	i.must("", "build", "--strict")
	i.revoked("first/a", "first/b")
	for _, k := range []badge.Key{"harbour/a", "harbour/b", "office/a", "first/c"} {
		i.record(k)
	}
	// The next run knows all branches.
	if heads := i.store().Heads(); len(heads) != 1 {
		t.Errorf("after a run there are %d ends: %v", len(heads), heads)
	}
}

// The same award issued in two branches is one credential: that of the earlier
// run. It is what is published; the other's place is never given again.
func TestSameAwardInTwoBranches(t *testing.T) {
	i := branched(t)
	for _, name := range []string{"harbour", "office"} {
		i.branch(name, func() {
			i.awards("shared", "a", "b")
			i.must("", "issue", "--yes")
		})
	}
	i.merge("harbour", "office")
	if said := i.must("", "publish"); !strings.Contains(said, "nothing to issue") {
		t.Errorf("there is still something to issue:\n%s", said)
	}
	st := i.store()
	all := st.Of("shared/a")
	if len(all) != 2 || all[0].Status == all[1].Status {
		t.Fatalf("two branches made %d records: %+v", len(all), all)
	}
	r, _ := st.Standing("shared/a", 0)
	l, err := st.Line(r)
	if err != nil {
		t.Fatal(err)
	}
	if first := st.Run(r); first.Name != st.Runs()[1].Name {
		t.Errorf("the record of %s stands, want that of the earlier run: %s", first.Name, st.Runs()[1].Name)
	}
	published, err := os.ReadFile(filepath.Join(i.site, "public", filepath.FromSlash(strings.TrimPrefix(string(address.Credential(r.ID)), "/"))))
	if err != nil || !bytes.Equal(bytes.TrimSpace(published), l.Credential) {
		t.Errorf("published (%v):\n%s\nwant\n%s", err, published, l.Credential)
	}
	i.must("", "revoke", "shared/a", "--reason", "awarded-in-error")
	i.must("", "publish", "--yes")
	i.revoked("shared/a") // both, whichever of them a holder has
}

// Should chance give two branches one place, check names both credentials, and
// the run that is not published yet is issued again.
func TestOnePlaceTwice(t *testing.T) {
	i := branched(t)
	for _, name := range []string{"harbour", "office"} {
		i.branch(name, func() {
			i.awards(name, "a", "b")
			i.random = endless("the same in both")
			i.must("", "issue", "--yes")
			i.random = nil
		})
	}
	host := filepath.Join(t.TempDir(), "host.git")
	gitIn(t, i.site, "init", "-q", "--bare", host)
	gitIn(t, i.site, "remote", "add", "origin", host)
	i.merge("harbour")
	gitIn(t, i.site, "push", "-q", "-u", "origin", "main")
	i.merge("office")
	runs := i.store().Runs()
	first, second := runs[1].Name, runs[2].Name
	if a, b := i.record("harbour/a"), i.record("office/a"); a.Status != b.Status {
		t.Fatalf("the places differ: %v and %v", a.Status, b.Status)
	}
	place := i.record("office/a").Status.String()
	i.fails(exitFindings, "", []string{"check"}, "[status-index-twice]", place, "harbour/a", "content/awards/office.yaml", first, second, "sealpress issue --again "+second)
	for _, args := range [][]string{{"issue", "--yes"}, {"build"}, {"publish", "--yes"}} {
		i.fails(exitFindings, "", args, "status-index-twice")
	}
	i.fails(exitUsage, "", []string{"issue", "--yes", "--again", first}, "the run content/issued/"+first+" is on origin/main, so it is published", "issue the other one again")
	if said := i.must("", "issue", "--yes", "--again", second); !strings.Contains(said, "2 new · 0 revoked · 0 changed") {
		t.Errorf("issuing again:\n%s", said)
	}
	i.must("", "check")
	i.must("", "build", "--strict")
	i.revoked()
	if got := len(i.store().Runs()); got != 3 {
		t.Errorf("there are %d runs, want three", got)
	}
	if i.record("harbour/a").Status == i.record("office/a").Status {
		t.Error("they still have one place")
	}
}

// endless is a source of bytes that a word decides.
func endless(word string) io.Reader { return &stream{word: word} }

type stream struct {
	word string
	n    int
	left []byte
}

func (s *stream) Read(p []byte) (int, error) {
	if len(s.left) == 0 {
		sum := sha256.Sum256(fmt.Append(nil, s.word, s.n))
		s.left = sum[:]
		s.n++
	}
	n := copy(p, s.left)
	s.left = s.left[n:]
	return n, nil
}

// A clone that writes line ends as Windows does leaves what was issued as it
// is; without the starter's .gitattributes it would not.
func TestCloneKeepsTheStore(t *testing.T) {
	for _, attributes := range []bool{true, false} {
		i := newIssuer(t)
		gitIn(t, i.site, "init", "-q")
		if !attributes {
			if err := os.Remove(filepath.Join(i.site, ".gitattributes")); err != nil {
				t.Fatal(err)
			}
		}
		i.awards("more", "a", "b")
		i.must("", "issue", "--yes")
		i.commit("issued")
		clone := filepath.Join(t.TempDir(), "clone")
		gitIn(t, i.site, "-c", "core.autocrlf=true", "clone", "-q", i.site, clone)
		before := treeOf(t, filepath.Join(i.site, "content", store.Folder))
		i.site = clone
		if !attributes {
			i.fails(exitFindings, "", []string{"check"}, "store-damaged")
			continue
		}
		if diff := cmp.Diff(before, treeOf(t, filepath.Join(clone, "content", store.Folder))); diff != "" {
			t.Errorf("the clone (-want +got):\n%s", diff)
		}
		i.must("", "check")
		i.must("", "build", "--strict")
		if status := gitIn(t, clone, "-c", "core.autocrlf=true", "status", "--porcelain"); strings.TrimSpace(status) != "" {
			t.Errorf("git shows changes in the clone:\n%s", status)
		}
	}
}
