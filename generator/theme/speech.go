package theme

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// speech is all that a theme can say in one language.
type speech struct {
	lang     string
	tag      language.Tag
	name     string // of the language, in itself
	dir      string
	months   []string
	date     message // of "day", "month", "year"
	firstDay string  // how the first of a month is written; empty: 1
	decimal  string
	group    string // between thousands; may be empty
	messages map[string]message
	regions  display.Namer // names of countries; nil where unknown
}

// message is a text with its plural forms. A text without them has the form
// Other alone.
type message struct {
	forms map[plural.Form][]segment
	pos   source.Pos
}

// segment is literal text, or the name of an argument.
type segment struct {
	text, name string
}

// forms are the names of plural forms as CLDR and this file format have them.
var forms = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// speech reads the texts of a language: the farthest ancestor's first, each
// nearer one's over them. The texts of "en-GB" lie over those of "en".
func (s *stack) speech(lang string, report *diag.Report) *speech {
	sp := &speech{lang: lang, decimal: ".", messages: make(map[string]message)}
	tag, err := language.Parse(lang)
	if err != nil {
		report.Add(diag.Finding{Rule: "theme-language-missing", Pos: source.Pos{File: place(s.theme, "i18n/"+lang+".yaml")},
			Message: fmt.Sprintf("%q is not a language tag", lang), Mend: `write a language as in "en", "it" or "pt-BR"`})
		return sp
	}
	sp.tag, sp.name, sp.dir = tag, ownName(lang), direction(lang)

	names := []string{lang}
	if base, _, found := strings.Cut(lang, "-"); found {
		names = []string{base, lang}
	}
	found := false
	for _, name := range names {
		for _, l := range slices.Backward(s.layers) {
			data, ok := l.files["i18n/"+name+".yaml"]
			if !ok {
				continue
			}
			found = true
			sp.read(&reader{file: place(l.theme, "i18n/"+name+".yaml"), report: report}, data)
		}
	}
	file := source.Pos{File: place(s.theme, "i18n/"+lang+".yaml")}
	if !found {
		mend := "name a complete theme as parent in theme.yaml: parent: default"
		if has := s.languages(); len(has) > 0 {
			mend = fmt.Sprintf("copy the texts of a language that it has (%s) to this file and translate them", strings.Join(has, ", "))
		}
		report.Add(diag.Finding{Rule: "theme-language-missing", Pos: file, Message: fmt.Sprintf("the theme has no texts in language %q", lang), Mend: mend})
		return sp
	}
	if len(sp.months) != 12 || sp.date.forms == nil {
		report.Add(diag.Finding{Rule: "template-text-missing", Pos: file,
			Message: fmt.Sprintf("dates cannot be written in language %q", lang),
			Mend:    `add "months" (twelve names) and "date" (for example "{day} {month} {year}")`})
	}
	if region := display.Regions(tag); region != nil {
		sp.regions = region
	}
	for _, key := range PageTexts() {
		if !sp.has(key) {
			report.Add(diag.Finding{Rule: "template-text-missing", Pos: file,
				Message: fmt.Sprintf("text %q is missing in language %q", key, lang), Mend: suggest(key, sp.keys(), "%q", "")})
		}
	}
	return sp
}

var speechKeys = []string{"name", "direction", "months", "date", "first-day", "decimal", "group", "text"}

// read lays the texts of one file over those read before.
func (sp *speech) read(r *reader, data []byte) {
	r.mapping(r.document(data), func(key string, k, v *yaml.Node) {
		switch key {
		case "name":
			sp.name, _ = r.text(v)
		case "direction":
			dir, _ := r.text(v)
			if dir != "ltr" && dir != "rtl" {
				r.add(v, "bad-value", fmt.Sprintf("direction %q is neither ltr nor rtl", dir), "write ltr or rtl")
				return
			}
			sp.dir = dir
		case "months":
			if sp.months = r.list(v); len(sp.months) != 12 {
				r.add(v, "bad-value", fmt.Sprintf("expected twelve months, found %d", len(sp.months)), "")
			}
		case "date":
			if text, ok := r.text(v); ok {
				sp.date = message{forms: map[plural.Form][]segment{plural.Other: segments(text)}, pos: r.pos(v)}
			}
		case "first-day":
			sp.firstDay, _ = r.text(v)
		case "decimal":
			sp.decimal, _ = r.text(v)
		case "group":
			sp.group, _ = r.text(v)
		case "text":
			sp.readTexts(r, "", v)
		default:
			r.unknown(k, speechKeys)
		}
	})
}

// readTexts reads texts: keys are nested, and joined by full stops. A mapping
// whose keys are all names of plural forms is one text.
func (sp *speech) readTexts(r *reader, prefix string, n *yaml.Node) {
	r.mapping(n, func(key string, k, v *yaml.Node) {
		full := prefix + key
		switch {
		case v.Kind == yaml.MappingNode && isPlural(v):
			m := message{forms: make(map[plural.Form][]segment), pos: r.pos(k)}
			r.mapping(v, func(form string, _, text *yaml.Node) {
				if s, ok := r.text(text); ok {
					m.forms[forms[form]] = segments(s)
				}
			})
			if _, ok := m.forms[plural.Other]; !ok {
				r.add(k, "theme-plural", fmt.Sprintf("text %q has no form \"other\"", full), `add "other": it is used where no other form fits`)
			}
			sp.messages[full] = m
		case v.Kind == yaml.MappingNode:
			sp.readTexts(r, full+".", v)
		default:
			if text, ok := r.text(v); ok {
				sp.messages[full] = message{forms: map[plural.Form][]segment{plural.Other: segments(text)}, pos: r.pos(k)}
			}
		}
	})
}

func isPlural(n *yaml.Node) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if _, ok := forms[n.Content[i].Value]; !ok {
			return false
		}
	}
	return len(n.Content) > 0
}

// segments splits "{n} of {total}" into text and names. A brace without its
// partner is text.
func segments(s string) []segment {
	var out []segment
	for s != "" {
		start := strings.IndexByte(s, '{')
		end := -1
		if start >= 0 {
			end = strings.IndexByte(s[start:], '}')
		}
		if end < 0 {
			return append(out, segment{text: s})
		}
		if start > 0 {
			out = append(out, segment{text: s[:start]})
		}
		out = append(out, segment{name: s[start+1 : start+end]})
		s = s[start+end+1:]
	}
	return out
}

// names returns the arguments that a text needs.
func (m message) names() []string {
	var names []string
	for _, form := range m.forms {
		for _, seg := range form {
			if seg.name != "" && !slices.Contains(names, seg.name) {
				names = append(names, seg.name)
			}
		}
	}
	slices.Sort(names)
	return names
}

func (sp *speech) has(key string) bool { _, ok := sp.messages[key]; return ok }

func (sp *speech) keys() []string { return slices.Sorted(maps.Keys(sp.messages)) }

// ownName returns what a language calls itself, as far as is known.
func ownName(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return lang
	}
	if name := display.Self.Name(tag); name != "" {
		return name
	}
	return lang
}

// direction returns the direction of the script that a language is commonly
// written in.
func direction(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "ltr"
	}
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return "ltr"
}
