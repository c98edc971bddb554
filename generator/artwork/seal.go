package artwork

// The measures of a seal, in hundredths of its form and in units.
const (
	sealReach = 1990 // from the middle to the furthest corner
	sealInner = 1060 // the medallion
)

// drawSeal draws a micro-credential: a form with corners, a double rim, an
// engraved ground, a medallion, and an emblem.
func drawSeal(c *canvas, d, frame *dice, asked []string, brand string) {
	palettes := metals()
	p := palettes[d.roll(len(palettes))]
	if colour, ok := parseColour(brand); ok {
		p.field = colour.within(35, 95)
		p.ink = p.field.mix(0, 60)
	}
	c.ink = p.ink
	forms := []form{octagon(), scooped(), shield()}
	f := forms[frame.roll(len(forms))]

	back, line := p.field, p.rim.mix(p.field, 35)
	if d.roll(3) == 0 { // engraved on a light ground, like a banknote
		back, line = p.light, p.rim.mix(p.field, 30)
	}
	c.fill(p.ink, f.at(100))
	c.fill(p.rim, f.at(97))
	c.fill(p.ink, f.at(91))
	c.fill(p.light, f.at(89))
	c.fill(back, f.at(87))
	engrave(c, d, line, f.at(87))
	c.fill(p.ink, around(sealInner+80))
	c.fill(p.rim, around(sealInner+40))
	c.fill(p.field, around(sealInner-40))
	surround(c, d, p, choose(d, asked, func(m motif) bool { return m.seal }))
}

// surround draws the emblem and what honours it.
func surround(c *canvas, d *dice, p palette, emblem motif) {
	r := sealInner - 40
	switch d.roll(3) {
	case 0:
		emblem.draw(c, d, p, r*72/100)
	case 1:
		laurel(c, d, p, r*94/100)
		emblem.draw(c, d, p, r*52/100)
	case 2:
		n := pick(d, 12, 16, 20)
		c.spin(n, turn/(2*n), func() { c.fill(p.rim, disc(polar(r*88/100, 0), r*pick(d, 3, 4)/100)) })
		emblem.draw(c, d, p, r*62/100)
	}
}

// form is an outline with corners. It is seen whole from the middle, so that
// it can be scaled.
type form path

// at returns the form at a percentage of its size.
func (f form) at(percent int) path {
	return path(f).each(func(q point) point {
		return centre(ratio(q.x-middle, percent, 100), ratio(q.y-middle, percent, 100))
	})
}

func octagon() form { return form(regular(centre(0, 0), 8, sealReach, turn/16)) }

// scooped is a square with its corners cut out in quarter circles, like a
// plaque.
func scooped() form {
	const half, cut = 1800, 430
	const pull = cut * 5523 / 10000
	var s path
	for quarter := range 4 {
		// The cut circle is centred on the corner of the square.
		from, to := centre(half-cut, -half), centre(half, -half+cut)
		bend := path{}.at(from).by(from.add(point{0, pull}), to.sub(point{pull, 0}), to).rotated(turn / 4 * quarter)
		if quarter > 0 {
			bend[0].kind = 'L'
		}
		s = append(s, bend...)
	}
	return form(s.end())
}

// shield is a heater shield.
func shield() form {
	return form(path{}.at(centre(0, -1720)).
		by(centre(560, -1760), centre(1120, -1700), centre(1620, -1500)).
		by(centre(1700, -560), centre(1620, 700), centre(0, 1990)).
		by(centre(-1620, 700), centre(-1700, -560), centre(-1620, -1500)).
		by(centre(-1120, -1700), centre(-560, -1760), centre(0, -1720)).end())
}

// engrave covers an area with fine waves that cross each other. They repeat
// in whole pixels of a picture of 512, in both directions: each row of pixels
// is then that of a wave above, which packs into almost nothing. Lines turned
// around a centre would look no finer and make the file three times as large.
func engrave(c *canvas, d *dice, line colour, inside path) {
	period := pick(d, 256, 320, 384, 576)
	step := pick(d, 112, 128, 160, 192)
	rise := step * pick(d, 35, 50, 75, 100) / 100
	l := layer{paint: line, width: 14, clip: inside, path: ripple(0, 0, period, rise)}
	switch d.roll(3) {
	case 0: // chains
		l.path = append(l.path, ripple(-period/2, 0, period, rise)...)
	case 1: // scales
		l.path = append(l.path, ripple(-period/2, step/2, period, rise)...)
	case 2: // a plait of three
		period = max(period, 384)
		l.path = ripple(0, 0, period, rise)
		l.path = append(l.path, ripple(-period/3, 0, period, rise)...)
		l.path = append(l.path, ripple(-period*2/3, 0, period, rise)...)
	}
	// The first and last waves that a form lets through.
	for y := 288; y < 3900; y += step {
		l.shifts = append(l.shifts, point{0, y})
	}
	c.layers = append(c.layers, l)
}

// ripple is a wave across the canvas. A cubic curve follows half a period of
// a sine when its controls lie 4/3 as high and 4/(3π) of the way in.
func ripple(x, y, period, rise int) path {
	half, in, high := period/2, period*212/1000, rise*4/3
	s := path{}.at(point{x, y})
	for ; x < canvasSide; x += half {
		s = s.by(point{x + in, y - high}, point{x + half - in, y - high}, point{x + half, y})
		high = -high
	}
	return s
}

// tile repeats a shape over the canvas, inside an area.
func (c *canvas) tile(paint colour, inside, shape path, dx, dy int) {
	l := layer{paint: paint, clip: inside}
	for x := 0; x < canvasSide; x += dx {
		l.path = append(l.path, shape.moved(point{x, 0})...)
	}
	for y := 0; y < canvasSide; y += dy {
		l.shifts = append(l.shifts, point{0, y})
	}
	c.layers = append(c.layers, l)
}
