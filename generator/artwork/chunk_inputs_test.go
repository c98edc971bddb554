package artwork

import (
	"bytes"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// FuzzChunk: whatever chunks a PNG holds, with checksums that are right, what
// is admitted is admitted unchanged the next time, and shows the pixels that a
// reader of others saw before. FuzzPNG seldom gets past a checksum.
func FuzzChunk(f *testing.F) {
	f.Add("tEXt", "openbadges\x00{}", "IDAT", packed(91*90))
	f.Add("iTXt", "openbadgecredential\x00\x00\x00\x00\x00{}", "IDAT", packed(91*90))
	f.Add("PLTE", strings.Repeat("\x01\x02\x03", 256), "tRNS", "\x00\x01")
	f.Add("gAMA", u32(45455), "IDAT", packed(90))
	f.Add("eXIf", "MM\x00*", "tIME", "\x07\xea\x01\x01\x00\x00\x00")
	f.Add("acTL", u32(1, 0), "fcTL", u32(0, 90, 90, 0, 0)+"\x00\x01\x00\x01\x00\x00")
	f.Add("sRGB", "\x00", "iCCP", "x\x00\x00"+packed(100))
	f.Add("iDAT", "", "IEND", "<script>")
	f.Fuzz(func(t *testing.T, kind, body, kind2, body2 string) {
		if len(kind) != 4 || len(kind2) != 4 {
			return
		}
		data := []byte(picture(chunk(kind, body), chunk(kind2, body2)))
		clean, info, err := PNG(data)
		if err != nil {
			if clean != nil || strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' }) {
				t.Errorf("%d bytes came out with the error %q", len(clean), err)
			}
			return
		}
		if again, _, err := PNG(clean); err != nil || !bytes.Equal(again, clean) {
			t.Errorf("what came out is not admitted unchanged: %v", err)
		}
		if slices.Contains(info.Removed, "IDAT") || strings.Contains(string(clean), "openbadge") {
			t.Errorf("removed %v", info.Removed)
		}
		before, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			return // stricter than we are
		}
		after, err := png.Decode(bytes.NewReader(clean))
		if err != nil || before.Bounds() != after.Bounds() {
			t.Fatalf("others cannot read what came out: %v", err)
		}
		for y := range 90 {
			for x := range 90 {
				if before.At(x, y) != after.At(x, y) {
					t.Fatalf("the pixel %d, %d changed", x, y)
				}
			}
		}
	})
}
