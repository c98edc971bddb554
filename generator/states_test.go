package generator

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/store"
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
		for _, how := range []string{"hosted", "issued"} {
			t.Run(c.name+"/"+how, func(t *testing.T) {
				t.Parallel()
				content := newIssuing(sample(t))
				if how == "issued" {
					content = issuedSample(t)
				}
				for i, d := range c.decisions {
					more := ""
					if d.reason != "" {
						more += "reason: " + d.reason + "\n"
					}
					if d.text != "" {
						more += "text: " + d.text + "\n"
					}
					if d.action == "erase" {
						content.erase(t, key, brunoEk, d.on)
					} else {
						decide(content.files, d.on+"-"+string(rune('a'+i)), string(key), d.action, more+"note: Never published, by nobody.\n")
					}
					if how == "issued" {
						content.issue(t)
					}
				}
				s := rendered(t, content.config())
				if how == "issued" {
					walkCredentials(t, s)
					walkPrivacy(t, s)
				} else {
					walk(t, s)
				}
				newest := s.catalog.Site.Seed.ID(key, len(c.editions)-1)
				for i, e := range c.editions {
					e.reason = strings.ReplaceAll(e.reason, "NEW", s.at.URL(address.Assertion(newest)))
					s.checkEdition(t, s.catalog.Site.Seed.ID(key, i), newest, holder, e)
				}
			})
		}
	}
}

// brunoEk is the award 2026-05-first-aid/k4f2 in its file.
const brunoEk = "  k4f2:\n    name: Bruno Ek\n    email: bruno@example.org\n    result: pass\n    listing: listed\n"

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

// outputs says of each output of an award what it holds: all of it, a part, or
// nothing.
type outputs struct {
	Page, Assertion, Credential, Token, PNG, SVG string
	Revoked, Suspended                           bool // bits of the status lists
	Listed                                       bool // in revocations.json
}

// outputsOf looks at every output of an award.
func (s *issuing) outputsOf(t *testing.T, built tree, id string, at store.Status) outputs {
	t.Helper()
	var o outputs
	page, docs := built.files[address.Award(id).File()], built.documents(t)
	switch state := regexp.MustCompile(`status-(suspended|revoked|superseded|erased)`).FindStringSubmatch(page); {
	case state != nil:
		o.Page = state[1]
	case strings.Contains(page, "Observed scenario sheets") && strings.Contains(page, "Tom Byrne"):
		o.Page = "full"
	}
	switch d := docs[address.Assertion(id).File()]; {
	case d == nil:
		o.Assertion = "absent"
	case len(d) == 4 && d["revoked"] == true:
		o.Assertion = "bare"
	case len(d) == 5 && d["revoked"] == true && d["revocationReason"] != nil:
		o.Assertion = "cut down"
	case d["revoked"] == nil && d["badge"] != nil:
		o.Assertion = "full"
	}
	switch d := docs[address.Credential(id).File()]; {
	case d == nil:
		o.Credential = "absent"
	case d["proof"] != nil && d["credentialSubject"] != nil:
		o.Credential = "full"
	case len(d) == 3:
		o.Credential = "stub"
	case len(d) == 4 && d["supersededBy"] != nil:
		o.Credential = "stub with successor"
	}
	o.Token = "absent"
	if token := built.files[address.CredentialJWT(id).File()]; strings.Contains(plain(".jwt", token), `"jti"`) {
		o.Token = "full"
	}
	o.PNG = versionsIn(s.baked(t, address.BakedPNG(id).File()))
	o.SVG = versionsIn(built.files[address.BakedSVG(id).File()])
	o.Revoked, o.Suspended = built.bit(t, credential.Revocation, at), built.bit(t, credential.Suspension, at)
	o.Listed = strings.Contains(built.files["issuer/revocations.json"], `"id":"`+built.at.URL(address.Assertion(id))+`"`)
	return o
}

// versionsIn names the credentials in a picture.
func versionsIn(picture string) string {
	if picture == "" {
		return "absent"
	}
	inside, err := baking.Unbake([]byte(picture))
	if err != nil {
		return err.Error()
	}
	var names []string
	for _, c := range inside {
		names = append(names, fmt.Sprintf("%d.0", c.Version))
	}
	return strings.Join(names, " ")
}

// bit returns what the published status list says of a place in it.
func (s tree) bit(t *testing.T, purpose string, at store.Status) bool {
	t.Helper()
	if at.List == 0 {
		return false
	}
	c, err := bitstring.ParseCredential([]byte(s.files[address.StatusList(purpose, int(at.List)).File()]))
	if err != nil {
		t.Fatal(err)
	}
	list, err := bitstring.Decode(c.CredentialSubject.EncodedList, bitstring.MinEntries)
	if err != nil {
		t.Fatal(err)
	}
	on, err := list.Get(int(at.Index))
	if err != nil {
		t.Fatal(err)
	}
	return on
}

// Each state in each output, as they stand side by side on one site.
func TestStatesOfIssuedAwards(t *testing.T) {
	s := newIssuing(sample(t))
	s.drop(t, "decisions/*")
	suspends(s.files)
	s.newKey(t, "main", "2026-01-01")
	s.issue(t)
	places := map[string]store.Status{}
	for r := range s.open(t).Records() {
		places[r.ID] = r.Status
	}
	decide(s.files, "2026-06-01-a", "2026-05-first-aid/k4f3", "suspend", "reason: under-review\n")
	decide(s.files, "2026-06-02-b", "2026-05-first-aid/k4f6", "revoke", "reason: awarded-in-error\n")
	decide(s.files, "2026-06-03-c", "2026-05-first-aid/k4f4", "reissue", "reason: corrected\n")
	s.erase(t, "2026-05-first-aid/k4f2", brunoEk, "2026-06-04")
	s.issue(t)
	s.files["awards/2026-05-first-aid.yaml"] += "  k4f9:\n    name: Late Arrival\n    email: late@example.org\n    result: pass\n"
	for _, step := range []string{"first-drill", "aed-basics"} { // required on the pathway
		s.files["awards/2026-04-"+step+".yaml"] = "achievement: " + step + "\nawarded: 2026-04-20\nawards:\n  k9:\n    name: Late Arrival\n    email: late@example.org\n"
	}
	built := rendered(t, s.config())
	walk(t, built)
	const full, absent = "full", "absent"
	for _, c := range []struct {
		state   string
		award   badge.Key
		edition int
		want    outputs
	}{
		{"not issued", "2026-05-first-aid/k4f9", 0, outputs{full, full, absent, absent, "2.0", absent, false, false, false}},
		{"issued", "2026-05-first-aid/k4f1", 0, outputs{full, full, full, full, "2.0 3.0", "3.0", false, false, false}},
		{"expired", "2023-10-first-aid/a1", 0, outputs{full, full, full, full, "2.0 3.0", "3.0", false, false, false}},
		{"suspended", "2026-05-first-aid/k4f3", 0, outputs{"suspended", "cut down", full, full, "2.0 3.0", "3.0", false, true, true}},
		{"revoked", "2026-05-first-aid/k4f6", 0, outputs{"revoked", "cut down", full, full, "2.0 3.0", "3.0", true, false, true}},
		{"superseded", "2026-05-first-aid/k4f4", 0, outputs{"superseded", "cut down", "stub with successor", absent, absent, absent, true, false, true}},
		{"its successor", "2026-05-first-aid/k4f4", 1, outputs{full, full, full, full, "2.0 3.0", "3.0", false, false, false}},
		{"erased", "2026-05-first-aid/k4f2", 0, outputs{"erased", "bare", "stub", absent, absent, absent, true, false, true}},
	} {
		id := built.catalog.Site.Seed.ID(c.award, c.edition)
		if diff := cmp.Diff(c.want, s.outputsOf(t, built, id, places[id])); diff != "" {
			t.Errorf("an award that is %s (-want +got):\n%s", c.state, diff)
		}
	}
	page := built.files[address.Award(built.catalog.Site.Seed.ID("2023-10-first-aid/a1", 0)).File()]
	if !strings.Contains(page, "2026-10-") {
		t.Error("the page of an expired award does not print the day until which it was valid")
	}
	for name, text := range s.files {
		if strings.Contains(text, "Bruno Ek") && strings.HasPrefix(name, "issued/") && strings.Contains(text, "2026-05-first-aid/k4f2") {
			t.Errorf("%s still names who asked to be erased", name)
		}
	}
}
