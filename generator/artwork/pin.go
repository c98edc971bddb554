package artwork

// The measures of a badge, from the middle.
const (
	pinEdge   = 1990 // where the picture ends
	pinGround = 1530 // where the border begins
	pinMotif  = 1130 // what an icon fills
)

// drawBadge draws a round pin: a ground, a motif, and a border over both.
func drawBadge(c *canvas, d, rim *dice, asked []string, brand string) {
	palettes := enamels()
	p := palettes[d.roll(len(palettes))]
	border := p.rim
	if colour, ok := parseColour(brand); ok {
		// The issuer's colour joins its badges by their borders; the grounds
		// keep them apart.
		border = colour.within(70, 215)
		if abs(border.light()-p.ink.light()) < 45 {
			border = border.mix(0xffffff, 30)
		}
	}
	c.ink = p.ink
	edge := rim.roll(len(rims()))
	rims()[edge].under(c, border)
	c.fill(p.field, around(pinGround+150))
	m := choose(d, asked, func(m motif) bool { return m.badge })
	ground(c, d, p, m.scene)
	r := pinMotif
	if m.scene {
		r = pinGround
	}
	m.draw(c, d, p, r)
	rims()[edge].over(c, border, p)
}

// ground decorates what lies behind the motif, tone on tone.
func ground(c *canvas, d *dice, p palette, scene bool) {
	tone := p.field.mix(pick(d, p.light, p.light, p.ink), 13)
	inside := around(pinGround + 60)
	style := d.roll(7)
	if scene {
		style %= 3
	}
	switch style {
	case 0: // plain
	case 1: // rays
		n := pick(d, 5, 6, 8)
		c.spin(n, pick(d, 0, turn/(4*n)), func() { c.fill(tone, wedge(pinGround+60, 0, turn/(2*n))) })
	case 2: // stripes
		step := pick(d, 256, 320, 384)
		c.tile(tone, inside, polygon(point{0, 0}, point{step / 2, 0}, point{step / 2, canvasSide}, point{0, canvasSide}), step, canvasSide)
	case 3: // a disc
		c.fill(tone, around(pick(d, 1240, 1330)))
	case 4, 5: // dots on a grid
		step := pick(d, 448, 512)
		size := step * pick(d, 14, 18) / 100
		c.tile(tone, inside, append(disc(point{step / 4, step / 4}, size), disc(point{step * 3 / 4, step * 3 / 4}, size)...), step, step)
	case 6: // halves
		c.fill(tone, wedge(pinGround+60, turn/8, turn*5/8))
	}
}

// border is the rim of a badge: what lies under the ground and over it.
type border struct {
	under func(c *canvas, main colour)
	over  func(c *canvas, main colour, p palette)
}

// rims lists the borders.
func rims() []border {
	round := func(c *canvas, _ colour) { c.fill(c.ink, around(pinEdge)) }
	base := func(c *canvas) { c.fill(c.ink, ring(pinEdge, pinGround)) }
	return []border{
		{round, func(c *canvas, main colour, p palette) { // a plain pin
			base(c)
			c.fill(main, ring(1925, 1600))
			c.fill(p.a.mix(main, 15), ring(1700, 1600))
		}},
		{round, func(c *canvas, main colour, _ palette) { // rope
			base(c)
			c.spin(24, 0, func() {
				c.cord(main, 262, smooth(false, polar(1675, -turn/80), polar(1745, -turn/280), polar(1780, turn/280), polar(1850, turn/80)))
			})
		}},
		{round, func(c *canvas, main colour, _ palette) { // an overlocked edge
			base(c)
			c.spin(32, 0, func() { c.cord(main, 258, path{}.at(polar(1692, -turn/260)).to(polar(1830, turn/260))) })
		}},
		{scallops(18), func(c *canvas, _ colour, _ palette) { // scallops
			c.fill(c.ink, ring(1620, pinGround))
			c.spin(18, 0, func() { c.fill(c.ink, disc(polar(1790, 0), 72)) })
		}},
		{scallops(12), func(c *canvas, _ colour, p palette) { // wide scallops
			c.fill(c.ink, ring(1620, pinGround))
			c.spin(12, 0, func() { c.fill(p.a.mix(c.ink, 12), disc(polar(1785, 0), 104)) })
		}},
		{round, func(c *canvas, main colour, _ palette) { // beads
			base(c)
			c.spin(28, 0, func() { c.fill(main, disc(polar(1760, 0), 152)) })
		}},
		{round, func(c *canvas, main colour, _ palette) { // teeth
			base(c)
			c.fill(main, append(starry(24, 1925, 1700, 0), around(1600).mirrored()...))
		}},
		{round, func(c *canvas, main colour, p palette) { // a running wave
			base(c)
			c.fill(main, ring(1925, 1600))
			c.line(p.a.mix(c.ink, 35), 84, undulating(1762, 84, 16, 0))
		}},
		{round, func(c *canvas, main colour, p palette) { // two strands, plaited
			c.fill(p.field.mix(c.ink, 60), ring(pinEdge, pinGround))
			for i, paint := range []colour{main, p.light} {
				if i > 0 {
					c.line(c.ink, 180, undulating(1760, 90, 6, i*turn/2))
				}
				c.line(paint, 108, undulating(1760, 90, 6, i*turn/2))
			}
		}},
		{round, func(c *canvas, main colour, _ palette) { // leaves
			base(c)
			c.spin(24, 0, func() {
				at := polar(1760, 0)
				c.fill(main, petal(at.add(point{0, 190}), 380, 190, 50).each(func(q point) point { return q.sub(at).lean(turn / 6).add(at) }))
			})
		}},
		{toothed, func(c *canvas, _ colour, _ palette) { // rays outward
			c.fill(c.ink, ring(1620, pinGround))
		}},
		{round, func(c *canvas, main colour, p palette) { // studs between two bands
			base(c)
			c.fill(main, ring(1925, 1600))
			c.spin(20, 0, func() { c.fill(p.ink, regular(polar(1762, 0), 4, 92, 0)) })
		}},
	}
}

// ring is the area between two circles; an inner radius of 0 leaves a disc.
func ring(outer, inner int) path {
	s := around(outer)
	if inner > 0 {
		s = append(s, around(inner).mirrored()...) // the other way round, so that it is a hole
	}
	return s
}

func scallops(n int) func(*canvas, colour) {
	return func(c *canvas, main colour) {
		size := 3100 / n * 2
		c.spin(n, 0, func() { c.fill(c.ink, disc(polar(pinEdge-size, 0), size)) })
		c.fill(c.ink, around(1840))
		c.spin(n, 0, func() { c.fill(main, disc(polar(pinEdge-size, 0), size-62)) })
		c.fill(main, around(1800))
	}
}

func toothed(c *canvas, main colour) {
	c.fill(c.ink, starry(24, pinEdge, 1800, 0))
	c.fill(main, starry(24, pinEdge-110, 1725, 0))
}

// undulating is a closed wave around the middle.
func undulating(r, height, waves, phase int) path {
	var points []point
	for i := range waves * 4 {
		a := turn * i / (waves * 4)
		points = append(points, polar(r+wave(height, a*waves+phase), a))
	}
	return smooth(true, points...)
}

// lean turns a step by an angle.
func (p point) lean(angle int) point {
	m := point{middle, middle}
	return p.add(m).rotate(angle).sub(m)
}
