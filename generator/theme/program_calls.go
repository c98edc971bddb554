package theme

import (
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/sealpress/sealpress/generator/page"
)

// function makes the expression of a call of one of the functions that
// templates use. The functions themselves are in words.go.
func (a *assembler) function(name string, nodes []parse.Node, sc *scope) (expression, error) {
	var args []expression
	for _, n := range nodes {
		e, err := a.operand(n, sc)
		if id, ok := n.(*parse.IdentifierNode); ok {
			e, err = a.function(id.Ident, nil, sc)
		}
		if err != nil {
			return expression{}, err
		}
		args = append(args, e)
	}
	sp := a.speech
	switch {
	case name == "t" && len(args) > 0:
		return sp.textCall(args)
	case (name == "eq" || name == "ne") && len(args) == 2:
		return equal(args[0], args[1], name == "eq")
	case name == "print" && len(args) > 0:
		var parts []func(f *frame) string
		for _, e := range args {
			// Of neighbours that are no strings, print would part them by a space.
			if e.typ.Kind() != reflect.String {
				return expression{}, errUnknown
			}
			part, err := e.text()
			if err != nil {
				return expression{}, err
			}
			parts = append(parts, part)
		}
		return expression{typ: stringType, made: func(f *frame) string {
			var b strings.Builder
			for _, part := range parts {
				b.WriteString(part(f))
			}
			return b.String()
		}}, nil
	}
	if len(args) != 1 {
		return expression{}, errUnknown
	}
	e := args[0]
	switch name {
	case "date":
		if e.typ == reflect.TypeFor[page.Date]() {
			return expression{typ: stringType, made: func(f *frame) string { return sp.day(e.value(f).Interface().(page.Date)) }}, nil
		}
	case "period":
		if e.typ == reflect.TypeFor[page.Period]() {
			return expression{typ: stringType, made: func(f *frame) string {
				return f.check(sp.period(e.value(f).Interface().(page.Period)))
			}}, nil
		}
	case "position":
		if e.typ == intType && e.value != nil {
			return expression{typ: intType, made: func(f *frame) string { return strconv.FormatInt(e.value(f).Int()+1, 10) }}, nil
		}
	case "number", "country", "lang":
		text, err := e.text()
		if err != nil || name != "number" && e.typ.Kind() != reflect.String {
			return expression{}, errUnknown
		}
		switch name {
		case "number":
			return expression{typ: stringType, made: func(f *frame) string { return sp.number(text(f)) }}, nil
		case "country":
			return expression{typ: stringType, made: func(f *frame) string { return sp.country(text(f)) }}, nil
		}
		return expression{typ: reflect.TypeFor[template.HTMLAttr](), made: func(f *frame) string { return string(sp.attributes(text(f))) }}, nil
	}
	return expression{}, errUnknown
}

// check keeps the first error of a run.
func (f *frame) check(text string, err error) string {
	if err != nil && f.err == nil {
		f.err = err
	}
	return text
}

func (sp *speech) textCall(args []expression) (expression, error) {
	var texts []func(f *frame) string
	for _, e := range args {
		text, err := e.text()
		if err != nil {
			return expression{}, err
		}
		texts = append(texts, text)
	}
	return expression{typ: stringType, made: func(f *frame) string {
		given := make([]any, 0, 8)
		for i, e := range args[1:] {
			if e.typ.Kind() == reflect.Int && e.value != nil {
				given = append(given, int(e.value(f).Int()))
			} else {
				given = append(given, texts[i+1](f))
			}
		}
		return f.check(sp.text(texts[0](f), given...))
	}}, nil
}

func equal(a, b expression, want bool) (expression, error) {
	if a.typ.Kind() != b.typ.Kind() || a.typ.Kind() != reflect.String && a.typ.Kind() != reflect.Int {
		return expression{}, errUnknown
	}
	x, err := a.text()
	if err != nil {
		return expression{}, err
	}
	y, err := b.text()
	if err != nil {
		return expression{}, err
	}
	return expression{typ: boolType, is: func(f *frame) bool { return (x(f) == y(f)) == want }}, nil
}
