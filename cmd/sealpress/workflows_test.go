package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// workflows returns the shipped workflow files by name, read strictly.
func workflows(t *testing.T) map[string]map[string]any {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "docs", "workflows", "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflow files: %v", err)
	}
	all := map[string]map[string]any{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var w map[string]any
		if err := yaml.Unmarshal(text, &w); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		all[filepath.Base(f)] = w
	}
	return all
}

// jobs returns the jobs of a workflow by name.
func jobs(w map[string]any) map[string]map[string]any {
	all := map[string]map[string]any{}
	if list, ok := w["jobs"].(map[string]any); ok { // GitHub
		w = list
	}
	for name, j := range w {
		j, ok := j.(map[string]any)
		if ok && (j["script"] != nil || j["steps"] != nil) {
			all[name] = j
		}
	}
	return all
}

// runs returns the scripts of a job, each as its shell is given it.
func runs(job map[string]any) []string {
	var all []string
	if list, ok := job["script"].([]any); ok { // GitLab: one shell for all lines
		var lines []string
		for _, l := range list {
			lines = append(lines, fmt.Sprint(l))
		}
		return []string{strings.Join(lines, "\n")}
	}
	steps, _ := job["steps"].([]any)
	for _, s := range steps {
		if s, ok := s.(map[string]any); ok && s["run"] != nil {
			all = append(all, s["run"].(string))
		}
	}
	return all
}

// typed finds the commands of Sealpress in a script.
var typed = regexp.MustCompile(`(?m)^\s*(?:- )?(?:if )?(sealpress [^>#\n]*)`)

// variable finds what a shell fills in: always a revision.
var variable = regexp.MustCompile(`\$[A-Z_]+`)

// Every command of a shipped workflow is one that Sealpress has, with flags
// that it knows, and only one job of one workflow is given a key.
func TestWorkflows(t *testing.T) {
	all := workflows(t)
	for _, name := range []string{"github-hosted.yml", "github-key.yml", "gitlab-hosted.yml", "gitlab-key.yml"} {
		w, there := all[name]
		if !there {
			t.Errorf("docs/workflows/%s is missing", name)
			continue
		}
		commands := 0
		for job, j := range jobs(w) {
			for _, script := range runs(j) {
				if strings.Contains(script, "${{") {
					t.Errorf("%s: the job %s puts an expression into a script, where a branch's name could be a command", name, job)
				}
				for _, m := range typed.FindAllStringSubmatch(script, -1) {
					commands++
					a, _, _ := testWorld()
					words := split(t, variable.ReplaceAllString(strings.TrimSpace(m[1]), "main"))
					c, flags, err := a.root().Find(words[1:])
					if err == nil {
						err = c.ParseFlags(flags)
					}
					if err != nil {
						t.Errorf("%s: the job %s: %s: %v", name, job, m[1], err)
					}
				}
			}
			text, err := yaml.Marshal(j)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(text), "secrets.") && job != "issue" {
				t.Errorf("%s: the job %s is given a secret", name, job)
			}
			if perms, ok := j["permissions"].(map[string]any); ok && perms["contents"] == "write" && job != "issue" {
				t.Errorf("%s: the job %s may write", name, job)
			}
		}
		if commands < 3 {
			t.Errorf("%s runs %d commands of Sealpress", name, commands)
		}
		if strings.HasPrefix(name, "github-") {
			if perms, _ := w["permissions"].(map[string]any); len(perms) != 1 || perms["contents"] != "read" {
				t.Errorf("%s: permissions are %v, want contents: read", name, w["permissions"])
			}
			if _, there := w["on"].(map[string]any)["pull_request_target"]; there {
				t.Errorf("%s runs with secrets on the pull requests of strangers", name)
			}
			text, _ := yaml.Marshal(w)
			if !strings.Contains(string(text), "include-hidden-files: true") {
				t.Errorf("%s drops .well-known", name)
			}
		}
		if issue := jobs(w)["issue"]; strings.HasSuffix(name, "-key.yml") && (issue == nil || issue["environment"] == nil) {
			t.Errorf("%s: the job that issues is in no protected environment", name)
		}
	}
}

// The script that issues commits and pushes what was issued, and begins again
// where somebody else pushed meanwhile.
func TestWorkflowIssues(t *testing.T) {
	for _, program := range []string{"bash", "git"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not there", program)
		}
	}
	all := workflows(t)
	scripts := map[string]string{}
	for _, name := range []string{"github-key.yml", "gitlab-key.yml"} {
		for _, s := range runs(jobs(all[name])["issue"]) {
			if strings.Contains(s, "sealpress issue") {
				scripts[name] = strings.ReplaceAll(s, "go install", "true")
			}
		}
	}
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) { issueByWorkflow(t, script) })
	}
	if len(scripts) != 2 {
		t.Errorf("found %d scripts that issue, want 2", len(scripts))
	}
}

func issueByWorkflow(t *testing.T, script string) {
	dir := t.TempDir()
	bare, site, other, keys := filepath.Join(dir, "bare.git"), filepath.Join(dir, "site"), filepath.Join(dir, "other"), filepath.Join(dir, "keys")
	env := append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "HOME="+dir,
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org",
		"SEALPRESS_PASSPHRASE=only for this test", "VERSION=latest", "CI_DEFAULT_BRANCH=main", "GITHUB_OUTPUT="+filepath.Join(dir, "output"),
		"CI_JOB_TOKEN=token", "CI_SERVER_FQDN=git.example", "CI_SERVER_HOST=git.example", "CI_PROJECT_PATH=school/site", "CI_PROJECT_NAME=site",
		"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url."+filepath.ToSlash(bare)+".insteadOf", "GIT_CONFIG_VALUE_0=https://gitlab-ci-token:token@git.example/school/site.git")
	do := func(in string, words ...string) string {
		t.Helper()
		c := exec.CommandContext(t.Context(), words[0], words[1:]...)
		c.Dir, c.Env = in, env
		var out, talk bytes.Buffer
		c.Stdout, c.Stderr = &out, &talk
		if err := c.Run(); err != nil {
			t.Fatalf("%s: %v\n%s%s", strings.Join(words, " "), err, &out, &talk)
		}
		return out.String()
	}
	do(dir, "sealpress", "init", "other", "--title", "School", "--url", "https://school.example/")
	do(other, "sealpress", "key", "new", "2026", "--keys", keys)
	do(dir, "git", "init", "--quiet", "--bare", "-b", "main", bare)
	do(bare, "git", "config", "receive.advertisePushOptions", "true")
	for _, words := range [][]string{{"init", "--quiet", "-b", "main"}, {"add", "-A"}, {"commit", "--quiet", "-m", "site"}, {"remote", "add", "origin", bare}, {"push", "--quiet", "origin", "main"}} {
		do(other, append([]string{"git"}, words...)...)
	}
	do(dir, "git", "clone", "--quiet", bare, site)

	// A colleague corrects a name, and pushes it in the very moment in which the
	// job wants to.
	cohort := filepath.Join(other, "content", "awards", "2026-01-example.yaml")
	text, err := os.ReadFile(cohort)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cohort, bytes.Replace(text, []byte("Ada Example"), []byte("Adela Example"), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	do(other, "git", "commit", "--quiet", "-am", "a name")
	hook := fmt.Sprintf("#!/bin/sh\nunset $(git rev-parse --local-env-vars)\nrm \"$0\"\ngit -C %q push --quiet origin main\n", filepath.ToSlash(other))
	if err := os.WriteFile(filepath.Join(site, ".git", "hooks", "pre-push"), []byte(hook), 0o755); err != nil {
		t.Fatal(err)
	}

	key, err := os.ReadFile(filepath.Join(keys, "2026.jwe"))
	if err != nil {
		t.Fatal(err)
	}
	env = append(env, "SEALPRESS_KEY="+string(key))
	printed := do(site, "bash", "-e", "-o", "pipefail", "-c", script)
	if strings.Contains(printed, "Example") {
		t.Errorf("the job's log names people:\n%s", printed)
	}

	do(other, "git", "pull", "--quiet", "origin", "main")
	if runs, err := filepath.Glob(filepath.Join(other, "content", "issued", "*", "*.jsonl")); err != nil || len(runs) != 1 {
		t.Fatalf("%d files of records were pushed, want 1", len(runs))
	} else if text, err := os.ReadFile(runs[0]); err != nil || !bytes.Contains(text, []byte("Adela Example")) {
		t.Errorf("what was pushed does not say the corrected name: %v", err)
	}
	do(other, "sealpress", "build", "--strict")
	said := ""
	for _, name := range []string{filepath.Join(dir, "output"), filepath.Join(site, "issued.env")} {
		if text, err := os.ReadFile(name); err == nil {
			_, said, _ = strings.Cut(strings.TrimSpace(string(text)), "=")
		}
	}
	if head := strings.TrimSpace(do(other, "git", "rev-parse", "HEAD")); said != head {
		t.Errorf("the commit to be built is %q, want %s", said, head)
	}
	// Nothing is new now, and nothing is committed.
	do(site, "bash", "-e", "-o", "pipefail", "-c", script)
	if n := strings.Count(do(bare, "git", "log", "--format=%h", "main"), "\n"); n != 3 {
		t.Errorf("the main branch has %d commits, want 3", n)
	}
}
