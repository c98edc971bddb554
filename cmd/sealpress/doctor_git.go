package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/doctor"
)

// repository asks git. Where git is not there, or the site is in none of its
// repositories, that is all that is known.
func (e *examination) repository(ctx context.Context) error {
	g := &e.facts.Git
	prefix, err := git(ctx, e.site, "rev-parse", "--show-prefix")
	if errors.Is(err, exec.ErrNotFound) {
		e.missed("git", "it is not installed here")
		return nil
	}
	if g.Asked = true; err != nil {
		if len(e.published()) == 2 && !isThere(filepath.Join(e.site, ".git")) { // no folder around the site has a repository
			e.saw("git", "the site is in no repository")
			return nil
		}
		g.Asked = false
		e.missed("git", "it does not answer: %s", saidBy(err))
		return nil
	}
	g.Repository = true
	e.prefix = strings.TrimSuffix(string(prefix), "\n")
	if up, err := git(ctx, e.site, "rev-parse", "--show-cdup"); err == nil {
		e.top = filepath.Join(e.site, filepath.FromSlash(strings.TrimSuffix(string(up), "\n")))
	}
	g.Branch = e.ask(ctx, "symbolic-ref", "--short", "--quiet", "HEAD")
	if seconds, err := strconv.ParseInt(e.ask(ctx, "log", "-1", "--format=%ct"), 10, 64); err == nil {
		g.LastCommit = time.Unix(seconds, 0)
	}
	e.kept(ctx)
	e.uncommittedFiles(ctx)
	g.Remote = e.ask(ctx, "remote") != ""
	if g.Remote {
		g.Unpushed, _ = strconv.Atoi(e.ask(ctx, "rev-list", "--count", "HEAD", "--not", "--remotes")) // none where nothing is committed
	}
	on, others := "a detached commit", ""
	if g.Branch != "" {
		on = "the branch " + g.Branch
	}
	switch n := e.otherBranches(ctx); {
	case n == 1:
		others = "; 1 other branch"
	case n > 1:
		others = fmt.Sprintf("; %s other branches", grouped(n))
	}
	e.saw("git", "%s: what is committed, pushed and ignored, and line ends%s", on, others)
	return e.history(ctx)
}

func isThere(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// ask puts a question to git and returns its answer in one piece; none where
// git does not know.
func (e *examination) ask(ctx context.Context, args ...string) string {
	out, err := git(ctx, e.site, append([]string{"--no-optional-locks"}, args...)...)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// parts splits what git lists with -z.
func parts(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == 0 })
}

// keptFolders are those of the content that git must keep, with a file that
// each may have.
var keptFolders = []struct{ folder, sample string }{
	{"content/issued", "content/issued/x/run.json"}, {"content/keys", "content/keys/x.yaml"}, {"content/decisions", "content/decisions/x.yaml"},
	{"content/awards", "content/awards/x.yaml"}, {"content/achievements", "content/achievements/x.md"},
}

// kept sees what git leaves out, and where it may change line ends.
func (e *examination) kept(ctx context.Context) {
	g := &e.facts.Git
	question := []string{"check-ignore", "--"}
	for _, k := range keptFolders {
		question = append(question, k.sample)
	}
	ignored := strings.Fields(e.ask(ctx, question...))
	for _, k := range keptFolders {
		if slices.Contains(ignored, k.sample) {
			g.Ignored = append(g.Ignored, k.folder)
		}
	}
	exact := map[string]string{keptFolders[0].sample: keptFolders[0].folder}
	if e.built != "" && e.ask(ctx, "ls-files", "--", e.built) != "" {
		e.facts.Output.Tracked = true
		exact[e.built+"/index.html"] = e.built
	}
	question = append([]string{"check-attr", "-z", "text", "--"}, slices.Sorted(maps.Keys(exact))...)
	for fields := range slices.Chunk(parts(e.ask(ctx, question...)), 3) { // path, attribute, value
		if len(fields) == 3 && fields[2] != "unset" {
			g.Rewritten = append(g.Rewritten, exact[fields[0]])
		}
	}
}

// uncommittedFiles lists what of the content is not committed.
func (e *examination) uncommittedFiles(ctx context.Context) {
	g := &e.facts.Git
	entries := parts(e.ask(ctx, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "content"))
	for _, entry := range entries {
		if len(entry) < 4 {
			continue
		}
		name := strings.TrimPrefix(strings.TrimLeft(entry[2:], " "), e.prefix)
		if rest, issued := strings.CutPrefix(name, "content/issued/"); issued {
			run, _, _ := strings.Cut(rest, "/")
			if !slices.Contains(g.Runs, "content/issued/"+run) {
				g.Runs = append(g.Runs, "content/issued/"+run)
			}
			continue
		}
		g.Uncommitted = append(g.Uncommitted, name)
	}
}

// mostBranches is how many branches are searched for runs of theirs.
const mostBranches = 200

// otherBranches finds runs that are on another branch alone, and says how many
// branches it looked at.
func (e *examination) otherBranches(ctx context.Context) int {
	refs := strings.Fields(e.ask(ctx, "for-each-ref", fmt.Sprintf("--count=%d", mostBranches), "--sort=-committerdate", "--format=%(refname)", "refs/heads", "refs/remotes"))
	refs = slices.DeleteFunc(refs, func(r string) bool { return r == "refs/heads/"+e.facts.Git.Branch || strings.HasSuffix(r, "/HEAD") })
	if len(refs) == 0 {
		return 0
	}
	var questions strings.Builder
	for _, r := range refs {
		fmt.Fprintf(&questions, "%s:%scontent/issued\n", r, e.prefix)
	}
	there := map[string]bool{}
	for _, name := range e.folder("content/issued") {
		there[name] = true
	}
	trees := map[string]bool{}
	at := 0
	_ = gitPipe(ctx, e.site, strings.NewReader(questions.String()), func(line string) error { // what git does not say is not known
		branch := strings.TrimPrefix(strings.TrimPrefix(refs[at], "refs/heads/"), "refs/remotes/")
		at++
		id, kind, _ := strings.Cut(line, " ")
		if !strings.HasPrefix(kind, "tree") || trees[id] {
			return nil
		}
		trees[id] = true
		for _, run := range parts(e.ask(ctx, "ls-tree", "-z", "--name-only", id)) {
			if !there[run] && !strings.HasPrefix(run, ".") {
				e.facts.Git.Elsewhere = append(e.facts.Git.Elsewhere, doctor.Branched{Run: run, Branch: branch})
			}
		}
		return nil
	}, "cat-file", "--batch-check")
	e.facts.Git.Elsewhere = doctor.SortBranched(e.facts.Git.Elsewhere)
	return len(refs)
}

// gitPipe runs git with something to read, and hands each line that it prints
// to a function. An error of that function ends git.
func gitPipe(ctx context.Context, dir string, in io.Reader, line func(string) error, args ...string) error {
	return gitStream(ctx, dir, in, func(r *lines) error {
		for {
			text, err := r.next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := line(text); err != nil {
				return err
			}
		}
	}, args...)
}

// gitStream runs git with something to read, and hands what it prints to a
// function. An error of that function ends git.
func gitStream(ctx context.Context, dir string, in io.Reader, read func(*lines) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	c.WaitDelay = time.Second
	c.Stdin = in
	var problem bytes.Buffer
	c.Stderr = &problem
	out, err := c.StdoutPipe()
	if err != nil {
		return fmt.Errorf("running git: %w", err)
	}
	if err := c.Start(); err != nil {
		return fmt.Errorf("running git: %w", err)
	}
	failed := read(newLines(out))
	if failed != nil {
		cancel()
	}
	waited := c.Wait()
	switch text := strings.TrimSpace(problem.String()); {
	case failed != nil:
		return failed
	case waited != nil && text != "":
		return errors.New(text)
	case waited != nil:
		return fmt.Errorf("running git: %w", waited)
	}
	return nil
}
