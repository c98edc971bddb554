// Package multibase writes and reads bytes in text as Controlled Identifiers
// v1.0 (W3C Recommendation, 15 May 2025) §2.4 says, and public keys as its
// Multikey (§2.2.2).
//
//	text := multibase.Base58(signature)          // z3FXQ…
//	signature, err := multibase.Decode(text, 64) // at most 64 bytes
//	key, err := multibase.ParseMultikey("z6Mk…") // ed25519.PublicKey
//
// Of the alphabets two are covered: base58btc, written with a "z" in front,
// and base64url without padding, written with a "u". Of the keys three are:
// Ed25519, P-256 and P-384.
//
// Reading is strict: each byte string has one text in each alphabet, and any
// other is refused. Otherwise one signature could be written in two ways.
package multibase

import (
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/mr-tron/base58"
)

// MaxBase58 is the length of the longest byte string that is read in base58,
// whatever a caller allows. The work of reading grows with the square of the
// length; keys and signatures are far shorter.
const MaxBase58 = 1024

// Errors of Decode that a caller can act on.
var (
	// ErrPrefix says that a text begins with neither "z" nor "u".
	ErrPrefix = errors.New(`expected multibase that begins with "z" (base58btc) or "u" (base64url)`)
	// ErrTooLong says that a text holds more bytes than the caller allows.
	ErrTooLong = errors.New("too long")
)

// Base58 returns the bytes in base58btc, with the prefix "z".
func Base58(b []byte) string { return "z" + base58.Encode(b) }

// Base64URL returns the bytes in base64url without padding, with the prefix
// "u".
func Base64URL(b []byte) string { return "u" + base64.RawURLEncoding.EncodeToString(b) }

// Decode returns the bytes that a text holds, at most max of them.
func Decode(s string, max int) ([]byte, error) {
	if s == "" {
		return nil, ErrPrefix
	}
	var b []byte
	var err error
	switch s[0] {
	case 'z':
		b, err = decode58(s[1:], min(max, MaxBase58))
	case 'u':
		b, err = decode64(s[1:], max)
	default:
		return nil, ErrPrefix
	}
	if err != nil {
		return nil, fmt.Errorf("reading multibase: %w", err)
	}
	return b, nil
}

func decode58(s string, max int) ([]byte, error) {
	if s == "" {
		return []byte{}, nil
	}
	// A byte needs at most log 256 / log 58 < 1.3659 letters.
	if len(s) > max+max*3659/10000+1 {
		return nil, ErrTooLong
	}
	b, err := base58.Decode(s)
	switch {
	case err != nil:
		return nil, err
	case len(b) > max:
		return nil, ErrTooLong
	case base58.Encode(b) != s:
		return nil, errors.New("expected the canonical form of base58")
	}
	return b, nil
}

func decode64(s string, max int) ([]byte, error) {
	if base64.RawURLEncoding.DecodedLen(len(s)) > max {
		return nil, ErrTooLong
	}
	// The decoder of the library overlooks line ends, and outside strict mode
	// bits that belong to no byte.
	for i := range len(s) {
		if s[i] == '\n' || s[i] == '\r' {
			return nil, base64.CorruptInputError(i)
		}
	}
	return base64.RawURLEncoding.Strict().DecodeString(s)
}
