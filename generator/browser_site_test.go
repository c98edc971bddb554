package generator

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"fmt"
	"os"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/verify"
)

// stateful is a site with awards in every state, and the files that it had
// before anything was decided.
type stateful struct {
	tree
	before files
	key    crypto.Signer // with which the site signs tokens
}

// states returns the site, which is made once.
func states(t *testing.T) stateful {
	t.Helper()
	needsBrowser(t)
	statesOnce.Do(func() { statesSite = makeStates(t) })
	if statesSite.files == nil {
		t.Fatal("the site with awards in every state could not be made")
	}
	return statesSite
}

var (
	statesOnce sync.Once
	statesSite stateful
)

// makeStates issues the sample, then decides.
func makeStates(t *testing.T) stateful {
	t.Helper()
	s := newIssuing(sample(t))
	s.drop(t, "decisions/*")
	suspends(s.files)
	s.newKey(t, "main", "2026-01-01")
	s.issue(t)
	before := build(t, s.config()).files
	decide(s.files, "2026-06-01-a", "2026-05-first-aid/k4f3", "suspend", "reason: under-review\n")
	decide(s.files, "2026-06-02-b", "2026-05-first-aid/k4f6", "revoke", "reason: awarded-in-error\n")
	decide(s.files, "2026-06-03-c", "2026-05-first-aid/k4f4", "reissue", "reason: corrected\n")
	s.erase(t, "2026-05-first-aid/k4f2", brunoEk, "2026-06-04")
	s.issue(t)
	s.files["awards/2026-10-late.yaml"] = "achievement: safety-morning\nawarded: 2026-10-03\nawards:\n  k9:\n    name: Late Arrival\n    email: late@example.org\n"
	return stateful{build(t, s.config()), before, s.pairs[0].P256}
}

func (s stateful) id(key badge.Key) string { return s.catalog.Site.Seed.ID(key, 0) }

// The awards in their states.
const (
	standing   badge.Key = "2026-05-first-aid/k4f1"
	suspended  badge.Key = "2026-05-first-aid/k4f3"
	revoked    badge.Key = "2026-05-first-aid/k4f6"
	superseded badge.Key = "2026-05-first-aid/k4f4"
	erased     badge.Key = "2026-05-first-aid/k4f2"
	hostedOnly badge.Key = "2026-10-late/k9"
	expired    badge.Key = "2023-10-first-aid/a1"
)

func (s stateful) world() *world { return &world{hosts: map[string]files{s.at.Host(): s.files}} }

// input is a file of an award as it is now, or the page of one.
func (s stateful) input(key badge.Key, name string) verify.Input {
	at := address.Award(s.id(key)) + address.Path(name)
	if name == "" {
		return verify.Input{Name: string(at), URL: s.at.URL(at)}
	}
	return verify.Input{Name: string(at), Data: []byte(s.files[at.File()])}
}

// former is a file as it was given out before anything was decided.
func (s stateful) former(key badge.Key, name string) verify.Input {
	at := address.Award(s.id(key)) + address.Path(name)
	return verify.Input{Name: "former " + string(at), Data: []byte(s.before[at.File()])}
}

// chosen reports whether a file of an award is judged: all of those in a state
// of their own, and of each other award one form, unless SEALPRESS_LONG asks
// for everything.
func (s stateful) chosen(file string, n int) bool {
	for _, key := range []badge.Key{standing, suspended, revoked, superseded, erased, hostedOnly, expired} {
		if strings.Contains(file, s.id(key)) {
			return true
		}
	}
	forms := []string{"/credential.json", "/credential.jwt", "/badge.png", "/badge.svg", "/assertion.json", "/index.html"}
	return os.Getenv("SEALPRESS_LONG") != "" || strings.HasSuffix(file, forms[n%len(forms)])
}

// Whatever is published, now or before, the page says what the Go engine says,
// or that it cannot tell; and of what stands it can tell.
func TestPageAgreesWithTheEngine(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	b.open(s.at.URL(address.Verify()))
	count := map[string]int{}
	awards := map[string]int{} // by folder, which of all it is
	for _, when := range []struct {
		name  string
		files files
	}{{"now", s.files}, {"before", s.before}} {
		for _, file := range when.files.names() {
			folder := path.Dir(file)
			if !strings.HasPrefix(file, "awards/") || when.name == "before" && (s.files[file] == when.files[file] || strings.HasSuffix(file, ".html")) {
				continue
			}
			if _, seen := awards[folder]; !seen {
				awards[folder] = len(awards)
			}
			if !s.chosen(file, awards[folder]) {
				continue
			}
			in := verify.Input{Name: when.name + " " + file, Data: []byte(when.files[file])}
			if strings.HasSuffix(file, ".html") {
				in.Data, in.URL = nil, s.at.URL(address.Path(folder+"/"))
			}
			got := b.agrees(in)
			count[when.name+" "+got.Outcome]++
			if got.Outcome == "cannot-tell" && when.name == "now" {
				t.Errorf("%s: the page cannot tell: %s", in.Name, got)
			}
		}
	}
	t.Log(count)
	b.onlyAsked(s.at.Host())
	if count["now valid"] < 50 || count["now expired"] < 5 || count["now revoked"] < 10 {
		t.Errorf("too little was judged: %v", count)
	}
}

// What was changed is never valid, and the page does not contradict the
// engine.
func TestPageAgreesAboutWhatWasTamperedWith(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	b.open(s.at.URL(address.Verify()))
	refused := 0
	tampered := func(in verify.Input) {
		// In a drawing, many a byte means nothing.
		if b.agrees(in).Outcome == "not-valid" {
			refused++
		}
	}
	for _, name := range []string{"credential.json", "credential.jwt", "assertion.json", "badge.svg", "badge.png"} {
		whole := s.input(standing, name)
		for i := range 40 {
			data := bytes.Clone(whole.Data)
			at := i*len(data)/40 + i%7
			data[at] ^= 1
			tampered(verify.Input{Name: fmt.Sprintf("%s byte %d", whole.Name, at), Data: data})
		}
	}
	text := string(s.input(standing, "credential.json").Data)
	for _, change := range [][2]string{
		{"Ada Rossi", "Eva Rossi"}, {`"value":"merit"`, `"value":"pass"`}, {`"identityHash":`, `"identityHash":"x","identityhash":`},
		{`"identityHash":`, `"identityHash":"x","identityHash":`}, {`"validFrom":"2026`, `"validFrom":"2025`}, {`"proof":[`, `"prof":[`}, {`"created":"2026`, `"created":"2025`},
		{`"id":"did:web:credentials.harbour.example"`, `"id":"did:web:evil.example"`}, {`"@context":[`, `"@context":["https://evil.example/context",`},
		{`"type":["VerifiableCredential"`, `"honours":"first","type":["VerifiableCredential"`}, {`"statusListIndex":"`, `"statusListIndex":"1`}, {"}", "}}"}, {`"proof":[{`, `"proof":[{"x":1,`},
		{`"statusPurpose":"suspension"`, `"statusPurpose":"refresh"`}, {`"statusPurpose":"suspension"`, `"statusPurpose":"message"`},
	} {
		if !strings.Contains(text, change[0]) {
			t.Fatalf("the credential does not hold %s", change[0])
		}
		in := verify.Input{Name: "credential with " + change[1], Data: []byte(strings.Replace(text, change[0], change[1], 1))}
		if got := b.agrees(in); got.Outcome == "valid" {
			t.Errorf("%s is valid", in.Name)
		} else if got.Outcome == "not-valid" {
			refused++
		}
	}
	if refused < 100 {
		t.Errorf("%d changes were refused, want most", refused)
	}
}

// Files that are no credential, of other formats or hostile.
func TestPageAgreesAboutForeignFiles(t *testing.T) {
	s := states(t)
	b := newBrowser(t, s.world())
	b.open(s.at.URL(address.Verify()))
	token := string(s.input(standing, "credential.jwt").Data)
	head, payload, signature := part(token, 0), part(token, 1), part(token, 2)
	encode := base64.RawURLEncoding.EncodeToString
	text := string(s.input(standing, "credential.json").Data)
	picture := s.input(standing, "badge.png").Data
	bare, err := baking.Unbake(picture)
	if err != nil {
		t.Fatal(err)
	}
	other, err := baking.Bake(picture, baking.Credential{Version: baking.OB2, Text: string(s.input(expired, "assertion.json").Data)})
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"nothing": "", "words": "hello", "JSON": "{}", "an array": "[]", "half": text[:len(text)/2], "deep": `{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "}",
		"a number beyond reading": `{"@context":["https://www.w3.org/ns/credentials/v2"],"x":1e400}`, "a lone surrogate": `{"x":"\ud800"}`, "an HTML page": "<!doctype html><title>x</title>",
		"a photo": "\xff\xd8\xff\xe0 JFIF", "a PDF": "%PDF-1.7", "an SD-JWT": "eyJhbGciOiJFUzI1NiJ9.e30.AA~x~", "version 1.1": `{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiableCredential"]}`,
		"a presentation": `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"]}`, "a JWS in JSON form": `{"payload":"e30","signature":"AA","protected":"e30"}`,
		"an Assertion of version 1": `{"uid":"1","verify":{"type":"hosted"}}`, "a BadgeClass": `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"https://x.example/b"}`,
		"a byte order mark": "\xef\xbb\xbf" + text, "bytes that are no UTF-8": "{\"x\":\"\xff\"}",
		"alg none": encode([]byte(`{"alg":"none"}`)) + "." + payload + ".", "HS256": encode([]byte(`{"alg":"HS256"}`)) + "." + payload + "." + signature,
		"EdDSA": encode([]byte(`{"alg":"EdDSA","kid":"did:web:credentials.harbour.example#x"}`)) + "." + payload + "." + signature,
		"crit":  encode([]byte(`{"alg":"ES256","crit":["x"],"kid":"a"}`)) + "." + payload + "." + signature, "without kid": encode([]byte(`{"alg":"ES256"}`)) + "." + payload + "." + signature,
		"the kid of another":       encode([]byte(`{"alg":"ES256","kid":"did:web:evil.example#k"}`)) + "." + payload + "." + signature,
		"a kid that is not listed": encode([]byte(`{"alg":"ES256","kid":"did:web:credentials.harbour.example#k"}`)) + "." + payload + "." + signature,
		"an unknown typ":           encode([]byte(`{"alg":"ES256","typ":"at+jwt","kid":"did:web:credentials.harbour.example#k"}`)) + "." + payload + "." + signature,
		"two parts":                head + "." + payload, "four parts": token + ".AA", "padding": head + "." + payload + "." + signature + "==", "an empty signature": head + "." + payload + ".",
		"a hostless Assertion":                     `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"urn:uuid:1","verification":{"type":"HostedBadge"}}`,
		"an Assertion of a host that is not there": `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://gone.example/a.json","verification":{"type":"HostedBadge"}}`,
		"a signed Assertion without signature":     `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://x.example/a","verification":{"type":"SignedBadge"}}`,
		"a picture with another's Assertion":       string(other), "half a picture": string(picture[:len(picture)/2]), "an SVG with script": `<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="run"</script></svg>`,
		"an SVG with entities": `<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>`, "half an SVG": `<svg xmlns="http://www.w3.org/2000/svg"><g>`,
		"an SVG with two":       `<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="http://openbadges.org"><o:assertion verify="https://a.example/"/><o:assertion verify="https://b.example/"/></svg>`,
		"the text of a picture": bare[1].Text, "large": "{" + strings.Repeat(" ", 1<<20) + "}",
	} {
		in := verify.Input{Name: name, Data: []byte(data)}
		if data == "" {
			in.Data = []byte{}
		}
		if got := b.agrees(in); got.Outcome == "valid" && name != "the text of a picture" {
			t.Errorf("%s is valid", name)
		}
	}
	if title := run[string](b, "document.title"); title == "run" {
		t.Error("a script inside an SVG was run")
	}
}

func part(token string, i int) string { return strings.Split(token, ".")[i] }
