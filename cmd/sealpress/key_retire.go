package main

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/starter"
)

func (a *app) keyRetireCommand() *cobra.Command {
	var since string
	c := &cobra.Command{
		Use: "retire NAME", Short: "Let a key sign no more, or declare it compromised", Args: oneName,
		Example: "$ sealpress key retire 2026\n$ sealpress key retire 2026 --compromised-since 2027-02-01",
		Long: `Retire writes one line into content/keys/NAME.yaml.

A retired key signs no more, and what it signed stays valid. Retire a key that
was replaced or lost.

With --compromised-since the key is no longer to be believed: others may have
signed with it since that day. It leaves the keys that verifiers accept, so
every credential that it signed must be reissued, the genuine ones too.

Neither needs the private half.`,
		RunE: func(c *cobra.Command, args []string) error { return a.keyRetire(c.Context(), args, since) },
	}
	c.Flags().StringVar(&since, "compromised-since", "", "first `day` on which others may have had it, YYYY-MM-DD")
	return c
}

func (a *app) keyRetire(ctx context.Context, args []string, since string) error {
	root, err := a.openSite()
	if err != nil {
		return err
	}
	defer root.Close()
	unlock, err := a.lock(root)
	if err != nil {
		return err
	}
	defer unlock()
	content, err := a.load(ctx)
	if err != nil {
		return err
	}
	key, err := keyOf(content, args)
	if err != nil {
		return err
	}
	today := badge.DateOf(a.now())
	name, day := "retired", today
	if since != "" {
		name = "compromised-since"
		if day, err = compromisedSince(key, since, today); err != nil {
			return err
		}
	}
	if since == "" && !key.Signs() || since != "" && key.Compromised == day {
		a.talk("the key %s is %s already; nothing was changed\n", key.Name, key.State())
		return nil
	}
	folder, err := fs.Sub(root.FS(), "content")
	if err != nil {
		return err
	}
	file, err := starter.EndKey(folder, key.Name, name, day.String())
	if err != nil {
		return err
	}
	if err := a.change(root, []starter.File{file}); err != nil {
		return err
	}
	if since == "" {
		a.retired(content, key, day)
	} else {
		a.compromised(content, key, day)
	}
	return nil
}

// compromisedSince reads the day since which a key is not to be believed.
func compromisedSince(k *badge.SigningKey, since string, today badge.Date) (badge.Date, error) {
	works := fmt.Sprintf("\n  this works: sealpress key retire %s --compromised-since %s", k.Name, today)
	day, err := badge.ParseDate(since)
	switch {
	case err != nil:
		return day, fmt.Errorf("--compromised-since %q: %w%s", since, err, works)
	case today.Before(day):
		return day, fmt.Errorf("--compromised-since %s is in the future%s", day, works)
	case day.Before(k.Created):
		return day, fmt.Errorf("--compromised-since %s is before the key was made on %s\n  this works: sealpress key retire %s --compromised-since %s", day, k.Created, k.Name, k.Created)
	}
	return day, nil
}

// heir says which key signs after another one ended.
func (a *app) heir(content *load.Content, k *badge.SigningKey, day badge.Date) {
	before := k.Retired
	k.Retired = day // as it is written now; the catalogue is used for nothing else
	next := content.Catalog.SigningKey()
	k.Retired = before
	if next == nil {
		a.talk("No key signs now. New awards are verified where they are hosted, until you make a key:\n  sealpress key new\n")
		return
	}
	a.talk("The key that signs now is %s.\n", next.Name)
}

func (a *app) retired(content *load.Content, k *badge.SigningKey, day badge.Date) {
	a.talk("The key %s signs no more. What it signed stays valid: keep content/keys/%s.yaml.\n", k.Name, k.Name)
	a.heir(content, k, day)
}

// compromised says plainly what this cannot do, and what is to be done.
func (a *app) compromised(content *load.Content, k *badge.SigningKey, day badge.Date) {
	a.talk(`The key %[1]s is compromised since %[2]s. With the next build it leaves the keys
that verifiers accept, and stays listed as revoked.

Who will not notice:
  - verifiers that read the key out of the credential's own text (the part
    #z6Mk… of its verificationMethod) and never fetch did.json; the validator
    of 1EdTech is one
  - verifiers without a connection, and all that hold an earlier did.json
    until they fetch it again
  - whoever has looked at a credential already
To them a forgery still looks genuine. Tell those who rely on your credentials.

Every credential that %[1]s signed now fails with all other verifiers, also the
genuine ones, so they are to be signed again with another key.

`, k.Name, day)
	a.heir(content, k, day)
	a.talk(`
Next:
  1. if no other key signs:       sealpress key new
  2. replace what it signed:      sealpress reissue --signed-by %[1]s --reason issuer-key-compromised
  3. issue and build, at once:    sealpress publish, and put it online
`, k.Name)
}
