package diag_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

func ExamplePrinter_Print() {
	p := diag.Printer{Text: func(string) string { return "achievement: knots\nrecipient:\n  name: Ada\n  emial: ada@example.org\n" }}
	p.Print(os.Stdout, []diag.Finding{{
		Rule: "unknown-key", Pos: source.Pos{File: "content/awards/knots.yaml", Line: 4, Column: 3},
		Message: `unknown key "emial" in recipient`, Mend: `did you mean "email"?`,
	}})
	// Output:
	// content/awards/knots.yaml:4:3: error: unknown key "emial" in recipient [unknown-key]
	//     emial: ada@example.org
	//     ^
	//   mend: did you mean "email"?
}

func print(t *testing.T, text string, f diag.Finding) string {
	t.Helper()
	var b bytes.Buffer
	if err := (diag.Printer{Text: func(string) string { return text }}).Print(&b, []diag.Finding{f}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTerminalSeesNoControlCharacters(t *testing.T) {
	got := print(t, "name: \x1b[31mred\u202e", diag.Finding{Pos: source.Pos{File: "a\x1bb", Line: 1, Column: 7}, Message: "found \x1b", Mend: "\u202e"})
	if strings.ContainsAny(got, "\x1b\u202e") {
		t.Errorf("raw control characters reach the terminal: %q", got)
	}
}

func TestSecretsAreNotQuoted(t *testing.T) {
	for _, line := range []string{"seed: 7b0c5e11", "    salt: 7b0c5e11", `  identity: "sha256$7b0c5e11"`} {
		if got := print(t, line, diag.Finding{Pos: source.Pos{File: "f", Line: 1, Column: 1}, Message: "m"}); strings.Contains(got, "7b0c5e11") {
			t.Errorf("%q is quoted:\n%s", line, got)
		}
	}
}

func TestCaretStandsBelowWideLetters(t *testing.T) {
	got := print(t, "名: x", diag.Finding{Pos: source.Pos{File: "f", Line: 1, Column: 4}, Message: "m"})
	if want := "    名: x\n        ^\n"; !strings.Contains(got, want) {
		t.Errorf("got:\n%swant it to hold:\n%s", got, want)
	}
}

func TestReportIsSortedAndSaysEachThingOnce(t *testing.T) {
	var r diag.Report
	at := func(file string, line int) diag.Finding {
		return diag.Finding{Pos: source.Pos{File: file, Line: line}, Message: "m"}
	}
	r.Add(at("b", 1), at("a", 10), at("a", 2), at("b", 1))
	var got []string
	for _, f := range r.Findings() {
		got = append(got, f.Pos.String())
	}
	if diff := cmp.Diff([]string{"a:2", "a:10", "b:1"}, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	if got, want := r.Summary(), "3 errors"; got != want {
		t.Errorf("summary %q, want %q", got, want)
	}
}

func TestFindingsAreCappedInPrintAndCounted(t *testing.T) {
	var b bytes.Buffer
	many := make([]diag.Finding, 7)
	if err := (diag.Printer{Most: 5}).Print(&b, many); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "and 2 more") {
		t.Errorf("the rest is not counted:\n%s", b.String())
	}
}

func TestMachineFormsAreWellFormed(t *testing.T) {
	f := []diag.Finding{{Rule: "r", Severity: diag.Warning, Pos: source.Pos{File: "a,b:c", Line: 3, Column: 4}, Message: "two\nlines", Mend: "50%"}}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"json":  func(b *bytes.Buffer) error { return diag.PrintJSON(b, f) },
		"sarif": func(b *bytes.Buffer) error { return diag.PrintSARIF(b, f, []diag.Rule{{ID: "r"}}, "1") },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		var v map[string]any
		if err := json.Unmarshal(b.Bytes(), &v); err != nil {
			t.Errorf("%s: %v\n%s", name, err, b.String())
		}
	}
	var b bytes.Buffer
	if err := diag.PrintGitHub(&b, f); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "::warning file=a%2Cb%3Ac,line=3,col=4,title=r::two\\x0alines%0Amend: 50%25\n"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
