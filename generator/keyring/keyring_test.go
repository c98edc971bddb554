package keyring

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

var day = badge.Date{Year: 2026, Month: 11, Day: 26}

// source is randomness that is the same each time.
func source(seed string) io.Reader {
	one, two := sha256.Sum256([]byte(seed)), sha256.Sum256([]byte(seed+"'"))
	return bytes.NewReader(append(one[:], two[:]...))
}

func pair(t *testing.T, name string) Pair {
	t.Helper()
	p, err := Generate(name, day, source(name))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The same randomness gives the same pair, another gives another, and both
// halves sign what the public halves verify.
func TestGenerate(t *testing.T) {
	p := pair(t, "2026")
	if p.Name != "2026" || p.Created != day {
		t.Errorf("%q of %s", p.Name, p.Created)
	}
	if !p.Same(pair(t, "2026")) || p.Same(pair(t, "2027")) {
		t.Error("the randomness does not decide which pair it is")
	}
	message := []byte("what is signed")
	signature, err := p.Ed25519.Sign(nil, message, crypto.Hash(0))
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(message)
	other, err := p.P256.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	ed, ec := p.Public()
	edKey, err := multibase.ParseMultikey(ed)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := multibase.ParseMultikey(ec)
	if err != nil {
		t.Fatal(err)
	}
	if !ed25519.Verify(edKey.(ed25519.PublicKey), message, signature) {
		t.Errorf("%s does not verify what its private half signed", ed)
	}
	if !ecdsa.VerifyASN1(ecKey.(*ecdsa.PublicKey), digest[:], other) {
		t.Errorf("%s does not verify what its private half signed", ec)
	}
	if !strings.HasPrefix(ed, "z6Mk") || !strings.HasPrefix(ec, "zDn") {
		t.Errorf("public halves %s and %s", ed, ec)
	}
	if !p.Matches(&badge.SigningKey{Ed25519: ed, P256: ec}) || p.Matches(&badge.SigningKey{Ed25519: ed, P256: ed}) || (Pair{}).Matches(&badge.SigningKey{}) {
		t.Error("which public half belongs to a pair is not told")
	}
}

func TestGenerateNeedsRandomness(t *testing.T) {
	for name, random := range map[string]io.Reader{
		"none": strings.NewReader(""), "too little": bytes.NewReader(make([]byte, 40)),
		"zeros": zeros{}, "one byte again and again": bytes.NewReader(bytes.Repeat([]byte{7}, 4096)),
	} {
		if p, err := Generate("x", day, random); err == nil {
			t.Errorf("%s: made %v", name, p)
		}
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// device is a key that never leaves where it is: a hardware module, a service.
type device struct{ key crypto.Signer }

func (d device) Public() crypto.PublicKey { return d.key.Public() }
func (d device) Sign(r io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	return d.key.Sign(r, digest, o)
}

// Any signer can stand behind a pair; one in a device cannot be written to a
// file.
func TestPairOfDevices(t *testing.T) {
	p := pair(t, "2026")
	d, err := NewPair("2026", day, device{p.Ed25519}, device{p.P256})
	if err != nil {
		t.Fatal(err)
	}
	if !d.Same(p) {
		t.Error("the pair of devices is another one")
	}
	if _, err := Seal(d, []byte("correct horse")); err == nil || !strings.Contains(err.Error(), "stays in its device") {
		t.Errorf("sealing a device: %v", err)
	}
}

// KEY-03, KEY-05: keys of the wrong kind, and keys that others have, make no
// pair.
func TestKeysThatMustNotSign(t *testing.T) {
	p := pair(t, "2026")
	small, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	seed := func(s string) ed25519.PrivateKey {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return ed25519.NewKeyFromSeed(b)
	}
	scalar := func(s string) *ecdsa.PrivateKey {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		k, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), b)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	three := make([]byte, 32)
	three[31] = 3
	for _, test := range []struct {
		name string
		ed   crypto.Signer
		p256 crypto.Signer
		want string
	}{
		{"nothing", nil, p.P256, "one of them is missing"},
		{"nothing", p.Ed25519, nil, "one of them is missing"},
		{"swapped", p.P256, p.Ed25519, "must be Ed25519, found P-256"},
		{"RSA", small, p.P256, "must be Ed25519, found RSA with 2048 bits"},
		{"RSA", p.Ed25519, small, "must be P-256, found RSA with 2048 bits"},
		{"P-384", p.Ed25519, p384, "must be P-256, found P-384"},
		{"zero seed", seed(strings.Repeat("00", 32)), p.P256, "can be guessed"},
		{"small number", p.Ed25519, scalar(base64.RawURLEncoding.EncodeToString(three)), "can be guessed"},
		{"RFC 8032, 7.1, test 1", seed("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), p.P256, "the Ed25519 key cannot be used"},
		{"RFC 7515, A.3", p.Ed25519, scalar("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"), "the P-256 key cannot be used"},
		{"small order, in a device", device{fake{make(ed25519.PublicKey, 32)}}, p.P256, "the Ed25519 key cannot be used"},
	} {
		if _, err := NewPair("x", day, test.ed, test.p256); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
}

type fake struct{ pub crypto.PublicKey }

func (f fake) Public() crypto.PublicKey { return f.pub }
func (f fake) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, io.ErrUnexpectedEOF
}

// However a pair is printed, its keys are not.
func TestPairIsNotPrinted(t *testing.T) {
	p := pair(t, "2026")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, p); got != `key "2026"` {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	if diff := cmp.Diff(`[key "2026"]`, fmt.Sprint([]Pair{p})); diff != "" {
		t.Error(diff)
	}
}
