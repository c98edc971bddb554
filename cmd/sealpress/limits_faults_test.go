//go:build linux

package main

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mounted runs a shell script in which $1 is a folder, and which may mount, or
// skips the test where nobody but root may.
func mounted(t *testing.T, script, folder string) (said string, status int) {
	t.Helper()
	if err := exec.Command("unshare", "-Urm", "mount", "-t", "tmpfs", "none", t.TempDir()).Run(); err != nil {
		t.Skipf("this machine permits no mounts of one's own: %v", err)
	}
	return shell(t, "unshare", "-Urm", "sh", "-ec", script, "sh", folder)
}

func shell(t *testing.T, words ...string) (said string, status int) {
	t.Helper()
	out, err := exec.Command(words[0], words[1:]...).CombinedOutput()
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		return string(out), e.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return string(out), 0
}

// F03: on a full disk nothing is issued and nothing published; it is said what
// had no room, nothing is left over, and with room the same commands go on.
func TestFullDisk(t *testing.T) {
	i := manyIssuer(t, 60)
	i.must("", "build")
	said, _ := mounted(t, `
mount -t tmpfs -o size=64m none "$1.disk"
cp -r "$1" "$1.disk/site"
cd "$1.disk/site"
printf -- '---\nname: More\nmenu: true\n---\nMore.\n' >content/pages/more.md
dd if=/dev/zero of=../full bs=4k 2>/dev/null || true
truncate -s -65536 ../full
find . -type f | sort | xargs sha256sum >"$1.before"
sealpress issue --yes --even-example --quiet && echo issued
sealpress build --quiet && echo built
find . -type f ! -path './.sealpress/*' | sort | xargs sha256sum >"$1.after"
ls -A .sealpress | sed 's/^/left: /'
rm ../full
sealpress issue --yes --even-example --quiet && echo then issued
sealpress build --quiet && sealpress check --quiet && echo then built
`, func() string {
		if err := os.Mkdir(i.site+".disk", 0o755); err != nil {
			t.Fatal(err)
		}
		return i.site
	}())
	for _, want := range []string{"no space left on device", "then issued", "then built"} {
		if !strings.Contains(said, want) {
			t.Errorf("it did not say %q:\n%s", want, said)
		}
	}
	for _, never := range []string{"\nissued\n", "\nbuilt\n", "left: issue-"} {
		if strings.Contains(said, never) {
			t.Errorf("it said %q:\n%s", never, said)
		}
	}
	before, err := os.ReadFile(i.site + ".before")
	after, err2 := os.ReadFile(i.site + ".after")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	stays := func(list []byte) (out []string) {
		for line := range strings.Lines(string(list)) {
			if !strings.Contains(line, " ./.sealpress/") {
				out = append(out, line)
			}
		}
		return out
	}
	if diff := cmp.Diff(stays(before), stays(after)); diff != "" {
		t.Errorf("the site changed (-before +after):\n%s", diff)
	}
}

// F05: with files that may not grow, few open files or little memory a build
// succeeds or says why not; the old site stays whole, and the next build
// completes it.
func TestLimitsOfTheMachine(t *testing.T) {
	s := newTwoStates(t, 20)
	old, next := "b", "a"
	failed := 0
	limits := []string{"ulimit -f 4", "ulimit -n 7"}
	if os.Getenv("SEALPRESS_LONG") != "" {
		limits = append(limits, "ulimit -f 1", "ulimit -f 16", "ulimit -n 4", "ulimit -n 8", "ulimit -n 12", "ulimit -n 16", "ulimit -n 20", "export GOMEMLIMIT=16MiB")
	}
	for _, limit := range limits {
		s.turn(next)
		said, status := shell(t, "sh", "-c", limit+`; exec sealpress build --quiet --site "$1"`, "sh", s.site)
		if status != exitOK {
			failed++
			words := strings.HasPrefix(said, "sealpress: ") && !strings.Contains(said, "goroutine")
			if strings.HasPrefix(limit, "ulimit -n ") { // not one of the many places that would fail
				words = strings.HasPrefix(said, "sealpress: this program may have ") && strings.Contains(said, "raise the limit")
			}
			if status != exitUsage || !words {
				t.Errorf("%s: exit status %d\n%s", limit, status, said)
			}
		}
		s.whole(old, next)
		s.must("build", "--quiet", "--site", s.site)
		if diff := cmp.Diff(s.want[next], files(t, s.public())); diff != "" {
			t.Errorf("%s: the next run came to other bytes (-undisturbed +got):\n%.2000s", limit, diff)
		}
		old, next = next, old
	}
	if failed == 0 {
		t.Error("no limit was reached, so this test shows little")
	}
}

// F06: where nothing can be written, a build says so before it works, and what
// only reads still does.
func TestReadOnlySite(t *testing.T) {
	s := newTwoStates(t, 5)
	s.turn("a")
	before := files(t, s.public())
	said, _ := mounted(t, `
mount --bind "$1" "$1"
mount -o remount,ro,bind "$1"
cd "$1"
sealpress check --quiet && echo checked
sealpress verify public >/dev/null && echo verified
sealpress list >/dev/null && echo listed
sealpress build || echo build $?
sealpress issue --yes --even-example || echo issue $?
`, s.site)
	for _, want := range []string{"checked\n", "verified\n", "listed\n", "read-only file system", "build 2\n", "issue 2\n"} {
		if !strings.Contains(said, want) {
			t.Errorf("it did not say %q:\n%s", want, said)
		}
	}
	if diff := cmp.Diff(before, files(t, s.public())); diff != "" {
		t.Errorf("the old site changed:\n%s", diff)
	}
}
