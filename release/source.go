package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// A source is a clean copy of the commit that is checked out, so that what lies
// about in the repository has no part in a release.
type source struct {
	dir       string
	commit    string
	version   string    // as git describes the commit, without the v
	time      time.Time // of the commit, UTC
	toolchain string    // as go.mod names it
	dirty     bool      // whether the repository has changes that are not in it
}

// takeSource copies the commit with the tags, by which Go and git tell the
// version: from a clone that lacks them the version is another.
func takeSource(repository, dir string) (*source, error) {
	commit, err := git(repository, "rev-parse", "HEAD")
	if err != nil {
		return nil, err
	}
	changes, err := git(repository, "--no-optional-locks", "status", "--porcelain", "--untracked-files=no")
	if err != nil {
		return nil, err
	}
	if _, err := git(repository, "clone", "--quiet", "--shared", "--no-checkout", repository, dir); err != nil {
		return nil, err
	}
	if _, err := git(dir, "-c", "advice.detachedHead=false", "checkout", "--quiet", "--detach", commit); err != nil {
		return nil, err
	}
	stamp, err := git(dir, "show", "--no-patch", "--format=%cI", commit)
	if err != nil {
		return nil, err
	}
	made, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return nil, fmt.Errorf("reading the time of commit %s: %w", commit, err)
	}
	// A repository without any tag is of no version yet.
	described, err := git(dir, "describe", "--tags", "--match=v[0-9]*", "--abbrev=12", commit)
	if err != nil {
		described = "v0.0.0-g" + commit[:12]
	}
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return nil, err
	}
	toolchain := regexp.MustCompile(`(?m)^toolchain (\S+)$`).FindSubmatch(mod)
	if toolchain == nil {
		return nil, fmt.Errorf("go.mod names no toolchain: another version of Go makes other bytes")
	}
	return &source{dir, commit, strings.TrimPrefix(described, "v"), made.UTC(), string(toolchain[1]), changes != ""}, nil
}

// compile makes the program. The commit and its time are stamped into it by Go:
// sealpress issue refuses a clock that is before them.
func (s *source) compile(t target, program string) error {
	_, err := golang(s.dir, t, "build", "-trimpath", "-buildvcs=true",
		"-ldflags=-s -w -X main.version="+s.version, "-o", program, "./cmd/sealpress")
	return err
}

// documents are what a user finds beside the program.
func (s *source) documents() ([]file, error) {
	names := []string{"README.md", "CHANGELOG.md", "SECURITY.md"}
	licences, err := licenceFiles(s.dir)
	if err != nil {
		return nil, err
	}
	var files []file
	for _, name := range append(names, licences...) {
		data, err := os.ReadFile(filepath.Join(s.dir, name))
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: name, data: data})
	}
	return files, nil
}

// licensed reports whether the repository says under which terms it may be used.
func (s *source) licensed() bool {
	names, err := licenceFiles(s.dir)
	return err == nil && len(names) > 0
}

func git(dir string, args ...string) (string, error) {
	return output(exec.Command("git", append([]string{"-C", dir}, args...)...))
}

// golang runs Go for a target, with everything fixed that changes what is made.
func golang(dir string, t target, args ...string) (string, error) {
	c := exec.Command("go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOOS="+t.os, "GOARCH="+t.arch, "CGO_ENABLED=0", "GOAMD64=v1", "GOARM64=v8.0",
		"GOFLAGS=", "GOWORK=off", "GOEXPERIMENT=", "GOFIPS140=off")
	return output(c)
}

func output(c *exec.Cmd) (string, error) {
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", filepath.Base(c.Path), c.Args[1:], err, stderr.String())
	}
	return strings.TrimSpace(string(out)), nil
}
