package did_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/did"
)

const issuer = "did:web:badges.example.org"

// edPublic and ecPublic are keys that everybody has.
func edPublic() ed25519.PublicKey {
	return ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)
}

func ecPublic(t testing.TB) *ecdsa.PublicKey {
	t.Helper()
	d := make([]byte, 32)
	d[31] = 1
	k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d)
	if err != nil {
		t.Fatal(err)
	}
	return &k.PublicKey
}

// document has a key of each kind.
func document(t testing.TB) did.Document {
	t.Helper()
	d := did.New(issuer)
	ed, err := did.NewMultikey(issuer, edPublic())
	if err != nil {
		t.Fatal(err)
	}
	ec, err := did.NewJSONWebKey(issuer, "k1", ecPublic(t))
	if err != nil {
		t.Fatal(err)
	}
	d.Add(ed)
	d.Add(ec)
	return d
}

const edMethod = issuer + "#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"

func marshal(t testing.TB, d did.Document) string {
	t.Helper()
	b, err := d.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTextOfADocument(t *testing.T) {
	d := document(t)
	old, err := did.NewMultikey(issuer, ecPublic(t))
	if err != nil {
		t.Fatal(err)
	}
	old.Revoked = "2026-03-01T00:00:00Z"
	d.Add(old)
	want := `{"@context":["https://www.w3.org/ns/did/v1","https://w3id.org/security/multikey/v1","https://w3id.org/security/jwk/v1"],` +
		`"id":"did:web:badges.example.org","verificationMethod":[` +
		`{"id":"` + edMethod + `","type":"Multikey","controller":"did:web:badges.example.org","publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"},` +
		`{"id":"did:web:badges.example.org#k1","type":"JsonWebKey","controller":"did:web:badges.example.org","publicKeyJwk":` +
		`{"kty":"EC","kid":"k1","alg":"ES256","crv":"P-256","x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY","y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}},` +
		`{"id":"did:web:badges.example.org#` + old.PublicKeyMultibase + `","type":"Multikey","controller":"did:web:badges.example.org",` +
		`"publicKeyMultibase":"` + old.PublicKeyMultibase + `","revoked":"2026-03-01T00:00:00Z"}],` +
		`"assertionMethod":["` + edMethod + `","did:web:badges.example.org#k1"]}` + "\n"
	if diff := cmp.Diff(want, marshal(t, d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if size, err := d.Size(); size != len(want) || err != nil {
		t.Errorf("Size() = %d, %v, want %d", size, err, len(want))
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	d := document(t)
	read, err := did.Parse([]byte(marshal(t, d)), issuer)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]crypto.PublicKey{edMethod: edPublic(), issuer + "#k1": ecPublic(t)} {
		pub, m, err := read.Method(id, did.AssertionMethod)
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		if m.ID != id || !pub.(interface{ Equal(crypto.PublicKey) bool }).Equal(want) {
			t.Errorf("%s: method %s, key %v", id, m.ID, pub)
		}
	}
	if diff := cmp.Diff(d.AssertionMethod, read.AssertionMethod); diff != "" {
		t.Errorf("assertionMethod (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(d.Context, read.Context); diff != "" {
		t.Errorf("@context (-want +got):\n%s", diff)
	}
}

// Twenty years of keys, one pair in two years, fit into what resolvers read.
func TestSizeOfManyKeys(t *testing.T) {
	d := did.New(issuer)
	for range 10 {
		ed, _, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		m, err := did.NewMultikey(issuer, ed)
		if err != nil {
			t.Fatal(err)
		}
		d.Add(m)
		if m, err = did.NewJSONWebKey(issuer, "", ec.Public()); err != nil {
			t.Fatal(err)
		}
		d.Add(m)
	}
	if size, err := d.Size(); err != nil || size > did.MaxSize {
		t.Errorf("ten pairs of keys take %d bytes, %v, more than %d", size, err, did.MaxSize)
	}
}

func TestDocumentsThatAreNotWritten(t *testing.T) {
	for name, change := range map[string]func(*did.Document){
		"no id":                 func(d *did.Document) { d.ID = "" },
		"https id":              func(d *did.Document) { d.ID = "https://badges.example.org/" },
		"no context":            func(d *did.Document) { d.Context = nil },
		"relative method":       func(d *did.Document) { d.VerificationMethod[0].ID = "#k" },
		"method of another":     func(d *did.Document) { d.VerificationMethod[0].ID = "did:web:x.example#k" },
		"another controller":    func(d *did.Document) { d.VerificationMethod[0].Controller = "did:web:x.example" },
		"method twice":          func(d *did.Document) { d.VerificationMethod[0].ID = d.VerificationMethod[1].ID },
		"unknown type":          func(d *did.Document) { d.VerificationMethod[0].Type = "Key" },
		"no key":                func(d *did.Document) { d.VerificationMethod[0].PublicKeyMultibase = "" },
		"two keys":              func(d *did.Document) { d.VerificationMethod[1].PublicKeyMultibase = "z6Mk" },
		"listed, not there":     func(d *did.Document) { d.AssertionMethod[0] += "x" },
		"listed twice":          func(d *did.Document) { d.AssertionMethod[0] = d.AssertionMethod[1] },
		"revoked without a day": func(d *did.Document) { d.VerificationMethod[0].Revoked = "2026-03-01T00:00:00" },
	} {
		d := document(t)
		change(&d)
		if b, err := d.Marshal(); err == nil {
			t.Errorf("%s: %s", name, b)
		}
	}
}

func TestDocumentsThatAreRefused(t *testing.T) {
	valid := marshal(t, document(t))
	method := `{"id":"` + issuer + `#k2","type":"Multikey","controller":"` + issuer + `","publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}`
	for name, c := range map[string][2]string{
		"another id":               {`"id":"` + issuer + `",`, `"id":"did:web:x.example",`},
		"no id":                    {`"id":"` + issuer + `",`, ``},
		"id in capitals":           {`"id":"` + issuer + `",`, `"ID":"` + issuer + `",`},
		"id twice":                 {`"id":"` + issuer + `",`, `"id":"did:web:x.example","id":"` + issuer + `",`},
		"two values":               {"\n", "{}"},
		"HTML":                     {valid, "<!DOCTYPE html>"},
		"null":                     {valid, "null"},
		"array":                    {valid, "[" + valid + "]"},
		"relative method":          {`"id":"` + issuer + `#k1"`, `"id":"#k1"`},
		"relative in assertion":    {`"` + issuer + `#k1"]`, `"#k1"]`},
		"one string in assertion":  {`"assertionMethod":["` + edMethod + `","` + issuer + `#k1"]`, `"assertionMethod":"` + edMethod + `"`},
		"null in assertion":        {`"assertionMethod":["` + edMethod + `","` + issuer + `#k1"]`, `"assertionMethod":null`},
		"number in assertion":      {`"` + issuer + `#k1"]`, `7]`},
		"methods as one object":    {`"verificationMethod":[`, `"verificationMethod":{"x":[`},
		"method is a string":       {`"verificationMethod":[`, `"verificationMethod":["` + edMethod + `",`},
		"method twice":             {`"verificationMethod":[`, `"verificationMethod":[` + method + `,` + method + `,`},
		"embedded method twice":    {`"` + issuer + `#k1"]`, method + `,` + method + `]`},
		"method without type":      {`"type":"Multikey",`, ``},
		"method without owner":     {`"controller":"` + issuer + `",`, ``},
		"type as an array":         {`"type":"Multikey",`, `"type":["Multikey"],`},
		"key as a number":          {`"publicKeyMultibase":"`, `"publicKeyMultibase":7,"x":"`},
		"member of a method twice": {`"type":"Multikey",`, `"type":"Multikey","type":"Multikey",`},
		"long":                     {`{"@context"`, `{"x":"` + strings.Repeat("x", 256<<10) + `","@context"`},
		"deep":                     {`{"@context"`, `{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `,"@context"`},
	} {
		text := strings.Replace(valid, c[0], c[1], 1)
		if name == "methods as one object" {
			text = strings.Replace(text, `],"assertionMethod"`, `]},"assertionMethod"`, 1)
		}
		if text == valid {
			t.Fatalf("%s: nothing changes", name)
		}
		if d, err := did.Parse([]byte(text), issuer); err == nil {
			t.Errorf("%s is read as %+v", name, d)
		}
	}
	for _, id := range []string{"", "did:web:x.example", issuer + "#k1", edMethod} {
		if _, err := did.Parse([]byte(valid), id); err == nil {
			t.Errorf("the document is taken for that of %q", id)
		}
	}
}

func TestOtherFormsAreRead(t *testing.T) {
	const key = "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
	jwk := `{"kty":"OKP","crv":"Ed25519","x":"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik"}`
	method := func(rest string) string {
		return `{"id":"` + issuer + `#k","controller":"` + issuer + `",` + rest + `}`
	}
	for name, c := range map[string]struct{ methods, asserting string }{
		"Multikey":                   {method(`"type":"Multikey","publicKeyMultibase":"` + key + `"`), `"` + issuer + `#k"`},
		"JsonWebKey":                 {method(`"type":"JsonWebKey","publicKeyJwk":` + jwk), `"` + issuer + `#k"`},
		"JsonWebKey2020":             {method(`"type":"JsonWebKey2020","publicKeyJwk":` + jwk), `"` + issuer + `#k"`},
		"Ed25519VerificationKey2020": {method(`"type":"Ed25519VerificationKey2020","publicKeyMultibase":"` + key + `"`), `"` + issuer + `#k"`},
		"embedded":                   {``, method(`"type":"Multikey","publicKeyMultibase":"` + key + `"`)},
		"more members":               {method(`"type":"Multikey","name":{"a":[1]},"publicKeyMultibase":"` + key + `"`), `"` + issuer + `#k"`},
	} {
		text := `{"id":"` + issuer + `","service":[{"id":"#s"}],"verificationMethod":[` + c.methods + `],"assertionMethod":[` + c.asserting + `]}`
		d, err := did.Parse([]byte(text), issuer)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if pub, _, err := d.Method(issuer+"#k", did.AssertionMethod); err != nil || !edPublic().Equal(pub) {
			t.Errorf("%s: key %v, %v", name, pub, err)
		}
	}
}

// A document vouches for what it lists, and for its own keys alone.
func TestMethodsThatAreNotVouchedFor(t *testing.T) {
	valid := marshal(t, document(t))
	for name, c := range map[string]struct {
		old, new string
		id       string
		want     error
	}{
		"not there":           {"", "", issuer + "#k9", did.ErrMethod},
		"relative":            {"", "", "#k1", did.ErrMethod},
		"another's":           {"", "", "did:web:x.example#k1", did.ErrMethod},
		"not listed":          {`,"` + issuer + `#k1"]`, `]`, issuer + "#k1", did.ErrMethod},
		"listed elsewhere":    {`"assertionMethod":[`, `"assertionMethod":[],"authentication":[`, edMethod, did.ErrMethod},
		"listed, not there":   {`"` + issuer + `#k1"]`, `"` + issuer + `#k2"]`, issuer + "#k2", did.ErrMethod},
		"another controller":  {`"JsonWebKey","controller":"` + issuer + `"`, `"JsonWebKey","controller":"did:web:x.example"`, issuer + "#k1", did.ErrMethod},
		"another type":        {`"JsonWebKey"`, `"EcdsaSecp256k1VerificationKey2019"`, issuer + "#k1", did.ErrUnsupported},
		"another curve":       {`"P-256"`, `"P-384"`, issuer + "#k1", did.ErrUnsupported},
		"private key":         {`"kty":"EC",`, `"kty":"EC","d":"AQ",`, issuer + "#k1", did.ErrUnsupported},
		"fragment of another": {`"publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"`, `"publicKeyMultibase":"z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"`, edMethod, did.ErrUnsupported},
		"damaged key":         {`"publicKeyMultibase":"z6Mki`, `"publicKeyMultibase":"z6Mk0`, edMethod, did.ErrUnsupported},
		"wrong kind for type": {`"type":"Multikey"`, `"type":"JsonWebKey"`, edMethod, did.ErrUnsupported},
		"P-256 as Ed25519":    {`"type":"Multikey","controller":"` + issuer + `","publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"`, `"type":"Ed25519VerificationKey2020","controller":"` + issuer + `","publicKeyMultibase":"zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"`, edMethod, did.ErrUnsupported},
		"both forms":          {`"publicKeyMultibase"`, `"publicKeyJwk":{"kty":"OKP","crv":"Ed25519","x":"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik"},"publicKeyMultibase"`, edMethod, did.ErrUnsupported},
		"revoked some day":    {`"type":"Multikey"`, `"revoked":"yesterday","type":"Multikey"`, edMethod, did.ErrUnsupported},
	} {
		text := strings.Replace(valid, c.old, c.new, 1)
		if c.old != "" && text == valid {
			t.Fatalf("%s: nothing changes", name)
		}
		d, err := did.Parse([]byte(text), issuer)
		if err != nil {
			t.Errorf("%s: the whole document is refused: %v", name, err)
			continue
		}
		if pub, _, err := d.Method(c.id, did.AssertionMethod); !errors.Is(err, c.want) {
			t.Errorf("%s: key %v, error %v, want %v", name, pub, err, c.want)
		}
	}
	d := document(t)
	if _, _, err := d.Method(edMethod, "authentication"); !errors.Is(err, did.ErrUnsupported) {
		t.Errorf("another purpose: error %v, want ErrUnsupported", err)
	}
}

func TestRevokedIsHandedOn(t *testing.T) {
	text := strings.Replace(marshal(t, document(t)), `"type":"Multikey"`, `"expires":"2027-01-01T00:00:00+01:00","revoked":"2026-03-01T00:00:00Z","type":"Multikey"`, 1)
	d, err := did.Parse([]byte(text), issuer)
	if err != nil {
		t.Fatal(err)
	}
	_, m, err := d.Method(edMethod, did.AssertionMethod)
	if err != nil || m.Revoked != "2026-03-01T00:00:00Z" || m.Expires != "2027-01-01T00:00:00+01:00" {
		t.Errorf("revoked %q, expires %q, %v", m.Revoked, m.Expires, err)
	}
}

// The published vectors name a did:key; RFC-like keys are in multibase.
func TestKey(t *testing.T) {
	for _, text := range []string{
		"z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
		"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
		"zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
	} {
		id := "did:key:" + text
		pub, method, err := did.ParseKey(id)
		if err != nil || method != id+"#"+text {
			t.Errorf("ParseKey(%q): method %q, %v", id, method, err)
			continue
		}
		if got, err := did.Key(pub); got != id || err != nil {
			t.Errorf("Key = %q, %v, want %q", got, err, id)
		}
	}
	for _, id := range []string{"", "did:key:", "did:web:a.example", "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#k",
		"did:key:1.1:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "did:key:u7QHXWpgBgrEKt9VL_tPJZAc6DuFy89qmIyWvAhpo9wdRGg"} {
		if pub, _, err := did.ParseKey(id); err == nil {
			t.Errorf("ParseKey(%q) = %v", id, pub)
		}
	}
	if id, err := did.Key("a string"); err == nil {
		t.Errorf("a string has the did:key %s", id)
	}
}

// Credentials of others name did:keys whose method we find.
func TestPublishedCredentialsNameADIDKey(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(reference.Standards(t), "vectors", "status-list", "dcc-status-list-credential.json"))
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Issuer string
		Proof  struct{ VerificationMethod string }
	}
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	if _, method, err := did.ParseKey(c.Issuer); err != nil || method != c.Proof.VerificationMethod {
		t.Errorf("ParseKey(%q): method %q, %v, want %q", c.Issuer, method, err, c.Proof.VerificationMethod)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(marshal(f, document(f))))
	f.Add([]byte(`{"id":"` + issuer + `","assertionMethod":[{"id":"` + issuer + `#k","type":"Multikey","controller":"` + issuer + `","publicKeyMultibase":"z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := did.Parse(b, issuer)
		if err != nil {
			return
		}
		for _, m := range d.VerificationMethod {
			pub, found, err := d.Method(m.ID, did.AssertionMethod)
			if err == nil && (pub == nil || found.Controller != issuer) {
				t.Fatalf("%q vouches for %+v", b, found)
			}
		}
	})
}

func ExampleDocument_Method() {
	const id = "did:web:badges.example.org"
	key := ed25519.NewKeyFromSeed(make([]byte, 32)) // a key that everybody knows
	method, err := did.NewMultikey(id, key.Public())
	if err != nil {
		fmt.Println(err)
	}
	doc := did.New(id)
	doc.Add(method)
	text, err := doc.Marshal()
	if err != nil {
		fmt.Println(err)
	}

	read, err := did.Parse(text, id)
	if err != nil {
		fmt.Println(err)
	}
	pub, _, err := read.Method(id+"#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp", did.AssertionMethod)
	fmt.Printf("%T %v\n", pub, err)
	// Output: ed25519.PublicKey <nil>
}
