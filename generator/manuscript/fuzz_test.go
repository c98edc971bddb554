package manuscript

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// The law: an edit changes only the bytes it must, and what the text says
// changes by that edit alone. What cannot be done so is refused.
func FuzzEdits(f *testing.F) {
	for _, text := range []string{
		"# all\na:   one  # first\n\nb:\n  c: two\n  # about d\n  d: {e: three}\n\nf: 'four'\n# end\n",
		"\ufeffa: \"x\\\"\\x41\"\r\nb:\r\n  c: |\r\n    d\r\n  e: >-\r\n\r\n    g\r\n",
		"{a: {b: \"}\", c: [d, {e: 'f''}'}],\n  # x\n  g: h}, i: j} # k",
		"a:\r  ? b\r  : c\r  &d d: *d\r...\r# e",
		"--- !!map\n? a\n: !!str b\nc: d\n  e\n",
	} {
		for verb := range verbs {
			f.Add(text, verb, verb)
		}
	}
	f.Fuzz(func(t *testing.T, text string, verb uint8, n uint8) {
		was, err := Parse([]byte(text))
		if err != nil {
			return
		}
		under, m, k, v := pick(was.Root, int(n))
		if k == nil {
			return
		}
		value := v.Value // before it is edited
		var said any
		if err := yaml.Unmarshal([]byte(strings.TrimPrefix(text, mark)), &said); err != nil {
			return // a key twice, or a name that nothing has
		}
		switch verb % verbs {
		case 0:
			err = was.Replace(v, "x7")
		case 1:
			err = was.Reword(v, value, "x7")
		case 2:
			under = ""
			err = was.Add("y8", "x7", k.Value)
		case 3:
			err = was.Before(m, k.Value, "y8", "x7")
		case 4:
			if under == "" {
				return
			}
			err = was.Remove(under, k.Value)
		}
		is := was
		if err == nil {
			is, err = was.Edited()
		}
		if err != nil {
			if _, unsafe := errors.AsType[*Unsafe](err); !unsafe {
				t.Errorf("%q: %v is no *Unsafe", text, err)
			}
			return
		}
		got := string(is.Bytes())
		lost, put := change(text, got)
		switch verb % verbs {
		case 0, 1:
			if v.quote() == "" && !strings.Contains(value, lost) {
				t.Errorf("%q became %q: %q went with the value %q", text, got, lost, value)
			}
			if len(put) > len("x7") {
				t.Errorf("%q became %q: %q was put in for x7", text, got, put)
			}
		case 2, 3:
			if lost != "" {
				t.Errorf("%q became %q: %q is lost", text, got, lost)
			}
			if put = strings.Trim(put, " \t\r\n,"); len(put) > len(`"y8": "x7"`) {
				t.Errorf("%q became %q: %q was put in", text, got, put)
			}
		case 4:
			if put != "" {
				t.Errorf("%q became %q: %q was put in", text, got, put)
			}
		}
		if crlf := strings.ReplaceAll(text, "\r\n", ""); strings.Contains(text, "\r\n") && !strings.ContainsAny(crlf, "\r\n") && strings.ContainsAny(strings.ReplaceAll(got, "\r\n", ""), "\r\n") {
			t.Errorf("%q became %q: its lines end in two ways", text, got)
		}
		var says any
		if err := yaml.Unmarshal([]byte(strings.TrimPrefix(got, mark)), &says); err != nil {
			t.Fatalf("%q became %q: %v", text, got, err)
		}
		touched := []string{under, k.Value}
		if verb%verbs == 2 || verb%verbs == 3 {
			touched = []string{under, "y8"}
		}
		without(said, touched)
		if now := strings.TrimSpace(fmt.Sprint(without(says, touched))); verb%verbs != 4 && now != "x7" || fmt.Sprint(said) != fmt.Sprint(says) {
			t.Errorf("%q became %q: it said also %v, and says %v", text, got, said, says)
		}
	})
}

const verbs uint8 = 5

// pick returns one of the entries at the top of a text or directly below it,
// and the key that it stands under.
func pick(root *Node, n int) (under string, m, k, v *Node) {
	type entry struct {
		under   string
		m, k, v *Node
	}
	var all []entry
	for k, v := range root.Entries() {
		if !k.Scalar() || k.Tag != "!!str" || k.Value == "" {
			continue
		}
		all = append(all, entry{"", root, k, v})
		for k2, v2 := range v.Entries() {
			all = append(all, entry{k.Value, v, k2, v2})
		}
	}
	all = slices.DeleteFunc(all, func(e entry) bool { return !e.k.Scalar() || e.k.Tag != "!!str" })
	if len(all) == 0 {
		return "", nil, nil, nil
	}
	e := all[n%len(all)]
	return e.under, e.m, e.k, e.v
}

// change returns what differs between two texts but for their beginnings and
// ends.
func change(was, is string) (lost, put string) {
	from := 0
	for from < min(len(was), len(is)) && was[from] == is[from] {
		from++
	}
	to := 0
	for to < min(len(was), len(is))-from && was[len(was)-1-to] == is[len(is)-1-to] {
		to++
	}
	return was[from : len(was)-to], is[from : len(is)-to]
}

// without takes an entry out of what a text says, and returns its value.
func without(said any, at []string) (value any) {
	for _, key := range at[:len(at)-1] {
		if key != "" {
			said = get(said, key)
		}
	}
	value = get(said, at[len(at)-1])
	switch m := said.(type) {
	case map[string]any:
		delete(m, at[len(at)-1])
	case map[any]any:
		delete(m, at[len(at)-1])
	}
	return value
}

func get(said any, key string) any {
	switch m := said.(type) {
	case map[string]any:
		return m[key]
	case map[any]any:
		return m[key]
	}
	return nil
}

// A second edit of the same kind in a text of one line costs no more than in one
// of many.
func BenchmarkReplace(b *testing.B) {
	for name, between := range map[string]string{"lines": "\n", "braces": ", "} {
		var text bytes.Buffer
		for i := range 10_000 {
			fmt.Fprintf(&text, "k%d: value%s", i, between)
		}
		whole := text.Bytes()
		if between != "\n" {
			whole = slices.Concat([]byte("{"), whole, []byte("}\n"))
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				t, err := Parse(whole)
				if err != nil {
					b.Fatal(err)
				}
				for _, v := range t.Root.Entries() {
					if err := t.Replace(v, "other"); err != nil {
						b.Fatal(err)
					}
				}
				if _, err := t.Edited(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
