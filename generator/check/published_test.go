package check

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sealpress/sealpress/generator/diag"
)

// PII-01: the name of a file that is copied is published as well: where it
// holds the address of a learner nothing is, and where that address was set
// aside, or is nobody's here, it may stay.
func TestNamesOfFilesHoldNoAddress(t *testing.T) {
	const aside = "-- pages/ada.md --\n---\nname: Ada\nallow:\n  privacy-email-published: Ada runs the office\n---\nWrite to ada@example.org\n"
	for site, refused := range map[string]bool{
		"-- static/ada@example.org.pdf --\nA sheet.\n":                true,
		"-- static/sheets/Ada@Example.org --\nA sheet.\n":             true,
		"-- static/sheet of ada@example.org, 2026.txt --\nA sheet.\n": true,
		"-- static/ada@example.org/sheet.txt --\nA sheet.\n":          true,
		"-- static/people@example.org.txt --\nA sheet.\n":             false,
		"-- static/@.txt --\nA sheet.\n":                              false,
		aside + "-- static/ada@example.org.pdf --\nA card.\n":         false,
	} {
		found := false
		for _, f := range judge(t, layIssued(t, txtar.Parse([]byte(site)), ""), nil) {
			if f.Rule == emailPublished.ID && strings.HasPrefix(f.Pos.File, "content/static/") {
				found = true
				if f.Severity != diag.Error || f.Mend != "rename the file" || strings.Contains(f.Message, "@") {
					t.Errorf("%s: got %+v", site, f)
				}
			}
		}
		if found != refused {
			t.Errorf("%s: refused is %v, want %v", site, found, refused)
		}
	}
}
