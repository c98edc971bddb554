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
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
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
	d, err := parse(text)
	if err != nil {
		return nil, 0, err
	}
	holders := d.holders()
	for _, a := range of.Awards {
		if a.Recipient.Email == "" {
			continue
		}
		_, label := a.Key.Split()
		if a.Place.Path == "" { // the file holds this award alone
			label = ""
		}
		id, _ := credential.Recipient(a, seed)
		if err := d.hide(holders[label], id.Identity, id.Salt); err != nil {
			return nil, 0, err
		}
		n++
	}
	masked = d.edited()
	now, err := parse(masked)
	if err != nil {
		return nil, 0, unsafe(d.root)
	}
	if at := differs(d.root, now.root); at != nil {
		return nil, 0, unsafe(at)
	}
	return masked, n, nil
}

func unsafe(at *yaml.Node) error {
	return fmt.Errorf("line %d: an award is written here in a way that cannot be changed safely; write email: and the address on one line of their own, then run the same command again", at.Line)
}

// holders returns, by the label of an award, the keys and values that say whose
// it is; those of a file with one award have no label.
func (d *document) holders() map[string]*yaml.Node {
	all := map[string]*yaml.Node{"": value(d.root, "recipient")}
	if awards := value(d.root, "awards"); awards != nil {
		for i := 0; i+1 < len(awards.Content); i += 2 {
			all[awards.Content[i].Value] = awards.Content[i+1]
		}
	}
	return all
}

// hide notes the edits that hide one address, and makes the tree what it is to
// be afterwards. The salt takes the place of the address, so that whatever
// stands behind it stays there; the hash goes before.
func (d *document) hide(who *yaml.Node, identity, salt string) error {
	i := position(who, "email")
	if i < 0 {
		return unsafe(d.root)
	}
	for _, other := range []string{"identity", "salt"} {
		if j := position(who, other); j >= 0 {
			return fmt.Errorf("line %d: an award has both an e-mail and its hash; keep email: alone, then run the same command again", who.Content[j].Line)
		}
	}
	k, v := who.Content[i], who.Content[i+1]
	key, keyFound := d.span(k)
	val, valFound := d.span(v)
	if !keyFound || !valFound || !bytes.HasPrefix(bytes.TrimLeft(d.text[key.to:], " \t"), []byte(":")) {
		return unsafe(k)
	}
	kq, vq := quote(k), quote(v)
	d.edits = append(d.edits,
		edit{key.from, key.to, kq + "identity" + kq + ": " + vq + identity + vq + d.between(who, k, key.from) + kq + "salt" + kq},
		edit{val.inner, val.innerEnd, salt})

	as := func(n *yaml.Node, value string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Style: n.Style, Value: value, Line: n.Line, Column: n.Column}
	}
	hash, rest := as(v, identity), as(v, salt)
	if block(v) {
		hash.Style = 0
		rest.Value = strings.Replace(v.Value, strings.TrimSpace(v.Value), salt, 1)
	}
	who.Content = slices.Replace(who.Content, i, i+2, as(k, "identity"), hash, as(k, "salt"), rest)
	return nil
}

// between is what stands between two keys of a holder, where the second takes
// the place of one that begins at an offset.
func (d *document) between(who, k *yaml.Node, at int) string {
	line := d.at[k.Line-1]
	if who.Style&yaml.FlowStyle == 0 {
		return d.lineEnd(k) + strings.Repeat(" ", k.Column-1)
	}
	if indent := d.text[line:at]; len(bytes.TrimLeft(indent, " \t")) == 0 && k.Line > who.Line {
		return "," + d.lineEnd(k) + string(indent)
	}
	return ", "
}

// differs returns the first value that is not the same in two trees, wherever
// they stand; nil where all are. A value that was put in has no tag: a salt
// may look like a number.
func differs(a, b *yaml.Node) *yaml.Node {
	if a.Kind != b.Kind || a.Tag != "" && a.Tag != b.Tag || a.Value != b.Value || a.Style != b.Style || a.Anchor != b.Anchor || len(a.Content) != len(b.Content) || (a.Alias == nil) != (b.Alias == nil) {
		return a
	}
	for i := range a.Content {
		if at := differs(a.Content[i], b.Content[i]); at != nil {
			return at
		}
	}
	return nil
}
