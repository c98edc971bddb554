package dataintegrity

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"math/big"
)

// ECDSARDFC2019 is read for credentials of others; few verifiers of Open
// Badges take it.
const ECDSARDFC2019 = "ecdsa-rdfc-2019"

// verifyECDSARDFC2019 is section 3.2.2 of the ECDSA suites. The curve of the
// key decides the hash: SHA-256 for P-256, SHA-384 for P-384, also inside the
// canonicalization.
func verifyECDSARDFC2019(s secured, key crypto.PublicKey) error {
	pub, ok := key.(*ecdsa.PublicKey)
	if !ok {
		return fmt.Errorf("%s needs an ECDSA key, and not a %T", ECDSARDFC2019, key)
	}
	var hash crypto.Hash
	var sum func([]byte) []byte
	switch pub.Curve {
	case elliptic.P256():
		hash, sum = crypto.SHA256, func(b []byte) []byte { h := sha256.Sum256(b); return h[:] }
	case elliptic.P384():
		hash, sum = crypto.SHA384, func(b []byte) []byte { h := sha512.Sum384(b); return h[:] }
	default:
		return fmt.Errorf("%s needs a key on P-256 or P-384", ECDSARDFC2019)
	}
	configuration, document, err := s.canonical(hash)
	if err != nil {
		return err
	}
	half := pub.Curve.Params().BitSize / 8
	signature, err := s.proof.signature(2 * half)
	if err != nil {
		return errors.Join(ErrSignature, err)
	}
	digest := sum(append(sum(configuration), sum(document)...))
	if !ecdsa.Verify(pub, digest, new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:])) {
		return ErrSignature
	}
	return nil
}
