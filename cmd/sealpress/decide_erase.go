package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/decide"
	"github.com/sealpress/sealpress/generator/diag"
)

// erase removes all that is kept of awards. The decisions come first, so that
// every later step can be done again, and award files late, because they say
// what else there is to remove.
func (a *app) erase(ctx context.Context, v verdict, day badge.Date, b *bench) (written bool, err error) {
	var problem error
	e, err := decide.PlanErasure(b.content, b.read.Catalog, b.cohorts(&problem), b.found, day)
	if err = errors.Join(err, problem); err != nil {
		return false, exit{exitFindings, fmt.Errorf("%w\n  nothing was written", err)}
	}
	p := a.decisionPlan(v, day, b)
	for _, f := range slices.Concat(e.First, e.Change) {
		p.Write = append(p.Write, f.Name)
	}
	p.Remove = append(p.Remove, slices.Concat(e.Remove, e.Last)...)
	issued := 0
	for _, w := range b.found {
		issued += len(w.Issued)
	}
	if e.Nothing() && issued == 0 {
		return false, a.erasedBefore(v, b, e, p)
	}
	if done, err := a.agreed(ctx, v, p); done || err != nil {
		return false, err
	}
	if err := a.eraseAll(b, e, p); err != nil {
		return false, fmt.Errorf("%w\n  run the same command again to finish", err)
	}
	if err := a.wrote(p); err != nil {
		return false, err
	}
	if err := a.unreached(b, e); err != nil {
		return false, err
	}
	return true, nil
}

// erasedBefore is for awards of which nothing is left in content: only what an
// interrupted command may have left elsewhere is cleared.
func (a *app) erasedBefore(v verdict, b *bench, e *decide.Erasure, p *decisionPlan) error {
	if !v.dryRun {
		if err := a.eraseAll(b, e, p); err != nil {
			return err
		}
	}
	if a.format == "json" {
		return writeJSON(a.stdout, p)
	}
	a.talk("nothing is left of %s\n", count(len(b.found), "award"))
	return nil
}

// eraseAll does what was planned, each step whole.
func (a *app) eraseAll(b *bench, e *decide.Erasure, p *decisionPlan) error {
	if err := a.writeDecisions(b, e.First); err != nil {
		return err
	}
	for _, w := range e.Awards {
		changed, err := b.issued.Erase(b.root, "content", w.Key, w.On)
		if err != nil {
			return err
		}
		p.Write = append(p.Write, changed...)
	}
	slices.Sort(p.Write)
	p.Write = slices.Compact(p.Write)
	if err := b.remove(e.Remove); err != nil {
		return err
	}
	if err := a.writeDecisions(b, e.Change); err != nil {
		return err
	}
	if err := b.remove(e.Last); err != nil {
		return err
	}
	return b.sweep()
}

func (b *bench) remove(files []string) error {
	for _, f := range files {
		if err := b.root.Remove(filepath.FromSlash(f)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing %s: %w", f, err)
		}
	}
	return nil
}

// sweep removes unfinished work of killed commands, and what is remembered of
// award files: both may hold what was erased.
func (b *bench) sweep() error {
	entries, err := fs.ReadDir(b.root.FS(), work)
	if err != nil {
		return fmt.Errorf("looking into %s: %w", work, err)
	}
	for _, e := range entries {
		unfinished := slices.ContainsFunc([]string{"new-", "issue-", "undone-"}, func(prefix string) bool { return strings.HasPrefix(e.Name(), prefix) })
		at := path.Join(work, e.Name())
		if _, err := fs.Stat(b.root.FS(), path.Join(at, "lock")); err == nil || !unfinished && e.Name() != check.MemoryFolder {
			continue // also what publish remembers of an output folder of such a name
		}
		if err := b.root.RemoveAll(filepath.FromSlash(at)); err != nil {
			return fmt.Errorf("clearing %s: %w", work, err)
		}
	}
	return nil
}

// unreached says what still speaks of the person, and what no command can
// reach.
func (a *app) unreached(b *bench, e *decide.Erasure) error {
	if a.quiet {
		return nil
	}
	for _, k := range e.Kept {
		a.talk("%s stays, because %s uses it\n", k.File, k.By)
	}
	mentions, err := decide.Mentions(b.content, b.read.Catalog, b.found)
	if err != nil {
		return err
	}
	if len(mentions) > 0 {
		a.talk("the same name or e-mail still stands in:\n")
	}
	for i, m := range mentions {
		if i == 20 {
			a.talk("  … and %s more\n", grouped(len(mentions)-i))
			break
		}
		a.talk("  %s:%d\n", diag.Clean(m.File), m.Line)
	}
	a.talk(`erased. What this command cannot reach:
  git's history       holds what was committed. To rewrite it, write the name, the e-mail, the
                      hash and the salt into a file outside, one a line, and run:
                        git filter-repo --sensitive-data-removal --replace-text FILE
                      every clone has to be made anew afterwards
  forks and clones    ask who has one to delete it
  copies elsewhere    what the holder or others downloaded, wallets, LinkedIn, web archives,
                      search engines; ask those who run them
  your own papers     spreadsheets, mails, backups of this folder
`)
	return nil
}
