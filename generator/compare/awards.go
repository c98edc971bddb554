package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// Awards counts the awards that differ, by the files that they are in.
type Awards struct {
	Tally
	Moved   int      `json:"moved"` // under another name, at the same address
	Cohorts []Cohort `json:"cohorts"`
}

// Tally counts awards.
type Tally struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"` // other than by erasing
	Erased  int `json:"erased"`  // at the holder's request
}

// Cohort is one file of awards.
type Cohort struct {
	File string `json:"file"` // "awards/2026-05-first-aid.yaml"; empty: all files of one award, whose names may be people's
	Tally
	Of     []Made   `json:"of,omitempty"`     // what those that were added are awards of
	Fields []Count  `json:"fields,omitempty"` // what changed in the others, in how many
	People []Person `json:"people,omitempty"`
}

// Made counts the awards of one version of an achievement.
type Made struct {
	Slug    string `json:"slug"`
	Name    string `json:"name"`
	Version int    `json:"version"`
	Awards  int    `json:"awards"`
}

// Count is a field, and in how many awards it changed.
type Count struct {
	Name   string `json:"name"`
	Awards int    `json:"awards"`
}

// Person is whose award it is. It is there only where names were asked for.
type Person struct {
	Award  badge.Key `json:"award"`
	Name   string    `json:"name"`
	Change Change    `json:"change"`
	Fields []Field   `json:"fields,omitempty"`
}

func (a Awards) none() bool { return a.Tally == Tally{} && a.Moved == 0 }

// awards finds the awards that differ.
func (c *Changes) awards(was, is *state, o Options) error {
	t := tally{cohorts: map[string]*Cohort{}, names: o.Names}
	pins := map[string]bool{}
	for _, e := range is.awards {
		i, there := was.byKey[e.key]
		if !there {
			if e.pinned != "" {
				pins[e.pinned] = true
			}
			continue
		}
		before := was.awards[i]
		if before.digest == e.digest && version(before.of) == version(e.of) {
			continue
		}
		a, err := was.award(before)
		if err != nil {
			return err
		}
		b, err := is.award(e)
		if err != nil {
			return err
		}
		if f := awardFields(a, b, before.of, e.of); len(f) > 0 {
			t.changed(b, f)
		}
	}
	erased := map[badge.Key]bool{}
	for _, d := range is.content.Catalog.Decisions {
		erased[d.Award] = erased[d.Award] || d.Action == badge.Erase
	}
	moved := map[string]bool{}
	for _, e := range was.awards {
		if _, there := is.byKey[e.key]; there {
			continue
		}
		if id := was.id(e); id != "" && pins[id] {
			moved[id] = true
			continue
		}
		a, err := was.award(e)
		if err != nil {
			return err
		}
		t.removed(a, erased[e.key])
	}
	for _, e := range is.awards {
		if _, there := was.byKey[e.key]; there || moved[e.pinned] {
			continue
		}
		a, err := is.award(e)
		if err != nil {
			return err
		}
		t.added(a, e.of)
	}
	c.Awards = t.sum()
	c.Awards.Moved = len(moved)
	return nil
}

// tally sums up by files.
type tally struct {
	cohorts map[string]*Cohort
	names   bool
}

// of returns the sum of an award's file.
func (t *tally) of(k badge.Key) *Cohort {
	file, label := k.Split()
	if file == label {
		file = ""
	} else {
		file = "awards/" + file + ".yaml"
	}
	co := t.cohorts[file]
	if co == nil {
		co = &Cohort{File: file}
		t.cohorts[file] = co
	}
	return co
}

func (t *tally) added(a *badge.Award, of *badge.Achievement) {
	co := t.of(a.Key)
	co.Added++
	if of != nil {
		i := slices.IndexFunc(co.Of, func(m Made) bool { return m.Slug == of.Slug && m.Version == of.Version })
		if i < 0 {
			i = len(co.Of)
			co.Of = append(co.Of, Made{Slug: of.Slug, Name: line(of.Name), Version: of.Version})
		}
		co.Of[i].Awards++
	}
	t.person(co, a, Added, nil)
}

func (t *tally) changed(a *badge.Award, f []Field) {
	co := t.of(a.Key)
	co.Changed++
	for _, x := range f {
		i := slices.IndexFunc(co.Fields, func(c Count) bool { return c.Name == x.Name })
		if i < 0 {
			i = len(co.Fields)
			co.Fields = append(co.Fields, Count{Name: x.Name})
		}
		co.Fields[i].Awards++
	}
	t.person(co, a, Changed, f)
}

func (t *tally) removed(a *badge.Award, erased bool) {
	co := t.of(a.Key)
	if erased { // who asked to be forgotten is named by nobody
		co.Erased++
		return
	}
	co.Removed++
	t.person(co, a, Removed, nil)
}

func (t *tally) person(co *Cohort, a *badge.Award, c Change, f []Field) {
	if t.names {
		co.People = append(co.People, Person{Award: a.Key, Name: line(a.Recipient.Name), Change: c, Fields: f})
	}
}

// sum returns the sums by the names of the files, those of one award last.
func (t *tally) sum() Awards {
	var all Awards
	for _, co := range t.cohorts {
		all.Added += co.Added
		all.Changed += co.Changed
		all.Removed += co.Removed
		all.Erased += co.Erased
		all.Cohorts = append(all.Cohorts, *co)
	}
	slices.SortFunc(all.Cohorts, func(a, b Cohort) int {
		if (a.File == "") != (b.File == "") {
			return strings.Compare(b.File, a.File)
		}
		return strings.Compare(a.File, b.File)
	})
	return all
}

func version(a *badge.Achievement) badge.Reference {
	if a == nil {
		return badge.Reference{}
	}
	return badge.Reference{Slug: a.Slug, Version: a.Version}
}

func named(a *badge.Achievement) string {
	if a == nil {
		return ""
	}
	return fmt.Sprintf("%s@%d", a.Slug, a.Version)
}
