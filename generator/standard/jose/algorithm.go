package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
)

// Algorithm is an algorithm of JSON Web Signature. Each belongs to one kind of
// key.
type Algorithm string

// The algorithms.
const (
	ES256 Algorithm = "ES256" // ECDSA on P-256 with SHA-256 (RFC 7518, §3.4)
	RS256 Algorithm = "RS256" // RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, §3.3)
	EdDSA Algorithm = "EdDSA" // Ed25519 (RFC 8037, §3.1)
)

// AlgorithmFor returns the algorithm of a public key. It refuses a key that is
// too weak for anything: RSA below 2048 bits or with a small exponent, and a
// point of Ed25519 for which anybody can sign.
func AlgorithmFor(pub crypto.PublicKey) (Algorithm, error) {
	switch pub := pub.(type) {
	case *ecdsa.PublicKey:
		if pub == nil || pub.Curve != elliptic.P256() {
			return "", errors.New("expected a key on P-256")
		}
		return ES256, nil
	case *rsa.PublicKey:
		return RS256, checkRSA(pub)
	case ed25519.PublicKey:
		return EdDSA, checkEd25519(pub)
	}
	return "", fmt.Errorf("expected a public key of P-256, RSA or Ed25519, found %T", pub)
}

func (a Algorithm) sign(message []byte, key crypto.Signer) ([]byte, error) {
	if a == EdDSA {
		signature, err := key.Sign(nil, message, crypto.Hash(0))
		if err == nil && len(signature) != ed25519.SignatureSize {
			err = fmt.Errorf("the key made a signature of %d bytes, not %d", len(signature), ed25519.SignatureSize)
		}
		return signature, err
	}
	digest := sha256.Sum256(message)
	signature, err := key.Sign(nil, digest[:], crypto.SHA256)
	if err != nil || a == RS256 {
		return signature, err
	}
	return fixed(signature)
}

// fixed turns the ASN.1 form of an ECDSA signature into the two numbers of 32
// bytes that JWS writes (RFC 7518, §3.4).
func fixed(signature []byte) ([]byte, error) {
	var n struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(signature, &n)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading the signature that the key made: %w", err)
	case len(rest) > 0 || n.R.Sign() <= 0 || n.S.Sign() <= 0 || n.R.BitLen() > 256 || n.S.BitLen() > 256:
		return nil, errors.New("the key made no signature of P-256")
	}
	out := make([]byte, 64)
	n.R.FillBytes(out[:32])
	n.S.FillBytes(out[32:])
	return out, nil
}

// verify reports whether a signature is right. The key is one that
// AlgorithmFor gave this algorithm.
func (a Algorithm) verify(message, signature []byte, pub crypto.PublicKey) bool {
	digest := sha256.Sum256(message)
	switch pub := pub.(type) {
	case *ecdsa.PublicKey:
		if len(signature) != 64 {
			return false
		}
		r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
		return ecdsa.Verify(pub, digest[:], r, s)
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(pub, crypto.SHA256, digest[:], signature) == nil
	case ed25519.PublicKey:
		// The library refuses S beyond the order of the group.
		return len(signature) == ed25519.SignatureSize && ed25519.Verify(pub, message, signature)
	}
	return false
}

// equal reports whether two public keys are one.
func equal(a, b crypto.PublicKey) bool {
	k, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.Equal(b)
}
