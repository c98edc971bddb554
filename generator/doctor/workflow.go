package doctor

import (
	"regexp"
	"strings"

	"github.com/sealpress/sealpress/generator/diag"
)

// Workflow is what a workflow file of a git host does that matters here.
type Workflow struct {
	Name     string // from the top of the repository
	Key      bool   // it is given the key that signs
	Stranger bool   // and runs for pull requests of strangers with it
	Dots     bool   // it leaves out names that begin with a dot
	Floating bool   // it is given the key and runs whatever version of Sealpress is the newest
	Pages    string // the host that it publishes to; empty: none that is known
}

// ReadWorkflow reads the text of a workflow file, of GitHub or GitLab.
func ReadWorkflow(name, text string) Workflow {
	w := Workflow{Name: name}
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, uncommented(strings.TrimRight(line, "\r\n")))
	}
	bare := strings.Join(lines, "\n")
	w.Key = strings.Contains(bare, "SEALPRESS_KEY") || issues.MatchString(bare) // GitLab gives variables to a job that does not name them
	w.Stranger = w.Key && pullTarget.MatchString(bare)
	w.Floating = w.Key && (floating.MatchString(bare) || strings.Contains(bare, "cmd/sealpress@latest"))
	switch {
	case strings.Contains(bare, "actions/deploy-pages@") || strings.Contains(bare, "gh-pages"):
		w.Pages = "GitHub Pages"
	case strings.HasSuffix(name, ".gitlab-ci.yml") && gitlabPages.MatchString(bare):
		w.Pages = "GitLab Pages"
	}
	for i, line := range lines {
		if m := uploadPages.FindStringSubmatch(line); m != nil && !oldUpload.MatchString(m[1]) && !hidden.MatchString(strings.Join(stepOf(lines, i), "\n")) {
			w.Dots = true
		}
	}
	return w
}

var (
	issues      = regexp.MustCompile(`\bsealpress (issue|publish)\b`)
	pullTarget  = regexp.MustCompile(`\bpull_request_target\b`)
	floating    = regexp.MustCompile(`(?m)^\s*VERSION:\s*["']?latest["']?\s*$`)
	gitlabPages = regexp.MustCompile(`(?m)^pages:|^\s+pages:\s*(true|$)`)
	uploadPages = regexp.MustCompile(`\buses:\s*["']?actions/upload-pages-artifact@(\S+?)["']?\s*$`)
	oldUpload   = regexp.MustCompile(`^v[1-3](\.|$)`) // they took hidden files along
	hidden      = regexp.MustCompile(`\binclude-hidden-files:\s*["']?true\b`)
	commented   = regexp.MustCompile(`(^|\s)#.*$`)
)

// uncommented takes the comment off a line. A # in quotes ends a line too soon,
// and nothing that is looked for stands behind one.
func uncommented(line string) string {
	return strings.TrimRight(commented.ReplaceAllString(line, ""), " \t")
}

// stepOf returns the lines of the step, the item of a list, in which a line
// stands.
func stepOf(lines []string, at int) []string {
	from, dash := at, -1
	for ; from >= 0; from-- {
		if t := strings.TrimLeft(lines[from], " "); strings.HasPrefix(t, "- ") {
			if indent := len(lines[from]) - len(t); indent < len(lines[at])-len(strings.TrimLeft(lines[at], " ")) || from == at {
				dash = indent
				break
			}
		}
	}
	if dash < 0 {
		return lines[at : at+1]
	}
	to := at + 1
	for ; to < len(lines); to++ {
		if t := strings.TrimLeft(lines[to], " "); t != "" && len(lines[to])-len(t) <= dash {
			break
		}
	}
	return lines[from:to]
}

var workflowStranger = rule{diag.Rule{ID: "doctor-workflow-stranger", Severity: diag.Error,
	Title: "No workflow gives the key to what a stranger proposes",
	Why:   "pull_request_target runs with the secrets of the repository for everybody's pull request: whoever sends one can take the key.",
	Mend:  "use pull_request, and give the key to a job of the main branch alone, as the files of sealpress init --ci do"},
	func(f *Facts, report func(Finding)) {
		if at := f.workflows(func(w Workflow) bool { return w.Stranger }); len(at) > 0 {
			report(say("a workflow runs for pull requests of strangers, and is given the key").at(at...))
		}
	}}

var workflowDots = rule{diag.Rule{ID: "doctor-workflow-dots", Severity: diag.Error,
	Title: "The workflow publishes folders whose names begin with a dot",
	Why:   "upload-pages-artifact leaves them out unless it is told otherwise. Without .well-known/did.json no signature verifies.",
	Mend:  "write include-hidden-files: true below with: of the step that uses actions/upload-pages-artifact"},
	func(f *Facts, report func(Finding)) {
		at := f.workflows(func(w Workflow) bool { return w.Dots })
		switch {
		case len(at) == 0:
		case len(f.Keys.Pairs) == 0:
			report(say("a workflow leaves out folders whose names begin with a dot, where the keys of a site are published").at(at...).milder(diag.Note))
		default:
			report(say("a workflow leaves out folders whose names begin with a dot, and the site's keys are in one").at(at...))
		}
	}}

var workflowFloating = rule{diag.Rule{ID: "doctor-workflow-latest", Severity: diag.Note,
	Title: "A workflow with the key names a version of Sealpress",
	Why:   "That program is given the key. With latest it is replaced without anybody's consent.",
	Mend:  "write a version, or a commit, after VERSION:"},
	func(f *Facts, report func(Finding)) {
		if at := f.workflows(func(w Workflow) bool { return w.Floating }); len(at) > 0 {
			report(say("a workflow gives the key to whatever version of Sealpress is the newest").at(at...))
		}
	}}

// workflows lists the files of which something is true.
func (f *Facts) workflows(is func(Workflow) bool) []string {
	var at []string
	for _, w := range f.Workflows {
		if is(w) {
			at = append(at, w.Name)
		}
	}
	return at
}
