package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// What a workflow does for a pull request needs no secret, and one job alone
// may write to it: one that runs nothing of what the pull request brings.
func TestWorkflowsTrustNoPullRequest(t *testing.T) {
	all := workflows(t)
	for _, name := range []string{"github-hosted.yml", "github-key.yml"} {
		for job, j := range jobs(all[name]) {
			cond := fmt.Sprint(j["if"])
			perms, _ := j["permissions"].(map[string]any)
			switch job {
			case "check":
				if perms != nil || j["if"] != nil || j["environment"] != nil {
					t.Errorf("%s: check has %v, %v, %v", name, perms, cond, j["environment"])
				}
			case "diff":
				if perms != nil || cond != "github.event_name == 'pull_request'" || j["environment"] != nil {
					t.Errorf("%s: diff has %v, %v, %v", name, perms, cond, j["environment"])
				}
			case "comment":
				if len(perms) != 1 || perms["pull-requests"] != "write" || cond != "github.event.pull_request.head.repo.full_name == github.repository" {
					t.Errorf("%s: comment has %v for %s", name, perms, cond)
				}
				for _, s := range j["steps"].([]any) {
					if s := s.(map[string]any); s["uses"] != nil || typed.MatchString(fmt.Sprint(s["run"])) {
						t.Errorf("%s: comment runs what it was not written with: %v", name, s)
					}
				}
			case "issue", "build":
				if needs := j["needs"]; needs == "check" && (!strings.Contains(cond, "github.event_name != 'pull_request'") || !strings.Contains(cond, "github.ref == 'refs/heads/main'")) {
					t.Errorf("%s: %s runs for %s", name, job, cond)
				}
			case "deploy":
				if len(perms) != 2 || perms["pages"] != "write" || perms["id-token"] != "write" {
					t.Errorf("%s: deploy may %v", name, perms)
				}
			default:
				t.Errorf("%s: a job %s that nobody looked at", name, job)
			}
			if job != "comment" && perms["pull-requests"] != nil {
				t.Errorf("%s: %s may write to pull requests", name, job)
			}
			for _, s := range j["steps"].([]any) {
				with, _ := s.(map[string]any)["with"].(map[string]any)
				uses := fmt.Sprint(s.(map[string]any)["uses"])
				if strings.HasPrefix(uses, "actions/checkout@") && job != "issue" && with["persist-credentials"] != false {
					t.Errorf("%s: %s leaves the token to what it runs", name, job)
				}
				if depth := map[string]any{"check": 0, "diff": 2}[job]; strings.HasPrefix(uses, "actions/checkout@") && with["fetch-depth"] != depth {
					t.Errorf("%s: %s fetches %v commits, want %v", name, job, with["fetch-depth"], depth)
				}
			}
		}
		concurrency, _ := all[name]["concurrency"].(map[string]any)
		if concurrency["cancel-in-progress"] != false || !strings.Contains(fmt.Sprint(concurrency["group"]), "|| 'publish'") {
			t.Errorf("%s: more than one job may publish at a time: %v", name, concurrency)
		}
	}
	for _, name := range []string{"gitlab-hosted.yml", "gitlab-key.yml"} {
		for job, j := range jobs(all[name]) {
			text, err := yaml.Marshal(j["rules"])
			if err != nil {
				t.Fatal(err)
			}
			if asked := strings.Contains(string(text), "merge_request_event"); asked != slices.Contains([]string{"check", "diff"}, job) {
				t.Errorf("%s: %s runs on merge requests: %t", name, job, asked)
			}
			if strings.Contains(fmt.Sprint(j), "merge_request_event") && j["environment"] != nil {
				t.Errorf("%s: %s is given an environment on merge requests", name, job)
			}
		}
		if all[name]["variables"].(map[string]any)["GIT_DEPTH"] != "0" {
			t.Errorf("%s: the history is not there to compare with", name)
		}
	}
}

// gh stands in the place of GitHub's program: it notes what it is asked, and
// keeps the comments of one pull request in a file.
const gh = `#!/bin/sh
echo "$*" >> "$GH_LOG"
case "$*" in
*--paginate*) if [ -e "$GH_COMMENT" ]; then echo 77; fi ;;
*PATCH*issues/comments/77*|*POST*issues/12/comments*) for last; do :; done; cp "${last#body=@}" "$GH_COMMENT" ;;
*) echo "gh was asked: $*" >&2; exit 1 ;;
esac
`

// The scripts that a pull request starts, on a repository such as the git host
// makes: check, build, say what the change means, and write the comment, the
// second time over the first.
func TestWorkflowSaysWhatAChangeMeans(t *testing.T) {
	for _, program := range []string{"bash", "git", "base64"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not there", program)
		}
	}
	all := workflows(t)
	for _, name := range []string{"github-hosted.yml", "github-key.yml", "gitlab-hosted.yml", "gitlab-key.yml"} {
		t.Run(name, func(t *testing.T) { reviewByWorkflow(t, jobs(all[name]), strings.HasPrefix(name, "github")) })
	}
}

func reviewByWorkflow(t *testing.T, jobs map[string]map[string]any, github bool) {
	dir := t.TempDir()
	site, bin, out := filepath.Join(dir, "site"), filepath.Join(dir, "bin"), filepath.Join(dir, "output")
	env := append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "HOME="+dir, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org", "VERSION=latest",
		"RUNNER_TEMP="+dir, "GITHUB_OUTPUT="+out, "GITHUB_STEP_SUMMARY="+filepath.Join(dir, "summary.md"), "GITHUB_REPOSITORY=harbour/site", "NUMBER=12", "GH_TOKEN=token",
		"GH_LOG="+filepath.Join(dir, "gh.log"), "GH_COMMENT="+filepath.Join(dir, "comment.md"))
	do := func(words ...string) string {
		t.Helper()
		c := exec.CommandContext(t.Context(), words[0], words[1:]...)
		c.Dir, c.Env = site, env
		var stdout, talk bytes.Buffer
		c.Stdout, c.Stderr = &stdout, &talk
		if err := c.Run(); err != nil {
			t.Fatalf("%s: %v\n%s%s", strings.Join(words, " "), err, &stdout, &talk)
		}
		return stdout.String()
	}
	job := func(name string) (printed string) {
		t.Helper()
		for _, script := range runs(jobs[name]) {
			printed += do("bash", "-e", "-o", "pipefail", "-c", strings.ReplaceAll(script, "go install", "true"))
		}
		return printed
	}
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, d := range []string{site, bin} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(bin, "gh"), gh, 0o755)

	// The main branch moves on, and the branch adds an award and a version.
	do("sealpress", "init", ".", "--title", "School", "--url", "https://school.example/")
	do("git", "init", "--quiet", "-b", "main")
	do("git", "add", "-A")
	do("git", "commit", "--quiet", "-m", "site")
	start := strings.TrimSpace(do("git", "rev-parse", "HEAD"))
	do("git", "checkout", "--quiet", "-b", "change")
	do("sealpress", "new", "version", "open-workshop")
	award := strings.NewReplacer("Ada Example", "Cleo Hidden", "@example.org", "@hidden.example").Replace(read(filepath.Join(site, "content", "awards", "2026-01-example.yaml")))
	write(filepath.Join(site, "content", "awards", "2026-02-example.yaml"), award, 0o644)
	do("git", "add", "-A")
	do("git", "commit", "--quiet", "-m", "change")
	const want = `2 awards added, 0 removed; `
	if github {
		do("git", "checkout", "--quiet", "main")
		page := filepath.Join(site, "content", "pages", "about.md")
		write(page, read(page)+"\nMore.\n", 0o644)
		do("git", "commit", "--quiet", "-am", "another's change, which the comment does not mention")
		do("git", "checkout", "--quiet", "--detach")
		do("git", "merge", "--quiet", "--no-ff", "-m", "merge", "change")
		env = append(env, "BEFORE="+start)
	} else {
		env = append(env, "CI_MERGE_REQUEST_DIFF_BASE_SHA="+start, "CI_PIPELINE_SOURCE=merge_request_event")
	}

	job("check")
	if _, err := os.Stat(filepath.Join(site, "public", "index.html")); err != nil {
		t.Errorf("the site was not built: %v", err)
	}
	printed := job("diff")
	if !github {
		if text := read(filepath.Join(site, "diff.txt")); text != printed || !strings.Contains(text, want) || strings.Contains(text, "Hidden") {
			t.Errorf("the log says:\n%s\nthe file:\n%s", printed, text)
		}
		return
	}
	summary := read(filepath.Join(dir, "summary.md"))
	if !strings.Contains(summary, want) || strings.Contains(summary, "Hidden") || strings.Contains(summary, "page") {
		t.Errorf("the summary of the run says:\n%s", summary)
	}
	said, found := strings.CutPrefix(strings.TrimSuffix(read(out), "\n"), "text=")
	if !found || strings.Contains(said, "\n") {
		t.Fatalf("the output is %q", said)
	}
	env = append(env, "TEXT="+said)
	for i, method := range []string{"POST", "PATCH"} {
		job("comment")
		if comment := read(filepath.Join(dir, "comment.md")); comment != summary {
			t.Errorf("the comment is:\n%s\nwant\n%s", comment, summary)
		}
		if log := strings.Split(strings.TrimSpace(read(filepath.Join(dir, "gh.log"))), "\n"); len(log) != 2*(i+1) || !strings.Contains(log[2*i+1], method) {
			t.Errorf("GitHub was asked:\n%s", strings.Join(log, "\n"))
		}
	}
}
