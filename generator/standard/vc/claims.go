package vc

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// AddClaims returns the payload of a VC-JWT: the credential in the canonical
// form of RFC 8785 with the registered claims that Open Badges 3.0 §8.2.4
// requires, computed from it: iss, jti, nbf, sub, and exp where there is a
// validUntil. The credential has no proof, one subject with an id, and times
// in whole seconds, because nbf and exp must say the same.
func AddClaims(document []byte) (payload []byte, err error) {
	t, err := parse(document)
	if err != nil {
		return nil, fmt.Errorf("adding claims: %w", err)
	}
	return t.addClaims(nil, document)
}

// AppendClaims is AddClaims for a document that jcs.Strict has taken, as
// everything that checks a document first does; it must not be given another.
// It appends the payload to b.
func AppendClaims(b, document []byte) (payload []byte, err error) {
	t, err := parseStrict(document)
	if err != nil {
		return nil, fmt.Errorf("adding claims: %w", err)
	}
	return t.addClaims(b, document)
}

// AppendClaimsSigned is AppendClaims for a credential with its embedded proof,
// which the payload leaves out.
func AppendClaimsSigned(b, signed []byte) (payload []byte, err error) {
	t, err := parseStrict(signed)
	if err != nil {
		return nil, fmt.Errorf("adding claims: %w", err)
	}
	t.drop("proof")
	return t.addClaims(b, signed)
}

func (t *tree) addClaims(b, document []byte) (payload []byte, err error) {
	defer t.done()
	for _, name := range [...]string{"proof", "vc", "vp", "iss", "jti", "nbf", "sub", "exp", "iat"} {
		if t.member(root, name) != none {
			return nil, fmt.Errorf("adding claims: the credential has %q already", name)
		}
	}
	for _, c := range registered() {
		value, err := c.expected(t)
		switch {
		case err == nil:
			t.add(c.name, value)
		case c.required || !errors.Is(err, errMissing):
			return nil, fmt.Errorf("adding claims: %s: %w", c.source, err)
		}
	}
	payload, err = t.canonical(slices.Grow(b, len(document)+512), root)
	if err != nil {
		return nil, fmt.Errorf("adding claims: %w", err)
	}
	return payload, nil
}

// RemoveClaims returns the credential that a payload carries, without its
// registered claims. Each claim that is there must say exactly what the
// credential says, iat the same as nbf; a claim without its counterpart is
// refused. A payload that wraps the credential in "vc", as version 1.1 did, is
// refused too. Missing claims are no error: VC-JOSE-COSE requires none.
//
// The members that stay, stay as they were written.
func RemoveClaims(payload []byte) (document []byte, err error) {
	t, err := parse(payload)
	if err != nil {
		return nil, fmt.Errorf("removing claims: %w", err)
	}
	for _, wrapper := range [...]string{"vc", "vp"} {
		if t.member(root, wrapper) != none {
			return nil, fmt.Errorf("removing claims: the payload has a %q claim: expected the credential itself", wrapper)
		}
	}
	claims := append(registered(), claim{name: "iat", source: "validFrom", expected: seconds("validFrom")})
	for _, c := range claims {
		found := t.member(root, c.name)
		if found == none {
			continue
		}
		want, err := c.expected(t)
		if err != nil {
			return nil, fmt.Errorf("removing claims: %s: its counterpart %s: %w", c.name, c.source, err)
		}
		if !equal(t.value(found), want) {
			return nil, fmt.Errorf("removing claims: %s is %.80s, but %s says %.80s", c.name, t.value(found), c.source, want)
		}
	}
	return t.without(claims), nil
}

// claim is a registered claim and the member of a credential that it repeats.
type claim struct {
	name, source string
	required     bool
	expected     func(t *tree) ([]byte, error) // as JSON; errMissing where there is no source
}

func registered() []claim {
	return []claim{
		{"iss", "issuer", true, issuerID},
		{"jti", "id", true, func(t *tree) ([]byte, error) { return t.quoted(root, "id") }},
		{"nbf", "validFrom", true, seconds("validFrom")},
		{"sub", "credentialSubject.id", true, subjectID},
		{"exp", "validUntil", false, seconds("validUntil")},
	}
}

func issuerID(t *tree) ([]byte, error) {
	issuer := t.the(root, "issuer")
	if issuer != none && t.value(issuer)[0] == '{' {
		return t.quoted(issuer, "id")
	}
	return t.quoted(root, "issuer")
}

func subjectID(t *tree) ([]byte, error) {
	subject := t.the(root, "credentialSubject")
	if subject == none {
		return nil, errMissing
	}
	if t.value(subject)[0] != '{' {
		return nil, errors.New("expected one object")
	}
	return t.quoted(subject, "id")
}

// seconds returns a member as NumericDate (RFC 7519 §2).
func seconds(name string) func(*tree) ([]byte, error) {
	return func(t *tree) ([]byte, error) {
		quoted, err := t.quoted(root, name)
		if err != nil {
			return nil, err
		}
		at, err := ParseDateTime(string(unquote(quoted)))
		if err != nil {
			return nil, err
		}
		if at.Nanosecond() != 0 {
			return nil, errors.New("expected whole seconds")
		}
		return strconv.AppendInt(nil, at.Unix(), 10), nil
	}
}

// the returns a member, or the only element of a member that is an array.
func (t *tree) the(of ref, name string) ref {
	r := t.member(of, name)
	if r == none || t.value(r)[0] != '[' {
		return r
	}
	if only := t.nodes[r].child; only != none && t.nodes[only].next == none {
		return only
	}
	return r
}

// quoted returns a member that is a text, in quotes.
func (t *tree) quoted(of ref, name string) ([]byte, error) {
	r := t.member(of, name)
	switch {
	case r == none:
		return nil, errMissing
	case t.value(r)[0] != '"':
		return nil, errors.New("expected a text")
	}
	return t.value(r), nil
}

// equal compares two texts or two numbers. NumericDate may be written 1e9.
func equal(a, b []byte) bool {
	switch {
	case a[0] == '"' && b[0] == '"':
		return string(unquote(a)) == string(unquote(b))
	case a[0] == '"' || b[0] == '"':
		return false
	}
	x, errX := strconv.ParseFloat(string(a), 64)
	y, errY := strconv.ParseFloat(string(b), 64)
	return errX == nil && errY == nil && x == y
}

// without writes the root without some of its members.
func (t *tree) without(claims []claim) []byte {
	b := append(make([]byte, 0, len(t.json)), '{')
	for r := t.nodes[root].child; r != none; r = t.nodes[r].next {
		name := string(unquote(t.name(r)))
		if slices.ContainsFunc(claims, func(c claim) bool { return c.name == name }) {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(append(append(b, t.name(r)...), ':'), t.value(r)...)
	}
	return append(b, '}')
}
