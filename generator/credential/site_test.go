package credential_test

import (
	"encoding/json"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
)

// id is an address of an award.
const id = "abcdefghijklmnopqrstuvwxya"

// whole is a site with everything that can be said of a micro-credential.
type whole struct {
	catalog     *badge.Catalog
	achievement *badge.Achievement
	award       *badge.Award
}

func day(y, m, d int) badge.Date { return badge.DateOf(noon(y, m, d)) }

// newWhole makes the site anew, to be changed at will.
func newWhole(t testing.TB) whole {
	t.Helper()
	valid, err := badge.ParsePeriod("P5Y")
	if err != nil {
		t.Fatal(err)
	}
	a := &badge.Achievement{
		Slug: "vhf-radio", Version: 2, Newest: true, Kind: badge.MicroCredential, Name: "Marine VHF Radio", Description: "Operates a marine VHF radio & keeps the log.", Language: "en",
		Outcomes: []badge.Outcome{
			{Statement: "Make and answer routine calls", Skill: badge.Skill{Framework: "ESCO", Name: "operate marine communication systems", URL: "http://data.europa.eu/esco/skill/5c9d7e42"}},
			{Statement: "Send and relay distress messages"},
		},
		Level: badge.Level{EQF: 3}, Workload: badge.Workload{ECTS: "1.5", Hours: 40}, Participation: "blended",
		Assessments: []badge.Assessment{
			{Key: "written", Type: "written-examination", Description: "Forty questions", Supervision: "on-site-with-identity-verification", Grades: badge.Grades{From: "1", To: "10", Pass: "5.5"}},
			{Key: "practical", Type: "practical-assessment", Description: "Eight cards on a simulator", Supervision: "supervised-online-with-identity-verification", Grades: badge.Grades{Names: []string{"pass", "merit"}}},
			{Key: "log", Type: "portfolio-assessment"},
		},
		QualityAssurance: badge.QualityAssurance{Type: "programme-accreditation", Body: "Atlantic Maritime Training Council", URL: "https://council.example/vhf"},
		Pathway:          "radio-watch", Recognition: []badge.Recognition{{By: "Islands Ferry", As: "module waived"}}, ValidFor: valid,
		Prerequisites: []string{"The badge First Call", "Good hearing"}, StackableTowards: []string{"Small Craft Skipper"}, Field: "1041",
		AwardingBody: badge.AwardingBody{Name: "Atlantic Council", URL: "https://council.example/",
			Accreditation: badge.Accreditation{Body: "National Agency", Reference: "NAT-0087", URL: "https://agency.example/87", ValidFrom: day(2020, 1, 1), ValidUntil: day(2029, 12, 31)}},
		Tags: []string{"radio", "sea"}, Criteria: "Succeeds in **all** assessments.\n\n1. Written.\n2. Practical.",
	}
	return whole{
		catalog: &badge.Catalog{
			Site: badge.Site{URL: "https://credentials.harbour.example/", Seed: "00112233445566778899aabbccddeeff", Privacy: badge.Privacy{Names: badge.FullName}},
			Issuer: badge.Issuer{Name: "Harbour Skills", Description: "A training centre on the quay.", URL: "https://harbour.example/", Email: "credentials@harbour.example", Country: "IE", Logo: "logo.svg",
				Accreditations: []badge.Accreditation{
					{Body: "National Agency for Training", Reference: "NAT-0412", URL: "https://agency.example/412", ValidFrom: day(2023, 1, 1), ValidUntil: day(2028, 12, 31)},
					{Body: "Harbour Board", ValidUntil: day(2030, 6, 30)},
				}},
			Achievements: []*badge.Achievement{a},
		},
		achievement: a,
		award: &badge.Award{
			Key: "2026-09-vhf/r1", Achievement: badge.Reference{Slug: "vhf-radio", Version: 2}, Awarded: day(2026, 9, 12), Listing: badge.Unlisted,
			Recipient: badge.Recipient{Name: "Caoilfhionn Ní Ruairc", Email: "caoilfhionn@example.org"},
			Evidence: []badge.Evidence{
				{Name: "Answer sheet", Description: "Kept for six years.", Date: day(2026, 9, 10)},
				{Name: "Recording", URL: "https://harbour.example/evidence/r1?a=1&b=2"},
			},
			Results: []badge.Result{
				{Assessment: "written", Grade: "8.5", By: []string{"Tom Byrne"}, On: day(2026, 9, 10), IdentityChecked: true},
				{Assessment: "practical", Grade: "merit", By: []string{"Tom Byrne", "Orla Keane"}, On: day(2026, 9, 11)},
				{Assessment: "log", Grade: "complete"},
			},
		},
	}
}

func (w whole) builder(t testing.TB) *credential.Builder {
	t.Helper()
	site, err := address.Parse(w.catalog.Site.URL)
	if err != nil {
		t.Fatal(err)
	}
	b, err := credential.NewBuilder(w.catalog, site)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// credential returns the document of the award.
func (w whole) credential(t testing.TB) []byte {
	t.Helper()
	doc, err := w.builder(t).Credential(w.award, w.achievement, id, credential.Status{List: 3, Index: 4711})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// object is a JSON document, read without the types that wrote it.
type object = map[string]any

func parse(t testing.TB, doc []byte) object {
	t.Helper()
	var o object
	if err := json.Unmarshal(doc, &o); err != nil {
		t.Fatal(err)
	}
	return o
}
