package theme

import "testing"

func TestContrast(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"#000000", "#ffffff", true},
		{"#767676", "#ffffff", true},  // 4.54, the grey that WCAG tutorials give as the lightest
		{"#777777", "#ffffff", false}, // 4.48
		{"#ff0000", "#ffffff", false}, // 4.00
		{"#0000ff", "#ffffff", true},  // 8.59
	}
	for _, test := range tests {
		a, errA := parseColor(test.a)
		b, errB := parseColor(test.b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if readable(a, b) != test.want || readable(b, a) != test.want {
			t.Errorf("readable(%s, %s) = %v, want %v", a, b, !test.want, test.want)
		}
	}
}

// Whatever colour a site names, the accent is readable on its surfaces and
// text is readable on it.
func TestAccentIsAlwaysReadable(t *testing.T) {
	light, dark := color{0xf4, 0xf2, 0xec}, color{0x22, 0x2a, 0x33}
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				brand := color{uint8(r), uint8(g), uint8(b)}
				for _, s := range []struct{ surface, end color }{{light, color{}}, {dark, color{255, 255, 255}}} {
					tint := s.surface.mix(brand, 22)
					c := brand.toward(s.end, s.surface, tint)
					if !readable(c, s.surface) || !readable(c, tint) || !readable(c, onto(c)) {
						t.Fatalf("brand %s on %s: accent %s, tint %s, text %s", brand, s.surface, c, tint, onto(c))
					}
				}
			}
		}
	}
	if c := (color{0x0b, 0x5c, 0xad}).toward(color{}, light); c.String() != "#0b5cad" {
		t.Errorf("a readable colour was changed to %s", c)
	}
}
