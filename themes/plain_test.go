package themes_test

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/themes"
)

// The plain theme is what its name says: no script but on the page that checks
// credentials, one style sheet beside the brand's colours, and that a small one.
func TestPlainIsPlain(t *testing.T) {
	th := load(t, "plain")
	for _, f := range fixtures("en") {
		out, err := th.Render("en", f.file, f.data)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out, []byte("<script")) && f.file != "pages/verify.html" {
			t.Errorf("%s has a script", f.name)
		}
		if n := bytes.Count(out, []byte(`rel="stylesheet"`)); n != 2 {
			t.Errorf("%s has %d style sheets, want the brand's and the theme's", f.name, n)
		}
	}
	for _, a := range th.Assets() {
		if path.Ext(a.Name) == ".js" && path.Dir(a.Name) != "verify" {
			t.Errorf("the site publishes a script: %s", a.File)
		}
		if a.Name == "style.css" && len(a.Data) > 6<<10 {
			t.Errorf("style.css has %d bytes, want at most 6 KiB", len(a.Data))
		}
	}
}

// Every theme tells the two kinds apart by word, sentence, class (for colour
// and border) and the shape of a picture.
func TestKindsDiffer(t *testing.T) {
	shape := regexp.MustCompile(`class="kind kind-(?:badge|micro)">(<svg.*?</svg>)`)
	for _, name := range themes.Names() {
		th := load(t, name)
		shapes := make(map[page.Kind]string)
		for kind, want := range map[page.Kind][]string{
			page.Badge:           {"kind-badge", "sheet-badge", ">Badge</span>", "It does not certify skills."},
			page.MicroCredential: {"kind-micro", "sheet-micro-credential", ">Micro-credential</span>", "It certifies specific skills after assessment."},
		} {
			a := award("en")
			a.Achievement.Kind = kind
			out, err := th.Render("en", "pages/award.html", a)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range want {
				if !bytes.Contains(out, []byte(w)) {
					t.Errorf("%s: award of a %s lacks %q", name, kind, w)
				}
			}
			if m := shape.FindSubmatch(out); m != nil {
				shapes[kind] = string(m[1])
			}
		}
		if shapes[page.Badge] == "" || shapes[page.Badge] == shapes[page.MicroCredential] {
			t.Errorf("%s: shapes of the kinds are %q, want two different ones", name, shapes)
		}
	}
}

// A theme leaves nothing out: whatever default links to from a page, and every
// text of an author's that it shows, is on that page in each theme.
func TestNothingIsLeftOut(t *testing.T) {
	first := load(t, "default")
	for _, name := range themes.Names()[1:] {
		th := load(t, name)
		for _, f := range fixtures("en") {
			want, got := shown(t, first, f), shown(t, th, f)
			for _, w := range want.links {
				if !slices.Contains(got.links, w) {
					t.Errorf("%s: page %s does not link to %q", name, f.name, w)
				}
			}
			for _, w := range want.words {
				if !slices.Contains(got.words, w) && !decoration[w] {
					t.Errorf("%s: page %s does not say %q", name, f.name, w)
				}
			}
		}
	}
}

// decoration is what default says for the looks of it: the line above the title
// of the front page.
var decoration = map[string]bool{"Issuer of badges and micro-credentials": true}

// said is what a page shows.
type said struct{ links, words []string }

func shown(t *testing.T, th interface {
	Render(lang, pageFile string, data any) ([]byte, error)
}, f fixture) said {
	t.Helper()
	out, err := th.Render("en", f.file, f.data)
	if err != nil {
		t.Fatal(err)
	}
	var s said
	z := html.NewTokenizer(bytes.NewReader(out))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		tok := z.Token()
		switch {
		case kind == html.TextToken && strings.TrimSpace(tok.Data) != "":
			s.words = append(s.words, strings.Join(strings.Fields(tok.Data), " "))
		case tok.Data == "a":
			for _, a := range tok.Attr {
				if a.Key == "href" {
					s.links = append(s.links, a.Val)
				}
			}
		}
	}
	return s
}

// The sample site builds with every other theme, and every page of it is well
// made.
func TestSampleBuildsWithOtherThemes(t *testing.T) {
	said := regexp.MustCompile(`(?m)^theme:.*\n`)
	for _, name := range themes.Names()[1:] { // public/ is built with the first
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			content := filepath.Join(dir, "content")
			if err := os.CopyFS(content, os.DirFS(filepath.Join("..", "content"))); err != nil {
				t.Fatal(err)
			}
			site, err := os.ReadFile(filepath.Join(content, "site.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			site = append(said.ReplaceAll(site, nil), []byte(fmt.Sprintf("\ntheme: %s\n", name))...)
			if err := os.WriteFile(filepath.Join(content, "site.yaml"), site, 0o644); err != nil {
				t.Fatal(err)
			}
			r, plan, err := generator.Plan(t.Context(), generator.Config{Content: os.DirFS(content), Themes: themes.Embedded(),
				Today: badge.Date{Year: 2026, Month: 11, Day: 23}, Program: "sealpress for tests"})
			if err != nil {
				t.Fatal(err)
			}
			if !r.OK {
				t.Fatalf("the sample does not pass: %v", r.Report().Findings())
			}
			pages := 0
			for e := range plan.Entries {
				if path.Ext(e.File) != ".html" {
					continue // pictures take long, and no theme changes them
				}
				pages++
				data, err := e.Render()
				if err != nil {
					t.Fatal(err)
				}
				judge(t, data)
			}
			if pages < 20 {
				t.Errorf("found %d pages, want the whole sample", pages)
			}
		})
	}
}
