package compare

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// MarkdownLimit is how long the Markdown form is at most. GitHub takes 65,536
// characters for a comment.
const MarkdownLimit = 60_000

// Mark opens the Markdown form. It is not seen, and lets whoever writes the
// comment find the former one.
const Mark = "<!-- sealpress diff -->"

// WriteText writes the changes for a console. since names the former state.
func WriteText(w io.Writer, c *Changes, since string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "since %s: %s\n", line(since), c.Summary())
	table := c.table()
	wide := 0
	for _, r := range table {
		wide = max(wide, min(48, utf8.RuneCountInString(r.what)))
	}
	for i, r := range table {
		if i == 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%-*s  %s\n", wide, r.what, r.change)
		for _, d := range r.details {
			fmt.Fprintf(&b, "%*s    %s\n", wide, "", d)
		}
	}
	if s := c.Unread.words(); s != "" {
		fmt.Fprintf(&b, "\nbut: %s\n", s)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteMarkdown writes the changes for a comment at a pull request.
func WriteMarkdown(w io.Writer, c *Changes, since string) error {
	_, err := io.WriteString(w, markdown(c, since, MarkdownLimit))
	return err
}

func markdown(c *Changes, since string, limit int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n### What this change means\n\n%s\n", Mark, plain(c.Summary()))
	if s := c.Unread.words(); s != "" {
		fmt.Fprintf(&b, "\n**But:** %s\n", plain(s))
	}
	foot := fmt.Sprintf("\n<sub>Since %s. The same on your computer: sealpress diff %s</sub>\n", plain(since), plain(since))
	const left = "\n%s left out here; sealpress diff shows all\n"
	room := limit - b.Len() - len(foot) - 2*len(left) - 200 // for what opens and closes the parts below

	table := c.table()
	var rows, details []string
	for i, r := range table {
		rows = append(rows, fmt.Sprintf("| %s | %s |\n", plain(r.what), plain(r.change)))
		if room -= len(rows[i]); room < 0 {
			rows = rows[:i]
			break
		}
	}
	lines, shown := 0, 0
	for _, r := range table {
		for i, d := range r.details {
			s := fmt.Sprintf("  * %s\n", plain(d))
			if i == 0 {
				s = fmt.Sprintf("* %s\n", plain(r.what)) + s
			}
			lines++
			if room -= len(s); room >= 0 {
				details = append(details, s)
				shown++
			}
		}
	}
	if len(rows) > 0 {
		fmt.Fprintf(&b, "\n| what | change |\n|---|---|\n%s", strings.Join(rows, ""))
	}
	if n := len(table) - len(rows); n > 0 {
		fmt.Fprintf(&b, left, count(n, "row"))
	}
	if len(details) > 0 {
		fmt.Fprintf(&b, "\n<details><summary>Details</summary>\n\n%s\n</details>\n", strings.Join(details, ""))
	}
	if n := lines - shown; n > 0 {
		fmt.Fprintf(&b, left, count(n, "detail"))
	}
	b.WriteString(foot)
	return b.String()
}

// plain writes text so that Markdown, HTML and the habits of git hosts take
// nothing in it for their own: no markup, no link, no mention, no reference to
// an issue.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '@' || r == '#' || r == '!' || r == '~':
			fmt.Fprintf(&b, "&#%d;&#8288;", r) // a word joiner, which is not seen: what follows is no name
		case strings.ContainsRune("\\`*_{}[]<>()+|&:$^%", r) || r == '.' && strings.HasSuffix(b.String(), "www"):
			fmt.Fprintf(&b, "&#%d;", r)
		case r < ' ':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// WriteJSON writes the changes for programs.
func WriteJSON(w io.Writer, c *Changes, since string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(struct {
		Format  int    `json:"format"`
		Since   string `json:"since"`
		Summary string `json:"summary"`
		*Changes
	}{1, since, c.Summary(), c.whole()}); err != nil {
		return fmt.Errorf("writing JSON: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// whole returns the changes with an empty list in the place of each that is
// not there, so that no program meets null.
func (c *Changes) whole() *Changes {
	d := *c
	d.Awards.Cohorts = list(d.Awards.Cohorts)
	d.Decisions, d.Achievements = list(d.Decisions), list(d.Achievements)
	d.Pathways, d.Pages, d.Keys = list(d.Pathways), list(d.Pages), list(d.Keys)
	d.Issuer, d.Site, d.Aside = list(d.Issuer), list(d.Site), list(d.Aside)
	return &d
}

func list[T any](l []T) []T {
	if l == nil {
		return []T{}
	}
	return l
}
