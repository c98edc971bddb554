// Package did implements what a publisher and a verifier of credentials need
// of Decentralized Identifiers v1.0 (W3C Recommendation, 19 July 2022) and of
// Controlled Identifiers v1.0 (W3C Recommendation, 15 May 2025): the methods
// did:web (W3C CCG, 2023) and did:key (v0.7), and the document that lists the
// keys of an issuer.
//
//	id, url, err := did.Web("https://badges.example.org/")
//	// did:web:badges.example.org, https://badges.example.org/.well-known/did.json
//
//	doc, err := did.Parse(body, id)
//	key, method, err := doc.Method(id+"#z6Mk…", did.AssertionMethod)
//
// A document is written in the form that every verifier takes: with @context,
// absolute ids, and assertionMethod as an array of strings. It is read more
// widely: without @context, with methods embedded in assertionMethod, and with
// the older types Ed25519VerificationKey2020 and JsonWebKey2020. A key of a
// type that is not covered does no harm until it is asked for.
//
// Not covered: other methods, services, relative ids, and the purposes beside
// assertionMethod. Fetching is the caller's.
package did

import (
	"fmt"
	"strings"
)

// Split takes the URL of a verification method apart: a DID and, behind "#",
// a fragment. It refuses a relative one, one with a path or a query, and what
// the syntax of DID Core §3 does not allow.
func Split(url string) (id, fragment string, err error) {
	id, fragment, ok := strings.Cut(url, "#")
	if !ok || fragment == "" || !valid(id) || len(url) > maxURL {
		return "", "", fmt.Errorf("expected the absolute URL of a verification method, found %.100q", url)
	}
	for i := range len(fragment) {
		if c := fragment[i]; !idchar(c) && !strings.ContainsRune("%~!$&'()*+,;=:@/?", rune(c)) {
			return "", "", fmt.Errorf("expected a fragment without %q in %.100q", c, url)
		}
	}
	return id, fragment, nil
}

// maxURL is the length of the longest DID and DID URL that is read.
const maxURL = 1024

// valid reports whether a text is a DID (DID Core, §3.1).
func valid(id string) bool {
	rest, ok := strings.CutPrefix(id, "did:")
	if !ok || len(id) > maxURL {
		return false
	}
	method, specific, ok := strings.Cut(rest, ":")
	if !ok || method == "" || specific == "" || strings.HasSuffix(specific, ":") {
		return false
	}
	for i := range len(method) {
		if c := method[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	for i := 0; i < len(specific); i++ {
		switch c := specific[i]; {
		case idchar(c), c == ':':
		case c == '%' && i+2 < len(specific) && hex(specific[i+1]) && hex(specific[i+2]):
			i += 2
		default:
			return false
		}
	}
	return true
}

func idchar(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_'
}

func hex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
