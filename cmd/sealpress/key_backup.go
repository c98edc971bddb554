package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/load"
)

func (a *app) keyBackupCommand(k *keyFlags) *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "backup [NAME] --to FILE", Short: "Copy the encrypted private half to a safe place", Args: atMostOne,
		Example: "$ sealpress key backup 2026 --to /media/stick/key-2026.jwe",
		Long: `Backup copies the private half of a key, encrypted as it is, to a new file
outside the site. Without NAME it is the key that signs. The copy opens with the
passphrase that the key has now.`,
		RunE: func(c *cobra.Command, args []string) error { return a.keyBackup(c.Context(), k, args, to) },
	}
	c.Flags().StringVar(&to, "to", "", "`file` to write: one that is not there yet")
	return c
}

func (a *app) keyBackup(ctx context.Context, k *keyFlags, args []string, to string) error {
	content, err := a.load(ctx)
	if err != nil {
		return err
	}
	key, err := keyOf(content, args)
	if err != nil {
		return err
	}
	if to == "" {
		return fmt.Errorf("say where the copy goes\n  this works: sealpress key backup %s --to /media/stick/key-%s.jwe", key.Name, key.Name)
	}
	if within, err := keyring.Inside(to, a.published()...); err != nil {
		return err
	} else if within != "" {
		return fmt.Errorf("%s lies inside %s, from where a private key is published sooner or later\n  name a file outside, on another disk: --to /media/stick/key-%s.jwe", shown(to), here(within), key.Name)
	}
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder\n  this works: --to %s", shown(to), shown(filepath.Join(to, "key-"+key.Name+".jwe")))
	}
	store, err := a.keyStore(k, content.Catalog.Site)
	if err != nil {
		return err
	}
	text, err := store.Read(key.Name)
	if err != nil {
		return err
	}
	if err := keyring.WriteCopy(to, text); err != nil {
		return err
	}
	a.noteBackup(store, key.Name, text)
	if _, err := fmt.Fprintln(a.stdout, shown(to)); err != nil {
		return err
	}
	a.talk(`The copy is encrypted: keep it away from this computer, and the passphrase away
from the copy. It is %d characters of plain text, so it can be printed as well;
line breaks do no harm. See now that it opens:

  sealpress key restore %s
`, len(strings.TrimSpace(string(text))), quoted(shown(to)))
	return nil
}

func (a *app) keyRestoreCommand(k *keyFlags) *cobra.Command {
	c := &cobra.Command{
		Use: "restore FILE", Short: "Bring a private half back from a backup, or see that a backup is good", Args: oneBackup,
		Example: "$ sealpress key restore /media/stick/key-2026.jwe",
		Long: `Restore opens a copy of a private half with its passphrase, sees that it belongs
to one of the keys in content/keys, and puts it where issue finds it. Where it
is there already, nothing is written: then you know that the backup is good.`,
		RunE: func(c *cobra.Command, args []string) error { return a.keyRestore(c.Context(), k, args[0]) },
	}
	k.addPassphrase(c)
	return c
}

func oneBackup(c *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return fmt.Errorf("key restore takes one file, found %d\n  this works: %s", len(args), example(c))
}

func (a *app) keyRestore(ctx context.Context, k *keyFlags, file string) error {
	content, err := a.load(ctx)
	if err != nil {
		return err
	}
	store, err := a.keyStore(k, content.Catalog.Site)
	if err != nil {
		return err
	}
	text, err := a.read(file, maxCredential)
	if err != nil {
		return err
	}
	if _, err := keyring.Sealed(text); err != nil {
		return fmt.Errorf("%s: %w", shown(file), err)
	}
	passphrase, err := a.passphrase(&asking{ctx: ctx}, k.passphrase, "Passphrase of the backup")
	if err != nil {
		return err
	}
	defer clear(passphrase)
	pair, err := keyring.Open(text, passphrase)
	if err != nil {
		return fmt.Errorf("%s: %w", shown(file), err)
	}
	key, err := publicOf(content, pair)
	if err != nil {
		return fmt.Errorf("%s: %w", shown(file), err)
	}
	switch there, err := store.Load(key.Name, passphrase); {
	case err == nil && there.Same(pair):
		a.noteGood(store, key.Name, file)
		a.talk("The backup is good: it holds the private half of %s, which is here already.\n", key.Name)
		return nil
	case err == nil:
		a.talk("The backup is good: it holds the private half of %s. Another key with that name is here already; nothing was written.\n", key.Name)
		return nil
	case errors.Is(err, keyring.ErrPassphrase):
		a.talk("The backup is good: it holds the private half of %s. Another file with that name is here already, which this passphrase does not open; nothing was written.\n", key.Name)
		return nil
	case !errors.As(err, new(*keyring.MissingError)):
		return err
	}
	sealed := append([]byte(strings.Join(strings.Fields(string(text)), "")), '\n')
	if err := store.Save(key.Name, sealed); err != nil {
		return err
	}
	a.noteBackup(store, key.Name, sealed)
	a.talk("The private half of %s is back in\n  %s\n", key.Name, shown(store.File(key.Name)))
	return nil
}

// publicOf finds the key of the site whose private half a pair is.
func publicOf(content *load.Content, p keyring.Pair) (*badge.SigningKey, error) {
	for _, k := range content.Catalog.Keys {
		if p.Matches(k) && k.Name == p.Name {
			return k, nil
		}
	}
	for _, k := range content.Catalog.Keys {
		switch {
		case p.Matches(k):
			return nil, fmt.Errorf("this is the key %q, which content/keys calls %q\n  rename content/keys/%s.yaml to %s.yaml", p.Name, k.Name, k.Name, p.Name)
		case k.Name == p.Name:
			return nil, fmt.Errorf("this is another key than content/keys/%s.yaml, although both have that name", k.Name)
		}
	}
	ed, ec := p.Public()
	return nil, fmt.Errorf("content/keys has no file for this key\n  if it is this site's, restore content/keys/%s.yaml with these lines:\n  created: %s\n  ed25519: %s\n  p256: %s", p.Name, p.Created, ed, ec)
}
