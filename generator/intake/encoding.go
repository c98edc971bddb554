package intake

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// The encodings of text files.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252" // what Excel writes as "CSV" in the west of Europe
)

// Encodings lists the names that Options takes.
func Encodings() []string { return []string{UTF8, UTF16LE, UTF16BE, Windows1252} }

const saveAs = `save it as "CSV UTF-8", or as .xlsx`

// decode turns a text file into UTF-8. A mark at its beginning counts for more
// than what was said; without either it must be UTF-8.
func (t *Table) decode(data []byte, said string) (string, error) {
	if said != "" && !slices.Contains(Encodings(), said) {
		return "", t.problem(Place{}, "known encodings: "+strings.Join(Encodings(), ", "), "unknown encoding %q", said)
	}
	t.Encoding = said
	for _, mark := range [][2]string{{"\xef\xbb\xbf", UTF8}, {"\xff\xfe", UTF16LE}, {"\xfe\xff", UTF16BE}} {
		if rest, marked := bytes.CutPrefix(data, []byte(mark[0])); marked {
			data, t.Encoding = rest, mark[1]
			break
		}
	}
	switch t.Encoding {
	case UTF16LE, UTF16BE:
		return t.decodeUTF16(data)
	case Windows1252:
		text, err := charmap.Windows1252.NewDecoder().Bytes(data)
		if err != nil { // it knows every byte
			return "", t.problem(Place{}, saveAs, "cannot be read as %s", Windows1252)
		}
		return string(text), nil
	}
	t.Encoding = UTF8
	if !utf8.Valid(data) {
		mend := saveAs + "; or say --encoding windows-1252 where it comes from Excel on Windows"
		if bytes.IndexByte(data, 0) >= 0 {
			mend = saveAs
		}
		return "", t.problem(Place{Row: badLine(data)}, mend, "the text is not UTF-8")
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		mend := saveAs
		if len(data) > 1 && (data[0] == 0) != (data[1] == 0) {
			mend += "; or say --encoding utf-16le"
		}
		return "", t.problem(Place{Row: 1 + bytes.Count(data[:i], []byte("\n"))}, mend, "the file holds a zero byte: this is no text in UTF-8")
	}
	return string(data), nil
}

func (t *Table) decodeUTF16(data []byte) (string, error) {
	order := unicode.LittleEndian
	if t.Encoding == UTF16BE {
		order = unicode.BigEndian
	}
	if len(data)%2 != 0 {
		return "", t.problem(Place{}, saveAs, "the file ends within a character: it was cut off")
	}
	text, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(data)
	if err != nil {
		return "", t.problem(Place{}, saveAs, "cannot be read as %s", t.Encoding)
	}
	// Half a surrogate pair became U+FFFD, and so is no different from a
	// question mark that somebody else's program put there.
	if i := bytes.IndexRune(text, utf8.RuneError); i >= 0 {
		return "", t.problem(Place{Row: 1 + bytes.Count(text[:i], []byte("\n"))}, saveAs, "a character is broken")
	}
	return string(text), nil
}

// badLine is the line of the first byte that is not UTF-8.
func badLine(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n <= 1 {
			break
		}
		if r == '\n' {
			line++
		}
		data = data[n:]
	}
	return line
}
