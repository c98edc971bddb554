package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/sealpress/sealpress/generator/fetch"
	"github.com/sealpress/sealpress/generator/report"
	"github.com/sealpress/sealpress/generator/survey"
	"github.com/sealpress/sealpress/generator/verify"
)

// judge judges one argument: a file, an address, a folder or standard input.
func (t *trial) judge(ctx context.Context, arg string) error {
	switch {
	case isAddress(arg):
		return t.address(ctx, arg)
	case arg == "-":
		data, err := t.read(arg, verify.MaxPicture)
		if err != nil {
			return err
		}
		_, err = t.single(ctx, verify.Input{Name: "-", Data: data})
		return err
	}
	info, err := os.Stat(arg)
	if err != nil {
		return missingFile(arg, err)
	}
	if info.IsDir() {
		return t.folder(ctx, arg)
	}
	data, err := survey.Read(os.DirFS(filepath.Dir(arg)), filepath.Base(arg))
	if err != nil {
		return missingFile(arg, err)
	}
	_, err = t.single(ctx, verify.Input{Name: shown(arg), Data: data})
	return err
}

// single judges one credential, and prints it.
func (t *trial) single(ctx context.Context, in verify.Input) (verify.Verdict, error) {
	v, err := t.alone(ctx, in)
	if err != nil {
		return v, err
	}
	return v, t.one(v)
}

// one prints the verdict on a credential that somebody gave, by itself or in a
// folder: that it is revoked or expired is the answer.
func (t *trial) one(v verify.Verdict) error {
	if isEnded(&v) {
		t.ended++
	}
	return t.print(v)
}

// among prints the verdict on one of those that a site holds: that it is
// revoked or expired is no mistake there.
func (t *trial) among(v *verify.Verdict) error {
	if isEnded(v) {
		t.honest++
	}
	return t.print(*v)
}

func isEnded(v *verify.Verdict) bool {
	return v.Outcome == verify.Revoked || v.Outcome == verify.Expired
}

// alone judges one credential within its time.
func (t *trial) alone(ctx context.Context, in verify.Input) (verify.Verdict, error) {
	if in.Data == nil && in.URL == "" {
		in.Data = []byte{} // an empty file is no question for the network
	}
	v := t.verifier(nil).Verify(ctx, in)
	return v, ctx.Err()
}

// print prints a verdict, and counts it.
func (t *trial) print(v verify.Verdict) error {
	t.summary.Add(&v)
	if !t.personal {
		v = report.Masked(v)
	}
	return t.out.verdict(&v)
}

// address judges the credential at an address. Where a page for people stands
// there that names none, it is taken for that of a site, and what the site
// lists is judged.
func (t *trial) address(ctx context.Context, at string) error {
	v, err := t.alone(ctx, verify.Input{URL: at})
	if err != nil {
		return err
	}
	if v.Outcome != verify.CannotTell || v.Source != verify.FromPage || v.Format != "" {
		return t.one(v)
	}
	list, err := survey.Listed(ctx, t.fetcher.Do, at)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil || len(list.Pages) == 0 {
		if err := t.print(v); err != nil || list == nil {
			return err
		}
		return t.out.note(t.words.NoneListed(list.From))
	}
	t.several = true
	if err := t.out.note(t.words.Listed(len(list.Pages), list.From, list.More)); err != nil {
		return err
	}
	inputs := func(yield func(verify.Input) bool) {
		for _, page := range list.Pages {
			if !yield(verify.Input{URL: page}) {
				return
			}
		}
	}
	var clashes []survey.Clash
	err = t.all(ctx, t.verifier(nil), inputs, len(list.Pages), func(v *verify.Verdict) error {
		if v.Outcome == verify.Revoked {
			// A list does not name what was withdrawn, so that the page is worth a look.
			page, err := t.fetcher.Do(ctx, fetch.Request{URL: v.Input})
			if err == nil {
				if c, clash := survey.Contradicts(page.Body, v.Input, v); clash {
					clashes = append(clashes, c)
				}
			}
		}
		return t.among(v)
	})
	if err != nil {
		return err
	}
	t.wrong += len(clashes)
	return t.out.list(list, clashes)
}

// all judges many credentials, and hands each verdict on in their order.
func (t *trial) all(ctx context.Context, by *verify.Verifier, inputs iter.Seq[verify.Input], total int, do func(*verify.Verdict) error) error {
	step, finish := t.progress("credentials")
	defer finish()
	done := 0
	for v := range by.VerifyAll(ctx, inputs) {
		if done++; step != nil {
			step(done, total)
		}
		if err := do(&v); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// folder judges every credential in a folder. One that is a built site stands
// in for its host, and its documents must stand at the addresses they name.
func (t *trial) folder(ctx context.Context, name string) error {
	root, err := os.OpenRoot(name)
	if err != nil {
		return missingFile(name, err)
	}
	defer root.Close()
	files := survey.Bounded(root.FS())
	if survey.IsSource(files) {
		return fmt.Errorf("%s holds what your site is made of, and no credentials\n  this works: sealpress verify %s", here(name), path.Join(shown(name), "public")+"/")
	}
	site, _ := verify.FindSite(files) // nil where the folder is no built site
	wanted := func(string) bool { return true }
	if site != nil {
		wanted = survey.IsAward
		if err := t.out.note(t.words.StandsIn(shown(name), site.Address.String())); err != nil {
			return err
		}
	}
	total := 0
	for file, err := range survey.Names(files) {
		if err != nil {
			return missingFile(name, err)
		}
		if wanted(file) {
			total++
		}
	}
	if total == 0 {
		return fmt.Errorf("there is nothing to judge in %s: no .json, .jwt, .png or .svg", here(name))
	}
	t.several = true
	var failed error
	inputs := func(yield func(verify.Input) bool) {
		for file, err := range survey.Names(files) {
			if err == nil && !wanted(file) {
				continue
			}
			var data []byte
			if err == nil {
				data, err = survey.Read(files, file)
			}
			if err != nil {
				failed = missingFile(path.Join(shown(name), file), err)
				return
			}
			if !yield(verify.Input{Name: path.Join(shown(name), file), Data: nonNil(data)}) {
				return
			}
		}
	}
	var places []survey.Place
	var states *survey.States
	if site != nil {
		states = survey.NewStates(site)
	}
	err = t.all(ctx, t.verifier(site), inputs, total, func(v *verify.Verdict) error {
		file := strings.TrimPrefix(strings.TrimPrefix(v.Input, shown(name)), "/")
		if site == nil {
			return t.one(*v)
		}
		states.Add(file, v)
		if !survey.Belongs(site, file, v) {
			places = append(places, survey.Place{File: file, ID: v.ID, Address: site.Address.String() + file})
		}
		return t.among(v)
	})
	if err != nil {
		return err // the folder may still be being read, so that failed is not looked at
	}
	if failed != nil || site == nil {
		return failed
	}
	return t.places(shown(name), site, places, states)
}

// places says which documents of a built site do not stand where they say, and
// which awards contradict themselves.
func (t *trial) places(folder string, site *verify.Site, found []survey.Place, states *survey.States) error {
	more, looked, err := survey.Misplaced(site)
	if err != nil {
		return missingFile(folder, err)
	}
	known := map[string]bool{}
	var places []survey.Place
	for _, p := range append(found, more...) {
		if !known[p.File] {
			known[p.File] = true
			places = append(places, p)
		}
	}
	clashes, awards := states.Clashes()
	t.wrong += len(places) + len(clashes)
	return t.out.site(siteJSON{folder, site.Address.String(), looked, places, awards, clashes})
}

func nonNil(data []byte) []byte {
	if data == nil {
		return []byte{}
	}
	return data
}
