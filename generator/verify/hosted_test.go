package verify

import (
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

const (
	labBadgeClass  = "https://issuer.example/achievements/knots/badgeclass.json"
	labProfile     = "https://issuer.example/issuer/issuer.json"
	labRevocations = "https://issuer.example/issuer/revocations.json"
	labSigned      = "urn:uuid:6deb4a00-ebce-4b28-8cc2-afa705ef7be4"
	labOB2Key      = "https://issuer.example/keys/ob2.json"
)

// assertion returns a hosted Assertion, and puts it and all that it leads to
// on the network.
func (l *lab) assertion(edits ...func(object)) []byte {
	a := object{"@context": ob2.Context, "type": "Assertion", "id": labHosted, "recipient": object{"type": "email", "hashed": true, "salt": "deadsea",
		"identity": ob2.Hash("ada@example.org", "deadsea")}, "badge": labBadgeClass, "verification": object{"type": "HostedBadge"}, "issuedOn": "2026-01-02T00:00:00Z"}
	for _, e := range edits {
		e(a)
	}
	l.serve(labHosted, l.text(a))
	l.serve(labBadgeClass, l.text(object{"@context": ob2.Context, "type": "BadgeClass", "id": labBadgeClass, "name": "Knots", "description": "Ties knots.",
		"image": "https://issuer.example/knots.png", "criteria": object{"narrative": "Tie ten knots."}, "issuer": labProfile}))
	l.profile()
	l.revocations()
	return l.text(a)
}

func (l *lab) profile(edits ...func(object)) {
	p := object{"@context": ob2.Context, "type": "Profile", "id": labProfile, "name": "Test Issuer", "url": "https://issuer.example/", "email": "badges@issuer.example",
		"revocationList": labRevocations, "publicKey": []any{labOB2Key}}
	for _, e := range edits {
		e(p)
	}
	l.serve(labProfile, l.text(p))
}

func (l *lab) revocations(revoked ...any) {
	if revoked == nil {
		revoked = []any{}
	}
	l.serve(labRevocations, l.text(object{"@context": ob2.Context, "type": "RevocationList", "id": labRevocations, "issuer": labProfile, "revokedAssertions": revoked}))
}

func TestHosted(t *testing.T) {
	l := newLab(t)
	good := l.assertion()
	v := l.verify(good)
	want(t, v, Valid, "", "")
	if !v.Hosted || v.Title != "Knots" || v.Issuer.ID != labProfile || !strings.Contains(v.Say("en"), "hosted") || !slices.Contains(v.NotProven, notHosted) {
		t.Errorf("found %+v", v)
	}
	verifier := l.verifier()
	for email, outcome := range map[string]Outcome{"Ada@example.org": Valid, "bea@example.org": NotValid} {
		verifier.Recipient = email
		want(t, l.judge(verifier, good), outcome, "", "")
	}
}

// The context knows verify as another name of verification.
func TestVerifyIsVerification(t *testing.T) {
	l := newLab(t)
	want(t, l.verify(l.assertion(set("verification", nil), set("verify", object{"type": "hosted"}))), Valid, "", "")
	want(t, l.verify(l.assertion(set("verification", object{"type": "x"}), set("verify", object{"type": "hosted"}))), NotValid, codeSchema, "")
}

func TestHostedRows(t *testing.T) {
	reason := object{"@context": ob2.Context, "type": "Assertion", "id": labHosted, "revoked": true, "revocationReason": "the assessment turned out not to count"}
	policy := func(starts, origins any) func(*lab) {
		return func(l *lab) {
			p := object{"type": "VerificationObject"}
			if starts != nil {
				p["startsWith"] = starts
			}
			if origins != nil {
				p["allowedOrigins"] = origins
			}
			l.profile(set("verification", p))
		}
	}
	for name, row := range map[string]struct {
		change    func(*lab)
		outcome   Outcome
		code, why string
	}{
		"revoked in place": {func(l *lab) { l.serve(labHosted, l.text(reason)) }, Revoked, codeRevocation, "reason"},
		"suspended in place": {func(l *lab) {
			l.serve(labHosted, edit(l.text(reason), set("revocationReason", "Suspended: under review")))
		}, Revoked, codeRevocation, "suspension"},
		"gone":               {func(l *lab) { l.net[labHosted] = Answer{Status: 410} }, Revoked, codeRevocation, ""},
		"listed as revoked":  {func(l *lab) { l.revocations(object{"id": labHosted, "revocationReason": "an error"}) }, Revoked, codeRevocation, "reason"},
		"listed by its id":   {func(l *lab) { l.revocations("urn:uuid:1", labHosted) }, Revoked, codeRevocation, ""},
		"list does not come": {func(l *lab) { delete(l.net, labRevocations) }, CannotTell, codeRevocation, "unreachable"},
		"list of another": {func(l *lab) {
			l.serve(labRevocations, []byte(`{"type":"RevocationList","issuer":"https://x.example","revokedAssertions":[]}`))
		}, CannotTell, codeRevocation, "list"},
		"absent":      {func(l *lab) { l.net[labHosted] = Answer{Status: 404} }, NotValid, codeHosted, "absent"},
		"broken host": {func(l *lab) { l.net[labHosted] = Answer{Status: 503} }, CannotTell, codeHosted, "absent"},
		"no answer":   {func(l *lab) { delete(l.net, labHosted) }, CannotTell, codeHosted, "unreachable"},
		"redirect to another host": {func(l *lab) {
			a := l.net[labHosted]
			a.URL = "https://evil.example/assertion.json"
			l.net[labHosted] = a
		}, CannotTell, codeHosted, "redirected"},
		"profile from another host": {func(l *lab) {
			a := l.net[labProfile]
			a.URL = "https://evil.example/issuer.json"
			l.net[labProfile] = a
		}, CannotTell, codeAchievement, "redirected"},
		"a page":                         {func(l *lab) { l.serve(labHosted, []byte("<html>")) }, CannotTell, codeHosted, "page"},
		"another copy":                   {func(l *lab) { l.assertion(set("issuedOn", "2026-01-03T00:00:00Z")) }, NotValid, codeHosted, "differs"},
		"more in the copy of the issuer": {func(l *lab) { l.assertion(set("expires", "2026-02-03T00:00:00Z")) }, NotValid, codeHosted, "differs"},
		"another id":                     {func(l *lab) { l.assertion(set("id", "https://issuer.example/other.json")) }, NotValid, codeHosted, "id"},
		"badge does not come":            {func(l *lab) { delete(l.net, labBadgeClass) }, CannotTell, codeAchievement, "unreachable"},
		"badge with another id": {func(l *lab) {
			l.net[labBadgeClass] = Answer{Status: 200, Body: edit(l.net[labBadgeClass].Body, set("id", "https://x.example/"))}
		}, NotValid, codeAchievement, "document"},
		"issuer of another host": {func(l *lab) {
			l.serve("https://famous.example/issuer.json", edit(l.net[labProfile].Body, set("id", "https://famous.example/issuer.json")))
			l.net[labBadgeClass] = Answer{Status: 200, Body: edit(l.net[labBadgeClass].Body, set("issuer", "https://famous.example/issuer.json"))}
		}, NotValid, codeScope, ""},
		"allowed by a beginning":       {policy([]any{"https://issuer.example/awards/"}, nil), Valid, "", ""},
		"not allowed by a beginning":   {policy("https://issuer.example/other/", nil), NotValid, codeScope, ""},
		"a beginning of another host":  {policy("https://issuer.exam", nil), NotValid, codeScope, ""},
		"allowed by a host":            {policy(nil, []any{"issuer.example"}), Valid, "", ""},
		"not allowed by a host":        {policy(nil, "other.example"), NotValid, codeScope, ""},
		"a host written as an address": {policy(nil, "https://issuer.example"), NotValid, codeScope, ""},
		"a policy that cannot be read": {policy(nil, 7), NotValid, codeScope, "policy"},
		"issuer without e-mail":        {func(l *lab) { l.profile(set("email", nil)) }, NotValid, codeSchema, ""},
		"issuer inside that is another": {func(l *lab) {
			l.net[labBadgeClass] = Answer{Status: 200, Body: edit(l.net[labBadgeClass].Body, set("issuer", object{"id": labProfile, "type": "Profile", "name": "Famous School"}))}
		}, NotValid, codeAchievement, "document"},
		"issuer's document twice a member": {func(l *lab) { l.serve(labProfile, []byte(`{"id":"a","id":"b"}`)) }, NotValid, codeAchievement, "document"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			given := l.assertion()
			row.change(l)
			want(t, l.verify(given), row.outcome, row.code, row.why)
		})
	}
}

func TestHostedForms(t *testing.T) {
	l := newLab(t)
	want(t, l.verify(l.assertion(set("expires", "2026-06-01T00:00:00Z"))), Expired, codeDates, expiredCase)
	want(t, l.verify(l.assertion(set("expires", "2026-06-01T00:00:00Z"), set("issuedOn", "2026-01-02T00:00Z"))), Expired, codeDates, expiredCase)
	want(t, l.verify(l.assertion(set("issuedOn", "2026-01-02"))), NotValid, codeSchema, "")
	want(t, l.verify(l.assertion(set("recipient.hashed", "true"))), NotValid, codeSchema, "")
	want(t, l.verify(l.assertion(set("verification.type", "signed"))), NotValid, codeSignature, "none")
	want(t, l.verify(l.assertion(set("verification.type", "trusted"))), NotValid, codeSchema, "")
	want(t, l.verify(l.assertion(set("id", "urn:uuid:1"))), NotValid, codeHosted, "address")
	want(t, l.verify(l.assertion(set("id", "https://issuer.example/awards/../evil.json"))), NotValid, codeHosted, "address")
	want(t, l.verify(l.net[labBadgeClass].Body), CannotTell, codeFormat, "document")
	want(t, l.verify([]byte(`{"@context":"https://w3id.org/openbadges/v1","uid":"1","verify":{"type":"hosted"}}`)), CannotTell, codeFormat, "version")
}

// signedAssertion returns a signed Assertion, puts what it leads to on the
// network, and returns the document of its key, which is there as well.
func (l *lab) signedAssertion() (token []byte, key object) {
	l.t.Helper()
	der, err := x509.MarshalPKIXPublicKey(labRSA().Public())
	l.must(err)
	key = object{"@context": ob2.Context, "type": "CryptographicKey", "id": labOB2Key, "owner": labProfile,
		"publicKeyPem": string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))}
	l.serve(labOB2Key, l.text(key))
	payload := l.assertion(set("id", labSigned), set("verification", object{"type": "SignedBadge", "creator": labOB2Key}))
	return l.jws(payload, jose.Header{}, labRSA()), key
}

func TestSigned(t *testing.T) {
	l := newLab(t)
	token, key := l.signedAssertion()
	payload := l.assertion(set("id", labSigned), set("verification", object{"type": "SignedBadge", "creator": labOB2Key}))
	v := l.verify(token)
	want(t, v, Valid, "", "")
	if v.Format != OB2Signed || v.Hosted || l.asked[0] != labOB2Key {
		t.Errorf("asked %v: %s", l.asked, say(v))
	}
	l.revocations(labSigned)
	want(t, l.verify(token), Revoked, codeRevocation, "")
	l.revocations()
	l.profile(set("publicKey", "https://issuer.example/keys/other.json"))
	want(t, l.verify(token), NotValid, codeIssuer, "unlisted")
	l.profile()
	l.serve(labOB2Key, edit(l.text(key), set("owner", "https://other.example/issuer.json")))
	want(t, l.verify(token), NotValid, codeIssuer, "another")
	delete(l.net, labOB2Key)
	want(t, l.verify(token), CannotTell, codeKey, "unreachable")
	want(t, l.verify(l.jws(payload, jose.Header{}, l.ec)), CannotTell, codeSignature, "suite")
}
