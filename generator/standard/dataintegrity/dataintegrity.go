// Package dataintegrity implements proofs of Verifiable Credential Data
// Integrity 1.0 (W3C Recommendation of 15 May 2025) with the suites of Data
// Integrity EdDSA Cryptosuites v1.0 and Data Integrity ECDSA Cryptosuites v1.0
// (both of the same date):
//
//	eddsa-rdfc-2022   signs and verifies   Ed25519
//	eddsa-jcs-2022    verifies             Ed25519
//	ecdsa-rdfc-2019   verifies             P-256, P-384
//
// Sign adds the proof as the last member of a document and leaves every other
// byte as it is:
//
//	signed, err := dataintegrity.Sign(document, dataintegrity.Options{
//		VerificationMethod: "did:web:badges.example#z6Mk…", Created: now}, key)
//
// Verify checks every proof of a document and says who controls the key of
// each. That the controller is the issuer, that the proof has not expired
// (Proof.Expires) and that the key may be used are for the caller to decide:
// this package has neither clock nor network.
//
// A proof that this package cannot judge, of another type or suite or a link
// in a chain, gives ErrUnsupported, which means "cannot tell"; one that does
// not hold gives ErrSignature.
package dataintegrity

import (
	"bytes"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

// Errors that a caller can act on.
var (
	// ErrUnsupported says that a proof may hold or not: it is of a type or
	// suite that is not implemented, or part of a proof chain.
	ErrUnsupported = errors.New("this kind of proof is not supported")
	// ErrSignature says that the signature was not made by this key over this
	// document.
	ErrSignature = errors.New("the signature does not hold")
	// ErrNoProof says that a document has no proof.
	ErrNoProof = errors.New("the document has no proof")
)

// A Canonicalizer gives the canonical N-Quads of a JSON-LD document, made with
// SHA-256.
type Canonicalizer func(document []byte) ([]byte, error)

func library(document []byte) ([]byte, error) {
	return jsonld.Canonical(document, jsonld.Options{})
}

// Options say who signs, and when.
type Options struct {
	VerificationMethod string        // absolute URL of the key
	Created            time.Time     // written in whole seconds, in UTC
	Canonical          Canonicalizer // nil: the JSON-LD library
	Rand               io.Reader     // handed to the key; Ed25519 needs none
}

// Sign returns a document with an eddsa-rdfc-2022 proof as its last member, an
// array of one. The key is any crypto.Signer that holds an Ed25519 key.
func Sign(document []byte, o Options, key crypto.Signer) ([]byte, error) {
	members, err := jcs.Members(document)
	if err != nil {
		return nil, err
	}
	if members["proof"] != nil {
		return nil, errors.New("the document has a proof already")
	}
	configuration, err := Configuration(members["@context"], o)
	if err != nil {
		return nil, err
	}
	canonical := o.Canonical
	if canonical == nil {
		canonical = library
	}
	canonicalConfiguration, err := canonical(configuration)
	if err != nil {
		return nil, fmt.Errorf("canonicalising the proof configuration: %w", err)
	}
	canonicalDocument, err := canonical(document)
	if err != nil {
		return nil, fmt.Errorf("canonicalising the document: %w", err)
	}
	proof, err := SignData(HashData(canonicalConfiguration, canonicalDocument), o, key)
	if err != nil {
		return nil, err
	}
	return Attach(document, proof)
}

// Configuration returns the proof configuration (EdDSA Cryptosuites, section
// 3.2.5): the proof without its value, with the contexts of the document. It
// is a document of its own, to be canonicalised.
func Configuration(context json.RawMessage, o Options) ([]byte, error) {
	if len(context) == 0 {
		return nil, errors.New("the document has no @context")
	}
	proof, err := o.proof()
	if err != nil {
		return nil, err
	}
	return json.Marshal(struct {
		Context json.RawMessage `json:"@context"`
		Proof
	}{context, proof})
}

func (o Options) proof() (Proof, error) {
	if err := rdfc.CheckIRI(o.VerificationMethod); err != nil {
		return Proof{}, fmt.Errorf("verification method: %w", err)
	}
	created := o.Created.UTC()
	if created.Year() < 1970 || created.Year() > 9999 {
		return Proof{}, fmt.Errorf("a proof created at %v is not possible", o.Created)
	}
	return Proof{Type: ProofType, Cryptosuite: EdDSARDFC2022, Created: created.Format("2006-01-02T15:04:05Z"),
		VerificationMethod: o.VerificationMethod, ProofPurpose: AssertionMethod}, nil
}

// Attach splices a proof into a document that has none, as its last member.
func Attach(document []byte, p Proof) ([]byte, error) {
	end := bytes.LastIndexByte(document, '}')
	if end < 0 || len(bytes.TrimSpace(document[end+1:])) > 0 || bytes.HasSuffix(bytes.TrimSpace(document[:end]), []byte("{")) {
		return nil, errors.New("the document does not end as an object with members")
	}
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("writing the proof: %w", err)
	}
	out := make([]byte, 0, len(document)+len(text)+12)
	out = append(append(out, document[:end]...), `,"proof":[`...)
	out = append(append(out, text...), ']')
	return append(out, document[end:]...), nil
}

// assemble writes an object from its members.
func assemble(members map[string]json.RawMessage) []byte {
	out := []byte{'{'}
	for i, name := range slices.Sorted(maps.Keys(members)) {
		if i > 0 {
			out = append(out, ',')
		}
		// A name that was read as JSON can be written as JSON.
		text, _ := json.Marshal(name)
		out = append(append(append(out, text...), ':'), members[name]...)
	}
	return append(out, '}')
}
