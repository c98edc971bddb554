package jose

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
)

// The sizes of a modulus of RSA. The upper one bounds the work of a verifier.
const (
	minRSA = 2048
	maxRSA = 8192
)

// CheckPublic refuses a public key under which nothing should be published:
// what AlgorithmFor refuses, a point off its curve, and a key whose private
// half stands in a public specification.
func CheckPublic(pub crypto.PublicKey) error {
	print, err := Thumbprint(pub)
	if err != nil {
		return fmt.Errorf("checking key: %w", err)
	}
	if key, ok := pub.(ed25519.PublicKey); ok && !onCurve(key) {
		return errors.New("checking key: it is no point of Ed25519")
	}
	for _, p := range published() {
		if p.thumbprint == print {
			return fmt.Errorf("checking key: anybody has its private half: it is the example of %s", p.source)
		}
	}
	return nil
}

func checkRSA(pub *rsa.PublicKey) error {
	switch {
	case pub == nil || pub.N == nil:
		return errors.New("the key of RSA is empty")
	case pub.N.BitLen() < minRSA || pub.N.BitLen() > maxRSA:
		return fmt.Errorf("expected a key of RSA with %d to %d bits, found %d", minRSA, maxRSA, pub.N.BitLen())
	case pub.N.Bit(0) == 0:
		return errors.New("the modulus of RSA is even")
	case pub.E < 65537 || pub.E > 1<<31-1 || pub.E&1 == 0:
		return fmt.Errorf("expected an odd exponent of RSA, 65537 or more, found %d", pub.E)
	}
	return nil
}

// smallOrder lists the y of the eight points of Ed25519 whose order divides 8,
// and the two that are written beyond the prime. For such a key, R and S can
// be chosen so that one signature fits one of eight messages.
const smallOrder = "" +
	"0000000000000000000000000000000000000000000000000000000000000000" +
	"0100000000000000000000000000000000000000000000000000000000000000" +
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05" +
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a" +
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" +
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" +
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"

func checkEd25519(pub ed25519.PublicKey) error {
	if len(pub) != ed25519.PublicKeySize {
		return fmt.Errorf("a key of Ed25519 has %d bytes, not %d", ed25519.PublicKeySize, len(pub))
	}
	y := bytes.Clone(pub)
	y[31] &= 0x7f // the sign of x
	text := hex.EncodeToString(y)
	for at := 0; at < len(smallOrder); at += len(text) {
		if smallOrder[at:at+len(text)] == text {
			return errors.New("the key of Ed25519 has a small order: anybody can sign for it")
		}
	}
	return nil
}

// onCurve reports whether b is the canonical form of a point of Ed25519 other
// than those with x = 0: y below the prime p, and (y²-1)/(dy²+1) a square (RFC
// 8032, §5.1.3).
func onCurve(b []byte) bool {
	y := make([]byte, len(b))
	for i, v := range b {
		y[len(b)-1-i] = v
	}
	y[0] &= 0x7f
	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	n := new(big.Int).SetBytes(y)
	if n.Cmp(p) >= 0 {
		return false
	}
	// d = -121665/121666; u/v is a square exactly when uv is.
	d := new(big.Int).ModInverse(big.NewInt(121666), p)
	d.Mul(d, big.NewInt(-121665))
	square := n.Mul(n, n)
	u := new(big.Int).Sub(square, big.NewInt(1))
	v := d.Mul(d, square).Add(d, big.NewInt(1))
	return big.Jacobi(u.Mul(u, v).Mod(u, p), p) == 1
}
