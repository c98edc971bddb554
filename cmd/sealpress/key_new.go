package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/starter"
)

func (a *app) keyNewCommand(k *keyFlags) *cobra.Command {
	c := &cobra.Command{
		Use: "new [NAME]", Short: "Make a signing key", Args: atMostOne,
		Example: "$ sealpress key new\n$ sealpress key new 2026 --passphrase-file /run/secrets/passphrase",
		Long: `New makes a pair of keys. The private half is encrypted with a passphrase of at
least 8 characters and written outside the site; the public half is written to
content/keys/NAME.yaml. From then on the new key signs; older ones stay listed,
so that what they signed can be verified. Without NAME it is called after the
year.

Old keys are not needed for it: who lost one simply makes a new one.`,
		RunE: func(c *cobra.Command, args []string) error { return a.keyNew(c.Context(), k, args) },
	}
	k.addPassphrase(c)
	return c
}

func (a *app) keyNew(ctx context.Context, k *keyFlags, args []string) error {
	content, err := a.load(ctx)
	if err != nil {
		return err
	}
	store, err := a.keyStore(k, content.Catalog.Site)
	if err != nil {
		return err
	}
	today := badge.DateOf(a.now())
	name, err := a.newKeyName(store, today, args)
	if err != nil {
		return err
	}
	passphrase, err := a.newPassphrase(&asking{ctx: ctx}, k.passphrase, "SEALPRESS_PASSPHRASE", "Passphrase for the new key")
	if err != nil {
		return fmt.Errorf("%w\n  this works: sealpress key new --passphrase-file FILE, or the variable SEALPRESS_PASSPHRASE", err)
	}
	defer clear(passphrase)
	pair, err := keyring.Generate(name, today, a.random)
	if err != nil {
		return err
	}
	sealed, err := sealing.Seal(pair, passphrase)
	if err != nil {
		return err
	}
	if err := store.Save(name, sealed); err != nil {
		return err
	}
	if err := a.add([]starter.File{publicFile(pair)}); err != nil {
		// Without its public half it is of no use, and it would be in the way.
		return errors.Join(err, os.Remove(store.File(name)))
	}
	flag := ""
	if k.folder != "" {
		flag = " --keys " + quoted(shown(k.folder))
	}
	a.talk(`
The private half of the key %[1]s is in
  %[2]s
encrypted with your passphrase. Without the file or without the passphrase
nothing can be signed with it any more; so make a copy that is not on this
computer, and keep the passphrase elsewhere:

  sealpress key backup %[1]s%[3]s --to /media/stick/key-%[1]s.jwe

If both are lost, make a new key. What this one signed still verifies as long
as content/keys/%[1]s.yaml stays: commit it.

Next: sealpress issue%[3]s signs what was awarded.
`, name, shown(store.File(name)), flag)
	if old := content.Catalog.SigningKey(); old != nil {
		a.talk("\nFrom now on %s signs in place of %s. If %s is lost or not to be used any more:\n  sealpress key retire %s\n", name, old.Name, old.Name, old.Name)
	}
	return nil
}

// newKeyName returns the name of a new key: the one that was typed, else the
// year, the month or the day, whichever is free.
func (a *app) newKeyName(store *keyring.Store, today badge.Date, args []string) (string, error) {
	root, err := a.openSite()
	if err != nil {
		return "", err
	}
	defer root.Close()
	taken := func(name string) (string, error) {
		there, err := taken(root, "content/keys/"+name+".yaml")
		if err == nil && there == "" && store.Has(name) {
			there = shown(store.File(name))
		}
		return there, err
	}
	if len(args) == 1 {
		name := strings.TrimSuffix(strings.TrimPrefix(shown(args[0]), "content/keys/"), ".yaml")
		if err := keyring.CheckName(name); err != nil {
			return "", fmt.Errorf("%w\n  this works: sealpress key new %d", err, today.Year)
		}
		there, err := taken(name)
		if err == nil && there != "" {
			err = fmt.Errorf("there is a key %q already: %s\n  choose another name: sealpress key new %s-b", name, there, name)
		}
		return name, err
	}
	day := today.String()
	for _, name := range []string{day[:len("2026")], day[:len("2026-11")], day} {
		there, err := taken(name)
		if err != nil || there == "" {
			return name, err
		}
	}
	return "", fmt.Errorf("there is a key of this year, this month and this day already\n  choose a name: sealpress key new %s-b", day)
}

// publicFile is the public half of a pair.
func publicFile(p keyring.Pair) starter.File {
	ed, ec := p.Public()
	return starter.File{Name: "content/keys/" + p.Name + ".yaml", Data: fmt.Appendf(nil, `# The public half of the signing key %s, made by: sealpress key new
# Everybody may read it. Keep this file: with it people verify what the key signed.
created: %s
ed25519: %s
p256: %s
`, p.Name, p.Created, ed, ec)}
}
