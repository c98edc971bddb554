package badge

import (
	"strings"
	"unicode"

	"github.com/sealpress/sealpress/generator/source"
)

// Cohort is one file of awards (content/awards/<name>.yaml).
type Cohort struct {
	Place    source.Place
	Name     string // of the file, without its ending
	Approved Approval
	Awards   []*Award // in the order of the file
}

// Approval is the consent of a second person to a cohort.
type Approval struct {
	By string
	On Date
}

// Award is one person's achievement. Defaults at the top of a cohort have
// been filled in.
type Award struct {
	Place       source.Place
	Key         Key
	ID          string // pinned address; empty: derived from the seed
	Achievement Reference
	Recipient   Recipient
	Person      string // joins one person's awards; never published
	Awarded     Date
	ValidUntil  Date // zero: from the achievement's ValidFor
	Evidence    []Evidence
	Results     []Result
	Renews      string // key of the award that this one renews
	Listing     Listing
	Names       Names
	Language    string `json:",omitempty"` // in which the holder is written to, BCP 47; never published
	Origin      Origin `json:",omitzero"`  // where it was issued before; zero: here first

	Digest [16]byte `json:"-"` // of all of the above, as it was loaded
}

// Origin is a credential of another platform of which an award is made. It is
// shown on the award's page and is not a part of what is signed.
type Origin struct {
	ID      string // of the credential there: a web address or URN
	Issuer  string // who issued it, in the words of the credential
	On      Date   // the day on which it was issued
	Checked Date   // the day on which it was verified
	Outcome string // one of OriginOutcomes
	File    string // the credential as it was, below the content folder; never published
}

// OriginOutcomes lists what verifying a credential of another platform came
// to, where an award was made of it. One that is revoked or not valid makes no
// award.
func OriginOutcomes() []string { return []string{"valid", "expired", "unconfirmed"} }

// Key names an award in its repository: "<file>/<label>". It never changes,
// because the award's address derives from it. The key of a file that holds
// one award is "<file>/<file>".
type Key string

// MakeKey joins a cohort's name and a label.
func MakeKey(cohort, label string) Key { return Key(cohort + "/" + label) }

// Split returns the cohort's name and the label.
func (k Key) Split() (cohort, label string) {
	cohort, label, _ = strings.Cut(string(k), "/")
	return cohort, label
}

// Reference names an achievement and, when pinned, a version of it.
type Reference struct {
	Slug    string
	Version int // 0: the newest
}

// Recipient is who earned it.
type Recipient struct {
	Name     string
	Email    string
	Identity string // hashed e-mail: "sha256$" and 64 hexadecimal digits
	Salt     string // of Identity
	URL      string
	DID      string
}

// Known reports whether there is anything that a verifier can compare.
func (r Recipient) Known() bool {
	return r.Email != "" || r.Identity != "" || r.URL != "" || r.DID != ""
}

// Shown returns the name as a page shows it.
func (r Recipient) Shown(n Names) string {
	switch n {
	case NoName:
		return ""
	case Initials:
		return initials(r.Name)
	}
	return r.Name
}

// initials returns the first letter of each word of a name, each with a full
// stop: "Ada Rossi" → "A. R."; combining marks stay with their letter.
func initials(name string) string {
	var out []string
	for word := range strings.FieldsSeq(name) {
		letters := []rune(word)
		n := 0
		for n < len(letters) && !unicode.IsLetter(letters[n]) {
			n++
		}
		if n == len(letters) {
			continue
		}
		end := n + 1
		for end < len(letters) && unicode.IsMark(letters[end]) {
			end++
		}
		out = append(out, strings.ToUpper(string(letters[n:end]))+".")
	}
	return strings.Join(out, " ")
}

// Evidence is what was seen of a holder's work.
type Evidence struct {
	Name, Description, URL string
	Date                   Date
}

// Result is the outcome of one assessment.
type Result struct {
	Assessment      string // key; empty: the only one
	Grade           string
	By              []string // persons or roles
	On              Date
	IdentityChecked bool
}

// Expires returns the last day on which an award is valid; the zero Date
// means that it does not expire.
func (a *Award) Expires(of *Achievement) Date {
	if !a.ValidUntil.IsZero() || of == nil || of.ValidFor.IsZero() {
		return a.ValidUntil
	}
	return a.Awarded.Add(of.ValidFor)
}

// ShownListing returns the award's listing, or the site's where it has none.
func (a *Award) ShownListing(s *Site) Listing {
	if a.Listing != "" {
		return a.Listing
	}
	return s.Privacy.Listing
}

// ShownNames returns how the holder's name is shown: the award's choice, else
// the site's; a micro-credential always names its holder.
func (a *Award) ShownNames(s *Site, of *Achievement) Names {
	switch {
	case a.Recipient.Name == "":
		return NoName // it came from a platform that did not know it
	case of != nil && of.Kind == MicroCredential:
		return FullName
	case a.Names != "":
		return a.Names
	}
	return s.Privacy.Names
}
