package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
)

func (a *app) newCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "new KIND SLUG", Short: "Start a badge, micro-credential, pathway, cohort, page, theme or version",
		Example: `$ sealpress new badge first-drill --name "First Drill"
$ sealpress new cohort 2026-05-first-aid --achievement emergency-first-aid --learners 12
$ sealpress new version emergency-first-aid`,
		Long: `New writes one file with everything known filled in and everything missing
marked; check then says what is still to be written. SLUG becomes the name of
the file and part of the address: lower-case letters, digits and hyphens.`,
		RunE: func(c *cobra.Command, args []string) error {
			known := "known kinds: " + strings.Join(names(c), ", ")
			if len(args) == 0 {
				return fmt.Errorf("new takes a kind and a name\n  %s\n  this works: %s", known, example(c))
			}
			return fmt.Errorf("unknown kind %q\n  %s", args[0], didYouMean(args[0], names(c), known))
		},
	}
	for _, k := range starter.NewKinds() {
		c.AddCommand(a.newKindCommand(k))
	}
	c.AddCommand(a.newThemeCommand(), a.newVersionCommand())
	return c
}

func (a *app) newKindCommand(k starter.NewKind) *cobra.Command {
	var o starter.NewOptions
	c := &cobra.Command{
		Use: k.Name + " SLUG", Short: "Start " + k.Title, Args: oneName,
		Example: "$ sealpress new " + k.Name + " " + exampleSlug(k.Name),
		Long: "Writes " + k.Folder + "/SLUG" + ending(k) + " (" + k.Title + ").\n\n" +
			"Everything known is filled in and everything missing is marked; sealpress check\nsays what is still to be written.",
		RunE: func(c *cobra.Command, args []string) error { return a.new(c.Context(), k, args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.Language, "language", "", "`language` of the text (default: the site's first)")
	if k.Name == "cohort" {
		f.StringVar(&o.Achievement, "achievement", "", "`slug` of what is awarded")
		f.StringVar(&o.Date, "date", "", "`day` of the awards, YYYY-MM-DD (default: today)")
		f.IntVar(&o.Learners, "learners", 1, "`how many` awards to prepare")
		return c
	}
	f.StringVar(&o.Name, "name", "", "`title` that people see")
	f.StringVar(&o.Description, "description", "", "one or two `sentences`")
	switch k.Name {
	case "pathway":
		f.StringVar(&o.Achievement, "goal", "", "`slug` of the micro-credential at its end")
	case string(badge.Badge), string(badge.MicroCredential):
		f.StringVar(&o.Pathway, "pathway", "", "`slug` of its pathway")
	}
	return c
}

func exampleSlug(kind string) string {
	return map[string]string{"badge": "first-drill", "micro-credential": "emergency-first-aid", "pathway": "first-responder",
		"cohort": "2026-05-first-aid --achievement emergency-first-aid --learners 12", "page": "about"}[kind]
}

// ending is that of the file which a kind writes.
func ending(k starter.NewKind) string { return k.Template[strings.LastIndexByte(k.Template, '.'):] }

func oneName(c *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return fmt.Errorf("%s takes one name, found %d\n  this works: %s", strings.TrimPrefix(c.CommandPath(), "sealpress "), len(args), example(c))
}

// new writes the file of one new thing.
func (a *app) new(ctx context.Context, k starter.NewKind, name string, o starter.NewOptions) error {
	content, err := a.load(ctx)
	if err != nil {
		return err
	}
	if o.Language == "" {
		o.Language = content.Catalog.Site.Languages[0]
	}
	if k.Name == "cohort" {
		if o.Learners < 1 {
			return fmt.Errorf("--learners %d: expected 1 or more\n  this works: sealpress new cohort %s --learners 12", o.Learners, name)
		}
		if o.Date == "" {
			o.Date = badge.DateOf(a.now()).String()
		}
		if err := describe(&o, content); err != nil {
			return err
		}
	}
	files, err := newFiles(k, name, "sealpress new "+k.Name, o)
	if err != nil {
		return err
	}
	if err := a.add(files); err != nil {
		return err
	}
	a.talk("fill in what is marked, then: sealpress check\n")
	if k.Name == string(badge.MicroCredential) {
		a.warnOfLacks(&content.Catalog.Issuer, slugOf(k, name))
	}
	if k.Name == "cohort" && o.Achievement == "" {
		a.talk("with --achievement SLUG it would be filled in for what is awarded: %s\n", strings.Join(slugs(content), ", "))
	}
	return nil
}

// slugOf is the name of a file from what was typed: a path as the shell
// completes it, or as a message names it, will do.
func slugOf(k starter.NewKind, name string) string {
	return strings.TrimSuffix(strings.TrimPrefix(shown(name), k.Folder+"/"), ending(k))
}

// newFiles returns the files of one new thing; works is the line of which the
// name is the last word.
func newFiles(k starter.NewKind, name, works string, o starter.NewOptions) ([]starter.File, error) {
	slug := slugOf(k, name)
	files, err := starter.New(k.Name, slug, o)
	if e := (*starter.SlugError)(nil); errors.As(err, &e) && e.Slug == slug {
		better := e.Suggestion
		if better == "" {
			better, _, _ = strings.Cut(exampleSlug(k.Name), " ")
		}
		return nil, fmt.Errorf("%q cannot be the name of a file: %s\n  this works: %s %s", name, e.Reason, works, better)
	}
	return files, err
}

// describe fills in what the site knows of a cohort's achievement.
func describe(o *starter.NewOptions, content *load.Content) error {
	o.Public = content.Catalog.Site.Repository == "public"
	all := slugs(content)
	if o.Achievement == "" && len(all) == 1 {
		o.Achievement = all[0]
	}
	if o.Achievement == "" {
		return nil
	}
	of, err := achievement(content, o.Achievement)
	if err != nil {
		return err
	}
	o.Kind = of.Kind
	if len(of.Assessments) > 1 {
		for _, as := range of.Assessments {
			o.Assessments = append(o.Assessments, as.Key)
		}
	}
	return nil
}

// achievement finds an achievement by its slug, or one version of it.
func achievement(content *load.Content, name string) (*badge.Achievement, error) {
	var of *badge.Achievement
	for _, x := range content.Catalog.Achievements {
		if name == fmt.Sprintf("%s@%d", x.Slug, x.Version) || name == x.Slug && x.Newest {
			of = x
		}
	}
	if of == nil {
		all := slugs(content)
		if len(all) == 0 {
			return nil, fmt.Errorf("there is no achievement %q: content/achievements holds none\n  start one with: sealpress new badge first-drill", name)
		}
		return nil, fmt.Errorf("there is no achievement %q\n  %s", name, didYouMean(name, all, "there are: "+strings.Join(all, ", ")))
	}
	return of, nil
}

// slugs lists the achievements of a site.
func slugs(content *load.Content) []string {
	var all []string
	for _, x := range content.Catalog.Achievements {
		if x.Newest {
			all = append(all, x.Slug)
		}
	}
	return all
}
