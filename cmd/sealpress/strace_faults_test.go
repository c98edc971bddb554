//go:build linux

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
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/check"
)

// writing are the system calls by which the disk changes. (renameat2 and the
// like have a number of their own on some systems, and none on others.)
const writing = "openat,write,mkdirat,renameat,unlinkat,fsync,syncfs"

// traced runs the program on one processor under strace, which counts system
// calls by thread, and returns what was said and the exit status: 137 where it
// was killed.
func traced(t *testing.T, options []string, args ...string) (said string, status int) {
	t.Helper()
	c := exec.Command("strace", append(append([]string{"-f", "-qq", "-e", "signal=none"}, options...), append([]string{"sealpress"}, args...)...)...)
	c.Env = append(os.Environ(), "GOMAXPROCS=1")
	out, err := c.CombinedOutput()
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		if e.ExitCode() < 0 { // strace dies as the program did
			return string(out), 137
		}
		return string(out), e.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return string(out), 0
}

func needsStrace(t *testing.T) {
	t.Helper()
	if err := exec.Command("strace", "-o", os.DevNull, "true").Run(); err != nil {
		t.Skipf("strace does not work here, so no fault is put into system calls: %v (apt-get install strace)", err)
	}
}

// stop is where a system call is to fail: the nth of its kind in a thread.
type stop struct {
	call string
	n    int
}

// stopsOfAKind is how many places of one system call are tried with
// SEALPRESS_LONG: all of them, or so many that killSeed draws.
const stopsOfAKind = 200

// stops are a few places in short, and with SEALPRESS_LONG many of each kind.
// most says how often a thread of a whole run calls at most; runs differ a
// little.
func stops(t *testing.T, most func(call string) int, each func(stop) (reached bool)) {
	t.Helper()
	if os.Getenv("SEALPRESS_LONG") == "" {
		for _, s := range []stop{{"write", 30}, {"renameat", 9}, {"unlinkat", 2}} {
			each(s)
		}
		return
	}
	random := rand.New(rand.NewPCG(killSeed, 2))
	for _, call := range strings.Split(writing, ",") {
		places, reached := most(call), 0
		drawn := random.Perm(places)[:min(places, stopsOfAKind)]
		for _, n := range drawn {
			if each(stop{call, n + 1}) {
				reached++
			}
		}
		t.Logf("%s: %d of %d places, seed %d; killed at %d", call, len(drawn), places, killSeed, reached)
	}
}

// mostCalls counts how often a thread calls at most in a log that strace -f
// wrote, in which each line begins with the thread.
func mostCalls(t *testing.T, log string) (most int) {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	calls := map[string]int{}
	for line := range strings.Lines(string(text)) {
		thread, what, _ := strings.Cut(line, " ")
		if !strings.HasPrefix(strings.TrimLeft(what, " "), "<... ") { // the rest of a call that was interrupted
			calls[thread]++
			most = max(most, calls[thread])
		}
	}
	return most
}

// F02: killed at a system call that changes the disk, a build leaves every file
// whole and every link leading somewhere, and the next one completes it.
func TestKilledAtASystemCall(t *testing.T) {
	needsStrace(t)
	s := newTwoStates(t, 10)
	old, next, died := "b", "a", 0
	most := func(call string) int {
		s.turn(next)
		log := filepath.Join(t.TempDir(), "calls")
		if said, status := traced(t, []string{"-o", log, "-e", "trace=" + call}, "build", "--quiet", "--site", s.site); status != exitOK {
			t.Fatalf("exit status %d\n%s", status, said)
		}
		old, next = next, old
		return mostCalls(t, log)
	}
	stops(t, most, func(at stop) bool {
		s.turn(next)
		_, status := traced(t, []string{"-o", os.DevNull, "-e", "trace=" + at.call, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", at.call, at.n)},
			"build", "--quiet", "--site", s.site)
		if status != 137 && status != 0 {
			t.Errorf("%v: exit status %d", at, status)
		}
		if status == 137 {
			died++
		}
		s.whole(old, next)
		s.must("build", "--quiet", "--site", s.site)
		if diff := cmp.Diff(s.want[next], files(t, s.public())); diff != "" {
			t.Fatalf("%v: the next run came to other bytes (-undisturbed +got):\n%.2000s", at, diff)
		}
		old, next = next, old
		return status == 137
	})
	if died < 2 {
		t.Errorf("killed %d times only, so this test shows little", died)
	}
}

// F04: where the disk fails from some system call on, a build says so and does
// not succeed, what is public is whole, and the next build completes it, with
// nothing left over.
func TestSystemCallsThatFail(t *testing.T) {
	needsStrace(t)
	s := newTwoStates(t, 10)
	clean := treeNames(t, filepath.Join(s.site, work))
	old, next := "b", "a"
	causes := map[string]string{"ENOSPC": "no space left on device", "EIO": "input/output error", "EXDEV": "invalid cross-device link"}
	calls, froms, failed := []string{"renameat", "syncfs", "mkdirat"}, []int{1}, 0
	if os.Getenv("SEALPRESS_LONG") != "" {
		calls, froms = append(calls, "unlinkat", "fsync"), []int{1, 2, 3, 5, 8, 13, 21, 34, 55}
	}
	for n, call := range calls {
		for c, cause := range slices.Sorted(maps.Keys(causes)) {
			if os.Getenv("SEALPRESS_LONG") == "" && c != n%2 {
				continue // one cause for each call
			}
			s.turn(next)
			for _, from := range froms {
				said, status := traced(t, []string{"-o", os.DevNull, "-e", "trace=" + call, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d+", call, cause, from)},
					"build", "--quiet", "--site", s.site)
				if status != exitOK {
					failed++
				}
				if status != exitOK && (status != exitUsage || !strings.Contains(said, causes[cause])) {
					t.Errorf("%s from %s %d on: exit status %d, and it said\n%s", cause, call, from, status, said)
				}
				s.whole(old, next)
			}
			s.must("build", "--quiet", "--site", s.site)
			if diff := cmp.Diff(s.want[next], files(t, s.public())); diff != "" {
				t.Errorf("after %s of %s the next run came to other bytes (-undisturbed +got):\n%.2000s", cause, call, diff)
			}
			if diff := cmp.Diff(clean, treeNames(t, filepath.Join(s.site, work))); diff != "" {
				t.Errorf("after %s of %s there is debris (-before +after):\n%s", cause, call, diff)
			}
			old, next = next, old
		}
	}
	if failed < len(calls) {
		t.Errorf("failed %d times only, so this test shows little", failed)
	}
}

// treeNames lists the files of the work folder. What is remembered of award
// files is named by digests, which change with the content.
func treeNames(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	for name := range files(t, dir) {
		if path.Dir(name) == check.MemoryFolder {
			name = check.MemoryFolder + "/…"
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// F28: everything staged is on the disk before the journal stands, and the run
// that was issued is on the disk before it gets its name.
func TestWhatIsPromisedIsOnTheDiskFirst(t *testing.T) {
	needsStrace(t)
	i := newIssuer(t)
	t.Setenv("SEALPRESS_KEYS", i.keys)
	t.Setenv("SEALPRESS_PASSPHRASE", passphrase)
	for command, promise := range map[string]*regexp.Regexp{
		"issue": regexp.MustCompile(`renameat2?\(.*"\d{8}T\d{6}Z-[0-9a-f]{8}"`),
		"build": regexp.MustCompile(`renameat2?\(.*"journal"\)? `),
	} {
		log := filepath.Join(t.TempDir(), "calls")
		args := []string{command, "--site", i.site}
		if command == "issue" {
			args = append(args, "--yes", "--even-example")
		}
		if said, status := traced(t, []string{"-o", log, "-e", "trace=renameat,renameat2,fsync,syncfs"}, args...); status != exitOK {
			t.Fatalf("%s: exit status %d\n%s", command, status, said)
		}
		calls, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		at := promise.FindIndex(calls)
		if at == nil {
			t.Fatalf("%s: no promise was made:\n%s", command, calls)
		}
		if before := string(calls[:at[0]]); !strings.Contains(before, "sync") {
			t.Errorf("%s: nothing was synced before\n%s", command, calls[at[0]:at[1]])
		}
	}
}
