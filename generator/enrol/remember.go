package enrol

import (
	"bytes"
	"fmt"
	"maps"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/starter"
)

// RememberedFile is the file, in the content folder, that keeps for the next
// time what was said of columns.
const RememberedFile = "import.yaml"

// maxHeading is how long a heading may be that is kept there.
const maxHeading = 200

// Remember returns the file that keeps what was said of this import's columns,
// together with what was kept before; nil where that says it all.
func (p *Plan) Remember(said, before map[Field]string) []byte {
	all := maps.Clone(before)
	if all == nil {
		all = map[Field]string{}
	}
	for _, c := range p.Columns {
		// A letter says where a column stands in one file, a heading what it is in
		// all of them.
		if heading := line(c.Heading); said[c.Field] != "" && heading != "" && utf8.RuneCountInString(heading) <= maxHeading {
			all[c.Field] = heading
		}
	}
	if len(all) == 0 || maps.Equal(all, before) {
		return nil
	}
	var b bytes.Buffer
	b.WriteString("# Which column of a spreadsheet holds what, where its heading does not tell.\n# Kept by sealpress import --map; change or delete what is no longer so.\ncolumns:\n")
	results := false
	for _, ofOne := range []bool{false, true} {
		for _, f := range sorted(all) {
			key, is := f.assessment()
			switch {
			case is != ofOne:
			case !is:
				fmt.Fprintf(&b, "  %s: %s\n", f, starter.Quote(all[f]))
			default:
				if !results {
					results = true
					b.WriteString("  results:\n")
				}
				fmt.Fprintf(&b, "    %s: %s\n", starter.Quote(key), starter.Quote(all[f]))
			}
		}
	}
	return b.Bytes()
}
