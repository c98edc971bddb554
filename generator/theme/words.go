package theme

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/sealpress/sealpress/generator/page"
)

// functions returns the functions that templates of the language have.
func (sp *speech) functions(assets map[string]string, base string) template.FuncMap {
	return template.FuncMap{
		"t":        sp.text,
		"date":     sp.day,
		"period":   sp.period,
		"number":   sp.number,
		"country":  sp.country,
		"lang":     sp.attributes,
		"position": func(index int) int { return index + 1 },
		"asset": func(name string) (string, error) {
			file, ok := assets[name]
			if !ok {
				return "", fmt.Errorf("there is no asset %q", name)
			}
			return base + file, nil
		},
	}
}

// text returns a text with its arguments, which are names and values in turn:
// "n" 3. The value of "n" chooses the plural form.
func (sp *speech) text(key string, args ...any) (string, error) {
	m, ok := sp.messages[key]
	if !ok {
		return "", fmt.Errorf("text %q is missing in language %q", key, sp.lang)
	}
	if len(args)%2 != 0 {
		return "", fmt.Errorf("text %q: expected names and values in turn", key)
	}
	form := m.forms[plural.Other]
	if len(m.forms) > 1 {
		for i := 0; i < len(args); i += 2 {
			if n, ok := args[i+1].(int); ok && args[i] == "n" {
				if f, ok := m.forms[plural.Cardinal.MatchPlural(sp.tag, abs(n), 0, 0, 0, 0)]; ok {
					form = f
				}
			}
		}
	}
	if len(form) == 1 && form[0].name == "" {
		return form[0].text, nil
	}
	var b strings.Builder
	for _, seg := range form {
		if seg.name == "" {
			b.WriteString(seg.text)
			continue
		}
		value, ok := argument(args, seg.name)
		if !ok {
			return "", fmt.Errorf("text %q needs the argument %q", key, seg.name)
		}
		switch v := value.(type) {
		case string:
			b.WriteString(v)
		case int:
			b.WriteString(sp.number(v))
		default:
			fmt.Fprint(&b, v)
		}
	}
	return b.String(), nil
}

func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// day writes a day by the language's pattern; no day is the empty text.
func (sp *speech) day(d page.Date) string {
	if !d.Said() || d.Month < 1 || d.Month > len(sp.months) {
		return ""
	}
	var b strings.Builder
	for _, seg := range sp.date.forms[plural.Other] {
		switch seg.name {
		case "day":
			if d.Day == 1 && sp.firstDay != "" {
				b.WriteString(sp.firstDay)
			} else {
				b.WriteString(strconv.Itoa(d.Day))
			}
		case "month":
			b.WriteString(sp.months[d.Month-1])
		case "year":
			b.WriteString(strconv.Itoa(d.Year))
		default:
			b.WriteString(seg.text)
		}
	}
	return b.String()
}

// period writes a length of time: "3 years", "1 year, 6 months".
func (sp *speech) period(p page.Period) (string, error) {
	var parts []string
	for _, part := range []struct {
		key string
		n   int
	}{{"period.years", p.Years}, {"period.months", p.Months}, {"period.days", p.Days}} {
		if part.n == 0 {
			continue
		}
		text, err := sp.text(part.key, "n", part.n)
		if err != nil {
			return "", err
		}
		parts = append(parts, text)
	}
	comma := ", " // of a theme that has no text for it
	if sp.has("page.comma") {
		comma, _ = sp.text("page.comma") // it has no arguments to miss
	}
	return strings.Join(parts, comma), nil
}

// number writes a whole number, or a decimal one as an author wrote it
// ("1.5"), with the language's signs. What is no number stays as it is.
func (sp *speech) number(value any) string {
	s := fmt.Sprint(value)
	whole, fraction, _ := strings.Cut(s, ".")
	sign := ""
	if rest, ok := strings.CutPrefix(whole, "-"); ok {
		sign, whole = "-", rest
	}
	if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return s
	}
	// From five digits on, as most style guides have it: 1500, but 15,000.
	if len(whole) > 4 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + sp.group + whole[i:]
		}
	}
	if fraction != "" {
		return sign + whole + sp.decimal + fraction
	}
	return sign + whole
}

// country returns the name of a country in the language, given its ISO 3166-1
// alpha-2 code; an unknown code stays as it is.
func (sp *speech) country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || sp.regions == nil {
		return code
	}
	if name := sp.regions.Name(region); name != "" {
		return name
	}
	return code
}

// attributes returns the lang attribute for text in a language other than the
// page's, with dir where the script runs the other way; nothing for the
// page's own language.
func (sp *speech) attributes(lang string) template.HTMLAttr {
	if lang == "" || lang == sp.lang {
		return ""
	}
	attr := `lang="` + template.HTMLEscapeString(lang) + `"`
	if dir := direction(lang); dir != sp.dir {
		attr += ` dir="` + dir + `"`
	}
	return template.HTMLAttr(attr)
}

// PageTexts lists the texts of a theme that are asked for outside its
// templates: titles and descriptions of pages and the words on cards, with
// the arguments of each. Every language of a theme must have them.
func PageTexts() []string {
	return []string{
		"title.catalogue",
		"title.pathways",
		"title.guide",
		"title.verify",
		"title.missing",
		"title.award",                // name, holder
		"title.withdrawn",            //
		"title.calendar",             // name
		"description.home",           // issuer
		"description.catalogue",      // issuer
		"description.pathways",       // issuer
		"description.guide",          //
		"description.verify",         //
		"description.award",          // name, holder, issuer
		"description.award-nameless", // name, issuer
		"description.withdrawn",      // issuer
		"description.issuer",         // issuer
		"description.calendar",       // issuer
		"kind.badge.name",            //
		"kind.micro-credential.name", //
		"facts.eqf-level",            // level
		"facts.ects",                 // credits
		"facts.hours",                // n
	}
}
