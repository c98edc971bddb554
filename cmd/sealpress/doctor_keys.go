package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/doctor"
	"github.com/sealpress/sealpress/generator/keyring"
)

// keyring looks at the keys: at the public halves, and at who can use the files
// of the private ones.
func (e *examination) keyring(context.Context) error {
	k := &e.facts.Keys
	keys := e.facts.Content.Catalog.Keys
	k.Elsewhere = e.env("SEALPRESS_KEY") != "" || slices.ContainsFunc(e.facts.Workflows, func(w doctor.Workflow) bool { return w.Key })
	signs := e.facts.Content.Catalog.SigningKey()
	for _, key := range keys {
		k.Pairs = append(k.Pairs, doctor.Key{SigningKey: key, Signing: key == signs})
	}
	store, err := e.keyStore(&e.doctorFlags.keys, e.facts.Content.Catalog.Site)
	if err != nil {
		if len(keys) > 0 && strings.Contains(err.Error(), "lies inside") {
			k.Pairs[0].Problem = err.Error()
		}
		e.missed("keys", "%s", saidBy(err))
		return nil
	}
	here := 0
	for i := range k.Pairs {
		p := &k.Pairs[i]
		if p.Here = store.Has(p.Name); !p.Here {
			continue
		}
		here++
		text, err := store.Read(p.Name)
		if err != nil {
			p.Problem = err.Error()
		}
		p.Backup = notedBackup(store, p.Name, text)
	}
	names, err := store.List()
	if err != nil {
		e.missed("keys", "%s", saidBy(err))
		return nil
	}
	for _, n := range names {
		if !slices.Contains(keyNames(keys), n) {
			k.Unknown = append(k.Unknown, shown(store.File(n)))
		}
	}
	switch {
	case len(keys) == 0:
		e.saw("keys", "the site has none: its credentials are verified where they are hosted")
	case signs == nil:
		e.saw("keys", "%s, and none signs any more", count(len(keys), "pair"))
	case here == 0:
		e.saw("keys", "%s; %s signs, and no private half is on this computer", count(len(keys), "pair"), signs.Name)
	default:
		e.saw("keys", "%s; %s signs; %s on this computer, who can use it, and its backup", count(len(keys), "pair"), signs.Name, privateHalves(here))
	}
	return nil
}

func privateHalves(n int) string {
	if n == 1 {
		return "1 private half"
	}
	return grouped(n) + " private halves"
}

// backupNote is the file beside a private half that says when it was backed up,
// and of what text: where the copy went is nobody's business.
func backupNote(store *keyring.Store, name string) string {
	return strings.TrimSuffix(store.File(name), ".jwe") + ".backup"
}

// noteBackup remembers that there is a backup which opens as a private half
// does now. Without the note doctor asks for a backup once more, so a failure is
// told and stands in nobody's way.
func (a *app) noteBackup(store *keyring.Store, name string, text []byte) {
	sum := sha256.Sum256(text)
	line := fmt.Sprintf("%s %s\n", badge.DateOf(a.now()), hex.EncodeToString(sum[:]))
	if err := os.WriteFile(backupNote(store, name), []byte(line), 0o600); err != nil {
		a.talk("that there is a backup could not be noted, so sealpress doctor will ask for one: %v\n", err)
	}
}

// noteGood remembers that a backup was seen to be good, unless it is the very
// file in the store.
func (a *app) noteGood(store *keyring.Store, name, file string) {
	backup, err := os.Stat(file)
	if err != nil {
		return // standard input, or gone meanwhile
	}
	if there, err := os.Stat(store.File(name)); err != nil || os.SameFile(backup, there) {
		return
	}
	if text, err := store.Read(name); err == nil {
		a.noteBackup(store, name, text)
	}
}

// notedBackup reads what noteBackup wrote.
func notedBackup(store *keyring.Store, name string, text []byte) doctor.Backup {
	f, err := os.Open(backupNote(store, name))
	if err != nil {
		return doctor.Backup{}
	}
	defer f.Close()
	line, err := io.ReadAll(io.LimitReader(f, 200))
	if err != nil {
		return doctor.Backup{}
	}
	on, sum, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	day, err := badge.ParseDate(on)
	if err != nil {
		return doctor.Backup{}
	}
	now := sha256.Sum256(text)
	return doctor.Backup{On: day, Current: text == nil || sum == hex.EncodeToString(now[:])}
}
