package publish

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"golang.org/x/text/unicode/norm"

	"github.com/sealpress/sealpress/generator/address"
)

// settle decides about what is not in the plan: lost, to be removed, or a
// stray. It runs when the whole plan is known and staged, before anything is
// changed.
func (r *run) settle(ctx context.Context) error {
	m := r.memory
	m.gather()
	for i := 1; i < len(m.fresh); i++ {
		if m.fresh[i-1].key == m.fresh[i].key {
			return planError(r.nameOf(m.fresh[i].key), "it is in the plan twice")
		}
	}
	if !m.isPlanned(keyOf(string(address.MadeByUs))) {
		return planError(string(address.MadeByUs), "it is missing; the next run would not know the folder")
	}
	unplanned, missing := 0, 0
	for i := range m.known {
		switch f := &m.known[i]; {
		case f.is(planned):
		case f.is(found | odd):
			unplanned++
		default:
			missing++
		}
	}
	var l leftovers
	if unplanned > 0 {
		if err := r.sortOut(ctx, &l); err != nil {
			return fmt.Errorf("reading the output folder: %w", err)
		}
	}
	if missing > 0 {
		m.changed = true // they are forgotten
		if err := r.miss(&l); err != nil {
			return fmt.Errorf("reading the names of published files: %w", err)
		}
	}
	if len(l.lost) > 0 {
		slices.Sort(l.lost)
		return &LostError{Files: slices.Compact(l.lost)}
	}
	slices.Sort(l.strays)
	r.summary.StrayCount = len(l.strays)
	r.summary.Strays = slices.Clone(l.strays[:min(len(l.strays), maxReported)])
	return r.removals(l.gone)
}

// leftovers are files that are not in the plan.
type leftovers struct {
	lost   []string // must not vanish
	gone   []string // ours to remove
	strays []string // not known to be ours
}

// sortOut reads the output folder a second time, now for the names of what is
// not in the plan. Memory has keys alone, and most runs need no names.
func (r *run) sortOut(ctx context.Context, l *leftovers) error {
	m := r.memory
	var mu sync.Mutex
	return r.walk(ctx, r.Workers, whole(func(file string, _ seen) {
		if isGitNote(file) {
			return
		}
		i := m.find(keyOf(file))
		if i < 0 || m.known[i].is(planned) {
			return // planned, or it appeared just now
		}
		if len(r.stager.aliases) > 0 && r.stager.aliases[keyOf(fold(file))] {
			return // a file of the plan, under another spelling
		}
		// What a decision takes out is ours also where the memory was lost: nobody
		// else has the address of an award.
		ours := m.known[i].is(remembered) || r.plan.MayVanish != nil && r.plan.MayVanish(file)
		if composed := norm.NFC.String(file); !ours && composed != file {
			j := m.find(keyOf(composed))
			ours = j >= 0 && m.known[j].is(remembered) && !m.known[j].is(planned|found|odd)
		}
		mu.Lock()
		defer mu.Unlock()
		switch {
		case r.Keep != nil && r.Keep(file):
			l.lost = append(l.lost, file)
		case ours:
			l.gone = append(l.gone, file)
		default:
			l.strays = append(l.strays, file)
		}
	}))
}

// miss finds files that were published, are not in the plan, and are not on
// disk either: they too may be ones that must not vanish.
func (r *run) miss(l *leftovers) error {
	if r.Keep == nil {
		return nil
	}
	m := r.memory
	return readNames(r.place, func(file string) {
		i := m.find(keyOf(file))
		if i >= 0 && m.known[i].is(remembered) && !m.known[i].is(planned|found|odd) && r.Keep(file) {
			l.lost = append(l.lost, file)
		}
	})
}

// removals writes what is ours to remove into the journal, and makes sure that
// what stands in the way of the plan is among it.
func (r *run) removals(gone []string) error {
	slices.Sort(gone)
	going := make(map[string]bool, len(gone))
	checked := ""
	for _, file := range gone {
		if dir := path.Dir(file); dir != checked {
			if err := writable(r.out, dir); err != nil {
				return fmt.Errorf("removing from folder %s of the output folder: %w", dir, err)
			}
			checked = dir
		}
		going[file] = true
		c := change{rank: removal, kind: remove, to: file}
		if r.stager.inWay[file] {
			c.rank = makeWay
		}
		if err := r.journal.add(c); err != nil {
			return err
		}
	}
	r.summary.Removed = len(gone)
	r.memory.changed = r.memory.changed || len(gone) > 0
	for file := range r.stager.inWay {
		if !going[file] {
			return fmt.Errorf("file %s, which sealpress did not make, stands where a folder of the site goes; move it away", file)
		}
	}
	for _, folder := range r.stager.blocked {
		err := fs.WalkDir(r.out.FS(), folder, func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !going[p] {
				return fmt.Errorf("folder %s, which holds %s, stands where a file of the site goes; move it away", folder, p)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// nameOf returns the path of an entry of the plan.
func (r *run) nameOf(k key) string {
	for e := range r.plan.Entries {
		if keyOf(e.File) == k {
			return e.File
		}
	}
	return ""
}
