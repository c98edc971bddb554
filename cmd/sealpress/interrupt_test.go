package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// command runs the program with what it prints, and returns that and the
// exit status.
func command(t *testing.T, args ...string) (output string, status int) {
	t.Helper()
	out, err := exec.Command("sealpress", args...).CombinedOutput() // TestMain put it into PATH
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		return string(out), e.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return string(out), 0
}

// files returns the content of every file below a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// manyAwards is a cohort that takes a while to build.
func manyAwards(n int) []byte {
	var b bytes.Buffer
	b.WriteString("achievement: open-workshop\nawarded: 2026-05-14\nawards:\n")
	for i := range n {
		fmt.Fprintf(&b, "  b%d:\n    name: Learner %d\n    email: learner%d@example.org\n", i, i, i)
	}
	return b.Bytes()
}

// A build that is interrupted while it makes pages ends within two seconds,
// with the status that shells know, and leaves the old site as it was; the
// next build finishes.
func TestInterruptedBuildLeavesTheOldSite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no way to send an interruption to one process alone")
	}
	site := filepath.Join(t.TempDir(), "site")
	for _, args := range [][]string{{"init", site}, {"build", "--site", site}} {
		if out, status := command(t, args...); status != exitOK {
			t.Fatalf("sealpress %v: exit status %d\n%s", args, status, out)
		}
	}
	before := files(t, filepath.Join(site, "public"))
	if err := os.WriteFile(filepath.Join(site, "content", "awards", "2026-05-many.yaml"), manyAwards(1500), 0o644); err != nil {
		t.Fatal(err)
	}
	interruptBuild(t, site, os.Interrupt, exitInterrupt)
	interruptBuild(t, site, syscall.SIGTERM, exitTerminate)
	if diff := cmp.Diff(before, files(t, filepath.Join(site, "public"))); diff != "" {
		t.Errorf("the old site changed (-before +after):\n%s", diff)
	}
	if out, status := command(t, "build", "--site", site); status != exitOK || !strings.Contains(out, "awards      1,502") {
		t.Errorf("the next build: exit status %d\n%s", status, out)
	}
}

// interruptBuild sends a signal to a build that has begun to make pages.
func interruptBuild(t *testing.T, site string, signal os.Signal, status int) {
	t.Helper()
	build := exec.Command("sealpress", "build", "--site", site)
	var said bytes.Buffer
	build.Stderr = &said
	if err := build.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- build.Wait() }()
	awaitStaging(t, site, done)
	sent := time.Now()
	if err := build.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		_ = build.Process.Kill() // the test fails either way
		t.Fatalf("%v: still running after 30 seconds", signal)
	}
	if took := time.Since(sent); took > 2*time.Second {
		t.Errorf("%v: ended after %v, want at most 2s", signal, took)
	}
	if got := build.ProcessState.ExitCode(); got != status {
		t.Errorf("%v: exit status %d, want %d\n%s", signal, got, status, said.String())
	}
	if want := "interrupted; run the same command again to finish"; !strings.Contains(said.String(), want) {
		t.Errorf("%v: it said %q, want it to hold %q", signal, said.String(), want)
	}
}

// awaitStaging waits until a build has begun to make pages.
func awaitStaging(t *testing.T, site string, done <-chan error) {
	t.Helper()
	for range 2000 {
		made, err := filepath.Glob(filepath.Join(site, ".sealpress", "public", "staging", "*", "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(made) > 0 {
			return
		}
		select {
		case err := <-done:
			t.Fatalf("the build ended before it was interrupted: %v", err)
		case <-time.After(5 * time.Millisecond):
		}
	}
	t.Fatal("the build made no page within ten seconds")
}
