package check

import (
	"context"
	"iter"
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
)

// judgement is what came of one award file.
type judgement struct {
	found []diag.Finding
	gists []gist
	until badge.Date // the last day on which it holds; zero: any
}

// judged holds the award files against the rules about single awards, several
// at a time, and yields them in their order, with their numbers. Those rules look
// at the catalogue, at what was issued and decided about the file's awards, and
// at the file itself: what has to know other files is a rule about the end.
func (s *Subject) judged(ctx context.Context, m *Memory) iter.Seq2[int, judgement] {
	rules := slices.DeleteFunc(slices.Clone(s.rules), func(r *Rule) bool { return r.Award == nil })
	decided := map[string][]*badge.Decision{}
	for _, d := range s.Decisions {
		cohort, _ := d.Award.Split()
		decided[cohort] = append(decided[cohort], d)
	}
	first := s.Content.FirstReading()
	return load.InOrder(ctx, s.Content.CohortCount(), func(i int) judgement {
		f := first.Open(i)
		return s.judgeFile(f, decided[f.Name], m, rules)
	})
}

// judgeFile holds one file against the rules, unless its judgement is known.
func (s *Subject) judgeFile(f *load.AwardFile, decided []*badge.Decision, m *Memory, rules []*Rule) judgement {
	var k mark
	if m != nil {
		k = m.mark(s, f, decided)
		if n, ok := m.recall(k, f.Name, s.Today); ok && s.kept(n.Kept) {
			f.Pass(n.Allowed)
			for i := range n.gists {
				s.Index.settle(&n.gists[i])
			}
			return judgement{found: n.Found, gists: n.gists}
		}
	}
	co, flawless := f.Parse()
	j := s.judge(co, rules)
	if m != nil && flawless && ofFile(j.found, co.Place.File) {
		n := known{From: s.Today, Until: j.until, Found: j.found, Allowed: s.Content.Allowed(co.Place.File), gists: j.gists}
		for _, a := range co.Awards {
			if file := a.Origin.File; file != "" {
				n.Kept = append(n.Kept, file)
			}
		}
		if s.kept(n.Kept) {
			m.learn(k, n)
		}
	}
	return j
}

// ofFile reports whether findings tell of one file alone: what they say of others
// may be otherwise the next time.
func ofFile(found []diag.Finding, file string) bool {
	return !slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Pos.File != file || len(f.See) > 0 })
}

// kept reports whether originals of imported awards are all there.
func (s *Subject) kept(files []string) bool {
	return !slices.ContainsFunc(files, func(file string) bool { return !s.Content.Kept(file) })
}

// judge holds the awards of one file against the rules.
func (s *Subject) judge(co *badge.Cohort, rules []*Rule) judgement {
	own := *s
	var until badge.Date
	own.cohort, own.absent, own.report, own.until = co, map[string]bool{}, &diag.Report{}, &until
	gists := make([]gist, 0, len(co.Awards))
	seen := make(map[badge.Key]bool, len(co.Awards))
	for position, a := range co.Awards {
		if seen[a.Key] {
			continue // the reader reported the key
		}
		seen[a.Key] = true
		own.award = a
		for _, r := range rules {
			own.rule = r
			r.Award(&own, co, a)
		}
		g := s.Index.gist(s.Catalog, a, position)
		if g.runs && !g.entry.Ended {
			own.holdsUntil(g.ends)
		}
		gists = append(gists, g)
	}
	return judgement{own.report.Findings(), gists, until}
}
