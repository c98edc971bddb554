package enrol_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"github.com/sealpress/sealpress/generator/enrol"
	"github.com/sealpress/sealpress/generator/intake"
)

// learner is a row as a person keeps it in a spreadsheet.
type learner struct {
	name, email string
	on          time.Time
	grade       float64
}

// cohort makes up n people, whose names need what names can need.
func cohort(n int) []learner {
	first := []string{"Zoë", "Jürgen", "Seán", "José María", "Anne-Sophie", "=Ada", "'Abd", "Þórunn", "O\u00a0Neill"}
	last := []string{"Müller", "d'Angelo", "Ó Briain", "Núñez", "Smith-Jones", "Ek; Bo", `"Bo" Ek`, "Ní Ruairc", "-Rossi", "+X", "@home", "No"}
	all := make([]learner, n)
	for i := range all {
		all[i] = learner{first[i%len(first)] + " " + last[i%len(last)], fmt.Sprintf("Learner.%d@Example.org", i),
			time.Date(2026, time.Month(1+i%3), 1+i%28, 0, 0, 0, 0, time.UTC), 4 + float64(i%5)/2}
	}
	return all
}

// asText is a cohort as a spreadsheet in the west of Europe writes text.
func asText(t testing.TB, all []learner, separator rune) string {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = separator, true
	rows := [][]string{{"Name", "E-Mail", "Verliehen am", "Note", "Bemerkung"}}
	for i, l := range all {
		grade := fmt.Sprintf("%d,%d0", int(l.grade), int(l.grade*10)%10)
		rows = append(rows, []string{l.name, l.email, l.on.Format("02.01.2006"), grade, fmt.Sprint(i)})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// asWorkbook is a cohort with dates and numbers that are some.
func asWorkbook(t testing.TB, all []learner) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	german := "DD.MM.YYYY"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &german})
	must(err)
	w, err := f.NewStreamWriter("Sheet1")
	must(err)
	must(w.SetRow("A1", []any{"Name", "E-Mail", "Verliehen am", "Note", "Bemerkung"}))
	for i, l := range all {
		must(w.SetRow(fmt.Sprintf("A%d", i+2), []any{l.name, l.email, excelize.Cell{StyleID: style, Value: l.on}, l.grade, i}))
	}
	must(w.Flush())
	b, err := f.WriteToBuffer()
	must(err)
	return b.Bytes()
}

func utf16le(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// A thousand learners, as Excel writes them in every form it has, make one and
// the same award file.
func TestEveryFormGivesTheSame(t *testing.T) {
	all := cohort(1000)
	old, err := charmap.Windows1252.NewEncoder().String(asText(t, all, ';'))
	if err != nil {
		t.Fatal(err)
	}
	forms := []struct {
		name string
		data []byte
		o    intake.Options
	}{
		{"windows-1252, semicolon", []byte(old), intake.Options{Encoding: intake.Windows1252}},
		{"UTF-8 with a mark, comma", []byte("\ufeff" + asText(t, all, ',')), intake.Options{}},
		{"UTF-8, semicolon", []byte(asText(t, all, ';')), intake.Options{}},
		{"Unicode text, tab", utf16le(asText(t, all, '\t')), intake.Options{}},
		{"sep=;", []byte("sep=;\r\n" + asText(t, all, ';')), intake.Options{}},
		{"workbook", asWorkbook(t, all), intake.Options{}},
	}
	fsys := site()
	var want []byte
	for _, f := range forms {
		table, err := intake.Read("c", f.data, f.o)
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		p, err := planTable(t, fsys, table, enrol.Options{Defaults: map[enrol.Field]string{enrol.Achievement: "swim"}})
		if err != nil {
			t.Fatalf("%s: %v", f.name, err)
		}
		if got := said(p); len(got) > 0 || p.Count(enrol.New) != 1000 {
			t.Fatalf("%s: %d new, %v", f.name, p.Count(enrol.New), got)
		}
		if want == nil {
			want = p.Data
		}
		if !bytes.Equal(want, p.Data) {
			t.Errorf("%s gives another file than %s", f.name, forms[0].name)
		}
	}
}

// A spreadsheet that expects the month first takes 03/05/2026 for a day in
// March, and leaves 13/05/2026 as text.
func TestDaysThatASpreadsheetTurnedRound(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for at, v := range map[string]any{"A1": "Name", "B1": "E-mail", "C1": "Date", "A2": "Ada", "B2": "ada@example.org", "C2": time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC),
		"A3": "Bo", "B3": "bo@example.org", "C3": "13/05/2026"} {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellStyle("Sheet1", "C2", "C2", style); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	table, err := intake.Read("c.xlsx", b.Bytes(), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := enrol.Options{Defaults: map[enrol.Field]string{enrol.Achievement: "knots"}}
	p, err := planTable(t, site(), table, o)
	want := "[c.xlsx, sheet Sheet1, C2: this may be another day: the column has dates and, where the day is past 12, text (see c.xlsx, sheet Sheet1, C3), " +
		"as a spreadsheet makes that takes the month to be first | look it up where the list comes from, and write 2026-05-03 or 2026-03-05; where the dates are right, say --dates day-first]"
	if got := fmt.Sprint(said(p)); err != nil || got != want {
		t.Errorf("%v\n got %s\nwant %s", err, got, want)
	}
	o.Order = enrol.DayFirst
	if p, err := planTable(t, site(), table, o); err != nil || p.Count(enrol.New) != 2 {
		t.Errorf("%v, %v", err, said(p))
	}
}
