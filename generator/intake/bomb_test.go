package intake

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

// What is unpacked is bounded for all parts together, whatever they say of
// their size. (The limit itself is tested with SEALPRESS_LONG=1.)
func TestUnpackedIsBounded(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"one", "two"} {
		part, err := z.Create(name)
		if err == nil {
			_, err = part.Write([]byte("<a>" + strings.Repeat("<b/>", 1000) + "</a>"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	w := &workbook{t: &Table{File: "c.xlsx"}, parts: map[string]*zip.File{"one": r.File[0], "two": r.File[1]}, left: 6000}
	elements := 0
	count := func(xml.StartElement, *element) error { elements++; return nil }
	if err := w.walk("one", count); err != nil || elements != 1001 {
		t.Errorf("the first part: %d elements, %v", elements, err)
	}
	if err := w.walk("two", count); err == nil || err.Error() != "c.xlsx: unpacked it is larger than 64 MiB" || elements > 1501 {
		t.Errorf("the second part: %d elements, %v", elements, err)
	}
}
