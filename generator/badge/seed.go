package badge

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Seed is the secret of a site from which addresses and salts derive, so that
// they stay the same over rebuilds and in two branches, and cannot be guessed
// by who has not the repository. Made once by `sealpress init`; a changed
// seed changes every address.
type Seed string

// ParseSeed reads a seed: at least 32 hexadecimal digits (128 bits).
func ParseSeed(s string) (Seed, error) {
	b, err := hex.DecodeString(s)
	if err != nil {
		return "", errors.New("expected hexadecimal digits")
	}
	if len(b) < 16 {
		return "", fmt.Errorf("expected at least 32 hexadecimal digits, found %d", len(s))
	}
	return Seed(strings.ToLower(s)), nil
}

// IDLength is the number of characters of an award's id.
const IDLength = 26

var idAlphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// ID derives the id of one edition of an award: 128 bits, base32 in lower case.
func (s Seed) ID(k Key, edition int) string {
	return idAlphabet.EncodeToString(s.derive("id", string(k), strconv.Itoa(edition))[:16])
}

// ValidID reports whether an id, as pinned in an award file, has the form of
// one that ID returns.
func ValidID(id string) bool {
	b, err := idAlphabet.DecodeString(id)
	return err == nil && len(b) == 16 && len(id) == IDLength && idAlphabet.EncodeToString(b) == id
}

// Salt derives the salt of an award's hashed e-mail: 128 bits, hexadecimal.
// All editions of an award share it.
func (s Seed) Salt(k Key) string {
	return hex.EncodeToString(s.derive("salt", string(k))[:16])
}

// derive is HMAC-SHA-256 over the words, each preceded by its length so that
// no two lists of words give the same text.
func (s Seed) derive(words ...string) []byte {
	key, err := hex.DecodeString(string(s))
	if err != nil {
		panic("badge: a Seed that ParseSeed did not make")
	}
	mac := hmac.New(sha256.New, key)
	for _, w := range words {
		fmt.Fprintf(mac, "%d:%s,", len(w), w)
	}
	return mac.Sum(nil)
}

// Subjects is the namespace of the identifiers of a site's holders.
type Subjects [16]byte

// Subjects derives the namespace.
func (s Seed) Subjects() Subjects { return Subjects(s.derive("subjects")[:16]) }

// ID is the identifier of an award's holder: a UUID of version 5 (RFC 9562
// §5.5). All editions of an award share it.
func (n Subjects) ID(k Key) string {
	h := sha1.New()
	h.Write(n[:])
	h.Write([]byte(k))
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	id := append(make([]byte, 0, 45), "urn:uuid:"...)
	for i, part := range [][]byte{u[:4], u[4:6], u[6:8], u[8:10], u[10:]} {
		if i > 0 {
			id = append(id, '-')
		}
		id = hex.AppendEncode(id, part)
	}
	return string(id)
}

// Key derives a key for one purpose of the program's own.
func (s Seed) Key(purpose string) [sha256.Size]byte {
	return [sha256.Size]byte(s.derive("key", purpose))
}

// Mark names a seed without telling it: who compares two marks learns whether
// the seeds are one.
func (s Seed) Mark() string { return hex.EncodeToString(s.derive("mark")[:8]) }
