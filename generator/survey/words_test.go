package survey

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var place = regexp.MustCompile(`\{[a-z]+\}`)

// Each sentence and each mend exists in both languages, and says the same
// things.
func TestLanguages(t *testing.T) {
	wanted := map[string]string{}
	for key, text := range english {
		wanted[key] = text
	}
	for _, r := range Rules() {
		wanted["mend."+r.ID] = r.Mend
	}
	for key, text := range caseMends {
		wanted["mend."+key] = text
	}
	for _, k := range hostKinds() {
		for key, text := range k.mends {
			wanted["mend."+k.name+"."+key] = text
		}
	}
	for key, text := range wanted {
		other, ok := italian[key]
		a, b := place.FindAllString(text, -1), place.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		switch {
		case !ok:
			t.Errorf("%s is not said in Italian", key)
		case other == text:
			t.Errorf("%s is not translated", key)
		case strings.HasSuffix(other, "."):
			t.Errorf("%s has a full stop", key)
		case cmp.Diff(a, b) != "":
			t.Errorf("%s is filled in different ways: %s, %s", key, a, b)
		}
	}
	for key := range italian {
		if _, ok := wanted[key]; !ok {
			t.Errorf("nobody says %s", key)
		}
	}
}

// Every case that the program can report has a sentence, and every sentence is
// one of a case.
func TestEveryCaseIsSaid(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		p, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(p, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "note" && f.Sel.Name != "missing" {
				return true
			}
			for _, a := range call.Args {
				if text, ok := a.(*ast.BasicLit); ok && text.Kind == token.STRING {
					s, err := strconv.Unquote(text.Value)
					if err != nil {
						t.Fatal(err)
					}
					cases[s] = true
					break
				}
			}
			return true
		})
	}
	for _, q := range storeQuestions {
		cases[q.reason] = true
	}
	cases["none"] = true // of contentType, which chooses
	said := map[string]bool{"": true}
	for key := range english {
		_, reason, _ := strings.Cut(key, ".")
		said[reason] = true
	}
	if diff := cmp.Diff(said, cases); diff != "" {
		t.Errorf("cases (-sentences +code):\n%s", diff)
	}
}

// A report is said in another language after it was made.
func TestSay(t *testing.T) {
	w := good()
	w.change("did.json", func(a *reply) { a.status = 404; a.header["Server"] = "nginx" })
	r := look(t, w)
	message, mend := r.Say(&r.Findings[0], "it")
	if want := "il documento delle tue chiavi riceve la risposta 404: nulla di ciò che hai firmato si può verificare"; message != want {
		t.Errorf("says %q, want %q", message, want)
	}
	if want := "togli la regola che nega i nomi che cominciano con un punto (location ~ /\\.), o metti accanto location ^~ /.well-known/ { }; deve rispondere a " + root + "did.json"; mend != want {
		t.Errorf("mend %q, want %q", mend, want)
	}
	message, mend = r.Say(&r.Findings[0], "en")
	if message != r.Findings[0].Message || mend != r.Findings[0].Mend {
		t.Errorf("English is said as %q, %q", message, mend)
	}
	// What a host said is a text, and no template.
	f := &Finding{Rule: ruleType, Params: map[string]string{"ending": ".css", "found": "{due}", "due": "text/css"}}
	if got := sentence(f, "it"); got != ".css è servito come {due}, mentre ci vuole text/css" {
		t.Errorf("says %q", got)
	}
}
