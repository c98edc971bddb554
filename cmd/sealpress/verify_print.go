package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/report"
	"github.com/sealpress/sealpress/generator/survey"
	"github.com/sealpress/sealpress/generator/verify"
)

// verdicts prints what becomes of credentials, in one of three forms. Verdicts
// come one by one, so that a folder of any size can be judged.
type verdicts interface {
	start() error
	note(sentence string) error
	verdict(*verify.Verdict) error
	list(*survey.List, []survey.Clash) error
	site(siteJSON) error
	end(*report.Summary) error
}

// printer returns the form that was asked for.
func (t *trial) printer() verdicts {
	switch t.format {
	case "json":
		return &verdictsJSON{trial: t}
	case "html":
		return &verdictsHTML{trial: t}
	}
	return &verdictsText{trial: t, Text: report.Text{Words: t.words, Color: t.colored(t.outTerminal)}}
}

func (t *trial) start() error { return t.out.start() }

// verdictsText is for people at a terminal.
type verdictsText struct {
	*trial
	report.Text
}

func (p *verdictsText) start() error { return nil }

func (p *verdictsText) note(sentence string) error {
	p.talk("%s\n", diag.Clean(sentence))
	return nil
}

func (p *verdictsText) verdict(v *verify.Verdict) error {
	switch {
	case !p.several:
		return p.Whole(p.stdout, v)
	case v.Outcome == verify.Valid && p.quiet:
		return nil
	case v.Outcome == verify.Valid:
		return p.Line(p.stdout, v)
	}
	if err := p.Whole(p.stdout, v); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.stdout)
	return err
}

func (p *verdictsText) list(_ *survey.List, clashes []survey.Clash) error {
	return p.lines(clashing(p.words, clashes))
}

func (p *verdictsText) site(s siteJSON) error { return p.lines(standing(p.words, s)) }

func (p *verdictsText) lines(sentences []string) error {
	for _, s := range sentences {
		if _, err := fmt.Fprintln(p.stdout, diag.Clean(s)); err != nil {
			return err
		}
	}
	return nil
}

func (p *verdictsText) end(s *report.Summary) error {
	if !p.several {
		return nil
	}
	_, err := fmt.Fprintln(p.stdout, p.words.Summary(*s))
	return err
}

// siteJSON and listJSON are parts of what --format json prints, whose form
// docs/verify.md describes. Members are only ever added.
type (
	siteJSON struct {
		Folder    string         `json:"folder"`
		Address   string         `json:"address"` // for which the folder stands in
		Documents int            `json:"documents"`
		Misplaced []survey.Place `json:"misplaced"`
		Awards    int            `json:"awards"`
		Clashes   []survey.Clash `json:"clashes"`
	}
	listJSON struct {
		From    string         `json:"from"`
		Awards  int            `json:"awards"`
		More    bool           `json:"more"`
		Clashes []survey.Clash `json:"clashes"`
	}
	verdictsEnd struct {
		Sites   []siteJSON      `json:"sites"`
		Lists   []listJSON      `json:"lists"`
		Live    *survey.Report  `json:"live,omitempty"`
		Summary *report.Summary `json:"summary"`
	}
)

// verdictsJSON is for machines.
type verdictsJSON struct {
	*trial
	printed int
	last    verdictsEnd
}

func (p *verdictsJSON) start() error {
	p.last = verdictsEnd{Sites: []siteJSON{}, Lists: []listJSON{}}
	_, err := fmt.Fprint(p.stdout, "{\n  \"format\": 1,\n  \"verdicts\": [")
	return err
}

func (p *verdictsJSON) note(sentence string) error {
	p.talk("%s\n", diag.Clean(sentence))
	return nil
}

func (p *verdictsJSON) verdict(v *verify.Verdict) error {
	text, err := json.MarshalIndent(v, "    ", "  ")
	if err != nil {
		return fmt.Errorf("writing a verdict: %w", err)
	}
	before := ",\n    "
	if p.printed == 0 {
		before = "\n    "
	}
	p.printed++
	_, err = fmt.Fprintf(p.stdout, "%s%s", before, text)
	return err
}

func (p *verdictsJSON) list(l *survey.List, clashes []survey.Clash) error {
	p.last.Lists = append(p.last.Lists, listJSON{l.From, len(l.Pages), l.More, listed(clashes)})
	return nil
}

func (p *verdictsJSON) site(s siteJSON) error {
	s.Misplaced, s.Clashes = listed(s.Misplaced), listed(s.Clashes)
	p.last.Sites = append(p.last.Sites, s)
	return nil
}

// listed writes a list of nothing as one.
func listed[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

func (p *verdictsJSON) end(s *report.Summary) error {
	p.last.Summary = s
	text, err := json.MarshalIndent(p.last, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the summary: %w", err)
	}
	after := "\n  ],"
	if p.printed == 0 {
		after = "],"
	}
	_, err = fmt.Fprintf(p.stdout, "%s%s\n", after, bytes.TrimPrefix(text, []byte("{")))
	return err
}

// verdictsHTML is one page to print or to keep. It begins with the sum, so it
// is written at the end.
type verdictsHTML struct {
	*trial
	all   []verify.Verdict
	notes []string
}

func (p *verdictsHTML) start() error { return nil }

func (p *verdictsHTML) note(sentence string) error {
	p.notes = append(p.notes, sentence)
	return nil
}

func (p *verdictsHTML) verdict(v *verify.Verdict) error {
	if p.several && v.Outcome == verify.Valid {
		// One line is shown of it: what was checked need not be kept.
		v.Checks, v.Parts, v.Elements, v.Endorsements, v.Asked = nil, nil, nil, nil, nil
	}
	p.all = append(p.all, *v)
	return nil
}

func (p *verdictsHTML) list(_ *survey.List, clashes []survey.Clash) error {
	p.notes = append(p.notes, clashing(p.words, clashes)...)
	return nil
}

func (p *verdictsHTML) site(s siteJSON) error {
	p.notes = append(p.notes, standing(p.words, s)...)
	return nil
}

// standing says in sentences where the documents of a site stand, and whether
// its awards say one thing each.
func standing(w report.Words, s siteJSON) []string {
	var said []string
	for _, m := range s.Misplaced {
		said = append(said, w.Misplaced(m.File, m.ID, m.Address))
	}
	said = append(said, clashing(w, s.Clashes)...)
	return append(said, w.Addresses(s.Documents, len(s.Misplaced)), w.Agreement(s.Awards, len(s.Clashes)))
}

func clashing(w report.Words, clashes []survey.Clash) []string {
	var said []string
	for _, c := range clashes {
		var forms []string
		var outcomes []verify.Outcome
		for _, f := range c.Forms {
			forms, outcomes = append(forms, f.Form), append(outcomes, f.Outcome)
		}
		said = append(said, w.Clash(c.Award, forms, outcomes, c.Page, c.Shows))
	}
	return said
}

func (p *verdictsHTML) end(s *report.Summary) error {
	return report.Page(p.stdout, p.words, p.all, *s, p.notes)
}
