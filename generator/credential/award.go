package credential

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/ob2"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// results are an award's results, with who assessed, when, and whether the
// identity was checked.
func (b *Builder) results(a *badge.Award, of *badge.Achievement) []ob3.Result {
	var all []ob3.Result
	for _, r := range a.Results {
		out := ob3.Result{Type: ob3.Set[string]{ob3.TypeResult}, Value: plain(r.Grade)}
		at := b.page(of) + "#assessment"
		if i := assessmentIndex(of, r.Assessment); i >= 0 {
			out.ResultDescription = b.resultID(of, i)
			at += "-" + assessmentKey(of, i)
		}
		add := func(term, code, name string) {
			out.Alignment = append(out.Alignment, ob3.Alignment{Type: ob3.Set[string]{ob3.TypeAlignment}, TargetType: term, TargetCode: code, TargetName: plain(name), TargetURL: at})
		}
		for _, by := range r.By {
			add(TermAssessedBy, "", by)
		}
		if !r.On.IsZero() {
			add(TermAssessedOn, r.On.String(), "Assessed on "+r.On.String())
		}
		if r.IdentityChecked {
			add(TermIdentity, "true", "Identity checked during the assessment")
		}
		all = append(all, out)
	}
	return all
}

func assessmentIndex(a *badge.Achievement, key string) int {
	if key == "" && len(a.Assessments) == 1 {
		return 0
	}
	for i := range a.Assessments {
		if a.Assessments[i].Key == key {
			return i
		}
	}
	return -1
}

// datedPrefix begins the narrative of evidence that has a day: the standard
// has no member for it.
const datedPrefix = "Date: "

func evidenceOf(a *badge.Award) []ob3.Evidence {
	var all []ob3.Evidence
	for _, e := range a.Evidence {
		out := ob3.Evidence{ID: e.URL, Type: ob3.Set[string]{ob3.TypeEvidence}, Name: plain(e.Name), Description: plain(e.Description)}
		if !e.Date.IsZero() {
			out.Narrative = datedPrefix + e.Date.String()
		}
		all = append(all, out)
	}
	return all
}

// Recipient says whose an award is in Open Badges 2.0, by what is best
// compared: a hashed e-mail before an address of the person's own. ok is false
// where there is nothing to compare.
func Recipient(a *badge.Award, seed badge.Seed) (id ob2.IdentityObject, ok bool) {
	switch r := a.Recipient; {
	case r.Email != "":
		return ob2.Email(r.Email, seed.Salt(a.Key)), true
	case r.Identity != "":
		return ob2.IdentityObject{Type: "email", Hashed: true, Salt: r.Salt, Identity: r.Identity}, true
	case r.URL != "":
		return ob2.IdentityObject{Type: "url", Identity: r.URL}, true
	case r.DID != "":
		return ob2.IdentityObject{Type: "url", Identity: r.DID}, true
	}
	return ob2.IdentityObject{}, false
}

// Binding digests what an issued award promises: the name as signed, the
// recipient, achievement and version, the dates, results, evidence and
// assessment. How a page is listed is free. An e-mail and its hashed form are
// the same recipient.
func Binding(a *badge.Award, of *badge.Achievement, site *badge.Site) [16]byte {
	said := make([]byte, 0, 1024)
	add := func(words ...string) {
		for _, w := range words {
			said = binary.LittleEndian.AppendUint32(said, uint32(len(w)))
			said = append(said, w...)
		}
	}
	id, _ := Recipient(a, site.Seed)
	add("binding 1", a.Recipient.Shown(a.ShownNames(site, of)), id.Type, strings.ToLower(id.Identity), id.Salt, a.Recipient.URL, a.Recipient.DID,
		of.Slug, fmt.Sprint(of.Version), a.Awarded.String(), a.Expires(of).String())
	add("results", fmt.Sprint(len(a.Results)))
	for _, r := range a.Results {
		add(r.Assessment, r.Grade, r.On.String(), fmt.Sprint(r.IdentityChecked), fmt.Sprint(len(r.By)))
		add(r.By...)
	}
	add("evidence", fmt.Sprint(len(a.Evidence)))
	for _, e := range a.Evidence {
		add(e.Name, e.Description, e.URL, e.Date.String())
	}
	sum := sha256.Sum256(said)
	return [16]byte(sum[:16])
}

// Frozen digests what of an achievement does not change after its first
// award: kind, criteria, outcomes, level, workload, assessment, validity.
func Frozen(a *badge.Achievement) string {
	text, err := json.Marshal([]any{a.Kind, a.Criteria, a.Outcomes, a.Level, a.Workload, a.Assessments, a.ValidFor})
	if err != nil {
		panic(fmt.Sprintf("credential: an achievement that cannot be written: %v", err))
	}
	sum := sha256.Sum256(text)
	return fmt.Sprintf("%x", sum[:16])
}

// FormerStub is what answers at the address of a credential that was replaced
// or erased: plain JSON that names nobody.
func FormerStub(site address.Site, id, replacedBy string) ([]byte, error) {
	stub := struct {
		Context      []string `json:"@context"`
		ID           string   `json:"id"`
		Type         []string `json:"type"`
		SupersededBy string   `json:"supersededBy,omitempty"`
	}{ob3.Contexts(), site.URL(address.Credential(id)), ob3.CredentialTypes(), ""}
	if replacedBy != "" {
		stub.SupersededBy = site.URL(address.Credential(replacedBy))
	}
	return ob3.Marshal(stub)
}

// fragment returns what follows the number sign of an address.
func fragment(addr string) string {
	_, f, _ := strings.Cut(addr, "#")
	return f
}

// own returns an address unless it leads to a fragment of the achievement's
// own page, which stands where there is no address.
func own(addr, page string) string {
	if strings.HasPrefix(addr, page+"#") {
		return ""
	}
	return addr
}
