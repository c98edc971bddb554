package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// workload is one case: some work, measured once in each round.
type workload struct {
	name  string
	title string
	// measure does the work. ok is false where it cannot be done here, because
	// what it needs is not installed.
	measure func(*bench, context.Context) (c cost, ok bool, err error)
	// per is what the cost of one award is reckoned by; nil: the whole site.
	per func(*bench) int
}

// workloads lists every case, in the order in which a round goes through them:
// each finds the site as the former left it.
func workloads() []workload {
	return []workload{
		{name: "issue", title: "issue everything", measure: (*bench).issueAll},
		{name: "full", title: "full build", measure: (*bench).fullBuild},
		{name: "floor", title: "floor: the same files, plain Go", measure: (*bench).sameFiles},
		{name: "hugo", title: "Hugo: pages in two formats", measure: (*bench).hugo},
		{name: "unchanged", title: "build, nothing changed", measure: (*bench).unchanged},
		{name: "added", title: "one award added: issue and build", measure: (*bench).oneAdded, per: one},
		{name: "achievement", title: "one badge reworded: build", measure: (*bench).achievementChanged},
		{name: "theme", title: "theme changed: build", measure: (*bench).themeChanged},
		{name: "verify", title: "verify the whole site", measure: (*bench).verified},
		{name: "serve", title: "serve: saved → page loaded again", measure: (*bench).served, per: one},
		{name: "version", title: "start of the command: version", measure: (*bench).started, per: one},
		{name: "node", title: "@digitalbazaar/vc: sign one form", measure: (*bench).signedByNode, per: func(*bench) int { return nodeSigns }},
	}
}

func one(*bench) int { return 1 }

func caseNames() []string {
	var names []string
	for _, w := range workloads() {
		names = append(names, w.name)
	}
	return names
}

// bench is what all rounds share.
type bench struct {
	settings
	dir     string // holds everything
	program string
	site    string
	node    string // folder of the Node libraries; empty: none
	wanted  []string
	rounds  int
	costs   map[string][]cost
	size    struct{ store, public int64 } // bytes on disk of the last round
	files   int                           // published
}

func newBench(ctx context.Context, set settings, dir string) (*bench, error) {
	b := &bench{settings: set, dir: dir, site: filepath.Join(dir, "site"), wanted: caseNames(), costs: map[string][]cost{}}
	if set.only != "" {
		for name := range strings.SplitSeq(set.only, ",") {
			if !slices.Contains(caseNames(), name) {
				return nil, fmt.Errorf("-only: there is no case %q; there are: %s", name, strings.Join(caseNames(), ", "))
			}
		}
		b.wanted = append(strings.Split(set.only, ","), "issue", "full") // the others need what these make
	}
	var err error
	if b.program, err = build(ctx, dir); err != nil {
		return nil, err
	}
	if slices.Contains(b.wanted, "node") {
		if b.node, err = installNode(ctx, dir); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// round makes a fresh site and measures every case.
func (b *bench) round(ctx context.Context) error {
	b.rounds++
	if err := os.RemoveAll(b.site); err != nil {
		return err
	}
	if err := makeSite(b.site, b.awards, b.outputs); err != nil {
		return fmt.Errorf("making the site: %w", err)
	}
	if out, err := b.sealpress(ctx, "key", "new", "bench", "--keys", b.keys()).CombinedOutput(); err != nil {
		return fmt.Errorf("making a key: %w\n%s", err, out)
	}
	for _, w := range workloads() {
		if !slices.Contains(b.wanted, w.name) {
			continue
		}
		c, ok, err := w.measure(b, ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", w.title, err)
		}
		if ok {
			b.costs[w.name] = append(b.costs[w.name], c)
			fmt.Fprintf(os.Stderr, "  %-34s %s\n", w.title, seconds(c.wall))
		}
	}
	return os.RemoveAll(b.keys())
}

// keys is the folder of the private half, outside the site as it must be.
func (b *bench) keys() string { return filepath.Join(b.dir, "keys") }

func (b *bench) content() string { return filepath.Join(b.site, "content") }
func (b *bench) public() string  { return filepath.Join(b.site, "public") }

func (b *bench) issue(ctx context.Context) (cost, error) {
	return measure(b.sealpress(ctx, "issue", "--yes", "--keys", b.keys()), filepath.Join(b.content(), "issued"))
}

func (b *bench) build(ctx context.Context) (cost, error) {
	return measure(b.sealpress(ctx, "build"), b.public())
}

func (b *bench) issueAll(ctx context.Context) (cost, bool, error) {
	c, err := b.issue(ctx)
	b.size.store = c.bytes
	return c, true, err
}

func (b *bench) fullBuild(ctx context.Context) (cost, bool, error) {
	c, err := b.build(ctx)
	b.files, b.size.public = c.files, c.bytes
	return c, true, err
}

func (b *bench) sameFiles(ctx context.Context) (cost, bool, error) {
	c, err := b.floor(ctx, b.public())
	return c, true, err
}

func (b *bench) unchanged(ctx context.Context) (cost, bool, error) {
	c, err := b.build(ctx)
	if err == nil && c.files > 0 {
		err = fmt.Errorf("nothing changed, and %d files were written", c.files)
	}
	return c, true, err
}

func (b *bench) oneAdded(ctx context.Context) (cost, bool, error) {
	if err := addAward(b.site, b.rounds); err != nil {
		return cost{}, false, err
	}
	issued, err := b.issue(ctx)
	if err != nil {
		return cost{}, false, err
	}
	built, err := b.build(ctx)
	return issued.plus(built), true, err
}

func (b *bench) achievementChanged(ctx context.Context) (cost, bool, error) {
	if err := changeAchievement(b.site, b.rounds); err != nil {
		return cost{}, false, err
	}
	c, err := b.build(ctx)
	return c, true, err
}

func (b *bench) themeChanged(ctx context.Context) (cost, bool, error) {
	if err := changeTheme(b.site, b.rounds); err != nil {
		return cost{}, false, err
	}
	c, err := b.build(ctx)
	return c, true, err
}

func (b *bench) verified(ctx context.Context) (cost, bool, error) {
	c, err := measure(b.sealpress(ctx, "verify", "--offline", b.public()))
	return c, true, err
}

func (b *bench) started(ctx context.Context) (cost, bool, error) {
	c, err := measure(b.sealpress(ctx, "version"))
	return c, true, err
}
