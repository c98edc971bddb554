package doctor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadWorkflow(t *testing.T) {
	const upload = "      - name: up\n        uses: actions/upload-pages-artifact@v5\n        with:\n          path: public\n"
	for _, test := range []struct {
		name, text string
		want       Workflow
	}{
		{"none", "", Workflow{}},
		{"hidden files", "steps:\n" + upload + "          include-hidden-files: true\n      - run: x\n", Workflow{}},
		{"no hidden files", "steps:\n" + upload + "      - run: x\n        with:\n          include-hidden-files: true\n", Workflow{Dots: true}},
		{"with before uses", "steps:\n      - with:\n          include-hidden-files: true\n        uses: actions/upload-pages-artifact@v5\n", Workflow{}},
		{"an old version", "      - uses: actions/upload-pages-artifact@v3\n", Workflow{}},
		{"a commit", "      - uses: actions/upload-pages-artifact@0ca1617 # v3\n", Workflow{Dots: true}},
		{"in a comment", "      # - uses: actions/upload-pages-artifact@v5\n", Workflow{}},
		{"strangers without the key", "on: pull_request_target\n", Workflow{}},
		{"strangers with the key", "on:\n  pull_request_target:\nenv:\n  SEALPRESS_KEY: ${{ secrets.SEALPRESS_KEY }}\n", Workflow{Key: true, Stranger: true}},
		{"newest", "env:\n  VERSION: latest # of Sealpress\nx: SEALPRESS_KEY\n", Workflow{Key: true, Floating: true}},
		{"a version", "env:\n  VERSION: v1.2.3\nx: SEALPRESS_KEY\n", Workflow{Key: true}},
		{"pages", "- uses: actions/deploy-pages@v5\n", Workflow{Pages: "GitHub Pages"}},
	} {
		test.want.Name = "w.yml"
		if diff := cmp.Diff(test.want, ReadWorkflow("w.yml", test.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// The workflow files that we ship are as they should be.
func TestShippedWorkflows(t *testing.T) {
	files, err := filepath.Glob("../../docs/workflows/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflow files: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, pages := ".github/workflows/publish.yml", "GitHub Pages"
		if strings.Contains(file, "gitlab") {
			name, pages = ".gitlab-ci.yml", "GitLab Pages"
		}
		w := ReadWorkflow(name, string(text))
		key := strings.Contains(file, "-key")
		if w.Dots || w.Stranger || w.Pages != pages || key != w.Key || key != w.Floating {
			t.Errorf("%s: %+v", file, w)
		}
	}
}

// KEY-25: what is a password, and what only names one.
func TestCredential(t *testing.T) {
	for _, test := range []struct {
		text, what string
		line       int
	}{
		{"", "", 0},
		{"url: x\n  token: ghp_" + strings.Repeat("a1", 18), "a token of GitHub", 2},
		{"glpat-" + strings.Repeat("a", 20), "a token of GitLab", 1},
		{"key: AKIA" + strings.Repeat("B", 16), "an access key of Amazon Web Services", 1},
		{"aws_secret_access_key = " + strings.Repeat("a/B+", 10), "a secret of Amazon Web Services", 1},
		{"SEALPRESS_PASSPHRASE: four-words-in-a-row", "a password or token", 1},
		{"  - export FTP_PASSWORD='Zk3vQ9mP'", "a password or token", 1},
		{"SEALPRESS_PASSPHRASE: ${{ secrets.SEALPRESS_PASSPHRASE }}", "", 0},
		{"DEPLOY_TOKEN=$CI_JOB_TOKEN", "", 0},
		{"DEPLOY_TOKEN=%TOKEN%", "", 0},
		{"DEPLOY_TOKEN=your-token-here", "", 0},
		{"DEPLOY_TOKEN=<token>\nDEPLOY_PASSWORD=Zk3vQ9mPw", "a password or token", 2},
		{"# SEALPRESS_PASSPHRASE is a secret", "", 0},
		{"ghp_short", "", 0},
	} {
		if what, line := Credential(test.text); what != test.what || line != test.line {
			t.Errorf("%q: %q in line %d, want %q in line %d", test.text, what, line, test.what, test.line)
		}
	}
}

// Whatever stands in a file of others, it is read to its end.
func FuzzTexts(f *testing.F) {
	f.Add("      - uses: actions/upload-pages-artifact@v5\n        with:\n          include-hidden-files: true\n")
	f.Add("- - -\n\t- uses: actions/upload-pages-artifact@x")
	f.Add("SEALPRESS_PASSPHRASE: 'x\nDEPLOY_TOKEN=\"")
	f.Fuzz(func(t *testing.T, text string) {
		ReadWorkflow("w.yml", text)
		what, line := Credential(text)
		if (what == "") != (line == 0) || line > 1+strings.Count(text, "\n") {
			t.Errorf("%q in line %d", what, line)
		}
	})
}
