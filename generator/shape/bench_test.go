package shape_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/piprate/json-gold/ld"
	"github.com/sealpress/sealpress/generator/shape"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
)

// microCredential is a credential as a school would issue it, with every
// element that a micro-credential has to have. The number makes it another
// person's.
func microCredential(n int) []byte {
	var alignments []string
	for _, a := range [][4]string{
		{"ext:LearningOutcome", "LO1", "Recognises an emergency", "Can secure the scene, check breathing and call for help within one minute."},
		{"ext:LearningOutcome", "LO2", "Gives CPR", "Keeps the rate and depth that the guidelines ask for, and uses a defibrillator."},
		{"ext:EQFLevel", "3", "EQF level 3", "Knowledge of facts, principles, processes and general concepts in a field of work."},
		{"ext:Workload", "PT25H", "25 hours", "Nine hours of teaching, twelve of practice and four of assessment."},
	} {
		alignments = append(alignments, fmt.Sprintf(`{"type":["Alignment"],"targetName":"%s","targetUrl":"https://badges.example/achievements/emergency-first-aid/#%s","targetDescription":"%s","targetCode":"%s","targetType":"%s"}`,
			a[2], a[1], a[3], a[1], a[0]))
	}
	id := fmt.Sprintf("%026x", uint64(n)*0x9e3779b97f4a7c15)
	return []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
		`"id":"https://badges.example/awards/` + id + `/credential.json","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Emergency First Aid",` +
		`"issuer":{"id":"did:web:badges.example","type":["Profile"],"name":"Harbour Training Centre","url":"https://badges.example/"},` +
		`"validFrom":"2026-05-14T00:00:00Z","awardedDate":"2026-05-14T00:00:00Z","credentialSubject":{"id":"urn:uuid:` + id[:8] + `-0000-5000-8000-000000000000","type":["AchievementSubject"],` +
		`"identifier":[{"type":"IdentityObject","hashed":false,"identityHash":"Ada Lovelace the ` + fmt.Sprint(n) + `th","identityType":"name"}],` +
		`"achievement":{"id":"https://badges.example/achievements/emergency-first-aid/achievement.json","type":["Achievement"],"achievementType":"MicroCredential","name":"Emergency First Aid",` +
		`"description":"Looks after an injured person until help arrives.","criteria":{"id":"https://badges.example/achievements/emergency-first-aid/","narrative":"Pass the practical test.\n\nPass the \"written\" test."},` +
		`"image":{"id":"https://badges.example/achievements/emergency-first-aid/image.png","type":"Image"},"creditsAvailable":1,"inLanguage":"en","tag":["first aid","safety"],` +
		`"alignment":[` + strings.Join(alignments, ",") + `]}},` +
		`"credentialStatus":{"id":"https://badges.example/status/revocation-1.json#` + fmt.Sprint(n) + `","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"` + fmt.Sprint(n) + `",` +
		`"statusListCredential":"https://badges.example/status/revocation-1.json"}}`)
}

func TestTheBenchmarkIsRealistic(t *testing.T) {
	var c shape.Cache
	for n := range 20 {
		canonical := same(t, &c, microCredential(n))
		if quads := strings.Count(string(canonical), "\n"); len(microCredential(n)) < 1900 || quads < 46 || !strings.Contains(string(canonical), "_:c14n3") {
			t.Fatalf("%d bytes, %d quads:\n%s", len(microCredential(n)), quads, canonical)
		}
	}
	if got := c.Stats(); got.Compiled != 1 || got.Filled != 20 {
		t.Errorf("stats are %+v", got)
	}
}

// As issuing works: the bytes are hashed and not kept.
func BenchmarkShape(b *testing.B) {
	var buffer []byte
	benchmark(b, func(c *shape.Cache, document []byte) (err error) {
		buffer, err = c.Append(buffer[:0], document)
		return err
	})
}

func BenchmarkShapeAllocating(b *testing.B) {
	benchmark(b, func(c *shape.Cache, document []byte) error {
		_, err := c.Canonical(document)
		return err
	})
}

func benchmark(b *testing.B, canonical func(*shape.Cache, []byte) error) {
	documents := make([][]byte, 64)
	for n := range documents {
		documents[n] = microCredential(n)
	}
	var c shape.Cache
	if err := canonical(&c, documents[0]); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(documents[0])))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		if err := canonical(&c, documents[n%len(documents)]); err != nil {
			b.Fatal(err)
		}
	}
}

// The library as jsonld uses it: expansion by json-gold, the rest here.
func BenchmarkLibrary(b *testing.B) {
	document := microCredential(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jsonld.Canonical(document, jsonld.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// contextsOf serves the compiled-in contexts to json-gold.
type contextsOf map[string]any

func (c contextsOf) LoadDocument(url string) (*ld.RemoteDocument, error) {
	return &ld.RemoteDocument{DocumentURL: url, Document: c[url]}, nil
}

// json-gold from end to end, with the contexts in memory.
func BenchmarkJSONGold(b *testing.B) {
	contexts := contextsOf{}
	for _, c := range jsonld.Contexts() {
		text, err := jsonld.ContextText(c)
		if err != nil {
			b.Fatal(err)
		}
		if contexts[c.URL], err = ld.DocumentFromReader(strings.NewReader(string(text))); err != nil {
			b.Fatal(err)
		}
	}
	document := microCredential(1)
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader, options.Format, options.Algorithm, options.SafeMode = contexts, "application/n-quads", "URDNA2015", true
	b.ReportAllocs()
	for b.Loop() {
		decoded, err := ld.DocumentFromReader(strings.NewReader(string(document)))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := ld.NewJsonLdProcessor().Normalize(decoded, options); err != nil {
			b.Fatal(err)
		}
	}
}

// signer is a key made for the tests alone.
func signer() (ed25519.PrivateKey, dataintegrity.Resolver) {
	seed := sha256.Sum256([]byte("a key for tests"))
	key := ed25519.NewKeyFromSeed(seed[:])
	return key, func(string) (crypto.PublicKey, string, error) { return key.Public(), "did:web:badges.example", nil }
}

func options(c *shape.Cache) dataintegrity.Options {
	return dataintegrity.Options{VerificationMethod: "did:web:badges.example#key-1", Created: time.Date(2026, 5, 14, 0, 0, 0, 0, time.UTC), Canonical: c.Canonical}
}

// A whole proof: reading the document, two canonical forms, the signature.
func BenchmarkSign(b *testing.B) {
	var c shape.Cache
	key, _ := signer()
	document := microCredential(1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := dataintegrity.Sign(document, options(&c), key); err != nil {
			b.Fatal(err)
		}
	}
}
