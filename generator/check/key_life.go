package check

import (
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

var keyDates = Rule{
	Rule: diag.Rule{ID: "key-dates", Severity: diag.Error,
		Title: "A key is made before it ends, and neither lies in the future",
		Why:   "The days are published, and which key signs follows from them.",
		Mend:  "correct created:, retired: or compromised-since:",
		Cite:  "Sealpress, keys"},
	Family: "keys",
	Site: func(s *Subject) {
		for _, k := range s.Keys {
			for _, d := range []struct {
				name string
				day  badge.Date
			}{{"created", k.Created}, {"retired", k.Retired}, {"compromised-since", k.Compromised}} {
				at := k.Place.At(d.name)
				switch {
				case d.day.IsZero():
				case s.Today.Before(d.day):
					s.Report(at, "%s: %s is in the future", d.name, d.day)
				case d.day.Before(k.Created):
					s.Report(at, "%s: %s is before the key was made on %s", d.name, d.day, k.Created)
				}
			}
		}
	},
}

// The document that lists the keys, did.json, is fetched by verifiers that
// take no more than so many bytes of it. Both figures are cautious: one key is
// two verification methods with two identifiers that hold the site's address.
const (
	didLimit  = 8 << 10 // bytes that common resolvers of did:web take
	didAround = 300     // bytes of everything but the keys
	didKey    = 650     // bytes of one key
)

// keysThatFit is how many keys a site can list.
const keysThatFit = (didLimit - didAround) / didKey

var didSize = Rule{
	Rule: diag.Rule{ID: "did-size", Severity: diag.Warning,
		Title: "The list of keys stays small enough for every verifier",
		Why:   "Verifiers fetch did.json and refuse one of more than 8 KiB: then no credential of the site verifies any more.",
		Mend:  "make new keys less often; a key stays listed as long as its credentials are to be verified",
		Cite:  "Sealpress, measured with public resolvers of did:web"},
	Family: "keys",
	Site: func(s *Subject) {
		const near = keysThatFit - 2 // leaves room for two emergencies
		if n := len(s.Keys); n > near {
			s.Report(s.Keys[n-1].Place, "the site has %d keys, and its list of keys, did.json, has room for about %d", n, keysThatFit)
		}
	},
}
