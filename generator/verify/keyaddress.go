package verify

import (
	"encoding/json"
	"net/url"
	"path"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/did"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// keyAt finds a key by an https address: in the document of the issuer, whose
// id is that address without the fragment, or in one of its own, which has to
// stand below the issuer's address.
func (j *judge) keyAt(method, issuer string) (foundKey, *Check) {
	base, fragment, _ := strings.Cut(method, "#")
	if fragment != "" && base != issuer || fragment == "" && !below(base, issuer) {
		return foundKey{}, failed(codeIssuer, "another", "the key stands at "+method+", which is not the issuer's: "+issuer)
	}
	body, problem := j.keyBody(base)
	if problem != nil {
		return foundKey{}, problem
	}
	members, err := jcs.Limits{Size: 256 << 10}.Members(body)
	if err != nil {
		return foundKey{}, failed(codeKey, "document", base+": "+err.Error(), "host", hostOf(base))
	}
	if fragment == "" && members["kty"] != nil {
		pub, _, err := jose.ParseJWK(body)
		if err != nil {
			return foundKey{}, failed(codeKey, "document", base+": "+err.Error(), "host", hostOf(base))
		}
		return j.fit(foundKey{pub: pub, controller: issuer})
	}
	raw := json.RawMessage(body)
	if members["verificationMethod"] != nil || members["assertionMethod"] != nil {
		if raw, problem = controlled(members, method, base); problem != nil {
			return foundKey{}, problem
		}
	}
	return j.standalone(raw, method, issuer)
}

// controlled returns a verification method of a controlled identifier document
// (CID 1.0 §3.3) that lists it for assertions.
func controlled(members map[string]json.RawMessage, method, base string) (json.RawMessage, *Check) {
	if textOf(members["id"]) != base {
		return nil, failed(codeKey, "document", "the document at "+base+" has the id "+textOf(members["id"]), "host", hostOf(base))
	}
	asserting, err := listOf(members["assertionMethod"])
	if err != nil {
		return nil, failed(codeKey, "document", "assertionMethod: "+err.Error(), "host", hostOf(base))
	}
	for _, raw := range asserting {
		switch m, err := jcs.Members(raw); {
		case err == nil && textOf(m["id"]) == method:
			return raw, nil
		case err != nil && textOf(raw) == method:
			methods, err := listOf(members["verificationMethod"])
			if err != nil {
				return nil, failed(codeKey, "document", "verificationMethod: "+err.Error(), "host", hostOf(base))
			}
			for _, raw := range methods {
				if m, err := jcs.Members(raw); err == nil && textOf(m["id"]) == method {
					return raw, nil
				}
			}
		}
	}
	return nil, failed(codeKey, "unlisted", base+" does not list "+method+" in assertionMethod")
}

// standalone reads a verification method as JSON. Its id is where it stands,
// its controller the issuer.
func (j *judge) standalone(raw json.RawMessage, method, issuer string) (foundKey, *Check) {
	members, err := jcs.Members(raw)
	if err != nil {
		return foundKey{}, failed(codeKey, "document", err.Error())
	}
	m := did.VerificationMethod{ID: textOf(members["id"]), Type: textOf(members["type"]), Controller: textOf(members["controller"]),
		PublicKeyMultibase: textOf(members["publicKeyMultibase"]), Expires: textOf(members["expires"]), Revoked: textOf(members["revoked"])}
	if m.ID != method {
		return foundKey{}, failed(codeKey, "document", "the key at "+method+" has the id "+m.ID, "host", hostOf(method))
	}
	if m.Controller != issuer {
		return foundKey{}, failed(codeIssuer, "another", "the key at "+method+" is that of "+m.Controller+", the issuer is "+issuer)
	}
	if jwk := members["publicKeyJwk"]; jwk != nil {
		pub, kid, err := jose.ParseJWK(jwk)
		if err != nil {
			return foundKey{}, &Check{Code: codeKey, Case: "type", Evidence: err.Error()}
		}
		k, err := jose.PublicJWK(pub, kid, "")
		if err != nil {
			return foundKey{}, &Check{Code: codeKey, Case: "type", Evidence: err.Error()}
		}
		m.PublicKeyJWK = &k
	}
	pub, err := m.PublicKey()
	if err != nil {
		return foundKey{}, &Check{Code: codeKey, Case: "type", Evidence: err.Error()}
	}
	return j.fit(foundKey{pub: pub, controller: m.Controller, method: m})
}

// below reports whether an address lies below that of an issuer, as only the
// issuer can make it.
func below(at, issuer string) bool {
	root := issuer
	if strings.HasPrefix(issuer, "did:web:") {
		document, err := did.DocumentURL(issuer)
		if err != nil {
			return false
		}
		root = strings.TrimSuffix(strings.TrimSuffix(document, "did.json"), ".well-known/")
	}
	if !strings.HasSuffix(root, "/") {
		root += "/"
	}
	u, err := url.Parse(at)
	return err == nil && plainPath(u) && vc.IsURL(root) && checkAddress(root) == nil && strings.HasPrefix(at, root) && len(at) > len(root)
}

// plainPath reports whether a path means what it looks like: no dots that lead
// upwards, also in percent form, and no empty parts.
func plainPath(u *url.URL) bool {
	lower := strings.ToLower(u.EscapedPath())
	if strings.Contains(lower, "%2e") || strings.Contains(lower, "%2f") || strings.Contains(lower, "%5c") || strings.Contains(lower, `\`) {
		return false
	}
	return u.Path == "" || path.Clean(u.Path) == strings.TrimSuffix(u.Path, "/") || u.Path == "/"
}
