package artwork

import (
	"slices"
	"strings"
	"unicode"

	"github.com/golang/freetype/raster"
	"github.com/golang/freetype/truetype"
	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// face is a font that text is measured and drawn with. The outlines stay as
// they are designed: hinting would pull them onto whole pixels, and a card is
// shown at many sizes.
type face struct {
	font *truetype.Font
	buf  truetype.GlyphBuf
}

// newFace reads a font that the program carries.
func newFace(ttf []byte) (*face, error) {
	f, err := truetype.Parse(ttf)
	if err != nil {
		return nil, err
	}
	return &face{font: f}, nil
}

// readable prepares text for drawing, or returns "" where the face could not
// draw all of it. Only scripts whose letters stand one after another are
// drawn: those of other scripts change with their neighbours or run from the
// right, and need a shaper. Text that is covered in part is left out whole,
// since half a name is a wrong name.
func (f *face) readable(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cf, r): // soft hyphens and marks of direction draw nothing
		case r == '\u00a0' || r == '\u202f':
			b.WriteRune('\u00a0')
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Common) || !unicode.IsPrint(r),
			r == unicode.ReplacementChar, f.font.Index(r) == 0:
			return ""
		default:
			b.WriteRune(r)
		}
	}
	return strings.Trim(b.String(), " \u00a0")
}

// width returns how far text reaches at a size in pixels, in sixty-fourths of
// a pixel.
func (f *face) width(text string, size int) int {
	w := 0
	for _, r := range text {
		w += int(f.font.HMetric(fixed.I(size), f.font.Index(r)).AdvanceWidth)
	}
	return w
}

// trace hands the outlines of a line of text to the rasteriser, from the left
// end of its base line.
func (f *face) trace(r *raster.Rasterizer, text string, size int, at fixed.Point26_6) error {
	for _, c := range text {
		glyph := f.font.Index(c)
		if err := f.buf.Load(f.font, fixed.I(size), glyph, font.HintingNone); err != nil {
			return err
		}
		first := 0
		for _, end := range f.buf.Ends {
			contour(r, f.buf.Points[first:end], at)
			first = end
		}
		at.X += f.buf.AdvanceWidth
	}
	return nil
}

// contour hands one closed outline of a glyph to the rasteriser. Its curves
// are quadratic; between two controls that follow each other lies an unsaid
// point of the curve, halfway (OpenType 1.9, glyf table).
func contour(r *raster.Rasterizer, points []truetype.Point, at fixed.Point26_6) {
	n := len(points)
	if n == 0 {
		return
	}
	place := func(i int) (fixed.Point26_6, bool) {
		p := points[i%n]
		return fixed.Point26_6{X: at.X + p.X, Y: at.Y - p.Y}, p.Flags&1 != 0
	}
	half := func(p, q fixed.Point26_6) fixed.Point26_6 {
		return fixed.Point26_6{X: (p.X + q.X) / 2, Y: (p.Y + q.Y) / 2}
	}
	first := 0
	for first < n-1 && points[first].Flags&1 == 0 {
		first++
	}
	start, on := place(first)
	if !on { // controls alone
		next, _ := place(first + 1)
		start = half(start, next)
	}
	r.Start(start)
	control, bent := fixed.Point26_6{}, false
	for i := first + 1; i <= first+n; i++ {
		p, on := place(i)
		switch {
		case on && bent:
			r.Add2(control, p)
		case on:
			r.Add1(p)
		case bent:
			r.Add2(control, half(control, p))
		}
		control, bent = p, !on
	}
	if bent {
		r.Add2(control, start)
	}
}

// fitted is text broken into lines at a size.
type fitted struct {
	size  int
	lines []string
}

// fit breaks text into lines of a width in pixels, at the first of several
// sizes, largest first, at which it takes no more lines than allowed at that
// size. Where no size holds every word whole, the one with the fewest cuts is
// taken; where even the last is too large, the text ends in an ellipsis after
// a word.
func (f *face) fit(text string, width int, allowed func(size int) int, sizes ...int) fitted {
	words := breakable(text)
	if len(words) == 0 {
		return fitted{size: sizes[0]}
	}
	best, fewest := fitted{}, -1
	for _, size := range sizes {
		if out, cuts, ok := f.balanced(words, width*64, allowed(size), size); ok && (fewest < 0 || cuts < fewest) {
			if best, fewest = (fitted{size, out}), cuts; cuts == 0 {
				break
			}
		}
	}
	if fewest >= 0 {
		return best
	}
	size := sizes[len(sizes)-1]
	for n := len(words) - 1; n > 0; n-- {
		short := slices.Clone(words[:n])
		short[n-1].text = strings.TrimRightFunc(short[n-1].text, unicode.IsPunct) + "…"
		if out, _, ok := f.balanced(short, width*64, allowed(size), size); ok {
			return fitted{size, out}
		}
	}
	// The first word alone is too long.
	first := []rune(words[0].text)
	for n := len(first) - 1; n > 0; n-- {
		if out, _, ok := f.balanced([]word{{text: string(first[:n]) + "…"}}, width*64, allowed(size), size); ok {
			return fitted{size, out}
		}
	}
	return fitted{size: size}
}

// word is a piece of text that a line may end after.
type word struct {
	text  string
	space bool // a space stands before it
}

// breakable splits text at its spaces, and after hyphens, dashes and strokes
// inside a word.
func breakable(text string) []word {
	var words []word
	for part := range strings.SplitSeq(text, " ") {
		if part == "" {
			continue
		}
		space, from, letters := len(words) > 0, 0, 0
		runes := []rune(part)
		for i, r := range runes {
			if strings.ContainsRune("-–—/", r) && letters > 1 && i < len(runes)-2 {
				words = append(words, word{string(runes[from : i+1]), space})
				space, from, letters = false, i+1, 0
			} else {
				letters++
			}
		}
		words = append(words, word{string(runes[from:]), space})
	}
	return words
}

// balanced lays words out in as few lines as a width allows and then makes
// the lines as equal as they can be. ok is false where that is too many lines.
func (f *face) balanced(words []word, width, most, size int) (out []string, cuts int, ok bool) {
	out, cuts, ok = f.lines(words, width, size)
	if !ok || len(out) > most {
		return nil, 0, false
	}
	for w := width - 8*64; w > width/4; w -= 8 * 64 {
		again, more, ok := f.lines(words, w, size)
		if !ok || len(again) > len(out) || more > cuts {
			break
		}
		out = again
	}
	return out, cuts, true
}

// lines fills one line after another and counts how often a word had to be
// cut. ok is false where the width holds not even a piece of a word.
func (f *face) lines(words []word, width, size int) (out []string, cuts int, ok bool) {
	line := ""
	for _, w := range words {
		if line != "" {
			longer := line + w.text
			if w.space {
				longer = line + " " + w.text
			}
			if f.width(longer, size) <= width {
				line = longer
				continue
			}
			out = append(out, line)
		}
		line = w.text
		for f.width(line, size) > width {
			head, tail := f.cut(line, width, size)
			if head == "" {
				return nil, 0, false
			}
			out, line, cuts = append(out, head), tail, cuts+1
		}
	}
	return append(out, line), cuts, true
}

// cut takes as much from the beginning of a word as a width holds, with a
// hyphen. At least three letters stay on either side.
func (f *face) cut(text string, width, size int) (head, tail string) {
	runes := []rune(text)
	room, n := width-f.width("-", size), 0
	for n < len(runes)-3 {
		if room -= f.width(string(runes[n]), size); room < 0 {
			break
		}
		n++
	}
	if n < 3 {
		return "", text
	}
	return string(runes[:n]) + "-", string(runes[n:])
}
