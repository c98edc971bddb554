package vc_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// small is a credential that Parse accepts; tests change one thing in it.
const small = `{"@context":["https://www.w3.org/ns/credentials/v2","https://a.example/context"],` +
	`"id":"https://a.example/1.json","type":["VerifiableCredential","X"],"issuer":{"id":"did:web:a.example"},` +
	`"validFrom":"2026-05-14T00:00:00Z","validUntil":"2028-05-14T02:00:00+02:00","credentialSubject":{"id":"urn:uuid:1","x":1},` +
	`"credentialStatus":{"id":"https://a.example/s#7","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://a.example/s"}}`

func TestParse(t *testing.T) {
	got, err := vc.Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	want := &vc.Credential{
		Context: []string{vc.Context, "https://a.example/context"}, ID: "https://a.example/1.json", Type: []string{"VerifiableCredential", "X"},
		Issuer: "did:web:a.example", ValidFrom: time.Date(2026, 5, 14, 0, 0, 0, 0, time.UTC), ValidUntil: time.Date(2028, 5, 14, 0, 0, 0, 0, time.UTC),
		Subjects: []string{"urn:uuid:1"},
		Status: []vc.Status{{ID: "https://a.example/s#7", Type: []string{"BitstringStatusListEntry"}, StatusPurpose: "revocation", StatusListIndex: "7",
			StatusListCredential: "https://a.example/s", Raw: json.RawMessage(small[strings.Index(small, `{"id":"https://a.example/s#7"`) : len(small)-1])}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
	if !got.Is("X") || got.Is("Y") || !got.Status[0].Is(vc.TypeStatus) || got.Status[0].Is("Y") {
		t.Error("Is does not say what Type holds")
	}
}

// Each row changes the small credential in one place.
func TestParseAcceptsOneOrMany(t *testing.T) {
	for _, c := range [][2]string{
		{`["https://www.w3.org/ns/credentials/v2","https://a.example/context"]`, `"https://www.w3.org/ns/credentials/v2"`},
		{`"https://a.example/context"]`, `{"x":"https://a.example/x"}]`},
		{`["VerifiableCredential","X"]`, `"VerifiableCredential"`},
		{`{"id":"did:web:a.example"}`, `"did:web:a.example"`},
		{`{"id":"urn:uuid:1","x":1}`, `[{"id":"urn:uuid:1"},{"x":1}]`},
		{`"BitstringStatusListEntry"`, `["BitstringStatusListEntry"]`},
		{`"id":"https://a.example/1.json",`, ``},
		{`"validFrom":"2026-05-14T00:00:00Z",`, ``},
		{`"validFrom"`, `"name":[{"@value":"n","@language":"en"}],"description":"d","validFrom"`},
		{`"validFrom"`, `"evidence":[{"type":"E"}],"termsOfUse":{"type":"T","id":"urn:t"},"validFrom"`},
		{`"validUntil":"2028`, `"VALIDUNTIL":1,"validFromX":"2028`},
	} {
		document := strings.Replace(small, c[0], c[1], 1)
		if document == small {
			t.Fatalf("%s is not there", c[0])
		}
		if _, err := vc.Parse([]byte(document)); err != nil {
			t.Errorf("%s in place of %s: %v", c[1], c[0], err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`["https://www.w3.org/ns/credentials/v2",`, `[`, "@context: the first one must be"},
		{`["https://www.w3.org/ns/credentials/v2",`, `["https://www.w3.org/2018/credentials/v1",`, "@context: the first one must be"},
		{`"https://a.example/context"]`, `7]`, "@context: expected addresses or objects"},
		{`["https://www.w3.org/ns/credentials/v2","https://a.example/context"]`, `[]`, "@context: the first one must be"},
		{`"@context"`, `"context"`, "@context: is missing"},
		{`"VerifiableCredential",`, ``, "type: expected VerifiableCredential"},
		{`["VerifiableCredential","X"]`, `[]`, "type: is missing"},
		{`"X"]`, `7]`, "type: expected names"},
		{`"https://a.example/1.json"`, `"1.json"`, "id: expected a URL"},
		{`"https://a.example/1.json"`, `["https://a.example/1.json"]`, "id: expected a text"},
		{`"issuer":{"id":"did:web:a.example"},`, ``, "issuer: is missing"},
		{`{"id":"did:web:a.example"}`, `{"ID":"did:web:a.example"}`, "issuer: the object has no id"},
		{`{"id":"did:web:a.example"}`, `"a"`, "issuer: expected a URL"},
		{`{"id":"did:web:a.example"}`, `null`, "issuer: expected a text"},
		{`"2026-05-14T00:00:00Z"`, `"2026-05-14T00:00:00"`, "validFrom: "},
		{`"2026-05-14T00:00:00Z"`, `1`, "validFrom: expected a text"},
		{`2028-05-14T02:00:00+02:00`, `2026-05-14T01:59:59+02:00`, "validUntil is before validFrom"},
		{`{"id":"urn:uuid:1","x":1}`, `{}`, "credentialSubject: the object is empty"},
		{`{"id":"urn:uuid:1","x":1}`, `[]`, "credentialSubject: is missing"},
		{`{"id":"urn:uuid:1","x":1}`, `"urn:uuid:1"`, "credentialSubject: expected an object"},
		{`"urn:uuid:1"`, `"a b:c"`, "credentialSubject: expected a URL"},
		{`"type":"BitstringStatusListEntry",`, ``, "credentialStatus: type: is missing"},
		{`"statusListIndex":"7"`, `"statusListIndex":7`, "credentialStatus: statusListIndex: expected a text"},
		{`,"statusListIndex":"7"`, ``, "credentialStatus: statusListIndex: is missing"},
		{`,"statusListCredential":"https://a.example/s"`, ``, "credentialStatus: statusListCredential: is missing"},
		{`"validFrom"`, `"name":7,"validFrom"`, "name is neither"},
		{`"validFrom"`, `"credentialSchema":{"type":"T"},"validFrom"`, "credentialSchema: id: is missing"},
		{`"validFrom"`, `"evidence":[{"id":"urn:e"}],"validFrom"`, "evidence: type: is missing"},
		{`"validFrom"`, `"issuer":"did:web:b.example","validFrom"`, "the member stands twice"},
		{`"validFrom"`, `"Issuer":"did:web:b.example","validFrom"`, "differ only in upper and lower case"},
	} {
		document := strings.Replace(small, c.old, c.new, 1)
		if document == small {
			t.Fatalf("%s is not there", c.old)
		}
		if _, err := vc.Parse([]byte(document)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s in place of %s: %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

func TestParseReadsPublishedCredentials(t *testing.T) {
	dir := reference.Standards(t)
	for name, want := range map[string]bool{
		"eu/mynextid-microcredential.ob3.json":                       true,
		"eu/dcc-bootcamp-microcredential.ob3.json":                   true,
		"examples/ob3-validator/simple.json":                         true,
		"vectors/status-list/dcc-status-list-credential.json":        true,
		"examples/ob3-spec/full_achievement_credential.json":         false, // of version 1.1
		"examples/ob2-validator/basic-assertion.json":                false,
		"examples/ob2-validator/assets/issuer1.json":                 false,
		"contexts/w3c/credentials-v2.jsonld":                         false,
		"schemas/1edtech/ob_v3p0_achievementcredential_schema.json":  false,
		"examples/ob3-edubadges/theed_microcredential_full_ho.json":  true,
		"examples/ob3-edubadges/theed_extracurricular_full_ho.json":  true,
		"examples/ob3-validator/simple-did-web-method.json":          true,
		"examples/ob3-validator/simple-eddsa-2022.json":              false, // of version 1.1
		"examples/ob3-validator/simple-noproof.json":                 false, // of version 1.1
		"examples/ob3-edubadges/uvh_at_microcredential_full_1.json":  true,
		"examples/ob3-edubadges/theed_microcredential_full_mbo.json": true,
	} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := vc.Parse(text); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestIsURL(t *testing.T) {
	for _, s := range []string{"https://a.example/", "urn:uuid:1", "did:web:a.example#z6Mk", "data:image/png;base64,AA==", "https://a.example/é?a=b&c=%C3%A9#d", "x+y-1.z:a", "mailto:a@a.example"} {
		if !vc.IsURL(s) {
			t.Errorf("IsURL(%q) = false", s)
		}
	}
	for _, s := range []string{"", ":", "a", "a:", ":a", "1a:b", "/a", "a/b:c", "_:b0", "https://a.example/a b", "https://a.example/\n", "https://a.example/\x7f",
		"https://a.example/<", "https://a.example/%", "https://a.example/%4", "https://a.example/%4g", "a:{b}", "a:b\\c", "{a:b", "é:a", "a@b:c"} {
		if vc.IsURL(s) {
			t.Errorf("IsURL(%q) = true", s)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{"@context":"https://www.w3.org/ns/credentials/v2"}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := vc.Parse(text)
		if err == nil && (c.Context[0] != vc.Context || c.Issuer == "" || len(c.Subjects) == 0 || !c.Is(vc.TypeCredential)) {
			t.Errorf("%q: accepted as %+v", text, c)
		}
	})
}

func ExampleParse() {
	c, err := vc.Parse([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2"],
		"type": "VerifiableCredential",
		"issuer": "did:web:example.org",
		"validUntil": "2028-05-14T02:00:00+02:00",
		"credentialSubject": {"id": "urn:uuid:5d2e7b4e-3f1a-5c0b-9d59-5f0c3f1f0a77"}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Issuer, c.ValidUntil)
	// Output: did:web:example.org 2028-05-14 00:00:00 +0000 UTC
}
