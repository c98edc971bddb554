package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/survey"
	"github.com/sealpress/sealpress/generator/theme"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use: "explain [RULE]", Short: "Why a rule exists, and its mend", Annotations: map[string]string{formats: "json"},
		Example: "$ sealpress explain achievement-criteria-missing\n$ sealpress explain      # all rules, a line each",
		Long: `Each finding of check ends with the name of its rule in brackets; explain says
what that rule is for.`,
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
			if len(args) == 0 {
				return a.printRules(allRules())
			}
			id := strings.Trim(args[0], "[]") // as a finding shows it
			rules := allRules()
			i := slices.IndexFunc(rules, func(r diag.Rule) bool { return r.ID == id })
			if i < 0 {
				return fmt.Errorf("there is no rule %q\n  %s", id, didYouMean(id, ruleIDs(), "see all with: sealpress explain"))
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
			_, err := fmt.Fprint(a.stdout, text)
			return err
		},
	}
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
}

func jsonRule(r diag.Rule) ruleText {
	return ruleText{r.ID, r.Severity, r.Title, r.Why, r.Mend, r.Cite}
}

// allRules lists every rule that a finding can name: those of the reader, the
// rule book, themes, and of what hosts serve.
func allRules() []diag.Rule { return slices.Concat(check.All(), theme.Rules(), survey.Rules()) }

func ruleIDs() []string {
	var ids []string
	for _, r := range allRules() {
		ids = append(ids, r.ID)
	}
	return ids
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
