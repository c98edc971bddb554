package check

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
)

// today is the day on which all test sites are checked.
var today = badge.Date{Year: 2026, Month: 6, Day: 15}

// Each rule has an example: testdata/<rule>.txtar with the files below bad/
// and good/ in which a bad and a good site differ from the small site in
// testdata/base.txtar; an empty file takes the base's away, and was/ holds the
// former state for rules that compare with one. On a guilty line of bad/
// stands
//
//	name: Ada # want "the message"
//
// and where no comment can stand, the file "want" has lines such as
//
//	content/site.yaml:3:1: error: the message
//
// The file "also", where there is one, lists other rules that the bad site
// breaks as well, and the file "issued" says what was issued before (see
// issuedBefore). Nothing else may be found in it, and nothing in the good one
// but notes and what "also" lists.
func TestExamples(t *testing.T) {
	for _, r := range slices.Concat(Rules(), PromiseRules()) {
		t.Run(r.ID, func(t *testing.T) {
			file := filepath.Join("testdata", r.ID+".txtar")
			example, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatalf("the rule has no example: %v", err)
			}
			if len(strings.TrimSpace(string(example.Comment))) == 0 {
				t.Errorf("%s does not begin by saying what it shows", file)
			}
			also := strings.Fields(string(part(example, "also")))
			others := func(f diag.Finding) bool { return f.Rule != r.ID && !slices.Contains(also, f.Rule) }

			bad := judge(t, layIssued(t, example, "bad/"), former(t, example))
			want := append(wantComments(example), strings.FieldsFunc(string(part(example, "want")), func(r rune) bool { return r == '\n' })...)
			if len(want) == 0 {
				t.Fatalf("%s wants nothing", file)
			}
			full := len(part(example, "want")) > 0
			var got []string
			for _, f := range bad {
				if f.Rule == r.ID {
					got = append(got, place(f, full))
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings in the bad site (-want +got):\n%s", diff)
			}
			if i := slices.IndexFunc(bad, others); i >= 0 {
				t.Errorf("the bad site breaks another rule: %s", shown(bad[i]))
			}
			for _, f := range judge(t, layIssued(t, example, "good/"), former(t, example)) {
				if f.Rule == r.ID || others(f) && f.Severity != diag.Note {
					t.Errorf("found in the good site: %s", shown(f))
				}
			}
		})
	}
}

// part returns a file of an archive, or nothing.
func part(a *txtar.Archive, name string) []byte {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// lay lays the files below each prefix over the base site, one after another.
func lay(t *testing.T, a *txtar.Archive, prefixes ...string) fstest.MapFS {
	t.Helper()
	site := fstest.MapFS{}
	base, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, data []byte) {
		if len(data) == 0 {
			delete(site, name)
			return
		}
		site[name] = &fstest.MapFile{Data: data}
	}
	for _, f := range base.Files {
		put(f.Name, f.Data)
	}
	for _, prefix := range prefixes {
		for _, f := range a.Files {
			if name, below := strings.CutPrefix(f.Name, prefix); below {
				put(name, f.Data)
			}
		}
	}
	return site
}

func former(t *testing.T, a *txtar.Archive) fs.FS {
	t.Helper()
	if !slices.ContainsFunc(a.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "was/") }) {
		return nil
	}
	return lay(t, a, "was/")
}

// judge loads and checks a site, and compares it with a former state where
// there is one.
func judge(t *testing.T, site, former fs.FS) []diag.Finding {
	t.Helper()
	ctx := context.Background()
	c, err := load.Dir(ctx, site, "content")
	if err != nil {
		t.Fatal(err)
	}
	if _, passed, err := Run(ctx, c, today); err != nil {
		t.Fatal(err)
	} else if passed == c.Report.HasErrors() {
		t.Errorf("passed is %v with %s", passed, c.Report.Summary())
	}
	sameRemembered(t, site)
	if former != nil {
		old, err := load.Dir(ctx, former, "content")
		if err != nil {
			t.Fatal(err)
		}
		if err := Against(ctx, c, old, "main"); err != nil {
			t.Fatal(err)
		}
	}
	return c.Report.Findings()
}

var (
	wantComment = regexp.MustCompile(`# want (".*")$`)
	wantText    = regexp.MustCompile(`"([^"\\]|\\.)*"`)
)

// wantComments reads the comments of the bad files.
func wantComments(a *txtar.Archive) []string {
	var want []string
	for _, f := range a.Files {
		name, bad := strings.CutPrefix(f.Name, "bad/")
		for i, line := range strings.Split(string(f.Data), "\n") {
			m := wantComment.FindStringSubmatch(line)
			if !bad || m == nil {
				continue
			}
			for _, quoted := range wantText.FindAllString(m[1], -1) {
				text := strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(quoted[1 : len(quoted)-1])
				want = append(want, fmt.Sprintf("content/%s:%d: %s", name, i+1, text))
			}
		}
	}
	return want
}

// place prints a finding as its example wants it.
func place(f diag.Finding, full bool) string {
	if full {
		return fmt.Sprintf("%s: %s: %s", f.Pos, f.Severity, f.Message)
	}
	return fmt.Sprintf("%s:%d: %s", f.Pos.File, f.Pos.Line, f.Message)
}

// shown prints a finding whole.
func shown(f diag.Finding) string {
	return fmt.Sprintf("%s: %s: %s [%s]", f.Pos, f.Severity, f.Message, f.Rule)
}

// The meta-tests: no rule without documentation and example, no example
// without its rule.
func TestBook(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range slices.Concat(Rules(), PromiseRules()) {
		switch {
		case r.Title == "" || r.Why == "" || r.Mend == "" || r.Family == "":
			t.Errorf("%s: title, why, mend and family are needed", r.ID)
		case r.Site == nil && r.Award == nil && r.End == nil && r.Def == nil && r.Family != "promises":
			t.Errorf("%s looks at nothing", r.ID)
		case strings.HasSuffix(r.Title, ".") || strings.HasSuffix(r.Mend, "."):
			t.Errorf("%s: title and mend have no full stop", r.ID)
		}
	}
	for _, r := range All() {
		switch {
		case seen[r.ID]:
			t.Errorf("%s is documented twice", r.ID)
		case r.Title == "" || r.Why == "" || r.Mend == "":
			t.Errorf("%s: title, why and mend are needed", r.ID)
		case !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+$`).MatchString(r.ID):
			t.Errorf("%s: an id is words joined by hyphens", r.ID)
		}
		seen[r.ID] = true
	}
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		id, example := strings.CutSuffix(f.Name(), ".txtar")
		if example && id != "base" && !seen[id] {
			t.Errorf("testdata/%s is the example of no rule", f.Name())
		}
	}
}
