package main

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

// killSeed decides at which instants programs are killed.
const killSeed = 20261127

// killed starts the program and kills it after a while, with SIGKILL where
// there is one.
func killed(t *testing.T, after time.Duration, args ...string) {
	t.Helper()
	c := exec.Command("sealpress", args...)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = c.Process.Kill() // it may have ended by itself
	_ = c.Wait()
}

// twoStates is a site with awards, of which one page decides in what state it
// is: every page of the site differs in its menu.
type twoStates struct {
	t    *testing.T
	site string
	want map[string]map[string]string // by state: every file of public/
	long time.Duration                // of a build that changes all pages
}

func newTwoStates(t *testing.T, awards int) *twoStates {
	t.Helper()
	s := &twoStates{t: t, site: filepath.Join(t.TempDir(), "site"), want: map[string]map[string]string{}}
	s.must("init", s.site)
	undrawn(t, s.site)
	if err := os.WriteFile(filepath.Join(s.site, "content", "awards", "2026-05-many.yaml"), manyAwards(awards), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, state := range []string{"a", "b"} {
		s.turn(state)
		begin := time.Now()
		s.must("build", "--site", s.site)
		s.long = time.Since(begin)
		s.want[state] = files(t, s.public())
	}
	return s
}

func (s *twoStates) must(args ...string) {
	s.t.Helper()
	if out, status := command(s.t, args...); status != exitOK {
		s.t.Fatalf("sealpress %v: exit status %d\n%s", args, status, out)
	}
}

// undrawn leaves out what is drawn, which takes the longest.
func undrawn(t *testing.T, site string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(site, "content", "site.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteString("outputs:\n  - html\n  - ob2\n")
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func (s *twoStates) public() string { return filepath.Join(s.site, "public") }

// turn writes the content of a state. Each has a page that the other lacks.
func (s *twoStates) turn(state string) {
	s.t.Helper()
	pages := filepath.Join(s.site, "content", "pages")
	for _, name := range []string{"a", "b"} {
		_ = os.Remove(filepath.Join(pages, "state-"+name+".md")) // the other's
	}
	text := "---\nname: State " + state + "\nmenu: true\n---\nThis is state " + state + ".\n"
	if err := os.WriteFile(filepath.Join(pages, "state-"+state+".md"), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

var siteLinks = regexp.MustCompile(`(?:href|src)="(/[^"#?]*)`)

// whole checks what is public between two states: every file is that of one
// of them, and every link of a page that can be reached leads to a file. It
// says whether that is neither state.
func (s *twoStates) whole(old, next string) (between bool) {
	s.t.Helper()
	got := files(s.t, s.public())
	for name, text := range got {
		if text != s.want[old][name] && text != s.want[next][name] {
			s.t.Errorf("%s is neither old nor new: %d bytes, %.60q", name, len(text), text)
		}
	}
	reached, todo := map[string]bool{"index.html": true}, []string{"index.html"}
	for len(todo) > 0 {
		page := todo[0]
		todo = todo[1:]
		for _, m := range siteLinks.FindAllStringSubmatch(got[page], -1) {
			name := strings.TrimPrefix(m[1], "/")
			if name == "" || strings.HasSuffix(name, "/") {
				name += "index.html"
			}
			if _, there := got[name]; !there {
				s.t.Errorf("%s links to %s, which is not there", page, name)
			} else if !reached[name] && path.Ext(name) == ".html" {
				todo = append(todo, name)
			}
			reached[name] = true
		}
	}
	return !maps.Equal(got, s.want[old]) && !maps.Equal(got, s.want[next])
}

// F01, F08: killed at any instant, a build leaves every file whole and every
// link leading somewhere, and no lock; the next one comes to the same bytes as
// one that nobody disturbed.
func TestKilledBuildIsCompletedByTheNext(t *testing.T) {
	kills, awards := 5, 30
	if os.Getenv("SEALPRESS_LONG") != "" {
		kills, awards = 1000, 150
	}
	s := newTwoStates(t, awards)
	random := rand.New(rand.NewPCG(killSeed, 0))
	old, next := "b", "a"
	var untouched, between, done, staged int
	for range kills {
		s.turn(next)
		killed(t, time.Duration(random.Float64()*1.1*float64(s.long)), "build", "--site", s.site)
		if left, err := filepath.Glob(filepath.Join(s.site, work, "public", "staging", "*")); err == nil && len(left) > 0 {
			staged++
		}
		switch got := files(t, s.public()); {
		case s.whole(old, next):
			between++
		case maps.Equal(got, s.want[old]):
			untouched++
		default:
			done++
		}
		s.must("build", "--quiet", "--site", s.site)
		if diff := cmp.Diff(s.want[next], files(t, s.public())); diff != "" {
			t.Fatalf("the next run came to other bytes (-undisturbed +got):\n%.2000s", diff)
		}
		old, next = next, old
	}
	t.Logf("seed %d: %d kills within %v: old site untouched %d, between %d, new site %d; %d landed while files were written",
		killSeed, kills, s.long, untouched, between, done, staged)
}

// F11: killed while it decides or publishes what was decided, the program
// leaves a decision or none; once it is run to the end, an award is revoked on
// the list and on its page where a decision says so, and nowhere else.
func TestKilledRevokeIsDecidedOrNot(t *testing.T) {
	kills := 2
	if os.Getenv("SEALPRESS_LONG") != "" {
		kills = 100
	}
	i := newIssuer(t)
	names := labels(kills)
	i.awards("many", names...)
	i.must("", "issue", "--yes")
	t.Setenv("SEALPRESS_KEYS", i.keys)
	t.Setenv("SEALPRESS_PASSPHRASE", passphrase)
	timed := func(args ...string) time.Duration {
		begin := time.Now()
		if out, status := command(t, append(args, "--site", i.site)...); status != exitOK {
			t.Fatal(out)
		}
		return time.Since(begin)
	}
	long, short := timed("build"), timed("revoke", "many/"+names[0], "--dry-run")
	random := rand.New(rand.NewPCG(killSeed, 11))
	var decided []badge.Key
	for n, name := range names {
		t.Setenv(later, fmt.Sprint(n, "m"))
		killed(t, time.Duration(random.Float64()*2*float64(short)), "revoke", "many/"+name, "--yes", "--reason", "awarded-in-error", "--site", i.site)
		killed(t, time.Duration(random.Float64()*float64(long)), "publish", "--yes", "--even-example", "--site", i.site)
		if out, status := command(t, "publish", "--yes", "--even-example", "--site", i.site); status != exitOK {
			t.Fatalf("publish: exit status %d\n%s", status, out)
		}
		award := badge.Key("many/" + name)
		made, err := filepath.Glob(filepath.Join(i.site, "content", "decisions", "*-revoke-many-"+name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if len(made) > 0 {
			decided = append(decided, award)
		}
		page := filepath.Join(i.site, "public", "awards", i.record(award).ID, "index.html")
		if text, err := os.ReadFile(page); err != nil || strings.Contains(string(text), "status-revoked") != (len(made) == 1) {
			t.Errorf("%s: there are %d decisions, and its page says otherwise (%v)", award, len(made), err)
		}
	}
	i.revoked(decided...)
	t.Logf("seed %d: of %d that were killed %d were decided", killSeed, kills, len(decided))
}
