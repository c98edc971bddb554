// Package keyring keeps the private halves of signing keys.
//
// A Pair is two keys of one name: Ed25519, which signs Data Integrity proofs,
// and P-256, which signs JWTs. Generate makes one, NewPair puts one together
// from any two crypto.Signers, so that a key may as well live in a hardware
// module or a key service.
//
// At rest a pair is text: a JWE (RFC 7516) in compact form, encrypted with a
// passphrase, over a JWK Set (RFC 7517) of both private keys. Seal writes it
// and Open reads it. A Store is the folder in which such files lie, one for
// each pair; it refuses to lie inside a site, and to use files that others
// can read. Parse reads the same text, or a plain JWK Set, from where no
// file system is: the protected secret of a build machine.
//
// What is read is text of others. It is small, it is refused where anything
// about it is unclear, and no message shows any of it.
//
// A passphrase is taken byte by byte: the same letters typed as composed and
// as decomposed Unicode are two passphrases.
package keyring

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"errors"
	"fmt"
	"io"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// Pair is a pair of private keys of one name. The zero Pair is of no use;
// NewPair, Generate, Open and Parse make one that keeps the policy for keys.
type Pair struct {
	Name    string     // as in content/keys/<name>.yaml; empty where a plain secret did not say
	Created badge.Date // the day it was made; zero where a plain secret did not say
	Ed25519 crypto.Signer
	P256    crypto.Signer

	ed25519, p256 string // Multikeys
}

// NewPair makes a pair of two signers. It refuses a key of the wrong kind, one
// that is weak, and one that is published somewhere as an example.
func NewPair(name string, created badge.Date, ed, p256 crypto.Signer) (Pair, error) {
	if ed == nil || p256 == nil {
		return Pair{}, errors.New("a pair needs an Ed25519 key and a P-256 key, and one of them is missing")
	}
	p := Pair{Name: name, Created: created, Ed25519: ed, P256: p256}
	if _, ok := ed.Public().(ed25519.PublicKey); !ok {
		return Pair{}, fmt.Errorf("the first key of a pair must be Ed25519, found %s", kindOf(ed.Public()))
	}
	if pub, ok := p256.Public().(*ecdsa.PublicKey); !ok || pub.Curve != elliptic.P256() {
		return Pair{}, fmt.Errorf("the second key of a pair must be P-256, found %s", kindOf(p256.Public()))
	}
	if err := notGuessable(ed, p256); err != nil {
		return Pair{}, err
	}
	var err error
	if p.ed25519, err = publicHalf(ed.Public()); err != nil {
		return Pair{}, fmt.Errorf("the Ed25519 key cannot be used: %w", err)
	}
	if p.p256, err = publicHalf(p256.Public()); err != nil {
		return Pair{}, fmt.Errorf("the P-256 key cannot be used: %w", err)
	}
	return p, nil
}

// publicHalf holds a public key against the policy and writes it as Multikey.
func publicHalf(pub crypto.PublicKey) (string, error) {
	if err := jose.CheckPublic(pub); err != nil {
		return "", err
	}
	return multibase.Multikey(pub)
}

// kindOf names a kind of key for people.
func kindOf(pub crypto.PublicKey) string {
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return "Ed25519"
	case *ecdsa.PublicKey:
		if k.Curve != nil {
			return k.Curve.Params().Name
		}
	case interface{ Size() int }: // *rsa.PublicKey
		return fmt.Sprintf("RSA with %d bits", k.Size()*8)
	}
	return "another kind of key"
}

// Generate makes a new pair out of 32 random bytes for each key.
func Generate(name string, created badge.Date, random io.Reader) (Pair, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return Pair{}, fmt.Errorf("making a key: %w", err)
	}
	p256, err := generateP256(random)
	if err != nil {
		return Pair{}, fmt.Errorf("making a key: %w", err)
	}
	return NewPair(name, created, ed25519.NewKeyFromSeed(seed), p256)
}

// generateP256 draws until the number is one of those between zero and the
// order of the curve, which nearly every number is (FIPS 186-5, A.2.2).
func generateP256(random io.Reader) (*ecdsa.PrivateKey, error) {
	for range 100 {
		d := make([]byte, 32)
		if _, err := io.ReadFull(random, d); err != nil {
			return nil, err
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("the source of randomness gives the same again and again")
}

// notGuessable refuses private keys that somebody made up: one byte repeated,
// or a small number.
func notGuessable(signers ...crypto.Signer) error {
	for _, s := range signers {
		var secret []byte
		switch k := s.(type) {
		case ed25519.PrivateKey:
			if len(k) == ed25519.PrivateKeySize {
				secret = k.Seed()
			}
		case *ecdsa.PrivateKey:
			secret, _ = k.Bytes() // an error leaves nothing to look at; the public half is looked at later
		}
		if secret == nil {
			continue // it stays in its device
		}
		different, leading := map[byte]bool{}, 0
		for i, b := range secret {
			different[b] = true
			if b == 0 && leading == i {
				leading++
			}
		}
		if len(different) < 8 || leading >= 16 {
			return errors.New("this private key can be guessed: make one with: sealpress key new")
		}
	}
	return nil
}

// Public returns the two public halves as Multikeys (W3C Controlled
// Identifiers 1.0), as content/keys/<name>.yaml holds them.
func (p Pair) Public() (ed25519, p256 string) { return p.ed25519, p.p256 }

// Matches reports whether a pair is the private half of a key of the site.
func (p Pair) Matches(k *badge.SigningKey) bool {
	return p.ed25519 != "" && p.ed25519 == k.Ed25519 && p.p256 == k.P256
}

// Same reports whether two pairs are the same two keys.
func (p Pair) Same(q Pair) bool {
	return p.ed25519 != "" && p.ed25519 == q.ed25519 && p.p256 == q.p256
}

// String names the pair and shows nothing of its keys, so that one that finds
// its way into a message does no harm.
func (p Pair) String() string { return fmt.Sprintf("key %q", p.Name) }

// GoString is String.
func (p Pair) GoString() string { return p.String() }
