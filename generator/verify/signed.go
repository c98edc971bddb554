package verify

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jose"
)

// signed judges a signed Assertion of Open Badges 2.0: a JWS with RS256, whose
// key stands at the address that the Assertion names, says whose it is, and is
// listed by them.
func (j *judge) signed(token string, members map[string]json.RawMessage) {
	j.out.Format = OB2Signed
	j.describeAssertion(members)
	verification, err := jcs.Members(verificationOf(members))
	if err != nil || !hasType(verification, "SignedBadge", "signed") {
		j.fail(codeFormat, "payload", "a signed Assertion whose verification.type is not SignedBadge")
		return
	}
	j.pass(codeFormat, "Open Badges 2.0, signed")
	creator := textOf(verification["creator"])
	if creator == "" {
		j.unknown(codeKey, "unnamed", "the Assertion has no verification.creator")
		return
	}
	var owner string
	_, h, err := jose.Verify(token, []jose.Algorithm{jose.RS256}, func(jose.Header) (crypto.PublicKey, error) {
		pub, of, problem := j.cryptographicKey(creator)
		if problem != nil {
			return nil, obstacle{problem}
		}
		owner = of
		return pub, nil
	})
	var stopped obstacle
	switch {
	case errors.As(err, &stopped):
		j.note(*stopped.check)
		return
	case errors.Is(err, jose.ErrAlgorithm) && (otherAlgorithm(token) != "" || strings.Contains(err.Error(), string(jose.ES256))):
		j.unknown(codeSignature, "suite", err.Error(), "suite", firstOf(otherAlgorithm(token), string(jose.ES256)))
		return
	case errors.Is(err, jose.ErrAlgorithm):
		j.fail(codeSignature, "algorithm", err.Error())
		return
	case errors.Is(err, jose.ErrSignature):
		j.fail(codeSignature, "", err.Error())
		return
	case err != nil:
		j.fail(codeSignature, "malformed", err.Error())
		return
	}
	j.pass(codeKey, creator)
	j.pass(codeSignature, string(h.Algorithm)+" by "+creator)
	j.assertion(members, func(b badgeDocuments) bool { return j.owns(creator, owner, b) })
}

// cryptographicKey reads the key document of Open Badges 2.0, and whose key it
// says that it is.
func (j *judge) cryptographicKey(at string) (*rsa.PublicKey, string, *Check) {
	body, problem := j.keyBody(at)
	if problem != nil {
		return nil, "", problem
	}
	members, err := jcs.Members(body)
	if err != nil {
		return nil, "", failed(codeKey, "document", at+": "+err.Error(), "host", hostOf(at))
	}
	if textOf(members["id"]) != at || !hasType(members, "CryptographicKey", "Key") || textOf(members["owner"]) == "" {
		return nil, "", failed(codeKey, "document", at+" is not a CryptographicKey with that id and an owner", "host", hostOf(at))
	}
	block, rest := pem.Decode([]byte(textOf(members["publicKeyPem"])))
	if block == nil || len(strings.TrimSpace(string(rest))) > 0 || block.Type != "PUBLIC KEY" {
		return nil, "", failed(codeKey, "document", at+": publicKeyPem is not one PUBLIC KEY", "host", hostOf(at))
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, "", failed(codeKey, "document", at+": "+err.Error(), "host", hostOf(at))
	}
	pub, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return nil, "", &Check{Code: codeKey, Case: "type", Evidence: fmt.Sprintf("%s is a %T", at, parsed)}
	}
	if err := j.v.refuse(pub); err != nil {
		return nil, "", failed(codeKey, "unfit", err.Error())
	}
	return pub, textOf(members["owner"]), nil
}

// owns checks that key and issuer name each other. One direction alone anybody
// can write.
func (j *judge) owns(key, owner string, b badgeDocuments) bool {
	list, _ := listOf(b.profile["publicKey"])
	lists := slices.ContainsFunc(list, func(raw json.RawMessage) bool {
		if textOf(raw) == key {
			return true
		}
		members, err := jcs.Members(raw)
		return err == nil && textOf(members["id"]) == key
	})
	switch {
	case owner != b.issuerID:
		j.fail(codeIssuer, "another", "the key is that of "+owner+", the issuer is "+b.issuerID)
	case !lists:
		j.fail(codeIssuer, "unlisted", b.issuerID+" does not list the key "+key)
	default:
		j.pass(codeIssuer, b.issuerID, "issuer", b.issuerID)
		return true
	}
	return false
}
