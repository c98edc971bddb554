package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/starter"
	"github.com/sealpress/sealpress/generator/theme"
	"github.com/sealpress/sealpress/themes"
)

func (a *app) newThemeCommand() *cobra.Command {
	var from string
	var all bool
	c := &cobra.Command{
		Use: "theme NAME", Short: "Start a theme of your own: how the pages look", Args: oneName,
		Example: "$ sealpress new theme harbour\n$ sealpress new theme harbour --from plain --all",
		Long: `Writes themes/NAME/ with a theme.yaml that explains itself and a copy of the style
sheet. Everything else comes from the theme that it is made from, until you put a
file of your own in its place; with --all there is a copy of every page, part,
asset and text to begin with. themes/README.md teaches the rest.`,
		RunE: func(_ *cobra.Command, args []string) error { return a.newTheme(args[0], from, all) },
	}
	c.Flags().StringVar(&from, "from", themes.Names()[0], "the `theme` to start from: "+strings.Join(themes.Names(), " or "))
	c.Flags().BoolVar(&all, "all", false, "copy every page, part, asset and text")
	// It fails only for a flag that there is not.
	_ = c.RegisterFlagCompletionFunc("from", cobra.FixedCompletions(themes.Names(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// newTheme writes the folder of a theme. It appears whole, by one rename.
func (a *app) newTheme(name, from string, all bool) (err error) {
	name = strings.TrimPrefix(shown(name), "themes/")
	if err := checkThemeName(name, from); err != nil {
		return err
	}
	root, err := a.openSite()
	if err != nil {
		return err
	}
	defer root.Close()
	folder := "themes/" + name
	info, err := root.Lstat("themes")
	switch {
	case err == nil && !info.IsDir():
		return fmt.Errorf("themes in %s is not a folder\n  move it away, then try again", here(a.site))
	case isSealpress(root):
		return fmt.Errorf("%s is Sealpress's own repository, whose themes are part of the program\n  make your site elsewhere: sealpress init my-site", here(a.site))
	}
	if there, err := taken(root, folder); err != nil {
		return err
	} else if there != "" {
		return fmt.Errorf("%s is there already, and nothing was written\n  choose another name, or move that folder away", there)
	}
	made, err := theme.Start(themes.Embedded(), name, from, all)
	if err != nil {
		return err
	}
	var files []starter.File
	for _, file := range slices.Sorted(maps.Keys(made)) {
		files = append(files, starter.File{Name: folder + "/" + file, Data: made[file]})
	}
	const guide = "themes/README.md"
	there, err := taken(root, guide)
	if err != nil {
		return err
	}
	if there == "" {
		files = append(files, starter.File{Name: guide, Data: themes.Guide()})
	}
	s, err := a.stage(root, files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.drop()) }()
	if there == "" {
		err = s.place(guide)
	}
	if err == nil {
		err = s.place(folder)
	}
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := fmt.Fprintln(a.stdout, f.Name); err != nil {
			return err
		}
	}
	a.talk(`%[1]s/ is a theme on top of %[2]s: what is not in it comes from there.

Next:
  1. use it:      write in content/site.yaml  theme: %[3]s
  2. see it:      sealpress build, or sealpress serve, which follows each change
  3. change it:   begin with %[1]s/assets/style.css

%[4]s explains the rest.
`, folder, from, name, guide)
	return nil
}

func checkThemeName(name, from string) error {
	if !slices.Contains(themes.Names(), from) {
		return fmt.Errorf("--from %q: there is no such theme\n  %s", from, didYouMean(from, themes.Names(), "themes: "+strings.Join(themes.Names(), ", ")))
	}
	if slices.Contains(themes.Names(), name) {
		return fmt.Errorf("%s is a theme of Sealpress's own\n  choose another name: sealpress new theme my-%s --from %s", name, name, name)
	}
	return starter.CheckSlug(name)
}
