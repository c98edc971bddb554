// Package theme turns the structs of package page into HTML.
//
// A theme is a folder:
//
//	theme.yaml          its name, parent, languages and colours
//	pages/<page>.html   one template for each entry of page.Templates
//	parts/<part>.html   what pages share: {{template "head" .Frame}} is parts/head.html
//	assets/…            style sheets, scripts, pictures, fonts
//	i18n/<lang>.yaml    the texts, month names and number signs of one language
//
// What a theme lacks comes from its parent. A site's own themes/ folder lies
// over the themes in the program, file by file and, in i18n, text by text: to
// add a language, an issuer writes themes/default/i18n/fr.yaml and nothing
// else.
//
// Load reads and judges everything: templates are type-checked against the
// structs they are given, the texts that they ask for must exist in every
// language of the site, assets that they name must exist. What Load accepts,
// Render renders.
//
// Templates have, beside Go's own functions (each function's comment in
// words.go says more):
//
//	{{t "award.title" "name" .Name}}   a text of the page's language; "n" chooses the plural form
//	{{date .Awarded}} {{period .ValidFor}} {{number .ECTS}} {{country .Country}}
//	{{asset "style.css"}}              the address of an asset, with a digest of its content
//	<p {{lang .Lang}}>                 lang and dir, where they differ from the page's
//	{{position $i}}                    an index of range, counted from 1
//
// A theme is trusted code, but its texts and everything that templates print
// are escaped by html/template all the same.
package theme

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"reflect"
	"slices"

	"github.com/sealpress/sealpress/generator/diag"
)

// Config says which theme to load, and for which site. The zero value of
// every optional field is a sensible choice.
type Config struct {
	Embedded  fs.FS    // a folder for each theme in the program
	Site      fs.FS    // optional: the site's own themes/ folder; its files win
	Name      string   // of the theme; empty means "default"
	Languages []string // of the site, BCP 47; the first is the default
	Base      string   // path of the site's root, with a slash at both ends; empty means "/"
	Color     string   // the brand's, "#rrggbb"; empty means the theme's
}

// Theme is a loaded theme. It never changes; its methods may be called from
// any goroutine.
type Theme struct {
	languages   []string
	speech      map[string]*speech
	pages       map[string]map[string]compiled // by language, then file
	assets      []Asset
	fingerprint [32]byte
}

// Load reads a theme and judges it. The Theme is nil when a finding is an
// error.
func Load(c Config) (*Theme, []diag.Finding) {
	if c.Name == "" {
		c.Name = "default"
	}
	if c.Base == "" {
		c.Base = "/"
	}
	report := new(diag.Report)
	s := openStack(c, report)
	if s == nil {
		return nil, report.Findings()
	}

	th := &Theme{
		languages:   slices.Clone(c.Languages),
		speech:      make(map[string]*speech),
		pages:       make(map[string]map[string]compiled),
		fingerprint: fingerprint(c, s),
	}
	for _, lang := range c.Languages {
		th.speech[lang] = s.speech(lang, report)
	}
	var refs map[string][]string
	th.assets, refs = s.assets(c.Color, report)
	trees := s.parse(report)
	checkCalls(trees, th, s, report)
	if named, complete := trees.assets(); complete {
		th.assets = needed(th.assets, refs, named)
	}
	if !report.HasErrors() {
		for _, lang := range c.Languages {
			th.pages[lang] = compile(trees, th.speech[lang], th.assets, c.Base, lang == c.Languages[0], report)
		}
	}
	if report.HasErrors() {
		return nil, report.Findings()
	}
	return th, report.Findings()
}

// Render renders a page in a language. data is the struct that page.Templates
// names beside the file.
func (th *Theme) Render(lang, pageFile string, data any) ([]byte, error) {
	return th.Append(nil, lang, pageFile, data)
}

// Append is Render for who renders many pages: it appends to b.
func (th *Theme) Append(b []byte, lang, pageFile string, data any) ([]byte, error) {
	p, ok := th.pages[lang][pageFile]
	if !ok {
		return nil, fmt.Errorf("rendering %s: the theme was not loaded with it in language %q", pageFile, lang)
	}
	buf := bytes.NewBuffer(b)
	var err error
	if v := reflect.ValueOf(data); p.program != nil && v.IsValid() && v.Type() == p.program.data {
		err = p.program.run(buf, v)
	} else {
		err = p.template.Execute(buf, data)
	}
	if err != nil {
		return nil, fmt.Errorf("rendering %s in %q: %w", pageFile, lang, err)
	}
	return buf.Bytes(), nil
}

// Text returns a text of the theme for what is made outside its templates;
// args are names and values as for the templates' "t". The keys that may be
// asked for are those of PageTexts and of the theme's templates; for any
// other, the key itself is returned.
func (th *Theme) Text(lang, key string, args ...any) string {
	sp := th.speech[lang]
	if sp == nil {
		return key
	}
	text, err := sp.text(key, args...)
	if err != nil {
		return key
	}
	return text
}

// Number writes a whole number, or a decimal one as "1.5", with the signs of a
// language.
func (th *Theme) Number(lang, number string) string {
	if sp := th.speech[lang]; sp != nil {
		return sp.number(number)
	}
	return number
}

// LanguageName returns what a language calls itself: "italiano".
func (th *Theme) LanguageName(lang string) string {
	if sp := th.speech[lang]; sp != nil {
		return sp.name
	}
	return ownName(lang)
}

// Dir returns the direction in which a language is written, "ltr" or "rtl".
func (th *Theme) Dir(lang string) string {
	if sp := th.speech[lang]; sp != nil {
		return sp.dir
	}
	return direction(lang)
}

// Languages returns the languages that the theme was loaded for; the first is
// the default.
func (th *Theme) Languages() []string { return slices.Clone(th.languages) }

// Assets returns every file of the theme that is published, sorted by name:
// those that a template or a published style sheet names.
func (th *Theme) Assets() []Asset { return slices.Clone(th.assets) }

// Fingerprint is a digest of everything in the theme and its settings that
// pages and assets depend on. It does not cover the program.
func (th *Theme) Fingerprint() [32]byte { return th.fingerprint }

func fingerprint(c Config, s *stack) [32]byte {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q\n", c.Name, c.Languages, c.Base, c.Color)
	for _, l := range s.layers {
		for _, name := range l.names() {
			fmt.Fprintf(h, "%q %x\n", l.theme+"/"+name, sha256.Sum256(l.files[name]))
		}
	}
	return [32]byte(h.Sum(nil))
}
