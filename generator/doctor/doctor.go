// Package doctor says what is unwell about a site that check finds nothing
// wrong with: a key that others can read, a withdrawal that nobody signed, an
// accreditation that ends next month.
//
// It is handed facts and judges them; it looks at nothing itself. The command
// gathers the facts, from the content, from git, from the folder of the keys
// and, where it was asked to, from the network:
//
//	r := doctor.Examine(&doctor.Facts{Now: now, Keys: keys, Git: git})
//	for _, f := range r.Findings {
//		fmt.Println(f.Severity, f.Message, f.Mend)
//	}
//
// Findings come most urgent first: errors, warnings, notes, and among equals in
// the order of Rules. A fact that is not there is no finding; what could not be
// looked at is for the caller to say.
//
// An error can hurt somebody today: a forger, a verifier who is told that a
// withdrawn credential stands. A warning will, if nobody acts. A note is worth
// knowing, and a site with notes alone is well.
//
// ReadWorkflow and Credential read texts that others wrote, as far as the facts
// need it: line by line, and without a parser of YAML.
package doctor

import (
	"fmt"
	"slices"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// Facts is what is known of a site. The zero value of a field says nothing.
type Facts struct {
	Now       time.Time
	Content   Content
	Keys      Keys
	Git       Git
	Secrets   []Secret // what lies open in the site's folder
	Workflows []Workflow
	Left      []Left // what killed commands left behind
	Output    Output
	Remote    Remote // what the network said
}

// Finding is one thing that is unwell. Its JSON form is stable.
type Finding struct {
	Rule     string        `json:"rule"`
	Severity diag.Severity `json:"severity"`
	Message  string        `json:"message"`
	Places   []string      `json:"places"` // the first of them
	Count    int           `json:"count"`  // how many places there are
	Mend     []string      `json:"mend"`   // one sentence, or steps in order
}

// Report is all that is unwell, most urgent first.
type Report struct {
	Findings []Finding `json:"findings"`
}

// Count returns how many findings have a severity.
func (r *Report) Count(s diag.Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Add puts findings of others among those of the report.
func (r *Report) Add(f ...Finding) {
	r.Findings = append(r.Findings, f...)
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return int(a.Severity - b.Severity) })
}

// rule is a rule with its judge, which calls report for each thing that is
// unwell. A finding takes from its rule what it does not say itself.
type rule struct {
	diag.Rule
	judge func(f *Facts, report func(Finding))
}

// rules lists all rules, those to mend first at the head.
func rules() []rule {
	return []rule{
		keyInFolder, keyInHistory, keyReadable, secretInFile, repositoryReadable, contentErrors, contentIgnored, runAside,
		withdrawalUnsigned, awardOnline, clockBehind, workflowStranger, workflowDots, hostLimit,
		keyBackup, issuedUncommitted, issuedElsewhere, unpushed, noRepository, gitAttributes, buildCut, outputStale,
		emailInHistory, outputLists, accreditationEnding, awardsWaiting,
		keyElsewhere, keyUnknown, repositoryPublic, contentWarnings, addressExample, addressOfHost, contentUncommitted, workflowFloating, workLeft,
	}
}

// Rules documents everything that Examine looks for, most urgent first.
func Rules() []diag.Rule {
	var all []diag.Rule
	for _, r := range rules() {
		all = append(all, r.Rule)
	}
	return all
}

// shownPlaces is how many places a finding names.
const shownPlaces = 5

// Examine judges a site.
func Examine(f *Facts) *Report {
	out := &Report{Findings: []Finding{}}
	for _, r := range rules() {
		r.judge(f, func(found Finding) {
			found.Rule = r.ID
			if found.Severity == diag.Error {
				found.Severity = r.Severity
			}
			if found.Mend == nil {
				found.Mend = []string{r.Mend}
			}
			found.Count = max(found.Count, len(found.Places))
			found.Places = append([]string{}, found.Places[:min(len(found.Places), shownPlaces)]...)
			out.Add(found)
		})
	}
	return out
}

// today is the day of the facts.
func (f *Facts) today() badge.Date { return badge.DateOf(f.Now) }

// say makes a finding of a sentence.
func say(format string, args ...any) Finding { return Finding{Message: fmt.Sprintf(format, args...)} }

// at names the places of a finding.
func (f Finding) at(places ...string) Finding {
	f.Places = places
	return f
}

// milder makes a finding less severe than its rule.
func (f Finding) milder(s diag.Severity) Finding {
	f.Severity = s
	return f
}

// mend replaces what the rule advises.
func (f Finding) mend(steps ...string) Finding {
	f.Mend = steps
	return f
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// be is the verb for so many.
func be(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// grouped writes a number with a comma for each thousand.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// days counts the days from one to another.
func days(from, to badge.Date) int { return int(to.Start().Sub(from.Start()) / (24 * time.Hour)) }

// within says how far away a day is that comes after today.
func within(n int) string {
	switch n {
	case 0:
		return "today"
	case 1:
		return "tomorrow"
	}
	return fmt.Sprintf("in %d days", n)
}
