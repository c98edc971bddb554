package verify

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Both languages say the same things.
func TestLanguagesHaveTheSameSentences(t *testing.T) {
	if diff := cmp.Diff(slices.Sorted(maps.Keys(english)), slices.Sorted(maps.Keys(italian))); diff != "" {
		t.Errorf("sentences (-en +it):\n%s", diff)
	}
	for key := range english {
		if diff := cmp.Diff(placeholders(english[key]), placeholders(italian[key])); diff != "" {
			t.Errorf("%s has other parameters (-en +it):\n%s", key, diff)
		}
		if english[key] == italian[key] {
			t.Errorf("%s is not translated", key)
		}
	}
}

func placeholders(s string) []string {
	var names []string
	for _, part := range strings.Split(s, "{")[1:] {
		name, _, _ := strings.Cut(part, "}")
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Every code and every case that the program can report has a sentence.
func TestEveryCaseHasASentence(t *testing.T) {
	names := map[string]string{}
	for _, c := range Codes() {
		names["code"+identifier(c.Name)] = c.Name
	}
	n := 0
	for _, c := range reported(t) {
		code, known := names[c.code]
		if !known {
			t.Errorf("%s is not in the list of codes", c.code)
			continue
		}
		n++
		stem := "check." + code + "." + c.result
		switch {
		case c.reason == "" || english[stem+"."+c.reason] != "":
		case c.result == "unknown" && slices.Contains(unread, c.reason) && english["what."+code] != "":
			continue
		default:
			t.Errorf("%s: no sentence for the case %q", stem, c.reason)
		}
		if english[stem] == "" && english[stem+"."+c.reason] == "" {
			t.Errorf("%s has no sentence", stem)
		}
	}
	if n < 100 {
		t.Errorf("only %d reports were found in the source", n)
	}
	for _, code := range NotProvenCodes() {
		if Word("en", "not-proven."+code) == "" {
			t.Errorf("no sentence for what is not proven: %s", code)
		}
	}
	for _, reason := range unread {
		if Word("en", "unread."+reason) == "" {
			t.Errorf("no sentence for a document that is %s", reason)
		}
	}
	for _, code := range ElementCodes() {
		if Word("en", "element."+code) == "" {
			t.Errorf("no word for the element %s", code)
		}
	}
	for _, o := range outcomes {
		if Word("it", "outcome."+o) == "" {
			t.Errorf("no sentence for %s", o)
		}
	}
}

func identifier(code string) string {
	var b strings.Builder
	for _, part := range strings.Split(code, "-") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

type report struct{ code, result, reason string }

// reported finds all reports in the source of this package.
func reported(t *testing.T) []report {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var found []report
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				found = append(found, called(n)...)
			case *ast.CompositeLit:
				found = append(found, literal(n)...)
			}
			return true
		})
	}
	return found
}

func called(n *ast.CallExpr) []report {
	name := ""
	switch f := n.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	result := map[string]string{"pass": "passed", "fail": "failed", "failed": "failed", "unknown": "unknown", "skip": "skipped"}[name]
	if result == "" || len(n.Args) < 2 {
		return nil
	}
	code, ok := n.Args[0].(*ast.Ident)
	if !ok || !strings.HasPrefix(code.Name, "code") {
		return nil
	}
	if name == "pass" {
		return []report{{code.Name, result, ""}}
	}
	return []report{{code.Name, result, text(n.Args[1])}}
}

func literal(n *ast.CompositeLit) []report {
	if id, ok := n.Type.(*ast.Ident); !ok || id.Name != "Check" {
		return nil
	}
	r := report{result: "unknown"}
	for _, e := range n.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return nil
		}
		switch kv.Key.(*ast.Ident).Name {
		case "Code":
			r.code = text(kv.Value)
		case "Case":
			r.reason = text(kv.Value)
		case "Result":
			r.result = strings.ToLower(text(kv.Value))
		}
	}
	if !strings.HasPrefix(r.code, "code") || r.code == "code" || r.result == "result" {
		return nil
	}
	return []report{r}
}

// text is a literal, or the value of the constants that stand for cases.
func text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value) // the parser has read it
		return s
	case *ast.Ident:
		switch e.Name {
		case "expiredCase":
			return expiredCase
		case "purposeSuspension":
			return purposeSuspension
		case "reason", "kind":
			return ""
		}
		return e.Name
	}
	return ""
}

// What a stranger wrote is never read as a template.
func TestSay(t *testing.T) {
	c := Check{Code: codeRevocation, Result: Failed, Case: "reason", Params: map[string]string{"reason": "see {by} {reason}"}}
	if got, want := c.Say("en"), "The issuer has revoked it, and says: see {by} {reason}"; got != want {
		t.Errorf("found %q, wanted %q", got, want)
	}
	if got := (Check{Code: "unheard-of", Result: Failed}).Say("it"); got != "Non superato: unheard-of." {
		t.Errorf("found %q", got)
	}
}

// The form for machines is what programs rely on.
func TestJSON(t *testing.T) {
	v := Verdict{Input: "x", Outcome: Revoked, Checks: []Check{{Code: codeStatus, Result: Failed}}}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"input":"x","outcome":"revoked","issuer":{"known":false},"checks":[{"code":"status","result":"failed"}],"notProven":null}`
	if string(text) != want {
		t.Errorf("found %s, wanted %s", text, want)
	}
	var back Verdict
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v, back); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
}
