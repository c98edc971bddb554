package artwork

import "slices"

// A path is a list of strokes of a pen: where it starts, and for each step
// the corner or the three points of a cubic Bézier curve.
type path []step

type step struct {
	kind byte // 'M' start, 'L' line, 'C' curve, 'Z' back to the start
	p    [3]point
}

func (s path) at(p point) path       { return append(s, step{'M', [3]point{p}}) }
func (s path) to(p point) path       { return append(s, step{'L', [3]point{p}}) }
func (s path) by(a, b, p point) path { return append(s, step{'C', [3]point{a, b, p}}) }
func (s path) end() path             { return append(s, step{kind: 'Z'}) }

// each returns the path with every point moved.
func (s path) each(move func(point) point) path { return s.into(nil, move) }

// into is each in the room of a path that is done with.
func (s path) into(t path, move func(point) point) path {
	t = slices.Grow(t[:0], len(s))[:len(s)]
	for i, st := range s {
		t[i].kind = st.kind
		for j := range st.p {
			t[i].p[j] = move(st.p[j])
		}
	}
	return t
}

func (s path) rotated(angle int) path {
	return s.each(func(p point) point { return p.rotate(angle) })
}

func (s path) moved(by point) path {
	return s.each(func(p point) point { return p.add(by) })
}

// mirrored returns the path seen in a mirror that stands upright in the middle.
func (s path) mirrored() path {
	return s.each(func(p point) point { return point{canvasSide - p.x, p.y} })
}

// polygon joins corners by straight lines.
func polygon(corners ...point) path {
	s := path{}.at(corners[0])
	for _, c := range corners[1:] {
		s = s.to(c)
	}
	return s.end()
}

// smooth joins points by a curve through all of them (Catmull-Rom). The
// controls on both sides of a point mirror each other exactly, so that SVG
// can leave one of them out.
func smooth(closed bool, points ...point) path {
	n := len(points)
	pull := func(i int) point {
		before, after := i-1, i+1
		if closed {
			before, after = (i+n-1)%n, (i+1)%n
		} else {
			before, after = max(before, 0), min(after, n-1)
		}
		return points[after].sub(points[before]).scale(1, 6)
	}
	s := path{}.at(points[0])
	last := n - 1
	if closed {
		last = n
	}
	for i := range last {
		j := (i + 1) % n
		s = s.by(points[i].add(pull(i)), points[j].sub(pull(j)), points[j])
	}
	if closed {
		s = s.end()
	}
	return s
}

// oval is an upright ellipse.
func oval(c point, rx, ry int) path {
	kx, ky := ratio(rx, 5523, 10000), ratio(ry, 5523, 10000)
	top, right := point{c.x, c.y - ry}, point{c.x + rx, c.y}
	bottom, left := point{c.x, c.y + ry}, point{c.x - rx, c.y}
	return path{}.at(top).
		by(point{c.x + kx, top.y}, point{right.x, c.y - ky}, right).
		by(point{right.x, c.y + ky}, point{c.x + kx, bottom.y}, bottom).
		by(point{c.x - kx, bottom.y}, point{left.x, c.y + ky}, left).
		by(point{left.x, c.y - ky}, point{c.x - kx, top.y}, top).
		end()
}

func disc(c point, r int) path { return oval(c, r, r) }

// around is a disc about the middle of the canvas.
func around(r int) path { return disc(point{middle, middle}, r) }

// wedge is a piece of cake from the middle.
func wedge(r, from, to int) path {
	s := path{}.at(point{middle, middle}).to(polar(r, from))
	return s.arc(r, from, to).end()
}

// arc goes on along a circle about the middle.
func (s path) arc(r, from, to int) path {
	n := max(1, abs(to-from)*8/turn+1)
	for i := range n {
		a, b := from+(to-from)*i/n, from+(to-from)*(i+1)/n
		// A curve of angle d follows a circle with controls at 4/3 tan(d/4).
		sin, cos := sincos((b - a) / 4)
		k := int(int64(r) * 4 * sin / (3 * cos))
		s = s.by(polar(r, a).add(arm(k, a+turn/4)), polar(r, b).sub(arm(k, b+turn/4)), polar(r, b))
	}
	return s
}

// petal is a leaf that stands upright: from foot to tip, widest at the given
// share of its height in hundredths.
func petal(foot point, height, width, belly int) path {
	tip := point{foot.x, foot.y - height}
	y := foot.y - height*belly/100
	return path{}.at(foot).
		by(point{foot.x + width*2/3, foot.y - height*belly/300}, point{foot.x + width*2/3, y - (y-tip.y)/3}, tip).
		by(point{foot.x - width*2/3, y - (y-tip.y)/3}, point{foot.x - width*2/3, foot.y - height*belly/300}, foot).
		end()
}

// starry is a star with n points, or a toothed wheel.
func starry(n, outer, inner, phase int) path {
	var corners []point
	for i := range n {
		corners = append(corners, polar(outer, phase+turn*i/n), polar(inner, phase+turn*(2*i+1)/(2*n)))
	}
	return polygon(corners...)
}

// regular is a polygon with n equal sides around a point.
func regular(c point, n, r, phase int) path {
	var corners []point
	for i := range n {
		corners = append(corners, c.add(arm(r, phase+turn*i/n)))
	}
	return polygon(corners...)
}

func abs(n int) int { return max(n, -n) }

// layer is one shape of a picture, painted over those before it.
type layer struct {
	path   path
	paint  colour
	width  int     // of a line along the path; 0: the path is filled
	round  bool    // the line has round ends
	copies []int   // angles about the middle at which the shape is painted; empty: once, as it is
	shifts []point // steps by which the shape is painted, moved; empty: once, as it is
	clip   path    // nothing is painted outside; nil: everywhere
}

// canvas collects layers.
type canvas struct {
	layers []layer
	ink    colour // of outlines
}

func (c *canvas) fill(paint colour, shapes ...path) {
	c.layers = append(c.layers, layer{path: join(shapes), paint: paint})
}

func (c *canvas) line(paint colour, width int, shapes ...path) {
	c.layers = append(c.layers, layer{path: join(shapes), paint: paint, width: width})
}

func (c *canvas) cord(paint colour, width int, shapes ...path) {
	c.layers = append(c.layers, layer{path: join(shapes), paint: paint, width: width, round: true})
}

// cell fills a shape and sets it in an outline, like enamel between wires.
func (c *canvas) cell(paint colour, shapes ...path) {
	c.line(c.ink, outline, shapes...)
	c.fill(paint, shapes...)
}

// spin repeats the layers that draw adds n times around the middle.
func (c *canvas) spin(n, phase int, draw func()) {
	first := len(c.layers)
	draw()
	for i := first; i < len(c.layers); i++ {
		for k := range n {
			c.layers[i].copies = append(c.layers[i].copies, phase+turn*k/n)
		}
	}
}

// outline is the width of the outline around a cell; half of it is seen.
const outline = 88

func join(shapes []path) path {
	var all path
	for _, s := range shapes {
		all = append(all, s...)
	}
	return all
}
