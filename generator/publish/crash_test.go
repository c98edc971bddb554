package publish

import (
	"bufio"
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
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// big is a site whose every file tells version and path, and whose home page
// links to every award of the version.
func big(version string, awards int) site {
	s := site{".sealpress": "made by sealpress\n"}
	from := map[string]int{"A": 0, "B": awards / 3}[version]
	var links strings.Builder
	for i := from; i < from+awards; i++ {
		for _, name := range []string{"index.html", "assertion.json", "card.png"} {
			file := fmt.Sprintf("awards/a%05d/%s", i, name)
			s[file] = strings.Repeat(fmt.Sprintf("%s %s\n", version, file), 40)
		}
		// Every seventh award has a file that both versions share.
		s[fmt.Sprintf("awards/a%05d/same", i)] = strings.Repeat("the same ", i%7)
		fmt.Fprintf(&links, "awards/a%05d/index.html\n", i)
	}
	s["assets/"+version+".css"] = version
	s["assets/style.css"] = version
	s["index.html"] = version + "\nassets/style.css\n" + links.String()
	s["feed.xml"] = version
	return s
}

// TestHelperProcess is no test: it is what the tests below start and kill.
func TestHelperProcess(t *testing.T) {
	out := os.Getenv("SEALPRESS_TEST_OUT")
	if out == "" {
		t.Skip("started by other tests only")
	}
	awards, _ := strconv.Atoi(os.Getenv("SEALPRESS_TEST_AWARDS"))
	die, _ := strconv.ParseInt(os.Getenv("SEALPRESS_TEST_DIE"), 10, 64)
	s := sample()
	if awards > 0 {
		s = big(os.Getenv("SEALPRESS_TEST_VERSION"), awards)
	} else if os.Getenv("SEALPRESS_TEST_VERSION") == "B" {
		s = sampleB()
	}
	var steps atomic.Int64
	o := Options{Out: out, sync: func(*os.File) error { return nil }} // the wait would hide the other instants
	o.failpoint = func(string) error {
		if steps.Add(1) == die {
			os.Exit(9) // nothing is cleaned up, as if killed
		}
		return nil
	}
	fmt.Println("publishing")
	if _, err := Publish(t.Context(), s.plan(nil), o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("published")
	os.Exit(0)
}

// sampleB differs from the sample in every way a file can.
func sampleB() site {
	return sample().with(site{
		"index.html": "home B", "feed.xml": "", "assets/style.css": "body{color:red}",
		"awards/k4f1/index.html": "Ada B", "awards/k4f3/index.html": "Cleo", "awards/k4f3/assertion.json": "{}",
		"it/awards/k4f2/index.html": "", "it/awards/k4f1/index.html": "", "achievements/aed/index.html": "aed B",
		"achievements/aed/v2/card.png": "", "achievements/aed/v2": "now a file", "feed.xml/index.html": "now a folder",
	})
}

func child(out, version string, awards int, die int) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^TestHelperProcess$")
	cmd.Env = append(os.Environ(), "SEALPRESS_TEST_OUT="+out, "SEALPRESS_TEST_VERSION="+version,
		"SEALPRESS_TEST_AWARDS="+strconv.Itoa(awards), "SEALPRESS_TEST_DIE="+strconv.Itoa(die))
	cmd.Stderr = os.Stderr
	return cmd
}

// TestKilledAtAnyInstantEveryFileIsWhole kills a run with SIGKILL at instants
// spread over its whole length.
func TestKilledAtAnyInstantEveryFileIsWhole(t *testing.T) {
	kills, awards := 20, 60
	if os.Getenv("SEALPRESS_LONG") != "" {
		kills, awards = 200, 400
	}
	versions := map[string]site{"A": big("A", awards), "B": big("B", awards)}
	out := filepath.Join(t.TempDir(), "public")
	o := Options{Out: out, sync: func(*os.File) error { return nil }}

	// run starts a child and returns when it has begun to publish.
	run := func(version string) (*exec.Cmd, *bufio.Reader) {
		cmd := child(out, version, awards, 0)
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(stdout)
		if line, _ := lines.ReadString('\n'); line != "publishing\n" {
			t.Fatalf("child said %q", line)
		}
		return cmd, lines
	}
	must(t, versions["A"], o)
	begin := time.Now()
	cmd, lines := run("B")
	_, _ = io.Copy(io.Discard, lines)
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(begin)

	old, next := "B", "A"
	var untouched, mixed, done, resumed int
	for i := range kills {
		cmd, _ := run(next)
		time.Sleep(whole * time.Duration(i) * 14 / time.Duration(10*kills)) // some instants past the end
		_ = cmd.Process.Kill()                                              // it may have ended by itself
		_ = cmd.Wait()
		got := read(t, out)
		switch {
		case maps.Equal(got, versions[old]):
			untouched++
		case maps.Equal(got, versions[next]):
			done++
		default:
			mixed++
		}
		checkWhole(t, got, versions[old], versions[next])
		if must(t, versions[next], o).Resumed {
			resumed++
		}
		expect(t, out, versions[next])
		old, next = next, old
	}
	t.Logf("%d kills within %v: old site %d, between %d, new site %d; %d finished by the next run", kills, whole, untouched, mixed, done, resumed)
}

// checkWhole checks a site that was being changed: each file is one of the two
// versions in full, nothing that both have is missing, and the links of the
// home page lead to files.
func checkWhole(t *testing.T, got, old, next site) {
	t.Helper()
	for file, content := range got {
		if a, b := old[file], next[file]; content != a && content != b {
			t.Errorf("%s is neither old nor new: %d bytes, %.30q", file, len(content), content)
		}
		if _, a := old[file]; !a {
			if _, b := next[file]; !b {
				t.Errorf("%s is of no version", file)
			}
		}
	}
	for file := range old {
		_, stays := next[file]
		if _, ok := got[file]; stays && !ok {
			t.Errorf("%s is missing", file)
		}
	}
	for link := range strings.Lines(got["index.html"]) {
		if link = strings.TrimSpace(link); strings.Contains(link, "/") {
			if _, ok := got[link]; !ok {
				t.Errorf("the home page links to %s, which is missing", link)
			}
		}
	}
}

// TestKilledAtEachStep lets the program die before each single step that
// changes the disk, in a first build and in an update.
func TestKilledAtEachStep(t *testing.T) {
	for _, first := range []bool{true, false} {
		t.Run(map[bool]string{true: "first build", false: "update"}[first], func(t *testing.T) {
			for step := 1; ; step++ {
				if step > 200 {
					t.Fatal("the run never ends")
				}
				o := folder(t)
				old, next := site{}, sampleB()
				if !first {
					old = sample()
					must(t, old, o)
				}
				err := child(o.Out, "B", 0, step).Run()
				if err == nil {
					t.Logf("%d steps", step-1)
					expect(t, o.Out, next)
					return
				}
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != 9 {
					t.Fatalf("step %d: %v", step, err)
				}
				got := read(t, o.Out)
				_, statErr := os.Stat(filepath.Join(workOf(o), journalFile))
				if statErr != nil && !maps.Equal(got, old) && !maps.Equal(got, next) {
					t.Errorf("step %d: no journal, and yet the site changed:\n%s", step, cmp.Diff(old, got))
				}
				for file, content := range got {
					if content != old[file] && content != next[file] {
						t.Errorf("step %d: %s is neither old nor new: %q", step, file, content)
					}
				}
				if step%2 == 0 { // the next run may also want something else
					must(t, sample(), o)
					expect(t, o.Out, sample())
				}
				must(t, next, o)
				expect(t, o.Out, next)
				if left := slices.Sorted(maps.Keys(read(t, workOf(o)))); !slices.Equal(left, []string{"lock", "memory"}) {
					t.Errorf("step %d: work folder holds %q", step, left)
				}
			}
		})
	}
}

// TestAnErrorAtEachStep lets each step fail, once or from then on: before the
// point of no return the old site stands and staging is cleared; after it the
// error says that the next run will finish.
func TestAnErrorAtEachStep(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, first := range []bool{true, false} {
		for _, lasting := range []bool{true, false} {
			for step := int64(1); ; step++ {
				o := folder(t)
				old, next := site{}, sampleB()
				if !first {
					old = sample()
					must(t, old, o)
				}
				var steps atomic.Int64
				var name string
				var mu sync.Mutex
				o.failpoint = func(s string) error {
					n := steps.Add(1)
					if n == step {
						mu.Lock()
						name = s
						mu.Unlock()
					}
					if n == step || lasting && n > step {
						return broken
					}
					return nil
				}
				_, err := Publish(t.Context(), next.plan(nil), o)
				where := fmt.Sprintf("first=%v lasting=%v step %d (%s)", first, lasting, step, name)
				got := read(t, o.Out)
				switch {
				case name == "":
					if err != nil {
						t.Fatalf("%s: %v", where, err)
					}
					expect(t, o.Out, next)
				case err == nil: // a folder was moved file by file instead
					expect(t, o.Out, next)
				case !errors.Is(err, broken):
					t.Errorf("%s: %v", where, err)
				case strings.Contains(err.Error(), "the next run finishes"), maps.Equal(got, next):
				default:
					if diff := cmp.Diff(old, got); diff != "" {
						t.Errorf("%s: the old site changed:\n%s", where, diff)
					}
					if _, err := os.Stat(o.Out); first && err == nil {
						t.Errorf("%s: output folder is left", where)
					}
				}
				o.failpoint = nil
				must(t, next, o)
				expect(t, o.Out, next)
				if name == "" {
					break
				}
			}
		}
	}
}

func TestADamagedJournalIsDropped(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	o.failpoint = func(step string) error {
		if strings.HasPrefix(step, "rename") && step != "rename assets/style.css" || strings.HasPrefix(step, "remove") {
			return errors.New("no")
		}
		return nil
	}
	next := sample().with(site{"assets/style.css": "new", "index.html": "new"})
	if _, err := Publish(t.Context(), next.plan(nil), o); err == nil || !strings.Contains(err.Error(), "the next run finishes") {
		t.Fatalf("%v", err)
	}
	o.failpoint = nil
	file := filepath.Join(workOf(o), journalFile)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 4
	put(t, file, string(data))
	if got := must(t, next, o); got.Resumed || got.Written != 1 {
		t.Errorf("%+v", got)
	}
	expect(t, o.Out, next)
}
