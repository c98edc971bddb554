package load

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the generated files in docs")

// golden compares a generated file in docs with what is generated now.
func golden(t *testing.T, name string, want []byte) {
	t.Helper()
	file := filepath.Join("..", "..", "docs", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, want, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got = bytes.ReplaceAll(got, []byte("\r\n"), []byte("\n")) // a checkout on Windows may have changed them
	if diff := cmp.Diff(string(got), string(want)); diff != "" {
		t.Errorf("docs/%s is not what the table of keys says; run: go test ./generator/load -run Reference -update\n(-there +generated):\n%s", name, diff)
	}
}

func TestReference(t *testing.T) {
	golden(t, "reference.md", Reference())
}

// The page explains each key of each file: its type, and what it means.
func TestReferenceIsComplete(t *testing.T) {
	page := string(Reference())
	explained := map[Type]bool{}
	for _, e := range types() {
		explained[e.Type] = true
	}
	for _, f := range Files() {
		_, section, ok := strings.Cut(page, "<a id=\""+f.Slug+"\"></a>")
		if !ok {
			t.Fatalf("no section for %s", f.Path)
		}
		section, _, _ = strings.Cut(section, "<a id=")
		eachKey(f.Keys, "", func(k *Key, path string) {
			// What may stand at the top of a file of awards is explained there.
			top := strings.TrimPrefix(path, "awards.<label>.")
			if !strings.Contains(section, "`"+path+"`") && !(strings.ContainsAny(top, ".[") && strings.Contains(section, "`"+top+"`")) {
				t.Errorf("%s: %s is not on the page", f.Path, path)
			}
			if k.Help == "" || strings.HasSuffix(k.Help, ".") || strings.Contains(k.Help, "\n") {
				t.Errorf("%s: %s: its help must be one sentence without a full stop: %q", f.Path, path, k.Help)
			}
			if !explained[k.Type] {
				t.Errorf("%s: %s: the type %q is not explained", f.Path, path, k.Type)
			}
			if k.Type == Choice && len(k.Choices) == 0 {
				t.Errorf("%s: %s is a choice without choices", f.Path, path)
			}
			if k.Required && k.Default != "" {
				t.Errorf("%s: %s is needed and has a default", f.Path, path)
			}
		})
	}
}

// eachKey visits keys and those inside them, with the path that the page and
// a Place name them by.
func eachKey(keys []Key, prefix string, visit func(k *Key, path string)) {
	for i := range keys {
		k := &keys[i]
		path := prefix + k.Name
		visit(k, path)
		switch {
		case k.Type == Object:
			eachKey(k.Keys, path+".", visit)
		case k.Item != nil && k.Item.Type == Object && k.Type == List:
			eachKey(k.Item.Keys, path+"[].", visit)
		case k.Item != nil && k.Item.Type == Object:
			eachKey(k.Item.Keys, path+".<label>.", visit)
		}
		if k.Or != nil {
			eachKey(k.Or.Keys, path+".", visit)
		}
	}
}

// Examples in the table and on the page are accepted by the reader.
func TestReferenceExamples(t *testing.T) {
	for _, f := range Files() {
		eachKey(f.Keys, "", func(k *Key, path string) {
			if k.Example == "" || strings.Contains(k.Example, "…") {
				return
			}
			if findings := readValue(t, *k, k.Example); len(findings) > 0 {
				t.Errorf("%s: the example of %s, %s, is refused: %v", f.Path, path, k.Example, findings)
			}
		})
	}
	for _, e := range types() {
		if e.Example == "" || e.Type == Choice || strings.Contains(e.Example, "…") {
			continue
		}
		if findings := readValue(t, Key{Name: "x", Type: e.Type, Max: 200}, e.Example); len(findings) > 0 {
			t.Errorf("the example of the type %s, %s, is refused: %v", e.Type, e.Example, findings)
		}
	}
}
