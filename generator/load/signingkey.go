package load

import (
	"regexp"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// publicKeyForm is Multibase base58-btc. Which key it is, and whether it may
// be used, is for the rule book.
var publicKeyForm = regexp.MustCompile(`^z[1-9A-HJ-NP-Za-km-z]{40,100}$`)

// maxKeyName keeps the name of a key short enough for tables and commands.
const maxKeyName = 40

func (c *Content) loadKeys() {
	for _, name := range c.yamlFiles("keys") {
		stem := strings.TrimSuffix(name, ".yaml")
		if !slugForm.MatchString(stem) || len(stem) > maxKeyName {
			want := makeSlug(stem)
			if want = strings.Trim(want[:min(len(want), maxKeyName)], "-"); want == "" {
				want = "2026"
			}
			c.find(diag.Error, "file-name", "keys/"+name, 0, 0, "rename it to "+want+".yaml, and the file with its private half likewise",
				"the name is that of the key: expected at most %d lower-case letters, digits and single hyphens", maxKeyName)
			continue
		}
		if data, ok := c.readFile("keys/"+name, maxFile); !ok {
			continue
		} else if what, _ := PrivateKey(data); what != "" {
			continue // said already; what the reader would say could quote it
		}
		d, ok := c.open("keys/"+name, signingKeyFile)
		if !ok {
			continue
		}
		c.Catalog.Keys = append(c.Catalog.Keys, &badge.SigningKey{Place: d.place, Name: stem, Created: d.date("created"),
			Ed25519: d.text("ed25519"), P256: d.text("p256"), Retired: d.date("retired"), Compromised: d.date("compromised-since")})
	}
	slices.SortFunc(c.Catalog.Keys, badge.CompareKeys)
}

// checkPublicKey never shows what it found: it may be the private half, put
// here by mistake.
func checkPublicKey(s string) (message, mend string) {
	switch {
	case publicKeyForm.MatchString(s):
		return "", ""
	case strings.HasPrefix(s, "eyJ"), strings.HasPrefix(s, "{"), strings.Contains(s, "PRIVATE KEY"):
		return "expected a public key, found what looks like a private one", "take it out of the repository, and run: sealpress key list"
	case strings.HasPrefix(s, "did:key:z"):
		return "expected the public key alone, found a did:key", "remove did:key: before it"
	}
	return "expected a public key in the form of a Multikey, which begins with z", "restore the line as sealpress key new wrote it"
}
