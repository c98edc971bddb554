package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/sealpress/sealpress/generator/fetch"
)

// Exit statuses.
const (
	exitOK         = 0
	exitFindings   = 1  // findings, or a credential that is not valid
	exitUsage      = 2  // wrong usage or environment, or a mistake of our own
	exitCannotTell = 3  // a credential of which it cannot be told
	exitLocked     = 75 // another run holds the lock
	exitInterrupt  = 130
	exitTerminate  = 143
)

// grace is how long a command may take to end once it was interrupted. Every
// file is whole at every instant, so nothing is lost by not waiting longer.
const grace = 1500 * time.Millisecond

// fewestFiles is how many files must be allowed to be open at once. A build on
// two processors has less than twenty; with very few Go's own runtime cannot
// begin to read files, and ends the program with a trace.
const fewestFiles = 64

// app is the world that commands act in, and the flags that they share.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	env            func(string) string
	random         io.Reader
	inTerminal     bool                 // standard input is a person
	outTerminal    bool                 // standard output is
	errTerminal    bool                 // standard error is
	paints         bool                 // the terminal shows colours
	internet       func(*fetch.Fetcher) // optional: puts something else in the place of the network

	site, out, format, color string
	quiet                    bool
}

// world returns the real one.
func world() *app {
	terminal := func(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now, env: os.Getenv, random: rand.Reader,
		inTerminal: terminal(os.Stdin), outTerminal: terminal(os.Stdout), errTerminal: terminal(os.Stderr)}
	a.paints = (!a.outTerminal || paints(os.Stdout)) && (!a.errTerminal || paints(os.Stderr))
	return a
}

// exit is an error that says with which status to end; what is to be said was
// said, unless it wraps an error.
type exit struct {
	status int
	err    error
}

func (e exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit status %d", e.status)
	}
	return e.err.Error()
}

func (e exit) Unwrap() error { return e.err }

// run is the whole command: it returns the exit status.
func run(args []string, a *app) int {
	ctx, stop := interruptible()
	defer stop()
	done := make(chan error, 1)
	go func() { done <- a.execute(ctx, args) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		select {
		case err = <-done:
		case <-time.After(grace):
			err = ctx.Err()
		}
	}
	var signalled interrupted
	var e exit
	switch {
	case err == nil:
		return exitOK // a signal that came after the work was done changes nothing
	case errors.As(context.Cause(ctx), &signalled):
		fmt.Fprintln(a.stderr, "sealpress: interrupted; run the same command again to finish")
		return int(signalled)
	case errors.As(err, &e):
		if e.err != nil {
			fmt.Fprintf(a.stderr, "sealpress: %v\n", e.err)
		}
		return e.status
	}
	fmt.Fprintf(a.stderr, "sealpress: %v\n", err)
	return exitUsage
}

// execute runs one command. A panic, which is a mistake of ours, becomes an
// error with all that is needed to report it.
func (a *app) execute(ctx context.Context, args []string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = exit{exitUsage, fmt.Errorf("this is a mistake in Sealpress, not in your files; please report it with these lines:\n%v\n%s", p, debug.Stack())}
		}
	}()
	if n := openFiles(); n > 0 && n < fewestFiles {
		return exit{exitUsage, fmt.Errorf("this program may have %d files open at once, and needs %d\n  raise the limit, then try again: ulimit -n 1024", n, fewestFiles)}
	}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	return root.ExecuteContext(ctx)
}

// interrupted is the exit status that a signal asks for.
type interrupted int

func (i interrupted) Error() string { return "interrupted" }

// interruptible returns a context that ends with the first signal; the second
// one ends the program at once.
func interruptible() (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup means it
		signal.Notify(signals, syscall.SIGHUP)
	}
	go func() {
		s, ok := <-signals
		if !ok {
			return
		}
		signal.Stop(signals)
		status := exitInterrupt
		if s != os.Interrupt {
			status = exitTerminate
		}
		cancel(interrupted(status))
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(signals)
		cancel(nil)
	}
}

// colored reports whether output to a terminal may have colours.
func (a *app) colored(terminal bool) bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	return terminal && a.paints && a.env("NO_COLOR") == "" && a.env("TERM") != "dumb"
}

// talk prints for people, on standard error, unless they asked for quiet.
func (a *app) talk(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format, args...)
	}
}
