package dataintegrity_test

import (
	"crypto"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// withExamples knows the two contexts that the vectors of the W3C need.
func withExamples(t testing.TB) *jsonld.Processor {
	t.Helper()
	dir := filepath.Join(reference.Standards(t), "contexts", "w3c")
	p, err := jsonld.New(map[string][]byte{
		"https://www.w3.org/ns/credentials/examples/v2": read(t, dir, "credentials-examples-v2.jsonld"),
		"https://w3id.org/citizenship/v4rc1":            read(t, dir, "citizenship-v4rc1.jsonld"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// didKey resolves did:key methods, as the vectors use them.
func didKey(method string) (crypto.PublicKey, string, error) {
	did, fragment, _ := strings.Cut(method, "#")
	if did != "did:key:"+fragment {
		return nil, "", fmt.Errorf("%s is no did:key", method)
	}
	key, err := multibase.ParseMultikey(fragment)
	return key, did, err
}

// vectorKey is the private key that the EdDSA specification prints.
func vectorKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	var pair struct{ PrivateKeyMultibase string }
	if err := json.Unmarshal(read(t, reference.Standards(t), "vectors/vc-di-eddsa/keyPair.json"), &pair); err != nil {
		t.Fatal(err)
	}
	b, err := multibase.Decode(pair.PrivateKeyMultibase, 64)
	if err != nil {
		t.Fatal(err)
	}
	return ed25519.NewKeyFromSeed(b[2:])
}

// The vectors of the EdDSA specification, step by step and byte for byte.
func TestEdDSARDFC2022Vectors(t *testing.T) {
	contexts := withExamples(t)
	key := vectorKey(t)
	dir := filepath.Join(reference.Standards(t), "vectors", "vc-di-eddsa")
	for _, c := range []struct{ document, folder string }{
		{"unsigned.json", "eddsa-rdfc-2022"},
		{"employmentAuth.json", "eddsa-rdfc-2022/employ"},
	} {
		t.Run(c.document, func(t *testing.T) {
			folder := filepath.Join(dir, c.folder)
			want := func(name string) string { return string(read(t, folder, name)) }
			document := read(t, dir, c.document)
			var signed struct {
				Context json.RawMessage `json:"@context"`
				Proof   dataintegrity.Proof
			}
			if err := json.Unmarshal(read(t, folder, "signedDataInt.json"), &signed); err != nil {
				t.Fatal(err)
			}
			created, err := time.Parse(time.RFC3339, signed.Proof.Created)
			if err != nil {
				t.Fatal(err)
			}
			o := dataintegrity.Options{VerificationMethod: signed.Proof.VerificationMethod, Created: created,
				Canonical: func(b []byte) ([]byte, error) { return contexts.Canonical(b, jsonld.Options{}) }}
			configuration, err := dataintegrity.Configuration(signed.Context, o)
			if err != nil {
				t.Fatal(err)
			}
			canonicalProof, err := o.Canonical(configuration)
			if err != nil {
				t.Fatal(err)
			}
			canonicalDocument, err := o.Canonical(document)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "proofCanon", want("proofCanonDataInt.txt"), string(canonicalProof))
			equal(t, "canonDoc", want("canonDocDataInt.txt"), string(canonicalDocument))
			data := dataintegrity.HashData(canonicalProof, canonicalDocument)
			equal(t, "combinedHash", want("combinedHashDataInt.txt"), hex.EncodeToString(data))
			proof, err := dataintegrity.SignData(data, o, key)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "signature", want("sigBTC58DataInt.txt"), proof.ProofValue)
			equal(t, "proof", fmt.Sprintf("%+v", signed.Proof), fmt.Sprintf("%+v", proof))

			whole, err := dataintegrity.Sign(document, o, key)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range [][]byte{whole, read(t, folder, "signedDataInt.json")} {
				if _, err := dataintegrity.Verify(text, didKey, dataintegrity.VerifyOptions{Contexts: contexts}); err != nil {
					t.Errorf("%v: %s", err, text)
				}
			}
		})
	}
}

func equal(t *testing.T, what, want, got string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestVerifyVectors(t *testing.T) {
	contexts := withExamples(t)
	dir := filepath.Join(reference.Standards(t), "vectors")
	for _, name := range []string{
		"vc-di-eddsa/eddsa-jcs-2022/signedJCS.json",
		"vc-di-ecdsa/ecdsa-rdfc-2019-p256/signedECDSAP256.json",
		"vc-di-ecdsa/ecdsa-rdfc-2019-p256/employ/signedECDSAP256.json",
		"vc-di-ecdsa/ecdsa-rdfc-2019-p384/signedECDSAP384.json",
		"vc-di-ecdsa/ecdsa-rdfc-2019-p384/employ/signedECDSAP384.json",
		"vc-di-eddsa/proof-set-chain/signedProofSet1.json",
		"vc-di-eddsa/proof-set-chain/signedProofSet2.json",
	} {
		document := read(t, dir, name)
		checked, err := dataintegrity.Verify(document, didKey, dataintegrity.VerifyOptions{Contexts: contexts})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, c := range checked {
			if !strings.HasPrefix(c.Proof.VerificationMethod, c.Controller+"#") || c.Err != nil {
				t.Errorf("%s: checked is %+v", name, c)
			}
		}
		everyByte(t, document, 7, func(spoilt []byte) error {
			_, err := dataintegrity.Verify(spoilt, didKey, dataintegrity.VerifyOptions{Contexts: contexts})
			return err
		})
	}
	// A chain, selective disclosure, another JCS suite: cannot tell.
	for _, name := range []string{
		"vc-di-eddsa/proof-set-chain/signedProofChain1.json",
		"vc-di-eddsa/proof-set-chain/signedProofChain2.json",
		"vc-di-eddsa/Ed25519Signature2020/signedEdSig.json",
		"vc-di-ecdsa/ecdsa-sd-2023/employ/addSignedSDBase.json",
		"vc-di-ecdsa/ecdsa-jcs-2019-p256/signedJCSECDSAP256.json",
	} {
		if _, err := dataintegrity.Verify(read(t, dir, name), didKey, dataintegrity.VerifyOptions{Contexts: contexts}); !errors.Is(err, dataintegrity.ErrUnsupported) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func read(t testing.TB, parts ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
