package dataintegrity

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// EdDSARDFC2022 is the one suite that every verifier of Open Badges 3.0 takes.
const EdDSARDFC2022 = "eddsa-rdfc-2022"

// HashData joins the hashes of the canonical proof configuration and of the
// canonical document, in that order (section 3.2.4).
func HashData(configuration, document []byte) []byte {
	c, d := sha256.Sum256(configuration), sha256.Sum256(document)
	return append(c[:], d[:]...)
}

// SignData makes an eddsa-rdfc-2022 proof of what HashData returned (section
// 3.2.6). The options are those that Configuration had.
func SignData(data []byte, o Options, key crypto.Signer) (Proof, error) {
	proof, err := o.proof()
	if err != nil {
		return Proof{}, err
	}
	if pub, ok := key.Public().(ed25519.PublicKey); !ok || len(pub) != ed25519.PublicKeySize {
		return Proof{}, fmt.Errorf("%s needs an Ed25519 key, and not a %T", EdDSARDFC2022, key.Public())
	}
	if len(data) != 2*sha256.Size {
		return Proof{}, fmt.Errorf("the data to sign are %d bytes, and not two hashes", len(data))
	}
	signature, err := key.Sign(o.Rand, data, crypto.Hash(0))
	if err != nil {
		return Proof{}, fmt.Errorf("signing: %w", err)
	}
	if len(signature) != ed25519.SignatureSize {
		return Proof{}, fmt.Errorf("the key made a signature of %d bytes", len(signature))
	}
	proof.ProofValue = multibase.Base58(signature)
	return proof, nil
}

func verifyEdDSARDFC2022(s secured, key crypto.PublicKey) error {
	configuration, document, err := s.canonical(crypto.SHA256)
	if err != nil {
		return err
	}
	return verifyEd25519(s.proof, key, HashData(configuration, document))
}

func verifyEd25519(p Proof, key crypto.PublicKey, data []byte) error {
	pub, ok := key.(ed25519.PublicKey)
	if !ok || len(pub) != ed25519.PublicKeySize {
		return fmt.Errorf("%s needs an Ed25519 key, and not a %T", p.Cryptosuite, key)
	}
	signature, err := p.signature(ed25519.SignatureSize)
	if err != nil {
		return errors.Join(ErrSignature, err)
	}
	if !ed25519.Verify(pub, data, signature) {
		return ErrSignature
	}
	return nil
}
