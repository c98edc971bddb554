// Package report says in plain words what became of credentials: on a terminal,
// and as one page to print or to keep.
//
//	w := report.Words{Language: "en", Trust: known}
//	err := report.Text{Words: w, Color: true}.Whole(os.Stdout, &verdict)
//	err = report.Page(os.Stdout, w, verdicts, report.Count(verdicts), nil)
//
// The sentences about checks are those of verify; what stands around them is
// here, in the same languages. All texts of a verdict come from strangers. A
// terminal gets them without control characters, a page gets them escaped, and
// Masked takes out the e-mail addresses that somebody else might read over a
// shoulder or in the log of a machine.
package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/verify"
)

// Words says what stands in a report, and in which language. The zero value is
// English, and nobody is known.
type Words struct {
	Language string       // one of verify.Languages
	Trust    verify.Trust // nil: no file was given
}

// sheet is a verdict as a report shows it, in words.
type sheet struct {
	Input    string
	Class    string // the outcome, as a name for styles
	Stamp    string // VALID
	Headline string
	About    string // what, to whom, by whom
	Claims   string // said before the facts where nothing shows that they are the issuer's
	Facts    []fact
	Kind     string
	Known    string
	Checks   []checked
	Parts    []string
	Elements []element
	Complete string // 11 of 11
	Endorsed []string
	Unproven []string
	Asked    []string
}

type fact struct{ Label, Value string }

type checked struct{ Class, Word, Sentence, Evidence string }

type element struct {
	Present     bool
	Name, Value string
}

// sheet puts a verdict into words.
func (w Words) sheet(v *verify.Verdict) sheet {
	s := sheet{Input: v.Input, Class: v.Outcome.String(), Stamp: w.stamp(v), Headline: v.Say(w.language()), About: w.about(v)}
	add := func(label, value string) {
		if value != "" {
			s.Facts = append(s.Facts, fact{w.say(label), value})
		}
	}
	add("title", v.Title)
	add("holder", v.Holder)
	add("issuer", named(v.Issuer))
	add("awarded", day(v.Awarded))
	add("until", day(v.ValidUntil))
	add("replaced", v.SupersededBy)
	if len(s.Facts) > 0 && (v.Outcome == verify.NotValid || v.Outcome == verify.CannotTell) {
		s.Claims = w.say("claims")
	}
	if v.Format != "" {
		add("format", w.say("format."+string(v.Format)))
	}
	add("id", v.ID)
	if !v.At.IsZero() {
		add("clock", v.At.UTC().Format("2006-01-02 15:04:05 UTC"))
	}
	switch {
	case v.Kind == "" && (v.Format == verify.OB2Hosted || v.Format == verify.OB2Signed):
		s.Kind = w.say("kind.unsaid")
	case v.Kind != "":
		s.Kind = verify.Word(w.language(), "kind."+string(v.Kind))
		if v.AchievementType != "" && v.Kind == verify.Other {
			s.Kind += " (" + v.AchievementType + ")"
		}
	}
	s.Known = w.known(v)
	for _, c := range v.Checks {
		s.Checks = append(s.Checks, checked{c.Result.String(), verify.Word(w.language(), "result."+c.Result.String()), c.Say(w.language()), c.Evidence})
	}
	for i := range v.Parts {
		p := &v.Parts[i]
		s.Parts = append(s.Parts, w.part(p, v))
	}
	present := 0
	for _, e := range v.Elements {
		s.Elements = append(s.Elements, element{e.Present, verify.Word(w.language(), "element."+e.Code), e.Value})
		if e.Present {
			present++
		}
	}
	s.Complete = fmt.Sprintf(w.say("of"), present, len(v.Elements))
	for _, e := range v.Endorsements {
		line := fmt.Sprintf("%s: %s", w.stampOf(e.Outcome), named(e.Issuer))
		if e.Comment != "" {
			line += ": " + e.Comment
		}
		s.Endorsed = append(s.Endorsed, line)
	}
	for _, code := range v.NotProven {
		s.Unproven = append(s.Unproven, verify.Word(w.language(), "not-proven."+code))
	}
	s.Asked = v.Asked
	return s
}

// part says what became of one credential among several in one input, with its
// own address where it has one.
func (w Words) part(p, whole *verify.Verdict) string {
	name := w.say("format." + string(p.Format))
	if p.Input != "" && p.Input != whole.Input {
		name = p.Input + " (" + name + ")"
	}
	return name + ": " + p.Say(w.language())
}

// about says in one line what was awarded to whom by whom, as far as it is
// named.
func (w Words) about(v *verify.Verdict) string {
	var parts []string
	for _, s := range []string{v.Title, v.Holder, v.Issuer.Name} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " · ")
}

// known says whether the issuer is known, which is no part of the outcome.
func (w Words) known(v *verify.Verdict) string {
	switch name := w.Trust[v.Issuer.ID]; {
	case v.Issuer.Known && name != "":
		return fmt.Sprintf(w.say("known.as"), name)
	case v.Issuer.Known:
		return w.say("known")
	case w.Trust != nil:
		return w.say("known.not")
	case v.Issuer.ID == "":
		return ""
	}
	return w.say("known.nofile")
}

// stamp is the outcome in a word or two.
func (w Words) stamp(v *verify.Verdict) string {
	switch {
	case v.Outcome == verify.Revoked && v.Suspended:
		return w.say("stamp.suspended")
	case v.Outcome == verify.Valid && v.Hosted:
		return w.say("stamp.hosted")
	}
	return w.stampOf(v.Outcome)
}

func (w Words) stampOf(o verify.Outcome) string { return w.say("stamp." + o.String()) }

func named(i verify.Issuer) string {
	switch {
	case i.Name == "":
		return i.ID
	case i.ID == "":
		return i.Name
	}
	return i.Name + " (" + i.ID + ")"
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02")
}
