package did

import (
	"crypto"
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// Key returns the did:key of a public key: of Ed25519, P-256 or P-384.
func Key(pub crypto.PublicKey) (string, error) {
	text, err := multibase.Multikey(pub)
	if err != nil {
		return "", err
	}
	return "did:key:" + text, nil
}

// ParseKey returns the public key of a did:key, and the id of its one
// verification method. Such a DID has no document to fetch: it is its key.
func ParseKey(id string) (pub crypto.PublicKey, methodID string, err error) {
	text, ok := strings.CutPrefix(id, "did:key:")
	if !ok {
		return nil, "", fmt.Errorf("expected a did:key, found %.100q", id)
	}
	if pub, err = multibase.ParseMultikey(text); err != nil {
		return nil, "", err
	}
	return pub, id + "#" + text, nil
}
