package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/doctor"
)

// The page about doctor names everything that it looks for.
func TestDoctorIsDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/doctor.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range doctor.Rules() {
		if !strings.Contains(string(page), "| `"+r.ID+"` | "+r.Severity.String()+" | "+r.Title+" |") {
			t.Errorf("docs/doctor.md has no line: | `%s` | %s | %s | %s |", r.ID, r.Severity, r.Title, r.Why)
		}
	}
}

// Where strangers find a repository; names and passwords stay out.
func TestWebAddress(t *testing.T) {
	for remote, want := range map[string]string{
		"git@github.com:harbour/skills.git":             "https://github.com/harbour/skills.git",
		"ssh://git@git.harbour.example:2222/skills.git": "https://git.harbour.example/skills.git",
		"https://ada:secret@gitlab.com/harbour/skills/": "https://gitlab.com/harbour/skills",
		"https://git.harbour.example:8443/skills?x=1":   "https://git.harbour.example:8443/skills",
		"/srv/git/skills.git":                           "",
		`C:\git\skills`:                                 "",
		"../skills.example":                             "",
		"file:///srv/git.example/skills":                "",
		"backup:skills.git":                             "",
		"ext::sh -c evil.example":                       "",
		"":                                              "",
	} {
		if got := webAddress(remote); got != want {
			t.Errorf("%q: %q, want %q", remote, got, want)
		}
	}
}

func TestHasEmail(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                     false,
		"email: ada@harbour-college.eu":        true,
		"<Ada.Rossi+x@harbour.it>,":            true,
		"email: ada@example.org":               false,
		"ada@skills.example":                   false,
		"Office@Harbour.eu, office@harbour.eu": false,
		"office@harbour.eu;ada@harbour.eu":     true,
		"@harbour.eu ada@ x@y a@b.c":           false,
		"ünal@köln.de":                         true,
	} {
		if got := hasEmail([]byte(text), "office@harbour.eu"); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// Of a history that is too large the newest part is searched, and each version
// once.
func TestSearchIsBounded(t *testing.T) {
	dir := t.TempDir()
	gitIn(t, dir, "init", "-q")
	for i, text := range []string{"first", "-----BEGIN PRIVATE KEY-----\n" + strings.Repeat("MC4CAQAwBQYDK2VwBCIE", 3) + "\n", "third", "first"} {
		if err := os.WriteFile(filepath.Join(dir, "a file.txt"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		gitIn(t, dir, "add", ".")
		gitIn(t, dir, "commit", "-q", "-m", strconv.Itoa(i))
	}
	for bytes, want := range map[int]search{1000: {commits: 4, all: 3, read: 3}, 10: {commits: 4, all: 3, read: 2, skipped: 1}, 0: {commits: 4, all: 3, skipped: 3}} {
		s := &search{e: &examination{app: &app{site: dir}}, bytes: bytes, seen: map[string]*hit{}}
		if err := s.run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if s.commits != want.commits || s.all != want.all || s.read != want.read || s.skipped != want.skipped || len(s.hits) != map[bool]int{true: 1}[bytes == 1000] {
			t.Errorf("%d bytes: %d commits, %d versions, %d read, %d not read, %d hits", bytes, s.commits, s.all, s.read, s.skipped, len(s.hits))
		}
		for _, h := range s.hits {
			if h.File != "a file.txt" || h.Ours || h.Sealed {
				t.Errorf("found %+v", h.Committed)
			}
		}
	}
}

// However git ends, what it says is passed on.
func TestGitStream(t *testing.T) {
	gitIn(t, ".", "--version")
	dir := t.TempDir()
	if err := gitPipe(t.Context(), dir, nil, func(string) error { return nil }, "rev-list", "--all"); err == nil || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("no repository: %v", err)
	}
	gitIn(t, dir, "init", "-q")
	var got []string
	err := gitPipe(t.Context(), dir, strings.NewReader("HEAD:x\n"), func(line string) error { got = append(got, line); return nil }, "cat-file", "--batch-check")
	if err != nil || len(got) != 1 || got[0] != "HEAD:x missing" {
		t.Errorf("git says %q, %v", got, err)
	}
}
