package verify

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"time"

	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
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
	defer j.v.alone(len(s.document))()
	checked, err := dataintegrity.Verify(assemble(s.members, ""), resolve, dataintegrity.VerifyOptions{Canonical: j.canonicalOf(s)})
	if len(checked) == 0 {
		if errors.Is(err, dataintegrity.ErrNoProof) {
			j.fail(codeSignature, "none", err.Error())
		} else {
			j.fail(codeSignature, "malformed", err.Error())
		}
		return false
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
		j.fail(codeDates, "early", number+"the signature is dated "+c.Proof.Created, "from", day(created), "at", day(j.v.Now))
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

// canonicalOf returns what the proofs of a credential ask for canonical forms.
// That of the credential was made when its words were looked at, which is most
// of the work; with another hash it is made once, however many proofs want it.
func (j *judge) canonicalOf(s *subject) func([]byte, crypto.Hash) ([]byte, error) {
	forms := map[crypto.Hash][]byte{}
	if len(s.canonical) > 0 {
		forms[crypto.SHA256] = s.canonical
	}
	return func(document []byte, hash crypto.Hash) ([]byte, error) {
		whole := bytes.Equal(document, s.document)
		if form := forms[hash]; whole && form != nil {
			return form, nil
		}
		if err := j.ctx.Err(); err != nil {
			return nil, err
		}
		var form []byte
		var err error
		switch {
		case hash == crypto.SHA256 && len(document) < maxConfiguration:
			form, err = j.v.shapes.Canonical(document)
		case j.v.Contexts != nil:
			form, err = j.v.Contexts.Canonical(document, jsonld.Options{Hash: hash})
		default:
			form, err = jsonld.Canonical(document, jsonld.Options{Hash: hash})
		}
		if whole && err == nil {
			forms[hash] = form
		}
		return form, err
	}
}

// maxConfiguration is the size up to which a proof is expected to look like
// others, so that its shape is worth remembering.
const maxConfiguration = 4096
