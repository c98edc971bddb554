package main

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/decide"
)

// worthAMessage returns the awards that were named, or all, that stand today
// and were awarded since a day. It says of the others why they get no message.
func (a *app) worthAMessage(r *generator.Result, names []string, since badge.Date) ([]check.Entry, error) {
	var left omissions
	entries := r.Passed.Awards()
	if len(names) > 0 {
		var err error
		if entries, err = a.named(r, names, &left); err != nil {
			return nil, err
		}
	} else if since.IsZero() {
		for _, w := range r.Passed.Withdrawn() {
			left.add("", w.Decided.State.String())
		}
	}
	today := badge.DateOf(a.now())
	var worth []check.Entry
	for _, e := range entries {
		if e.Awarded.Before(since) {
			continue
		}
		aw, err := r.Passed.Award(e)
		if err != nil {
			return nil, err
		}
		until := aw.Expires(e.Achievement)
		switch {
		case e.Decided.State != badge.Standing:
			left.add(e.Key, e.Decided.State.String())
		case e.Due:
			left.add(e.Key, "to be issued anew")
		case !until.IsZero() && until.Before(today):
			left.add(e.Key, "expired")
		default:
			worth = append(worth, e)
		}
	}
	if text := left.String(); text != "" {
		a.talk("no message for what does not stand: %s\n", text)
	}
	return worth, nil
}

// named returns the awards that names stand for, in their order.
func (a *app) named(r *generator.Result, names []string, left *omissions) ([]check.Entry, error) {
	former := map[string]check.Withdrawn{}
	for _, w := range r.Passed.Withdrawn() {
		former[w.ID] = w
	}
	var current []string
	for _, name := range names {
		if w, ok := former[idIn(name, former)]; ok {
			left.add(badge.Key(w.ID), w.Decided.State.String())
			continue
		}
		current = append(current, name)
	}
	var problem error
	found, err := decide.Find(r.Passed.Catalog(), (&bench{read: r.Content}).cohorts(&problem), r.Passed.Issued(), current)
	if problem != nil {
		return nil, problem
	}
	if e := (*decide.UnknownError)(nil); errors.As(err, &e) {
		return nil, exit{exitFindings, fmt.Errorf("%w, and nothing was written\n  %s", e, closest(e.Name, e.Known))}
	}
	if err != nil {
		return nil, err
	}
	var entries []check.Entry
	for _, w := range found {
		if e, ok := r.Passed.Entry(w.Key); ok {
			entries = append(entries, e)
		} else {
			left.add(w.Key, w.Decided.State.String())
		}
	}
	return entries, nil
}

// idIn returns the id of a former address that a name holds: the id alone, or
// somewhere in an address.
func idIn(name string, former map[string]check.Withdrawn) string {
	for part := range strings.SplitSeq(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/") {
		if _, ok := former[part]; ok {
			return part
		}
	}
	return ""
}

// omissions are awards that get no message, by the reason.
type omissions struct {
	keys  map[string][]badge.Key
	count map[string]int
}

func (o *omissions) add(k badge.Key, why string) {
	if o.keys == nil {
		o.keys, o.count = map[string][]badge.Key{}, map[string]int{}
	}
	o.count[why]++
	if k != "" {
		o.keys[why] = append(o.keys[why], k)
	}
}

// String says how many, and names the first of them.
func (o *omissions) String() string {
	var all []string
	for _, why := range []string{"suspended", "revoked", "superseded", "erased", "expired", "to be issued anew"} {
		n := o.count[why]
		if n == 0 {
			continue
		}
		text := grouped(n) + " " + why
		var keys []string
		for _, k := range o.keys[why][:min(5, len(o.keys[why]))] {
			keys = append(keys, string(k))
		}
		if len(keys) > 0 && n > len(keys) {
			keys = append(keys, "…")
		}
		if len(keys) > 0 {
			text += " (" + strings.Join(keys, ", ") + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// warnOfUnissued says where a message comes before its credential.
func (a *app) warnOfUnissued(r *generator.Result, entries []check.Entry) {
	if !r.Passed.Signs() {
		return
	}
	n := 0
	for _, e := range entries {
		if e.Record == nil || !e.Record.Signed {
			n++
		}
	}
	switch {
	case n == 1:
		a.talk("careful: one of these awards is not signed yet, so there is no signed credential to keep; first: sealpress publish\n")
	case n > 1:
		a.talk("careful: %s of these awards are not signed yet, so there is no signed credential to keep; first: sealpress publish\n", grouped(n))
	}
}
