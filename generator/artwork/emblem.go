package artwork

// The emblems that only seals carry. They stand in metal on the rosette.

func book(c *canvas, d *dice, p palette, r int) {
	page := func(dy int) path {
		return path{}.at(centre(0, -r*48/100+dy)).
			by(centre(r*26/100, -r*72/100+dy), centre(r*62/100, -r*70/100+dy), centre(r*96/100, -r*56/100+dy)).
			to(centre(r*96/100, r*48/100+dy)).
			by(centre(r*62/100, r*34/100+dy), centre(r*26/100, r*34/100+dy), centre(0, r*58/100+dy)).end()
	}
	cover := page(r * 14 / 100)
	c.cell(p.b, cover, cover.mirrored())
	c.line(c.ink, outline, page(0), page(0).mirrored())
	c.fill(p.light, page(0).mirrored())
	c.fill(p.light.mix(p.a, 55), page(0))
	for i := range 2 + d.roll(2) {
		y := -r*34/100 + r*24*i/100
		row := smooth(false, centre(r*16/100, y-r*6/100), centre(r*48/100, y-r*14/100), centre(r*80/100, y-r*8/100))
		c.line(p.b, 34, row, row.mirrored())
	}
	if d.roll(2) == 0 {
		c.cell(p.rim, starry(5, r*24/100, r*10/100, 0).moved(point{0, -r * 90 / 100}))
	}
}

func torch(c *canvas, d *dice, p palette, r int) {
	c.cell(p.b, polygon(centre(-r*14/100, -r*2/100), centre(r*14/100, -r*2/100), centre(r*7/100, r), centre(-r*7/100, r)))
	c.cell(p.a, path{}.at(centre(-r*38/100, -r*22/100)).to(centre(r*38/100, -r*22/100)).
		by(centre(r*34/100, r*2/100), centre(r*20/100, r*14/100), centre(0, r*14/100)).
		by(centre(-r*20/100, r*14/100), centre(-r*34/100, r*2/100), centre(-r*38/100, -r*22/100)).end())
	fire := func(s int) path {
		return path{}.at(centre(0, -r*28/100)).
			by(centre(-s*60/100, -r*28/100), centre(-s*60/100, -r*28/100-s*60/100), centre(-s*14/100, -r*28/100-s*96/100)).
			by(centre(-s*2/100, -r*28/100-s*110/100), centre(s*6/100, -r*28/100-s*128/100), centre(0, -r*28/100-s*150/100)).
			by(centre(s*40/100, -r*28/100-s*120/100), centre(s*80/100, -r*28/100-s*20/100), centre(0, -r*28/100)).end()
	}
	big, small := fire(r*56/100), fire(r*32/100)
	if d.roll(2) == 0 {
		big, small = big.mirrored(), small.mirrored()
	}
	c.cell(p.light, big)
	c.fill(p.a, small)
}

// laurel is a pair of branches on both sides.
func laurel(c *canvas, d *dice, p palette, r int) {
	n := 5 + d.roll(2)
	for i := range n {
		a := turn*46/100 - turn*34/100*i/n
		foot := polar(r*88/100, a)
		leaf := petal(foot, r*38/100, r*19/100, 50).each(func(q point) point { return q.sub(foot).lean(a - turn/5).add(foot) })
		c.cell(p.a, leaf)
		c.cell(p.b, leaf.mirrored())
	}
}

func temple(c *canvas, d *dice, p palette, r int) {
	box := func(x0, y0, x1, y1 int) path {
		return polygon(centre(r*x0/100, r*y0/100), centre(r*x1/100, r*y0/100), centre(r*x1/100, r*y1/100), centre(r*x0/100, r*y1/100))
	}
	n := pick(d, 3, 4, 5)
	c.cell(p.b, box(-78, -30, 78, 60))
	for i := range n {
		x := -66 + 132*i/(n-1)
		c.cell(p.light, box(x-36/n, -28, x+36/n, 58))
	}
	c.cell(p.a, box(-86, -40, 86, -26))
	c.cell(p.light, polygon(centre(0, -r*92/100), centre(r*92/100, -r*42/100), centre(-r*92/100, -r*42/100)))
	c.fill(p.b, disc(centre(0, -r*58/100), r*9/100))
	c.cell(p.a, box(-86, 56, 86, 70))
	c.cell(p.light, box(-98, 70, 98, 86))
}

func keyOfTown(c *canvas, d *dice, p palette, r int) {
	width := r * 17 / 100
	bow := pick(d, 3, 4)
	shaft := path{}.at(centre(0, -r*24/100)).to(centre(0, r*92/100))
	c.cord(c.ink, width+outline, shaft)
	bits := path{}.at(centre(0, r*52/100)).to(centre(r*34/100, r*52/100)).at(centre(0, r*80/100)).to(centre(r*pick(d, 26, 42)/100, r*80/100))
	c.line(c.ink, width+outline, bits)
	c.line(p.a, width, bits)
	c.cord(p.a, width, shaft)
	eye := centre(0, -r*58/100)
	for _, paint := range []struct {
		colour colour
		width  int
	}{{c.ink, width*90/100 + outline}, {p.light, width * 90 / 100}} {
		for i := range bow {
			c.line(paint.colour, paint.width, disc(eye.add(arm(r*24/100, turn/2+turn/2/bow+turn*i/bow)), r*22/100))
		}
	}
	c.cell(p.a, disc(eye, r*12/100))
	c.cell(p.b, disc(centre(0, -r*14/100), r*14/100))
}

func tower(c *canvas, d *dice, p palette, r int) {
	box := func(x0, y0, x1, y1 int) path {
		return polygon(centre(r*x0/100, r*y0/100), centre(r*x1/100, r*y0/100), centre(r*x1/100, r*y1/100), centre(r*x0/100, r*y1/100))
	}
	if d.roll(2) == 0 { // wings
		for _, x := range []int{-1, 1} {
			c.cell(p.b, box(x*62-24, 6, x*62+24, 86))
			for i := -1; i <= 1; i += 2 {
				c.cell(p.b, box(x*62+i*16-9, -8, x*62+i*16+9, 10))
			}
		}
	}
	c.cell(p.light, polygon(centre(-r*40/100, -r*40/100), centre(r*40/100, -r*40/100), centre(r*48/100, r*88/100), centre(-r*48/100, r*88/100)))
	c.fill(p.light.mix(p.a, 70), polygon(centre(0, -r*40/100), centre(r*40/100, -r*40/100), centre(r*48/100, r*88/100), centre(0, r*88/100)))
	c.cell(p.a, box(-54, -62, 54, -38))
	for _, x := range []int{-43, 0, 43} {
		c.cell(p.a, box(x-12, -84, x+12, -60))
	}
	gate := path{}.at(centre(-r*18/100, r*88/100)).to(centre(-r*18/100, r*46/100)).
		by(centre(-r*18/100, r*16/100), centre(r*18/100, r*16/100), centre(r*18/100, r*46/100)).to(centre(r*18/100, r*88/100)).end()
	c.fill(c.ink, gate)
	c.fill(c.ink, box(-7, -22, 7, 4))
}
