package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/doctor"
	"github.com/sealpress/sealpress/generator/survey"
	"github.com/sealpress/sealpress/generator/theme"
)

func (a *app) explainCommand() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use: "explain [RULE]", Short: "Why a rule exists, and its mend", Annotations: map[string]string{formats: "json"},
		Example: "$ sealpress explain achievement-criteria-missing\n$ sealpress explain      # all rules, a line each",
		Long: `Each finding of check ends with the name of its rule in brackets; explain says
what that rule is for, with an example of it broken and kept. --all writes the whole
book as Markdown: docs/rules.md is that.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("explain takes the name of one rule, found %d\n  this works: sealpress explain %s", len(args), strings.Trim(args[0], "[]"))
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleIDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case all && len(args) > 0:
				return errors.New("--all is every rule\n  this works: sealpress explain --all")
			case all && a.format != "json":
				_, err := io.WriteString(a.stdout, ruleBook())
				return err
			case len(args) == 0:
				return a.printRules(allRules())
			}
			id := strings.Trim(args[0], "[]") // as a finding shows it
			rules := allRules()
			i := slices.IndexFunc(rules, func(r diag.Rule) bool { return r.ID == id })
			if i < 0 {
				otherwise := "see all with: sealpress explain"
				if near := slices.DeleteFunc(ruleIDs(), func(r string) bool { return !strings.Contains(r, id) }); id != "" && len(near) > 0 && len(near) < 10 {
					otherwise = "there are: " + strings.Join(near, ", ")
				}
				return fmt.Errorf("there is no rule %q\n  %s", id, didYouMean(id, ruleIDs(), otherwise))
			}
			r := rules[i]
			if a.format == "json" {
				return writeJSON(a.stdout, jsonRule(r))
			}
			text := fmt.Sprintf("%s (%s)\n\n%s.\n\n  why   %s\n", r.ID, r.Severity, strings.TrimSuffix(r.Title, "."), r.Why)
			if r.Mend != "" {
				text += fmt.Sprintf("  mend  %s\n", upperFirst(r.Mend))
			}
			if r.Cite != "" {
				text += fmt.Sprintf("  from  %s\n", r.Cite)
			}
			if e, ok := check.ExampleOf(r.ID); ok {
				text += excerpts("broken", e.Bad) + found(e) + excerpts("kept", e.Good)
			}
			_, err := fmt.Fprint(a.stdout, text)
			return err
		},
	}
	c.Flags().BoolVar(&all, "all", false, "write the whole book of rules as Markdown")
	return c
}

// excerpts shows files of an example.
func excerpts(what string, all []check.Excerpt) string {
	var b strings.Builder
	for _, x := range all {
		fmt.Fprintf(&b, "\n  %s: content/%s\n", what, x.File)
		for _, l := range strings.Split(strings.TrimRight(x.Text, "\n"), "\n") {
			b.WriteString(strings.TrimRight("      "+l, " ") + "\n")
		}
	}
	return b.String()
}

// found is what check says of the broken example.
func found(e check.Example) string {
	if e.Message == "" {
		return ""
	}
	return fmt.Sprintf("\n  found: %s\n", e.Message)
}

// printRules prints a line for each rule.
func (a *app) printRules(rules []diag.Rule) error {
	if a.format == "json" {
		out := []ruleText{}
		for _, r := range rules {
			out = append(out, jsonRule(r))
		}
		return writeJSON(a.stdout, out)
	}
	wide := 0
	for _, r := range rules {
		wide = max(wide, len(r.ID))
	}
	var b strings.Builder
	for _, r := range rules {
		fmt.Fprintf(&b, "%-*s  %-7s  %s\n", wide, r.ID, r.Severity, r.Title)
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

// ruleText is a rule as --format json prints it; members are only ever added.
type ruleText struct {
	ID       string        `json:"id"`
	Severity diag.Severity `json:"severity"`
	Title    string        `json:"title"`
	Why      string        `json:"why"`
	Mend     string        `json:"mend,omitempty"`
	Cite     string        `json:"cite,omitempty"`
	Family   string        `json:"family,omitempty"`
	Since    string        `json:"since,omitempty"` // awards made before it get a note
}

func jsonRule(r diag.Rule) ruleText {
	out := ruleText{ID: r.ID, Severity: r.Severity, Title: r.Title, Why: r.Why, Mend: r.Mend, Cite: r.Cite}
	if of, ok := check.Of(r.ID); ok {
		out.Family = of.Family
		if !of.Since.IsZero() {
			out.Since = of.Since.String()
		}
	}
	return out
}

// allRules lists every rule that a finding can name: those of the reader, the
// rule book, themes, of what hosts serve, and the doctor's.
func allRules() []diag.Rule {
	return slices.Concat(check.All(), theme.Rules(), survey.Rules(), doctor.Rules())
}

func ruleIDs() []string {
	var ids []string
	for _, r := range allRules() {
		ids = append(ids, r.ID)
	}
	return ids
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
