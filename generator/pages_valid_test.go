//go:build interop

package generator

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Every kind of page, in each language, is valid HTML for html-validate, which
// nobody here wrote. Its configuration, testdata/html-validate, leaves out what
// is a matter of taste: how attributes are quoted, what may be left to the
// parser to close, how long a title is. It also leaves out two rules that ask
// for what is not needed here: hashes of files from the site itself, and a
// button that submits the filter of the catalogue, which narrows while one
// types and is hidden without scripts.
func TestPagesAreValidHTML(t *testing.T) {
	s := hardSite(t)
	dir, err := filepath.EvalSymlinks(t.TempDir()) // as Node names its modules
	must(t, err)
	must(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "html-validate"))))
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("installing html-validate with: %s: %v\n%s", strings.Join(install.Args, " "), err, out)
	}
	count := 0
	for _, k := range s.pageKinds() {
		for _, language := range append([]string{""}, pageLanguages()[1:]...) {
			f, file := s.files, k.at.In(language).File()
			if k.hosted {
				f = s.hosted.files
			}
			if k.name == "missing" {
				file = "404.html"
			}
			if f[file] == "" {
				t.Fatalf("there is no %s", file)
			}
			at := filepath.Join(dir, "site", strings.ReplaceAll(k.name, ":", ""), filepath.FromSlash(file))
			must(t, os.MkdirAll(filepath.Dir(at), 0o755))
			must(t, os.WriteFile(at, []byte(f[file]), 0o644))
			count++
		}
	}
	validate := exec.Command(filepath.Join(dir, "node_modules", ".bin", "html-validate"), "--formatter", "json=found.json", "--ext", "html", "site")
	validate.Dir = dir
	said, failed := validate.CombinedOutput() // fails where something is found
	out, err := os.ReadFile(filepath.Join(dir, "found.json"))
	if err != nil {
		t.Fatalf("html-validate: %v: %v\n%s", failed, err, said)
	}
	var pages []struct {
		FilePath string
		Messages []struct {
			RuleID       string `json:"ruleId"`
			Message      string
			Line, Column int
			Selector     string
		}
	}
	if err := json.Unmarshal(out, &pages); err != nil {
		t.Fatalf("html-validate: %v: %v\n%s", failed, err, said)
	}
	found := map[string]int{}
	for _, p := range pages {
		for _, m := range p.Messages {
			if found[m.RuleID]++; found[m.RuleID] <= 5 {
				t.Errorf("%s:%d:%d: %s [%s] %s", strings.TrimPrefix(p.FilePath, dir), m.Line, m.Column, m.Message, m.RuleID, m.Selector)
			}
		}
	}
	t.Logf("%d pages; %v", count, found)
	if count < 60 || failed != nil && len(found) == 0 {
		t.Errorf("html-validate judged %d pages: %v\n%s", count, failed, said)
	}
}
