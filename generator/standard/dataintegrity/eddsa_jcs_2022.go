package dataintegrity

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// EdDSAJCS2022 signs the JSON as it stands, in the form of RFC 8785.
const EdDSAJCS2022 = "eddsa-jcs-2022"

// verifyEdDSAJCS2022 is section 3.3.2. The contexts that were signed are those
// in the proof; the document begins with the same, and may have more.
func verifyEdDSAJCS2022(s secured, key crypto.PublicKey) error {
	document := s.document
	if signed := s.configuration["@context"]; signed != nil {
		if !beginsWith(document["@context"], signed) {
			return errors.New("the @context of the document does not begin with that of the proof")
		}
		document = maps.Clone(document)
		document["@context"] = signed
	}
	canonicalConfiguration, err := jcs.Transform(assemble(s.configuration))
	if err != nil {
		return fmt.Errorf("canonicalising the proof configuration: %w", err)
	}
	canonicalDocument, err := jcs.Transform(assemble(document))
	if err != nil {
		return fmt.Errorf("canonicalising the document: %w", err)
	}
	return verifyEd25519(s.proof, key, HashData(canonicalConfiguration, canonicalDocument))
}

// beginsWith compares two contexts item by item. One that is no array is an
// array of one.
func beginsWith(context, start json.RawMessage) bool {
	all, some := items(context), items(start)
	if len(all) < len(some) {
		return false
	}
	for i := range some {
		if !sameJSON(all[i], some[i]) {
			return false
		}
	}
	return true
}

func items(context json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if len(context) == 0 {
		return nil
	}
	if context[0] != '[' || json.Unmarshal(context, &list) != nil {
		return []json.RawMessage{context}
	}
	return list
}
