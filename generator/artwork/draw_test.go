package artwork

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image/png"
	"math"
	"os"
	"strings"
	"testing"
)

// subjects returns n subjects, both kinds in turn, as unlike each other as
// those of one issuer are.
func subjects(n int) []Subject {
	var all []Subject
	for i := range n {
		s := Subject{Kind: []string{Badge, MicroCredential}[i%2], Slug: fmt.Sprintf("subject-%d", i/2)}
		if i%3 == 0 {
			s.Tags = []string{"course", fmt.Sprint(i)}
		}
		if i%5 == 0 {
			s.Color = "#0b5cad"
		}
		all = append(all, s)
	}
	return all
}

// TestDraw draws 200 achievements: each picture is small, passes our own gate
// and is like no other. A short run paints every twentieth.
func TestDraw(t *testing.T) {
	step := 20
	if os.Getenv("SEALPRESS_LONG") == "1" {
		step = 1
	}
	seen := map[string]Subject{}
	for i, s := range subjects(200) {
		p := Draw(s)
		svg := p.SVG()
		clean, info, problems := SVG(svg)
		if len(problems) > 0 || len(info.Removed) > 0 || info.Width != canvasSide {
			t.Errorf("%+v: our own gate finds %v, %+v", s, problems, info)
		}
		if len(clean) == 0 || len(svg) > 8<<10 {
			t.Errorf("%+v: the SVG is %d bytes long, want at most 8192", s, len(svg))
		}
		body := string(bytes.ReplaceAll(svg, []byte(p.mark), nil))
		if other, ok := seen[body]; ok {
			t.Errorf("%+v and %+v look the same", s, other)
		}
		seen[body] = s
		if i%step != 0 {
			continue
		}
		data, err := p.PNG(512)
		if err != nil {
			t.Fatal(err)
		}
		if len(data) > 12<<10 {
			t.Errorf("%+v: the PNG is %d bytes long, want at most 12288", s, len(data))
		}
		if clean, _, err := PNG(data); err != nil || !bytes.Equal(clean, data) {
			t.Errorf("%+v: our own gate changes the PNG: %v", s, err)
		}
		sum := sha256.Sum256(data)
		if other, ok := seen[string(sum[:])]; ok {
			t.Errorf("%+v and %+v give the same PNG", s, other)
		}
		seen[string(sum[:])] = s
	}
}

// TestGolden notices a processor, toolchain or dependency that paints
// differently. The hashes may change only with the drawings themselves; then
// the pictures of all achievements change.
func TestGolden(t *testing.T) {
	tests := []struct {
		subject Subject
		side    int
		want    string
	}{
		{Subject{Kind: Badge, Slug: "knots"}, 512, "13d566bd4b4a03d731b1fea858ac4ae25a2ac3d3597ad3558eef8bb868c9be97"},
		{Subject{Kind: Badge, Slug: "first-drill", Tags: []string{"first-aid"}, Color: "#0b5cad"}, 512, "94837bd1a0c7b1223fccd1c3dbc912f979e46fc01846a92d0a95ff870628086c"},
		{Subject{Kind: Badge, Slug: "open-water"}, 64, "d5cb9457dada8df68c38cb5a97fd7dd6969901273133de97af88191a533782d8"},
		{Subject{Kind: MicroCredential, Slug: "emergency-first-aid"}, 512, "a9e6d2d437aa31b1e706ebb48b31ef43d1018b90afc45f192feb4bf60643e3d5"},
		{Subject{Kind: MicroCredential, Slug: "data-analysis", Color: "#7a1f3d"}, 600, "c6ecf40df3318bf7679cc2ae976b90a85ce82f5e7be06efaf2d4754af1972c8b"},
		{Subject{Kind: MicroCredential, Slug: "leadership"}, 180, "410924f7af19969717447ac455203ccf5097af853fa4d15593312ad352364c3e"},
	}
	for _, tt := range tests {
		data, err := Draw(tt.subject).PNG(tt.side)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		if got := hex.EncodeToString(sum[:]); got != tt.want {
			t.Errorf("%+v at %d pixels: got %s, want %s", tt.subject, tt.side, got, tt.want)
		}
	}
}

func TestDrawSettled(t *testing.T) {
	a := Draw(Subject{Kind: Badge, Slug: "knots", Name: "Knots"}).SVG()
	b := Draw(Subject{Kind: Badge, Slug: "knots", Name: "Knots for Sailors"}).SVG()
	if !bytes.Equal(a, b) {
		t.Errorf("a corrected name changes the picture")
	}
	if bytes.Equal(Draw(Subject{Kind: Badge, Name: "A"}).SVG(), Draw(Subject{Kind: Badge, Name: "B"}).SVG()) {
		t.Errorf("without a slug the name does not count")
	}
	if !strings.Contains(string(Draw(Subject{Kind: MicroCredential, Slug: "x", Color: "#0b5cad"}).SVG()), "#0b5cad") {
		t.Errorf("the issuer's colour is not used")
	}
	if got := hints([]string{"first", "sailing", "Compasses"}); len(got) != 2 || got[0] != "knot" || got[1] != "compass" {
		t.Errorf("hints: %v", got)
	}
}

func TestPNGSide(t *testing.T) {
	for _, side := range []int{-1, 0, 15, maxSide + 1} {
		if data, err := Draw(Subject{}).PNG(side); err == nil {
			t.Errorf("PNG(%d) = %d bytes, want an error", side, len(data))
		}
	}
}

func TestSincos(t *testing.T) {
	for a := -turn; a <= 2*turn; a += 77 {
		sin, cos := sincos(a)
		x := 2 * math.Pi * float64(a) / turn
		if d := math.Abs(float64(sin)/one - math.Sin(x)); d > 2e-6 {
			t.Fatalf("sine of %d/%d of a turn is off by %g", a, turn, d)
		}
		if d := math.Abs(float64(cos)/one - math.Cos(x)); d > 2e-6 {
			t.Fatalf("cosine of %d/%d of a turn is off by %g", a, turn, d)
		}
	}
}

func ExampleDraw() {
	p := Draw(Subject{Kind: Badge, Slug: "knots"})
	data, err := p.PNG(256)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := png.DecodeConfig(bytes.NewReader(data))
	fmt.Println(c.Width, c.Height, err)
	// Output: 256 256 <nil>
}

func ExampleSVG() {
	_, _, problems := SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script/></svg>`))
	for _, p := range problems {
		fmt.Printf("%d:%d %s; %s\n", p.Line, p.Column, p.Message, p.Mend)
	}
	// Output: 1:59 SVG contains active content: <script> at line 1; remove the element
}

func ExamplePNG() {
	_, _, err := PNG([]byte("\xff\xd8\xff\xe0"))
	fmt.Println(err)
	// Output: is JPEG, not PNG
}

func BenchmarkDraw(b *testing.B) {
	for _, s := range []Subject{{Kind: Badge, Slug: "knots"}, {Kind: MicroCredential, Slug: "emergency-first-aid"}} {
		b.Run(s.Kind, func(b *testing.B) {
			for b.Loop() {
				if _, err := Draw(s).PNG(512); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDrawSVG(b *testing.B) {
	for b.Loop() {
		Draw(Subject{Kind: MicroCredential, Slug: "emergency-first-aid"}).SVG()
	}
}
