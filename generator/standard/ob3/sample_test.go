package ob3_test

import (
	"encoding/json"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/ob3"
)

func types(name string) []string { return []string{name} }

func aligned(kind, code, name, url string) ob3.Alignment {
	return ob3.Alignment{Type: types(ob3.TypeAlignment), TargetType: kind, TargetCode: code, TargetName: name, TargetURL: url}
}

// microCredential carries every element of the EU Recommendation 2022/C 243/02
// in native members and "ext:" terms, as an issuer without extensions does.
func microCredential() ob3.AchievementCredential {
	const site = "https://badges.example.org/"
	const levels = site + "achievements/welding#"
	return ob3.AchievementCredential{
		Context:     ob3.Contexts(),
		ID:          site + "awards/2026-03-welding/k4f1/credential.json",
		Type:        ob3.CredentialTypes(),
		Name:        "Welding of thin sheet",
		Description: "Welds thin steel sheet & judges the seam.",
		Image:       &ob3.Image{ID: site + "achievements/welding.png", Type: ob3.TypeImage, Caption: "A seam"},
		Issuer: ob3.Profile{
			ID: "did:web:badges.example.org", Type: types(ob3.TypeProfile), Name: "Example Training", URL: site, Email: "office@example.org",
			Image:   &ob3.Image{ID: site + "logo.png", Type: ob3.TypeImage},
			Address: &ob3.Address{Type: types(ob3.TypeAddress), AddressLocality: "Torino", AddressCountryCode: "IT"},
		},
		ValidFrom:   "2026-05-14T00:00:00Z",
		ValidUntil:  "2031-05-14T00:00:00Z",
		AwardedDate: "2026-05-14T00:00:00Z",
		CredentialSubject: ob3.AchievementSubject{
			ID:                "urn:uuid:5d2e7b4e-3f1a-5c0b-9d59-5f0c3f1f0a77",
			Type:              types(ob3.TypeAchievementSubject),
			Identifier:        []ob3.IdentityObject{{Type: ob3.TypeIdentityObject, IdentityHash: "Ada Rossi", IdentityType: "name"}},
			ActivityStartDate: "2026-03-01T00:00:00Z",
			ActivityEndDate:   "2026-05-10T00:00:00Z",
			CreditsEarned:     1,
			Narrative:         "Worked with care.\nNo seam failed.",
			Result: []ob3.Result{
				{Type: types(ob3.TypeResult), ResultDescription: levels + "result", Value: "passed with distinction"},
				{Type: types(ob3.TypeResult), ResultDescription: levels + "status", Status: "Completed"},
			},
			Achievement: ob3.Achievement{
				ID: site + "achievements/welding.json", Type: types(ob3.TypeAchievement), AchievementType: "MicroCredential",
				Name: "Welding of thin sheet", Description: "Welds thin steel sheet & judges the seam.",
				Criteria: ob3.Criteria{ID: levels + "criteria", Narrative: "* Prepare the sheet\n* Weld it\n* Judge the seam"},
				Image:    &ob3.Image{ID: site + "achievements/welding.png", Type: ob3.TypeImage}, InLanguage: "en",
				Creator:          &ob3.Profile{ID: "https://partner.example.org/", Type: types(ob3.TypeProfile), Name: "Partner"},
				CreditsAvailable: 1, FieldOfStudy: "Mechanics and metal trades", HumanCode: "W-1", Tag: []string{"welding", "steel"}, Version: "1.2",
				Alignment: []ob3.Alignment{
					aligned("ext:LearningOutcome", "LO1", "Weld thin sheet", "http://data.europa.eu/esco/skill/4ee1f6b0-2b1f-4d0f-9f62-4e5a6d6b2b1e"),
					aligned("ext:Workload", "PT25H", "25 hours", levels+"workload"),
					aligned("ext:EQFLevel", "3", "EQF level 3", "http://data.europa.eu/snb/eqf/3"),
					aligned("ext:AssessmentType", "practical-assessment", "Practical assessment", "http://data.europa.eu/snb/learning-assessment/3ae7c09be0"),
					aligned("ext:ParticipationForm", "on-site", "On site", levels+"participation"),
					aligned("ext:QualityAssurance", "institutional-accreditation", "Agency", "https://agency.example.org/decisions/7"),
					aligned("CTDL", "ce-1", "Welder", "https://credentialengineregistry.org/resources/ce-1"),
				},
				ResultDescription: []ob3.ResultDescription{
					{ID: levels + "result", Type: types(ob3.TypeResultDescription), Name: "Final assessment", ResultType: "ext:Grade",
						AllowedValue: []string{"passed", "passed with distinction"}, RequiredValue: "passed"},
					{ID: levels + "status", Type: types(ob3.TypeResultDescription), Name: "Attendance", ResultType: "Status"},
				},
			},
		},
		Evidence: []ob3.Evidence{{ID: site + "evidence/k4f1.pdf", Type: types(ob3.TypeEvidence), Name: "Examiner's sheet", Narrative: "Signed by two examiners."}},
		CredentialStatus: ob3.Statuses{{ID: site + "status/revocation-1.json#4711", Type: ob3.TypeStatusEntry, StatusPurpose: "revocation",
			StatusListIndex: "4711", StatusListCredential: site + "status/revocation-1.json"}},
	}
}

// fullCredential has every class and nearly every member of the standard.
func fullCredential(t testing.TB) ob3.AchievementCredential {
	t.Helper()
	c := microCredential()
	endorsement := json.RawMessage(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
		`"id":"https://agency.example.org/e/1","type":["VerifiableCredential","EndorsementCredential"],"name":"Endorsement","description":"D",` +
		`"issuer":{"id":"did:web:agency.example.org","type":["Profile"],"name":"Agency"},"validFrom":"2026-01-01T00:00:00+01:00","validUntil":"2036-01-01T00:00:00Z",` +
		`"awardedDate":"2026-01-01T00:00:00Z","credentialSubject":{"id":"did:web:badges.example.org","type":["EndorsementSubject"],"endorsementComment":"Good"},` +
		`"credentialStatus":{"id":"https://agency.example.org/s#1","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"1","statusListCredential":"https://agency.example.org/s"},` +
		`"proof":[{"type":"DataIntegrityProof","created":"2026-01-01T00:00:00Z","cryptosuite":"eddsa-rdfc-2022","verificationMethod":"did:web:agency.example.org#z6Mk","proofPurpose":"assertionMethod","proofValue":"z1"}]}`)
	const jwt = "eyJhbGciOiJFUzI1NiJ9..c2ln"
	c.Endorsement, c.EndorsementJWT = []json.RawMessage{endorsement}, []string{jwt}
	c.Issuer.Endorsement, c.Issuer.EndorsementJWT = []json.RawMessage{endorsement}, []string{jwt}
	c.Issuer.Phone, c.Issuer.Description, c.Issuer.Official = "+39 011 000000", "D", "Ada Rossi"
	c.Issuer.OtherIdentifier = []ob3.IdentifierEntry{{Type: ob3.TypeIdentifierEntry, Identifier: "IT-1", IdentifierType: "ext:VAT"}}
	c.Issuer.ParentOrg = &ob3.Profile{ID: "https://parent.example.org/", Type: types(ob3.TypeProfile), Name: "Parent"}
	c.Issuer.Address = &ob3.Address{Type: types(ob3.TypeAddress), StreetAddress: "Via Po 1", PostOfficeBoxNumber: "7", PostalCode: "10123", AddressLocality: "Torino",
		AddressRegion: "Piemonte", AddressCountry: "Italy", AddressCountryCode: "IT", Geo: &ob3.GeoCoordinates{Type: ob3.TypeGeoCoordinates, Latitude: 45.07, Longitude: 7.69}}
	s := &c.CredentialSubject
	s.Identifier = append(s.Identifier, ob3.IdentityObject{Type: ob3.TypeIdentityObject, Hashed: true, Salt: "Kosher", IdentityType: "emailAddress",
		IdentityHash: "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"})
	s.Image, s.LicenseNumber, s.Role, s.Term = c.Image, "A-1", "Welder", "Spring"
	s.Source = &ob3.Profile{ID: "urn:uuid:2", Type: types(ob3.TypeProfile), GivenName: "Bo", FamilyName: "Berg", AdditionalName: "B.", PatronymicName: "P",
		HonorificPrefix: "Dr", HonorificSuffix: "MA", FamilyNamePrefix: "van", DateOfBirth: "1980-02-29"}
	a := &s.Achievement
	a.Specialization = "Steel"
	a.Related = []ob3.Related{{ID: "https://badges.example.org/achievements/welding-it.json", Type: types(ob3.TypeRelated), InLanguage: "it-Latn-IT", Version: "1"}}
	a.OtherIdentifier = []ob3.IdentifierEntry{{Type: ob3.TypeIdentifierEntry, Identifier: "978", IdentifierType: "isbn"}}
	a.Endorsement, a.EndorsementJWT = []json.RawMessage{endorsement}, []string{jwt}
	d := &a.ResultDescription[0]
	d.ValueMin, d.ValueMax, d.RequiredLevel = "0", "10", "urn:level:2"
	d.Alignment = a.Alignment[:1]
	d.RubricCriterionLevel = []ob3.RubricCriterionLevel{
		{ID: "urn:level:1", Type: types(ob3.TypeRubricCriterionLevel), Name: "One"},
		{ID: "urn:level:2", Type: types(ob3.TypeRubricCriterionLevel), Name: "Two", Description: "D", Level: "2", Points: "20", Alignment: a.Alignment[:1]},
	}
	s.Result[0].AchievedLevel, s.Result[0].Alignment = "urn:level:2", a.Alignment[:1]
	c.Evidence[0].Description, c.Evidence[0].Genre, c.Evidence[0].Audience = "D", "G", "A"
	c.TermsOfUse = []ob3.Reference{{ID: "https://badges.example.org/terms", Type: "https://badges.example.org/types#Terms"}}
	c.CredentialSchema = []ob3.Reference{{ID: "https://badges.example.org/schema", Type: "JsonSchema"}}
	c.RefreshService = &ob3.Reference{ID: c.ID, Type: "https://badges.example.org/types#Refresh"}
	c.Proof = []json.RawMessage{json.RawMessage(`{"type":"DataIntegrityProof","created":"2026-05-14T00:00:00Z","expires":"2036-05-14T00:00:00Z","cryptosuite":"eddsa-rdfc-2022","challenge":"c","domain":"d","nonce":"n",` +
		`"verificationMethod":"did:web:badges.example.org#z6Mk","proofPurpose":"assertionMethod","proofValue":"z1"}`)}
	return c
}

func marshal(t testing.TB, document any) []byte {
	t.Helper()
	text, err := ob3.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
