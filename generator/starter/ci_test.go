package starter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The workflow files that the pages explain are those that init writes, to the
// byte.
func TestWorkflowsAreThoseOfTheDocs(t *testing.T) {
	docs := filepath.Join("..", "..", "docs", "workflows")
	shown, err := filepath.Glob(filepath.Join(docs, "*.yml"))
	if err != nil || len(shown) != len(CI()) {
		t.Errorf("docs/workflows holds %d files for %d hosts: %v", len(shown), len(CI()), err)
	}
	for _, host := range CI() {
		files, err := CIFiles(host, nil)
		if err != nil {
			t.Fatal(err)
		}
		name := host + ".yml"
		if !strings.HasSuffix(host, "-hosted") {
			name = host + "-key.yml"
		}
		want, err := os.ReadFile(filepath.Join(docs, name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.ReplaceAll(string(want), "\r\n", "\n"), string(files[0].Data)); diff != "" {
			t.Errorf("%s (-docs/workflows +init); copy it from generator/starter/templates/ci:\n%s", name, diff)
		}
		if !strings.Contains(string(files[0].Data), "sealpress init --ci "+host+" puts") && !strings.Contains(string(files[0].Data), "sealpress init --ci "+host+"\n# puts") {
			t.Errorf("%s does not say where it comes from", name)
		}
	}
}

func TestCIFiles(t *testing.T) {
	for _, tt := range []struct{ host, workflow, consent, own string }{
		{"github", ".github/workflows/publish.yml", ".github/CODEOWNERS", "/.github/"},
		{"github-hosted", ".github/workflows/publish.yml", ".github/CODEOWNERS", "/.github/"},
		{"gitlab", ".gitlab-ci.yml", ".gitlab/CODEOWNERS", "/.gitlab-ci.yml"},
		{"gitlab-hosted", ".gitlab-ci.yml", ".gitlab/CODEOWNERS", "/.gitlab-ci.yml"},
	} {
		for _, owners := range [][]string{nil, {"@harbour/registrar", "@ada"}} {
			files, err := CIFiles(tt.host, owners)
			if err != nil {
				t.Fatal(err)
			}
			if files[0].Name != tt.workflow || files[1].Name != tt.consent {
				t.Errorf("%s: %s and %s", tt.host, files[0].Name, files[1].Name)
			}
			counted := map[string]bool{}
			for line := range strings.Lines(string(files[1].Data)) {
				words := strings.Fields(line)
				if len(words) == 0 || strings.HasPrefix(line, "#") {
					continue
				}
				if diff := cmp.Diff(owners, words[1:]); diff != "" {
					t.Errorf("%s: %s(-want +got):\n%s", tt.host, line, diff)
				}
				counted[words[0]] = true
			}
			for _, path := range []string{"/content/achievements/", "/content/awards/", "/content/decisions/", "/content/keys/", tt.own} {
				if counted[path] != (owners != nil) {
					t.Errorf("%s for %v: %s counts is %t", tt.host, owners, path, counted[path])
				}
				if !strings.Contains(string(files[1].Data), path) {
					t.Errorf("%s for %v: %s is not there", tt.host, owners, path)
				}
			}
			if strings.Contains(string(files[1].Data), "OWNERS\n") {
				t.Errorf("%s: a place is left open:\n%s", tt.host, files[1].Data)
			}
		}
	}
}

// The page about workflow files shows the lines that init writes.
func TestConsentsAreThoseOfTheDocs(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "workflows", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := strings.Cut(strings.ReplaceAll(string(page), "\r\n", "\n"), "```text\n")
	shown, _, _ = strings.Cut(shown, "```")
	files, err := CIFiles("github", []string{"@harbour/registrar"})
	if err != nil {
		t.Fatal(err)
	}
	written := ""
	for line := range strings.Lines(string(files[1].Data)) {
		if strings.HasPrefix(line, "/") {
			written += line
		}
	}
	if diff := cmp.Diff(shown, written); diff != "" {
		t.Errorf("CODEOWNERS (-docs/workflows/README.md +init):\n%s", diff)
	}
}

func TestCIFilesRefuses(t *testing.T) {
	if _, err := CIFiles("bitbucket", nil); err == nil || !strings.Contains(err.Error(), "github-hosted") {
		t.Errorf("an unknown host: %v", err)
	}
	for _, o := range []string{"", "@", "ada", "ada@example.org", "@a b", "@a\n/x @b", "@a/", "@-a"} {
		if _, err := CIFiles("github", []string{o}); err == nil {
			t.Errorf("%q is taken for an owner", o)
		}
	}
}
