package credential_test

import (
	"fmt"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
)

func ExampleBuilder_Credential() {
	first := &badge.Achievement{Slug: "first-drill", Version: 1, Kind: badge.Badge, Name: "First Drill", Description: "Took part in a first drill.", Criteria: "Take part."}
	catalog := &badge.Catalog{
		Site:         badge.Site{URL: "https://credentials.harbour.example/", Seed: "00112233445566778899aabbccddeeff"},
		Issuer:       badge.Issuer{Name: "Harbour Skills", URL: "https://harbour.example/"},
		Achievements: []*badge.Achievement{first},
	}
	site, _ := address.Parse(catalog.Site.URL)
	b, err := credential.NewBuilder(catalog, site)
	if err != nil {
		fmt.Println(err)
		return
	}
	award := &badge.Award{Key: "2026-04-steps/k1", Awarded: badge.Date{Year: 2026, Month: 4, Day: 10}, Recipient: badge.Recipient{Name: "Ada Rossi", Email: "ada@example.org"}}
	doc, err := b.Credential(award, first, catalog.Site.Seed.ID(award.Key, 0), credential.Status{List: 1, Index: 93817})
	if err != nil {
		fmt.Println(err)
		return
	}
	facts, err := credential.Read(doc)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(facts.Holder, "·", facts.Achievement.Name, "·", facts.Awarded)
	fmt.Println(facts.IssuerDID, facts.Status)
	// Output:
	// Ada Rossi · First Drill · 2026-04-10
	// did:web:credentials.harbour.example {1 93817 false}
}
