package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/themes"
)

// open returns the configuration of the site that --site names. Everything
// in it is read through one os.Root, so that nothing outside can be reached.
func (a *app) open() (generator.Config, func(), error) {
	root, err := a.openSite()
	if err != nil {
		return generator.Config{}, func() {}, err
	}
	for _, source := range []string{"content", "themes"} {
		if within(a.outFolder(), filepath.Join(a.site, source)) {
			_ = root.Close() // only looked at
			return generator.Config{}, func() {}, exit{exitUsage, fmt.Errorf("--out %s: the site is made of what lies in %s/, so it cannot be published there\n  this works: --out public", a.out, source)}
		}
	}
	if name := filepath.Base(a.outFolder()); slices.ContainsFunc(notes, func(taken string) bool { return strings.EqualFold(name, taken) }) {
		_ = root.Close() // only looked at
		return generator.Config{}, func() {}, exit{exitUsage, fmt.Errorf("--out %s: under this name sealpress keeps notes of its own in %s\n  this works: --out public", a.out, work)}
	}
	done := func() { _ = root.Close() } // only read from: nothing to lose
	c := generator.Config{Themes: themes.Embedded(), Today: badge.DateOf(a.now())}
	if c.Content, err = fs.Sub(root.FS(), "content"); err == nil && hasOwnThemes(root) {
		c.SiteThemes, err = fs.Sub(root.FS(), "themes")
	}
	if err != nil {
		done()
		return generator.Config{}, func() {}, fmt.Errorf("opening the site: %w", err)
	}
	return c, done, nil
}

// notes are the names in the work folder that are not those of output folders.
var notes = []string{check.MemoryFolder, "verified", "content.lock"}

// openSite opens the folder that --site names, and fails where it is none of
// a site's.
func (a *app) openSite() (*os.Root, error) {
	root, err := os.OpenRoot(a.site)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no folder %s\n  start a site with: sealpress init %s", shown(a.site), shown(a.site))
	case err != nil:
		if info, at := os.Stat(a.site); at == nil && !info.IsDir() {
			return nil, fmt.Errorf("%s is a file\n  name the folder of your site: --site my-site", shown(a.site))
		}
		return nil, fmt.Errorf("opening the site: %w", err)
	}
	info, err := root.Lstat("content")
	switch {
	case err == nil && info.IsDir():
		return root, nil
	case errors.Is(err, fs.ErrNotExist) && filepath.Base(filepath.Clean(a.site)) == "content":
		err = fmt.Errorf("there is no content folder in %s\n  --site is the folder around it: --site %s", here(a.site), shown(filepath.Dir(filepath.Clean(a.site))))
	case errors.Is(err, fs.ErrNotExist):
		err = fmt.Errorf("%s holds no content folder, so it is no site\n  go into the folder of your site, or name it: --site my-site\n  start a new one with: sealpress init my-site", here(a.site))
	case err != nil:
		err = fmt.Errorf("looking for content: %w", err)
	case info.Mode()&fs.ModeSymlink != 0:
		err = fmt.Errorf("content in %s is a symbolic link, and those are not followed\n  put the folder itself there", here(a.site))
	default:
		err = fmt.Errorf("content in %s is not a folder", here(a.site))
	}
	_ = root.Close() // only looked at
	return nil, err
}

// hasOwnThemes reports whether a site has a themes folder to be read.
func hasOwnThemes(root *os.Root) bool {
	info, err := root.Lstat("themes")
	return err == nil && info.IsDir() && !isSealpress(root)
}

// isSealpress reports whether the site is Sealpress's own repository, whose
// themes folder is Go code that the program carries already.
func isSealpress(root *os.Root) bool {
	_, err := root.Lstat("themes/themes.go")
	return err == nil
}

// here names a site's folder in a sentence.
func here(site string) string {
	if filepath.Clean(site) == "." {
		return "this folder"
	}
	return shown(site)
}

// shown is a path as messages show it, the same on every system.
func shown(name string) string { return filepath.ToSlash(filepath.Clean(name)) }

// outFolder is the output folder: --out, or public in the site.
func (a *app) outFolder() string {
	if a.out == "" {
		return filepath.Join(a.site, "public")
	}
	return filepath.Clean(a.out)
}

// within reports whether a folder, which may not be there yet, is another or
// lies in it: by what they are and not by their names, of which a folder may
// have several.
func within(at, folder string) bool {
	want, err := os.Stat(folder)
	if err != nil {
		return filepath.Clean(at) == filepath.Clean(folder)
	}
	if abs, err := filepath.Abs(at); err == nil {
		at = abs
	}
	if real, err := filepath.EvalSymlinks(at); err == nil {
		at = real
	}
	for {
		if info, err := os.Stat(at); err == nil && os.SameFile(info, want) {
			return true
		}
		up := filepath.Dir(at)
		if up == at {
			return false
		}
		at = up
	}
}

// memoryFolder is where publish remembers what it put into the output folder.
func (a *app) memoryFolder() string {
	out := a.outFolder()
	return filepath.Join(filepath.Dir(out), ".sealpress", filepath.Base(out))
}

// load reads the content folder without judging it.
func (a *app) load(ctx context.Context) (*load.Content, error) {
	c, done, err := a.open()
	if err != nil {
		return nil, err
	}
	defer done()
	content, err := load.Dir(ctx, c.Content, "content")
	if err != nil {
		return nil, fmt.Errorf("loading content: %w", err)
	}
	return content, nil
}

// judged loads and checks a site. Where errors stand in the way they are
// printed as talk, because what the command was asked for cannot be given.
func (a *app) judged(ctx context.Context) (*generator.Result, func(), error) {
	r, done, err := a.checked(ctx)
	if err != nil {
		return nil, done, err
	}
	if r.OK {
		return r, done, nil
	}
	printer := diag.Printer{Text: r.Content.Text, Color: a.colored(a.errTerminal)}
	if err := printer.Print(a.stderr, onlyErrors(r.Report().Findings())); err != nil {
		return nil, done, err
	}
	return nil, done, exit{exitFindings, fmt.Errorf("%s: mend them first; sealpress check shows all", r.Report().Summary())}
}

// judgedQuietly is judged for a command whose work is done: a site that does
// not pass is nil.
func (a *app) judgedQuietly(ctx context.Context) (*generator.Result, func(), error) {
	r, done, err := a.checked(ctx)
	if err != nil || !r.OK {
		return nil, done, err
	}
	return r, done, nil
}

// openWork opens the work folder of the site and, if asked to, makes it where
// it is not there; made says so.
func (a *app) openWork(making bool) (folder *os.Root, made bool, err error) {
	root, err := a.openSite()
	if err != nil {
		return nil, false, err
	}
	defer root.Close()
	if making {
		switch err := root.Mkdir(work, 0o755); {
		case err == nil:
			made = true
		case !errors.Is(err, fs.ErrExist):
			return nil, false, err
		}
	}
	folder, err = root.OpenRoot(work)
	return folder, made, err
}

// dropWork removes a work folder that was made for a build that came to nothing.
func (a *app) dropWork() {
	if root, err := a.openSite(); err == nil {
		defer root.Close()
		_ = root.RemoveAll(filepath.Join(work, check.MemoryFolder)) // what stays does no harm
		_ = root.Remove(work)
	}
}

// checked loads and checks a site. Where there is a work folder, what was
// verified and judged before is not again: sealpress check alone always does.
func (a *app) checked(ctx context.Context) (*generator.Result, func(), error) {
	c, done, err := a.open()
	if err != nil {
		return nil, done, err
	}
	if c.Verified, _, err = a.openWork(false); err == nil {
		c.Program = program()
		c.Judged = check.NewMemory(c.Verified, c.Program)
		closeContent, remembered := done, c.Verified
		done = func() {
			closeContent()
			_ = remembered.Close() // what could not be remembered is verified again
		}
	}
	r, err := generator.Check(ctx, c)
	return r, done, err
}

// print writes the findings that are at least so severe, in the format that was
// asked for.
func (a *app) print(r *generator.Result, least diag.Severity) error {
	findings := slices.DeleteFunc(append(r.Report().Findings(), r.Report().Aside()...), func(f diag.Finding) bool { return f.Severity > least })
	switch a.format {
	case "json":
		return diag.PrintJSON(a.stdout, findings)
	case "sarif":
		return diag.PrintSARIF(a.stdout, a.fromHere(findings), allRules(), version)
	case "github":
		return diag.PrintGitHub(a.stdout, a.fromHere(findings))
	}
	if a.quiet {
		findings = onlyErrors(findings)
	}
	return diag.Printer{Text: r.Content.Text, Color: a.colored(a.outTerminal)}.Print(a.stdout, findings)
}

// fromHere names files from the current folder, which for those who read
// these formats is that of the repository.
func (a *app) fromHere(findings []diag.Finding) []diag.Finding {
	if filepath.IsAbs(a.site) {
		return findings
	}
	for i := range findings {
		findings[i].Pos.File = path.Join(shown(a.site), findings[i].Pos.File)
	}
	return findings
}

func onlyErrors(findings []diag.Finding) []diag.Finding {
	var out []diag.Finding
	for _, f := range findings {
		if f.Severity == diag.Error {
			out = append(out, f)
		}
	}
	return out
}
