package intake

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// Separators lists what may stand between the cells of a text file.
func Separators() []rune { return []rune{',', ';', '\t'} }

// SeparatorName names a separator in a sentence.
func SeparatorName(r rune) string {
	switch r {
	case ',':
		return "comma"
	case ';':
		return "semicolon"
	case '\t':
		return "tab"
	}
	return string(r)
}

// readText reads a text file.
func (t *Table) readText(data []byte, o Options) error {
	text, err := t.decode(data, o.Encoding)
	if err != nil {
		return err
	}
	// Old programs on the Mac end lines with CR alone.
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	t.Separator = o.Separator
	first := 1
	// Excel takes a first line "sep=;" for what to separate by, and shows it not.
	if line, rest, _ := strings.Cut(text, "\n"); len(line) == 5 && strings.EqualFold(line[:4], "sep=") {
		text, first = rest, 2
		if t.Separator == 0 {
			t.Separator = rune(line[4])
		}
	}
	if t.Separator == 0 {
		if t.Separator, err = t.findSeparator(text); err != nil {
			return err
		}
	}
	return t.readRows(text, first)
}

// readRows reads separated text that begins on a line.
func (t *Table) readRows(text string, first int) error {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = t.Separator, -1, true
	if t.Separator == '"' || t.Separator == '\n' || t.Separator == '\r' || t.Separator == 0xfffd {
		return t.problem(Place{}, "use a comma, a semicolon or a tab", "%q cannot separate cells", t.Separator)
	}
	cells := 0
	var buf []Cell
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return t.separated(err, text, first)
		}
		line, _ := r.FieldPos(0)
		row := Row{Number: line + first - 1, Width: len(fields), Cells: buf[:0]}
		if len(fields) > MaxColumns {
			return t.problem(Place{Row: row.Number}, "is the separator right?", "there are more than %d columns", MaxColumns)
		}
		for i, field := range fields {
			line, _ := r.FieldPos(i)
			at := Place{File: t.File, Row: line + first - 1, Column: i + 1}
			field, err := t.text(at, field)
			if err != nil {
				return err
			}
			if field != "" {
				row.Cells = append(row.Cells, Cell{Place: at, Text: field})
			}
		}
		buf = row.Cells
		if err := t.add(row, &cells); err != nil {
			return err
		}
	}
}

// separated says in words what the reader of separated text found wrong.
func (t *Table) separated(err error, text string, first int) error {
	var e *csv.ParseError
	if !errors.As(err, &e) {
		return t.problem(Place{}, "", "cannot be read: %v", err)
	}
	at := Place{Row: e.Line + first - 1}
	switch {
	case errors.Is(err, csv.ErrBareQuote):
		return t.problem(at, `put the whole text into double quotes, and write each quote inside twice: "the ""best"" course"`, "a double quote stands inside a text that has none around it")
	case errors.Is(err, csv.ErrQuote):
		if open, never := unclosed(text, t.Separator); never && e.Line > strings.Count(strings.TrimSuffix(text, "\n"), "\n") {
			at.Row = open + first - 1
			return t.problem(at, "write the closing quote", "the double quote that opens here is never closed")
		}
		return t.problem(at, "write a quote inside a text twice, and put a separator behind the closing one", "something follows a closing double quote")
	}
	return t.problem(at, "", "cannot be read: %v", e.Err)
}

// unclosed finds the line of a quote that opens a cell and is never closed.
func unclosed(text string, separator rune) (line int, never bool) {
	line, open, quoted, start := 1, 0, false, true
	for _, r := range text {
		if r == '"' && (quoted || start) {
			// Two quotes inside close the cell and open it again.
			if quoted = !quoted; quoted && open == 0 {
				open = line
			}
			start = !quoted
			continue
		}
		if start = !quoted && (r == separator || r == '\n'); !quoted {
			open = 0
		}
		if r == '\n' {
			line++
		}
	}
	return open, quoted
}

// sampled is how many rows are tried to find out by what they are separated.
const sampled = 50

// findSeparator finds out what separates the cells: the one that the first row
// has, or, where it has several, the one by which all rows have as many cells
// as the first.
func (t *Table) findSeparator(text string) (rune, error) {
	var inFirst, even []rune
	for _, s := range Separators() {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord, r.ReuseRecord, r.LazyQuotes = s, -1, true, true
		width, same := 0, true
		for range sampled {
			fields, err := r.Read()
			if err != nil {
				break
			}
			if width == 0 {
				width = len(fields)
			}
			same = same && len(fields) == width
		}
		if width > 1 {
			inFirst = append(inFirst, s)
			if same {
				even = append(even, s)
			}
		}
	}
	switch {
	case len(inFirst) == 0:
		return ',', nil // a single column
	case len(inFirst) == 1:
		return inFirst[0], nil
	case len(even) == 1:
		return even[0], nil
	}
	var names []string
	for _, s := range inFirst {
		names = append(names, SeparatorName(s))
	}
	return 0, t.problem(Place{Row: 1}, "say it: --delimiter semicolon", "the cells may be separated by %s", strings.Join(names, " or by "))
}
