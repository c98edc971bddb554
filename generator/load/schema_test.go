package load

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

func TestReferenceSchemas(t *testing.T) {
	there := map[string]bool{}
	for _, s := range Schemas() {
		there[s.Name] = true
		golden(t, "schema/"+s.Name, s.JSON)
	}
	entries, err := os.ReadDir("../../docs/schema")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !there[e.Name()] {
			t.Errorf("docs/schema/%s is the schema of no file", e.Name())
		}
	}
	for _, name := range []string{"site", "issuer", "achievement", "pathway", "page", "cohort", "decision"} {
		if !there[name+".schema.json"] {
			t.Errorf("there is no schema %s", name)
		}
	}
}

// compiled returns the schemas by the slug of their file.
func compiled(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	all := map[string]*jsonschema.Schema{}
	compiler := jsonschema.NewCompiler()
	for _, s := range Schemas() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s.JSON))
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		if err := compiler.AddResource(s.Name, doc); err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		if all[strings.TrimSuffix(s.Name, ".schema.json")], err = compiler.Compile(s.Name); err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
	}
	return all
}

// judge holds a text against the reader, as one file of a kind.
func judge(f *File, text string) []diag.Finding {
	report := &diag.Report{}
	if f == cohortFile {
		parseCohort([]byte(text), "f.yaml", "f", report, func(source.Place) {})
		return report.Findings()
	}
	root, findings := parseYAML(text, "f.yaml", 0, maxEntries)
	report.Add(findings...)
	if root != nil {
		r := &reader{file: "f.yaml", report: report, broken: func(source.Place) {}}
		r.object(root, root, &f.Key, source.Place{File: "f.yaml"})
	}
	return report.Findings()
}

// looked turns a tree into the values that an editor takes it for: YAML 1.2
// types plain words by their look.
func looked(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = looked(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, looked(c))
		}
		return list
	}
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return n.Value
	}
	switch n.Value {
	case "", "~", "null":
		return nil
	case "true", "false":
		return n.Value == "true"
	}
	if _, err := strconv.ParseFloat(n.Value, 64); err == nil && strings.Trim(n.Value, "+-.0123456789eE") == "" {
		return json.Number(strings.TrimPrefix(n.Value, "+"))
	}
	return n.Value
}

// fileOf returns the kind of file that a name in the content folder is of.
func fileOf(name string) *File {
	folder, base, deep := strings.Cut(name, "/")
	translated := strings.Count(base, ".") == 2
	slug := map[string]string{"achievements": "achievement", "pathways": "pathway", "pages": "page", "awards": "cohort", "decisions": "decision", "keys": "key"}[folder]
	switch {
	case name == "site.yaml":
		slug = "site"
	case name == "issuer.md":
		slug = "issuer"
	case !deep:
		slug = "issuer-translation"
	case translated && slug == "achievement":
		slug = "achievement-translation"
	case translated:
		slug = "translation"
	}
	i := slices.IndexFunc(Files(), func(f *File) bool { return f.Slug == slug })
	return Files()[i]
}

// The sample site, and a file with every key, pass both the reader and the
// schema.
func TestSchemaAcceptsWhatIsGood(t *testing.T) {
	schemas := compiled(t)
	accept := func(name string, f *File, text string) {
		t.Helper()
		if findings := judge(f, text); len(findings) > 0 {
			t.Errorf("%s: the reader refuses it: %v\n%s", name, findings, text)
			return
		}
		if err := schemas[f.Slug].Validate(looked(nodes(t, text))); err != nil {
			t.Errorf("%s: the schema refuses it: %v\n%s", name, err, text)
		}
	}
	fsys, n := os.DirFS("../../content"), 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "static/") || !strings.HasSuffix(name, ".md") && !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		text, bad := decodeText(data)
		if bad != nil {
			t.Fatalf("%s: %v", name, bad)
		}
		if strings.HasSuffix(name, ".md") {
			if text, _, _, bad = splitFrontMatter(text, name); bad != nil {
				t.Fatalf("%s: %v", name, bad)
			}
		}
		n++
		accept(name, fileOf(name), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 30 {
		t.Errorf("only %d files in the sample site", n)
	}
	for _, f := range Files() {
		for form, text := range full(f) {
			accept(fmt.Sprintf("every key of %s, form %d", f.Slug, form), f, text)
		}
	}
}

// What is wrong in a way that a schema can say is refused by both: each key of
// each file, with each slip that its type allows.
func TestSchemaRefusesWhatTheReaderRefuses(t *testing.T) {
	schemas := compiled(t)
	slips := 0
	for _, f := range Files() {
		for form := range full(f) {
			for _, m := range mutations(f, form) {
				slips++
				if findings := judge(f, m.text); len(findings) == 0 {
					t.Errorf("%s: %s: the reader accepts it:\n%s", f.Slug, m.what, m.text)
				}
				if err := schemas[f.Slug].Validate(looked(nodes(t, m.text))); err == nil {
					t.Errorf("%s: %s: the schema accepts it:\n%s", f.Slug, m.what, m.text)
				}
			}
		}
	}
	if slips < 800 {
		t.Errorf("only %d slips were tried", slips)
	}
}
