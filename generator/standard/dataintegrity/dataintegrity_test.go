package dataintegrity_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// everyByte changes one byte in every step-th place of the texts of a document
// and reports those changes that are not noticed. White space between texts
// means nothing in JSON and is left alone.
func everyByte(t *testing.T, document []byte, step int, verify func([]byte) error) {
	t.Helper()
	inside, changed := false, 0
	for i, c := range document {
		if c == '"' {
			inside = !inside
			continue
		}
		if !inside || i%step != 0 {
			continue
		}
		spoilt := bytes.Clone(document)
		spoilt[i] = 'a'
		if c == 'a' {
			spoilt[i] = 'b'
		}
		changed++
		if verify(spoilt) == nil {
			t.Errorf("a change at byte %d (%q) is not noticed", i, document[max(0, i-20):min(len(document), i+20)])
		}
	}
	if changed < 20 {
		t.Errorf("only %d bytes were changed", changed)
	}
}

const document = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "https://badges.example/awards/1/credential.json",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "issuer": {"id": "did:web:badges.example", "type": ["Profile"], "name": "Knot School"},
  "validFrom": "2026-05-14T00:00:00Z",
  "credentialSubject": {"type": ["AchievementSubject"], "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "Ada", "identityType": "name"}],
    "achievement": {"id": "https://badges.example/achievements/knots", "type": ["Achievement"], "name": "Knots \u0026 \"Hitches\"", "criteria": {"narrative": "Tie six.\nUntie them."}}}
}
`

// issuer is a key made for the tests alone.
func issuer() (ed25519.PrivateKey, dataintegrity.Options, dataintegrity.Resolver) {
	seed := sha256.Sum256([]byte("a key for tests"))
	key := ed25519.NewKeyFromSeed(seed[:])
	fragment, err := multibase.Multikey(key.Public())
	if err != nil {
		panic(err)
	}
	o := dataintegrity.Options{VerificationMethod: "did:web:badges.example#" + fragment, Created: time.Date(2026, 5, 14, 12, 0, 0, 999, time.FixedZone("", 7200))}
	return key, o, func(method string) (crypto.PublicKey, string, error) {
		if method != o.VerificationMethod {
			return nil, "", fmt.Errorf("%s is not known", method)
		}
		return key.Public(), "did:web:badges.example", nil
	}
}

// Signing adds one member at the end and touches nothing else.
func TestSignLeavesTheDocumentAlone(t *testing.T) {
	key, o, resolve := issuer()
	signed, err := dataintegrity.Sign([]byte(document), o, key)
	if err != nil {
		t.Fatal(err)
	}
	head := strings.TrimSuffix(document, "}\n")
	middle, begins := strings.CutPrefix(string(signed), head)
	middle, ends := strings.CutSuffix(middle, "}\n")
	if !begins || !ends {
		t.Fatalf("the document was changed:\n%s", signed)
	}
	const start = `,"proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-05-14T10:00:00Z","verificationMethod":"did:web:badges.example#z6Mk`
	if !strings.HasPrefix(middle, start) || !strings.Contains(middle, `,"proofPurpose":"assertionMethod","proofValue":"z`) || !strings.HasSuffix(middle, `"}]`) {
		t.Errorf("the proof is written as %s", middle)
	}
	checked, err := dataintegrity.Verify(signed, resolve, dataintegrity.VerifyOptions{})
	if err != nil || len(checked) != 1 || checked[0].Controller != "did:web:badges.example" || checked[0].Proof.Created != "2026-05-14T10:00:00Z" {
		t.Errorf("verified as %+v, %v", checked, err)
	}
	if _, err := dataintegrity.Sign(signed, o, key); err == nil {
		t.Error("a document is signed twice")
	}
}

func TestOneByteChangedIsRefused(t *testing.T) {
	key, o, resolve := issuer()
	signed, err := dataintegrity.Sign([]byte(strings.ReplaceAll(document, `\"Hitches\"`, "Hitches")), o, key)
	if err != nil {
		t.Fatal(err)
	}
	everyByte(t, signed, 1, func(spoilt []byte) error {
		_, err := dataintegrity.Verify(spoilt, resolve, dataintegrity.VerifyOptions{})
		return err
	})
}

// hsm holds a key that never leaves it.
type hsm struct{ key ed25519.PrivateKey }

func (h hsm) Public() crypto.PublicKey { return h.key.Public() }
func (h hsm) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	if o.HashFunc() != 0 {
		return nil, errors.New("Ed25519 signs messages and no hashes")
	}
	return h.key.Sign(r, digest, o)
}

// broken signs with too few bytes.
type broken struct{ hsm }

func (broken) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return make([]byte, 63), nil
}

func TestSigners(t *testing.T) {
	key, o, _ := issuer()
	want, err := dataintegrity.Sign([]byte(document), o, key)
	if err != nil {
		t.Fatal(err)
	}
	got, err := dataintegrity.Sign([]byte(document), o, hsm{key})
	if err != nil || !bytes.Equal(want, got) {
		t.Errorf("another signer of the same key gives %s, %v", got, err)
	}
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, signer := range map[string]crypto.Signer{"P-256": p256, "broken": broken{hsm{key}}} {
		if _, err := dataintegrity.Sign([]byte(document), o, signer); err == nil {
			t.Errorf("%s signs", name)
		}
	}
}

func TestSignRefuses(t *testing.T) {
	key, o, _ := issuer()
	for name, spoil := range map[string]func(*string, *dataintegrity.Options){
		"a control character": func(d *string, _ *dataintegrity.Options) { *d = strings.Replace(*d, "Tie six.", `Tie\tsix.`, 1) },
		"an undefined member": func(d *string, _ *dataintegrity.Options) { *d = strings.Replace(*d, "{", `{"colour":"red",`, 1) },
		"no context":          func(d *string, _ *dataintegrity.Options) { *d = `{"id":"urn:x"}` },
		"nothing":             func(d *string, _ *dataintegrity.Options) { *d = `{}` },
		"an array":            func(d *string, _ *dataintegrity.Options) { *d = `[]` },
		"a member twice":      func(d *string, _ *dataintegrity.Options) { *d = strings.Replace(*d, "{", `{"id":"urn:x",`, 1) },
		"a relative method":   func(_ *string, o *dataintegrity.Options) { o.VerificationMethod = "#key" },
		"no time":             func(_ *string, o *dataintegrity.Options) { o.Created = time.Time{} },
		"a failing canonical": func(_ *string, o *dataintegrity.Options) {
			o.Canonical = func([]byte) ([]byte, error) { return nil, io.EOF }
		},
	} {
		d, options := document, o
		spoil(&d, &options)
		if signed, err := dataintegrity.Sign([]byte(d), options, key); err == nil {
			t.Errorf("%s is signed: %s", name, signed)
		}
	}
	for _, d := range []string{"", "{", "{}", " { } ", `{"a":1} x`, `[{"a":1}]`} {
		if out, err := dataintegrity.Attach([]byte(d), dataintegrity.Proof{}); err == nil {
			t.Errorf("a proof was attached to %q: %s", d, out)
		}
	}
	if _, err := dataintegrity.SignData(make([]byte, 32), o, key); err == nil {
		t.Error("one hash is signed as if it were two")
	}
}

// What is wrong with a proof is found, and told from what cannot be judged.
func TestProofsThatDoNotHold(t *testing.T) {
	key, o, resolve := issuer()
	text, err := dataintegrity.Sign([]byte(document), o, key)
	if err != nil {
		t.Fatal(err)
	}
	signed := string(text)
	proof := signed[strings.Index(signed, `{"type":"DataIntegrityProof"`) : strings.LastIndex(signed, "}]}")+1]
	with := func(proofs string) string { return strings.Replace(signed, "["+proof+"]", proofs, 1) }
	member := func(old, new string) string { return with(strings.Replace(proof, old, new, 1)) }
	value := proof[strings.Index(proof, `"proofValue":"`)+len(`"proofValue":"`) : len(proof)-2]
	other := ed25519.NewKeyFromSeed(make([]byte, 32))
	var always = errors.New("") // any error will do
	for name, c := range map[string]struct {
		document string
		want     error
	}{
		"alone, not in an array":     {with(proof), nil},
		"twice":                      {with("[" + proof + "," + proof + "]"), nil},
		"no proof":                   {with("[]"), dataintegrity.ErrNoProof},
		"unsigned":                   {document, dataintegrity.ErrNoProof},
		"five proofs":                {with("[" + strings.Repeat(proof+",", 4) + proof + "]"), always},
		"a text":                     {with(`"x"`), always},
		"null":                       {with(`null`), always},
		"another type":               {member("DataIntegrityProof", "Ed25519Signature2020"), dataintegrity.ErrUnsupported},
		"no type":                    {member(`"type":"DataIntegrityProof",`, ""), always},
		"another suite":              {member("eddsa-rdfc-2022", "bbs-2023"), dataintegrity.ErrUnsupported},
		"no suite":                   {member(`"cryptosuite":"eddsa-rdfc-2022",`, ""), always},
		"the suite of another key":   {member("eddsa-rdfc-2022", "ecdsa-rdfc-2019"), always},
		"the suite of another form":  {member("eddsa-rdfc-2022", "eddsa-jcs-2022"), dataintegrity.ErrSignature},
		"a chain":                    {member(`"proofPurpose"`, `"previousProof":"urn:uuid:1","proofPurpose"`), dataintegrity.ErrUnsupported},
		"another purpose":            {member("assertionMethod", "authentication"), always},
		"no purpose":                 {member(`"proofPurpose":"assertionMethod",`, ""), always},
		"a date that is none":        {member("2026-05-14T10:00:00Z", "2026-05-14T10:00:00"), always},
		"another date":               {member("2026-05-14T10:00:00Z", "2026-05-14T10:00:01Z"), dataintegrity.ErrSignature},
		"an unsigned end":            {member(`"proofPurpose"`, `"expires":"2030-01-01T00:00:00Z","proofPurpose"`), dataintegrity.ErrSignature},
		"an unsigned domain":         {member(`"proofPurpose"`, `"domain":["a.example"],"proofPurpose"`), dataintegrity.ErrSignature},
		"an undefined member":        {member(`"proofPurpose"`, `"colour":"red","proofPurpose"`), always},
		"a relative method":          {member("did:web:badges.example#", "#"), always},
		"an unknown method":          {member("did:web:badges.example#", "did:web:evil.example#"), always},
		"another @context in it":     {member(`"proofPurpose"`, `"@context":"https://www.w3.org/ns/credentials/v2","proofPurpose"`), always},
		"no value":                   {member(`,"proofValue":"`+value+`"`, ""), always},
		"a value in base64url":       {member(value, "u"+strings.Repeat("A", 86)), dataintegrity.ErrSignature},
		"a value that is too short":  {member(value, value[:len(value)-2]), dataintegrity.ErrSignature},
		"a value that is too long":   {member(value, value+"2"), dataintegrity.ErrSignature},
		"a value with leading zeros": {member(value, "z1"+value[1:]), dataintegrity.ErrSignature},
		"a value with a space":       {member(value, value+" "), dataintegrity.ErrSignature},
		"a value of another key":     {member(value, multibase.Base58(ed25519.Sign(other, make([]byte, 64)))), dataintegrity.ErrSignature},
		"a value that is a number":   {member(`"`+value+`"`, "5"), always},
		"one good and one bad":       {with("[" + proof + "," + strings.Replace(proof, "10:00:00Z", "10:00:01Z", 1) + "]"), dataintegrity.ErrSignature},
		"one good and one unknown":   {with("[" + proof + "," + strings.Replace(proof, "eddsa-rdfc-2022", "bbs-2023", 1) + "]"), dataintegrity.ErrUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			checked, err := dataintegrity.Verify([]byte(c.document), resolve, dataintegrity.VerifyOptions{})
			switch {
			case c.want == nil && err != nil:
				t.Errorf("refused: %v", err)
			case c.want != nil && err == nil:
				t.Errorf("accepted: %s\nas %+v", c.document, checked)
			case c.want != nil && c.want != always && !errors.Is(err, c.want):
				t.Errorf("error is %v, want %v", err, c.want)
			case c.want == always && errors.Is(err, dataintegrity.ErrUnsupported):
				t.Errorf("a bad proof is called unsupported: %v", err)
			}
			if strings.HasPrefix(name, "one good") && (len(checked) != 2 || checked[0].Err != nil || checked[1].Err == nil || !strings.Contains(err.Error(), "proof 2 of 2")) {
				t.Errorf("it is not said which proof failed: %+v, %v", checked, err)
			}
		})
	}
}

// The suite and the kind of key belong together.
func TestKeyAndSuite(t *testing.T) {
	key, o, _ := issuer()
	signed, err := dataintegrity.Sign([]byte(document), o, key)
	if err != nil {
		t.Fatal(err)
	}
	p256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		suite string
		key   crypto.PublicKey
	}{
		"EdDSA with P-256":         {"eddsa-rdfc-2022", p256.Public()},
		"EdDSA with no key":        {"eddsa-rdfc-2022", nil},
		"EdDSA with a short key":   {"eddsa-rdfc-2022", ed25519.PublicKey("short")},
		"EdDSA with text":          {"eddsa-jcs-2022", "key"},
		"ECDSA with Ed25519":       {"ecdsa-rdfc-2019", key.Public()},
		"ECDSA with P-224":         {"ecdsa-rdfc-2019", p224.Public()},
		"ECDSA with another P-256": {"ecdsa-rdfc-2019", p256.Public()},
	} {
		text := strings.Replace(string(signed), "eddsa-rdfc-2022", c.suite, 1)
		_, err := dataintegrity.Verify([]byte(text), func(string) (crypto.PublicKey, string, error) { return c.key, "x", nil }, dataintegrity.VerifyOptions{})
		if err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func FuzzVerify(f *testing.F) {
	key, o, resolve := issuer()
	signed, err := dataintegrity.Sign([]byte(document), o, key)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Add([]byte(strings.Replace(string(signed), "rdfc", "jcs", 1)))
	f.Add([]byte(`{"proof":[{"type":"DataIntegrityProof"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		checked, err := dataintegrity.Verify(text, resolve, dataintegrity.VerifyOptions{})
		if err == nil && (len(checked) == 0 || checked[0].Controller == "") {
			t.Errorf("%s holds without a proof", text)
		}
	})
}

func ExampleSign() {
	key := ed25519.NewKeyFromSeed(make([]byte, 32)) // an example, and no secret
	signed, err := dataintegrity.Sign([]byte(`{"@context":"https://www.w3.org/ns/credentials/v2","id":"https://badges.example/1","type":"VerifiableCredential"}`),
		dataintegrity.Options{VerificationMethod: "did:web:badges.example#key-1", Created: time.Unix(1800000000, 0)}, key)
	if err != nil {
		panic(err)
	}
	checked, err := dataintegrity.Verify(signed, func(method string) (crypto.PublicKey, string, error) {
		return key.Public(), "did:web:badges.example", nil
	}, dataintegrity.VerifyOptions{})
	fmt.Println(checked[0].Controller, checked[0].Proof.Created, err)
	// Output: did:web:badges.example 2027-01-15T08:00:00Z <nil>
}

func BenchmarkVerify(b *testing.B) {
	key, o, resolve := issuer()
	signed, err := dataintegrity.Sign([]byte(document), o, key)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := dataintegrity.Verify(signed, resolve, dataintegrity.VerifyOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
