package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/store"
)

// issuer is a body with a site and a key, before whom a person sits who
// answers.
type issuer struct {
	t    *testing.T
	site string
	keys string
	now  time.Time
	env  map[string]string

	random io.Reader // nil: that of the system
}

const passphrase = "correct horse battery"

// newIssuer makes a site with its example awards and a key.
func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{t: t, site: filepath.Join(t.TempDir(), "site"), keys: filepath.Join(t.TempDir(), "keys"),
		now: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC), env: map[string]string{"SEALPRESS_PASSPHRASE": passphrase}}
	i.must("", "init", i.site, "--url", "https://credentials.harbour.example/")
	i.must("", "key", "new", "2026")
	return i
}

// app is the world in which the issuer's next command runs, a minute later.
func (i *issuer) app(answer string) (a *app, stdout, stderr *bytes.Buffer) {
	a, stdout, stderr = testWorld()
	i.now = i.now.Add(time.Minute)
	now := i.now
	a.now = func() time.Time { return now }
	a.stdin, a.random = strings.NewReader(answer), rand.Reader
	if i.random != nil {
		a.random = i.random
	}
	a.inTerminal, a.errTerminal = answer != "", answer != ""
	a.env = func(name string) string {
		if name == "SEALPRESS_KEYS" {
			return i.keys
		}
		return i.env[name]
	}
	return a, stdout, stderr
}

// does runs a command for somebody who answers, or for nobody, and returns all
// that was said.
func (i *issuer) does(answer string, args ...string) (status int, said string) {
	i.t.Helper()
	a, stdout, stderr := i.app(answer)
	if args[0] != "init" {
		args = append(args, "--site", i.site)
	}
	status = run(args, a)
	return status, stdout.String() + stderr.String()
}

// must is does for what has to succeed.
func (i *issuer) must(answer string, args ...string) string {
	i.t.Helper()
	status, said := i.does(answer, args...)
	if status != exitOK {
		i.t.Fatalf("sealpress %v: exit status %d\n%s", args, status, said)
	}
	return said
}

// fails is does for what has to end with a status and say some texts.
func (i *issuer) fails(want int, answer string, args []string, texts ...string) {
	i.t.Helper()
	status, said := i.does(answer, args...)
	if status != want {
		i.t.Errorf("sealpress %v: exit status %d, want %d\n%s", args, status, want, said)
	}
	for _, text := range texts {
		if !strings.Contains(said, text) {
			i.t.Errorf("sealpress %v did not say %q:\n%s", args, text, said)
		}
	}
}

// write puts a file into the site.
func (i *issuer) write(name, text string) {
	i.t.Helper()
	name = filepath.Join(i.site, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		i.t.Fatal(err)
	}
}

// awards writes a cohort of one award for each label.
func (i *issuer) awards(file string, labels ...string) {
	i.t.Helper()
	text := "achievement: open-workshop\nawarded: 2026-05-14\nawards:\n"
	for _, l := range labels {
		text += fmt.Sprintf("  %s:\n    name: Learner %s of %s\n    email: %s.%s@example.org\n", l, l, file, l, file)
	}
	i.write("content/awards/"+file+".yaml", text)
}

// store reads everything that was issued, which is sound.
func (i *issuer) store() *store.Store {
	i.t.Helper()
	st, findings := openStore(i.t, i.site)
	for _, f := range findings {
		i.t.Errorf("%s:%d: %s [%s]", f.Pos.File, f.Pos.Line, f.Message, f.Rule)
	}
	return st
}

func openStore(t *testing.T, site string) (*store.Store, []diag.Finding) {
	t.Helper()
	var report diag.Report
	st := store.Open(os.DirFS(filepath.Join(site, "content")), "content", &report)
	if err := st.Verify(t.Context(), &report); err != nil {
		t.Fatal(err)
	}
	return st, report.Findings()
}

// record returns what stands of an award.
func (i *issuer) record(award badge.Key) *store.Record {
	i.t.Helper()
	r, ok := i.store().Standing(award, 0)
	if !ok {
		i.t.Fatalf("%s was not issued", award)
	}
	return r
}

// On a terminal a person says yes, and everything else is a no.
func TestIssueAsks(t *testing.T) {
	i := newIssuer(t)
	for _, no := range []string{"n\n", "\n", "no\n", "maybe\n", "yess\n", " \n", "N\n"} {
		i.fails(exitUsage, no, []string{"issue"}, "Issue these 2 awards? [y/N]: ", "nothing was done")
	}
	i.fails(exitUsage, "", []string{"issue"}, "sealpress issue --yes")
	if !i.store().Empty() {
		t.Fatal("something was issued after a no")
	}
	said := i.must("y\n", "issue")
	for _, want := range []string{"  new       Ada Example    Safe Workplace Basics, merit  (2026-01-example/b1)\n", "2 new · 0 revoked · 0 changed\n", "2 awards are signed in content/issued/"} {
		if !strings.Contains(said, want) {
			t.Errorf("it did not say %q:\n%s", want, said)
		}
	}
	i.awards("more", "a")
	if said := i.must(" YES \n", "issue"); !strings.Contains(said, "Issue this award? [y/N]: ") {
		t.Errorf("another question:\n%s", said)
	}
	i.must("", "revoke", "more/a", "--reason", "awarded-in-error")
	if said := i.must("Y\n", "publish"); !strings.Contains(said, "Sign the status list? [y/N]: ") || !strings.Contains(said, "left to do: ") {
		t.Errorf("another question, or nothing of what is left:\n%s", said)
	}
}

// A person who is asked can leave with Ctrl-C at once.
func TestConsentEndsWithTheContext(t *testing.T) {
	a, _, _ := testWorld()
	a.inTerminal, a.errTerminal = true, true
	a.stdin, _ = io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.consent(ctx, false, "Issue this?", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want context.Canceled", err)
	}
}

// The passphrase is asked for on the terminal after the answer, and a wrong
// one changes nothing.
func TestIssueAsksForThePassphrase(t *testing.T) {
	i := newIssuer(t)
	i.env = nil
	i.fails(exitUsage, "y\nwrong horse battery\n", []string{"issue"}, "Passphrase of the key 2026: ", "the passphrase does not open this key")
	if !i.store().Empty() {
		t.Fatal("something was issued")
	}
	if said := i.must("y\n"+passphrase+"\n", "issue"); strings.Contains(said, passphrase) {
		t.Errorf("the passphrase is shown:\n%s", said)
	}
}

// A build machine is given the private half as a variable; the folder is not
// looked at then, and nobody is asked.
func TestIssueWithKeyOfBuildMachine(t *testing.T) {
	i := newIssuer(t)
	key, err := os.ReadFile(filepath.Join(i.keys, "2026.jwe"))
	if err != nil {
		t.Fatal(err)
	}
	i.keys = filepath.Join(t.TempDir(), "nothing")
	i.fails(exitUsage, "", []string{"issue", "--yes"}, `the private half of the key "2026" is not here`)
	i.env["SEALPRESS_KEY"] = string(key)
	said := i.must("", "issue", "--yes")
	if r := i.record("2026-01-example/b1"); !r.Signed || strings.Contains(said, string(key[:20])) {
		t.Errorf("signed: %v\n%s", r.Signed, said)
	}
	i.env["SEALPRESS_KEY"] = string(key[:len(key)-5])
	i.awards("more", "a")
	i.fails(exitUsage, "", []string{"issue", "--yes"}, "SEALPRESS_KEY: ")
}

// An address from an example is spoken about before anything is issued for it,
// and one's own is not.
func TestIssueForAnExampleAddress(t *testing.T) {
	for host, want := range map[string]bool{"credentials.example.org": true, "example.com": true, "credentials.harbour.example": false, "anexample.org": false, "example.org.uk": false} {
		a, _, stderr := testWorld()
		a.warnOfExample(host)
		if got := strings.Contains(stderr.String(), "careful: "+host); got != want {
			t.Errorf("%s: %q", host, stderr)
		}
	}
}

// A long plan names the first hundred awards, and for a program all.
func TestLongPlan(t *testing.T) {
	i := newIssuer(t)
	i.awards("many", labels(150)...)
	said := i.must("", "issue", "--dry-run")
	if n := strings.Count(said, "  new  "); n != 100 || !strings.Contains(said, "  … and 52 more\n152 new · ") {
		t.Errorf("%d awards are named:\n%s", n, said)
	}
	if n := strings.Count(i.must("", "issue", "--dry-run", "--format", "json"), `"what": "new"`); n != 152 {
		t.Errorf("%d awards are named for a program", n)
	}
}

// A clock from another age is refused before anything is asked.
func TestClock(t *testing.T) {
	made := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for now, want := range map[string]bool{
		"1970-01-01": false, "2026-04-29": false, "2026-04-30": true, "2026-05-01": true, "2036-05-01": true, "2036-05-25": true, "2036-07-01": false, "2099-01-01": false,
	} {
		at, err := time.Parse(time.DateOnly, now)
		if err != nil {
			t.Fatal(err)
		}
		err = plausible(at.Add(12*time.Hour), made)
		if (err == nil) != want {
			t.Errorf("on %s: %v", now, err)
		}
		if e := (exit{}); err != nil && (!errors.As(err, &e) || e.status != exitUsage || !strings.Contains(err.Error(), "the clock looks wrong") || !strings.Contains(err.Error(), "correct the date")) {
			t.Errorf("on %s: %v", now, err)
		}
	}
	if err := plausible(time.Unix(0, 0), time.Time{}); err != nil {
		t.Errorf("a program that does not know its age: %v", err)
	}

	i := newIssuer(t)
	i.must("", "issue", "--yes")
	i.awards("more", "a")
	i.now = i.now.Add(-time.Hour)
	i.fails(exitUsage, "", []string{"issue", "--yes"}, "the clock looks wrong: it says 2026-06-01T11:", " was made on 2026-06-01T12:03:00Z", "nothing was issued", "wrong, correct it", "sealpress issue --undo", "sealpress issue --despite-clock")
	if len(i.store().Runs()) != 1 {
		t.Error("a run was made")
	}
	i.must("", "issue", "--yes", "--despite-clock")
	if got := i.store().Last().Time.Format(time.TimeOnly); got != "12:03:01" {
		t.Errorf("despite the clock the run is of %s", got)
	}
}

// Whatever is damaged in the store, check and issue say where, and how to mend
// it; build does for what it reads.
func TestDamage(t *testing.T) {
	i := newIssuer(t)
	i.must("", "issue", "--yes")
	i.awards("more", "a", "b", "c")
	i.must("", "revoke", "2026-01-example/b1", "--reason", "awarded-in-error")
	i.must("", "issue", "--yes")
	runs := i.store().Runs()
	folder := func(n int) string { return filepath.Join(i.site, "content", "issued", runs[n].Name) }

	damaged := func(what, place, mend string) {
		t.Helper()
		for _, args := range [][]string{{"check"}, {"issue", "--yes"}} {
			i.fails(exitFindings, "", args, place, "[store-damaged]", "mend: "+mend)
		}
		if t.Failed() {
			t.Fatal(what)
		}
	}
	for n := range runs {
		for name, text := range files(t, folder(n)) {
			place := "content/issued/" + runs[n].Name + "/" + name
			at := filepath.Join(folder(n), name)
			for what, changed := range map[string]string{
				"one byte changed": text[:len(text)/2] + string(text[len(text)/2]^1) + text[len(text)/2+1:],
				"cut short":        text[:len(text)-1],
				"empty":            "",
			} {
				if err := os.WriteFile(at, []byte(changed), 0o644); err != nil {
					t.Fatal(err)
				}
				damaged(what+": "+place, place, "restore the file as it was issued: git checkout -- "+place)
			}
			if err := os.Remove(at); err != nil {
				t.Fatal(err)
			}
			damaged("removed: "+place, place, "restore the file as it was issued: git checkout -- "+place)
			if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}

	// A line that is lost, and lines that changed places, are named by number.
	segment := filepath.Join(folder(1), "0001.jsonl")
	whole, err := os.ReadFile(segment)
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.Collect(strings.Lines(string(whole)))
	for _, changed := range []string{lines[0] + lines[2], lines[0] + lines[2] + lines[1], lines[0] + lines[0] + lines[1] + lines[2]} {
		if err := os.WriteFile(segment, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		damaged("lines", "/0001.jsonl:2: error: the record of more/b is not what was written", "restore")
	}
	if err := os.WriteFile(segment, []byte(lines[0]+lines[1]+strings.Replace(lines[2], "Learner", "Teacher", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if status, said := i.does("", "build"); status == exitOK || !strings.Contains(said, "0001.jsonl") {
		t.Errorf("a build from a damaged record: exit status %d\n%s", status, said)
	}
	if err := os.WriteFile(segment, whole, 0o644); err != nil {
		t.Fatal(err)
	}

	// A run that is lost.
	if err := os.Rename(folder(0), filepath.Join(i.site, "away")); err != nil {
		t.Fatal(err)
	}
	damaged("a run is lost", "content/issued/"+runs[0].Name+": error: the run is missing, and "+runs[1].Name+" was made after it", "restore it: git log --diff-filter=D -- content/issued/"+runs[0].Name)
	if err := os.Rename(filepath.Join(i.site, "away"), folder(0)); err != nil {
		t.Fatal(err)
	}
	i.must("", "check")
	i.must("", "build", "--strict")
}

// treeOf returns what a command must not touch.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return files(t, dir)
}

// A run that cannot be issued again stays as it is.
func TestAgainKeepsTheRunWhereItFails(t *testing.T) {
	i := newIssuer(t)
	gitIn(t, i.site, "init", "-q")
	i.must("", "issue", "--yes")
	first := i.store().Last().Name
	i.awards("more", "a")
	i.must("", "issue", "--yes")
	last := i.store().Last().Name
	before := treeOf(t, filepath.Join(i.site, "content"))
	i.fails(exitUsage, "", []string{"issue", "--again", last}, "nobody is here")
	i.fails(exitUsage, "n\n", []string{"issue", "--again", last}, "nothing was done")
	i.fails(exitUsage, "", []string{"issue", "--yes", "--again", first}, "the run "+last+" was made after "+first+", so that one stays")
	i.fails(exitUsage, "", []string{"issue", "--yes", "--again", "nonsense"}, `there is no run "nonsense" in content/issued`, "this works: sealpress issue --again "+last)
	i.env = map[string]string{"SEALPRESS_PASSPHRASE": "wrong horse battery"}
	i.fails(exitUsage, "", []string{"issue", "--yes", "--again", last}, "does not open")
	if diff := cmp.Diff(before, treeOf(t, filepath.Join(i.site, "content"))); diff != "" {
		t.Fatalf("the content changed (-before +after):\n%s", diff)
	}
	i.env = map[string]string{"SEALPRESS_PASSPHRASE": passphrase}
	said := i.must("", "issue", "--yes", "--again", "content/issued/"+last+"/")
	if st := i.store(); len(st.Runs()) != 2 || st.Last().Name == last || st.Last().Awards != 1 || !strings.Contains(said, "it takes the place of the run "+last) {
		t.Errorf("runs %v:\n%s", st.Runs(), said)
	}
}
