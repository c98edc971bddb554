package artwork

import "strconv"

// colour is an opaque colour of sRGB: 0xRRGGBB.
type colour uint32

func (c colour) rgb() (r, g, b int) { return int(c >> 16), int(c >> 8 & 0xff), int(c & 0xff) }

func rgb(r, g, b int) colour { return colour(r<<16 | g<<8 | b) }

// mix returns c with percent of d in it.
func (c colour) mix(d colour, percent int) colour {
	r, g, b := c.rgb()
	s, h, l := d.rgb()
	return rgb(r+(s-r)*percent/100, g+(h-g)*percent/100, b+(l-b)*percent/100)
}

// light returns how light a colour looks, from 0 to 255.
func (c colour) light() int {
	r, g, b := c.rgb()
	return (r*299 + g*587 + b*114) / 1000
}

// within moves a colour towards black or white until its lightness is between
// two bounds.
func (c colour) within(low, high int) colour {
	for i := 5; c.light() < low && i <= 100; i += 5 {
		c = c.mix(0xffffff, i/2)
	}
	for i := 5; c.light() > high && i <= 100; i += 5 {
		c = c.mix(0, i/2)
	}
	return c
}

// parseColour reads "#rrggbb".
func parseColour(s string) (c colour, ok bool) {
	if len(s) != 7 || s[0] != '#' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	return colour(n), err == nil
}

// palette is the few colours of one picture. Rim and light are far lighter
// than ink and field, so that a picture reads on pages of any colour.
type palette struct {
	ink   colour // outlines
	field colour // the ground
	rim   colour // the border: metal or yarn
	a, b  colour // the two main colours of the motif
	light colour
}

// enamels lists the palettes of badges.
func enamels() []palette {
	return []palette{
		{0x16324f, 0x22668d, 0xf2c14e, 0xf2685c, 0x8fd6c8, 0xfdf6e3}, // harbour
		{0x173a2c, 0x2d6a4f, 0xe9c46a, 0xf4a261, 0x9ddcb8, 0xfefae0}, // forest
		{0x4a1c1c, 0xbf4f38, 0xf7dcae, 0xffd166, 0x8cc7c0, 0xfff4e6}, // brick
		{0x331339, 0x6d3580, 0xf3c969, 0xf58a98, 0xa5dde0, 0xfdf0ff}, // plum
		{0x0b3c49, 0x127681, 0xffd9a0, 0xff8559, 0xbfe8c4, 0xf6fff8}, // lagoon
		{0x3d2b0a, 0xdb9a1f, 0xfff1cc, 0xc8374c, 0x2a5d78, 0xfff8e7}, // mustard
		{0x12162b, 0x2b2d5b, 0xcbd7ea, 0xffd23f, 0x86ccf9, 0xf7f9ff}, // night
		{0x571c33, 0xd24d63, 0xfbe3d4, 0xffd166, 0x7cc3d8, 0xfff5f0}, // coral
		{0x113a66, 0x3b8fcb, 0xfff0cf, 0xffc145, 0xf9735f, 0xffffff}, // sky
		{0x2b3210, 0x66792a, 0xf3e5b3, 0xf08a4b, 0xd5e68f, 0xfdfbe7}, // moss
		{0x2f1b12, 0x6f4330, 0xebc9a3, 0xf3a95f, 0x9bc9b0, 0xfff3e4}, // cocoa
		{0x1c2731, 0x4b6072, 0xf1d68d, 0xf5946a, 0x95dacd, 0xf5f7fa}, // slate
		{0x43102c, 0x9c3770, 0xf8d78c, 0xfaaccb, 0x84d0ce, 0xfff0f7}, // berry
		{0x0e3b31, 0x3fa380, 0xfdf3d0, 0xfa7a60, 0xffe08a, 0xfffef5}, // mint
		{0x3a1f0c, 0xcf6a26, 0xfde5bd, 0xffd45e, 0x2f6f78, 0xfff6e8}, // amber
		{0x1e2148, 0x5a5fb8, 0xf6d9e4, 0xffb86b, 0xa7e0c9, 0xf7f5ff}, // iris
	}
}

// metals lists the palettes of micro-credentials: deep grounds, and one metal
// in three shades.
func metals() []palette {
	const (
		gold, goldDark, goldLight       = 0xd9b25f, 0xa97f2f, 0xf5e3b3
		silver, silverDark, silverLight = 0xbfc9d3, 0x85929f, 0xf1f5f8
		copper, copperDark, copperLight = 0xd99a72, 0xa5643c, 0xf8dfcd
	)
	return []palette{
		{0x0a1a33, 0x14305c, gold, gold, goldDark, goldLight},
		{0x2a0912, 0x6b1528, gold, gold, goldDark, goldLight},
		{0x0a231b, 0x14503a, gold, gold, goldDark, goldLight},
		{0x14171c, 0x2f3740, silver, silver, silverDark, silverLight},
		{0x200f2e, 0x47245f, gold, gold, goldDark, goldLight},
		{0x062830, 0x0e5360, copper, copper, copperDark, copperLight},
		{0x111a3a, 0x2a3f86, silver, silver, silverDark, silverLight},
		{0x2c140a, 0x5c2f18, gold, gold, goldDark, goldLight},
		{0x0d2030, 0x24506f, copper, copper, copperDark, copperLight},
		{0x2b0d22, 0x701d52, silver, silver, silverDark, silverLight},
	}
}
