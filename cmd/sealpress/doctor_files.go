package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/doctor"
	"github.com/sealpress/sealpress/generator/load"
)

const (
	mostFiles   = 20_000    // that are looked at, of a site's folder
	maxSettings = 256 << 10 // bytes of a file of settings
)

// files looks at the files around the content: workflows, settings, and what
// killed commands left behind.
func (e *examination) files(ctx context.Context) error {
	e.workflows()
	e.secrets(ctx)
	e.left()
	return nil
}

// workflows reads the workflow files, which git hosts look for at the top of a
// repository.
func (e *examination) workflows() {
	names, err := filepath.Glob(filepath.Join(e.top, ".github", "workflows", "*.y*ml"))
	if err != nil {
		names = nil // the folder's own name looks like a pattern
	}
	var kinds []string
	for _, name := range append(names, filepath.Join(e.top, ".gitlab-ci.yml")) {
		text, err := e.settings(name)
		if err != nil {
			continue
		}
		rel, err := filepath.Rel(e.top, name)
		if err != nil {
			continue
		}
		w := doctor.ReadWorkflow(filepath.ToSlash(rel), text)
		e.facts.Workflows = append(e.facts.Workflows, w)
		if kinds = append(kinds, w.Name); w.Pages != "" {
			e.facts.Output.Host = w.Pages
		}
		if what, line := doctor.Credential(text); what != "" && filepath.Clean(e.top) != filepath.Clean(e.site) {
			e.facts.Secrets = append(e.facts.Secrets, doctor.Secret{What: what, File: fmt.Sprintf("%s:%d", w.Name, line)})
		}
	}
	for _, host := range []struct{ file, name string }{{"netlify.toml", "Netlify"}, {"wrangler.toml", "Cloudflare Pages (free)"}, {"wrangler.jsonc", "Cloudflare Pages (free)"}} {
		if isThere(filepath.Join(e.site, host.file)) {
			e.facts.Output.Host = host.name
		}
	}
	if len(kinds) > 0 {
		e.saw("workflows", "%s", strings.Join(kinds, ", "))
	}
}

// settings reads a small file of text.
func (e *examination) settings(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxSettings))
	return string(text), err
}

// secrets looks for private keys and passwords in the site's folder, but for
// what check reads, and what was built.
func (e *examination) secrets(ctx context.Context) {
	if e.own {
		return
	}
	known := e.known(ctx)
	looked := 0
	err := fs.WalkDir(e.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // what cannot be read is not looked at
		}
		if d.IsDir() {
			if slices.Contains([]string{".git", "node_modules", work, e.built}, name) || path.Dir(name) == "content" && name != "content/static" || d.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		if looked++; looked > mostFiles {
			return fs.SkipAll
		}
		key, settings := mayBeKey(name), maySet(name)
		if !d.Type().IsRegular() || !key && !settings {
			return nil
		}
		text, err := e.settings(filepath.Join(e.site, filepath.FromSlash(name)))
		if err != nil {
			return nil
		}
		if what, at := load.PrivateKey([]byte(text)); at >= 0 {
			e.facts.Secrets = append(e.facts.Secrets, doctor.Secret{What: what, File: name, Key: true})
			return nil
		}
		if what, line := doctor.Credential(text); what != "" && settings && (known == nil || known[name]) {
			e.facts.Secrets = append(e.facts.Secrets, doctor.Secret{What: what, File: fmt.Sprintf("%s:%d", name, line)})
		}
		return nil
	})
	if err != nil {
		e.missed("files", "%s", saidBy(err))
		return
	}
	e.saw("files", "%s beside the content, for keys, passwords and tokens", count(min(looked, mostFiles), "file"))
}

// known lists the files that git keeps or would: a password in one that it
// ignores is in the environment, where it belongs. Nil where git does not say.
func (e *examination) known(ctx context.Context) map[string]bool {
	if !e.facts.Git.Repository {
		return nil
	}
	files := map[string]bool{}
	for _, name := range parts(e.ask(ctx, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".", ":(exclude)content/awards", ":(exclude)content/issued")) {
		files[name] = true
	}
	return files
}

func mayBeKey(name string) bool {
	return slices.Contains([]string{".jwe", ".jwk", ".pem", ".key", ".txt", ".json"}, strings.ToLower(path.Ext(name)))
}

// maySet reports whether a file may hold settings.
func maySet(name string) bool {
	base := strings.ToLower(path.Base(name))
	if strings.HasPrefix(base, ".env") || slices.Contains([]string{".netrc", ".npmrc", "makefile", "dockerfile", "jenkinsfile"}, base) {
		return true
	}
	return slices.Contains([]string{".yml", ".yaml", ".toml", ".json", ".jsonc", ".env", ".ini", ".cfg", ".conf", ".sh", ".ps1", ".bat", ".cmd", ".properties"}, path.Ext(base))
}

// left lists what killed commands left in the work folder. While one is at work
// there, nothing is left.
func (e *examination) left() {
	busy := false
	if !held(filepath.Join(e.site, work, "content.lock")) {
		for _, name := range e.folder(work) {
			at := work + "/" + name
			switch {
			case strings.HasPrefix(name, "again-"):
				e.facts.Left = append(e.facts.Left, doctor.Left{Path: at, Kind: doctor.LeftRun})
			case strings.HasPrefix(name, "new-"), strings.HasPrefix(name, "issue-"), strings.HasPrefix(name, "undone-"):
				e.facts.Left = append(e.facts.Left, doctor.Left{Path: at, Kind: doctor.LeftFiles})
			}
		}
	} else {
		busy = true
	}
	memory := e.memoryFolder()
	switch {
	case held(filepath.Join(memory, "lock")):
		busy = true
	case isThere(filepath.Join(memory, "journal")):
		e.facts.Left = append(e.facts.Left, doctor.Left{Path: shown(memory), Kind: doctor.LeftBuild})
	case isThere(filepath.Join(memory, "staging")):
		e.facts.Left = append(e.facts.Left, doctor.Left{Path: shown(filepath.Join(memory, "staging")), Kind: doctor.LeftFiles})
	}
	if busy {
		e.missed("work", "another sealpress is at work right now")
		return
	}
	e.saw("work", "%s, for what killed commands leave behind", work)
}

// held reports whether a running command holds a lock.
func held(name string) bool {
	if !isThere(name) {
		return false
	}
	l := flock.New(name)
	free, err := l.TryRLock()
	if free {
		_ = l.Unlock() // closing it is all that matters
	}
	return err == nil && !free
}

// output looks at what was built: its size, and where git keeps it, whether it
// is that of the content.
func (e *examination) output(ctx context.Context) error {
	o := &e.facts.Output
	o.Folder = shown(e.outFolder()) + "/"
	for _, h := range hosts() {
		o.Limits = append(o.Limits, doctor.Limit{Host: h.name, Files: h.files, Folders: h.folders, Bytes: h.bytes, File: h.file})
	}
	out := os.DirFS(e.outFolder())
	err := fs.WalkDir(out, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return nil // removed meanwhile
		}
		o.Files++
		o.Bytes += info.Size()
		if info.Size() > o.Size {
			o.Largest, o.Size = name, info.Size()
		}
		return ctx.Err()
	})
	switch {
	case isMissing(err):
		e.missed("built", "there is no %s here: nothing was built, or your git host builds", o.Folder)
		return nil
	case err != nil:
		e.missed("built", "%s", saidBy(err))
		return nil
	}
	on := "common hosts"
	if o.Host != "" {
		on = o.Host
	}
	e.saw("built", "%s, %s in %s, against the limits of %s", o.Folder, size(o.Bytes), count(o.Files, "file"), on)
	if o.Tracked && e.checks.OK {
		return e.stale(ctx)
	}
	return nil
}

// stale looks whether a build would write other files than those that git keeps.
// Only where the content was changed after them is it worth the time.
func (e *examination) stale(ctx context.Context) error {
	last := e.ask(ctx, "log", "-1", "--format=%H", "--", e.built)
	if last == "" || e.ask(ctx, "rev-list", "--count", last+"..HEAD", "--", "content", "themes") == "0" {
		return nil
	}
	config, done, err := e.open()
	defer done()
	if err != nil {
		return err
	}
	config.Program = program()
	r, plan, err := generator.Plan(ctx, config)
	if err != nil || !r.OK {
		return err
	}
	for entry := range plan.Entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		want, err := entry.Render()
		if err != nil {
			return fmt.Errorf("making %s: %w", entry.File, err)
		}
		have, err := os.ReadFile(filepath.Join(e.outFolder(), filepath.FromSlash(entry.File)))
		if err != nil || !bytes.Equal(want, have) {
			e.facts.Output.Stale = entry.File
			return nil
		}
	}
	return nil
}
