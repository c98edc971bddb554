package ob2_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// The check values stand in the specification (IdentityHash) and in the
// Open Badges 3.0 text, which hashes the same way.
func TestHashGivesTheValuesOfTheSpecification(t *testing.T) {
	for _, c := range []struct{ identity, salt, want string }{
		{"mayze", "", "sha256$7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6"},
		{"a@example.com", "Kosher", "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"},
	} {
		if got := ob2.Hash(c.identity, c.salt); got != c.want {
			t.Errorf("Hash(%q, %q) = %s, want %s", c.identity, c.salt, got, c.want)
		}
	}
}

func TestEmailIsHashedInLowerCase(t *testing.T) {
	if a, b := ob2.Email(" Ada@Example.ORG ", "s"), ob2.Email("ada@example.org", "s"); a != b {
		t.Errorf("case and space change the identity: %v, %v", a, b)
	}
}

func TestMarshalEscapesAmpersands(t *testing.T) {
	got, err := ob2.Marshal(ob2.Criteria{Narrative: "Fish & chips <b>"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(string(got), "&<>") {
		t.Errorf("%s holds a character that a loader may decode", got)
	}
}

func ExampleMarshal() {
	text, err := ob2.Marshal(ob2.RevokedAssertion{Context: ob2.Context, Type: "Assertion", ID: "https://example.org/a.json", Revoked: true})
	fmt.Print(string(text), err)
	// Output:
	// {"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://example.org/a.json","revoked":true}
	// <nil>
}

func ExampleDateTime() {
	fmt.Println(ob2.DateTime(time.Date(2026, 5, 14, 2, 0, 0, 999, time.FixedZone("", 2*3600))))
	// Output: 2026-05-14T00:00:00Z
}
