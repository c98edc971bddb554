package load

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/diag"
)

// badName is a content folder with a file where none can be, and all that
// must be said about it.
type badName struct {
	id    string
	files []string // name and text, as with takes them
	want  []string // findings: file below content/ and message
}

func TestBadNames(t *testing.T) {
	const invalid = "the name becomes an address: expected lower-case letters, digits and single hyphens"
	const device = "this name is reserved on Windows"
	article := small()[drill]
	image := func(name string) string { return drillTop + "image: " + name + "\n---\nDrill.\n" }
	for _, b := range []badName{
		{"PTH-01", []string{drill, image("../../.ssh/id_ed25519")}, []string{
			drill + `:5:8: image: the path "../../.ssh/id_ed25519" leaves the content folder`}},
		{"PTH-01a", []string{"site.yaml", siteYAML + "brand:\n  logo: /etc/passwd\n"}, []string{
			`site.yaml:6:9: logo: the path "/etc/passwd" leaves the content folder`}},
		{"PTH-03", []string{drill, image("..%2f..%2fx.png")}, []string{
			drill + `:5:8: image: the path "..%2f..%2fx.png" leaves the content folder`}},
		{"PTH-03a", []string{drill, image("%252e%252e%252fx.png")}, []string{
			drill + `:5:8: not readable as YAML: found character that cannot start any token while scanning for the next token`}},
		{"PTH-03b", []string{drill, image(`'%252e%252e%252fx.png'`)}, []string{
			drill + `:5:8: image: expected the name of a file beside this one, found "%252e%252e%252fx.png"`}},
		{"PTH-03c", []string{drill, image(`'..\x.png'`)}, []string{
			drill + `:5:8: image: the path "..\\x.png" leaves the content folder`}},
		{"PTH-03d", []string{drill, image(`img/x.png`)}, []string{
			drill + `:5:8: image: expected the name of a file beside this one, found "img/x.png"`}},
		{"PTH-13", []string{"pages/a\nb.md", article, "pages/\x1b[31m.md", article, `pages/a"b.md`, article, "pages/-rf.md", article, "pages/a\x00b.md", article, "static/a\u202eb", "x"}, []string{
			`pages/\x1b[31m.md: the name holds the character \x1b`, `pages/-rf.md: the name begins with a hyphen, which commands take for an option`,
			`pages/a\x00b.md: the name holds the character \x00`, `pages/a\x0ab.md: the name holds the character \x0a`,
			`pages/a"b.md: the name holds the character ", which some systems refuse`, `static/a\u202eb: the name holds the character U+202E`}},
		{"PTH-15", []string{"static/Photo.jpg", "x", "static/photo.JPG", "x"}, []string{
			"static/photo.JPG: this name and content/static/Photo.jpg are the same on Windows and macOS"}},
		{"PTH-15a", []string{"achievements/First-Drill.md", article}, []string{
			"achievements/First-Drill.md: " + invalid,
			drill + ": this name and content/achievements/First-Drill.md are the same on Windows and macOS"}},
		{"PTH-15b", []string{"static/A/x", "x", "static/a/y", "x"}, []string{
			"static/a: this name and content/static/A are the same on Windows and macOS"}},
		{"PTH-15c", []string{"static/caf\u00e9", "x", "static/cafe\u0301", "x"}, []string{
			"static/caf\u00e9: this name and content/static/cafe\u0301 are the same on Windows and macOS"}},
		{"PTH-15d", []string{"static/\u017fee", "x", "static/see", "x"}, []string{
			"static/\u017fee: this name and content/static/see are the same on Windows and macOS"}},
		{"PTH-17", []string{"pages/C++.md", article, "pages/C#.md", article}, []string{
			"pages/C#.md: " + invalid, "pages/C++.md: " + invalid}},
		{"PTH-17a", []string{"pages/about@1.md", article, "pathways/responder@2.md", article}, []string{
			"pages/about@1.md: only achievements have versions", "pathways/responder@2.md: only achievements have versions"}},
		{"PTH-19", []string{"static/con", "x", "pages/aux.md", article, "awards/nul.yaml", "x", "static/COM1.tar.gz", "x", "static/com¹", "x", "static/lpt9/x", "x", "static/a.", "x", "static/a ", "x"}, []string{
			"awards/nul.yaml: " + device, "pages/aux.md: " + device, "static/COM1.tar.gz: " + device,
			"static/a : the name begins or ends with a space or full stop, which Windows drops",
			"static/a.: the name begins or ends with a space or full stop, which Windows drops",
			"static/com¹: " + device, "static/con: " + device, "static/lpt9: " + device}},
		{"PTH-21", []string{"achievements/first-\u202edrill.md", article, "achievements/first\u200b-drill.md", article, "achievements/first-drіll.md", article}, []string{
			"achievements/first-drіll.md: " + invalid, `achievements/first-\u202edrill.md: the name holds the character U+202E`,
			"achievements/first\u200b-drill.md: the name holds the character U+200B"}},
		{"PTH-25", []string{"static/.well-known/did.json", "{}", "static/awards/x", "x", "static/index.html", "x", "static/INDEX.html", "x", "static/Assets/a.css", "x", "static/guide", "x", "static/it/x", "x", "static/IT", "x", "static/robots.txt/x", "x"}, []string{
			"static/.well-known/did.json: the address /.well-known/did.json belongs to a file that Sealpress writes",
			"static/Assets/a.css: the address /Assets/a.css belongs to a file that Sealpress writes",
			"static/INDEX.html: the address /INDEX.html belongs to a file that Sealpress writes",
			"static/IT: the address /IT belongs to a file that Sealpress writes",
			"static/awards/x: the address /awards/x belongs to a file that Sealpress writes",
			"static/guide: the address /guide belongs to a file that Sealpress writes",
			"static/index.html: this name and content/static/INDEX.html are the same on Windows and macOS",
			"static/index.html: the address /index.html belongs to a file that Sealpress writes",
			"static/it: this name and content/static/IT are the same on Windows and macOS",
			"static/it/x: the address /it/x belongs to a file that Sealpress writes",
			"static/robots.txt/x: the address /robots.txt/x belongs to a file that Sealpress writes"}},
		{"endings", []string{"awards/more.yml", "x", "awards/list.csv", "x", "pages/more.markdown", "x", "pages/More.MD", "x", "achievements/first-drill.PNG", "x", "achievements/first-drill.jpg", "x"}, []string{
			"achievements/first-drill.PNG: this file has no meaning here", "achievements/first-drill.jpg: this file has no meaning here",
			"awards/list.csv: this file has no meaning here", "awards/more.yml: expected the ending .yaml, found .yml",
			"pages/More.MD: this file has no meaning here", "pages/more.markdown: this file has no meaning here"}},
		{"site.yml", []string{"site.yaml", "-", "site.yml", siteYAML}, []string{
			"site.yaml: the file is missing: it says where the site is published", "site.yml: this file is not read"}},
		{"no issuer", []string{"issuer.md", "-", "isuer.md", "x"}, []string{
			"issuer.md: the file is missing: it says who issues", "isuer.md: this file has no meaning here"}},
		{"folders", []string{"achievement/x.md", "x", "awards/2026/x.yaml", "x", "node_modules/x", "x"}, []string{
			`achievement: unknown folder "achievement"`, "awards/2026: folders inside content/awards are not read", `node_modules: unknown folder "node_modules"`}},
		{"translations", []string{"pages/about.xx-nonsense-tag-that-is-long.md", article, "pages/nothing.it.md", article, "pages/about.en.md", article, "achievements/x.it.md", article, "pages/about.de.md", "---\nname: Über uns\n---\nWir.\n"}, []string{
			`achievements/x.it.md: there is no achievement "x" to translate`,
			`pages/about.de.md: the site has no pages in "de", so this translation is not shown`,
			`pages/about.en.md: the original is in "en" already`,
			`pages/about.xx-nonsense-tag-that-is-long.md: "xx-nonsense-tag-that-is-long" is not a language`, `pages/nothing.it.md: there is no page "nothing" to translate`}},
		{"left behind", []string{".DS_Store", "x", "achievements/.first-drill.md.swp", "x", "achievements/first-drill.md~", "x", "static/Thumbs.db", "x", ".git/config", "x"}, nil},
		{"long", []string{"static/" + strings.Repeat("x", 201), "x"}, []string{"static/" + strings.Repeat("x", 201) + ": the name is longer than 200 bytes"}},
		{"long slug", []string{"awards/" + strings.Repeat("x", 81) + ".yaml", "x"}, []string{
			"awards/" + strings.Repeat("x", 81) + ".yaml: the name is part of the awards' keys: expected lower-case letters, digits and single hyphens"}},
	} {
		t.Run(b.id, func(t *testing.T) {
			c, _ := read(t, memory(with(b.files...)))
			var got []string
			for _, f := range c.Report.Findings() {
				got = append(got, strings.TrimPrefix(diag.Clean(f.Pos.String()), "content/")+": "+f.Message)
			}
			if diff := cmp.Diff(b.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", b.id, diff)
			}
		})
	}
}

// The mend names the file or folder that was surely meant.
func TestMendsOfNames(t *testing.T) {
	for file, want := range map[string]string{
		"award/x.yaml":                 `did you mean "awards"?`,
		"isuer.md":                     "did you mean issuer.md?",
		"pages/About Us.md":            "rename it to about-us.md",
		"pages/Über uns.md":            "rename it to ber-uns.md",
		"pages/日本.md":                  "rename it to first-drill.md",
		"pages/More.MD":                "rename it to More.md",
		"awards/more.yml":              "rename it to more.yaml",
		"awards/2026 May.yaml":         "rename it to 2026-may.yaml",
		"achievements/first-drill.jpg": "artwork is PNG or SVG: export it as one of them",
		"achievements/first-drill.PNG": "rename it to first-drill.png",
		"pages/about.italian.md":       "name a translation <slug>.<language>.md, for example about.it.md",
		"notes.txt":                    "files to copy as they are belong into content/static",
	} {
		c, _ := read(t, memory(with(file, "x")))
		if lines := printed(c); len(lines) != 1 || !strings.Contains(lines[0], "mend: "+want) {
			t.Errorf("%s: want the mend %q in %v", file, want, lines)
		}
	}
}

// folder writes files below a new folder and opens it as a site is opened.
func folder(t *testing.T, files map[string]string) (dir string, fsys fs.FS) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return dir, root.FS()
}

// PTH-05: no link is followed, wherever it stands and wherever it leads.
func TestSymbolicLinks(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret.md"), []byte(small()["pages/about.md"]), 0o666); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{
		"pages/secret.md":          filepath.Join(outside, "secret.md"),
		"pages/inside.md":          "about.md",
		"pages/up.md":              "../issuer.md",
		"pages/gone.md":            "nothing.md",
		"pages/round.md":           "round.md",
		"static/folder":            outside,
		"static/here":              ".",
		"awards/x.yaml":            "2026-05-drill.yaml",
		"achievements/drill.svg":   filepath.Join(outside, "x.svg"),
		"logo.svg":                 "/etc/passwd",
		"decisions/x.yaml":         "../decisions/revoke-k2.yaml",
		"achievements/first-aid@1": outside,
	} {
		t.Run(link, func(t *testing.T) {
			dir, fsys := folder(t, small())
			if err := os.Symlink(target, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
				t.Skipf("links cannot be made here: %v", err)
			}
			c, _ := read(t, fsys)
			lines := printed(c)
			if len(lines) != 1 || !strings.HasPrefix(lines[0], "content/"+link+": error: symbolic links are not followed") {
				t.Errorf("%v", lines)
			}
		})
	}
	t.Run("instead of a folder", func(t *testing.T) {
		files := small()
		delete(files, "pages/about.md")
		dir, fsys := folder(t, files)
		if err := os.Symlink(outside, filepath.Join(dir, "pages")); err != nil {
			t.Skipf("links cannot be made here: %v", err)
		}
		c, _ := read(t, fsys)
		if lines := printed(c); len(lines) != 1 || len(c.Catalog.Pages) > 0 {
			t.Errorf("%v", lines)
		}
	})
}

// swapping is a folder in which a file becomes something else between being
// listed and being opened (PTH-07).
type swapping struct {
	fs.FS
	file string
	info fs.FileInfo
	err  error
}

func (s swapping) Open(name string) (fs.File, error) {
	f, err := s.FS.Open(name)
	if name != s.file || err != nil {
		return f, err
	}
	return swappedFile{f, s.info}, s.err
}

type swappedFile struct {
	fs.File
	info fs.FileInfo
}

func (s swappedFile) Stat() (fs.FileInfo, error) { return s.info, nil }

func TestOpenedFileIsJudged(t *testing.T) {
	other := fstest.MapFS{"dir": {Mode: fs.ModeDir | 0o755}, "pipe": {Mode: fs.ModeNamedPipe}, "big": {Mode: 0o644}}
	for name, want := range map[string]string{"dir": "expected a file, found a folder", "pipe": "expected a file, found a special file"} {
		info, err := fs.Stat(other, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"site.yaml", drill, cohort, "static/CNAME"} {
			c, _ := read(t, swapping{memory(small()), file, info, nil})
			if got := strings.Join(printed(c), "\n"); !strings.Contains(got, "content/"+file+": error: "+want) {
				t.Errorf("%s became a %s: %s", file, name, got)
			}
		}
	}
}

// PTH-11: a file that cannot be read is named with the mend, and all others
// are read.
func TestUnreadableFiles(t *testing.T) {
	for _, file := range []string{drill, cohort, "static/CNAME", "decisions/revoke-k2.yaml"} {
		err := &fs.PathError{Op: "open", Path: file, Err: fs.ErrPermission}
		c, _ := read(t, swapping{memory(with("pages/about.md", "About\n")), file, nil, err})
		lines := strings.Join(printed(c), "\n")
		want := "content/" + file + ": error: the file cannot be read: permission denied [file-unreadable] mend: allow reading, for example: chmod u+r content/" + file
		want = strings.Replace(want, "permission denied", fs.ErrPermission.Error(), 1)
		if !strings.Contains(lines, want) || !strings.Contains(lines, "content/pages/about.md:1:1") || c.Report.Count(diag.Error) != 2 {
			t.Errorf("%s:\n%s", file, lines)
		}
	}
	t.Run("real", func(t *testing.T) {
		if os.Geteuid() <= 0 {
			t.Skip("nothing is unreadable here")
		}
		dir, fsys := folder(t, small())
		for _, name := range []string{drill, "static"} {
			if err := os.Chmod(filepath.Join(dir, filepath.FromSlash(name)), 0); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, filepath.FromSlash(name)), 0o755) }) // lets the folder be removed
		}
		c, _ := read(t, fsys)
		if lines := printed(c); len(lines) != 2 {
			t.Errorf("%v", lines)
		}
	})
}

// YML-29: a huge file is refused by its size, before a byte of it is read.
func TestHugeFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no holes here")
	}
	limits := map[string]string{"site.yaml": "1 MiB", drill: "1 MiB", cohort: "16 MiB", "static/CNAME": "64 MiB", "achievements/first-drill.png": "2 MiB"}
	dir, fsys := folder(t, with("achievements/first-drill.png", "x"))
	for file := range limits {
		if err := os.Truncate(filepath.Join(dir, filepath.FromSlash(file)), 1<<30); err != nil {
			t.Skipf("no room for a file with a hole: %v", err)
		}
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c, _ := read(t, fsys)
	runtime.ReadMemStats(&after)
	if kib := (after.TotalAlloc - before.TotalAlloc) >> 10; kib > 8<<10 {
		t.Errorf("took %d KiB", kib)
	}
	lines := strings.Join(printed(c), "\n")
	for file, limit := range limits {
		want := fmt.Sprintf("content/%s: error: the file has 1024 MiB, more than the limit of %s [file-size]", file, limit)
		if !strings.Contains(lines, want) {
			t.Errorf("no %q in\n%s", want, lines)
		}
	}
	if text := c.Text("content/" + cohort); text != "" {
		t.Errorf("quoted %d bytes of a huge file", len(text))
	}
}

// A file that grows while it is read is refused as well.
func TestGrowingFile(t *testing.T) {
	fsys := memory(with(drill, small()[drill]+strings.Repeat("x", maxFile)))
	info, err := fs.Stat(memory(small()), drill)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := read(t, swapping{fsys, drill, info, nil})
	if lines := strings.Join(printed(c), "\n"); !strings.Contains(lines, "the file is larger than the limit of 1 MiB") {
		t.Error(lines)
	}
}

func TestReadFile(t *testing.T) {
	files := fstest.MapFS{}
	for name, text := range small() {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, _ := read(t, files)
	f := c.Catalog.Static[0]
	if data, err := c.ReadFile(f); err != nil || string(data) != small()["static/CNAME"] {
		t.Errorf("%q, %v", data, err)
	}
	var changed *ChangedError
	files["static/CNAME"] = &fstest.MapFile{Data: []byte("other")}
	if _, err := c.ReadFile(f); !errors.As(err, &changed) || changed.File != "content/static/CNAME" {
		t.Errorf("a changed file: %v", err)
	}
	delete(files, "static/CNAME")
	if _, err := c.ReadFile(f); !errors.As(err, &changed) {
		t.Errorf("a removed file: %v", err)
	}
}
