package adopt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/starter"
)

// maxAwards is how many awards are written into one file.
const maxAwards = 10_000

// cohort writes the files with the new awards of an achievement. Names and labels
// tell nothing of a person.
func (p *planning) cohort(slug string, all []*candidate) {
	for part := range slices.Chunk(all, maxAwards) {
		base := "imported-" + slug
		name := base[:min(len(base), starter.MaxSlug)]
		name = strings.TrimRight(name, "-")
		for n := 2; p.site.cohorts[name]; n++ {
			name = numbered(base, n)
		}
		p.site.cohorts[name] = true
		var w yaml
		w.line("# First issued on another platform; each origin says where, and what checking it came to.")
		w.key("achievement", slug)
		w.line("awards:")
		for i, c := range part {
			label := fmt.Sprintf("a%d", i+1)
			key := badge.MakeKey(name, label)
			p.Rows[c.row].Award = key
			w.line("  " + label + ":")
			p.award(&w, c, p.hidden(c.who, key))
		}
		p.cohorts = append(p.cohorts, starter.File{Name: "content/awards/" + name + ".yaml", Data: w.bytes()})
	}
}

// award writes one award.
func (p *planning) award(w *yaml, c *candidate, who badge.Recipient) {
	if who.Name == "" {
		p.Nameless++
	}
	issuer := c.claim.issuer
	if issuer == "" {
		issuer = hostOf(c.id())
	}
	if issuer == "" {
		issuer = "?"
	}
	if p.issuers == nil {
		p.issuers = map[string]int{}
	}
	p.issuers[issuer]++
	w.key("    name", who.Name)
	w.key("    email", who.Email)
	w.plain("    identity", who.Identity)
	w.key("    salt", who.Salt)
	w.key("    url", who.URL)
	w.key("    did", who.DID)
	w.plain("    awarded", c.claim.issued.String())
	w.plain("    valid-until", c.claim.until.String())
	if len(c.claim.evidence) > 0 {
		w.line("    evidence:")
		for _, e := range c.claim.evidence {
			w.line("      - name: " + starter.Quote(e.Name))
			w.key("        description", e.Description)
			w.key("        url", e.URL)
		}
	}
	w.line("    origin:")
	w.key("      id", c.id())
	w.key("      issuer", issuer)
	w.plain("      on", c.claim.issued.String())
	w.plain("      checked", c.checked.String())
	w.key("      outcome", c.outcome)
	w.key("      file", p.original(c))
}
