// Package mask hides the e-mail addresses of an award file: each becomes its
// hash and the salt of it, in place.
//
//	email: ada@example.org  # by phone
//
// becomes
//
//	identity: sha256$4debb05d…
//	salt: 9ddbc096…  # by phone
//
// in the author's own style, with braces, quotes and line ends as they were;
// every other byte stays. The hash and the salt are those that the award's
// documents publish anyhow, so nothing of what is published changes, and what
// was issued is still what it was.
//
// A hash hides an address from who reads the file. It does not make the person
// anonymous: who has a guess can hash it and compare.
package mask

import (
	"errors"
	"fmt"
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/manuscript"
)

// Emails hides the addresses of an award file and returns how many there were.
// of is what was read from the text. A text without addresses comes back as it
// is, and so does one whose addresses were hidden before.
//
// The result is read again and held against the original: where it is not the
// same but for the addresses, nothing is returned and the error says which
// award is written in an unusual way. Errors never hold an address.
func Emails(text []byte, of *badge.Cohort, seed badge.Seed) (masked []byte, n int, err error) {
	if !slices.ContainsFunc(of.Awards, func(a *badge.Award) bool { return a.Recipient.Email != "" }) {
		return text, 0, nil
	}
	t, err := manuscript.Parse(text)
	if err != nil {
		return nil, 0, err
	}
	holders := holders(t.Root)
	for _, a := range of.Awards {
		if a.Recipient.Email == "" {
			continue
		}
		_, label := a.Key.Split()
		if a.Place.Path == "" { // the file holds this award alone
			label = ""
		}
		id, _ := credential.Recipient(a, seed)
		if err := hide(t, holders[label], id.Identity, id.Salt); err != nil {
			return nil, 0, err
		}
		n++
	}
	t, err = t.Edited()
	if at, is := errors.AsType[*manuscript.Unsafe](err); is {
		return nil, 0, unsafe(at.Line)
	}
	if err != nil {
		return nil, 0, err
	}
	return t.Bytes(), n, nil
}

func unsafe(line int) error {
	return fmt.Errorf("line %d: an award is written here in a way that cannot be changed safely; write email: and the address on one line of their own, then run the same command again", line)
}

// holders returns, by the label of an award, the keys and values that say whose
// it is; those of a file with one award have no label.
func holders(root *manuscript.Node) map[string]*manuscript.Node {
	_, recipient := root.Find("recipient")
	all := map[string]*manuscript.Node{"": recipient}
	_, awards := root.Find("awards")
	for label, holder := range awards.Entries() {
		all[label.Value] = holder
	}
	return all
}

// hide hides one address. The salt takes its place, so that whatever stands
// behind it stays there; the hash goes before.
func hide(t *manuscript.Text, who *manuscript.Node, identity, salt string) error {
	key, address := who.Find("email")
	if key == nil {
		return unsafe(t.Line(t.Root))
	}
	for _, other := range []string{"identity", "salt"} {
		if k, _ := who.Find(other); k != nil {
			return fmt.Errorf("line %d: an award has both an e-mail and its hash; keep email: alone, then run the same command again", t.Line(k))
		}
	}
	if errors.Join(t.Before(who, "email", "identity", identity), t.Replace(key, "salt"), t.Replace(address, salt)) != nil {
		return unsafe(t.Line(key))
	}
	return nil
}
