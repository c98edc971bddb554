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
	list(*survey.List)
	site(folder string, site *verify.Site, looked int, misplaced []survey.Place) error
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

func (p *verdictsText) list(*survey.List) {}

func (p *verdictsText) site(_ string, _ *verify.Site, looked int, misplaced []survey.Place) error {
	for _, m := range misplaced {
		if _, err := fmt.Fprintln(p.stdout, diag.Clean(p.words.Misplaced(m.File, m.ID, m.Address))); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(p.stdout, p.words.Addresses(looked, len(misplaced)))
	return err
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
	}
	listJSON struct {
		From   string `json:"from"`
		Awards int    `json:"awards"`
		More   bool   `json:"more"`
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

func (p *verdictsJSON) list(l *survey.List) {
	p.last.Lists = append(p.last.Lists, listJSON{l.From, len(l.Pages), l.More})
}

func (p *verdictsJSON) site(folder string, site *verify.Site, looked int, misplaced []survey.Place) error {
	if misplaced == nil {
		misplaced = []survey.Place{}
	}
	p.last.Sites = append(p.last.Sites, siteJSON{folder, site.Address.String(), looked, misplaced})
	return nil
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

func (p *verdictsHTML) list(*survey.List) {}

func (p *verdictsHTML) site(_ string, _ *verify.Site, looked int, misplaced []survey.Place) error {
	for _, m := range misplaced {
		p.notes = append(p.notes, p.words.Misplaced(m.File, m.ID, m.Address))
	}
	p.notes = append(p.notes, p.words.Addresses(looked, len(misplaced)))
	return nil
}

func (p *verdictsHTML) end(s *report.Summary) error {
	return report.Page(p.stdout, p.words, p.all, *s, p.notes)
}
