package advise_test

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sealpress/sealpress/generator/advise"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
)

const (
	step = "achievements/open-workshop.md"
	goal = "achievements/safe-workplace-basics.md"
)

var judged = badge.Date{Year: 2026, Month: 2, Day: 1}

// What Written calls complete for a kind is what the rule book passes as that
// kind, and what it calls incomplete is what the rule book refuses.
func TestTheRuleBookAgrees(t *testing.T) {
	for _, tt := range []struct{ name, file, old, new string }{
		{"as it is", "", "", ""},
		{"without outcomes", goal, `(?s)outcomes:\n.*?# An outcome`, "# An outcome"},
		{"without a level", goal, `level:\n.*\n`, ""},
		{"without credits", goal, `  ects: .*\n`, ""},
		{"without a workload", goal, `workload:\n.*\n.*\n`, ""},
		{"without participation", goal, `participation: .*\n`, ""},
		{"without assessment", goal, `(?s)assessment:\n.*?# EXAMPLE`, "# EXAMPLE"},
		{"without supervision", goal, `    supervision: .*\n`, ""},
		{"without quality assurance", goal, `quality-assurance:\n.*\n.*\n.*\n`, ""},
		{"with quality assurance of its own", goal, `  body: Example.*\n.*\n`, ""},
		{"without naming the pathway", goal, `pathway: .*\n`, ""},
		{"without criteria", goal, `(?s)\n---\n.*`, "\n---\n# Criteria\n"},
		{"without a country", "issuer.md", `country: .*\n`, ""},
		{"accredited", "issuer.md", `\n---\n`, "\naccreditations:\n  - body: Agency\n---\n"},
		{"accredited, without body of quality assurance", "both", "", ""},
		{"without evidence", "awards/2026-01-example.yaml", `evidence:\n(  .*\n)+`, ""},
		{"without assessor", "awards/2026-01-example.yaml", `assessed:\n(  .*\n)+`, ""},
		{"a badge with a level", step, `language: en\n`, "language: en\nlevel:\n  eqf: 2\n"},
		{"a badge with credits", step, `language: en\n`, "language: en\nworkload:\n  ects: 1\n"},
		{"a badge with hours", step, `language: en\n`, "language: en\nworkload:\n  hours: 3\n"},
		{"a badge with outcomes", step, `language: en\n`, "language: en\noutcomes:\n  - Point out two dangers in a room\n"},
		{"a badge that certifies", step, `name: .*\n`, "name: Certificate of Safety\n"},
		{"a badge without criteria", step, `(?s)\n---\n.*`, "\n---\n"},
		{"a badge that is no step", step, `pathway: .*\n`, ""},
	} {
		for _, file := range []string{step, goal} {
			// The issuer and the awards are the micro-credential's here.
			if tt.file != "" && (file == step) != (tt.file == step) {
				continue
			}
			for _, kind := range badge.Kinds() {
				site := content(t)
				change := func(file, old, with string) {
					was := string(site[file].Data)
					is := regexp.MustCompile(old).ReplaceAllString(was, strings.ReplaceAll(with, "$", "$$"))
					if is == was {
						t.Fatalf("%s: %s does not hold %s", tt.name, file, old)
					}
					site[file].Data = []byte(is)
				}
				switch tt.file {
				case "":
				case "both":
					change(goal, `  body: Example.*\n.*\n`, "")
					change("issuer.md", `\n---\n`, "\naccreditations:\n  - body: Agency\n---\n")
				default:
					change(tt.file, tt.old, tt.new)
				}
				site[file].Data = []byte(regexp.MustCompile(`(?m)^kind: .*$`).ReplaceAllString(string(site[file].Data), "kind: "+string(kind)))
				missing, refused := both(t, site, file, kind)
				if (len(missing) > 0) != (len(refused) > 0) {
					t.Errorf("%s: %s as a %s: advice misses %q, the rule book finds %q", tt.name, file, kind, missing, refused)
				}
			}
		}
	}
}

// content is a site that passes.
func content(t *testing.T) fstest.MapFS {
	t.Helper()
	files, err := starter.Site(starter.Options{Seed: "000102030405060708090a0b0c0d0e0f"})
	if err != nil {
		t.Fatal(err)
	}
	site := fstest.MapFS{}
	for _, f := range files {
		if name, ok := strings.CutPrefix(f.Name, "content/"); ok {
			site[name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
		}
	}
	return site
}

// both returns what an achievement lacks as advice says, and what the rule
// book refuses of it: errors about it, its issuer, pathway and awards, and the
// words by which a badge claims.
func both(t *testing.T, site fstest.MapFS, file string, kind badge.Kind) (missing, refused []string) {
	t.Helper()
	c, err := load.Dir(t.Context(), site, "content")
	if err != nil {
		t.Fatal(err)
	}
	of := c.Catalog.Achievement(strings.TrimSuffix(strings.TrimPrefix(file, "achievements/"), ".md"), 0)
	if of == nil {
		t.Fatalf("%s is not there", file)
	}
	s := advise.Subject{Achievement: of, Issuer: &c.Catalog.Issuer, Pathways: c.Catalog.Pathways, Today: judged}
	for _, co := range c.Cohorts(t.Context()) {
		for _, a := range co.Awards {
			if a.Achievement.Slug == of.Slug {
				s.Awards.Count(a)
			}
		}
	}
	missing = advise.Written(s).Missing(kind, false)
	if _, _, err := check.Run(t.Context(), c, judged); err != nil {
		t.Fatal(err)
	}
	other := map[string]string{step: goal, goal: step}[file]
	for _, f := range c.Report.Findings() {
		claims := kind == badge.Badge && f.Severity == diag.Warning && strings.Contains(f.Rule, "claim")
		if f.Pos.File != "content/"+other && (f.Severity == diag.Error || claims) {
			refused = append(refused, f.Rule+": "+f.Message)
		}
	}
	return missing, refused
}
