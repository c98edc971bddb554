package generator

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/audit"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/publish"
	"github.com/sealpress/sealpress/generator/render"
	"github.com/sealpress/sealpress/generator/store"
	"github.com/sealpress/sealpress/generator/theme"
)

// Config says what to build. The zero value of every optional field is a
// sensible choice.
type Config struct {
	Content    fs.FS         // the content folder
	Prefix     string        // its name in messages; empty means "content"
	Former     *load.Content // optional: the content of an earlier run, to take over what is unchanged
	LastTheme  *LastTheme    // optional: the theme of an earlier run, likewise
	Themes     fs.FS         // the themes in the program
	SiteThemes fs.FS         // optional: the site's own themes folder
	Today      badge.Date    // for rules that ask what day it is; no output depends on it
	Strict     bool          // what waits to be issued is an error
	Program    string        // name and version of the program: the same program makes the same bytes

	Out      string                // the output folder; Build alone needs it
	Work     string                // optional: where publish keeps its memory
	Verified *os.Root              // optional: where Check remembers which runs it verified, so as not to do it again
	Judged   *check.Memory         // optional: which award files were judged before, so as not to do it again
	Progress func(done, total int) // optional
}

// Result is what a run found and did.
type Result struct {
	Content   *load.Content // what was read
	Passed    check.Passed  // set where nothing stands in the way
	OK        bool          // whether nothing stands in the way
	Waiting   check.Waiting // what waits to be issued, where nothing stands in the way
	Published publish.Summary

	verified *audit.Memory
}

// Signed tells the memory of what was verified that this program has just
// signed a run.
func (r *Result) Signed(run *store.Run) { r.verified.Signed(r.Content.Issued, run) }

// Report returns everything that was found.
func (r *Result) Report() *diag.Report { return r.Content.Report }

// Build turns content into a site: load → check → render → publish. What is
// wrong with the content is in the result's report, and then nothing is
// published; an error says that the machine stood in the way.
func Build(ctx context.Context, c Config) (*Result, error) {
	c.Prefix = cmp.Or(c.Prefix, "content")
	options := publish.Options{Out: c.Out, Work: c.Work, Progress: c.Progress}
	var opened *publish.Opened // looked at while the content is
	var err error
	if publish.Published(options) {
		if opened, err = publish.Begin(ctx, options); err != nil {
			return nil, fmt.Errorf("publishing: %w", err)
		}
		defer opened.Close()
	}
	r, plan, err := Plan(ctx, c)
	if err != nil || !r.OK {
		return r, err
	}
	options.Scan, options.Ready = noLeak(c, r.Passed), r.Passed.Unchanged
	options.Keep = func(file string) bool { return isAward(file) && !plan.MayVanish(file) }
	if opened != nil {
		r.Published, err = opened.Publish(ctx, plan, options)
	} else {
		r.Published, err = publish.Publish(ctx, plan, options)
	}
	if err != nil {
		return r, fmt.Errorf("publishing: %w", err)
	}
	return r, nil
}

// Plan is Build without the last step: nothing is written. The plan is empty
// where something stands in the way. Its entries read the content again when
// they are rendered.
func Plan(ctx context.Context, c Config) (*Result, render.Plan, error) {
	r, th, err := judge(ctx, c)
	if err != nil || !r.OK {
		return r, render.Plan{}, err
	}
	return r, render.New(r.Passed, th, c.Program), nil
}

// Check is Build without the last two steps, and reads all that was issued and
// verifies every signature, where Build reads what it publishes. With a memory
// it verifies the runs that are new or changed.
func Check(ctx context.Context, c Config) (*Result, error) {
	r, _, err := judge(ctx, c)
	if err != nil {
		return r, err
	}
	if c.Verified != nil {
		r.verified = audit.Recall(c.Verified, c.Program, r.Content.Catalog.Keys)
	}
	if err := audit.Verify(ctx, r.Content.Issued, r.Content.Catalog.Keys, r.verified, r.Content.Report); err != nil {
		return nil, err
	}
	r.OK = r.OK && !r.Content.Report.HasErrors()
	return r, nil
}

// judge loads content and theme and holds them against the rule book.
func judge(ctx context.Context, c Config) (*Result, *theme.Theme, error) {
	content, err := load.Dir(ctx, c.Content, cmp.Or(c.Prefix, "content"))
	if err != nil {
		return nil, nil, fmt.Errorf("loading content: %w", err)
	}
	content.Follow(c.Former)
	r := &Result{Content: content}
	var th *theme.Theme
	var findings []diag.Finding
	var meanwhile sync.WaitGroup
	meanwhile.Go(func() { th, findings = loadTheme(c, content) })
	r.Passed, r.OK, err = c.Judged.Run(ctx, content, c.Today)
	meanwhile.Wait()
	if err != nil {
		return nil, nil, fmt.Errorf("checking content: %w", err)
	}
	content.Report.Add(findings...)
	if r.OK = r.OK && th != nil; !r.OK {
		r.Passed = check.Passed{}
		return r, th, nil
	}
	if r.Waiting, err = r.Passed.Waiting(); err != nil {
		return nil, nil, fmt.Errorf("reading what was issued: %w", err)
	}
	if c.Strict && !r.Waiting.Nothing() {
		content.Report.Add(check.NotIssued(content, r.Waiting))
		r.OK = false
	}
	return r, th, nil
}

// isAward reports whether a published file belongs to an award, and so must
// not vanish.
func isAward(file string) bool {
	_, ok := address.AwardID(address.Path(file))
	return ok
}
