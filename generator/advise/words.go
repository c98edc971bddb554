package advise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/wording"
)

// claims returns the words by which texts claim to certify, each once.
func claims(language string, texts ...string) []string {
	var all []string
	for _, text := range texts {
		for _, c := range wording.Claims(text, language) {
			if !slices.Contains(all, c.Text) {
				all = append(all, c.Text)
			}
		}
	}
	return all
}

// vague returns a sentence on each outcome that is not specific.
func vague(outcomes []string, language string) []string {
	var all []string
	for _, r := range wording.Outcomes(outcomes, language) {
		which := fmt.Sprintf("outcome %d", r.Outcome+1)
		switch r.Fault {
		case wording.Vague:
			what := fmt.Sprintf("%s with a verb that can be seen done, not %q", which, r.Text)
			if r.Instead != "" {
				what += "; perhaps: " + r.Instead
			}
			all = append(all, what)
		case wording.OneWord:
			all = append(all, which+" as a sentence: what is done, and with what")
		case wording.Twice:
			all = append(all, fmt.Sprintf("%s that differs from outcome %d", which, r.First+1))
		case wording.Long:
			all = append(all, which+" in fewer words, or as two")
		}
	}
	return all
}

// statements returns the outcomes that say something: a new file has empty
// ones to be filled in.
func statements(a *badge.Achievement) []string {
	var all []string
	for _, o := range a.Outcomes {
		if o.Statement != "" {
			all = append(all, o.Statement)
		}
	}
	return all
}

func quoted(words []string) string { return `"` + strings.Join(words, `", "`) + `"` }

// listed joins what was found with commas, or says otherwise.
func listed(parts []string, otherwise string) string {
	if len(parts) == 0 {
		return otherwise
	}
	return strings.Join(parts, ", ")
}

// and joins words as a sentence does.
func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// counted is a number with its noun: "1 award", "2 awards".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func things(n int) string { return counted(n, "thing") }

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func thingsAre(n int) string { return things(n) + " " + isAre(n) }
