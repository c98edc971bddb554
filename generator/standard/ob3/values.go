package ob3

import (
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/standard/vc"
)

// types and terms are the lists of table.go to look things up in.
var (
	types = setOf(knownTypes())
	terms = setOf(knownTerms())
)

func setOf(names []string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// object checks an object of a class.
func (w *walker) object(id classID) {
	c := &schema[id]
	f := &w.frames[w.open]
	*f = frame{}
	w.open++
	from := len(w.found)
	w.members(func(name string) {
		i, known := c.byName[name]
		if !known {
			w.unknown(c, name)
			return
		}
		f.seen |= 1 << i
		w.member(c, &c.members[i], f)
	})
	if missing := c.needed &^ f.seen; missing != 0 {
		for i := range c.members {
			if missing&(1<<i) != 0 {
				w.report(RuleRequired, `expected a member "`+c.members[i].name+`"`, "")
			}
		}
	}
	w.beyond(id, f)
	if f.more {
		w.forgive(from, RuleTerm)
	}
	w.open--
}

func (w *walker) unknown(c *class, name string) {
	switch {
	case c.closed:
		w.report(RuleClosed, "expected no member of this name", "")
	case !terms[name]:
		w.report(RuleTerm, "expected a member that the contexts define here", "")
	}
	w.any()
}

// any checks a value of which the schema says nothing.
func (w *walker) any() {
	switch w.peek() {
	case '"':
		w.plain()
	case '{':
		w.members(func(string) { w.any() })
	case '[':
		if w.elements(func(int) { w.any() }) == 0 {
			w.report(RuleEmpty, "expected no empty array", "")
		}
	case 'n':
		w.report(RuleEmpty, "expected no null", "")
		w.skip()
	default:
		w.skip()
	}
}

// member checks the value or values of a member.
func (w *walker) member(c *class, m *member, f *frame) {
	switch {
	case m.kind == contexts:
		w.contexts(f)
	case m.kind == typeSet:
		w.typeSet(c)
	case m.kind == anything:
		w.any()
	case m.kind == anyTypes && w.peek() == '[', m.many && w.peek() == '[':
		if w.elements(func(int) { w.value(c, m, f) }) == 0 {
			w.report(RuleEmpty, "expected no empty array", "")
		}
	case m.many && w.peek() != 'n':
		w.report(RuleShape, "expected an array", w.skip())
	default:
		w.value(c, m, f)
	}
}

// value checks one value.
func (w *walker) value(c *class, m *member, f *frame) {
	first := w.peek()
	switch {
	case first == 'n':
		w.report(RuleEmpty, "expected no null", "")
		w.skip()
	case m.kind == number:
		if found := w.skip(); first != '-' && (first < '0' || first > '9') {
			w.report(RuleShape, "expected a number", found)
		}
	case m.kind == boolean:
		if found := w.skip(); first != 't' && first != 'f' {
			w.report(RuleShape, "expected true or false", found)
		}
	case (m.kind == nested || m.kind == issuer || m.kind == status) && first == '{':
		w.object(m.class)
	case m.kind == issuer && first == '"':
		w.report(RuleIssuer, "expected an object of type Profile", w.skip())
	case m.kind == status && first == '[':
		w.statusList(c, m, f)
	case m.kind == nested || m.kind == issuer || m.kind == status:
		w.report(RuleShape, "expected an object", w.skip())
	case first != '"':
		w.report(RuleShape, "expected a text", w.skip())
	default:
		w.textValue(c, m, f)
	}
}

func (w *walker) statusList(c *class, m *member, f *frame) {
	w.report(RuleStatusList, "expected one object", "")
	n := w.elements(func(int) {
		if w.peek() == '[' {
			w.report(RuleShape, "expected an object", w.skip())
			return
		}
		w.value(c, m, f)
	})
	if n == 0 {
		w.report(RuleEmpty, "expected no empty array", "")
	}
}

// plain passes a text and returns it in quotes.
func (w *walker) plain() string {
	quoted := w.string()
	if w.rare && controlled(quoted) {
		w.report(RuleText, "expected no control character but the line feed", quoted)
	}
	return quoted
}

// textValue checks a text.
func (w *walker) textValue(c *class, m *member, f *frame) {
	quoted := w.plain()
	if m.kind == text && m.keep == 0 {
		return
	}
	s := unquote(quoted)
	if m.keep > 0 {
		f.kept[m.keep] = s
	}
	rule, want := RuleFormat, ""
	switch m.kind {
	case uri:
		if !vc.IsURL(s) {
			want = "expected an absolute URI"
		}
	case dateTime:
		if _, err := vc.ParseDateTime(s); err != nil {
			want = "expected a time with its zone, as 2026-05-14T00:00:00Z"
		}
	case date:
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			want = "expected a day, as 2026-05-14"
		}
	case language:
		if !isLanguage(s) {
			want = "expected a language, as en or pt-BR"
		}
	case country:
		if len(s) != 2 || !all(s, upper) {
			want = "expected a country in two capitals, as FR"
		}
	case token:
		if !isJWS(s) {
			want = "expected a JWS in compact form"
		}
	case index:
		if !all(s, digit) || len(s) > 1 && s[0] == '0' || len(s) == 0 {
			want = "expected a whole number in decimal digits"
		}
	case term:
		if !m.terms[s] && !Extended(s) {
			rule, want = RuleEnum, `expected a term of the enumeration or "ext:…"`
		}
	case closed:
		if !m.terms[s] {
			rule, want = RuleEnum, "expected a term of the enumeration"
		}
	case typeName:
		if s != c.types[0][0] {
			rule, want = RuleType, `expected "`+c.types[0][0]+`"`
		}
	case anyType, anyTypes:
		w.knownType(s, quoted)
	}
	if want != "" {
		w.report(rule, want, quoted)
	}
}

func (w *walker) knownType(s, quoted string) {
	if !types[s] && !vc.IsURL(s) {
		w.report(RuleTerm, "expected a type that the contexts define", quoted)
	}
}

// typeSet checks the types of an object.
func (w *walker) typeSet(c *class) {
	if w.peek() != '[' {
		w.report(RuleShape, "expected an array", w.skip())
		return
	}
	var named [2]bool
	n := w.elements(func(int) {
		if w.peek() != '"' {
			w.report(RuleShape, "expected a text", w.skip())
			return
		}
		quoted := w.plain()
		s := unquote(quoted)
		for i, alternatives := range c.types {
			for _, a := range alternatives {
				named[i] = named[i] || s == a
			}
		}
		w.knownType(s, quoted)
	})
	if n == 0 {
		w.report(RuleEmpty, "expected no empty array", "")
		return
	}
	for i, alternatives := range c.types {
		if !named[i] {
			w.report(RuleType, "expected "+strings.Join(alternatives, " or "), "")
		}
	}
}

// contexts checks the contexts: the two first, in order. Further ones are let
// through and remembered.
func (w *walker) contexts(f *frame) {
	if w.peek() != '[' {
		w.report(RuleShape, "expected an array", w.skip())
		return
	}
	n := w.elements(func(i int) {
		first, found := w.peek(), w.skip()
		switch {
		case i == 0 && found != `"`+credentialsContext+`"`:
			w.report(RuleContext, "expected "+credentialsContext, found)
		case i == 1 && !release(found):
			w.report(RuleContext, "expected "+Context, found)
		case i > 1 && first != '"' && first != '{':
			w.report(RuleShape, "expected an address or an object", found)
		}
		f.more = f.more || i > 1
	})
	if n < 2 {
		w.report(RuleContext, "expected "+credentialsContext+" and "+Context, "")
	}
}
