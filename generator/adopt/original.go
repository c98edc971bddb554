package adopt

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/starter"
)

// original keeps the credential as it was, and returns its name below the
// content folder. Where addresses are hidden, one that holds an address is not
// kept. Its name derives from the id alone, so that a run that was cut off writes
// the same file again.
func (p *planning) original(c *candidate) string {
	if p.Hidden && personal(c.text) {
		p.Redacted++
		return ""
	}
	sum := sha256.Sum256([]byte(c.id()))
	ending := ".json"
	if c.text[0] != '{' {
		ending = ".jwt"
	}
	name := "imported/" + folderOf(c.id()) + "/" + hex.EncodeToString(sum[:8]) + ending
	data := bytes.TrimSpace(c.text)
	p.originals = append(p.originals, starter.File{Name: "content/" + name, Data: append(slices.Clip(data), '\n')})
	return name
}

// personal reports whether a document, or what a token carries, holds an e-mail
// address that is not the public one of who defined or issued it.
func personal(text []byte) bool {
	o, err := parse(text)
	if text[0] != '{' {
		o, err = payload(text)
	}
	return err != nil || mailIn(map[string]any(o))
}

func mailIn(v any) bool {
	switch v := v.(type) {
	case string:
		return holdsMail(v)
	case []any:
		return slices.ContainsFunc(v, mailIn)
	case map[string]any:
		for name, v := range v {
			switch name {
			case "badge", "achievement", "issuer":
				// What is said of all holders is public.
			default:
				if mailIn(v) {
					return true
				}
			}
		}
	}
	return false
}

// folderOf is the folder in which the originals of a host are kept. It is made
// of the host alone, in letters that every system can hold.
func folderOf(id string) string {
	u, err := url.Parse(id)
	if err != nil || !hostForm.MatchString(u.Hostname()) || strings.Contains(u.Hostname(), "..") {
		return "without-address"
	}
	host := strings.Trim(strings.ToLower(u.Hostname()), ".-")
	if len(host) > 100 || starter.CheckSlug(strings.ReplaceAll(host, ".", "-")) != nil {
		return "without-address"
	}
	if first, _, _ := strings.Cut(host, "."); starter.CheckSlug(first) != nil {
		return "host-" + host // a name that Windows keeps for a device
	}
	return host
}
