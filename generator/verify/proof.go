package verify

import (
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/multibase"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// obstacle carries a check through an error.
type obstacle struct{ check *Check }

func (o obstacle) Error() string { return o.check.Evidence }

// proofs checks the Data Integrity proofs of a credential: every one has to
// hold, and every one has to be the issuer's.
func (j *judge) proofs(s *subject) bool {
	keys := map[string]foundKey{}
	resolve := func(method string) (crypto.PublicKey, string, error) {
		k, problem := j.key(method, s.Issuer)
		if problem != nil {
			return nil, "", obstacle{problem}
		}
		keys[method] = k
		return k.pub, k.controller, nil
	}
	checked, ok := j.quickly(s, resolve)
	if !ok {
		release := j.v.alone(len(s.document))
		defer release()
		var err error
		checked, err = dataintegrity.Verify(assemble(s.members, ""), resolve, dataintegrity.VerifyOptions{Contexts: j.v.Contexts})
		if len(checked) == 0 {
			if errors.Is(err, dataintegrity.ErrNoProof) {
				j.fail(codeSignature, "none", err.Error())
			} else {
				j.fail(codeSignature, "malformed", err.Error())
			}
			return false
		}
	}
	good := true
	for i, c := range checked {
		number := ""
		if len(checked) > 1 {
			number = fmt.Sprintf("proof %d of %d: ", i+1, len(checked))
		}
		good = j.proof(c, keys[c.Proof.VerificationMethod], s.Issuer, number) && good
	}
	return good
}

// proof records what became of one proof.
func (j *judge) proof(c dataintegrity.Checked, k foundKey, issuer, number string) bool {
	evidence := number + c.Proof.Cryptosuite + " by " + c.Proof.VerificationMethod
	var stopped obstacle
	switch {
	case errors.As(c.Err, &stopped):
		check := *stopped.check
		check.Evidence = number + check.Evidence
		j.note(check)
		return false
	case errors.Is(c.Err, dataintegrity.ErrUnsupported):
		j.unknown(codeSignature, "suite", number+c.Err.Error(), "suite", suiteOf(c.Proof))
		return false
	case errors.Is(c.Err, dataintegrity.ErrSignature):
		j.fail(codeSignature, "", evidence+": "+c.Err.Error())
		return false
	case c.Err != nil:
		j.fail(codeSignature, "malformed", number+c.Err.Error())
		return false
	}
	created, _ := vc.ParseDateTime(c.Proof.Created) // one that is no time was refused before
	if problem := k.usable(created, j.v.Now); problem != nil {
		j.note(*problem)
		return false
	}
	j.pass(codeKey, c.Proof.VerificationMethod)
	j.pass(codeSignature, evidence)
	if expires, err := time.Parse(time.RFC3339, c.Proof.Expires); c.Proof.Expires != "" && (err != nil || expires.Before(j.v.Now)) {
		j.fail(codeDates, expiredCase, number+"the signature was good until "+c.Proof.Expires, "until", c.Proof.Expires)
	}
	if created.After(j.v.Now.Add(Tolerance)) && !j.v.Now.IsZero() {
		j.fail(codeDates, "early", number+"the signature is dated "+c.Proof.Created, "from", c.Proof.Created, "at", day(j.v.Now))
	}
	return j.controls(c.Controller, issuer)
}

func suiteOf(p dataintegrity.Proof) string {
	if p.PreviousProof != nil {
		return "proof chain"
	}
	if p.Cryptosuite != "" {
		return p.Cryptosuite
	}
	return p.Type
}

// controls compares who signed with who is named as issuer.
func (j *judge) controls(controller, issuer string) bool {
	if controller != issuer || issuer == "" {
		j.fail(codeIssuer, "another", "the key is that of "+controller+", the issuer is "+issuer)
		return false
	}
	j.pass(codeIssuer, issuer, "issuer", issuer)
	return true
}

// quickly checks the one proof of a credential as our own publisher and most
// others write it, with the canonical form at hand, which is most of the work.
// Whatever is written otherwise is for dataintegrity to judge: ok is false.
func (j *judge) quickly(s *subject, resolve dataintegrity.Resolver) (list []dataintegrity.Checked, ok bool) {
	proofs, err := listOf(s.members["proof"])
	if err != nil || len(proofs) != 1 || len(s.canonical) == 0 {
		return nil, false
	}
	members, err := jcs.Members(proofs[0])
	if err != nil {
		return nil, false
	}
	p := dataintegrity.Proof{}
	plain := map[string]*string{"type": &p.Type, "cryptosuite": &p.Cryptosuite, "created": &p.Created,
		"verificationMethod": &p.VerificationMethod, "proofPurpose": &p.ProofPurpose, "proofValue": &p.ProofValue}
	for name, raw := range members {
		to, known := plain[name]
		if !known {
			return nil, false
		}
		if *to = textOf(raw); *to == "" {
			return nil, false
		}
	}
	if p.Type != dataintegrity.ProofType || p.Cryptosuite != dataintegrity.EdDSARDFC2022 || p.ProofPurpose != dataintegrity.AssertionMethod ||
		!strings.HasPrefix(p.ProofValue, "z") {
		return nil, false
	}
	if _, err := vc.ParseDateTime(p.Created); err != nil && p.Created != "" {
		return nil, false
	}
	signature, err := multibase.Decode(p.ProofValue, ed25519.SignatureSize)
	if err != nil || len(signature) != ed25519.SignatureSize {
		return nil, false
	}
	members["@context"] = s.members["@context"]
	configuration, err := j.v.shapes.Canonical(assemble(members, "proofValue"))
	if err != nil {
		return nil, false
	}
	key, controller, err := resolve(p.VerificationMethod)
	if err != nil {
		return []dataintegrity.Checked{{Proof: p, Err: err}}, true
	}
	pub, ok := key.(ed25519.PublicKey)
	if !ok || len(pub) != ed25519.PublicKeySize {
		return nil, false
	}
	checked := dataintegrity.Checked{Proof: p, Controller: controller}
	if !ed25519.Verify(pub, dataintegrity.HashData(configuration, s.canonical), signature) {
		checked.Err = dataintegrity.ErrSignature
	}
	return []dataintegrity.Checked{checked}, true
}
