package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
)

// keyRow is a key as key list prints it.
type keyRow struct {
	Name        string `json:"name"`
	Created     string `json:"created"`
	State       string `json:"state"` // signs, ready, retired or compromised
	Since       string `json:"since,omitempty"`
	PrivateHere bool   `json:"privateHere"`
	Ed25519     string `json:"ed25519"`
	P256        string `json:"p256"`
}

func (a *app) keyListCommand(k *keyFlags) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the keys: name, day, state, and whether the private half is here", Args: noNames, Annotations: map[string]string{formats: "json"},
		Example: "$ sealpress key list\n$ sealpress key list --format json",
		Long: `List prints every key in content/keys. One signs: the newest that is neither
retired nor compromised; others like it are ready. Retired ones sign no more,
and what they signed is valid. What a compromised one signed is not.`,
		RunE: func(c *cobra.Command, _ []string) error { return a.keyList(c.Context(), k) },
	}
}

func (a *app) keyList(ctx context.Context, k *keyFlags) error {
	content, err := a.load(ctx)
	if err != nil {
		return err
	}
	store, err := a.keyStore(k, content.Catalog.Site)
	if err != nil {
		return err
	}
	signs := content.Catalog.SigningKey()
	rows := []keyRow{}
	for _, key := range content.Catalog.Keys {
		r := rowOf(key, key == signs)
		r.PrivateHere = store.Has(key.Name)
		rows = append(rows, r)
	}
	if a.format == "json" {
		err = writeJSON(a.stdout, rows)
	} else {
		err = a.printKeys(rows)
	}
	if err != nil {
		return err
	}
	return a.keyProblems(store, content.Catalog.Keys)
}

func rowOf(k *badge.SigningKey, signs bool) keyRow {
	r := keyRow{Name: k.Name, Created: k.Created.String(), Ed25519: k.Ed25519, P256: k.P256}
	switch {
	case !k.Trusted():
		r.State, r.Since = "compromised", k.Compromised.String()
	case !k.Signs():
		r.State, r.Since = "retired", k.Retired.String()
	case signs:
		r.State = "signs"
	default:
		r.State = "ready"
	}
	return r
}

func (a *app) printKeys(rows []keyRow) error {
	if len(rows) == 0 {
		a.talk("the site has no keys: its credentials are verified where they are hosted\n  make one with: sealpress key new\n")
		return nil
	}
	width := len("NAME")
	for _, r := range rows {
		width = max(width, len(r.Name))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-*s  %-10s  %-28s  %s\n", width, "NAME", "CREATED", "STATE", "PRIVATE HALF")
	for _, r := range rows {
		state, here := r.State, "not here"
		if r.Since != "" {
			state += " since " + r.Since
		}
		if r.PrivateHere {
			here = "here"
		}
		fmt.Fprintf(&b, "%-*s  %-10s  %-28s  %s\n", width, r.Name, r.Created, state, here)
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

// keyProblems says what is wrong with the folder of the private halves. None
// of it needs a passphrase to be seen.
func (a *app) keyProblems(store *keyring.Store, keys []*badge.SigningKey) error {
	names, err := store.List()
	if err != nil {
		return err
	}
	wrong := false
	for _, n := range names {
		if _, err := store.Read(n); err != nil {
			wrong = true
			fmt.Fprintf(a.stderr, "sealpress: %v\n", err)
		}
		if !slices.Contains(keyNames(keys), n) {
			a.talk("%s belongs to no file in content/keys\n", shown(store.File(n)))
		}
	}
	if wrong {
		return exit{status: exitFindings}
	}
	return nil
}
