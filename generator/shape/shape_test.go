package shape_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/sealpress/sealpress/generator/shape"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
)

// same asks shape and library about a document and compares what they say,
// refusals included.
func same(t testing.TB, c *shape.Cache, document []byte) []byte {
	t.Helper()
	want, wantErr := jsonld.Canonical(document, jsonld.Options{})
	got, err := c.Canonical(document)
	if (err == nil) != (wantErr == nil) || errors.Is(err, shape.ErrMismatch) {
		t.Fatalf("%s\nshape: %v\nlibrary: %v", document, err, wantErr)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Fatalf("%s\n(-library +shape):\n%s", document, diff)
	}
	return got
}

// The law of this package, over many shapes and every kind of text. Set
// SEALPRESS_LONG for twenty times as many documents.
func TestShapeSaysWhatTheLibrarySays(t *testing.T) {
	documents := 1000
	if os.Getenv("SEALPRESS_LONG") != "" {
		documents = 20000
	}
	const shapes = 150
	var c shape.Cache
	content := rand.New(rand.NewPCG(1, 2))
	for n := range documents {
		w := writer{shape: rand.New(rand.NewPCG(uint64(n%shapes), 7)), content: content}
		same(t, &c, w.write(t, w.credential()))
	}
	got := c.Stats()
	t.Logf("%+v", got)
	if got.Compiled < 100 || got.Compiled > shapes+20 {
		t.Errorf("%d shapes were made of %d", got.Compiled, shapes)
	}
	if got.Filled+got.Library != uint64(documents) || got.Filled < uint64(documents)*3/4 {
		t.Errorf("of %d documents %d were filled and %d given to the library", documents, got.Filled, got.Library)
	}
	if got.Proved < 100 || got.Proved > got.Filled/2 {
		t.Errorf("%d of %d were proved", got.Proved, got.Filled)
	}
}

// base is a document whose shape is known, with one text to choose.
func base(member string) []byte {
	return []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"https://a.example/1",` +
		`"type":["VerifiableCredential","OpenBadgeCredential"],` + member + `"credentialSubject":{"type":["AchievementSubject"],"id":"urn:uuid:1"}}`)
}

// Every character, raw and escaped, in a literal and in an IRI.
func TestEveryCharacter(t *testing.T) {
	var c shape.Cache
	same(t, &c, base(`"name":"first",`))
	same(t, &c, base(`"evidence":[{"id":"urn:x:first","type":["Evidence"]}],`))
	runes := []rune{0x2028, 0xd7ff, 0xe000, 0xfdcf, 0xfdd0, 0xfdef, 0xfdf0, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1fffe, 0x1ffff, 0x20000, 0x10fffd, 0x10ffff}
	for r := range rune(0x180) {
		runes = append(runes, r)
	}
	accepted := 0
	for _, r := range runes {
		raw := string(r)
		for _, text := range []string{raw, fmt.Sprintf(`\u%04x`, r), fmt.Sprintf(`\u%04X`, r), `\` + raw, "12345678" + raw + "12345678"} {
			for _, document := range [][]byte{base(`"name":"` + text + `",`), base(`"evidence":[{"id":"urn:x:` + text + `","type":["Evidence"]}],`)} {
				if same(t, &c, document) != nil {
					accepted++
				}
			}
		}
	}
	for _, text := range []string{`\ud83d\ude00`, `\ud83d`, `\ude00`, `\u12`, `\u`, `\`, `\x`, "\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", `\u00zz`, `"`, `\"`, `\\"`, `\\\"`} {
		same(t, &c, base(`"name":"`+text+`",`))
	}
	if got := c.Stats(); accepted < 1000 || got.Filled < 1000 {
		t.Errorf("%d texts were accepted, stats are %+v", accepted, got)
	}
}

// An IRI that a context expands, or that is none, is for the library.
func TestIRIs(t *testing.T) {
	var c shape.Cache
	same(t, &c, base(`"evidence":[{"id":"urn:x:first","type":["Evidence"]}],`))
	accepted := 0
	for _, iri := range []string{
		"https://a.example/", "HTTPS://a.example", "did:web:a.example#z6Mk", "mailto:a@a.example", "data:image/png;base64,AAAA", "x:", "ext:Workload", "urn:uuid:1",
		"Achievement:x", "narrative:y", "id:z", "sec:w", "cred:v", "schema:foo", "xsd:string", "_:b0", "_:", "@id:x", "@type", ":", ":x", "", "relative", "/path", "//host/path", "#f", "?q",
		"1x:y", "a b:c", "a/b:c", "https://a.example/a b", "https://a.example/<", "https://a.example/>", "https://a.example/{", "https://a.example/|", "https://a.example/^", "https://a.example/`",
		"https://a.example/ü", "ü:x", "a+b.c-d:e", "https://a.example/" + strings.Repeat("x", 3000), "VerifiableCredential", "type", "https", "https:", "https://",
	} {
		text, err := json.Marshal(iri)
		if err != nil {
			t.Fatal(err)
		}
		if same(t, &c, base(`"evidence":[{"id":`+string(text)+`,"type":["Evidence"]}],`)) != nil {
			accepted++
		}
	}
	if got := c.Stats(); got.Compiled != 1 || accepted < 15 || got.Library < 20 {
		t.Errorf("%d were accepted, stats are %+v", accepted, got)
	}
}

// Blank nodes that look alike are named by the library.
func TestAlikeNodesFallBack(t *testing.T) {
	var c shape.Cache
	evidence := func(texts ...string) []byte {
		entries := make([]string, len(texts))
		for i, text := range texts {
			entries[i] = fmt.Sprintf(`{"type":["Evidence"],"narrative":"%s"}`, text)
		}
		return base(`"evidence":[` + strings.Join(entries, ",") + `],`)
	}
	same(t, &c, evidence("one", "two", "three"))
	if got := c.Stats(); got.Alike != 0 || got.Filled != 1 {
		t.Errorf("different nodes: %+v", got)
	}
	same(t, &c, evidence("one", "two", "one"))
	same(t, &c, evidence("one", "one", "one"))
	same(t, &c, evidence("three", "two", "one"))
	if got := c.Stats(); got.Alike != 2 || got.Filled != 2 || got.Library != 2 || got.Compiled != 1 {
		t.Errorf("alike nodes: %+v", got)
	}
	many := make([]string, 40)
	for i := range many {
		many[i] = fmt.Sprint("text ", i*7%40)
	}
	same(t, &c, evidence(many...))
	if got := c.Stats(); got.Alike != 2 || got.Filled != 3 {
		t.Errorf("forty nodes: %+v", got)
	}
}

// A dataset is a set: what is said twice counts once, also inside the hash of
// a blank node.
func TestRepetitions(t *testing.T) {
	var c shape.Cache
	for _, tags := range []string{`"a","b","c"`, `"a","b","a"`, `"a","a","a"`} {
		same(t, &c, base(`"evidence":[{"type":["Evidence"],"narrative":[`+tags+`]},{"type":["Evidence"],"narrative":["x","x","y"]}],`))
		same(t, &c, base(`"evidence":[{"id":"urn:x:1","type":["Evidence"],"narrative":[`+tags+`]},{"id":"urn:x:1","type":["Evidence"],"narrative":["a","b","a"]}],`))
	}
	// Two quads that read alike in a first degree hash, and are not one.
	same(t, &c, base(`"evidence":[{"type":["Evidence"],"https://a.example/p":[{"https://a.example/q":"1"},{"https://a.example/q":"2"}]}],`))
	if got := c.Stats(); got.Compiled != 3 || got.Filled != 7 {
		t.Errorf("stats are %+v", got)
	}
}

// What is part of the shape: another type, number, order or form of a document
// is another shape, white space is not.
func TestWhatMakesAShape(t *testing.T) {
	var c shape.Cache
	same(t, &c, base(`"name":"a","validFrom":"2026-01-01T00:00:00Z",`))
	for _, alike := range []string{`"name":"b","validFrom":"2026-01-02T00:00:00Z",`, ` "name" : "b" ,` + "\n\t\r\n" + `"validFrom":"x",`} {
		same(t, &c, base(alike))
	}
	if got := c.Stats(); got.Compiled != 1 || got.Filled != 3 {
		t.Errorf("stats are %+v", got)
	}
	for _, other := range []string{`"validFrom":"2026-01-01T00:00:00Z","name":"a",`, `"name":1,`, `"name":2,`, `"name":2.0,`, `"name":true,`, `"name":["a"],`, `"name":["a","b"],`,
		`"name":{"@value":"a","@language":"it"},`, `"name":{"@value":"a","@language":"en"},`, `"name":{"@value":"a","@type":"urn:x:t"},`, `"name":{"@value":"a","@type":"urn:x:u"},`} {
		before := c.Stats()
		same(t, &c, base(other))
		if after := c.Stats(); after.Compiled != before.Compiled+1 || after.Filled != before.Filled+1 {
			t.Errorf("%s: stats were %+v and are %+v", other, before, after)
		}
	}
	// What the library refuses leaves no shape behind.
	before := c.Stats()
	for _, bad := range []string{`"colour":"a",`, `"name":null,`, `"name":1 2,`, `"name":"a" "b",`, `"name":01,`, `"name":"a","name":"b",`, `"name":"a",,`, `"type":"x",`, `"name":{"@value":{}},`,
		`"jsonSchema":{"a":"b"},`, `"@graph":[{"id":"urn:x:1","name":"n"}],`, `"name":["a" "b"],`, `"name":["a"]],`, `"name":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["a"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],`} {
		same(t, &c, base(bad))
	}
	for _, bad := range []string{``, `{`, `}`, `[]`, `"x"`, `{}`, `nul`, "\x00", string(base(``)) + "x", string(base(``)) + " {}", "\ufeff" + string(base(``))} {
		same(t, &c, []byte(bad))
	}
	if after := c.Stats(); after.Compiled != before.Compiled {
		t.Errorf("stats were %+v and are %+v", before, after)
	}
	// A document that holds what a template would hold.
	same(t, &c, base(`"name":"urn:x-sealpress-slot:0",`))
	same(t, &c, base(`"name":"urn:x-sealpress-slot:\u0030","description":"x",`))
	same(t, &c, base(`"name":"\u0075rn:x-sealpress-slot:1","description":"x",`))
}

// Append keeps what was there, whoever answers.
func TestAppend(t *testing.T) {
	var c shape.Cache
	for _, member := range []string{`"name":"a",`, `"name":"b",`, `"name":"tab \u0009",`, `"name":"\ud83d\ude00",`, `"evidence":[{"type":["Evidence"],"narrative":"a"},{"type":["Evidence"],"narrative":"a"}],`, `"colour":"red",`} {
		want, wantErr := jsonld.Canonical(base(member), jsonld.Options{})
		got, err := c.Append([]byte("before"), base(member))
		if string(got) != "before"+string(want) || (err == nil) != (wantErr == nil) {
			t.Errorf("%s: got %s, %v\nwant %s, %v", member, got, err, want, wantErr)
		}
	}
}

func TestProofConfiguration(t *testing.T) {
	var c shape.Cache
	for n := range 10 {
		same(t, &c, fmt.Appendf(nil, `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022",`+
			`"created":"2026-05-14T00:00:%02dZ","verificationMethod":"did:web:a.example#z6Mk%d","proofPurpose":"assertionMethod"}`, n, n))
	}
	if got := c.Stats(); got.Compiled != 1 || got.Filled != 10 {
		t.Errorf("stats are %+v", got)
	}
	same(t, &c, []byte(`{"@context":"https://www.w3.org/ns/credentials/v2","type":"DataIntegrityProof","proofPurpose":"authentication"}`))
	same(t, &c, []byte(`{"@context":"https://www.w3.org/ns/credentials/v2","type":"DataIntegrityProof","proofPurpose":"assertionMethod"}`))
}

// A credential inside a credential has contexts and a graph of its own.
func TestEndorsement(t *testing.T) {
	var c shape.Cache
	for n := range 5 {
		same(t, &c, base(fmt.Sprintf(`"endorsement":[{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:x:%d",`+
			`"type":["VerifiableCredential","EndorsementCredential"],"name":"E","credentialSubject":{"id":"urn:x:s","type":["EndorsementSubject"],"endorsementComment":"good %d"}}],`, n, n%2)))
	}
	if got := c.Stats(); got.Compiled != 1 || got.Filled != 5 {
		t.Errorf("stats are %+v", got)
	}
}

// A cache is what the proof suite wants to be handed.
func TestSigning(t *testing.T) {
	var c shape.Cache
	key, resolve := signer()
	for n := range 5 {
		signed, err := dataintegrity.Sign(microCredential(n), options(&c), key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := dataintegrity.Verify(signed, resolve, dataintegrity.VerifyOptions{}); err != nil {
			t.Errorf("%s\nis refused: %v", signed, err)
		}
	}
	if got := c.Stats(); got.Compiled != 2 || got.Filled != 10 {
		t.Errorf("stats are %+v", got)
	}
}

// The bound on shapes holds, and a cache that began anew answers as before.
func TestManyShapes(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles thousands of shapes")
	}
	var c shape.Cache
	for n := range 2100 {
		document := fmt.Appendf(nil, `{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiableCredential","name":[%d,"x"]}`, n)
		if _, err := c.Canonical(document); err != nil {
			t.Fatal(err)
		}
	}
	same(t, &c, base(``))
}

func TestConcurrency(t *testing.T) {
	var c shape.Cache
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			content := rand.New(rand.NewPCG(uint64(g), 2))
			for n := range 60 {
				w := writer{shape: rand.New(rand.NewPCG(uint64(n%6), 7)), content: content}
				document := w.write(t, w.credential())
				want, err := jsonld.Canonical(document, jsonld.Options{})
				got, gotErr := c.Canonical(document)
				if !bytes.Equal(want, got) || err != nil || gotErr != nil {
					t.Errorf("%s\nshape says %s, %v\nlibrary says %s, %v", document, got, gotErr, want, err)
				}
			}
		})
	}
	all.Wait()
}

func FuzzCanonical(f *testing.F) {
	f.Add(string(base(`"name":"a",`)), string(base(`"name":"b\n\"",`)))
	f.Add(string(base(`"evidence":[{"id":"urn:x:1","type":["Evidence"]}],`)), string(base(`"evidence":[{"id":"cred:1","type":["Evidence"]}],`)))
	f.Add(`{"@context":"https://www.w3.org/ns/credentials/v2","@id":"urn:x","name":{"@value":"a","@language":"en"}}`, `{"@context":"https://www.w3.org/ns/credentials/v2","@id":"urn:y","name":{"@value":"b","@language":"en"}}`)
	f.Fuzz(func(t *testing.T, first, second string) {
		var c shape.Cache
		same(t, &c, []byte(first))
		same(t, &c, []byte(second))
		same(t, &c, []byte(first))
	})
}

func ExampleCache_Canonical() {
	var cache shape.Cache
	for _, name := range []string{"Ada", "Grace"} {
		canonical, err := cache.Canonical([]byte(`{"@context":"https://www.w3.org/ns/credentials/v2","id":"urn:x:1","name":"` + name + `"}`))
		if err != nil {
			panic(err)
		}
		fmt.Print(string(canonical))
	}
	fmt.Println(cache.Stats().Compiled, "shape for", cache.Stats().Filled, "documents")
	// Output:
	// <urn:x:1> <https://schema.org/name> "Ada" .
	// <urn:x:1> <https://schema.org/name> "Grace" .
	// 1 shape for 2 documents
}
