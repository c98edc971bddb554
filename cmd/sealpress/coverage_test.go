package main

import (
	"os"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/check"
)

// docs/check.md names every member of the JSON, every element and every state.
func TestCoverageDocs(t *testing.T) {
	data, err := os.ReadFile("../../docs/check.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(data)
	for _, of := range []any{coverage{}, covered{}} {
		for _, name := range members(of) {
			if !strings.Contains(page, `"`+strings.TrimSuffix(name, "?")+`":`) {
				t.Errorf("docs/check.md does not show the member %q", name)
			}
		}
	}
	for _, e := range check.Elements() {
		if !strings.Contains(page, "`"+e.Key+"`") || !strings.Contains(page, "| "+e.Title+" |") {
			t.Errorf("docs/check.md does not name the element %q, %q", e.Key, e.Title)
		}
	}
	for _, e := range check.OptionalElements() {
		if !strings.Contains(page, "`"+e.Key+"`") {
			t.Errorf("docs/check.md does not name the optional element %q", e.Key)
		}
	}
	for _, s := range []check.State{check.Present, check.Weak, check.Missing} {
		if !strings.Contains(page, "`"+string(s)+"`") {
			t.Errorf("docs/check.md does not name the state %q", s)
		}
	}
}
