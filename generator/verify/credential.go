package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/standard/rdfc"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// contextV1 is the first context of credentials of version 1.1.
const contextV1 = "https://www.w3.org/2018/credentials/v1"

// subject is a credential that was read, while it is judged.
type subject struct {
	members   map[string]json.RawMessage
	document  []byte // without proof and claims, its members in order
	canonical []byte // N-Quads of document; empty where it has none
	*vc.Credential
}

// prove checks the signature of a credential, and reports whether it and all
// that it rests on have passed.
type prove func(*subject) bool

// credential judges a credential of version 2.0 of the data model. text is
// strict JSON; a token has had its claims removed.
func (j *judge) credential(text []byte, members map[string]json.RawMessage, by prove) {
	s := &subject{members: members, document: assemble(members, "proof")}
	var err error
	if s.Credential, err = vc.Parse(text); err != nil {
		j.describe(s)
		j.fail(codeSchema, "model", err.Error())
		return
	}
	j.describe(s)
	j.schema(s)
	if !j.terms(s) || !by(s) {
		return
	}
	j.dates(s)
	if j.list {
		return // who asked for it reads it; a list has no status of its own
	}
	j.status(s)
	if j.inner {
		return
	}
	j.supersession(s)
	j.endorsements(s)
	j.recipientOf(s)
}

// otherVersion says why a credential of another version is not read.
func (j *judge) otherVersion(members map[string]json.RawMessage) bool {
	contexts, _ := listOf(members["@context"])
	first := ""
	if len(contexts) > 0 {
		first = textOf(contexts[0])
	}
	switch {
	case first == contextV1:
		j.unknown(codeFormat, "version", "the context "+first+", of Verifiable Credentials 1.1")
	case hasType(members, "VerifiablePresentation"):
		j.unknown(codeFormat, "presentation", "a VerifiablePresentation")
	default:
		return false
	}
	return true
}

// describe takes over what a credential says of itself.
func (j *judge) describe(s *subject) {
	o := &j.out
	o.ID, o.Title = textOf(s.members["id"]), textOf(s.members["name"])
	if c := s.Credential; c != nil {
		o.Issuer.ID, o.ValidFrom, o.ValidUntil = c.Issuer, c.ValidFrom, c.ValidUntil
	}
	if issuer, err := jcs.Members(s.members["issuer"]); err == nil {
		o.Issuer.Name, o.Issuer.URL = textOf(issuer["name"]), textOf(issuer["url"])
	}
	if !hasType(s.members, ob3.TypeOpenBadgeCredential, ob3.TypeAchievementCredential) {
		return
	}
	c, err := ob3.Parse(s.document)
	if err != nil {
		return // the schema check says why
	}
	a := &c.CredentialSubject.Achievement
	o.AchievementType, o.Kind = a.AchievementType, kindOf(a.AchievementType)
	if a.Name != "" {
		o.Title = a.Name
	}
	o.Holder = holderOf(c.CredentialSubject.Identifier)
	if t, err := vc.ParseDateTime(c.AwardedDate); err == nil {
		o.Awarded = t
	} else {
		o.Awarded = o.ValidFrom
	}
	if o.Kind == MicroCredential && !j.inner {
		o.Elements = elements(c)
	}
}

// kindOf says which kind of recognition a type of achievement is.
func kindOf(achievementType string) Kind {
	switch achievementType {
	case "MicroCredential":
		return MicroCredential
	case "Badge", "Membership", "CommunityService", "CoCurricular", "Award", "Achievement", "Assignment", "Fieldwork", "":
		return Badge
	}
	return Other
}

func holderOf(identifiers []ob3.IdentityObject) string {
	for _, i := range identifiers {
		if i.IdentityType == "name" && !i.Hashed {
			return i.IdentityHash
		}
	}
	return ""
}

// tolerated are the rules of ob3.Check that a credential of somebody else may
// break: form that the JSON-LD schema of the standard allows, and what the
// check of terms judges.
var tolerated = []ob3.Rule{ob3.RuleShape, ob3.RuleEmpty, ob3.RuleTerm, ob3.RuleText, ob3.RuleContext, ob3.RuleIssuer, ob3.RuleStatusList}

// schema holds an Open Badge against the schema of its class.
func (j *judge) schema(s *subject) {
	var found []ob3.Violation
	what := "Open Badges 3.0"
	switch {
	case s.Is(ob3.TypeOpenBadgeCredential), s.Is(ob3.TypeAchievementCredential):
		found = ob3.Check(s.document)
	case s.Is(ob3.TypeEndorsementCredential):
		found = ob3.CheckEndorsement(s.document)
	default:
		what = "Verifiable Credentials 2.0"
	}
	found = slices.DeleteFunc(found, func(v ob3.Violation) bool { return slices.Contains(tolerated, v.Rule) })
	if len(found) == 0 {
		j.pass(codeSchema, what, "standard", what)
		return
	}
	said := make([]string, 0, 3)
	for _, v := range found[:min(len(found), 3)] {
		said = append(said, v.String())
	}
	j.fail(codeSchema, "", strings.Join(said, "; "), "standard", what, "count", fmt.Sprint(len(found)))
}

// terms makes sure that each word has a meaning, and keeps the canonical form.
// A word without one would be shown and not be signed.
func (j *judge) terms(s *subject) bool {
	canonical, err := j.v.canonical(s.document)
	var unknown *jsonld.UnknownContextError
	switch {
	case err == nil:
		s.canonical = canonical
		j.pass(codeTerms, strings.Join(s.Context, ", "))
		return true
	case errors.As(err, &unknown):
		j.fail(codeTerms, "context", unknown.Error(), "context", unknown.URL)
	case errors.Is(err, jsonld.ErrControlCharacter):
		// Libraries sign different bytes for such a text.
		j.unknown(codeTerms, "characters", err.Error())
		return true
	case errors.Is(err, rdfc.ErrTooComplex):
		j.fail(codeFormat, "complex", err.Error())
	case s.InlineContext:
		j.fail(codeTerms, "inline", err.Error())
	default:
		j.fail(codeTerms, "", err.Error())
	}
	return false
}

// dates compares the time of validity with the clock. An issuer's clock may be
// a little ahead of ours.
func (j *judge) dates(s *subject) { j.period(s.ValidFrom, s.ValidUntil) }

func (j *judge) period(from, until time.Time) {
	now := j.v.Now
	params := []string{"at", day(now)}
	if !from.IsZero() {
		params = append(params, "from", day(from))
	}
	if !until.IsZero() {
		params = append(params, "until", day(until))
	}
	evidence := fmt.Sprintf("valid from %s until %s; the clock says %s", stamp(from), stamp(until), stamp(now))
	switch {
	case now.IsZero():
		j.unknown(codeDates, "clock", "no clock was given")
	case from.After(now.Add(Tolerance)):
		j.fail(codeDates, "early", evidence, params...)
	case !until.IsZero() && until.Before(now):
		j.fail(codeDates, expiredCase, evidence, params...)
	case until.IsZero():
		j.note(Check{Code: codeDates, Result: Passed, Case: "open", Evidence: evidence, Params: pairs(params)})
	default:
		j.pass(codeDates, evidence, params...)
	}
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02") }

func stamp(t time.Time) string {
	if t.IsZero() {
		return "any time"
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
