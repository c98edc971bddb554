package verify

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// foundKey is the public key of a verification method, and who controls it.
type foundKey struct {
	pub        crypto.PublicKey
	controller string
	method     did.VerificationMethod
}

// key finds the key of a verification method. The issuer's document has to
// list it: that the fragment of a method happens to be a key proves nothing.
//
// No other host than the issuer's is asked, because whose key it would be does
// not matter any more.
func (j *judge) key(method, issuer string) (foundKey, *Check) {
	base, _, _ := strings.Cut(method, "#")
	switch {
	case strings.HasPrefix(method, "did:key:"):
		pub, id, err := did.ParseKey(base)
		if err != nil {
			return foundKey{}, &Check{Code: codeKey, Case: "type", Evidence: err.Error()}
		}
		if id != method {
			return foundKey{}, failed(codeKey, "unlisted", "the method of "+base+" is "+id)
		}
		return j.fit(foundKey{pub: pub, controller: base})
	case strings.HasPrefix(method, "did:web:"):
		if base != issuer {
			return foundKey{}, failed(codeIssuer, "another", "the key is that of "+base+", the issuer is "+issuer)
		}
		doc, problem := j.didDocument(issuer)
		if problem != nil {
			return foundKey{}, problem
		}
		return j.keyIn(doc, method)
	case strings.HasPrefix(method, "did:"):
		return foundKey{}, &Check{Code: codeKey, Case: "method", Evidence: "the DID method of " + method, Params: pairs([]string{"method", didMethod(method)})}
	case strings.HasPrefix(method, "https://"), strings.HasPrefix(method, "http://"):
		return j.keyAt(method, issuer)
	}
	return foundKey{}, failed(codeKey, "reference", "expected the absolute address of a key: "+method)
}

func failed(code, reason, evidence string, params ...string) *Check {
	return &Check{Code: code, Result: Failed, Case: reason, Evidence: evidence, Params: pairs(params)}
}

func didMethod(s string) string {
	parts := strings.SplitN(s, ":", 3)
	return strings.Join(parts[:min(len(parts), 2)], ":")
}

// keyDocument is a DID document, or why there is none.
type keyDocument struct {
	*did.Document
	problem *Check
	found   sync.Map // of foundKey, by the id of its method: only those that are in the document
}

// keyIn returns the key of a method in a document, which is read once.
func (j *judge) keyIn(d *keyDocument, method string) (foundKey, *Check) {
	if k, ok := d.found.Load(method); ok {
		return k.(foundKey), nil
	}
	k, problem := j.listed(d.Document, method)
	if problem == nil {
		d.found.Store(method, k)
	}
	return k, problem
}

// didDocument fetches the document of a did:web, once.
func (j *judge) didDocument(id string) (*keyDocument, *Check) {
	m := &j.v.memory
	m.mu.Lock()
	known, there := m.keys[id]
	m.mu.Unlock()
	if there {
		at, _ := did.DocumentURL(id) // which is one: the document was asked for
		*j.asked = append(*j.asked, at)
		return known, known.problem
	}
	doc, problem := j.fetchDID(id)
	known = &keyDocument{Document: doc, problem: problem}
	if j.ctx.Err() == nil && (problem == nil || problem.Case != "limit") {
		m.mu.Lock()
		if m.keys == nil || len(m.keys) >= maxRemembered {
			m.keys = map[string]*keyDocument{}
		}
		m.keys[id] = known
		m.mu.Unlock()
	}
	return known, problem
}

func (j *judge) fetchDID(id string) (*did.Document, *Check) {
	at, err := did.DocumentURL(id)
	if err != nil {
		return nil, failed(codeKey, "reference", err.Error())
	}
	body, problem := j.keyBody(at)
	if problem != nil {
		return nil, problem
	}
	doc, err := did.Parse(body, id)
	switch {
	case errors.Is(err, jcs.ErrSize):
		return nil, &Check{Code: codeKey, Case: "large", Evidence: err.Error(), Params: pairs([]string{"host", hostOf(at), "url", at})}
	case err != nil:
		return nil, failed(codeKey, "document", at+": "+err.Error(), "host", hostOf(at))
	}
	return doc, nil
}

// keyBody fetches a document of keys. It is taken from the host that was asked
// alone: another has no say in whose keys these are.
func (j *judge) keyBody(at string) ([]byte, *Check) {
	a, problem := j.document(codeKey, Question{URL: at, Keys: true})
	if a != nil && a.URL != "" && !sameHost(at, a.URL) || a != nil && len(a.Hops) > 3 {
		return nil, failed(codeKey, "redirected", at+" leads to "+a.URL, "host", hostOf(at))
	}
	if problem != nil {
		return nil, problem
	}
	return a.Body, nil
}

func sameHost(asked, found string) bool {
	a, errA := url.Parse(asked)
	f, errF := url.Parse(found)
	return errA == nil && errF == nil && a.Host == f.Host && (a.Scheme == f.Scheme || f.Scheme == "https")
}

// listed returns the key of a method that a DID document vouches for.
func (j *judge) listed(doc *did.Document, method string) (foundKey, *Check) {
	pub, m, err := doc.Method(method, did.AssertionMethod)
	switch {
	case err == nil:
		return j.fit(foundKey{pub: pub, controller: m.Controller, method: m})
	case errors.Is(err, did.ErrUnsupported):
		return foundKey{}, &Check{Code: codeKey, Case: "type", Evidence: err.Error()}
	}
	if i := slices.IndexFunc(doc.VerificationMethod, func(m did.VerificationMethod) bool { return m.ID == method && m.Revoked != "" }); i >= 0 {
		since := doc.VerificationMethod[i].Revoked
		return foundKey{}, failed(codeKey, "compromised", method+" is revoked since "+since, "since", since)
	}
	return foundKey{}, failed(codeKey, "unlisted", err.Error())
}

// fit refuses a key under which anybody could sign.
func (j *judge) fit(k foundKey) (foundKey, *Check) {
	if err := j.v.refuse(k.pub); err != nil {
		return foundKey{}, failed(codeKey, "unfit", err.Error())
	}
	return k, nil
}

// refuse says why nothing is believed that a key signed; nil where nothing
// speaks against it.
func (v *Verifier) refuse(pub crypto.PublicKey) error {
	if v.unfit != nil {
		return v.unfit(pub)
	}
	if ec, ok := pub.(*ecdsa.PublicKey); ok && ec.Curve == elliptic.P384() {
		return checkP384(ec) // no algorithm of tokens is read that has such keys
	}
	return jose.CheckPublic(pub)
}

// publishedP384 is the key of RFC 6979, A.2.6, with which the vectors of
// ecdsa-rdfc-2019 are signed, as a Multikey: its private half is printed there.
const publishedP384 = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"

// checkP384 refuses a key on P-384 whose private half everybody has. That it is
// a point of the curve was found when it was read.
func checkP384(pub *ecdsa.PublicKey) error {
	text, err := multibase.Multikey(pub)
	if err != nil {
		return fmt.Errorf("checking key: %w", err)
	}
	if text == publishedP384 {
		return errors.New("checking key: anybody has its private half: it is the example of RFC 6979, A.2.6, and of vc-di-ecdsa")
	}
	return nil
}

// usable judges whether a key may have signed at a time; zero where the
// signature does not say.
func (k foundKey) usable(signed, now time.Time) *Check {
	if k.method.Revoked != "" {
		return failed(codeKey, "compromised", k.method.ID+" is revoked since "+k.method.Revoked, "since", k.method.Revoked)
	}
	if k.method.Expires == "" {
		return nil
	}
	expires, err := time.Parse(time.RFC3339, k.method.Expires)
	switch {
	case err != nil:
		return failed(codeKey, "document", err.Error())
	case signed.IsZero() && now.After(expires):
		return &Check{Code: codeKey, Case: "expired", Evidence: k.method.ID + " expired on " + k.method.Expires}
	case signed.After(expires):
		return failed(codeKey, "expired", k.method.ID+" expired on "+k.method.Expires)
	}
	return nil
}
