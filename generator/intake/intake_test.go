package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/intake"
)

func Example() {
	table, err := intake.Read("cohort.csv", []byte("Name;E-mail\nAda Rossi;Ada@Example.org\n"), intake.Options{})
	if err != nil {
		panic(err)
	}
	for _, row := range table.Rows {
		for _, c := range row.Cells {
			fmt.Println(c.Place, "is", c.Text)
		}
	}
	fmt.Println(table.Addresses()[0].Text, intake.SeparatorName(table.Separator))
	// Output:
	// cohort.csv:1, column A is Name
	// cohort.csv:1, column B is E-mail
	// cohort.csv:2, column A is Ada Rossi
	// cohort.csv:2, column B is Ada@Example.org
	// ada@example.org semicolon
}

func ExamplePlace() {
	fmt.Println(intake.Place{File: "cohort.xlsx", Sheet: "May", Row: 57, Column: 28})
	fmt.Println(intake.Place{File: "cohort.csv", Row: 57, Column: 3})
	fmt.Println(intake.Place{File: "cohort.csv"})
	// Output:
	// cohort.xlsx, sheet May, AB57
	// cohort.csv:57, column C
	// cohort.csv
}

// grid is a table as a person sees it: rows of cells, the empty ones included.
func grid(t *intake.Table) [][]string {
	var all [][]string
	for _, r := range t.Rows {
		var row []string
		for column := 1; column <= r.Cells[len(r.Cells)-1].Column; column++ {
			row = append(row, r.At(column))
		}
		all = append(all, row)
	}
	return all
}

// read reads a file that must be readable.
func read(t *testing.T, name string, data []byte, o intake.Options) *intake.Table {
	t.Helper()
	table, err := intake.Read(name, data, o)
	if err != nil {
		t.Fatalf("Read(%q): %v", name, err)
	}
	for _, r := range table.Rows {
		for _, c := range r.Cells {
			if c.Text == "" || r.At(c.Column) != c.Text || c.File != name || c.Sheet != table.Sheet || c.Row < r.Number {
				t.Errorf("the cell %+v of row %d does not stand where it says", c, r.Number)
			}
		}
	}
	return table
}

// refused wants that a file is not read, and what is said of it.
func refused(t *testing.T, name string, data []byte, o intake.Options, want, mend string) {
	t.Helper()
	table, err := intake.Read(name, data, o)
	var p *intake.Problem
	switch {
	case err == nil:
		t.Errorf("%s was read: %d rows; want %q", name, len(table.Rows), want)
	case !errors.As(err, &p):
		t.Errorf("%s: %v is no Problem", name, err)
	case err.Error() != want || !strings.Contains(p.Mend, mend):
		t.Errorf("%s:\n got %q, mend %q\nwant %q, mend %q", name, err, p.Mend, want, mend)
	}
}

func TestTextFiles(t *testing.T) {
	people := [][]string{{"Name", "E-mail"}, {"José Müller", "jose@example.org"}}
	for name, c := range map[string]struct {
		in        string
		o         intake.Options
		want      [][]string
		separator rune
		encoding  string
	}{
		"comma":           {in: "Name,E-mail\nJosé Müller,jose@example.org\n", want: people, separator: ','},
		"semicolon":       {in: "Name;E-mail\r\nJosé Müller;jose@example.org\r\n", want: people, separator: ';'},
		"tab":             {in: "Name\tE-mail\nJosé Müller\tjose@example.org", want: people, separator: '\t'},
		"old Mac":         {in: "Name,E-mail\rJosé Müller,jose@example.org\r", want: people, separator: ','},
		"mark":            {in: "\ufeffName,E-mail\nJosé Müller,jose@example.org\n", want: people, separator: ','},
		"sep=":            {in: "sep=;\r\nName;E-mail\r\nJosé Müller;jose@example.org\r\n", want: people, separator: ';'},
		"mark and SEP=":   {in: "\ufeffSEP=,\nName,E-mail\nJosé Müller,jose@example.org\n", want: people, separator: ','},
		"quotes":          {in: "\"Name\",\"E-mail\"\n\"José Müller\",\"jose@example.org\"\n", want: people, separator: ','},
		"spaces":          {in: "Name ,\u00a0E-mail\n  José Müller\u00a0,\tjose@example.org\u200b\n", want: people, separator: ','},
		"empty rows":      {in: "\n,,\nName,E-mail\n\n , \nJosé Müller,jose@example.org,,\n,\n", want: people, separator: ','},
		"windows-1252":    {in: "Name;E-mail\r\nJos\xe9 M\xfcller;jose@example.org\r\n", o: intake.Options{Encoding: intake.Windows1252}, want: people, separator: ';', encoding: intake.Windows1252},
		"euro and quotes": {in: "\x80 \x93a\x94", o: intake.Options{Encoding: intake.Windows1252}, want: [][]string{{"€ “a”"}}, separator: ',', encoding: intake.Windows1252},
		"utf-16, little":  {in: utf16("\ufeffName\tE-mail\r\nJosé Müller\tjose@example.org\r\n", false), want: people, separator: '\t', encoding: intake.UTF16LE},
		"utf-16, big":     {in: utf16("\ufeffName\tE-mail\r\nJosé Müller\tjose@example.org\r\n", true), want: people, separator: '\t', encoding: intake.UTF16BE},
		"utf-16, said":    {in: utf16("Name\tE-mail\nJosé Müller\tjose@example.org", false), o: intake.Options{Encoding: intake.UTF16LE}, want: people, separator: '\t', encoding: intake.UTF16LE},
		"a mark counts":   {in: "\ufeffName,E-mail\nJosé Müller,jose@example.org\n", o: intake.Options{Encoding: intake.Windows1252}, want: people, separator: ','},
		"one column":      {in: "E-mail\nada@example.org\n", want: [][]string{{"E-mail"}, {"ada@example.org"}}, separator: ','},
		"commas within":   {in: "Name;Course, year\nAda;Knots, 2026\n", want: [][]string{{"Name", "Course, year"}, {"Ada", "Knots, 2026"}}, separator: ';', o: intake.Options{Separator: ';'}},
		"found by rows":   {in: "Name;Course, year;Where\nAda;Knots, splices, bends;Cork\n", want: [][]string{{"Name", "Course, year", "Where"}, {"Ada", "Knots, splices, bends", "Cork"}}, separator: ';'},
		"several lines":   {in: "a,b\n\"one\r\ntwo\",\"say \"\"three\"\"\"\n", want: [][]string{{"a", "b"}, {"one\ntwo", `say "three"`}}, separator: ','},
		"formulas":        {in: "a,b,c,d\n=HYPERLINK(1),+1,-1,@x\n\"=\"\"007\"\"\",x,,\n", want: [][]string{{"a", "b", "c", "d"}, {"=HYPERLINK(1)", "+1", "-1", "@x"}, {`="007"`, "x"}}, separator: ','},
		"typed by nobody": {in: "a,b,c\n007,1.10,NO\n", want: [][]string{{"a", "b", "c"}, {"007", "1.10", "NO"}}, separator: ','},
		"emptiness":       {in: "", separator: ','},
	} {
		t.Run(name, func(t *testing.T) {
			table := read(t, "cohort.csv", []byte(c.in), c.o)
			if diff := cmp.Diff(c.want, grid(table)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.in, diff)
			}
			if c.encoding == "" {
				c.encoding = intake.UTF8
			}
			if table.Separator != c.separator || table.Encoding != c.encoding {
				t.Errorf("separated by %q in %s, want %q in %s", table.Separator, table.Encoding, c.separator, c.encoding)
			}
		})
	}
}

func utf16(s string, big bool) string {
	var b []byte
	for _, r := range s { // none of the tests needs a surrogate
		if big {
			b = append(b, byte(r>>8), byte(r))
		} else {
			b = append(b, byte(r), byte(r>>8))
		}
	}
	return string(b)
}

func TestTextFilesThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		in         string
		o          intake.Options
		want, mend string
	}{
		{"a,b\n1,\"two\nthree\n\"\"four\nfive", intake.Options{}, "f.csv:2: the double quote that opens here is never closed", "write the closing quote"},
		{"sep=,\na,b\n\"x\",y\n1,2,\"", intake.Options{}, "f.csv:4: the double quote that opens here is never closed", ""},
		{"a,b\n1,\"two\"three\n\"x\",y\n", intake.Options{}, "f.csv:2: something follows a closing double quote", "twice"},
		{"a,b\n1,two \"three\"\n", intake.Options{}, "f.csv:2: a double quote stands inside a text that has none around it", "double quotes"},
		{"a,b;c\n1,2;3\n", intake.Options{}, "f.csv:1: the cells may be separated by comma or by semicolon", "--delimiter"},
		{"a,b\n1,\x072\n", intake.Options{}, "f.csv:2, column B: the text holds the control character U+0007", "type it anew"},
		{"a\nJos\xe9\n", intake.Options{}, "f.csv:2: the text is not UTF-8", "--encoding windows-1252"},
		{"a\n\x00b\n", intake.Options{}, "f.csv:2: the file holds a zero byte: this is no text in UTF-8", "CSV UTF-8"},
		{utf16("Name\n", false), intake.Options{}, "f.csv:1: the file holds a zero byte: this is no text in UTF-8", "utf-16le"},
		{"\xff\xfea", intake.Options{}, "f.csv: the file ends within a character: it was cut off", ""},
		{"\xff\xfea\x00\n\x00\x00\xd8b\x00", intake.Options{}, "f.csv:2: a character is broken", ""},
		{"a", intake.Options{Encoding: "latin-9"}, `f.csv: unknown encoding "latin-9"`, "windows-1252"},
		{"a", intake.Options{Separator: '"'}, `f.csv: '"' cannot separate cells`, "semicolon"},
		{strings.Repeat("x", intake.MaxText+1), intake.Options{}, "f.csv:1, column A: the text is longer than 32767 characters", ""},
		{strings.Repeat(",", intake.MaxColumns), intake.Options{}, "f.csv:1: there are more than 16384 columns", "separator"},
		{strings.Repeat("x\n", intake.MaxRows+2), intake.Options{}, "f.csv:50002: there are more than 50000 rows", "several files"},
		{strings.Repeat(strings.Repeat("x,", 99)+"x\n", intake.MaxCells/100+1), intake.Options{}, "f.csv:10001: there are more than 1000000 cells", "columns"},
		{strings.Repeat("x", intake.MaxSize+1), intake.Options{}, "f.csv: the file has more than 32 MiB", ""},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", intake.Options{}, "f.csv: this is an old .xls workbook, or one with a password", ".xlsx"},
		{"%PDF-1.7", intake.Options{}, "f.csv: this is no spreadsheet", "CSV"},
	} {
		refused(t, "f.csv", []byte(c.in), c.o, c.want, c.mend)
	}
	// Neither limit is one too low.
	read(t, "f.csv", []byte(strings.Repeat("ü", intake.MaxText)+strings.Repeat(",", intake.MaxColumns-1)), intake.Options{})
	read(t, "f.csv", []byte(strings.Repeat("x\n", intake.MaxRows+1)), intake.Options{})
}

func TestRowsOfOneWidth(t *testing.T) {
	for in, want := range map[string]string{
		"a,b\n1,2\n3,4\n":   "",
		"a,b\n1,2,,\n":      "",
		"a,b\n1,2\n3\n4,5":  "f.csv:3: this row has 1 cells, and the first has 2",
		"a,b\n1,\"2\n3\",4": "f.csv:2, column C: this row has 3 cells, and the first has 2",
		"":                  "",
	} {
		got := ""
		if err := read(t, "f.csv", []byte(in), intake.Options{Separator: ','}).Even(); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	table := read(t, "f.csv", []byte("Who;Mail\nAda; ADA@Example.org\nBea;Bea Ek <bea@example.org>, mailto:b.ek@example.org?subject=x\nCarl;'+carl@example.org\nDan;dan@localhost\nEve;@eve\nAgain;ada@example.org\nJosé;josé@bücher.example"), intake.Options{})
	var got []string
	for _, a := range table.Addresses() {
		got = append(got, fmt.Sprintf("%s%d %s", a.Letter(), a.Row, a.Text))
	}
	want := []string{"B2 ada@example.org", "B3 bea@example.org", "B3 b.ek@example.org", "B4 +carl@example.org", "B8 josé@bücher.example"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

// The law: however text is written by the rules of RFC 4180, it is read as it
// was.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n1,\"2\n3\"\n"), "")
	f.Add([]byte("sep=;\na;b"), "windows-1252")
	f.Add([]byte("\xff\xfea\x00,\x00\"\x00"), "")
	f.Add(workbookOf(f, [][]any{{"Name", "E-mail"}, {"Ada", "ada@example.org"}}), "")
	f.Add(bare(map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="inlineStr"><is><t>_x000D_a</t></is></c></row></sheetData></worksheet>`}), "")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		table, err := intake.Read("f", data, intake.Options{Encoding: encoding})
		if err != nil {
			if p := (*intake.Problem)(nil); !errors.As(err, &p) || p.Text == "" || p.Place.File != "f" {
				t.Errorf("%v is no proper Problem", err)
			}
			return
		}
		if len(table.Rows) > intake.MaxRows+1 {
			t.Errorf("%d rows", len(table.Rows))
		}
		last := 0
		for _, r := range table.Rows {
			if r.Number <= last || len(r.Cells) == 0 {
				t.Errorf("row %d follows row %d, with %d cells", r.Number, last, len(r.Cells))
			}
			last = r.Number
			for i, c := range r.Cells {
				if c.Text == "" || strings.ContainsAny(c.Text, "\x00\r\x1b") || i > 0 && c.Column <= r.Cells[i-1].Column {
					t.Errorf("cell %+v", c)
				}
			}
		}
		if table.Even() == nil {
			for _, a := range table.Addresses() {
				if strings.Count(a.Text, "@") != 1 || strings.ContainsAny(a.Text, "\r\n <>,;") {
					t.Errorf("address %q", a.Text)
				}
			}
		}
	})
}
