package main

import (
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/mask"
	"github.com/sealpress/sealpress/generator/starter"
)

// hiding is what hide-emails would do.
type hiding struct {
	chosen map[string]bool // award files
	files  []starter.File  // as they would be
	counts []int           // of each: awards whose address is hidden
	hidden map[string]bool // the addresses
	remain []mask.Line     // of the content as it would be
}

// String is the plan as a person reads it.
func (h *hiding) String() string {
	awards, width, digits := 0, 0, 0
	for i, f := range h.files {
		awards, width, digits = awards+h.counts[i], max(width, len(f.Name)), max(digits, len(grouped(h.counts[i])))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "hide the e-mail of %s, in %s:\n", count(awards, "award"), count(len(h.files), "file"))
	for i, f := range h.files {
		fmt.Fprintf(&b, "  %-*s  %*s\n", width, f.Name, digits, grouped(h.counts[i]))
	}
	b.WriteString(`published: what was published before; the pages and documents never held more than the hash
A hash cannot be turned back: keep your own list of the addresses. From then on
  sealpress notify    needs that list: sealpress notify --with cohort.xlsx
  sealpress import    goes on recognising the same people
  sealpress check     knows that two awards are one person's only where they share person:, url: or did:
  git's history       keeps what was committed before; docs/privacy.md says what can be done about it
`)
	b.WriteString(h.remainder())
	return b.String()
}

// remainder says where addresses stand that are no award's email.
func (h *hiding) remainder() string {
	if len(h.remain) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("Addresses also stand in these lines, which are yours to change:\n")
	const most = 20
	for i, l := range h.remain {
		if i == most {
			fmt.Fprintf(&b, "  … and %s more\n", grouped(len(h.remain)-i))
			break
		}
		fmt.Fprintf(&b, "  content/%s:%d\n", diag.Clean(l.File), l.Line)
	}
	return b.String()
}
