package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/notify"
)

type notifyFlags struct {
	language, wording, since   string
	with                       string
	delimiter, encoding, sheet string
	to                         string
}

func (a *app) notifyCommand() *cobra.Command {
	var f notifyFlags
	c := &cobra.Command{
		Use: "notify [AWARD…]", Short: "Write a message for each learner; sends nothing", Annotations: map[string]string{formats: "csv mbox"},
		Example: "$ sealpress notify 2026-05-first-aid                                # for reading and copying\n" +
			"$ sealpress notify 2026-05-first-aid --format csv --to ../may.csv   # for a mail merge\n" +
			"$ sealpress notify --since 2026-05-01 --format mbox --to ../may.mbox\n" +
			"$ sealpress notify 2026-05-first-aid --with ../cohort.xlsx          # where the site holds only hashes",
		Long: `Notify writes, for each award, a message that is ready to be sent: that it was
awarded and what that means, the address of the page, how to keep the award and
put it on LinkedIn, until when it is valid, who can see it, and whom to ask for a
correction. It sends nothing and asks nobody; the messages hold nothing that
tells who opens them. Put the site online first, so that the addresses lead
somewhere.

--format text is for reading and copying; csv has a row for each message, for
the mail merge of an office program or of a mail program; mbox is a mailbox of
drafts that mail programs import.

AWARD is an award's key, its id, the address of its page, or a whole file of
awards; without one it is every award. Only an award that stands gets a message.

Where the awards hold only hashes of the e-mail addresses, --with takes a
spreadsheet (.xlsx or CSV) that has them, in any column, and finds each
learner's by its hash. The spreadsheet is only read, on this computer.

The messages are in the language that the award names for the learner, else the
site's first, unless --language says another:
` + strings.Join(notify.Languages(), ", ") + `. docs/notify.md shows how to word them
yourself, also in other languages.

Exit status: 0 the messages were written, also where some have no address,
1 something is wrong with the site, or nothing can be written of what was named,
2 wrong usage, or a file that cannot be read.`,
		RunE: func(c *cobra.Command, args []string) error { return a.notify(c.Context(), &f, args) },
	}
	s := c.Flags()
	s.StringVar(&f.language, "language", "", "`language` of the messages: "+strings.Join(notify.Languages(), ", ")+" (default: the site's first)")
	s.StringVar(&f.wording, "wording", "", "`file` with words of your own")
	s.StringVar(&f.since, "since", "", "only what was awarded on this `day`, YYYY-MM-DD, or later")
	s.StringVar(&f.with, "with", "", "`spreadsheet` in which to find the addresses that the awards hold as hashes")
	s.StringVar(&f.sheet, "sheet", "", "`name` of the sheet in it, where there are several")
	s.StringVar(&f.delimiter, "delimiter", "", "`separator` of a CSV file: comma, semicolon or tab (default: found out)")
	s.StringVar(&f.encoding, "encoding", "", "`encoding` of a CSV file: "+strings.Join(intake.Encodings(), ", ")+" (default: found out)")
	s.StringVar(&f.to, "to", "", "`file` to write, readable by you alone; it must be new")
	return c
}

func (a *app) notify(ctx context.Context, f *notifyFlags, names []string) error {
	since, err := a.sinceDay(f.since)
	if err != nil {
		return err
	}
	m := &mailing{app: a}
	if m.book, err = a.book(f); err != nil {
		return err
	}
	inSite := false
	if f.to == "-" {
		f.to = ""
	}
	if f.to != "" {
		if inSite, err = a.mayWrite(f.to); err != nil {
			return err
		}
	}
	r, done, err := a.judged(ctx)
	defer done()
	if err != nil {
		return err
	}
	words, err := a.words(f, r.Passed.Catalog().Site.Languages[0])
	if err != nil {
		return err
	}
	if outputs := r.Passed.Catalog().Site.Outputs; len(outputs) > 0 && !slices.Contains(outputs, "html") {
		return exit{exitFindings, errors.New("the site has no pages, so there is nothing to lead a learner to\n  write html among the outputs in content/site.yaml")}
	}
	entries, err := a.worthAMessage(r, names, since)
	if err != nil {
		return err
	}
	m.desk = notify.New(r.Passed, words)
	m.desk.Learners = f.language == "" && f.wording == ""
	if err := m.write(ctx, f.to, r, entries); err != nil {
		return err
	}
	a.warnOfUnissued(r, entries)
	if inSite && m.written > 0 {
		public := map[bool]string{true: ", which everybody can read,"}[r.Passed.Catalog().Site.Repository == "public"]
		a.talk("careful: %s lies in the folder of the site%s and holds your learners' addresses: do not commit it, and delete it when it is done with\n", shown(f.to), public)
	}
	return m.end(f, names)
}

func (a *app) sinceDay(text string) (badge.Date, error) {
	if text == "" {
		return badge.Date{}, nil
	}
	day, err := badge.ParseDate(text)
	if err != nil {
		return day, fmt.Errorf("--since %q: %w\n  this works: --since %s", text, err, badge.DateOf(a.now()))
	}
	return day, nil
}

// words are those of a language, with the issuer's own where a file has them.
func (a *app) words(f *notifyFlags, siteLanguage string) (*notify.Words, error) {
	language, from := f.language, "--language"
	if language == "" {
		language, from = siteLanguage, "the site's first language"
	}
	if f.wording != "" {
		data, err := a.read(f.wording, notify.MaxWords)
		if err != nil {
			return nil, err
		}
		w, err := notify.ParseWords(language, data)
		if err != nil {
			return nil, fmt.Errorf("%s, in the language %s: %w", shown(f.wording), language, err)
		}
		return w, nil
	}
	w, err := notify.Speak(language)
	if e := (*notify.UnknownLanguageError)(nil); errors.As(err, &e) {
		return nil, fmt.Errorf("%s: %w\n  this works: --language en\n  or with words of your own, as docs/notify.md shows: --wording words.yaml", from, err)
	}
	return w, err
}

// book reads the spreadsheet that --with names.
func (a *app) book(f *notifyFlags) (*notify.Book, error) {
	if f.with == "" {
		if f.sheet+f.delimiter+f.encoding != "" {
			return nil, errors.New("--sheet, --delimiter and --encoding say how the file of --with is read\n  this works: sealpress notify --with cohort.xlsx --sheet May")
		}
		return nil, nil
	}
	o := intake.Options{Encoding: f.encoding, Sheet: f.sheet}
	if f.delimiter != "" {
		for _, s := range intake.Separators() {
			if f.delimiter == string(s) || f.delimiter == intake.SeparatorName(s) {
				o.Separator = s
			}
		}
		if o.Separator == 0 {
			return nil, fmt.Errorf("--delimiter %q: expected comma, semicolon or tab\n  this works: --delimiter semicolon", f.delimiter)
		}
	}
	data, err := a.read(f.with, intake.MaxSize)
	if err != nil {
		return nil, err
	}
	t, err := intake.Read(shown(f.with), data, o)
	if p := (*intake.Problem)(nil); errors.As(err, &p) && p.Mend != "" {
		return nil, fmt.Errorf("%w\n  %s", err, p.Mend)
	}
	if err != nil {
		return nil, err
	}
	b := notify.NewBook(t)
	if b.Len() == 0 {
		return nil, fmt.Errorf("%s holds no e-mail address", shown(f.with))
	}
	return b, nil
}
