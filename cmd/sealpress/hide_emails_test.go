package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// On a terminal a person is asked, and what she does not agree to is not done.
func TestHideEmailsAsks(t *testing.T) {
	for answer, want := range map[string]int{"\n": exitFindings, "no\n": exitFindings, "yes\n": exitOK, "Y\n": exitOK} {
		dir := filepath.Join(t.TempDir(), "site")
		a, _, stderr := testWorld()
		if got := run([]string{"init", dir}, a); got != exitOK {
			t.Fatalf("init: exit status %d:\n%s", got, stderr)
		}
		a, _, stderr = testWorld()
		a.stdin, a.inTerminal, a.errTerminal = strings.NewReader(answer), true, true
		if got := run([]string{"hide-emails", "--site", dir, "--color", "never"}, a); got != want {
			t.Errorf("answer %q: exit status %d, want %d:\n%s", answer, got, want, stderr)
		}
		if !strings.Contains(stderr.String(), "hide the e-mail of 2 awards, in 1 file:") {
			t.Errorf("the plan is not shown before the question:\n%s", stderr)
		}
		text, err := os.ReadFile(filepath.Join(dir, "content/awards/2026-01-example.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if plain := bytes.Contains(text, []byte("email: ")); plain != (want != exitOK) {
			t.Errorf("answer %q: a plain address is there: %v\n%s", answer, plain, text)
		}
	}
}
