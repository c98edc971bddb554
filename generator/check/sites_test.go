package check

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite what the sites in testdata want")

// Whole sites with several mistakes: everything that is found, in order, with
// its mend. They show what is found together, and above all that a mistake is
// named once: what only follows from it is not said.
func TestSites(t *testing.T) {
	files, err := filepath.Glob("testdata/sites/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sites: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			site, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, f := range judge(t, lay(t, site, "site/"), nil) {
				got.WriteString(shown(f) + "\n")
				switch {
				case f.Mend == "":
					got.WriteString("  no mend\n")
				case isOfBook(f.Rule): // how the reader words its mends is for its own tests
					got.WriteString("  mend: " + f.Mend + "\n")
				}
			}
			for i := range site.Files {
				w := &site.Files[i]
				if w.Name != "want" {
					continue
				}
				if *update {
					w.Data = []byte(got.String())
					if err := os.WriteFile(file, txtar.Format(site), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(string(w.Data), got.String()); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
				return
			}
			t.Error("the site wants nothing")
		})
	}
}

func isOfBook(id string) bool {
	return slices.ContainsFunc(Rules(), func(r *Rule) bool { return r.ID == id })
}

// Nothing but the order of lines depends on the order in which rules run:
// twice the same site gives twice the same findings.
func TestSitesAgain(t *testing.T) {
	site, err := txtar.ParseFile("testdata/sites/ten-mistakes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := lay(t, site, "site/")
	first := judge(t, files, nil)
	for range 5 {
		if diff := cmp.Diff(first, judge(t, files, nil)); diff != "" {
			t.Fatalf("findings differ (-first +again):\n%s", diff)
		}
	}
}
