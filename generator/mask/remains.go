package mask

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is a line of a content folder in which an e-mail address stands.
type Line struct {
	File string // below the content folder
	Line int
}

// Remaining finds addresses that Emails does not reach: in comments, in
// evidence, in decisions, in originals that were imported. Of the files that
// every names, each address counts but the issuer's own; elsewhere only those
// that were hidden (in lower case), because a page may well have a contact.
// What was issued is left out: check sees to it that nothing of the kind gets
// there.
func Remaining(content fs.FS, hidden map[string]bool, issuer string, every func(file string) bool) ([]Line, error) {
	var found []Line
	err := fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir() && name == "issued":
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		data, err := fs.ReadFile(content, name)
		if err != nil {
			return err
		}
		all := every(name) && utf8.Valid(data) // in a picture, much looks like an address
		line, last := 1, 0
		for at := range addresses(data) {
			known := hidden[strings.ToLower(string(at.wide))] || hidden[strings.ToLower(string(at.text))]
			if !known && (!all || strings.EqualFold(string(at.text), issuer)) {
				continue
			}
			line += bytes.Count(data[last:at.from], []byte("\n"))
			last = at.from
			if l := (Line{name, line}); len(found) == 0 || found[len(found)-1] != l {
				found = append(found, l)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("searching content for addresses: %w", err)
	}
	slices.SortFunc(found, func(a, b Line) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.Line - b.Line
	})
	return found, nil
}

// address is what looks like an e-mail address. With wide it begins earlier,
// at a character that stands in few addresses, and before many.
type address struct {
	text, wide []byte
	from       int
}

// addresses yields what looks like an e-mail address in a text.
func addresses(data []byte) iter.Seq[address] {
	return func(yield func(address) bool) {
		for at := 0; at < len(data); {
			i := bytes.IndexByte(data[at:], '@')
			if i < 0 {
				return
			}
			i += at
			from := at + len(bytes.TrimRightFunc(data[at:i], usual))
			wide := at + len(bytes.TrimRightFunc(data[at:i], local))
			to := len(data) - len(bytes.TrimLeftFunc(data[i+1:], domain))
			at = i + 1
			for to > at && (data[to-1] == '.' || data[to-1] == '-') {
				to--
			}
			if from == i || bytes.IndexByte(data[at:to], '.') < 1 {
				continue
			}
			if !yield(address{data[from:to], data[wide:to], from}) {
				return
			}
		}
	}
}

// domain reports whether a character may stand after the @ of an address.
func domain(r rune) bool {
	return r == '.' || r == '-' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// usual reports whether a character often stands before the @.
func usual(r rune) bool { return domain(r) || r == '_' || r == '%' || r == '+' }

// local reports whether a character may stand before the @.
func local(r rune) bool { return usual(r) || strings.ContainsRune("!#$&'*/=?^`{|}~", r) }
