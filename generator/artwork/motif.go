package artwork

// The motifs of badges, most of which serve for seals as well. Each draws
// within a radius r about the middle.

func centre(dx, dy int) point { return point{middle + dx, middle + dy} }

// shade is a colour as it looks on the side away from the light.
func (c *canvas) shade(paint colour) colour { return paint.mix(c.ink, 28) }

func star(c *canvas, d *dice, p palette, r int) {
	n := 5 + d.roll(4)
	inner := r * (36 + 6*(n-4) + d.roll(3)*4) / 100
	paint := pick(d, p.a, p.light, p.b)
	c.line(c.ink, outline, starry(n, r, inner, 0))
	c.spin(n, 0, func() {
		c.fill(paint, polygon(centre(0, 0), polar(inner, -turn/(2*n)), polar(r, 0)))
		c.fill(c.shade(paint), polygon(centre(0, 0), polar(r, 0), polar(inner, turn/(2*n))))
	})
	switch d.roll(3) {
	case 0:
		c.cell(p.light.mix(p.b, 40), around(r*24/100))
	case 1:
		c.spin(n, turn/(2*n), func() { c.fill(p.light, disc(polar(r*78/100, 0), r*7/100)) })
	}
}

func compass(c *canvas, d *dice, p palette, r int) {
	long, short := p.light, pick(d, p.a, p.b)
	if d.roll(2) == 0 {
		long, short = short, long
	}
	c.line(p.rim, r*9/100, around(r*66/100))
	for _, s := range []struct {
		n, reach, waist, phase int
		paint                  colour
	}{{4, r * 74 / 100, r * 24 / 100, turn / 8, short}, {4, r * 106 / 100, r * 25 / 100, 0, long}} {
		c.line(c.ink, outline, starry(s.n, s.reach, s.waist, s.phase))
		c.spin(s.n, s.phase, func() {
			c.fill(s.paint, polygon(centre(0, 0), polar(s.waist, -turn/8), polar(s.reach, 0)))
			c.fill(c.shade(s.paint), polygon(centre(0, 0), polar(s.reach, 0), polar(s.waist, turn/8)))
		})
	}
	c.cell(p.rim, around(r*13/100))
}

// slim returns the width at which n petals of a height just touch.
func slim(n, height, belly int) int {
	sin, cos := sincos(turn / (2 * n))
	return int(int64(height*belly/100*2) * sin / cos)
}

func flower(c *canvas, d *dice, p palette, r int) {
	n := pick(d, 5, 6, 8, 10)
	outer, inner := p.a, p.light
	if d.roll(2) == 0 {
		outer, inner = p.light, p.b
	}
	foot := centre(0, 0)
	draw := func(height int, paint colour, phase int) {
		c.spin(n, phase, func() { c.cell(paint, petal(foot, height, min(slim(n, height, 62), height), 62)) })
		if n < 8 {
			c.spin(n, phase, func() {
				c.line(c.shade(paint), 34, path{}.at(polar(height*30/100, 0)).to(polar(height*74/100, 0)))
			})
		}
	}
	draw(r, outer, 0)
	draw(r*62/100, inner, turn/(2*n))
	c.cell(p.rim, around(r*20/100))
}

// knot is a closed cord that passes over and under itself: a torus knot seen
// from above.
func knot(c *canvas, d *dice, p palette, r int) {
	shape := pick(d, [2]int{2, 3}, [2]int{2, 5}, [2]int{3, 4}, [2]int{3, 5}, [2]int{2, 7})
	turns, lobes := shape[0], shape[1]
	width := r * 20 / 100
	if lobes+turns > 7 {
		width = r * 15 / 100
	}
	mid, swing := r*62/100, r*27/100
	if turns == 2 {
		mid, swing = r*58/100, r*30/100
	}
	const fine = 8 // points for each swing
	n := lobes * fine
	at := func(i int) point {
		a := turn * turns * i / n
		_, cos := sincos(turn * i * lobes / n)
		return polar(mid+int(int64(swing)*cos>>30), a)
	}
	var closed []point
	for i := range n {
		closed = append(closed, at(i))
	}
	paint := pick(d, p.light, p.a, p.b)
	c.line(c.ink, width+outline, smooth(true, closed...))
	c.line(paint, width, smooth(true, closed...))
	// Where the cord is on its way out it passes over; those pieces are
	// painted again.
	for l := range lobes {
		var over []point
		for i := -fine / 2; i <= 0; i++ {
			over = append(over, at(l*fine+i+fine/4+fine))
		}
		// The piece's outline stops short of its ends, so that no line
		// crosses the cord there.
		c.line(c.ink, width+outline, smooth(false, over[1:len(over)-1]...))
		c.line(paint, width, smooth(false, over...))
	}
}

func sun(c *canvas, d *dice, p palette, r int) {
	n := pick(d, 8, 9, 10)
	paint, second := p.a, p.light
	if d.roll(2) == 0 {
		paint, second = p.light, p.a
	}
	half := turn / (2 * n)
	c.spin(n, half, func() { c.fill(second, petal(polar(r*40/100, 0), r*50/100, slim(n, r*70/100, 80), 30)) })
	c.spin(n, 0, func() {
		c.cell(paint, polygon(polar(r*44/100, -half*60/100), polar(r, 0), polar(r*44/100, half*60/100)))
	})
	c.cell(paint, around(r*46/100))
	c.fill(second, around(r*32/100))
	if d.roll(2) == 0 {
		c.spin(n/2, 0, func() { c.fill(c.shade(paint), petal(centre(0, 0), r*27/100, slim(n/2, r*27/100, 60), 60)) })
	}
}

func heart(c *canvas, d *dice, p palette, r int) {
	half := func(r int) path {
		return path{}.at(centre(0, r*92/100)).
			by(centre(r*30/100, r*60/100), centre(r, r*22/100), centre(r, -r*26/100)).
			by(centre(r, -r*66/100), centre(r*72/100, -r*84/100), centre(r*48/100, -r*84/100)).
			by(centre(r*26/100, -r*84/100), centre(r*8/100, -r*70/100), centre(0, -r*46/100)).end()
	}
	paint := pick(d, p.a, p.light)
	c.line(c.ink, outline, half(r), half(r).mirrored())
	c.fill(paint, half(r).mirrored())
	c.fill(c.shade(paint), half(r))
	switch d.roll(3) {
	case 0:
		c.fill(p.light.mix(p.b, 50), disc(centre(-r*48/100, -r*40/100), r*13/100))
	case 1:
		inner := half(r * 52 / 100)
		c.cell(p.b, inner, inner.mirrored())
	case 2:
		c.cord(p.light, r*9/100, smooth(false, centre(-r*70/100, -r*8/100), centre(-r*68/100, -r*36/100), centre(-r*46/100, -r*60/100)))
		c.fill(p.b, starry(4, r*34/100, r*11/100, 0))
	}
}

func honeycomb(c *canvas, d *dice, p palette, r int) {
	side := r * 36 / 100
	paints := []colour{p.a, p.light, p.b, p.a.mix(p.light, 45), p.b.mix(p.light, 40)}
	phase := pick(d, 0, turn/12)
	c.cell(paints[d.roll(3)], regular(centre(0, 0), 6, side*92/100, phase))
	order := d.roll(3)
	for i := range 6 {
		paint := paints[(i%(2+order)+d.roll(2)*order)%len(paints)]
		c.cell(paint, regular(polar(side*176/100, phase+turn/12+turn*i/6), 6, side*92/100, phase))
	}
	c.fill(c.ink.mix(p.field, 30), regular(centre(0, 0), 6, side*42/100, phase))
}

// quilt is an eight-pointed star sewn from pieces of cloth.
func quilt(c *canvas, d *dice, p palette, r int) {
	n := pick(d, 6, 7, 8)
	half := turn / (2 * n)
	waist := r * 52 / 100
	first, second, third := p.a, p.light, p.b
	if d.roll(2) == 0 {
		first, third = third, first
	}
	c.line(c.ink, outline, starry(n, r, waist, 0))
	c.spin(n, 0, func() {
		c.fill(first, polygon(polar(waist, -half), polar(r, 0), polar(waist, half), polar(waist*72/100, 0)))
	})
	c.spin(n, 0, func() {
		c.fill(second, polygon(centre(0, 0), polar(waist, -half), polar(waist*72/100, 0)))
		c.fill(third, polygon(centre(0, 0), polar(waist*72/100, 0), polar(waist, half)))
	})
	c.spin(n, half, func() { c.cell(second, disc(polar(r*86/100, 0), r*8/100)) })
}

func moon(c *canvas, d *dice, p palette, r int) {
	at := centre(-r*12/100, 0)
	paint := pick(d, p.a, p.light)
	size := r * 88 / 100
	bite := size * pick(d, 25, 38, 50) / 100
	crescent := path{}.at(at.add(point{size * 45 / 100, -size * 89 / 100})).
		by(at.add(point{-size * 60 / 100, -size * 140 / 100}), at.add(point{-size * 150 / 100, -size * 20 / 100}), at.add(point{-size * 85 / 100, size * 53 / 100})).
		by(at.add(point{-size * 40 / 100, size * 112 / 100}), at.add(point{size * 45 / 100, size * 125 / 100}), at.add(point{size * 85 / 100, size * 53 / 100})).
		by(at.add(point{size * 20 / 100, size * 75 / 100}), at.add(point{-bite, size * 20 / 100}), at.add(point{size * 45 / 100, -size * 89 / 100})).end()
	c.cell(paint, crescent)
	for i := range 1 + d.roll(3) {
		s := []struct{ x, y, r int }{{48, -18, 30}, {84, 18, 15}, {26, 22, 13}}[i]
		twinkle := starry(pick(d, 4, 5), r*s.r/100, r*s.r/100*42/100, 0).moved(point{r * s.x / 100, r * s.y / 100})
		c.cell(p.light.mix(p.b, 30*i), twinkle)
	}
}

func orbit(c *canvas, d *dice, p palette, r int) {
	n := 1 + d.roll(2)
	flat := r * pick(d, 32, 42) / 100
	phase := pick(d, turn/16, turn/12, turn/8, turn/3)
	for i := range n {
		a := phase + turn*i/(2*n)
		c.line([]colour{p.light, p.b, p.rim}[i], 78, oval(centre(0, 0), r, flat).rotated(a))
	}
	size := r * (52 - 8*n) / 100
	c.cell(p.a, around(size))
	c.fill(c.shade(p.a), path{}.at(polar(size, turn/8)).arc(size, turn/8, turn*5/8).end())
	for i := range n {
		a := phase + turn*i/(2*n)
		c.cell(p.light, disc(centre(pick(d, -r, r), 0).rotate(a), r*11/100))
	}
}

func spiral(c *canvas, d *dice, p palette, r int) {
	windings := 2
	var points []point
	n := windings*14 + d.roll(14)
	for i := 2; i <= n; i++ {
		points = append(points, polar(r*i/n*94/100, turn*i/14))
	}
	width := r * pick(d, 17, 22) / 100
	curl := smooth(false, points...)
	if d.roll(2) == 0 {
		curl = curl.mirrored()
	}
	paint := pick(d, p.a, p.light, p.b)
	c.cord(c.ink, width+outline, curl)
	c.cord(paint, width, curl)
	if d.roll(2) == 0 {
		c.cell(p.rim, around(width))
	}
}
