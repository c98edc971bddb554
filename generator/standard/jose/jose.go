// Package jose signs and reads what JSON Object Signing and Encryption calls
// by these names: JSON Web Signature in its compact form (RFC 7515, May 2015),
// JSON Web Key (RFC 7517) with its thumbprint (RFC 7638), the algorithms RS256
// and ES256 (RFC 7518) and EdDSA with Ed25519 (RFC 8037), as Open Badges 3.0
// §8.2 and Securing Verifiable Credentials using JOSE and COSE (W3C
// Recommendation, 15 May 2025) use them; and JSON Web Encryption (RFC 7516)
// under a passphrase, for keeping private keys.
//
//	token, err := jose.Sign(payload, jose.Header{KeyID: "did:web:…#es256"}, key)
//	payload, header, err := jose.Verify(token, []jose.Algorithm{jose.ES256}, find)
//	detached, payload, err := jose.Detach(token)
//
// A caller of Verify lists the algorithms that it accepts, and finds the key;
// the algorithm in the token must be on the list and be the one of that key.
// A key inside the token is never trusted: where there is one, it has to be
// the key that the caller found.
//
// Reading is strict, so that nobody can make a second token of one signature
// or let two readers see two headers: exactly three parts, canonical base64url,
// no member twice, no crit, no b64, no JSON serialisation, at most MaxToken
// bytes. Of typ the values "JWT", "vc+jwt" and "vc+ld+jwt" are taken, or none.
//
// Not covered: other algorithms, chains of certificates, and encryption to a
// public key.
package jose

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// The limits of what is read.
const (
	MaxToken = 1 << 20 // bytes of a token
	MaxKeyID = 1024    // bytes of a kid
)

// Errors of Verify that a caller can act on.
var (
	// ErrAlgorithm says that the algorithm of a token is not accepted, or not
	// the one of the key.
	ErrAlgorithm = errors.New("the algorithm is not accepted")
	// ErrSignature says that a signature does not belong to the token and the
	// key.
	ErrSignature = errors.New("the signature does not match")
)

// Header is the protected header of a token (RFC 7515, §4). Members beyond
// these are passed over.
type Header struct {
	Algorithm   Algorithm        // alg; Sign takes that of the key where it is empty
	KeyID       string           // kid
	Type        string           // typ
	ContentType string           // cty; read alone
	JWK         crypto.PublicKey // jwk; read alone, and never a reason to trust
}

// types lists the values of typ that are read and written.
func types() []string { return []string{"", "JWT", "vc+jwt", "vc+ld+jwt"} }

// Sign returns a token in compact form. The header has alg, kid and typ, as
// far as they are set, and nothing else: Open Badges 3.0 §8.2 allows no
// other.
//
// Any crypto.Signer will do. It is handed no source of randomness: a key of
// the Go library then signs deterministically (ECDSA by RFC 6979), a device
// has its own.
func Sign(payload []byte, h Header, key crypto.Signer) (string, error) {
	signed, signature, err := sign(nil, payload, h, key)
	if err != nil {
		return "", fmt.Errorf("signing token: %w", err)
	}
	return string(signed) + "." + signature, nil
}

// SignDetached is Sign and Detach in one: who signs many payloads and keeps
// them elsewhere need not write them out each time.
func SignDetached(payload []byte, h Header, key crypto.Signer) (string, error) {
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	signed, signature, err := sign((*buffer)[:0], payload, h, key)
	if err != nil {
		return "", fmt.Errorf("signing token: %w", err)
	}
	*buffer = signed
	return string(signed[:bytes.IndexByte(signed, '.')]) + ".." + signature, nil
}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// sign appends what is signed to a buffer, and returns it and the signature.
func sign(buffer, payload []byte, h Header, key crypto.Signer) (signed []byte, signature string, err error) {
	alg, err := AlgorithmFor(key.Public())
	switch {
	case err != nil:
		return nil, "", err
	case h.Algorithm != "" && h.Algorithm != alg:
		return nil, "", fmt.Errorf("%w: the header says %.20q, the key is one of %s", ErrAlgorithm, h.Algorithm, alg)
	case h.ContentType != "" || h.JWK != nil:
		return nil, "", errors.New("cty and jwk are never written")
	case len(h.KeyID) > MaxKeyID || !utf8.ValidString(h.KeyID):
		return nil, "", errors.New("the kid is too long, or no UTF-8")
	case !slices.Contains(types(), h.Type):
		return nil, "", fmt.Errorf("typ %.40q is not covered", h.Type)
	}
	header := []byte(`{"alg":"` + string(alg) + `"`)
	for _, m := range []struct{ name, value string }{{"kid", h.KeyID}, {"typ", h.Type}} {
		if m.value == "" {
			continue
		}
		text, err := json.Marshal(m.value)
		if err != nil {
			return nil, "", err
		}
		header = append(header, `,"`+m.name+`":`...)
		header = append(header, text...)
	}
	header = append(header, '}')

	size := b64.EncodedLen(len(header)) + b64.EncodedLen(len(payload)) + 2 + 700
	if size > MaxToken {
		return nil, "", fmt.Errorf("the payload has %d bytes, too many for a token of %d", len(payload), MaxToken)
	}
	signed = slices.Grow(buffer, size)
	signed = b64.AppendEncode(signed, header)
	signed = append(signed, '.')
	signed = b64.AppendEncode(signed, payload)
	made, err := alg.sign(signed, key)
	if err != nil {
		return nil, "", err
	}
	return signed, b64.EncodeToString(made), nil
}

// Verify returns the payload of a token whose signature is right. The
// algorithm must be among those that are accepted, and be the one of the key,
// which the caller finds by the header; an error of key is handed on.
//
// What a payload says is the caller's to read, strictly: see jcs.Strict.
func Verify(token string, accepted []Algorithm, key func(Header) (crypto.PublicKey, error)) ([]byte, Header, error) {
	payload, h, err := verify(token, accepted, key)
	if err != nil {
		return nil, Header{}, fmt.Errorf("verifying token: %w", err)
	}
	return payload, h, nil
}

func verify(token string, accepted []Algorithm, key func(Header) (crypto.PublicKey, error)) ([]byte, Header, error) {
	t, err := parse(token)
	if err != nil {
		return nil, Header{}, err
	}
	h := t.header
	if !slices.Contains(accepted, h.Algorithm) {
		return nil, Header{}, fmt.Errorf("%w: %.20q", ErrAlgorithm, h.Algorithm)
	}
	pub, err := key(h)
	if err != nil {
		return nil, Header{}, fmt.Errorf("finding the key: %w", err)
	}
	alg, err := AlgorithmFor(pub)
	switch {
	case err != nil:
		return nil, Header{}, err
	case alg != h.Algorithm:
		return nil, Header{}, fmt.Errorf("%w: the token says %s, the key is one of %s", ErrAlgorithm, h.Algorithm, alg)
	case h.JWK != nil && !equal(h.JWK, pub):
		return nil, Header{}, errors.New("the key inside the token is not the key of its signer")
	case !alg.verify([]byte(t.signed), t.signature, pub):
		return nil, Header{}, ErrSignature
	}
	return t.payload, h, nil
}

// Detach returns a token without its payload (RFC 7515, appendix F), and the
// payload. It looks at the form of the token, not at its signature.
func Detach(token string) (string, []byte, error) {
	t, err := parse(token)
	if err != nil {
		return "", nil, fmt.Errorf("detaching payload: %w", err)
	}
	header, _, _ := strings.Cut(token, ".")
	return header + "." + token[len(t.signed):], t.payload, nil
}

// Attach is the reverse of Detach.
func Attach(detached string, payload []byte) (string, error) {
	token, err := AppendAttached(nil, detached, payload)
	return string(token), err
}

// AppendAttached is Attach for who writes many tokens: it appends to b. Header
// and signature are looked at as Detach does; the payload is written here.
func AppendAttached(b []byte, detached string, payload []byte) ([]byte, error) {
	fail := func(err error) ([]byte, error) { return nil, fmt.Errorf("attaching payload: %w", err) }
	header, signature, ok := strings.Cut(detached, "..")
	size := len(header) + b64.EncodedLen(len(payload)) + len(signature) + len("..")
	switch {
	case !ok:
		return fail(errors.New("expected a token without a payload"))
	case strings.ContainsRune(header, '.') || strings.ContainsRune(signature, '.'):
		return fail(errParts)
	case size > MaxToken:
		return fail(tooLong(size))
	}
	if last := lastHeader.Load(); last == nil || *last != header {
		if _, err := readHeader(header); err != nil {
			return fail(err)
		}
		lastHeader.Store(&header)
	}
	if _, err := decode(signature); err != nil {
		return fail(fmt.Errorf("reading signature: %w", err))
	}
	b = append(append(slices.Grow(b, size), header...), '.')
	b = append(b64.AppendEncode(b, payload), '.')
	return append(b, signature...), nil
}

// lastHeader is the header to which a payload was attached last, and so one
// that was read: all tokens of one key have the same.
var lastHeader atomic.Pointer[string]

// b64 is base64url without padding, in which the bits that belong to no byte
// are zero.
var b64 = base64.RawURLEncoding.Strict()

// token is a token taken apart.
type token struct {
	header    Header
	signed    string // the first two parts
	payload   []byte
	signature []byte
}

func parse(s string) (*token, error) {
	if len(s) > MaxToken {
		return nil, tooLong(len(s))
	}
	if strings.Count(s, ".") != 2 {
		return nil, errParts
	}
	last := strings.LastIndexByte(s, '.')
	t := &token{signed: s[:last]}
	head, body, _ := strings.Cut(t.signed, ".")
	var err error
	if t.header, err = readHeader(head); err != nil {
		return nil, err
	}
	if t.payload, err = decode(body); err != nil {
		return nil, fmt.Errorf("reading payload: %w", err)
	}
	if t.signature, err = decode(s[last+1:]); err != nil {
		return nil, fmt.Errorf("reading signature: %w", err)
	}
	return t, nil
}

var errParts = errors.New("expected three parts with dots between them")

func tooLong(size int) error {
	return fmt.Errorf("the token has %d bytes, more than the limit of %d", size, MaxToken)
}

// readHeader reads a header as it stands in a token.
func readHeader(head string) (Header, error) {
	text, err := decode(head)
	if err != nil {
		return Header{}, fmt.Errorf("reading header: %w", err)
	}
	h, err := parseHeader(text)
	if err != nil {
		return Header{}, fmt.Errorf("reading header: %w", err)
	}
	return h, nil
}

// decode reads base64url in its one canonical form. The decoder of the library
// passes over line ends.
func decode(s string) ([]byte, error) {
	if i := strings.IndexAny(s, "\r\n"); i >= 0 {
		return nil, base64.CorruptInputError(i)
	}
	return b64.DecodeString(s)
}

func parseHeader(text []byte) (Header, error) {
	members, err := jcs.Limits{Size: 16 << 10, Depth: 8}.Members(text)
	if err != nil {
		return Header{}, err
	}
	for _, name := range []string{"crit", "b64"} {
		if _, ok := members[name]; ok {
			return Header{}, fmt.Errorf("%s is not covered", name)
		}
	}
	h := Header{}
	for _, m := range []struct {
		name string
		to   *string
	}{{"alg", (*string)(&h.Algorithm)}, {"kid", &h.KeyID}, {"typ", &h.Type}, {"cty", &h.ContentType}} {
		if *m.to, err = member(members, m.name); err != nil {
			return Header{}, err
		}
	}
	switch {
	case h.Algorithm == "":
		return Header{}, errors.New("alg is missing")
	case len(h.KeyID) > MaxKeyID:
		return Header{}, fmt.Errorf("the kid has %d bytes, more than the limit of %d", len(h.KeyID), MaxKeyID)
	case !slices.Contains(types(), h.Type):
		return Header{}, fmt.Errorf("typ %.40q is not covered", h.Type)
	}
	if jwk, ok := members["jwk"]; ok {
		if h.JWK, _, err = ParseJWK(jwk); err != nil {
			return Header{}, err
		}
	}
	return h, nil
}

// member returns a member that is a string, or "" where it is absent. One that
// is there says something.
func member(members map[string]json.RawMessage, name string) (string, error) {
	raw, ok := members[name]
	if !ok {
		return "", nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil || s == "" {
		return "", fmt.Errorf("%s is no string, or empty", name)
	}
	return s, nil
}
