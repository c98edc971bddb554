package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/doctor"
)

// printJSON writes {"findings": […], "looked": […], "errors": n, "warnings": n,
// "notes": n}. Members are only ever added.
func (e *examination) printJSON(r *doctor.Report) error {
	return writeJSON(e.stdout, struct {
		*doctor.Report
		Looked   []look `json:"looked"`
		Errors   int    `json:"errors"`
		Warnings int    `json:"warnings"`
		Notes    int    `json:"notes"`
	}{r, e.looked, r.Count(diag.Error), r.Count(diag.Warning), r.Count(diag.Note)})
}

// printText writes the findings, then what was looked at, for a person.
func (e *examination) printText(r *doctor.Report) error {
	color := e.colored(e.outTerminal)
	paint := func(code, text string) string {
		if !color {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	var b strings.Builder
	for _, f := range r.Findings {
		if e.quiet && f.Severity != diag.Error {
			continue
		}
		word := paint([...]string{"1;31", "1;33", "1;34"}[f.Severity], f.Severity.String())
		fmt.Fprintf(&b, "%s: %s %s\n", word, diag.Clean(f.Message), paint("2", "["+f.Rule+"]"))
		for _, at := range f.Places {
			fmt.Fprintf(&b, "    %s\n", diag.Clean(at))
		}
		if more := f.Count - len(f.Places); more > 0 {
			fmt.Fprintf(&b, "    … and %s more\n", grouped(more))
		}
		for i, m := range f.Mend {
			head := paint("36", "mend:")
			if i > 0 {
				head = "     "
			}
			fmt.Fprintf(&b, "  %s %s\n", head, diag.Clean(m))
		}
		b.WriteByte('\n')
	}
	if !e.quiet {
		e.printLooked(&b, paint)
	}
	if _, err := io.WriteString(e.stdout, b.String()); err != nil {
		return err
	}
	e.talk("%s\n", diagnosis(r))
	return nil
}

func (e *examination) printLooked(b *strings.Builder, paint func(code, text string) string) {
	for _, group := range []struct {
		head string
		seen bool
	}{{"looked at", true}, {"not looked at", false}} {
		head := group.head
		for _, l := range e.looked {
			if l.Seen != group.seen {
				continue
			}
			if head != "" {
				fmt.Fprintf(b, "%s\n", paint("1", head))
				head = ""
			}
			fmt.Fprintf(b, "  %-10s %s\n", l.At, diag.Clean(l.Saw))
		}
	}
}

// diagnosis is the last line.
func diagnosis(r *doctor.Report) string {
	errors, warnings, notes := r.Count(diag.Error), r.Count(diag.Warning), r.Count(diag.Note)
	var parts []string
	for _, p := range []struct {
		n    int
		noun string
	}{{errors, "error"}, {warnings, "warning"}, {notes, "note"}} {
		if p.n > 0 {
			parts = append(parts, count(p.n, p.noun))
		}
	}
	counted := strings.Join(parts, ", ")
	switch {
	case errors > 0:
		return counted + ": the errors are urgent, the first one most"
	case warnings > 0:
		return counted + ": nothing is urgent, and the warnings should be mended soon"
	case notes > 0:
		return "the site is well; " + counted + " worth knowing"
	}
	return "the site is well"
}
