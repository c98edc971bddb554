package intake_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/sealpress/sealpress/generator/intake"
)

// workbookOf is a workbook with one sheet, written by a library that nobody
// here wrote.
func workbookOf(t testing.TB, rows [][]any) []byte {
	t.Helper()
	return written(t, func(f *excelize.File) {
		for i, row := range rows {
			check(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
		}
	})
}

func written(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	b, err := f.WriteToBuffer()
	check(t, err)
	return b.Bytes()
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWorkbookOfALibrary(t *testing.T) {
	day := time.Date(2026, 5, 14, 0, 0, 0, 0, time.UTC)
	data := written(t, func(f *excelize.File) {
		style := func(at, code string) {
			id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			check(t, err)
			check(t, f.SetCellStyle("Sheet1", at, at, id))
		}
		set := func(at string, v any) { check(t, f.SetCellValue("Sheet1", at, v)) }
		set("A1", "Name")
		set("B1", "E-mail")
		set("A3", " José Müller\u00a0")
		set("B3", "jose@example.org")
		set("C3", day)
		set("D3", day.Add(10*time.Hour+30*time.Minute))
		set("E3", 8.5)
		set("F3", true)
		set("G3", "=1+1") // a text, and no formula
		set("H3", 46156)
		set("I3", 46156)
		style("I3", "dd/mm/yyyy")
		set("J3", 0.4375)
		style("J3", "h:mm AM/PM")
		set("K3", 0.1)
		set("L3", "one\ntwo")
		check(t, f.SetCellFormula("Sheet1", "M3", "UPPER(A1)"))
		check(t, f.SetCellRichText("Sheet1", "N3", []excelize.RichTextRun{{Text: "Ada "}, {Text: "Rossi", Font: &excelize.Font{Bold: true}}}))
		set("AB4", "far")
		check(t, f.SetRowVisible("Sheet1", 4, false))
		_, err := f.NewSheet("Empty")
		check(t, err)
		_, err = f.NewSheet("Secret")
		check(t, err)
		check(t, f.SetCellValue("Secret", "A1", "not seen"))
		check(t, f.SetSheetVisible("Secret", false))
	})
	table := read(t, "cohort.xlsx", data, intake.Options{})
	far := make([]string, 28)
	far[27] = "far"
	want := [][]string{{"Name", "E-mail"},
		{"José Müller", "jose@example.org", "2026-05-14", "2026-05-14 10:30", "8.5", "TRUE", "=1+1", "46156", "2026-05-14", "10:30", "0.1", "one\ntwo", "=UPPER(A1)", "Ada Rossi"},
		far}
	if diff := cmp.Diff(want, grid(table)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if c := table.Rows[2].Cells[0]; c.String() != "cohort.xlsx, sheet Sheet1, AB4" {
		t.Errorf("the cell stands at %q", c.Place)
	}
	if table.Hidden != 1 || !table.Rows[1].Cells[12].Formula || table.Rows[1].Cells[6].Formula {
		t.Errorf("hidden rows: %d; cells %+v", table.Hidden, table.Rows[1].Cells)
	}
	if got := grid(read(t, "cohort.xlsx", data, intake.Options{Sheet: "secret"})); len(got) != 1 || got[0][0] != "not seen" {
		t.Errorf("the sheet that was named: %q", got)
	}
	refused(t, "cohort.xlsx", data, intake.Options{Sheet: "June"}, `cohort.xlsx: there is no sheet "June"`, "Sheet1, Empty, Secret")
}

func TestSeveralSheets(t *testing.T) {
	data := written(t, func(f *excelize.File) {
		_, err := f.NewSheet("June")
		check(t, err)
		check(t, f.SetCellValue("Sheet1", "A1", "x"))
		check(t, f.SetCellValue("June", "A1", "y"))
	})
	refused(t, "c.xlsx", data, intake.Options{}, "c.xlsx: several sheets hold something: Sheet1, June", `--sheet "June"`)
	if got := grid(read(t, "c.xlsx", data, intake.Options{Sheet: "June"})); got[0][0] != "y" {
		t.Errorf("got %q", got)
	}
	empty := written(t, func(*excelize.File) {})
	if table := read(t, "c.xlsx", empty, intake.Options{}); len(table.Rows) != 0 {
		t.Errorf("an empty workbook has the rows %v", table.Rows)
	}
}

// bare is a workbook by hand, as small as can be; parts replace or add to it.
func bare(parts map[string]string) []byte {
	all := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="http://r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet/>`,
		"xl/sharedStrings.xml":       `<sst><si><t>zero</t></si><si><r><t>o</t></r><r><t xml:space="preserve">ne</t></r><rPh><t>aid</t></rPh></si></sst>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\-mmm\-yy;@"/></numFmts><cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
	}
	maps.Copy(all, parts)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] == "" {
			continue
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(all[name]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// sheetOf is a workbook by hand with some rows.
func sheetOf(rows string) []byte {
	return bare(map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`})
}

func TestCellsOfAWorkbook(t *testing.T) {
	for in, want := range map[string]string{
		`<c t="s"><v>1</v></c>`:               "one",
		`<c t="s"/>`:                          "",
		`<c t="str"><f>A1</f><v>said</v></c>`: "said",
		`<c t="inlineStr"><is><r><t>a</t></r><r><t>_x0041__x005F_x</t></r></is></c>`: "aA_x",
		`<c t="inlineStr"><is><t>a_x000D_&#10;b</t></is></c>`:                        "a\nb",
		`<c t="e"><v>#REF!</v></c>`:                                                  "#REF!",
		`<c t="b"><v>0</v></c>`:                                                      "FALSE",
		`<c t="d"><v>2026-05-14T00:00:00</v></c>`:                                    "2026-05-14",
		`<c s="1"><v>46156</v></c>`:                                                  "2026-05-14",
		`<c s="2"><v>46156.25</v></c>`:                                               "2026-05-14",
		`<c s="3"><v>46156.75</v></c>`:                                               "2026-05-14 18:00",
		`<c s="3"><v>46156.999999999</v></c>`:                                        "2026-05-15",
		`<c s="4"><v>0.75</v></c>`:                                                   "18:00",
		`<c s="1"><v>1</v></c>`:                                                      "1900-01-01",
		`<c s="1"><v>59</v></c>`:                                                     "1900-02-28",
		`<c s="1"><v>60</v></c>`:                                                     "60",
		`<c s="1"><v>61</v></c>`:                                                     "1900-03-01",
		`<c s="1"><v>-3</v></c>`:                                                     "-3",
		`<c s="1"><v>2958466</v></c>`:                                                "2958466",
		`<c s="99"><v>8.4999999999999996</v></c>`:                                    "8.5",
		`<c><v>1E+2</v></c>`:                                                         "100",
		`<c><v>abc</v></c>`:                                                          "abc",
		`<c><f>NOW()</f></c>`:                                                        "=NOW()",
		`<c/>`:                                                                       "",
	} {
		table := read(t, "c.xlsx", sheetOf(`<row r="7">`+in+`</row>`), intake.Options{})
		got := ""
		if len(table.Rows) > 0 {
			got = table.Rows[0].At(1)
			if table.Rows[0].Number != 7 {
				t.Errorf("%s stands in row %d", in, table.Rows[0].Number)
			}
		}
		if got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
	mac := bare(map[string]string{
		"xl/workbook.xml":          `<workbook xmlns:r="http://r"><workbookPr date1904="1"/><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c s="1"><v>44694</v></c><c s="1"><v>0</v></c></row></sheetData></worksheet>`,
	})
	if got := grid(read(t, "c.xlsx", mac, intake.Options{})); got[0][0] != "2026-05-14" || got[0][1] != "1904-01-01" {
		t.Errorf("counted from 1904: %q", got)
	}
}

func TestWorkbooksThatAreRefused(t *testing.T) {
	const damaged = `c.xlsx: this workbook cannot be read: its part "xl/worksheets/sheet1.xml" is damaged`
	inSheet := strings.ReplaceAll(damaged, "c.xlsx:", "c.xlsx, sheet S:")
	whole := sheetOf(`<row><c><v>1</v></c></row>`)
	for name, c := range map[string]struct {
		in   []byte
		want string
	}{
		"cut off":        {whole[:len(whole)-30], "c.xlsx: the file is damaged or was cut off"},
		"other zip":      {bare(map[string]string{"_rels/.rels": "", "xl/workbook.xml": ""}), "c.xlsx: this is a packed file, and no .xlsx workbook"},
		"binary":         {bare(map[string]string{"_rels/.rels": `<R><Relationship Type="x/officeDocument" Target="xl/workbook.bin"/></R>`, "xl/workbook.bin": "x"}), "c.xlsx: this is a binary workbook, .xlsb"},
		"no sheet":       {bare(map[string]string{"xl/workbook.xml": `<workbook/>`}), "c.xlsx: this workbook cannot be read: it has no sheet"},
		"entities":       {bare(map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><row><c t="str"><v>&a;</v></c></row></worksheet>`}), inSheet},
		"not closed":     {bare(map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><row>`}), inSheet},
		"depth":          {bare(map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat("<a>", 1e6)}), inSheet},
		"one long tag":   {bare(map[string]string{"xl/worksheets/sheet1.xml": `<worksheet ` + strings.Repeat(`a="" `, 1e6) + `/>`}), inSheet},
		"a long cell":    {sheetOf(`<row><c t="str"><v>` + strings.Repeat("x", intake.MaxText+1) + `</v></c></row>`), "c.xlsx, sheet S, A1: the text is longer than 32767 characters"},
		"a longer cell":  {sheetOf(`<row><c t="inlineStr"><is>` + strings.Repeat("<t>"+strings.Repeat("x", 1000)+"</t>", 1000) + `</is></c></row>`), inSheet},
		"too many rows":  {sheetOf(strings.Repeat(`<row><c><v>1</v></c></row>`, intake.MaxRows+2)), "c.xlsx, sheet S, row 50002: there are more than 50000 rows"},
		"endless rows":   {sheetOf(strings.Repeat(`<row/>`, 1<<20+1)), "c.xlsx, sheet S: this workbook cannot be read: its rows have no end"},
		"a far row":      {sheetOf(`<row r="1048577"/>`), "c.xlsx, sheet S: this workbook cannot be read: its rows have no end"},
		"backwards":      {sheetOf(`<row r="2"/><row r="1"/>`), "c.xlsx, sheet S: this workbook cannot be read: its rows are out of order"},
		"cells back":     {sheetOf(`<row><c r="B1"/><c r="A1"/></row>`), "c.xlsx, sheet S: this workbook cannot be read: the cells of row 1 are out of order"},
		"a far cell":     {sheetOf(`<row><c r="XFE1"/></row>`), "c.xlsx, sheet S: this workbook cannot be read: the cells of row 1 are out of order"},
		"no such text":   {sheetOf(`<row><c t="s"><v>7</v></c></row>`), "c.xlsx, sheet S, A1: the text of this cell is missing in the workbook"},
		"a bell":         {sheetOf(`<row><c t="inlineStr"><is><t>a_x0007_</t></is></c></row>`), "c.xlsx, sheet S, A1: the text holds the control character U+0007"},
		"bomb":           {sheetOf(strings.Repeat(`<row><c><v> </v></c></row>`+strings.Repeat(" ", 1<<10), 70<<10)), "c.xlsx, sheet S: unpacked it is larger than 64 MiB"},
		"bomb of texts":  {bare(map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat(strings.Repeat(" ", 1<<10)+"<x/>", 70<<10) + "</sst>"}), "c.xlsx: unpacked it is larger than 64 MiB"},
		"too many texts": {bare(map[string]string{"xl/sharedStrings.xml": "<sst>" + strings.Repeat("<si/>", 2*intake.MaxCells+2) + "</sst>"}), "c.xlsx: this workbook cannot be read: it has more than 2000000 texts"},
	} {
		t.Run(name, func(t *testing.T) {
			if (name == "bomb" || name == "bomb of texts" || name == "too many texts" || name == "endless rows") && os.Getenv("SEALPRESS_LONG") == "" {
				t.Skip("takes seconds: set SEALPRESS_LONG=1")
			}
			refused(t, "c.xlsx", c.in, intake.Options{}, c.want, "")
		})
	}
}

// A part that lies about its size is read as far as anybody may be.
func TestSizesThatLie(t *testing.T) {
	data := sheetOf(strings.Repeat(`<row><c><v> </v></c></row>`+strings.Repeat(" ", 1<<10), 2<<10))
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	check(t, err)
	lied := 0
	for _, f := range z.File {
		var size [4]byte
		binary.LittleEndian.PutUint32(size[:], uint32(f.UncompressedSize64))
		for i := 0; f.UncompressedSize64 > 1<<20 && i+28 < len(data); i++ {
			if bytes.HasPrefix(data[i:], []byte("PK\x01\x02")) && bytes.Equal(data[i+24:i+28], size[:]) {
				binary.LittleEndian.PutUint32(data[i+24:], 100)
				lied++
			}
		}
	}
	if lied != 1 {
		t.Fatalf("%d parts lie", lied)
	}
	if _, err := intake.Read("c.xlsx", data, intake.Options{}); err == nil {
		t.Error("it was read")
	}
}

// The largest table that is read takes up 100 MiB.
func TestMemory(t *testing.T) {
	if os.Getenv("SEALPRESS_LONG") == "" {
		t.Skip("takes seconds: set SEALPRESS_LONG=1")
	}
	var b strings.Builder
	for range intake.MaxRows {
		b.WriteString("<row>")
		for range 20 {
			b.WriteString(`<c t="s"><v>1</v></c>`)
		}
		b.WriteString("</row>")
	}
	data := sheetOf(b.String())
	b.Reset()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	table := read(t, "c.xlsx", data, intake.Options{})
	runtime.ReadMemStats(&after)
	total := after.TotalAlloc - before.TotalAlloc
	runtime.GC()
	runtime.ReadMemStats(&after)
	if len(table.Rows) != intake.MaxRows {
		t.Errorf("%d rows", len(table.Rows))
	}
	if held := after.HeapAlloc - before.HeapAlloc; held > 100<<20 {
		t.Errorf("%d MiB are held", held>>20)
	} else {
		t.Logf("%d MiB are held, of %d MiB that were used", held>>20, total>>20)
	}
}

func BenchmarkRead(b *testing.B) {
	var rows [][]any
	csv := "Name;E-mail;Date;Result\n"
	for i := range 1000 {
		row := []any{fmt.Sprintf("Ada Rossi %d", i), fmt.Sprintf("ada%d@example.org", i), "2026-05-14", "merit"}
		rows = append(rows, row)
		csv += fmt.Sprintf("%s;%s;%s;%s\n", row...)
	}
	for name, data := range map[string][]byte{"xlsx": workbookOf(b, rows), "csv": []byte(csv)} {
		b.Run(name+"/1000", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := intake.Read(name, data, intake.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
