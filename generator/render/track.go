package render

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/page"
)

// The measures of a track.
const (
	stopsInRow = 4
	stopWidth  = 160
	rowHeight  = 150
	stopTop    = 52 // from a row's top to the middle of its stops
	lineLength = 17 // letters of a name in one line
	mostLines  = 3
)

// track draws a pathway: rows of four stops that run to and fro.
func track(steps []page.Step, goal page.Card) page.Track {
	stops := make([]page.Stop, 0, len(steps)+1)
	for _, s := range steps {
		stops = append(stops, page.Stop{Number: s.Number, Name: s.Name, Href: s.Href, Image: s.Image, Required: s.Required})
	}
	if goal.Name != "" {
		stops = append(stops, page.Stop{Goal: true, Name: goal.Name, Href: goal.Href, Image: goal.Image})
	}
	if len(stops) == 0 {
		return page.Track{}
	}
	rows := (len(stops) + stopsInRow - 1) / stopsInRow
	t := page.Track{Width: stopWidth * min(len(stops), stopsInRow), Height: rowHeight * rows}
	var line strings.Builder
	for i := range stops {
		row, column := i/stopsInRow, i%stopsInRow
		if row%2 == 1 { // back again
			column = stopsInRow - 1 - column
		}
		s := &stops[i]
		s.X, s.Y, s.Lines = column*stopWidth+stopWidth/2, row*rowHeight+stopTop, lines(s.Name)
		switch {
		case i == 0:
			fmt.Fprintf(&line, "M%d %d", s.X, s.Y)
		case i%stopsInRow == 0: // a bend into the next row
			out := stopWidth / 2
			if row%2 == 0 {
				out = -out
			}
			fmt.Fprintf(&line, "C%d %d %d %d %d %d", s.X+out, s.Y-rowHeight, s.X+out, s.Y, s.X, s.Y)
		default:
			fmt.Fprintf(&line, "L%d %d", s.X, s.Y)
		}
	}
	t.Line, t.Stops = line.String(), stops
	return t
}

// lines breaks a name at its spaces into lines that fit below a stop. What
// does not fit ends in an ellipsis; the whole name stands in the list of steps.
func lines(name string) []string {
	var out []string
	for _, word := range strings.Fields(name) {
		if n := len(out); n > 0 && utf8.RuneCountInString(out[n-1])+1+utf8.RuneCountInString(word) <= lineLength {
			out[n-1] += " " + word
			continue
		}
		out = append(out, word)
	}
	cut := func(s string) string { return string([]rune(s)[:min(lineLength-1, utf8.RuneCountInString(s))]) + "…" }
	if len(out) > mostLines {
		out = out[:mostLines]
		out[mostLines-1] = cut(out[mostLines-1])
	}
	for i, l := range out {
		if utf8.RuneCountInString(l) > lineLength+3 {
			out[i] = cut(l)
		}
	}
	return out
}
