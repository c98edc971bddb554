package load

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/source"
)

// eachPlace visits every key and list entry of a tree with the path that
// leads there, and the lines on which its key and its value begin.
func eachPlace(n *yaml.Node, path string, visit func(path string, key, value int)) {
	join := func(k string) string { return strings.TrimPrefix(path+"/"+k, "/") }
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			at := join(n.Content[i].Value)
			visit(at, n.Content[i].Line, n.Content[i+1].Line)
			eachPlace(n.Content[i+1], at, visit)
		}
	case yaml.SequenceNode:
		for i, c := range n.Content {
			at := join(string(rune('0' + i%10)))
			if i > 9 {
				return // enough of one list
			}
			visit(at, c.Line, c.Line)
			eachPlace(c, at, visit)
		}
	}
}

// Locate finds every key of every file on the line where it, or its value,
// stands.
func TestLocateFindsEveryKey(t *testing.T) {
	sites := sample(t)
	sites["full"] = with()
	for _, f := range Files() { // every key that there is, one per line
		for i, text := range full(f) {
			var v any
			if err := yaml.Unmarshal([]byte(text), &v); err != nil {
				t.Fatal(err)
			}
			lines, err := yaml.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			name := f.Slug + string(rune('a'+i))
			switch {
			case f == cohortFile:
				sites["full"]["awards/"+name+".yaml"] = string(lines)
			case f.Body == "":
				sites["full"]["decisions/"+name+".yaml"] = string(lines)
			default:
				sites["full"]["pages/"+name+".md"] = "---\n" + string(lines) + "---\nBody.\n"
			}
		}
	}
	places := 0
	for site, files := range sites {
		fsys := memory(files)
		c, err := Dir(t.Context(), fsys, "content")
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			offset := 0
			switch {
			case strings.HasSuffix(name, ".md"):
				head, _, _, bad := splitFrontMatter(text, name)
				if bad != nil {
					t.Fatalf("%s: %v", name, bad)
				}
				text, offset = head, 1
			case !strings.HasSuffix(name, ".yaml"):
				continue
			}
			file := source.Place{File: "content/" + name}
			if got := c.Locate(file).String(); got != file.File+":1:1" {
				t.Errorf("%s as a whole is at %s", name, got)
			}
			eachPlace(nodes(t, text), "", func(path string, key, value int) {
				places++
				p := source.Place{File: file.File, Path: path}
				if pos := c.Locate(p); pos.File != file.File || pos.Line != key+offset && pos.Line != value+offset || pos.Column < 1 {
					t.Errorf("%s: %s: %s is at %s; its key is in line %d, its value in line %d", site, name, path, pos, key+offset, value+offset)
				}
			})
		}
	}
	if places < 500 {
		t.Errorf("only %d places", places)
	}
}

func TestLocate(t *testing.T) {
	c, _ := read(t, memory(with(
		drill, "---\nkind: badge\nname: First Drill\ndescription: |\n  Completed\n  a drill.\noutcomes:\n  - Calls for help\n  - statement: >-\n      Gives\n      first aid\nlevel: {eqf: 3}\n---\nDrill.\n",
		cohort, "achievement: first-drill\nawarded: 2026-05-14\nassessed:\n  by: Tom Byrne\nawards:\n  k1:\n    name: Ada Rossi\n    email: ada@example.org\n"+
			"  k2:\n    name: Bruno Ek\n    email: bruno@example.org\n    assessed:\n      on: 2026-05-13\n    evidence:\n      - Sheet\n      - name: Photo\n        url: https://a.example/\n",
		"awards/one.yaml", "achievement: first-drill\nawarded: 2026-05-14\nrecipient:\n  name: Ada Rossi\n  email: ada@example.org\n")))
	for _, test := range []struct{ file, path, want string }{
		{"site.yaml", "languages", "3:1"},                          // what has parts: at its key
		{"site.yaml", "languages/1", "3:17"},                       //
		{"site.yaml", "title", "1:8"},                              // text: at its value
		{"site.yaml", "brand", "1:1"},                              // not there: where it would stand
		{"site.yaml", "brand/logo", "1:1"},                         //
		{drill, "name", "3:7"},                                     // after the opening line of front matter
		{drill, "description", "4:14"},                             // a block begins at its bar
		{drill, "outcomes/0", "8:5"},                               //
		{drill, "outcomes/0/statement", "8:5"},                     // the short form
		{drill, "outcomes/1/statement", "9:16"},                    //
		{drill, "outcomes/7", "7:1"},                               //
		{drill, "outcomes/-1", "7:1"},                              //
		{drill, "level/eqf", "12:14"},                              //
		{cohort, "awards/k1", "6:3"},                               //
		{cohort, "awards/k1/name", "7:11"},                         //
		{cohort, "awards/k1/awarded", "2:10"},                      // inherited: at the top
		{cohort, "awards/k1/assessed/by", "4:7"},                   //
		{cohort, "awards/k2/assessed/by", "12:5"},                  // its own, which lacks it
		{cohort, "awards/k2/evidence/1/url", "17:14"},              //
		{cohort, "awards/k1/result", "6:3"},                        // nowhere: at the award
		{cohort, "awards/k9", "5:1"},                               //
		{"awards/one.yaml", "recipient/email", "5:10"},             //
		{"awards/one.yaml", "recipient/url", "3:1"},                //
		{"awards/one.yaml", "awarded", "2:10"},                     //
		{"awards/nothing.yaml", "awarded", ""},                     // no such file
		{"static/CNAME", "x", ""},                                  // no keys
		{"../../etc/passwd", "x", ""},                              // not below the content folder
		{"decisions/revoke-k2.yaml", "reason/a/b/c/d", "4:9"},      // deeper than the file
		{"decisions/revoke-k2.yaml", "//", "1:1"},                  //
		{"decisions/revoke-k2.yaml", "award/2026-05-drill", "1:8"}, //
	} {
		want := "content/" + test.file
		if test.want != "" {
			want += ":" + test.want
		}
		if got := c.Locate(source.Place{File: "content/" + test.file, Path: test.path}).String(); got != want {
			t.Errorf("%s in %s is at %s, want %s", test.path, test.file, got, want)
		}
	}
	if got := c.BodyPos("content/"+drill, 1, 3).String(); got != "content/"+drill+":14:3" {
		t.Errorf("the body begins at %s", got)
	}
}

// Whatever belongs to a broken value counts as broken, and nothing else.
func TestBroken(t *testing.T) {
	c, _ := read(t, memory(with(
		drill, drillTop+"levle:\n  eqf: 3\nworkload:\n  ects: much\n  hours: 5\n---\nDrill.\n", "pages/about.md", "About\n",
		cohort, cohortTop+"    emial: ada@example.org\n  k2:\n"+person+"    awarded: someday\n")))
	for path, want := range map[string]bool{
		drill + "#level": true, drill + "#level/eqf": true, drill + "#levle": true, drill + "#workload/ects": true,
		drill + "#workload/hours": false, drill + "#workload": false, drill + "#": false, drill + "#name": false,
		"pages/about.md#": true, "pages/about.md#name": true, "issuer.md#": false,
		cohort + "#awards/k1/email": true, cohort + "#awards/k1/name": true, cohort + "#awards/k1": false,
		cohort + "#awards/k2/awarded": true, cohort + "#awards/k2/name": false, cohort + "#awarded": false,
	} {
		file, keys, _ := strings.Cut(path, "#")
		if got := c.Broken(source.Place{File: "content/" + file, Path: keys}); got != want {
			t.Errorf("%s: broken is %v", path, got)
		}
	}
}
