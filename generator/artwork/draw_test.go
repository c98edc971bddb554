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
		{Subject{Kind: Badge, Slug: "knots"}, 512, "fdc7d0dcdc96ccc2ecd7abf50a5e5e171ea93b8cca80508caf6821a40b9f602e"},
		{Subject{Kind: Badge, Slug: "first-drill", Tags: []string{"first-aid"}, Color: "#0b5cad"}, 512, "6953cd16c934575d45da7f70c7c59962e593cae3271dd04b21fabdb00d187b83"},
		{Subject{Kind: Badge, Slug: "open-water"}, 64, "a4753222220d8d94c4b6fd9acbd98ad6b6995dab56e934e20a0e32f23dbaf52f"},
		{Subject{Kind: MicroCredential, Slug: "emergency-first-aid"}, 512, "2fc3fc38a296d3bdeb29543d20ba27edfd0df24136df137061a9eccf51710993"},
		{Subject{Kind: MicroCredential, Slug: "data-analysis", Color: "#7a1f3d"}, 600, "a799dab3c401ad32d7f92787610740b5c53fa4b1a3c695b48d978c1b6b9c02f9"},
		{Subject{Kind: MicroCredential, Slug: "leadership"}, 180, "26e892689aab447c18496f64f016650c7bd56531a53b5d34645e16051492c21e"},
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
