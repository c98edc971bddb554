package baking_test

import (
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/baking"
)

// FuzzChunk: whatever stands in two chunks whose checksums are right, it is
// taken out as text of at most a megabyte or refused, two of one version are
// never one of them, and what is baked in replaces both (rows IMG-07, IMG-09,
// IMG-15). FuzzUnbake seldom gets past a checksum.
func FuzzChunk(f *testing.F) {
	f.Add("tEXt", "openbadges\x00https://a.example/", "iTXt", "openbadgecredential\x00\x00\x00\x00\x00{}")
	f.Add("tEXt", "openbadges\x00a", "iTXt", "openbadges\x00\x00\x00\x00\x00b")
	f.Add("zTXt", "openbadges\x00\x00"+deflated(strings.Repeat("x", 4000)), "tEXt", "openbadgecredential\x00a.b.c")
	f.Add("iTXt", "openbadgecredential\x00\x01\x00en\x00\x00"+deflated("{}"), "iTXt", "openbadgecredential\x00\x02")
	f.Add("iTXt", "openbadgecredential\x00\x00\x00\x00\x00\xff", "tEXt", "openbadges")
	f.Add("IDAT", "x", "IEND", "")
	plain := picture(f)
	f.Fuzz(func(t *testing.T, kind, body, kind2, body2 string) {
		if len(kind) != 4 || len(kind2) != 4 {
			return
		}
		pic := afterHeader(plain, chunkOf(kind, body), chunkOf(kind2, body2))
		got, err := baking.Unbake(pic)
		if (err == nil) != (len(got) > 0) {
			t.Fatalf("%d credentials and the error %v", len(got), err)
		}
		seen := map[baking.Version]bool{}
		for _, c := range got {
			if len(c.Text) > 1<<20 || seen[c.Version] {
				t.Errorf("%d bytes of version %v, of %d credentials", len(c.Text), c.Version, len(got))
			}
			seen[c.Version] = true
		}
		want := []baking.Credential{{Version: baking.OB2, Text: `https://a.example/"<&`}, {Version: baking.OB3, Text: "a.b.c"}}
		baked, err := baking.Bake(pic, want...)
		if err != nil {
			return
		}
		again, err := baking.Unbake(baked)
		if err != nil || len(again) != 2 || again[0] != want[0] || again[1] != want[1] {
			t.Errorf("put in %v, got %v, %v", want, again, err)
		}
	})
}
