// Package check is the rule book: what must hold before anything is
// published.
//
// Each rule is a value that documents itself (Rules lists them all); explain,
// the page about rules and the tests read the same value. Run holds a loaded
// content folder against all of them, streaming the awards once, and returns
// Passed: the token without which nothing can be rendered or issued. Only Run
// makes one.
package check

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/audit"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/store"
)

// Rule is one rule of the book.
type Rule struct {
	diag.Rule
	Family string
	Since  badge.Date // awards made before it get a note in place of an error

	// What is looked at. A rule has at least one of the four.
	Site  func(*Subject)                              // the catalogue, before the awards
	Award func(*Subject, *badge.Cohort, *badge.Award) // each award, those of several files at once: it changes nothing
	End   func(*Subject)                              // the index of all awards
	Def   func(*Subject, *badge.Achievement)          // each achievement
}

// Subject is what rules look at, and where they report.
type Subject struct {
	*badge.Catalog
	Content *load.Content
	Today   badge.Date
	Index   *Index

	rules        []*Rule
	known        []diag.Rule // of this book, and of those who read the files
	rule         *Rule
	award        *badge.Award // under judgement, or nil
	achievements achievements
	cohort       *badge.Cohort
	absent       map[string]bool // key → whether every award of the cohort lacks it
	until        *badge.Date     // while a file is judged: the last day on which that comes to the same; zero: any
	report       *diag.Report
}

// absence returns the place of a key that an award lacks. Where all awards of
// a file lack it, that is the top of the file, and one finding in place of
// hundreds.
func (s *Subject) absence(a *badge.Award, key string, lacks func(*badge.Award) bool) source.Place {
	all, known := s.absent[key]
	if !known {
		all = len(s.cohort.Awards) > 1 && !slices.ContainsFunc(s.cohort.Awards, func(b *badge.Award) bool { return !lacks(b) })
		s.absent[key] = all
	}
	if at := a.Place.At(key); !all || s.unusable(at) {
		return at
	}
	return s.cohort.Place.At(key)
}

// future reports whether a day is still to come. Rules about awards ask this way,
// so that it is known for how long a judgement holds.
func (s *Subject) future(d badge.Date) bool {
	if !s.Today.Before(d) {
		return false
	}
	s.holdsUntil(d.Add(badge.Period{Days: -1}))
	return true
}

// holdsUntil notes that after a day the file under judgement is to be judged anew.
func (s *Subject) holdsUntil(d badge.Date) {
	if s.until != nil && (s.until.IsZero() || d.Before(*s.until)) {
		*s.until = d
	}
}

// achievements finds versions of achievements without a walk over all of
// them: each award asks several times.
type achievements map[badge.Reference]*badge.Achievement

func achievementsOf(c *badge.Catalog) achievements {
	m := achievements{}
	for _, a := range c.Achievements {
		refs := []badge.Reference{{Slug: a.Slug, Version: a.Version}}
		if a.Newest {
			refs = append(refs, badge.Reference{Slug: a.Slug})
		}
		for _, r := range refs {
			if m[r] == nil {
				m[r] = a
			}
		}
	}
	return m
}

// Achievement returns a version of an achievement; version 0 is the newest.
func (s *Subject) Achievement(slug string, version int) *badge.Achievement {
	return s.achievements[badge.Reference{Slug: slug, Version: version}]
}

func newSubject(c *load.Content, today badge.Date) *Subject {
	return &Subject{Catalog: c.Catalog, Content: c, Today: today, Index: newIndex(c.Catalog, c.Issued, today), rules: Rules(), known: All(), achievements: achievementsOf(c.Catalog), report: c.Report}
}

// Report makes a finding of the rule that is being checked, unless the value
// there was found unusable before.
func (s *Subject) Report(p source.Place, format string, args ...any) {
	s.ReportMend(p, s.rule.Mend, format, args...)
}

// ReportMend is Report with a mend that fits this finding better than the
// rule's own.
func (s *Subject) ReportMend(p source.Place, mend, format string, args ...any) {
	severity := s.rule.Severity
	if s.award != nil && severity == diag.Error && s.award.Awarded.Before(s.rule.Since) && !s.award.Awarded.IsZero() {
		severity = diag.Note
	}
	s.add(p, diag.Finding{Severity: severity, Mend: mend, Message: fmt.Sprintf(format, args...)})
}

// note is Report where what was found is worth knowing, and no more.
func (s *Subject) note(p source.Place, format string, args ...any) {
	s.add(p, diag.Finding{Severity: diag.Note, Mend: s.rule.Mend, Message: fmt.Sprintf(format, args...)})
}

// add makes a finding of the rule that is being checked.
func (s *Subject) add(p source.Place, f diag.Finding) {
	if s.unusable(p) {
		return
	}
	f.Rule, f.Pos = s.rule.ID, s.Content.Locate(p)
	s.report.Add(f)
}

// unusable reports whether the value at one of the places was found unusable
// while reading: there, or in the default at the top of the file that an
// award inherits. What follows from it is not worth saying.
func (s *Subject) unusable(places ...source.Place) bool {
	return slices.ContainsFunc(places, func(p source.Place) bool {
		return s.Content.Broken(p) || s.inherits(p)
	})
}

// inherits reports whether a place in an award stands for a default at the
// top of the file that is unusable.
func (s *Subject) inherits(p source.Place) bool {
	rest, inAward := strings.CutPrefix(p.Path, "awards/")
	label, below, deep := strings.Cut(rest, "/")
	if !inAward || !deep || !s.Content.Broken(source.Place{File: p.File, Path: below}) {
		return false
	}
	key, _, _ := strings.Cut(below, "/")
	award, top := source.Place{File: p.File}.At("awards", label), source.Place{File: p.File, Path: key}
	at := s.Content.Locate(award.At(key))
	return at == s.Content.Locate(award) || at == s.Content.Locate(top)
}

// holder returns the place of what is said about the person who earned an
// award.
func holder(a *badge.Award) source.Place {
	if a.Place.Path == "" {
		return a.Place.At("recipient")
	}
	return a.Place
}

// Run holds content against the rule book. today is the day that rules about
// dates go by. Findings are added to the content's report; passed is false
// where errors stand in the way.
func Run(ctx context.Context, c *load.Content, today badge.Date) (p Passed, passed bool, err error) {
	return (*Memory)(nil).Run(ctx, c, today)
}

// Run is Run, and does not judge again what the memory knows.
func (m *Memory) Run(ctx context.Context, c *load.Content, today badge.Date) (p Passed, passed bool, err error) {
	s := newSubject(c, today)
	m = m.begin(s)
	each := func(f func(*Rule)) {
		for _, r := range s.rules {
			s.rule = r
			f(r)
		}
	}
	each(func(r *Rule) {
		if r.Site != nil {
			r.Site(s)
		}
		if r.Def != nil {
			for _, a := range s.Achievements {
				r.Def(s, a)
			}
		}
	})
	s.index(ctx, m)
	if ctx.Err() != nil {
		return Passed{}, false, ctx.Err()
	}
	m.end()
	s.Index.finish(c.Catalog)
	each(func(r *Rule) {
		if r.End != nil {
			r.End(s)
		}
	})
	c.Report.SetAside(c.Aside)
	if c.Report.HasErrors() {
		return Passed{}, false, nil
	}
	site, err := address.Parse(c.Catalog.Site.URL)
	if err != nil {
		return Passed{}, false, fmt.Errorf("reading the address of a checked site: %w", err)
	}
	return Passed{content: c, site: site, index: s.Index}, true, nil
}

// index judges the award files, and puts their awards into the index.
func (s *Subject) index(ctx context.Context, m *Memory) {
	for number, j := range s.judged(ctx, m) {
		s.Content.Report.Add(j.found...)
		for _, g := range j.gists {
			if _, twice := s.Index.byKey[g.entry.Key]; !twice { // the reader reported the key
				s.Index.join(g, number)
			}
		}
	}
}

// Of returns the rule of this book with an id.
func Of(id string) (*Rule, bool) {
	for _, r := range slices.Concat(Rules(), PromiseRules()) {
		if r.ID == id {
			return r, true
		}
	}
	return nil, false
}

// All lists the documentation of every rule: the reader's, then the book's.
func All() []diag.Rule {
	all := append(slices.Concat(load.Rules(), store.Rules(), audit.Rules()), notIssued)
	for _, r := range slices.Concat(Rules(), PromiseRules()) {
		all = append(all, r.Rule)
	}
	return all
}
