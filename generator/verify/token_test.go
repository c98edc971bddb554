package verify

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// withHeader puts another header in front of a token, and leaves payload and
// signature.
func withHeader(token []byte, header string) []byte {
	_, rest, _ := strings.Cut(string(token), ".")
	return []byte(b64(header) + "." + rest)
}

// forged signs a payload that no publisher would write.
func (l *lab) forged(payload string) []byte {
	return l.jws([]byte(payload), jose.Header{KeyID: l.ecID}, l.ec)
}

func TestTokens(t *testing.T) {
	l := newLab(t)
	good := l.token(l.credential())
	parts := strings.Split(string(good), ".")
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	l.must(err)
	payload := string(text)
	head := func(alg, kid string) string { return fmt.Sprintf(`{"alg":%q,"kid":%q}`, alg, kid) }

	// The last letter of a signature of 64 bytes has bits that belong to no
	// byte.
	last := parts[2][len(parts[2])-1]
	letters := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	loose := string(good[:len(good)-1]) + string(letters[strings.IndexByte(letters, last)+1])

	foreign := labKey("somebody else")
	foreignJWK, err := jose.PublicJWK(foreign.Public(), "", "")
	l.must(err)
	foreignKey := fmt.Sprintf(`{"kty":"OKP","crv":"Ed25519","x":%q}`, foreignJWK.X)

	for _, row := range []struct {
		row, name string
		input     []byte
		outcome   Outcome
		code, why string
	}{
		{"JWT-01", "alg none", withHeader(good, head("none", l.ecID)), NotValid, codeSignature, "algorithm"},
		{"JWT-01", "alg None", withHeader(good, head("None", l.ecID)), NotValid, codeSignature, "algorithm"},
		{"JWT-01", "alg nOnE", withHeader(good, head("nOnE", l.ecID)), NotValid, codeSignature, "algorithm"},
		{"JWT-01", "no signature", []byte(parts[0] + "." + parts[1] + "."), NotValid, codeSignature, ""},
		{"JWT-01", "a shared secret", withHeader(good, head("HS256", l.ecID)), NotValid, codeSignature, "algorithm"},
		{"JWT-03", "RS256 with a key of another type", withHeader(good, head("RS256", l.ecID)), NotValid, codeSignature, "algorithm"},
		{"JWT-03", "ES256 with an Ed25519 key", withHeader(good, head("ES256", l.edID)), NotValid, codeSignature, "algorithm"},
		{"JWT-05", "issuer twice", l.forged(strings.Replace(payload, `"issuer":`, `"issuer":"did:web:evil.example","issuer":`, 1)), NotValid, codeFormat, "payload"},
		{"JWT-05", "issuer and ISSUER", l.forged(strings.Replace(payload, `"issuer":`, `"ISSUER":"did:web:evil.example","issuer":`, 1)), NotValid, codeFormat, "payload"},
		{"JWT-07", "more behind the payload", l.forged(payload + `{}`), NotValid, codeFormat, "payload"},
		{"JWT-09", "a key inside", withHeader(good, fmt.Sprintf(`{"alg":"EdDSA","kid":%q,"jwk":%s}`, l.edID, foreignKey)), NotValid, codeSignature, "malformed"},
		{"JWT-09", "only a key inside", withHeader(good, fmt.Sprintf(`{"alg":"EdDSA","jwk":%s}`, foreignKey)), NotValid, codeKey, "unlisted"},
		{"JWT-11", "kid of another DID", withHeader(good, head("ES256", "did:web:evil.example#k1")), NotValid, codeIssuer, "another"},
		{"JWT-11", "kid with ../", withHeader(good, head("ES256", "https://issuer.example/keys/../../k")), NotValid, codeIssuer, "another"},
		{"JWT-11", "kid with %2e%2e", withHeader(good, head("ES256", "https://issuer.example/keys/%2e%2e/k")), NotValid, codeIssuer, "another"},
		{"JWT-11", "kid of a file", withHeader(good, head("ES256", "file:///etc/passwd")), NotValid, codeKey, "reference"},
		{"JWT-11", "kid with SQL", withHeader(good, head("ES256", "' OR 1=1 --")), NotValid, codeKey, "reference"},
		{"JWT-11", "relative kid", withHeader(good, head("ES256", "#k1")), NotValid, codeKey, "reference"},
		{"JWT-11", "kid of 10 KB", withHeader(good, head("ES256", "did:web:issuer.example#"+strings.Repeat("k", 10_000))), NotValid, codeFormat, "token"},
		{"JWT-11", "kid that is a number", withHeader(good, `{"alg":"ES256","kid":7}`), NotValid, codeFormat, "token"},
		{"JWT-11", "no kid", withHeader(good, `{"alg":"ES256"}`), NotValid, codeKey, "unnamed"},
		{"JWT-11", "kid of nobody", withHeader(good, head("ES256", "did:web:issuer.example#nobody")), NotValid, codeKey, "unlisted"},
		{"JWT-13", "typ of something else", withHeader(good, fmt.Sprintf(`{"alg":"ES256","kid":%q,"typ":"at+jwt"}`, l.ecID)), NotValid, codeFormat, "token"},
		{"JWT-13", "legacy typ", l.jws(text, jose.Header{KeyID: l.ecID, Type: "JWT"}, l.ec), Valid, "", ""},
		{"JWT-15", "JWS in JSON form", []byte(fmt.Sprintf(`{"payload":%q,"protected":%q,"signature":%q}`, parts[1], parts[0], parts[2])), NotValid, codeFormat, "serialisation"},
		{"JWT-17", "bits that belong to no byte", []byte(loose), NotValid, codeFormat, "token"},
		{"JWT-19", "a million dots", []byte("eyJ" + strings.Repeat(".", 1_000_000)), NotValid, codeFormat, "token"},
		{"JWT-19", "five million dots", []byte("eyJ" + strings.Repeat(".", 5_000_000)), NotValid, codeFormat, "large"},
		{"JWT-19", "20 MB", []byte("eyJ." + strings.Repeat("A", 20<<20) + ".A"), NotValid, codeFormat, "large"},
		{"JWT-27", "a payload that is deep", l.forged(strings.Replace(payload, `"name":`, `"deep":`+strings.Repeat("[", 10_001)+strings.Repeat("]", 10_001)+`,"name":`, 1)), NotValid, codeFormat, "payload"},
		{"JWT-27", "a number that is too large", l.forged(strings.Replace(payload, `"name":`, `"n":1e400,"name":`, 1)), NotValid, codeFormat, "payload"},
		{"DAT-11", "nbf is not validFrom", l.forged(strings.Replace(payload, `"nbf":1767312000`, `"nbf":1767312001`, 1)), NotValid, codeClaims, ""},
		{"DAT-11", "exp without validUntil", l.forged(strings.Replace(payload, `"nbf":`, `"exp":1999999999,"nbf":`, 1)), NotValid, codeClaims, ""},
		{"NET-19", "a payload that is no credential", l.forged(`"hello"`), NotValid, codeFormat, "payload"},
		{"", "an algorithm that is not read here", withHeader(good, head("ES384", l.ecID)), CannotTell, codeSignature, "suite"},
		{"", "version 1.1", l.forged(`{"vc":{},"iss":"did:web:issuer.example"}`), CannotTell, codeFormat, "version"},
		{"", "selective disclosure", []byte(string(good) + "~WyJhIl0~"), CannotTell, codeFormat, "selective"},
		{"", "an undefined term", l.forged(strings.Replace(payload, `"name":`, `"salary":"1","name":`, 1)), NotValid, codeTerms, ""},
		{"", "another payload", []byte(parts[0] + "." + b64(strings.Replace(payload, "Knots", "Boats", 1)) + "." + parts[2]), NotValid, codeSignature, ""},
	} {
		t.Run(row.row+" "+row.name, func(t *testing.T) { want(t, l.verify(row.input), row.outcome, row.code, row.why) })
	}
}

// A number of members that only costs time is judged in little of it.
func TestTokenOfManyMembers(t *testing.T) { // JWT-27
	l := newLab(t)
	var b strings.Builder
	b.WriteString(`{"@context":"https://www.w3.org/ns/credentials/v2"`)
	for i := range 60_000 {
		fmt.Fprintf(&b, `,"k%d":1`, i)
	}
	want(t, l.verify(l.forged(b.String()+"}")), NotValid, "", "")
}

func TestTokenAlgorithms(t *testing.T) {
	l := newLab(t)
	doc := did.New(l.did)
	rsaID := l.add(&doc, labRSA().Public())
	edID := l.add(&doc, l.ed.Public())
	l.publish(&doc)
	l.serve(labList, l.list("revocation"))
	payload, err := vc.AddClaims(l.text(l.credential()))
	l.must(err)
	want(t, l.verify(l.jws(payload, jose.Header{KeyID: rsaID}, labRSA())), Valid, "", "")
	want(t, l.verify(l.jws(payload, jose.Header{KeyID: edID, Type: "vc+jwt"}, l.ed)), Valid, "", "")

	// A retired key is still listed, and what it signed is valid: JWT-25. One
	// that is stolen is listed as revoked, and nothing of it counts.
	stolen := did.New(l.did)
	m, err := did.NewMultikey(l.did, l.ed.Public())
	l.must(err)
	m.Revoked = "2026-05-01T00:00:00Z"
	stolen.Add(m)
	l.publish(&stolen)
	v := l.verify(l.jws(payload, jose.Header{KeyID: edID}, l.ed))
	want(t, v, NotValid, codeKey, "compromised")
	want(t, l.verify(l.sign(l.credential())), NotValid, codeKey, "compromised")
}

// Keys may also stand by themselves below the issuer's address, as a bare JWK.
func TestTokenKeyAtAddress(t *testing.T) {
	l := newLab(t)
	k, err := jose.PublicJWK(l.ec.Public(), "", "")
	l.must(err)
	payload, err := vc.AddClaims(l.text(l.credential()))
	l.must(err)
	l.serve("https://issuer.example/keys/one.json", l.text(k))
	l.serve("https://evil.example/keys/one.json", l.text(k))
	want(t, l.verify(l.jws(payload, jose.Header{KeyID: "https://issuer.example/keys/one.json"}, l.ec)), Valid, "", "")
	want(t, l.verify(l.jws(payload, jose.Header{KeyID: "https://evil.example/keys/one.json"}, l.ec)), NotValid, codeIssuer, "another")
	if len(l.asked) != 0 {
		t.Errorf("a stranger's host was asked: %v", l.asked)
	}
}

// A signature of Ed25519 has one form: S is below the order of the group, and
// the length is 64. JWT-21
func TestFormsOfOneSignature(t *testing.T) {
	l := newLab(t)
	payload, err := vc.AddClaims(l.text(l.credential()))
	l.must(err)
	good := string(l.jws(payload, jose.Header{KeyID: l.edID}, l.ed))
	want(t, l.verify([]byte(good)), Valid, "", "")
	at := strings.LastIndexByte(good, '.') + 1
	signature, err := base64.RawURLEncoding.DecodeString(good[at:])
	l.must(err)

	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	s := slices.Clone(signature[32:])
	slices.Reverse(s)
	raised := new(big.Int).Add(new(big.Int).SetBytes(s), order).FillBytes(make([]byte, 32))
	slices.Reverse(raised)
	for name, changed := range map[string][]byte{
		"S beyond the order": slices.Concat(signature[:32], raised),
		"R of small order":   slices.Concat(append([]byte{1}, make([]byte, 31)...), signature[32:]),
		"one byte less":      signature[:63],
		"one byte more":      append(slices.Clone(signature), 0),
		"zeros":              make([]byte, 64),
	} {
		v := l.verify([]byte(good[:at] + base64.RawURLEncoding.EncodeToString(changed)))
		if v.Outcome != NotValid {
			t.Errorf("%s: %s", name, say(v))
		}
	}
}

// A typ that says no more than "a token" is taken, and remarked upon (JWT-13).
func TestLegacyType(t *testing.T) {
	l := newLab(t)
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(string(l.token(l.credential())), ".")[1])
	l.must(err)
	for _, typ := range []string{"JWT", "vc+jwt", ""} {
		out := l.verify(l.jws(text, jose.Header{KeyID: l.ecID, Type: typ}, l.ec))
		remarked := false
		for _, c := range out.Checks {
			remarked = remarked || strings.Contains(c.Evidence, `typ "JWT"`)
		}
		if out.Outcome != Valid || remarked != (typ == "JWT") {
			t.Errorf("typ %q: %v, remarked upon: %v", typ, out.Outcome, remarked)
		}
	}
}
