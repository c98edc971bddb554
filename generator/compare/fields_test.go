package compare

import (
	"reflect"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/badge"
)

// Whatever an author can write differs when it is changed: a field that is
// added to the vocabulary and forgotten here fails.
func TestNothingIsOverlooked(t *testing.T) {
	all := []struct {
		of      any
		skip    string
		compare func(was, is any) []Field
	}{
		{badge.Achievement{}, "Place Slug Version Newest", func(a, b any) []Field { return achievementFields(a.(*badge.Achievement), b.(*badge.Achievement)) }},
		{badge.Award{}, "Place Key Digest", func(a, b any) []Field { return awardFields(a.(*badge.Award), b.(*badge.Award), nil, nil) }},
		{badge.Pathway{}, "Place Slug", func(a, b any) []Field { return pathwayFields(a.(*badge.Pathway), b.(*badge.Pathway)) }},
		{badge.Page{}, "Place Slug", func(a, b any) []Field { return pageFields(a.(*badge.Page), b.(*badge.Page)) }},
		{badge.SigningKey{}, "Place Name", func(a, b any) []Field { return keyFields(a.(*badge.SigningKey), b.(*badge.SigningKey)) }},
		{badge.Issuer{}, "Place", func(a, b any) []Field { return issuerFields(a.(*badge.Issuer), b.(*badge.Issuer)) }},
		{badge.Site{}, "Place", func(a, b any) []Field { return siteFields(a.(*badge.Site), b.(*badge.Site)) }},
	}
	for _, tt := range all {
		typ := reflect.TypeOf(tt.of)
		n := 0
		for _, path := range leaves(typ, nil) {
			name := typ.FieldByIndex(path[:1]).Name
			if strings.Contains(" "+tt.skip+" ", " "+name+" ") {
				continue
			}
			was, is := reflect.New(typ), reflect.New(typ)
			full(was.Elem())
			full(is.Elem())
			change(t, is.Elem().FieldByIndex(path))
			if f := tt.compare(was.Interface(), is.Interface()); len(f) != 1 {
				t.Errorf("%s.%v of %s changed, and there are %d fields: %v", name, path, typ, len(f), f)
			}
			n++
		}
		if n < 3 {
			t.Errorf("%s: %d fields tried", typ, n)
		}
	}
}

// leaves are the fields of a struct and of the structs in it.
func leaves(typ reflect.Type, above []int) [][]int {
	var out [][]int
	for i := range typ.NumField() {
		path := append(append([]int{}, above...), i)
		f := typ.Field(i).Type
		if f.Kind() == reflect.Struct && f != reflect.TypeFor[badge.Date]() && f != reflect.TypeFor[badge.Period]() && f != reflect.TypeFor[badge.Reference]() {
			out = append(out, leaves(f, path)...)
			continue
		}
		out = append(out, path)
	}
	return out
}

// full gives two values to every list, and one to all else.
func full(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			full(v.Field(i))
		}
	case reflect.String:
		v.SetString("x")
	case reflect.Int, reflect.Int16:
		v.SetInt(3)
	case reflect.Uint8:
		v.SetUint(3)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 2))
		full(v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		e := reflect.New(v.Type().Elem()).Elem()
		full(e)
		v.SetMapIndex(reflect.ValueOf("en"), e)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	}
}

// change changes a value a little.
func change(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "y")
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() + 1)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	case reflect.Pointer:
		v.SetZero()
	case reflect.Struct:
		change(t, v.Field(v.NumField()-1))
	case reflect.Array:
		v.Index(0).SetUint(7)
	default:
		t.Fatalf("a %s cannot be changed", v.Kind())
	}
}

// Inside of lists: what is in an entry differs too.
func TestEntries(t *testing.T) {
	one := func(edit func(*badge.Assessment)) []badge.Assessment {
		a := badge.Assessment{Key: "k", Type: "t", Description: "d", Supervision: "s", Grades: badge.Grades{Names: []string{"pass"}}}
		edit(&a)
		return []badge.Assessment{a, {Key: "other"}}
	}
	same := one(func(*badge.Assessment) {})
	for _, tt := range []struct {
		is   []badge.Assessment
		want string
	}{
		{one(func(a *badge.Assessment) { a.Type = "u" }), "assessment type k: t → u"},
		{one(func(a *badge.Assessment) { a.Description = "e" }), "assessment k: d → e"},
		{one(func(a *badge.Assessment) { a.Supervision = "" }), "supervision k: s → –"},
		{one(func(a *badge.Assessment) { a.Grades = badge.Grades{From: "0", To: "10"} }), "grades k: pass → 0 to 10, pass –"},
		{same[:1], `assessments: − "other"`},
		{same[1:], `assessments: − "k, d"`},
		{append(same[:2:2], badge.Assessment{Key: "new"}), `assessments: + "new"`},
	} {
		got := achievementFields(&badge.Achievement{Assessments: same}, &badge.Achievement{Assessments: tt.is})
		if len(got) == 0 || got[0].String() != tt.want {
			t.Errorf("got %v, want %s", got, tt.want)
		}
	}
}

func TestField(t *testing.T) {
	for _, tt := range []struct {
		compare func(*fields)
		want    string
	}{
		{func(f *fields) { f.value("level", "", "EQF 4") }, "level: – → EQF 4"},
		{func(f *fields) { f.value("name", "a  b", "a b") }, "name: changed in what is not shown"},
		{func(f *fields) { f.list("tags", []string{"a", "b"}, []string{"b", "c"}) }, `tags: − "a"; + "c"`},
		{func(f *fields) { f.list("tags", []string{"a", "b"}, []string{"b", "a"}) }, "tags: in another order"},
		{func(f *fields) { f.list("tags", []string{"a", "a"}, []string{"a"}) }, `tags: − "a"`},
		{func(f *fields) { f.text("criteria", "one\n\ntwo\n", "one\nthree\nfour\n") }, "criteria: 2 lines added, 1 removed"},
		{func(f *fields) { f.text("criteria", "one", "one\n") }, "criteria: changed in order or white space"},
		{func(f *fields) { f.text("criteria", "", "one\n") }, "criteria: added"},
		{func(f *fields) { f.text("criteria", "one", "") }, "criteria: removed"},
		{func(f *fields) { f.value("description", "Ask us.", "Ask <ada.x@example.org>, or bob@localhost.") }, "description: Ask us. → Ask <(an e-mail address)>, or (an e-mail address)"},
		{func(f *fields) { f.value("description", "Ask ada@example.org", "Ask bea@example.org") }, "description: changed in what is not shown"},
		{func(f *fields) { f.value("name", "x", "a\x1b[31mred\u202e") }, "name: x → " + line("a\x1b[31mred\u202e")},
	} {
		var f fields
		tt.compare(&f)
		if len(f) != 1 || f[0].String() != tt.want {
			t.Errorf("got %v, want %s", f, tt.want)
		}
		if len(f) == 1 && strings.ContainsAny(f[0].String(), "\x1b\u202e") {
			t.Errorf("%q reaches a console", f[0].String())
		}
	}
}
