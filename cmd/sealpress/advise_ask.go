package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/advise"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/starter"
)

// adviseFlags are the answers that were given with the command.
type adviseFlags struct {
	who, assessment, evidence, accredited string
	outcomes, recognisers                 []string

	write, name, description, language, pathway string

	given func(flag string) bool // whether a flag was there
}

func (f *adviseFlags) add(c *cobra.Command) {
	s := c.Flags()
	s.SortFlags = false
	s.StringVar(&f.who, "for", "", "`who` it is for, in a few words")
	s.StringArrayVar(&f.outcomes, "outcomes", nil, "`what` a holder can do; once for each, or none")
	s.StringVar(&f.assessment, "assessment", "", "`how` that is assessed: none, informal or evidence-based")
	s.StringVar(&f.evidence, "evidence", "", "`what` is kept of each learner's work; or yes, or no")
	s.StringVar(&f.accredited, "accredited", "", "`who` accredits you or assures your quality; or yes, or no")
	s.StringArrayVar(&f.recognisers, "recognised-by", nil, "`who` should recognise it; once for each, or nobody")
	s.StringVar(&f.write, "write", "", "write the file of the kind that is recommended: its `name`")
	s.StringVar(&f.name, "name", "", "`title` that people see, for the file")
	s.StringVar(&f.description, "description", "", "one or two `sentences`, for the file")
	s.StringVar(&f.language, "language", "", "`language` of the file (default: the site's first)")
	s.StringVar(&f.pathway, "pathway", "", "`slug` of its pathway, for the file")
}

// names lists the flags that belong to the questions.
func (f *adviseFlags) names() []string {
	return []string{"for", "outcomes", "assessment", "evidence", "accredited", "recognised-by", "write", "name", "description", "language", "pathway"}
}

// questions returns who asks, or nil where nobody is there to answer.
func (a *app) questions(ctx context.Context) *asker {
	if !a.inTerminal || !a.errTerminal {
		return nil
	}
	return &asker{ctx: ctx, in: bufio.NewReader(a.stdin), out: a.stderr}
}

// answers takes what the flags say and asks for the rest. known is what the
// issuer's file answers already.
func (f *adviseFlags) answers(ask *asker, known advise.Answer) (advise.Answers, error) {
	if f.given("assessment") {
		if _, err := rigour(f.assessment); err != nil {
			return advise.Answers{}, fmt.Errorf("--assessment %w\n  this works: --assessment informal", err)
		}
	}
	if ask == nil {
		if err := f.complete(known); err != nil {
			return advise.Answers{}, err
		}
	} else if err := f.askAll(ask, known); err != nil {
		return advise.Answers{}, err
	}
	how, err := rigour(f.assessment)
	if err != nil {
		return advise.Answers{}, err
	}
	w := advise.Answers{For: strings.TrimSpace(f.who), Assessment: how, Evidence: answer(f.evidence), Accredited: answer(f.accredited),
		Outcomes: all(f.outcomes), RecognisedBy: all(f.recognisers), Name: f.name, Description: f.description, Language: f.language}
	if known.Yes && !f.given("accredited") {
		w.Accredited = known
	}
	return w, nil
}

// complete refuses to guess what decides.
func (f *adviseFlags) complete(known advise.Answer) error {
	var lacking []string
	for _, q := range []struct {
		flag, values string
		known        bool
	}{
		{"outcomes", `"What a holder can do", or none`, false},
		{"assessment", "none, informal or evidence-based", false},
		{"evidence", `"What is kept of each learner's work", yes or no`, !f.assessed()},
		{"accredited", `"Who accredits you", yes or no`, known.Yes},
	} {
		if !q.known && !f.given(q.flag) {
			lacking = append(lacking, fmt.Sprintf("  --%-12s %s", q.flag, q.values))
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return fmt.Errorf("nobody is here to answer; say by flags what is asked, and if you like --for and --recognised-by too:\n%s\n"+
		"  this works: sealpress advise --outcomes none --assessment none --accredited no\n  of an achievement that is written: sealpress advise SLUG", strings.Join(lacking, "\n"))
}

// assessed reports whether there is an assessment.
func (f *adviseFlags) assessed() bool {
	how, _ := rigour(f.assessment) // what cannot be read was refused, or is asked for
	return how != advise.NotAssessed
}

// askAll asks the questions of the table that no flag answers.
func (f *adviseFlags) askAll(ask *asker, known advise.Answer) error {
	if !f.given("for") {
		f.who = ask.maybe("Who is it for? In a few words")
	}
	if !f.given("outcomes") {
		f.outcomes = ask.each("What can they do afterwards? One thing a line, each with a verb; an empty line ends")
	}
	if !f.given("assessment") {
		f.assessment = ask.question("How is that assessed? none, informal or evidence-based", "", string(advise.NotAssessed), func(s string) error {
			_, err := rigour(s)
			return err
		})
	}
	if f.assessed() && !f.given("evidence") {
		f.evidence = ask.question("What is kept of each learner's work? In a few words, or no", "", "no", nil)
	}
	if !known.Yes && !f.given("accredited") {
		f.accredited = ask.question("Who accredits you, or assures your quality from outside? A name, or no", "", "no", nil)
	}
	if !f.given("recognised-by") {
		f.recognisers = ask.each("Who should recognise it? An employer or a school a line; an empty line ends")
	}
	return ask.err
}

// where asks under which name, if any, the file is to be written.
func (f *adviseFlags) where(ask *asker, kind badge.Kind) error {
	asked := f.write == ""
	if asked {
		k := kindOf(kind)
		f.write = ask.question(fmt.Sprintf("Write it? The name of the file in %s, or no", k.Folder), "", "no", func(s string) error {
			if !answer(s).Yes {
				return nil
			}
			return starter.CheckSlug(slugOf(k, s))
		})
		if !answer(f.write).Yes {
			f.write = ""
		}
	}
	if asked && f.write != "" && f.name == "" {
		f.name = ask.maybe("Its title, or nothing if you do not know yet")
	}
	return ask.err
}

// rigour reads how something is assessed, also by its first letter.
func rigour(s string) (advise.Rigour, error) {
	typed := strings.ToLower(strings.TrimSpace(s))
	var known []string
	for _, r := range advise.Rigours() {
		if typed == string(r) || typed != "" && typed == string(r)[:1] || typed == "evidence" && r == advise.EvidenceBased {
			return r, nil
		}
		known = append(known, string(r))
	}
	return "", fmt.Errorf("%q: expected %s", s, strings.Join(known, ", "))
}

// no are the words that say no, or nobody, or nothing, and yes those that say
// yes and no more, in the languages of the starter texts.
var (
	no  = []string{"", "n", "no", "none", "nothing", "nobody", "nessuno", "nessuna", "niente", "nulla"}
	yes = []string{"y", "yes", "s", "si", "sì"}
)

// answer reads a yes, a no, or the particulars of a yes.
func answer(s string) advise.Answer {
	s = strings.TrimSpace(s)
	switch word := strings.ToLower(strings.TrimRight(s, ".")); {
	case slices.Contains(no, word):
		return advise.Answer{}
	case slices.Contains(yes, word):
		return advise.Answer{Yes: true}
	}
	return advise.Answer{Yes: true, Text: s}
}

// all keeps of several answers those that say something.
func all(answers []string) []string {
	var out []string
	for _, s := range answers {
		if a := answer(s); a.Text != "" && !slices.Contains(out, a.Text) {
			out = append(out, a.Text)
		}
	}
	return out
}

// maybe asks for what need not be said.
func (q *asker) maybe(text string) string {
	if q.err != nil {
		return ""
	}
	fmt.Fprintf(q.out, "%s: ", text)
	line, err := q.line()
	if err != nil {
		q.err = fmt.Errorf("no answer, and nothing was written: %w", err)
	}
	return strings.TrimSpace(line)
}

// each asks for several answers, a line each, until an empty one.
func (q *asker) each(text string) []string {
	if q.err != nil {
		return nil
	}
	fmt.Fprintf(q.out, "%s:\n", text)
	var lines []string
	for len(lines) < 50 {
		fmt.Fprint(q.out, "  - ")
		line, err := q.line()
		if err != nil {
			q.err = fmt.Errorf("no answer, and nothing was written: %w", err)
			return nil
		}
		if line = strings.TrimSpace(line); line == "" {
			break
		}
		lines = append(lines, line)
	}
	return lines
}
