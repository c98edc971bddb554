package main

import (
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/advise"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// adviceJSON is advice as --format json prints it; members are only ever
// added. File, name, version and says belong to what is written.
type adviceJSON struct {
	File    string      `json:"file,omitempty"`
	Name    string      `json:"name,omitempty"`
	Version int         `json:"version,omitempty"`
	Says    badge.Kind  `json:"says,omitempty"`
	Kind    badge.Kind  `json:"kind"` // empty: neither
	Reasons []string    `json:"reasons"`
	Rows    []adviceRow `json:"rows"`
	Written string      `json:"written,omitempty"`
}

type adviceRow struct {
	Aspect  string         `json:"aspect"`
	Badge   string         `json:"badge"`
	Micro   string         `json:"microCredential"`
	Found   string         `json:"found"`
	Verdict advise.Verdict `json:"verdict"`
	Missing adviceMissing  `json:"missing"`
}

type adviceMissing struct {
	Badge []adviceNeed `json:"badge"`
	Micro []adviceNeed `json:"microCredential"`
}

type adviceNeed struct {
	What     string `json:"what"`
	Required bool   `json:"required"`
}

func jsonRows(a advise.Advice) []adviceRow {
	needs := func(all []advise.Need) []adviceNeed {
		out := []adviceNeed{}
		for _, n := range all {
			out = append(out, adviceNeed{n.What, !n.Would})
		}
		return out
	}
	var rows []adviceRow
	for _, r := range a.Rows {
		rows = append(rows, adviceRow{r.Name, r.Badge, r.Micro, r.Found, r.Verdict, adviceMissing{needs(r.ForBadge), needs(r.ForMicro)}})
	}
	return rows
}

// writtenText is advice about an achievement, for people.
func writtenText(of *badge.Achievement, a advise.Advice) string {
	var b strings.Builder
	name := of.Name
	if name == "" {
		name = of.Slug
	}
	fmt.Fprintf(&b, "%s (%s, version %d)\n\n", diag.Clean(name), of.Place.File, of.Version)
	says, is := string(a.Says), string(a.Kind)
	if says == "" {
		says = "no kind"
	}
	if is == "" {
		is = "neither"
	}
	fmt.Fprintf(&b, "it says  %s\nit is    %s\n", says, is)
	writeReasons(&b, a)
	writeRows(&b, a)
	return b.String()
}

// plannedText is a recommendation, for people.
func plannedText(a advise.Advice) string {
	var b strings.Builder
	fmt.Fprintf(&b, "make it  %s\n", withArticle(a.Kind))
	writeReasons(&b, a)
	writeRows(&b, a)
	return b.String()
}

func writeReasons(b *strings.Builder, a advise.Advice) {
	for i, r := range a.Reasons {
		label := "         "
		if i == 0 {
			label = "because  "
		}
		fmt.Fprintf(b, "%s%s\n", label, diag.Clean(r))
	}
	b.WriteByte('\n')
}

// writeRows prints the table: whose promise each row keeps, what was found,
// and what each kind would still ask for.
func writeRows(b *strings.Builder, a advise.Advice) {
	for _, r := range a.Rows {
		says := fmt.Sprintf(" (badge: %s; micro-credential: %s)", r.Badge, r.Micro)
		switch r.Verdict {
		case advise.IsBadge:
			says = ": " + r.Badge
		case advise.IsMicro:
			says = ": " + r.Micro
		}
		fmt.Fprintf(b, "%-11s %s%s\n", r.Name, r.Verdict, says)
		fmt.Fprintf(b, "%-11s   found: %s\n", "", diag.Clean(r.Found))
		for _, k := range []struct {
			kind  badge.Kind
			needs []advise.Need
		}{{badge.Badge, r.ForBadge}, {badge.MicroCredential, r.ForMicro}} {
			for _, n := range k.needs {
				verb := "needs"
				if n.Would {
					verb = "is better with"
				}
				fmt.Fprintf(b, "%-11s   %s %s: %s\n", "", withArticle(k.kind), verb, diag.Clean(n.What))
			}
		}
	}
}

func withArticle(k badge.Kind) string { return "a " + string(k) }
