package did

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Web returns the did:web of a site, and the address at which its document has
// to be. A site at the root of its host has the document in .well-known, one
// below a path in that path.
//
// An IP address has no did:web. A site over http has one where its host is
// localhost, or a name below it, as tests and previews are; over https such a
// host has none.
func Web(site string) (id, documentURL string, err error) {
	id, documentURL, err = web(site)
	if err != nil {
		return "", "", fmt.Errorf("finding the did:web of %.200q: %w", site, err)
	}
	return id, documentURL, nil
}

func web(site string) (string, string, error) {
	u, err := url.Parse(site)
	switch {
	case err != nil:
		return "", "", errors.New("expected a URL")
	case u.Opaque != "" || u.User != nil || strings.ContainsAny(site, "?#"):
		return "", "", errors.New("expected a URL without user, query and fragment")
	case u.Port() == "" && strings.HasSuffix(u.Host, ":"):
		return "", "", errors.New("the port is empty")
	}
	host, port := u.Hostname(), u.Port()
	if err := checkHost(host); err != nil {
		return "", "", err
	}
	if scheme := schemeOf(host); u.Scheme != scheme {
		return "", "", fmt.Errorf("expected %s for the host %s", scheme, host)
	}
	id := "did:web:" + host
	if port != "" {
		if err := checkPort(port); err != nil {
			return "", "", err
		}
		if u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
			return "", "", errors.New("expected no port where it is the usual one")
		}
		id += "%3A" + port
	}
	if path := u.EscapedPath(); path != "" && path != "/" {
		path = strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/")
		for segment := range strings.SplitSeq(path, "/") {
			plain, err := url.PathUnescape(segment)
			if err != nil {
				return "", "", err
			}
			if err := checkSegment(plain); err != nil {
				return "", "", err
			}
			id += ":" + escape(plain)
		}
	}
	address, err := DocumentURL(id)
	return id, address, err
}

// DocumentURL returns the address at which the document of a did:web has to
// be. What Web would not write is refused, but for the usual port.
func DocumentURL(id string) (string, error) {
	rest, ok := strings.CutPrefix(id, "did:web:")
	if !ok || !valid(id) {
		return "", fmt.Errorf("expected a did:web, found %.200q", id)
	}
	parts := strings.Split(rest, ":")
	address, err := documentURL(parts[0], parts[1:])
	if err != nil {
		return "", fmt.Errorf("finding the document of %.200q: %w", id, err)
	}
	return address, nil
}

func documentURL(authority string, segments []string) (string, error) {
	host, port, hasPort := strings.Cut(authority, "%3A")
	if err := checkHost(host); err != nil {
		return "", err
	}
	address := schemeOf(host) + "://" + host
	if hasPort {
		if err := checkPort(port); err != nil {
			return "", err
		}
		address += ":" + port
	}
	if len(segments) == 0 {
		return address + "/.well-known/did.json", nil
	}
	for _, s := range segments {
		plain, err := url.PathUnescape(s)
		if err != nil {
			return "", err
		}
		if err := checkSegment(plain); err != nil {
			return "", err
		}
		if escape(plain) != s {
			return "", fmt.Errorf("expected %s as the form of %q", escape(plain), s)
		}
		address += "/" + url.PathEscape(plain)
	}
	return address + "/did.json", nil
}

// schemeOf returns the scheme by which a host is asked: did:web names none.
func schemeOf(host string) string {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return "http"
	}
	return "https"
}

// checkHost refuses all but a name of lower-case letters, digits and hyphens.
// An IP address has none: that of version 6 has colons, and that of version 4
// ends in a number, as does everything that a browser takes for one.
func checkHost(host string) error {
	labels := strings.Split(host, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return fmt.Errorf("expected the name of a host, in lower case and without anything but letters, digits and hyphens, found %.100q", host)
		}
	}
	last := labels[len(labels)-1]
	if strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x") {
		return fmt.Errorf("an IP address has no did:web: %.100q", host)
	}
	if len(host) > 253 {
		return errors.New("the name of the host is too long")
	}
	return nil
}

func checkPort(port string) error {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
		return fmt.Errorf("expected a port from 1 to 65535, found %.20q", port)
	}
	return nil
}

// checkSegment takes letters and digits of any language, and the marks that
// need no escape in a URL. Of anything else resolvers make different things.
func checkSegment(s string) error {
	if s == "" || s == "." || s == ".." || !utf8.ValidString(s) {
		return fmt.Errorf("expected a path without empty parts and dots, found %.100q", s)
	}
	for _, r := range s {
		if r < utf8.RuneSelf && !idchar(byte(r)) && r != '~' || r >= utf8.RuneSelf && !unicode.In(r, unicode.L, unicode.M, unicode.N) {
			return fmt.Errorf("did:web has no form for %q in a path", r)
		}
	}
	return nil
}

// escape writes a segment with what a DID allows; the rest is escaped.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if idchar(s[i]) {
			b.WriteByte(s[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", s[i])
		}
	}
	return b.String()
}
