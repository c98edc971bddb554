package render

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
)

const (
	feedLength    = 50
	sitemapLength = 20_000 // addresses in one sitemap; the protocol allows 50,000
)

// feeds yields what readers, search engines and hosts ask for. Only listed
// awards are in it.
func (s *site) feeds(yield func(Entry) bool) bool {
	listed := s.listed()
	fp := s.listedDigest(listed)
	text := func(p address.Path, fp digest, render func() ([]byte, error)) bool { return yield(file(p, fp, render)) }
	constant := func(p address.Path, content string) bool {
		return text(p, s.sum(content), func() ([]byte, error) { return []byte(content), nil })
	}
	ok := text(address.Feed, s.sum(s.whole, fp, "feed"), func() ([]byte, error) { return s.feed(listed) }) &&
		constant(address.Robots, "User-agent: *\nAllow: /\n\nSitemap: "+s.address.URL(address.Sitemap)+"\n") &&
		constant(address.Headers, headers) &&
		constant(address.NoJekyll, "") &&
		constant(address.MadeByUs, "This folder is made by Sealpress. Changes in it are lost with the next build.\n")
	if !ok {
		return false
	}
	paths := s.sitemapPaths(listed)
	parts := (len(paths) + sitemapLength - 1) / sitemapLength
	slugs := make([]any, len(s.Pages))
	for i, p := range s.Pages {
		slugs[i] = p.Slug
	}
	fp = s.sum(s.whole, fp, s.sum(slugs...))
	if parts <= 1 {
		return text(address.Sitemap, s.sum(fp, "sitemap"), func() ([]byte, error) { return s.sitemap(paths) })
	}
	for i := range parts {
		part := paths[i*sitemapLength : min(len(paths), (i+1)*sitemapLength)]
		if !text(address.SitemapPart(i+1), s.sum(fp, "sitemap", i), func() ([]byte, error) { return s.sitemap(part) }) {
			return false
		}
	}
	return text(address.Sitemap, s.sum(s.whole, "sitemaps", parts), func() ([]byte, error) { return s.sitemapIndex(parts) })
}

// headers is read by hosts that take such a file. Verifiers run in browsers,
// so every document may be read from other origins; assets carry a digest in
// their names and never change.
const headers = `/*
  Access-Control-Allow-Origin: *
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/status/*
  Cache-Control: public, max-age=300
/awards/*/credential.jwt
  Content-Type: text/plain; charset=utf-8
`

// listed returns the listed awards, newest first.
func (s *site) listed() []check.Entry {
	var out []check.Entry
	for _, e := range s.Awards() {
		if e.Listed {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, newestFirst)
	return out
}

func (s *site) listedDigest(listed []check.Entry) digest {
	if s.counting {
		return digest{}
	}
	values := make([]any, 0, 2*len(listed))
	for _, e := range listed {
		values = append(values, e.ID, e.Digest)
	}
	return sum(values...)
}

// located is an address in the sitemap.
type located struct {
	path     address.Path
	modified badge.Date // zero: not said
}

func (s *site) sitemapPaths(listed []check.Entry) []located {
	out := []located{{path: address.Home()}, {path: address.Catalogue()}, {path: address.Guide()}, {path: address.Verify()}, {path: address.Issuer()}}
	if len(s.Pathways) > 0 {
		out = append(out, located{path: address.Pathways()})
	}
	for _, w := range s.Pathways {
		out = append(out, located{path: address.Pathway(w.Slug)})
	}
	for _, p := range s.Pages {
		out = append(out, located{path: address.Page(p.Slug)})
	}
	for _, a := range s.Achievements {
		out = append(out, located{path: s.achievementPath(a)})
	}
	if s.publishes("html") {
		for _, e := range listed {
			out = append(out, located{address.Award(e.ID), e.Awarded})
		}
	}
	return out
}

// The elements of sitemaps.org, protocol 0.9, with alternates in other
// languages as search engines read them.
type (
	urlset struct {
		XMLName xml.Name     `xml:"urlset"`
		NS      string       `xml:"xmlns,attr"`
		XHTML   string       `xml:"xmlns:xhtml,attr,omitempty"`
		URLs    []sitemapURL `xml:"url"`
	}
	sitemapURL struct {
		Loc     string        `xml:"loc"`
		LastMod string        `xml:"lastmod,omitempty"`
		Links   []sitemapLink `xml:"xhtml:link"`
	}
	sitemapLink struct {
		Rel      string `xml:"rel,attr"`
		HrefLang string `xml:"hreflang,attr"`
		Href     string `xml:"href,attr"`
	}
	sitemapindex struct {
		XMLName  xml.Name     `xml:"sitemapindex"`
		NS       string       `xml:"xmlns,attr"`
		Sitemaps []sitemapURL `xml:"sitemap"`
	}
)

const sitemapNS = "http://www.sitemaps.org/schemas/sitemap/0.9"

func (s *site) sitemap(paths []located) ([]byte, error) {
	set := urlset{NS: sitemapNS}
	languages := s.Catalog.Site.Languages
	var links func(address.Path) []sitemapLink
	if len(languages) > 1 {
		set.XHTML = "http://www.w3.org/1999/xhtml"
		links = func(p address.Path) []sitemapLink {
			var out []sitemapLink
			for _, l := range languages {
				out = append(out, sitemapLink{"alternate", l, s.address.URL(s.path(p, l))})
			}
			return out
		}
	}
	for _, l := range languages {
		for _, at := range paths {
			u := sitemapURL{Loc: s.address.URL(s.path(at.path, l)), LastMod: at.modified.String()}
			if links != nil {
				u.Links = links(at.path)
			}
			set.URLs = append(set.URLs, u)
		}
	}
	return xmlFile(set)
}

func (s *site) sitemapIndex(parts int) ([]byte, error) {
	index := sitemapindex{NS: sitemapNS}
	for i := range parts {
		index.Sitemaps = append(index.Sitemaps, sitemapURL{Loc: s.address.URL(address.SitemapPart(i + 1))})
	}
	return xmlFile(index)
}

// The elements of Atom (RFC 4287).
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"feed"`
		NS      string      `xml:"xmlns,attr"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Author  atomAuthor  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
		URI  string `xml:"uri,omitempty"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Summary string   `xml:"summary"`
	}
)

// feed is the newest listed awards. Its date is that of the newest listed
// award, so that it never depends on the clock.
func (s *site) feed(listed []check.Entry) ([]byte, error) {
	lang := s.Catalog.Site.Languages[0]
	newest := badge.Date{Year: 2000, Month: 1, Day: 1}
	for _, e := range listed {
		if newest.Before(e.Awarded) {
			newest = e.Awarded
		}
	}
	f := atomFeed{NS: "http://www.w3.org/2005/Atom", Lang: lang, ID: s.address.String(), Title: s.Catalog.Site.Title, Updated: atomTime(newest),
		Author: atomAuthor{Name: s.Issuer.Name, URI: s.Issuer.URL},
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: s.address.URL(address.Feed)},
			{Rel: "alternate", Type: "text/html", Href: s.address.URL(address.Home())}}}
	if s.publishes("html") {
		for _, e := range listed[:min(len(listed), feedLength)] {
			d := s.definition(e.Achievement, lang)
			title := d.Name
			if e.Shown != "" {
				title = s.theme.Text(lang, "title.award", "name", d.Name, "holder", e.Shown)
			}
			at := s.address.URL(address.Award(e.ID))
			f.Entries = append(f.Entries, atomEntry{ID: at, Title: title, Updated: atomTime(e.Awarded), Link: atomLink{Href: at}, Summary: d.Description})
		}
	}
	return xmlFile(f)
}

func atomTime(d badge.Date) string { return d.String() + "T00:00:00Z" }

func xmlFile(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("writing XML: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
