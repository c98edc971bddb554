//go:build interop

package generator_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/standard/jose"
)

// nobody is a name that no key has.
const nobody = "nobody"

// tokenCopy is a token that somebody changed.
type tokenCopy struct{ what, where, text, want string }

// tamperedTokens changes each part of a token. other is the kid of another key
// that the site publishes.
func tamperedTokens(t *testing.T, token, other string) []tokenCopy {
	t.Helper()
	parts := strings.Split(token, ".")
	head, payload := map[string]any{}, map[string]any{}
	for i, into := range []*map[string]any{&head, &payload} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	join := func(head any, payload, signature string) string {
		return base64.RawURLEncoding.EncodeToString([]byte(encoded(t, head))) + "." + payload + "." + signature
	}
	all := []tokenCopy{{"token as it is", "", token, valid}}
	for _, l := range leavesOf(payload, "") {
		if tempting(l.at) == "" && !slices.Contains([]string{"/iss", "/sub", "/jti", "/nbf", "/exp"}, l.at) {
			continue
		}
		was := l.get()
		l.set(flipped(l.at, was))
		all = append(all, tokenCopy{"payload of a token changed", l.at, join(head, base64.RawURLEncoding.EncodeToString([]byte(encoded(t, payload))), parts[2]), refused})
		l.set(was)
	}
	for _, at := range []int{0, len(parts[2]) / 2} { // in each half of the signature
		flip := byte('A')
		if parts[2][at] == flip {
			flip = 'B'
		}
		all = append(all, tokenCopy{"signature of a token changed", "", parts[0] + "." + parts[1] + "." + parts[2][:at] + string(flip) + parts[2][at+1:], refused})
	}
	kid := head["kid"].(string)
	did, _, _ := strings.Cut(kid, "#")
	for name, head := range map[string]map[string]any{
		"alg none":                    {"alg": "none", "kid": kid},
		"alg HS256":                   {"alg": "HS256", "kid": kid},
		"alg EdDSA":                   {"alg": "EdDSA", "kid": kid},
		"kid of another key":          {"alg": "ES256", "kid": did + "#" + other},
		"kid that nobody has":         {"alg": "ES256", "kid": did + "#" + nobody},
		"kid of another issuer":       {"alg": "ES256", "kid": "did:web:interop.example#" + other},
		"no kid":                      {"alg": "ES256"},
		"a header that is not signed": {"alg": "ES256", "kid": kid, "typ": "JWT"},
	} {
		all = append(all, tokenCopy{"header of a token changed", name, join(head, parts[1], parts[2]), refused})
	}
	none := map[string]any{"alg": "none", "kid": kid}
	all = append(all, tokenCopy{"header of a token changed", "alg none without a signature", join(none, parts[1], ""), refused})
	signed := join(map[string]any{"alg": "HS256", "kid": kid}, parts[1], "")
	mac := hmac.New(sha256.New, []byte(kid)) // what is public is no secret
	mac.Write([]byte(strings.TrimSuffix(signed, ".")))
	all = append(all, tokenCopy{"header of a token changed", "alg HS256 with a public text as secret", signed + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)), refused})
	return all
}

// otherKey returns the kid of a key of the site that signs no tokens.
func (s *site) otherKey(t *testing.T) string {
	t.Helper()
	var set struct {
		Keys []struct{ Kid, Kty string }
	}
	if err := json.Unmarshal([]byte(s.read(t, address.Keys())), &set); err != nil {
		t.Fatal(err)
	}
	for _, k := range set.Keys {
		if k.Kty == "OKP" {
			_, fragment, found := strings.Cut(k.Kid, "#")
			if !found {
				fragment = k.Kid
			}
			return fragment
		}
	}
	t.Fatalf("%s publishes no Ed25519 key", s.at)
	return ""
}

// tokenParts takes a token apart.
func tokenParts(token string) (payload []byte, h jose.Header, err error) {
	parts := strings.Split(token, ".")
	head, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil {
		return nil, h, err
	}
	var members struct{ Alg, Kid string }
	if err := json.Unmarshal(head, &members); err != nil {
		return nil, h, err
	}
	payload, err = base64.RawURLEncoding.DecodeString(parts[1])
	return payload, jose.Header{Algorithm: jose.Algorithm(members.Alg), KeyID: members.Kid}, err
}

// kid returns the name of the key that signed an award's token.
func (s *site) kid(t *testing.T, id string) string {
	t.Helper()
	token, err := os.ReadFile(filepath.Join(s.out, filepath.FromSlash(address.CredentialJWT(id).File())))
	if err != nil {
		t.Fatal(err)
	}
	text, err := base64.RawURLEncoding.DecodeString(string(token[:bytes.IndexByte(token, '.')]))
	if err != nil {
		t.Fatal(err)
	}
	var head struct {
		Kid string `json:"kid"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		t.Fatal(err)
	}
	_, name, _ := strings.Cut(head.Kid, "#")
	return name
}
