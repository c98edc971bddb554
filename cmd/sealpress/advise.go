package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/advise"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
)

func (a *app) adviseCommand() *cobra.Command {
	var f adviseFlags
	c := &cobra.Command{
		Use: "advise [SLUG]", Short: "Badge or micro-credential? Which one it is, and what the other would need", Annotations: map[string]string{formats: "json"},
		Example: `$ sealpress advise emergency-first-aid     # of one that is written
$ sealpress advise                         # asks, recommends, and writes the file
$ sealpress advise --outcomes "Throw a rescue line ten metres" --assessment informal --evidence no --accredited no --write throw-bag`,
		Long: `With the name of an achievement, advise says which kind it really is, whatever
it says itself, and what it would need to be the other one: row by row of the
table by which the two kinds differ.

Without a name it asks six questions and recommends a kind, with its reasons.
Then it writes the file, if you like: what you said is filled in, and the rest
is marked. Every question can be answered by a flag; without a terminal they
all are.

It is advice: sealpress check holds the file to the kind that it says.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("advise takes the name of one achievement, found %d\n  this works: %s", len(args), example(c))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				f.given = c.Flags().Changed
				return a.advisePlanned(c.Context(), &f)
			}
			for _, flag := range f.names() {
				if c.Flags().Changed(flag) {
					return fmt.Errorf("--%s is an answer about something new; with a name advise looks at what is written\n  this works: sealpress advise %s", flag, args[0])
				}
			}
			return a.adviseWritten(c.Context(), args[0])
		},
	}
	f.add(c)
	return c
}

// adviseWritten prints advice about an achievement of the site.
func (a *app) adviseWritten(ctx context.Context, name string) error {
	config, done, err := a.open()
	if err != nil {
		return err
	}
	defer done() // the awards are read through it
	content, err := load.Dir(ctx, config.Content, "content")
	if err != nil {
		return fmt.Errorf("loading content: %w", err)
	}
	name = strings.TrimSuffix(strings.TrimPrefix(shown(name), "content/achievements/"), ".md")
	of, err := achievement(content, name)
	if err != nil {
		return err
	}
	s := advise.Subject{Achievement: of, Issuer: &content.Catalog.Issuer, Pathways: content.Catalog.Pathways, Today: badge.DateOf(a.now())}
	for _, cohort := range content.Cohorts(ctx) {
		if cohort == nil {
			continue
		}
		for _, aw := range cohort.Awards {
			if r := aw.Achievement; r.Slug == of.Slug && (r.Version == of.Version || r.Version == 0 && of.Newest) {
				s.Awards.Count(aw)
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	advice := advise.Written(s)
	if a.format == "json" {
		return writeJSON(a.stdout, adviceJSON{File: of.Place.File, Name: of.Name, Version: of.Version, Says: advice.Says, Kind: advice.Kind, Reasons: advice.Reasons, Rows: jsonRows(advice)})
	}
	_, err = io.WriteString(a.stdout, writtenText(of, advice))
	return err
}

// advisePlanned asks where somebody is there to answer, recommends, and writes
// the file where that is wanted.
func (a *app) advisePlanned(ctx context.Context, f *adviseFlags) error {
	content, err := a.load(ctx)
	if err != nil {
		return err
	}
	// A name that cannot be is refused before the questions.
	if f.write != "" {
		if err := starter.CheckSlug(slugOf(kindOf(badge.Badge), f.write)); err != nil {
			if _, err := newFiles(kindOf(badge.Badge), f.write, "sealpress advise --write", starter.NewOptions{}); err != nil {
				return err
			}
		}
	}
	if f.language == "" {
		f.language = content.Catalog.Site.Languages[0]
	}
	known := advise.FromIssuer(&content.Catalog.Issuer, badge.DateOf(a.now()))
	ask := a.questions(ctx)
	answers, err := f.answers(ask, known)
	if err != nil {
		return err
	}
	advice := advise.Planned(answers)
	if a.format == "text" {
		if _, err := io.WriteString(a.stdout, plannedText(advice)); err != nil {
			return err
		}
	}
	if ask != nil && a.format == "text" {
		if err := f.where(ask, advice.Kind); err != nil {
			return err
		}
	}
	out := adviceJSON{Kind: advice.Kind, Reasons: advice.Reasons, Rows: jsonRows(advice)}
	if f.write != "" {
		file, err := a.writeAdvised(content, f, answers, advice.Kind)
		if err != nil {
			return err
		}
		out.Written = file
	}
	if a.format == "json" {
		return writeJSON(a.stdout, out)
	}
	return nil
}

// writeAdvised writes the file of the kind that was recommended, with what is
// known of it.
func (a *app) writeAdvised(content *load.Content, f *adviseFlags, answers advise.Answers, kind badge.Kind) (string, error) {
	o := starter.NewOptions{Name: f.name, Description: f.description, Language: f.language, Pathway: f.pathway, Known: starter.Known{
		For: answers.For, Outcomes: answers.Outcomes, Evidence: answers.Evidence.Text, Recognition: answers.RecognisedBy}}
	if acc, ok := advise.Accredited(&content.Catalog.Issuer, badge.DateOf(a.now())); ok {
		o.Known.Quality = badge.QualityAssurance{Type: "institutional-accreditation", Body: acc.Body, URL: acc.URL}
	} else {
		o.Known.Quality.Body = answers.Accredited.Text
	}
	files, err := newFiles(kindOf(kind), f.write, "sealpress advise --write", o)
	if err != nil {
		return "", err
	}
	to := *a
	if a.format != "text" {
		to.stdout = io.Discard // one document is printed, and it names the file
	}
	if err := to.add(files); err != nil {
		return "", err
	}
	a.talk("fill in what is marked, then: sealpress check\n")
	return files[0].Name, nil
}

// warnOfLacks says what the issuer of a new micro-credential lacks.
func (a *app) warnOfLacks(i *badge.Issuer, slug string) {
	if lacks := advise.Lacking(i, badge.DateOf(a.now())); len(lacks) > 0 {
		a.talk("careful: content/issuer.md lacks %s; see whether this is a micro-credential: sealpress advise %s\n", strings.Join(lacks, " and "), slug)
	}
}

// kindOf returns how New writes an achievement.
func kindOf(k badge.Kind) starter.NewKind {
	for _, n := range starter.NewKinds() {
		if n.Name == string(k) {
			return n
		}
	}
	panic(errors.New("a kind that cannot be written: " + string(k)))
}
