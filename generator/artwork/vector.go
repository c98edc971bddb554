package artwork

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
)

// SVG writes the picture as a passive SVG 1.1 drawing of the same geometry as
// its PNG. Whole numbers, relative commands and an origin in the middle, about
// which shapes are turned, keep it small.
func (p Picture) SVG() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="%s" viewBox="-%d -%d %d %d" width="512" height="512">`, nsSVG, middle, middle, canvasSide, canvasSide)
	for i := 0; i < len(p.layers); i++ {
		l := p.layers[i]
		style := fmt.Sprintf(`fill="#%06x"`, uint32(l.paint))
		if l.width > 0 {
			style = fmt.Sprintf(`fill="none" stroke="#%06x" stroke-width="%d" stroke-linejoin="round"`, uint32(l.paint), l.width)
			if l.round {
				style += ` stroke-linecap="round"`
			}
		}
		if next := i + 1; next < len(p.layers) && l.encloses(p.layers[next]) {
			style = fmt.Sprintf(`fill="#%06x" stroke="#%06x" stroke-width="%d" stroke-linejoin="round" paint-order="stroke"`,
				uint32(p.layers[next].paint), uint32(l.paint), l.width)
			i = next
		}
		if l.clip != nil {
			fmt.Fprintf(&b, `<clipPath id="%s-%dc"><path d="%s"/></clipPath>`, p.mark, i, l.clip.data())
			style += fmt.Sprintf(` clip-path="url(#%s-%dc)"`, p.mark, i)
		}
		if len(l.shifts) > 0 {
			fmt.Fprintf(&b, `<g %s><path id="%s-%d" d="%s"/>`, style, p.mark, i, l.path.moved(l.shifts[0]).data())
			for _, by := range l.shifts[1:] {
				fmt.Fprintf(&b, `<use href="#%s-%d"%s/>`, p.mark, i, shift(by.sub(l.shifts[0])))
			}
			b.WriteString("</g>")
			continue
		}
		if len(l.copies) == 0 {
			fmt.Fprintf(&b, `<path %s d="%s"/>`, style, l.path.data())
			continue
		}
		fmt.Fprintf(&b, `<g %s><path id="%s-%d" d="%s"`, style, p.mark, i, l.path.data())
		if l.copies[0] != 0 {
			fmt.Fprintf(&b, ` transform="rotate(%s)"/>`, degrees(l.copies[0]))
		} else {
			b.WriteString("/>")
		}
		for _, angle := range l.copies[1:] {
			fmt.Fprintf(&b, `<use href="#%s-%d" transform="rotate(%s)"/>`, p.mark, i, degrees(angle-l.copies[0]))
		}
		b.WriteString("</g>")
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// encloses reports whether a line is the outline of the shape painted next, so
// that one element can say both.
func (l layer) encloses(next layer) bool {
	alone := func(l layer) bool { return len(l.copies)+len(l.shifts)+len(l.clip) == 0 }
	return l.width > 0 && !l.round && next.width == 0 && alone(l) && alone(next) && slices.Equal(l.path, next.path)
}

// shift writes the attributes that move a copy.
func shift(by point) string {
	s := ""
	if by.x != 0 {
		s = fmt.Sprintf(` x="%d"`, by.x)
	}
	if by.y != 0 {
		s += fmt.Sprintf(` y="%d"`, by.y)
	}
	return s
}

// degrees writes an angle with up to three decimals.
func degrees(angle int) string {
	thousandths := ratio(angle, 360_000, turn)
	s := strconv.Itoa(thousandths / 1000)
	if rest := abs(thousandths % 1000); rest != 0 {
		s += "." + fmt.Sprintf("%03d", rest)
	}
	return s
}

// data writes a path in the syntax of the d attribute (SVG 1.1, 8.3).
func (s path) data() string {
	var b []byte
	at := centre(0, 0) // the origin of the drawing
	var start, control point
	smoothly := false
	command := byte(0)
	put := func(kind byte, points ...point) {
		if kind != command || kind == 'm' {
			b = append(b, kind)
		}
		for i, p := range points {
			d := p.sub(at)
			first := i == 0 && (kind != command || kind == 'm')
			if d.x >= 0 && !first {
				b = append(b, ' ')
			}
			b = strconv.AppendInt(b, int64(d.x), 10)
			if d.y >= 0 {
				b = append(b, ' ')
			}
			b = strconv.AppendInt(b, int64(d.y), 10)
		}
		command = kind
	}
	for _, st := range s {
		end := st.p[0]
		switch st.kind {
		case 'M':
			put('m', end)
			start, smoothly = end, false
		case 'L':
			put('l', end)
			smoothly = false
		case 'C':
			end = st.p[2]
			if smoothly && control.add(st.p[0]) == at.add(at) {
				put('s', st.p[1], end)
			} else {
				put('c', st.p[0], st.p[1], end)
			}
			control, smoothly = st.p[1], true
		case 'Z':
			b = append(b, 'z')
			command, end, smoothly = 0, start, false
		}
		at = end
	}
	return string(b)
}
