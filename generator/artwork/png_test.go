package artwork

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// chunk builds one chunk of a PNG.
func chunk(kind, body string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(b, kind+body...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

func packed(n int) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write(make([]byte, n))
	w.Close()
	return b.String()
}

func u32(values ...uint32) string {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return string(b)
}

// picture builds a PNG of 90 grey pixels in the square, with chunks of the
// test's own after the header and after the pixels.
func picture(afterHeader, afterPixels string) string {
	return pngSignature + chunk("IHDR", u32(90, 90)+"\x08\x00\x00\x00\x00") + afterHeader + chunk("IDAT", packed(91*90)) + afterPixels + chunk("IEND", "")
}

func header(width, height uint32, rest string) string {
	return pngSignature + chunk("IHDR", u32(width, height)+rest) + chunk("IDAT", packed(91*90)) + chunk("IEND", "")
}

func TestPNGRefused(t *testing.T) {
	whole := picture("", "")
	damaged := []byte(whole)
	damaged[len(damaged)-20] ^= 1
	tests := []struct{ row, data, want string }{
		{"IMG-01", whole[:60], "PNG ends early at byte 60"},
		{"IMG-01 without end", strings.TrimSuffix(whole, chunk("IEND", "")), "PNG ends early at byte"},
		{"IMG-01 few pixels", pngSignature + chunk("IHDR", u32(90, 90)+"\x08\x00\x00\x00\x00") + chunk("IDAT", packed(50)) + chunk("IEND", ""), "PNG ends early"},
		{"IMG-01 damaged", string(damaged), "checksum"},
		{"IMG-03 JPEG", "\xff\xd8\xff\xe0 JFIF", "is JPEG, not PNG"},
		{"IMG-03 HTML", "\n<!DOCTYPE html><title>404</title>", "is HTML, not PNG"},
		{"IMG-03 SVG", "<svg/>", "is SVG, not PNG"},
		{"IMG-03 text mode", "\x89PNG\n\x1a\n", "damaged when it was copied as text"},
		{"IMG-03 empty", "", "empty"},
		{"IMG-03 pointer", "version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"},
		{"IMG-05 zero", header(0, 90, "\x08\x00\x00\x00\x00"), "impossible size"},
		{"IMG-05 large", header(0x7fffffff, 0x7fffffff, "\x08\x06\x00\x00\x00"), "more than 2048"},
		{"IMG-05 negative", header(0xffffffff, 1, "\x08\x06\x00\x00\x00"), "impossible size"},
		{"IMG-05 more pixels", header(89+1, 90, "\x01\x00\x00\x00\x00"), "more pixels than its size"},
		{"IMG-05 depth", header(90, 90, "\x03\x00\x00\x00\x00"), "no program can read"},
		{"not square", header(90, 91, "\x08\x00\x00\x00\x00"), "not square"},
		{"small", header(89, 89, "\x08\x00\x00\x00\x00"), "less than 90"},
		{"IMG-07 profile", picture(chunk("iCCP", "x\x00\x00"+packed(maxProfile+1)), ""), "colour profile"},
		{"IMG-07 frames", picture(chunk("acTL", u32(1, 0)), chunk("fcTL", u32(0, 90, 90, 0, 0)+"\x00\x01\x00\x01\x00\x00")+chunk("fdAT", u32(1)+packed(1<<20))), "more pixels than its size"},
		{"IMG-13 GIF", "GIF89a", "is GIF, not PNG"},
		{"IMG-13 WebP", "RIFF\x00\x00\x00\x00WEBPVP8 ", "is WebP, not PNG"},
		{"IMG-13 AVIF", "\x00\x00\x00\x20ftypavif", "is AVIF, not PNG"},
		{"IMG-13 BMP", "BM\x00\x00", "is BMP, not PNG"},
		{"IMG-13 TIFF", "II*\x00", "is TIFF, not PNG"},
		{"unknown critical chunk", picture(chunk("ABCD", ""), ""), "unknown chunk"},
		{"two palettes", picture(chunk("PLTE", "abc")+chunk("PLTE", "abc"), ""), "twice"},
		{"no palette", header(90, 90, "\x08\x03\x00\x00\x00"), "no palette"},
		{"size", whole + strings.Repeat("x", maxPNG), "more than the 2097152 allowed"},
	}
	for _, tt := range tests {
		t.Run(tt.row, func(t *testing.T) {
			clean, _, err := PNG([]byte(tt.data))
			p, ok := errors.AsType[Problem](err)
			if !ok || clean != nil || !strings.Contains(p.Message, tt.want) || p.Mend == "" || p.Rule == "" {
				t.Errorf("PNG(%.40q) = %d bytes, %#v; want %q", tt.data, len(clean), err, tt.want)
			}
		})
	}
}

// TestPNGCleaned checks that what is not picture goes and that the rest stays
// byte for byte (rows IMG-07 and IMG-09).
func TestPNGCleaned(t *testing.T) {
	keep := chunk("gAMA", u32(45455)) + chunk("sRGB", "\x00") + chunk("pHYs", u32(1, 1)+"\x01")
	noise := chunk("tEXt", "openbadges\x00{}") + chunk("iTXt", "openbadges\x00\x00\x00\x00\x00{}") +
		chunk("iTXt", "openbadges\x00\x00\x00\x00\x00[]") + chunk("zTXt", "x\x00\x00"+packed(1<<20)) + chunk("eXIf", "MM") + chunk("tIME", "1234567") + chunk("prVt", "x")
	clean, info, err := PNG([]byte(picture(noise+keep, noise) + "trailing <script>"))
	if err != nil {
		t.Fatal(err)
	}
	if want := picture(keep, ""); string(clean) != want {
		t.Errorf("got %q, want %q", clean, want)
	}
	want := Info{Width: 90, Height: 90, Small: true, Removed: []string{"eXIf", "iTXt", "prVt", "tEXt", "tIME", "zTXt"}}
	if diff := cmp.Diff(want, info); diff != "" {
		t.Errorf("Info (-want +got):\n%s", diff)
	}
}

// TestPNGPixels checks that pictures of every sort come out whole (row IMG-11).
func TestPNGPixels(t *testing.T) {
	palette := color.Palette{color.NRGBA{1, 2, 3, 4}, color.NRGBA{200, 0, 0, 255}}
	box := image.Rect(0, 0, 400, 400)
	pictures := map[string]image.Image{
		"16 bit": image.NewNRGBA64(box), "grey": image.NewGray(box), "palette with transparency": image.NewPaletted(box, palette), "opaque": image.NewRGBA(box),
	}
	for name, img := range pictures {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := png.Encode(&b, img); err != nil {
				t.Fatal(err)
			}
			clean, info, err := PNG(b.Bytes())
			if err != nil || !bytes.Equal(clean, b.Bytes()) || info.Small {
				t.Errorf("%d bytes became %d, %+v, %v", b.Len(), len(clean), info, err)
			}
		})
	}
	t.Run("animated", func(t *testing.T) {
		frame := u32(0, 90, 90, 0, 0) + "\x00\x01\x00\x01\x00\x00"
		data := picture(chunk("acTL", u32(2, 0))+chunk("fcTL", frame), chunk("fcTL", frame)+chunk("fdAT", u32(2)+packed(91*90)))
		clean, info, err := PNG([]byte(data))
		if err != nil || string(clean) != data || !info.Animated {
			t.Errorf("%d bytes became %d, %+v, %v", len(data), len(clean), info, err)
		}
	})
	t.Run("interlaced", func(t *testing.T) {
		r := pngReader{depth: 8, colour: 0, interlace: 1}
		size := int(r.size(90, 90))
		data := pngSignature + chunk("IHDR", u32(90, 90)+"\x08\x00\x00\x00\x01") + chunk("IDAT", packed(size)) + chunk("IEND", "")
		if clean, _, err := PNG([]byte(data)); err != nil || string(clean) != data {
			t.Errorf("%d bytes became %d, %v", len(data), len(clean), err)
		}
		if _, err := png.Decode(strings.NewReader(data)); err != nil {
			t.Errorf("the test's own picture is broken: %v", err)
		}
	})
}

func FuzzPNG(f *testing.F) {
	for _, seed := range []string{
		picture("", ""), picture("", "")[:70], picture(chunk("tEXt", "a\x00b"), chunk("zTXt", "a\x00\x00"+packed(1000))),
		picture(chunk("iCCP", "x\x00\x00"+packed(100)), ""), header(0x7fffffff, 1, "\x08\x00\x00\x00\x00"),
		picture(chunk("acTL", u32(1, 0)), chunk("fcTL", u32(0, 90, 90, 0, 0)+"\x00\x01\x00\x01\x00\x00")+chunk("fdAT", u32(1)+packed(91*90))), "\xff\xd8\xff", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		clean, info, err := PNG(data)
		if err != nil {
			if clean != nil {
				t.Errorf("refused, yet %d bytes came out", len(clean))
			}
			return
		}
		again, _, err := PNG(clean)
		if err != nil || !bytes.Equal(again, clean) {
			t.Errorf("what came out is not admitted unchanged: %v", err)
		}
		if info.Width != info.Height || info.Width < minSide || info.Width > maxSide {
			t.Errorf("admitted %d × %d", info.Width, info.Height)
		}
		if slices.Contains(info.Removed, "IDAT") {
			t.Errorf("pixels were removed")
		}
	})
}
