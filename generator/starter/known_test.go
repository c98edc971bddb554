package starter_test

import (
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/starter"
)

func said() starter.Known {
	return starter.Known{For: `deckhands # "new" ones`, Outcomes: []string{"Throw a rescue line ten metres", `Say: "man overboard" # loudly`}, Evidence: "scenario sheet: kept six years",
		Quality:     badge.QualityAssurance{Type: "institutional-accreditation", Body: "Agency: north", URL: "https://agency.example/#1"},
		Recognition: []string{"Coast Rescue", "Ferry: line"}}
}

// What is known is in the file, each thing once, and nothing that is known is
// asked for. The rule book finds nothing but what is marked.
func TestKnown(t *testing.T) {
	for _, language := range starter.Languages() {
		for _, kind := range badge.Kinds() {
			o := starter.NewOptions{Language: language, Name: "Throw Bag", Description: "Throws a line.", Known: said()}
			added, err := starter.New(string(kind), "throw-bag", o)
			if err != nil {
				t.Fatal(err)
			}
			text := string(added[0].Data)
			for _, want := range []string{o.Known.For, "Throw a rescue line ten metres", "scenario sheet: kept six years", "Coast Rescue", "Ferry: line"} {
				if n := strings.Count(text, want); n != 1 {
					t.Errorf("%s (%s): %q stands in it %d times, want once:\n%s", kind, language, want, n, text)
				}
			}
			if strings.Contains(text, " \n") || strings.Contains(text, "\n\n\n") {
				t.Errorf("%s (%s) has a space at the end of a line, or two empty lines:\n%s", kind, language, text)
			}
			var empty int
			for _, line := range strings.Split(text, "\n") {
				if strings.Contains(line, `: ""`) {
					empty++
				}
			}
			findings, _ := judge(t, append(start(t, language, false), added...))
			for _, f := range findings {
				if f.Pos.File != added[0].Name || f.Rule != "empty-value" && f.Rule != "achievement-criteria-missing" {
					t.Errorf("%s (%s): %s: %s [%s]", kind, language, f.Pos, f.Message, f.Rule)
				}
				if f.Rule == "empty-value" {
					empty--
				}
			}
			if empty != 0 {
				t.Errorf("%s (%s): %d empty values are not marked as such by check", kind, language, empty)
			}
			if kind == badge.MicroCredential && (!strings.Contains(text, `  body: "Agency: north"`) || !strings.Contains(text, "  type: institutional-accreditation\n")) {
				t.Errorf("%s (%s) does not hold the quality assurance:\n%s", kind, language, text)
			}
		}
	}
}

// Without anything known a file is as it was.
func TestNothingKnown(t *testing.T) {
	for _, kind := range badge.Kinds() {
		files, err := starter.New(string(kind), "x", starter.NewOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if text := string(files[0].Data); strings.Contains(text, "You said") {
			t.Errorf("%s:\n%s", kind, text)
		}
	}
}

func TestKnownRefuses(t *testing.T) {
	for _, k := range []starter.Known{
		{For: "a\nkind: badge"},
		{Evidence: "a\u2028b"},
		{Outcomes: []string{strings.Repeat("a", 501)}},
		{Recognition: []string{"a\r"}},
		{Quality: badge.QualityAssurance{Body: "\x00"}},
		{Outcomes: make([]string, 51)},
	} {
		if files, err := starter.New("badge", "x", starter.NewOptions{Known: k}); err == nil {
			t.Errorf("New with %q: got no error and\n%s", k, files[0].Data)
		}
	}
}
