package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/starter"
)

func (a *app) initCommand() *cobra.Command {
	var o starter.Options
	var ci ciFlags
	c := &cobra.Command{
		Use: "init DIR", Short: "Make a working site to start from", Args: oneFolder,
		Example: "$ sealpress init my-site\n$ sealpress init my-site --title \"Harbour Skills\" --url https://credentials.harbour.example/\n$ sealpress init . --ci github     # workflow files, also for a site that is there already",
		Long: `Init makes a small complete site in DIR: it builds as it is, and every file
says what it is for. In a console it asks for the title and the address where
they are not given; anything can be changed later, but the address and the seed
only until the first award is online.

A folder that holds a site already is refused, and no file is overwritten.

With --ci, the folder also receives workflow files, and one that holds a site
already receives these alone. They check every pull request, build it, and say
what it means; none of that needs a secret. On the main branch

  github, gitlab                 issue what is new with a key that the host
                                 keeps, push it, and publish exactly that
  github-hosted, gitlab-hosted   publish, without a key

and CODEOWNERS says who has to agree to changes of micro-credentials.`,
		RunE: func(c *cobra.Command, args []string) error {
			if ci.asked() {
				return a.initCI(c.Context(), args[0], o, ci)
			}
			return a.init(c.Context(), args[0], o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.Title, "title", "", "`name` of the site and of the body that issues")
	f.StringVar(&o.URL, "url", "", "`address` at which the site will be published")
	f.StringVar(&o.Country, "country", "", "country of the issuer: two `letters`, for example IE")
	f.StringVar(&o.Email, "email", "", "public `e-mail` of the issuer")
	f.StringVar(&o.Language, "language", "en", "`language` of the site: en or it")
	f.StringVar(&ci.host, "ci", "", "workflow files for a git `host`: "+strings.Join(starter.CI(), ", "))
	f.StringSliceVar(&ci.owners, "owners", nil, "`who` has to agree to changes, with --ci: @ada,@harbour/registrar")
	f.BoolVar(&o.Public, "public", false, "everybody can read the repository: no plain e-mails in it")
	return c
}

func oneFolder(c *cobra.Command, args []string) error {
	if len(args) == 1 && args[0] != "" {
		return nil
	}
	found := fmt.Sprintf("found %d", len(args))
	if len(args) == 0 {
		found = "which is made if it is not there"
	} else if len(args) == 1 {
		found = "found an empty one"
	}
	return fmt.Errorf("init takes the name of one folder, %s\n  this works: %s", found, example(c))
}

func (a *app) init(ctx context.Context, dir string, o starter.Options) error {
	if !slices.Contains(starter.Languages(), o.Language) {
		return fmt.Errorf("--language %q: the starter texts exist in %s\n  this works: sealpress init %s --language it\n  the pages themselves can have other languages: see languages: in content/site.yaml",
			o.Language, strings.Join(starter.Languages(), " and "), shown(dir))
	}
	if err := freeFor(dir); err != nil {
		return err
	}
	if a.inTerminal && a.errTerminal {
		ask := &asker{ctx: ctx, in: bufio.NewReader(a.stdin), out: a.stderr}
		o.Title = ask.question("Name of your organisation", o.Title, "Example Training", nil)
		o.URL = ask.question("Address at which your site will be published", o.URL, "https://credentials.example.org/", func(s string) error {
			_, err := address.Parse(s)
			return err
		})
		if ask.err != nil {
			return ask.err
		}
	}
	var seed [32]byte
	if _, err := io.ReadFull(a.random, seed[:]); err != nil {
		return fmt.Errorf("making the seed: %w", err)
	}
	o.Seed = hex.EncodeToString(seed[:])
	files, err := starter.Site(o)
	if err != nil {
		return fmt.Errorf("%w\n  this works: sealpress init %s --title \"Harbour Skills\" --url https://credentials.harbour.example/", err, shown(dir))
	}
	kept, err := a.start(dir, files)
	if err != nil {
		return err
	}
	a.welcome(dir, kept)
	return nil
}

// freeFor refuses a folder that holds a site.
func freeFor(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking at %s: %w", shown(dir), err)
	case !info.IsDir():
		return fmt.Errorf("%s is a file\n  name a new folder: sealpress init my-site", shown(dir))
	}
	if _, err := os.Lstat(filepath.Join(dir, "content")); err == nil {
		return fmt.Errorf("%s holds a content folder already, and nothing was written\n  build the site in it with: sealpress build --site %s\n  or name another folder", here(dir), shown(dir))
	}
	return nil
}

// start writes the files of a site. Those around content/ that are there
// already, as in a fresh repository, stay and are returned. The content folder
// comes last and in one piece, so that it is there whole or not at all, and of
// two runs at once one fails.
func (a *app) start(dir string, files []starter.File) (kept []starter.File, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the folder: %w", err)
	}
	defer root.Close()
	s, err := a.stage(root, files)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.drop()) }()
	for _, f := range files {
		if strings.HasPrefix(f.Name, "content/") {
			continue
		}
		there, err := taken(root, f.Name)
		if err != nil {
			return nil, err
		}
		if there != "" {
			if data, err := root.ReadFile(there); err != nil || !bytes.Equal(data, f.Data) { // else an earlier run was cut short
				kept = append(kept, f)
			}
			continue
		}
		if err := s.place(f.Name); err != nil {
			return nil, err
		}
	}
	if there, err := taken(root, "content"); err != nil || there != "" {
		return nil, errors.Join(err, fmt.Errorf("%s appeared meanwhile, and was not touched", there))
	}
	return kept, s.place("content")
}

// welcome says what was made, and what to do next.
func (a *app) welcome(dir string, kept []starter.File) {
	in, enter := here(dir), ""
	if in != "this folder" {
		in += "/"
		enter = "cd " + quoted(shown(dir)) + ", then "
	}
	a.talk(`%s holds a small working site.

Next:
  1. look at it:       %ssealpress serve
  2. make it yours:    content/issuer.md says who issues, content/achievements what can be
                       earned, content/awards who earned it; then: sealpress check
  3. put it online:    sealpress build, and put everything in public/ on any web host

Until the first award is online you may change everything.
`, in, enter)
	for _, f := range kept {
		if !strings.HasPrefix(f.Name, ".") {
			a.talk("%s was there already and stays yours\n", f.Name)
			continue
		}
		a.talk("%s was there already and stays yours; add these lines to it:\n", f.Name)
		for line := range strings.Lines(string(f.Data)) {
			if !strings.HasPrefix(line, "#") {
				a.talk("  %s", line)
			}
		}
	}
}

// quoted puts a path with a space in quotes, for every shell.
func quoted(name string) string {
	if strings.Contains(name, " ") {
		return `"` + name + `"`
	}
	return name
}

// asker asks a person on a terminal.
type asker struct {
	ctx context.Context
	in  *bufio.Reader
	out io.Writer
	err error
}

// question asks unless there is an answer already; Enter takes the proposal.
func (q *asker) question(text, answer, proposal string, check func(string) error) string {
	for answer == "" && q.err == nil {
		fmt.Fprintf(q.out, "%s [%s]: ", text, proposal)
		line, err := q.line()
		if err != nil {
			q.err = fmt.Errorf("no answer, and nothing was written: %w", err)
			return ""
		}
		answer = strings.TrimSpace(line)
		if answer == "" {
			answer = proposal
		}
		if check != nil {
			if err := check(answer); err != nil {
				fmt.Fprintf(q.out, "  %v\n", err)
				answer = ""
			}
		}
	}
	return answer
}

// line waits for a line or an interruption; a terminal gives up neither by
// itself.
func (q *asker) line() (string, error) {
	type answer struct {
		text string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		text, err := q.in.ReadString('\n')
		got <- answer{text, err}
	}()
	select {
	case a := <-got:
		if errors.Is(a.err, io.EOF) && a.text != "" {
			a.err = nil
		}
		return a.text, a.err
	case <-q.ctx.Done():
		return "", q.ctx.Err()
	}
}
