package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/render"
)

func TestAForeignOutputFolderIsRefused(t *testing.T) {
	cases := []struct {
		name    string
		prepare func(out string) error
		reason  string // empty: accepted
	}{
		{"absent", func(string) error { return nil }, ""},
		{"empty", func(out string) error { return os.Mkdir(out, 0o755) }, ""},
		{"git folder and dot files", func(out string) error {
			return errors.Join(os.MkdirAll(filepath.Join(out, ".git", "objects"), 0o755),
				os.WriteFile(filepath.Join(out, ".gitignore"), nil, 0o644), os.WriteFile(filepath.Join(out, ".gitkeep"), nil, 0o644))
		}, ""},
		{"git file of a worktree", func(out string) error {
			return errors.Join(os.Mkdir(out, 0o755), os.WriteFile(filepath.Join(out, ".git"), []byte("gitdir: ../.git"), 0o644))
		}, ""},
		{"somebody's files", func(out string) error {
			return errors.Join(os.Mkdir(out, 0o755), os.WriteFile(filepath.Join(out, "notes.txt"), []byte("mine"), 0o644))
		}, `it holds "notes.txt"`},
		{"a hidden folder", func(out string) error { return os.MkdirAll(filepath.Join(out, ".ssh"), 0o755) }, `it holds ".ssh"`},
		{"a folder as marker", func(out string) error { return os.MkdirAll(filepath.Join(out, ".sealpress"), 0o755) }, `it holds ".sealpress"`},
		{"a file", func(out string) error { return os.WriteFile(out, []byte("mine"), 0o644) }, "it is a file"},
		{"a symbolic link", func(out string) error {
			return errors.Join(os.Mkdir(out+"2", 0o755), os.Symlink(out+"2", out))
		}, "it is a symbolic link"},
		{"a symbolic link to nothing", func(out string) error { return os.Symlink(out+"2", out) }, "it is a symbolic link"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			out := filepath.Join(dir, "public")
			if err := c.prepare(out); err != nil {
				t.Skipf("preparing: %v", err)
			}
			before := everything(t, dir)
			for _, given := range []string{out, out + string(filepath.Separator)} {
				_, err := Publish(t.Context(), sample().plan(nil), Options{Out: given})
				if c.reason == "" {
					if err != nil {
						t.Errorf("Publish: %v", err)
					}
					if err := Check(given); err != nil {
						t.Errorf("Check: %v", err)
					}
					continue
				}
				var foreign *ForeignError
				if !errors.As(err, &foreign) || foreign.Path != given || foreign.Reason != c.reason {
					t.Errorf("Publish(%s): %v; want a ForeignError: %s", given, err, c.reason)
				}
				if diff := cmp.Diff(before, everything(t, dir)); diff != "" {
					t.Errorf("a refused run left traces:\n%s", diff)
				}
			}
		})
	}
}

// everything names what is below a folder.
func everything(t *testing.T, dir string) []string {
	var names []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		names = append(names, p+" "+d.Type().String())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestMistakenPlansAreRefused(t *testing.T) {
	long := strings.Repeat("a", 256)
	for _, file := range []string{"", ".", "/etc/passwd", "../up", "a/../b", "a//b", "a/./b", "a/", `a\b`, "C:/x", "a:b",
		"con", "NUL.html", "awards/aux/index.html", "com1.txt", "LPT¹", "a.", "a ", "a./b", "tab\there", "a\x00b", "a\nb", "\xff",
		".git/config", "x/.GIT/hooks", "a?b", "a*", "a|b", "<a>", `"a"`, long} {
		o := folder(t)
		must(t, sample(), o)
		_, err := Publish(t.Context(), sample().with(site{"index.html": "new", file: "x"}).plan(nil), o)
		if err == nil || !strings.Contains(err.Error(), "plan entry") {
			t.Errorf("file %q: %v", file, err)
		}
		expect(t, o.Out, sample())
	}
	for _, file := range []string{"_headers", ".nojekyll", ".well-known/did.json", "console/index.html", "com10", "a b/ü.png", ".github.html"} {
		must(t, sample().with(site{file: "x"}), folder(t))
	}
}

func TestAFileTwiceInThePlanIsRefused(t *testing.T) {
	for _, file := range []string{"index.html", "pages/new/index.html", "awards/k4f1/index.html", "new.txt"} {
		o := folder(t)
		must(t, sample(), o)
		s := sample().with(site{file: "once"})
		plan := entries(func(yield func(render.Entry) bool) {
			for e := range s.plan(nil).Entries {
				if !yield(e) {
					return
				}
			}
			yield(s.with(site{file: "twice"}).entry(file, nil))
		}, len(s)+1)
		_, err := Publish(t.Context(), plan, o)
		if err == nil || !strings.Contains(err.Error(), `"`+file+`": it is in the plan twice`) {
			t.Errorf("%s: %v", file, err)
		}
		expect(t, o.Out, sample())
	}
}

func TestAPathThatIsFileAndFolderIsRefused(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	for _, more := range []site{{"pages/a": "file", "pages/a/index.html": "page"}, {"feed.xml/a": "x"}, {"awards": "x"}, {"new": "x", "new/a/b/c": "y"}} {
		if _, err := Publish(t.Context(), sample().with(more).plan(nil), o); err == nil {
			t.Errorf("%v was accepted", more)
		}
		expect(t, o.Out, sample())
	}
	must(t, sample(), o)
}

func TestAPlanWithoutTheMarkerIsRefused(t *testing.T) {
	o := folder(t)
	if _, err := Publish(t.Context(), sample().with(site{".sealpress": ""}).plan(nil), o); err == nil || !strings.Contains(err.Error(), ".sealpress") {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(o.Out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("output folder was made: %v", err)
	}
}

func TestFilesOfOthersAreLeftAlone(t *testing.T) {
	for _, forget := range []bool{false, true} {
		o := folder(t)
		must(t, sample(), o)
		theirs := site{".git/config": "[core]", "CNAME": "example.org", "awards/k4f1/.git/x": "y", "photos/a.jpg": "a", ".gitignore": "*", "it/awards/k4f2/note": "mine"}
		for file, content := range theirs {
			put(t, filepath.Join(o.Out, filepath.FromSlash(file)), content)
		}
		if forget {
			if err := os.RemoveAll(workOf(o)); err != nil {
				t.Fatal(err)
			}
		}
		next := sample().with(site{"it/awards/k4f2/index.html": ""})
		got := must(t, next, o)
		want := []string{"CNAME", "it/awards/k4f2/note", "photos/a.jpg"}
		left := next.with(theirs)
		if forget { // what was published before is not known to be ours
			want = []string{"CNAME", "it/awards/k4f2/index.html", "it/awards/k4f2/note", "photos/a.jpg"}
			left["it/awards/k4f2/index.html"] = "Bruno, it"
		}
		if !slices.Equal(got.Strays, want) || got.StrayCount != len(want) {
			t.Errorf("forget=%v: strays %q (%d), want %q", forget, got.Strays, got.StrayCount, want)
		}
		expect(t, o.Out, left)
	}
}

func TestAtMostTwentyStraysAreNamed(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	for i := range 25 {
		put(t, filepath.Join(o.Out, "x", string(rune('a'+i))), "x")
	}
	if got := must(t, sample(), o); len(got.Strays) != 20 || got.StrayCount != 25 || got.Strays[0] != "x/a" {
		t.Errorf("%d named of %d", len(got.Strays), got.StrayCount)
	}
}

func isAward(file string) bool {
	return strings.HasPrefix(file, "awards/") || strings.Contains(file, "/awards/")
}

func TestALostAddressStopsTheRun(t *testing.T) {
	next := sample().with(site{"index.html": "new", "feed.xml": "", "awards/k4f2/index.html": "", "it/awards/k4f2/index.html": ""})
	lost := []string{"awards/k4f2/index.html", "it/awards/k4f2/index.html"}
	drop := func(t *testing.T, o Options, names ...string) {
		for _, name := range names {
			if err := os.RemoveAll(filepath.Join(o.Out, "..", name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, harm := range map[string]func(t *testing.T, o Options){
		"with memory":                    func(*testing.T, Options) {},
		"without memory":                 func(t *testing.T, o Options) { drop(t, o, ".sealpress") },
		"without names":                  func(t *testing.T, o Options) { drop(t, o, ".sealpress/public/names") },
		"files gone from disk":           func(t *testing.T, o Options) { drop(t, o, "public/awards/k4f2", "public/it") },
		"output folder gone":             func(t *testing.T, o Options) { drop(t, o, "public") },
		"memory rebuilt, then gone disk": func(t *testing.T, o Options) { drop(t, o, ".sealpress"); must(t, sample(), o); drop(t, o, "public") },
	} {
		t.Run(name, func(t *testing.T) {
			o := folder(t)
			o.Keep = isAward
			must(t, sample(), o)
			harm(t, o)
			before := read(t, o.Out)
			_, err := Publish(t.Context(), next.plan(nil), o)
			var le *LostError
			if !errors.As(err, &le) || !slices.Equal(le.Files, lost) {
				t.Errorf("Publish: %v, want lost files %q", err, lost)
			}
			expect(t, o.Out, before)
			_, err = Publish(t.Context(), next.plan(nil), o) // saying it once is not enough
			if !errors.As(err, &le) {
				t.Errorf("second time: %v", err)
			}
			o.Keep = func(file string) bool { return isAward(file) && !slices.Contains(lost, file) } // a decision was made
			must(t, next, o)
			if name != "without memory" { // where they are strays
				expect(t, o.Out, next)
			}
		})
	}
}

// A run that is killed while it writes the names file leaves half a line; the
// next name must not be glued to it.
func TestANameAfterATornLineIsKnown(t *testing.T) {
	o := folder(t)
	o.Keep = isAward
	must(t, sample(), o)
	names, err := os.OpenFile(filepath.Join(workOf(o), namesFile), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = names.WriteString("awards/to")
	if err := errors.Join(err, names.Close()); err != nil {
		t.Fatal(err)
	}
	must(t, sample().with(site{"awards/k4f9/index.html": "Cleo"}), o)
	if err := os.RemoveAll(filepath.Join(o.Out, "awards", "k4f9")); err != nil {
		t.Fatal(err)
	}
	_, err = Publish(t.Context(), sample().plan(nil), o)
	var lost *LostError
	if !errors.As(err, &lost) || !slices.Equal(lost.Files, []string{"awards/k4f9/index.html"}) {
		t.Errorf("Publish: %v", err)
	}
}

func TestALinkInAFilesPlaceIsReplaced(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	secret := filepath.Join(filepath.Dir(o.Out), "secret")
	put(t, secret, "Ada") // the very bytes that are published: the link must go all the same
	file := filepath.Join(o.Out, "awards", "k4f1", "index.html")
	if err := errors.Join(os.Remove(file), os.Symlink(secret, file)); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	if got := must(t, sample(), o); got.Written != 1 {
		t.Errorf("%+v", got)
	}
	if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	expect(t, o.Out, sample())
	if data, _ := os.ReadFile(secret); string(data) != "Ada" {
		t.Errorf("the link was followed: %q", data)
	}
}

func TestALinkInAFoldersPlaceIsAnError(t *testing.T) {
	for _, forget := range []bool{false, true} {
		o := folder(t)
		must(t, sample(), o)
		inside, outside := filepath.Join(o.Out, "awards"), filepath.Join(filepath.Dir(o.Out), "elsewhere")
		if err := errors.Join(os.Rename(inside, outside), os.Symlink(filepath.Join("..", "elsewhere"), inside)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
		if forget {
			_ = os.RemoveAll(workOf(o))
		}
		before := read(t, outside)
		_, err := Publish(t.Context(), sample().with(site{"awards/k4f1/index.html": "new", "awards/k4f3/index.html": "new"}).plan(nil), o)
		if err == nil || !strings.Contains(err.Error(), "awards: it is a symbolic link") {
			t.Errorf("%v", err)
		}
		if diff := cmp.Diff(before, read(t, outside)); diff != "" {
			t.Errorf("files behind the link changed:\n%s", diff)
		}
	}
}

func TestSomebodysFileOrFolderInTheWayIsAnError(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	put(t, filepath.Join(o.Out, "pages"), "mine")
	put(t, filepath.Join(o.Out, "robots.txt", "mine"), "mine")
	before := read(t, o.Out)
	for _, more := range []site{{"pages/about/index.html": "x"}, {"robots.txt": "x"}} {
		if _, err := Publish(t.Context(), sample().with(more).plan(nil), o); err == nil || !strings.Contains(err.Error(), "move it away") {
			t.Errorf("%v: %v", more, err)
		}
		expect(t, o.Out, before)
	}
}

// What Scan refuses keeps the whole site from being published, also the files
// that it would let through.
func TestWhatIsRefusedIsNotPublished(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "public")}
	must(t, sample(), o)
	secret := sample().with(site{"index.html": "new", "pages/a/index.html": "secret"})
	refuses := o
	refuses.Scan = func(file string, data []byte) error {
		if strings.Contains(string(data), "secret") {
			return errors.New("it holds a secret")
		}
		return nil
	}
	_, err := Publish(t.Context(), secret.plan(nil), refuses)
	if err == nil || !strings.Contains(err.Error(), "looking at pages/a/index.html: it holds a secret") {
		t.Errorf("the error is %v", err)
	}
	expect(t, o.Out, sample())
}

// Only the names of what must not vanish are noted: a name may tell of a
// person, and would outlive the file here.
func TestOnlyNamesOfWhatMustStayAreNoted(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "public")}
	o.Keep = func(file string) bool { return strings.HasPrefix(file, "awards/") }
	must(t, sample().with(site{"awards/abc/index.html": "a", "static/ada-rossi.pdf": "b"}), o)
	names := string(read(t, workOf(o))["names"])
	if !strings.Contains(names, "awards/abc/index.html\n") || strings.Contains(names, "ada-rossi") {
		t.Errorf("the names are %q", names)
	}
}
