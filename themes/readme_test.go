package themes_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/theme"
	"github.com/sealpress/sealpress/themes"
)

var update = flag.Bool("update", false, "write the tables of README.md anew")

// The tables of the manual are those of the code.
func TestReadme(t *testing.T) {
	old := string(bytes.ReplaceAll(themes.Guide(), []byte("\r\n"), []byte("\n")))
	readme := between(t, old, "<!-- functions: made from generator/theme -->", "<!-- functions end -->", functionTable())
	readme = between(t, readme, "<!-- fields: made from generator/page -->", "<!-- fields end -->", fieldTables(t))
	if *update {
		if err := os.WriteFile("README.md", []byte(readme), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(readme, old); diff != "" {
		t.Errorf("README.md is not what the code says; mend: go test ./themes -run TestReadme -update (-code +README.md):\n%s", diff)
	}
}

// between replaces what stands between two marks.
func between(t *testing.T, text, from, to, table string) string {
	t.Helper()
	before, rest, begins := strings.Cut(text, from)
	_, after, ends := strings.Cut(rest, to)
	if !begins || !ends {
		t.Fatalf("README.md lacks the marks %q and %q", from, to)
	}
	return before + from + "\n\n" + table + "\n" + to + after
}

func functionTable() string {
	var b strings.Builder
	b.WriteString("| function | prints |\n|---|---|\n")
	for _, f := range theme.Functions() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Example, f.Prints)
	}
	return b.String()
}

// fieldTables writes a table of the fields of each page, then of each struct
// that pages hold, in the order in which they are met.
func fieldTables(t *testing.T) string {
	words := comments(t)
	seen := map[reflect.Type]bool{reflect.TypeFor[page.Frame](): true}
	var queue []reflect.Type
	var b strings.Builder
	table := func(heading string, typ reflect.Type) {
		fmt.Fprintf(&b, "### %s\n\n", heading)
		if doc := words[typ.Name()]; typ != reflect.TypeFor[page.Frame]() {
			b.WriteString(doc + "\n\n")
		}
		b.WriteString("| field | kind | what it is |\n|---|---|---|\n")
		for i := range typ.NumField() {
			f := typ.Field(i)
			inner := f.Type
			if inner.Kind() == reflect.Slice {
				inner = inner.Elem()
			}
			if inner.Kind() == reflect.Struct && !seen[inner] {
				seen[inner] = true
				queue = append(queue, inner)
			}
			switch {
			case f.Type == reflect.TypeFor[page.Frame]():
			case f.Anonymous:
				fmt.Fprintf(&b, "| | *%s* | all of its fields |\n", f.Name)
			default:
				fmt.Fprintf(&b, "| `.%s` | %s | %s |\n", f.Name, kindOf(f.Type), words[typ.Name()+"."+f.Name])
			}
		}
		for i := range typ.NumMethod() {
			m := typ.Method(i)
			fmt.Fprintf(&b, "| `.%s` | %s | %s |\n", m.Name, kindOf(m.Type.Out(0)), words[typ.Name()+"."+m.Name])
		}
		b.WriteString("\n")
	}
	for _, p := range page.Templates() {
		seen[reflect.TypeOf(p.Data)] = true
	}
	table("Every page", reflect.TypeFor[page.Frame]())
	for _, p := range page.Templates() {
		table("`"+p.File+"`", reflect.TypeOf(p.Data))
	}
	for len(queue) > 0 {
		typ := queue[0]
		queue = queue[1:]
		table(typ.Name(), typ)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// kindOf says what a value is to somebody who knows no Go.
func kindOf(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[template.HTML]():
		return "HTML"
	case t == reflect.TypeFor[page.Kind]():
		return "`badge` or `micro-credential`"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return "list of texts"
	case t.Kind() == reflect.Slice:
		return "list of " + kindOf(t.Elem())
	case t.Kind() == reflect.Struct:
		return "*" + t.Name() + "*"
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Int:
		return "number"
	case t.Kind() == reflect.Bool:
		return "yes or no"
	}
	return t.String()
}

// comments reads what the source of package page says of its structs ("Award"),
// their fields and their methods ("Award.Holder").
func comments(t *testing.T) map[string]string {
	t.Helper()
	words := make(map[string]string)
	line := func(groups ...*ast.CommentGroup) string {
		for _, g := range groups {
			if text := strings.Join(strings.Fields(g.Text()), " "); text != "" {
				return strings.ReplaceAll(strings.ReplaceAll(text, "|", `\|`), "<", "&lt;")
			}
		}
		return ""
	}
	files, err := filepath.Glob(filepath.Join("..", "generator", "page", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv != nil {
					words[n.Recv.List[0].Type.(*ast.Ident).Name+"."+n.Name.Name] = line(n.Doc)
				}
				return false
			case *ast.GenDecl:
				for _, spec := range n.Specs {
					typ, ok := spec.(*ast.TypeSpec)
					if !ok {
						continue
					}
					words[typ.Name.Name] = line(typ.Doc, n.Doc)
					fields, ok := typ.Type.(*ast.StructType)
					if !ok {
						continue
					}
					for _, f := range fields.Fields.List {
						for _, id := range f.Names {
							words[typ.Name.Name+"."+id.Name] = line(f.Comment, f.Doc)
						}
					}
				}
				return false
			}
			return true
		})
	}
	return words
}

// The first walk of the manual is what a script walks, block by block.
func TestReadmeWalk(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("..", "cmd", "sealpress", "testdata", "script", "theme_walk.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	walked := strings.ReplaceAll(string(script), "\r\n", "\n")
	guide := strings.ReplaceAll(string(themes.Guide()), "\r\n", "\n")
	_, walk, _ := strings.Cut(guide, "\n## A first walk\n")
	walk, _, _ = strings.Cut(walk, "\n## ")
	blocks := strings.Split(walk, "```")
	if len(blocks) < 7 {
		t.Fatalf("found %d blocks, want the colour, the text and the page", len(blocks)/2)
	}
	for i := 1; i < len(blocks); i += 2 {
		_, block, _ := strings.Cut(blocks[i], "\n") // without the name of its language
		if color, ok := strings.CutPrefix(block, "color: "); ok {
			block = strings.Trim(color, "\"\n")
		}
		if !strings.Contains(walked, block) {
			t.Errorf("theme_walk.txtar does not hold this block of README.md:\n%s", block)
		}
	}
}
