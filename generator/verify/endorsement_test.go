package verify

import (
	"encoding/json"
	"testing"
)

func TestEndorsements(t *testing.T) {
	l := newLab(t)
	at := func(place string, e ...json.RawMessage) []byte { return l.sign(l.credential(set(place, e))) }
	good := l.endorse(labBadge)

	v := l.verify(at("endorsement", good))
	want(t, v, Valid, "", "")
	if len(v.Endorsements) != 1 || v.Endorsements[0].Issuer.Name != "A Friend" || v.Endorsements[0].Comment != "Well taught." || v.Endorsements[0].Outcome != Valid {
		t.Errorf("found %+v", v.Endorsements)
	}
	want(t, l.verify(at("credentialSubject.achievement.endorsement", l.endorse("https://issuer.example/achievements/knots/achievement.json"))), Valid, "", "")
	want(t, l.verify(at("issuer.endorsement", l.endorse(labDID))), Valid, "", "")

	want(t, l.verify(at("endorsement", edit(good, set("name", "The best badge")))), NotValid, codeEndorsement, "")
	want(t, l.verify(at("issuer.endorsement", edit(good, set("credentialSubject.endorsementComment", "x")))), NotValid, codeEndorsement, "")
	want(t, l.verify(at("endorsement", l.endorse("https://elsewhere.example/"))), Valid, codeEndorsement, "other")
	want(t, l.verify(at("endorsement", l.endorse(labBadge, set("validUntil", "2026-02-01T00:00:00Z")))), Valid, codeEndorsement, "expired")
	unread := l.verify(at("endorsement", proofOf(good, set("cryptosuite", "ecdsa-sd-2023"))))
	want(t, unread, Valid, codeEndorsement, "")
	if got := unread.NotProven; got[len(got)-1] != notEndorsement {
		t.Errorf("an endorsement that was not checked is not told: %v", got)
	}
}

func TestRecipientOfCredential(t *testing.T) {
	l := newLab(t)
	ask := func(email string, c object) Verdict {
		v := l.verifier()
		v.Recipient = email
		return l.judge(v, l.sign(c))
	}
	// The value that the specification of Open Badges 3.0 computes.
	hashed := l.credential(set("credentialSubject.identifier", []any{object{"type": "IdentityObject", "hashed": true, "salt": "Kosher", "identityType": "emailAddress",
		"identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}}))
	want(t, ask("a@example.com", hashed), Valid, "", "")
	want(t, ask(" A@Example.COM ", hashed), Valid, "", "")
	want(t, ask("b@example.com", hashed), NotValid, codeRecipient, "")
	want(t, ask("a@example.com", l.credential()), CannotTell, codeRecipient, "none")
}

func TestTrust(t *testing.T) {
	l := newLab(t)
	v := l.verifier()
	v.Trust = Trust{"did:web:issuer.example": "Test Issuer", "https://school.example/issuer.json": ""}
	if out := l.judge(v, l.sign(l.credential())); !out.Issuer.Known {
		t.Errorf("the issuer is not known: %s", say(out))
	}
	if out := l.judge(v, edit(l.sign(l.credential()), set("name", "Boats"))); out.Issuer.Known {
		t.Errorf("whoever names a known issuer is taken for it: %s", say(out))
	}
}

func TestElements(t *testing.T) {
	l := newLab(t)
	v := l.verify(l.sign(l.credential(
		set("credentialSubject.achievement.achievementType", "MicroCredential"),
		set("credentialSubject.achievement.creditsAvailable", 2),
		set("issuer.address", object{"type": []any{"Address"}, "addressCountryCode": "IE"}),
	)))
	want(t, v, Valid, "", "")
	got := ""
	for _, e := range v.Elements {
		if e.Present {
			got += e.Code + "=" + e.Value + ";"
		}
	}
	if want := "title=Knots;country=IE;awarding-body=Test Issuer;date=2026-01-02T00:00:00Z;workload=2 ECTS;"; got != want || len(v.Elements) != 11 {
		t.Errorf("found %s, wanted %s", got, want)
	}
}
