package verify

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// eachByteCounts changes one byte of a good input after another, and reports
// those changes after which it still is valid. Some bytes may be another
// without anything being said differently: white space between the parts of
// JSON, a letter of an escape. Such a change is one after which RFC 8785 writes
// the same bytes as before; those are compared, and the credential has to stay
// valid then.
//
// Every step-th byte is changed, and with SEALPRESS_LONG=1 every one, to
// everything that its neighbours in ASCII could make of it.
func eachByteCounts(t *testing.T, good []byte, step int, v *Verifier) {
	t.Helper()
	long := os.Getenv("SEALPRESS_LONG") != ""
	if long {
		step = 1
	}
	same, err := jcs.Transform(good)
	isJSON := err == nil
	changed, alike := 0, 0
	for i := 0; i < len(good); i += step {
		for _, b := range others(good[i], long) {
			text := bytes.Clone(good)
			text[i] = b
			changed++
			equal := false
			if isJSON {
				form, err := jcs.Transform(text)
				equal = err == nil && bytes.Equal(form, same)
			}
			out := v.Verify(t.Context(), Input{Name: "input", Data: text})
			switch {
			case equal && out.Outcome != Valid:
				t.Errorf("byte %d is %q and not %q, which says the same: %s", i, b, good[i], say(out))
			case equal:
				alike++
			case out.Outcome == Valid && !around(good, text):
				t.Errorf("byte %d is %q and not %q: %s", i, b, good[i], say(out))
			}
		}
	}
	if changed < 100 || alike > changed/2 {
		t.Errorf("%d changes, %d of which say the same: that shows nothing", changed, alike)
	}
	t.Logf("%d changes, %d of which say the same", changed, alike)
}

// around reports whether two inputs differ in nothing but white space in front
// and behind, which belongs to neither a token nor JSON.
func around(a, b []byte) bool { return bytes.Equal(bytes.TrimSpace(a), bytes.TrimSpace(b)) }

// others are the bytes that are put in the place of one.
func others(b byte, long bool) []byte {
	all := []byte{b ^ 1}
	if long {
		all = append(all, b^2, b^0x20, b^0x80, ' ', '"', '0', 'A', 'z', 0)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(o byte) bool { return o == b })
}

// No byte of a credential can be another, in whatever form it comes.
func TestOneByteChanged(t *testing.T) {
	for name, form := range map[string]func(*lab) []byte{
		"data integrity":   func(l *lab) []byte { return l.sign(l.credential()) },
		"with white space": func(l *lab) []byte { return indented(l.sign(l.credential())) },
		"token":            func(l *lab) []byte { return l.token(l.credential()) },
		"signed assertion": func(l *lab) []byte { token, _ := l.signedAssertion(); return token },
		"hosted assertion": func(l *lab) []byte { return l.assertion() },
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			good := form(l)
			v := l.verifier() // which remembers, so that the cache is in it
			want(t, l.judge(v, good), Valid, "", "")
			eachByteCounts(t, good, 3, v)
		})
	}
}

// indented writes JSON as people like to read it.
func indented(text []byte) []byte {
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		panic(err)
	}
	return append(b.Bytes(), '\n')
}
