package artwork

func pine(c *canvas, d *dice, p palette, r int) {
	storeys := 3 + d.roll(2)
	paint := pick(d, p.b, p.light, p.a)
	c.cell(p.rim.mix(c.ink, 30), polygon(centre(-r*10/100, r*60/100), centre(r*10/100, r*60/100), centre(r*10/100, r), centre(-r*10/100, r)))
	for i := storeys - 1; i >= 0; i-- {
		top := -r + r*150/100*i/storeys
		foot := top + r*(46+40/storeys)/100 + r*8*i/100
		half := r * (34 + 46*i/(storeys-1)) / 100
		left := polygon(centre(0, top), centre(0, foot-r*8/100), centre(-half, foot))
		c.line(c.ink, outline, left, left.mirrored())
		c.fill(paint, left)
		c.fill(c.shade(paint), left.mirrored())
	}
	if d.roll(2) == 0 {
		c.cell(p.a.mix(p.light, 30), starry(5, r*19/100, r*8/100, 0).moved(point{0, -r}))
	}
	for _, side := range []int{-1, 1} {
		if d.roll(2) == 0 {
			c.cell(p.light, disc(centre(side*r*72/100, -r*40/100), r*9/100))
		}
	}
}

func anchor(c *canvas, d *dice, p palette, r int) {
	paint := pick(d, p.light, p.a)
	width := r * 17 / 100
	shaft := path{}.at(centre(0, -r*52/100)).to(centre(0, r*84/100))
	stock := path{}.at(centre(-r*42/100, -r*34/100)).to(centre(r*42/100, -r*34/100))
	arms := smooth(false, centre(-r*82/100, r*22/100), centre(-r*66/100, r*58/100), centre(-r*34/100, r*82/100), centre(0, r*90/100),
		centre(r*34/100, r*82/100), centre(r*66/100, r*58/100), centre(r*82/100, r*22/100))
	eye := disc(centre(0, -r*72/100), r*20/100)
	fluke := polygon(centre(r*84/100, -r*12/100), centre(r*104/100, r*34/100), centre(r*58/100, r*28/100))
	c.cord(c.ink, width+outline, shaft, stock, arms)
	c.line(c.ink, width*80/100+outline, eye)
	c.line(c.ink, outline, fluke, fluke.mirrored())
	if d.roll(2) == 0 { // a rope about the shaft
		rope := smooth(false, centre(r*20/100, -r*80/100), centre(r*40/100, -r*20/100), centre(-r*30/100, r*5/100), centre(r*34/100, r*38/100), centre(-r*16/100, r*62/100))
		c.cord(c.ink, width*60/100+outline, rope)
		c.cord(p.b, width*60/100, rope)
	}
	c.cord(paint, width, shaft, stock)
	c.cord(paint, width, arms)
	c.line(paint, width*80/100, eye)
	c.fill(paint, fluke, fluke.mirrored())
}

func flame(c *canvas, d *dice, p palette, r int) {
	tongue := func(r int) path {
		return path{}.at(centre(0, r*92/100)).
			by(centre(-r*62/100, r*92/100), centre(-r*86/100, r*34/100), centre(-r*58/100, -r*8/100)).
			by(centre(-r*50/100, r*14/100), centre(-r*40/100, r*20/100), centre(-r*28/100, r*22/100)).
			by(centre(-r*46/100, -r*40/100), centre(-r*16/100, -r*76/100), centre(r*16/100, -r)).
			by(centre(r*10/100, -r*56/100), centre(r*26/100, -r*40/100), centre(r*46/100, -r*14/100)).
			by(centre(r*60/100, r*6/100), centre(r*66/100, r*22/100), centre(r*66/100, r*34/100)).
			by(centre(r*66/100, r*70/100), centre(r*38/100, r*92/100), centre(0, r*92/100)).end()
	}
	outer, middling, core := tongue(r), tongue(r*66/100).moved(point{0, r * 26 / 100}), tongue(r*36/100).moved(point{0, r * 50 / 100})
	if d.roll(2) == 0 {
		outer, middling, core = outer.mirrored(), middling.mirrored(), core.mirrored()
	}
	hot := pick(d, p.a, p.a.mix(p.rim, 35))
	c.cell(hot, outer)
	c.cell(p.rim.mix(p.light, 20), middling)
	c.fill(pick(d, p.light, p.b), core)
	if d.roll(2) == 0 {
		for _, a := range []int{-turn / 7, turn / 7} {
			c.cell(p.rim, disc(polar(r*96/100, a), r*7/100))
		}
	}
}

func gear(c *canvas, d *dice, p palette, r int) {
	n := pick(d, 8, 9, 10, 12)
	paint := pick(d, p.light, p.a, p.rim)
	var rim []point
	for i := range n {
		a := turn * i / n
		w := turn / (n * 5)
		rim = append(rim, polar(r*78/100, a-w*3/2), polar(r, a-w), polar(r, a+w), polar(r*78/100, a+w*3/2))
	}
	c.cell(paint, polygon(rim...))
	c.fill(pick(d, p.b, p.field).mix(c.ink, 20), around(r*52/100))
	spokes := pick(d, 3, 4, 5, 6)
	c.spin(spokes, 0, func() { c.line(paint, r*13/100, path{}.at(centre(0, 0)).to(polar(r*52/100, 0))) })
	c.cell(paint, around(r*21/100))
	c.fill(c.ink, around(r*9/100))
}

// weave is bands that pass over and under each other.
func weave(c *canvas, d *dice, p palette, r int) {
	n := 3 + d.roll(2)
	tilt := pick(d, 0, turn/8)
	warp, weft := p.a, p.light
	if d.roll(2) == 0 {
		warp, weft = p.light, p.b
	}
	reach := r * 86 / 100
	pitch := 2 * reach / n
	width := pitch * 66 / 100
	at := func(i int) int { return -reach + pitch/2 + pitch*i }
	bar := func(from, to point, paint colour) {
		s := path{}.at(from).to(to).rotated(tilt)
		c.line(c.ink, width+outline*80/100, s)
		c.line(paint, width, s)
	}
	for i := range n {
		bar(centre(at(i), -reach-pitch/5), centre(at(i), reach+pitch/5), warp)
	}
	for j := range n {
		bar(centre(-reach-pitch/5, at(j)), centre(reach+pitch/5, at(j)), weft)
	}
	for i := range n {
		for j := range n {
			if (i+j)%2 == 0 {
				s := path{}.at(centre(at(i), at(j)-width/2-40)).to(centre(at(i), at(j)+width/2+40)).rotated(tilt)
				c.line(c.ink, width+outline*80/100, s)
				longer := path{}.at(centre(at(i), at(j)-width/2-52)).to(centre(at(i), at(j)+width/2+52)).rotated(tilt)
				c.line(warp, width, longer)
			}
		}
	}
}

// sprig is a twig with pairs of leaves, or leaves in a whorl.
func sprig(c *canvas, d *dice, p palette, r int) {
	paint := pick(d, p.b, p.light, p.a)
	leaf := func(foot point, size, angle int, paint colour) {
		lean := func(q point) point { return q.sub(foot).lean(angle).add(foot) }
		c.cell(paint, petal(foot, size, size*52/100, 52).each(lean))
		c.line(c.shade(paint), 36, path{}.at(lean(foot.add(point{0, -size / 10}))).to(lean(foot.add(point{0, -size * 78 / 100}))))
	}
	if d.roll(3) == 0 {
		n := pick(d, 3, 4, 5)
		for i := range n {
			leaf(polar(r*10/100, turn*i/n), r*92/100, turn*i/n, paint)
		}
		c.cell(p.rim, around(r*13/100))
		return
	}
	pairs := 2 + d.roll(3)
	c.cord(c.ink, outline+50, path{}.at(centre(0, r)).to(centre(0, -r*40/100)))
	c.cord(p.rim, 50, path{}.at(centre(0, r)).to(centre(0, -r*40/100)))
	for i := range pairs {
		y := r*62/100 - r*116/100*i/pairs
		size := r * (74 - 6*i) / 100
		leaf(centre(0, y), size, turn/6, paint)
		leaf(centre(0, y), size, -turn/6, paint.mix(p.light, 25))
	}
	leaf(centre(0, -r*26/100), r*74/100, 0, paint)
	if d.roll(2) == 0 {
		for _, side := range []int{-1, 1} {
			c.cell(p.a, disc(centre(side*r*22/100, r*86/100), r*10/100))
		}
	}
}

// swell is water up to a height, given as an angle below the horizon at the
// edge of the ground.
func swell(dip, height, waves, phase int) path {
	const reach = pinGround + 110
	left, right := polar(reach, turn*3/4-dip), polar(reach, turn/4+dip)
	n := waves * 4
	var points []point
	for i := range n + 1 {
		x := left.x + (right.x-left.x)*i/n
		points = append(points, point{x, left.y - wave(height, turn*i*waves/n+phase)})
	}
	points[0], points[n] = left, right
	return smooth(false, points...).arc(reach, turn/4+dip, turn*3/4-dip).end()
}

func waves(c *canvas, d *dice, p palette, r int) {
	at := centre(pick(d, -r*30/100, 0, r*30/100), -r*34/100)
	size := r * pick(d, 28, 36) / 100
	c.cell(p.a, disc(at, size))
	c.fill(p.a.mix(p.light, 45), disc(at, size*62/100))
	n := pick(d, 3, 4, 5)
	height := r * pick(d, 7, 10) / 100
	shades := []colour{p.b, p.b.mix(p.field, 45), p.b.mix(p.ink, 48)}
	for i, dip := range []int{-turn / 90, turn * 5 / 90, turn * 10 / 90} {
		c.cell(shades[i], swell(dip, height, n, i*turn/pick(d, 2, 3)))
	}
	c.cord(p.light, 58, undulation(centre(0, r*36/100), r*120/100, height*70/100, n-1))
}

// undulation is an open wave about a point.
func undulation(at point, width, height, waves int) path {
	var points []point
	for i := range waves*4 + 1 {
		points = append(points, at.add(point{-width/2 + width*i/(waves*4), -wave(height, turn*i/4)}))
	}
	return smooth(false, points...)
}

func mountains(c *canvas, d *dice, p palette, r int) {
	at := centre(pick(d, -r*46/100, r*44/100), -r*44/100)
	c.cell(p.a, disc(at, r*20/100))
	peak := func(x, top, half int, paint colour) {
		foot := r * 58 / 100
		summit := centre(x, top)
		left, right := centre(x-half, foot), centre(x+half, foot)
		split := centre(x+half*16/100, foot)
		c.line(c.ink, outline, polygon(left, summit, right))
		c.fill(paint, polygon(left, summit, split))
		c.fill(c.shade(paint), polygon(summit, right, split))
		cut := func(to point, share int) point { return summit.add(to.sub(summit).scale(share, 100)) }
		c.fill(p.light, polygon(summit, cut(left, 36), cut(split, 22).add(point{-half / 9, 0}), cut(split, 34), cut(right, 26), cut(right, 36)))
	}
	high, low := p.b, p.b.mix(p.field, 45)
	switch d.roll(3) {
	case 0:
		peak(r*40/100, -r*16/100, r*60/100, low)
		peak(-r*20/100, -r*52/100, r*72/100, high)
	case 1:
		peak(-r*46/100, -r*6/100, r*52/100, low)
		peak(r*50/100, r*2/100, r*50/100, low)
		peak(0, -r*58/100, r*66/100, high)
	case 2:
		peak(-r*42/100, -r*30/100, r*60/100, low)
		peak(r*24/100, -r*50/100, r*70/100, high)
	}
	c.cell(p.rim.mix(p.field, 35), swell(turn*6/90, r*4/100, 2, d.roll(2)*turn/2))
	c.cell(p.rim.mix(p.field, 65), swell(turn*11/90, r*4/100, 2, turn/4))
}

func boat(c *canvas, d *dice, p palette, r int) {
	flip := d.roll(2) == 0
	side := func(s path) path {
		if flip {
			return s.mirrored()
		}
		return s
	}
	c.line(c.ink, 76, path{}.at(centre(0, -r*70/100)).to(centre(0, r*30/100)))
	mainSail := path{}.at(centre(r*6/100, -r*68/100)).by(centre(r*34/100, -r*40/100), centre(r*52/100, -r*10/100), centre(r*54/100, r*12/100)).to(centre(r*6/100, r*12/100)).end()
	jib := path{}.at(centre(-r*6/100, -r*56/100)).by(centre(-r*14/100, -r*24/100), centre(-r*30/100, 0), centre(-r*42/100, r*12/100)).to(centre(-r*6/100, r*12/100)).end()
	c.cell(p.light, side(mainSail))
	c.cell(p.a, side(jib))
	if d.roll(2) == 0 {
		c.fill(p.b, side(polygon(centre(r*8/100, -r*26/100), centre(r*38/100, -r*26/100), centre(r*46/100, -r*10/100), centre(r*8/100, -r*10/100))))
	}
	hull := path{}.at(centre(-r*60/100, r*22/100)).to(centre(r*64/100, r*22/100)).
		by(centre(r*58/100, r*42/100), centre(r*44/100, r*54/100), centre(r*30/100, r*56/100)).
		to(centre(-r*34/100, r*56/100)).by(centre(-r*46/100, r*52/100), centre(-r*56/100, r*40/100), centre(-r*60/100, r*22/100)).end()
	c.cell(p.rim, side(hull))
	n := pick(d, 3, 4, 5)
	c.cell(p.b, swell(turn*5/90, r*6/100, n, 0))
	c.cell(p.b.mix(p.ink, 40), swell(turn*9/90, r*6/100, n, turn/2))
}
