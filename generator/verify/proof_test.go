package verify

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/did"
)

// proofOf changes the one proof of a credential that is signed.
func proofOf(text []byte, change func(object)) []byte {
	return edit(text, func(c object) { change(c["proof"].([]any)[0].(object)) })
}

func TestProofs(t *testing.T) {
	l := newLab(t)
	good := l.sign(l.credential())
	add := func(context string) func(object) {
		return func(c object) { c["@context"] = append(c["@context"].([]any), context) }
	}
	nested := json.RawMessage(strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40))
	many := make([]any, 100_000)
	for i := range many {
		many[i] = object{"id": fmt.Sprint("urn:uuid:", i)}
	}
	value := func(v string) []byte { return proofOf(good, set("proofValue", v)) }
	second := func(change func(object)) []byte {
		return edit(good, func(c object) {
			one := c["proof"].([]any)[0].(object)
			other := object{}
			for k, v := range one {
				other[k] = v
			}
			change(other)
			c["proof"] = []any{one, other}
		})
	}
	for _, row := range []struct {
		row, name string
		input     []byte
		outcome   Outcome
		code, why string
	}{
		{"LDP-01", "unknown context", edit(good, add("https://evil.example/context.json")), NotValid, codeTerms, "context"},
		{"LDP-05", "a vocabulary of its own", edit(good, func(c object) {
			c["@context"] = append(c["@context"].([]any), object{"@vocab": "https://evil.example/#"})
		}), NotValid, codeTerms, "inline"},
		{"LDP-07", "relative id", edit(good, set("credentialSubject.achievement.id", "knots")), NotValid, "", ""},
		{"LDP-07", "relative type", edit(good, set("credentialSubject.type", []any{"AchievementSubject", "Unheard"})), NotValid, "", ""},
		{"LDP-09", "protected term redefined", edit(good, add("https://purl.imsglobal.org/spec/ob/v3p0/context.json")), NotValid, codeTerms, ""},
		{"LDP-11", "two proofs, one bad", second(set("created", "2026-01-03T03:04:05Z")), NotValid, codeSignature, ""},
		{"LDP-11", "two proofs, one of a kind that is not read", second(set("cryptosuite", "ecdsa-sd-2023")), CannotTell, codeSignature, "suite"},
		{"LDP-11", "proof chain", second(set("previousProof", "urn:uuid:1")), CannotTell, codeSignature, "suite"},
		{"LDP-13", "no cryptosuite", proofOf(good, set("cryptosuite", nil)), NotValid, codeSignature, "malformed"},
		{"LDP-13", "unknown cryptosuite", proofOf(good, set("cryptosuite", "eddsa-2099")), CannotTell, codeSignature, "suite"},
		{"LDP-13", "another cryptosuite", proofOf(good, set("cryptosuite", "eddsa-jcs-2022")), NotValid, codeSignature, ""},
		{"LDP-13", "Ed25519Signature2020", proofOf(good, func(p object) { p["type"] = "Ed25519Signature2020"; delete(p, "cryptosuite") }), CannotTell, codeSignature, "suite"},
		{"LDP-15", "proofValue in base64", value("uAAAA"), NotValid, codeSignature, ""},
		{"LDP-15", "proofValue that is short", value("z3FXQ"), NotValid, codeSignature, ""},
		{"LDP-15", "proofValue with a zero in front", value("z1" + strings.Repeat("2", 87)), NotValid, codeSignature, ""},
		{"LDP-17", "10 MB", edit(good, set("description", strings.Repeat("x", 10<<20))), NotValid, codeFormat, "large"},
		{"LDP-17", "100,000 subjects", edit(good, set("credentialSubject", many)), NotValid, codeFormat, "large"},
		{"LDP-17", "20,000 subjects", edit(good, set("credentialSubject", many[:20_000])), NotValid, "", ""},
		{"LDP-17", "depth", edit(good, set("evidence", nested)), NotValid, codeFormat, "deep"},
		{"", "an undefined term", edit(good, set("salary", "1")), NotValid, codeTerms, ""},
		{"", "no proof", edit(good, set("proof", nil)), NotValid, codeSignature, "none"},
		{"", "an empty list of proofs", edit(good, set("proof", []any{})), NotValid, codeSignature, "none"},
		{"NET-17", "1,000 proofs", edit(good, func(c object) {
			var all []any
			for range 1000 {
				all = append(all, c["proof"].([]any)[0])
			}
			c["proof"] = all
		}), NotValid, codeSignature, "malformed"},
		{"", "another purpose", proofOf(good, set("proofPurpose", "authentication")), NotValid, codeSignature, "malformed"},
		{"", "a name changed", edit(good, set("name", "Boats")), NotValid, codeSignature, ""},
		{"", "another issuer", edit(good, set("issuer.id", "did:web:evil.example")), NotValid, codeIssuer, "another"},
		{"", "version 1.1", edit(good, func(c object) { c["@context"] = []any{"https://www.w3.org/2018/credentials/v1"} }), CannotTell, codeFormat, "version"},
		{"", "a member twice", []byte(strings.Replace(string(good), `"name":`, `"name":"x","name":`, 1)), NotValid, codeFormat, "twice"},
		{"", "cut off", good[:len(good)/2], NotValid, codeFormat, "damaged"},
		{"", "signed by somebody else", l.signBy(l.credential(), labKey("somebody else"), l.edID), NotValid, codeSignature, ""},
		{"", "signed in the future", proofOf(good, set("created", "2030-01-03T03:04:05Z")), NotValid, codeSignature, ""},
		{"", "criteria missing", l.sign(l.credential(set("credentialSubject.achievement.criteria", nil))), NotValid, codeSchema, ""},
		{"DID-09", "did:jwk", l.signBy(l.credential(set("issuer.id", "did:jwk:eyJ9")), l.ed, "did:jwk:eyJ9#0"), CannotTell, codeKey, "method"},
		{"DID-09", "https issuer, whose document does not come", l.signBy(l.credential(set("issuer.id", "https://other.example/issuer")), l.ed, "https://other.example/issuer#key"), CannotTell, codeKey, "unreachable"},
	} {
		t.Run(row.row+" "+row.name, func(t *testing.T) { want(t, l.verify(row.input), row.outcome, row.code, row.why) })
	}
}

// The key of a signature is believed because the issuer publishes it, whatever
// the fragment of its name is.
func TestFragmentThatIsAKey(t *testing.T) {
	l := newLab(t)
	thief := labKey("thief")
	m, err := did.NewMultikey(l.did, thief.Public())
	l.must(err)
	want(t, l.verify(l.signBy(l.credential(), thief, m.ID)), NotValid, codeKey, "unlisted")
}

func TestDIDKey(t *testing.T) {
	l := newLab(t)
	id, err := did.Key(l.ed.Public())
	l.must(err)
	_, method, err := did.ParseKey(id)
	l.must(err)
	own := l.credential(set("issuer.id", id), set("credentialStatus", nil))
	v := l.verify(l.signBy(own, l.ed, method))
	want(t, v, Valid, "", "")
	if v.Issuer.Known || len(l.asked) != 0 {
		t.Errorf("found %+v after asking %v", v.Issuer, l.asked)
	}
	want(t, l.verify(l.signBy(l.credential(set("credentialStatus", nil)), l.ed, method)), NotValid, codeIssuer, "another")
}

// An https issuer publishes its keys in a document at its own address.
func TestControlledDocument(t *testing.T) {
	l := newLab(t)
	const issuer = "https://school.example/issuer"
	m, err := did.NewMultikey(issuer, l.ed.Public())
	l.must(err)
	signed := l.signBy(l.credential(set("issuer.id", issuer), set("credentialStatus", nil)), l.ed, m.ID)
	document := object{"id": issuer, "verificationMethod": []any{m}, "assertionMethod": []any{m.ID}}
	serve := func(o object) { l.serve(issuer, l.text(o)) }

	serve(document)
	want(t, l.verify(signed), Valid, "", "")
	serve(object{"id": issuer, "assertionMethod": []any{m}})
	want(t, l.verify(signed), Valid, "", "")
	serve(object{"id": issuer, "verificationMethod": []any{m}, "assertionMethod": []any{}})
	want(t, l.verify(signed), NotValid, codeKey, "unlisted")
	serve(object{"id": "https://school.example/other", "verificationMethod": []any{m}, "assertionMethod": []any{m.ID}})
	want(t, l.verify(signed), NotValid, codeKey, "document")
	m.Controller = "https://school.example/other"
	serve(object{"id": issuer, "verificationMethod": []any{m}, "assertionMethod": []any{m.ID}})
	want(t, l.verify(signed), NotValid, codeIssuer, "another")
}
