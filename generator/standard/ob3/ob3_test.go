package ob3_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// The smallest documents: what is empty is absent, what is required is there.
func TestSmallestDocuments(t *testing.T) {
	for _, c := range []struct {
		name     string
		document any
		want     string
	}{
		{"credential", ob3.AchievementCredential{Context: ob3.Contexts(), ID: "urn:1", Type: ob3.CredentialTypes(), Issuer: ob3.Profile{ID: "did:web:a", Type: types("Profile")},
			ValidFrom: "2026-05-14T00:00:00Z", CredentialSubject: ob3.AchievementSubject{ID: "urn:2", Type: types("AchievementSubject"),
				Achievement: ob3.Achievement{ID: "urn:3", Type: types("Achievement"), Name: "N", Description: "D", Criteria: ob3.Criteria{Narrative: "C"}}}},
			`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:1",` +
				`"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"did:web:a","type":["Profile"]},"validFrom":"2026-05-14T00:00:00Z",` +
				`"credentialSubject":{"id":"urn:2","type":["AchievementSubject"],"achievement":{"id":"urn:3","type":["Achievement"],"name":"N","description":"D","criteria":{"narrative":"C"}}}}`},
		{"identity", ob3.IdentityObject{Type: "IdentityObject"}, `{"type":"IdentityObject","hashed":false,"identityHash":"","identityType":""}`},
		{"place", ob3.GeoCoordinates{Type: "GeoCoordinates"}, `{"type":"GeoCoordinates","latitude":0,"longitude":0}`},
		{"one status", ob3.Statuses{{ID: "urn:1", Type: "T"}}, `{"id":"urn:1","type":"T"}`},
		{"two statuses", ob3.Statuses{{Type: "T"}, {Type: "U"}}, `[{"type":"T"},{"type":"U"}]`},
		{"text", ob3.Criteria{Narrative: "Fish & <b>chips</b>"}, `{"narrative":"Fish \u0026 \u003cb\u003echips\u003c/b\u003e"}`},
	} {
		if diff := cmp.Diff(c.want, string(marshal(t, c.document))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestFloatsHaveNoExponent(t *testing.T) {
	for in, want := range map[ob3.Float]string{0: "0", 2.5: "2.5", 60: "60", 1e21: "1000000000000000000000", 1e-7: "0.0000001", -7.69: "-7.69"} {
		if got := string(marshal(t, in)); got != want {
			t.Errorf("%v is written %s, want %s", float64(in), got, want)
		}
	}
	for _, in := range []float64{math.NaN(), math.Inf(1)} {
		if got, err := ob3.Marshal(ob3.Float(in)); err == nil {
			t.Errorf("%v is written %s, want an error", in, got)
		}
	}
}

// What is written is read as it was, member for member.
func TestParseReadsWhatMarshalWrites(t *testing.T) {
	for _, want := range []ob3.AchievementCredential{microCredential(), fullCredential(t)} {
		text := marshal(t, want)
		got, err := ob3.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if again := marshal(t, got); !bytes.Equal(text, again) {
			t.Errorf("written again:\n%s\n%s", text, again)
		}
		if bytes.ContainsAny(text, "\n&<>") {
			t.Errorf("%s holds a line end or a character that a loader may decode", text)
		}
		if diff := cmp.Diff(want.CredentialSubject.Achievement, got.CredentialSubject.Achievement, cmp.Transformer("json", func(r json.RawMessage) string { return string(marshal(t, r)) })); diff != "" {
			t.Errorf("achievement (-want +got):\n%s", diff)
		}
	}
}

// The comment of CredentialStatus promises that one converts to the other.
var _ = ob3.CredentialStatus(bitstring.Entry{})

// A compacted credential has single values in place of arrays.
func TestParseReadsCompactedForm(t *testing.T) {
	got, err := ob3.Parse([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2",{"x":"urn:x"}],"type":"OpenBadgeCredential","issuer":"did:web:a","credentialStatus":{"type":"T"},"proof":{"type":"P"},
		"credentialSubject":{"identifier":{"identityHash":"Ada"},"achievement":{"tag":"t","alignment":{"targetName":"n"}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := &ob3.AchievementCredential{Context: []string{"https://www.w3.org/ns/credentials/v2"}, Type: []string{"OpenBadgeCredential"}, Issuer: ob3.Profile{ID: "did:web:a"},
		CredentialStatus: ob3.Statuses{{Type: "T"}}, Proof: []json.RawMessage{json.RawMessage(`{"type":"P"}`)}, CredentialSubject: ob3.AchievementSubject{
			Identifier: []ob3.IdentityObject{{IdentityHash: "Ada"}}, Achievement: ob3.Achievement{Tag: []string{"t"}, Alignment: []ob3.Alignment{{TargetName: "n"}}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:     "reading JSON",
		`[]`:   "expected an object",
		`null`: "expected an object",
		`{"issuer":{"id":"a"},"issuer":{"id":"b"}}`: "stands twice",
		`{"ISSUER":{"id":"a"}}`:                     `member /ISSUER: found "ISSUER", expected "issuer"`,
		`{"credentialSubject":[{"\u0049d":"a"}]}`:   `found "Id", expected "id"`,
		`{"iſsuer":{"id":"a"}}`:                     `expected "issuer"`,
		`{"@context":[7]}`:                          "cannot unmarshal number",
		`{"validFrom":7}`:                           "cannot unmarshal number",
		`{"credentialSubject":"a"}`:                 "cannot unmarshal string",
	} {
		if got, err := ob3.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%s) = %+v, %v, want %q", text, got, err, want)
		}
	}
}

func TestParseReadsPublishedCredentials(t *testing.T) {
	dir := reference.Standards(t)
	for name, want := range map[string]string{
		"examples/ob3-spec/full_achievement_credential.json":        "1EdTech University Degree",
		"examples/ob3-validator/simple.json":                        "Teamwork",
		"eu/dcc-bootcamp-microcredential.ob3.json":                  "",
		"examples/ob3-edubadges/theed_microcredential_full_ho.json": "",
	} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		c, err := ob3.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := c.CredentialSubject.Achievement.Name; got == "" || want != "" && got != want {
			t.Errorf("%s: achievement %q, want %q", name, got, want)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "examples/ob3-spec/endorsement_credential.json"))
	if err != nil {
		t.Fatal(err)
	}
	if e, err := ob3.ParseEndorsement(text); err != nil || e.CredentialSubject.EndorsementComment == "" {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestExtended(t *testing.T) {
	for term, want := range map[string]bool{"ext:EQFLevel": true, "ext:a-b_c.1": true, "ext:": false, "ext:-a": false, "ext:a b": false, "ext:é": false, "xext:a": false, "EXT:a": false, "": false} {
		if got := ob3.Extended(term); got != want {
			t.Errorf("Extended(%q) = %v", term, got)
		}
	}
}

func ExampleMarshal() {
	text, err := ob3.Marshal(ob3.Alignment{
		Type: []string{ob3.TypeAlignment}, TargetType: "ext:EQFLevel", TargetCode: "3",
		TargetName: "EQF level 3", TargetURL: "http://data.europa.eu/snb/eqf/3",
	})
	fmt.Println(string(text), err)
	// Output: {"type":["Alignment"],"targetType":"ext:EQFLevel","targetCode":"3","targetName":"EQF level 3","targetUrl":"http://data.europa.eu/snb/eqf/3"} <nil>
}

func ExampleParse() {
	c, err := ob3.Parse([]byte(`{"id": "https://example.org/1.json", "issuer": "did:web:example.org", "credentialSubject": {"achievement": {"name": "Knots"}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Issuer.ID, c.CredentialSubject.Achievement.Name)
	// Output: did:web:example.org Knots
}
