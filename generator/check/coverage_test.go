package check

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
)

// coverageOf checks the base site with one changed file, and returns the
// states of the elements, and the details of those that are not present.
func coverageOf(t *testing.T, name, old, new string) (states map[string]State, details map[string]string) {
	t.Helper()
	site := files(t, map[string]string{name: replaced(t, baseFile(t, name), old, new)})
	c, err := load.Dir(context.Background(), site, "content")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Run(context.Background(), c, today); err != nil {
		t.Fatal(err)
	}
	all, err := CoverageOf(context.Background(), c)
	if err != nil || len(all) != 1 {
		t.Fatalf("coverage of %d micro-credentials, %v", len(all), err)
	}
	states, details = map[string]State{}, map[string]string{}
	for _, e := range all[0].Elements {
		if e.State != Present {
			states[e.Key], details[e.Key] = e.State, e.Detail
		}
	}
	if want := len(Elements()) - len(states); all[0].Score() != want {
		t.Errorf("the score is %d, want %d", all[0].Score(), want)
	}
	return states, details
}

// The base site names no body of its quality assurance, and describes
// everything else.
func TestCoverage(t *testing.T) {
	const micro, cohort = "achievements/first-aid.md", "awards/2026-05-first-aid.yaml"
	whole := func(more map[string]State) map[string]State {
		want := map[string]State{"quality-assurance": Weak}
		for k, v := range more {
			if want[k] = v; v == Present {
				delete(want, k)
			}
		}
		return want
	}
	for _, row := range []struct {
		name, file, old, new string
		want                 map[string]State
	}{
		{"as it is", micro, "kind", "kind", nil},
		{"quality assurance with its body", micro, "sectoral-quality-assurance\n", "sectoral-quality-assurance\n  body: Board\n  url: https://board.example/\n", map[string]State{"quality-assurance": Present}},
		{"no quality assurance", micro, "quality-assurance:\n  type: sectoral-quality-assurance\n", "", map[string]State{"quality-assurance": Missing}},
		{"a title that says its form", micro, "name: First Aid at Work", "name: Micro-credential", map[string]State{"title": Weak}},
		{"no country", "issuer.md", "country: IE\n", "", map[string]State{"country": Missing}},
		{"nobody answers", "issuer.md", "accreditations:\n  - body: National Agency for Training\n    valid-from: 2024-01-01\n    valid-until: 2028-12-31\n", "", map[string]State{"awarding-body": Weak}},
		{"no outcomes", micro, "outcomes:\n  - Assess an unresponsive casualty\n", "", map[string]State{"outcomes": Missing}},
		{"a skill with a wrong address", micro, "  - Assess an unresponsive casualty\n", "  - statement: Assess an unresponsive casualty\n    skill:\n      framework: ESCO\n      name: first aid\n      url: https://data.europa.eu/esco/skill/1\n", map[string]State{"outcomes": Weak}},
		{"no workload", micro, "workload:\n  ects: 1\n  hours: 25\n", "", map[string]State{"workload": Missing}},
		{"credits without hours", micro, "  hours: 25\n", "", map[string]State{"workload": Weak}},
		{"hours that do not fit", micro, "hours: 25", "hours: 80", map[string]State{"workload": Weak}},
		{"no level", micro, "level:\n  eqf: 3\n", "", map[string]State{"level": Missing}},
		{"no assessment", micro, "assessment:\n  - type: practical-assessment\n    description: Two observed scenarios\n    supervision: supervised-without-identity-verification\n    grades:\n      - pass\n      - merit\n", "", map[string]State{"assessment": Missing}},
		{"an assessment without supervision", micro, "    supervision: supervised-without-identity-verification\n", "", map[string]State{"assessment": Weak}},
		{"an assessment without description", micro, "    description: Two observed scenarios\n", "", map[string]State{"assessment": Weak}},
		{"no participation", micro, "participation: blended\n", "", map[string]State{"participation": Missing}},
		{"a holder by initials", cohort, "name: Ada Rossi", "name: A. R.", map[string]State{"learner": Weak}},
		{"no day", cohort, "awarded: 2026-05-14\n", "", map[string]State{"date": Missing}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, _ := coverageOf(t, row.file, row.old, row.new)
			if diff := cmp.Diff(whole(row.want), got); diff != "" {
				t.Errorf("elements that are not present (-want +got):\n%s", diff)
			}
		})
	}
	_, details := coverageOf(t, micro, "level:\n  eqf: 3\n", "allow:\n  micro-credential-level-missing: levelled next year\n")
	if got := details["level"]; got != "set aside: levelled next year" {
		t.Errorf("a level that was set aside: %q", got)
	}
	if got, _ := coverageOf(t, micro, "workload:\n", "allow:\n  micro-credential-hours-missing: credits are what our law asks for\nworkload:\n"); got["workload"] != "" {
		t.Errorf("a workload that is whole: %q", got["workload"])
	}
}

// The pages of a checked site show the same table.
func TestPassedCoverage(t *testing.T) {
	c, err := load.Dir(context.Background(), files(t, nil), "content")
	if err != nil {
		t.Fatal(err)
	}
	p, passed, err := Run(context.Background(), c, today)
	if err != nil || !passed {
		t.Fatalf("passed %v, %v", passed, err)
	}
	all, err := CoverageOf(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all[0], p.Coverage(all[0].Achievement)); diff != "" {
		t.Errorf("coverage (-command +page):\n%s", diff)
	}
}

// Many findings are capped where they are printed, and all counted.
func TestFindingsAreAllCounted(t *testing.T) {
	site := large(t, 0)
	var all strings.Builder
	all.WriteString("achievement: first-drill\nawarded: 2026-04-11\nawards:\n")
	const n = diag.DefaultMost + 150
	for i := range n {
		fmt.Fprintf(&all, "  k%d:\n    name: Person\n", i)
	}
	site["awards/all.yaml"] = &fstest.MapFile{Data: []byte(all.String())}
	c, err := load.Dir(context.Background(), site, "content")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Run(context.Background(), c, today); err != nil {
		t.Fatal(err)
	}
	if got := c.Report.Count(diag.Error); got != n {
		t.Errorf("counted %d errors, want %d", got, n)
	}
	var out bytes.Buffer
	if err := (diag.Printer{}).Print(&out, c.Report.Findings()); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "[award-recipient-unknown]"); got != diag.DefaultMost {
		t.Errorf("printed %d findings, want %d", got, diag.DefaultMost)
	}
	if !strings.Contains(out.String(), "… and 150 more") {
		t.Errorf("what was left out is not counted:\n%s", out.String()[out.Len()-200:])
	}
	if !slices.IsSortedFunc(c.Report.Findings(), diag.Finding.Compare) {
		t.Error("findings are not sorted")
	}
}

func ExampleCoverageOf() {
	base, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		panic(err)
	}
	site := fstest.MapFS{}
	for _, f := range base.Files {
		site[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	ctx := context.Background()
	content, err := load.Dir(ctx, site, "content")
	if err != nil {
		panic(err)
	}
	if _, _, err := Run(ctx, content, today); err != nil {
		panic(err)
	}
	all, err := CoverageOf(ctx, content)
	if err != nil {
		panic(err)
	}
	for _, c := range all {
		fmt.Printf("%s: %d of %d\n", c.Achievement.Slug, c.Score(), len(c.Elements))
		for _, e := range c.Elements {
			if e.State != Present {
				fmt.Printf("%s is %s: %s\n", e.Key, e.State, e.Detail)
			}
		}
	}
	// Output:
	// first-aid: 10 of 11
	// quality-assurance is weak: sectoral-quality-assurance: does not say who assures it, and where that can be looked up
}
