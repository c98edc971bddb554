package generator

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

// decision is a row of a decision file in the table below.
type decision struct{ on, action, reason, text string }

// edition is what must be true of one edition of the award.
type edition struct {
	state  string // as in the theme's texts; empty: it stands
	reason string // revocationReason, with NEW for the address of the newest edition's Assertion
	says   []string
}

// What each state means for the page, the Assertion and the revocation list.
func TestStatesShowInEveryOutput(t *testing.T) {
	const key, holder = badge.Key("2026-05-first-aid/k4f2"), "Bruno Ek"
	for _, c := range []struct {
		name      string
		decisions []decision
		editions  []edition
	}{
		{"no decision", nil, []edition{{}}},
		{"suspended", []decision{{"2026-06-01", "suspend", "under-review", ""}},
			[]edition{{"suspended", "Suspended: under review", []string{"1 June 2026"}}}},
		{"reinstated", []decision{{"2026-06-01", "suspend", "under-review", ""}, {"2026-06-02", "reinstate", "", ""}}, []edition{{}}},
		{"revoked", []decision{{"2026-06-01", "revoke", "awarded-in-error", "Two files were mixed up."}},
			[]edition{{"revoked", "awarded in error. Two files were mixed up.", []string{"1 June 2026", "Two files were mixed up."}}}},
		{"revoked without a reason", []decision{{"2026-06-01", "revoke", "", ""}}, []edition{{"revoked", "", nil}}},
		{"revoked with a sentence alone", []decision{{"2026-06-01", "revoke", "", "Two files were mixed up."}},
			[]edition{{"revoked", "Two files were mixed up.", []string{"Two files were mixed up."}}}},
		{"suspended, then revoked", []decision{{"2026-06-01", "suspend", "under-review", ""}, {"2026-06-02", "revoke", "requirements-lapsed", ""}},
			[]edition{{"revoked", "a requirement no longer holds", []string{"2 June 2026"}}}},
		{"a second edition", []decision{{"2026-06-01", "reissue", "corrected", ""}},
			[]edition{{"superseded", "Replaced by NEW: corrected", nil}, {}}},
		{"a third edition", []decision{{"2026-06-01", "reissue", "corrected", ""}, {"2026-06-02", "reissue", "corrected", ""}},
			[]edition{{"superseded", "Replaced by NEW: corrected", nil}, {"superseded", "Replaced by NEW: corrected", nil}, {}}},
		{"a second edition, suspended", []decision{{"2026-06-01", "reissue", "corrected", ""}, {"2026-06-02", "suspend", "under-review", ""}},
			[]edition{{"superseded", "Replaced by NEW: corrected", nil}, {"suspended", "Suspended: under review", nil}}},
		{"revoked, then a second edition", []decision{{"2026-06-01", "revoke", "awarded-in-error", ""}, {"2026-06-02", "reissue", "corrected", ""}},
			[]edition{{"superseded", "Replaced by NEW: corrected", nil}, {}}},
		{"erased", []decision{{"2026-06-01", "erase", "requested-by-holder", ""}}, []edition{{"erased", "", nil}}},
		{"erased with former editions", []decision{{"2026-06-01", "reissue", "corrected", ""}, {"2026-06-02", "erase", "requested-by-holder", ""}},
			[]edition{{"erased", "", nil}, {"erased", "", nil}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			content := sample(t)
			for i, d := range c.decisions {
				more := ""
				if d.reason != "" {
					more += "reason: " + d.reason + "\n"
				}
				if d.text != "" {
					more += "text: " + d.text + "\n"
				}
				decide(content, d.on+"-"+string(rune('a'+i)), string(key), d.action, more+"note: Never published, by nobody.\n")
				if d.action == "erase" {
					content.replace(t, "awards/2026-05-first-aid.yaml", "  k4f2:\n    name: Bruno Ek\n    email: bruno@example.org\n    result: pass\n    listing: listed\n", "")
				}
			}
			s := rendered(t, content.config())
			walk(t, s)
			newest := s.catalog.Site.Seed.ID(key, len(c.editions)-1)
			for i, e := range c.editions {
				e.reason = strings.ReplaceAll(e.reason, "NEW", s.at.URL(address.Assertion(newest)))
				s.checkEdition(t, s.catalog.Site.Seed.ID(key, i), newest, holder, e)
			}
		})
	}
}

func (s tree) checkEdition(t *testing.T, id, newest, holder string, want edition) {
	t.Helper()
	page := s.files[address.Award(id).File()]
	shown := text(parsePage(t, id, page).root)
	doc := s.documents(t)[address.Assertion(id).File()]
	url := s.at.URL(address.Assertion(id))
	inList := strings.Contains(s.files["issuer/revocations.json"], `"id":"`+url+`"`)

	if strings.Contains(page, "Never published") {
		t.Errorf("the page of %s shows a note", id)
	}
	if want.state == "" {
		if doc["revoked"] != nil || doc["badge"] == nil || inList {
			t.Errorf("%s stands, and its Assertion is %v, listed as revoked: %v", id, doc, inList)
		}
		if !strings.Contains(shown, holder) || !strings.Contains(shown, "Tom Byrne") || !strings.Contains(shown, "Observed scenario sheets") {
			t.Errorf("%s stands, and its page lacks holder, assessor or evidence", id)
		}
		return
	}
	whole := object{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": url, "revoked": true}
	if want.reason != "" {
		whole["revocationReason"] = want.reason
	}
	if diff := cmp.Diff(whole, doc); diff != "" {
		t.Errorf("Assertion of %s (-want +got):\n%s", id, diff)
	}
	if !inList {
		t.Errorf("%s is %s, and revocations.json does not list it", id, want.state)
	}
	says := append([]string{"status-" + want.state}, want.says...)
	if want.state == "superseded" {
		says = append(says, `href="`+s.at.Href(address.Award(newest))+`"`)
	}
	for _, part := range says {
		if !strings.Contains(page, part) {
			t.Errorf("the page of %s, which is %s, does not say %q", id, want.state, part)
		}
	}
	never := []string{holder, "Bruno", "Tom Byrne", "Observed scenario sheets", ">pass<", "identity-checked"}
	if want.state == "erased" || want.state == "superseded" {
		never = append(never, "Emergency First Aid")
	}
	for _, part := range never {
		if strings.Contains(page, part) {
			t.Errorf("the page of %s, which is %s, says %q", id, want.state, part)
		}
	}
}

// A notice for one language is read in the other as well.
func TestWithdrawnPagesExistInEveryLanguage(t *testing.T) {
	s := rendered(t, sample(t).config())
	id, _ := s.passed.IDOf("2026-05-first-aid/k4f6")
	for lang, want := range map[string]string{"": "10 June 2026", "it": "10 giugno 2026"} {
		if page := s.files[address.Award(id).In(lang).File()]; !strings.Contains(page, want) {
			t.Errorf("the page of a revoked award in %q does not say %q", lang, want)
		}
	}
	var list struct{ RevokedAssertions []object }
	if err := json.Unmarshal([]byte(s.files["issuer/revocations.json"]), &list); err != nil || len(list.RevokedAssertions) != 1 {
		t.Errorf("revocations.json: %v, %v", list, err)
	}
}
