package themes_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/theme"
	"github.com/sealpress/sealpress/themes"
)

var write = flag.String("write", "", "folder to write the pages of the fixtures to, for looking at them in a browser")

// languages are those that the themes of the program speak.
var languages = []string{"en", "it", "de", "fr", "es", "ar"}

func load(t testing.TB, name string) *theme.Theme {
	t.Helper()
	th, findings := theme.Load(theme.Config{Embedded: themes.Embedded(), Name: name, Languages: languages, Color: "#0b5cad"})
	for _, f := range findings {
		t.Errorf("finding in theme %s: %s: %s [%s] %s", name, f.Pos, f.Message, f.Rule, f.Mend)
	}
	if th == nil {
		t.FailNow()
	}
	return th
}

// Every page, rich or bare, in every language, is balanced HTML with one h1,
// headings in order, unique ids and labels that exist; it holds nothing that
// its own security policy would block, and no author's text becomes code.
func TestPages(t *testing.T) {
	for _, name := range themes.Names() {
		th := load(t, name)
		for _, lang := range th.Languages() {
			for _, f := range fixtures(lang) {
				t.Run(name+"/"+lang+"/"+f.name, func(t *testing.T) {
					out, err := th.Render(lang, f.file, f.data)
					if err != nil {
						t.Fatal(err)
					}
					judge(t, out)
					inOrder(t, out)
					if *write != "" {
						save(t, filepath.Join(*write, name, lang, f.name+".html"), out)
					}
				})
			}
		}
		if *write != "" {
			for _, a := range th.Assets() {
				save(t, filepath.Join(*write, name, filepath.FromSlash(a.File)), a.Data)
			}
		}
	}
}

func save(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// void elements have no end tag.
var void = []string{"meta", "link", "img", "br", "hr", "input", "col", "wbr", "area", "source"}

// judge reports what is wrong with a page. The theme writes every end tag,
// those that HTML lets one leave out as well.
func judge(t *testing.T, out []byte) {
	t.Helper()
	if !bytes.HasPrefix(out, []byte("<!doctype html>")) {
		t.Errorf("page begins with %.40q, want the doctype first", out)
	}
	for _, word := range []string{"ZgotmplZ", "<no value>", "%!", "{n}", "{name}", "{issuer}"} {
		if bytes.Contains(out, []byte(word)) && !bytes.Contains(out, []byte("#ZgotmplZ")) {
			t.Errorf("page holds %q", word)
		}
	}
	var (
		open   []string
		ids    []string
		refs   []string
		counts = make(map[string]int)
	)
	z := html.NewTokenizer(bytes.NewReader(out))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		tok := z.Token()
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			if !slices.Contains(open, "svg") { // where a title names a part of the drawing
				counts[tok.Data]++
			}
			if kind == html.StartTagToken && !slices.Contains(void, tok.Data) {
				open = append(open, tok.Data)
			}
			seen := make(map[string]bool)
			for _, a := range tok.Attr {
				switch {
				case seen[a.Key]:
					t.Errorf("<%s> has attribute %s twice", tok.Data, a.Key)
				case a.Key == "style", strings.HasPrefix(a.Key, "on"), a.Key == "srcdoc":
					t.Errorf("<%s> has attribute %s=%q, which the page's policy forbids", tok.Data, a.Key, a.Val)
				case strings.Contains(strings.ToLower(a.Val), "javascript:") && !strings.HasPrefix(a.Val, "#ZgotmplZ"):
					t.Errorf("<%s %s=%q> runs script", tok.Data, a.Key, a.Val)
				case a.Key == "id":
					ids = append(ids, a.Val)
				case a.Key == "aria-labelledby":
					refs = append(refs, a.Val)
				}
				seen[a.Key] = true
			}
			switch tok.Data {
			case "style", "b", "iframe":
				t.Errorf("page has <%s>", tok.Data)
			case "script":
				data := slices.Contains(tok.Attr, html.Attribute{Key: "type", Val: "application/ld+json"})
				switch {
				case data && z.Next() == html.TextToken:
					if !json.Valid(z.Text()) {
						t.Errorf("page has a data block that is no JSON: %s", z.Text())
					}
				case !seen["src"]:
					t.Errorf("page has an inline script")
				}
			case "img":
				if !seen["alt"] {
					t.Errorf("page has an image without alt: %s", tok)
				}
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("</%s> closes %v", tok.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("left open: %v", open)
	}
	for _, name := range []string{"h1", "main", "title"} {
		if counts[name] != 1 {
			t.Errorf("page has %d <%s>, want one", counts[name], name)
		}
	}
	slices.Sort(ids)
	if u := slices.Compact(slices.Clone(ids)); len(u) != len(ids) {
		t.Errorf("ids stand twice: %v", ids)
	}
	for _, r := range refs {
		if !slices.Contains(ids, r) {
			t.Errorf("aria-labelledby=%q names no id of the page", r)
		}
	}
	for _, want := range []string{`http-equiv="Content-Security-Policy"`, `name="referrer" content="no-referrer"`, `href="#content"`} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("page lacks %s", want)
		}
	}
}

// inOrder reports headings that skip a level. It judges the theme's own: those
// in an author's text are the author's.
func inOrder(t *testing.T, out []byte) {
	t.Helper()
	level := byte('0')
	for _, h := range regexp.MustCompile(`<h([1-6])[ >]`).FindAllSubmatch(out, -1) {
		if h[1][0] > level+1 {
			t.Errorf("headings skip a level at %s", h[0])
		}
		level = h[1][0]
	}
}

// What an award page must say, in the order in which it must be said.
func TestAwardSaysStatusFirst(t *testing.T) {
	for _, name := range themes.Names() {
		t.Run(name, func(t *testing.T) { awardSaysStatusFirst(t, load(t, name)) })
	}
}

func awardSaysStatusFirst(t *testing.T, th *theme.Theme) {
	out, err := th.Render("en", "pages/award.html", award("en"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	_, text, _ = strings.Cut(text, "<main")
	at := 0
	for _, want := range []string{"Valid until 14 May 2029", "Micro-credential", "Emergency First Aid at Work", "Ada Rossi", "Harbour Skills", "Ireland", "14 May 2026",
		"It certifies specific skills after assessment", "What it took", "What the holder can do", "apply first response", "merit", "Grades, lowest first:", "Tom Byrne", "Assessor on duty", "13 May 2026", "Supervised on site, identity verified", "Checked at the assessment",
		"8.5 of 10", "No check recorded", "Observed scenario sheet", "EQF level 3", "1.5 ECTS", "25 hours", "First Aid Council", "Coast Rescue Association", "NAT-0412",
		"Stated by the issuer itself", "First Responder", "This is the goal", "https://credentials.harbour.example/awards/", "assertion.json", "mailto:credentials@harbour.example?subject=Correct%20my%20name%20on%20award%20k4f1"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("award page does not say %q after %q", want, text[max(0, at-60):at])
		}
		at += i
	}
}

// The eleven elements of Council Recommendation 2022/C 243/02, Annex I, in
// their order.
func TestAchievementHasElevenElements(t *testing.T) {
	for _, name := range themes.Names() {
		th := load(t, name)
		for _, f := range fixtures("en") {
			if f.name != "achievement" && f.name != "bare-achievement" {
				continue
			}
			out, err := th.Render("en", f.file, f.data)
			if err != nil {
				t.Fatal(err)
			}
			_, table, _ := strings.Cut(string(out), `<table class="elements">`)
			table, _, _ = strings.Cut(table, "</table>")
			var rows []string
			for part := range strings.SplitSeq(table, `<th scope="row">`) {
				if name, _, ok := strings.Cut(part, "</th>"); ok {
					rows = append(rows, name)
				}
			}
			want := "Learner, Title, Country of the issuer, Awarding body, Date of issuing, Learning outcomes, Notional workload, Level, Type of assessment, Form of participation, Quality assurance"
			if got := strings.Join(rows, ", "); got != want {
				t.Errorf("%s: %s: elements\n got %s\nwant %s", name, f.name, got, want)
			}
		}
	}
}

// A page in one language marks what an author wrote in another.
func TestForeignTextIsMarked(t *testing.T) {
	for _, name := range themes.Names() {
		out, err := load(t, name).Render("it", "pages/award.html", award("it"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`<html lang="it"`, `<h1 lang="en">Emergency`, `Valido fino al 14 maggio 2029`, `1,5 ECTS`, `Irlanda`} {
			if !bytes.Contains(out, []byte(want)) {
				t.Errorf("%s: Italian award page lacks %s", name, want)
			}
		}
	}
}

// Names is the list of folders that are embedded.
func TestNames(t *testing.T) {
	entries, err := fs.ReadDir(themes.Embedded(), ".")
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, e := range entries {
		folders = append(folders, e.Name())
	}
	if diff := cmp.Diff(folders, slices.Sorted(slices.Values(themes.Names()))); diff != "" {
		t.Errorf("names of themes (-folders +names):\n%s", diff)
	}
}

// The first of a month has a form of its own in French.
func TestFirstOfMonth(t *testing.T) {
	th := load(t, "default")
	a := award("fr")
	a.Awarded = page.Date{Year: 2026, Month: 1, Day: 1}
	out, err := th.Render("fr", "pages/award.html", a)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(out, []byte(">1er janvier 2026<")) || !bytes.Contains(out, []byte("14 mai 2029")) {
		t.Error("the first of January is not 1er janvier, or another day is not as it was")
	}
}

func BenchmarkAward(b *testing.B) {
	th := load(b, "default")
	data := award("en")
	out, err := th.Render("en", "pages/award.html", data)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(out)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := th.Render("en", "pages/award.html", data); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleEmbedded() {
	th, findings := theme.Load(theme.Config{Embedded: themes.Embedded(), Languages: []string{"it"}})
	fmt.Println(len(findings), th.LanguageName("it"), th.Text("it", "title.catalogue"))
	// Output: 0 italiano Che cosa si può ottenere
}
