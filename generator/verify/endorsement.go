package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// maxEndorsements is how many endorsements of a credential are judged.
const maxEndorsements = 8

// endorsements judges what others say within a credential: of it, of the
// achievement and of the issuer. A forged one makes the whole not valid, since
// the issuer put it there; one that cannot be judged proves nothing.
func (j *judge) endorsements(s *subject) {
	found, about := endorsementsIn(s)
	if len(found) > maxEndorsements {
		j.unknown(codeEndorsement, "many", fmt.Sprintf("%d endorsements, %d are read", len(found), maxEndorsements))
		found = found[:maxEndorsements]
	}
	for _, raw := range found {
		j.endorsement(raw, about)
	}
}

// endorsementsIn returns the endorsements in a credential, and the ids of what
// they may speak of.
func endorsementsIn(s *subject) (found []json.RawMessage, about []string) {
	// Most have none. A name may be written with escapes, so these are read.
	if !bytes.Contains(s.document, []byte(`endorsement`)) && !bytes.Contains(s.document, []byte(`\u`)) {
		return nil, nil
	}
	places := []json.RawMessage{s.document, s.members["issuer"]}
	subjects, _ := listOf(s.members["credentialSubject"])
	for _, raw := range subjects {
		if members, err := jcs.Members(raw); err == nil {
			places = append(places, members["achievement"])
		}
	}
	for _, place := range places {
		members, err := jcs.Members(place)
		if err != nil {
			continue
		}
		about = append(about, textOf(members["id"]))
		for _, name := range []string{"endorsement", "endorsementJwt"} {
			list, _ := listOf(members[name])
			found = append(found, list...)
		}
	}
	return found, about
}

func (j *judge) endorsement(raw json.RawMessage, about []string) {
	inside := j.inside()
	document := []byte(raw)
	if token := textOf(raw); token != "" {
		document = inside.bytes([]byte(token))
	} else {
		inside.json(raw)
	}
	out := &inside.out
	out.conclude()
	out.Issuer.Known = out.Outcome == Valid && j.v.Trust.knows(out.Issuer.ID)
	who := []string{"issuer", named(out.Issuer)}
	evidence := ""
	if c := worst(out.Checks); c != nil {
		evidence = c.Code + ": " + c.Evidence
	}
	c, err := ob3.ParseEndorsement(document)
	if err == nil && out.Outcome != NotValid && !slices.Contains(about, c.CredentialSubject.ID) {
		j.skip(codeEndorsement, "other", "it speaks of "+c.CredentialSubject.ID, who...)
		return
	}
	comment := ""
	if err == nil {
		comment = c.CredentialSubject.EndorsementComment
	}
	switch out.Outcome {
	case Valid:
		j.pass(codeEndorsement, out.Issuer.ID, who...)
	case NotValid:
		j.fail(codeEndorsement, "", evidence, who...)
	case Expired, Revoked:
		j.skip(codeEndorsement, out.Outcome.String(), evidence, who...)
	case CannotTell:
		j.unknown(codeEndorsement, "", evidence, who...)
	}
	j.out.Endorsements = append(j.out.Endorsements, Endorsement{Issuer: out.Issuer, Comment: comment, Outcome: out.Outcome})
}

func named(i Issuer) string {
	if i.Name != "" {
		return i.Name
	}
	return strings.TrimSpace(i.ID)
}
