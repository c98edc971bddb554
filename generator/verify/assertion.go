package verify

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// badgeDocuments are the documents that an Assertion leads to.
type badgeDocuments struct {
	badgeID  string // address; empty where the BadgeClass stands inside the Assertion
	issuerID string
	badge    map[string]json.RawMessage
	profile  map[string]json.RawMessage
}

// openBadge2 judges an Assertion that is JSON.
func (j *judge) openBadge2(members map[string]json.RawMessage) {
	verification, err := jcs.Members(verificationOf(members))
	id := textOf(members["id"])
	switch {
	case !hasType(members, "Assertion"):
		j.unknown(codeFormat, "document", "a document of Open Badges 2.0 of the type "+strings.Join(textsOf(members["type"]), ", "))
	case isTrue(members["revoked"]), err == nil && hasType(verification, "HostedBadge", "hosted"):
		j.describeAssertion(members)
		j.hosted(id, members)
	case err == nil && hasType(verification, "SignedBadge", "signed"):
		j.out.Format = OB2Signed
		j.describeAssertion(members)
		j.fail(codeSignature, "none", "a signed Assertion without its signature")
	default:
		j.describeAssertion(members)
		j.fail(codeSchema, "", "verification.type is neither HostedBadge nor SignedBadge", "standard", "Open Badges 2.0")
	}
}

// describeAssertion takes over what an Assertion says of itself.
func (j *judge) describeAssertion(members map[string]json.RawMessage) {
	j.out.ID = firstOf(j.out.ID, textOf(members["id"]))
	if t, ok := moment(textOf(members["issuedOn"])); ok {
		j.out.Awarded, j.out.ValidFrom = t, t
	}
	if t, ok := moment(textOf(members["expires"])); ok {
		j.out.ValidUntil = t
	}
}

// assertion judges an Assertion that is known to be the one of its address or
// of its signature. owned says whether the issuer stands behind it.
func (j *judge) assertion(members map[string]json.RawMessage, owned func(badgeDocuments) bool) {
	if problem := assertionProblem(members); problem != "" {
		j.fail(codeSchema, "", problem, "standard", "Open Badges 2.0")
		return
	}
	b, ok := j.badgeDocuments(members)
	if !ok {
		return
	}
	j.pass(codeSchema, "Open Badges 2.0", "standard", "Open Badges 2.0")
	j.pass(codeAchievement, firstOf(b.badgeID, "inside the Assertion"))
	if !owned(b) {
		return
	}
	j.period(j.out.ValidFrom, j.out.ValidUntil)
	j.revocationList(textOf(members["id"]), b)
	j.recipientIn(members["recipient"])
}

// assertionProblem says what an Assertion lacks (Open Badges 2.0 §4.1).
func assertionProblem(members map[string]json.RawMessage) string {
	recipient, err := jcs.Members(members["recipient"])
	switch {
	case !hasType(members, "Assertion"):
		return `its type is not "Assertion"`
	case textOf(members["id"]) == "":
		return "it has no id"
	case err != nil || len(textsOf(recipient["type"])) == 0 || textOf(recipient["identity"]) == "":
		return "it has no recipient with type and identity"
	case string(recipient["hashed"]) != "true" && string(recipient["hashed"]) != "false":
		return "recipient.hashed is neither true nor false"
	case members["badge"] == nil:
		return "it has no badge"
	}
	if _, ok := moment(textOf(members["issuedOn"])); !ok {
		return "issuedOn is not a time with a zone"
	}
	if _, ok := moment(textOf(members["expires"])); !ok && members["expires"] != nil {
		return "expires is not a time with a zone"
	}
	return ""
}

// badgeDocuments reads the BadgeClass and the Profile of its issuer, each from
// its own address.
func (j *judge) badgeDocuments(members map[string]json.RawMessage) (b badgeDocuments, ok bool) {
	if b.badge, b.badgeID, ok = j.linked(members["badge"], "BadgeClass"); !ok {
		return b, false
	}
	j.out.Title = textOf(b.badge["name"])
	if j.out.Title == "" || b.badge["criteria"] == nil || b.badge["issuer"] == nil {
		j.fail(codeSchema, "", "the BadgeClass has no name, criteria or issuer", "standard", "Open Badges 2.0")
		return b, false
	}
	if b.profile, b.issuerID, ok = j.linked(b.badge["issuer"], "Profile", "Issuer"); !ok {
		return b, false
	}
	if b.issuerID == "" {
		j.fail(codeAchievement, "issuer", "the issuer has no address")
		return b, false
	}
	j.out.Issuer = Issuer{Name: textOf(b.profile["name"]), ID: b.issuerID, URL: textOf(b.profile["url"])}
	for _, name := range []string{"name", "url", "email"} {
		if textOf(b.profile[name]) == "" {
			j.fail(codeSchema, "", "the issuer has no "+name, "standard", "Open Badges 2.0")
			return b, false
		}
	}
	return b, true
}

// linked returns a document by its address. One that is written inside another
// has to be what its own address says; one without an address counts as it is.
func (j *judge) linked(raw json.RawMessage, types ...string) (members map[string]json.RawMessage, id string, ok bool) {
	id = textOf(raw)
	inside, err := jcs.Members(raw)
	if err == nil {
		if id = textOf(inside["id"]); id == "" {
			if !hasType(inside, types...) {
				j.fail(codeAchievement, "document", "the document inside is no "+types[0])
				return nil, "", false
			}
			return inside, "", true
		}
	}
	a, problem := j.document(codeAchievement, Question{URL: id})
	if problem != nil {
		j.note(*problem)
		return nil, "", false
	}
	members, err = jcs.Members(a.Body)
	switch {
	case err != nil:
		j.fail(codeAchievement, "document", id+": "+err.Error(), "host", hostOf(id))
	case textOf(members["id"]) != id:
		j.fail(codeAchievement, "document", fmt.Sprintf("the document at %s has the id %.200q", id, textOf(members["id"])), "host", hostOf(id))
	case !hasType(members, types...):
		j.fail(codeAchievement, "document", id+" is no "+types[0], "host", hostOf(id))
	case len(differing(inside, members)) > 0:
		j.fail(codeAchievement, "document", id+" says something else than the copy inside: "+strings.Join(differing(inside, members), ", "), "host", hostOf(id))
	default:
		return members, id, true
	}
	return nil, "", false
}

// revocationList looks an Assertion up in the list of its issuer, where there
// is one. The standard means it for signed badges; issuers list hosted ones as
// well.
func (j *judge) revocationList(id string, b badgeDocuments) {
	if b.profile["revocationList"] == nil {
		j.note(Check{Code: codeRevocation, Result: Passed, Case: "none", Evidence: "the issuer has no revocationList"})
		return
	}
	at := textOf(b.profile["revocationList"])
	a, problem := j.document(codeRevocation, Question{URL: at})
	if problem != nil {
		j.note(*problem)
		return
	}
	members, err := jcs.Members(a.Body)
	entries, errList := listOf(members["revokedAssertions"])
	issuer := textOf(members["issuer"])
	if err != nil || errList != nil || !hasType(members, "RevocationList") || members["revokedAssertions"] == nil ||
		textOf(members["id"]) != at && members["id"] != nil || issuer != b.issuerID && members["issuer"] != nil {
		j.unknown(codeRevocation, "list", at+" is not the RevocationList of "+b.issuerID, "host", hostOf(at))
		return
	}
	i := slices.IndexFunc(entries, func(raw json.RawMessage) bool {
		if textOf(raw) == id {
			return true
		}
		entry, err := jcs.Members(raw)
		return err == nil && textOf(entry["id"]) == id
	})
	if i < 0 {
		j.pass(codeRevocation, "not in "+at, "host", hostOf(at))
		return
	}
	entry, _ := jcs.Members(entries[i]) // a bare id has no reason
	j.revoked(textOf(entry["revocationReason"]), "listed in "+at)
}

// verificationOf returns how a document says that it is to be verified. The
// context of Open Badges 2.0 knows verify as another name for it, and some
// platforms write that alone.
func verificationOf(members map[string]json.RawMessage) json.RawMessage {
	if stated := members["verification"]; stated != nil {
		return stated
	}
	return members["verify"]
}
