package badge

import (
	"cmp"

	"github.com/sealpress/sealpress/generator/source"
)

// SigningKey is the public half of a pair of keys that signs credentials
// (content/keys/<name>.yaml). The private half is never among the content.
//
// A pair is made once and never changed. It ends in one of two ways: retired,
// it signs no more and what it signed stays valid; compromised, what it signed
// is no longer to be believed.
type SigningKey struct {
	Place       source.Place
	Name        string // of its file, without the ending
	Created     Date
	Ed25519     string // Multikey (z6Mk…): signs Data Integrity proofs
	P256        string // Multikey (zDna…): signs JWTs
	Retired     Date   // first day on which it signs no more; zero: not retired
	Compromised Date   // day since which others may have it; zero: nobody has
}

// Signs reports whether new credentials may be signed with the key.
func (k *SigningKey) Signs() bool { return k.Retired.IsZero() && k.Compromised.IsZero() }

// Trusted reports whether what the key signed is to be believed.
func (k *SigningKey) Trusted() bool { return k.Compromised.IsZero() }

// State says in words where the key stands, without the day's help: the one
// that signs is known to the catalogue alone.
func (k *SigningKey) State() string {
	switch {
	case !k.Compromised.IsZero():
		return "compromised since " + k.Compromised.String()
	case !k.Retired.IsZero():
		return "retired on " + k.Retired.String()
	}
	return "ready"
}

// CompareKeys orders keys by the day they were made, then by name.
func CompareKeys(a, b *SigningKey) int {
	return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.Name, b.Name))
}

// SigningKey returns the key that signs: the newest that is neither retired
// nor compromised. It is nil where there is none, and credentials are hosted
// only.
func (c *Catalog) SigningKey() *SigningKey {
	var newest *SigningKey
	for _, k := range c.Keys {
		if k.Signs() && (newest == nil || CompareKeys(newest, k) < 0) {
			newest = k
		}
	}
	return newest
}

// Key returns a key by its name.
func (c *Catalog) Key(name string) *SigningKey {
	for _, k := range c.Keys {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// DemoSite is the address that the demonstration key may sign for: that of the
// sample site.
const DemoSite = "https://credentials.harbour.example/"

// The public halves of the demonstration key, whose private half lies open in
// Sealpress's own tests.
const (
	demoEd25519 = "z6MkpxcQaWu94MUoHE3oTKP4Tue7d9PezqNvjj89thCUTR8K"
	demoP256    = "zDnaezoKJakAfjbkh4T9dnXQYo16ULUwEx8xSQhEQFuYmSeEq"
)

// Demo reports whether the key has a half of the demonstration key, which
// anybody can sign with.
func (k *SigningKey) Demo() bool { return k.Ed25519 == demoEd25519 || k.P256 == demoP256 }
