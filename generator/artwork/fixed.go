package artwork

import "math"

// Geometry is done in whole numbers, so that a drawing is the same on every
// processor: floating-point products and sums may be fused into one rounding
// on some (arm64, ppc64, s390x) and not on others, and a pixel at an edge
// would notice.
//
// The canvas is 4096 units wide, an eighth of a pixel at 512 pixels. Angles
// count clockwise from the top in parts of a turn.
const (
	canvasSide = 4096
	middle     = canvasSide / 2

	// turn divides by every number up to 12, and by 14 to 16, 18, 20, 24,
	// 30, 36, 40 and 48, so that what repeats around a centre closes exactly.
	turn = 55440
)

// point is a place on the canvas.
type point struct{ x, y int }

func (p point) add(q point) point { return point{p.x + q.x, p.y + q.y} }
func (p point) sub(q point) point { return point{p.x - q.x, p.y - q.y} }

// scale multiplies by num/den, rounding to the nearest unit.
func (p point) scale(num, den int) point { return point{ratio(p.x, num, den), ratio(p.y, num, den)} }

// ratio returns a*num/den, rounded half up. den is positive.
func ratio(a, num, den int) int {
	n, d := int64(a)*int64(num)*2+int64(den), int64(den)*2
	q := n / d
	if n%d < 0 {
		q--
	}
	return int(q)
}

// one is 1 in the fixed-point numbers that sine and cosine return.
const one = 1 << 30

func mul30(a, b int64) int64 { return (a*b + one/2) >> 30 }

// sincos returns the sine and cosine of an angle, in parts of one. Taylor
// series up to an eighth of a turn are exact to a few units of 2^-30, far
// below what a canvas of 4096 units shows.
func sincos(angle int) (sin, cos int64) {
	angle = ((angle % turn) + turn) % turn
	quarter := angle / (turn / 4)
	angle %= turn / 4
	swap := angle > turn/8
	if swap {
		angle = turn/4 - angle
	}
	const tau = 6746518852 // 2π in parts of one
	x := int64(angle) * tau / turn
	x2 := mul30(x, x)
	sin = x - mul30(x, x2)/6 + mul30(mul30(x, x2), x2)/120 - mul30(mul30(mul30(x, x2), x2), x2)/5040
	x4 := mul30(x2, x2)
	cos = one - x2/2 + x4/24 - mul30(x4, x2)/720 + mul30(x4, x4)/40320
	if swap {
		sin, cos = cos, sin
	}
	switch quarter {
	case 1:
		return cos, -sin
	case 2:
		return -sin, -cos
	case 3:
		return -cos, sin
	}
	return sin, cos
}

// polar returns the place at a distance and an angle from the middle.
func polar(r, angle int) point {
	return point{middle, middle}.add(arm(r, angle))
}

// arm returns the step of a length in a direction.
func arm(r, angle int) point {
	sin, cos := sincos(angle)
	return point{int(mul30(int64(r), sin)), -int(mul30(int64(r), cos))}
}

// wave returns r times the sine of an angle.
func wave(r, angle int) int {
	sin, _ := sincos(angle)
	return int(mul30(int64(r), sin))
}

// rotate turns a point around the middle.
func (p point) rotate(angle int) point {
	if angle == 0 {
		return p
	}
	sin, cos := sincos(angle)
	x, y := int64(p.x-middle), int64(p.y-middle)
	return point{middle + int((x*cos-y*sin+one/2)>>30), middle + int((x*sin+y*cos+one/2)>>30)}
}

// length returns the length of a step. The square root of IEEE 754 is rounded
// correctly everywhere, and its argument is a whole number below 2^53.
func (p point) length() int {
	return int(math.Sqrt(float64(int64(p.x)*int64(p.x) + int64(p.y)*int64(p.y))))
}
