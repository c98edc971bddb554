package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
)

// coverage is how a micro-credential covers the elements, as --format json
// prints it; members are only ever added.
type coverage struct {
	Slug     string    `json:"slug"`
	Version  int       `json:"version"`
	Name     string    `json:"name"`
	File     string    `json:"file"`
	Score    int       `json:"score"`
	Of       int       `json:"of"`
	Elements []covered `json:"elements"`
	Optional []covered `json:"optional"`
}

type covered struct {
	Number  int         `json:"number,omitempty"`
	Element string      `json:"element"`
	Title   string      `json:"title"`
	State   check.State `json:"state"`
	Detail  string      `json:"detail,omitempty"`
}

// printCoverage prints a table for each micro-credential.
func (a *app) printCoverage(ctx context.Context, r *generator.Result) error {
	all, err := check.CoverageOf(ctx, r.Content)
	if err != nil {
		return err
	}
	rows := []coverage{}
	for _, c := range all {
		rows = append(rows, coverage{c.Achievement.Slug, c.Achievement.Version, c.Achievement.Name, c.Achievement.Place.File, c.Score(), len(c.Elements),
			coveredRows(c.Elements, true), coveredRows(c.Optional, false)})
	}
	switch a.format {
	case "json":
		return writeJSON(a.stdout, struct {
			Coverage []coverage `json:"microCredentials"`
		}{rows})
	case "markdown":
		_, err = fmt.Fprint(a.stdout, coverageMarkdown(rows))
	default:
		_, err = fmt.Fprint(a.stdout, coverageText(rows))
	}
	if err == nil && len(rows) == 0 {
		a.talk("there is no micro-credential; badges need none of the elements\n")
	}
	return err
}

func coveredRows(all []check.Covered, numbered bool) []covered {
	rows := []covered{}
	for i, e := range all {
		row := covered{Element: e.Key, Title: e.Title, State: e.State, Detail: e.Detail}
		if numbered {
			row.Number = i + 1
		}
		rows = append(rows, row)
	}
	return rows
}

func coverageText(rows []coverage) string {
	var b strings.Builder
	for i, c := range rows {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s (%s): %d of %d\n", diag.Clean(cmp.Or(c.Name, c.Slug)), diag.Clean(c.File), c.Score, c.Of)
		for _, e := range c.Elements {
			line := fmt.Sprintf("  %2d  %-34s  %-7s  %s", e.Number, e.Title, e.State, diag.Clean(e.Detail))
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
		var there, not []string
		for _, e := range c.Optional {
			if e.State == check.Present {
				there = append(there, e.Element)
			} else {
				not = append(not, e.Element)
			}
		}
		fmt.Fprintf(&b, "  optional: %s; not said: %s\n", orNone(there), orNone(not))
	}
	return b.String()
}

func orNone(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}

func coverageMarkdown(rows []coverage) string {
	var b strings.Builder
	for i, c := range rows {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "### %s: %d of %d\n\n| | element | state | |\n|---:|---|---|---|\n", markdownCell(cmp.Or(c.Name, c.Slug)), c.Score, c.Of)
		for _, e := range c.Elements {
			fmt.Fprintf(&b, "| %d | %s | %s | %s |\n", e.Number, e.Title, e.State, markdownCell(e.Detail))
		}
		for _, e := range c.Optional {
			fmt.Fprintf(&b, "| | %s (optional) | %s | |\n", e.Title, e.State)
		}
	}
	return b.String()
}

// markdownCell is an author's text in a table of Markdown.
func markdownCell(s string) string {
	return strings.NewReplacer("\n", " ", `\`, `\\`, "|", `\|`, "<", "&lt;", "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "@", "&#64;").Replace(diag.Clean(s))
}
