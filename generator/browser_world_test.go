package generator

import (
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/verify"
)

// Whatever happens to the issuer's site, by mistake or by malice, the page does
// not contradict the engine.
func TestPageAgreesAboutBrokenSites(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	award := address.Award(s.id(standing))
	did, list := s.at.DIDDocument().File(), address.StatusList("revocation", 1).File()
	page := "<!doctype html><title>not found</title>"
	replaced := func(file, old, new string) func(*testing.T, files) {
		return func(t *testing.T, f files) { f.replace(t, file, old, new) }
	}
	set := func(file, text string) func(*testing.T, files) { return func(_ *testing.T, f files) { f[file] = text } }
	without := func(file string) func(*testing.T, files) { return func(_ *testing.T, f files) { delete(f, file) } }
	all := map[string]func(*testing.T, files){
		"no did.json": without(did), "a page as did.json": set(did, page), "broken did.json": set(did, "{"), "did.json with two ids": replaced(did, `"id":`, `"ID":"x","id":`),
		"the did.json of another": replaced(did, `"id":"did:web:credentials.harbour.example",`, `"id":"did:web:evil.example",`),
		"keys of another": func(_ *testing.T, f files) {
			f[did] = strings.ReplaceAll(f[did], `"controller":"did:web:credentials.harbour.example"`, `"controller":"did:web:evil.example"`)
		},
		"keys that expired": func(_ *testing.T, f files) {
			f[did] = strings.ReplaceAll(f[did], `"controller":`, `"expires":"2026-01-01T00:00:00Z","controller":`)
		},
		"keys that were stolen": func(_ *testing.T, f files) {
			f[did] = strings.ReplaceAll(f[did], `"controller":`, `"revoked":"2026-01-01T00:00:00Z","controller":`)
		},
		"keys that assert nothing": func(_ *testing.T, f files) { f[did] = strings.ReplaceAll(f[did], "assertionMethod", "keyAgreement") },
		"other keys":               replaced(did, `"x":"`, `"x":"A`),
		"no list":                  without(list), "a page as list": set(list, page), "broken list": set(list, "{"),
		"a list with another signature": replaced(list, `"proofValue":"z`, `"proofValue":"z2`),
		"a list without signature":      func(_ *testing.T, f files) { f[list], _, _ = strings.Cut(f[list], `,"proof"`); f[list] += "}" },
		"a list that was changed":       replaced(list, `"encodedList":"uH4sIAAAAAAAA_2`, `"encodedList":"uH4sIAAAAAAAA_3`),
		"a list of another issuer":      replaced(list, `"issuer":"did:web:credentials.harbour.example"`, `"issuer":"did:web:evil.example"`),
		"a list for another purpose":    replaced(list, `"statusPurpose":"revocation"`, `"statusPurpose":"suspension"`),
		"the other list":                func(_ *testing.T, f files) { f[list] = f[address.StatusList("suspension", 1).File()] },
		"no token":                      without(string(award) + "credential.jwt"), "a page as token": set(string(award)+"credential.jwt", page),
		"the token of another": func(_ *testing.T, f files) {
			f[string(award)+"credential.jwt"] = f[string(address.Award(s.id(expired)))+"credential.jwt"]
		},
		"the credential of another": func(_ *testing.T, f files) {
			f[string(award)+"credential.json"] = f[string(address.Award(s.id(expired)))+"credential.json"]
		},
		"no credential": without(string(award) + "credential.json"),
		"no assertion":  without(string(award) + "assertion.json"), "a page as assertion": set(string(award)+"assertion.json", page),
		"an assertion that is revoked": func(_ *testing.T, f files) {
			f[string(award)+"assertion.json"] = `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + s.at.URL(award+"assertion.json") + `","revoked":true}`
		},
		"another assertion": replaced(string(award)+"assertion.json", `"issuedOn":"2026`, `"issuedOn":"2025`),
		"no issuer":         without("issuer/issuer.json"), "an issuer without e-mail": replaced("issuer/issuer.json", `"email"`, `"mail"`),
		"an issuer elsewhere":         replaced("issuer/issuer.json", `"startsWith":["https://credentials.harbour.example/"]`, `"startsWith":["https://evil.example/"]`),
		"an issuer of another host":   replaced("issuer/issuer.json", `"allowedOrigins":["credentials.harbour.example"]`, `"allowedOrigins":["evil.example"]`),
		"an issuer without policy":    replaced("issuer/issuer.json", `"verification"`, `"verified"`),
		"an issuer with half of one":  replaced("issuer/issuer.json", `"allowedOrigins":["credentials.harbour.example"],`, ``),
		"an assertion that is listed": replaced("issuer/revocations.json", `"revokedAssertions":[`, `"revokedAssertions":["`+s.at.URL(award+"assertion.json")+`",`),
		"no list of the revoked":      without("issuer/revocations.json"), "another's list of the revoked": replaced("issuer/revocations.json", `"issuer":"https://`, `"issuer":"https://evil.example/`),
		"the page of an award without links": func(_ *testing.T, f files) {
			f[award.File()] = strings.ReplaceAll(f[award.File()], `rel="alternate"`, `rel="other"`)
		},
	}
	b.open(s.at.URL(address.Verify()))
	outcomes := map[string]int{}
	for name, change := range all {
		site := maps.Clone(s.files)
		change(t, site)
		b.publish(s.at.Host(), site)
		for _, in := range []verify.Input{s.input(standing, "credential.jwt"), s.input(standing, "badge.png"), s.input(standing, "")} {
			in.Name = name + ": " + in.Name
			outcomes[b.agrees(in).Outcome]++
		}
	}
	t.Log(outcomes)
	// What does not matter does not stand in the way either.
	for outcome, least := range map[string]int{"valid": 34, "revoked": 4, "not-valid": 30, "cannot-tell": 30} {
		if outcomes[outcome] < least {
			t.Errorf("of %d judgements only %d are %s", 3*len(all), outcomes[outcome], outcome)
		}
	}
}

// A list that says nothing of anybody is not believed without the issuer's
// signature: a revoked credential does not become valid by it.
func TestPageDoesNotBelieveAnUnsignedList(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	b.open(s.at.URL(address.Verify()))
	if got := b.agrees(s.input(revoked, "credential.jwt")); got.Outcome != "revoked" {
		t.Fatalf("a revoked credential is %s", got)
	}
	list := address.StatusList("revocation", 1).File()
	site := maps.Clone(s.files)
	site[list] = regexp.MustCompile(`"encodedList":"[^"]*"`).ReplaceAllString(site[list], `"encodedList":"`+bitstring.New(bitstring.MinEntries).Encode()+`"`)
	b.publish(s.at.Host(), site)
	if got := b.agrees(s.input(revoked, "credential.jwt")); got.Outcome != "not-valid" {
		t.Errorf("with a list that nobody signed a revoked credential is %s", got)
	}
}

// Whatever the issuer itself signs, the page does not contradict the engine.
func TestPageAgreesAboutOddTokens(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	b.open(s.at.URL(address.Verify()))
	token := string(s.input(standing, "credential.jwt").Data)
	header, err := base64.RawURLEncoding.DecodeString(part(token, 0))
	must(t, err)
	var h struct{ Kid string }
	must(t, json.Unmarshal(header, &h))
	payload, err := base64.RawURLEncoding.DecodeString(part(token, 1))
	must(t, err)
	outcomes := map[string]int{}
	for _, change := range [][2]string{
		{"", ""}, {`{"@context"`, `{"honours":"first","@context"`}, {`"narrative"`, `"story"`}, {`"hashed":false`, `"hashed":"no"`}, {`"description":`, `"descripcion":`},
		{`"nbf":`, `"nbf":1`}, {`"exp":`, `"exp":1`}, {`"iss":"did:web:`, `"iss":"did:web:x.`}, {`"jti":"https`, `"jti":"http`}, {`"sub":"urn`, `"sub":"urm`}, {`"jti":`, `"jtj":`},
		{`"validFrom":"2026-05-14`, `"validFrom":"2026-13-14`}, {`"awardedDate":"2026-05-14T00:00:00Z"`, `"awardedDate":"14 May 2026"`}, {`"type":"BitstringStatusListEntry"`, `"type":"StatusList2021Entry"`},
		{`"statusPurpose":"suspension"`, `"statusPurpose":"message"`}, {`"statusPurpose":"suspension"`, `"statusPurpose":"revocation"`}, {`"statusListIndex":"`, `"statusListIndex":"0`}, {`"statusListIndex":"`, `"statusListIndex":"9999`},
		{`"statusListIndex":"`, `"statusListIndex":"-`}, {`context-3.0.3.json`, `context-3.0.2.json`}, {`context-3.0.3.json`, `context.json`}, {`"https://www.w3.org/ns/credentials/v2",`, ``}, {`"OpenBadgeCredential"`, `"AchievementCredential"`},
		{`,"OpenBadgeCredential"`, ``}, {`"achievement":{`, `"achievement":{"endorsement":[],`}, {`"name":"Ada`, `"name":"\u0007Ada`}, {`"iss":`, `"vc":{},"iss":`}, {`"iss":`, `"proof":{},"iss":`}, {`"iss":`, `"iat":1,"iss":`},
		{`"issuer":{`, `"issuer":{"ID":"x",`}, {`"credentialSubject":{`, `"credentialSubject":{"hope":null,`}, {`"MicroCredential"`, `"Nonsense"`}, {`"type":["Achievement"]`, `"type":["Thing"]`},
	} {
		text := string(payload)
		if change[0] != "" && !strings.Contains(text, change[0]) {
			t.Logf("the payload does not hold %s", change[0])
			continue
		}
		odd, err := jose.Sign([]byte(strings.Replace(text, change[0], change[1], 1)), jose.Header{Algorithm: jose.ES256, KeyID: h.Kid}, s.key)
		must(t, err)
		got := b.agrees(verify.Input{Name: "signed with " + change[1], Data: []byte(odd)})
		outcomes[got.Outcome]++
	}
	t.Log(outcomes)
	if outcomes["valid"] == 0 || outcomes["not-valid"] < 5 || outcomes["cannot-tell"] < 5 {
		t.Errorf("the outcomes are %v, want some of each", outcomes)
	}
}

// What others publish as examples of the standards is judged as the engine
// judges it, or not.
func TestPageAgreesAboutPublishedExamples(t *testing.T) {
	dir := reference.Standards(t)
	s := states(t)
	b := newBrowser(t, s.world())
	b.open(s.at.URL(address.Verify()))
	count := 0
	for _, folder := range []string{"examples", "baked"} {
		must(t, filepath.WalkDir(filepath.Join(dir, folder), func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(file)
			if err == nil {
				b.agrees(verify.Input{Name: file, Data: data})
				count++
			}
			return err
		}))
	}
	if count < 30 {
		t.Errorf("found %d examples", count)
	}
}
