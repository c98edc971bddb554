package credential_test

import (
	"reflect"
	"testing"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// Binding is what an issued award promises: each promise changes it, and
// nothing else does.
func TestBinding(t *testing.T) {
	same := map[string]func(*whole){
		"listing": func(w *whole) { w.award.Listing = badge.Listed },
		"person":  func(w *whole) { w.award.Person = "c" },
		"renews":  func(w *whole) { w.award.Renews = "2020-vhf/r9" },
		"id":      func(w *whole) { w.award.ID = id },
		"names, which a micro-credential shows anyway": func(w *whole) { w.award.Names = badge.NoName },
		"the e-mail in capitals":                       func(w *whole) { w.award.Recipient.Email = "Caoilfhionn@Example.org" },
		"the e-mail as its hash": func(w *whole) {
			id := ob2.Email(w.award.Recipient.Email, w.catalog.Site.Seed.Salt(w.award.Key))
			w.award.Recipient.Email, w.award.Recipient.Identity, w.award.Recipient.Salt = "", id.Identity, id.Salt
		},
		"the last day, written out": func(w *whole) { w.award.ValidUntil = day(2031, 9, 12) },
		"how the site is called":    func(w *whole) { w.catalog.Site.Title = "x" },
		"the place in the file":     func(w *whole) { w.award.Place.File = "content/awards/x.yaml" },
	}
	other := map[string]func(*whole){
		"name":         func(w *whole) { w.award.Recipient.Name += "x" },
		"e-mail":       func(w *whole) { w.award.Recipient.Email = "x@example.org" },
		"a URL beside": func(w *whole) { w.award.Recipient.URL = "https://a.example/" },
		"a DID beside": func(w *whole) { w.award.Recipient.DID = "did:web:a.example" },
		"another salt": func(w *whole) {
			w.award.Recipient = badge.Recipient{Name: w.award.Recipient.Name, Identity: "sha256$00", Salt: "x"}
		},
		"achievement":           func(w *whole) { w.achievement.Slug = "x" },
		"version":               func(w *whole) { w.achievement.Version = 3 },
		"awarded":               func(w *whole) { w.award.Awarded = day(2026, 9, 13) },
		"last day":              func(w *whole) { w.award.ValidUntil = day(2031, 9, 13) },
		"validity":              func(w *whole) { w.achievement.ValidFor = badge.Period{} },
		"grade":                 func(w *whole) { w.award.Results[0].Grade = "9" },
		"assessor":              func(w *whole) { w.award.Results[0].By[0] = "x" },
		"an assessor more":      func(w *whole) { w.award.Results[0].By = append(w.award.Results[0].By, "x") },
		"assessed on":           func(w *whole) { w.award.Results[0].On = day(2026, 9, 9) },
		"identity":              func(w *whole) { w.award.Results[0].IdentityChecked = false },
		"which assessment":      func(w *whole) { w.award.Results[0].Assessment = "log" },
		"a result less":         func(w *whole) { w.award.Results = w.award.Results[1:] },
		"evidence, name":        func(w *whole) { w.award.Evidence[0].Name = "x" },
		"evidence, description": func(w *whole) { w.award.Evidence[0].Description = "x" },
		"evidence, url":         func(w *whole) { w.award.Evidence[0].URL = "https://x.example/" },
		"evidence, date":        func(w *whole) { w.award.Evidence[0].Date = day(2026, 9, 9) },
		"evidence less":         func(w *whole) { w.award.Evidence = nil },
		"text moved between fields": func(w *whole) {
			w.award.Evidence[0].Name, w.award.Evidence[0].Description = "Answer sheetK", "ept for six years."
		},
	}
	binding := func(w whole) [16]byte { return credential.Binding(w.award, w.achievement, &w.catalog.Site) }
	want := binding(newWhole(t))
	for name, change := range same {
		w := newWhole(t)
		change(&w)
		if binding(w) != want {
			t.Errorf("%s: changes what was promised", name)
		}
	}
	seen := map[[16]byte]string{want: "nothing"}
	for name, change := range other {
		w := newWhole(t)
		change(&w)
		if before, there := seen[binding(w)]; there {
			t.Errorf("%s: makes the same promise as %s", name, before)
		}
		seen[binding(w)] = name
	}
}

// The name of a badge is bound as it is shown.
func TestBindingOfABadgeHoldsTheShownName(t *testing.T) {
	w := newWhole(t)
	w.achievement.Kind = badge.Badge
	bind := func() [16]byte { return credential.Binding(w.award, w.achievement, &w.catalog.Site) }
	full := bind()
	w.catalog.Site.Privacy.Names = badge.Initials
	initials := bind()
	w.award.Recipient.Name = "Cathal Nolan Roe"
	if full == initials || bind() != initials {
		t.Error("initials are not bound as they are shown")
	}
	w.award.Names = badge.NoName
	hidden := bind()
	w.award.Recipient.Name = "Anybody"
	if bind() != hidden {
		t.Error("a name that is not shown is bound")
	}
}

func TestDiffersNamesWhatChanged(t *testing.T) {
	w := newWhole(t)
	f, err := credential.Read(w.credential(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want   []string
		change func(*whole)
	}{
		{[]string{"name"}, func(w *whole) { w.award.Recipient.Name = "X" }},
		{[]string{"dates"}, func(w *whole) { w.award.Awarded = day(2026, 9, 1) }},
		{[]string{"dates"}, func(w *whole) { w.award.ValidUntil = day(2030, 1, 1) }},
		{[]string{"results"}, func(w *whole) { w.award.Results[1].Grade = "pass" }},
		{[]string{"results"}, func(w *whole) { w.award.Results[1].By = nil }},
		{[]string{"results"}, func(w *whole) { w.award.Results[1].On = day(2026, 9, 1) }},
		{[]string{"results"}, func(w *whole) { w.award.Results[0].IdentityChecked = false }},
		{[]string{"results"}, func(w *whole) { w.award.Results[0].Assessment, w.award.Results[1].Assessment = "practical", "written" }},
		{[]string{"results"}, func(w *whole) { w.award.Results = nil }},
		{[]string{"evidence"}, func(w *whole) { w.award.Evidence[0].Description = "" }},
		{[]string{"evidence"}, func(w *whole) { w.award.Evidence[1].URL = "" }},
		{[]string{"achievement"}, func(w *whole) { w.achievement.Slug = "x" }},
		{[]string{"achievement"}, func(w *whole) { w.achievement.Version = 1 }},
		{[]string{"recipient"}, func(w *whole) { w.award.Recipient.Email = "x@example.org" }},
		{[]string{"name", "results"}, func(w *whole) { w.award.Recipient.Name, w.award.Results[0].Grade = "X", "9" }},
	} {
		w := newWhole(t)
		c.change(&w)
		if got := f.Differs(w.award, w.achievement, &w.catalog.Site); !reflect.DeepEqual(got, c.want) {
			t.Errorf("Differs names %v, want %v", got, c.want)
		}
	}
}
