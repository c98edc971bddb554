package intake_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/intake"
)

// FuzzSheet: whatever stands in the parts of a workbook, it is read as a table
// or refused in words, in bounded time. The archive around them is whole, which
// that of FuzzRead seldom is.
func FuzzSheet(f *testing.F) {
	const sst, styles = `<sst><si><t>zero</t></si></sst>`, `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`
	for _, rows := range []string{
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>45000.5</v></c></row>`,
		`<row><c t="inlineStr"><is><t>_x000D_a</t></is></c></row>`,
		`<row r="3" hidden="1"><c r="ZZ3" s="0"><f>1+1</f><v>2</v></c></row>`,
		`<row r="2"/><row r="1"/>`, `<row><c r="A0"/></row>`, `<row><c t="s"><v>-1</v></c></row>`, `<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>`,
		`<row r="4294967297"><c r="XFE1048577"><v>1e309</v></c></row>`, `<row><c s="0"><v>-1</v></c><c s="0"><v>99999999</v></c><c s="9"><v>60</v></c></row>`, `</sheetData><sheetData>`, `<row><c r="A1"/><c r="A1"/></row>`,
	} {
		f.Add(rows, sst, styles)
	}
	f.Fuzz(func(t *testing.T, rows, sst, styles string) {
		data := bare(map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`, "xl/sharedStrings.xml": sst, "xl/styles.xml": styles})
		table, err := intake.Read("f.xlsx", data, intake.Options{})
		if err != nil {
			if p := (*intake.Problem)(nil); !errors.As(err, &p) || p.Text == "" || p.Place.File != "f.xlsx" || strings.ContainsFunc(p.Text, func(r rune) bool { return r < ' ' }) {
				t.Errorf("%q is no proper Problem", err)
			}
			return
		}
		last := 0
		for _, r := range table.Rows {
			if r.Number <= last || len(r.Cells) == 0 || len(table.Rows) > intake.MaxRows+1 {
				t.Fatalf("row %d of %d follows row %d, with %d cells", r.Number, len(table.Rows), last, len(r.Cells))
			}
			last = r.Number
			for i, c := range r.Cells {
				if c.Text == "" || strings.ContainsAny(c.Text, "\x00\r\x1b") || i > 0 && c.Column <= r.Cells[i-1].Column {
					t.Errorf("cell %+v", c)
				}
			}
		}
	})
}
