package verify

import (
	"crypto/md5" // #nosec: Open Badges 2.0 allows it for obscuring addresses
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// identity is somebody, as a credential identifies him.
type identity struct {
	value, salt string
	hashed      bool
}

// is reports whether the identity is an e-mail address. Who hashed it may have
// lower-cased it before, as most do, or left it as it was typed.
func (i identity) is(email string) bool {
	email = strings.TrimSpace(email)
	for _, e := range []string{strings.ToLower(email), email} {
		if !i.hashed {
			if strings.EqualFold(strings.TrimPrefix(i.value, "mailto:"), e) {
				return true
			}
			continue
		}
		algorithm, digest, _ := strings.Cut(i.value, "$")
		var sum []byte
		switch algorithm {
		case "sha256":
			s := sha256.Sum256([]byte(e + i.salt))
			sum = s[:]
		case "md5":
			s := md5.Sum([]byte(e + i.salt))
			sum = s[:]
		default:
			continue
		}
		if strings.EqualFold(digest, hex.EncodeToString(sum)) {
			return true
		}
	}
	return false
}

// recipient compares the e-mail address that was given with the identities in
// a credential. Without a question there is no check.
func (j *judge) recipient(identities []identity) {
	email := j.v.Recipient
	switch {
	case email == "":
	case len(identities) == 0:
		j.unknown(codeRecipient, "none", "there is no e-mail address in it, hashed or plain", "email", email)
	case slices.ContainsFunc(identities, func(i identity) bool { return i.is(email) }):
		j.pass(codeRecipient, "compared with the address in the credential", "email", email)
	default:
		j.fail(codeRecipient, "", "compared with the address in the credential", "email", email)
	}
}

// recipientOf compares with an Open Badges 3.0 credential.
func (j *judge) recipientOf(s *subject) {
	if j.v.Recipient == "" {
		return
	}
	c, err := ob3.Parse(s.document)
	if err != nil {
		j.recipient(nil)
		return
	}
	var found []identity
	for _, i := range c.CredentialSubject.Identifier {
		if i.IdentityType == "emailAddress" {
			found = append(found, identity{i.IdentityHash, i.Salt, i.Hashed})
		}
	}
	if email, ok := strings.CutPrefix(c.CredentialSubject.ID, "mailto:"); ok {
		found = append(found, identity{value: email})
	}
	j.recipient(found)
}

// recipientIn compares with an Open Badges 2.0 Assertion.
func (j *judge) recipientIn(raw json.RawMessage) {
	members, err := jcs.Members(raw)
	if err != nil || !hasType(members, "email") {
		j.recipient(nil)
		return
	}
	j.recipient([]identity{{textOf(members["identity"]), textOf(members["salt"]), isTrue(members["hashed"])}})
}
