package doctor

import (
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// Keys is what is known of the site's keys.
type Keys struct {
	Pairs     []Key
	Unknown   []string // private halves that belong to no key of the site
	Elsewhere bool     // something else than this computer's folder holds the private half: a build machine
}

// Key is a key of the site.
type Key struct {
	*badge.SigningKey
	Signing bool   // it signs what is issued next
	Here    bool   // the private half is on this computer
	Problem string // why the private half must not be used; the mend on lines of its own
	Backup  Backup
}

// Backup is the last backup that was noted on this computer.
type Backup struct {
	On      badge.Date // zero: none
	Current bool       // it opens with the passphrase that the key has now
}

// Secret is something that only its owner may have, in a file.
type Secret struct {
	What string // "a private key (PEM)"
	File string // from the site's folder; with a line for a token: ".env:3"
	Key  bool   // it is a private key, and not a password
}

var keyInFolder = rule{diag.Rule{ID: "doctor-key-in-folder", Severity: diag.Error,
	Title: "No private key lies in the site's folder",
	Why:   "What lies there is committed and published one day; whoever has the key can issue in your name.",
	Mend:  "move the file out of the folder; where it was ever committed, pushed or sent, the key is known to others: sealpress key new, then sealpress key retire --help"},
	func(f *Facts, report func(Finding)) {
		if at := f.secrets(true); len(at) > 0 {
			report(say("%s in the site's folder", lies(len(at), "private key")).at(at...))
		}
	}}

var secretInFile = rule{diag.Rule{ID: "doctor-secret-in-file", Severity: diag.Error,
	Title: "No password or token stands in a file of the site",
	Why:   "Whoever can read the repository can then publish in your place, or sign with your key.",
	Mend:  "revoke it where it was made, and put a new one into the environment: as a secret of your git host, or a variable of your computer"},
	func(f *Facts, report func(Finding)) {
		if at := f.secrets(false); len(at) > 0 {
			report(say("%s in a file of the site: move it to the environment", stands(len(at))).at(at...))
		}
	}}

// secrets lists the private keys that lie open, or what else does.
func (f *Facts) secrets(keys bool) []string {
	var at []string
	for _, s := range f.Secrets {
		if s.Key == keys {
			at = append(at, s.File+": "+s.What)
		}
	}
	return at
}

func lies(n int, noun string) string {
	if n == 1 {
		return "a " + noun + " lies"
	}
	return count(n, noun) + " lie"
}

func stands(n int) string {
	if n == 1 {
		return "a password or token stands"
	}
	return grouped(n) + " passwords or tokens stand"
}

var keyReadable = rule{diag.Rule{ID: "doctor-key-readable", Severity: diag.Error,
	Title: "Only its owner can use the file of a private half",
	Why:   "Whoever can read it needs only the passphrase to issue in your name; whoever can replace it decides what you sign with.",
	Mend:  "close the file to others"},
	func(f *Facts, report func(Finding)) {
		for _, k := range f.Keys.Pairs {
			if k.Problem == "" {
				continue
			}
			what, mend, _ := strings.Cut(k.Problem, "\n")
			found := say("%s", what)
			if mend != "" {
				found = found.mend(strings.Split(strings.TrimSpace(mend), "\n")...)
			}
			report(found)
		}
	}}

var keyBackup = rule{diag.Rule{ID: "doctor-key-backup", Severity: diag.Warning,
	Title: "There is a backup of the key that signs",
	Why:   "A disk dies, and a lost key cannot be made again: nothing more is signed until a new one is published.",
	Mend:  "sealpress key backup --to FILE"},
	func(f *Facts, report func(Finding)) {
		for _, k := range f.Keys.Pairs {
			if !k.Signing || !k.Here {
				continue
			}
			again := fmt.Sprintf("sealpress key backup %s --to /media/stick/key-%s.jwe", k.Name, k.Name)
			switch {
			case k.Backup.On.IsZero():
				report(say("no backup of the key %s is noted here, and it cannot be made again", k.Name).
					mend(again, "is there one already? sealpress key restore FILE sees whether it is good, and notes it"))
			case !k.Backup.Current:
				report(say("the backup of the key %s, of %s, opens with a passphrase that the key had before", k.Name, k.Backup.On).milder(diag.Note).
					mend(again, "and destroy the former copy, unless you want to keep both passphrases"))
			}
		}
	}}

var keyElsewhere = rule{diag.Rule{ID: "doctor-key-elsewhere", Severity: diag.Note,
	Title: "The private half of the key that signs is where you issue",
	Why:   "Without it nothing new can be signed.",
	Mend:  "bring it from a backup: sealpress key restore FILE"},
	func(f *Facts, report func(Finding)) {
		for _, k := range f.Keys.Pairs {
			if k.Signing && !k.Here && k.Problem == "" && !f.Keys.Elsewhere && !k.Demo() {
				report(say("the private half of the key %s is not on this computer; it can sign where it is", k.Name).
					mend("is it nowhere else? bring it from a backup: sealpress key restore FILE", "is it lost? sealpress key new; what the lost one signed still verifies"))
			}
		}
	}}

var keyUnknown = rule{diag.Rule{ID: "doctor-key-unknown", Severity: diag.Note,
	Title: "Every private half belongs to a key of the site",
	Why:   "What it signs can be verified only where its public half is published.",
	Mend:  "restore its file in content/keys from git; if you know that it never signed anything, delete it"},
	func(f *Facts, report func(Finding)) {
		if n := len(f.Keys.Unknown); n > 0 {
			report(say("%s to no file in content/keys", belongs(n, "private half")).at(f.Keys.Unknown...))
		}
	}}

func belongs(n int, noun string) string {
	if n == 1 {
		return "a " + noun + " belongs"
	}
	return grouped(n) + " private halves belong"
}

var keyInHistory = rule{diag.Rule{ID: "doctor-key-in-history", Severity: diag.Warning,
	Title: "Git never saw a private key",
	Why:   "A file that was deleted stays in the history, in every clone and fork. Whoever has the key can issue in your name, also with a date of last year.",
	Mend:  "make a new key, and end this one: sealpress key retire --help"},
	func(f *Facts, report func(Finding)) {
		for _, c := range f.Git.History.Keys {
			report(f.committedKey(c))
		}
	}}

// committedKey says what follows from a key in the history.
func (f *Facts) committedKey(c Committed) Finding {
	found := say("git holds %s, committed on %s in %s", c.What, c.On, c.Commit).at(c.File)
	if !c.Ours {
		return found.mend("replace that key wherever it opens something: whoever has the repository has it",
			forget(c))
	}
	k := f.keyOf(c)
	name := "NAME"
	if k != nil {
		name = k.Name
		switch {
		case !k.Compromised.IsZero():
			return say("git holds %s, committed on %s in %s; %s is %s, so it is dealt with", c.What, c.On, c.Commit, k.Name, k.State()).at(c.File).milder(diag.Note).mend(forget(c))
		case !k.Retired.IsZero() && c.Sealed:
			return say("git holds %s, committed on %s in %s; %s was %s, and only its passphrase keeps others from signing with it", c.What, c.On, c.Commit, k.Name, k.State()).at(c.File).milder(diag.Note).mend(forget(c))
		}
	}
	since := "DAY"
	if !c.On.IsZero() {
		since = c.On.String()
	}
	steps := []string{
		"make a new key: sealpress key new",
		fmt.Sprintf("end this one: sealpress key retire %s --compromised-since %s", name, since),
		fmt.Sprintf("replace what it signed: sealpress reissue --signed-by %s --reason issuer-key-compromised", name),
		"issue, build and put it online: sealpress publish",
		forget(c),
	}
	if c.Sealed {
		steps[1] = fmt.Sprintf("end this one: sealpress key retire %s; where others may know or guess its passphrase, with --compromised-since %s", name, since)
		steps[2] += "; after a plain retire there is nothing to replace"
	}
	return found.mend(steps...)
}

// forget is the last step, which alone helps nobody.
func forget(c Committed) string {
	return fmt.Sprintf("take %s out of the history, for example with git filter-repo; copies that others have stay as they are, so this is no substitute", c.File)
}

// keyOf finds the key of the site that a committed one is likely to be: that
// of its name, else the only one that was there.
func (f *Facts) keyOf(c Committed) *badge.SigningKey {
	var there []*badge.SigningKey
	base := c.File[strings.LastIndexByte(c.File, '/')+1:]
	for _, k := range f.Keys.Pairs {
		if base == k.Name+".jwe" || base == "key-"+k.Name+".jwe" {
			return k.SigningKey
		}
		if !c.On.Before(k.Created) {
			there = append(there, k.SigningKey)
		}
	}
	if len(there) == 1 {
		return there[0]
	}
	return nil
}
