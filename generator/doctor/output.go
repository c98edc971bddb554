package doctor

import (
	"fmt"

	"github.com/sealpress/sealpress/generator/diag"
)

// Output is what is known of the built site.
type Output struct {
	Folder  string // as messages show it
	Tracked bool   // git keeps it: the site is published from a branch
	Stale   string // a file that a build would write otherwise; empty: none, or not looked at

	Files   int // zero: nothing was built
	Bytes   int64
	Largest string // name of the largest file
	Size    int64  // of the largest file

	Limits []Limit // of hosts
	Host   string  // the name of the one that publishes the site, where that is seen
}

// Limit is how much a host takes. Zero means that it names no limit.
type Limit struct {
	Host    string
	Files   int
	Folders bool  // folders count as files
	Bytes   int64 // of the whole site
	File    int64 // of one file
}

// makeRoom is a mend that a judge adds to.
const makeRoom = "leave out what nobody needs with outputs: in content/site.yaml, or choose a larger host: docs/hosting.md, How much fits"

var hostLimit = rule{diag.Rule{ID: "doctor-host-limit", Severity: diag.Error,
	Title: "The site fits its host",
	Why:   "A host refuses what is too much, and then no new award and no withdrawal gets online.",
	Mend:  makeRoom},
	func(f *Facts, report func(Finding)) {
		o := &f.Output
		for _, l := range o.Limits {
			if o.Host != "" && l.Host != o.Host {
				continue
			}
			full, what := o.against(l)
			if full == 0 || full < 80 {
				continue
			}
			switch {
			case full > 100 && o.Host == "":
				report(say("the site has %s", what).milder(diag.Note).mend("if that is your host: " + makeRoom))
			case full > 100:
				report(say("the site has %s", what))
			case o.Host != "":
				report(say("the site has %s: %d %% of it", what, full).milder(diag.Warning))
			}
		}
	}}

// against returns how full a host is in per cent, by the limit that is nearest,
// and in words.
func (o *Output) against(l Limit) (full int, what string) {
	files, counted := o.Files, count(o.Files, "file")
	if l.Folders {
		files *= 2 // nearly every page has a folder of its own
		counted += ", which with their folders count as " + grouped(files)
	}
	for _, x := range []struct {
		have, most int64
		what       string
	}{
		{int64(files), int64(l.Files), fmt.Sprintf("%s, and %s takes %s", counted, l.Host, grouped(l.Files))},
		{o.Bytes, l.Bytes, fmt.Sprintf("%s, and %s takes %s", megabytes(o.Bytes), l.Host, megabytes(l.Bytes))},
		{o.Size, l.File, fmt.Sprintf("a file of %s, %s, and %s takes files of %s", megabytes(o.Size), o.Largest, l.Host, megabytes(l.File))},
	} {
		if x.most > 0 && int(x.have*100/x.most) > full {
			full, what = int(x.have*100/x.most), x.what
			if x.have > x.most {
				full = max(full, 101)
			}
		}
	}
	return full, what
}

func megabytes(n int64) string { return fmt.Sprintf("%s MB", grouped(int((n+500_000)/1_000_000))) }

var outputStale = rule{diag.Rule{ID: "doctor-output-stale", Severity: diag.Warning,
	Title: "The built site that git keeps is that of the content",
	Why:   "The host publishes it as it is: what was changed or withdrawn since is not online.",
	Mend:  "sealpress build, then commit the output folder and push"},
	func(f *Facts, report func(Finding)) {
		if f.Output.Stale != "" {
			report(say("the content was changed since %s was committed, and a build would write other files", f.Output.Folder).at(f.Output.Folder + f.Output.Stale))
		}
	}}

var outputLists = rule{diag.Rule{ID: "doctor-output-lists", Severity: diag.Warning,
	Title: "A public repository holds no built site with unlisted awards",
	Why:   "Its list of folders is a list of all award pages, and unlisted means nothing any more.",
	Mend:  "let your git host build: sealpress init . --ci github; then git rm -r --cached the output folder and write it into .gitignore. Or write listing: listed, if that is what you want"},
	func(f *Facts, report func(Finding)) {
		s := f.Content.site()
		if f.Output.Tracked && s.Repository == "public" && s.Privacy.Listing != "listed" {
			report(say("the repository is public, and %s in it lists the page of every award, also of unlisted ones", f.Output.Folder))
		}
	}}

var awardOnline = rule{diag.Rule{ID: "doctor-award-online", Severity: diag.Error,
	Title: "An award that stands is valid at its address",
	Why:   "That is what an employer sees.",
	Mend:  "sealpress verify ADDRESS says why"},
	func(f *Facts, report func(Finding)) {
		if at := f.Remote.Judged; len(at) > 0 {
			report(say("%s that should be valid %s judged otherwise at the address", count(len(at), "award"), be(len(at))).at(at...))
		}
	}}

// Left is what a killed command left in the work folder.
type Left struct {
	Path string // from the site's folder
	Kind LeftKind
}

// LeftKind says what was left behind.
type LeftKind int

// The kinds.
const (
	LeftFiles LeftKind = iota // files that nobody needs
	LeftBuild                 // a build that was cut short half-way
	LeftRun                   // a run of issue that was set aside
)

// leftOf lists what is left of a kind.
func (f *Facts) leftOf(k LeftKind) []string {
	var at []string
	for _, l := range f.Left {
		if l.Kind == k {
			at = append(at, l.Path)
		}
	}
	return at
}

var runAside = rule{diag.Rule{ID: "doctor-run-aside", Severity: diag.Error,
	Title: "Every run is in content/issued",
	Why:   "issue --again was killed after it had set a run aside: its awards are not issued at the moment.",
	Mend:  "sealpress issue puts it back first; do not delete the folder"},
	func(f *Facts, report func(Finding)) {
		if at := f.leftOf(LeftRun); len(at) > 0 {
			report(say("issuing again was cut off, and %s of issue %s still set aside", count(len(at), "run"), be(len(at))).at(at...))
		}
	}}

var buildCut = rule{diag.Rule{ID: "doctor-build-cut", Severity: diag.Warning,
	Title: "No build was cut off",
	Why:   "Every file is whole, but some are new and some are old.",
	Mend:  "sealpress build finishes it; do not delete the folder before"},
	func(f *Facts, report func(Finding)) {
		if at := f.leftOf(LeftBuild); len(at) > 0 {
			report(say("a build was cut off while it put its files in place").at(at...))
		}
	}}

var workLeft = rule{diag.Rule{ID: "doctor-work-left", Severity: diag.Note,
	Title: "The work folder is empty between commands",
	Why:   "What a killed command leaves there is in nobody's way, but takes room.",
	Mend:  "delete it"},
	func(f *Facts, report func(Finding)) {
		if at := f.leftOf(LeftFiles); len(at) > 0 {
			report(say("a command that was killed left files that nobody needs").at(at...))
		}
	}}
