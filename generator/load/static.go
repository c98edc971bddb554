package load

import (
	"crypto/sha256"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
)

// loadStatic lists the files that are copied as they are.
func (c *Content) loadStatic() {
	for _, name := range c.tree.static {
		file := "static/" + name
		if reserved(name, c.Catalog.Site.Languages) {
			c.find(diag.Error, "static-collision", file, 0, 0, "rename it", "the address /%s belongs to a file that Sealpress writes", name)
			continue
		}
		data, ok := c.readFile(file, maxStatic)
		if !ok || !c.passive(file, data) {
			continue
		}
		c.Catalog.Static = append(c.Catalog.Static, badge.File{Place: source.Place{File: c.shown(file)}, Name: name, Size: int64(len(data)), Digest: sha256.Sum256(data)})
	}
}

// reserved reports whether a static file, or a folder above it, would take the
// place of something that Sealpress writes, also where case does not count.
func reserved(name string, languages []string) bool {
	lower := make([]string, len(languages))
	for i, l := range languages {
		lower[i] = strings.ToLower(l)
	}
	name = strings.ToLower(name)
	for at := range name {
		if name[at] == '/' && address.Reserved(address.Path(name[:at]), lower) {
			return true
		}
	}
	return address.Reserved(address.Path(name), lower) || address.Reserved(address.Path(name+"/index.html"), lower)
}
