// Package diag holds findings: what is wrong in an author's files, where, and
// how to mend it.
//
// Steps add findings to a Report and go on, so that a person sees everything
// at once. A Printer turns a report into text for people, or into JSON, SARIF
// or annotations for machines. Findings speak to somebody who never opened
// Go: lower case, present tense, no full stop, the value shown.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/source"
)

// Severity says how much stands in the way. The zero value is Error, so that
// a forgotten severity never lets something pass.
type Severity int

// The severities, from worst to mildest.
const (
	Error   Severity = iota // breaks a MUST, or verification would fail
	Warning                 // a SHOULD, or the record is incomplete
	Note                    // worth knowing
)

// String returns the word printed before a finding.
func (s Severity) String() string {
	return [...]string{"error", "warning", "note"}[s]
}

// MarshalText writes the severity as its word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *Severity) UnmarshalText(text []byte) error {
	for _, known := range []Severity{Error, Warning, Note} {
		if known.String() == string(text) {
			*s = known
			return nil
		}
	}
	return fmt.Errorf("%q is no severity", text)
}

// Finding is one thing that is wrong, or worth knowing, in an author's files.
type Finding struct {
	Rule     string     // stable id, for example "unknown-key"
	Severity Severity   //
	Pos      source.Pos // where; the File is always set
	Message  string     // what was found and what was expected
	Mend     string     // the smallest change that helps; may be empty
	See      []string   // other places that matter, for example a first definition
	Aside    string     // the author's reason for setting it aside; empty: it counts
}

// Compare orders findings by position, then worst first, then by rule and text.
func (f Finding) Compare(g Finding) int {
	return cmp.Or(f.Pos.Compare(g.Pos), int(f.Severity-g.Severity),
		strings.Compare(f.Rule, g.Rule), strings.Compare(f.Message, g.Message))
}

// Report collects findings. Several goroutines may add to one report. The
// zero value is empty and ready.
type Report struct {
	mu       sync.Mutex
	findings []Finding
	aside    []Finding
}

// Add records findings.
func (r *Report) Add(f ...Finding) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.findings = append(r.findings, f...)
}

// Findings returns everything found, sorted by place, each finding once.
func (r *Report) Findings() []Finding {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.SortStableFunc(r.findings, Finding.Compare)
	r.findings = slices.CompactFunc(r.findings, func(a, b Finding) bool { return a.Compare(b) == 0 })
	return slices.Clone(r.findings)
}

// SetAside takes out of the report what reason knows a reason for.
func (r *Report) SetAside(reason func(Finding) (why string, aside bool)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept := r.findings[:0]
	for _, f := range r.findings {
		if why, aside := reason(f); aside {
			f.Aside = why
			r.aside = append(r.aside, f)
			continue
		}
		kept = append(kept, f)
	}
	r.findings = kept
}

// Aside returns what was set aside, sorted by place.
func (r *Report) Aside() []Finding {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.SortStableFunc(r.aside, Finding.Compare)
	r.aside = slices.CompactFunc(r.aside, func(a, b Finding) bool { return a.Compare(b) == 0 })
	return slices.Clone(r.aside)
}

// Count returns how many findings have the severity.
func (r *Report) Count(s Severity) int {
	n := 0
	for _, f := range r.Findings() {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// HasErrors reports whether anything stands in the way.
func (r *Report) HasErrors() bool { return r.Count(Error) > 0 }

// Summary counts the findings in words: "2 errors, 1 warning".
func (r *Report) Summary() string {
	var parts []string
	for _, s := range []Severity{Error, Warning, Note} {
		switch n := r.Count(s); n {
		case 0:
		case 1:
			parts = append(parts, "1 "+s.String())
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", n, s))
		}
	}
	if len(parts) == 0 {
		return "no findings"
	}
	return strings.Join(parts, ", ")
}

// Rule documents why findings of one id are made. `sealpress explain` and the
// pages about rules print it.
type Rule struct {
	ID       string
	Severity Severity
	Title    string // what holds where the rule is kept, as a sentence
	Why      string // what breaks, and for whom, where it is not
	Mend     string // what to do
	Cite     string // specification and section; empty where it is ours
}
