package ob2_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/standard/ob2"
)

func marshal(t *testing.T, document any) string {
	t.Helper()
	text, err := ob2.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What a document says when it says as little as it may: every member that
// verifiers demand, and none that is empty.
func TestSmallestDocuments(t *testing.T) {
	const at = "https://a.example/"
	for _, c := range []struct {
		name     string
		document any
		want     string
	}{
		{"Assertion", ob2.Assertion{Context: ob2.Context, Type: "Assertion", ID: at + "1.json", Recipient: ob2.IdentityObject{Type: "url", Identity: at},
			Badge: at + "b.json", Verification: ob2.VerificationObject{Type: "HostedBadge"}, IssuedOn: "2026-05-14T00:00:00Z"},
			`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://a.example/1.json",` +
				`"recipient":{"type":"url","hashed":false,"identity":"https://a.example/"},"badge":"https://a.example/b.json",` +
				`"verification":{"type":"HostedBadge"},"issuedOn":"2026-05-14T00:00:00Z"}`},
		{"BadgeClass", ob2.BadgeClass{Context: ob2.Context, Type: "BadgeClass", ID: at + "b.json", Name: "N", Description: "D", Image: at + "i.png",
			Criteria: ob2.Criteria{ID: at + "c"}, Issuer: at + "p.json"},
			`{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://a.example/b.json","name":"N","description":"D",` +
				`"image":"https://a.example/i.png","criteria":{"id":"https://a.example/c"},"issuer":"https://a.example/p.json"}`},
		{"Profile", ob2.Profile{Context: ob2.Context, Type: "Profile", ID: at + "p.json", Name: "N", URL: at, Email: "a@a.example",
			Verification: ob2.VerificationObject{Type: "VerificationObject", AllowedOrigins: []string{"a.example"}, StartsWith: []string{at}}},
			`{"@context":"https://w3id.org/openbadges/v2","type":"Profile","id":"https://a.example/p.json","name":"N","url":"https://a.example/",` +
				`"email":"a@a.example","verification":{"type":"VerificationObject","allowedOrigins":["a.example"],"startsWith":["https://a.example/"]}}`},
		{"RevocationList", ob2.RevocationList{Context: ob2.Context, Type: "RevocationList", ID: at + "r.json", Issuer: at + "p.json",
			RevokedAssertions: []ob2.RevokedListEntry{}},
			`{"@context":"https://w3id.org/openbadges/v2","type":"RevocationList","id":"https://a.example/r.json","issuer":"https://a.example/p.json","revokedAssertions":[]}`},
		{"revoked", ob2.RevokedAssertion{Context: ob2.Context, Type: "Assertion", ID: at + "1.json", Revoked: true, RevocationReason: "R"},
			`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://a.example/1.json","revoked":true,"revocationReason":"R"}`},
	} {
		if got := strings.TrimSuffix(marshal(t, c.document), "\n"); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// A member that verifiers read as a boolean must not be text, and must be
// there when it is false.
func TestHashedIsABoolean(t *testing.T) {
	for _, hashed := range []bool{true, false} {
		var d map[string]any
		if err := json.Unmarshal([]byte(marshal(t, ob2.IdentityObject{Type: "email", Hashed: hashed})), &d); err != nil {
			t.Fatal(err)
		}
		if d["hashed"] != hashed {
			t.Errorf("hashed is %#v, want %v", d["hashed"], hashed)
		}
	}
}

func TestHashesHaveTheFormThatVerifiersCheck(t *testing.T) {
	form := regexp.MustCompile(`^sha256\$[0-9a-fA-F]{64}$`)
	seen := []string{}
	for _, email := range []string{"", "ada@example.org", "üñí@example.org"} {
		for _, salt := range []string{"", "a", "b"} {
			id := ob2.Email(email, salt)
			if !form.MatchString(id.Identity) || !id.Hashed || id.Salt != salt || id.Type != "email" {
				t.Errorf("Email(%q, %q) = %+v", email, salt, id)
			}
			seen = append(seen, id.Identity)
		}
	}
	slices.Sort(seen)
	if n := len(seen); len(slices.Compact(seen)) != n {
		t.Errorf("two of %d identities are the same", n)
	}
}

// Verifiers read whole seconds with a zone, whatever the zone and year.
func TestDateTimeHasOneForm(t *testing.T) {
	form := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	for _, at := range []time.Time{
		time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 31, 23, 59, 59, 999_999_999, time.UTC),
		time.Date(2026, 1, 1, 1, 0, 0, 0, time.FixedZone("", 14*3600)), time.Date(2200, 2, 28, 12, 0, 0, 0, time.FixedZone("", -12*3600)),
	} {
		got := ob2.DateTime(at)
		back, err := time.Parse(time.RFC3339, got)
		if err != nil || !form.MatchString(got) || !back.Equal(at.Truncate(time.Second)) {
			t.Errorf("DateTime(%v) = %s, %v", at, got, err)
		}
	}
}

// Documents are compared with what was published before, so equal ones are
// equal bytes.
func TestMarshalIsOneLineOfEqualBytes(t *testing.T) {
	d := ob2.BadgeClass{Name: "A\nB\u2028C", Tags: []string{"x", "y"}, Alignment: []ob2.AlignmentObject{{TargetName: "n", TargetURL: "u"}}}
	first := marshal(t, d)
	if strings.Count(first, "\n") != 1 || !strings.HasSuffix(first, "\n") {
		t.Errorf("not one line: %q", first)
	}
	if again := marshal(t, d); again != first {
		t.Errorf("%q, then %q", first, again)
	}
}
