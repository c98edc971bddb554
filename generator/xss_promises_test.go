package generator

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
)

// payloads are the texts of testdata/xss.txt.
func payloads(t testing.TB) (all []string) {
	t.Helper()
	data, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "//") {
			all = append(all, line)
		}
	}
	return all
}

// field is a place in content where an author may write any text.
type field struct {
	file         string
	path         string // of its key in the table: "achievement outcomes[].statement"
	line, column int    // of the value, from 1; line 0 is the text below front matter
	max          int
	web          bool // an address, and no text
}

// kindOf returns the slug of the kind of file that a name is of.
func kindOfFile(name string) string {
	folder, _, found := strings.Cut(name, "/")
	base := strings.TrimSuffix(strings.TrimSuffix(name, ".yaml"), ".md")
	translation := strings.Contains(base, ".")
	switch {
	case !found && name == "site.yaml":
		return "site"
	case !found && translation:
		return "issuer-translation"
	case !found:
		return "issuer"
	case folder == "achievements" && translation:
		return "achievement-translation"
	case translation:
		return "translation"
	}
	return map[string]string{"achievements": "achievement", "pathways": "pathway", "pages": "page", "awards": "cohort", "decisions": "decision"}[folder]
}

// textFields lists the keys of the table that take any text or a web address:
// what a new version adds is in it by itself.
func textFields(f *load.File) map[string]field {
	out := map[string]field{}
	var walk func(path string, k *load.Key)
	walk = func(path string, k *load.Key) {
		switch k.Type {
		case load.Text, load.Lines, load.Name, load.Web:
			out[path] = field{max: cmp.Or(k.Max, 2000), web: k.Type == load.Web}
		case load.Object:
			for i := range k.Keys {
				walk(strings.TrimPrefix(path+"."+k.Keys[i].Name, "."), &k.Keys[i])
			}
			if k.Short != "" {
				delete(out, path)
			}
		case load.List, load.Dict:
			walk(path+"[]", k.Item)
		}
	}
	walk("", &f.Key)
	if f.Body != "" {
		out["(text)"] = field{max: 8000}
	}
	return out
}

// unpublished are the texts of content that are on no page, or are no free
// texts: each has the reason.
var unpublished = map[string]string{
	"site allow[]":                "never published",
	"issuer allow[]":              "never published",
	"achievement allow[]":         "never published",
	"pathway allow[]":             "never published",
	"page allow[]":                "never published",
	"cohort allow[]":              "never published",
	"achievement field":           "a code of a list",
	"cohort awards[].person":      "never published",
	"cohort person":               "never published",
	"cohort awards[].origin.file": "the name of a file",
	"cohort origin.file":          "the name of a file",
}

// fields lists the places of a folder that take any text.
func (c files) fields(t testing.TB) (all []field) {
	t.Helper()
	tables := map[string]map[string]field{}
	for _, f := range load.Files() {
		tables[f.Slug] = textFields(f)
	}
	for _, name := range c.names() {
		kind := kindOfFile(name)
		if kind == "" {
			continue
		}
		text, above := c[name], 0
		if head, found := strings.CutPrefix(text, "---\n"); found {
			text, _, _ = strings.Cut(head, "\n---\n")
			above = 1
			all = append(all, field{file: name, path: kind + " (text)", max: tables[kind]["(text)"].max})
		}
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var walk func(path string, n *yaml.Node)
		walk = func(path string, n *yaml.Node) {
			switch n.Kind {
			case yaml.DocumentNode:
				walk(path, n.Content[0])
			case yaml.MappingNode:
				for i := 0; i < len(n.Content); i += 2 {
					below := path + "." + n.Content[i].Value
					if path == "awards" {
						below = "awards[]"
					}
					walk(strings.TrimPrefix(below, "."), n.Content[i+1])
				}
			case yaml.SequenceNode:
				for _, item := range n.Content {
					walk(path+"[]", item)
				}
			case yaml.ScalarNode:
				if f, any := tables[kind][path]; any && unpublished[kind+" "+path] == "" {
					all = append(all, field{name, kind + " " + path, n.Line + above, n.Column, f.max, f.web})
				}
			}
		}
		walk("", &doc)
	}
	return all
}

// write puts a text into a field.
func (c files) write(f field, text string) {
	if f.line == 0 {
		c[f.file] = strings.TrimRight(c[f.file], "\n") + "\n\n" + text + "\n"
		return
	}
	lines := strings.Split(c[f.file], "\n")
	lines[f.line-1] = lines[f.line-1][:f.column-1] + quoted(text)
	c[f.file] = strings.Join(lines, "\n")
}

// everyField returns the names of all fields of a folder, and reports those of
// the table that it lacks.
func (c files) everyField(t testing.TB) {
	t.Helper()
	there, known := map[string]bool{}, map[string]bool{}
	for _, f := range c.fields(t) {
		there[f.path] = true
	}
	for _, f := range load.Files() {
		if slices.Contains([]string{"key", "import"}, f.Slug) {
			continue // nothing of these is free text that is published
		}
		for path := range textFields(f) {
			known[f.Slug+" "+path] = true
			if name := f.Slug + " " + path; !there[name] && unpublished[name] == "" {
				t.Errorf("the key table has the text %q: give it a value in scripted, or a reason in unpublished", name)
			}
		}
	}
	for name := range unpublished {
		if !known[name] {
			t.Errorf("unpublished names %q, which the key table does not have", name)
		}
	}
}

// gradePath matches the fields in which a grade stands: one text on a scale, and
// the same wherever it is given.
var gradePath = regexp.MustCompile(`grades\[\]$|result$|grade$`)

// isAddress matches the payloads that are addresses themselves.
var isAddress = regexp.MustCompile(`(?i)^[\w&#;-]+:`)

// underAttack writes payloads into all fields of a folder: the one that shift
// says for the first file of a kind, and the next one for the next. What the
// check refuses is written as it was. took says of every field which payloads it
// took, true, and which were refused, false.
func underAttack(t testing.TB, c files, list []string, shift int) (attacked files, took map[string]map[string]bool) {
	t.Helper()
	c.everyField(t)
	type attempt struct {
		field
		payload string
	}
	var all []attempt
	ordinal := map[string]int{} // of a field's path
	for _, f := range c.fields(t) {
		o, seen := ordinal[f.path]
		if !seen {
			o = 11 * len(ordinal)
			ordinal[f.path] = o
		}
		if gradePath.MatchString(f.path) {
			o = 0
		}
		k := 0
		if m := regexp.MustCompile(`\d+(\.it)?\.\w+$`).FindString(f.file); m != "" {
			_, _ = fmt.Sscan(strings.FieldsFunc(m, func(r rune) bool { return r == '.' })[0], &k)
		}
		payload := list[(k+shift+o)%len(list)]
		if most := f.max; utf8.RuneCountInString(payload) > most || gradePath.MatchString(f.path) && utf8.RuneCountInString(payload) > 40 {
			continue
		}
		all = append(all, attempt{f, payload})
	}
	grades := map[string]bool{} // refused
	refused := map[attempt]bool{}
	for range 12 {
		d, took := c.clone(), map[string]map[string]bool{}
		at := map[string]map[int]attempt{}
		for _, a := range all {
			if took[a.path] == nil {
				took[a.path] = map[string]bool{}
			}
			taken := !refused[a] && !(gradePath.MatchString(a.path) && grades[a.payload])
			took[a.path][a.payload] = taken
			if !taken {
				continue
			}
			text := a.payload
			if a.web && !isAddress.MatchString(text) {
				text = "https://quay.example/?" + text
			}
			d.write(a.field, text)
			if at[a.file] == nil {
				at[a.file] = map[int]attempt{}
			}
			at[a.file][a.line] = a
		}
		p, ok := plan(t, d.config())
		if ok {
			return d, took
		}
		n := len(refused) + len(grades)
		for _, f := range p.Report().Findings() {
			file := strings.TrimPrefix(f.Pos.File, "content/")
			a, there := at[file][f.Pos.Line]
			if !there { // a list is held against another as a whole
				a, there = at[file][f.Pos.Line+1]
			}
			if !there && f.Pos.Line > strings.Count(c[file], "\n") {
				a, there = at[file][0]
			}
			if there && f.Severity == diag.Error {
				refused[a] = true
				if gradePath.MatchString(a.path) {
					grades[a.payload] = true
				}
			}
		}
		if len(refused)+len(grades) > n {
			continue
		}
		for _, f := range p.Report().Findings() {
			if f.Severity == diag.Error {
				t.Errorf("%v: %s [%s]", f.Pos, f.Message, f.Rule)
			}
		}
		t.Fatal("the check refuses what was not attacked")
	}
	t.Fatal("the check finds something new each time")
	return nil, nil
}
