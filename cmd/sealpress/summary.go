package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/publish"
)

// buildSummary says what a build did, for a person to read.
func buildSummary(r *generator.Result, out string, took time.Duration) string {
	var b strings.Builder
	line := func(head, format string, args ...any) {
		fmt.Fprintf(&b, "  %-11s %s\n", head, fmt.Sprintf(format, args...))
	}
	awards := r.Passed.Awards()
	listed, withdrawn, replaced := 0, 0, 0
	for _, w := range r.Passed.Withdrawn() {
		if w.Decided.State == badge.Superseded {
			replaced++
		} else {
			withdrawn++
		}
	}
	for _, e := range awards {
		if e.Listed {
			listed++
		}
		if e.Decided.State != badge.Standing {
			withdrawn++
		}
	}
	kinds := map[badge.Kind]int{}
	for _, a := range r.Passed.Catalog().Achievements {
		if a.Newest {
			kinds[a.Kind]++
		}
	}
	p := r.Published
	fmt.Fprintf(&b, "%s is ready for %s\n", shown(out)+"/", r.Passed.Site())
	more := ""
	if replaced > 0 {
		more = fmt.Sprintf(" · %s replaced", count(replaced, "former edition"))
	}
	line("awards", "%s · %s listed · %s withdrawn%s", grouped(len(awards)), grouped(listed), grouped(withdrawn), more)
	if w := waiting(r.Waiting); w != "" {
		line("waiting", "%s; run: %s", w, next(r.Waiting))
	}
	line("to earn", "%s · %s", count(kinds[badge.Badge], "badge"), count(kinds[badge.MicroCredential], "micro-credential"))
	line("files", "%s written · %s unchanged · %s removed", grouped(p.Written), grouped(p.Unchanged), grouped(p.Removed))
	line("size", "%s in %s%s", size(p.Bytes), count(p.Files, "file"), hostNotes(p))
	if n := r.Report().Count(diag.Warning); n > 0 {
		line("to look at", "%s, above", count(n, "warning"))
	}
	if p.StrayCount > 0 {
		line("left alone", "%s in the output folder that Sealpress did not write, for example %s", count(p.StrayCount, "file"), p.Strays[0])
	}
	if p.Resumed {
		line("resumed", "an earlier build had been cut short; it was finished first")
	}
	line("time", "%s", took.Round(time.Millisecond))
	return b.String()
}

// host is a place where static sites are often put, with the limits that its
// documentation names. Zero means that it names none.
type host struct {
	name    string
	files   int
	folders bool  // folders count as files
	bytes   int64 // of the whole site
	file    int64 // of one file
}

func hosts() []host {
	return []host{
		{name: "GitHub Pages", bytes: 1_000_000_000},
		{name: "GitLab Pages", bytes: 1_000_000_000, files: 200_000, folders: true},
		{name: "Cloudflare Pages (free)", files: 20_000, file: 25 << 20},
		{name: "Netlify"},
	}
}

// hostNotes compares a site with the limits of common hosts: it names those
// that it fits, and says what is tight or too much.
func hostNotes(p publish.Summary) string {
	var fits, notes []string
	for _, h := range hosts() {
		files := p.Files
		if h.folders {
			files *= 2 // nearly every page has a folder of its own
		}
		switch {
		case h.files > 0 && files > h.files:
			notes = append(notes, fmt.Sprintf("too many files for %s, which takes %s", h.name, grouped(h.files)))
			continue
		case h.bytes > 0 && p.Bytes > h.bytes:
			notes = append(notes, fmt.Sprintf("too large for %s, which takes %s", h.name, size(h.bytes)))
			continue
		case h.file > 0 && p.Largest.Bytes > h.file:
			notes = append(notes, fmt.Sprintf("%s is too large for %s, which takes files of %s", p.Largest.Name, h.name, size(h.file)))
			continue
		case h.files > 0 && files*10 > h.files*8:
			notes = append(notes, fmt.Sprintf("%d %% of the files that %s takes", files*100/h.files, h.name))
		case h.bytes > 0 && p.Bytes*10 > h.bytes*8:
			notes = append(notes, fmt.Sprintf("%d %% of the size that %s takes", p.Bytes*100/h.bytes, h.name))
		}
		fits = append(fits, h.name)
	}
	out := ""
	if len(fits) > 0 {
		out = "; fits " + strings.Join(fits, ", ")
	}
	for _, n := range notes {
		out += "\n              " + n
	}
	return out
}

// size is a number of bytes for people.
func size(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.0f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// next is the command that does what waits.
func next(w check.Waiting) string {
	if w.Keyless {
		return "sealpress key new, then sealpress issue"
	}
	return "sealpress issue"
}

// waiting says what is not issued yet; nothing where all is.
func waiting(w check.Waiting) string {
	var parts []string
	add := func(n int, text string) {
		if n > 0 {
			parts = append(parts, text)
		}
	}
	add(w.New, are(w.New, "award")+" not issued and may still change")
	add(w.Unsigned, are(w.Unsigned, "award")+" not signed")
	add(w.Reissues, are(w.Reissues, "correction")+" not issued, so the former edition stands")
	add(w.Bits, are(w.Bits, "withdrawal")+" missing in the signed status lists")
	add(w.Rekeyed, are(w.Rekeyed, "status list")+" to be signed with another key")
	return strings.Join(parts, "; ")
}
