// Package bitstring implements Bitstring Status List v1.0 (W3C
// Recommendation, 15 May 2025): a compressed list of bits in which each
// credential owns one place.
//
//	list := bitstring.New(bitstring.MinEntries)
//	err := list.Set(94567)
//	text := list.Encode() // encodedList
//
//	list, err := bitstring.Decode(text, 0)
//	revoked, err := list.Get(94567)
//
// A list is never shorter than 131,072 entries, so that fetching it does not
// tell whose credential was asked for. Bit 0 is the left-most: the most
// significant of the first byte (§3.3).
//
// Entry and Credential are the documents of §2.1 and §2.2; Credential.Status
// is what a verifier does with the two (§3.2), once it has fetched the list
// and checked its proof. Covered are entries of one bit, the purposes
// revocation, suspension and refresh; a statusSize above 1, and so the purpose
// message, is refused when reading.
package bitstring

import (
	"bytes"
	"errors"
	"fmt"
)

// The lengths of a list.
const (
	MinEntries = 131_072 // §2.2: 16 KB of bits
	MaxEntries = 1 << 23 // 1 MiB of bits: read where a caller names no limit
)

// Errors that a caller can act on; each has the name that §3.5 gives it.
var (
	// ErrLength says that a list has fewer entries than MinEntries.
	ErrLength = errors.New("STATUS_LIST_LENGTH_ERROR: the status list is too short")
	// ErrRange says that an index is no number, or lies outside its list.
	ErrRange = errors.New("RANGE_ERROR: the index lies outside the status list")
	// ErrVerification says that a status list cannot be relied on for an
	// entry: it has another id, another purpose, or is damaged.
	ErrVerification = errors.New("STATUS_VERIFICATION_ERROR")
)

// List is a list of bits. The zero value has none.
type List struct {
	bits []byte
}

// New returns a list of bits that are not set: as many as asked for, at least
// MinEntries, and a multiple of eight.
func New(entries int) *List {
	return &List{bits: make([]byte, (max(entries, MinEntries)+7)/8)}
}

// Len returns the number of entries.
func (l *List) Len() int { return len(l.bits) * 8 }

// Set sets bit i. There is no way to clear one: what a list once said about
// a credential, Union keeps.
func (l *List) Set(i int) error {
	if i < 0 || i >= l.Len() {
		return l.outside(i)
	}
	l.bits[i/8] |= 1 << (7 - i%8)
	return nil
}

// Get reports whether bit i is set.
func (l *List) Get(i int) (bool, error) {
	if i < 0 || i >= l.Len() {
		return false, l.outside(i)
	}
	return l.bits[i/8]&(1<<(7-i%8)) != 0, nil
}

func (l *List) outside(i int) error {
	return fmt.Errorf("%w: index %d, %d entries", ErrRange, i, l.Len())
}

// Equal reports whether two lists have the same bits and the same length.
// Encoded lists are compared by their bits, never by their text: every
// encoder has its own.
func (l *List) Equal(other *List) bool { return bytes.Equal(l.bits, other.bits) }

// Union returns a new list with every bit that is set in a or in b, as long
// as the longer of the two.
func Union(a, b *List) *List {
	if len(a.bits) < len(b.bits) {
		a, b = b, a
	}
	u := &List{bits: bytes.Clone(a.bits)}
	for i, v := range b.bits {
		u.bits[i] |= v
	}
	return u
}
