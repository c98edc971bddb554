package decide

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/starter"
)

// Erasure is what erasing awards changes, from the site's folder, in the order
// in which it is to be done. Each part may be interrupted: until an award's
// file is changed, which comes late, everything can be found out again.
type Erasure struct {
	Awards []Erased
	First  []starter.File // the decisions that keep the addresses answering
	Remove []string       // evidence and imported originals
	Change []starter.File // award files that hold other awards too
	Last   []string       // award files that hold no other, and decisions with words in them
	Kept   []Use          // evidence that is in use elsewhere, and so stays
}

// Erased is an award to be erased from the store, and the day of its
// decision.
type Erased struct {
	Key badge.Key
	On  badge.Date
}

// Use says that a file stays because another one uses it.
type Use struct{ File, By string }

// Nothing reports whether content holds nothing of the awards any more but
// what is to remain.
func (e *Erasure) Nothing() bool {
	return len(e.First)+len(e.Remove)+len(e.Change)+len(e.Last) == 0
}

// PlanErasure finds every file of a content folder that erasing awards changes
// or removes. What remains of each award is one decision: its key, its id
// where it was pinned, and the day; and a bare one for each time that it was
// reissued, because addresses are counted by them.
func PlanErasure(content fs.FS, c *badge.Catalog, cohorts iter.Seq[*badge.Cohort], awards []Award, on badge.Date) (*Erasure, error) {
	p := planner{content: content, catalog: c, names: map[string]bool{}}
	for i := range awards {
		if err := p.decisions(&awards[i], on); err != nil {
			return nil, err
		}
	}
	if err := p.files(awards); err != nil {
		return nil, err
	}
	if err := p.evidence(cohorts, awards); err != nil {
		return nil, err
	}
	if err := p.imported(awards); err != nil {
		return nil, err
	}
	return &p.Erasure, nil
}

// planner collects an Erasure. Names in content have no prefix in it; those
// in the Erasure have.
type planner struct {
	Erasure
	content fs.FS
	catalog *badge.Catalog
	names   map[string]bool // of new decisions
}

const prefix = "content/"

// taken reports whether a name below the content folder is in use, or will be.
func (p *planner) taken(name string) bool { return p.names[name] || Taken(p.content)(name) }

// Taken tells which names of a content folder are in use, for New.
func Taken(content fs.FS) func(name string) bool {
	folders := map[string][]fs.DirEntry{}
	return func(name string) bool {
		folder, base := path.Split(name)
		entries, known := folders[folder]
		if !known {
			entries, _ = fs.ReadDir(content, path.Clean(folder)) // a folder that is not there holds nothing
			folders[folder] = entries
		}
		return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return strings.EqualFold(e.Name(), base) })
	}
}

// decisions plans what becomes of the decisions about an award.
func (p *planner) decisions(a *Award, on badge.Date) error {
	erased := a.Decision(badge.Erase, on)
	var stay []*badge.Decision
	at := slices.IndexFunc(a.Decisions, func(d *badge.Decision) bool { return d.Action == badge.Erase })
	for i, d := range a.Decisions {
		bare := a.Decision(d.Action, d.On)
		switch {
		case i == at:
			erased.On = d.On // the first day counts, also where this is done again
		case d.Action == badge.Reissue && (at < 0 || i < at):
			stay = append(stay, d)
		default:
			p.Last = append(p.Last, d.Place.File)
			continue
		}
		was, err := fs.ReadFile(p.content, strings.TrimPrefix(d.Place.File, prefix))
		if err != nil {
			return fmt.Errorf("reading %s: %w", d.Place.File, cause(err))
		}
		if now := text(bare); !bytes.Equal(was, now) {
			p.First = append(p.First, starter.File{Name: d.Place.File, Data: now})
		}
	}
	p.Awards = append(p.Awards, Erased{a.Key, erased.On})
	if at >= 0 {
		return nil
	}
	f, err := New(stay, p.taken, erased)
	if err != nil {
		return err
	}
	p.names[f.Name] = true
	f.Name = prefix + f.Name
	p.First = append([]starter.File{f}, p.First...)
	return nil
}

// files plans how the awards leave their files.
func (p *planner) files(awards []Award) error {
	labels := map[string][]string{}
	var order []string
	for i := range awards {
		a := awards[i].Award
		switch {
		case a == nil:
		case a.Place.Path == "": // the file holds this award alone, under recipient
			p.Last = append(p.Last, a.Place.File)
		default:
			if labels[a.Place.File] == nil {
				order = append(order, a.Place.File)
			}
			_, label := a.Key.Split()
			labels[a.Place.File] = append(labels[a.Place.File], label)
		}
	}
	for _, file := range order {
		was, err := fs.ReadFile(p.content, strings.TrimPrefix(file, prefix))
		if err != nil {
			return fmt.Errorf("reading %s: %w", file, cause(err))
		}
		now, empty, err := Remove(was, labels[file])
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", file, err)
		case empty:
			p.Last = append(p.Last, file)
		default:
			p.Change = append(p.Change, starter.File{Name: file, Data: now})
		}
	}
	return nil
}

// imported plans the removal of imported originals: those of the awards, and
// those that hold something of them. The salt of another platform is left out,
// because it may have salted everybody's address with the same.
func (p *planner) imported(awards []Award) error {
	var texts []string
	remove := func(file string) {
		if !slices.Contains(p.Remove, prefix+file) {
			p.Remove = append(p.Remove, prefix+file)
		}
	}
	for i := range awards {
		a := &awards[i]
		of := traces(p.catalog, a)
		if a.Award != nil && a.Award.Origin.ID != "" {
			of = slices.DeleteFunc(of, func(text string) bool { return text == a.Award.Recipient.Salt })
		}
		texts = append(texts, of...)
		if a.Award == nil || !strings.HasPrefix(a.Award.Origin.File, "imported/") {
			continue
		}
		if _, err := fs.Stat(p.content, a.Award.Origin.File); err == nil {
			remove(a.Award.Origin.File)
		}
	}
	return search(p.content, "imported", texts, nil, func(file string, _ int) { remove(file) })
}

// search calls found for each file below a folder of content that holds one
// of some texts, in any case, with the line of the first.
func search(content fs.FS, folder string, texts []string, skip func(name string) bool, found func(file string, line int)) error {
	var folded [][]byte
	for _, t := range texts {
		folded = append(folded, bytes.ToLower([]byte(t)))
	}
	if len(folded) == 0 {
		return nil
	}
	err := fs.WalkDir(content, folder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name == folder && errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case skip != nil && skip(name):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular():
			return nil
		}
		data, err := fs.ReadFile(content, name)
		if err != nil {
			return err
		}
		data = bytes.ToLower(data)
		for _, t := range folded {
			if i := bytes.Index(data, t); i >= 0 {
				found(name, 1+bytes.Count(data[:i], []byte("\n")))
				return nil
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("searching content/%s: %w", folder, err)
	}
	return nil
}

// cause strips the path, which messages show in their own way.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
