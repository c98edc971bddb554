package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// F09: files that change while a build reads them never make a page that says
// another thing than the document beside it; a build that cannot go on leaves
// the old site.
func TestContentThatChangesUnderTheBuild(t *testing.T) {
	builds := 3
	if os.Getenv("SEALPRESS_LONG") != "" {
		builds = 200
	}
	site := filepath.Join(t.TempDir(), "site")
	if out, status := command(t, "init", site); status != exitOK {
		t.Fatal(out)
	}
	undrawn(t, site)
	cohort := filepath.Join(site, "content", "awards", "2026-05-many.yaml")
	achievement := filepath.Join(site, "content", "achievements", "open-workshop.md")
	definition, err := os.ReadFile(achievement)
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`(?m)^name: .*$`)
	states := map[string][2]string{}
	for _, s := range []string{"Alpha", "Beta"} {
		states[s] = [2]string{strings.Replace(string(manyAwards(20)), "awards:\n", "evidence:\n  - Sheet "+s+"\nawards:\n", 1),
			name.ReplaceAllString(string(definition), "name: Workshop "+s)}
	}
	var atomic bool
	turn := func(s string) {
		for i, file := range []string{cohort, achievement} {
			if !atomic {
				_ = os.WriteFile(file, []byte(states[s][i]), 0o644) // a build sees half of it
				continue
			}
			if err := os.WriteFile(file+"~", []byte(states[s][i]), 0o644); err == nil {
				_ = os.Rename(file+"~", file) // as editors save; Windows refuses where it is read
			}
		}
	}
	turn("Alpha")
	begin := time.Now()
	if out, status := command(t, "build", "--site", site); status != exitOK {
		t.Fatal(out)
	}
	long := time.Since(begin)
	public := filepath.Join(site, "public")
	succeeded, stopped, before := 0, 0, files(t, public)
	for n := range builds {
		atomic = n%3 != 2
		ctx, stop := context.WithCancel(t.Context())
		var writer sync.WaitGroup
		writer.Go(func() {
			for i := n; ctx.Err() == nil; i++ {
				turn([]string{"Alpha", "Beta"}[i%2])
				time.Sleep(time.Duration(i%7*(i%7)) * long / 20) // from one after the other to more than a build
			}
		})
		out, status := command(t, "build", "--site", site)
		stop()
		writer.Wait()
		got := files(t, public)
		switch status {
		case exitOK:
			succeeded++
			saysOne(t, got)
		case exitFindings, exitUsage:
			stopped++
			if !maps.Equal(before, got) {
				t.Errorf("a build that failed changed the old site:\n%s", out)
			}
		default:
			t.Errorf("exit status %d\n%s", status, out)
		}
		before = got
	}
	if t.Logf("%d of %d builds succeeded", succeeded, builds); builds > 100 && (succeeded < 10 || stopped < 10) {
		t.Errorf("%d builds succeeded and %d did not, so this test shows little", succeeded, stopped)
	}
	turn("Beta")
	if out, status := command(t, "build", "--site", site); status != exitOK {
		t.Errorf("with quiet content: exit status %d\n%s", status, out)
	}
	saysOne(t, files(t, public))
}

// saysOne wants of each page and the documents beside it that they are of one
// state.
func saysOne(t *testing.T, site map[string]string) {
	t.Helper()
	says := map[string]map[string]string{} // folder → word → file
	for file, text := range site {
		for _, kind := range []string{"Sheet ", "Workshop "} {
			for _, s := range []string{"Alpha", "Beta"} {
				folder := path.Dir(file)
				if kind == "Sheet " && !strings.HasPrefix(file, "awards/") || kind == "Workshop " && folder != "achievements/open-workshop" || !strings.Contains(text, kind+s) {
					continue
				}
				if says[folder+kind] == nil {
					says[folder+kind] = map[string]string{}
				}
				says[folder+kind][s] = file
			}
		}
	}
	if len(says) < 20 {
		t.Errorf("%d folders say anything, so this test shows little", len(says))
	}
	for folder, words := range says {
		if len(words) > 1 {
			t.Errorf("%s is of two states: %v", folder, words)
		}
	}
}

// answering is a person at a terminal who does something before she answers.
type answering struct {
	first  func()
	answer io.Reader
}

func (p *answering) Read(b []byte) (int, error) {
	if p.first != nil {
		p.first()
		p.first = nil
	}
	return p.answer.Read(b)
}

// F09: what changes between the plan that a person is shown and her answer is
// not signed as what it was: nothing is issued, and the next run asks anew.
func TestContentThatChangesIsNotIssued(t *testing.T) {
	i := newIssuer(t)
	for name, change := range map[string]func(){
		"content/awards/2026-01-example.yaml": func() { i.awards("2026-01-example", "a") },
		"content/awards/late.yaml":            func() { i.awards("late", "a") },
		"content/issuer.md":                   func() { i.write("content/issuer.md", "---\nname: Another Body\n---\n") },
	} {
		before, err := os.ReadFile(filepath.Join(i.site, filepath.FromSlash(name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		a, stdout, stderr := i.app("y\n")
		a.stdin = &answering{change, a.stdin}
		status := run([]string{"issue", "--site", i.site}, a)
		if want := name + " changed while building; run the command again; nothing was issued"; status != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("exit status %d, want %d, and it did not say %q:\n%s%s", status, exitUsage, want, stdout, stderr)
		}
		if !i.store().Empty() {
			t.Fatalf("something was issued after %s changed", name)
		}
		if before == nil {
			if err := os.Remove(filepath.Join(i.site, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
			continue
		}
		i.write(name, string(before))
	}
	i.must("y\n", "issue")
}

// F20: whatever git makes of a folder, and without git, a build comes to the
// same bytes.
func TestBuildNeedsNoGit(t *testing.T) {
	i := newIssuer(t)
	undrawn(t, i.site)
	gitIn(t, i.site, "init", "-q", "-b", "main")
	i.commit("first")
	i.write("content/pages/late.md", "---\nname: Late\n---\nLate.\n")
	i.commit("second")
	i.must("", "build")
	want := files(t, filepath.Join(i.site, "public"))
	dir := t.TempDir()
	shapes := map[string]string{}
	all := map[string][]string{
		"shallow":  {"clone", "-q", "--depth", "1", "file://" + filepath.ToSlash(i.site), filepath.Join(dir, "shallow")},
		"detached": {"clone", "-q", "-c", "advice.detachedHead=false", i.site, filepath.Join(dir, "detached")},
		"dirty":    {"clone", "-q", i.site, filepath.Join(dir, "dirty")},
		"worktree": {"worktree", "add", "-q", "-b", "other", filepath.Join(dir, "worktree")},
	}
	if os.Getenv("SEALPRESS_LONG") == "" {
		maps.DeleteFunc(all, func(shape string, _ []string) bool { return shape == "dirty" || shape == "worktree" })
	}
	for shape, git := range all {
		gitIn(t, i.site, git...)
		shapes[shape] = filepath.Join(dir, shape)
	}
	gitIn(t, shapes["detached"], "checkout", "-q", "--detach")
	if site := shapes["dirty"]; site != "" {
		if err := os.WriteFile(filepath.Join(site, "notes.txt"), []byte("mine"), 0o644); err != nil {
			t.Fatal(err)
		}
		parent := filepath.Join(dir, "parent")
		gitIn(t, dir, "init", "-q", parent)
		gitIn(t, parent, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", i.site, "site")
		shapes["submodule"] = filepath.Join(parent, "site")
	}
	shapes["no git"] = filepath.Join(dir, "plain")
	if err := os.CopyFS(filepath.Join(shapes["no git"], "content"), os.DirFS(filepath.Join(i.site, "content"))); err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("sealpress")
	if err != nil {
		t.Fatal(err)
	}
	for shape, site := range shapes {
		c := exec.Command(program, "build", "--quiet", "--site", site)
		if shape == "no git" && runtime.GOOS != "windows" {
			c.Env = append(os.Environ(), "PATH="+filepath.Dir(program))
		}
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", shape, err, out)
		}
		if diff := cmp.Diff(want, files(t, filepath.Join(site, "public"))); diff != "" {
			t.Errorf("%s: other bytes (-want +got):\n%.1000s", shape, diff)
		}
	}
}

// F19: content that is broken from the start is served as what is wrong with
// it; once it is mended the site is there, without a new start.
func TestServeOfBrokenContent(t *testing.T) {
	i := newIssuer(t)
	page := "---\nname: About\n---\nAbout us.\n"
	i.write("content/pages/about.md", strings.Replace(page, "name:", "nmae:", 1))
	var out, talk output
	a := &app{stdout: &out, stderr: &talk, env: func(string) string { return "" }, site: i.site, format: "text", color: "never", now: time.Now}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.serve(ctx, 0, true, false) }()
	defer func() { cancel(); <-ended }()
	talk.until(t, "watching content/ and themes/")
	said := out.until(t, "http://localhost:")
	said = said[strings.Index(said, "http://localhost:"):]
	root, _, _ := strings.Cut(said, "\n")
	get := func() string {
		answer, err := http.Get(strings.TrimSpace(root))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		data, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(answer.StatusCode, " ", string(data))
	}
	if got := get(); !strings.Contains(got, "nmae") || !strings.Contains(got, "pages/about.md") {
		t.Errorf("broken content is served as %.2000s", got)
	}
	i.write("content/pages/about.md", page)
	for n := 0; !strings.HasPrefix(get(), "200 ") || strings.Contains(get(), "nmae"); n++ {
		if n > 500 {
			t.Fatalf("mended content is served as %.2000s", get())
		}
		time.Sleep(10 * time.Millisecond)
	}
}
