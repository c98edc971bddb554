package jose_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	other "github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/standard/jose"
)

// all lists every algorithm.
var all = []jose.Algorithm{jose.ES256, jose.RS256, jose.EdDSA}

// found is a caller that has one key.
func found(pub crypto.PublicKey) func(jose.Header) (crypto.PublicKey, error) {
	return func(jose.Header) (crypto.PublicKey, error) { return pub, nil }
}

// signers returns one key of each kind.
func signers(t testing.TB) map[jose.Algorithm]crypto.Signer {
	return map[jose.Algorithm]crypto.Signer{jose.ES256: a3Key(t), jose.RS256: rsaKey(t), jose.EdDSA: edKey(t)}
}

// joePayload is the payload of RFC 7515, appendix A, line ends included.
const joePayload = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"

const (
	a2Token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." +
		"cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
	a3Token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ." +
		"DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
	a4Token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc." +
		"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)

// RFC 7515, appendices A.2 and A.3; RFC 8037, appendices A.4 and A.5.
func TestVectorsOfTheRFCs(t *testing.T) {
	for _, c := range []struct {
		name, token, payload string
		key                  crypto.Signer
		signed               bool // the RFC signs deterministically
	}{
		{"RFC 7515, A.2", a2Token, joePayload, rsaKey(t), true},
		{"RFC 7515, A.3", a3Token, joePayload, a3Key(t), false},
		{"RFC 8037, A.4", a4Token, "Example of Ed25519 signing", edKey(t), true},
	} {
		payload, _, err := jose.Verify(c.token, all, found(c.key.Public()))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.payload, string(payload)); diff != "" {
			t.Errorf("%s: payload (-want +got):\n%s", c.name, diff)
		}
		token, err := jose.Sign([]byte(c.payload), jose.Header{}, c.key)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.signed && token != c.token {
			t.Errorf("%s: Sign gives\n%s\nwant\n%s", c.name, token, c.token)
		}
	}
}

// RFC 6979: one key and one payload, one token.
func TestES256IsDeterministic(t *testing.T) {
	key := a3Key(t)
	first, err := jose.Sign([]byte(joePayload), jose.Header{KeyID: "k"}, key)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := jose.Sign([]byte(joePayload), jose.Header{KeyID: "k"}, key)
		if err != nil {
			t.Fatal(err)
		}
		if again != first {
			t.Fatalf("two tokens of one payload:\n%s\n%s", first, again)
		}
	}
}

func TestWhatIsSignedVerifies(t *testing.T) {
	for alg, key := range signers(t) {
		for _, h := range []jose.Header{
			{}, {Algorithm: alg}, {KeyID: "did:web:badges.example.org#k1"}, {KeyID: `"<&>\é`, Type: "vc+jwt"}, {Type: "JWT"},
		} {
			for _, payload := range []string{"", "{}", strings.Repeat("x", 100_000)} {
				token, err := jose.Sign([]byte(payload), h, key)
				if err != nil {
					t.Fatalf("%s %+v: %v", alg, h, err)
				}
				var asked jose.Header
				got, header, err := jose.Verify(token, []jose.Algorithm{alg}, func(h jose.Header) (crypto.PublicKey, error) {
					asked = h
					return key.Public(), nil
				})
				if err != nil || string(got) != payload {
					t.Fatalf("%s %+v: payload %.40q, %v, want %.40q", alg, h, got, err, payload)
				}
				want := h
				want.Algorithm = alg
				for _, found := range []jose.Header{asked, header} {
					if diff := cmp.Diff(want, found); diff != "" {
						t.Errorf("%s: header (-want +got):\n%s", alg, diff)
					}
				}
			}
		}
	}
}

func TestHeaderHasNothingElse(t *testing.T) {
	token, err := jose.Sign([]byte("{}"), jose.Header{KeyID: "did:web:e.example#k", Type: "vc+jwt"}, edKey(t))
	if err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(token, ".")
	if diff := cmp.Diff(`{"alg":"EdDSA","kid":"did:web:e.example#k","typ":"vc+jwt"}`, string(bytesOf(t, header))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	pub := edKey(t).Public()
	for name, h := range map[string]jose.Header{
		"another algorithm": {Algorithm: jose.ES256}, "none": {Algorithm: "none"}, "cty": {ContentType: "vc"}, "jwk": {JWK: pub},
		"typ": {Type: "at+jwt"}, "long kid": {KeyID: strings.Repeat("k", jose.MaxKeyID+1)}, "kid in Latin-1": {KeyID: "\xe9"},
	} {
		if token, err := jose.Sign([]byte("{}"), h, edKey(t)); err == nil {
			t.Errorf("%s is signed: %s", name, token)
		}
	}
	if _, err := jose.Sign(make([]byte, jose.MaxToken), jose.Header{}, edKey(t)); err == nil {
		t.Error("a token above the limit is signed")
	}
}

// A second implementation takes what we sign, and we take what it signs.
func TestAnotherLibraryAgrees(t *testing.T) {
	for alg, key := range signers(t) {
		token, err := jose.Sign([]byte(joePayload), jose.Header{KeyID: "did:web:e.example#k"}, key)
		if err != nil {
			t.Fatal(err)
		}
		jws, err := other.ParseSignedCompact(token, []other.SignatureAlgorithm{other.SignatureAlgorithm(alg)})
		if err != nil {
			t.Fatal(err)
		}
		payload, err := jws.Verify(key.Public())
		if err != nil || string(payload) != joePayload || jws.Signatures[0].Header.KeyID != "did:web:e.example#k" {
			t.Errorf("%s: the other library reads %q, %v", alg, payload, err)
		}

		s, err := other.NewSigner(other.SigningKey{Algorithm: other.SignatureAlgorithm(alg), Key: key}, (&other.SignerOptions{}).WithType("JWT"))
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := s.Sign([]byte(joePayload))
		if err != nil {
			t.Fatal(err)
		}
		text, err := theirs.CompactSerialize()
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err := jose.Verify(text, all, found(key.Public())); err != nil || string(got) != joePayload {
			t.Errorf("%s: of the other library we read %q, %v", alg, got, err)
		}
	}
}

func TestOneByteChangedIsRefused(t *testing.T) {
	for alg, key := range signers(t) {
		token, err := jose.Sign([]byte(`{"iss":"did:web:e.example"}`), jose.Header{KeyID: "k"}, key)
		if err != nil {
			t.Fatal(err)
		}
		for i := range len(token) {
			for _, c := range []byte{token[i] ^ 1, 'A', '_', '.', '=', '\n', ' '} {
				if c == token[i] {
					continue
				}
				changed := token[:i] + string(rune(c)) + token[i+1:]
				if payload, _, err := jose.Verify(changed, all, found(key.Public())); err == nil {
					t.Fatalf("%s: letter %d as %q: payload %q is taken", alg, i, c, payload)
				}
			}
			if _, _, err := jose.Verify(token[:i], all, found(key.Public())); err == nil {
				t.Fatalf("%s: the first %d letters are taken", alg, i)
			}
		}
		for _, more := range []string{"A", "=", ".", ".e30", "\n", " ", "\x00"} {
			if _, _, err := jose.Verify(token+more, all, found(key.Public())); err == nil {
				t.Errorf("%s: %q behind the token is taken", alg, more)
			}
		}
		fresh, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := jose.Verify(token, all, found(fresh.Public())); err == nil {
			t.Errorf("%s: another key fits", alg)
		}
	}
}

// withHeader returns a token with any header, signed as it stands.
func withHeader(t testing.TB, header string, key crypto.Signer) string {
	t.Helper()
	ed, ok := key.(ed25519.PrivateKey)
	if !ok {
		t.Fatal("expected a key of Ed25519")
	}
	message := base64.RawURLEncoding.EncodeToString([]byte(header)) + ".e30"
	return message + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(ed, []byte(message)))
}

// JWT-01, JWT-09, JWT-11, JWT-13: the signature is right, the header is not.
func TestHeadersThatAreRefused(t *testing.T) {
	key := edKey(t)
	own := `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	for _, header := range []string{
		`{"alg":"EdDSA"}`, `{"typ":"JWT","alg":"EdDSA"}`, `{"alg":"EdDSA","typ":"vc+ld+jwt","cty":"vc"}`,
		`{"alg":"EdDSA","kid":"k","x-more":{"a":[1]}}`, `{"alg":"EdDSA","jwk":` + own + `}`,
	} {
		if _, _, err := jose.Verify(withHeader(t, header, key), all, found(key.Public())); err != nil {
			t.Errorf("%s: %v", header, err)
		}
	}
	for _, header := range []string{
		`{}`, ``, `null`, `[]`, `"EdDSA"`, `{"alg":"none"}`, `{"alg":"None"}`, `{"alg":"nOnE"}`, `{"alg":""}`, `{"alg":null}`, `{"alg":7}`,
		`{"alg":"HS256"}`, `{"alg":"ES256"}`, `{"alg":"RS256"}`, `{"alg":"eddsa"}`, `{"alg":"Ed25519"}`, `{"Alg":"EdDSA"}`,
		`{"alg":"EdDSA","alg":"EdDSA"}`, `{"alg":"EdDSA","ALG":"none"}`, `{"alg":"EdDSA","kid":"a","kid":"b"}`, `{"alg":"EdDSA"}{}`, `{"alg":"EdDSA"},`,
		`{"alg":"EdDSA","crit":["exp"],"exp":1}`, `{"alg":"EdDSA","crit":[]}`, `{"alg":"EdDSA","b64":false}`, `{"alg":"EdDSA","b64":true}`,
		`{"alg":"EdDSA","typ":"at+jwt"}`, `{"alg":"EdDSA","typ":"jwt"}`, `{"alg":"EdDSA","typ":"JOSE"}`, `{"alg":"EdDSA","typ":""}`, `{"alg":"EdDSA","typ":["JWT"]}`,
		`{"alg":"EdDSA","kid":7}`, `{"alg":"EdDSA","kid":null}`, `{"alg":"EdDSA","kid":""}`, `{"alg":"EdDSA","kid":["k"]}`,
		`{"alg":"EdDSA","kid":"` + strings.Repeat("k", jose.MaxKeyID+1) + `"}`, `{"alg":"EdDSA","kid":"\ud800"}`, "{\"alg\":\"EdDSA\",\"kid\":\"\xff\"}",
		`{"alg":"EdDSA","x":"` + strings.Repeat("x", 20_000) + `"}`, `{"alg":"EdDSA","x":` + strings.Repeat("[", 50) + strings.Repeat("]", 50) + `}`,
		`{"alg":"EdDSA","jwk":{"kty":"OKP","crv":"Ed25519","x":"PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw"}}`,
		`{"alg":"EdDSA","jwk":{"kty":"EC","crv":"P-256","x":"` + rfc7515X + `","y":"` + rfc7515Y + `"}}`,
		`{"alg":"EdDSA","jwk":` + strings.Replace(own, "{", `{"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",`, 1) + `}`,
		`{"alg":"EdDSA","jwk":null}`, `{"alg":"EdDSA","jwk":"` + "x" + `"}`,
	} {
		if _, _, err := jose.Verify(withHeader(t, header, key), all, found(key.Public())); err == nil {
			t.Errorf("%.200s is taken", header)
		}
	}
}

// JWT-01, JWT-03: the caller says what is accepted, and the key what it is.
func TestAlgorithmsAreListedAndTiedToTheKey(t *testing.T) {
	keys := signers(t)
	for alg, key := range keys {
		token, err := jose.Sign([]byte("{}"), jose.Header{}, key)
		if err != nil {
			t.Fatal(err)
		}
		for _, accepted := range [][]jose.Algorithm{nil, {}, {"none", ""}, {"ES256K"}} {
			if _, _, err := jose.Verify(token, accepted, found(key.Public())); !errors.Is(err, jose.ErrAlgorithm) {
				t.Errorf("%s, accepted %q: error %v, want ErrAlgorithm", alg, accepted, err)
			}
		}
		for wrong, k := range keys {
			if wrong == alg {
				continue
			}
			if _, _, err := jose.Verify(token, []jose.Algorithm{wrong}, found(key.Public())); !errors.Is(err, jose.ErrAlgorithm) {
				t.Errorf("%s, accepted %s: error %v, want ErrAlgorithm", alg, wrong, err)
			}
			if _, _, err := jose.Verify(token, all, found(k.Public())); !errors.Is(err, jose.ErrAlgorithm) {
				t.Errorf("%s under a key of %s: error %v, want ErrAlgorithm", alg, wrong, err)
			}
		}
	}
	for _, header := range []string{`{"alg":"none"}`, `{"alg":""}`} {
		token := base64.RawURLEncoding.EncodeToString([]byte(header)) + ".e30."
		if _, _, err := jose.Verify(token, []jose.Algorithm{"none", ""}, found(nil)); err == nil {
			t.Errorf("%s without a signature is taken", header)
		}
	}
	missing := errors.New("no such key")
	_, _, err := jose.Verify(a4Token, all, func(jose.Header) (crypto.PublicKey, error) { return nil, missing })
	if !errors.Is(err, missing) {
		t.Errorf("error %v, want the one of the caller", err)
	}
}

// JWT-15, JWT-17, JWT-19.
func TestOtherFormsAreRefused(t *testing.T) {
	header, rest, _ := strings.Cut(a4Token, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	tail := func(s string) string { // the same bytes, with other bits behind them
		return s[:len(s)-1] + string(s[len(s)-1]+1)
	}
	for name, token := range map[string]string{
		"empty":             "",
		"two dots":          "..",
		"flattened JSON":    `{"protected":"` + header + `","payload":"` + payload + `","signature":"` + signature + `"}`,
		"general JSON":      `{"payload":"` + payload + `","signatures":[{"protected":"` + header + `","signature":"` + signature + `"}]}`,
		"detached":          header + ".." + signature,
		"five parts":        a4Token + ".a.b",
		"two parts":         header + "." + payload,
		"padding":           header + "." + payload + "." + signature + "==",
		"base64":            header + "." + payload + "." + strings.NewReplacer("-", "+", "_", "/").Replace(signature),
		"tail of payload":   header + "." + tail(payload) + "." + signature,
		"tail of signature": header + "." + payload + "." + tail(signature),
		"line end":          header + "." + payload + ".\n" + signature,
		"carriage return":   header[:4] + "\r" + header[4:] + "." + payload + "." + signature,
		"space in front":    " " + a4Token,
		"five million dots": strings.Repeat(".", 5_000_000),
		"a million dots":    strings.Repeat(".", 1_000_000),
		"twenty megabytes":  header + "." + strings.Repeat("A", 20<<20) + "." + signature,
		"no signature":      header + "." + payload + ".",
	} {
		start := time.Now()
		if got, _, err := jose.Verify(token, all, found(edKey(t).Public())); err == nil {
			t.Errorf("%s: payload %q is taken", name, got)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s: refusing took %v", name, took)
		}
	}
	// The signature has four bits that belong to no byte: the library alone
	// would take this one.
	if _, err := base64.RawURLEncoding.DecodeString(tail(signature)); err != nil {
		t.Errorf("the test proves nothing: %v", err)
	}
}

// JWT-21: S + L is another form of the same S.
func TestSBeyondTheOrderIsRefused(t *testing.T) {
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	last := strings.LastIndexByte(a4Token, '.')
	b := bytesOf(t, a4Token[last+1:])
	for i := range 3 {
		s := new(big.Int)
		for j := 63; j >= 32; j-- {
			s.Lsh(s, 8).Add(s, big.NewInt(int64(b[j])))
		}
		s.Add(s, order)
		for j := range 32 {
			b[32+j] = byte(new(big.Int).Rsh(s, uint(8*j)).Uint64())
		}
		if _, _, err := jose.Verify(a4Token[:last+1]+base64.RawURLEncoding.EncodeToString(b), all, found(edKey(t).Public())); !errors.Is(err, jose.ErrSignature) {
			t.Errorf("S + %dL: error %v, want ErrSignature", i+1, err)
		}
	}
}

// ECDSA takes no zeros and no numbers beyond the order; JWS takes no ASN.1.
func TestNumbersOfES256OutOfRangeAreRefused(t *testing.T) {
	key := a3Key(t)
	last := strings.LastIndexByte(a3Token, '.')
	good := bytesOf(t, a3Token[last+1:])
	n := elliptic.P256().Params().N.Bytes()
	der, err := asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(good[:32]), new(big.Int).SetBytes(good[32:])})
	if err != nil {
		t.Fatal(err)
	}
	for name, signature := range map[string][]byte{
		"zeros": make([]byte, 64), "r zero": append(make([]byte, 32), good[32:]...), "s zero": append(append([]byte{}, good[:32]...), make([]byte, 32)...),
		"the order": append(append([]byte{}, n...), n...), "ones": []byte(strings.Repeat("\xff", 64)),
		"ASN.1": der, "63 bytes": good[:63], "65 bytes": append(append([]byte{}, good...), 0), "128 bytes": append(make([]byte, 64), good...), "empty": nil,
	} {
		if _, _, err := jose.Verify(a3Token[:last+1]+base64.RawURLEncoding.EncodeToString(signature), all, found(key.Public())); !errors.Is(err, jose.ErrSignature) {
			t.Errorf("%s: error %v, want ErrSignature", name, err)
		}
	}
}

// JWT-23: encodings that a careless reader of PKCS #1 takes, each raised to the
// private exponent of the very key.
func TestForgeriesOfRS256AreRefused(t *testing.T) {
	key := rsaKey(t)
	const oid = "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"
	last := strings.LastIndexByte(a2Token, '.')
	sum := sha256.Sum256([]byte(a2Token[:last]))
	digest := string(sum[:])
	padded := func(start, info string) string {
		return start + strings.Repeat("\xff", 256-len(start)-len(info)-1) + "\x00" + info
	}
	short := "\x00\x01" + strings.Repeat("\xff", 8) + "\x00" + oid + digest
	verify := func(encoded string) error {
		s := new(big.Int).Exp(new(big.Int).SetBytes([]byte(encoded)), key.D, key.N).FillBytes(make([]byte, 256))
		_, _, err := jose.Verify(a2Token[:last+1]+base64.RawURLEncoding.EncodeToString(s), all, found(key.Public()))
		return err
	}
	if err := verify(padded("\x00\x01", oid+digest)); err != nil {
		t.Fatalf("the right encoding: %v", err)
	}
	for name, encoded := range map[string]string{
		"short padding, garbage behind": short + strings.Repeat("\x00", 256-len(short)),
		"no NULL":                       padded("\x00\x01", strings.Replace(strings.Replace(oid, "\x05\x00", "", 1), "\x30\x31\x30\x0d", "\x30\x2f\x30\x0b", 1)+digest),
		"parameters instead of NULL":    padded("\x00\x01", strings.Replace(oid, "\x05\x00", "\x04\x00", 1)+digest),
		"long form of the length":       padded("\x00\x01", "\x30\x81\x31"+oid[2:]+digest),
		"SHA-512 named":                 padded("\x00\x01", strings.Replace(oid, "\x04\x02\x01", "\x04\x02\x03", 1)+digest),
		"digest alone":                  padded("\x00\x01", digest),
		"block type 2":                  padded("\x00\x02", oid+digest),
		"block type 0":                  padded("\x00\x00", oid+digest),
		"a byte behind":                 padded("\x00\x01", oid+digest+"\x00"),
		"padding that is not all ones":  "\x00\x01\xfe" + padded("\x00\x01", oid+digest)[3:],
		"another digest":                padded("\x00\x01", oid+strings.Repeat("\x00", 32)),
		"zero":                          strings.Repeat("\x00", 256),
	} {
		if err := verify(encoded); !errors.Is(err, jose.ErrSignature) {
			t.Errorf("%s: error %v, want ErrSignature", name, err)
		}
	}
	// The same number in more bytes, and beyond the modulus.
	good := bytesOf(t, a2Token[last+1:])
	for name, b := range map[string][]byte{
		"a zero in front": append([]byte{0}, good...),
		"plus n":          new(big.Int).Add(new(big.Int).SetBytes(good), key.N).Bytes(),
		"255 bytes":       good[:255],
	} {
		if _, _, err := jose.Verify(a2Token[:last+1]+base64.RawURLEncoding.EncodeToString(b), all, found(key.Public())); !errors.Is(err, jose.ErrSignature) {
			t.Errorf("%s: error %v, want ErrSignature", name, err)
		}
	}
}

// device is a key that cannot be seen, such as one in hardware.
type device struct {
	crypto.Signer
	answer func([]byte) ([]byte, error)
}

func (d device) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	signature, err := d.Signer.Sign(rand.Reader, digest, opts)
	if err != nil || d.answer == nil {
		return signature, err
	}
	return d.answer(signature)
}

func TestAnySignerWillDo(t *testing.T) {
	for alg, key := range signers(t) {
		token, err := jose.Sign([]byte("{}"), jose.Header{}, device{Signer: key})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := jose.Verify(token, []jose.Algorithm{alg}, found(key.Public())); err != nil {
			t.Errorf("%s: %v", alg, err)
		}
	}
	broken := errors.New("the device is gone")
	for name, answer := range map[string]func([]byte) ([]byte, error){
		"error":    func([]byte) ([]byte, error) { return nil, broken },
		"nothing":  func([]byte) ([]byte, error) { return nil, nil },
		"trailing": func(b []byte) ([]byte, error) { return append(b, 0), nil },
		"raw":      func([]byte) ([]byte, error) { return make([]byte, 64), nil },
		"negative": func([]byte) ([]byte, error) { return asn1.Marshal(struct{ R, S int }{-1, 1}) },
		"large": func([]byte) ([]byte, error) {
			return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1)})
		},
	} {
		if token, err := jose.Sign([]byte("{}"), jose.Header{}, device{a3Key(t), answer}); err == nil {
			t.Errorf("a device that answers with %s: %s", name, token)
		}
	}
	if _, err := jose.Sign([]byte("{}"), jose.Header{}, device{edKey(t), func(b []byte) ([]byte, error) { return b[1:], nil }}); err == nil {
		t.Error("a short signature of Ed25519 is taken")
	}
}

func TestWhatIsDetachedIsAttached(t *testing.T) {
	for _, token := range []string{a2Token, a3Token, a4Token} {
		detached, payload, err := jose.Detach(token)
		if err != nil {
			t.Fatal(err)
		}
		header, rest, _ := strings.Cut(token, ".")
		if want := header + ".." + rest[strings.IndexByte(rest, '.')+1:]; detached != want {
			t.Errorf("detached %s, want %s", detached, want)
		}
		if got, err := jose.Attach(detached, payload); got != token || err != nil {
			t.Errorf("attached %s, %v, want %s", got, err, token)
		}
	}
	detached, _, err := jose.Detach(a4Token)
	if err != nil {
		t.Fatal(err)
	}
	other, err := jose.Attach(detached, []byte("Another payload"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := jose.Verify(other, all, found(edKey(t).Public())); !errors.Is(err, jose.ErrSignature) {
		t.Errorf("another payload: error %v, want ErrSignature", err)
	}
	for _, s := range []string{"", "..", a4Token, "e30..AA", detached + "..", detached + ".", "." + detached} {
		if got, err := jose.Attach(s, []byte("{}")); err == nil {
			t.Errorf("Attach(%q) = %s", s, got)
		}
	}
	if _, _, err := jose.Detach("a.b"); err == nil {
		t.Error("a text that is no token was detached")
	}
}

func FuzzVerify(f *testing.F) {
	for _, s := range []string{a2Token, a3Token, a4Token, "", "..", "e30.e30.", `{"payload":"","signatures":[]}`} {
		f.Add(s)
	}
	key := edKey(f)
	f.Fuzz(func(t *testing.T, s string) {
		payload, _, err := jose.Verify(s, all, found(key.Public()))
		if err != nil {
			return
		}
		// Nobody has another token of this key.
		if s != a4Token {
			t.Fatalf("%q is taken, payload %q", s, payload)
		}
	})
}

func FuzzDetach(f *testing.F) {
	for _, s := range []string{a2Token, a3Token, a4Token, "", "..", "e30.e30."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		detached, payload, err := jose.Detach(s)
		if err != nil {
			return
		}
		if again, err := jose.Attach(detached, payload); again != s || err != nil {
			t.Fatalf("%q is detached as %q and attached as %q, %v", s, detached, again, err)
		}
	})
}

func ExampleSign() {
	key := ed25519.NewKeyFromSeed(make([]byte, 32)) // a key that everybody knows
	token, err := jose.Sign([]byte(`{"iss":"did:web:badges.example.org"}`), jose.Header{KeyID: "did:web:badges.example.org#k1"}, key)
	if err != nil {
		fmt.Println(err)
	}
	payload, header, err := jose.Verify(token, []jose.Algorithm{jose.EdDSA}, func(h jose.Header) (crypto.PublicKey, error) {
		return key.Public(), nil
	})
	fmt.Println(string(payload), header.KeyID, err)
	// Output: {"iss":"did:web:badges.example.org"} did:web:badges.example.org#k1 <nil>
}

var payload3K = []byte(`{"a":"` + strings.Repeat("x", 3000) + `"}`)

func BenchmarkSign(b *testing.B) {
	key := a3Key(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jose.Sign(payload3K, jose.Header{KeyID: "did:web:badges.example.org#k1"}, key); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkECDSA is what signing costs without a token around it.
func BenchmarkECDSA(b *testing.B) {
	key := a3Key(b)
	digest := make([]byte, 32)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := key.Sign(nil, digest, crypto.SHA256); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	key := a3Key(b)
	token, err := jose.Sign(payload3K, jose.Header{KeyID: "did:web:badges.example.org#k1"}, key)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := jose.Verify(token, []jose.Algorithm{jose.ES256}, found(key.Public())); err != nil {
			b.Fatal(err)
		}
	}
}
