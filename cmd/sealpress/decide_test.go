package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/store"
)

// absent wants that no file below a folder, nor its name, holds any of some
// texts, in any case: absent FOLDER TEXT…
func absent(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: absent FOLDER TEXT…")
	}
	at, err := mentions(ts.MkAbs(args[0]), args[1:]...)
	ts.Check(err)
	if (at != "") != neg {
		ts.Fatalf("absent %v: found %q", args, at)
	}
}

// mentions returns the first place below a folder that holds one of some
// texts, in any case.
func mentions(dir string, texts ...string) (at string, err error) {
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || at != "" {
			return err
		}
		data, err := fs.ReadFile(os.DirFS(dir), name)
		data = append([]byte(name+"\n"), data...)
		for _, t := range texts {
			if i := bytes.Index(bytes.ToLower(data), bytes.ToLower([]byte(t))); i >= 0 {
				at = fmt.Sprintf("%s: %s", name, t)
			}
		}
		return err
	})
	return at, err
}

const decideSite = `title: T
url: https://b.example/
languages: [en]
seed: 00112233445566778899aabbccddeeff
repository: private
`

const decideAwards = `achievement: knots
awarded: 2026-03-01
awards:
  ada:
    name: Ada Rossi
    email: ada@example.org
  bea:
    name: Bea Ek
    email: bea@example.org
`

// issuedSite is a site in which two awards were issued: ada's signed, with a
// place in the status lists, bea's recorded.
func issuedSite(t *testing.T, status store.Status) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"site.yaml": decideSite, "awards/knots.yaml": decideAwards, "achievements/knots.md": "---\nkind: badge\nname: Knots\ndescription: Ties knots.\n---\nTie.\n"} {
		name = filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	seed := badge.Seed("00112233445566778899aabbccddeeff")
	w, err := store.Begin(root, "content", work, store.Run{Name: "20260301T120000Z-00000001"})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []struct {
		store.Line
		store.Status
	}{
		{store.Line{Award: "knots/ada", ID: seed.ID("knots/ada", 0), JWS: "a..b", Recipient: []byte(`{"salt":"` + seed.Salt("knots/ada") + `","identity":"sha256$77"}`), Credential: []byte(`{"name":"Ada Rossi"}`)}, status},
		{store.Line{Award: "knots/bea", ID: seed.ID("knots/bea", 0), Credential: []byte(`{"name":"Bea Ek"}`)}, store.Status{}},
	} {
		if err := w.Add(&l.Line, l.Status); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Erasing takes an award out of what was issued as well, and out of what
// killed commands left behind; nothing of the person is in the folder then.
func TestEraseIssued(t *testing.T) {
	dir := issuedSite(t, store.Status{List: 1, Index: 7})
	for _, name := range []string{"new-01/content/awards/knots.yaml", "issue-x/0001.jsonl", "undone-x/0001.jsonl"} {
		name = filepath.Join(dir, work, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte("Ada Rossi"), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	seed := badge.Seed("00112233445566778899aabbccddeeff")
	personal := []string{"ada rossi", "ada@example.org", seed.Salt("knots/ada"), "sha256$77"}
	for _, p := range personal {
		if at, err := mentions(dir, p); at == "" || err != nil {
			t.Fatalf("the search for %q can find nothing: %v", p, err)
		}
	}
	a, stdout, stderr := testWorld()
	if got := run([]string{"erase", "knots/ada", "--yes", "--site", dir}, a); got != exitOK {
		t.Fatalf("exit status %d:\n%s", got, stderr)
	}
	if at, err := mentions(dir, personal...); at != "" || err != nil {
		t.Errorf("left over: %s, %v", at, err)
	}
	for _, want := range []string{"content/decisions/2026-06-01-erase-knots-ada.yaml\n", "content/issued/20260301T120000Z-00000001/0001-2.jsonl\n", "content/awards/knots.yaml\n"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("standard output lacks %q:\n%s", want, stdout)
		}
	}
	var report diag.Report
	st := store.Open(os.DirFS(filepath.Join(dir, "content")), "content", &report)
	if err := st.Verify(t.Context(), &report); err != nil || len(report.Findings()) > 0 {
		t.Errorf("the store is not sound: %v, %v", err, report.Findings())
	}
	for r := range st.Records() {
		if want := seed.ID("knots/ada", 0); r.Gone() != (r.ID == want) || r.Gone() && r.Status.Index != 7 {
			t.Errorf("record %+v", r)
		}
	}
	a, _, stderr = testWorld()
	if got := run([]string{"erase", "knots/ada", "--yes", "--site", dir}, a); got != exitOK || !strings.Contains(stderr.String(), "nothing is left of 1 award") {
		t.Errorf("erasing again: exit status %d:\n%s", got, stderr)
	}
}

// What is signed without a place in a list of suspensions is not suspended,
// unless the page alone will do.
func TestSuspendSigned(t *testing.T) {
	dir := issuedSite(t, store.Status{List: 1, Index: 7})
	a, _, stderr := testWorld()
	if got := run([]string{"suspend", "knots", "--site", dir}, a); got != exitFindings {
		t.Errorf("exit status %d, want %d", got, exitFindings)
	}
	for _, want := range []string{"knots/ada is signed without a place in a list of suspensions", "nothing was written", "sealpress suspend --hosted AWARD", "status: [revocation, suspension]"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("standard error lacks %q:\n%s", want, stderr)
		}
	}
	if strings.Contains(stderr.String(), "knots/bea is") {
		t.Errorf("an award without a signature is refused:\n%s", stderr)
	}
	if _, err := os.Stat(filepath.Join(dir, "content/decisions")); !os.IsNotExist(err) {
		t.Error("something was written")
	}
	a, _, stderr = testWorld()
	if got := run([]string{"suspend", "knots", "--hosted", "--site", dir}, a); got != exitOK {
		t.Errorf("--hosted: exit status %d:\n%s", got, stderr)
	}
	dir = issuedSite(t, store.Status{List: 1, Index: 7, Suspends: true})
	a, _, stderr = testWorld()
	if got := run([]string{"suspend", "knots/ada", "--site", dir}, a); got != exitOK {
		t.Errorf("with a place in a list: exit status %d:\n%s", got, stderr)
	}
}

// A new edition follows an issued one, once.
func TestReissueIssued(t *testing.T) {
	dir := issuedSite(t, store.Status{List: 1, Index: 7})
	a, _, stderr := testWorld()
	if got := run([]string{"reissue", "knots/ada", "--site", dir}, a); got != exitOK || !strings.Contains(stderr.String(), "correct what is wrong in content/awards/knots.yaml") ||
		!strings.Contains(stderr.String(), "what was issued stands until then") {
		t.Errorf("exit status %d:\n%s", got, stderr)
	}
	a, _, stderr = testWorld()
	if got := run([]string{"reissue", "knots/ada", "--site", dir}, a); got != exitFindings || !strings.Contains(stderr.String(), "is to be reissued already") {
		t.Errorf("again: exit status %d:\n%s", got, stderr)
	}
}

// A store that is damaged stops every decision: what it says of an award may
// be wrong.
func TestDecideDamagedStore(t *testing.T) {
	dir := issuedSite(t, store.Status{})
	if err := os.WriteFile(filepath.Join(dir, "content/issued/20260301T120000Z-00000001/index.tsv"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	a, _, stderr := testWorld()
	if got := run([]string{"erase", "knots/ada", "--yes", "--site", dir}, a); got != exitFindings || !strings.Contains(stderr.String(), "store-damaged") {
		t.Errorf("exit status %d:\n%s", got, stderr)
	}
}

// On a terminal a person is asked, and what she does not agree to is not done.
func TestDecideAsks(t *testing.T) {
	for answer, want := range map[string]int{"\n": exitFindings, "no\n": exitFindings, "yes\n": exitOK, "Y\n": exitOK} {
		for _, action := range badge.Actions() {
			if action == badge.Reinstate {
				continue
			}
			dir := issuedSite(t, store.Status{})
			a, _, stderr := testWorld()
			a.stdin, a.inTerminal, a.errTerminal = strings.NewReader(answer), true, true
			if got := run([]string{string(action), "knots/ada", "--site", dir, "--color", "never"}, a); got != want {
				t.Errorf("%s, answer %q: exit status %d, want %d:\n%s", action, answer, got, want, stderr)
			}
			if !strings.Contains(stderr.String(), "Ada Rossi") {
				t.Errorf("%s: the plan is not shown before the question:\n%s", action, stderr)
			}
			if _, err := os.Stat(filepath.Join(dir, "content/decisions")); (err == nil) != (want == exitOK) {
				t.Errorf("%s, answer %q: written: %v", action, answer, err == nil)
			}
		}
	}
}
