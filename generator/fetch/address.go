package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

const maxURL = 2048

// Check reports whether an address may be asked, as far as its text tells: no
// name is looked up. The error is an *Error with the cause ErrRefused.
func (f *Fetcher) Check(url string) error {
	_, err := f.check(url)
	return err
}

// check returns an address in its plain form: the name in lower-case ASCII,
// without a final dot, a port that goes without saying, or a fragment.
func (f *Fetcher) check(raw string) (*url.URL, error) {
	f.once.Do(f.prepare)
	refuse := func(format string, args ...any) (*url.URL, error) {
		return nil, &Error{URL: raw, Cause: ErrRefused, Why: fmt.Sprintf(format, args...)}
	}
	if len(raw) > maxURL {
		return refuse("the address is longer than %d bytes", maxURL)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return refuse("it is not an address")
	}
	switch {
	case u.Scheme != "https" && (u.Scheme != "http" || !f.Loopback):
		return refuse("expected an address that begins with https://")
	case u.Opaque != "" || u.Hostname() == "":
		return refuse("it names no host")
	case u.User != nil:
		return refuse("an address with a user name is not asked")
	}
	port, why := f.port(u)
	if why != "" {
		return refuse("%s", why)
	}
	host, why := f.host(u.Hostname())
	if why != "" {
		return refuse("%s", why)
	}
	switch {
	case port != "":
		host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		host = "[" + host + "]"
	}
	plain := &url.URL{Scheme: u.Scheme, Host: host, Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery, ForceQuery: u.ForceQuery}
	return plain, nil
}

// port returns the port if it must be named. The ports below 1024 belong to
// other services, which might take a greeting of TLS for something else.
func (f *Fetcher) port(u *url.URL) (port, why string) {
	usual := map[string]string{"https": "443", "http": "80"}[u.Scheme]
	if u.Port() == "" {
		return "", ""
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || n == 0 {
		return "", fmt.Sprintf("%.20q is not a port", u.Port())
	}
	port = strconv.FormatUint(n, 10)
	switch {
	case port == usual:
		return "", ""
	case n < 1024 && !f.Loopback:
		return "", "port " + port + " belongs to another service"
	}
	return port, ""
}

// host returns a name or an address in its plain form, or why it is not asked.
func (f *Fetcher) host(raw string) (host, why string) {
	host = raw
	// A resolver might read full-width digits as an address; so they become
	// plain before anything is judged.
	if strings.ContainsFunc(host, func(r rune) bool { return r >= 0x80 }) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return "", fmt.Sprintf("%.100q is not the name of a host", raw)
		}
		host = ascii
	}
	host = strings.TrimSuffix(lower(host), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().String(), f.judge(ip)
	}
	if !isName(host) {
		return "", fmt.Sprintf("%.100q is not the name of a host", raw)
	}
	if f.Loopback {
		return host, ""
	}
	if !strings.Contains(host, ".") {
		return "", fmt.Sprintf("%q is a name of a private network", host)
	}
	for _, private := range privateNames() {
		if host == private || strings.HasSuffix(host, "."+private) {
			return "", fmt.Sprintf("%q is a name of a private network", host)
		}
	}
	return host, ""
}

// privateNames lists the domains that lead into no public network: those of
// IANA's registry of special-use names that name machines, .internal, which
// ICANN keeps for private use (2024), and what routers of homes and offices use.
func privateNames() []string {
	return []string{"localhost", "local", "internal", "home.arpa", "localdomain", "lan", "home", "corp", "intranet", "private", "onion", "alt", "invalid"}
}

// isName reports whether a text is a name, and none that a resolver might read
// as a number: its last label holds more than digits.
func isName(host string) bool {
	if len(host) > 253 {
		return false
	}
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return false
		}
		for i := range len(label) {
			if c := label[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
				return false
			}
		}
	}
	last := labels[len(labels)-1]
	digits := strings.Trim(last, "0123456789") == ""
	hexadecimal := strings.HasPrefix(last, "0x") && strings.Trim(last[2:], "0123456789abcdef") == ""
	return !digits && !hexadecimal
}

// lower leaves everything but A to Z as it is.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
