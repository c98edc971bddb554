package baking_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/baking"
)

// picture is a small PNG.
func picture(t testing.TB) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		img.Set(i%8, i/8, color.NRGBA{uint8(i * 4), 100, 200, uint8(255 - i)})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const drawing = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle r="4"/></svg>
`

func pictures(t testing.TB) map[string][]byte {
	return map[string][]byte{"PNG": picture(t), "SVG": []byte(drawing), "SVG without children": []byte(`<svg xmlns="http://www.w3.org/2000/svg" />`)}
}

// chunkOf makes one chunk of a PNG.
func chunkOf(kind, data string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, kind+data...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

// afterHeader puts chunks behind the header of a PNG.
func afterHeader(pic []byte, chunks ...string) []byte {
	at := 8 + 12 + 13
	return []byte(string(pic[:at]) + strings.Join(chunks, "") + string(pic[at:]))
}

func TestWhatIsBakedInIsTakenOut(t *testing.T) {
	both := []baking.Credential{{Version: baking.OB2, Text: `{"id":"https://e.example/a"}`}, {Version: baking.OB3, Text: "aaa.bbb.ccc"}}
	for name, pic := range pictures(t) {
		baked, err := baking.Bake(pic, both...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := baking.Unbake(baked)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(both, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		read, err := baking.Read(pic)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if appended, err := read.Append([]byte("before"), both...); err != nil || string(appended) != "before"+string(baked) {
			t.Errorf("%s: appended, it is not what was baked: %v", name, err)
		}
	}
}

func TestBakingReplacesAndNeverDoubles(t *testing.T) {
	for name, pic := range pictures(t) {
		once, err := baking.Bake(pic, baking.Credential{Version: baking.OB2, Text: `{"a":1}`}, baking.Credential{Version: baking.OB3, Text: `{"b":1}`})
		if err != nil {
			t.Fatal(err)
		}
		twice, err := baking.Bake(once, baking.Credential{Version: baking.OB2, Text: `{"a":2}`})
		if err != nil {
			t.Fatal(err)
		}
		got, err := baking.Unbake(twice)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want := []baking.Credential{{Version: baking.OB2, Text: `{"a":2}`}, {Version: baking.OB3, Text: `{"b":1}`}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		again, err := baking.Bake(twice, baking.Credential{Version: baking.OB2, Text: `{"a":2}`})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(again, twice) {
			t.Errorf("%s: baking the same again changes the picture", name)
		}
	}
}

func TestEverythingElseStays(t *testing.T) {
	pic := afterHeader(picture(t), chunkOf("gAMA", "\x00\x00\xb1\x8f"), chunkOf("tEXt", "Title\x00Knots"))
	pic = append(pic, "trailing"...)
	baked, err := baking.Bake(pic, baking.Credential{Version: baking.OB2, Text: `{"a":1}`})
	if err != nil {
		t.Fatal(err)
	}
	at := 8 + 12 + 13
	added := len(baked) - len(pic)
	if !bytes.Equal(baked[:at], pic[:at]) || !bytes.Equal(baked[at+added:], pic[at:]) {
		t.Error("bytes beside the new chunk changed")
	}
	if want := chunkOf("iTXt", "openbadges\x00\x00\x00\x00\x00{\"a\":1}"); string(baked[at:at+added]) != want {
		t.Errorf("chunk %q, want %q", baked[at:at+added], want)
	}
	svg, err := baking.Bake([]byte(drawing), baking.Credential{Version: baking.OB3, Text: "a.b.c"})
	if err != nil {
		t.Fatal(err)
	}
	element := `<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" verify="a.b.c"/>`
	if got, want := string(svg), strings.Replace(drawing, `viewBox="0 0 10 10">`, `viewBox="0 0 10 10">`+element, 1); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// IMG-09: which of two is meant, nobody can say.
func TestTwoOfOneVersionAreRefused(t *testing.T) {
	one, two := chunkOf("iTXt", "openbadges\x00\x00\x00\x00\x00{\"a\":1}"), chunkOf("tEXt", "openbadges\x00https://e.example/a")
	element := `<ob:assertion xmlns:ob="http://openbadges.org" verify="https://e.example/a"/>`
	for name, pic := range map[string][]byte{
		"PNG": afterHeader(picture(t), one, two),
		"SVG": []byte(strings.Replace(drawing, "<circle", element+element+"<circle", 1)),
	} {
		if _, err := baking.Unbake(pic); !errors.Is(err, baking.ErrAmbiguous) {
			t.Errorf("%s: error %v, want ErrAmbiguous", name, err)
		}
	}
}

func deflated(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s)) // to memory
	_ = w.Close()
	return b.String()
}

func TestOlderFormsAreRead(t *testing.T) {
	const url = "https://e.example/a"
	for name, c := range map[string]string{
		"tEXt":            chunkOf("tEXt", "openbadges\x00"+url),
		"zTXt":            chunkOf("zTXt", "openbadges\x00\x00"+deflated(url)),
		"compressed iTXt": chunkOf("iTXt", "openbadges\x00\x01\x00en\x00\x00"+deflated(url)),
	} {
		got, err := baking.Unbake(afterHeader(picture(t), c))
		if err != nil || len(got) != 1 || got[0].Text != url {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// IMG-07: a thousand to one.
func TestABombIsNotInflated(t *testing.T) {
	bomb := deflated(strings.Repeat("\x00", 64<<20))
	for _, c := range []string{chunkOf("zTXt", "openbadges\x00\x00"+bomb), chunkOf("iTXt", "openbadgecredential\x00\x01\x00\x00\x00"+bomb)} {
		allocated := testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := baking.Unbake(afterHeader(picture(b), c)); err == nil {
					b.Fatal("the bomb was taken for a credential")
				}
			}
		}).AllocedBytesPerOp()
		if allocated > 16<<20 {
			t.Errorf("%d bytes were allocated", allocated)
		}
	}
}

func TestBrokenPicturesAreRefused(t *testing.T) {
	whole := picture(t)
	flipped := bytes.Clone(whole)
	flipped[40] ^= 1
	for name, pic := range map[string][]byte{
		"IMG-01 truncated":   whole[:len(whole)-20],
		"IMG-01 header only": whole[:20],
		"flipped bit":        flipped,
		"IMG-03 JPEG":        []byte("\xff\xd8\xff\xe0"),
		"empty":              nil,
		"SVG that ends":      []byte(`<svg xmlns="http://www.w3.org/2000/svg"><g>`),
		"SVG with DOCTYPE":   []byte(`<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>`),
		"HTML":               []byte(`<html><svg xmlns="http://www.w3.org/2000/svg"/></html>`),
		"SVG in Latin-1":     []byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
		"deep SVG":           []byte(`<svg xmlns="http://www.w3.org/2000/svg">` + strings.Repeat("<g>", 300) + strings.Repeat("</g>", 300) + "</svg>"),
	} {
		if _, err := baking.Unbake(pic); err == nil || errors.Is(err, baking.ErrNone) {
			t.Errorf("%s: unbaking says %v", name, err)
		}
		if _, err := baking.Bake(pic, baking.Credential{Version: baking.OB2, Text: "{}"}); err == nil {
			t.Errorf("%s: baked", name)
		}
	}
	for name, pic := range pictures(t) {
		if _, err := baking.Unbake(pic); !errors.Is(err, baking.ErrNone) {
			t.Errorf("%s: error %v, want ErrNone", name, err)
		}
		// IMG-15
		if _, err := baking.Bake(pic, baking.Credential{Version: baking.OB3, Text: strings.Repeat("x", baking.MaxText+1)}); err == nil {
			t.Errorf("%s: a credential above the limit is baked", name)
		}
	}
}

// IMG-17, the law: what baking puts in, extracting gives back, over random
// texts and pictures; pixels stay.
func TestRoundTripOfRandomTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	letters := []rune("{}\"\\]>&<' \n\tabcéあ😀\u2028،")
	pics := pictures(t)
	for i := range 10_000 {
		var b strings.Builder
		b.WriteString(`{"x":"`)
		for range r.IntN(200) {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		b.WriteString(`"}`)
		want := strings.TrimSpace(b.String())
		for name, pic := range pics {
			expect := want
			if name != "PNG" {
				expect = strings.ReplaceAll(want, "]]>", `]]\u003e`)
			}
			v := baking.Version(2 + i%2)
			baked, err := baking.Bake(pic, baking.Credential{Version: v, Text: want})
			if err != nil {
				t.Fatalf("%s: %q: %v", name, want, err)
			}
			got, err := baking.Unbake(baked)
			if err != nil || len(got) != 1 || got[0] != (baking.Credential{Version: v, Text: expect}) {
				t.Fatalf("%s: put in %q, got %v, %v", name, expect, got, err)
			}
		}
	}
}

func TestEscapeBracesKeepsTheValue(t *testing.T) {
	got := baking.EscapeBraces(`{"a{":"\"}{\\","b":{}}`)
	if want := `{"a\u007b":"\"\u007d\u007b\\","b":{}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Pictures that other bakeries made.
func TestPicturesOfOthers(t *testing.T) {
	dir := reference.Standards(t)
	for _, c := range []struct {
		file, holds string
		version     baking.Version
	}{
		{"baked/baked_heart.png", "http", baking.OB2},
		{"baked/mozilla-baked.svg", "example.org", baking.OB2},
		{"baked/ob3-simple-jwt.png", "eyJ", baking.OB3},
		{"baked/ob3-simple-json.svg", "OpenBadgeCredential", baking.OB3},
	} {
		pic, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := baking.Unbake(pic)
		if err != nil || len(got) != 1 || got[0].Version != c.version || !strings.Contains(got[0].Text, c.holds) {
			t.Errorf("%s: %v, %v", c.file, got, err)
		}
	}
}

func FuzzUnbake(f *testing.F) {
	for _, pic := range pictures(f) {
		f.Add(pic)
		baked, err := baking.Bake(pic, baking.Credential{Version: baking.OB2, Text: `{"a":1}`}, baking.Credential{Version: baking.OB3, Text: "a.b.c"})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(baked)
	}
	f.Add(afterHeader(picture(f), chunkOf("zTXt", "openbadges\x00\x00"+deflated("x"))))
	f.Fuzz(func(t *testing.T, pic []byte) {
		_, _ = baking.Unbake(pic) // must not panic
		c := baking.Credential{Version: baking.OB3, Text: `{"x":"]]>"}`}
		baked, err := baking.Bake(pic, c)
		if err != nil {
			return
		}
		got, err := baking.Unbake(baked)
		if errors.Is(err, baking.ErrAmbiguous) {
			return // of the other version
		}
		if err != nil {
			if _, before := baking.Unbake(pic); before != nil && !errors.Is(before, baking.ErrNone) {
				return // the other version was broken before
			}
			t.Fatalf("baked, but not found again: %v", err)
		}
		if last := got[len(got)-1]; last.Version != baking.OB3 || strings.ReplaceAll(last.Text, `\u003e`, ">") != c.Text {
			t.Fatalf("put in %q, got %q", c.Text, last.Text)
		}
	})
}
