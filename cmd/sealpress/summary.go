package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
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
	listed, withdrawn := 0, len(r.Passed.Withdrawn())
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
	line("awards", "%s · %s listed · %s withdrawn", grouped(len(awards)), grouped(listed), grouped(withdrawn))
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
	name  string
	files int
	bytes int64 // of the whole site
	file  int64 // of one file
}

func hosts() []host {
	return []host{
		{name: "GitHub Pages", bytes: 1 << 30, file: 100 << 20},
		{name: "Cloudflare Pages (free)", files: 20_000, file: 25 << 20},
		{name: "GitLab Pages", bytes: 1 << 30},
	}
}

// hostNotes compares a site with the limits of common hosts: silent while
// there is plenty of room.
func hostNotes(p publish.Summary) string {
	var tight []string
	for _, h := range hosts() {
		switch {
		case h.files > 0 && p.Files > h.files:
			tight = append(tight, fmt.Sprintf("too many files for %s, which takes %s", h.name, grouped(h.files)))
		case h.bytes > 0 && p.Bytes > h.bytes:
			tight = append(tight, fmt.Sprintf("too large for %s, which takes %s", h.name, size(h.bytes)))
		case h.file > 0 && p.Largest.Bytes > h.file:
			tight = append(tight, fmt.Sprintf("%s is too large for %s, which takes files of %s", p.Largest.Name, h.name, size(h.file)))
		case h.files > 0 && p.Files*10 > h.files*8:
			tight = append(tight, fmt.Sprintf("%d %% of the %s files that %s takes", p.Files*100/h.files, grouped(h.files), h.name))
		}
	}
	if len(tight) == 0 {
		return "; fits GitHub Pages, GitLab Pages, Cloudflare Pages and Netlify"
	}
	return "\n              " + strings.Join(tight, "\n              ")
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
