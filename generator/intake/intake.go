// Package intake turns a spreadsheet into rows of text, each cell with the
// place at which a person finds it again.
//
// Read takes the bytes of a file and tells by them, never by the name, what it
// is: a workbook of Excel, LibreOffice, Numbers or Google Sheets (XLSX: Office
// Open XML, ECMA-376 and ISO/IEC 29500, transitional and strict), or text with
// separators (CSV, RFC 4180, and what spreadsheets make of it).
//
//	table, err := intake.Read("cohort.xlsx", data, intake.Options{})
//	for _, row := range table.Rows {
//		for _, c := range row.Cells { … c.Text, c.Place … }
//	}
//
// What is read is text and nothing else. A formula is not calculated: of a
// workbook the value counts that was stored with it, in a text file it is the
// text that stands there. Numbers are given as they are stored and not as they
// are shown ("8.5", for a cell that shows "8,50"); dates as YYYY-MM-DD. Spaces
// around a text are taken away, also those that do not break. Empty cells and
// empty rows are left out.
//
// The file may come from anybody. Its size, its unpacked size, its rows, its
// cells and the length of a text are bounded, and so is what is held in memory
// at any time. Nothing but the parts with names, texts, formats and rows of a
// workbook is unpacked; nothing it links to is opened. The first thing that is
// wrong ends the reading with a *Problem: half a spreadsheet is of no use.
//
// The workbook is read here and not by a library, because those that there are
// unpack all of it, put large sheets into temporary files, and give dates as a
// country writes them. The tests let such a library write what is read.
package intake

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what is read.
const (
	MaxSize     = 32 << 20  // bytes of a file
	MaxRows     = 50_000    // rows that are not empty, beside one of headings
	MaxCells    = 1_000_000 // cells that are not empty
	MaxColumns  = 16_384    // what a sheet of Excel has
	MaxText     = 32_767    // characters of a cell: what a cell of Excel holds
	maxUnpacked = 64 << 20  // bytes of all parts of a workbook that are read
)

// Options say how a file is to be read where the file does not. The zero value
// is right for nearly all.
type Options struct {
	Separator rune   // of a text file: ',', ';' or a tab; zero: found out
	Encoding  string // of a text file: one of Encodings; empty: found out
	Sheet     string // of a workbook: the name of the sheet; empty: the only one that holds anything
}

// Table is what a file holds.
type Table struct {
	File      string // its name in messages
	Sheet     string // the sheet's name; empty for a text file
	Separator rune   // of a text file
	Encoding  string // of a text file
	Hidden    int    // rows that the spreadsheet hides, for example by a filter; they are read as well
	Rows      []Row
}

// Row is a row that is not empty.
type Row struct {
	Number int    // as the spreadsheet counts; of a text file, the line on which it begins
	Width  int    // of a text file: how many cells it has, the empty ones included
	Cells  []Cell // those that are not empty, from left to right
}

// Cell is a cell that is not empty.
type Cell struct {
	Place
	Text    string
	Formula bool // it is the result of a formula, or one without a result
	Broken  bool // the spreadsheet shows an error there: the text is for example "#REF!"
}

// Place is where a cell stands.
type Place struct {
	File   string
	Sheet  string // empty for a text file
	Row    int    // of a text file, the line
	Column int    // from 1; 0: the whole row
}

// Letter is the column as spreadsheets call it: A to Z, then AA.
func (p Place) Letter() string {
	var b []byte
	for n := p.Column; n > 0; n = (n - 1) / 26 {
		b = append(b, 'A'+byte((n-1)%26))
	}
	slices.Reverse(b)
	return string(b)
}

// String says where a cell is: "cohort.csv:57, column C", or "cohort.xlsx,
// sheet May, C57".
func (p Place) String() string {
	switch {
	case p.Sheet != "" && p.Row == 0:
		return p.File + ", sheet " + p.Sheet
	case p.Sheet != "" && p.Column == 0:
		return fmt.Sprintf("%s, sheet %s, row %d", p.File, p.Sheet, p.Row)
	case p.Sheet != "":
		return fmt.Sprintf("%s, sheet %s, %s%d", p.File, p.Sheet, p.Letter(), p.Row)
	case p.Row == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Row)
	}
	return fmt.Sprintf("%s:%d, column %s", p.File, p.Row, p.Letter())
}

// At returns the text of a column, from 1; that of an empty cell is empty.
func (r Row) At(column int) string {
	c, _ := r.Cell(column)
	return c.Text
}

// Cell returns the cell of a column, from 1; ok is false where it is empty.
func (r Row) Cell(column int) (c Cell, ok bool) {
	i, ok := slices.BinarySearchFunc(r.Cells, column, func(c Cell, column int) int { return cmp.Compare(c.Column, column) })
	if ok {
		c = r.Cells[i]
	}
	return c, ok
}

// Even fails at the first row of a text file that has not as many cells as the
// first row: there a separator is missing, or stands where no one meant it.
// Empty cells too many do no harm.
func (t *Table) Even() error {
	for i, r := range t.Rows {
		want := t.Rows[0].Width
		switch last := r.Cells[len(r.Cells)-1].Column; {
		case i == 0 || t.Sheet != "" || r.Width == want:
		case r.Width < want:
			return &Problem{Place: Place{File: t.File, Row: r.Number}, Text: fmt.Sprintf("this row has %d cells, and the first has %d", r.Width, want),
				Mend: "is a separator missing, or a quote that closes too late?"}
		case last > want:
			return &Problem{Place: Place{File: t.File, Row: r.Number, Column: last}, Text: fmt.Sprintf("this row has %d cells, and the first has %d", r.Width, want),
				Mend: "put a text that holds a separator into double quotes"}
		}
	}
	return nil
}

// Problem is what keeps a file from being read: where, what, and how it is
// mended.
type Problem struct {
	Place Place
	Text  string
	Mend  string // may be empty
}

func (p *Problem) Error() string { return p.Place.String() + ": " + p.Text }

// Read reads a spreadsheet. name is that of the file, for messages. Every error
// is a *Problem.
func Read(name string, data []byte, o Options) (*Table, error) {
	t := &Table{File: name}
	if err := t.read(data, o); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *Table) read(data []byte, o Options) error {
	switch {
	case len(data) > MaxSize:
		return t.problem(Place{}, "save the sheet with the rows that matter as a file of its own", "the file has more than %d MiB", MaxSize>>20)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return t.readWorkbook(data, o)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return t.problem(Place{}, "open it in your spreadsheet and save it as .xlsx without a password, or as CSV", "this is an old .xls workbook, or one with a password")
	case bytes.HasPrefix(data, []byte("%PDF-")) || bytes.HasPrefix(data, []byte("\x89PNG")) || bytes.HasPrefix(data, []byte("{\\rtf")):
		return t.problem(Place{}, "save the spreadsheet as .xlsx or CSV", "this is no spreadsheet")
	}
	return t.readText(data, o)
}

// problem makes a Problem of this file and sheet.
func (t *Table) problem(at Place, mend, format string, args ...any) error {
	at.File, at.Sheet = t.File, t.Sheet
	return &Problem{Place: at, Text: fmt.Sprintf(format, args...), Mend: mend}
}

// add appends a copy of a row, unless it is empty.
func (t *Table) add(r Row, cells *int) error {
	if len(r.Cells) == 0 {
		return nil
	}
	if len(t.Rows) > MaxRows {
		return t.problem(Place{Row: r.Number}, "split it into several files", "there are more than %d rows", MaxRows)
	}
	if *cells += len(r.Cells); *cells > MaxCells {
		return t.problem(Place{Row: r.Number}, "leave out the columns that are not needed", "there are more than %d cells", MaxCells)
	}
	r.Cells = slices.Clone(r.Cells)
	t.Rows = append(t.Rows, r)
	return nil
}

// text is what counts of the text of a cell.
func (t *Table) text(at Place, s string) (string, error) {
	if len(s) > MaxText && utf8.RuneCountInString(s) > MaxText {
		return "", t.problem(at, "shorten it", "the text is longer than %d characters", MaxText)
	}
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	for _, r := range s {
		if r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff {
			return "", t.problem(at, "delete the cell and type it anew", "the text holds the control character U+%04X", r)
		}
	}
	return strings.TrimFunc(s, blank), nil
}

// blank reports whether a character at the end of a text is nothing to see.
func blank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060' }
