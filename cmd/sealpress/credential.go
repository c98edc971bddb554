package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/baking"
)

var errNoCredential = errors.New("expected a credential of Open Badges 2.0 or 3.0, as JSON or as a compact JWS")

// jwsPayload returns the payload of a compact JWS (RFC 7515 §7.1), unverified:
// it is only asked which kind of document it is.
func jwsPayload(s string) (string, error) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return "", errNoCredential
	}
	payload, err := base64.RawURLEncoding.Strict().DecodeString(parts[1])
	if err != nil {
		return "", errNoCredential
	}
	return string(payload), nil
}

// versionOf tells the version of Open Badges from a document's context.
func versionOf(document string) (baking.Version, error) {
	var d struct {
		Context json.RawMessage `json:"@context"`
		VC      json.RawMessage `json:"vc"`
	}
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		return 0, fmt.Errorf("%w: %w", errNoCredential, err)
	}
	if d.VC != nil {
		return baking.OB3, nil
	}
	var contexts []any
	if err := json.Unmarshal(d.Context, &contexts); err != nil {
		var one any
		if err := json.Unmarshal(d.Context, &one); err != nil {
			return 0, errNoCredential
		}
		contexts = []any{one}
	}
	has := func(prefix string) bool {
		return slices.ContainsFunc(contexts, func(c any) bool {
			s, ok := c.(string)
			return ok && strings.HasPrefix(s, prefix)
		})
	}
	switch {
	case has("https://www.w3.org/"):
		return baking.OB3, nil
	case has("https://w3id.org/openbadges/"):
		return baking.OB2, nil
	}
	return 0, errNoCredential
}
