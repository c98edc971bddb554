package main

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// maxArchive caps what is read of a former revision.
const maxArchive = 1 << 30

// contentAt returns the content folder as it was at the git revision that
// check --against names; it is empty where there was none.
func (a *app) contentAt(ctx context.Context, revision string) (fs.FS, error) {
	return a.formerContent(ctx, revision, "--against", "sealpress check --against main")
}

// formerContent is contentAt for any command: who says what needs git, works
// is a line that works.
func (a *app) formerContent(ctx context.Context, revision, who, works string) (fs.FS, error) {
	if strings.HasPrefix(revision, "-") {
		return nil, fmt.Errorf("%q is not a git revision\n  this works: %s", revision, works)
	}
	prefix, err := git(ctx, a.site, "rev-parse", "--show-prefix")
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, fmt.Errorf("%s needs git, which is not there\n  install it from https://git-scm.com", who)
	case err != nil:
		return nil, fmt.Errorf("%s needs a git repository, and %s is in none that git can read\n  git says: %w", who, here(a.site), err)
	}
	commit, err := git(ctx, a.site, "rev-parse", "--verify", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("git knows no revision %q here\n  a branch, a tag or HEAD~1 will do; in a shallow clone, fetch it first: git fetch origin %s", revision, revision)
	}
	folder := strings.TrimSpace(string(commit)) + ":" + strings.TrimSuffix(string(prefix), "\n") + "content"
	if _, err := git(ctx, a.site, "cat-file", "-e", folder); err != nil {
		a.talk("there was no content folder at %s\n", revision)
		return &zip.Reader{}, nil
	}
	// Git archives a folder from the top of a repository alone. A zip archive is
	// a file system as it stands; -0 spares the packing.
	up, err := git(ctx, a.site, "rev-parse", "--show-cdup")
	if err != nil {
		return nil, fmt.Errorf("finding the top of the repository: %w", err)
	}
	top := filepath.Join(a.site, filepath.FromSlash(strings.TrimSuffix(string(up), "\n")))
	archive, err := git(ctx, top, "archive", "--format=zip", "-0", folder)
	if err != nil {
		return nil, fmt.Errorf("reading content at %s: %w", revision, err)
	}
	files, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("reading content at %s: %w", revision, err)
	}
	return files, nil
}

// git runs git in a folder and returns what it prints. An error holds what git
// says.
func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...)
	c.WaitDelay = time.Second // after an interruption
	var problem bytes.Buffer
	c.Stderr = &problem
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("running git: %w", err)
	}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("running git: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(out, maxArchive+1))
	if len(data) > maxArchive {
		_ = c.Process.Kill() // it is of no use any more; Wait reaps it
		_ = c.Wait()
		return nil, errors.New("the former content is too large to compare with")
	}
	if waited := c.Wait(); waited != nil {
		if text := strings.TrimSpace(problem.String()); text != "" {
			return nil, errors.New(text)
		}
		return nil, fmt.Errorf("running git: %w", waited)
	}
	return data, err
}
