package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/check"
)

var updateRules = flag.Bool("update", false, "write docs/rules.md anew")

// docs/rules.md says what the values say.
func TestRulesPage(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "rules.md")
	want := ruleBook()
	if *updateRules {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/rules.md is not what the rules say; mend: go test ./cmd/sealpress -run RulesPage -update (-rules +page):\n%s", diff)
	}
}

// Every rule of the book has what its reader needs: a title, a reason, a mend,
// a source, a chapter, and an example broken and kept.
func TestRulesAreComplete(t *testing.T) {
	chapters := map[string]bool{}
	for _, f := range families {
		chapters[f.id] = true
	}
	seen := map[string]bool{}
	for _, r := range allRules() {
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		if r.Title == "" || r.Why == "" || r.Mend == "" {
			t.Errorf("%s lacks a title, a reason or a mend", r.ID)
		}
		of, ok := check.Of(r.ID)
		if !ok {
			continue
		}
		if r.Cite == "" {
			t.Errorf("%s cites nothing", r.ID)
		}
		if !chapters[of.Family] {
			t.Errorf("%s is of the family %q, which no chapter is about", r.ID, of.Family)
		}
		e, ok := check.ExampleOf(r.ID)
		if !ok || e.About == "" || e.Message == "" { // what is wrong may lie in content/issued alone, which nobody writes
			t.Errorf("%s has no example, or one that shows nothing: %+v", r.ID, e)
		}
		for _, x := range append(e.Bad, e.Good...) {
			if strings.Contains(x.Text, "# want") {
				t.Errorf("the example of %s shows its own test: %s", r.ID, x.Text)
			}
		}
	}
}
