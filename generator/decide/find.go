package decide

import (
	"fmt"
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/store"
)

// UnknownError says that a name stands for no award.
type UnknownError struct {
	Name  string
	Known []string // keys of awards, and names of award files, that could be meant
}

func (e *UnknownError) Error() string { return fmt.Sprintf("there is no award %q", e.Name) }

// Find returns the awards that names stand for, in the order of the names,
// each once. A name is an award's key, its id, an address below its page, or
// a whole file of awards. cohorts are all award files; st may be nil. The
// error is an *UnknownError.
//
// An award that is gone from its file, but still in decisions or the store,
// is found as well: erasing it may have been interrupted.
func Find(c *badge.Catalog, cohorts iter.Seq[*badge.Cohort], st *store.Store, names []string) ([]Award, error) {
	f := finder{catalog: c, decisions: map[badge.Key][]*badge.Decision{}, names: make([]name, len(names)), found: map[badge.Key]*badge.Award{}}
	for _, d := range c.Decisions {
		f.decisions[d.Award] = append(f.decisions[d.Award], d)
	}
	for i, text := range names {
		f.names[i] = parseName(text)
		f.byID = f.byID || f.names[i].id != ""
	}
	seen := map[badge.Key]bool{}
	for co := range cohorts {
		for _, a := range co.Awards {
			seen[a.Key] = true
			f.meet(a.Key, a)
		}
	}
	for _, d := range c.Decisions { // in a fixed order
		if !seen[d.Award] {
			seen[d.Award] = true
			f.meet(d.Award, nil)
		}
	}
	for r := range st.Records() {
		if !seen[r.Award] && !r.Gone() {
			seen[r.Award] = true
			f.meet(r.Award, nil)
		}
	}
	var awards []Award
	done := map[badge.Key]bool{}
	for i, n := range f.names {
		if len(n.found) == 0 {
			return nil, &UnknownError{Name: names[i], Known: known(seen)}
		}
		for _, k := range n.found {
			if !done[k] {
				done[k] = true
				awards = append(awards, f.award(k, st))
			}
		}
	}
	return awards, nil
}

type finder struct {
	catalog   *badge.Catalog
	decisions map[badge.Key][]*badge.Decision
	names     []name
	byID      bool // some name is an id
	found     map[badge.Key]*badge.Award
}

// name is what was typed for one or several awards.
type name struct {
	key    badge.Key
	id     string
	cohort string
	found  []badge.Key
}

var addressForm = regexp.MustCompile(`(?:^|/)awards/([a-z2-7]{26})(?:[/?#]|$)`)

// parseName takes a name for what its form says.
func parseName(text string) name {
	text = strings.ReplaceAll(strings.TrimSpace(text), `\`, "/")
	if m := addressForm.FindStringSubmatch(text); m != nil {
		return name{id: m[1]}
	}
	if badge.ValidID(text) {
		return name{id: text, cohort: text}
	}
	if file, yaml := strings.CutSuffix(text, ".yaml"); yaml {
		return name{cohort: path.Base(file)}
	}
	if strings.Contains(text, "/") {
		return name{key: badge.Key(text)}
	}
	return name{cohort: text}
}

// meet notes which names stand for an award.
func (f *finder) meet(k badge.Key, a *badge.Award) {
	cohort, _ := k.Split()
	for i := range f.names {
		n := &f.names[i]
		if n.key != "" && n.key == k || n.cohort != "" && n.cohort == cohort || n.id != "" && f.has(k, a, n.id) {
			n.found = append(n.found, k)
			f.found[k] = a
		}
	}
}

// has reports whether an id is that of one of an award's editions.
func (f *finder) has(k badge.Key, a *badge.Award, id string) bool {
	for edition := range badge.Decided(f.decisions[k]).Edition + 1 {
		if f.idOf(f.pinned(k, a), k, edition) == id {
			return true
		}
	}
	return false
}

// pinned is the id that the award, or a decision about it, pins.
func (f *finder) pinned(k badge.Key, a *badge.Award) string {
	if a != nil && a.ID != "" {
		return a.ID
	}
	for _, d := range slices.Backward(f.decisions[k]) {
		if d.ID != "" {
			return d.ID
		}
	}
	return ""
}

// idOf is the id of one edition of an award. A pinned id is that of the first
// edition; later editions derive from it.
func (f *finder) idOf(pinned string, k badge.Key, edition int) string {
	switch {
	case f.catalog.Site.Seed == "":
		return ""
	case pinned == "":
		return f.catalog.Site.Seed.ID(k, edition)
	case edition == 0:
		return pinned
	}
	return f.catalog.Site.Seed.ID(badge.Key("id:"+pinned), edition)
}

func (f *finder) award(k badge.Key, st *store.Store) Award {
	a := Award{Key: k, Award: f.found[k], Pinned: f.pinned(k, f.found[k]), Decisions: f.decisions[k], Issued: st.Of(k), issuing: !st.Empty()}
	a.Decided = badge.Decided(a.Decisions)
	a.ID = f.idOf(a.Pinned, k, a.Decided.Edition)
	return a
}

// known lists the keys of awards and the names of their files, sorted.
func known(keys map[badge.Key]bool) []string {
	var all []string
	for k := range keys {
		cohort, _ := k.Split()
		all = append(all, string(k), cohort)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
