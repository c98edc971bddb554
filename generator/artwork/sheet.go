package artwork

import (
	"image"
	"image/color"
	"iter"

	"github.com/golang/freetype/raster"
	"golang.org/x/image/math/fixed"
)

// The colours of a card are those of the default theme in daylight. Those of
// the kinds carry meaning and follow no brand.
const (
	cardPage    colour = 0xf4f2ec
	cardSurface colour = 0xffffff
	cardInk     colour = 0x1b2430
	cardMuted   colour = 0x545e6b
	badgeInk    colour = 0x86430a
	badgeTint   colour = 0xfdf1e0
	badgeLine   colour = 0xd79a55
	microInk    colour = 0x22386f
	microLine   colour = 0x8fa2cf
)

// sheet is the pixels of a card, as numbers of colours. Frame and texts use a
// hundred colours or so, shades between two included. Its paths are in
// sixty-fourths of a pixel.
type sheet struct {
	pix     []uint8
	colours []colour
	number  map[colour]uint8 // in colours
	raster  *raster.Rasterizer
	paint   colour
}

func newSheet() *sheet {
	sh := &sheet{pix: make([]uint8, CardWidth*CardHeight), number: map[colour]uint8{}, raster: raster.NewRasterizer(CardWidth, CardHeight)}
	sh.mix(cardPage) // number 0: the sheet is blank
	sh.raster.UseNonZeroWinding = true
	return sh
}

// mix returns the number of a colour. It panics where there are too many,
// which no subject of a card brings about.
func (sh *sheet) mix(c colour) uint8 {
	n, ok := sh.number[c]
	if !ok {
		if len(sh.colours) == 256 {
			panic("artwork: a card has more than 256 colours")
		}
		n = uint8(len(sh.colours))
		sh.colours, sh.number[c] = append(sh.colours, c), n
	}
	return n
}

// shades is the number of steps between paper and ink: enough for smooth
// letters, and few enough to leave the palette to the picture.
const shades = 8

// Paint lays a colour over spans of pixels; the rasteriser calls it.
func (sh *sheet) Paint(spans []raster.Span, _ bool) {
	for _, s := range spans {
		cover := (int(s.Alpha)*shades + 0x7fff) / 0xffff
		if s.Y < 0 || s.Y >= CardHeight || cover == 0 {
			continue
		}
		under, mixed := -1, uint8(0) // of the pixel before
		for x := max(s.X0, 0); x < min(s.X1, CardWidth); x++ {
			q := &sh.pix[s.Y*CardWidth+x]
			if under != int(*q) {
				under, mixed = int(*q), sh.mix(sh.colours[*q].mix(sh.paint, cover*100/shades))
			}
			*q = mixed
		}
	}
}

// fill paints shapes.
func (sh *sheet) fill(paint colour, shapes ...path) {
	sh.raster.Clear()
	sh.paint = paint
	for _, s := range shapes {
		trace(sh.raster, s, canvasSide/64) // so that a unit is a sixty-fourth
	}
	sh.raster.Rasterize(sh)
}

// write draws a line of text from x on a base line.
func (sh *sheet) write(f *face, text string, size int, paint colour, x, base int) error {
	sh.raster.Clear()
	sh.paint = paint
	if err := f.trace(sh.raster, text, size, fixed.P(x, base)); err != nil {
		return err
	}
	sh.raster.Rasterize(sh)
	return nil
}

// frame paints the ground: a band of the issuer's colour, and a sheet in the
// form of the kind, dashed and round or ruled twice and square.
func (sh *sheet) frame(s CardSubject) {
	sh.fill(s.brand(), rectangle(0, 0, CardWidth, bandHigh))
	x0, y0, x1, y1 := sheetEdge, bandHigh+sheetEdge, CardWidth-sheetEdge, CardHeight-sheetEdge
	if s.Kind == MicroCredential {
		sh.fill(microInk, rectangle(x0, y0, x1, y1))
		sh.fill(cardSurface, rectangle(x0+4, y0+4, x1-4, y1-4))
		sh.fill(microLine, rectangle(x0+12, y0+12, x1-12, y1-12))
		sh.fill(cardSurface, rectangle(x0+14, y0+14, x1-14, y1-14))
		return
	}
	edge := roundish(x0, y0, x1, y1, 48)
	sh.fill(cardSurface, edge)
	sh.fill(badgeLine, dashed(edge, 4*64, 18*64, 12*64)...)
}

// label is the kind in words, in its form.
func label(kind, word string, f *face) part {
	const (
		tall  = 60
		inset = 26 // to the icon, and from the word
		gap   = 14
	)
	t := f.fit(word, textWide-2*inset-iconSide-gap, func(int) int { return 1 }, 29, 26, 23)
	word = t.lines[0]
	wide := 2*inset + iconSide + gap + (f.width(word, t.size)+63)/64
	return part{high: tall, draw: func(sh *sheet, y int) error {
		x0, x1, y1 := textLeft, textLeft+wide, y+tall
		ink := badgeInk
		if kind == MicroCredential {
			ink = cardSurface
			sh.fill(microInk, rectangle(x0, y, x1, y1))
			sh.fill(microLine, rectangle(x0+5, y+5, x1-5, y1-5))
			sh.fill(microInk, rectangle(x0+7, y+7, x1-7, y1-7))
		} else {
			edge := roundish(x0+1, y+1, x1-1, y1-1, tall/2-1)
			sh.fill(badgeTint, edge)
			sh.fill(badgeLine, dashed(edge, 3*64, 10*64, 7*64)...)
		}
		sh.icon(kind, ink, x0+inset, y+(tall-iconSide)/2)
		return sh.write(f, word, t.size, ink, x0+inset+iconSide+gap, y+(tall+capital(t.size))/2)
	}}
}

// iconSide is the size of an icon.
const iconSide = 34

// icon draws the sign of a kind, as the default theme does: a rosette, or a
// certificate. Its measures are tenths of a unit, of which it is 24 wide.
func (sh *sheet) icon(kind string, paint colour, x, y int) {
	at := func(tx, ty int) point { return point{x*64 + tx*iconSide*64/240, y*64 + ty*iconSide*64/240} }
	thick := iconSide * 64 / 12
	if kind != MicroCredential {
		sh.fill(paint, stroke(disc(at(120, 95), iconSide*64*65/240), thick, false))
		sh.fill(paint, stroke(path{}.at(at(82, 152)).to(at(65, 215)).to(at(120, 189)).to(at(175, 215)).to(at(158, 152)), thick, false))
		return
	}
	sh.fill(paint, stroke(polygon(at(35, 35), at(205, 35), at(205, 155), at(35, 155)), thick, false))
	sh.fill(paint, stroke(path{}.at(at(75, 78)).to(at(165, 78)).at(at(75, 112)).to(at(115, 112)), thick*9/10, false))
	sh.fill(paint, polygon(at(138, 135), at(138, 215), at(165, 196), at(192, 215), at(192, 135)))
}

// rectangle is a box between two corners, in pixels.
func rectangle(x0, y0, x1, y1 int) path {
	return polygon(point{x0 * 64, y0 * 64}, point{x1 * 64, y0 * 64}, point{x1 * 64, y1 * 64}, point{x0 * 64, y1 * 64})
}

// roundish is a box with round corners, in pixels.
func roundish(x0, y0, x1, y1, r int) path {
	x0, y0, x1, y1, r = x0*64, y0*64, x1*64, y1*64, r*64
	k := r - ratio(r, 5523, 10000) // from the corner to a control
	return path{}.at(point{x0 + r, y0}).
		to(point{x1 - r, y0}).by(point{x1 - k, y0}, point{x1, y0 + k}, point{x1, y0 + r}).
		to(point{x1, y1 - r}).by(point{x1, y1 - k}, point{x1 - k, y1}, point{x1 - r, y1}).
		to(point{x0 + r, y1}).by(point{x0 + k, y1}, point{x0, y1 - k}, point{x0, y1 - r}).
		to(point{x0, y0 + r}).by(point{x0, y0 + k}, point{x0 + k, y0}, point{x0 + r, y0}).end()
}

// dashed returns the dashes of a line along a closed path. Dash and gap are
// changed a little, so that the last gap is as wide as the others.
func dashed(s path, width, dash, gap int) []path {
	points := flatten(s)[0].points
	points = append(points, points[0])
	whole := 0
	for i := range points[1:] {
		whole += points[i+1].sub(points[i]).length()
	}
	n := max(whole/(dash+gap), 1)
	dash = dash * whole / (n * (dash + gap))
	var out []path
	var run []point
	done, next := 0, 0 // along the path, and which dash comes next
	for i := range points[1:] {
		from, to := points[i], points[i+1]
		length := to.sub(from).length()
		for {
			start := whole * next / n
			edge := start
			if run != nil {
				edge = start + dash
			}
			if edge >= done+length || next == n {
				break
			}
			p := from.add(to.sub(from).scale(edge-done, length))
			if run == nil {
				run = []point{p}
				continue
			}
			out = append(out, band(append(run, p), width, false, false))
			run, next = nil, next+1
		}
		if run != nil {
			run = append(run, to)
		}
		done += length
	}
	if run != nil {
		out = append(out, band(run, width, false, false))
	}
	return out
}

// place scales a picture to its side on the card and lays it on the paper. It
// returns that, opaque, and where it goes. The picture is used up.
func (sh *sheet) place(img *image.RGBA, at image.Point) (*image.RGBA, image.Rectangle) {
	size := img.Rect.Size()
	longer := max(size.X, size.Y)
	w, h := max(size.X*CardPicture/longer, 1), max(size.Y*CardPicture/longer, 1)
	img = scaled(img, w, h)
	r, g, b := cardSurface.rgb()
	for i := 0; i < len(img.Pix); i += 4 {
		p := img.Pix[i : i+4]
		paper := 255 - int(p[3])
		over := func(top uint8, under int) uint8 { return uint8(min(int(top)+(under*paper+127)/255, 255)) }
		p[0], p[1], p[2], p[3] = over(p[0], r), over(p[1], g), over(p[2], b), 255
	}
	return img, image.Rect(0, 0, w, h).Add(at).Add(image.Pt((CardPicture-w)/2, (CardPicture-h)/2))
}

// pixels yields the colours of an opaque picture, row by row.
func pixels(img *image.RGBA) iter.Seq[colour] {
	return func(yield func(colour) bool) {
		for i := 0; i < len(img.Pix); i += 4 {
			if !yield(rgb(int(img.Pix[i]), int(img.Pix[i+1]), int(img.Pix[i+2]))) {
				return
			}
		}
	}
}

// RGBA makes a colour one of the standard library's.
func (c colour) RGBA() (r, g, b, a uint32) {
	red, green, blue := c.rgb()
	return color.NRGBA{uint8(red), uint8(green), uint8(blue), 255}.RGBA()
}
