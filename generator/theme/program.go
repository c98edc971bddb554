package theme

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// program is a page's template made ready to run on one type of data: fields
// are found, functions bound and types known beforehand. It writes the same
// bytes as html/template, which looks all of this up again for every value,
// in a fraction of the time; a site has a page for each award.
//
// It is made from a template that html/template has escaped, so that where
// each value is escaped, and how, was decided there. Whatever it does not know
// (a function, an escaper, a pointer) makes it step back: such a page is
// executed by html/template itself.
type program struct {
	data  reflect.Type
	steps []step
}

// step writes a piece of the page.
type step func(f *frame)

// frame is the state of one run of a template.
type frame struct {
	out  *bytes.Buffer
	dot  reflect.Value
	root reflect.Value // $
	vars []reflect.Value
	err  error // the first; steps go on, the page is thrown away
}

// errUnknown says that a template holds something that programs do not know.
var errUnknown = errors.New("left to html/template")

// run writes the page. data must be of the type that the program is for.
func (p *program) run(out *bytes.Buffer, data reflect.Value) error {
	f := frame{out: out, dot: data, root: data}
	for _, s := range p.steps {
		s(&f)
	}
	return f.err
}

// assembler makes a program.
type assembler struct {
	set    *template.Template
	speech *speech
	made   map[string]*routine // templates called, by name and type of dot
}

// routine is a called template. Its steps are set when it is complete.
type routine struct {
	steps []step
	open  bool
}

// scope is what a template's text can refer to at a place.
type scope struct {
	root, dot reflect.Type
	vars      []variable
}

type variable struct {
	name string
	typ  reflect.Type
}

// assemble returns the program of a page, or nil where html/template must
// execute it.
func assemble(set *template.Template, name string, data any, sp *speech) *program {
	a := &assembler{set: set, speech: sp, made: make(map[string]*routine)}
	t := reflect.TypeOf(data)
	steps, err := a.list(set.Lookup(name).Tree.Root, &scope{root: t, dot: t})
	if err != nil {
		return nil
	}
	return &program{data: t, steps: steps}
}

func (a *assembler) list(list *parse.ListNode, sc *scope) ([]step, error) {
	if list == nil {
		return nil, nil
	}
	inner := &scope{root: sc.root, dot: sc.dot, vars: sc.vars[:len(sc.vars):len(sc.vars)]}
	var steps []step
	for _, n := range list.Nodes {
		s, err := a.node(n, inner)
		if err != nil {
			return nil, err
		}
		steps = append(steps, s)
	}
	return steps, nil
}

func (a *assembler) node(n parse.Node, sc *scope) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(f *frame) { f.out.Write(text) }, nil
	case *parse.ActionNode:
		return a.action(n, sc)
	case *parse.IfNode:
		return a.conditional(&n.BranchNode, sc)
	case *parse.WithNode:
		return a.with(&n.BranchNode, sc)
	case *parse.RangeNode:
		return a.loop(&n.BranchNode, sc)
	case *parse.TemplateNode:
		return a.call(n, sc)
	}
	return nil, errUnknown
}

func (a *assembler) action(n *parse.ActionNode, sc *scope) (step, error) {
	if len(n.Pipe.Decl) > 0 {
		return nil, errUnknown
	}
	e, err := a.pipe(n.Pipe, sc)
	if err != nil {
		return nil, err
	}
	text, err := e.text()
	if err != nil {
		return nil, err
	}
	return func(f *frame) { f.out.WriteString(text(f)) }, nil
}

func (a *assembler) conditional(b *parse.BranchNode, sc *scope) (step, error) {
	if len(b.Pipe.Decl) > 0 {
		return nil, errUnknown
	}
	truth, err := a.condition(b.Pipe, sc)
	if err != nil {
		return nil, err
	}
	yes, err := a.list(b.List, sc)
	if err != nil {
		return nil, err
	}
	no, err := a.list(b.ElseList, sc)
	if err != nil {
		return nil, err
	}
	return func(f *frame) {
		steps := no
		if truth(f) {
			steps = yes
		}
		for _, s := range steps {
			s(f)
		}
	}, nil
}

func (a *assembler) with(b *parse.BranchNode, sc *scope) (step, error) {
	if len(b.Pipe.Decl) > 0 {
		return nil, errUnknown
	}
	e, err := a.pipe(b.Pipe, sc)
	if err != nil {
		return nil, err
	}
	if e.value == nil {
		return nil, errUnknown
	}
	truth, err := e.truth()
	if err != nil {
		return nil, err
	}
	yes, err := a.list(b.List, &scope{root: sc.root, dot: e.typ, vars: sc.vars})
	if err != nil {
		return nil, err
	}
	no, err := a.list(b.ElseList, sc)
	if err != nil {
		return nil, err
	}
	return func(f *frame) {
		if !truth(f) {
			for _, s := range no {
				s(f)
			}
			return
		}
		dot := f.dot
		f.dot = e.value(f)
		for _, s := range yes {
			s(f)
		}
		f.dot = dot
	}, nil
}

func (a *assembler) loop(b *parse.BranchNode, sc *scope) (step, error) {
	e, err := a.pipe(b.Pipe, sc)
	if err != nil {
		return nil, err
	}
	if e.value == nil || e.typ.Kind() != reflect.Slice || len(b.Pipe.Decl) > 2 {
		return nil, errUnknown
	}
	inner := &scope{root: sc.root, dot: e.typ.Elem(), vars: sc.vars[:len(sc.vars):len(sc.vars)]}
	switch d := b.Pipe.Decl; len(d) {
	case 1:
		inner.vars = append(inner.vars, variable{d[0].Ident[0], e.typ.Elem()})
	case 2:
		inner.vars = append(inner.vars, variable{d[0].Ident[0], reflect.TypeFor[int]()}, variable{d[1].Ident[0], e.typ.Elem()})
	}
	body, err := a.list(b.List, inner)
	if err != nil {
		return nil, err
	}
	none, err := a.list(b.ElseList, sc)
	if err != nil {
		return nil, err
	}
	decl, first := len(b.Pipe.Decl), len(sc.vars)
	return func(f *frame) {
		all := e.value(f)
		n := all.Len()
		if n == 0 {
			for _, s := range none {
				s(f)
			}
			return
		}
		dot, vars := f.dot, f.vars
		for i := range n {
			f.dot = all.Index(i)
			f.vars = f.vars[:first]
			if decl == 2 {
				f.vars = append(f.vars, reflect.ValueOf(i))
			}
			if decl > 0 {
				f.vars = append(f.vars, f.dot)
			}
			for _, s := range body {
				s(f)
			}
		}
		f.dot, f.vars = dot, vars
	}, nil
}

func (a *assembler) call(n *parse.TemplateNode, sc *scope) (step, error) {
	t := a.set.Lookup(n.Name)
	if t == nil || t.Tree == nil {
		return nil, errUnknown
	}
	var arg expression
	if n.Pipe != nil {
		e, err := a.pipe(n.Pipe, sc)
		if err != nil {
			return nil, err
		}
		if e.value == nil {
			return nil, errUnknown
		}
		arg = e
	}
	key := fmt.Sprint(n.Name, " ", arg.typ)
	r := a.made[key]
	if r == nil {
		r = &routine{open: true}
		a.made[key] = r
		steps, err := a.list(t.Tree.Root, &scope{root: arg.typ, dot: arg.typ})
		if err != nil {
			return nil, err
		}
		r.steps, r.open = steps, false
	}
	if r.open {
		return nil, errUnknown // a template that calls itself
	}
	return func(f *frame) {
		inner := frame{out: f.out}
		if arg.value != nil {
			inner.dot = arg.value(f)
			inner.root = inner.dot
		}
		for _, s := range r.steps {
			s(&inner)
		}
		if f.err == nil {
			f.err = inner.err
		}
	}, nil
}
