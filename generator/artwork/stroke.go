package artwork

// stroke returns the outline of a line along a path, to be filled. The two
// sides of the line are offset once each, so that no piece overlaps another:
// overlapping pieces would show as knots along fine lines.
func stroke(s path, width int, round bool) path {
	var out path
	for _, run := range flatten(s) {
		out = append(out, band(run.points, width, run.closed, round)...)
	}
	return out
}

// run is a line made of short straight pieces.
type run struct {
	points []point
	closed bool
}

// flatten breaks a path into runs.
func flatten(s path) []run {
	var runs []run
	var at point
	push := func(p point) {
		r := &runs[len(runs)-1]
		if n := len(r.points); n == 0 || r.points[n-1] != p {
			r.points = append(r.points, p)
		}
		at = p
	}
	for _, st := range s {
		switch st.kind {
		case 'M':
			runs = append(runs, run{})
			push(st.p[0])
		case 'L':
			push(st.p[0])
		case 'C':
			from, a, b, p := at, st.p[0], st.p[1], st.p[2]
			n := min(max((a.sub(from).length()+b.sub(a).length()+p.sub(b).length())/48, 3), 40)
			for i := 1; i <= n; i++ {
				push(bezier(from, a, b, p, i, n))
			}
		case 'Z':
			r := &runs[len(runs)-1]
			r.closed = true
			if n := len(r.points); n > 1 && r.points[0] == r.points[n-1] {
				r.points = r.points[:n-1]
			}
		}
	}
	return runs
}

// bezier returns the point at i/n of a cubic curve.
func bezier(p, a, b, q point, i, n int) point {
	t, u, d := int64(i), int64(n-i), int64(n)*int64(n)*int64(n)
	on := func(p, a, b, q int) int {
		v := u*u*u*int64(p) + 3*u*u*t*int64(a) + 3*u*t*t*int64(b) + t*t*t*int64(q)
		return int((2*v+d+2*d*canvasSide)/(2*d)) - canvasSide // rounds down also a little left of the canvas
	}
	return point{on(p.x, a.x, b.x, q.x), on(p.y, a.y, b.y, q.y)}
}

// band is the outline of a line of a width along points.
func band(points []point, width int, closed, round bool) path {
	n := len(points)
	if n < 2 {
		return nil
	}
	left, right := make([]point, n), make([]point, n)
	for i := range n {
		before, after := (i+n-1)%n, (i+1)%n
		if !closed {
			before, after = max(i-1, 0), min(i+1, n-1)
		}
		offset := corner(points[i].sub(points[before]), points[after].sub(points[i]), width)
		left[i], right[i] = points[i].add(offset), points[i].sub(offset)
	}
	var s path
	if closed {
		s = polygon(left...)
		return append(s, reversed(right)...)
	}
	s = path{}.at(left[0])
	for _, p := range left[1:] {
		s = s.to(p)
	}
	if round {
		s = rounded(s, points[n-1], left[n-1].sub(points[n-1]))
	}
	for i := n - 1; i >= 0; i-- {
		s = s.to(right[i])
	}
	if round {
		s = rounded(s, points[0], right[0].sub(points[0]))
	}
	return s.end()
}

func reversed(points []point) path {
	s := path{}.at(points[len(points)-1])
	for i := len(points) - 2; i >= 0; i-- {
		s = s.to(points[i])
	}
	return s.end()
}

// rounded adds half a circle about the end of a line, from the given radius to
// its opposite.
func rounded(s path, end, radius point) path {
	ahead := point{-radius.y, radius.x} // a quarter turn on
	k := func(p point) point { return p.scale(5523, 10000) }
	tip := end.add(ahead)
	return s.by(end.add(radius).add(k(ahead)), tip.add(k(radius)), tip).
		by(tip.sub(k(radius)), end.sub(radius).add(k(ahead)), end.sub(radius))
}

// corner returns the step from a point of a line to its left side, where the
// line comes from one direction and goes on in another. At sharp corners it
// is cut to twice half the width.
func corner(from, to point, width int) point {
	if from == (point{}) {
		from = to
	}
	if to == (point{}) {
		to = from
	}
	const unit = 1 << 14
	normal := func(d point) point {
		l := max(d.length(), 1)
		return point{ratio(d.y, unit, l), -ratio(d.x, unit, l)}
	}
	a, b := normal(from), normal(to)
	sum := a.add(b)
	// The mitre is sum·(width/2)/(1+cos of the turn), and the length of sum
	// squared is 2·(1+cos) in units squared.
	square := int64(sum.x)*int64(sum.x) + int64(sum.y)*int64(sum.y)
	square = max(square, unit*unit) // a corner of 120° and more is cut
	step := func(v int) int {
		num, den := int64(v)*int64(width)*unit*2+square, square*2
		q := num / den
		if num%den < 0 {
			q--
		}
		return int(q)
	}
	return point{step(sum.x), step(sum.y)}
}
