package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/doctor"
)

// doctorFlags are the flags of doctor.
type doctorFlags struct {
	live bool
	keys keyFlags
}

func (a *app) doctorCommand() *cobra.Command {
	var f doctorFlags
	c := &cobra.Command{
		Use: "doctor", Short: "Look at the whole site as an experienced colleague would", Args: noNames, Annotations: map[string]string{formats: "json"},
		Example: "$ sealpress doctor\n$ sealpress doctor --live     # also what your host serves, and whether the repository is open to all",
		Long: `Doctor looks at what check does not see: keys that others can read, a key or an
e-mail in the history of git, withdrawals that nobody signed, a backup that was
never made, what is on this computer alone, accreditations that end soon,
workflow files, the size of the site against its host. Each finding says what
mends it, the most urgent first. docs/doctor.md lists everything.

Nothing is changed. No private key is opened: of its file doctor sees who can
read it. Without --live nobody is asked; with it your own host and your git
host are, and nothing is sent but the addresses.

Exit status: 0 nothing urgent (there may be warnings), 1 errors were found.`,
		RunE: func(c *cobra.Command, _ []string) error { return a.doctor(c.Context(), &f) },
	}
	c.Flags().BoolVar(&f.live, "live", false, "also look at what is online; needs the network")
	c.Flags().StringVar(&f.keys.folder, "keys", "", "`folder` of the private halves")
	return c
}

// examination gathers what doctor judges.
type examination struct {
	*app
	*doctorFlags
	root   *os.Root // the site's folder
	checks *generator.Result
	prefix string // the site's folder from the top of the repository: "" or "site/"
	top    string // the top of the repository, or the site's folder
	built  string // the output folder from the site's; empty: it lies elsewhere
	own    bool   // the site is Sealpress's own repository, whose tests have keys
	facts  doctor.Facts
	looked []look
	online []doctor.Finding
}

// look is one thing that doctor looked at, or could not.
type look struct {
	At   string `json:"at"`
	Saw  string `json:"saw"`
	Seen bool   `json:"seen"` // false: it could not be looked at
}

func (e *examination) saw(at, format string, args ...any) {
	e.looked = append(e.looked, look{at, fmt.Sprintf(format, args...), true})
}

func (e *examination) missed(at, format string, args ...any) {
	e.looked = append(e.looked, look{at, fmt.Sprintf(format, args...), false})
}

func (a *app) doctor(ctx context.Context, f *doctorFlags) error {
	root, err := a.openSite()
	if err != nil {
		return err
	}
	defer root.Close()
	e := &examination{app: a, doctorFlags: f, root: root, top: a.site, own: isSealpress(root), facts: doctor.Facts{Now: a.now()}}
	e.built = e.builtWithin()
	for _, step := range []func(context.Context) error{e.content, e.repository, e.files, e.keyring, e.output, e.network} {
		if err := step(ctx); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	r := doctor.Examine(&e.facts)
	r.Add(e.online...)
	if a.format == "json" {
		err = e.printJSON(r)
	} else {
		err = e.printText(r)
	}
	if err != nil {
		return err
	}
	if r.Count(diag.Error) > 0 {
		return exit{status: exitFindings}
	}
	return nil
}

// content checks the content, and reads what was issued.
func (e *examination) content(ctx context.Context) error {
	config, done, err := e.open()
	defer done()
	if err != nil {
		return err
	}
	r, err := generator.Check(ctx, config)
	if err != nil {
		return err
	}
	e.checks = r
	c := &e.facts.Content
	c.Catalog, c.Errors, c.Warnings = r.Content.Catalog, r.Report().Count(diag.Error), r.Report().Count(diag.Warning)
	if run := r.Content.Issued.Last(); run != nil {
		c.LastRun = run.Time
	}
	if !r.OK {
		c.Errors = max(c.Errors, 1)
		e.saw("content", "it does not pass sealpress check, so what waits to be issued is not known")
		return nil
	}
	c.Host = r.Passed.Site().Host()
	w := r.Waiting
	c.Waiting = doctor.Waiting{New: w.New, Unsigned: w.Unsigned, Reissues: w.Reissues, Bits: w.Bits, Rekeyed: w.Rekeyed, Keyless: w.Keyless && r.Content.Catalog.SigningKey() == nil}
	e.saw("content", "%s, %s, every rule and signature", count(len(r.Passed.Awards()), "award"), count(len(r.Content.Catalog.Achievements), "achievement"))
	last := "nothing was issued yet"
	if !c.LastRun.IsZero() {
		last = "the last run is of " + badge.DateOf(c.LastRun).String()
	}
	e.saw("issued", "%s, %s; %s", count(len(r.Content.Issued.Runs()), "run"), count(len(r.Content.Issued.ListNames()), "status list"), last)
	return nil
}

// builtWithin returns the output folder from the site's; none where it lies
// elsewhere.
func (e *examination) builtWithin() string {
	site, err := filepath.Abs(e.site)
	if err != nil {
		return ""
	}
	out, err := filepath.Abs(e.outFolder())
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(site, out)
	if err != nil || !filepath.IsLocal(rel) || rel == "." {
		return ""
	}
	return filepath.ToSlash(rel)
}

// folder returns the names in a folder of the site; one that is not there is
// empty.
func (e *examination) folder(name string) []string {
	entries, err := fs.ReadDir(e.root.FS(), name)
	if err != nil {
		return nil
	}
	var names []string
	for _, d := range entries {
		names = append(names, d.Name())
	}
	return names
}

// saidBy is what an error says first, for the middle of a sentence.
func saidBy(err error) string {
	text, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
	return strings.TrimPrefix(text, "fatal: ")
}

// isMissing reports whether a file is not there.
func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
