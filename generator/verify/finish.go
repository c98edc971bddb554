package verify

import (
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
)

// Trust are the issuers that somebody knows, by their ids: a DID, or the
// address of an Open Badges 2.0 Profile.
type Trust map[string]string // id → name, as the one who trusts writes it

func (t Trust) knows(id string) bool {
	_, known := t[id]
	return known
}

// finish says whether the issuer is known, and what no check has proven.
func (v *Verdict) finish(by *Verifier) {
	v.Issuer.Known = genuine(v.Checks) && by.Trust.knows(v.Issuer.ID)
	v.NotProven = []string{}
	if v.Checks == nil {
		v.Checks = []Check{}
	}
	for i := range v.Parts {
		part := &v.Parts[i]
		part.Input, part.At = firstOf(part.Input, v.Input), v.At
		part.conclude()
		part.finish(by)
	}
	if v.Outcome == NotValid || v.Outcome == CannotTell || v.Format == Stub {
		return
	}
	add := func(code string, when bool) {
		if when {
			v.NotProven = append(v.NotProven, code)
		}
	}
	recipient, asked := find(v.Checks, codeRecipient)
	add(notHolder, true)
	add(notRecipient, !asked || recipient.Result != Passed)
	add(notHonesty, true)
	add(notIssuerKnown, !v.Issuer.Known)
	add(notAccreditation, v.Kind == MicroCredential && !v.endorsed())
	add(notEvidence, true)
	add(notHosted, v.Hosted)
	endorsement, there := find(v.Checks, codeEndorsement)
	add(notEndorsement, there && endorsement.Result == Unknown)
}

// endorsed reports whether somebody else vouches for the credential, its
// achievement or its issuer.
func (v *Verdict) endorsed() bool {
	for _, e := range v.Endorsements {
		if e.Outcome == Valid && e.Issuer.ID != v.Issuer.ID {
			return true
		}
	}
	return false
}

// maxText bounds each text of a verdict.
const maxText = 600

// clean makes every text of a stranger safe to print.
func (v *Verdict) clean() {
	for _, s := range []*string{&v.Input, &v.ID, &v.AchievementType, &v.Title, &v.Holder, &v.SupersededBy, &v.Issuer.Name, &v.Issuer.ID, &v.Issuer.URL} {
		*s = cleaned(*s)
	}
	for i := range v.Checks {
		c := &v.Checks[i]
		c.Evidence = cleaned(c.Evidence)
		if len(c.Params) > 0 { // which a remembered answer may share
			params := make(map[string]string, len(c.Params))
			for name, value := range c.Params {
				params[name] = cleaned(value)
			}
			c.Params = params
		}
	}
	for i := range v.Elements {
		v.Elements[i].Value = cleaned(v.Elements[i].Value)
	}
	for i := range v.Endorsements {
		e := &v.Endorsements[i]
		e.Comment, e.Issuer.Name, e.Issuer.ID, e.Issuer.URL = cleaned(e.Comment), cleaned(e.Issuer.Name), cleaned(e.Issuer.ID), cleaned(e.Issuer.URL)
	}
	for i := range v.Asked {
		v.Asked[i] = cleaned(v.Asked[i])
	}
	for i := range v.Parts {
		v.Parts[i].clean()
	}
}

func cleaned(s string) string {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "") + "…"
	}
	return diag.Clean(strings.ToValidUTF8(s, "\uFFFD"))
}
