package vc_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

const claims = `"exp":1841875200,"iss":"did:web:a.example","jti":"https://a.example/1.json","nbf":1778716800,"sub":"urn:uuid:1",`

func TestAddClaims(t *testing.T) {
	got, err := vc.AddClaims([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	want, err := jcs.Transform([]byte("{" + claims + small[1:]))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("AddClaims (-want +got):\n%s", diff)
	}
	back, err := vc.RemoveClaims(got)
	if err != nil {
		t.Fatal(err)
	}
	canonical, _ := jcs.Transform([]byte(small))
	if diff := cmp.Diff(string(canonical), string(back)); diff != "" {
		t.Errorf("RemoveClaims (-want +got):\n%s", diff)
	}
}

// The payload of a signed credential is that of the credential, wherever its
// proof stands, and what is appended to stays.
func TestAppendClaims(t *testing.T) {
	want, err := vc.AddClaims([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	const proof = `"proof":[{"type":"DataIntegrityProof","proof":1}]`
	for _, document := range []string{small, strings.TrimSuffix(small, "}") + "," + proof + "}", "{" + proof + "," + small[1:], strings.Replace(small, `"validFrom"`, proof+`,"validFrom"`, 1)} {
		got, err := vc.AppendClaimsSigned([]byte("before "), []byte(document))
		if err != nil {
			t.Fatalf("%s: %v", document, err)
		}
		if diff := cmp.Diff("before "+string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", document, diff)
		}
		if _, err := vc.AppendClaims(nil, []byte(document)); (err == nil) != (document == small) {
			t.Errorf("%s, as one that is not signed: %v", document, err)
		}
	}
}

func TestAddClaimsRefuses(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`"id":"https://a.example/1.json",`, ``, "id: is missing"},
		{`"id":"did:web:a.example"`, `"x":1`, "issuer: is missing"},
		{`"validFrom":"2026-05-14T00:00:00Z",`, ``, "validFrom: is missing"},
		{`2026-05-14T00:00:00Z`, `2026-05-14T00:00:00.5Z`, "validFrom: expected whole seconds"},
		{`2028-05-14T02:00:00+02:00`, `2028-05-14`, "validUntil: "},
		{`"id":"urn:uuid:1",`, ``, "credentialSubject.id: is missing"},
		{`{"id":"urn:uuid:1","x":1}`, `[{"id":"urn:uuid:1"},{"id":"urn:uuid:2"}]`, "credentialSubject.id: expected one object"},
		{`"urn:uuid:1"`, `7`, "credentialSubject.id: expected a text"},
		{`"validFrom"`, `"proof":[],"validFrom"`, `has "proof" already`},
		{`"validFrom"`, `"iss":"did:web:a.example","validFrom"`, `has "iss" already`},
		{`"validFrom"`, `"\u0069ss":"did:web:a.example","validFrom"`, `has "iss" already`},
		{`"validFrom"`, `"vc":{},"validFrom"`, `has "vc" already`},
		{small, `[]`, "expected an object"},
		{small, ``, "reading JSON"},
	} {
		document := strings.Replace(small, c.old, c.new, 1)
		if _, err := vc.AddClaims([]byte(document)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s in place of %s: %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

// A claim that disagrees with the credential is refused, each on its own.
func TestRemoveClaimsComparesEachClaim(t *testing.T) {
	payload := "{" + claims + small[1:]
	for _, c := range []struct {
		old, new string
		accepted bool
	}{
		{`"exp":1841875200`, `"exp":1841875201`, false},
		{`"exp":1841875200`, `"exp":"1841875200"`, false},
		{`"exp":1841875200`, `"exp":null`, false},
		{`"exp":1841875200`, `"exp":1.8418752e9`, true},
		{`"exp":1841875200,`, ``, true},
		{`"validUntil":"2028-05-14T02:00:00+02:00",`, ``, false},
		{`"iss":"did:web:a.example"`, `"iss":"did:web:b.example"`, false},
		{`"iss":"did:web:a.example"`, `"iss":["did:web:a.example"]`, false},
		{`"issuer":{"id":"did:web:a.example"}`, `"issuer":"did:web:a.example"`, true},
		{`"issuer":{"id":"did:web:a.example"}`, `"issuer":"did:web:b.example"`, false},
		{`"issuer":{"id":"did:web:a.example"},`, ``, false},
		{`"jti":"https://a.example/1.json"`, `"jti":"https://a.example/2.json"`, false},
		{`"jti":"https://a.example/1.json"`, `"jti":"https:\/\/a.example\u002f1.json"`, true},
		{`"nbf":1778716800`, `"nbf":1778716799`, false},
		{`"nbf":1778716800`, `"nbf":1778716800.5`, false},
		{`"nbf":1778716800`, `"nbf":1778716800,"iat":1778716800`, true},
		{`"nbf":1778716800`, `"nbf":1778716800,"iat":1778716801`, false},
		{`"2026-05-14T00:00:00Z"`, `"2026-05-14T00:00:00.5Z"`, false},
		{`"sub":"urn:uuid:1"`, `"sub":"urn:uuid:2"`, false},
		{`"sub":"urn:uuid:1",`, ``, true},
		{`{"id":"urn:uuid:1","x":1}`, `{"x":1}`, false},
		{`"sub":"urn:uuid:1",`, `"vc":{},`, false},
		{`"sub":"urn:uuid:1",`, `"\u0076c":{},`, false},
		{`"sub":"urn:uuid:1",`, `"sub":"urn:uuid:1","sub":"urn:uuid:1",`, false},
	} {
		changed := strings.Replace(payload, c.old, c.new, 1)
		if changed == payload {
			t.Fatalf("%s is not there", c.old)
		}
		got, err := vc.RemoveClaims([]byte(changed))
		if (err == nil) != c.accepted {
			t.Errorf("%s in place of %s: %v", c.new, c.old, err)
		}
		for _, name := range []string{"iss", "jti", "nbf", "sub", "exp", "iat"} {
			if members, _ := jcs.Members(got); members[name] != nil {
				t.Errorf("%s in place of %s: %s is still there", c.new, c.old, name)
			}
		}
	}
}

// The canonical form written here is the one of the jcs room.
func TestCanonicalFormIsThatOfTheOtherWriter(t *testing.T) {
	dir := reference.Standards(t)
	vectors, err := filepath.Glob(filepath.Join(dir, "vectors/jcs/input/*.json"))
	if err != nil || len(vectors) == 0 {
		t.Fatalf("no vectors in %s: %v", dir, err)
	}
	for _, name := range append(vectors, filepath.Join(dir, "eu/mynextid-microcredential.ob3.json"), filepath.Join(dir, "examples/ob3-validator/simple.json")) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		same(t, text)
	}
	for _, text := range []string{
		`"\u0026\u003c\u003e\u2028\/"`, `"\u0000\u001f\b\f\n\r\t\"\\"`, `"\ud83d\ude00😀é"`, `[1,-1,0,-0,1.0,1e2,1E-7,1e21,9007199254740993,123456789012345,1234567890123456,0.1,5e-324]`,
		`{"\ufb33":1,"\ud83d\ude02":2,"b":3,"a":4,"":5,"ab":6,"\u0061c":7,"é":8,"\r":9}`, `{"a":{},"b":[],"c":[[],{}],"d":[null,true,false]}`, "[ 1 , 2 ]",
	} {
		same(t, []byte(text))
	}
}

// same wraps any value into a credential and compares the two writers.
func same(t *testing.T, value []byte) {
	t.Helper()
	document := []byte(strings.Replace(small, `"x":1`, `"x":`+string(value), 1))
	got, err := vc.AddClaims(document)
	if err != nil {
		if _, refused := jcs.Transform(document); refused == nil && !errors.Is(err, jcs.ErrCase) {
			t.Errorf("AddClaims(%.200s): %v", value, err)
		}
		return
	}
	want, err := jcs.Transform([]byte("{" + claims + string(document[1:])))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%.200s (-want +got):\n%s", value, diff)
	}
}

func FuzzAddClaims(f *testing.F) {
	f.Add([]byte(`{"b":[1.50,"\u00e9\n"],"a":null}`))
	f.Add([]byte(`"\ud83d\ude00"`))
	f.Add([]byte(`-0.0`))
	f.Fuzz(func(t *testing.T, value []byte) { same(t, value) })
}

func FuzzRemoveClaims(f *testing.F) {
	f.Add([]byte("{" + claims + small[1:]))
	f.Add([]byte(`{"iss":1}`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		document, err := vc.RemoveClaims(payload)
		if err != nil {
			return
		}
		if err := jcs.Strict(document); err != nil {
			t.Errorf("%q left %q: %v", payload, document, err)
		}
	})
}

func BenchmarkAddClaims(b *testing.B) {
	document, err := os.ReadFile(filepath.Join(reference.Standards(b), "eu/mynextid-microcredential.ob3.json"))
	if err != nil {
		b.Fatal(err)
	}
	document, err = jcs.Transform(document)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := vc.AddClaims(document); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleAddClaims() {
	payload, err := vc.AddClaims([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://example.org/1.json","type":["VerifiableCredential"],` +
		`"issuer":{"id":"did:web:example.org"},"validFrom":"2026-05-14T00:00:00Z","credentialSubject":{"id":"urn:uuid:1"}}`))
	fmt.Println(string(payload), err)
	// Output: {"@context":["https://www.w3.org/ns/credentials/v2"],"credentialSubject":{"id":"urn:uuid:1"},"id":"https://example.org/1.json","iss":"did:web:example.org","issuer":{"id":"did:web:example.org"},"jti":"https://example.org/1.json","nbf":1778716800,"sub":"urn:uuid:1","type":["VerifiableCredential"],"validFrom":"2026-05-14T00:00:00Z"} <nil>
}

func ExampleRemoveClaims() {
	_, err := vc.RemoveClaims([]byte(`{"iss":"did:web:example.net","issuer":{"id":"did:web:example.org"}}`))
	fmt.Println(err)
	// Output: removing claims: iss is "did:web:example.net", but issuer says "did:web:example.org"
}
