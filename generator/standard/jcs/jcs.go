// Package jcs implements the JSON Canonicalization Scheme (RFC 8785, June
// 2020) over I-JSON (RFC 7493, March 2015): one text for each JSON value, so
// that it can be hashed and signed.
//
//	canonical, err := jcs.Transform(document)
//	err := jcs.Strict(document) // may a verifier rely on this text?
//
// Strict refuses every text that two readers could understand differently: a
// second value after the first, a member that stands twice, invalid UTF-8, a
// lone surrogate, a number beyond an IEEE double. It goes further than RFC
// 7493 in one point: two members of one object that differ only in upper and
// lower case are refused, since encoding/json takes one for the other and a
// browser does not. Transform refuses what Strict refuses, but for that point:
// the vectors of RFC 8785 tell such members apart. Members reads an object by
// the exact names that stand in it.
//
// A number with more digits than a double holds is accepted and rounded, as
// RFC 8785 §3.2.2.3 says; integers beyond 2^53 belong in strings.
package jcs

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gowebpki/jcs"
)

// The limits that hold where a caller names none.
const (
	DefaultSize  = 1 << 20 // bytes
	DefaultDepth = 32      // arrays and objects inside each other
)

// Errors of Strict that a caller can act on.
var (
	// ErrSize says that a text is longer than the limit.
	ErrSize = errors.New("the text is too long")
	// ErrDepth says that arrays and objects lie too deep inside each other.
	ErrDepth = errors.New("arrays and objects lie too deep inside each other")
	// ErrDuplicate says that a member stands twice in one object.
	ErrDuplicate = errors.New("the member stands twice")
	// ErrCase says that two members of one object differ only in upper and
	// lower case.
	ErrCase = errors.New("two members differ only in upper and lower case")
)

// SyntaxError says where a text is no JSON, or no I-JSON.
type SyntaxError struct {
	Offset int // of the byte at fault
	Reason string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.Reason, e.Offset) }

// Limits bounds what is read. The zero value is DefaultSize and DefaultDepth.
type Limits struct {
	Size  int // bytes; 0 is DefaultSize
	Depth int // arrays and objects inside each other; 0 is DefaultDepth
}

// Strict refuses a text that is not one I-JSON value within the default
// limits.
func Strict(text []byte) error { return Limits{}.Strict(text) }

// Transform returns the canonical form of a text that Strict accepts, or
// refuses with ErrCase alone.
func Transform(text []byte) ([]byte, error) { return Limits{}.Transform(text) }

// Members returns the members of an object that Strict accepts, by their
// exact names. Unlike a struct of encoding/json, it does not take "ID" for
// "id".
func Members(text []byte) (map[string]json.RawMessage, error) { return Limits{}.Members(text) }

// Strict refuses a text that is not one I-JSON value within the limits.
func (l Limits) Strict(text []byte) error { return l.scan(text, true) }

// scan reads a text; where cases is set, members that differ only in upper and
// lower case are refused.
func (l Limits) scan(text []byte, cases bool) error {
	if l.Size == 0 {
		l.Size = DefaultSize
	}
	if l.Depth == 0 {
		l.Depth = DefaultDepth
	}
	if len(text) > l.Size {
		return fmt.Errorf("reading JSON: %w: %d bytes, limit %d", ErrSize, len(text), l.Size)
	}
	s := scanner{text: text, depth: l.Depth, cases: cases, names: make([]name, 0, 48)}
	if err := s.document(); err != nil {
		return fmt.Errorf("reading JSON: %w", err)
	}
	return nil
}

// Transform returns the canonical form of a text that Strict accepts under
// the same limits, or refuses with ErrCase alone.
func (l Limits) Transform(text []byte) ([]byte, error) {
	if err := l.scan(text, false); err != nil {
		return nil, err
	}
	out, err := jcs.Transform(text)
	if err != nil {
		return nil, fmt.Errorf("canonicalising JSON: %w", err)
	}
	return out, nil
}

// Members returns the members of an object that Strict accepts under the same
// limits, by their exact names.
func (l Limits) Members(text []byte) (map[string]json.RawMessage, error) {
	if err := l.Strict(text); err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil || members == nil {
		return nil, errors.New("reading JSON: expected an object")
	}
	return members, nil
}
