package keyring

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
)

// set is a JWK Set (RFC 7517, section 5) with the two private keys of a pair,
// and the name and day of the pair as members of its own. The order of the
// members is that of the file.
type set struct {
	Name    string `json:"name,omitempty"`
	Created string `json:"created,omitempty"`
	Keys    []jwk  `json:"keys"`
}

// jwk is one private key: RFC 8037 for Ed25519, RFC 7518, section 6.2, for
// P-256. Members that say what the key is for are read and of no effect.
type jwk struct {
	Kty string `json:"kty"`
	Crv string `json:"crv,omitempty"`
	X   string `json:"x,omitempty"`
	Y   string `json:"y,omitempty"`
	D   string `json:"d,omitempty"`

	Kid string   `json:"kid,omitempty"`
	Alg string   `json:"alg,omitempty"`
	Use string   `json:"use,omitempty"`
	Ops []string `json:"key_ops,omitempty"`
}

// marshal writes the private keys of a pair.
func (p Pair) marshal() ([]byte, error) {
	ed, ok := p.Ed25519.(ed25519.PrivateKey)
	ec, ok2 := p.P256.(*ecdsa.PrivateKey)
	if !ok || !ok2 {
		return nil, fmt.Errorf("the key %q stays in its device and cannot be written to a file", p.Name)
	}
	point, err := ec.PublicKey.Bytes()
	if err != nil {
		return nil, fmt.Errorf("writing the key %q: %w", p.Name, err)
	}
	d, err := ec.Bytes()
	if err != nil {
		return nil, fmt.Errorf("writing the key %q: %w", p.Name, err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	return json.Marshal(set{Name: p.Name, Created: p.Created.String(), Keys: []jwk{
		{Kty: "OKP", Crv: "Ed25519", X: b64(ed.Public().(ed25519.PublicKey)), D: b64(ed.Seed())},
		{Kty: "EC", Crv: "P-256", X: b64(point[1:33]), Y: b64(point[33:]), D: b64(d)},
	}})
}

// unmarshal reads what marshal wrote.
func unmarshal(text []byte) (Pair, error) {
	var s set
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Pair{}, errUnreadable // json's own words may quote the text
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Pair{}, errUnreadable
	}
	var created badge.Date
	if s.Created != "" {
		var err error
		if created, err = badge.ParseDate(s.Created); err != nil {
			return Pair{}, errUnreadable
		}
	}
	for _, k := range s.Keys {
		if k.Kty == "RSA" {
			return Pair{}, errors.New("expected an Ed25519 and a P-256 key, found RSA: make a pair with: sealpress key new")
		}
	}
	ed, ec := s.find("OKP", "Ed25519"), s.find("EC", "P-256")
	switch {
	case len(s.Keys) != 2 || ed == nil || ec == nil:
		return Pair{}, errors.New("expected two keys, one Ed25519 and one P-256, found something else")
	case ed.D == "" && ec.D == "":
		return Pair{}, errPublic
	}
	edKey, err := ed.ed25519()
	if err != nil {
		return Pair{}, err
	}
	ecKey, err := ec.p256()
	if err != nil {
		return Pair{}, err
	}
	return NewPair(s.Name, created, edKey, ecKey)
}

// find returns the one key of a kind, or nil.
func (s set) find(kty, crv string) *jwk {
	is := func(k jwk) bool { return k.Kty == kty && k.Crv == crv }
	if i := slices.IndexFunc(s.Keys, is); i >= 0 {
		return &s.Keys[i]
	}
	return nil
}

var (
	errUnreadable = errors.New("this is not a private key of Sealpress, or it is damaged")
	errPublic     = errors.New("this is the public half of a key; to sign, the private half is needed")
	errApart      = errors.New("the public and the private part of this key do not belong together")
)

func (k jwk) ed25519() (ed25519.PrivateKey, error) {
	d, x := decode(k.D, ed25519.SeedSize), decode(k.X, ed25519.PublicKeySize)
	if d == nil || x == nil {
		return nil, errUnreadable
	}
	key := ed25519.NewKeyFromSeed(d)
	if !bytes.Equal(key[ed25519.SeedSize:], x) {
		return nil, errApart
	}
	return key, nil
}

func (k jwk) p256() (*ecdsa.PrivateKey, error) {
	d, x, y := decode(k.D, 32), decode(k.X, 32), decode(k.Y, 32)
	if d == nil || x == nil || y == nil {
		return nil, errUnreadable
	}
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d)
	if err != nil {
		return nil, errUnreadable
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, errUnreadable
	}
	if !bytes.Equal(point[1:33], x) || !bytes.Equal(point[33:], y) {
		return nil, errApart
	}
	return key, nil
}

// decode reads base64url without padding of exactly n bytes, else nothing.
func decode(s string, n int) []byte {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != n || bytes.ContainsAny([]byte(s), "\r\n") {
		return nil
	}
	return b
}
