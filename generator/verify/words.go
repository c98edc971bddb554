package verify

import (
	"slices"
	"strings"
)

// Languages lists the languages in which verdicts are said; the first is the
// one for which there is no other.
func Languages() []string { return []string{"en", "it"} }

// wordsOf are the sentences of a language, by key:
//
//	outcome.<outcome>            the answer, in one sentence
//	check.<code>.<result>[.case] what a check found
//	unread.<case>                why {what} could not be read
//	what.<code>                  what that is
//	not-proven.<code>            what no check proves
//	kind.<kind>, element.<code>, result.<result>
func wordsOf(language string) map[string]string {
	if language == "it" {
		return italian
	}
	return english
}

// Word returns a sentence by its key, or "" where there is none.
func Word(language, key string) string { return wordsOf(language)[key] }

// unread are the cases in which a document was not there to be judged.
var unread = []string{"offline", "limit", "address", "unreachable", "absent", "page", "large", "redirected"}

// Say returns what a check found, as one sentence.
func (c Check) Say(language string) string {
	words := wordsOf(language)
	stem := "check." + c.Code + "." + c.Result.String()
	template, ok := words[stem+"."+c.Case]
	switch {
	case ok && c.Case != "":
	case c.Result == Unknown && slices.Contains(unread, c.Case) && words["what."+c.Code] != "":
		template = strings.ReplaceAll(words["unread."+c.Case], "{what}", words["what."+c.Code])
	default:
		if template, ok = words[stem]; !ok {
			template = words["check."+c.Result.String()]
		}
	}
	return fill(template, c)
}

// fill puts the parameters of a check into a template.
func fill(template string, c Check) string {
	before, rest, ok := strings.Cut(template, "{")
	name, after, closed := strings.Cut(rest, "}")
	if !ok || !closed {
		return template
	}
	value := c.Params[name]
	if name == "code" {
		value = c.Code
	}
	// What was put in is a stranger's text, and no template.
	return before + value + fill(after, c)
}

// Say returns the outcome as one sentence.
func (v *Verdict) Say(language string) string {
	words := wordsOf(language)
	key, from := "outcome."+v.Outcome.String(), day(v.ValidFrom)
	switch {
	case v.Outcome == Valid && v.Hosted:
		key += ".hosted"
	case v.Outcome == Revoked && v.Suspended:
		key += ".suspended"
	case v.Outcome == Revoked && v.SupersededBy != "":
		key += ".superseded"
	case v.Outcome == NotValid:
		if c, there := find(v.Checks, codeDates); there && c.Result == Failed && c.Case == "early" && genuine(v.Checks) {
			key, from = key+".early", firstOf(c.Params["from"], from) // which may be that of the signature
		}
	}
	return fill(words[key], Check{Params: map[string]string{"by": v.SupersededBy, "until": day(v.ValidUntil), "from": from}})
}
