package dataintegrity

import (
	"bytes"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
)

// A Resolver answers which public key a verification method is, and who
// controls it. It answers for methods that may make assertions alone.
type Resolver func(method string) (key crypto.PublicKey, controller string, err error)

// VerifyOptions may be left at its zero value.
type VerifyOptions struct {
	Contexts *jsonld.Processor // nil: the compiled-in contexts
	// Canonical gives the canonical N-Quads of a document, made with a hash;
	// nil is the JSON-LD library. Several proofs may ask for the same document,
	// whose form a caller may have at hand.
	Canonical func(document []byte, hash crypto.Hash) ([]byte, error)
}

// canonicalizer returns the function that the options ask for.
func (o VerifyOptions) canonicalizer() func([]byte, crypto.Hash) ([]byte, error) {
	if o.Canonical != nil {
		return o.Canonical
	}
	return func(document []byte, hash crypto.Hash) ([]byte, error) {
		if o.Contexts != nil {
			return o.Contexts.Canonical(document, jsonld.Options{Hash: hash})
		}
		return jsonld.Canonical(document, jsonld.Options{Hash: hash})
	}
}

// Checked is what became of one proof.
type Checked struct {
	Proof      Proof
	Controller string // of the verification method, to be compared with the issuer
	Err        error  // nil when the proof holds
}

// Verify checks each proof of a document. Every one must hold: the error says
// which do not and why, and the list has the verdict on each.
func Verify(document []byte, resolve Resolver, o VerifyOptions) ([]Checked, error) {
	members, err := jcs.Members(document)
	if err != nil {
		return nil, err
	}
	proofs, err := proofsOf(members)
	if err != nil {
		return nil, err
	}
	delete(members, "proof")
	checked := make([]Checked, len(proofs))
	var failures []error
	for i, text := range proofs {
		c := &checked[i]
		c.verify(members, text, resolve, o)
		if c.Err != nil {
			failures = append(failures, fmt.Errorf("proof %d of %d: %w", i+1, len(proofs), c.Err))
		}
	}
	return checked, errors.Join(failures...)
}

// proofsOf returns the proofs of a document: one, or a list of some.
func proofsOf(members map[string]json.RawMessage) ([]json.RawMessage, error) {
	text := members["proof"]
	if text == nil {
		return nil, ErrNoProof
	}
	if text[0] != '[' {
		return []json.RawMessage{text}, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("reading the proofs: %w", err)
	}
	switch {
	case len(list) == 0:
		return nil, ErrNoProof
	case len(list) > MaxProofs:
		return nil, fmt.Errorf("the document has %d proofs, at most %d are read", len(list), MaxProofs)
	}
	return list, nil
}

func (c *Checked) verify(document map[string]json.RawMessage, text json.RawMessage, resolve Resolver, o VerifyOptions) {
	var proof map[string]json.RawMessage
	if c.Proof, proof, c.Err = readProof(text); c.Err != nil {
		return
	}
	delete(proof, "proofValue")
	verify := suites()[c.Proof.Cryptosuite]
	if verify == nil {
		c.Err = fmt.Errorf("cryptosuite %q: %w", c.Proof.Cryptosuite, ErrUnsupported)
		return
	}
	key, controller, err := resolve(c.Proof.VerificationMethod)
	if err != nil {
		c.Err = fmt.Errorf("resolving %s: %w", c.Proof.VerificationMethod, err)
		return
	}
	c.Controller = controller
	c.Err = verify(secured{document: document, configuration: proof, proof: c.Proof, canonicalize: o.canonicalizer()}, key)
}

// suites lists every suite that can be verified.
func suites() map[string]func(secured, crypto.PublicKey) error {
	return map[string]func(secured, crypto.PublicKey) error{
		EdDSARDFC2022: verifyEdDSARDFC2022,
		EdDSAJCS2022:  verifyEdDSAJCS2022,
		ECDSARDFC2019: verifyECDSARDFC2019,
	}
}

// secured is a document, and beside it the proof that is looked at.
type secured struct {
	document      map[string]json.RawMessage // without its proofs
	configuration map[string]json.RawMessage // the proof without its value
	proof         Proof
	canonicalize  func([]byte, crypto.Hash) ([]byte, error)
}

// canonical returns the canonical N-Quads of proof configuration and document,
// as the rdfc suites want them.
func (s secured) canonical(hash crypto.Hash) (configuration, document []byte, err error) {
	configured := maps.Clone(s.configuration)
	if own := configured["@context"]; own != nil && !sameJSON(own, s.document["@context"]) {
		return nil, nil, errors.New("the proof has another @context than the document")
	}
	configured["@context"] = s.document["@context"]
	if configured["@context"] == nil {
		return nil, nil, errors.New("the document has no @context")
	}
	if configuration, err = s.canonicalize(assemble(configured), hash); err != nil {
		return nil, nil, fmt.Errorf("canonicalising the proof configuration: %w", err)
	}
	if document, err = s.canonicalize(assemble(s.document), hash); err != nil {
		return nil, nil, fmt.Errorf("canonicalising the document: %w", err)
	}
	return configuration, document, nil
}

// sameJSON compares two values that have been read as strict JSON before.
func sameJSON(a, b json.RawMessage) bool {
	x, err := jcs.Transform(a)
	if err != nil {
		return false
	}
	y, err := jcs.Transform(b)
	return err == nil && bytes.Equal(x, y)
}
