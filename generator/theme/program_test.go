package theme

import (
	"bytes"
	"html/template"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/page"
	"github.com/sealpress/sealpress/themes"
)

// nasty are values that escaping has to do something about.
var nasty = []string{
	"", "a", "Ada Rossi", "it", "en", "ar", "IE", "1.5", "12000", "/a/b?c=d&e=f#g", "https://a.example/ü?q=%41%zz", "javascript:alert(1)", "JavaScript&colon;alert(1)",
	"mailto:a@b.example", "data:text/html,x", "//evil.example", "a:b/c", "</title><script>", `"><b>'+&amp;`, "\x00\xff\xfe", "\ufdd0\ufffe\ufffd", "{name}", "日本語 ≠ 🙂", "\n\t ", "--><!--", "a%2", "`${x}`",
}

// codes are values of fields whose texts depend on them.
var codes = map[string][]string{
	"Kind": {"badge", "micro-credential", "other"}, "State": {"revoked", "suspended", "superseded", "erased"}, "Reason": {"", "corrected"},
	"Supervision": {"", "on-site-with-identity-verification"}, "Participation": {"", "online"}, "Key": {"", "menu.home"}, "Type": {"", "oral-examination"}, "Outcome": {"valid", "unconfirmed"},
}

// fill sets everything in a value at random.
func fill(r *rand.Rand, name string, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		list := nasty
		if c, ok := codes[name]; ok {
			list = c
		}
		if v.Type() == reflect.TypeFor[template.HTML]() {
			list = []string{"", "<p>&amp; + <b>\"x\"</b></p>"}
		}
		v.SetString(list[r.IntN(len(list))])
	case reflect.Int:
		v.SetInt(int64(r.IntN(14)))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), r.IntN(4), 4))
		for i := range v.Len() {
			fill(r, name, v.Index(i))
		}
	}
}

// Programs write what html/template writes, whatever the data.
func TestProgramsEqualTemplates(t *testing.T) {
	th, findings := Load(Config{Embedded: themes.Embedded(), Languages: []string{"en", "it"}, Base: "/badges/"})
	if th == nil {
		t.Fatal(findings)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, p := range page.Templates() {
		rendered := 0
		for i := range 200 {
			lang := th.languages[i%2]
			c := th.pages[lang][p.File]
			if c.program == nil {
				t.Fatalf("%s in %s is left to html/template", p.File, lang)
			}
			data := reflect.New(reflect.TypeOf(p.Data)).Elem()
			fill(r, "", data)
			var slow, fast bytes.Buffer
			errSlow := c.template.Execute(&slow, data.Interface())
			errFast := c.program.run(&fast, reflect.ValueOf(data.Interface()))
			if (errSlow == nil) != (errFast == nil) {
				t.Fatalf("%s: html/template says %v, the program %v\ndata: %+v", p.File, errSlow, errFast, data)
			}
			if errSlow != nil {
				continue
			}
			rendered++
			if !bytes.Equal(slow.Bytes(), fast.Bytes()) {
				t.Fatalf("%s differs in %s\nhtml/template: %s\nprogram:       %s", p.File, lang, around(slow.Bytes(), fast.Bytes()), around(fast.Bytes(), slow.Bytes()))
			}
		}
		if rendered < 20 {
			t.Errorf("%s: only %d of 200 random pages rendered", p.File, rendered)
		}
	}
}

// around returns the part of a where it begins to differ from b.
func around(a, b []byte) []byte {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-80):min(len(a), i+80)]
}

// FuzzEscapers compares each escaper with html/template's.
func FuzzEscapers(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	tmpl := template.Must(template.New("x").Parse(`<title>{{.}}</title><p title="{{.}}">{{.}}</p><a href="{{.}}">x</a><a href="/?q={{.}}&amp;r=1">x</a><a href="mailto:{{.}}">x</a>`))
	f.Fuzz(func(t *testing.T, s string) {
		var want bytes.Buffer
		if err := tmpl.Execute(&want, s); err != nil {
			t.Fatal(err)
		}
		e := escapeHTML(s)
		got := "<title>" + e + `</title><p title="` + e + `">` + e + `</p><a href="` + escapeHTML(escapeURL(filterURL(s), true)) +
			`">x</a><a href="/?q=` + escapeURL(s, false) + `&amp;r=1">x</a><a href="mailto:` + escapeHTML(escapeURL(s, true)) + `">x</a>`
		if got != want.String() {
			t.Errorf("%q:\n got %s\nwant %s", s, got, want.String())
		}
	})
}

// What programs do not know is left to html/template, with the same result.
func TestUnknownIsLeftToTemplates(t *testing.T) {
	for _, source := range []string{`{{printf "%q" .Title}}`, `{{$x := .Title}}{{$x}}`, `{{range .Menu}}{{break}}{{end}}`, `<a title={{.Title}}>`, `{{len .Title}}`, `<script>var x = {{.Title}}</script>`} {
		set := template.Must(template.New("p").Parse(source))
		var want bytes.Buffer
		if err := set.Execute(&want, page.Frame{Title: "x"}); err != nil {
			t.Fatal(err)
		}
		if p := assemble(set, "p", page.Frame{}, (&stack{}).speech("en", new(diag.Report))); p != nil {
			t.Errorf("%s became a program", source)
		}
	}
}
