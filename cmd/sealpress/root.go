package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/spf13/cobra"
)

// root is the tree of all commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "sealpress",
		Short:         "Publish badges and micro-credentials from a folder of Markdown and YAML",
		Example:       "$ sealpress init my-site\n$ sealpress build --site my-site",
		Long:          "Sealpress publishes badges and micro-credentials as a static site: pages for\nlearners, documents for verifiers, no server and no fee per learner.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       versionLine(),
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(c, args[0])
		},
		RunE: func(c *cobra.Command, _ []string) error {
			fmt.Fprint(a.stdout, welcome, "\nAll commands: sealpress help\n")
			return nil
		},
	}
	f := root.PersistentFlags()
	f.StringVar(&a.site, "site", ".", "`folder` of the site: the one that holds content/")
	f.StringVar(&a.out, "out", "", "output `folder` (default: public, in the site's folder)")
	f.StringVar(&a.format, "format", "text", "`form` of what is printed: text or json; check also sarif and github, diff also markdown, verify also html, list also csv; of notify text, csv or mbox")
	f.StringVar(&a.color, "color", "auto", "`when` to print in colours: auto, always or never")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "say nothing but results and errors")
	root.SetFlagErrorFunc(flagError)
	root.SetVersionTemplate("{{.Version}}\n")
	root.AddCommand(a.initCommand(), a.newCommand(), a.adviseCommand(), a.checkCommand(), a.diffCommand(), a.buildCommand(), a.issueCommand(), a.publishCommand(), a.serveCommand(), a.listCommand(), a.importCommand(), a.notifyCommand(), a.verifyCommand(), a.keyCommand(), a.bakeCommand(), a.unbakeCommand(), a.explainCommand(), a.versionCommand())
	root.AddCommand(a.decisionCommands()...)
	root.AddCommand(a.hideEmailsCommand())
	root.AddCommand(a.doctorCommand())
	root.SetHelpCommand(helpCommand())
	root.InitDefaultCompletionCmd("completion") // so that it can be worded like the others
	root.SetHelpTemplate(helpTemplate)
	root.SetUsageTemplate(usageTemplate)
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return a.checkFlags(c) }
	for _, c := range root.Commands() {
		for _, c := range append(c.Commands(), c) {
			c.DisableFlagsInUseLine = true
		}
		if c.Name() == "completion" {
			wordCompletion(c)
		}
	}
	// On Windows a double click opens a console that closes with the program.
	cobra.MousetrapHelpText = doubleClick
	cobra.MousetrapDisplayDuration = 0 // until Enter
	return root
}

const welcome = `Sealpress publishes badges and micro-credentials as a static site.

Start here:
  sealpress init my-site      makes a small working site in the folder my-site
  cd my-site
  sealpress serve             shows it in your browser while you edit
  sealpress check             says what is missing or wrong
  sealpress build             makes the pages, in the folder public
`

const doubleClick = `Sealpress is a program for the console.

In the Explorer, open the folder in which you want your site to be, click into
the address bar, type cmd and press Enter. In the console that opens, type:

  sealpress init my-site

If the console does not find sealpress, put sealpress.exe into that folder.
`

// helpTemplate shows a real example before the explanation.
const helpTemplate = `{{if .HasExample}}{{.Example}}

{{end}}{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}`

const usageTemplate = `Usage: {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND{{else}}{{.UseLine}}{{end}}
{{- if .HasAvailableSubCommands}}

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableInheritedFlags}}

Flags of all commands:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableSubCommands}}

More about a command: {{.CommandPath}} COMMAND --help{{end}}
`

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Explain a command", Example: "$ sealpress help build",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			of, _, err := c.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return names(of), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			of := c.Root()
			for _, name := range args {
				next, rest, err := of.Find([]string{name})
				if err != nil || next == of || len(rest) > 0 {
					return unknownCommand(of, name)
				}
				of = next
			}
			of.InitDefaultHelpFlag()
			return of.Help()
		},
	}
}

// wordCompletion gives cobra's command the manners of ours.
func wordCompletion(c *cobra.Command) {
	c.Use = "completion SHELL"
	c.Short = "Let the Tab key complete commands: a script for bash, zsh, fish or powershell"
	c.Long = "Completion prints a script that teaches a shell the words of sealpress; sealpress\ncompletion SHELL --help says where the script belongs."
	c.Example = "$ sealpress completion bash > ~/.local/share/bash-completion/completions/sealpress"
	c.Args = nil
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return fmt.Errorf("completion takes the name of a shell: %s\n  this works: %s", strings.Join(names(c), ", "), example(c))
		}
		return fmt.Errorf("unknown shell %q\n  %s", args[0], didYouMean(args[0], names(c), "known shells: "+strings.Join(names(c), ", ")))
	}
}

// names lists the commands below a command.
func names(of *cobra.Command) []string {
	var all []string
	for _, c := range of.Commands() {
		if c.IsAvailableCommand() {
			all = append(all, c.Name())
		}
	}
	return all
}

func unknownCommand(of *cobra.Command, name string) error {
	see := "see all with: " + strings.Replace(of.CommandPath(), "sealpress", "sealpress help", 1)
	if best := nearest(name, names(of)); best != "" {
		see = "did you mean: " + of.CommandPath() + " " + best
	}
	return fmt.Errorf("unknown command %q\n  %s", name, see)
}

// formats says, for a command, what --format can be beside text.
const formats = "formats"

// tellingFlags change what a command does, and without a value would quietly
// mean something else: the usual folder, nobody to compare with, everybody.
var tellingFlags = []string{"out", "keys", "trust", "recipient", "since", "compromised-since", "with", "passphrase-file", "new-passphrase-file"}

// checkFlags holds the common flags against what a command can do, before it
// does anything.
func (a *app) checkFlags(c *cobra.Command) error {
	if known := []string{"auto", "always", "never"}; !slices.Contains(known, a.color) {
		return fmt.Errorf("--color %q: expected auto, always or never\n  this works: %s --color never", a.color, c.CommandPath())
	}
	known := append([]string{"text"}, strings.Fields(c.Annotations[formats])...)
	if !slices.Contains(known, a.format) {
		return fmt.Errorf("--format %q: expected %s\n  this works: %s --format %s", a.format, strings.Join(known, ", "), c.CommandPath(), known[len(known)-1])
	}
	if a.site == "" {
		return fmt.Errorf("--site is empty: expected the folder that holds content/\n  this works: %s --site my-site", c.CommandPath())
	}
	for _, name := range tellingFlags {
		if f := c.Flags().Lookup(name); f != nil && f.Changed && strings.TrimSpace(f.Value.String()) == "" {
			_, after, _ := strings.Cut(f.Usage, "`")
			what, _, _ := strings.Cut(after, "`")
			return fmt.Errorf("--%s is empty: say which %s, or leave the flag away\n  this works: %s --%s %s", name, what, example(c), name, strings.ToUpper(what))
		}
	}
	return nil
}

// flagError shows the line that would have worked.
func flagError(c *cobra.Command, err error) error {
	works := example(c)
	if name, unknown := strings.CutPrefix(err.Error(), "unknown flag: --"); unknown {
		var flags []string
		for line := range strings.Lines(c.Flags().FlagUsages()) {
			if _, rest, found := strings.Cut(line, "--"); found {
				flag, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
				flags = append(flags, flag)
			}
		}
		if best := nearest(name, flags); best != "" {
			return fmt.Errorf("unknown flag --%s: did you mean --%s?\n  this works: %s", name, best, works)
		}
		return fmt.Errorf("unknown flag --%s\n  this works: %s", name, works)
	}
	return fmt.Errorf("%w\n  this works: %s", err, works)
}

// noNames is for commands that take flags alone.
func noNames(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no name, found %q\n  this works: %s", c.Name(), args[0], example(c))
}

// example is the first line that a command's help shows.
func example(c *cobra.Command) string {
	line, _, _ := strings.Cut(strings.TrimSpace(c.Example), "\n")
	line, _, _ = strings.Cut(line, "  #")
	if line == "" {
		return c.CommandPath()
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "$ "))
}

// didYouMean proposes the known word nearest to one that was typed.
func didYouMean(word string, known []string, otherwise string) string {
	if best := nearest(word, known); best != "" {
		return fmt.Sprintf("did you mean %q? %s", best, otherwise)
	}
	return otherwise
}

// nearest returns the known word that was surely meant, or nothing.
func nearest(word string, known []string) string {
	best, distance := "", 4
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), k); d < distance && d*2 < len(k)+1 {
			best, distance = k, d
		}
	}
	return best
}
