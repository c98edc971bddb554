package generator

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/jose"
)

// walkPrivacy checks that a tree says no more of a person than was promised.
func walkPrivacy(t *testing.T, s tree) {
	t.Helper()
	s.emails(t)
	listed := map[string]bool{}
	mayName := s.mayName()
	for _, e := range s.passed.Awards() {
		a, err := s.passed.Award(e)
		if err != nil {
			t.Fatal(err)
		}
		names := a.ShownNames(&s.catalog.Site, e.Achievement)
		switch {
		case names == badge.NoName || names == badge.Initials:
			s.nameless(t, e.ID, a.Recipient.Name, nil)
		case e.Decided.State != badge.Standing:
			// What was signed stays as it was signed; the page names nobody.
			s.nameless(t, e.ID, a.Recipient.Name, isSigned)
		}
		listed[e.ID] = e.Listed
		s.indexing(t, e.ID, e.Listed)
	}
	for _, w := range s.passed.Withdrawn() {
		listed[w.ID] = false
		s.indexing(t, w.ID, false)
	}
	for name, text := range s.files {
		own, _ := address.AwardID(address.Path(name))
		for id, is := range listed {
			if is || id == own || !strings.Contains(text, id) || name == "issuer/revocations.json" || slices.Contains(mayName[own], id) {
				continue
			}
			t.Errorf("%s names %s, which is not listed", name, id)
		}
	}
}

// mayName lists, by award, the unlisted awards that its page may lead to: the
// edition that replaced it and, where both are unlisted, the one it renews.
func (s tree) mayName() map[string][]string {
	may := map[string][]string{}
	for _, w := range s.passed.Withdrawn() {
		may[w.ID] = append(may[w.ID], w.ReplacedBy)
	}
	for _, e := range s.passed.Awards() {
		if a, err := s.passed.Award(e); err == nil && a.Renews != "" && !e.Listed {
			id, _ := s.passed.IDOf(badge.Key(a.Renews))
			may[e.ID] = append(may[e.ID], id)
		}
	}
	return may
}

// isSigned reports whether a file of an award holds its signed credential.
func isSigned(file string) bool { return signedFile.MatchString(file) || isBaked(file) }

// plain returns what a file says to who decodes it.
func plain(name, text string) string {
	if !strings.HasSuffix(name, ".jwt") {
		return text
	}
	_, payload, err := jose.Detach(text)
	if err != nil {
		return text
	}
	return string(payload)
}

// emails checks that no recipient's address stands anywhere in the tree, and
// no hash of it in what is signed.
func (s tree) emails(t *testing.T) {
	t.Helper()
	recipients := map[string]bool{}
	for _, e := range s.passed.Awards() {
		a, err := s.passed.Award(e)
		if err != nil {
			t.Fatal(err)
		}
		if m := strings.ToLower(a.Recipient.Email); m != "" && m != strings.ToLower(s.catalog.Issuer.Email) {
			recipients[m] = true
		}
	}
	hashes := s.hashes(t)
	for name, text := range s.files {
		text = plain(name, text)
		if signedFile.MatchString(name) {
			for hash, award := range hashes {
				if strings.Contains(text, hash) {
					t.Errorf("%s holds the hash or the salt of the address of %s", name, award)
				}
			}
		}
		// However an address is written, it has an at sign.
		lower := strings.NewReplacer("%40", "@", "&#64;", "@", `\u0040`, "@").Replace(strings.ToLower(text))
		for at := strings.IndexByte(lower, '@'); at >= 0; at = next(lower, at) {
			for m := range recipients {
				local, domain, _ := strings.Cut(m, "@")
				if strings.HasSuffix(lower[:at], local) && strings.HasPrefix(lower[at+1:], domain) {
					t.Errorf("%s holds the address %s", name, m)
				}
			}
		}
	}
}

// next returns where the next at sign stands.
func next(text string, at int) int {
	if n := strings.IndexByte(text[at+1:], '@'); n >= 0 {
		return at + 1 + n
	}
	return -1
}

// hashes maps what Open Badges 2.0 publishes of each address, its hash and its
// salt, to the award.
func (s tree) hashes(t *testing.T) map[string]badge.Key {
	t.Helper()
	hashes := map[string]badge.Key{}
	for _, e := range s.passed.Awards() {
		a, err := s.passed.Award(e)
		if err != nil {
			t.Fatal(err)
		}
		if id, ok := credential.Recipient(a, s.catalog.Site.Seed); ok && id.Hashed {
			hashes[strings.TrimPrefix(id.Identity, "sha256$")], hashes[id.Salt] = e.Key, e.Key
		}
	}
	return hashes
}

// nameless checks that the files of an award do not name its holder, but for
// those that may.
func (s tree) nameless(t *testing.T, id, name string, may func(file string) bool) {
	t.Helper()
	for file, text := range s.files {
		if own, _ := address.AwardID(address.Path(file)); own == id && strings.Contains(plain(file, text), name) && (may == nil || !may(file)) {
			t.Errorf("%s names %s", file, name)
		}
	}
}

// indexing checks that the pages of an award ask search engines to stay away,
// unless it is listed.
func (s tree) indexing(t *testing.T, id string, listed bool) {
	t.Helper()
	for _, lang := range s.catalog.Site.Languages {
		p := address.Award(id)
		if lang != s.catalog.Site.Languages[0] {
			p = p.In(lang)
		}
		page, there := s.files[p.File()]
		if there != s.publishes("html") {
			t.Errorf("%s: there is %v, and the site publishes pages: %v", p.File(), there, s.publishes("html"))
		}
		if !there {
			continue
		}
		if noindex := parsePage(t, p.File(), page).meta("robots") == "noindex"; noindex == listed {
			t.Errorf("%s: noindex is %v, listed is %v", p.File(), noindex, listed)
		}
	}
}

// wellFormed reads XML to its end.
func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

var sitemapDay = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

// walkFeeds holds sitemap, feed and pictures against XML, and the addresses
// in the first two against the tree.
func walkFeeds(t *testing.T, s tree) {
	t.Helper()
	for name, text := range s.files {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".svg") {
			if err := wellFormed(text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	s.sitemap(t)
	s.feed(t)
	for line := range strings.Lines(s.files["robots.txt"]) {
		if rule, found := strings.CutPrefix(line, "Disallow:"); found && strings.TrimSpace(rule) != "" {
			t.Errorf("robots.txt keeps readers from %s, so that noindex is never read", rule)
		}
	}
	if !strings.Contains(s.files["robots.txt"], "Sitemap: "+s.at.URL(address.Sitemap)) {
		t.Errorf("robots.txt does not name the sitemap")
	}
}

func (s tree) sitemap(t *testing.T) {
	t.Helper()
	var set struct {
		URLs []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
			Links   []struct {
				HrefLang string `xml:"hreflang,attr"`
				Href     string `xml:"href,attr"`
			} `xml:"link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(s.files["sitemap.xml"]), &set); err != nil {
		t.Fatalf("sitemap.xml: %v", err)
	}
	seen := map[string]bool{}
	for _, u := range set.URLs {
		file, own := s.file(u.Loc)
		if !own || !strings.HasSuffix(file, ".html") || s.files[file] == "" || seen[u.Loc] {
			t.Errorf("sitemap.xml: %s is no page of the site, or stands twice", u.Loc)
		}
		seen[u.Loc] = true
		if u.LastMod != "" && !sitemapDay.MatchString(u.LastMod) {
			t.Errorf("sitemap.xml: lastmod %q", u.LastMod)
		}
		alternates := hreflang(parsePage(t, file, s.files[file]))
		for _, l := range u.Links {
			if alternates[l.HrefLang] != l.Href {
				t.Errorf("sitemap.xml: %s in %s is at %s, and the page says %s", u.Loc, l.HrefLang, l.Href, alternates[l.HrefLang])
			}
		}
	}
	for name, text := range s.files { // and every page that may be found is in it
		if strings.HasSuffix(name, ".html") && parsePage(t, name, text).meta("robots") != "noindex" && !seen[s.canonical(name)] {
			t.Errorf("sitemap.xml does not name %s", s.url(name))
		}
	}
}

func (s tree) feed(t *testing.T) {
	t.Helper()
	type link struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  string   `xml:"author>name"`
		Links   []link   `xml:"link"`
		Entries []struct {
			ID, Title, Updated string
			Link               link `xml:"link"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(s.files["feed.xml"]), &feed); err != nil {
		t.Fatalf("feed.xml: %v", err)
	}
	if feed.ID == "" || feed.Title == "" || feed.Author == "" {
		t.Errorf("feed.xml lacks what RFC 4287 demands: %+v", feed)
	}
	if _, err := time.Parse(time.RFC3339, feed.Updated); err != nil {
		t.Errorf("feed.xml: %v", err)
	}
	links := feed.Links
	for _, e := range feed.Entries {
		links = append(links, e.Link)
	}
	for _, l := range links {
		if file, own := s.file(l.Href); !own || s.files[file] == "" {
			t.Errorf("feed.xml: %s leads nowhere", l.Href)
		}
	}
}
