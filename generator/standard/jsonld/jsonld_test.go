package jsonld_test

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/piprate/json-gold/ld"
	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

func read(t testing.TB, parts ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// withExamples knows the two contexts that the vectors of the W3C need.
func withExamples(t testing.TB) *jsonld.Processor {
	t.Helper()
	dir := filepath.Join(reference.Standards(t), "contexts", "w3c")
	p, err := jsonld.New(map[string][]byte{
		"https://www.w3.org/ns/credentials/examples/v2": read(t, dir, "credentials-examples-v2.jsonld"),
		"https://w3id.org/citizenship/v4rc1":            read(t, dir, "citizenship-v4rc1.jsonld"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestVectors(t *testing.T) {
	p := withExamples(t)
	dir := filepath.Join(reference.Standards(t), "vectors")
	for _, c := range []struct {
		document, canonical string
		hash                crypto.Hash
	}{
		{"vc-di-eddsa/unsigned.json", "vc-di-eddsa/eddsa-rdfc-2022/canonDocDataInt.txt", 0},
		{"vc-di-eddsa/eddsa-rdfc-2022/proofConfigDataInt.json", "vc-di-eddsa/eddsa-rdfc-2022/proofCanonDataInt.txt", 0},
		{"vc-di-eddsa/employmentAuth.json", "vc-di-eddsa/eddsa-rdfc-2022/employ/canonDocDataInt.txt", 0},
		{"vc-di-eddsa/eddsa-rdfc-2022/employ/proofConfigDataInt.json", "vc-di-eddsa/eddsa-rdfc-2022/employ/proofCanonDataInt.txt", 0},
		{"vc-di-ecdsa/unsigned.json", "vc-di-ecdsa/ecdsa-rdfc-2019-p256/canonDocECDSAP256.txt", crypto.SHA256},
		{"vc-di-ecdsa/unsigned.json", "vc-di-ecdsa/ecdsa-rdfc-2019-p384/canonDocECDSAP384.txt", crypto.SHA384},
		{"vc-di-ecdsa/employmentAuth.json", "vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ/canonDocECDSAP256.txt", crypto.SHA256},
		{"vc-di-ecdsa/employmentAuth.json", "vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ/canonDocECDSAP384.txt", crypto.SHA384},
	} {
		got, err := p.Canonical(read(t, dir, c.document), jsonld.Options{Hash: c.hash})
		if err != nil {
			t.Errorf("%s: %v", c.document, err)
			continue
		}
		if diff := cmp.Diff(string(read(t, dir, c.canonical)), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.document, diff)
		}
	}
}

// Our conversion to RDF says what the library's says, for every example of a
// credential that both accept.
func TestConversionAgreesWithTheLibrary(t *testing.T) {
	p := withExamples(t)
	compared := 0
	for _, pattern := range []string{"examples/*/*.json", "eu/*.json", "vectors/*/*.json"} {
		names, err := filepath.Glob(filepath.Join(reference.Standards(t), pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			document := read(t, name)
			ours, err := p.Canonical(document, jsonld.Options{})
			if err != nil {
				t.Logf("%s: %v", filepath.Base(name), err)
				continue
			}
			compared++
			if diff := cmp.Diff(library(t, document), string(ours)); diff != "" {
				t.Errorf("%s (-library +ours):\n%s", name, diff)
			}
		}
	}
	if compared < 12 {
		t.Errorf("only %d examples were compared", compared)
	}
}

type memory map[string]any

func (m memory) LoadDocument(url string) (*ld.RemoteDocument, error) {
	if m[url] == nil {
		return nil, errors.New(url)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: m[url]}, nil
}

// library is the same work done by json-gold from end to end.
func library(t testing.TB, document []byte) string {
	t.Helper()
	m := memory{}
	for _, c := range jsonld.Contexts() {
		m[c.URL] = decode(t, read(t, "contexts", c.File))
	}
	dir := filepath.Join(reference.Standards(t), "contexts", "w3c")
	m["https://www.w3.org/ns/credentials/examples/v2"] = decode(t, read(t, dir, "credentials-examples-v2.jsonld"))
	m["https://w3id.org/citizenship/v4rc1"] = decode(t, read(t, dir, "citizenship-v4rc1.jsonld"))
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader = m
	options.Format = "application/n-quads"
	options.Algorithm = "URDNA2015"
	out, err := ld.NewJsonLdProcessor().Normalize(decode(t, document), options)
	if err != nil {
		t.Fatal(err)
	}
	return out.(string)
}

func decode(t testing.TB, text []byte) (document any) {
	t.Helper()
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

const contexts = `"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],`

// credential is one that is accepted, with one member of ours in its subject.
func credential(member string) string {
	return `{` + contexts + `"id":"https://a.example/1","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"did:web:a.example","type":["Profile"],"name":"A"},` +
		`"credentialSubject":{"type":["AchievementSubject"],` + member + `"achievement":{"id":"https://a.example/a","type":["Achievement"],"name":"N","creditsAvailable":2.5}}}`
}

// A document that would lose something on the way is refused, and says what.
func TestRefusals(t *testing.T) {
	if _, err := jsonld.ToRDF([]byte(credential(`"id":"urn:uuid:1",`))); err != nil {
		t.Fatalf("the document to spoil is refused itself: %v", err)
	}
	for _, c := range []struct{ document, want string }{
		{credential(`"favourite":"x",`), "Dropping property"},
		{credential(`"result":[{"type":["Result"],"favourite":"x"}],`), "Dropping property"},
		{credential(`"id":"/relative",`), "not absolute"},
		{credential(`"id":"",`), "not absolute"},
		{credential(`"id":"#fragment",`), "not absolute"},
		{credential(`"id":"https://a.example/a b",`), "character"},
		{credential(`"id":"//a:b",`), "not absolute"},
		{credential(`"id":5,`), "@id"},
		{credential(`"result":[{"type":["Nonsense"]}],`), "the type is not absolute"},
		{credential(`"result":[{"type":"1EdTechJsonSchemaValidator2019"}],`), "the type is not absolute"},
		{credential(`"result":[{"type":[5]}],`), "type"},
		{credential(`"result":null,`), "null"},
		{credential(`"result":[null],`), "null"},
		{credential(`"result":[{}],`), "empty object"},
		{credential(`"narrative":{"@language":"en"},`), "without a @value"},
		{credential(`"narrative":{"@value":null},`), "null"},
		{credential(`"narrative":{"@value":"x","@direction":"rtl"},`), "@direction"},
		{credential(`"narrative":{"@value":"x","@index":"1"},`), "@index"},
		{credential(`"narrative":{"@value":{"a":1},"@type":"@json"},`), "JSON literals"},
		{credential(`"narrative":{"@value":"x","@language":"not a tag"},`), ""},
		{credential(`"narrative":{"@value":"x","@type":"relative"},`), ""},
		{credential(`"@graph":[{"id":"https://a.example/x"}],`), "@graph"},
		{credential(`"@reverse":{"https://a.example/p":{"id":"https://a.example/x"}},`), "@reverse"},
		{credential(`"@included":[{"id":"https://a.example/x"}],`), "@included"},
		{credential(`"@context":{"@vocab":"urn:x"},`), "written into the document"},
		{credential(`"@context":"https://a.example/c",`), "not one of those"},
		{credential(`"narrative":"tab\there",`), "control"},
		{credential(`"narrative":"carriage\r\nreturn",`), "control"},
		{credential(`"narrative":"del \u007f",`), "control"},
		{credential(`"narrative":"nul \u0000",`), "control"},
		{credential(`"narrative":9007199254740993,`), "beyond the integers"},
		{credential(`"narrative":1e21,`), "beyond the integers"},
		{credential(`"narrative":0.30000000000000004,`), "more digits"},
		{credential(`"narrative":"a","narrative":"b",`), ""},
		{credential(``) + "x", ""},
		{`[` + credential(``) + `]`, ""},
		{`{}`, "no @context"},
		{`{"@context":"https://www.w3.org/ns/credentials/v2"}`, "says nothing"},
		{`{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:x"}`, "says nothing"},
		{`{"@context":{"@vocab":"urn:x"},"id":"urn:x"}`, "written into the document"},
		{`{"@context":["https://www.w3.org/ns/credentials/v2",{"@vocab":"urn:x"}],"id":"urn:x"}`, "written into the document"},
		{`{"@context":["https://www.w3.org/ns/credentials/v2",null],"id":"urn:x"}`, "written into the document"},
		{`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context.json"],"id":"urn:x","type":"Profile"}`, "protected term"},
		{strings.Repeat(`{"id":`, 200) + `""` + strings.Repeat(`}`, 200), ""},
	} {
		dataset, err := jsonld.ToRDF([]byte(c.document))
		if err == nil {
			t.Errorf("accepted: %.300s\nas %v", c.document, dataset)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.300s\nwas refused with %q, want a word of %q", c.document, err, c.want)
		}
	}
}

func TestUnknownContextIsNamed(t *testing.T) {
	const url = "https://www.w3.org/ns/credentials/examples/v2"
	var unknown *jsonld.UnknownContextError
	for _, document := range []string{`{"@context":"` + url + `","id":"urn:x"}`, `{"@context":["https://www.w3.org/ns/credentials/v2","` + url + `"],"id":"urn:x"}`} {
		if _, err := jsonld.ToRDF([]byte(document)); !errors.As(err, &unknown) || unknown.URL != url {
			t.Errorf("%s: error is %v", document, err)
		}
	}
	if _, err := jsonld.ToRDF([]byte(credential(`"narrative":"a\tb",`))); !errors.Is(err, jsonld.ErrControlCharacter) {
		t.Errorf("error is %v", err)
	}
	if _, err := jsonld.ToRDF([]byte(credential(`"narrative":"a\nb \u0085 \u2028",`))); err != nil {
		t.Errorf("a line feed is refused: %v", err)
	}
}

// Contexts that stand together in credentials of others, and inside them.
func TestOlderAndNestedContexts(t *testing.T) {
	for _, document := range []string{
		`{"@context":["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context.json","https://w3id.org/security/suites/ed25519-2020/v1"],"id":"urn:x:1",` +
			`"type":["VerifiableCredential","OpenBadgeCredential"],"issuanceDate":"2023-01-01T00:00:00Z","credentialSubject":{"type":["AchievementSubject"],"id":"urn:x:2"}}`,
		`{"@context":["https://www.w3.org/2018/credentials/v1","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json","https://w3id.org/security/data-integrity/v2"],"id":"urn:x:1",` +
			`"type":["VerifiableCredential","OpenBadgeCredential"],"issuanceDate":"2023-01-01T00:00:00Z","credentialSubject":{"type":["AchievementSubject"],"id":"urn:x:2"}}`,
		`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],"id":"urn:x:1",` +
			`"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSchema":[{"id":"urn:x:s","type":"1EdTechJsonSchemaValidator2019"}]}`,
		`{` + contexts + `"id":"urn:x:1","type":["VerifiableCredential","OpenBadgeCredential"],"endorsement":[{` + contexts + `"id":"urn:x:4","type":["VerifiableCredential","EndorsementCredential"],"name":"E"}]}`,
	} {
		canonical, err := jsonld.Canonical([]byte(document), jsonld.Options{})
		if err != nil || !strings.Contains(string(canonical), "<urn:x:1> <http") {
			t.Errorf("%s\nis %s, %v", document, canonical, err)
		}
	}
}

// A caller cannot give a compiled-in URL another meaning.
func TestCompiledInContextsStay(t *testing.T) {
	p, err := jsonld.New(map[string][]byte{"https://www.w3.org/ns/credentials/v2": []byte(`{"@context":{"@vocab":"urn:evil:"}}`)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.Canonical([]byte(credential("")), jsonld.Options{})
	want, wantErr := jsonld.Canonical([]byte(credential("")), jsonld.Options{})
	if err != nil || wantErr != nil || string(got) != string(want) {
		t.Errorf("got %s, %v\nwant %s, %v", got, err, want, wantErr)
	}
	for _, bad := range []string{`{`, `{}`, `[]`} {
		if _, err := jsonld.New(map[string][]byte{"https://a.example/c": []byte(bad)}); err == nil {
			t.Errorf("a context that reads %s is accepted", bad)
		}
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"2.0": `"2"^^<http://www.w3.org/2001/XMLSchema#integer>`, "-0": `"0"^^<http://www.w3.org/2001/XMLSchema#integer>`, "1e3": `"1000"^^<http://www.w3.org/2001/XMLSchema#integer>`,
		"2.5": `"2.5E0"^^<http://www.w3.org/2001/XMLSchema#double>`, "-0.001": `"-1.0E-3"^^<http://www.w3.org/2001/XMLSchema#double>`,
		"123.456": `"1.23456E2"^^<http://www.w3.org/2001/XMLSchema#double>`, "9007199254740991": `"9007199254740991"^^<http://www.w3.org/2001/XMLSchema#integer>`,
		"1e-7": `"1.0E-7"^^<http://www.w3.org/2001/XMLSchema#double>`, "true": `"true"^^<http://www.w3.org/2001/XMLSchema#boolean>`,
		`"2.0"`: `"2.0"`, `{"@value":"x","@language":"it"}`: `"x"@it`, `{"@value":3,"@type":"http://www.w3.org/2001/XMLSchema#double"}`: `"3.0E0"^^<http://www.w3.org/2001/XMLSchema#double>`,
	} {
		// The context knows no type for the name of a profile.
		got, err := jsonld.Canonical([]byte(`{`+contexts+`"id":"urn:x","type":"VerifiableCredential","name":`+text+`}`), jsonld.Options{})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if !strings.Contains(string(got), "name> "+want+" .\n") {
			t.Errorf("%s is written\n%s\nwant %s", text, got, want)
		}
	}
}

// One processor serves many goroutines; the library must not touch what they
// share. The race detector looks on.
func TestConcurrency(t *testing.T) {
	want, err := jsonld.Canonical([]byte(credential("")), jsonld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				if got, err := jsonld.Canonical([]byte(credential("")), jsonld.Options{}); err != nil || string(got) != string(want) {
					t.Errorf("got %s, %v", got, err)
				}
			}
		})
	}
	all.Wait()
}

func FuzzToRDF(f *testing.F) {
	f.Add(credential(`"narrative":"x",`))
	f.Add(credential(`"result":[{"type":["Result"],"status":"Completed"}],`))
	f.Add(`{"@context":"https://www.w3.org/ns/credentials/v2","@id":"_:x","@type":"VerifiableCredential"}`)
	f.Fuzz(func(t *testing.T, document string) {
		dataset, err := jsonld.ToRDF([]byte(document))
		if err != nil {
			return
		}
		if _, err := rdfc.Canonicalize(dataset, rdfc.Options{}); err != nil && !errors.Is(err, rdfc.ErrTooComplex) {
			t.Errorf("%s gives a dataset that is none: %v", document, err)
		}
	})
}

func ExampleCanonical() {
	canonical, err := jsonld.Canonical([]byte(`{
	  "@context": "https://www.w3.org/ns/credentials/v2",
	  "id": "https://badges.example/1",
	  "type": "VerifiableCredential",
	  "name": "Knots"
	}`), jsonld.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Print(string(canonical))
	// Output:
	// <https://badges.example/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
	// <https://badges.example/1> <https://schema.org/name> "Knots" .
}

func BenchmarkCanonical(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jsonld.Canonical([]byte(credential("")), jsonld.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
