package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the test binary serve as the programs that scripts name.
func TestMain(m *testing.M) {
	// Under the race detector every program would wait a second at its end.
	if err := os.Setenv("GORACE", gorace); err != nil {
		panic(err)
	}
	testscript.Main(m, map[string]func(){"sealpress": sealpress, "tree": tree, "hold": hold})
}

const gorace = "atexit_sleep_ms=10"

// later is how long after the beginning of its day the program starts: whoever
// issues again and again would soon be ahead of its clock.
const later = "SEALPRESS_TEST_LATER"

// sealpress is the command on a day that does not move, so that no award of a
// script or of the sample is in the future.
func sealpress() {
	a, start := world(), time.Now()
	a.internet = internet
	day := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	if d, err := time.ParseDuration(os.Getenv(later)); err == nil {
		day = day.Add(d)
	}
	a.now = func() time.Time { return day.Add(time.Since(start)) }
	os.Exit(run(os.Args[1:], a))
}

// tree prints every file below a folder with the hash of its content.
func tree() {
	err := fs.WalkDir(os.DirFS(os.Args[1]), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(os.DirFS(os.Args[1]), name)
		fmt.Printf("%x %s\n", sha256.Sum256(data), name)
		return err
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// hold takes a lock, says so by a file, and keeps it until it is killed or
// nobody can be waiting for it any more.
func hold() {
	if ok, err := flock.New(os.Args[1]).TryLock(); !ok || err != nil {
		fmt.Fprintln(os.Stderr, "not locked:", err)
		os.Exit(1)
	}
	if err := os.WriteFile(os.Args[2], nil, 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	time.Sleep(time.Minute)
}

// Each script is what a person types, and what she then sees.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"await":   await,
			"replace": replace,
			"absent":  absent,
			"host":    webHost,
			"xlsx":    xlsx,
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("GORACE", gorace)
			e.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
			e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			for _, who := range []string{"AUTHOR", "COMMITTER"} {
				e.Setenv("GIT_"+who+"_NAME", "Ada")
				e.Setenv("GIT_"+who+"_EMAIL", "ada@example.org")
			}
			return nil
		},
	})
}

// exits runs a program and wants an exit status: exits 75 sealpress build.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if e := (*exec.ExitError)(nil); errors.As(err, &e) {
		got = e.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%v: exit status %d, want %d", args[1:], got, want)
	}
}

// await waits until a file is there: await held.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	for range 500 {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s did not appear within five seconds", args[0])
}

// replace changes one place of a file, as a person does in an editor:
// replace FILE OLD NEW. \n stands for a line end.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	lines := strings.NewReplacer(`\n`, "\n")
	name := ts.MkAbs(args[0])
	text, err := os.ReadFile(name)
	ts.Check(err)
	changed := strings.Replace(string(text), lines.Replace(args[1]), lines.Replace(args[2]), 1)
	if changed == string(text) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(name, []byte(changed), 0o644))
}
