package check

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/source"
	"github.com/sealpress/sealpress/generator/standard/did"
)

const citeMeasured = "Sealpress, measured with public verifiers"

var issuerURL = Rule{
	Rule: diag.Rule{ID: "issuer-url-unreachable", Severity: diag.Warning,
		Title: "The issuer's web address answers everybody, over https",
		Why:   "Verifiers ask the address and warn where it does not answer; one of them follows no redirect from http to https.",
		Mend:  "write the address as the browser shows it once the page is open, beginning with https://",
		Cite:  "Open Badges 3.0, Profile.url; " + citeMeasured},
	Family: "interop",
	Site: func(s *Subject) {
		u, err := url.Parse(s.Issuer.URL)
		at := s.Issuer.Place.At("url")
		switch {
		case err != nil || s.Issuer.URL == "":
		case local(u.Hostname()):
			s.ReportMend(at, "write the address of your public web site", "only machines in your own network reach %q", s.Issuer.URL)
		case u.Scheme != "https":
			s.Report(at, "expected an address that starts with https://, found %q", s.Issuer.URL)
		}
	},
}

// local reports whether a host is one that the public cannot reach.
func local(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".internal")
}

var siteUnsignable = Rule{
	Rule: diag.Rule{ID: "site-address-unsignable", Severity: diag.Error,
		Title: "A site that signs has the name of a host as its address",
		Why:   "The issuer of a signed credential is the did:web of the site, and an IP address, a path with unusual marks or the usual port has none: nothing can be signed.",
		Mend:  "publish at a host with a name, for example https://credentials.example.org/",
		Cite:  "did:web Method Specification, 2.5.1 DID format"},
	Family: "interop",
	Site: func(s *Subject) {
		site, err := address.Parse(s.Catalog.Site.URL)
		if err != nil || !signs(s.Catalog) {
			return
		}
		if _, _, err := did.Web(site.String()); err != nil {
			why := err.Error()
			if _, rest, cut := strings.Cut(why, `": `); cut {
				why = rest
			}
			s.Report(s.Catalog.Site.Place.At("url"), "no did:web can name this address: %s", why)
		}
	},
}

var sitePort = Rule{
	Rule: diag.Rule{ID: "site-address-port", Severity: diag.Warning,
		Title: "A site that signs needs no port in its address",
		Why:   "In the did:web of a host with a port the colon is written as %3A, which the official validator does not read where no path follows.",
		Mend:  "publish at the usual port of https, or below a path such as https://host:8443/badges/",
		Cite:  citeMeasured},
	Family: "interop",
	Site: func(s *Subject) {
		site, err := address.Parse(s.Catalog.Site.URL)
		if err != nil || !signs(s.Catalog) || site.Base() != "/" {
			return
		}
		if host, port, err := net.SplitHostPort(site.Host()); err == nil && port != "" && !local(host) {
			s.Report(s.Catalog.Site.Place.At("url"), "the official validator cannot resolve the issuer of a site at port %s", port)
		}
	},
}

var addressForm = Rule{
	Rule: diag.Rule{ID: "web-address-form", Severity: diag.Warning,
		Title: "Web addresses in a credential hold plain letters alone",
		Why:   "Some verifiers check addresses letter by letter, and refuse a credential with accents or square brackets in one, or a percent sign without its two digits.",
		Mend:  "copy the address from the browser, which writes such letters with percent signs",
		Cite:  "RFC 3986, 2; Open Badges 3.0, data type URI"},
	Family: "interop",
	Site: func(s *Subject) {
		s.form(s.Issuer.Place.At("url"), s.Issuer.URL)
		for i, acc := range s.Issuer.Accreditations {
			s.form(s.Issuer.Place.Index("accreditations", i).At("url"), acc.URL)
		}
	},
	Def: func(s *Subject, a *badge.Achievement) {
		for i, o := range a.Outcomes {
			s.form(a.Place.Index("outcomes", i).At("skill", "url"), o.Skill.URL)
		}
		s.form(a.Place.At("quality-assurance", "url"), a.QualityAssurance.URL)
		s.form(a.Place.At("awarding-body", "url"), a.AwardingBody.URL)
		s.form(a.Place.At("awarding-body", "accreditation", "url"), a.AwardingBody.Accreditation.URL)
	},
	Award: func(s *Subject, _ *badge.Cohort, a *badge.Award) {
		for i, e := range a.Evidence {
			if e.URL != "" && !portable(e.URL) {
				s.form(a.Place.Index("evidence", i).At("url"), e.URL)
			}
		}
		if a.Recipient.URL != "" {
			s.form(holder(a).At("url"), a.Recipient.URL)
		}
	},
}

// form reports an address that is no URI of RFC 3986.
func (s *Subject) form(at source.Place, addr string) {
	if portable(addr) {
		return
	}
	u, err := url.Parse(addr)
	switch {
	case err != nil: // a finding of the reader
	case !ascii(u.Host):
		s.ReportMend(at, "write the name of the host in the form that begins with xn--; the browser's certificate shows it", "the host %q holds letters that not every verifier takes", u.Host)
	case portable(u.String()):
		s.ReportMend(at, "write "+u.String(), "%q holds letters that not every verifier takes", addr)
	default:
		s.Report(at, "%q holds letters that not every verifier takes", addr)
	}
}

// portable reports whether every verifier reads an address alike.
func portable(addr string) bool {
	for i := 0; i < len(addr); i++ {
		switch c := addr[i]; {
		case c >= 0x80:
			return false
		case c == '%' && (i+2 >= len(addr) || !isHex(addr[i+1]) || !isHex(addr[i+2])):
			return false
		case c == '[' || c == ']':
			host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(addr, "https://"), "http://"), "/")
			if !strings.HasPrefix(host, "[") || i > strings.Index(addr, "//")+2+len(host) {
				return false
			}
		}
	}
	return true
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

var outputsUnverifiable = Rule{
	Rule: diag.Rule{ID: "site-outputs-unverifiable", Severity: diag.Warning,
		Title: "Something that can be verified is published for each award",
		Why:   "A page or a picture alone proves nothing: no verifier finds a credential behind it.",
		Mend:  "add ob2 to outputs, or ob3 and a key",
		Cite:  "Open Badges 2.0, Assertion; Open Badges 3.0, AchievementCredential"},
	Family: "interop",
	Site: func(s *Subject) {
		out := s.Catalog.Site.Outputs
		at := s.Catalog.Site.Place.At("outputs")
		switch {
		case len(out) == 0 || slices.Contains(out, "ob2"):
		case !slices.Contains(out, "ob3"):
			s.Report(at, "for an award there is neither an Open Badges 2.0 document nor a signed credential")
		case s.SigningKey() == nil:
			s.Report(at, "for an award there is no Open Badges 2.0 document, and without a key no signed credential either")
		}
	},
}

var outputsPageless = Rule{
	Rule: diag.Rule{ID: "site-outputs-pageless", Severity: diag.Warning,
		Title: "Each award has a page",
		Why:   "Profiles, previews and people open the page; without one a holder has nothing to show.",
		Mend:  "add html to outputs",
		Cite:  "Open Badges 2.0, BadgeClass.criteria; Sealpress, outputs"},
	Family: "interop",
	Site: func(s *Subject) {
		if out := s.Catalog.Site.Outputs; len(out) > 0 && !slices.Contains(out, "html") {
			s.Report(s.Catalog.Site.Place.At("outputs"), "awards have no page that a person can open")
		}
	},
}

var statusTwoLists = Rule{
	Rule: diag.Rule{ID: "site-status-two-lists", Severity: diag.Note,
		Title: "A credential names one status list",
		Why:   "With suspension it names two, as a list, which the strict official schema refuses; the signature verifies all the same, and some verifiers look at the first list alone.",
		Mend:  "keep revocation alone, unless you must be able to suspend",
		Cite:  "Open Badges 3.0, credentialStatus; " + citeMeasured},
	Family: "interop",
	Site: func(s *Subject) {
		if slices.Contains(s.Catalog.Site.Status, "suspension") && signs(s.Catalog) {
			s.Report(s.Catalog.Site.Place.At("status"), "a credential that can be suspended names two status lists, and the strict official schema takes one")
		}
	},
}

var hostFile = Rule{
	Rule: diag.Rule{ID: "site-host-file", Severity: diag.Warning,
		Title: "static/CNAME names the host of the site",
		Why:   "A host that reads this file serves the site there: at another name than that in the credentials, no verifier finds them.",
		Mend:  "write the host of url: in site.yaml into the file, or remove it",
		Cite:  "GitHub Pages, custom domains; did:web Method Specification, 3.2 Read"},
	Family: "interop",
	Site: func(s *Subject) {
		site, err := address.Parse(s.Catalog.Site.URL)
		i := slices.IndexFunc(s.Static, func(f badge.File) bool { return f.Name == "CNAME" })
		if err != nil || i < 0 {
			return
		}
		text, err := s.Content.ReadFile(s.Static[i])
		if err != nil {
			return // it changed since it was read; the next run sees it
		}
		host := strings.TrimSpace(string(text))
		if !strings.EqualFold(host, site.Host()) {
			s.Report(s.Static[i].Place, "the file names the host %.80q, and the site is at %s", host, site.Host())
		}
	},
}
