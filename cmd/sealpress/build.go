package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/cheggaaa/pb/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/publish"
)

func (a *app) buildCommand() *cobra.Command {
	var strict bool
	c := &cobra.Command{
		Use: "build", Short: "Make the site: content/ → public/", Args: noNames, Annotations: map[string]string{formats: "json"},
		Example: "$ sealpress build\n$ sealpress build --site my-site --out docs",
		Long: `Build makes the whole site from content/ and writes it to public/, ready for
any host of static files. It writes only what changed, needs no key and no
network, and makes the same bytes on any machine and on any day. Where
something is wrong nothing is written, and the old site stays as it was.

An award that is not issued yet is published too, without a signature, and may
still change. With --strict that, and a revocation that no signed list says yet,
is an error.

Exit status: 0 the site was built, 1 errors were found, 2 wrong usage, content
that changed meanwhile or a folder that cannot be written, 75 another build of this site is running.`,
		RunE: func(c *cobra.Command, _ []string) error { return a.build(c.Context(), strict) },
	}
	c.Flags().BoolVar(&strict, "strict", false, "fail where something waits to be issued")
	return c
}

func (a *app) build(ctx context.Context, strict bool) error {
	start := a.now()
	config, done, err := a.open()
	defer done()
	if err != nil {
		return err
	}
	config.Out, config.Program, config.Strict = a.outFolder(), program(), strict
	memory, made, err := a.openWork(true)
	if err == nil { // else all is judged anew
		defer memory.Close()
		config.Judged = check.NewMemory(memory, config.Program)
	}
	progress, finish := a.progress("files")
	config.Progress = progress
	r, err := generator.Build(ctx, config)
	finish()
	if made && (err != nil || !r.OK) {
		a.dropWork()
	}
	if err != nil {
		return a.publishError(err)
	}
	took := a.now().Sub(start)
	switch {
	case a.format == "json":
		if err := a.printBuild(r, took); err != nil {
			return err
		}
	default:
		if err := a.print(r, diag.Note); err != nil {
			return err
		}
		if r.OK {
			a.talk("%s", buildSummary(r, a.outFolder(), took))
		}
	}
	if r.OK {
		return nil
	}
	if a.format == "text" {
		a.talk("%s; nothing was written, and %s/ is as it was\n", r.Report().Summary(), shown(a.outFolder()))
	}
	return exit{status: exitFindings}
}

// program names this very program, so that another one never takes its files
// for its own.
func program() string {
	name, err := os.Executable()
	if err != nil {
		return version
	}
	f, err := os.Open(name)
	if err != nil {
		return version
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return version
	}
	return version + " " + hex.EncodeToString(h.Sum(nil)[:8])
}

// progress shows a bar on a terminal, once the work takes longer than a blink.
func (a *app) progress(what string) (step func(done, total int), finish func()) {
	if !a.errTerminal || a.quiet || a.format != "text" {
		return nil, func() {}
	}
	var bar *pb.ProgressBar
	start := a.now()
	step = func(done, total int) {
		if bar == nil {
			if a.now().Sub(start) < 300*time.Millisecond || total == 0 {
				return
			}
			bar = pb.New(total)
			bar.SetWriter(a.stderr)
			if wide, _, err := term.GetSize(int(os.Stderr.Fd())); err != nil || wide == 0 {
				bar.SetWidth(80) // a terminal that does not know, as in some containers
			}
			bar.SetTemplateString(`{{counters . }} ` + what + ` {{bar . }} {{percent . }} {{etime .}}`)
			bar.Start()
		}
		bar.SetCurrent(int64(done))
	}
	return step, func() {
		if bar != nil {
			bar.Finish()
		}
	}
}

// publishError turns what stopped a build into words and an exit status.
func (a *app) publishError(err error) error {
	var lost *publish.LostError
	var foreign *publish.ForeignError
	var leaks *generator.LeakError
	switch {
	case errors.Is(err, publish.ErrLocked):
		return exit{exitLocked, errors.New("another sealpress is building this site right now\n  wait until it is done, then try again")}
	case errors.As(err, &foreign):
		return exit{exitUsage, fmt.Errorf("%s was not made by Sealpress: %s; nothing was written\n  choose another folder with --out, or empty this one", shown(foreign.Path), foreign.Reason)}
	case errors.As(err, &leaks):
		return exit{exitFindings, err}
	case errors.As(err, &lost):
		return exit{exitFindings, a.lost(lost)}
	}
	return err
}

// lost explains that awards would vanish, and the ways out.
func (a *app) lost(l *publish.LostError) error {
	text := "pages of awards would vanish, and what was published is a promise; nothing was written\n"
	for i, f := range l.Files {
		if i == 10 {
			text += fmt.Sprintf("    … and %d more\n", len(l.Files)-i)
			break
		}
		text += "    " + f + "\n"
	}
	return errors.New(text + `  mend, whichever is true:
    restore the award, its label and the name of its file, or pin its address with id:
    the holder asked for removal: restore it, then sealpress erase AWARD
    it should never have been awarded: restore it, then sealpress revoke AWARD
    it was issued and taken back with issue --undo: issue it again, sealpress issue
    nothing in ` + shown(a.outFolder()) + `/ was ever online: delete that folder and ` + shown(a.memoryFolder()) + `/, and build again`)
}

// printBuild prints what a build found and did, for machines: the findings as
// check prints them, and what was published.
func (a *app) printBuild(r *generator.Result, took time.Duration) error {
	var found bytes.Buffer
	if err := diag.PrintJSON(&found, append(r.Report().Findings(), r.Report().Aside()...)); err != nil {
		return err
	}
	var out map[string]any
	if err := json.Unmarshal(found.Bytes(), &out); err != nil {
		return fmt.Errorf("reading our own findings: %w", err)
	}
	out["ok"], out["milliseconds"] = r.OK, took.Milliseconds()
	if r.OK {
		p := r.Published
		out["awards"], out["files"], out["bytes"] = len(r.Passed.Awards()), p.Files, p.Bytes
		out["written"], out["unchanged"], out["removed"] = p.Written, p.Unchanged, p.Removed
	}
	return writeJSON(a.stdout, out)
}
