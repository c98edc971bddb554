package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/issue"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/store"
)

// undo takes the last run back, as long as git shows it uncommitted.
func (a *app) undo(ctx context.Context, root *os.Root) error {
	content, err := a.load(ctx)
	if err != nil {
		return err
	}
	run := content.Issued.Last()
	if run == nil {
		return exit{exitUsage, errors.New("nothing was issued, so there is nothing to take back")}
	}
	if err := a.uncommitted(ctx, store.FolderOf("content", run)); err != nil {
		return err
	}
	if err := store.Undo(root, "content", work, run); err != nil {
		return err
	}
	if run.Awards == 0 {
		a.talk("took back the run %s: %s not signed any more\n", run.Name, are(len(run.Lists), "status list"))
		return nil
	}
	a.talk("took back the run %s: %s not issued any more\nnext: correct what was wrong, then sealpress issue\n", run.Name, are(run.Awards, "award"))
	return nil
}

// issueAgain takes a run back that is not published yet, and issues anew what
// it held. Where that fails the run is as it was.
func (a *app) issueAgain(ctx context.Context, root *os.Root, f *issueFlags) (*issued, error) {
	content, err := a.load(ctx)
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(shown(f.again), "/")
	if _, below, found := strings.Cut(name, "content/issued/"); found {
		name = below
	}
	var run *store.Run
	var names []string
	for _, r := range content.Issued.Runs() {
		if names = append(names, r.Name); r.Name == name {
			run = r
		}
		if slices.Contains(r.After, name) {
			return nil, exit{exitUsage, fmt.Errorf("the run %s was made after %s, so that one stays", r.Name, name)}
		}
	}
	switch {
	case len(names) == 0:
		return nil, exit{exitUsage, errors.New("nothing was issued, so there is nothing to issue again")}
	case run == nil:
		return nil, exit{exitUsage, fmt.Errorf("there is no run %q in content/issued\n  this works: sealpress issue --again %s", f.again, names[len(names)-1])}
	}
	if err := a.unmerged(ctx, store.FolderOf("content", run)); err != nil {
		return nil, err
	}
	if err := undecided(content, run); err != nil {
		return nil, err
	}
	held := map[edition]bool{}
	for r := range content.Issued.Records() {
		if content.Issued.Run(r) == run {
			held[edition{r.Award, int(r.Edition)}] = true
		}
	}
	again := *f
	again.plans = func(p *issue.Plan) error {
		left := maps.Clone(held)
		for _, it := range p.Items {
			delete(left, edition{it.Entry.Key, it.Edition})
		}
		if len(left) == 0 && !p.Empty() {
			return nil
		}
		return exit{exitUsage, fmt.Errorf("the run %s stays: %s of it would not be issued again, and their addresses would be lost", run.Name, count(len(left), "award"))}
	}
	aside, err := store.SetAside(root, "content", work, run)
	if err != nil {
		return nil, err
	}
	out, err := a.issue(ctx, root, &again)
	if out == nil || out.result == nil {
		return nil, errors.Join(err, aside.Restore())
	}
	if err := errors.Join(err, aside.Drop()); err != nil {
		return nil, err
	}
	a.talk("it takes the place of the run %s\n", run.Name)
	return out, nil
}

// edition is one edition of an award.
type edition struct {
	award  badge.Key
	number int
}

// undecided fails where something was decided about an award of a run since:
// issued anew, it would not be what was decided about.
func undecided(content *load.Content, run *store.Run) error {
	decisions := map[badge.Key][]*badge.Decision{}
	for _, d := range content.Catalog.Decisions {
		decisions[d.Award] = append(decisions[d.Award], d)
	}
	st := content.Issued
	for r := range st.Records() {
		if st.Run(r) != run {
			continue
		}
		latest, _ := st.Latest(r.Award)
		decided := badge.Decided(decisions[r.Award])
		if r.Gone() || decided.State != badge.Standing || decided.Edition > int(r.Edition) || latest > int(r.Edition) {
			return exit{exitUsage, fmt.Errorf("the run %s holds %s, about which something was decided since, so it stays", run.Name, cmp.Or(string(r.Award), r.ID))}
		}
	}
	return nil
}

// uncommitted fails unless git shows a folder as not committed.
func (a *app) uncommitted(ctx context.Context, folder string) error {
	const otherwise = "\n  what was issued is replaced by a decision: sealpress revoke or sealpress reissue"
	staged, err := git(ctx, a.site, "ls-files", "--", folder)
	if err != nil {
		return exit{exitUsage, fmt.Errorf("the last run can be taken back while git shows it uncommitted, and git does not answer here: %w%s", err, otherwise)}
	}
	committed, err := git(ctx, a.site, "log", "-1", "--format=%h", "--all", "--", folder)
	switch {
	case err == nil && len(committed) > 0:
		return exit{exitUsage, fmt.Errorf("the last run, %s, is committed, so others may have it%s", folder, otherwise)}
	case len(staged) > 0:
		return exit{exitUsage, fmt.Errorf("the last run is about to be committed, and nothing was taken back\n  first: git reset -- %s", folder)}
	}
	return nil
}

// unmerged fails where a folder is on the main branch, of the remote where
// there is one.
func (a *app) unmerged(ctx context.Context, folder string) error {
	prefix, err := git(ctx, a.site, "rev-parse", "--show-prefix")
	if err != nil {
		return exit{exitUsage, fmt.Errorf("whether the run is on the main branch, git alone knows, and it does not answer here: %w", err)}
	}
	known := false
	for _, branch := range []string{"origin/HEAD", "origin/main", "origin/master"} {
		if _, err := git(ctx, a.site, "rev-parse", "--verify", "--quiet", branch+"^{commit}"); err != nil {
			continue
		}
		known = true
		if _, err := git(ctx, a.site, "cat-file", "-e", branch+":"+strings.TrimSpace(string(prefix))+folder); err == nil {
			return exit{exitUsage, fmt.Errorf("the run %s is on %s, so it is published\n  issue the other one again", folder, branch)}
		}
	}
	if known {
		return nil
	}
	committed, err := git(ctx, a.site, "log", "-1", "--format=%h", "--all", "--", folder)
	if err == nil && len(committed) > 0 {
		return exit{exitUsage, fmt.Errorf("the run %s is committed, and which branch of the remote is the main one is not known here, so it may be published\n  first: git fetch origin, then git remote set-head origin --auto", folder)}
	}
	return nil
}
