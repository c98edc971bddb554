package load

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/source"
)

const (
	someEd   = "z6MkpxcQaWu94MUoHE3oTKP4Tue7d9PezqNvjj89thCUTR8K"
	someP256 = "zDnaezoKJakAfjbkh4T9dnXQYo16ULUwEx8xSQhEQFuYmSeEq"
)

func keyFile(created, more string) string {
	return fmt.Sprintf("created: %s\ned25519: %s\np256: %s\n%s", created, someEd, someP256, more)
}

// Keys come in the order in which they were made, and the newest that is
// neither retired nor compromised signs.
func TestKeys(t *testing.T) {
	c, _ := read(t, memory(with("keys/2026.yaml", "-",
		"keys/a.yaml", keyFile("2027-03-01", "compromised-since: 2027-04-01\n"),
		"keys/b.yaml", keyFile("2026-01-02", ""),
		"keys/c.yaml", keyFile("2026-01-02", "# kept\n"),
		"keys/d.yaml", keyFile("2027-01-02", "retired: 2027-02-01\n"))))
	if lines := printed(c); len(lines) > 0 {
		t.Fatal(lines)
	}
	day := func(y int16, m int, d uint8) badge.Date {
		return badge.DateOf(badge.Date{Year: y, Month: 1, Day: d}.Start().AddDate(0, m-1, 0))
	}
	key := func(name string, created, retired, compromised badge.Date) *badge.SigningKey {
		return &badge.SigningKey{Place: source.Place{File: "content/keys/" + name + ".yaml"}, Name: name, Created: created, Ed25519: someEd, P256: someP256,
			Retired: retired, Compromised: compromised}
	}
	want := []*badge.SigningKey{
		key("b", day(2026, 1, 2), badge.Date{}, badge.Date{}),
		key("c", day(2026, 1, 2), badge.Date{}, badge.Date{}),
		key("d", day(2027, 1, 2), day(2027, 2, 1), badge.Date{}),
		key("a", day(2027, 3, 1), badge.Date{}, day(2027, 4, 1)),
	}
	if diff := cmp.Diff(want, c.Catalog.Keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if k := c.Catalog.SigningKey(); k == nil || k.Name != "c" {
		t.Errorf("%+v signs, want c", k)
	}
}

// What is wrong with a key file is said without showing the value, which may
// be the private half.
func TestKeyFilesThatAreWrong(t *testing.T) {
	const secret = "eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIn0"
	for _, test := range []struct{ file, text, want string }{
		{"keys/2026.yaml", "created: 2026-01-01\ned25519: " + secret + "\np256: " + someP256 + "\n",
			"content/keys/2026.yaml:2:10: error: ed25519: expected a public key, found what looks like a private one [bad-value] mend: take it out of the repository, and run: sealpress key list"},
		{"keys/2026.yaml", "created: 2026-01-01\ned25519: \"-----BEGIN PRIVATE KEY-----\"\np256: " + someP256 + "\n",
			"found what looks like a private one"},
		{"keys/2026.yaml", "created: 2026-01-01\ned25519: did:key:" + someEd + "\np256: " + someP256 + "\n",
			"expected the public key alone, found a did:key [bad-value] mend: remove did:key: before it"},
		{"keys/2026.yaml", "created: 2026-01-01\ned25519: z0OIl\np256: " + someP256 + "\n", "which begins with z"},
		{"keys/2026.yaml", "created: 2026-01-01\np256: " + someP256 + "\n", `"ed25519" is missing`},
		{"keys/Our Key.yaml", keyFile("2026-01-01", ""), "content/keys/Our Key.yaml: error: the name is that of the key: expected at most 40 lower-case letters, digits and single hyphens [file-name] mend: rename it to our-key.yaml"},
		{"keys/" + strings.Repeat("k", 41) + ".yaml", keyFile("2026-01-01", ""), "mend: rename it to " + strings.Repeat("k", 40) + ".yaml"},
		{"keys/鍵.yaml", keyFile("2026-01-01", ""), "mend: rename it to 2026.yaml"},
		{"keys/2026.jwe", secret, "content/keys/2026.jwe: error: this file has no meaning here"},
	} {
		c, _ := read(t, memory(with("keys/2026.yaml", "-", test.file, test.text)))
		lines := strings.Join(printed(c), "\n")
		if !strings.Contains(lines, test.want) || strings.Contains(lines, secret) {
			t.Errorf("%s:\n%s\nwant %q\ngot  %s", test.file, test.text, test.want, lines)
		}
	}
}
