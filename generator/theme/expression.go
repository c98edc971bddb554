package theme

import (
	"reflect"
	"strconv"
	"text/template/parse"

	"github.com/sealpress/sealpress/generator/page"
)

// expression is a value of a known type, computed when the page runs. Values
// that are in the data have value; what a function makes has made, or for a
// bool is.
type expression struct {
	typ   reflect.Type
	value func(f *frame) reflect.Value
	made  func(f *frame) string
	is    func(f *frame) bool
}

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	boolType   = reflect.TypeFor[bool]()
)

// text returns what the expression prints.
func (e expression) text() (func(f *frame) string, error) {
	switch {
	case e.made != nil:
		return e.made, nil
	case e.value == nil:
		return nil, errUnknown
	case e.typ.Kind() == reflect.String && e.typ.NumMethod() == 0:
		return func(f *frame) string { return e.value(f).String() }, nil
	case e.typ.Kind() == reflect.Int && e.typ.NumMethod() == 0:
		return func(f *frame) string { return strconv.FormatInt(e.value(f).Int(), 10) }, nil
	}
	return nil, errUnknown
}

// truth returns whether the expression counts as true in {{if}}.
func (e expression) truth() (func(f *frame) bool, error) {
	switch {
	case e.is != nil:
		return e.is, nil
	case e.made != nil:
		return func(f *frame) bool { return e.made(f) != "" }, nil
	}
	switch e.typ.Kind() {
	case reflect.String, reflect.Slice:
		return func(f *frame) bool { return e.value(f).Len() > 0 }, nil
	case reflect.Int:
		return func(f *frame) bool { return e.value(f).Int() != 0 }, nil
	case reflect.Bool:
		return func(f *frame) bool { return e.value(f).Bool() }, nil
	case reflect.Struct:
		return func(*frame) bool { return true }, nil
	}
	return nil, errUnknown
}

// pipe makes the expression of a pipeline: a value, then escapers.
func (a *assembler) pipe(p *parse.PipeNode, sc *scope) (expression, error) {
	e, err := a.command(p.Cmds[0].Args, sc)
	for _, cmd := range p.Cmds[1:] {
		if err != nil {
			return e, err
		}
		name, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || len(cmd.Args) != 1 {
			return e, errUnknown
		}
		e, err = e.escaped(name.Ident)
	}
	return e, err
}

func (a *assembler) command(args []parse.Node, sc *scope) (expression, error) {
	if name, ok := args[0].(*parse.IdentifierNode); ok {
		return a.function(name.Ident, args[1:], sc)
	}
	if len(args) != 1 {
		return expression{}, errUnknown
	}
	return a.operand(args[0], sc)
}

func (a *assembler) operand(n parse.Node, sc *scope) (expression, error) {
	constant := func(v any) (expression, error) {
		value := reflect.ValueOf(v)
		return expression{typ: value.Type(), value: func(*frame) reflect.Value { return value }}, nil
	}
	dot := expression{typ: sc.dot, value: func(f *frame) reflect.Value { return f.dot }}
	switch n := n.(type) {
	case *parse.DotNode:
		if sc.dot == nil {
			return expression{}, errUnknown
		}
		return dot, nil
	case *parse.FieldNode:
		return dot.fields(n.Ident)
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			return expression{typ: sc.root, value: func(f *frame) reflect.Value { return f.root }}.fields(n.Ident[1:])
		}
		for i := len(sc.vars) - 1; i >= 0; i-- {
			if sc.vars[i].name == n.Ident[0] {
				return expression{typ: sc.vars[i].typ, value: func(f *frame) reflect.Value { return f.vars[i] }}.fields(n.Ident[1:])
			}
		}
	case *parse.PipeNode:
		if len(n.Decl) == 0 {
			return a.pipe(n, sc)
		}
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64))
		}
	case *parse.BoolNode:
		return constant(n.True)
	}
	return expression{}, errUnknown
}

// fields follows names from a struct to a field, the last perhaps a method
// that says something about its value.
func (e expression) fields(names []string) (expression, error) {
	for _, name := range names {
		if e.typ == nil || e.typ.Kind() != reflect.Struct || e.value == nil {
			return expression{}, errUnknown
		}
		from := e.value
		field, ok := e.typ.FieldByName(name)
		switch {
		case ok && len(field.Index) == 1:
			i := field.Index[0]
			e = expression{typ: field.Type, value: func(f *frame) reflect.Value { return from(f).Field(i) }}
		case ok:
			e = expression{typ: field.Type, value: func(f *frame) reflect.Value { return from(f).FieldByIndex(field.Index) }}
		case name == "Said" && e.typ.Implements(reflect.TypeFor[interface{ Said() bool }]()):
			e = expression{typ: boolType, is: func(f *frame) bool { return from(f).Interface().(interface{ Said() bool }).Said() }}
		case name == "Empty" && e.typ.Implements(reflect.TypeFor[interface{ Empty() bool }]()):
			e = expression{typ: boolType, is: func(f *frame) bool { return from(f).Interface().(interface{ Empty() bool }).Empty() }}
		case name == "ISO" && e.typ == reflect.TypeFor[page.Date]():
			e = expression{typ: stringType, made: func(f *frame) string { return from(f).Interface().(page.Date).ISO() }}
		default:
			return expression{}, errUnknown
		}
		if e.typ.Kind() == reflect.Pointer || e.typ.Kind() == reflect.Interface {
			return expression{}, errUnknown
		}
	}
	return e, nil
}

// condition makes the truth of a pipeline, for which "and" and "or" need no
// value.
func (a *assembler) condition(p *parse.PipeNode, sc *scope) (func(f *frame) bool, error) {
	if len(p.Cmds) != 1 || len(p.Decl) > 0 {
		return nil, errUnknown
	}
	args := p.Cmds[0].Args
	name, ok := args[0].(*parse.IdentifierNode)
	if !ok || name.Ident != "and" && name.Ident != "or" && name.Ident != "not" {
		e, err := a.pipe(p, sc)
		if err != nil {
			return nil, err
		}
		return e.truth()
	}
	var parts []func(f *frame) bool
	for _, arg := range args[1:] {
		inner, ok := arg.(*parse.PipeNode)
		if !ok {
			inner = &parse.PipeNode{Cmds: []*parse.CommandNode{{Args: []parse.Node{arg}}}}
		}
		part, err := a.condition(inner, sc)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	switch {
	case name.Ident == "not" && len(parts) == 1:
		return func(f *frame) bool { return !parts[0](f) }, nil
	case name.Ident == "not":
		return nil, errUnknown
	}
	stop := name.Ident == "or" // "or" ends at the first true, "and" at the first false
	return func(f *frame) bool {
		for _, part := range parts {
			if part(f) == stop {
				return stop
			}
		}
		return !stop
	}, nil
}
