// Package address computes every published address in one place.
//
// A Path is relative to the root of the site and the same in every language
// and under every base path: "achievements/knots/badgeclass.json". Pages end
// in a slash. A Site turns paths into absolute URLs and into links.
//
//	site, _ := address.Parse("https://org.github.io/badges/")
//	site.URL(address.AwardAssertion(id))   // https://org.github.io/badges/awards/<id>/assertion.json
//	site.Href(address.Guide().In("it"))    // /badges/it/guide/
package address

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// Path is an address below the root of a site, without a leading slash. The
// home page is the empty path; paths of pages end in "/".
type Path string

// File returns the file under the output folder that answers the path.
func (p Path) File() string {
	if p == "" || strings.HasSuffix(string(p), "/") {
		return string(p) + "index.html"
	}
	return string(p)
}

// In returns the page's address in another language than the site's first;
// an empty language is the first.
func (p Path) In(language string) Path {
	if language == "" {
		return p
	}
	return Path(language + "/" + string(p))
}

// Site is the address of a whole site: where its root is.
type Site struct {
	origin string // https://host
	base   string // path of the root, with both slashes: "/" or "/badges/"
}

// Parse reads the address of a site, as written under "url" in site.yaml. It
// must be an absolute https address without query or fragment (http only on
// localhost); a missing slash at the end is added. Host and path hold nothing
// that has two spellings or has to be escaped in a page: every document and
// link repeats them as they are.
func Parse(s string) (Site, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return Site{}, errors.New("not a web address")
	case u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())):
		return Site{}, errors.New("expected an address that starts with https://")
	case u.Hostname() == "" || strings.HasPrefix(u.Host, ":"):
		return Site{}, errors.New("the address names no host")
	case !isHost(u.Hostname()):
		return Site{}, errors.New("the host may hold letters from a to z, digits, hyphens and single dots; a name with other letters is written in its form that begins with xn--")
	case !isPort(u):
		return Site{}, errors.New("the port is none: expected a number from 1 to 65535")
	case u.User != nil:
		return Site{}, errors.New("the address must not hold a user name")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(s, "#"):
		return Site{}, errors.New("the address must end with its path: no question mark and no number sign")
	case u.RawPath != "" || strings.Contains(u.Path, "//") || strings.ContainsFunc(u.Path, func(r rune) bool { return !isPlain(r) && !strings.ContainsRune("/.~", r) }):
		return Site{}, errors.New("the path of the address may hold letters, digits, hyphens and single slashes")
	}
	for part := range strings.SplitSeq(strings.Trim(u.Path, "/"), "/") {
		if part == "." || part == ".." {
			return Site{}, errors.New("the path of the address must not hold \".\" or \"..\" as a part")
		}
	}
	base := "/" + strings.Trim(u.Path, "/")
	if base != "/" {
		base += "/"
	}
	return Site{origin: u.Scheme + "://" + strings.ToLower(u.Host), base: base}, nil
}

// isPlain reports whether a character is written in one way only, wherever it
// stands in an address.
func isPlain(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_'
}

// isHost reports whether a host is a name in ASCII, or an IP address.
func isHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return !strings.Contains(host, "%") // a zone means something on one machine alone
	}
	for part := range strings.SplitSeq(host, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool { return !isPlain(r) }) {
			return false
		}
	}
	return true
}

func isPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.Atoi(u.Port())
	return err == nil && 1 <= n && n <= 65535
}

func isLoopback(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

// String returns the root's URL, ending in a slash.
func (s Site) String() string { return s.origin + s.base }

// Host returns the host, with the port where there is one.
func (s Site) Host() string {
	_, host, _ := strings.Cut(s.origin, "://")
	return host
}

// Base returns the path of the root, with a slash at both ends.
func (s Site) Base() string { return s.base }

// URL returns the absolute address of a path.
func (s Site) URL(p Path) string { return s.origin + s.base + string(p) }

// Href returns the address of a path as links inside the site write it:
// without the host, so that a copy under another host works as well.
func (s Site) Href(p Path) string { return s.base + string(p) }

// Path returns the path of an absolute address of this site.
func (s Site) Path(addr string) (Path, bool) {
	rest, ok := strings.CutPrefix(addr, s.String())
	return Path(rest), ok
}

// Home is the front page: who issues, what can be earned.
func Home() Path { return "" }

// Guide explains the difference between a badge and a micro-credential.
func Guide() Path { return "guide/" }

// Verify checks a credential in the reader's browser.
func Verify() Path { return "verify/" }

// Catalogue lists all achievements.
func Catalogue() Path { return "achievements/" }

// Achievement is the page of an achievement; it shows the newest version.
func Achievement(slug string) Path { return Path("achievements/" + slug + "/") }

// AchievementVersion is the page of one version of an achievement that has
// several.
func AchievementVersion(slug string, version int) Path {
	return Path(fmt.Sprintf("achievements/%s/v%d/", slug, version))
}

// AchievementFile is a document or an image of one version of an achievement.
// Version 1 lives beside the page, so that its addresses never move.
func AchievementFile(slug string, version int, name string) Path {
	if version <= 1 {
		return Achievement(slug) + Path(name)
	}
	return AchievementVersion(slug, version) + Path(name)
}

// Card is the picture with which a link to a version is previewed.
func Card(slug string, version int) Path { return AchievementFile(slug, version, "card.png") }

// BadgeClass is the Open Badges 2.0 BadgeClass of a version.
func BadgeClass(slug string, version int) Path {
	return AchievementFile(slug, version, "badgeclass.json")
}

// AchievementDocument is the Open Badges 3.0 Achievement of a version.
func AchievementDocument(slug string, version int) Path {
	return AchievementFile(slug, version, "achievement.json")
}

// Award is the page of an award.
func Award(id string) Path { return Path("awards/" + id + "/") }

// Assertion is the Open Badges 2.0 Assertion of an award.
func Assertion(id string) Path { return Award(id) + "assertion.json" }

// Credential is the Open Badges 3.0 credential of an award.
func Credential(id string) Path { return Award(id) + "credential.json" }

// CredentialJWT is the same credential as a JSON Web Token.
func CredentialJWT(id string) Path { return Award(id) + "credential.jwt" }

// BakedSVG is the artwork of an award with its credential baked in.
func BakedSVG(id string) Path { return Award(id) + "badge.svg" }

// BakedPNG is the picture of an award with its credential baked in.
func BakedPNG(id string) Path { return Award(id) + "badge.png" }

// Issuer is the page of the issuer.
func Issuer() Path { return "issuer/" }

// IssuerProfile is the Open Badges 2.0 Profile of the issuer.
func IssuerProfile() Path { return "issuer/issuer.json" }

// Revocations is the Open Badges 2.0 RevocationList of the issuer.
func Revocations() Path { return "issuer/revocations.json" }

// IssuerLogo is the issuer's image; name is the file name of the author's.
func IssuerLogo(ext string) Path { return Path("issuer/logo" + ext) }

// LogoOf is the address of the image that the issuer names; ok is false where
// it names none.
func LogoOf(name string) (at Path, ok bool) {
	if name == "" {
		return "", false
	}
	return IssuerLogo(path.Ext(name)), true
}

// ProfileDocument is the Open Badges 3.0 Profile of the issuer.
func ProfileDocument() Path { return "issuer/profile.json" }

// StatusList is a list of revocations or suspensions, from 1.
func StatusList(purpose string, n int) Path {
	return Path(fmt.Sprintf("status/%s-%d.json", purpose, n))
}

// DIDDocument is where the site's did:web is resolved: below .well-known for a
// site that has a host of its own, else at its root (did:web Method, §3.2).
func (s Site) DIDDocument() Path {
	if s.base == "/" {
		return ".well-known/did.json"
	}
	return "did.json"
}

// Keys is the set of public keys (RFC 7517).
func Keys() Path { return ".well-known/jwks.json" }

// KeyFile is one public key, as a bare JWK.
func KeyFile(kid string) Path { return Path("keys/" + kid + ".json") }

// Pathway is the page of a pathway.
func Pathway(slug string) Path { return Path("pathways/" + slug + "/") }

// Pathways lists all pathways.
func Pathways() Path { return "pathways/" }

// Page is a free page.
func Page(slug string) Path { return Path("pages/" + slug + "/") }

// Asset is a file of the theme.
func Asset(name string) Path { return Path("assets/" + name) }

// The files that stand at fixed names.
const (
	Feed      Path = "feed.xml"
	Sitemap   Path = "sitemap.xml"
	Robots    Path = "robots.txt"
	NotFound  Path = "404.html"
	Headers   Path = "_headers"
	NoJekyll  Path = ".nojekyll"
	MadeByUs  Path = ".sealpress" // marks the output folder as ours; lists nothing
	awardsDir      = "awards/"
)

// SitemapPart is one of several sitemaps of a very large site, from 1.
func SitemapPart(n int) Path { return Path(fmt.Sprintf("sitemap-%d.xml", n)) }

// AwardID returns the id of the award that a published path belongs to, in
// any language.
func AwardID(p Path) (id string, ok bool) {
	s := string(p)
	if rest, found := strings.CutPrefix(s, awardsDir); found {
		id, _, _ = strings.Cut(rest, "/")
		return id, id != ""
	}
	_, rest, _ := strings.Cut(s, "/")
	if rest, found := strings.CutPrefix(rest, awardsDir); found {
		id, _, _ = strings.Cut(rest, "/")
		// An author's folder may be called awards too: photos/awards/2024.jpg.
		return id, isAwardID(id)
	}
	return "", false
}

// isAwardID reports whether a text has the form of the id of an award: 128
// bits in base32.
func isAwardID(s string) bool {
	return len(s) == 26 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz234567") == ""
}

// Reserved reports whether a path belongs to what Sealpress itself writes, so
// that no static file may stand there. languages are the site's.
func Reserved(p Path, languages []string) bool {
	first, _, deep := strings.Cut(string(p), "/")
	if deep {
		switch first {
		case "achievements", "awards", "issuer", "pathways", "guide", "verify", "pages", "assets", "status", "keys":
			return true
		}
		for _, l := range languages {
			if first == l {
				return true
			}
		}
		return p == ".well-known/did.json" || p == ".well-known/jwks.json"
	}
	switch p {
	case "index.html", Feed, Sitemap, Robots, NotFound, Headers, NoJekyll, MadeByUs, "did.json":
		return true
	}
	return strings.HasPrefix(string(p), "sitemap-")
}
