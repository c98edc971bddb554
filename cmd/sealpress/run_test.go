package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// world for tests: nobody sits before it, and the clock stands.
func testWorld() (a *app, stdout, stderr *bytes.Buffer) {
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	return &app{paints: true, stdin: strings.NewReader(""), stdout: stdout, stderr: stderr, env: func(string) string { return "" },
		now:    func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) },
		random: bytes.NewReader(bytes.Repeat([]byte{7}, 4096))}, stdout, stderr
}

func TestPanicNeverSucceeds(t *testing.T) {
	site := t.TempDir()
	if err := os.Mkdir(filepath.Join(site, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	a, _, stderr := testWorld()
	a.now = func() time.Time { panic("the clock is broken") }
	if got := run([]string{"check", "--site", site}, a); got != exitUsage {
		t.Errorf("exit status %d, want %d", got, exitUsage)
	}
	for _, want := range []string{"this is a mistake in Sealpress", "the clock is broken", "run_test.go"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("standard error lacks %q:\n%s", want, stderr)
		}
	}
}

func TestOutputThatCannotBeWrittenIsNoSuccess(t *testing.T) {
	for _, args := range [][]string{{"explain"}, {"version"}, {"explain", "unknown-key"}} {
		a, _, _ := testWorld()
		a.stdout = brokenWriter{}
		if got := run(args, a); got == exitOK {
			t.Errorf("sealpress %v: exit status 0 although nothing could be printed", args)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestColored(t *testing.T) {
	for _, tt := range []struct {
		color, noColor, term string
		terminal, want       bool
	}{
		{"auto", "", "xterm", true, true},
		{"auto", "", "xterm", false, false},
		{"auto", "1", "xterm", true, false},
		{"auto", "", "dumb", true, false},
		{"always", "1", "dumb", false, true},
		{"never", "", "xterm", true, false},
	} {
		a, _, _ := testWorld()
		a.color = tt.color
		a.env = func(name string) string { return map[string]string{"NO_COLOR": tt.noColor, "TERM": tt.term}[name] }
		if got := a.colored(tt.terminal); got != tt.want {
			t.Errorf("--color %s, NO_COLOR=%s, TERM=%s, terminal %t: colours %t, want %t", tt.color, tt.noColor, tt.term, tt.terminal, got, tt.want)
		}
	}
}

// In a console init asks; an answer that cannot be is asked for again, and
// Enter takes what is proposed.
func TestInitAsksInAConsole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	a, _, stderr := testWorld()
	a.stdin, a.inTerminal, a.errTerminal = strings.NewReader("Harbour Skills\nhttp://x.example\n\n"), true, true
	if got := run([]string{"init", dir}, a); got != exitOK {
		t.Fatalf("exit status %d\n%s", got, stderr)
	}
	site, err := os.ReadFile(filepath.Join(dir, "content", "site.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Harbour Skills", "https://credentials.example.org/"} {
		if !strings.Contains(string(site), want) {
			t.Errorf("site.yaml lacks %q:\n%s", want, site)
		}
	}
	if n := strings.Count(stderr.String(), "Address at which"); n != 2 {
		t.Errorf("the address was asked for %d times, want 2:\n%s", n, stderr)
	}
}

func TestInitWithoutAnswerWritesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	a, _, stderr := testWorld()
	a.inTerminal, a.errTerminal = true, true
	if got := run([]string{"init", dir}, a); got != exitUsage {
		t.Errorf("exit status %d, want %d\n%s", got, exitUsage, stderr)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Errorf("%s was made", dir)
	}
}

// A person who is asked can leave with Ctrl-C at once.
func TestQuestionEndsWithTheContext(t *testing.T) {
	never, _ := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ask := &asker{ctx: ctx, in: bufio.NewReader(never), out: io.Discard}
	if got := ask.question("Name", "", "x", nil); got != "" || !errors.Is(ask.err, context.Canceled) {
		t.Errorf("got %q and error %v, want none and context.Canceled", got, ask.err)
	}
}

// The bar is for people who wait before a terminal, and for nobody else.
func TestProgressIsForTerminals(t *testing.T) {
	for _, tt := range []struct {
		terminal, quiet bool
		format          string
		want            bool
	}{
		{true, false, "text", true},
		{false, false, "text", false},
		{true, true, "text", false},
		{true, false, "json", false},
	} {
		a, _, stderr := testWorld()
		a.errTerminal, a.quiet, a.format = tt.terminal, tt.quiet, tt.format
		clock := a.now()
		a.now = func() time.Time { clock = clock.Add(time.Second); return clock }
		step, finish := a.progress("files")
		if step != nil {
			step(1, 2)
			step(2, 2)
		}
		finish()
		if got := strings.Contains(stderr.String(), "files"); got != tt.want {
			t.Errorf("terminal %t, quiet %t, format %s: bar %t, want %t: %q", tt.terminal, tt.quiet, tt.format, got, tt.want, stderr)
		}
	}
}

// What a double click on Windows shows says how to go on.
func TestDoubleClickSaysHowToGoOn(t *testing.T) {
	for _, want := range []string{"console", "sealpress init my-site"} {
		if !strings.Contains(doubleClick, want) {
			t.Errorf("it lacks %q:\n%s", want, doubleClick)
		}
	}
}

// Each command's help opens with a line that can be typed, and that line is
// one that the command takes.
func TestHelpOpensWithAnExample(t *testing.T) {
	a, _, _ := testWorld()
	root := a.root()
	all := append(root.Commands(), root)
	for i := 0; i < len(all); i++ {
		if all[i] != root {
			all = append(all, all[i].Commands()...)
		}
	}
	for _, c := range all {
		if c.Parent() != nil && c.Parent().Name() == "completion" {
			continue // written by cobra
		}
		line := example(c)
		if line == c.CommandPath() && !strings.HasPrefix(c.Example, "$ "+line) || !strings.HasPrefix(line, "sealpress ") {
			t.Errorf("%s: its help opens with %q, want a line that begins with $ sealpress", c.CommandPath(), c.Example)
			continue
		}
		word := strings.Fields(line)[1:]
		found, rest, err := root.Find(word)
		if err != nil || c != root && found != c && found.Parent() != c {
			t.Errorf("%s: the example %q leads to %v (%v)", c.CommandPath(), line, found.CommandPath(), err)
			continue
		}
		if err := found.ParseFlags(rest); err != nil {
			t.Errorf("%s: the example %q has a flag that is none: %v", c.CommandPath(), line, err)
		}
	}
}
