package multibase_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// The examples of the multibase draft (draft-multiformats-multibase-08,
// appendix B), for the two alphabets that are covered.
func TestExamplesOfTheDraft(t *testing.T) {
	for _, c := range []struct{ plain, base58, base64url string }{
		{"Decentralize everything!!", "zUXE7GvtEk8XTXs1GF8HSGbVA9FCX9SEBPe", "uRGVjZW50cmFsaXplIGV2ZXJ5dGhpbmchIQ"},
		{"yes mani !", "z7paNL19xttacUY", "ueWVzIG1hbmkgIQ"},
		{"\x00yes mani !", "z17paNL19xttacUY", "uAHllcyBtYW5pICE"},
		{"\x00\x00yes mani !", "z117paNL19xttacUY", "uAAB5ZXMgbWFuaSAh"},
		{"", "z", "u"},
	} {
		if got := multibase.Base58([]byte(c.plain)); got != c.base58 {
			t.Errorf("Base58(%q) = %q, want %q", c.plain, got, c.base58)
		}
		if got := multibase.Base64URL([]byte(c.plain)); got != c.base64url {
			t.Errorf("Base64URL(%q) = %q, want %q", c.plain, got, c.base64url)
		}
		for _, text := range []string{c.base58, c.base64url} {
			got, err := multibase.Decode(text, 64)
			if err != nil {
				t.Errorf("Decode(%q): %v", text, err)
			}
			if diff := cmp.Diff(c.plain, string(got)); diff != "" {
				t.Errorf("Decode(%q) (-want +got):\n%s", text, diff)
			}
		}
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for n := range 140 {
		for _, b := range [][]byte{bytes.Repeat([]byte{0xff}, n), bytes.Repeat([]byte{0}, n), append(make([]byte, n/2), bytes.Repeat([]byte{7}, n-n/2)...)} {
			for _, text := range []string{multibase.Base58(b), multibase.Base64URL(b)} {
				got, err := multibase.Decode(text, n)
				if err != nil || !bytes.Equal(got, b) {
					t.Errorf("Decode(%q, %d) = %x, %v, want %x", text, n, got, err, b)
				}
				if n == 0 {
					continue
				}
				if _, err := multibase.Decode(text, n-1); !errors.Is(err, multibase.ErrTooLong) {
					t.Errorf("Decode(%q, %d): error %v, want ErrTooLong", text, n-1, err)
				}
			}
		}
	}
}

func TestOtherFormsAreRefused(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"empty", ""},
		{"no prefix", "eWVzIG1hbmkgIQ"},
		{"another base", "f796573206d616e692021"},
		{"upper-case prefix", "Z7paNL19xttacUY"},
		{"letter outside base58", "z7paNL19xttacU0"},
		{"padding", "ueWVzIG1hbmkgIQ=="},
		{"base64 with plus", "u++++"},
		{"bits that belong to no byte", "ueWVzIG1hbmkgIR"},
		{"one letter too many", "ueWVzI"},
		{"line end inside", "ueWVz\nIG1hbmkgIQ"},
		{"line end behind", "ueWVzIG1hbmkgIQ\r\n"},
		{"line end in base58", "z7paNL19xttacUY\n"},
		{"space", "z 7paNL19xttacUY"},
		{"not ASCII", "z7pañ"},
	} {
		if got, err := multibase.Decode(c.text, 1024); err == nil {
			t.Errorf("%s: Decode(%q) = %x, want an error", c.name, c.text, got)
		}
	}
	if _, err := multibase.Decode("f00", 64); !errors.Is(err, multibase.ErrPrefix) {
		t.Errorf("error %v, want ErrPrefix", err)
	}
}

// Base58 costs the square of the length, and so is capped whatever the caller
// allows.
func TestLongBase58IsRefusedAtOnce(t *testing.T) {
	start := time.Now()
	if _, err := multibase.Decode("z"+strings.Repeat("z", 10<<20), 1<<30); !errors.Is(err, multibase.ErrTooLong) {
		t.Errorf("error %v, want ErrTooLong", err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("refusing took %v", took)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{"", "z", "u", "zUXE7GvtEk8XTXs1GF8HSGbVA9FCX9SEBPe", "ueWVzIG1hbmkgIQ", "z1111", "uAA", "uAB"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := multibase.Decode(s, 256)
		if err != nil {
			return
		}
		if len(b) > 256 {
			t.Fatalf("Decode(%q) returned %d bytes", s, len(b))
		}
		if z, u := multibase.Base58(b), multibase.Base64URL(b); s != z && s != u {
			t.Fatalf("Decode(%q) = %x, which is written %q or %q", s, b, z, u)
		}
	})
}

func ExampleDecode() {
	text := multibase.Base64URL([]byte("knots"))
	b, err := multibase.Decode(text, 64)
	fmt.Println(text, string(b), err)
	// Output: ua25vdHM knots <nil>
}

func ExampleBase58() {
	b, _ := hex.DecodeString("00010203")
	fmt.Println(multibase.Base58(b))
	// Output: z1Ldp
}
