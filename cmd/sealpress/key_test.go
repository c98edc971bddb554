package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/standard/jose"
)

func init() { sealing.Rounds = jose.LeastIterations }

// keyWorld is a small site, with a folder for keys, before a person who
// answers.
func keyWorld(t *testing.T, answers string) (a *app, args func(...string) []string, stderr interface{ String() string }) {
	t.Helper()
	site, keys := filepath.Join(t.TempDir(), "site"), filepath.Join(t.TempDir(), "keys")
	maker, _, talk := testWorld()
	if got := run([]string{"init", site}, maker); got != exitOK {
		t.Fatalf("exit status %d\n%s", got, talk)
	}
	a, _, stderr = testWorld()
	a.stdin, a.inTerminal, a.errTerminal, a.random = strings.NewReader(answers), true, true, rand.Reader
	return a, func(words ...string) []string { return append(words, "--site", site, "--keys", keys) }, stderr
}

// In a console key new asks twice for the passphrase, and again where it is
// too short or the two differ.
func TestKeyNewAsksInAConsole(t *testing.T) {
	a, args, stderr := keyWorld(t, "short\nfour words in a row\nfour words in a rom\nfour words in a row\r\nfour words in a row\n")
	if got := run(args("key", "new"), a); got != exitOK {
		t.Fatalf("exit status %d\n%s", got, stderr)
	}
	for want, n := range map[string]int{"Passphrase for the new key: ": 3, "The same again: ": 2, "the two differ": 1, "at least 8 are needed": 1} {
		if got := strings.Count(stderr.String(), want); got != n {
			t.Errorf("%q was said %d times, want %d:\n%s", want, got, n, stderr)
		}
	}
	if strings.Contains(stderr.String(), "four words") {
		t.Errorf("the passphrase is shown:\n%s", stderr)
	}
	a.stdin = strings.NewReader("four words in a row\nanother passphrase\nanother passphrase\n")
	if got := run(args("key", "passphrase"), a); got != exitOK {
		t.Fatalf("exit status %d\n%s", got, stderr)
	}
}

func TestKeyNewWithoutAnswerWritesNothing(t *testing.T) {
	for _, answers := range []string{"", "a\nb\nc\n", "four words in a row\n"} {
		a, args, stderr := keyWorld(t, answers)
		if got := run(args("key", "new"), a); got != exitUsage {
			t.Errorf("%q: exit status %d, want %d\n%s", answers, got, exitUsage, stderr)
		}
		all := args()
		for _, name := range []string{filepath.Join(all[1], "content", "keys"), all[3]} {
			if _, err := os.Stat(name); err == nil {
				t.Errorf("%q: %s was made", answers, name)
			}
		}
	}
}

// A person who is asked for a passphrase can leave with Ctrl-C at once.
func TestSecretEndsWithTheContext(t *testing.T) {
	a, _, _ := testWorld()
	a.stdin, _ = io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := (&asking{ctx: ctx}).secret(a, "Passphrase"); got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %q and error %v, want none and context.Canceled", got, err)
	}
}

// The private half is found in SEALPRESS_KEY, encrypted or plain, else in the
// folder; and it is the one of the key that signs.
func TestUnlock(t *testing.T) {
	demo, err := os.ReadFile("testdata/demo-key/demo.jwe")
	if err != nil {
		t.Fatal(err)
	}
	signs := &badge.SigningKey{Name: "demo", Ed25519: "z6MkpxcQaWu94MUoHE3oTKP4Tue7d9PezqNvjj89thCUTR8K", P256: "zDnaezoKJakAfjbkh4T9dnXQYo16ULUwEx8xSQhEQFuYmSeEq"}
	if !signs.Demo() {
		t.Error("the demonstration key is not known as such")
	}
	other, err := keyring.Generate("demo", badge.Date{Year: 2026, Month: 1, Day: 1}, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ed, ec := other.Public()
	const pass = "demo demo demo"
	for _, test := range []struct {
		name string
		env  map[string]string
		of   *badge.SigningKey
		want string // of the error
	}{
		{"the demonstration key", map[string]string{"SEALPRESS_KEY": string(demo), "SEALPRESS_PASSPHRASE": pass}, signs, ""},
		{"with \\n", map[string]string{"SEALPRESS_KEY": `'` + strings.TrimSpace(string(demo)) + `\n'`, "SEALPRESS_PASSPHRASE": pass}, signs, ""},
		{"another passphrase", map[string]string{"SEALPRESS_KEY": string(demo), "SEALPRESS_PASSPHRASE": "x"}, signs, "SEALPRESS_KEY: the passphrase does not open this key"},
		{"no passphrase", map[string]string{"SEALPRESS_KEY": string(demo)}, signs, "there is nobody to ask"},
		{"another key", map[string]string{"SEALPRESS_KEY": string(demo), "SEALPRESS_PASSPHRASE": pass}, &badge.SigningKey{Name: "demo", Ed25519: ed, P256: ec}, "SEALPRESS_KEY is not the private half of content/keys/demo.yaml"},
		{"a public key", map[string]string{"SEALPRESS_KEY": signs.Ed25519}, signs, "SEALPRESS_KEY: this is the public half"},
		{"nothing", map[string]string{"SEALPRESS_PASSPHRASE": pass}, signs, `the private half of the key "demo" is not here`},
	} {
		a, _, _ := testWorld()
		a.env = func(name string) string { return test.env[name] }
		site := badge.Site{URL: badge.DemoSite}
		p, err := a.unlock(&asking{ctx: t.Context()}, &keyFlags{folder: t.TempDir()}, site, test.of)
		switch {
		case test.want == "" && (err != nil || !p.Matches(test.of)):
			t.Errorf("%s: %v, %v", test.name, p, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		case err != nil && strings.Contains(err.Error(), "eyJ"):
			t.Errorf("%s: the message shows the key: %v", test.name, err)
		}
	}
}

func TestSiteFolder(t *testing.T) {
	for url, want := range map[string]string{
		"https://credentials.example.org/":  "credentials.example.org",
		"https://org.github.io/badges/":     "org.github.io_badges",
		"https://org.github.io/a/b/":        "org.github.io_a_b",
		"https://example.org/~ada/":         "example.org__7eada",
		"https://example.org/../../secret/": "",
		"":                                  "",
	} {
		got, err := siteFolder(badge.Site{URL: url})
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v, want %q", url, got, err, want)
		}
	}
}
