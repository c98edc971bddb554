package jose

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// JWK is a public key (RFC 7517, §4; RFC 7518, §6). It has no place for a
// private one. The order of members is fixed.
type JWK struct {
	KeyType   string    `json:"kty"`
	KeyID     string    `json:"kid,omitempty"`
	Use       string    `json:"use,omitempty"`
	Algorithm Algorithm `json:"alg,omitempty"`
	Curve     string    `json:"crv,omitempty"`
	X         string    `json:"x,omitempty"`
	Y         string    `json:"y,omitempty"`
	N         string    `json:"n,omitempty"`
	E         string    `json:"e,omitempty"`
}

// Set is a JWK Set (RFC 7517, §5).
type Set struct {
	Keys []JWK `json:"keys"`
}

// PublicJWK returns a public key as JWK. The kid and the alg may be empty; an
// alg must be the one of the key.
func PublicJWK(pub crypto.PublicKey, kid string, alg Algorithm) (JWK, error) {
	own, err := AlgorithmFor(pub)
	if err != nil {
		return JWK{}, fmt.Errorf("writing JWK: %w", err)
	}
	if alg != "" && alg != own {
		return JWK{}, fmt.Errorf("writing JWK: %w: %.20q, the key is one of %s", ErrAlgorithm, alg, own)
	}
	k := JWK{KeyID: kid, Algorithm: alg}
	switch pub := pub.(type) {
	case *ecdsa.PublicKey:
		point, err := pub.Bytes()
		if err != nil {
			return JWK{}, fmt.Errorf("writing JWK: %w", err)
		}
		k.KeyType, k.Curve = "EC", "P-256"
		k.X, k.Y = b64.EncodeToString(point[1:33]), b64.EncodeToString(point[33:])
	case *rsa.PublicKey:
		k.KeyType = "RSA"
		k.N, k.E = b64.EncodeToString(pub.N.Bytes()), b64.EncodeToString(big.NewInt(int64(pub.E)).Bytes())
	case ed25519.PublicKey:
		k.KeyType, k.Curve = "OKP", "Ed25519"
		k.X = b64.EncodeToString(pub)
	}
	return k, nil
}

// Thumbprint returns the SHA-256 thumbprint of a public key in base64url (RFC
// 7638).
func Thumbprint(pub crypto.PublicKey) (string, error) {
	k, err := PublicJWK(pub, "", "")
	if err != nil {
		return "", err
	}
	// The members that are required, in the order of their names; base64url
	// needs no escapes.
	var text string
	switch k.KeyType {
	case "EC":
		text = `{"crv":"` + k.Curve + `","kty":"EC","x":"` + k.X + `","y":"` + k.Y + `"}`
	case "RSA":
		text = `{"e":"` + k.E + `","kty":"RSA","n":"` + k.N + `"}`
	default:
		text = `{"crv":"` + k.Curve + `","kty":"OKP","x":"` + k.X + `"}`
	}
	sum := sha256.Sum256([]byte(text))
	return b64.EncodeToString(sum[:]), nil
}

// ParseJWK returns the public key of a JWK, and its kid. It refuses private
// and symmetric keys, members that stand twice, and what PublicJWK would not
// write: numbers with zeros in front, points off the curve. A key for another
// use than signatures, or for another algorithm, is refused as well.
func ParseJWK(b []byte) (crypto.PublicKey, string, error) {
	pub, kid, err := parseJWK(b)
	if err != nil {
		return nil, "", fmt.Errorf("reading JWK: %w", err)
	}
	return pub, kid, nil
}

func parseJWK(b []byte) (crypto.PublicKey, string, error) {
	members, err := jcs.Limits{Size: 64 << 10, Depth: 8}.Members(b)
	if err != nil {
		return nil, "", err
	}
	for _, name := range []string{"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"} {
		if _, ok := members[name]; ok {
			return nil, "", fmt.Errorf("the member %q makes it a private key", name)
		}
	}
	text := map[string]string{}
	for _, name := range []string{"kty", "crv", "x", "y", "n", "e", "kid", "alg", "use"} {
		if text[name], err = member(members, name); err != nil {
			return nil, "", err
		}
	}
	pub, err := publicKey(text)
	if err != nil {
		return nil, "", err
	}
	alg, err := AlgorithmFor(pub)
	switch {
	case err != nil:
		return nil, "", err
	case text["alg"] != "" && text["alg"] != string(alg):
		return nil, "", fmt.Errorf("%w: %.20q, the key is one of %s", ErrAlgorithm, text["alg"], alg)
	case text["use"] != "" && text["use"] != "sig":
		return nil, "", fmt.Errorf("the key is for the use %.20q, not for signatures", text["use"])
	}
	if raw, ok := members["key_ops"]; ok {
		var ops []string
		if err := json.Unmarshal(raw, &ops); err != nil || !slices.Contains(ops, "verify") {
			return nil, "", errors.New("the key is not for verifying")
		}
	}
	return pub, text["kid"], nil
}

// publicKey returns the key that the members of a JWK name.
func publicKey(m map[string]string) (crypto.PublicKey, error) {
	switch m["kty"] + " " + m["crv"] {
	case "EC P-256":
		x, errX := sized(m["x"], 32)
		y, errY := sized(m["y"], 32)
		if err := errors.Join(errX, errY); err != nil {
			return nil, err
		}
		return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	case "OKP Ed25519":
		x, err := sized(m["x"], ed25519.PublicKeySize)
		return ed25519.PublicKey(x), err
	case "RSA ":
		n, errN := number(m["n"])
		e, errE := number(m["e"])
		if err := errors.Join(errN, errE); err != nil {
			return nil, err
		}
		if e.BitLen() > 31 {
			return nil, errors.New("the exponent is too large")
		}
		return &rsa.PublicKey{N: n, E: int(e.Int64())}, nil
	}
	return nil, fmt.Errorf("keys of kty %.20q and crv %.20q are not covered", m["kty"], m["crv"])
}

func sized(s string, size int) ([]byte, error) {
	b, err := decode(s)
	if err == nil && len(b) != size {
		err = fmt.Errorf("expected %d bytes, found %d", size, len(b))
	}
	return b, err
}

// number reads a Base64urlUInt (RFC 7518, §2), without zeros in front.
func number(s string) (*big.Int, error) {
	b, err := decode(s)
	if err == nil && (len(b) == 0 || b[0] == 0) {
		err = errors.New("expected a number without zeros in front")
	}
	return new(big.Int).SetBytes(b), err
}
