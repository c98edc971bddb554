package check

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// halves lists both public halves of a key, with where they are written and
// what they must be.
func halves(k *badge.SigningKey) []half {
	return []half{{k.Place.At("ed25519"), k.Ed25519, "Ed25519"}, {k.Place.At("p256"), k.P256, "P-256"}}
}

type half struct {
	place    source.Place
	multikey string
	kind     string
}

func (h half) article() string {
	if h.kind == "Ed25519" {
		return "an Ed25519"
	}
	return "a " + h.kind
}

var keyUnusable = Rule{
	Rule: diag.Rule{ID: "key-file-unusable", Severity: diag.Error,
		Title: "A key file holds an Ed25519 and a P-256 public key that nobody else has",
		Why:   "A verifier refuses every credential of a key that it cannot read; with a weak or published key anybody can sign in your name.",
		Mend:  "restore the line from the repository's history, or make a new key with: sealpress key new",
		Cite:  "W3C Controlled Identifiers 1.0, 2.2.2 Multikey"},
	Family: "keys",
	Site: func(s *Subject) {
		for _, k := range s.Keys {
			for _, h := range halves(k) {
				if h.multikey == "" {
					continue // a finding of the reader
				}
				pub, err := multibase.ParseMultikey(h.multikey)
				if err != nil {
					s.Report(h.place, "this is not %s public key: %v", h.article(), reason(err))
					continue
				}
				if kind := kindOf(pub); kind != h.kind {
					s.ReportMend(h.place, "put each key on its own line, as sealpress key new wrote it", "expected %s key, found %s", h.article(), kind)
					continue
				}
				if err := jose.CheckPublic(pub); err != nil {
					s.ReportMend(h.place, "make a new key with: sealpress key new", "this key must not sign: %v", reason(err))
				}
			}
		}
	},
}

// reason is an error about a key without what was being done, which an author
// need not know.
func reason(err error) string {
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "reading Multikey: "), "checking key: ")
}

// kindOf names the kind of a public key.
func kindOf(pub crypto.PublicKey) string {
	switch k := pub.(type) {
	case ed25519.PublicKey:
		return "Ed25519"
	case *ecdsa.PublicKey:
		switch k.Curve {
		case elliptic.P256():
			return "P-256"
		case elliptic.P384():
			return "P-384"
		}
	}
	return "another kind"
}

var keyTwice = Rule{
	Rule: diag.Rule{ID: "key-twice", Severity: diag.Error,
		Title: "A public key stands in one file",
		Why:   "Two entries of one key have the same identifier: a verifier takes one of them, and a retired key would go on signing.",
		Mend:  "remove the file that was made by copying",
		Cite:  "W3C Decentralized Identifiers 1.0, 5.2 Verification Methods"},
	Family: "keys",
	Site: func(s *Subject) {
		first := map[string]*badge.SigningKey{}
		for _, k := range s.Keys {
			for _, h := range halves(k) {
				if other := first[h.multikey]; other != nil && other != k {
					s.Report(h.place, "the key %q holds the same %s public key", other.Name, h.kind)
				} else if h.multikey != "" {
					first[h.multikey] = k
				}
			}
		}
	},
}

var demoKey = Rule{
	Rule: diag.Rule{ID: "demo-key-elsewhere", Severity: diag.Error,
		Title: "The demonstration key signs the sample site alone",
		Why:   "Its private half is published with Sealpress: anybody can sign with it.",
		Mend:  "remove the file, and make a key of your own with: sealpress key new",
		Cite:  "Sealpress, the demo key of the sample"},
	Family: "keys",
	Site: func(s *Subject) {
		site, err := address.Parse(s.Catalog.Site.URL)
		if err != nil || site.String() == badge.DemoSite {
			return
		}
		for _, k := range s.Keys {
			if k.Demo() {
				s.Report(k.Place, "this is the demonstration key of Sealpress, which anybody can use; it belongs to %s alone", badge.DemoSite)
			}
		}
	},
}
