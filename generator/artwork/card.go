package artwork

import (
	"bytes"
	"fmt"
	"image"
	"slices"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// The size of a card, as link previews show it (1.91 to 1, the shape that
// Open Graph readers expect), and of the picture on it. A picture of just that
// size is not scaled.
const (
	CardWidth   = 1200
	CardHeight  = 630
	CardPicture = 384
)

// cardBudget is the size in bytes that a card never passes: some services
// fetch no more than a little for a preview.
const cardBudget = 80_000

// CardSubject is what a card shows. Each text that the carried fonts do not
// cover is left out, as if it were empty; what is empty leaves no gap.
type CardSubject struct {
	Kind     string // Badge or MicroCredential
	KindWord string // what the kind is called in the reader's language
	Name     string // of the achievement
	Line     string // one line of facts: "EQF level 3 · 1 ECTS · 25 hours"
	Issuer   string
	Color    string // the issuer's, "#rrggbb"; empty: a quiet one
	Picture  []byte // PNG of any size
}

// The measures of a card in pixels.
const (
	bandHigh   = 14  // of the issuer's colour along the top
	sheetEdge  = 40  // around the sheet
	sheetInset = 88  // from the edges of the card to what stands on the sheet
	textLeft   = 528 // where text begins
	textWide   = CardWidth - sheetInset - textLeft
	textHigh   = 424 // the most that all texts together may take
)

// Card makes the picture that a link to an achievement is previewed with: a
// PNG of CardWidth by CardHeight pixels. The bytes are the same on every
// system. Where the picture is a drawing, its own Card needs no PNG of it.
func Card(s CardSubject) ([]byte, error) {
	img, err := decode(s.Picture)
	if err != nil {
		return nil, fmt.Errorf("reading the picture of a card: %w", err)
	}
	return s.card(img)
}

// card makes the card with a picture.
func (s CardSubject) card(img *image.RGBA) ([]byte, error) {
	bold, err := newFace(gobold.TTF)
	if err != nil {
		return nil, fmt.Errorf("reading the bold font: %w", err)
	}
	regular, err := newFace(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("reading the regular font: %w", err)
	}
	sh := newSheet()
	sh.frame(s)
	parts := texts(s, bold, regular)
	top, bottom := sheetEdge+bandHigh, CardHeight-sheetEdge
	left := sheetInset
	if len(parts) == 0 {
		left = (CardWidth - CardPicture) / 2
	}
	y := (top + bottom - high(parts)) / 2
	for i, p := range parts {
		if i > 0 {
			y += p.above
		}
		if err := p.draw(sh, y); err != nil {
			return nil, fmt.Errorf("drawing the text of a card: %w", err)
		}
		y += p.high
	}
	return sh.encode(img, image.Pt(left, (top+bottom-CardPicture)/2))
}

// part is one of the texts that stand below each other on a card.
type part struct {
	above int // the gap to the part above
	high  int // from the top of its capitals to the last base line
	draw  func(sh *sheet, y int) error
}

func high(parts []part) int {
	sum := 0
	for i, p := range parts {
		if i > 0 {
			sum += p.above
		}
		sum += p.high
	}
	return sum
}

// texts lists what there is to say on a card, from the top. The name takes
// the room that the others leave, in at most three lines.
func texts(s CardSubject, bold, regular *face) []part {
	var above, below []part
	if word := bold.readable(s.KindWord); word != "" {
		above = append(above, label(s.Kind, word, bold))
	}
	atMost := func(lines int) func(int) int { return func(int) int { return lines } }
	if line := regular.readable(s.Line); line != "" {
		below = append(below, regular.part(40, cardMuted, regular.fit(line, textWide, atMost(1), 29, 27, 25)))
	}
	if issuer := regular.readable(s.Issuer); issuer != "" {
		below = append(below, part{44, 5, func(sh *sheet, y int) error {
			sh.fill(s.brand(), rectangle(textLeft, y, textLeft+72, y+5))
			return nil
		}}, regular.part(34, cardInk, regular.fit(issuer, textWide, atMost(2), 33, 30, 27)))
	}
	if name := bold.readable(s.Name); name != "" {
		room := textHigh - high(slices.Concat(above, []part{{above: 42}}, below))
		above = append(above, bold.part(42, cardInk, bold.fit(name, textWide, func(size int) int {
			return min(1+max(room-capital(size), 0)/leading(size), 3)
		}, 76, 68, 61, 55, 49, 44, 40, 36)))
	}
	return slices.Concat(above, below)
}

// part draws fitted text.
func (f *face) part(above int, paint colour, t fitted) part {
	return part{above, capital(t.size) + leading(t.size)*(len(t.lines)-1), func(sh *sheet, y int) error {
		for i, line := range t.lines {
			if err := sh.write(f, line, t.size, paint, textLeft, y+capital(t.size)+leading(t.size)*i); err != nil {
				return err
			}
		}
		return nil
	}}
}

// leading is the step from one base line to the next.
func leading(size int) int { return size * 118 / 100 }

// capital is the height of the capitals of the carried fonts at a size.
func capital(size int) int { return size * 72 / 100 }

// brand is the issuer's colour, dark enough to be seen on the sheet.
func (s CardSubject) brand() colour {
	if c, ok := parseColour(s.Color); ok {
		return c.within(0, 200)
	}
	return 0x14595f
}

// encode adds the picture and writes the card. A card has at most 256 colours:
// those of the frame and the text, and as many of the picture as fit the
// budget. The sheet is used up.
func (sh *sheet) encode(img *image.RGBA, at image.Point) ([]byte, error) {
	sh.renumber()
	own := len(sh.colours)
	img, where := sh.place(img, at)
	picture := census(slices.AppendSeq(make([]colour, 0, where.Dx()*where.Dy()), pixels(img)))
	m := &image.Paletted{Rect: image.Rect(0, 0, CardWidth, CardHeight), Stride: CardWidth, Pix: sh.pix}
	var b bytes.Buffer
	e := newEncoder()
	for _, n := range []int{256 - own, 96, 40, 16, 8, 4} {
		to := reduce(picture, n)
		for _, c := range sh.colours[own:] { // of the try before
			delete(sh.number, c)
		}
		sh.colours = sh.colours[:own]
		x, y := where.Min.X, where.Min.Y
		for c := range pixels(img) {
			m.Pix[y*CardWidth+x] = sh.mix(to[c])
			if x++; x == where.Max.X {
				x, y = where.Min.X, y+1
			}
		}
		m.Palette = m.Palette[:0]
		for _, c := range sh.colours {
			m.Palette = append(m.Palette, c)
		}
		b.Reset()
		if err := e.Encode(&b, m); err != nil {
			return nil, fmt.Errorf("encoding a card: %w", err)
		}
		if b.Len() <= cardBudget {
			break
		}
	}
	return b.Bytes(), nil
}

// renumber counts the colours in the order in which they stand on the sheet,
// and forgets those that were painted over.
func (sh *sheet) renumber() {
	old := sh.colours
	sh.colours, sh.number = nil, map[colour]uint8{}
	for i := 0; i < len(sh.pix); { // a run at a time
		from := sh.pix[i]
		to := sh.mix(old[from])
		for ; i < len(sh.pix) && sh.pix[i] == from; i++ {
			sh.pix[i] = to
		}
	}
}
