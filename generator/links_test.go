package generator

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/sealpress/sealpress/generator/address"
)

// document is a parsed page.
type document struct {
	file  string
	root  *html.Node
	nodes []*html.Node // elements, in order
	ids   map[string]bool
}

func parsePage(t testing.TB, file, text string) *document {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	d := &document{file: file, root: root, ids: map[string]bool{}}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		d.nodes = append(d.nodes, n)
		if id := attr(n, "id"); id != "" {
			if d.ids[id] {
				t.Errorf("%s: the id %q stands twice", file, id)
			}
			d.ids[id] = true
		}
	}
	return d
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// text returns what a reader of an element sees.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (d *document) all(tag string) []*html.Node {
	var out []*html.Node
	for _, n := range d.nodes {
		if n.Data == tag {
			out = append(out, n)
		}
	}
	return out
}

// link returns the address of the first link element of a relation.
func (d *document) link(rel string) string {
	for _, n := range d.all("link") {
		if attr(n, "rel") == rel {
			return attr(n, "href")
		}
	}
	return ""
}

func (d *document) meta(name string) string {
	for _, n := range d.all("meta") {
		if attr(n, "name") == name || attr(n, "property") == name {
			return attr(n, "content")
		}
	}
	return ""
}

// walkPages holds every page of a tree against what every page owes.
func walkPages(t *testing.T, s tree) {
	t.Helper()
	pages := map[string]*document{}
	for _, name := range s.files.names() {
		if strings.HasSuffix(name, ".html") {
			pages[name] = parsePage(t, name, s.files[name])
		}
	}
	for _, name := range s.files.names() {
		switch d := pages[name]; {
		case d != nil:
			s.head(t, d)
			s.links(t, d, pages)
			s.alternates(t, d, pages)
		case strings.HasSuffix(name, ".css"):
			for _, addr := range cssAddresses(s.files[name]) {
				s.loads(t, name, addr)
			}
		}
	}
}

// head checks what a page says of itself.
func (s tree) head(t *testing.T, d *document) {
	t.Helper()
	if lang := attr(d.all("html")[0], "lang"); !slices.Contains(s.catalog.Site.Languages, lang) {
		t.Errorf("%s: lang is %q, not a language of the site", d.file, lang)
	} else if first := s.catalog.Site.Languages[0]; lang != first && !strings.HasPrefix(d.file, lang+"/") {
		t.Errorf("%s: the page says it is in %q", d.file, lang)
	}
	if titles := d.all("title"); len(titles) == 0 || text(titles[0]) == "" {
		t.Errorf("%s: no title", d.file)
	}
	if n := d.all("h1"); len(n) != 1 || text(n[0]) == "" {
		t.Errorf("%s: expected one h1 with a text, found %d", d.file, len(n))
	}
	want := s.canonical(d.file)
	if got := d.link("canonical"); got != want {
		t.Errorf("%s: canonical is %q, want %q", d.file, got, want)
	}
	if n := d.all("main"); len(n) != 1 {
		t.Errorf("%s: expected one main element, found %d", d.file, len(n))
	}
	for _, n := range d.all("img") {
		if !has(n, "alt") {
			t.Errorf("%s: an image without alt", d.file)
		}
	}
	if d.meta("viewport") == "" || d.meta("description") == "" && d.file != "404.html" {
		t.Errorf("%s: viewport or description is missing", d.file)
	}
}

// canonical returns the address that a page should give as its own: that of
// the achievement where it shows the newest version at its numbered address,
// none where it answers at every address that there is not.
func (s tree) canonical(file string) string {
	if file == "404.html" {
		return ""
	}
	for _, a := range s.catalog.Achievements {
		if n := address.AchievementVersion(a.Slug, a.Version).File(); a.Newest && strings.HasSuffix(file, n) {
			return s.url(strings.TrimSuffix(file, n) + address.Achievement(a.Slug).File())
		}
	}
	return s.url(file)
}

// links checks that every address of a page leads somewhere, and that nothing
// is loaded from elsewhere.
func (s tree) links(t *testing.T, d *document, pages map[string]*document) {
	t.Helper()
	loading := []string{"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon", "preconnect", "dns-prefetch"}
	for _, n := range d.nodes {
		for _, a := range n.Attr {
			switch {
			case a.Key == "style":
				t.Errorf("%s: a style attribute, which the page's own policy refuses", d.file)
			case a.Key == "srcset" || a.Key == "ping" || a.Key == "formaction" || a.Key == "background":
				t.Errorf("%s: an attribute %s that nobody expects", d.file, a.Key)
			case a.Key == "src" || a.Key == "poster" || n.Data == "object" && a.Key == "data" ||
				a.Key == "href" && n.Data != "a" && n.Data != "link" && n.Data != "area":
				s.loads(t, d.file, a.Val)
				s.leads(t, d, a.Val, pages)
			case a.Key == "href" && n.Data == "link":
				if slices.ContainsFunc(strings.Fields(attr(n, "rel")), func(r string) bool { return slices.Contains(loading, r) }) {
					s.loads(t, d.file, a.Val)
				}
				s.leads(t, d, a.Val, pages)
			case a.Key == "href":
				s.leads(t, d, a.Val, pages)
			}
		}
		if n.Data == "meta" && strings.HasPrefix(attr(n, "property"), "og:") && strings.HasPrefix(attr(n, "content"), "http") {
			s.leads(t, d, attr(n, "content"), pages)
		}
		if n.Data == "meta" && strings.EqualFold(attr(n, "http-equiv"), "refresh") {
			t.Errorf("%s: a page that sends its reader elsewhere", d.file)
		}
		if n.Data == "style" {
			t.Errorf("%s: a style element, which the page's own policy refuses", d.file)
		}
	}
}

// absolute returns an address as a browser on the page would read it.
func (s tree) absolute(t *testing.T, file, addr string) *url.URL {
	t.Helper()
	base, err := url.Parse(s.url(file))
	if err != nil {
		t.Fatal(err)
	}
	u, err := base.Parse(addr)
	if err != nil {
		t.Errorf("%s: the address %q: %v", file, addr, err)
		return nil
	}
	return u
}

// loads checks that what a page loads is the site's own and is there.
func (s tree) loads(t *testing.T, file, addr string) {
	t.Helper()
	if strings.HasPrefix(addr, "data:image/") {
		return
	}
	u := s.absolute(t, file, addr)
	if u == nil {
		return
	}
	target, own := s.file(u.String())
	if _, there := s.files[target]; !own || !there {
		t.Errorf("%s loads %s, which is not a file of the site", file, addr)
	}
}

// leads checks that a link inside the site leads to a file and, with a
// fragment, to a place in it.
func (s tree) leads(t *testing.T, d *document, addr string, pages map[string]*document) {
	t.Helper()
	u := s.absolute(t, d.file, addr)
	if u == nil || u.Scheme == "mailto" || strings.HasPrefix(addr, "data:image/") || strings.HasPrefix(addr, "data:text/calendar;") {
		return
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		t.Errorf("%s: a link to %q", d.file, addr)
		return
	}
	if addr == "" {
		t.Errorf("%s: an empty link", d.file)
	}
	target, own := s.file(u.String())
	if !own {
		if u.Scheme+"://"+u.Host == strings.TrimSuffix(s.at.String(), s.at.Base()) {
			t.Errorf("%s: the link %s leaves the site's folder on its own host", d.file, addr)
		}
		return
	}
	if _, there := s.files[target]; !there {
		t.Errorf("%s: the link %s leads to %s, which is not there", d.file, addr, target)
		return
	}
	if u.Fragment != "" && (pages[target] == nil || !pages[target].ids[u.Fragment]) {
		t.Errorf("%s: %s has no place %q", d.file, target, u.Fragment)
	}
}

// alternates checks that the versions of a page in all languages name one
// another.
func (s tree) alternates(t *testing.T, d *document, pages map[string]*document) {
	t.Helper()
	languages := s.catalog.Site.Languages
	got := hreflang(d)
	if len(languages) == 1 || d.file == "404.html" {
		if len(got) > 0 {
			t.Errorf("%s: names other languages, of which there are none: %v", d.file, got)
		}
		return
	}
	for _, lang := range languages {
		target, own := s.file(got[lang])
		other := pages[target]
		if !own || other == nil {
			t.Errorf("%s: its version in %s is said to be at %q", d.file, lang, got[lang])
			continue
		}
		if attr(other.all("html")[0], "lang") != lang {
			t.Errorf("%s: %s is not in %s", d.file, target, lang)
		}
		for l, addr := range hreflang(other) {
			if got[l] != addr {
				t.Errorf("%s and %s do not agree on the version in %s: %q, %q", d.file, target, l, got[l], addr)
			}
		}
	}
	if got["x-default"] != got[languages[0]] {
		t.Errorf("%s: x-default is %q", d.file, got["x-default"])
	}
	if len(got) != len(languages)+1 || got[attr(d.all("html")[0], "lang")] != s.canonical(d.file) {
		t.Errorf("%s: alternates are %v", d.file, got)
	}
}

func hreflang(d *document) map[string]string {
	out := map[string]string{}
	for _, n := range d.all("link") {
		if attr(n, "rel") == "alternate" && has(n, "hreflang") {
			out[attr(n, "hreflang")] = attr(n, "href")
		}
	}
	return out
}

var cssAddress = regexp.MustCompile(`url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)`)

func cssAddresses(css string) []string {
	var out []string
	for _, m := range cssAddress.FindAllStringSubmatch(css, -1) {
		out = append(out, m[1]+m[2])
	}
	return out
}
