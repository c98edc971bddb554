package starter_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
)

// judge returns what the rule book finds in the content of a site.
func judge(t *testing.T, files []starter.File) (findings []diag.Finding, passed bool) {
	t.Helper()
	content := fstest.MapFS{}
	for _, f := range files {
		if name, found := strings.CutPrefix(f.Name, "content/"); found {
			content[name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
		}
	}
	c, err := load.Dir(t.Context(), content, "content")
	if err != nil {
		t.Fatal(err)
	}
	_, passed, err = check.Run(t.Context(), c, badge.Date{Year: 2026, Month: 2, Day: 1})
	if err != nil {
		t.Fatal(err)
	}
	return c.Report.Findings(), passed
}

func start(t *testing.T, language string, public bool) []starter.File {
	t.Helper()
	files, err := starter.Site(starter.Options{Title: `Scuola: "prova" # 1`, Seed: "000102030405060708090a0b0c0d0e0f", Language: language, Public: public})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A site can be built as it was written. In a public repository one note says
// what that means.
func TestSitePassesEveryRule(t *testing.T) {
	for _, language := range starter.Languages() {
		for _, public := range []bool{false, true} {
			findings, passed := judge(t, start(t, language, public))
			if !passed {
				t.Errorf("the site in %s (public %t) does not pass", language, public)
			}
			for _, f := range findings {
				if !public || f.Rule != "privacy-repository-public" {
					t.Errorf("the site in %s (public %t): %s: %s: %s [%s]", language, public, f.Pos, f.Severity, f.Message, f.Rule)
				}
			}
		}
	}
}

// What New writes is only incomplete: every finding is about something that
// is empty or missing, none about a key or its form.
func TestNewIsOnlyIncomplete(t *testing.T) {
	for _, language := range starter.Languages() {
		for _, kind := range starter.NewKinds() {
			added, err := starter.New(kind.Name, "something-new", starter.NewOptions{Language: language, Kind: badge.MicroCredential})
			if err != nil {
				t.Fatal(err)
			}
			findings, passed := judge(t, append(start(t, language, false), added...))
			if passed {
				t.Errorf("a new %s passes although nothing is known of it", kind.Name)
			}
			for _, f := range findings {
				incomplete := f.Rule == "empty-value" || strings.HasSuffix(f.Rule, "-missing") || f.Rule == "award-achievement-unknown"
				if f.Pos.File != added[0].Name || !incomplete {
					t.Errorf("a new %s: %s: %s: %s [%s]", kind.Name, f.Pos, f.Severity, f.Message, f.Rule)
				}
			}
		}
	}
}
