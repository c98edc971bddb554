package artwork

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"slices"
)

// decode reads a PNG, with its colours multiplied by their opacity.
func decode(data []byte) (*image.RGBA, error) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if c.Width > maxSide || c.Height > maxSide {
		return nil, fmt.Errorf("the picture is %d × %d pixels, more than %d", c.Width, c.Height, maxSide)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out := image.NewRGBA(image.Rect(0, 0, c.Width, c.Height))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out, nil
}

// scaled returns a picture in another size. Each pixel is the mean of what it
// covers of the old ones, and never of less than one: a picture that grows is
// interpolated and not broken into squares.
func scaled(img *image.RGBA, width, height int) *image.RGBA {
	old := img.Rect.Size()
	if old == image.Pt(width, height) {
		return img
	}
	// Across first, in 256ths of a level, then down.
	across := make([]int32, width*old.Y*4)
	for x, taps := range boxes(old.X, width) {
		for y := range old.Y {
			row := img.Pix[y*img.Stride:]
			for c := range 4 {
				sum := int64(0)
				for _, t := range taps {
					sum += t.weight * int64(row[t.at*4+c])
				}
				across[(y*width+x)*4+c] = int32((sum*256 + taps.whole()/2) / taps.whole())
			}
		}
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y, taps := range boxes(old.Y, height) {
		whole := taps.whole() * 256
		for i := range width * 4 {
			sum := int64(0)
			for _, t := range taps {
				sum += t.weight * int64(across[t.at*width*4+i])
			}
			out.Pix[y*out.Stride+i] = uint8((sum + whole/2) / whole)
		}
	}
	return out
}

// box says which old pixels make a new one, and how much each counts.
type box []tap

type tap struct {
	at     int
	weight int64
}

func (b box) whole() int64 {
	sum := int64(0)
	for _, t := range b {
		sum += t.weight
	}
	return sum
}

// boxes returns the box of each new pixel in a row. Lengths are counted in
// parts of which an old pixel has 2·to.
func boxes(from, to int) []box {
	all := make([]box, to)
	for i := range all {
		middle, half := (2*i+1)*from, max(from, to)
		low, high := max(middle-half, 0), min(middle+half, 2*to*from)
		for at := low / (2 * to); at*2*to < high; at++ {
			weight := min(high, (at+1)*2*to) - max(low, at*2*to)
			all[i] = append(all[i], tap{at, int64(weight)})
		}
	}
	return all
}

// counted is a colour and how many pixels have it.
type counted struct {
	colour colour
	n      int
}

// census counts the colours of pixels, in the order of their numbers. It sorts
// the pixels.
func census(pix []colour) []counted {
	slices.Sort(pix)
	var all []counted
	for _, c := range pix {
		if n := len(all); n > 0 && all[n-1].colour == c {
			all[n-1].n++
		} else {
			all = append(all, counted{c, 1})
		}
	}
	return all
}

// reduce maps each colour to one of at most n, by mean cut: the colours are
// split along the widest channel, the most varied group first, and each group
// becomes its mean. That serves photographs; the drawn pictures have fewer
// colours to begin with.
func reduce(all []counted, n int) map[colour]colour {
	to := make(map[colour]colour, len(all))
	if len(all) <= n {
		for _, c := range all {
			to[c.colour] = c.colour
		}
		return to
	}
	groups := []group{newGroup(slices.Clone(all))}
	for len(groups) < n {
		best := 0
		for i := range groups {
			if groups[i].cost > groups[best].cost {
				best = i
			}
		}
		if groups[best].cost == 0 {
			break
		}
		a, b := groups[best].split()
		groups[best] = a
		groups = append(groups, b)
	}
	for _, g := range groups {
		mean := g.mean()
		for _, c := range g.colours {
			to[c.colour] = mean
		}
	}
	return to
}

// group is a set of colours that may become one.
type group struct {
	colours []counted
	channel int // the widest: 0 red, 1 green, 2 blue
	cost    int64
}

func (c colour) channel(i int) int { return int(c>>(16-8*i)) & 0xff }

func newGroup(colours []counted) group {
	g := group{colours: colours}
	pixels, widest := int64(0), 0
	for i, weight := range []int{3, 6, 2} { // as in pixel.distance
		low, high := 255, 0
		for _, c := range colours {
			low, high = min(low, c.colour.channel(i)), max(high, c.colour.channel(i))
		}
		if w := (high - low) * weight; w > widest {
			widest, g.channel = w, i
		}
	}
	for _, c := range colours {
		pixels += int64(c.n)
	}
	g.cost = pixels * int64(widest) * int64(widest)
	return g
}

// split cuts a group of two colours or more at the mean of its widest channel.
func (g group) split() (a, b group) {
	slices.SortFunc(g.colours, func(p, q counted) int {
		return cmp.Or(p.colour.channel(g.channel)-q.colour.channel(g.channel), cmp.Compare(p.colour, q.colour))
	})
	middle := g.mean().channel(g.channel)
	at := 1 + slices.IndexFunc(g.colours[1:], func(c counted) bool { return c.colour.channel(g.channel) >= middle })
	return newGroup(g.colours[:at:at]), newGroup(g.colours[at:])
}

// mean is the colour that stands for the group.
func (g group) mean() colour {
	var r, gr, b, n int64
	for _, c := range g.colours {
		red, green, blue := c.colour.rgb()
		w := int64(c.n)
		r, gr, b, n = r+int64(red)*w, gr+int64(green)*w, b+int64(blue)*w, n+w
	}
	return rgb(int((r+n/2)/n), int((gr+n/2)/n), int((b+n/2)/n))
}
