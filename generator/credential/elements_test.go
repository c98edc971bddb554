package credential_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

// stranger reads a credential with nothing but the JSON and the table of the
// design: where each element of an EU micro-credential goes.
type stranger struct{ doc object }

// at follows member names from the top; a number in between is not needed,
// because the first entry of an array is taken.
func (s stranger) at(path string) any {
	var v any = s.doc
	for name := range strings.SplitSeq(path, ".") {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		o, ok := v.(object)
		if !ok {
			return nil
		}
		v = o[name]
	}
	return v
}

func (s stranger) list(path string) []any {
	list, _ := s.at(path).([]any)
	return list
}

// terms returns of every alignment with a term the members that are asked for.
func (s stranger) terms(term string, members ...string) [][]any {
	var rows [][]any
	for _, a := range s.list("credentialSubject.achievement.alignment") {
		a, _ := a.(object)
		if a["targetType"] != term {
			continue
		}
		var row []any
		for _, m := range members {
			row = append(row, a[m])
		}
		rows = append(rows, row)
	}
	return rows
}

// results returns the grade of each assessment, found through the description
// that the result names.
func (s stranger) results() map[string]any {
	grades := map[string]any{}
	for _, d := range s.list("credentialSubject.achievement.resultDescription") {
		d, _ := d.(object)
		for _, r := range s.list("credentialSubject.result") {
			if r, _ := r.(object); r["resultDescription"] == d["id"] {
				grades[d["name"].(string)] = r["value"]
			}
		}
	}
	return grades
}

const page = "https://credentials.harbour.example/achievements/vhf-radio/v2/"

// elements lists what a stranger finds of each element, under the numbers of
// Council Recommendation 2022/C 243/02, Annex I.
func (s stranger) elements() map[string]any {
	return map[string]any{
		"1 learner":           []any{s.at("credentialSubject.identifier.identityType"), s.at("credentialSubject.identifier.identityHash"), s.at("credentialSubject.identifier.hashed"), s.at("credentialSubject.id")},
		"2 title":             s.at("credentialSubject.achievement.name"),
		"3 country":           s.at("issuer.address.addressCountryCode"),
		"4 awarding body":     []any{s.at("issuer.name"), s.at("issuer.id"), s.at("credentialSubject.achievement.creator.name"), s.at("credentialSubject.achievement.creator.id")},
		"5 date":              s.at("awardedDate"),
		"6 outcomes":          s.terms("ext:LearningOutcome", "targetCode", "targetDescription", "targetName", "targetFramework", "targetUrl"),
		"7 workload, ECTS":    s.at("credentialSubject.achievement.creditsAvailable"),
		"7 workload, hours":   s.terms("ext:Workload", "targetCode", "targetUrl"),
		"8 level":             s.terms("ext:EQFLevel", "targetCode", "targetUrl"),
		"9 assessment":        s.terms("ext:AssessmentType", "targetCode", "targetDescription", "targetUrl"),
		"9 results":           s.results(),
		"10 participation":    s.terms("ext:ParticipationForm", "targetCode", "targetUrl"),
		"11 quality":          s.terms("ext:QualityAssurance", "targetCode", "targetName", "targetUrl"),
		"supervision":         s.terms("ext:Supervision", "targetCode", "targetUrl"),
		"prerequisites":       s.terms("ext:Prerequisite", "targetName", "targetUrl"),
		"stackable towards":   s.terms("ext:StackableTowards", "targetName", "targetUrl"),
		"accreditation":       s.terms("ext:IssuerAccreditation", "targetName", "targetCode", "targetUrl", "targetDescription"),
		"body's":              s.terms("ext:AwardingBodyAccreditation", "targetName", "targetCode", "targetUrl", "targetDescription"),
		"field of education":  s.terms("ext:ISCEDF", "targetCode", "targetUrl"),
		"kind of achievement": s.at("credentialSubject.achievement.achievementType"),
	}
}

// wholeElements is what newWhole says of each element.
func wholeElements() map[string]any {
	return map[string]any{
		"1 learner":       []any{"name", "Caoilfhionn Ní Ruairc", false, "urn:uuid:" + subjectOfWhole},
		"2 title":         "Marine VHF Radio",
		"3 country":       "IE",
		"4 awarding body": []any{"Harbour Skills", "did:web:credentials.harbour.example", "Atlantic Council", "https://council.example/"},
		"5 date":          "2026-09-12T00:00:00Z",
		"6 outcomes": [][]any{
			{"LO1", "Make and answer routine calls", "operate marine communication systems", "ESCO", "http://data.europa.eu/esco/skill/5c9d7e42"},
			{"LO2", "Send and relay distress messages", "Learning outcome 2", nil, page + "#outcome-2"},
		},
		"7 workload, ECTS":  1.5,
		"7 workload, hours": [][]any{{"PT40H", page + "#workload"}},
		"8 level":           [][]any{{"3", "http://data.europa.eu/snb/eqf/3"}},
		"9 assessment": [][]any{
			{"written-examination", "Forty questions", page + "#assessment-written"},
			{"practical-assessment", "Eight cards on a simulator", page + "#assessment-practical"},
			{"portfolio-assessment", nil, page + "#assessment-log"},
		},
		"9 results":        map[string]any{"Written examination": "8.5", "Practical assessment": "merit", "Portfolio assessment": "complete"},
		"10 participation": [][]any{{"blended", page + "#participation"}},
		"11 quality":       [][]any{{"programme-accreditation", "Atlantic Maritime Training Council", "https://council.example/vhf"}},
		"supervision": [][]any{
			{"on-site-with-identity-verification", page + "#assessment-written"},
			{"supervised-online-with-identity-verification", page + "#assessment-practical"},
		},
		"prerequisites":     [][]any{{"The badge First Call", page + "#prerequisites"}, {"Good hearing", page + "#prerequisites"}},
		"stackable towards": [][]any{{"Small Craft Skipper", page + "#stackable"}},
		"accreditation": [][]any{
			{"National Agency for Training", "NAT-0412", "https://agency.example/412", "2023-01-01/2028-12-31"},
			{"Harbour Board", nil, "https://credentials.harbour.example/issuer/", "../2030-06-30"},
		},
		"body's":              [][]any{{"National Agency", "NAT-0087", "https://agency.example/87", "2020-01-01/2029-12-31"}},
		"field of education":  [][]any{{"1041", "http://data.europa.eu/snb/isced-f/1041"}},
		"kind of achievement": "MicroCredential",
	}
}

// The eleven mandatory elements, and the optional ones, are recovered from the
// JSON alone.
func TestEveryElementIsRecoveredFromTheJSONAlone(t *testing.T) {
	got := stranger{parse(t, newWhole(t).credential(t))}.elements()
	for name, want := range wholeElements() {
		if diff := cmp.Diff(want, got[name]); diff != "" {
			t.Errorf("element %s (-want +got):\n%s", name, diff)
		}
	}
	if len(got) != len(wholeElements()) {
		t.Errorf("%d elements are looked for, %d were said", len(got), len(wholeElements()))
	}
}

// Every element comes from what the author wrote: without it, it is not found,
// and all others are as before.
func TestElementsDoNotStandInForEachOther(t *testing.T) {
	for name, without := range map[string]func(*whole){
		"3 country":         func(w *whole) { w.catalog.Issuer.Country = "" },
		"6 outcomes":        func(w *whole) { w.achievement.Outcomes = nil },
		"7 workload, ECTS":  func(w *whole) { w.achievement.Workload.ECTS = "" },
		"7 workload, hours": func(w *whole) { w.achievement.Workload.Hours = 0 },
		"8 level":           func(w *whole) { w.achievement.Level.EQF = 0 },
		"10 participation":  func(w *whole) { w.achievement.Participation = "" },
		"11 quality":        func(w *whole) { w.achievement.QualityAssurance = badge.QualityAssurance{} },
		"prerequisites":     func(w *whole) { w.achievement.Prerequisites = nil },
		"stackable towards": func(w *whole) { w.achievement.StackableTowards = nil },
		"accreditation":     func(w *whole) { w.catalog.Issuer.Accreditations = nil },
		"9 results":         func(w *whole) { w.award.Results = nil },
		"body's":            func(w *whole) { w.achievement.AwardingBody.Accreditation = badge.Accreditation{} },
	} {
		w := newWhole(t)
		without(&w)
		got := stranger{parse(t, w.credential(t))}.elements()
		for element, want := range wholeElements() {
			if same := cmp.Equal(want, got[element]); same == (element == name) {
				t.Errorf("without %s, the element %s is as before: %v", name, element, same)
			}
		}
	}
}
