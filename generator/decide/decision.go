// Package decide prepares what happens to awards after they were made: to
// revoke, suspend, reinstate, reissue or erase them.
//
// A decision is one small file under content/decisions that a person could
// have written. Find says which awards were meant and where they stand,
// Possible whether a decision would change anything, New writes its file:
//
//	awards, err := decide.Find(catalog, cohorts, issued, []string{"2026-05-first-aid/k4f1"})
//	err = awards[0].Possible(badge.Revoke)
//	file, err := decide.New(catalog.Decisions, taken, awards[0].Decision(badge.Revoke, today))
//
// Erasing removes as well: Plan lists every file of the content folder that
// changes or goes, in an order in which it may be interrupted anywhere. What
// is left to be done, the next Plan says again.
//
// Nothing here writes into content, except through store.Erase, which the
// caller calls.
package decide

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/starter"
)

// Folder is the folder of decisions in the content folder.
const Folder = "decisions"

// Limits of what the reader takes, in characters.
const (
	maxText = 500
	maxNote = 2000
)

// New writes the file of a decision, named below the content folder. known
// are all decisions of the site, and taken reports whether a name below the
// content folder is in use.
//
// Decisions of one day count in the order of their files' names. A name that
// would stand before an earlier decision about the same award says "then".
func New(known []*badge.Decision, taken func(name string) bool, d badge.Decision) (starter.File, error) {
	if err := checkWords(d); err != nil {
		return starter.File{}, err
	}
	if !keyForm.MatchString(string(d.Award)) {
		return starter.File{}, fmt.Errorf("%q is no key of an award, and no file can be named after it", d.Award)
	}
	last := ""
	for _, k := range known {
		switch {
		case k.Award != d.Award:
		case d.On.Before(k.On):
			return starter.File{}, fmt.Errorf("%s was decided about %s on %s, and a decision before that day would come too late to count; choose that day or a later one", k.Action, d.Award, k.On)
		case k.On == d.On:
			last = max(last, path.Base(k.Place.File))
		}
	}
	for then := range 10 {
		stem := d.On.String() + "-" + strings.Repeat("then-", then) + string(d.Action) + "-" + slug(d.Award)
		name := stem + ".yaml"
		for n := 2; taken(path.Join(Folder, name)); n++ {
			name = fmt.Sprintf("%s-%d.yaml", stem, n)
		}
		if name > last {
			return starter.File{Name: path.Join(Folder, name), Data: text(d)}, nil
		}
	}
	return starter.File{}, fmt.Errorf("of one day, decisions count in the order of their files' names, and no name would come after %s; rename that file so that it begins with the day: %s-…", last, d.On)
}

// keyForm is that of an award's key: nothing in it leads out of a folder.
var keyForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$`)

// slug is an award's key as the name of a file holds it.
func slug(k badge.Key) string {
	cohort, label := k.Split()
	if cohort == label {
		return cohort
	}
	return cohort + "-" + label
}

// text is the content of a decision's file.
func text(d badge.Decision) []byte {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", key, value)
		}
	}
	quoted := func(s string) string {
		if s == "" {
			return ""
		}
		return starter.Quote(s)
	}
	line("award", string(d.Award))
	line("id", pinned(d.ID))
	line("action", string(d.Action))
	line("on", d.On.String())
	line("reason", d.Reason)
	line("text", quoted(d.Text))
	line("note", quoted(d.Note))
	return []byte(b.String())
}

// pinned is an id as YAML holds it: one of digits alone, or with an e among
// them, would be a number elsewhere.
func pinned(id string) string {
	if id == "" || id[0] >= 'a' && id[0] <= 'z' {
		return id
	}
	return `"` + id + `"`
}

// checkWords refuses what the reader of decisions would refuse.
func checkWords(d badge.Decision) error {
	if d.Reason != "" && !slices.Contains(badge.Reasons(), d.Reason) {
		return fmt.Errorf("unknown reason %q; there are: %s", d.Reason, strings.Join(badge.Reasons(), ", "))
	}
	if strings.ContainsAny(d.Text, "\r\n\u0085\u2028\u2029") {
		return errors.New("the text is one sentence on one line; found a line end")
	}
	for _, w := range []struct {
		what, words string
		limit       int
	}{{"text", d.Text, maxText}, {"note", d.Note, maxNote}} {
		if !utf8.ValidString(w.words) {
			return fmt.Errorf("the %s is not UTF-8", w.what)
		}
		if n := utf8.RuneCountInString(w.words); n > w.limit {
			return fmt.Errorf("the %s has %d characters, more than the limit of %d", w.what, n, w.limit)
		}
		if w.words != "" && strings.TrimSpace(w.words) == "" {
			return fmt.Errorf("the %s is empty", w.what)
		}
		for _, r := range w.words {
			joins := r == '\u200c' || r == '\u200d' // they belong to the spelling of Persian and Indic scripts
			if r != '\n' && !joins && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)) {
				return fmt.Errorf("the %s holds a character that nobody sees: U+%04X", w.what, r)
			}
		}
	}
	return nil
}
