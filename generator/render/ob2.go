package render

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// openBadges2 yields the documents of hosted verification that awards share:
// the issuer's profile and revocations, a BadgeClass for each version of each
// achievement.
func (s *site) openBadges2(yield func(Entry) bool) bool {
	if !yield(document(address.IssuerProfile(), s.sum(s.base, "profile"), func() (any, error) { return s.profile(), nil })) {
		return false
	}
	revoked := s.revoked()
	if !yield(document(address.Revocations(), s.sum(s.base, "revocations", revoked), func() (any, error) { return s.revocations(revoked), nil })) {
		return false
	}
	for _, a := range s.Achievements {
		if !yield(document(address.BadgeClass(a.Slug, a.Version), s.sum(s.base, "badgeclass", s.digests[a]), func() (any, error) { return s.badgeClass(a), nil })) {
			return false
		}
	}
	return true
}

// hosted yields the Assertion of an award.
func (s *site) hosted(e check.Entry, yield func(Entry) bool) bool {
	if !s.publishes("ob2") || !e.Known {
		return true
	}
	return yield(file(address.Assertion(e.ID), s.assertionDigest(e), func() ([]byte, error) { return s.assertion(e) }))
}

// document is the entry of a document of Open Badges 2.0.
func document(p address.Path, fp digest, make func() (any, error)) Entry {
	return file(p, fp, func() ([]byte, error) {
		doc, err := make()
		if err != nil {
			return nil, err
		}
		return ob2.Marshal(doc)
	})
}

// assertionDigest is the fingerprint of an award's Assertion.
func (s *site) assertionDigest(e check.Entry) digest {
	return s.sum(s.base, "assertion", e.ID, s.saidDigest(e), e.Decided.State, e.Decided.Last)
}

// profile is the issuer. Its policy binds Assertions to this very site, so
// that a neighbour on a shared host cannot make one that counts.
func (s *site) profile() ob2.Profile {
	p := ob2.Profile{
		Context: ob2.Context, Type: "Profile", ID: s.address.URL(address.IssuerProfile()),
		Name: s.Issuer.Name, URL: s.Issuer.URL, Email: s.Issuer.Email, Description: s.Issuer.Description,
		RevocationList: s.address.URL(address.Revocations()),
		Verification: ob2.VerificationObject{Type: "VerificationObject", AllowedOrigins: []string{s.address.Host()},
			StartsWith: []string{s.address.String()}},
	}
	if at, ok := s.logos()[s.Issuer.Logo]; ok {
		p.Image = s.address.URL(at)
	}
	return p
}

func (s *site) badgeClass(a *badge.Achievement) ob2.BadgeClass {
	page := address.Achievement(a.Slug)
	if a.Version > 1 {
		page = address.AchievementVersion(a.Slug, a.Version)
	}
	b := ob2.BadgeClass{
		Context: ob2.Context, Type: "BadgeClass", ID: s.address.URL(address.BadgeClass(a.Slug, a.Version)),
		Language: a.Language, Version: strconv.Itoa(a.Version), Name: a.Name, Description: a.Description,
		Image:    s.address.URL(address.AchievementFile(a.Slug, a.Version, "image.png")),
		Criteria: ob2.Criteria{ID: s.address.URL(page), Narrative: string(a.Criteria)},
		Issuer:   s.address.URL(address.IssuerProfile()), Tags: a.Tags,
	}
	for _, o := range a.Outcomes {
		if o.Skill.URL != "" {
			b.Alignment = append(b.Alignment, ob2.AlignmentObject{TargetName: o.Skill.Name, TargetURL: o.Skill.URL,
				TargetDescription: o.Statement, TargetFramework: o.Skill.Framework, TargetCode: o.Skill.Code})
		}
	}
	if n := a.Level.EQF; n > 0 {
		level := strconv.Itoa(n)
		b.Alignment = append(b.Alignment, ob2.AlignmentObject{TargetName: "EQF level " + level, TargetURL: "http://data.europa.eu/snb/eqf/" + level,
			TargetFramework: "European Qualifications Framework", TargetCode: level})
	}
	return b
}

// assertion is an award as verifiers fetch it; cut down where the award does
// not stand, because verifiers overlook "revoked" beside a full document. It is
// not to be changed: several files show it.
func (s *site) assertion(e check.Entry) ([]byte, error) {
	if e.Decided.State != badge.Standing {
		return ob2.Marshal(s.revokedAssertion(e.ID, e.Decided, ""))
	}
	d, err := s.said(e)
	if err != nil {
		return nil, err
	}
	d.once.Do(func() { d.assertion, d.err = s.makeAssertion(e, d) })
	return d.assertion, d.err
}

func (s *site) makeAssertion(e check.Entry, d *said) ([]byte, error) {
	doc := ob2.Assertion{
		Context: ob2.Context, Type: "Assertion", ID: s.address.URL(address.Assertion(e.ID)),
		Badge:        s.address.URL(address.BadgeClass(e.Achievement.Slug, e.Achievement.Version)),
		Verification: ob2.VerificationObject{Type: "HostedBadge"},
		IssuedOn:     ob2.DateTime(d.Awarded.Start()),
	}
	if err := json.Unmarshal(d.recipient, &doc.Recipient); err != nil {
		return nil, fmt.Errorf("reading the recipient of %s: %w", e.Key, err)
	}
	if s.bakes(e) {
		doc.Image = s.address.URL(address.BakedPNG(e.ID))
	}
	if !d.ValidUntil.IsZero() {
		doc.Expires = ob2.DateTime(d.ValidUntil.End())
	}
	for _, ev := range d.Evidence {
		doc.Evidence = append(doc.Evidence, ob2.Evidence{Type: "Evidence", ID: ev.URL, Name: ev.Name, Description: ev.Description})
	}
	return ob2.Marshal(doc)
}

// revokedAssertion is what is left of the document of an award that does not
// stand. An erased one gives no reason.
func (s *site) revokedAssertion(id string, o badge.Outcomes, replacedBy string) ob2.RevokedAssertion {
	return ob2.RevokedAssertion{Context: ob2.Context, Type: "Assertion", ID: s.address.URL(address.Assertion(id)), Revoked: true,
		RevocationReason: s.revocationReason(o, replacedBy)}
}

func (s *site) revocationReason(o badge.Outcomes, replacedBy string) string {
	if o.State == badge.Erased || o.Last == nil {
		return ""
	}
	reason := reasonText(o.Last.Reason)
	if o.State == badge.Suspended {
		reason = "Suspended" + prefixed(": ", reason)
	}
	if replacedBy != "" {
		reason = "Replaced by " + s.address.URL(address.Assertion(replacedBy)) + prefixed(": ", reason)
	}
	if reason == "" {
		return o.Last.Text
	}
	return reason + prefixed(". ", o.Last.Text)
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// reasonText is a reason in words, for documents that are read by machines
// and, sometimes, people; pages have their own in each language.
func reasonText(code string) string {
	return map[string]string{
		"assessment-invalid":      "the assessment turned out not to count",
		"awarded-in-error":        "awarded in error",
		"corrected":               "corrected",
		"requirements-lapsed":     "a requirement no longer holds",
		"requested-by-holder":     "requested by the holder",
		"under-review":            "under review",
		"issuer-key-compromised":  "the issuer's key was compromised",
		"accreditation-withdrawn": "the accreditation was withdrawn",
	}[code]
}

// revoked lists the Assertions that do not stand; none where no Assertions
// are published.
func (s *site) revoked() []ob2.RevokedListEntry {
	list := []ob2.RevokedListEntry{}
	if !s.publishes("ob2") {
		return list
	}
	for _, e := range s.Awards() {
		if e.Decided.State != badge.Standing && e.Known {
			list = append(list, ob2.RevokedListEntry{ID: s.address.URL(address.Assertion(e.ID)), RevocationReason: s.revocationReason(e.Decided, "")})
		}
	}
	for _, w := range s.Withdrawn() {
		list = append(list, ob2.RevokedListEntry{ID: s.address.URL(address.Assertion(w.ID)), RevocationReason: s.revocationReason(w.Decided, w.ReplacedBy)})
	}
	return list
}

func (s *site) revocations(list []ob2.RevokedListEntry) ob2.RevocationList {
	return ob2.RevocationList{Context: ob2.Context, Type: "RevocationList", ID: s.address.URL(address.Revocations()),
		Issuer: s.address.URL(address.IssuerProfile()), RevokedAssertions: list}
}
