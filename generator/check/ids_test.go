package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/theme"
)

var idForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)+$`)

// makers are the functions of the rooms that make findings; the rule's id is
// one of their first arguments.
var makers = map[string][]string{
	"load":  {"find", "fail", "add", "finding", "bad"},
	"theme": {"find", "fail", "add", "report", "finding"},
}

// Every id that a room can print is one that explain knows, and what explain
// knows can be printed.
func TestIDsAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, r := range All() {
		documented[r.ID] = true
	}
	for _, r := range theme.Rules() {
		if documented[r.ID] {
			t.Errorf("%s is documented twice", r.ID)
		}
		documented[r.ID] = true
	}
	said := map[string]bool{}
	for _, room := range []string{"load", "markdown", "artwork", "theme"} {
		ids := idsIn(t, room)
		if len(ids) == 0 {
			t.Errorf("no ids found in %s", room)
		}
		for id, at := range ids {
			said[id] = true
			if !documented[id] {
				t.Errorf("%s: %q is documented nowhere: add it to Rules", at, id)
			}
		}
	}
	for _, r := range slices.Concat(load.Rules(), theme.Rules()) {
		if !said[r.ID] {
			t.Errorf("%q is documented, and nothing makes such a finding", r.ID)
		}
	}
}

// idsIn finds the ids in a room's source: values of a member Rule, constants
// and results that are rules, and arguments of its makers.
func idsIn(t *testing.T, room string) map[string]string {
	t.Helper()
	dir := "../" + room
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	fset := token.NewFileSet()
	note := func(e ast.Expr) {
		lit, ok := e.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		if id, err := strconv.Unquote(lit.Value); err == nil && idForm.MatchString(id) {
			ids[id] = fset.Position(lit.Pos()).String()
		}
	}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") || file.Name() == "rules.go" {
			continue
		}
		f, err := parser.ParseFile(fset, path.Join(dir, file.Name()), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Rule" {
					note(n.Value)
				}
			case *ast.ValueSpec:
				for i, name := range n.Names {
					if strings.HasPrefix(strings.ToLower(name.Name), "rule") && i < len(n.Values) {
						note(n.Values[i])
					}
				}
			case *ast.AssignStmt:
				for i, l := range n.Lhs {
					if name := nameOf(l); strings.HasPrefix(strings.ToLower(name), "rule") && i < len(n.Rhs) {
						note(n.Rhs[i])
					}
				}
			case *ast.FuncDecl:
				if strings.HasSuffix(n.Name.Name, "Rule") {
					ast.Inspect(n, func(n ast.Node) bool {
						if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) > 0 {
							note(r.Results[0])
						}
						return true
					})
				}
			case *ast.CallExpr:
				if slices.Contains(makers[room], nameOf(n.Fun)) {
					for _, arg := range n.Args[:min(3, len(n.Args))] {
						note(arg)
					}
				}
			}
			return true
		})
	}
	return ids
}

// nameOf returns the last part of the name of a variable, member or function.
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
