package theme_test

import (
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/generator/theme"
)

// small is a complete theme of one-line pages; files replace or add some.
func small(files map[string]string) fstest.MapFS {
	all := map[string]string{
		"small/theme.yaml":       "name: small\nlanguages: [en]\n",
		"small/i18n/en.yaml":     english(),
		"small/assets/style.css": "body { color: red; }\n",
	}
	for _, p := range page.Templates() {
		all["small/"+p.File] = "<title>{{.Frame.Title}}</title>\n"
	}
	maps.Copy(all, files)
	m := fstest.MapFS{}
	for name, text := range all {
		m[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

// english is a file with the texts that every theme needs.
func english() string {
	var b strings.Builder
	b.WriteString("name: English\nmonths: [January, February, March, April, May, June, July, August, September, October, November, December]\ndate: \"{day} {month} {year}\"\ngroup: \",\"\ntext:\n  hello: \"Hello, <{who}>\"\n  plain: \"Fish & chips\"\n  count:\n    one: \"{n} apple\"\n    other: \"{n} apples\"\n  period:\n    years: {one: \"{n} year\", other: \"{n} years\"}\n    months: {one: \"{n} month\", other: \"{n} months\"}\n    days: {one: \"{n} day\", other: \"{n} days\"}\n")
	groups := make(map[string][]string)
	for _, key := range theme.PageTexts() {
		group, name, _ := strings.Cut(key, ".")
		groups[group] = append(groups[group], name)
	}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		b.WriteString("  " + group + ":\n")
		for _, name := range groups[group] {
			b.WriteString("    " + name + ": x\n")
		}
	}
	return b.String()
}

func config(files fs.FS) theme.Config {
	return theme.Config{Embedded: files, Name: "small", Languages: []string{"en"}}
}

func mustLoad(t *testing.T, c theme.Config) *theme.Theme {
	t.Helper()
	th, findings := theme.Load(c)
	if th == nil {
		t.Fatalf("theme was refused: %v", findings)
	}
	return th
}

func render(t *testing.T, th *theme.Theme, lang, file string, data any) string {
	t.Helper()
	out, err := th.Render(lang, file, data)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// lines prints findings as "place: message [rule] mend".
func lines(findings []diag.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, strings.TrimSpace(f.Pos.String()+": "+f.Message+" ["+f.Rule+"] "+f.Mend))
	}
	return out
}

func TestLoadFindings(t *testing.T) {
	const award = "small/pages/award.html"
	tests := map[string]struct {
		files map[string]string
		want  []string
	}{
		"unknown fields, all of them": {
			map[string]string{award: "<p>{{.Holder}}\n  é {{.Holdr}} {{with .Achievement}}{{.Image}}{{.Achievement}}{{.Nme}}{{end}}\n{{.Achievement.QualityAssurance.Bdy}}</p>"},
			[]string{
				`themes/small/pages/award.html:2:7: page.Award has no field "Holdr" [template-field-unknown] did you mean .Holder?`,
				`themes/small/pages/award.html:2:49: page.Definition has no field "Achievement" [template-field-unknown]`,
				`themes/small/pages/award.html:2:65: page.Definition has no field "Nme" [template-field-unknown] did you mean .Name?`,
				`themes/small/pages/award.html:3:32: page.QualityAssurance has no field "Bdy" [template-field-unknown] did you mean .Body?`,
			},
		},
		"an unknown field in a part": {
			map[string]string{award: `{{template "foot" .Frame}}`, "small/parts/foot.html": "<footer>\n{{.Site.Titel}}</footer>"},
			[]string{`themes/small/parts/foot.html:2:8: page.Site has no field "Titel" [template-field-unknown] did you mean .Title?`},
		},
		"an unknown part": {
			map[string]string{award: `{{template "fot" .Frame}}`, "small/parts/foot.html": "x"},
			[]string{`themes/small/pages/award.html:1:12: there is no part "fot" [template-part-unknown] did you mean "foot"?`},
		},
		"a wrong type": {
			map[string]string{award: `{{date .Holder}}`},
			[]string{`themes/small/pages/award.html:1:8: wrong type: expected page.Date; found string [template-type] see in themes/README.md what each function takes and what each field holds`},
		},
		"syntax": {
			map[string]string{award: "\n{{if .Holder}}"},
			[]string{`themes/small/pages/award.html:2:1: {{if}} is never closed [template-syntax] add {{end}} where it ends`},
		},
		"an unknown function": {
			map[string]string{award: "<p>{{dte .Awarded}}</p>"},
			[]string{`themes/small/pages/award.html:1:6: there is no function "dte" [template-syntax] did you mean "date"?`},
		},
		"an end too many": {
			map[string]string{award: "<p>é{{.Holder}}</p> {{end}}"},
			[]string{`themes/small/pages/award.html:1:21: unexpected {{end}} [template-syntax] remove it, or open the {{if}}, {{range}} or {{with}} that it belongs to`},
		},
		"an unknown variable": {
			map[string]string{award: "\n\n<p>{{$holder}}"},
			[]string{`themes/small/pages/award.html:3:6: there is no $holder here [template-syntax] a variable holds from where range or with names it to its {{end}}`},
		},
		"an action that is not closed": {
			map[string]string{award: "\n<p>{{.Holder</p>"},
			[]string{`themes/small/pages/award.html:2:4: bad character U+003C '<' [template-syntax] close what is opened on this line: }} ends {{, and " ends "`},
		},
		"a block that is not closed among others that are": {
			map[string]string{award: "{{with .Holder}}\n{{if .}}\n{{range $.Evidence}}{{end}}\n{{end}}\n<p>"},
			[]string{`themes/small/pages/award.html:1:1: {{with}} is never closed [template-syntax] add {{end}} where it ends`},
		},
		"a value that cannot be escaped": {
			map[string]string{award: "<p>\n{{if .Holder}}<a href=\"{{end}}x</p>"},
			[]string{`themes/small/pages/award.html:2:6: {{if}} branches end in different contexts [template-escape]`},
		},
		"a missing text": {
			map[string]string{award: `<p>{{t "helo"}} {{if true}}{{t "plane"}}{{end}}`},
			[]string{
				`themes/small/pages/award.html:1:8: text "helo" is missing in language "en" [template-text-missing] did you mean "hello"?`,
				`themes/small/pages/award.html:1:32: text "plane" is missing in language "en" [template-text-missing] did you mean "plain"?`,
			},
		},
		"an argument that is not given": {
			map[string]string{award: `{{t "hello" "whom" .Holder}}`},
			[]string{`themes/small/i18n/en.yaml:6:3: text "hello" names {who}, which its template does not give [template-text-argument] did you mean {whom}?`},
		},
		"a missing asset": {
			map[string]string{award: `<link href="{{asset "styles.css"}}">`},
			[]string{`themes/small/pages/award.html:1:21: there is no asset "styles.css" [theme-asset-missing] did you mean "style.css"?`},
		},
		"assets in style sheets": {
			map[string]string{"small/assets/style.css": "@import \"b.css\";\na { background: url(https://cdn.example/x.png) }\nb { background: url('y.png') }", "small/assets/b.css": "@import url(style.css);"},
			[]string{
				`themes/small/assets/style.css:1:9: "b.css" leads back to this file [theme-asset-loop] remove one of the references`,
				`themes/small/assets/style.css:2:17: "https://cdn.example/x.png" is not in the theme [theme-asset-foreign] put a copy into the theme's assets folder: pages load nothing from elsewhere`,
				`themes/small/assets/style.css:3:17: there is no asset "y.png" [theme-asset-missing] assets: "b.css", "style.css"`,
			},
		},
		"strict YAML": {
			map[string]string{"small/theme.yaml": "name: small\ncolour: x\nname: b\nlanguages: &a [en]\n"},
			[]string{
				`themes/small/theme.yaml:2:1: unknown key "colour" [unknown-key] did you mean "color"?`,
				`themes/small/theme.yaml:3:1: key "name" stands here a second time [duplicate-key] keep one of them`,
				`themes/small/theme.yaml:4:12: anchors and aliases are not read here [yaml-feature] write the text out`,
			},
		},
		"a parent that leads back": {
			map[string]string{"small/theme.yaml": "name: small\nparent: big\n", "big/theme.yaml": "parent: small\n"},
			[]string{`themes/big/theme.yaml:1:9: theme "small" is its own ancestor: small → big → small [theme-parent-loop] remove "parent", or name another theme`},
		},
		"a parent that is not there": {
			map[string]string{"small/theme.yaml": "parent: smal\n"},
			[]string{`themes/small/theme.yaml:1:9: there is no theme "smal" [theme-unknown] did you mean "small"?`},
		},
		"a page that nobody makes": {
			map[string]string{"small/pages/awards.html": "x"},
			[]string{`themes/small/pages/awards.html: no page is made from this template [theme-page-unknown] did you mean award.html?`},
		},
		"a part defined twice": {
			map[string]string{"small/parts/foot.html": "x", "small/parts/head.html": `{{define "foot"}}y{{end}}`},
			[]string{`themes/small/parts/head.html: template "foot" is already defined in themes/small/parts/foot.html [template-name-taken] give one of them another name`},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, findings := theme.Load(config(small(test.files)))
			got := lines(findings)
			for i := range got {
				if i < len(test.want) && strings.HasPrefix(got[i], test.want[i]) && strings.HasSuffix(test.want[i], "]") {
					got[i] = test.want[i] // the mend is not what this case is about
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnknownTheme(t *testing.T) {
	c := config(small(nil))
	c.Name = "smal"
	_, findings := theme.Load(c)
	want := []string{`themes/smal/theme.yaml: there is no theme "smal" [theme-unknown] did you mean "small"?`}
	if diff := cmp.Diff(want, lines(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// A child has what it changes and nothing else; a site's own folder lies over
// both, file by file and text by text.
func TestFallback(t *testing.T) {
	embedded := small(map[string]string{
		"child/theme.yaml":       "name: child\nparent: small\n",
		"child/pages/award.html": `<p>child {{template "who" .}}</p>`,
		"small/parts/who.html":   "small {{.Holder}} {{t \"plain\"}}\n",
		"small/pages/page.html":  `{{t "hello" "who" .Name}} {{t "plain"}}`,
	})
	site := fstest.MapFS{
		"child/parts/who.html": {Data: []byte("site {{.Holder}}\r\n")},
		"small/i18n/en.yaml":   {Data: []byte("text:\n  plain: Peas\n")},
	}
	c := config(embedded)
	c.Name = "child"
	th := mustLoad(t, c)
	if got, want := render(t, th, "en", "pages/award.html", page.Award{Holder: "Ada"}), "<p>child small Ada Fish &amp; chips</p>"; got != want {
		t.Errorf("award of child: got %q, want %q", got, want)
	}
	before := th.Fingerprint()

	c.Site = site
	th = mustLoad(t, c)
	if got, want := render(t, th, "en", "pages/award.html", page.Award{Holder: "Ada"}), "<p>child site Ada</p>"; got != want {
		t.Errorf("award with the site's part: got %q, want %q", got, want)
	}
	if got, want := render(t, th, "en", "pages/page.html", page.Page{Name: "<Ada>"}), "Hello, &lt;&lt;Ada&gt;&gt; Peas"; got != want {
		t.Errorf("texts with one of the site's: got %q, want %q", got, want)
	}
	if before == th.Fingerprint() {
		t.Error("fingerprint is the same with other files")
	}
}

// A site adds a language by one file.
func TestSiteAddsLanguage(t *testing.T) {
	c := config(small(map[string]string{"small/pages/award.html": `{{t "count" "n" 1}}, {{t "count" "n" 3}}, {{t "count" "n" 5}} {{date .Awarded}} <p {{lang .Lang}}></p>`}))
	c.Languages = []string{"en", "pl"}
	_, findings := theme.Load(c)
	if len(findings) != 1 || findings[0].Rule != "theme-language-missing" || findings[0].Pos.File != "themes/small/i18n/pl.yaml" {
		t.Errorf("without the file: %v", lines(findings))
	}
	polish := strings.NewReplacer("name: English", "name: polski", "May", "maja", "    one: \"{n} apple\"\n    other: \"{n} apples\"", "    one: \"{n} jabłko\"\n    few: \"{n} jabłka\"\n    other: \"{n} jabłek\"").Replace(english())
	c.Site = fstest.MapFS{"small/i18n/pl.yaml": {Data: []byte(polish)}}
	th := mustLoad(t, c)
	data := page.Award{Awarded: page.Date{Year: 2026, Month: 5, Day: 3}, Frame: page.Frame{Lang: "en"}}
	if got, want := render(t, th, "pl", "pages/award.html", data), `1 jabłko, 3 jabłka, 5 jabłek 3 maja 2026 <p lang="en"></p>`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := th.LanguageName("pl"); got != "polski" {
		t.Errorf("LanguageName: got %q", got)
	}
	if got, want := th.Dir("ar"), "rtl"; got != want {
		t.Errorf("Dir(ar): got %q, want %q", got, want)
	}
}

func TestWords(t *testing.T) {
	tests := []struct{ template, want string }{
		{`{{t "hello" "who" .Holder}}`, `Hello, &lt;A &amp; B&gt;`},
		{`<p title="{{t "hello" "who" .Holder}}">`, `<p title="Hello, &lt;A &amp; B&gt;">`},
		{`{{t "count" "n" 1}}|{{t "count" "n" 12000}}`, `1 apple|12,000 apples`},
		{`{{period .Achievement.ValidFor}}`, `1 year, 6 months`},
		{`{{number "1.50"}}|{{number 1500}}|{{number "merit"}}|{{number "-12345.5"}}`, `1.50|1500|merit|-12,345.5`},
		{`{{country "IE"}}|{{country "??"}}`, `Ireland|??`},
		{`<p {{lang "en"}}><p {{lang "it"}}><p {{lang "ar"}}>`, `<p ><p lang="it"><p lang="ar" dir="rtl">`},
		{`{{date .Awarded}}|{{date .ValidUntil}}`, `3 May 2026|`},
		{`{{range $i, $x := .Achievement.Tags}}{{position $i}}{{$x}}{{end}}`, `1a2b`},
	}
	data := page.Award{Holder: "A & B", Awarded: page.Date{Year: 2026, Month: 5, Day: 3}, Achievement: page.Definition{ValidFor: page.Period{Years: 1, Months: 6}, Tags: []string{"a", "b"}}}
	for _, test := range tests {
		th := mustLoad(t, config(small(map[string]string{"small/pages/award.html": test.template})))
		if got := render(t, th, "en", "pages/award.html", data); got != test.want {
			t.Errorf("%s: got %q, want %q", test.template, got, test.want)
		}
	}
}

// Assets carry their digest, style sheets the digests of what they refer to.
func TestAssets(t *testing.T) {
	files := map[string]string{
		"small/assets/style.css":    "@import \"print.css\" print;\na { background: url( 'img/x.svg#part' ) } /* gone */",
		"small/assets/print.css":    "b { color: black }",
		"small/assets/img/x.svg":    "<svg/>",
		"small/assets/app.js":       "// gone\nalert( 1 );",
		"small/pages/award.html":    `<link href="{{asset "style.css"}}"><link href="{{asset "brand.css"}}"><link href="{{asset "deep/own.css"}}"><script src="{{asset "app.js"}}"></script>`,
		"small/assets/deep/own.css": "a { background: url(../img/x.svg) }",
	}
	c := config(small(files))
	c.Base = "/badges/"
	th := mustLoad(t, c)
	byName := make(map[string]theme.Asset)
	for _, a := range th.Assets() {
		byName[a.Name] = a
	}
	svg, sheet, printed := byName["img/x.svg"], byName["style.css"], byName["print.css"]
	want := `@import "` + strings.TrimPrefix(printed.File, "assets/") + `" print;a{background:url(` + strings.TrimPrefix(svg.File, "assets/") + `#part)}`
	if got := strings.ReplaceAll(string(sheet.Data), `"img`, "img"); strings.ReplaceAll(got, `part"`, "part") != want {
		t.Errorf("style.css:\n got %s\nwant %s", got, want)
	}
	if got := string(byName["deep/own.css"].Data); !strings.Contains(got, "../"+strings.TrimPrefix(svg.File, "assets/")) {
		t.Errorf("deep/own.css does not reach %s: %s", svg.File, got)
	}
	if got := string(byName["app.js"].Data); got != "alert(1)" {
		t.Errorf("app.js: %q", got)
	}
	if got := render(t, th, "en", "pages/award.html", page.Award{}); !strings.Contains(got, `href="/badges/`+sheet.File+`"`) {
		t.Errorf("page does not link /badges/%s: %s", sheet.File, got)
	}
	files["small/assets/img/x.svg"] = "<svg></svg>"
	changed := mustLoad(t, config(small(files)))
	for _, a := range changed.Assets() {
		if a.Name == "style.css" && a.File == sheet.File {
			t.Error("style.css keeps its name although the picture that it shows changed")
		}
	}
}

func TestSymbolicLinksAreRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making links needs a privilege there")
	}
	dir := t.TempDir()
	for _, d := range []string{"small/pages", "elsewhere"} {
		if err := os.MkdirAll(dir+"/"+d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(dir+"/secret", []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir+"/secret", dir+"/small/pages/page.html"); err != nil {
		t.Fatal(err)
	}
	c := config(small(nil))
	c.Site = os.DirFS(dir)
	_, findings := theme.Load(c)
	want := []string{`themes/small/pages/page.html: expected a regular file, found a link or a special file [file-link] copy the file itself into the theme`}
	if diff := cmp.Diff(want, lines(findings)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestRenderFromManyGoroutines(t *testing.T) {
	th := mustLoad(t, config(small(map[string]string{"small/pages/award.html": `<p>{{.Holder}} {{t "hello" "who" .Holder}}</p>`})))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			name := strings.Repeat("x", 100*i)
			for range 50 {
				out, err := th.Render("en", "pages/award.html", page.Award{Holder: name})
				if want := "<p>" + name + " Hello, &lt;" + name + "&gt;</p>"; err != nil || string(out) != want {
					t.Errorf("got %q, %v; want %q", out, err, want)
					return
				}
			}
		})
	}
	wg.Wait()
}

// Every rule that Load can report is documented, here or in package load.
func TestRulesAreDocumented(t *testing.T) {
	known := []string{"unknown-key", "duplicate-key", "yaml-syntax", "yaml-feature", "wrong-type", "bad-value", "file-link", "file-size", "file-unreadable"}
	for _, r := range theme.Rules() {
		if r.Title == "" || r.Why == "" || r.Mend == "" {
			t.Errorf("rule %s says too little: %+v", r.ID, r)
		}
		known = append(known, r.ID)
	}
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(data), `Rule: "`)[1:] {
			if id, _, _ := strings.Cut(part, `"`); !strings.HasSuffix(file, "_test.go") && !slices.Contains(known, id) {
				t.Errorf("%s: rule %q is not documented", file, id)
			}
		}
	}
}
