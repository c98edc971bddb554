package check

import (
	"context"
	"iter"
	"runtime"
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// judgement is what the rules about single awards found in one file.
type judgement struct {
	number int // of the file
	cohort *badge.Cohort
	found  []diag.Finding
}

// judged holds the award files against the rules about single awards, several
// at a time, and yields them in their order. Those rules look at the catalogue,
// at what was issued and decided, and at the award's own file: what has to know
// other files is a rule about the end.
func (s *Subject) judged(ctx context.Context) iter.Seq[judgement] {
	return func(yield func(judgement) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		rules := slices.DeleteFunc(slices.Clone(s.rules), func(r *Rule) bool { return r.Award == nil })
		slots := make(chan chan judgement, runtime.GOMAXPROCS(0))
		go func() {
			defer close(slots)
			for i, co := range s.Content.Cohorts(ctx) {
				slot := make(chan judgement, 1)
				select {
				case slots <- slot:
				case <-ctx.Done():
					return
				}
				go func() { slot <- judgement{i, co, s.judge(co, rules)} }()
			}
		}()
		for slot := range slots {
			if !yield(<-slot) {
				return
			}
		}
	}
}

// judge holds one file against the rules.
func (s *Subject) judge(co *badge.Cohort, rules []*Rule) []diag.Finding {
	own := *s
	own.cohort, own.absent, own.report = co, map[string]bool{}, &diag.Report{}
	seen := make(map[badge.Key]bool, len(co.Awards))
	for _, a := range co.Awards {
		if seen[a.Key] {
			continue // the reader reported the key
		}
		seen[a.Key] = true
		own.award = a
		for _, r := range rules {
			own.rule = r
			r.Award(&own, co, a)
		}
	}
	return own.report.Findings()
}
