package artwork

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// drawn is the picture of a slug, as it goes on a card.
func drawn(t testing.TB, kind, slug string) []byte {
	t.Helper()
	ground, err := Draw(Subject{Kind: kind, Slug: slug}).paint(CardPicture)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewNRGBA(image.Rect(0, 0, CardPicture, CardPicture))
	for i, q := range ground.pix {
		img.Pix[i*4], img.Pix[i*4+1], img.Pix[i*4+2], img.Pix[i*4+3] = q.r, q.g, q.b, q.a
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// cards returns subjects, yet without pictures, whose texts try the limits.
func cards() []CardSubject {
	return []CardSubject{
		{Kind: Badge, KindWord: "Badge", Name: "Knots", Issuer: "Harbour Skills", Color: "#0b5cad"},
		{Kind: MicroCredential, KindWord: "Micro-credential", Name: "Emergency First Aid at Work", Line: "EQF level 3 · 1 ECTS · 25 hours", Issuer: "Harbour Skills"},
		{Kind: MicroCredential, KindWord: "Μικροπιστοποιητικό", Name: "Ψηφιακές δεξιότητες για εκπαιδευτικούς ενηλίκων", Line: "Επίπεδο EQF 5 · 75 ώρες", Issuer: "Ελληνικό Ινστιτούτο"},
		{Kind: Badge, KindWord: "Odznaka", Name: "Źródła energii odnawialnej", Issuer: "Łódzki Ośrodek Szkoleń", Color: "#ffee00"},
		{Kind: MicroCredential, KindWord: "Micro-credential", Name: "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", Line: strings.Repeat("word ", 40), Issuer: strings.Repeat("association ", 12)},
		{Kind: Badge, KindWord: strings.Repeat("kind", 20), Name: strings.Repeat("learning and teaching, ", 9), Issuer: strings.Repeat("x", 120)},
		{Kind: Badge, Name: strings.Repeat("W", 120)},
		{Kind: MicroCredential, KindWord: "شهادة", Name: "الإسعافات الأولية", Issuer: "مركز"},
	}
}

// TestCardGolden notices a processor, toolchain or font that paints
// differently. The hashes may change only with the design of cards. Those that
// are not among them are held to the same size and form.
func TestCardGolden(t *testing.T) {
	want := []string{
		"8bcf19ac5ee5c81aa80122683f0d96b6963ab17427bf184f1c9fe39b5dd48dfe",
		"52c7f0a7c2acf753a8ae3e688d2190e98997c68c1e772fc20c06280958ed3820",
		"af8ef4148a9f9faed80e06f98cf499757de23cedf5bfdca283b73d241fc7eece",
		"593c9894d1fa7b97b53bf43644746917138eb6095a1de1de1cd352a4744f6abc",
		"c0ba1728d6397bd9b4d2c824a6ee9805316134d5f90a57f8628d272d68afb7db",
	}
	for i, s := range cards() {
		s.Picture = drawn(t, s.Kind, fmt.Sprint("card-", i))
		data, err := Card(s)
		if err != nil {
			t.Fatal(err)
		}
		if drawn, err := Draw(Subject{Kind: s.Kind, Slug: fmt.Sprint("card-", i)}).Card(s); err != nil || !bytes.Equal(drawn, data) {
			t.Errorf("card of %q: the drawing itself makes another: %v", s.Name, err)
		}
		sum := sha256.Sum256(data)
		if got := hex.EncodeToString(sum[:]); i < len(want) && got != want[i] {
			t.Errorf("card of %q: got %s, want %s", s.Name, got, want[i])
		}
		c, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil || c.Width != CardWidth || c.Height != CardHeight || len(data) > cardBudget {
			t.Errorf("card of %q: %d × %d pixels in %d bytes, %v", s.Name, c.Width, c.Height, len(data), err)
		}
		if clean, _, err := admitPNG(data, true); err != nil || !bytes.Equal(clean, data) {
			t.Errorf("card of %q: our own gate changes it: %v", s.Name, err)
		}
	}
}

// The texts reach neither the picture nor the edges of the sheet.
func TestCardTextIsNeverClipped(t *testing.T) {
	for _, s := range cards() {
		with, without := newSheet(), newSheet()
		with.frame(s)
		without.frame(s)
		bold, regular := faces(t)
		parts := texts(s, bold, regular)
		if h := high(parts); h > textHigh {
			t.Errorf("%q: the texts are %d pixels high, more than %d", s.Name, h, textHigh)
		}
		y := (CardHeight - high(parts)) / 2
		for i, p := range parts {
			if i > 0 {
				y += p.above
			}
			if err := p.draw(with, y); err != nil {
				t.Fatal(err)
			}
			y += p.high
		}
		for i, c := range with.pix {
			x, y := i%CardWidth, i/CardWidth
			inside := x >= textLeft-4 && x < textLeft+textWide+4 && y > 70 && y < CardHeight-60
			if c != without.pix[i] && !inside {
				t.Fatalf("%q reaches pixel %d, %d", s.Name, x, y)
			}
		}
	}
}

func faces(t testing.TB) (bold, regular *face) {
	t.Helper()
	bold, err := newFace(gobold.TTF)
	if err != nil {
		t.Fatal(err)
	}
	if regular, err = newFace(goregular.TTF); err != nil {
		t.Fatal(err)
	}
	return bold, regular
}

// Glyph 0 is the box that stands for what a font lacks.
func TestNoBoxIsEverDrawn(t *testing.T) {
	bold, regular := faces(t)
	for _, f := range []*face{bold, regular} {
		for _, text := range []string{"الإسعافات", "急救", "प्राथमिक", "עזרה", "😀", "First Aid 🎓", "Knots 急救", "e\u0301", "x\u0000y", "\ufffd", "ⴰⵣⵓⵍ", "\u200b", " "} {
			if got := f.readable(text); got != "" {
				t.Errorf("readable(%q) = %q, want nothing", text, got)
			}
		}
		for text, want := range map[string]string{
			"  Łódź – Kraków ": "Łódź – Kraków", "Școală": "Școală", "soft\u00adhyphen": "softhyphen", "10\u202fkm": "10\u00a0km", "Ελληνικά Ђорђе Їжак": "Ελληνικά Ђорђе Їжак",
		} {
			if got := f.readable(text); got != want {
				t.Errorf("readable(%q) = %q, want %q", text, got, want)
			}
		}
		for r := rune(0); r <= 0x1ffff; r++ {
			for _, c := range f.readable(string(r)) {
				if f.font.Index(c) == 0 {
					t.Errorf("%q would be drawn as a box", c)
				}
			}
		}
		for _, c := range "…- " {
			if f.font.Index(c) == 0 {
				t.Errorf("the font has no %q, which lines end with", c)
			}
		}
	}
}

// A text that cannot be drawn leaves the same card as no text.
func TestCardLeavesOutWhatItCannotDraw(t *testing.T) {
	s := CardSubject{Kind: Badge, KindWord: "Badge", Issuer: "Harbour Skills", Picture: drawn(t, Badge, "knots")}
	bare, err := Card(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"الإسعافات الأولية", "急救", "प्राथमिक चिकित्सा", "🎓", "First Aid 急救"} {
		s.Name = name
		if got, err := Card(s); err != nil || !bytes.Equal(got, bare) {
			t.Errorf("a card named %q differs from one without a name: %v", name, err)
		}
	}
	s.Name = "Knots"
	if got, _ := Card(s); bytes.Equal(got, bare) {
		t.Errorf("a name does not show")
	}
}

func TestFit(t *testing.T) {
	bold, _ := faces(t)
	three := func(int) int { return 3 }
	tests := []struct {
		text string
		size int
		want string // lines, joined by |
	}{
		{"Knots", 76, "Knots"},
		{"First Rescue Drill of the Season", 76, "First Rescue|Drill of the|Season"},
		{"Health- and Safety-Officer", 76, "Health- and|Safety-Officer"},
		{"Supercalifragilisticexpialidocious Safety", 36, "Supercalifragilisticexpialidocious|Safety"},
		{strings.Repeat("long words, ", 20), 36, "long words, long words, long|words, long words, long words,|long words, long words, long…"},
		{"Port " + strings.Repeat("W", 80), 36, "Port…"},
		{strings.Repeat("W", 80), 36, strings.Repeat(strings.Repeat("W", 16)+"-|", 2) + strings.Repeat("W", 16) + "…"},
	}
	for _, tt := range tests {
		got := bold.fit(tt.text, textWide, three, 76, 61, 49, 36)
		if lines := strings.Join(got.lines, "|"); got.size != tt.size || lines != tt.want {
			t.Errorf("fit(%q) = %d %q, want %d %q", tt.text, got.size, lines, tt.size, tt.want)
		}
	}
	// Whatever the text, no line is too wide and none is lost without a sign.
	r := rand.New(rand.NewSource(1))
	letters := []rune("aeilmnorstW-–/, .ŻΩЖ")
	for range 300 {
		text := make([]rune, 1+r.Intn(120))
		for i := range text {
			text[i] = letters[r.Intn(len(letters))]
		}
		in := bold.readable(string(text))
		got := bold.fit(in, textWide, three, 76, 49, 36)
		for _, line := range got.lines {
			if w := bold.width(line, got.size); w > textWide*64 {
				t.Errorf("fit(%q): %q is %d pixels wide", in, line, w/64)
			}
		}
		whole := strings.Join(got.lines, "")
		if len(got.lines) > 3 || in != "" && whole == "" {
			t.Errorf("fit(%q) has %d lines: %q", in, len(got.lines), got.lines)
		}
		bones := strings.NewReplacer(" ", "", "-", "").Replace
		if !strings.HasSuffix(whole, "…") && bones(whole) != bones(in) {
			t.Errorf("fit(%q) = %q: something is lost", in, got.lines)
		}
	}
}

// Pictures of any sort go on a card within the budget, even pure noise.
func TestCardPictures(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	noise := image.NewNRGBA(image.Rect(0, 0, 700, 700))
	r.Read(noise.Pix)
	wide := image.NewNRGBA64(image.Rect(0, 0, 200, 90))
	grey := image.NewGray(image.Rect(0, 0, 90, 90))
	for name, img := range map[string]image.Image{"noise": noise, "wide, 16 bit": wide, "small": grey} {
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		data, err := Card(CardSubject{Kind: Badge, Name: "Knots", Picture: b.Bytes()})
		if err != nil || len(data) > cardBudget {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
	for _, data := range [][]byte{nil, []byte("\xff\xd8\xff"), drawn(t, Badge, "x")[:200]} {
		if _, err := Card(CardSubject{Picture: data}); err == nil {
			t.Errorf("a picture of %d broken bytes makes a card", len(data))
		}
	}
}

// A picture in another size has the same mean; a plain one stays plain.
func TestScaled(t *testing.T) {
	for _, from := range []int{90, 383, 384, 385, 512} {
		img := image.NewRGBA(image.Rect(0, 0, from, from))
		for i := range img.Pix {
			img.Pix[i] = uint8(200 + i%4)
		}
		out := scaled(img, 384, 384)
		if i := slices.IndexFunc(out.Pix, func(v uint8) bool { return v < 200 || v > 203 }); i >= 0 || out.RGBAAt(9, 9) != (color.RGBA{200, 201, 202, 203}) {
			t.Errorf("a plain picture of %d pixels is no longer plain", from)
		}
	}
	img := image.NewRGBA(image.Rect(0, 0, 2, 1))
	img.Set(0, 0, color.White)
	img.Set(1, 0, color.Black)
	if got := scaled(img, 1, 1).RGBAAt(0, 0); got != (color.RGBA{128, 128, 128, 255}) {
		t.Errorf("black and white make %v", got)
	}
	if got := scaled(img, 4, 1).Pix; got[0] != 255 || got[4] != 191 || got[8] != 64 || got[12] != 0 {
		t.Errorf("a picture that grows has steps: %v", got)
	}
}

func TestReduce(t *testing.T) {
	pix := []colour{0x000000, 0x000000, 0x010101, 0xff0000, 0xfe0000, 0x0000ff}
	if got := reduce(census(pix), 5); got[0x010101] != 0x010101 {
		t.Errorf("five colours of five are changed: %v", got)
	}
	got := reduce(census(pix), 3)
	if got[0x000000] != got[0x010101] || got[0xff0000] != got[0xfe0000] || got[0x000000] == got[0xff0000] || got[0x0000ff] != 0x0000ff {
		t.Errorf("the groups are not what they look like: %v", got)
	}
}

func ExampleCard() {
	picture, err := Draw(Subject{Kind: Badge, Slug: "knots"}).PNG(CardPicture)
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := Card(CardSubject{Kind: Badge, KindWord: "Badge", Name: "Knots", Issuer: "Harbour Skills", Picture: picture})
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := png.DecodeConfig(bytes.NewReader(data))
	fmt.Println(c.Width, c.Height, err)
	// Output: 1200 630 <nil>
}

func BenchmarkCard(b *testing.B) {
	s := CardSubject{Kind: Badge, KindWord: "Badge", Name: "First Rescue Drill of the Season", Issuer: "Harbour Skills"}
	p := Draw(Subject{Kind: Badge, Slug: "knots"})
	for b.Loop() {
		if _, err := p.Card(s); err != nil {
			b.Fatal(err)
		}
	}
}
