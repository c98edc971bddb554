package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A run that may be published, or about which something was decided since, is
// not issued again, and neither is one that would lose an award.
func TestAgainRefuses(t *testing.T) {
	i := branched(t)
	i.awards("more", "a", "b")
	i.must("", "issue", "--yes")
	last := i.store().Last().Name
	before := treeOf(t, filepath.Join(i.site, "content", "issued"))
	stays := func(texts ...string) {
		t.Helper()
		i.fails(exitUsage, "", []string{"issue", "--yes", "--again", last}, texts...)
		if diff := cmp.Diff(before, treeOf(t, filepath.Join(i.site, "content", "issued"))); diff != "" {
			t.Fatalf("the store changed (-before +after):\n%s", diff)
		}
	}

	i.must("", "revoke", "more/a", "--reason", "awarded-in-error")
	stays("holds more/a, about which something was decided since")
	remove(t, filepath.Join(i.site, "content", "decisions"))
	i.must("", "reissue", "more/b")
	stays("holds more/b, about which something was decided since")
	remove(t, filepath.Join(i.site, "content", "decisions"))

	file := filepath.Join(i.site, "content", "awards", "more.yaml")
	i.awards("more", "a")
	stays("1 award of it would not be issued again")
	i.awards("more", "a", "b")

	i.commit("more")
	stays("is committed", "git fetch origin")
	gitIn(t, i.site, "update-ref", "refs/remotes/origin/main", "HEAD~1")
	if said := i.must("", "issue", "--yes", "--again", last); !strings.Contains(said, "2 new") {
		t.Errorf("where the main branch does not have it:\n%s\n%s", said, file)
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.RemoveAll(name); err != nil {
		t.Fatal(err)
	}
}

// A run whose issuing again was killed is back with the next command that
// changes anything.
func TestAgainThatWasKilled(t *testing.T) {
	for _, next := range [][]string{{"issue", "--yes"}, {"issue", "--undo"}, {"revoke", "2026-01-example/b1", "--reason", "awarded-in-error"}} {
		i := newIssuer(t)
		i.must("", "issue", "--yes")
		run := i.store().Last().Name
		before := treeOf(t, filepath.Join(i.site, "content", "issued"))
		aside := filepath.Join(i.site, work, "again-"+run)
		if err := errors.Join(os.Rename(filepath.Join(i.site, "content", "issued", run), aside)); err != nil {
			t.Fatal(err)
		}
		_, said := i.does("", next...)
		if !strings.Contains(said, "put back the run "+run) {
			t.Errorf("%v:\n%s", next, said)
		}
		if diff := cmp.Diff(before, treeOf(t, filepath.Join(i.site, "content", "issued"))); diff != "" {
			t.Errorf("after %v (-before +after):\n%s", next, diff)
		}
	}
}

// The plan names everybody whose standing the lists are to change.
func TestPlanNamesWhomItRevokes(t *testing.T) {
	i := newIssuer(t)
	i.awards("more", "a", "b")
	i.must("", "issue", "--yes")
	id := i.record("more/b").ID
	i.must("", "revoke", "more/a", "--reason", "awarded-in-error")
	i.must("", "erase", "--yes", "more/b")
	said := i.must("", "issue", "--dry-run")
	for _, want := range []string{"\n  revoked   " + id + "\n", "  revoked   Learner a of more  Open Workshop", "(more/a)\n"} {
		if !strings.Contains("\n"+said, want) {
			t.Errorf("the plan does not say %q:\n%s", want, said)
		}
	}
	if said := i.must("", "issue", "--dry-run", "--format", "json"); strings.Count(said, `"what": "revoked"`) != 2 || !strings.Contains(said, `"key": "more/a"`) || !strings.Contains(said, id) {
		t.Errorf("the plan for a program:\n%s", said)
	}
}

// Where a revocation waits and no key may sign any more, issue and build say
// that one is needed.
func TestRevocationWithoutKey(t *testing.T) {
	i := newIssuer(t)
	i.must("", "issue", "--yes")
	i.must("", "key", "retire", "2026")
	i.must("", "revoke", "2026-01-example/b1", "--reason", "awarded-in-error")
	i.fails(exitFindings, "", []string{"issue", "--yes"}, "1 withdrawal is missing", "sealpress key new")
	i.fails(exitFindings, "", []string{"build", "--strict"}, "[not-issued]", "sealpress key new")
	i.awards("more", "a") // is recorded all the same
	if said := i.must("", "issue", "--yes"); !strings.Contains(said, "1 award is recorded") || !strings.Contains(said, "careful: 1 withdrawal is missing") {
		t.Errorf("issuing another award:\n%s", said)
	}
}

// What is issued names the address for good, so nobody issues for one of an
// example by mistake.
func TestNothingIsIssuedForAnExample(t *testing.T) {
	i := newIssuer(t)
	text, err := os.ReadFile(filepath.Join(i.site, "content", "site.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	i.write("content/site.yaml", strings.Replace(string(text), "https://credentials.harbour.example/", "https://credentials.example.org/", 1))
	for _, command := range []string{"issue", "publish"} {
		i.fails(exitUsage, "", []string{command, "--yes"}, "credentials.example.org is an address from an example, and nothing was issued", "--even-example")
	}
	if !i.store().Empty() {
		t.Fatal("something was issued")
	}
	i.must("", "issue", "--dry-run")
	i.must("y\n", "issue")
	i.awards("more", "a")
	i.must("", "issue", "--yes", "--even-example")
}
