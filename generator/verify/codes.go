package verify

import "slices"

// Code documents a check.
type Code struct {
	Name      string
	Necessary bool    // without an answer to it the outcome is CannotTell
	Genuine   bool    // it tells whether the credential is the issuer's at all
	Failing   Outcome // what a credential is that fails it
	Title     string  // what holds where it passes
}

// The names of the checks. They are stable.
const (
	codeFormat      = "format"
	codeSchema      = "schema"
	codeTerms       = "terms"
	codeKey         = "key"
	codeSignature   = "signature"
	codeIssuer      = "issuer"
	codeClaims      = "claims"
	codeHosted      = "hosted"
	codeScope       = "scope"
	codeAchievement = "achievement"
	codeDates       = "dates"
	codeStatusList  = "status-list"
	codeStatus      = "status"
	codeRevocation  = "revocation"
	codeEndorsement = "endorsement"
	codeRecipient   = "recipient"
	codeAgreement   = "agreement"
	codeInternal    = "internal"
)

// expiredCase is the case of a failed date check that means that a credential
// was good once.
const expiredCase = "expired"

// Codes lists every check, in the order in which they are made.
func Codes() []Code {
	return []Code{
		{codeFormat, true, true, NotValid, "the input is a credential of a kind that is read here, within the limits"},
		{codeSchema, true, false, NotValid, "the credential has what its standard demands"},
		{codeTerms, true, false, NotValid, "every word in the credential is defined, so that all of it is signed"},
		{codeKey, true, true, NotValid, "the key of the signature is published by who is named as issuer, and is fit for use"},
		{codeSignature, true, true, NotValid, "the signature belongs to this credential and this key"},
		{codeIssuer, true, true, NotValid, "who signed is who is named as issuer"},
		{codeClaims, true, true, NotValid, "what a token says beside the credential is what the credential says"},
		{codeHosted, true, true, NotValid, "the issuer's web site publishes this very credential"},
		{codeScope, true, true, NotValid, "the credential stands where the issuer's credentials may stand"},
		{codeAchievement, true, false, NotValid, "the description of what was earned could be read, and belongs to the issuer"},
		{codeDates, true, false, Expired, "the credential is valid today"},
		{codeStatusList, true, false, NotValid, "the issuer's list of revoked credentials can be relied on"},
		{codeStatus, true, false, Revoked, "the issuer's status list does not name the credential"},
		{codeRevocation, true, false, Revoked, "the issuer does not call the credential revoked"},
		{codeEndorsement, false, false, NotValid, "what others say of it in the credential was signed by them"},
		{codeRecipient, true, false, NotValid, "the e-mail address is the one the credential was issued to"},
		{codeAgreement, true, false, NotValid, "the credentials in one file say the same"},
		{codeInternal, true, true, NotValid, "judging came to an end"},
	}
}

// codes is the same, by name.
var codes = func() map[string]Code {
	all := map[string]Code{}
	for _, c := range Codes() {
		all[c.Name] = c
	}
	return all
}()

// codeOf returns what a check means. One that is not in the list counts as
// necessary: forgetting it must never make a verdict better.
func codeOf(name string) Code {
	if c, ok := codes[name]; ok {
		return c
	}
	return Code{Name: name, Necessary: true, Genuine: true, Failing: NotValid}
}

// The codes of what no check proves. They are stable.
const (
	notHolder        = "holder"
	notHonesty       = "honesty"
	notIssuerKnown   = "issuer-known"
	notAccreditation = "accreditation"
	notEvidence      = "evidence"
	notHosted        = "hosted-only"
	notRecipient     = "recipient"
	notEndorsement   = "endorsement"
)

// NotProvenCodes lists what a Verdict may name as not proven.
func NotProvenCodes() []string {
	return []string{notHolder, notRecipient, notHonesty, notIssuerKnown, notAccreditation, notEvidence, notHosted, notEndorsement}
}

// find returns the first check of a code.
func find(checks []Check, code string) (Check, bool) {
	i := slices.IndexFunc(checks, func(c Check) bool { return c.Code == code })
	if i < 0 {
		return Check{}, false
	}
	return checks[i], true
}

// all reports whether each of the codes has passed, at least once and never
// otherwise.
func all(checks []Check, names ...string) bool {
	for _, name := range names {
		if _, there := find(checks, name); !there {
			return false
		}
	}
	return !slices.ContainsFunc(checks, func(c Check) bool { return slices.Contains(names, c.Code) && c.Result != Passed })
}
