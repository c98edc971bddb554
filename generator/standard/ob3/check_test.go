package ob3_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// Each row changes a full credential in one place.
func TestCheckNamesThePlaceAndTheRule(t *testing.T) {
	full := string(marshal(t, fullCredential(t)))
	for _, c := range []struct {
		old, new string
		want     string // path and rule
	}{
		{`"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`,
			`"@context":["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://www.w3.org/ns/credentials/v2"]`, "/@context/0 context"},
		{`context-3.0.3.json"]`, `context-3.0.1.json"]`, "/@context/1 context"},
		{`context-3.0.3.json"]`, `context.json"]`, "/@context/1 context"},
		{`,"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`, `]`, "/@context context"},
		{`"type":["VerifiableCredential","OpenBadgeCredential"]`, `"type":["OpenBadgeCredential"]`, "/type type"},
		{`"type":["VerifiableCredential","OpenBadgeCredential"]`, `"type":["VerifiableCredential"]`, "/type type"},
		{`"OpenBadgeCredential"]`, `"OpenBadgeCredential","Undefined"]`, "/type/2 term"},
		{`"type":"JsonSchema"`, `"type":"1EdTechJsonSchemaValidator2019"`, "/credentialSchema/0/type term"},
		{`"id":"did:web:badges.example.org","type":["Profile"]`, `"id":"did web","type":["Profile"]`, "/issuer/id format"},
		{`"url":"https://badges.example.org/"`, `"url":"badges.example.org/"`, "/issuer/url format"},
		{`"addressCountryCode":"IT"`, `"addressCountryCode":"Italy"`, "/issuer/address/addressCountryCode format"},
		{`"dateOfBirth":"1980-02-29"`, `"dateOfBirth":"1981-02-29"`, "/credentialSubject/source/dateOfBirth format"},
		{`"validFrom":"2026-05-14T00:00:00Z"`, `"validFrom":"2026-05-14T00:00:00"`, "/validFrom format"},
		{`"validUntil":"2031-05-14T00:00:00Z"`, `"validUntil":"2026-05-13T23:59:59Z"`, " period"},
		{`"inLanguage":"en"`, `"inLanguage":"english"`, "/credentialSubject/achievement/inLanguage format"},
		{`"endorsementJwt":["eyJhbGciOiJFUzI1NiJ9..c2ln"]`, `"endorsementJwt":["eyJhbGciOiJFUzI1NiJ9..c2@n"]`, "/issuer/endorsementJwt/0 format"},
		{`"achievementType":"MicroCredential"`, `"achievementType":"Micro"`, "/credentialSubject/achievement/achievementType enum"},
		{`"achievementType":"MicroCredential"`, `"achievementType":"x ext:y"`, "/credentialSubject/achievement/achievementType enum"},
		{`"status":"Completed"`, `"status":"ext:Done"`, "/credentialSubject/result/1/status enum"},
		{`"status":"Completed"`, `"value":"done"`, "/credentialSubject/result/1 result"},
		{`"resultDescription":"https://badges.example.org/achievements/welding#status"`, `"resultDescription":"https://badges.example.org/achievements/other#status"`, "/credentialSubject/result/1/resultDescription result"},
		{`"achievedLevel":"urn:level:2"`, `"achievedLevel":"urn:level:3"`, "/credentialSubject/result/0/achievedLevel result"},
		{`"requiredLevel":"urn:level:2"`, `"requiredLevel":"urn:level:3"`, "/credentialSubject/achievement/resultDescription/0 result"},
		{`{"id":"https://badges.example.org/achievements/welding#status","type":["ResultDescription"]`, `{"id":"https://badges.example.org/achievements/welding#result","type":["ResultDescription"]`,
			"/credentialSubject/achievement/resultDescription/1 result"},
		{`"criteria":{"id":"https://badges.example.org/achievements/welding#criteria","narrative":"* Prepare the sheet\n* Weld it\n* Judge the seam"}`, `"criteria":{}`, "/credentialSubject/achievement/criteria criteria"},
		{`"hashed":false`, `"hashed":"false"`, "/credentialSubject/identifier/0/hashed shape"},
		{`"hashed":false`, `"hashed":false,"name":"x"`, "/credentialSubject/identifier/0/name closed"},
		{`"caption":"A seam"`, `"Caption":"A seam"`, "/image/Caption closed"},
		{`"tag":["welding","steel"]`, `"tag":["welding",null]`, "/credentialSubject/achievement/tag/1 empty"},
		{`"tag":["welding","steel"]`, `"tag":[]`, "/credentialSubject/achievement/tag empty"},
		{`"tag":["welding","steel"]`, `"tag":"welding"`, "/credentialSubject/achievement/tag shape"},
		{`"version":"1.2"`, `"version":"1.2","ects":1`, "/credentialSubject/achievement/ects term"},
		{`"version":"1.2"`, `"version":"1.2","a/b~c":1`, "/credentialSubject/achievement/a~1b~0c term"},
		{`"version":"1.2"`, `"version":"1\t2"`, "/credentialSubject/achievement/version text"},
		{`"version":"1.2"`, `"version":"1\u00002"`, "/credentialSubject/achievement/version text"},
		{`"version":"1.2"`, `"version":"1\u007F2"`, "/credentialSubject/achievement/version text"},
		{`"version":"1.2"`, "\"version\":\"1\x7f2\"", "/credentialSubject/achievement/version text"},
		{`"version":"1.2"`, `"version":"1\u001b2"`, "/credentialSubject/achievement/version text"},
		{`"version":"1.2"`, `"version":"1\r\n2"`, "/credentialSubject/achievement/version text"},
		{`"statusListIndex":"4711"`, `"statusListIndex":"04711"`, "/credentialStatus/statusListIndex format"},
		{`"statusListIndex":"4711"`, `"statusListIndex":4711`, "/credentialStatus/statusListIndex shape"},
		{`"statusPurpose":"revocation","statusListIndex":"4711"`, `"statusListIndex":"4711"`, "/credentialStatus status"},
		{`"id":"https://badges.example.org/status/revocation-1.json#4711"`, `"id":"https://badges.example.org/status/revocation-1.json"`, "/credentialStatus status"},
		{`"creditsEarned":1`, `"creditsEarned":"1"`, "/credentialSubject/creditsEarned shape"},
		{`"name":"Endorsement",`, ``, "/issuer/endorsement/0 required"},
		{`"proof":[{"type":"DataIntegrityProof","created":"2026-05-14`, `"proof":[{"type":"DataIntegrityProof","created":"2026-05-32`, "/proof/0/created format"},
		{full, `[]`, " json"},
		{full, `{"id":"a","id":"b"}`, " json"},
		{full, full + "x", " json"},
	} {
		changed := strings.Replace(full, c.old, c.new, 1)
		if changed == full {
			t.Errorf("%s is not there", c.old)
			continue
		}
		var got []string
		for _, v := range ob3.Check([]byte(changed)) {
			got = append(got, v.Path+" "+string(v.Rule))
		}
		// Some changes break a second rule: a wrong status does not say a status.
		if len(got) == 0 || !slices.Contains(got, c.want) || len(got) > 2 {
			t.Errorf("%s in place of %s:\ngot  %q\nwant %q", c.new, c.old, got, c.want)
		}
	}
}

// Forms that are unusual and allowed.
func TestCheckTakes(t *testing.T) {
	full := string(marshal(t, fullCredential(t)))
	for _, c := range [][2]string{
		{`context-3.0.3.json"]`, `context-3.0.2.json"]`},
		{`"OpenBadgeCredential"]`, `"AchievementCredential"]`},
		{`"type":["Achievement"]`, `"type":["https://a.example/X","Achievement"]`},
		{`"validFrom":"2026-05-14T00:00:00Z"`, `"validFrom":"2026-05-14T02:00:00.5+02:00"`},
		{`"hashed":false`, `"\u0068ashed":false`},
		{`"version":"1.2"`, `"version":"1\n2\u000a\u000A3\u00e9\\t"`},
		{`"achievementType":"MicroCredential"`, `"achievementType":"ext:Course"`},
		{`"criteria":{`, `"criteria":{"type":"Criteria",`},
		{`"criteria":{`, `"criteria":{"type":["Criteria"],`},
		{`"addressCountryCode":"IT"`, `"name":"Seat","addressCountryCode":"IT"`},
		{`"tag":["welding","steel"]`, `"tag":[ "welding" , "steel" ]`},
		{`context-3.0.3.json"],"id":"https://badges`, `context-3.0.3.json","https://a.example/ctx",{"ects":"https://a.example/ects"}],"ects":1,"id":"https://badges`},
	} {
		changed := strings.Replace(full, c[0], c[1], 1)
		if changed == full {
			t.Errorf("%s is not there", c[0])
			continue
		}
		if found := ob3.Check([]byte(changed)); len(found) > 0 {
			t.Errorf("%s in place of %s: %v", c[1], c[0], found)
		}
	}
}

// A credential that may be suspended has two entries. The strict schema wants
// one, and says so; nothing else is wrong with it.
func TestTwoStatusesBreakOneRule(t *testing.T) {
	c := microCredential()
	second := c.CredentialStatus[0]
	second.StatusPurpose, second.ID = "suspension", "https://badges.example.org/status/suspension-1.json#4711"
	second.StatusListCredential = "https://badges.example.org/status/suspension-1.json"
	c.CredentialStatus = append(c.CredentialStatus, second)
	want := []ob3.Violation{{Path: "/credentialStatus", Rule: ob3.RuleStatusList, Want: "expected one object"}}
	if diff := cmp.Diff(want, ob3.Check(marshal(t, c))); diff != "" {
		t.Errorf("Check (-want +got):\n%s", diff)
	}
	c.CredentialStatus[1].StatusPurpose = ""
	if found := ob3.Check(marshal(t, c)); len(found) != 2 || found[1].Path != "/credentialStatus/1" {
		t.Errorf("an incomplete second entry: %v", found)
	}
}

func TestIssuerIsAnObject(t *testing.T) {
	var c map[string]any
	if err := json.Unmarshal(marshal(t, microCredential()), &c); err != nil {
		t.Fatal(err)
	}
	c["issuer"] = "did:web:badges.example.org"
	found := ob3.Check(marshal(t, c))
	if len(found) != 1 || found[0].Rule != ob3.RuleIssuer || found[0].Path != "/issuer" {
		t.Errorf("an issuer that is a text: %v", found)
	}
}

func TestSubjectHasAnIdOrAnIdentifier(t *testing.T) {
	c := microCredential()
	c.CredentialSubject.ID = ""
	if found := ob3.Check(marshal(t, c)); len(found) > 0 {
		t.Errorf("an identifier alone: %v", found)
	}
	c.CredentialSubject.Identifier = nil
	if found := ob3.Check(marshal(t, c)); len(found) != 1 || found[0].Rule != ob3.RuleSubject {
		t.Errorf("neither: %v", found)
	}
	c.CredentialSubject.ID = "urn:uuid:1"
	if found := ob3.Check(marshal(t, c)); len(found) > 0 {
		t.Errorf("an id alone: %v", found)
	}
}

// Documents that stand alone need their contexts.
func TestDocumentsHaveContexts(t *testing.T) {
	c := microCredential()
	for name, found := range map[string][]ob3.Violation{
		"profile":     ob3.CheckProfile(marshal(t, c.Issuer)),
		"achievement": ob3.CheckAchievement(marshal(t, c.CredentialSubject.Achievement)),
	} {
		if len(found) != 1 || found[0].Rule != ob3.RuleRequired || !strings.Contains(found[0].Want, "@context") {
			t.Errorf("%s without contexts: %v", name, found)
		}
	}
}

// Every member and type that Check lets through is one that the contexts
// define: nothing else would be signed.
func TestContextsDefineEveryMember(t *testing.T) {
	dir := reference.Standards(t)
	defined := func(file string) map[string]any {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			Context map[string]any `json:"@context"`
		}
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatal(err)
		}
		return d.Context
	}
	credentials := defined("contexts/w3c/credentials-v2.jsonld")
	badges := defined("contexts/1edtech/ob_v3p0_context-3.0.3.validator-2026-06.json")
	scope := func(context map[string]any, term string) map[string]any {
		d, _ := context[term].(map[string]any)
		s, _ := d["@context"].(map[string]any)
		return s
	}
	var document map[string]any
	if err := json.Unmarshal(marshal(t, fullCredential(t)), &document); err != nil {
		t.Fatal(err)
	}
	var walk func(object map[string]any, path string)
	walk = func(object map[string]any, path string) {
		var names []any
		switch v := object["type"].(type) {
		case string:
			names = []any{v}
		case []any:
			names = v
		}
		scopes := []map[string]any{credentials, badges}
		for _, n := range names {
			name := n.(string)
			scopes = append(scopes, scope(credentials, name), scope(badges, name))
			if credentials[name] == nil && badges[name] == nil && !strings.Contains(name, ":") {
				t.Errorf("%s: no context defines the type %s", path, name)
			}
		}
		for name, value := range object {
			if !strings.HasPrefix(name, "@") && !slices.ContainsFunc(scopes, func(s map[string]any) bool { return s[name] != nil }) {
				t.Errorf("%s: no context defines %s", path, name)
			}
			many, _ := value.([]any)
			for _, v := range append(many, value) {
				if o, ok := v.(map[string]any); ok {
					walk(o, path+"/"+name)
				}
			}
		}
	}
	walk(document, "")
}

func FuzzCheck(f *testing.F) {
	f.Add([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:1",` +
		`"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"did:web:a","type":["Profile"]},"validFrom":"2026-05-14T00:00:00Z",` +
		`"credentialSubject":{"id":"urn:2","type":["AchievementSubject"],"achievement":{"id":"urn:3","type":["Achievement"],"name":"N","description":"D","criteria":{"narrative":"C"}}}}`))
	f.Add([]byte(`{"credentialStatus":[{"type":"BitstringStatusListEntry","statusListIndex":"01"}],"evidence":[{"id":"a b"}],"awardedDate":"2026-05-14"}`))
	f.Add([]byte(`{"credentialSubject":[{}],"result":null}`))
	f.Add([]byte(` {"@context" : ["\u0000", {}], "\ud83d\ude00":[[[]]]} `))
	f.Fuzz(func(t *testing.T, text []byte) {
		found := ob3.Check(text)
		ob3.CheckAchievement(text)
		ob3.CheckProfile(text)
		ob3.CheckEndorsement(text)
		if len(found) > 0 {
			return
		}
		if c, err := ob3.Parse(text); err != nil {
			t.Errorf("%q: accepted, but %v", text, err)
		} else if c.ID == "" || c.Issuer.ID == "" || c.ValidFrom == "" || c.CredentialSubject.Achievement.ID == "" {
			t.Errorf("%q: accepted as %+v", text, c)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	text := marshal(b, microCredential())
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if found := ob3.Check(text); len(found) > 0 {
			b.Fatal(found)
		}
	}
}

func BenchmarkMarshal(b *testing.B) {
	c := microCredential()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ob3.Marshal(c); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleCheck() {
	found := ob3.CheckProfile([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "did:web:example.org", "type": "Profile", "url": "example.org", "telephone": "+39 011 000000"
	}`))
	for _, v := range found {
		fmt.Println(v)
	}
	// Output:
	// /type: expected an array, found "Profile" [shape]
	// /url: expected an absolute URI, found "example.org" [format]
	// /telephone: expected a member that the contexts define here [term]
}
