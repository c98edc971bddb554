// Package preview shows a site while it is being written: it serves the site
// on loopback, watches its folders, and shows every change at once.
//
//	p := preview.New(preview.Config{Files: os.DirFS(dir), Dir: dir, Folders: []string{"content"}, Build: build, Now: time.Now})
//	go http.Serve(listener, p.Handler(port))
//	err := p.Run(ctx)
//
// Nothing is written to disk. Each build reads a snapshot of the folders in
// memory and gives a plan; a page is rendered when it is asked for. All
// answers come from one plan until the next one is whole, so that a page and
// its documents never tell of two states; and because the snapshot does not
// change, the last good site stays whole while files are edited and broken.
//
// What is wrong with the content lies over the last good site, with place and
// mend; where there never was a good one, it is the page.
//
// Pages get a bar that says that this is a preview, and a script of the
// preview's own that reloads a page when its bytes, or those of the pictures
// in it, changed. Both are added to answers alone and never published. They
// live below /.sealpress/, outside the site.
//
// The server answers to loopback names only, so that no other site can read
// it through a name of its own (DNS rebinding), reads requests alone, and
// knows no file but those of the plan.
//
// The law that the tests keep: whatever happens to the files, once it is
// quiet the answers are those of a fresh build. The one exception known is a
// file on a share or system that tells of no changes, replaced by another of
// the same size and time.
package preview

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/render"
)

// Config says what to show.
type Config struct {
	Files   fs.FS    // the site's folder
	Dir     string   // the same folder on disk, to watch
	Folders []string // the folders in it that matter: "content", and "themes" where the site may have its own

	// Build turns what was read into a site. themes is nil where there is no
	// such folder. An error says that the machine, not the content, stood in
	// the way; the preview goes on all the same.
	Build func(ctx context.Context, content, themes fs.FS) (Site, error)

	Now    func() time.Time // the clock: to measure, and to know how fresh a file is
	Built  func(Rebuild)    // optional: called after each build
	Notice func(string)     // optional: what a person should know of the watching
}

// Site is what a build made.
type Site struct {
	OK       bool        // whether nothing stands in the way; else Plan, Address and Draft are not used
	Plan     render.Plan //
	Address  address.Site
	Draft    func(id string) bool // whether an award may still change; nil: none may
	Findings []diag.Finding
	Text     func(file string) string // the content of a file, to quote lines that findings point at
}

// Rebuild tells of one build.
type Rebuild struct {
	Site    Site
	Err     error         // of Build
	Changed []string      // files and folders that came, went or changed; nil for the first build
	Took    time.Duration // from reading the changed files until pages are told
}

// Preview is a site that follows its folders.
type Preview struct {
	config Config
	board  board
	cache  cache
}

// New returns a preview. It answers once Run has made the first build.
func New(c Config) *Preview {
	if c.Built == nil {
		c.Built = func(Rebuild) {}
	}
	if c.Notice == nil {
		c.Notice = func(string) {}
	}
	p := &Preview{config: c}
	p.board.init()
	return p
}

// Run builds, watches and builds again until the context ends.
func (p *Preview) Run(ctx context.Context) error {
	w := watch(p.config.Dir, p.config.Folders, p.config.Notice)
	defer w.close()
	return p.follow(ctx, w)
}

// follow is Run with a watcher.
func (p *Preview) follow(ctx context.Context, w *watcher) error {
	r := &reader{files: p.config.Files, folders: p.config.Folders, now: p.config.Now, visit: w.visit}
	var files *snapshot
	var changed []string // since the last build
	for first := true; ; {
		start := p.config.Now()
		next, differ := r.snapshot(files, w.take())
		files, changed = next, merged(changed, differ)
		// While it was read more has changed: what was read may mix two
		// states. Patience ends with the loop in settle.
		for i := 0; !first && i < 10 && p.unsettled(w, differ); i++ {
			if err := w.settle(ctx); err != nil {
				return err
			}
			start = p.config.Now()
			next, differ = r.snapshot(files, w.take())
			files, changed = next, merged(changed, differ)
		}
		if first || slices.ContainsFunc(changed, func(name string) bool { return !litter(name) }) {
			if err := p.build(ctx, files, changed, start, first); err != nil {
				return err
			}
		}
		changed, first = nil, false
		if err := w.wait(ctx); err != nil {
			return err
		}
	}
}

// unsettled reports whether a snapshot may be of files in motion.
func (p *Preview) unsettled(w *watcher, differ []string) bool {
	return len(w.heard) > 0 || w.polling() && len(differ) > 0
}

func merged(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// build makes the site of a snapshot and puts it up.
func (p *Preview) build(ctx context.Context, files *snapshot, changed []string, start time.Time, first bool) error {
	content, err := fs.Sub(files, "content")
	if err != nil {
		return err
	}
	var themes fs.FS
	if files.node("themes") != nil {
		if themes, err = fs.Sub(files, "themes"); err != nil {
			return err
		}
	}
	site, err := p.config.Build(ctx, content, themes)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		site.OK = false
		site.Findings = append(site.Findings, failure(err))
	}
	p.board.put(newState(p.board.current(), site))
	if first {
		changed = nil
	}
	p.config.Built(Rebuild{Site: site, Err: err, Changed: changed, Took: p.config.Now().Sub(start)})
	return nil
}

// failure shows an error of the machine among the findings.
func failure(err error) diag.Finding {
	f := diag.Finding{Message: err.Error(), Mend: "the site is built again with the next change"}
	f.Pos.File = "content"
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		f.Pos.File = pe.Path
	}
	return f
}
