package multibase_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// The Multikeys of did:key v0.7 and of CID 1.0 §2.2.2, and that of RFC 8032
// §7.1 TEST 1, whose key is known in hexadecimal.
var published = []string{
	"z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
	"z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cxu",
	"zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
	"z82LkvCwHNreneWpsgPEbV3gu1C6NFJEBg4srfJ5gdxEsMGRJUz2sG9FE42shbn2xkZJh54",
}

func TestPublishedKeysAreRead(t *testing.T) {
	for _, text := range published {
		pub, err := multibase.ParseMultikey(text)
		if err != nil {
			t.Errorf("ParseMultikey(%q): %v", text, err)
			continue
		}
		if got, err := multibase.Multikey(pub); got != text || err != nil {
			t.Errorf("Multikey = %q, %v, want %q", got, err, text)
		}
	}
}

func TestTheKeyOfTheEdDSASpecification(t *testing.T) {
	var pair struct{ PublicKeyMultibase, PrivateKeyMultibase string }
	b, err := os.ReadFile(filepath.Join(reference.Standards(t), "vectors/vc-di-eddsa/keyPair.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &pair); err != nil {
		t.Fatal(err)
	}
	pub, err := multibase.ParseMultikey(pair.PublicKeyMultibase)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := multibase.Decode(pair.PrivateKeyMultibase, 34)
	if err != nil {
		t.Fatal(err)
	}
	private := ed25519.NewKeyFromSeed(secret[2:])
	if !private.Public().(ed25519.PublicKey).Equal(pub) {
		t.Errorf("the public key %x does not belong to the private key", pub)
	}
}

func TestEveryKeyIsReadAsItWasWritten(t *testing.T) {
	for range 32 {
		ed, _, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		keys := []crypto.PublicKey{ed}
		for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384()} {
			k, err := ecdsa.GenerateKey(curve, rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, k.Public())
		}
		for i, pub := range keys {
			text, err := multibase.Multikey(pub)
			if err != nil {
				t.Fatal(err)
			}
			if prefix := []string{"z6Mk", "zDna", "z82"}[i]; !strings.HasPrefix(text, prefix) {
				t.Errorf("%q does not begin with %q", text, prefix)
			}
			got, err := multibase.ParseMultikey(text)
			if err != nil || !got.(interface{ Equal(crypto.PublicKey) bool }).Equal(pub) {
				t.Errorf("ParseMultikey(%q) = %v, %v, want %v", text, got, err, pub)
			}
		}
	}
}

func TestOtherKeysAreRefused(t *testing.T) {
	point := func(s string) []byte {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	y := func(low byte) string { return string(append([]byte{low}, make([]byte, 31)...)) }
	for name, text := range map[string]string{
		"empty":                      "",
		"prefix alone":               "z",
		"base64url":                  multibase.Base64URL(point("ed01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
		"Ed25519 of 31 bytes":        multibase.Base58(point("ed01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751")),
		"Ed25519 of 33 bytes":        multibase.Base58(point("ed01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00")),
		"private Ed25519":            "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",
		"X25519":                     multibase.Base58(append(point("ec01"), make([]byte, 32)...)),
		"no point of Ed25519":        multibase.Base58([]byte("\xed\x01" + y(2))),
		"y of Ed25519 beyond p":      multibase.Base58([]byte("\xed\x01\xee" + strings.Repeat("\xff", 30) + "\x7f")),
		"negative zero of Ed25519":   multibase.Base58([]byte("\xed\x01\x01" + strings.Repeat("\x00", 30) + "\x80")),
		"no point of P-256":          multibase.Base58([]byte("\x80\x24\x02" + strings.Repeat("\xff", 32))),
		"P-256 of an unknown form":   multibase.Base58([]byte("\x80\x24\x05" + strings.Repeat("\x00", 31) + "\x05")),
		"P-256 that is not squeezed": multibase.Base58([]byte("\x80\x24\x04" + strings.Repeat("\x01", 64))),
		"one letter changed":         "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0",
		"long":                       "z" + strings.Repeat("6Mk", 1000),
	} {
		if got, err := multibase.ParseMultikey(text); err == nil {
			t.Errorf("%s: ParseMultikey(%q) = %v, want an error", name, text, got)
		}
	}
	weak, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p521, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, pub := range []crypto.PublicKey{weak.Public(), p521.Public(), ed25519.PublicKey("short"), &ecdsa.PublicKey{}, nil} {
		if got, err := multibase.Multikey(pub); err == nil {
			t.Errorf("Multikey(%T) = %q, want an error", pub, got)
		}
	}
}

func FuzzParseMultikey(f *testing.F) {
	for _, text := range published {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		pub, err := multibase.ParseMultikey(s)
		if err != nil {
			return
		}
		if again, err := multibase.Multikey(pub); again != s || err != nil {
			t.Fatalf("%q is read, and written as %q, %v", s, again, err)
		}
	})
}

func ExampleParseMultikey() {
	pub, err := multibase.ParseMultikey("z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK")
	fmt.Printf("%T %v\n", pub, err)
	// Output: ed25519.PublicKey <nil>
}
