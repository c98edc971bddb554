package multibase

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"errors"
	"fmt"
	"math/big"
)

// kind is one row of the table of keys. The prefixes are the unsigned
// varints of the multicodecs ed25519-pub, p256-pub and p384-pub.
type kind struct {
	name   string
	prefix string
	size   int // bytes of the key, without the prefix
	curve  elliptic.Curve
}

// kinds lists every key that has a Multikey here.
func kinds() []kind {
	return []kind{
		{"Ed25519", "\xed\x01", 32, nil},
		{"P-256", "\x80\x24", 33, elliptic.P256()},
		{"P-384", "\x81\x24", 49, elliptic.P384()},
	}
}

// Multikey returns a public key as publicKeyMultibase: an ed25519.PublicKey
// or an *ecdsa.PublicKey on P-256 or P-384.
func Multikey(pub crypto.PublicKey) (string, error) {
	switch pub := pub.(type) {
	case ed25519.PublicKey:
		if len(pub) != ed25519.PublicKeySize {
			return "", fmt.Errorf("writing Multikey: an Ed25519 key has %d bytes, not %d", ed25519.PublicKeySize, len(pub))
		}
		return Base58([]byte("\xed\x01" + string(pub))), nil
	case *ecdsa.PublicKey:
		for _, k := range kinds() {
			if k.curve != nil && k.curve == pub.Curve {
				point, err := pub.Bytes()
				if err != nil {
					return "", fmt.Errorf("writing Multikey: %w", err)
				}
				return Base58([]byte(k.prefix + string(compress(point)))), nil
			}
		}
		return "", errors.New("writing Multikey: expected a key on P-256 or P-384")
	}
	return "", fmt.Errorf("writing Multikey: %T has none", pub)
}

// ParseMultikey returns the public key of a publicKeyMultibase. It refuses a
// text in base64url, a key of the wrong length and a point that does not lie
// on its curve.
func ParseMultikey(s string) (crypto.PublicKey, error) {
	pub, err := parseMultikey(s)
	if err != nil {
		return nil, fmt.Errorf("reading Multikey: %w", err)
	}
	return pub, nil
}

func parseMultikey(s string) (crypto.PublicKey, error) {
	if s == "" || s[0] != 'z' {
		return nil, errors.New(`expected base58btc, which begins with "z"`)
	}
	b, err := Decode(s, 64)
	if err != nil {
		return nil, err
	}
	for _, k := range kinds() {
		key, ok := bytes.CutPrefix(b, []byte(k.prefix))
		switch {
		case !ok:
			continue
		case len(key) != k.size:
			return nil, fmt.Errorf("a key of kind %s has %d bytes, not %d", k.name, k.size, len(key))
		case k.curve != nil:
			return decompress(k.curve, key)
		case !onEdwards25519(key):
			return nil, errors.New("the key is no point of Ed25519")
		}
		return ed25519.PublicKey(key), nil
	}
	return nil, errors.New("expected a key of Ed25519, P-256 or P-384")
}

// compress turns 04 x y into 02 x or 03 x (SEC 1, §2.3.3).
func compress(point []byte) []byte {
	half := len(point) / 2
	return append([]byte{2 + point[len(point)-1]&1}, point[1:1+half]...)
}

func decompress(curve elliptic.Curve, b []byte) (crypto.PublicKey, error) {
	x, y := elliptic.UnmarshalCompressed(curve, b)
	if x == nil {
		return nil, fmt.Errorf("the key is no point of %s", curve.Params().Name)
	}
	half := len(b) - 1
	point := make([]byte, 1+2*half)
	point[0] = 4
	x.FillBytes(point[1 : 1+half])
	y.FillBytes(point[1+half:])
	return ecdsa.ParseUncompressedPublicKey(curve, point)
}

// onEdwards25519 reports whether b is the canonical form of a point: y below
// the prime p, and (y²-1)/(dy²+1) a square (RFC 8032, §5.1.3).
func onEdwards25519(b []byte) bool {
	y := make([]byte, len(b))
	for i, v := range b {
		y[len(b)-1-i] = v
	}
	negative := y[0]&0x80 != 0
	y[0] &= 0x7f

	p := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	n := new(big.Int).SetBytes(y)
	if n.Cmp(p) >= 0 {
		return false
	}
	one := big.NewInt(1)
	// d = -121665/121666
	d := new(big.Int).ModInverse(big.NewInt(121666), p)
	d.Mul(d, big.NewInt(-121665)).Mod(d, p)
	square := n.Mul(n, n).Mod(n, p)
	u := new(big.Int).Sub(square, one)
	v := d.Mul(d, square).Add(d, one)
	// u/v is a square exactly when uv is.
	uv := u.Mul(u, v).Mod(u, p)
	if uv.Sign() == 0 {
		return !negative // x is 0, and its sign is written as 0
	}
	return big.Jacobi(uv, p) == 1
}
