package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// madeFile finds where a page tells its reader to make a file: "Make a new
// file `name`", and the block of text that follows.
var madeFile = regexp.MustCompile("(?s)[Mm]ake a new file `([^`]+)`.*?\n```(?:markdown|yaml)\n(.*?)```")

// step is one thing that a page tells its reader to do.
type step struct {
	line       int
	words      []string // a command, or
	name, text string   // a file to be made
}

// steps returns what a page tells its reader to do, in order: the lines that
// begin with $ in blocks marked console, and the files to be made.
func steps(t *testing.T, page string) []step {
	t.Helper()
	made := map[int]step{} // by line
	for _, m := range madeFile.FindAllStringSubmatchIndex(page, -1) {
		line := 1 + strings.Count(page[:m[0]], "\n")
		made[line] = step{line: line, name: page[m[2]:m[3]], text: page[m[4]:m[5]]}
	}
	var all []step
	console := false
	for i, text := range strings.Split(page, "\n") {
		if s, ok := made[i+1]; ok {
			all = append(all, s)
		}
		if fence, ok := strings.CutPrefix(text, "```"); ok {
			console = fence == "console"
			continue
		}
		command, ok := strings.CutPrefix(text, "$ ")
		if !console || !ok {
			continue
		}
		command = strings.Replace(command, "go run ./cmd/sealpress", "sealpress", 1)
		if words := split(t, command); words[0] == "sealpress" {
			all = append(all, step{line: i + 1, words: words})
		}
	}
	return all
}

// split cuts a command into words as a shell does, of which pages use double
// quotes and comments alone.
func split(t *testing.T, command string) []string {
	t.Helper()
	command, _, _ = strings.Cut(command, " #")
	var words []string
	for i, part := range strings.Split(command, `"`) {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		if strings.ContainsAny(part, `|<>$'\`) {
			t.Fatalf("%q: a shell is needed for this line", command)
		}
		words = append(words, strings.Fields(part)...)
	}
	return words
}

// Whoever follows README.md line by line, beside the sample content, gets what
// it promises: every command succeeds.
func TestReadme(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	todo := steps(t, strings.ReplaceAll(string(page), "\r\n", "\n"))
	if len(todo) == 0 {
		t.Fatal("README.md shows no command")
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS(filepath.Join("..", "..", "content"))); err != nil {
		t.Fatal(err)
	}
	for _, s := range todo {
		if s.name != "" {
			name := filepath.Join(dir, filepath.FromSlash(s.name))
			if _, err := os.Stat(filepath.Dir(name)); err != nil {
				t.Fatalf("README.md:%d: the folder of %s is not there", s.line, s.name)
			}
			if err := os.WriteFile(name, []byte(s.text), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		c := exec.CommandContext(t.Context(), s.words[0], s.words[1:]...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("README.md:%d: %s: %v\n%s", s.line, strings.Join(s.words, " "), err, out)
		}
	}
}

func TestStepsOfAPage(t *testing.T) {
	page := "```sh\n$ sealpress not-this\n```\n```console\n$ go run ./cmd/sealpress init \"my site\"   # makes it\n$ cd my-site\nit says so\n```\n" +
		"Make a new file `a/b.yaml`, one\nfor each:\n\n```yaml\nx: y\n```\n```console\n$ sealpress build\n```\n"
	got := steps(t, page)
	if len(got) != 3 || strings.Join(got[0].words, "|") != "sealpress|init|my site" || got[1].name != "a/b.yaml" || got[1].text != "x: y\n" || got[2].words[1] != "build" {
		t.Errorf("got %+v", got)
	}
}
