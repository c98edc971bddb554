package check

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sealpress/sealpress/generator/diag"
)

// The corpus: definitions as people write them, thirty of each kind, in
// several languages and trades. The first line of each says "# clean" or
// "# faulty", and what is the matter. The file "want" beside them lists all
// that is found, by the whole book, one finding a line:
//
//	forklift-certificate.md:4:7: warning: badge-claims-to-certify
//
// A clean one has nothing above a note, whatever the file "want" says.
func TestCorpus(t *testing.T) {
	for _, kind := range []string{"badges", "micro-credentials"} {
		folder := path.Join("testdata/corpus", kind)
		files, err := filepath.Glob(folder + "/*.md")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		definitions, clean := 0, 0
		for _, file := range files {
			if translationOf.MatchString(file) {
				continue
			}
			definitions++
			found := definition(t, file)
			worst := 0
			for _, f := range found {
				got = append(got, fmt.Sprintf("%s: %s: %s", strings.TrimPrefix(f.Pos.String(), "content/achievements/"), f.Severity, f.Rule))
				if f.Severity != diag.Note {
					worst++
				}
			}
			switch about := aboutOf(t, file); {
			case strings.HasPrefix(about, "clean: "):
				clean++
				if worst > 0 {
					t.Errorf("%s is clean, but this is found:\n%s", file, strings.Join(got[len(got)-len(found):], "\n"))
				}
			case !strings.HasPrefix(about, "faulty: "):
				t.Errorf("%s does not begin with # clean: or # faulty:", file)
			case worst == 0:
				t.Errorf("%s is faulty (%s), and nothing is found", file, about)
			}
		}
		if definitions < 30 || clean < 10 {
			t.Errorf("%s has %d definitions, %d of them clean; there were 30 and 10", folder, definitions, clean)
		}
		want := filepath.Join(folder, "want")
		text := strings.Join(got, "\n") + "\n"
		if *update {
			if err := os.WriteFile(want, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		wanted, err := os.ReadFile(want)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(wanted), text); diff != "" {
			t.Errorf("findings in %s (-want +got):\n%s", folder, diff)
		}
	}
}

// translationOf tells a translation from a definition by its name.
var translationOf = regexp.MustCompile(`\.[a-z]{2}\.md$`)

var (
	aboutLine   = regexp.MustCompile(`^---\n# (.*)\n`)
	pathwayLine = regexp.MustCompile(`(?m)^pathway: ([a-z0-9-]+)`)
)

func aboutOf(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if m := aboutLine.FindSubmatch(text); m != nil {
		return string(m[1])
	}
	return ""
}

// definition returns what is found in one definition and its translations,
// each in the small site of testdata/base.txtar without awards. The pathway
// that it names is there, and leads to it or has it as a step.
func definition(t *testing.T, file string) []diag.Finding {
	t.Helper()
	site := lay(t, &txtar.Archive{})
	for name := range site {
		if strings.HasPrefix(name, "awards/") || strings.HasPrefix(name, "pathways/") || name == "achievements/first-aid.md" {
			delete(site, name)
		}
	}
	put := func(name, text string) { site[name] = &fstest.MapFile{Data: []byte(text)} }
	put("site.yaml", strings.Replace(string(site["site.yaml"].Data), "  - it\n", "  - it\n  - de\n  - fr\n  - es\n  - ar\n", 1))
	slug := strings.TrimSuffix(filepath.Base(file), ".md")
	translations, err := filepath.Glob(strings.TrimSuffix(file, ".md") + ".??.md")
	if err != nil {
		t.Fatal(err)
	}
	var definition string
	for _, name := range append([]string{file}, translations...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == file {
			definition = string(text)
		}
		put("achievements/"+filepath.Base(name), string(text))
	}
	if m := pathwayLine.FindStringSubmatch(definition); m != nil && m[1] != "none-such" {
		steps, goal := "  - first-drill\n  - aed-basics\n", slug
		if strings.Contains(definition, "\nkind: badge\n") {
			steps += "  - " + slug + "\n"
			goal = "first-aid"
			base, err := txtar.ParseFile("testdata/base.txtar")
			if err != nil {
				t.Fatal(err)
			}
			put("achievements/first-aid.md", strings.Replace(string(part(base, "achievements/first-aid.md")), "pathway: first-responder", "pathway: "+m[1], 1))
		}
		put("pathways/"+m[1]+".md", "---\nname: The way\ndescription: Step by step.\nsteps:\n"+steps+"goal: "+goal+"\n---\nStart where you are.\n")
	}
	found := judge(t, site, nil)
	return slices.DeleteFunc(found, func(f diag.Finding) bool { // what the site around it lacks is not its fault
		return f.Severity == diag.Note && !strings.HasPrefix(f.Pos.File, "content/achievements/"+slug)
	})
}
