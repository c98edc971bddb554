package main

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/report"
	"github.com/sealpress/sealpress/generator/survey"
	"github.com/sealpress/sealpress/generator/verify"
)

// docs/verify.md names every member of the JSON, and no other; those that may
// be missing are marked.
func TestVerifyDocsMembers(t *testing.T) {
	page := verifyPage(t)
	wanted := map[string][]string{"report": append([]string{"format", "verdicts"}, members(verdictsEnd{})...)}
	for name, of := range map[string]any{"verdict": verify.Verdict{}, "issuer": verify.Issuer{}, "check": verify.Check{}, "element": verify.Element{}, "endorsement": verify.Endorsement{},
		"site": siteJSON{}, "place": survey.Place{}, "clash": survey.Clash{}, "state": survey.State{}, "list": listJSON{}, "live": survey.Report{}, "finding": survey.Finding{}, "summary": report.Summary{}} {
		wanted[name] = members(of)
	}
	found := map[string][]string{}
	for _, section := range strings.Split(page, "\n### ")[1:] {
		name, rest, _ := strings.Cut(section, "\n\n| member | |\n")
		table, _, _ := strings.Cut(rest, "\n\n")
		for _, row := range regexp.MustCompile("(?m)^\\| `([A-Za-z]+)`(\\??) \\|").FindAllStringSubmatch(table, -1) {
			found[name] = append(found[name], row[1]+row[2])
		}
	}
	if diff := cmp.Diff(wanted, found); diff != "" {
		t.Errorf("members of the JSON (-code +docs/verify.md):\n%s", diff)
	}
}

// And every code of a check, of what is not proven, of an element, and every
// rule of --live.
func TestVerifyDocsCodes(t *testing.T) {
	page := verifyPage(t)
	table := func(head string) []string {
		_, rest, ok := strings.Cut(page, head)
		if !ok {
			t.Fatalf("docs/verify.md has no table %q", head)
		}
		rest, _, _ = strings.Cut(rest, "\n\n")
		var all []string
		for _, row := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(rest, -1) {
			all = append(all, row[1])
		}
		return all
	}
	var checks, rules []string
	for _, c := range verify.Codes() {
		checks = append(checks, c.Name)
	}
	for _, r := range survey.Rules() {
		rules = append(rules, r.ID)
	}
	for head, want := range map[string][]string{"| code | what holds": checks, "| not proven |": verify.NotProvenCodes(), "| rule | what is looked at": rules} {
		if diff := cmp.Diff(want, table(head)); diff != "" {
			t.Errorf("%q (-code +docs/verify.md):\n%s", head, diff)
		}
	}
	for _, f := range []verify.Format{verify.OB2Hosted, verify.OB2Signed, verify.DataIntegrity, verify.Token, verify.Stub} {
		if !strings.Contains(page, "`"+string(f)+"`") {
			t.Errorf("docs/verify.md does not name the format %s", f)
		}
	}
}

// Every flag is explained.
func TestVerifyDocsFlags(t *testing.T) {
	a, _, _ := testWorld()
	page := verifyPage(t)
	for line := range strings.Lines(a.verifyCommand().LocalFlags().FlagUsages()) {
		flag, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.Contains(page, flag) {
			t.Errorf("docs/verify.md does not say what %s does", flag)
		}
	}
}

func verifyPage(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "verify.md"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// members are the members of a value as JSON, in order; "?" marks those that
// may be missing.
func members(of any) []string {
	var all []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(of)) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if strings.Contains(options, "omit") {
			name += "?"
		}
		all = append(all, name)
	}
	return all
}

// No form forgets a verdict.
func TestFormsAgree(t *testing.T) {
	input := regexp.MustCompile(`\.\./\.\./public/awards/[a-z2-7]{26}/[a-z]+\.[a-z]+`)
	named := map[string][]string{}
	for _, form := range []string{"text", "json", "html"} {
		a, stdout, stderr := testWorld()
		a.now = func() time.Time { return time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC) } // when all of the sample was signed
		if got := run([]string{"verify", filepath.Join("..", "..", "public"), "--format", form, "--offline"}, a); got != 0 {
			t.Fatalf("%s: exit status %d\n%s", form, got, stderr)
		}
		all := input.FindAllString(stdout.String(), -1)
		slices.Sort(all)
		named[form] = slices.Compact(all)
	}
	if len(named["text"]) < 200 {
		t.Errorf("the sample has %d credentials", len(named["text"]))
	}
	for _, form := range []string{"json", "html"} {
		if diff := cmp.Diff(named["text"], named[form]); diff != "" {
			t.Errorf("inputs (-text +%s):\n%s", form, diff)
		}
	}
}
