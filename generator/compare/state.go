package compare

import (
	"context"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
)

// state is what is kept of one state of the content: of an award little more
// than its digest, since there may be very many.
type state struct {
	content      *load.Content
	awards       []entry // in the order of their files
	byKey        map[badge.Key]int
	achievements map[badge.Reference]*badge.Achievement
	newest       map[string]*badge.Achievement
	made         map[*badge.Achievement]int // awards of each version
}

// entry is one award. of is nil where there is no such achievement.
type entry struct {
	key              badge.Key
	digest           [16]byte
	pinned           string
	of               *badge.Achievement
	cohort, position int
}

func read(ctx context.Context, c *load.Content) (*state, error) {
	s := &state{content: c, byKey: map[badge.Key]int{}, achievements: map[badge.Reference]*badge.Achievement{}, newest: map[string]*badge.Achievement{}, made: map[*badge.Achievement]int{}}
	for _, a := range c.Catalog.Achievements {
		s.achievements[badge.Reference{Slug: a.Slug, Version: a.Version}] = a
		if n := s.newest[a.Slug]; n == nil || n.Version < a.Version {
			s.newest[a.Slug] = a
		}
	}
	for i, co := range c.Cohorts(ctx) {
		for j, a := range co.Awards {
			if _, twice := s.byKey[a.Key]; twice {
				continue
			}
			of := s.of(a.Achievement)
			if of != nil {
				s.made[of]++
			}
			s.byKey[a.Key] = len(s.awards)
			s.awards = append(s.awards, entry{a.Key, a.Digest, a.ID, of, i, j})
		}
	}
	return s, ctx.Err()
}

// of returns the achievement that a reference names.
func (s *state) of(r badge.Reference) *badge.Achievement {
	if r.Version == 0 {
		return s.newest[r.Slug]
	}
	return s.achievements[r]
}

// award reads one award again.
func (s *state) award(e entry) (*badge.Award, error) {
	co, err := s.content.Cohort(e.cohort)
	if err != nil {
		return nil, err
	}
	return co.Awards[e.position], nil
}

// id is the address of the first edition of an award.
func (s *state) id(e entry) string {
	if e.pinned != "" || s.content.Catalog.Site.Seed == "" {
		return e.pinned
	}
	return s.content.Catalog.Site.Seed.ID(e.key, 0)
}
