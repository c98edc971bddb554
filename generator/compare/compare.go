// Package compare says what a change of the content means: two states of a
// content folder go in, a list of changes in the author's words comes out.
//
//	changes, err := compare.Of(ctx, former, now, compare.Options{})
//	fmt.Println(changes.Summary())
//	// 24 awards added, 1 revoked, 0 removed; "Emergency First Aid": workload 20 h → 25 h (version 2; 42 credentials keep version 1)
//
// It judges nothing: whether a change breaks a promise is for check.Against.
// Both states may have mistakes; what could not be read is not compared, and
// Unread counts it.
//
// # What it says of people
//
// The result stands in logs and beside pull requests, which more people read
// than the content. So of people it holds numbers alone: how many awards in
// which file, and which of their fields changed. A file with one award may be
// called after a person, so those are counted together, without names of
// files. Options.Names adds who it is. E-mails, hashes, salts and the words
// with which a decision was explained are never in it.
//
// # The forms
//
// WriteText is for a console, WriteMarkdown for a comment at a pull request
// (short, details folded, at most MarkdownLimit bytes, nothing in it taken for
// markup), WriteJSON for programs; its members are those of Changes.
package compare

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
)

// Changes is what differs between two states of a content folder.
type Changes struct {
	Awards       Awards        `json:"awards"`
	Decisions    []Decision    `json:"decisions"`
	Achievements []Achievement `json:"achievements"`
	Pathways     []Thing       `json:"pathways"`
	Pages        []Thing       `json:"pages"`
	Keys         []Thing       `json:"keys"`
	Issuer       []Field       `json:"issuer"`
	Site         []Field       `json:"site"`
	Files        Files         `json:"files"`
	Aside        []Aside       `json:"aside"`
	Issued       Issued        `json:"issued"`
	Unread       Unread        `json:"unread"`
}

// Thing is something with a name that was added, changed or removed.
type Thing struct {
	Slug   string  `json:"slug"`
	Name   string  `json:"name"`
	Change Change  `json:"change"`
	Fields []Field `json:"fields,omitempty"`
}

// Change is what happened to a thing.
type Change string

// The changes.
const (
	Added   Change = "added"
	Changed Change = "changed"
	Removed Change = "removed"
)

// Files counts the files that are published as they are.
type Files struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
}

// Aside counts the files that set a rule aside.
type Aside struct {
	Rule    string `json:"rule"`
	Added   int    `json:"added"`
	Changed int    `json:"changed"` // another reason
	Removed int    `json:"removed"` // the rule holds again
}

// Issued counts what was issued. Runs are only ever added; one that is gone,
// or rewritten other than by erasing, is for check to refuse.
type Issued struct {
	Runs      int `json:"runs"`      // runs of issuing that were added
	Awards    int `json:"awards"`    // records in them
	Signed    int `json:"signed"`    // of these, in runs with a key
	Rewritten int `json:"rewritten"` // runs that are not what they were, as after erasing
	Gone      int `json:"gone"`      // runs that are not there any more
}

// Unread counts the errors that loading found; what they are about may be
// missing from the comparison.
type Unread struct {
	Former int `json:"former"`
	Now    int `json:"now"`
}

// Options says how much is told.
type Options struct {
	Names bool // also who it is; not for a public place
}

// Of compares content with a former state of it. Only an interrupted context,
// or a file that changes meanwhile, is an error.
func Of(ctx context.Context, former, now *load.Content, o Options) (*Changes, error) {
	was, err := read(ctx, former)
	if err != nil {
		return nil, fmt.Errorf("reading the former awards: %w", err)
	}
	is, err := read(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("reading awards: %w", err)
	}
	c := &Changes{Unread: Unread{Now: now.Report.Count(diag.Error)}}
	if f := former.Catalog; len(was.awards)+len(f.Achievements) > 0 || f.Site.Title != "" { // else there was nothing
		c.Unread.Former = former.Report.Count(diag.Error)
	}
	if err := c.awards(was, is, o); err != nil {
		return nil, err
	}
	a, b := former.Catalog, now.Catalog
	c.Decisions = decisions(a.Decisions, b.Decisions)
	c.Achievements = achievements(was, is)
	c.Pathways = things(a.Pathways, b.Pathways, func(p *badge.Pathway) (string, string) { return p.Slug, p.Name }, pathwayFields)
	c.Pages = things(a.Pages, b.Pages, func(p *badge.Page) (string, string) { return p.Slug, p.Name }, pageFields)
	c.Keys = things(a.Keys, b.Keys, func(k *badge.SigningKey) (string, string) { return k.Name, k.Name }, keyFields)
	c.Issuer = issuerFields(&a.Issuer, &b.Issuer)
	c.Site = siteFields(&a.Site, &b.Site)
	c.Files = files(a.Static, b.Static)
	c.Aside = aside(former.Allows(), now.Allows())
	c.Issued = issued(former, now)
	return c, nil
}

// None reports whether nothing differs.
func (c *Changes) None() bool {
	return c.Awards.none() && len(c.Decisions)+len(c.Achievements)+len(c.Pathways)+len(c.Pages)+len(c.Keys)+len(c.Issuer)+len(c.Site)+len(c.Aside) == 0 &&
		c.Files == Files{} && c.Issued == Issued{}
}

// things compares two lists of things, each with a slug of its own.
func things[T any](was, is []T, name func(T) (slug, name string), compare func(was, is T) []Field) []Thing {
	former := map[string]T{}
	for _, t := range was {
		slug, _ := name(t)
		former[slug] = t
	}
	var out []Thing
	there := map[string]bool{}
	for _, t := range is {
		slug, n := name(t)
		there[slug] = true
		before, known := former[slug]
		if !known {
			out = append(out, Thing{Slug: slug, Name: n, Change: Added})
		} else if f := compare(before, t); len(f) > 0 {
			out = append(out, Thing{Slug: slug, Name: n, Change: Changed, Fields: f})
		}
	}
	for _, t := range was {
		if slug, n := name(t); !there[slug] {
			out = append(out, Thing{Slug: slug, Name: n, Change: Removed})
		}
	}
	return out
}

func files(was, is []badge.File) Files {
	former := map[string][32]byte{}
	for _, f := range was {
		former[f.Name] = f.Digest
	}
	var c Files
	for _, f := range is {
		switch digest, there := former[f.Name]; {
		case !there:
			c.Added++
		case digest != f.Digest:
			c.Changed++
		}
		delete(former, f.Name)
	}
	c.Removed = len(former)
	return c
}

func aside(was, is []load.Allowed) []Aside {
	type place struct{ file, rule string }
	reasons := map[place]string{}
	for _, a := range was {
		reasons[place{a.Place.File, a.Rule}] = a.Reason
	}
	sums := map[string]*Aside{}
	sum := func(rule string) *Aside {
		if sums[rule] == nil {
			sums[rule] = &Aside{Rule: line(rule)}
		}
		return sums[rule]
	}
	for _, a := range is {
		p := place{a.Place.File, a.Rule}
		switch reason, there := reasons[p]; {
		case !there:
			sum(a.Rule).Added++
		case reason != a.Reason:
			sum(a.Rule).Changed++
		}
		delete(reasons, p)
	}
	for p := range reasons {
		sum(p.rule).Removed++
	}
	var out []Aside
	for _, rule := range slices.Sorted(maps.Keys(sums)) {
		out = append(out, *sums[rule])
	}
	return out
}

func issued(former, now *load.Content) Issued {
	was := map[string]string{}
	for _, r := range former.Issued.Runs() {
		was[r.Name] = r.Sum
	}
	var i Issued
	for _, r := range now.Issued.Runs() {
		sum, there := was[r.Name]
		delete(was, r.Name)
		switch {
		case there && sum != r.Sum:
			i.Rewritten++
		case !there:
			i.Runs++
			i.Awards += r.Awards
			if r.Signed() {
				i.Signed += r.Awards
			}
		}
	}
	i.Gone = len(was)
	return i
}
