package theme

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// color is an sRGB colour: red, green, blue.
type color [3]uint8

var colorForm = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

func parseColor(s string) (color, error) {
	if !colorForm.MatchString(s) {
		return color{}, errors.New("expected # and six hexadecimal digits")
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	return color{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err
}

func (c color) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// mix returns c with part/256 of another colour.
func (c color) mix(other color, part int) color {
	var m color
	for i := range m {
		m[i] = uint8((int(c[i])*(256-part) + int(other[i])*part + 128) / 256)
	}
	return m
}

// luminance is the relative luminance of WCAG 2.2 in millionths. It is a whole
// number so that every processor takes the same decisions from it.
func (c color) luminance() int {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	part := func(weight float64, v uint8) int { return int(math.Round(weight * linear(v))) }
	return part(212600, c[0]) + part(715200, c[1]) + part(72200, c[2])
}

// readable reports whether text of one colour on the other reaches the
// contrast of 4.5 to 1 that WCAG 2.2 AA asks of text (criterion 1.4.3).
func readable(a, b color) bool {
	x, y := a.luminance(), b.luminance()
	if x < y {
		x, y = y, x
	}
	return 10*(x+50_000) >= 45*(y+50_000)
}

// toward returns the colour nearest to c, on the way to another one, that is
// readable on all the given surfaces.
func (c color) toward(end color, surfaces ...color) color {
	for part := range 257 {
		m := c.mix(end, part)
		all := true
		for _, s := range surfaces {
			all = all && readable(m, s)
		}
		if all {
			return m
		}
	}
	return end
}

// onto returns the text colour for a surface: white where that is readable,
// else a near black, which then is.
func onto(surface color) color {
	if white := (color{0xff, 0xff, 0xff}); readable(white, surface) {
		return white
	}
	return color{0x10, 0x10, 0x10}.toward(color{}, surface)
}

// brandSheet makes the style sheet that carries the site's colour: an accent
// for light and dark pages that stays readable whatever colour the site names,
// the text that goes onto it, and a tint for surfaces.
func (s *stack) brandSheet(brand string, report *diag.Report) []byte {
	accent, light, dark := s.palette()
	if brand != "" {
		c, err := parseColor(brand)
		if err != nil {
			report.Add(diag.Finding{Rule: "bad-value", Pos: source.Pos{File: place(s.theme, "theme.yaml")},
				Message: fmt.Sprintf("the brand's colour %q is not a colour", brand), Mend: `write six hexadecimal digits in quotes: "#0f5d66"`})
		} else {
			accent = c
		}
	}
	black, white := color{}, color{0xff, 0xff, 0xff}
	sheet := func(c, surface, end color) string {
		tint := surface.mix(c, 22)
		c = c.toward(end, surface, tint)
		return fmt.Sprintf(":root{--accent:%s;--on-accent:%s;--accent-tint:%s}", c, onto(c), tint)
	}
	return []byte(sheet(accent, light, black) + "@media (prefers-color-scheme:dark){" + sheet(accent, dark, white) + "}\n")
}
