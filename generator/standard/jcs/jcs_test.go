package jcs_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// The vectors that RFC 8785 names in appendix F.
func TestPublishedVectors(t *testing.T) {
	dir := filepath.Join(reference.Standards(t), "vectors", "jcs")
	inputs, err := filepath.Glob(filepath.Join(dir, "input", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(inputs) < 6 {
		t.Fatalf("found %d vectors, want 6", len(inputs))
	}
	for _, input := range inputs {
		base := filepath.Base(input)
		got, err := jcs.Transform(read(t, input))
		if err != nil {
			t.Errorf("%s: %v", base, err)
			continue
		}
		if diff := cmp.Diff(string(read(t, filepath.Join(dir, "output", base))), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", base, diff)
		}
		dump := read(t, filepath.Join(dir, "outhex", strings.TrimSuffix(base, ".json")+".txt"))
		want, err := hex.DecodeString(strings.Join(strings.Fields(string(dump)), ""))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s in hexadecimal (-want +got):\n%s", base, diff)
		}
		again, err := jcs.Transform(got)
		if err != nil || string(again) != string(got) {
			t.Errorf("%s: the canonical form becomes %q, %v", base, again, err)
		}
	}
}

// RFC 8785, appendix B.
func TestNumbersOfTheRFC(t *testing.T) {
	for _, c := range []struct {
		bits uint64
		want string
	}{
		{0x0000000000000000, "0"},
		{0x8000000000000000, "0"},
		{0x0000000000000001, "5e-324"},
		{0x8000000000000001, "-5e-324"},
		{0x7fefffffffffffff, "1.7976931348623157e+308"},
		{0xffefffffffffffff, "-1.7976931348623157e+308"},
		{0x4340000000000000, "9007199254740992"},
		{0xc340000000000000, "-9007199254740992"},
		{0x4430000000000000, "295147905179352830000"},
		{0x44b52d02c7e14af5, "9.999999999999997e+22"},
		{0x44b52d02c7e14af6, "1e+23"},
		{0x44b52d02c7e14af7, "1.0000000000000001e+23"},
		{0x444b1ae4d6e2ef4e, "999999999999999700000"},
		{0x444b1ae4d6e2ef4f, "999999999999999900000"},
		{0x444b1ae4d6e2ef50, "1e+21"},
		{0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
		{0x3eb0c6f7a0b5ed8d, "0.000001"},
		{0x41b3de4355555553, "333333333.3333332"},
		{0x41b3de4355555554, "333333333.33333325"},
		{0x41b3de4355555555, "333333333.3333333"},
		{0x41b3de4355555556, "333333333.3333334"},
		{0x41b3de4355555557, "333333333.33333343"},
		{0xbecbf647612f3696, "-0.0000033333333333333333"},
		{0x43143ff3c1cb0959, "1424953923781206.2"},
	} {
		for _, format := range []byte{'e', 'f'} {
			text := strconv.FormatFloat(math.Float64frombits(c.bits), format, -1, 64)
			got, err := jcs.Transform([]byte(text))
			if err != nil || string(got) != c.want {
				t.Errorf("Transform(%s) = %s, %v, want %s", text, got, err, c.want)
			}
		}
	}
}

func TestStrictAccepts(t *testing.T) {
	for _, text := range []string{
		"{}", "[]", " \t\r\n{ \"a\" : [ 1 , 2 ] }\n", `""`, "0", "-0", "1.5e-7", "1E+2", "true", "false", "null", "[[],{}]",
		`{"a":{"A":1},"b":[{"a":1},{"A":1}]}`, `"\"\\\/\b\f\n\r\tA"`, `"\ud83d\ude02"`, `"😀 Þóra"`, "\"\u2028\u007f\"",
		"1.7976931348623157e308", "5e-324", "1e-400", "1" + strings.Repeat("0", 308), "0." + strings.Repeat("0", 400) + "1", `{"":0," ":1}`,
	} {
		if err := jcs.Strict([]byte(text)); err != nil {
			t.Errorf("Strict(%.60s): %v", text, err)
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("encoding/json says that %.60s is invalid", text)
		}
		if _, err := jcs.Transform([]byte(text)); err != nil {
			t.Errorf("Transform(%.60s): %v", text, err)
		}
	}
}

func TestStrictRefuses(t *testing.T) {
	deep := strings.Repeat("[", 33) + strings.Repeat("]", 33)
	for _, c := range []struct {
		name, text string
		want       error // nil: a SyntaxError
	}{
		{"nothing", "", nil},
		{"space alone", " \n", nil},
		{"two values", "{}{}", nil},
		{"value and comma", "[],", nil},
		{"byte order mark", "\ufeff{}", nil},
		{"NUL behind", "{}\x00", nil},
		{"comma at the end", `[1,]`, nil},
		{"comma at the end of an object", `{"a":1,}`, nil},
		{"comma at the start", `[,1]`, nil},
		{"no comma", `[1 2]`, nil},
		{"no colon", `{"a" 1}`, nil},
		{"name without quotes", `{a:1}`, nil},
		{"single quotes", `{'a':1}`, nil},
		{"comment", `{}//`, nil},
		{"open object", `{"a":1`, nil},
		{"open array", `[1`, nil},
		{"open string", `"a`, nil},
		{"open escape", `"\`, nil},
		{"wrong bracket", `[1}`, nil},
		{"control character", "\"a\nb\"", nil},
		{"unknown escape", `"\x41"`, nil},
		{"short escape", `"\u12"`, nil},
		{"signed escape", `"\u+123"`, nil},
		{"plus", "+1", nil},
		{"leading zero", "01", nil},
		{"point first", ".5", nil},
		{"point last", "1.", nil},
		{"exponent without digits", "1e", nil},
		{"minus alone", "-", nil},
		{"hexadecimal", "0x10", nil},
		{"underscore", "1_000", nil},
		{"NaN", "NaN", nil},
		{"Infinity", "-Infinity", nil},
		{"literal in capitals", "True", nil},
		{"half a literal", "nul", nil},
		{"too large a number", "1e400", nil},
		{"too small a number", "-1e309", nil},
		{"many digits", "1" + strings.Repeat("0", 309), nil},
		{"invalid UTF-8", "\"\xff\"", nil},
		{"overlong UTF-8", "\"\xc0\x80\"", nil},
		{"surrogate in UTF-8", "\"\xed\xa0\x80\"", nil},
		{"half a character", "\"\xe2\x82\"", nil},
		{"lone high surrogate", `"\ud800"`, nil},
		{"lone low surrogate", `"\udead"`, nil},
		{"high and letter", `"\ud800\u0041"`, nil},
		{"high and high", `"\ud800\ud800"`, nil},
		{"high and n", `"\ud800\n"`, nil},
		{"lone surrogate in a name", `{"\ud800":1}`, nil},
		{"noncharacter", "\"\uffff\"", nil},
		{"escaped noncharacter", `"\ufdd0"`, nil},
		{"noncharacter of another plane", `"\ud83f\udffe"`, nil},
		{"member twice", `{"a":1,"b":2,"a":1}`, jcs.ErrDuplicate},
		{"member twice, once escaped", `{"a":1,"\u0061":2}`, jcs.ErrDuplicate},
		{"member twice, deep inside", `[{"x":[{"a":1,"a":2}]}]`, jcs.ErrDuplicate},
		{"empty name twice", `{"":1,"":2}`, jcs.ErrDuplicate},
		{"member twice around an object", `{"a":{"b":1,"c":{"d":0}},"a":2}`, jcs.ErrDuplicate},
		{"upper and lower case", `{"issuer":1,"ISSUER":2}`, jcs.ErrCase},
		{"letters that fold to ASCII", "{\"k\":1,\"\u212a\":2}", jcs.ErrCase},
		{"long s", "{\"issuer\":1,\"i\u017fsuer\":2}", jcs.ErrCase},
		{"upper and lower case beyond ASCII", `{"é":1,"É":2}`, jcs.ErrCase},
		{"too deep", deep, jcs.ErrDepth},
		{"too long", `"` + strings.Repeat("a", 1<<20) + `"`, jcs.ErrSize},
	} {
		err := jcs.Strict([]byte(c.text))
		var syntax *jcs.SyntaxError
		if c.want == nil && !errors.As(err, &syntax) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: Strict(%.60q) says %v, want %v", c.name, c.text, err, c.want)
		}
		if out, err := jcs.Transform([]byte(c.text)); (err == nil) != (c.want == jcs.ErrCase) {
			t.Errorf("%s: Transform(%.60q) = %q", c.name, c.text, out)
		}
		if _, err := jcs.Members([]byte(c.text)); err == nil {
			t.Errorf("%s: Members(%.60q) succeeds", c.name, c.text)
		}
	}
}

// Objects with many members are compared in another way than those with few.
func TestDuplicatesAmongMany(t *testing.T) {
	for _, n := range []int{2, 11, 12, 13, 14, 500} {
		for at := range min(n, 20) {
			for name, want := range map[string]error{fmt.Sprintf("member%d", at): jcs.ErrDuplicate, fmt.Sprintf("MEMBER%d", at): jcs.ErrCase, "other": nil} {
				var b strings.Builder
				b.WriteByte('{')
				for i := range n - 1 {
					fmt.Fprintf(&b, `"member%d":{"member0":0},`, i)
				}
				fmt.Fprintf(&b, `"%s":0}`, name)
				if at == n-1 {
					want = nil // the last of n has no other
				}
				if err := jcs.Strict([]byte(b.String())); !errors.Is(err, want) {
					t.Errorf("%d members and %s: error %v, want %v", n, name, err, want)
				}
			}
		}
	}
}

func TestLimits(t *testing.T) {
	for depth := 1; depth < 40; depth++ {
		text := []byte(strings.Repeat(`{"a":[`, depth/2) + strings.Repeat("[", depth%2) + strings.Repeat("]", depth%2) + strings.Repeat("]}", depth/2))
		for _, l := range []jcs.Limits{{}, {Depth: 7}, {Depth: 39}} {
			limit := l.Depth
			if limit == 0 {
				limit = jcs.DefaultDepth
			}
			if err := l.Strict(text); errors.Is(err, jcs.ErrDepth) != (depth > limit) {
				t.Errorf("depth %d under %+v: %v", depth, l, err)
			}
		}
	}
	if err := (jcs.Limits{Size: 4}).Strict([]byte("[12]")); err != nil {
		t.Error(err)
	}
	if err := (jcs.Limits{Size: 4}).Strict([]byte("[123]")); !errors.Is(err, jcs.ErrSize) {
		t.Errorf("error %v, want ErrSize", err)
	}
}

func TestMembersAreExact(t *testing.T) {
	got, err := jcs.Members([]byte(`{"ID":"a","x":[1]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]json.RawMessage{"ID": json.RawMessage(`"a"`), "x": json.RawMessage(`[1]`)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, text := range []string{"null", "[]", `"a"`, "1"} {
		if got, err := jcs.Members([]byte(text)); err == nil {
			t.Errorf("Members(%s) = %v, want an error", text, got)
		}
	}
}

// JWT-27: a hostile text costs no more than one of its size.
func TestHostileTextsAreReadInBoundedTime(t *testing.T) {
	var many strings.Builder
	many.WriteByte('{')
	for i := range 80_000 {
		fmt.Fprintf(&many, `"%x":0,`, i)
	}
	many.WriteString(`"z":0}`)
	for name, text := range map[string]string{
		"many members":  many.String(),
		"ten thousand":  strings.Repeat("[", 10_001),
		"digits":        "[" + strings.Repeat("9", 1_000_000) + "]",
		"small numbers": "[0." + strings.Repeat("0", 1_000_000) + "e1]",
		"brackets":      strings.Repeat("[],", 300_000),
		"escapes":       `{"` + strings.Repeat(`\u0041`, 170_000) + `":0}`,
	} {
		start := time.Now()
		_ = jcs.Strict([]byte(text)) // the time alone is of interest
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

// Two laws: what Strict accepts, encoding/json accepts with the same meaning;
// and the canonical form of a canonical form is itself.
func FuzzTransform(f *testing.F) {
	for _, s := range []string{`{"b":[1.50,"é\u00e9"],"a":{}}`, `"\ud83d\ude02"`, "-0", `{"a":1,"A":2}`, `{"a":1,"a":2}`, "1e21", "[[[[]]]]", "\xff", `{"ſ":0,"s":1}`, "{\"A\":1,\"a\":2}\xeb"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		out, err := jcs.Transform(text)
		// What refuses a text first, its members or its end, may differ.
		strict := jcs.Strict(text)
		if strict == nil && err != nil || strict != nil && err == nil && !errors.Is(strict, jcs.ErrCase) {
			t.Fatalf("%q: Strict says %v, Transform %v", text, strict, err)
		}
		if err != nil {
			return
		}
		if !json.Valid(text) {
			t.Fatalf("%q is accepted and no JSON", text)
		}
		again, err := jcs.Transform(out)
		if err != nil || string(again) != string(out) {
			t.Fatalf("%q becomes %q and then %q, %v", text, out, again, err)
		}
		var before, after any
		if err := json.Unmarshal(text, &before); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if err := json.Unmarshal(out, &after); err != nil {
			t.Fatalf("%q: %v", out, err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("%q changed its meaning (-before +after):\n%s", text, diff)
		}
	})
}

func document() []byte {
	var b strings.Builder
	b.WriteString(`{"@context":["https://www.w3.org/ns/credentials/v2"],"items":[`)
	for i := range 40 {
		fmt.Fprintf(&b, `{"type":["Achievement"],"id":"https://badges.example.org/achievements/%d/","name":"Knots and Þóra","credits":%d.5},`, i, i)
	}
	b.WriteString(`0]}`)
	return []byte(b.String())
}

func BenchmarkStrict(b *testing.B) {
	text := document()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if err := jcs.Strict(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTransform(b *testing.B) {
	text := document()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jcs.Transform(text); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleTransform() {
	canonical, err := jcs.Transform([]byte(`{ "name": "Kn\u00f6tchen", "credits": 2.50, "id": "a" }`))
	fmt.Println(string(canonical), err)
	// Output: {"credits":2.5,"id":"a","name":"Knötchen"} <nil>
}

func ExampleStrict() {
	fmt.Println(jcs.Strict([]byte(`{"issuer":"did:web:a.example","ISSUER":"did:web:b.example"}`)))
	fmt.Println(jcs.Strict([]byte(`{"a":1}{"a":2}`)))
	// Output:
	// reading JSON: two members differ only in upper and lower case: "issuer" and "ISSUER", at bytes 1 and 30
	// reading JSON: expected nothing after the value at byte 7
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
