package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/load"
)

func (a *app) keyCommand() *cobra.Command {
	var k keyFlags
	c := &cobra.Command{
		Use: "key COMMAND", Short: "Make, list, retire and back up the keys that sign credentials",
		Example: `$ sealpress key new
$ sealpress key list
$ sealpress key backup --to /media/stick/key-2026.jwe
$ sealpress key retire 2026 --compromised-since 2027-02-01`,
		Long: `A signing key is a pair of keys of one name: Ed25519 and P-256. Its public half
lies in content/keys and is published; its private half lies encrypted in a
folder of yours outside the site, and is needed to issue and for nothing else.

Keys are optional: without one a site is complete, and its credentials are
verified at the address where they are hosted.

The folder is sealpress/keys in your configuration folder, with one folder
below it for each site. --keys names another one, and so does the variable
SEALPRESS_KEYS. On a build machine the variable SEALPRESS_KEY holds the text of
the private half, and SEALPRESS_PASSPHRASE its passphrase.`,
		RunE: func(c *cobra.Command, args []string) error {
			known := "commands: " + strings.Join(names(c), ", ")
			if len(args) == 0 {
				return fmt.Errorf("key takes a command\n  %s\n  this works: %s", known, example(c))
			}
			return fmt.Errorf("unknown command %q\n  %s", args[0], didYouMean(args[0], names(c), known))
		},
	}
	c.PersistentFlags().StringVar(&k.folder, "keys", "", "`folder` of the private halves")
	c.AddCommand(a.keyNewCommand(&k), a.keyListCommand(&k), a.keyRetireCommand(), a.keyBackupCommand(&k), a.keyRestoreCommand(&k), a.keyPassphraseCommand(&k))
	return c
}

// sealing is how private halves are encrypted. Tests take fewer rounds.
var sealing keyring.Sealing

// keyFlags are the flags that say where private halves and their passphrases
// come from.
type keyFlags struct {
	folder     string // --keys
	passphrase string // --passphrase-file
}

// addPassphrase gives a command the flag for its passphrase.
func (k *keyFlags) addPassphrase(c *cobra.Command) {
	c.Flags().StringVar(&k.passphrase, "passphrase-file", "", "`file` whose first line is the passphrase")
}

// keyStore returns the folder in which the private halves of a site's keys
// lie.
func (a *app) keyStore(k *keyFlags, site badge.Site) (*keyring.Store, error) {
	dir := k.folder
	if dir == "" {
		dir = a.env("SEALPRESS_KEYS")
	}
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return nil, fmt.Errorf("this system names no folder for configuration: %w\n  say where the private half goes: --keys FOLDER", err)
		}
		of, err := siteFolder(site)
		if err != nil {
			return nil, err
		}
		dir = filepath.Join(config, "sealpress", "keys", of)
	}
	s, err := keyring.OpenStore(dir, a.published()...)
	if err != nil {
		return nil, fmt.Errorf("%w\n  name one outside: --keys FOLDER", err)
	}
	return s, nil
}

// siteFolder makes the name of a folder of a site's address.
func siteFolder(site badge.Site) (string, error) {
	at, err := address.Parse(site.URL)
	if err != nil {
		return "", fmt.Errorf("content/site.yaml: url: %w\n  say first where the site will be published", err)
	}
	_, rest, _ := strings.Cut(at.String(), "://")
	var name strings.Builder
	for _, b := range []byte(strings.ToLower(strings.TrimSuffix(rest, "/"))) {
		switch {
		case strings.IndexByte("abcdefghijklmnopqrstuvwxyz0123456789.-", b) >= 0:
			name.WriteByte(b)
		case b == '/':
			name.WriteByte('_')
		default:
			fmt.Fprintf(&name, "_%02x", b)
		}
	}
	return name.String(), nil
}

// published lists the folders from which files are published: the site's, the
// output's and that of the repository around the site.
func (a *app) published() []string {
	folders := []string{a.site, a.outFolder()}
	if abs, err := filepath.Abs(a.site); err == nil {
		for at := filepath.Dir(abs); at != filepath.Dir(at); at = filepath.Dir(at) {
			if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
				folders = append(folders, at)
				break
			}
		}
	}
	return folders
}

// keyOf returns the key that a command is about: the one that is named, else
// the one that signs.
func keyOf(content *load.Content, args []string) (*badge.SigningKey, error) {
	keys := content.Catalog.Keys
	if len(args) > 0 {
		name := strings.TrimSuffix(strings.TrimPrefix(shown(args[0]), "content/keys/"), ".yaml")
		if k := content.Catalog.Key(name); k != nil {
			return k, nil
		}
		if len(keys) > 0 {
			return nil, fmt.Errorf("there is no key %q in content/keys\n  %s", args[0], didYouMean(name, keyNames(keys), "there are: "+strings.Join(keyNames(keys), ", ")))
		}
	}
	if k := content.Catalog.SigningKey(); k != nil {
		return k, nil
	}
	if len(keys) == 0 {
		return nil, errors.New("the site has no key that could be read\n  make one with: sealpress key new")
	}
	return nil, fmt.Errorf("no key signs: all are retired or compromised\n  name one (%s), or make a new one with: sealpress key new", strings.Join(keyNames(keys), ", "))
}

func keyNames(keys []*badge.SigningKey) []string {
	var names []string
	for _, k := range keys {
		names = append(names, k.Name)
	}
	return names
}

// unlock opens the private half of a key of the site: from SEALPRESS_KEY where
// that is set, else from the store. It asks for the passphrase where nothing
// says it.
func (a *app) unlock(q *asking, flags *keyFlags, site badge.Site, k *badge.SigningKey) (keyring.Pair, error) {
	if secret := a.env("SEALPRESS_KEY"); secret != "" {
		return a.unlockSecret(q, flags, secret, k)
	}
	store, err := a.keyStore(flags, site)
	if err != nil {
		return keyring.Pair{}, err
	}
	if _, err := store.Read(k.Name); err != nil {
		if missing := (*keyring.MissingError)(nil); errors.As(err, &missing) {
			err = fmt.Errorf("%w\n  bring it from a backup: sealpress key restore FILE\n  lost? make a new one: sealpress key new; what the lost one signed still verifies", err)
		}
		return keyring.Pair{}, err
	}
	passphrase, err := a.passphrase(q, flags.passphrase, fmt.Sprintf("Passphrase of the key %s", k.Name))
	if err != nil {
		return keyring.Pair{}, err
	}
	defer clear(passphrase)
	p, err := store.Load(k.Name, passphrase)
	if err != nil {
		return keyring.Pair{}, err
	}
	if !p.Matches(k) {
		return keyring.Pair{}, fmt.Errorf("%s is the private half of another key than content/keys/%s.yaml\n  restore the right one: sealpress key restore FILE", store.File(k.Name), k.Name)
	}
	return p, nil
}

// unlockSecret opens the private half that a build machine was given.
func (a *app) unlockSecret(q *asking, flags *keyFlags, secret string, k *badge.SigningKey) (keyring.Pair, error) {
	var passphrase []byte
	if keyring.NeedsPassphrase(secret) {
		var err error
		if passphrase, err = a.passphrase(q, flags.passphrase, "Passphrase of the key in SEALPRESS_KEY"); err != nil {
			return keyring.Pair{}, err
		}
		defer clear(passphrase)
	}
	p, err := keyring.Parse(secret, passphrase)
	if err != nil {
		return keyring.Pair{}, fmt.Errorf("SEALPRESS_KEY: %w", err)
	}
	if !p.Matches(k) {
		return keyring.Pair{}, fmt.Errorf("SEALPRESS_KEY is not the private half of content/keys/%s.yaml, the key that signs", k.Name)
	}
	return p, nil
}
