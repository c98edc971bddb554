package preview

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// The law: after quiet, what is shown is what a fresh build makes.
func TestFollows(t *testing.T) {
	steps := func(f *folder, each func()) {
		f.write("content/a.md", "one")
		each()
		f.write("content/a.md", "two") // same size
		each()
		f.save("content/a.md", "3")
		each()
		f.write("content/new/deep/er/b.md", "b")
		each()
		f.rename("content/new", "content/moved")
		each()
		f.write("content/moved/deep/er/b.md", "c") // in a folder that was watched under another name
		each()
		f.write("content/new/deep/er/b.md", "d") // a new folder of the old name
		f.remove("content/moved")
		each()
		f.write("content/new/deep/er/b.md", "e")
		each()
		f.write("themes/own/style.css", "a{}")
		each()
		f.write("content/broken", "here")
		each()
		f.write("content/broken", "there")
		each()
		f.remove("content/broken")
		each()
		f.rename("content", "elsewhere")
		each()
		f.write("elsewhere/a.md", "not seen")
		f.write("content/a.md", "another folder altogether")
		each()
		f.write("content/a.md", "and its change")
		each()
		f.remove("content")
		f.rename("elsewhere", "content")
		each()
		f.write("content/a.md", "back")
		f.remove("themes")
		each()
	}
	t.Run("step by step", func(t *testing.T) {
		t.Parallel()
		f := follow(t, nil)
		steps(f, f.settles)
	})
	t.Run("all at once", func(t *testing.T) {
		t.Parallel()
		f := follow(t, nil)
		steps(f, func() {})
		f.settles()
	})
	t.Run("in the rhythm of the watching", func(t *testing.T) {
		t.Parallel()
		f := follow(t, nil)
		steps(f, func() { time.Sleep(quiet) })
		f.settles()
	})
}

// Where nobody listens, everything is found by looking.
func TestPolls(t *testing.T) {
	for name, fault := range map[string]error{
		"too many watches": &os.SyscallError{Syscall: "inotify_add_watch", Err: syscall.ENOSPC},
		"too many files":   syscall.EMFILE,
		"not supported":    errors.New("operation not supported"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := follow(t, func(w *watcher) { w.add = func(string) error { return fault } })
			f.write("content/a/b.md", "one")
			f.settles()
			f.write("content/a/b.md", "two") // same size, perhaps the same time
			f.settles()
			f.remove("content/a")
			f.write("content/broken", "")
			f.settles()
			if got := <-f.notices; !strings.Contains(got, fault.Error()) || !strings.Contains(got, "every second") {
				t.Errorf("notice %q", got)
			}
			if n := len(f.notices); n > 0 {
				t.Errorf("%d more notices, want one", n)
			}
		})
	}
}

// The limit may be reached long after the start.
func TestPollsFromThenOn(t *testing.T) {
	t.Parallel()
	f := follow(t, func(w *watcher) {
		add := w.add
		w.add = func(folder string) error {
			if strings.Contains(folder, "deep") {
				return syscall.ENOSPC
			}
			return add(folder)
		}
	})
	f.write("content/a.md", "one")
	f.settles()
	if f.watcher.polling() {
		t.Fatal("polls too early")
	}
	f.write("content/deep/b.md", "one")
	f.settles()
	f.write("content/deep/b.md", "other")
	f.settles()
	if !f.watcher.polling() {
		t.Error("does not poll although a folder cannot be watched")
	}
}

// News that the system lost are found by reading everything again.
func TestOverflow(t *testing.T) {
	t.Parallel()
	f := follow(t, func(w *watcher) { w.add = func(string) error { return nil } }) // deaf, but believed to hear
	f.write("content/a.md", "one")
	time.Sleep(3 * quiet)
	if f.difference() == "" {
		t.Fatal("the change was seen by somebody who does not listen")
	}
	f.watcher.mu.Lock()
	system := f.watcher.system
	f.watcher.mu.Unlock()
	system.Errors <- fsnotify.ErrEventOverflow
	f.settles()
}

func TestStorms(t *testing.T) {
	files, saves, switches := 2_000, 200, 5
	if long() {
		files, saves, switches = 40_000, 1_000, 50
	}
	t.Run("many files at once", func(t *testing.T) {
		f := follow(t, nil)
		for i := range files {
			f.write(fmt.Sprintf("content/static/%d/%d.txt", i%40, i), fmt.Sprint(i))
		}
		f.settles()
		f.write("content/static/7/7.txt", "x")
		f.settles()
		f.remove("content/static")
		f.settles()
	})
	t.Run("atomic saves", func(t *testing.T) {
		t.Parallel()
		f := follow(t, nil)
		for i := range saves {
			f.save("content/a.md", fmt.Sprint(i))
		}
		f.settles()
		if n := f.rebuilds(); n > 3+saves/100 {
			t.Errorf("%d rebuilds for one storm of %d saves", n, saves)
		}
	})
	t.Run("names that go round", func(t *testing.T) {
		t.Parallel()
		f := follow(t, nil)
		f.write("content/x/1", "one")
		f.write("content/y/1", "two")
		f.settles()
		for range saves {
			f.rename("content/x", "content/z")
			f.rename("content/y", "content/x")
			f.rename("content/z", "content/y")
		}
		f.settles()
		f.write("content/x/1", "1")
		f.settles()
		f.write("content/y/1", "2")
		f.settles()
	})
	t.Run("branches", func(t *testing.T) {
		if _, err := exec.LookPath("git"); err != nil {
			t.Skip("git is not there")
		}
		f := follow(t, nil)
		git := func(args ...string) {
			t.Helper()
			c := exec.Command("git", append([]string{"-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"}, args...)...)
			c.Dir = f.dir
			c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
			if out, err := c.CombinedOutput(); err != nil {
				t.Fatalf("git %v: %v\n%s", args, err, out)
			}
		}
		git("init", "-q", "-b", "one")
		for i := range 100 {
			f.write(fmt.Sprintf("content/same/%d.md", i), "same")
			f.write(fmt.Sprintf("content/%d.md", i), "one")
			f.write(fmt.Sprintf("content/one/%d.md", i), "only here")
		}
		git("add", ".")
		git("commit", "-q", "-m", "one")
		git("switch", "-q", "-c", "two")
		f.remove("content/one")
		for i := range 100 {
			f.write(fmt.Sprintf("content/%d.md", i), "two")
			f.write(fmt.Sprintf("content/two/%d.md", i), "only there")
		}
		git("add", ".")
		git("commit", "-q", "-m", "two")
		f.settles()
		for i := range switches {
			git("switch", "-q", []string{"one", "two"}[i%2])
			if i%10 == 0 {
				f.settles()
			}
		}
		f.settles()
	})
}

// A build is not made of what no step reads, nor where only times changed.
func TestNoNeedlessBuild(t *testing.T) {
	t.Parallel()
	f := follow(t, nil)
	f.write("content/a.md", "one")
	f.settles()
	time.Sleep(3 * quiet)
	f.rebuilds()
	f.write("content/.a.md.swp", "x")
	f.write("content/a.md~", "x")
	f.write("content/a.md", "one")
	f.write("public/index.html", "x")
	f.write("README.md", "x")
	time.Sleep(5 * quiet)
	if n := f.rebuilds(); n != 0 {
		t.Errorf("%d rebuilds, want none", n)
	}
}

// What changed is told by name.
func TestRebuildNamesChanges(t *testing.T) {
	t.Parallel()
	f := follow(t, nil)
	f.write("content/a.md", "one")
	r := <-f.built
	if len(r.Changed) != 1 || r.Changed[0] != "content/a.md" || !r.Site.OK || r.Err != nil {
		t.Errorf("%+v", r)
	}
}

func TestTouched(t *testing.T) {
	for _, c := range []struct {
		t    touched
		name string
		want bool
	}{
		{touched{}, "content/a", false},
		{touched{everything: true}, "content/a", true},
		{touched{names: map[string]bool{"content/a": true}}, "content/a", true},
		{touched{names: map[string]bool{"content/a": true}}, "content/a/b/c", true},
		{touched{names: map[string]bool{"content/a/b": true}}, "content/a", false},
		{touched{names: map[string]bool{"content/a": true}}, "content/ab", false},
	} {
		if got := c.t.has(c.name); got != c.want {
			t.Errorf("%+v has %q: %t", c.t, c.name, got)
		}
	}
}

// An error of the machine is shown, and the preview goes on.
func TestBuildFails(t *testing.T) {
	p := New(Config{})
	p.board.put(newState(nil, siteOf(t, map[string]string{"index.html": page("home")})))
	site := Site{}
	site.Findings = append(site.Findings, failure(&fs.PathError{Op: "open", Path: "content/x", Err: syscall.EIO}))
	p.board.put(newState(p.board.current(), site))
	if w := ask(p, "/badges/"); w.Code != 200 {
		t.Errorf("status %d", w.Code)
	}
	if w := ask(p, "/.sealpress/findings"); !strings.Contains(w.Body.String(), "content/x") {
		t.Errorf("findings: %s", w.Body)
	}
}
