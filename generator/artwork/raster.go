package artwork

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"iter"
	"maps"
	"slices"

	"github.com/golang/freetype/raster"
	"golang.org/x/image/math/fixed"
)

// The rasteriser is that of freetype: it works in 26.6 fixed point with whole
// numbers alone. golang.org/x/image/vector switches to floating point above
// 512 pixels and to assembly on amd64; gg lays float64 transformations over
// this same rasteriser. Neither would promise equal bytes everywhere.

// PNG paints the picture side pixels wide. The bytes are the same on every
// system.
func (p Picture) PNG(side int) ([]byte, error) {
	ground, err := p.paint(side)
	if err != nil {
		return nil, err
	}
	return ground.encode()
}

// Card makes the card of a subject with the drawing on it; the subject's own
// picture is not asked for.
func (p Picture) Card(s CardSubject) ([]byte, error) {
	ground, err := p.paint(CardPicture)
	if err != nil {
		return nil, err
	}
	return s.card(ground.rgba())
}

// paint lays the layers over each other.
func (p Picture) paint(side int) (*bitmap, error) {
	if side < 16 || side > maxSide {
		return nil, fmt.Errorf("painting a picture %d pixels wide: expected 16 to %d", side, maxSide)
	}
	ground := &bitmap{side: side, pix: make([]pixel, side*side)}
	r := raster.NewRasterizer(side, side)
	r.UseNonZeroWinding = true
	for _, l := range p.layers {
		ground.paint, ground.mask = l.paint, mask(r, l.clip, side)
		// Each copy is painted by itself: within one go, shapes that touch
		// would add up along their common edge.
		for shape := range l.shapes() {
			r.Clear()
			trace(r, shape, side)
			r.Rasterize(ground)
		}
	}
	return ground, nil
}

// shapes yields every copy of what a layer fills, each in the room of the one
// before.
func (l layer) shapes() iter.Seq[path] {
	return func(yield func(path) bool) {
		shape := l.path
		if l.width > 0 && len(l.copies) == 0 {
			shape = stroke(shape, l.width, l.round)
		}
		var room path
		for _, angle := range l.copies {
			room = l.path.into(room, func(p point) point { return p.rotate(angle) })
			turned := room
			if l.width > 0 {
				turned = stroke(turned, l.width, l.round)
			}
			if !yield(turned) {
				return
			}
		}
		for _, by := range l.shifts {
			if room = shape.into(room, by.add); !yield(room) {
				return
			}
		}
		if len(l.copies)+len(l.shifts) == 0 {
			yield(shape)
		}
	}
}

// mask returns how much of each pixel lies within a path, in levels; nil for
// no path.
func mask(r *raster.Rasterizer, clip path, side int) []uint8 {
	if clip == nil {
		return nil
	}
	m := make([]uint8, side*side)
	r.Clear()
	trace(r, clip, side)
	r.Rasterize(raster.PainterFunc(func(spans []raster.Span, _ bool) {
		for _, s := range spans {
			if s.Y < 0 || s.Y >= side {
				continue
			}
			for x := max(s.X0, 0); x < min(s.X1, side); x++ {
				m[s.Y*side+x] = uint8((int(s.Alpha)*levels + 0x7fff) / 0xffff)
			}
		}
	}))
	return m
}

// trace hands a path to the rasteriser in sixty-fourths of a pixel.
func trace(r *raster.Rasterizer, s path, side int) {
	snap := func(p point) fixed.Point26_6 {
		return fixed.Point26_6{X: fixed.Int26_6(ratio(p.x, side*64, canvasSide)), Y: fixed.Int26_6(ratio(p.y, side*64, canvasSide))}
	}
	var start point
	for _, st := range s {
		switch st.kind {
		case 'M':
			start = st.p[0]
			r.Start(snap(start))
		case 'L':
			r.Add1(snap(st.p[0]))
		case 'C':
			r.Add3(snap(st.p[0]), snap(st.p[1]), snap(st.p[2]))
		case 'Z':
			r.Add1(snap(start))
		}
	}
}

// pixel is a colour with its opacity, not multiplied by it.
type pixel struct{ r, g, b, a uint8 }

// levels is the number of steps between bare and covered. Few steps keep the
// number of colours, and so the file, small.
const levels = 4

// bitmap is the picture being painted.
type bitmap struct {
	side  int
	pix   []pixel
	paint colour
	mask  []uint8 // of the layer at hand; nil: paint everywhere
}

// Paint lays a colour over spans of pixels; the rasteriser calls it.
func (m *bitmap) Paint(spans []raster.Span, _ bool) {
	r, g, b := m.paint.rgb()
	for _, s := range spans {
		cover := (int(s.Alpha)*levels + 0x7fff) / 0xffff
		if s.Y < 0 || s.Y >= m.side || cover == 0 {
			continue
		}
		row := m.pix[s.Y*m.side : (s.Y+1)*m.side]
		whole := cover
		for x := max(s.X0, 0); x < min(s.X1, m.side); x++ {
			q := &row[x]
			if m.mask != nil {
				if cover = whole * int(m.mask[s.Y*m.side+x]) / levels; cover == 0 {
					continue
				}
			}
			if cover == levels {
				*q = pixel{uint8(r), uint8(g), uint8(b), 255}
				continue
			}
			// Colours are weighted by how much of the pixel each covers.
			above := cover * 255
			below := (levels - cover) * int(q.a)
			all := above + below
			blend := func(top int, under uint8) uint8 { return uint8((top*above + int(under)*below + all/2) / all) }
			*q = pixel{blend(r, q.r), blend(g, q.g), blend(b, q.b), uint8((all + levels/2) / levels)}
		}
	}
}

// rgba returns the picture with its colours multiplied by their opacity.
func (m *bitmap) rgba() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, m.side, m.side))
	for i, q := range m.pix {
		r, g, b, a := color.NRGBA{q.r, q.g, q.b, q.a}.RGBA()
		img.Pix[i*4], img.Pix[i*4+1], img.Pix[i*4+2], img.Pix[i*4+3] = uint8(r>>8), uint8(g>>8), uint8(b>>8), uint8(a>>8)
	}
	return img
}

// budget is the size that a picture of up to 512 pixels should not pass, in
// bytes; larger ones in proportion to their width. It is copied into the baked
// image of every award.
const budget = 12 << 10

// encode writes the picture with as many colours as fit the budget.
func (m *bitmap) encode() ([]byte, error) {
	all := m.colours()
	limit := budget * max(m.side, 512) / 512
	img := &image.Paletted{Rect: image.Rect(0, 0, m.side, m.side), Stride: m.side, Pix: make([]uint8, len(m.pix))}
	var b bytes.Buffer
	e := newEncoder()
	for _, n := range []int{64, 24, 12, 9, 7, 6} {
		if n == 24 && b.Len() > limit*5/4 {
			continue // that alone never saves a fifth
		}
		if b.Len() > 0 && n >= len(all) {
			continue // it would be the same file
		}
		m.reduce(img, all, n)
		b.Reset()
		if err := e.Encode(&b, img); err != nil {
			return nil, fmt.Errorf("encoding the picture: %w", err)
		}
		if b.Len() <= limit {
			break
		}
	}
	return b.Bytes(), nil
}

// newEncoder returns an encoder for the tries at one picture.
func newEncoder() *png.Encoder {
	return &png.Encoder{CompressionLevel: png.DefaultCompression, BufferPool: &tries{}}
}

// tries lends the same memory to each try: compressing takes nearly a mebibyte,
// whatever the size of the picture.
type tries struct{ buffer *png.EncoderBuffer }

// Get implements png.EncoderBufferPool.
func (t *tries) Get() *png.EncoderBuffer { return t.buffer }

// Put implements png.EncoderBufferPool.
func (t *tries) Put(b *png.EncoderBuffer) { t.buffer = b }

// colours returns the colours of the picture, most used first.
func (m *bitmap) colours() []pixel {
	counts := map[pixel]int{}
	for i := 0; i < len(m.pix); { // a run at a time: most pixels are like the one before
		from := i
		for i < len(m.pix) && m.pix[i] == m.pix[from] {
			i++
		}
		counts[m.pix[from]] += i - from
	}
	all := slices.Collect(maps.Keys(counts))
	slices.SortFunc(all, func(p, q pixel) int {
		return cmp.Or(counts[q]-counts[p], cmp.Compare(p.key(), q.key()))
	})
	return all
}

// reduce paints the picture with its n most used colours; each other colour
// becomes the nearest of those.
func (m *bitmap) reduce(img *image.Paletted, all []pixel, n int) {
	kept := all[:min(n, len(all))]
	nearest := make(map[pixel]uint8, len(all))
	for _, p := range all {
		best, least := 0, 1<<30
		for k, q := range kept {
			if d := p.distance(q); d < least {
				best, least = k, d
			}
		}
		nearest[p] = uint8(best)
	}
	img.Palette = img.Palette[:0]
	for _, k := range kept {
		img.Palette = append(img.Palette, color.NRGBA{k.r, k.g, k.b, k.a})
	}
	for i, p := range m.pix {
		if i > 0 && p == m.pix[i-1] {
			img.Pix[i] = img.Pix[i-1]
		} else {
			img.Pix[i] = nearest[p]
		}
	}
}

func (p pixel) key() uint32 {
	return uint32(p.a)<<24 | uint32(p.r)<<16 | uint32(p.g)<<8 | uint32(p.b)
}

// distance tells two colours apart; opacity weighs most, since a wrong one
// shows as a fringe on any page.
func (p pixel) distance(q pixel) int {
	d := func(a, b uint8) int { return (int(a) - int(b)) * (int(a) - int(b)) }
	return d(p.r, q.r)*3 + d(p.g, q.g)*6 + d(p.b, q.b)*2 + d(p.a, q.a)*12
}
