package verify

import (
	"crypto"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/ob2"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// token judges a compact JWS: a credential as VC-JWT, or a signed Assertion of
// Open Badges 2.0.
func (j *judge) token(token string) {
	if len(token) > jose.MaxToken {
		j.fail(codeFormat, "large", "the token is longer than 1 MiB")
		return
	}
	_, payload, err := jose.Detach(token)
	if err != nil {
		j.fail(codeFormat, "token", err.Error())
		return
	}
	members, err := jcs.Members(payload)
	if err != nil {
		j.fail(codeFormat, "payload", err.Error())
		return
	}
	if tangled(payload) {
		j.fail(codeFormat, "complex", fmt.Sprintf("more than %d objects, or %d values", MaxObjects, MaxValues))
		return
	}
	if textOf(members["@context"]) == ob2.Context || hasType(members, "Assertion") {
		j.signed(token, members)
		return
	}
	j.out.Format = Token
	if members["vc"] != nil || members["vp"] != nil {
		j.unknown(codeFormat, "version", "the credential is wrapped in a claim, as in Verifiable Credentials 1.1")
		return
	}
	if j.otherVersion(members) {
		return
	}
	if members["proof"] != nil {
		j.fail(codeFormat, "both", "a token with a proof inside")
		return
	}
	j.pass(codeFormat, "VC-JWT")
	document, err := vc.RemoveClaims(payload)
	if err != nil {
		j.describeToken(payload, members)
		j.fail(codeClaims, "", err.Error())
		return
	}
	if members, err = jcs.Members(document); err != nil {
		j.fail(codeFormat, "payload", err.Error())
		return
	}
	j.credential(document, members, func(s *subject) bool { return j.tokenSignature(token, s) })
}

// describeToken says whose a token claims to be that is refused.
func (j *judge) describeToken(payload []byte, members map[string]json.RawMessage) {
	s := &subject{members: members, document: payload}
	s.Credential, _ = vc.Parse(payload) // what cannot be read is not said
	j.describe(s)
}

// accepted are the algorithms of a VC-JWT.
var accepted = []jose.Algorithm{jose.ES256, jose.RS256, jose.EdDSA}

// tokenSignature checks the signature of a VC-JWT.
func (j *judge) tokenSignature(token string, s *subject) bool {
	var found foundKey
	var used jose.Header
	_, _, err := jose.Verify(token, accepted, func(h jose.Header) (crypto.PublicKey, error) {
		used = h
		k, problem := j.tokenKey(h, s.Issuer)
		if problem != nil {
			return nil, obstacle{problem}
		}
		found = k
		return k.pub, nil
	})
	evidence := string(used.Algorithm) + " by " + used.KeyID
	var stopped obstacle
	switch {
	case errors.As(err, &stopped):
		j.note(*stopped.check)
		return false
	case errors.Is(err, jose.ErrAlgorithm) && used.Algorithm == "" && otherAlgorithm(token) != "":
		j.unknown(codeSignature, "suite", err.Error(), "suite", otherAlgorithm(token))
		return false
	case errors.Is(err, jose.ErrAlgorithm):
		j.fail(codeSignature, "algorithm", err.Error())
		return false
	case errors.Is(err, jose.ErrSignature):
		j.fail(codeSignature, "", evidence+": "+err.Error())
		return false
	case err != nil:
		j.fail(codeSignature, "malformed", err.Error())
		return false
	}
	if problem := found.usable(time.Time{}, j.v.Now); problem != nil {
		j.note(*problem)
		return false
	}
	if used.Type == "JWT" { // RFC 8725, section 3.11
		evidence += `; careful: its typ "JWT" does not say that it is a credential`
	}
	j.pass(codeKey, used.KeyID)
	j.pass(codeSignature, evidence)
	return j.controls(found.controller, s.Issuer) && j.claimed()
}

// claimed records that the claims of the token, which were compared before its
// key was asked for, are now known to be the issuer's.
func (j *judge) claimed() bool {
	j.pass(codeClaims, "")
	return true
}

// tokenKey finds the key of a token: by its kid, which is an absolute address
// that belongs to the issuer, or by the key inside where the issuer's document
// lists that very key.
func (j *judge) tokenKey(h jose.Header, issuer string) (foundKey, *Check) {
	switch {
	case h.KeyID != "":
		return j.key(h.KeyID, issuer)
	case h.JWK == nil:
		return foundKey{}, failed(codeKey, "unnamed", "the token has neither kid nor jwk")
	}
	type equaler interface{ Equal(crypto.PublicKey) bool }
	own, ok := h.JWK.(equaler)
	if !ok {
		return foundKey{}, failed(codeKey, "unfit", "the key inside the token cannot be compared")
	}
	if strings.HasPrefix(issuer, "did:key:") {
		pub, _, err := did.ParseKey(issuer)
		if err != nil || !own.Equal(pub) {
			return foundKey{}, failed(codeKey, "unlisted", "the key inside the token is not "+issuer)
		}
		return j.fit(foundKey{pub: pub, controller: issuer})
	}
	if !strings.HasPrefix(issuer, "did:web:") {
		return foundKey{}, &Check{Code: codeKey, Case: "method", Evidence: "a key without address, of the issuer " + issuer, Params: pairs([]string{"method", didMethod(issuer)})}
	}
	doc, problem := j.didDocument(issuer)
	if problem != nil {
		return foundKey{}, problem
	}
	for _, id := range doc.AssertionMethod {
		if pub, m, err := doc.Method(id, did.AssertionMethod); err == nil && own.Equal(pub) {
			return j.fit(foundKey{pub: pub, controller: m.Controller, method: m})
		}
	}
	return foundKey{}, failed(codeKey, "unlisted", "the document of "+issuer+" does not list the key inside the token")
}

// otherAlgorithm returns the algorithm of a token where it is a real one that
// is not read here. Anything else that is called an algorithm is an attack, or
// a secret that the verifier would have to share.
func otherAlgorithm(token string) string {
	head, _, _ := strings.Cut(token, ".")
	text, err := base64.RawURLEncoding.DecodeString(head)
	if err != nil {
		return ""
	}
	members, err := jcs.Members(text)
	if err != nil {
		return ""
	}
	alg := textOf(members["alg"])
	if slices.Contains([]string{"ES384", "ES512", "ES256K", "RS384", "RS512", "PS256", "PS384", "PS512", "Ed25519", "Ed448"}, alg) {
		return alg
	}
	return ""
}
