package main

import (
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/doctor"
	"github.com/sealpress/sealpress/generator/survey"
	"github.com/sealpress/sealpress/generator/theme"
)

// families are the chapters of the rule book, with what each is about.
var families = []struct{ id, title, about string }{
	{"kind", "Each kind keeps its promise", "A badge marks a step and must not claim to certify. A micro-credential certifies, and shows on what grounds."},
	{"eu", "The elements of a micro-credential", "What the Council of the European Union asks of every micro-credential (Recommendation 2022/C 243/02, Annex I)."},
	{"wording", "Words that promise too much or too little", "What a text says of itself should be what the award is worth."},
	{"assessment", "Assessment", "Who assessed whom, when, and on what grounds."},
	{"accreditation", "Accreditation", "Always the issuer's own claim, and always shown as one."},
	{"approval", "Approval", "A second person consents, where the site asks for one."},
	{"pathway", "Pathways", "Badges mark the steps of a way that ends in a micro-credential."},
	{"references", "What is named exists", "Slugs, links, keys, decisions."},
	{"addresses", "Each address is there once, and stays", "Somebody may hold it."},
	{"decisions", "Decisions", "What revokes, suspends, replaces or erases is about an award that is there."},
	{"dates", "Dates", "In an order in which things can have happened."},
	{"openbadges", "Open Badges", "What the standard asks, beyond what the reader of files sees to."},
	{"interop", "What other programs accept", "Measured with verifiers that nobody of Sealpress wrote."},
	{"privacy", "Privacy", "What becomes public, and of whom."},
	{"images", "Pictures", "So that everybody sees them, also who does not see."},
	{"keys", "Keys", "The public halves, as they are published."},
	{"promises", "Promises", "What was issued or published stays as it was, until a decision says otherwise."},
}

// ruleBook is every rule in Markdown.
func ruleBook() string {
	var b strings.Builder
	b.WriteString("# The rules\n\nWhat `sealpress check` holds a site to, and why. Made by `sealpress explain --all`; each rule is tested with the example\n" +
		"that stands here. An *error* stands in the way of publishing; a *warning* does not, and a file can set it aside with a\nreason:\n\n" +
		"```yaml\nallow:\n  image-alt-missing: the artwork is a plain ornament\n```\n\nWhat was set aside is listed by `check`, and counts for nothing.\n")
	written := map[string]bool{}
	chapter := func(title, about string, rules []diag.Rule) {
		if len(rules) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", title, about)
		for _, r := range rules {
			written[r.ID] = true
			writeRule(&b, r)
		}
	}
	known := map[string]bool{}
	for _, f := range families {
		known[f.id] = true
	}
	for _, f := range families {
		var rules []diag.Rule
		for _, r := range check.All() {
			if of, ok := check.Of(r.ID); ok && of.Family == f.id && !written[r.ID] {
				rules = append(rules, r)
			}
		}
		chapter(f.title, f.about, rules)
	}
	var others, readers []diag.Rule
	for _, r := range check.All() {
		switch of, ok := check.Of(r.ID); {
		case written[r.ID]:
		case ok && !known[of.Family]:
			others = append(others, r)
		default:
			readers = append(readers, r)
		}
	}
	chapter("Others", "", others)
	chapter("Files that can be read", "What the reader of files sees to: form, spelling, sizes.", readers)
	chapter("Themes", "For who makes a theme.", theme.Rules())
	chapter("Hosts", "What `sealpress verify --live` finds where a site is served.", survey.Rules())
	chapter("The doctor", "What `sealpress doctor` finds around the content.", doctor.Rules())
	return b.String()
}

// writeRule writes a rule with its example.
func writeRule(b *strings.Builder, r diag.Rule) {
	fmt.Fprintf(b, "\n### %s\n\n%s. *%s*", r.ID, strings.TrimSuffix(r.Title, "."), upperFirst(r.Severity.String()))
	if of, ok := check.Of(r.ID); ok && !of.Since.IsZero() {
		fmt.Fprintf(b, "; a note for awards made before %s", of.Since)
	}
	fmt.Fprintf(b, ".\n\n%s\n", r.Why)
	if r.Mend != "" {
		fmt.Fprintf(b, "\nThe mend: %s\n", lowerFirst(strings.TrimSuffix(r.Mend, "."))+".")
	}
	if r.Cite != "" {
		fmt.Fprintf(b, "\nFrom: %s.\n", strings.TrimSuffix(r.Cite, "."))
	}
	e, ok := check.ExampleOf(r.ID)
	if !ok {
		return
	}
	show := func(what string, all []check.Excerpt) {
		for _, x := range all {
			fmt.Fprintf(b, "\n%s, `content/%s`:\n\n```yaml\n%s```\n", what, x.File, x.Text)
		}
	}
	show("Broken", e.Bad)
	if e.Message != "" {
		fmt.Fprintf(b, "\n> %s\n", e.Message)
	}
	show("Kept", e.Good)
}
