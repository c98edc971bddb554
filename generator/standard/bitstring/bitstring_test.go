package bitstring_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/standard/bitstring"
)

// §2.2, example 3: 131,072 entries, none set.
const exampleList = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"

func TestExampleOfTheRecommendation(t *testing.T) {
	l, err := bitstring.Decode(exampleList, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !l.Equal(bitstring.New(bitstring.MinEntries)) {
		t.Error("the list is not 131,072 bits that are not set")
	}
}

// listWith returns a list of n entries with some set.
func listWith(t testing.TB, n int, set ...int) *bitstring.List {
	t.Helper()
	l := bitstring.New(n)
	for _, i := range set {
		if err := l.Set(i); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// random returns a list in which about one entry of every is set.
func random(t testing.TB, n, every int, seed uint64) *bitstring.List {
	r := rand.New(rand.NewPCG(seed, 1))
	var set []int
	for i := range n {
		if r.IntN(every) == 0 {
			set = append(set, i)
		}
	}
	return listWith(t, n, set...)
}

func TestBitZeroIsTheLeftMost(t *testing.T) {
	bits := inflate(t, listWith(t, 0, 0, 9, 131_071).Encode())
	want := make([]byte, 16_384)
	want[0], want[1], want[16_383] = 0x80, 0x40, 0x01
	if !bytes.Equal(bits, want) {
		t.Errorf("bits 0, 9 and 131,071 are written as %x … %x", bits[:2], bits[16_383:])
	}
}

func TestGetSaysWhatWasSet(t *testing.T) {
	set := map[int]bool{}
	l := bitstring.New(0)
	for i := 0; i < l.Len(); i += 1 + i/7 {
		set[i] = true
		if err := l.Set(i); err != nil {
			t.Fatal(err)
		}
	}
	for i := range l.Len() {
		if got, err := l.Get(i); got != set[i] || err != nil {
			t.Fatalf("Get(%d) = %v, %v, want %v", i, got, err, set[i])
		}
	}
}

// STA-07: there is no way around the end of the list.
func TestIndexesOutsideAreRefused(t *testing.T) {
	l := bitstring.New(0)
	for _, i := range []int{-1, -8, 131_072, 1 << 40, -1 << 62} {
		if err := l.Set(i); !errors.Is(err, bitstring.ErrRange) {
			t.Errorf("Set(%d): error %v, want ErrRange", i, err)
		}
		if _, err := l.Get(i); !errors.Is(err, bitstring.ErrRange) {
			t.Errorf("Get(%d): error %v, want ErrRange", i, err)
		}
	}
	if !l.Equal(bitstring.New(0)) {
		t.Error("an index outside set a bit")
	}
	if _, err := new(bitstring.List).Get(0); !errors.Is(err, bitstring.ErrRange) {
		t.Errorf("the zero list: error %v, want ErrRange", err)
	}
}

func TestNewIsNeverTooShort(t *testing.T) {
	for _, c := range []struct{ asked, want int }{{-5, 131_072}, {0, 131_072}, {131_072, 131_072}, {131_073, 131_080}, {262_144, 262_144}} {
		if got := bitstring.New(c.asked).Len(); got != c.want {
			t.Errorf("New(%d) has %d entries, want %d", c.asked, got, c.want)
		}
	}
}

func TestUnionKeepsEveryBit(t *testing.T) {
	a, b := random(t, 131_072, 50, 1), random(t, 200_000, 70, 2)
	for _, u := range []*bitstring.List{bitstring.Union(a, b), bitstring.Union(b, a)} {
		if u.Len() != b.Len() {
			t.Fatalf("the union has %d entries, want %d", u.Len(), b.Len())
		}
		for i := range b.Len() {
			inB, _ := b.Get(i)
			inA, _ := a.Get(i) // false beyond its end
			if got, _ := u.Get(i); got != (inA || inB) {
				t.Fatalf("bit %d of the union is %v", i, got)
			}
		}
	}
	if !bitstring.Union(a, a).Equal(a) {
		t.Error("a list and itself are not that list")
	}
	before := a.Encode()
	if err := bitstring.Union(a, b).Set(3); err != nil {
		t.Fatal(err)
	}
	if a.Encode() != before {
		t.Error("a bit set in the union is set in a list it was made of")
	}
}

// What is encoded is decoded, by us and by compress/gzip; runs of every
// length, sparse lists, full lists and noise.
func TestWhatIsEncodedIsDecoded(t *testing.T) {
	lists := map[string]*bitstring.List{"empty": bitstring.New(0), "long": bitstring.New(1 << 20)}
	for _, every := range []int{1, 2, 3, 10, 100, 1000, 10_000} {
		lists[fmt.Sprintf("one of %d", every)] = random(t, 131_072, every, uint64(every))
	}
	// Bytes that differ, with growing distances: runs of 1, 2, … bytes.
	var marks []int
	for at, gap := 0, 1; at < 131_072; at, gap = at+gap*8, gap+1 {
		marks = append(marks, at)
	}
	lists["runs"] = listWith(t, 0, marks...)
	for gap := 250; gap < 270; gap++ {
		lists[fmt.Sprintf("run of %d", gap)] = listWith(t, 0, 0, gap*8)
	}
	for name, l := range lists {
		text := l.Encode()
		got, err := bitstring.Decode(text, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !got.Equal(l) {
			t.Errorf("%s: other bits were decoded", name)
		}
		if again := got.Encode(); again != text {
			t.Errorf("%s: encoding again gives another text", name)
		}
		if bits := inflate(t, text); len(bits)*8 != l.Len() {
			t.Errorf("%s: compress/gzip finds %d bytes", name, len(bits))
		}
		if limit := l.Len()/8*9/8 + 64; base64.RawURLEncoding.DecodedLen(len(text)-1) > limit {
			t.Errorf("%s: %d letters for %d entries", name, len(text), l.Len())
		}
	}
}

// The same bits are the same text for ever: this one does not change with the
// version of Go, because the compressor is ours.
func TestTheTextOfAListIsFixed(t *testing.T) {
	const want = "uH4sIAAAAAAAA_2tkGAUjDTQwjIJRMApGwSgYBaNgFIyCUTAKRsEoGAWjYBSMglEwCkbBKBgFo2AUjIJRMApGwSgYBaNgFIyCUTAKRsEoGAWjYBSMglEwCoY7YGQYBaNgFIyCUTAKRsEoGAWjYBSMglEwCkbBKBgFQwwwAgD1uBtsAEAAAA"
	got := listWith(t, 0, 0, 7, 4000, 94_567, 131_071).Encode()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// STA-11.
func TestOtherEncodingsAreRefused(t *testing.T) {
	zeros := make([]byte, 16_384)
	member := gzipped(t, zeros)
	text := func(b []byte) string { return "u" + base64.RawURLEncoding.EncodeToString(b) }
	if _, err := bitstring.Decode(text(member), 0); err != nil {
		t.Fatalf("a list by compress/gzip: %v", err)
	}
	flip := func(at int) []byte {
		b := bytes.Clone(member)
		b[(at+len(b))%len(b)] ^= 1
		return b
	}
	var z bytes.Buffer
	zw := zlib.NewWriter(&z)
	_, _ = zw.Write(zeros) // to memory
	_ = zw.Close()
	for name, s := range map[string]string{
		"empty":                 "",
		"prefix alone":          "u",
		"no prefix":             exampleList[1:],
		"base58":                "z" + exampleList[1:],
		"upper-case prefix":     "U" + exampleList[1:],
		"padding":               text(member) + strings.Repeat("=", 3-(len(text(member))+2)%4),
		"base64":                "u" + base64.RawStdEncoding.EncodeToString(append(bytes.Clone(member), 0xff, 0xef, 0xfe)),
		"line end":              exampleList + "\n",
		"zlib":                  text(z.Bytes()),
		"no compression at all": text(zeros),
		"two members":           text(append(bytes.Clone(member), gzipped(t, nil)...)),
		"a byte behind":         text(append(bytes.Clone(member), 0)),
		"truncated":             text(member[:len(member)-1]),
		"no trailer":            text(member[:len(member)-8]),
		"wrong checksum":        text(flip(-8)),
		"wrong length":          text(flip(-1)),
		"damaged":               text(flip(12)),
		"too many":              text(gzipped(t, make([]byte, 1<<20+1))),
		"bomb":                  text(gzipped(t, make([]byte, 64<<20))),
	} {
		if l, err := bitstring.Decode(s, 0); err == nil {
			t.Errorf("%s: a list of %d entries is read from %.60q", name, l.Len(), s)
		}
	}
	if _, err := bitstring.Decode(exampleList, 131_072); err != nil {
		t.Errorf("as many as allowed: %v", err)
	}
	if _, err := bitstring.Decode(bitstring.New(131_080).Encode(), 131_072); err == nil {
		t.Error("more than allowed are read")
	}
	for _, n := range []int{0, 1, 16_383} {
		if _, err := bitstring.Decode(text(gzipped(t, zeros[:n])), 0); !errors.Is(err, bitstring.ErrLength) {
			t.Errorf("%d bytes: error %v, want ErrLength", n, err)
		}
	}
}

// Every byte of the text is looked at.
func TestOneByteChanged(t *testing.T) {
	l := listWith(t, 0, 94_567)
	text := l.Encode()
	for i := range len(text) {
		for _, letter := range []byte("AQgw_") {
			if text[i] == letter {
				continue
			}
			changed := text[:i] + string(letter) + text[i+1:]
			// Time, system and flags of the header do not bear on the bits.
			if got, err := bitstring.Decode(changed, 0); err == nil && !got.Equal(l) {
				t.Fatalf("letter %d as %c: other bits are read", i, letter)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(exampleList)
	f.Add(bitstring.New(0).Encode())
	f.Add("u")
	f.Add("uH4sIAAAAAAAA_w")
	f.Fuzz(func(t *testing.T, s string) {
		l, err := bitstring.Decode(s, 200_000)
		if err != nil {
			return
		}
		if l.Len() < bitstring.MinEntries || l.Len() > 200_000 {
			t.Fatalf("%d entries", l.Len())
		}
		again, err := bitstring.Decode(l.Encode(), 200_000)
		if err != nil || !again.Equal(l) {
			t.Fatalf("the list of %q is not read again: %v", s, err)
		}
	})
}

func FuzzEncode(f *testing.F) {
	f.Add([]byte{0, 1, 1, 1, 1, 255, 255}, 3)
	f.Fuzz(func(t *testing.T, b []byte, run int) {
		l := bitstring.New(0)
		at := 0
		for _, v := range b {
			for range 1 + (run&0xff)*int(v&7) {
				for bit := range 8 {
					if v>>bit&1 == 1 && at < l.Len() {
						_ = l.Set(at) // inside
					}
					at++
				}
			}
		}
		got, err := bitstring.Decode(l.Encode(), 0)
		if err != nil || !got.Equal(l) {
			t.Fatalf("other bits are read: %v", err)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	l := random(b, 131_072, 1000, 1)
	b.ReportAllocs()
	for b.Loop() {
		l.Encode()
	}
}

func BenchmarkDecode(b *testing.B) {
	text := random(b, 131_072, 1000, 1).Encode()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bitstring.Decode(text, 0); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleList_Encode() {
	list := bitstring.New(bitstring.MinEntries)
	if err := list.Set(94567); err != nil {
		fmt.Println(err)
	}
	read, err := bitstring.Decode(list.Encode(), 0)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(read.Get(94567))
	fmt.Println(read.Get(94568))
	// Output:
	// true <nil>
	// false <nil>
}

func gzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// inflate reads an encodedList as somebody else would.
func inflate(t testing.TB, s string) []byte {
	t.Helper()
	packed, err := base64.RawURLEncoding.DecodeString(s[1:])
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
