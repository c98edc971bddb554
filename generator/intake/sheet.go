package intake

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// rows reads the rows of a sheet.
func (w *workbook) rows(s sheet) error {
	w.t.Sheet = s.name
	r := rowReader{workbook: w}
	return w.walk(s.part, func(start xml.StartElement, e *element) error {
		if start.Name.Local != "row" {
			return nil
		}
		return r.row(start, e)
	})
}

// maxRow is the last row of a sheet of Excel.
const maxRow = 1 << 20

type rowReader struct {
	*workbook
	number int // of the row before
	cells  int
	buf    cellText
	found  []Cell
}

// row reads a row. Rows and cells that do not say where they are follow the one
// before.
func (r *rowReader) row(start xml.StartElement, d *element) error {
	number := r.number + 1
	if said := attr(start, "r"); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n < number {
			return r.strange("its rows are out of order")
		}
		number = n
	}
	if number > maxRow {
		return r.strange("its rows have no end")
	}
	r.number = number
	row, column := Row{Number: number, Cells: r.found[:0]}, 0
	err := d.within(func(e xml.StartElement, _ xml.CharData) error {
		if e.Name.Local != "c" {
			return nil
		}
		column++
		if at := attr(e, "r"); at != "" {
			n, ok := columnOf(at)
			if !ok || n < column {
				return r.strange("the cells of row %d are out of order", number)
			}
			column = n
		}
		if column > MaxColumns {
			return r.strange("row %d has no end", number)
		}
		c, err := r.cell(Place{File: r.t.File, Sheet: r.t.Sheet, Row: number, Column: column}, e, d)
		if err == nil && c.Text != "" {
			row.Cells = append(row.Cells, c)
		}
		return err
	})
	if err != nil {
		return err
	}
	if hidden := attr(start, "hidden"); len(row.Cells) > 0 && (hidden == "1" || hidden == "true") {
		r.t.Hidden++
	}
	r.found = row.Cells
	return r.t.add(row, &r.cells)
}

// cellText is what stands in the XML of a cell.
type cellText struct{ value, formula, inline strings.Builder }

func (r *rowReader) cell(at Place, start xml.StartElement, d *element) (Cell, error) {
	b := &r.buf
	b.value.Reset()
	b.formula.Reset()
	b.inline.Reset()
	c := Cell{Place: at}
	err := d.within(func(e xml.StartElement, text xml.CharData) error {
		var to *strings.Builder
		switch inner := d.around[len(d.around)-1]; {
		case e.Name.Local == "f":
			c.Formula = true
		case e.Name.Local == "is":
			return d.text(&b.inline)
		case inner == "v":
			to = &b.value
		case inner == "f":
			to = &b.formula
		}
		if to != nil {
			to.Write(text)
			if to.Len() > 4*MaxText {
				return errMalformed
			}
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	text, err := r.valueOf(attr(start, "t"), attr(start, "s"), &c)
	if err != nil {
		return c, err
	}
	if text == "" && c.Formula { // it was never calculated
		text = "=" + b.formula.String()
	}
	c.Text, err = r.t.text(at, text)
	return c, err
}

// valueOf reads the value of a cell by its type (ISO/IEC 29500-1, 18.18.11).
func (r *rowReader) valueOf(kind, style string, c *Cell) (string, error) {
	value := r.buf.value.String()
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		switch {
		case value == "":
			return "", nil
		case err != nil || i < 0 || i >= len(r.strings):
			return "", r.t.problem(c.Place, saveAnew, "the text of this cell is missing in the workbook")
		}
		return unescape(r.strings[i]), nil
	case "inlineStr":
		return unescape(r.buf.inline.String()), nil
	case "str":
		return unescape(value), nil
	case "b":
		if value == "1" || value == "true" {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "e":
		c.Broken = true
		return value, nil
	case "d":
		return strings.TrimSuffix(value, "T00:00:00"), nil
	}
	f := plain
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(r.formats) {
		f = r.formats[i]
	}
	return f.number(strings.TrimSpace(value), r.from), nil
}

// columnOf is the number of the column in the name of a cell: 28 for "AB7".
func columnOf(name string) (n int, ok bool) {
	for _, c := range []byte(name) {
		switch {
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case c < 'A' || c > 'Z':
			return n, n > 0
		}
		if n = n*26 + int(c-'A') + 1; n > MaxColumns {
			return 0, false
		}
	}
	return 0, false // there is no row in it
}
