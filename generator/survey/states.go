package survey

import (
	"io/fs"
	"path"
	"slices"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/verify"
)

// Clash is an award of which a site says two things at once: its page shows it
// as standing and its credential is revoked, or one of its forms is valid and
// another one is not. That an award is revoked or expired is none.
type Clash struct {
	Award string       `json:"award"`           // its folder in the site, or the address of its page
	Page  string       `json:"page,omitempty"`  // the page that shows something else than the forms
	Shows verify.Shown `json:"shows,omitempty"` // what that page shows
	Forms []State      `json:"forms"`
}

// State is what one form of an award says.
type State struct {
	Form    string         `json:"form"`
	Outcome verify.Outcome `json:"outcome"`
}

// States holds the forms of each award of a built site against each other, and
// against its pages.
type States struct {
	site      *verify.Site
	languages []string // folders that have pages of awards
	award     string   // whose forms are collected
	forms     []State
	awards    int
	clashes   []Clash
}

// NewStates returns the States of a site.
func NewStates(site *verify.Site) *States {
	s := &States{site: site, languages: []string{""}}
	folders, _ := fs.ReadDir(site.Files, ".") // a site that cannot be read has no pages
	for _, f := range folders {
		if info, err := fs.Stat(site.Files, f.Name()+"/awards"); f.IsDir() && err == nil && info.IsDir() {
			s.languages = append(s.languages, f.Name())
		}
	}
	return s
}

// Add notes what became of one file. Those of an award follow each other. What
// is not valid, or cannot be told, speaks for itself and is left out.
func (s *States) Add(file string, v *verify.Verdict) {
	if _, ok := address.AwardID(address.Path(file)); !ok {
		return
	}
	if folder := path.Dir(file); folder != s.award {
		s.end()
		s.award = folder
	}
	switch v.Outcome {
	case verify.Valid, verify.Expired, verify.Revoked:
		s.forms = append(s.forms, State{path.Base(file), v.Outcome})
	}
}

// Clashes returns the awards of which two things are said, and how many were
// looked at.
func (s *States) Clashes() (found []Clash, awards int) {
	s.end()
	return s.clashes, s.awards
}

// end looks at the award whose forms are complete.
func (s *States) end() {
	award, forms := s.award, s.forms
	s.award, s.forms = "", nil
	if award == "" {
		return
	}
	s.awards++
	if len(forms) == 0 {
		return
	}
	c := Clash{Award: award + "/", Forms: forms}
	if slices.ContainsFunc(forms, func(f State) bool { return f.Outcome != forms[0].Outcome }) {
		s.clashes = append(s.clashes, c)
		return
	}
	for _, l := range s.languages {
		page := path.Join(l, award, "index.html")
		text, err := fs.ReadFile(s.site.Files, page)
		if err != nil {
			continue // awards that the issuer does not show have no page
		}
		if shows := verify.Shows(text); contradicts(shows, forms[0].Outcome) {
			c.Page, c.Shows = page, shows
			s.clashes = append(s.clashes, c)
			return
		}
	}
}

func contradicts(s verify.Shown, o verify.Outcome) bool {
	return s == verify.Standing && o == verify.Revoked || s == verify.Withdrawn && o != verify.Revoked
}

// Contradicts reports whether the page of an award shows it as standing though
// it is revoked, or the other way round.
func Contradicts(page []byte, at string, v *verify.Verdict) (Clash, bool) {
	shows := verify.Shows(page)
	if v.Outcome != verify.Revoked && v.Outcome != verify.Valid && v.Outcome != verify.Expired || !contradicts(shows, v.Outcome) {
		return Clash{}, false
	}
	c := Clash{Award: at, Page: at, Shows: shows, Forms: []State{}}
	for i := range v.Parts {
		c.Forms = append(c.Forms, State{path.Base(v.Parts[i].Input), v.Parts[i].Outcome})
	}
	return c, true
}
