package jose_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	other "github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/standard/jose"
)

func TestTextOfAJWK(t *testing.T) {
	for _, c := range []struct {
		pub  crypto.PublicKey
		kid  string
		alg  jose.Algorithm
		want string
	}{
		{a3Key(t).Public(), "k1", jose.ES256, `{"kty":"EC","kid":"k1","alg":"ES256","crv":"P-256","x":"` + rfc7515X + `","y":"` + rfc7515Y + `"}`},
		{rsaKey(t).Public(), "", "", `{"kty":"RSA","n":"` + rfc7515N + `","e":"AQAB"}`},
		{edKey(t).Public(), "a&b", jose.EdDSA, `{"kty":"OKP","kid":"a\u0026b","alg":"EdDSA","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`},
	} {
		k, err := jose.PublicJWK(c.pub, c.kid, c.alg)
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		pub, kid, err := jose.ParseJWK(got)
		if err != nil || kid != c.kid || !pub.(interface{ Equal(crypto.PublicKey) bool }).Equal(c.pub) {
			t.Errorf("%s is read as %v, %q, %v", got, pub, kid, err)
		}
		var theirs other.JSONWebKey
		if err := theirs.UnmarshalJSON(got); err != nil || !theirs.Key.(interface{ Equal(crypto.PublicKey) bool }).Equal(c.pub) {
			t.Errorf("the other library reads %s as %v, %v", got, theirs.Key, err)
		}
		print, err := jose.Thumbprint(c.pub)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := theirs.Thumbprint(crypto.SHA256)
		if want := base64.RawURLEncoding.EncodeToString(sum); print != want || err != nil {
			t.Errorf("thumbprint %s, the other library says %s, %v", print, want, err)
		}
	}
}

// Coordinates that begin with zeros keep them.
func TestEveryKeyIsReadAsItWasWritten(t *testing.T) {
	zeros := 0
	for zeros < 2 {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		jwk, err := jose.PublicJWK(k.Public(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(jwk.X, "AA") || strings.HasPrefix(jwk.X, "AB") || strings.HasPrefix(jwk.Y, "AA") || strings.HasPrefix(jwk.Y, "AB") {
			zeros++
		}
		b, err := json.Marshal(jwk)
		if err != nil {
			t.Fatal(err)
		}
		if pub, _, err := jose.ParseJWK(b); err != nil || !k.PublicKey.Equal(pub) {
			t.Fatalf("%s is read as %v, %v", b, pub, err)
		}
	}
}

func TestPrivateHalvesAreNeverWritten(t *testing.T) {
	for alg, key := range signers(t) {
		if _, err := jose.PublicJWK(key, "k", ""); err == nil {
			t.Errorf("%s: a private key is written", alg)
		}
	}
	if _, err := jose.PublicJWK(edKey(t).Public(), "k", jose.ES256); err == nil {
		t.Error("a key of Ed25519 is written for ES256")
	}
}

func TestOtherJWKsAreRefused(t *testing.T) {
	ec := `{"kty":"EC","crv":"P-256","x":"` + rfc7515X + `","y":"` + rfc7515Y + `"}`
	ed := `{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`
	rsa := `{"kty":"RSA","n":"` + rfc7515N + `","e":"AQAB"}`
	with := func(k, member string) string { return strings.Replace(k, "{", "{"+member+",", 1) }
	for _, k := range []string{
		ec, ed, rsa, with(ec, `"use":"sig"`), with(ec, `"alg":"ES256"`), with(rsa, `"alg":"RS256"`), with(ed, `"alg":"EdDSA"`),
		with(ec, `"key_ops":["verify"]`), with(ec, `"x5t":"abc","more":{}`), with(ec, `"kid":"k"`), " " + ec + "\n",
	} {
		if _, _, err := jose.ParseJWK([]byte(k)); err != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
	for _, k := range []string{
		``, `null`, `[]`, `{}`, `{"keys":[` + ec + `]}`, ec + ec,
		// private and symmetric
		with(ec, `"d":"`+rfc7515D+`"`), with(ed, `"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"`), with(rsa, `"p":"AQ"`), with(rsa, `"qi":"AQ"`),
		with(rsa, `"oth":[]`), with(ec, `"k":"AQ"`), with(ec, `"d":null`), `{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}`,
		// twice
		with(ec, `"kty":"EC"`), with(ec, `"KTY":"RSA"`), with(ed, `"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"`),
		// other kinds
		strings.Replace(ec, "P-256", "P-384", 1), strings.Replace(ec, "P-256", "secp256k1", 1), strings.Replace(ed, "Ed25519", "X25519", 1),
		strings.Replace(ed, "Ed25519", "Ed448", 1), strings.Replace(ec, `"EC"`, `"ec"`, 1), strings.Replace(ec, `"EC"`, `7`, 1), with(rsa, `"crv":"P-256"`),
		strings.Replace(ec, `"crv":"P-256",`, ``, 1), strings.Replace(ec, `"kty":"EC",`, ``, 1),
		// other uses
		with(ec, `"use":"enc"`), with(ec, `"key_ops":["sign"]`), with(ec, `"key_ops":"verify"`), with(ec, `"alg":"ES384"`), with(ec, `"alg":"ECDH-ES"`),
		with(rsa, `"alg":"RS512"`), with(rsa, `"alg":"none"`), with(ed, `"alg":"ES256"`), with(ec, `"kid":7`), with(ec, `"kid":""`),
		// other numbers
		strings.Replace(ec, rfc7515X, rfc7515Y, 1), strings.Replace(ec, rfc7515X, "AA"+rfc7515X, 1), strings.Replace(ec, rfc7515X, rfc7515X[2:], 1),
		strings.Replace(ec, rfc7515X, rfc7515X+"=", 1), strings.Replace(ec, rfc7515X, rfc7515X[:42]+"V", 1), strings.Replace(ec, `,"y":"`+rfc7515Y+`"`, ``, 1),
		strings.Replace(ed, "HURo", "HURp", 1), strings.Replace(ed, "HURo", "HUQ", 1), strings.Replace(ed, "HURo", `HUR\n`, 1),
		`{"kty":"OKP","crv":"Ed25519","x":"` + strings.Repeat("A", 43) + `"}`,
		strings.Replace(rsa, rfc7515N, "AKHYFguLi48m0Zc6NLWViYzYrkn2-KeHwJHf8FiXMkKE244vZNJfFtupj3XcR5nx0KflWsPuKjwia3EtpiTzBMz9T7dAZuHeEJS_skU_khXdpWUvqQoDTLA9Vv2KUTxMDlrxum9uvdrK9o2duO7KDGaPcBs42_-zoNCzi_m0n-t5KWkh0l53Uuc-a3sTHWwWFLCwPXvilwXUDkvlE6O1kwRDGtkdgmqR4OuucbJrXVTEwUGOLg2Zcb296gqOWcCofZBuC0-vyOSIZSR-2hocsVxb1CvgzVpqLnRfDQHKPYfYmhjY_KtnrYRZDC7PdZM5NjwHA01vYG-eIeERVsrl6aA", 1),
		strings.Replace(rsa, "AQAB", "AAEAAQ", 1), strings.Replace(rsa, "AQAB", "Aw", 1), strings.Replace(rsa, "AQAB", "AQABAQAB", 1), strings.Replace(rsa, `"e":"AQAB"`, `"e":65537`, 1),
		`{"kty":"RSA","n":"AQAB","e":"AQAB"}`, with(ec, `"more":"`+strings.Repeat("x", 70_000)+`"`),
	} {
		if pub, _, err := jose.ParseJWK([]byte(k)); err == nil {
			t.Errorf("%.300s is read as %v", k, pub)
		}
	}
}

func FuzzParseJWK(f *testing.F) {
	f.Add([]byte(`{"kty":"EC","crv":"P-256","x":"` + rfc7515X + `","y":"` + rfc7515Y + `"}`))
	f.Add([]byte(`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"k"}`))
	f.Add([]byte(`{"kty":"RSA","n":"` + rfc7515N + `","e":"AQAB"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		pub, kid, err := jose.ParseJWK(b)
		if err != nil {
			return
		}
		k, err := jose.PublicJWK(pub, kid, "")
		if err != nil {
			t.Fatalf("%q is read and cannot be written: %v", b, err)
		}
		text, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := jose.ParseJWK(text)
		if err != nil || !again.(interface{ Equal(crypto.PublicKey) bool }).Equal(pub) {
			t.Fatalf("%q is written as %s and read as %v, %v", b, text, again, err)
		}
	})
}

func ExamplePublicJWK() {
	key := ed25519.NewKeyFromSeed(make([]byte, 32)) // a key that everybody knows
	jwk, err := jose.PublicJWK(key.Public(), "k1", jose.EdDSA)
	if err != nil {
		fmt.Println(err)
	}
	b, err := json.Marshal(jose.Set{Keys: []jose.JWK{jwk}})
	fmt.Println(string(b), err)
	// Output: {"keys":[{"kty":"OKP","kid":"k1","alg":"EdDSA","crv":"Ed25519","x":"O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik"}]} <nil>
}

func ExampleCheckPublic() {
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	fmt.Println(jose.CheckPublic(key.Public()))
	// Output: checking key: anybody has its private half: it is the example of the seed 0, as in the test vectors of did:key
}
