package check

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

var publicEmail = Rule{
	Rule: diag.Rule{ID: "privacy-email-public", Severity: diag.Error,
		Title: "A public repository holds no plain e-mail address of a learner",
		Why:   "Everyone can read the repository and its history, also after the address is removed.",
		Mend:  "run: sealpress hide-emails; the history keeps what was committed before",
		Cite:  "Regulation (EU) 2016/679, article 5(1)(c), data minimisation"},
	Family: "privacy",
	Site: func(s *Subject) {
		for _, d := range s.Decisions {
			if s.readable(anyEmail.FindString(d.Note)) {
				s.ReportMend(d.Place.At("note"), "name nobody in a note", readableEmail)
			}
		}
	},
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		if s.Catalog.Site.Repository == "public" && a.Recipient.Email != "" {
			s.Report(holder(a).At("email"), readableEmail)
		}
		if s.Catalog.Site.Repository == "public" && anyEmail.MatchString(a.Person) {
			s.ReportMend(a.Place.At("person"), "write a short label that is no address", readableEmail)
		}
	},
}

const readableEmail = "the repository is public, and this e-mail address is readable in it"

// readable reports whether everybody can read an address that is not the
// issuer's.
func (s *Subject) readable(email string) bool {
	return s.Catalog.Site.Repository == "public" && email != "" && !strings.EqualFold(email, s.Issuer.Email)
}

var publicRepository = Rule{
	Rule: diag.Rule{ID: "privacy-repository-public", Severity: diag.Note,
		Title: "A public repository shows every name",
		Why:   "In a public repository the seed is public too: addresses of unlisted pages can be computed, and names and history can be read by all.",
		Mend:  "make the repository private and write repository: private, or tell your learners",
		Cite:  "Regulation (EU) 2016/679, article 5(1)(f), confidentiality"},
	Family: "privacy",
	Site: func(s *Subject) {
		if s.Catalog.Site.Repository == "public" {
			s.Report(s.Catalog.Site.Place.At("repository"), "everyone can read the names in this repository, and compute the addresses of unlisted pages")
		}
	},
}

var recipientUnknown = Rule{
	Rule: diag.Rule{ID: "award-recipient-unknown", Severity: diag.Error,
		Title: "A recipient has something that a verifier can compare",
		Why:   "Without e-mail, hashed e-mail, web address or DID there is nothing to compare a person with, and Open Badges 2.0 has no place for the award; on a site without keys nothing is left that could be verified.",
		Mend:  "add email: (it is published only as a hash)",
		Cite:  "Open Badges 2.0, Assertion.recipient (required)"},
	Family: "openbadges",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		at := holder(a)
		switch {
		case a.Recipient.Known() || s.unusable(at.At("email"), at.At("identity"), at.At("url"), at.At("did")):
		case signs(s.Catalog) || s.signed(a.Key):
			s.note(at, "the recipient has no e-mail, hashed e-mail, web address or DID: there will be a signed credential, and nothing of Open Badges 2.0")
		default:
			s.Report(at, "the recipient has no e-mail, hashed e-mail, web address or DID")
		}
	},
}

// signed reports whether the newest edition of an award that was issued has a
// signed credential.
func (s *Subject) signed(k badge.Key) bool {
	latest, issued := s.Content.Issued.Latest(k)
	if !issued {
		return false
	}
	r, _ := s.Content.Issued.Standing(k, latest)
	return r.Signed
}

var recipientHash = Rule{
	Rule: diag.Rule{ID: "award-recipient-hash", Severity: diag.Error,
		Title: "A hashed e-mail stands with its salt, and without the e-mail",
		Why:   "Without the salt the hash cannot be compared; beside the e-mail it hides nothing.",
		Mend:  "keep email: alone, or identity: and salt:",
		Cite:  "Open Badges 2.0, IdentityObject"},
	Family: "openbadges",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		r, at := a.Recipient, holder(a)
		switch {
		case r.Email != "" && r.Identity != "":
			s.Report(at.At("identity"), "both the e-mail and its hash are given")
		case r.Identity != "" && r.Salt == "" && a.Origin.ID == "" && !s.unusable(at.At("salt")):
			s.Report(at.At("identity"), "the hashed e-mail has no salt")
		case r.Identity == "" && r.Salt != "" && !s.unusable(at.At("identity")):
			s.Report(at.At("salt"), "the salt has no hashed e-mail beside it")
		}
	},
}

var saltReused = Rule{
	Rule: diag.Rule{ID: "award-salt-reused", Severity: diag.Error,
		Title: "Each hashed e-mail has a salt of its own",
		Why:   "With one salt for many, all addresses can be guessed at once, and one person's awards can be joined.",
		Mend:  "write the e-mail again under email: for one of them, and hide it anew",
		Cite:  "Open Badges 2.0, IdentityObject, salt"},
	Family: "privacy",
	End: func(s *Subject) {
		for _, d := range s.Index.people.reused {
			again, first := s.Index.Entries[d.again], s.Index.Entries[d.first]
			at := s.placeOf(again.Key)
			if again.alone {
				at = at.At("recipient")
			}
			s.Report(at.At("salt"), "this salt is that of another award as well: %s", s.Content.Locate(s.placeOf(first.Key)))
		}
	},
}

var labelName = Rule{
	Rule: diag.Rule{ID: "award-label-names-person", Severity: diag.Warning,
		Title: "A label does not name the person",
		Why:   "Labels stay in the repository, in decisions and lists, also after the person's data was erased.",
		Mend:  "use a short neutral label such as k4f1; do it before the award is published, because its address derives from it",
		Cite:  "Regulation (EU) 2016/679, article 5(1)(c), data minimisation"},
	Family: "privacy",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		_, label := a.Key.Split()
		if w := nameIn(label, a.Recipient.Name); w != "" {
			s.Report(a.Place, "the label %q holds the person's name", label)
		}
	},
}

// nameIn returns the part of a person's name that a label holds. Short parts
// count as a whole word of the label alone, because every label has some pair
// of letters.
func nameIn(label, name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
	for _, word := range words {
		if strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII }) {
			word = plainLetters(word)
		}
		if len(word) > 3 && strings.Contains(label, word) || len(word) == 3 && slices.Contains(strings.Split(label, "-"), word) {
			return word
		}
	}
	return ""
}

// plainLetters takes the marks off letters, as people do for a label.
func plainLetters(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var emailInText = Rule{
	Rule: diag.Rule{ID: "privacy-email-in-text", Severity: diag.Error,
		Title: "No published text holds the recipient's e-mail address",
		Why:   "The address would be published in plain text.",
		Mend:  "remove the address from the text",
		Cite:  "Regulation (EU) 2016/679, article 5(1)(c), data minimisation"},
	Family: "privacy",
	Site: func(s *Subject) {
		for _, d := range s.Decisions {
			if at := anyEmail.FindString(d.Text); at != "" && !strings.EqualFold(at, s.Issuer.Email) {
				s.Report(d.Place.At("text"), "the public sentence of a decision holds an e-mail address")
			}
		}
	},
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		email := a.Recipient.Email
		if email == "" || email == strings.ToLower(s.Issuer.Email) {
			return
		}
		for i, e := range a.Evidence {
			if holds(email, e.Name, e.Description, e.URL) {
				s.Report(a.Place.Index("evidence", i), "the evidence holds the recipient's e-mail address")
			}
		}
		for i, r := range a.Results {
			if holds(email, r.By...) || holds(email, r.Grade) {
				s.Report(resultPlace(a, i), "the result holds the recipient's e-mail address")
			}
		}
		if holds(email, a.Recipient.Name) {
			s.Report(holder(a).At("name"), "the name holds the recipient's e-mail address")
		}
		if holds(email, a.Recipient.URL) {
			s.Report(holder(a).At("url"), "the address holds the recipient's e-mail address")
		}
	},
}

var emailOfOthers = Rule{
	Rule: diag.Rule{ID: "privacy-email-of-others", Severity: diag.Warning,
		Title: "No award publishes the e-mail address of an assessor or of another learner",
		Why:   "Evidence and results are published with the award, and addresses on pages are collected by those who send spam.",
		Mend:  "write a name or a role, or the public contact of the issuer",
		Cite:  "Regulation (EU) 2016/679, article 5: data minimisation"},
	Family: "privacy",
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		for i, e := range a.Evidence {
			if s.holdsOthers(a, e.Name, e.Description, e.URL) {
				s.Report(a.Place.Index("evidence", i), "the evidence publishes somebody's e-mail address")
			}
		}
		for i, r := range a.Results {
			if s.holdsOthers(a, r.By...) {
				s.Report(assessedPlace(a, i).At("by"), "the result publishes somebody's e-mail address")
			}
		}
	},
}

// holdsOthers reports whether texts hold an e-mail address that is neither the
// issuer's nor the recipient's, which is a finding of its own.
func (s *Subject) holdsOthers(a *badge.Award, texts ...string) bool {
	for _, t := range texts {
		if !strings.Contains(t, "@") {
			continue
		}
		for _, at := range anyEmail.FindAllString(t, -1) {
			at = strings.TrimRight(at, ".-")
			if !strings.EqualFold(at, s.Issuer.Email) && !strings.EqualFold(at, a.Recipient.Email) {
				return true
			}
		}
	}
	return false
}

var anyEmail = regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN-]+(\.[\pL\pN-]+)+`)

// holds reports whether a text holds an e-mail address, also as web addresses
// write it, and not only the end of a longer one.
func holds(email string, texts ...string) bool {
	for _, t := range texts {
		if !strings.ContainsAny(t, "@%") {
			continue
		}
		if plain, err := url.PathUnescape(t); err == nil {
			t = plain
		}
		for _, at := range anyEmail.FindAllString(t, -1) {
			if strings.TrimRight(strings.ToLower(at), ".-") == email {
				return true
			}
		}
	}
	return false
}
