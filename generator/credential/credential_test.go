package credential_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

func noon(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 12, 0, 0, 0, time.UTC) }

// subjectOfWhole is the holder of newWhole's award, as the seed derives it.
const subjectOfWhole = "d8170a0d-07f8-5f48-8dac-fda5502d510c"

// said is what of an award, an achievement and an issuer a credential says.
// Not said are artwork, translations, recognition, the pathway, the code of a
// skill beside its address, and how long awards are valid, which the last day
// tells.
func said(a *badge.Award, of *badge.Achievement, c *badge.Catalog) *credential.Facts {
	f := &credential.Facts{Holder: a.Recipient.Shown(a.ShownNames(&c.Site, of)), Awarded: a.Awarded, ValidUntil: a.Expires(of), Evidence: a.Evidence}
	def, by := *of, c.Issuer
	def.Place.File, def.Place.Path, def.Newest, def.Pathway, def.Recognition, def.ValidFor = "", "", false, "", nil, badge.Period{}
	def.Image, def.Translations = badge.Image{}, nil
	def.Outcomes = slices.Clone(of.Outcomes)
	for i := range def.Outcomes {
		def.Outcomes[i].Skill.Code = ""
	}
	by.Place.File, by.Place.Path, by.Logo, by.Story, by.Translations = "", "", "", "", nil
	if of.Kind == badge.Badge {
		by.Accreditations = nil // a badge borrows no weight from them
	}
	f.Achievement, f.Issuer, f.Results = &def, &by, slices.Clone(a.Results)
	def.Assessments = slices.Clone(of.Assessments)
	for i := range def.Assessments {
		if def.Assessments[i].Key == "" {
			def.Assessments[i].Key = strconv.Itoa(i + 1) // without a key, its number names it
		}
	}
	for i := range f.Results {
		if f.Results[i].Assessment == "" {
			f.Results[i].Assessment = def.Assessments[0].Key
		}
	}
	return f
}

// derived are the members of Facts that the author did not write.
var derived = cmpopts.IgnoreFields(credential.Facts{}, "SubjectID", "IssuerDID", "Status", "Form")

func TestReadGivesBackWhatTheAuthorWrote(t *testing.T) {
	w := newWhole(t)
	got, err := credential.Read(w.credential(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(said(w.award, w.achievement, w.catalog), got, derived, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("what was read (-written +read):\n%s", diff)
	}
	if got.IssuerDID != "did:web:credentials.harbour.example" || got.SubjectID != w.catalog.Site.Seed.Subjects().ID(w.award.Key) || got.Status != (credential.Status{List: 3, Index: 4711}) {
		t.Errorf("issuer %s, subject %s, status %+v", got.IssuerDID, got.SubjectID, got.Status)
	}
}

// sample yields every award of the sample site.
func sample(t testing.TB, do func(*credential.Builder, *badge.Catalog, *badge.Award, *badge.Achievement)) {
	t.Helper()
	content, err := load.Dir(t.Context(), os.DirFS(filepath.Join("..", "..", "content")), "content")
	if err != nil {
		t.Fatal(err)
	}
	c := content.Catalog
	site, err := address.Parse(c.Site.URL)
	if err != nil {
		t.Fatal(err)
	}
	b, err := credential.NewBuilder(c, site)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, co := range content.Cohorts(t.Context()) {
		for _, a := range co.Awards {
			do(b, c, a, c.Achievement(a.Achievement.Slug, a.Achievement.Version))
			n++
		}
	}
	if n < 40 {
		t.Fatalf("the sample has %d awards", n)
	}
}

func TestEverySampleAwardIsReadAsItWasWritten(t *testing.T) {
	var r credential.Reader
	sample(t, func(b *credential.Builder, c *badge.Catalog, a *badge.Award, of *badge.Achievement) {
		doc, err := b.Credential(a, of, id, credential.Status{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Read(doc)
		if err != nil {
			t.Fatalf("%s: %v", a.Key, err)
		}
		if diff := cmp.Diff(said(a, of, c), got, derived, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-written +read):\n%s", a.Key, diff)
		}
		conforms(t, string(a.Key), doc)
		if credential.Binding(a, of, &c.Site) == ([16]byte{}) {
			t.Errorf("%s has no binding", a.Key)
		}
	})
}

// conforms holds a document against the standard, and checks that it is
// written as the standard's own types write it.
func conforms(t *testing.T, name string, doc []byte) {
	t.Helper()
	for _, v := range ob3.Check(doc) {
		if v.Path != "/proof" {
			t.Errorf("%s: %v", name, v)
		}
	}
	parsed, err := ob3.Parse(doc)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	again, err := ob3.Marshal(parsed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(again), string(doc)); diff != "" {
		t.Errorf("%s is not as the standard's types write it (-types +builder):\n%s", name, diff)
	}
}

func TestDocumentConforms(t *testing.T) {
	for name, change := range map[string]func(*whole){
		"everything":          func(*whole) {},
		"no end":              func(w *whole) { w.achievement.ValidFor = badge.Period{} },
		"a badge":             func(w *whole) { w.achievement.Kind = badge.Badge },
		"nameless":            func(w *whole) { w.achievement.Kind, w.award.Names = badge.Badge, badge.NoName },
		"initials":            func(w *whole) { w.achievement.Kind, w.award.Names = badge.Badge, badge.Initials },
		"of a DID":            func(w *whole) { w.award.Recipient = badge.Recipient{Name: "A", DID: "did:web:a.example"} },
		"of a URL":            func(w *whole) { w.award.Recipient = badge.Recipient{Name: "A", URL: "https://a.example/"} },
		"no assessments":      func(w *whole) { w.achievement.Assessments, w.award.Results = nil, nil },
		"no evidence":         func(w *whole) { w.award.Evidence = nil },
		"a narrower language": func(w *whole) { w.achievement.Language = "de-CH-1996" },
		"no logo":             func(w *whole) { w.catalog.Issuer.Logo = "" },
		"a body without address": func(w *whole) {
			w.achievement.AwardingBody = badge.AwardingBody{Name: "Council", Accreditation: badge.Accreditation{Body: "Agency"}}
		},
		"an assessment without key": func(w *whole) {
			w.achievement.Assessments = w.achievement.Assessments[:1]
			w.achievement.Assessments[0].Key, w.award.Results = "", w.award.Results[:1]
			w.award.Results[0].Assessment = ""
		},
	} {
		w := newWhole(t)
		change(&w)
		conforms(t, name, w.credential(t))
		if _, err := credential.Read(w.credential(t)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An address that is no did:web issues in its own name, and cannot sign.
func TestSiteWithoutDIDCannotSign(t *testing.T) {
	w := newWhole(t)
	if err := w.builder(t).CanSign(); err != nil {
		t.Errorf("CanSign: %v", err)
	}
	w.catalog.Site.URL = "https://192.0.2.7/"
	b := w.builder(t)
	if b.CanSign() == nil || b.DID() != "https://192.0.2.7/" {
		t.Errorf("a site at an IP address: CanSign %v, issuer %s", b.CanSign(), b.DID())
	}
}

func TestStatusPutsTheCredentialIntoItsLists(t *testing.T) {
	w := newWhole(t)
	b := w.builder(t)
	const list = "https://credentials.harbour.example/status/"
	entry := func(purpose string) object {
		return object{"id": list + purpose + "-2.json#93817", "type": "BitstringStatusListEntry", "statusPurpose": purpose, "statusListIndex": "93817", "statusListCredential": list + purpose + "-2.json"}
	}
	bare, err := b.Credential(w.award, w.achievement, id, credential.Status{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		status credential.Status
		want   any
	}{
		{credential.Status{}, nil},
		{credential.Status{List: 2, Index: 93817}, entry("revocation")},
		{credential.Status{List: 2, Index: 93817, Suspends: true}, []any{entry("revocation"), entry("suspension")}},
	} {
		doc, err := b.Credential(w.award, w.achievement, id, c.status)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, parse(t, doc)["credentialStatus"]); diff != "" {
			t.Errorf("credentialStatus of %+v (-want +got):\n%s", c.status, diff)
		}
		if later, err := b.WithStatus(bare, c.status); err != nil || !bytes.Equal(later, doc) {
			t.Errorf("what was recorded and given a place later differs: %v\n%s\n%s", err, later, doc)
		}
		if f, err := credential.Read(doc); err != nil || f.Status != c.status {
			t.Errorf("the place %+v is read as %+v, %v", c.status, f.Status, err)
		}
	}
}

// Of control characters, what is signed holds line feeds alone.
func TestControlCharactersAreNotSigned(t *testing.T) {
	w := newWhole(t)
	plainly := newWhole(t)
	const given, want = "a\tb\r\nc\rd", "a    b\nc\nd"
	each := func(w whole, text string) {
		a, is := w.achievement, &w.catalog.Issuer
		for _, s := range []*string{&a.Name, &a.Description, (*string)(&a.Criteria), &a.Outcomes[0].Statement, &a.Outcomes[0].Skill.Framework, &a.Outcomes[0].Skill.Name,
			&a.Assessments[0].Description, &a.Assessments[1].Grades.Names[0], &a.QualityAssurance.Body, &a.Prerequisites[0], &a.StackableTowards[0],
			&a.AwardingBody.Name, &a.AwardingBody.Accreditation.Body, &a.AwardingBody.Accreditation.Reference, &a.Tags[0],
			&w.award.Recipient.Name, &w.award.Evidence[0].Name, &w.award.Evidence[0].Description, &w.award.Results[0].Grade, &w.award.Results[0].By[0],
			&is.Name, &is.Description, &is.Accreditations[0].Body, &is.Accreditations[0].Reference} {
			*s = text
		}
	}
	each(w, given)
	each(plainly, want)
	if diff := cmp.Diff(string(plainly.credential(t)), string(w.credential(t))); diff != "" {
		t.Errorf("with control characters (-want +got):\n%s", diff)
	}
	f, err := credential.Read(w.credential(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Differs(w.award, w.achievement, &w.catalog.Site); !slices.Equal(got, []string{"recipient"}) {
		t.Errorf("what was signed plainly differs from what was written in %v", got)
	}
}

// Terms lists every term that is written, and no other.
func TestTermsAreAllThatIsWritten(t *testing.T) {
	doc := string(newWhole(t).credential(t))
	for _, term := range credential.Terms() {
		if !strings.Contains(doc, `"targetType":"`+term+`"`) {
			t.Errorf("the term %s is listed, and a credential with everything does not hold it", term)
		}
	}
	for part := range strings.SplitSeq(doc, `"targetType":"`) {
		if term, _, _ := strings.Cut(part, `"`); strings.HasPrefix(term, "ext:") && !slices.Contains(credential.Terms(), term) {
			t.Errorf("the term %s is written, and not listed", term)
		}
	}
}
