package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/adopt"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
)

// How much of an import is listed; --dry-run --format text says no more, because
// the award files say all.
const (
	listedProblems = 200
	listedOut      = 20
	listedNew      = 10
	listedThere    = 3
)

// showAdoption says what becomes of each credential.
func (a *app) showAdoption(p *adopt.Planned) error {
	if a.format == "json" {
		return nil // printed once it is known what came of it
	}
	var b strings.Builder
	for _, part := range []struct {
		state adopt.State
		most  int
	}{{adopt.Problem, listedProblems}, {adopt.Out, listedOut}, {adopt.There, listedThere}, {adopt.New, listedNew}} {
		adoptionRows(&b, p, part.state, part.most)
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	for _, x := range p.Achievements {
		how := "new"
		if x.Reused {
			how = "there already"
		}
		fmt.Fprintf(&b, "%s (%s, %s): %s\n", diag.Clean(x.Name), x.Slug, how, count(x.Awards, "new award"))
	}
	for _, i := range p.Issuers {
		fmt.Fprintf(&b, "first issued by %s: %s\n", diag.Clean(i.Name), count(i.N, "award"))
	}
	fmt.Fprintf(&b, "%s new, %s already there", grouped(p.Number(adopt.New)), grouped(p.Number(adopt.There)))
	for _, part := range []struct {
		n    int
		what string
	}{{p.Number(adopt.Out), "left out"}, {p.Number(adopt.Problem), "with a problem"}} {
		if part.n > 0 {
			fmt.Fprintf(&b, ", %s %s", grouped(part.n), part.what)
		}
	}
	b.WriteByte('\n')
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

// adoptionJSON is an import for a program.
type adoptionJSON struct {
	Written      bool          `json:"written"`
	Credentials  []adoptionRow `json:"credentials"`
	Achievements []string      `json:"achievements"` // slugs of those with new awards
}

type adoptionRow struct {
	State   adopt.State `json:"state"`
	From    string      `json:"from"`
	Title   string      `json:"title,omitempty"`
	Holder  string      `json:"holder,omitempty"`
	On      string      `json:"on,omitempty"`
	Outcome string      `json:"outcome,omitempty"`
	Why     string      `json:"why,omitempty"`
	Mend    string      `json:"mend,omitempty"`
	Award   badge.Key   `json:"award,omitempty"`
}

// endAdoption tells a program what came of an import, and returns the error that
// ended it.
func (a *app) endAdoption(p *adopt.Planned, wrote bool, ended error) error {
	if a.format != "json" {
		return ended
	}
	out := adoptionJSON{Written: wrote, Credentials: []adoptionRow{}, Achievements: []string{}}
	for _, r := range p.Rows {
		out.Credentials = append(out.Credentials, adoptionRow{r.State, r.From, r.Title, r.Holder, r.On.String(), r.Outcome, r.Why, r.Mend, r.Award})
	}
	for _, x := range p.Achievements {
		out.Achievements = append(out.Achievements, x.Slug)
	}
	if err := writeJSON(a.stdout, out); err != nil {
		return err
	}
	return ended
}

// adoptionRows lists the credentials that are in a state.
func adoptionRows(b *strings.Builder, p *adopt.Planned, state adopt.State, most int) {
	n := 0
	for _, r := range p.Rows {
		if r.State != state {
			continue
		}
		if n++; n > most {
			continue
		}
		what := strings.Join(nonEmpty(r.Title, r.Holder, r.On.String(), r.Outcome), ", ")
		fmt.Fprintf(b, "%-13s  %s", r.State, diag.Clean(r.From))
		if what != "" {
			fmt.Fprintf(b, ": %s", diag.Clean(what))
		}
		b.WriteByte('\n')
		if r.Why != "" && state != adopt.New { // said once for all, below
			fmt.Fprintf(b, "%-13s    %s\n", "", diag.Clean(r.Why))
		}
		if r.Mend != "" {
			fmt.Fprintf(b, "%-13s    mend: %s\n", "", diag.Clean(r.Mend))
		}
	}
	if n > most {
		fmt.Fprintf(b, "%-13s  … and %s more\n", state, grouped(n-most))
	}
}

func nonEmpty(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// remark says what else a person should know before saying yes.
func (a *app) remark(p *adopt.Planned, content *load.Content) {
	why := map[string]int{}
	for _, r := range p.Rows {
		if r.State == adopt.New && r.Why != "" {
			why[r.Why]++
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(why)) {
		a.talk("unconfirmed: %s: %s\n", count(why[reason], "award"), diag.Clean(reason))
	}
	if p.Nameless > 0 {
		a.talk("without a name: %s; their pages show none, until you write name: into their files, or import with --learners FILE\n", count(p.Nameless, "award"))
	}
	if p.Hidden && content.Catalog.Site.Repository == "public" {
		a.talk("everybody can read this repository: e-mail addresses are written as salted hashes\n")
	}
	if p.Redacted > 0 {
		a.talk("of %s the original holds the address in plain, and is not kept\n", count(p.Redacted, "award"))
	}
	if p.Linked > 0 {
		a.talk("of %s only the address of the criteria is known: write them out in content/achievements before that address goes\n", count(p.Linked, "achievement"))
	}
	if p.Drawn > 0 {
		a.talk("of %s there is no artwork that can be used, so one is drawn; put a PNG or SVG beside the file to have another\n", count(p.Drawn, "achievement"))
	}
}

// checkAdoption reads and checks the site as it will be, so that nothing is
// written that does not pass. Of a micro-credential no other platform says all
// that is needed, so what is missing is told and stands in nobody's way.
func (a *app) checkAdoption(ctx context.Context, config *generator.Config, p *adopt.Planned, o *openBadgesOptions) error {
	then := *config
	then.Content = starter.Overlay(config.Content, p.Files)
	r, err := generator.Check(ctx, then)
	if err != nil || r.OK {
		return err
	}
	content, err := load.Dir(ctx, then.Content, "content")
	if err != nil {
		return fmt.Errorf("loading content: %w", err)
	}
	if _, err := adopt.ReadSite(ctx, content); err != nil {
		return err
	}
	if content.Report.HasErrors() {
		return a.refuseToAdopt(content, "these would be there after the import, so nothing was written")
	}
	if now, err := generator.Check(ctx, *config); err != nil {
		return err
	} else if !now.OK {
		return a.refuseToAdopt(now.Content, "the site has errors of its own; mend them first, nothing was imported")
	}
	if o.kind == string(badge.MicroCredential) {
		a.talk("a micro-credential needs more than another platform says: sealpress check will show %s\n", count(len(onlyErrors(r.Report().Findings())), "error"))
		return nil
	}
	return a.refuseToAdopt(r.Content, "these would be there after the import, so nothing was written")
}

// writeAdoption writes the files of a plan, each by one rename: originals first
// and awards last, so that a run that is cut off leaves nothing that refers to
// what is not there. The next run writes the same files again.
func (a *app) writeAdoption(root *os.Root, p *adopt.Planned) (err error) {
	for _, f := range p.Files {
		info, err := root.Lstat(filepath.FromSlash(f.Name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return fmt.Errorf("looking at %s: %w", f.Name, err)
		case !info.Mode().IsRegular():
			return fmt.Errorf("%s is not an ordinary file; nothing was written", f.Name)
		}
	}
	s, err := a.stage(root, p.Files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.drop()) }()
	kept := 0
	for i, f := range p.Files {
		if err := s.place(f.Name); err != nil {
			return fmt.Errorf("%w; %d of %d files were written; run the same command again to finish", err, i, len(p.Files))
		}
		if path.Dir(path.Dir(f.Name)) == "content/imported" {
			kept++
			continue
		}
		if a.format == "json" {
			continue
		}
		if _, err := fmt.Fprintln(a.stdout, f.Name); err != nil {
			return err
		}
	}
	if kept > 0 {
		a.talk("%s kept in content/imported\n", are(kept, "original"))
	}
	a.talk("%s imported; next: sealpress check\n", are(p.Number(adopt.New), "award"))
	return nil
}
