package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/sealpress/sealpress/generator/keyring"
)

func (a *app) keyPassphraseCommand(k *keyFlags) *cobra.Command {
	var fresh string
	c := &cobra.Command{
		Use: "passphrase [NAME]", Short: "Change the passphrase of a private half", Args: atMostOne,
		Example: "$ sealpress key passphrase 2026",
		Long: `Passphrase encrypts the private half of a key anew. It asks for the passphrase
and twice for the new one; files may hold both. Copies that were made before,
backups among them, still open with the old passphrase.`,
		RunE: func(c *cobra.Command, args []string) error {
			content, err := a.load(c.Context())
			if err != nil {
				return err
			}
			key, err := keyOf(content, args)
			if err != nil {
				return err
			}
			store, err := a.keyStore(k, content.Catalog.Site)
			if err != nil {
				return err
			}
			q := &asking{ctx: c.Context()}
			text, err := store.Read(key.Name)
			if err != nil {
				return err
			}
			old, err := a.passphrase(q, k.passphrase, "Passphrase of the key "+key.Name)
			if err != nil {
				return err
			}
			defer clear(old)
			pair, err := keyring.Open(text, old)
			if err != nil {
				return fmt.Errorf("%s: %w", store.File(key.Name), err)
			}
			next, err := a.newPassphrase(q, fresh, "", "New passphrase")
			if err != nil {
				return fmt.Errorf("%w\n  or name a file that holds the new one: --new-passphrase-file FILE", err)
			}
			defer clear(next)
			sealed, err := sealing.Seal(pair, next)
			if err != nil {
				return err
			}
			if err := store.Replace(key.Name, sealed); err != nil {
				return err
			}
			a.talk("%s has a new passphrase; a backup from before opens with the old one: make a new one with\n  sealpress key backup %s --to FILE\n", shown(store.File(key.Name)), key.Name)
			return nil
		},
	}
	k.addPassphrase(c)
	c.Flags().StringVar(&fresh, "new-passphrase-file", "", "`file` whose first line is the new passphrase")
	return c
}

func atMostOne(c *cobra.Command, args []string) error {
	if len(args) < 2 {
		return nil
	}
	return fmt.Errorf("key %s takes at most one name, found %d\n  this works: %s", c.Name(), len(args), example(c))
}

// maxPassphrase is far above any passphrase.
const maxPassphrase = 4 << 10

// passphrase returns a passphrase from a file, from SEALPRESS_PASSPHRASE, or
// from the person before the terminal.
func (a *app) passphrase(q *asking, file, question string) ([]byte, error) {
	if file != "" {
		text, err := a.read(file, maxPassphrase)
		if err != nil {
			return nil, err
		}
		return firstLine(text), nil
	}
	if env := a.env("SEALPRESS_PASSPHRASE"); env != "" {
		return []byte(env), nil
	}
	if !a.inTerminal || !a.errTerminal {
		return nil, errors.New("a passphrase is needed, and there is nobody to ask\n  this works: --passphrase-file FILE, or the variable SEALPRESS_PASSPHRASE")
	}
	return q.secret(a, question)
}

// newPassphrase is passphrase for one that is chosen now: a person types it
// twice, and one that is too short is refused.
func (a *app) newPassphrase(q *asking, file, env, question string) ([]byte, error) {
	var p []byte
	switch {
	case file != "":
		text, err := a.read(file, maxPassphrase)
		if err != nil {
			return nil, err
		}
		p = firstLine(text)
	case env != "" && a.env(env) != "":
		p = []byte(a.env(env))
	case !a.inTerminal || !a.errTerminal:
		return nil, errors.New("a new passphrase is needed, and there is nobody to ask")
	default:
		for range 3 {
			first, err := q.secret(a, question)
			if err != nil {
				return nil, err
			}
			if err := keyring.CheckPassphrase(first); err != nil {
				fmt.Fprintf(a.stderr, "  %v\n", err)
				continue
			}
			again, err := q.secret(a, "The same again")
			if err != nil {
				return nil, err
			}
			if bytes.Equal(first, again) {
				return first, nil
			}
			fmt.Fprintln(a.stderr, "  the two differ")
		}
		return nil, errors.New("no passphrase, and nothing was written")
	}
	return p, keyring.CheckPassphrase(p)
}

// firstLine is what a file of a passphrase holds, as editors save it on any
// system.
func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}

// asking asks a person for secrets.
type asking struct{ ctx context.Context }

// secret asks a question whose answer the terminal does not show.
func (q *asking) secret(a *app, question string) ([]byte, error) {
	fmt.Fprintf(a.stderr, "%s: ", question)
	type answer struct {
		text []byte
		err  error
	}
	got := make(chan answer, 1)
	restore := func() {}
	if f, ok := a.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if state, err := term.GetState(int(f.Fd())); err == nil {
			restore = func() { _ = term.Restore(int(f.Fd()), state) } // the person sees what the terminal then does
		}
		go func() {
			text, err := term.ReadPassword(int(f.Fd()))
			got <- answer{text, err}
		}()
	} else {
		go func() {
			text, err := readLine(a.stdin)
			got <- answer{text, err}
		}()
	}
	select {
	case g := <-got:
		fmt.Fprintln(a.stderr)
		if g.err != nil {
			return nil, fmt.Errorf("no passphrase, and nothing was written: %w", g.err)
		}
		return g.text, nil
	case <-q.ctx.Done():
		restore()
		fmt.Fprintln(a.stderr)
		return nil, q.ctx.Err()
	}
}

// readLine reads one line and not a byte more.
func readLine(r io.Reader) ([]byte, error) {
	var line []byte
	for b := make([]byte, 1); len(line) < maxPassphrase; {
		n, err := r.Read(b)
		switch {
		case n > 0 && b[0] == '\n':
			return bytes.TrimSuffix(line, []byte("\r")), nil
		case n > 0:
			line = append(line, b[0])
		case err != nil && len(line) > 0 && errors.Is(err, io.EOF):
			return line, nil
		case err != nil:
			return nil, err
		}
	}
	return nil, errors.New("the line is too long")
}
