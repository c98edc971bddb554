package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

// manyIssuer is a site with a key and n awards beside its example ones, to be
// issued by processes of their own.
func manyIssuer(t *testing.T, n int) *issuer {
	t.Helper()
	i := newIssuer(t)
	i.write("content/awards/2026-05-many.yaml", string(manyAwards(n)))
	t.Setenv("SEALPRESS_KEYS", i.keys)
	t.Setenv("SEALPRESS_PASSPHRASE", passphrase)
	return i
}

// process begins a command of its own process.
func (i *issuer) process(args ...string) (*exec.Cmd, *bytes.Buffer) {
	i.t.Helper()
	c := exec.Command("sealpress", append(args, "--site", i.site)...)
	said := &bytes.Buffer{}
	c.Stderr = said
	if err := c.Start(); err != nil {
		i.t.Fatal(err)
	}
	return c, said
}

// whole wants that all awards are issued: each once, each in a place of its
// own, and nothing unfinished left.
func (i *issuer) whole(awards int) {
	i.t.Helper()
	st := i.store()
	seen, places := map[badge.Key]bool{}, map[string]bool{}
	for r := range st.Records() {
		if seen[r.Award] {
			i.t.Errorf("%s was issued twice", r.Award)
		}
		if place := r.Status.String(); places[place] || place == "-" {
			i.t.Errorf("%s has the place %s, which is another's or none", r.Award, place)
		} else {
			places[place] = true
		}
		seen[r.Award] = true
	}
	if len(seen) != awards {
		i.t.Errorf("%d awards are issued, want %d", len(seen), awards)
	}
	if left, err := filepath.Glob(filepath.Join(i.site, work, "issue-*")); err != nil || len(left) > 0 {
		i.t.Errorf("left unfinished: %v, %v", left, err)
	}
}

// awaitRun waits until a process has begun to write its run.
func (i *issuer) awaitRun() {
	i.t.Helper()
	for range 4000 {
		if made, err := filepath.Glob(filepath.Join(i.site, work, "issue-*", "*.jsonl")); err != nil {
			i.t.Fatal(err)
		} else if len(made) > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	i.t.Fatal("nothing was written within four seconds")
}

// F10: killed at any instant, a run is in the store whole or not at all, and the
// next one completes it: every award has one record and a place of its own.
func TestKilledIssueIsWholeOrAbsent(t *testing.T) {
	kills, awards, complete := 20, 1000, 5 // every how many kills the next run completes
	if os.Getenv("SEALPRESS_LONG") != "" {
		kills, complete = 1000, 1
	}
	random := rand.New(rand.NewPCG(killSeed, 10))
	i := manyIssuer(t, awards)
	issued := filepath.Join(i.site, "content", "issued")
	begin := time.Now()
	if out, status := command(t, "issue", "--yes", "--site", i.site); status != exitOK {
		t.Fatalf("exit status %d\n%s", status, out)
	}
	long := time.Since(begin)
	i.whole(awards + 2)

	var absent, whole, unfinished int
	for n := range kills {
		if err := os.RemoveAll(issued); err != nil {
			t.Fatal(err)
		}
		c, _ := i.process("issue", "--yes", "--quiet")
		time.Sleep(time.Duration(random.Float64() * 1.2 * float64(long))) // some instants past the end
		_ = c.Process.Kill()                                              // it may have ended by itself
		_ = c.Wait()
		if left, err := filepath.Glob(filepath.Join(i.site, work, "issue-*")); err == nil && len(left) > 0 {
			unfinished++
		}
		switch runs := len(i.store().Runs()); runs { // the store is sound, or the test fails
		case 0:
			absent++
		case 1:
			whole++
		default:
			t.Fatalf("there are %d runs", runs)
		}
		if n%complete != complete-1 {
			continue
		}
		if out, status := command(t, "issue", "--yes", "--site", i.site); status != exitOK {
			t.Fatalf("the next run: exit status %d\n%s", status, out)
		}
		i.whole(awards + 2)
	}
	if out, status := command(t, "check", "--site", i.site); status != exitOK {
		t.Errorf("check: exit status %d\n%s", status, out)
	}
	if absent == 0 || whole+absent != kills {
		t.Errorf("of %d kills %d left nothing and %d the whole run", kills, absent, whole)
	}
	t.Logf("seed %d: %d kills within %v: no run %d (%d with an unfinished one aside), the whole run %d", killSeed, kills, long, absent, unfinished, whole)
}

// Interrupted, it ends within two seconds with the status that shells know,
// and the store is as it was.
func TestInterruptedIssueLeavesTheStore(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no way to send an interruption to one process alone")
	}
	i := manyIssuer(t, 1)
	i.must("", "issue", "--yes")
	before := treeOf(t, filepath.Join(i.site, "content", "issued"))
	i.awards("late", labels(4000)...)
	for signal, status := range map[os.Signal]int{os.Interrupt: exitInterrupt, syscall.SIGTERM: exitTerminate, syscall.SIGHUP: exitTerminate} {
		c, said := i.process("issue", "--yes")
		i.awaitRun()
		sent := time.Now()
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // the status says all
		if took := time.Since(sent); took > 2*time.Second {
			t.Errorf("%v: ended after %v, want at most 2s", signal, took)
		}
		if got := c.ProcessState.ExitCode(); got != status || !strings.Contains(said.String(), "interrupted; run the same command again to finish") {
			t.Errorf("%v: exit status %d, want %d\n%s", signal, got, status, said)
		}
		if diff := cmp.Diff(before, treeOf(t, filepath.Join(i.site, "content", "issued"))); diff != "" {
			t.Errorf("%v: the store changed (-before +after):\n%s", signal, diff)
		}
	}
	if out, status := command(t, "issue", "--yes", "--site", i.site); status != exitOK {
		t.Fatalf("the next run: exit status %d\n%s", status, out)
	}
	i.whole(4000 + 3)
}

// labels are n labels of awards.
func labels(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("p%04d", i))
	}
	return all
}

// Of two at once the second one ends at once and touches nothing.
func TestTwoIssueAtOnce(t *testing.T) {
	i := manyIssuer(t, 4000)
	first, said := i.process("issue", "--yes")
	i.awaitRun()
	if out, status := command(t, "issue", "--yes", "--site", i.site); status != exitLocked || !strings.Contains(out, "another sealpress is changing this site right now") {
		t.Errorf("the second one: exit status %d, want %d\n%s", status, exitLocked, out)
	}
	if err := first.Wait(); err != nil {
		t.Fatalf("the first one: %v\n%s", err, said)
	}
	i.whole(4002)
}
