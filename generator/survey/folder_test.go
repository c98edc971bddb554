package survey

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/verify"
)

func TestNames(t *testing.T) {
	files := fstest.MapFS{
		"b.png": {}, "a.JSON": {}, "deep/er/c.jwt": {}, "deep/d.svg": {}, "e.jsonld": {}, "notes.txt": {}, "index.html": {},
		".git/x.json": {}, "deep/.hidden/y.json": {}, ".f.json": {}, "link.json": {Mode: fs.ModeSymlink},
	}
	var got []string
	for name, err := range Names(files) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, name)
	}
	if diff := cmp.Diff([]string{".f.json", "a.JSON", "b.png", "deep/d.svg", "deep/er/c.jwt", "e.jsonld"}, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	n := 0
	for range Names(files) {
		if n++; n == 2 {
			break
		}
	}
	for _, err := range Names(os.DirFS("no such folder")) {
		if err == nil {
			t.Error("a folder that is not there is empty")
		}
	}
}

// A file that is too large for any credential is not read to its end.
func TestBounded(t *testing.T) {
	files := fstest.MapFS{"large.png": {Data: make([]byte, verify.MaxPicture+10)}, "small.png": {Data: []byte("x")}}
	if data, err := Read(files, "large.png"); err != nil || len(data) != verify.MaxPicture+1 {
		t.Errorf("read %d bytes, %v", len(data), err)
	}
	if _, err := fs.ReadFile(Bounded(files), "large.png"); err == nil {
		t.Error("a large file is read whole")
	}
	if data, err := fs.ReadFile(Bounded(files), "small.png"); err != nil || string(data) != "x" {
		t.Errorf("read %q, %v", data, err)
	}
}

func TestMisplaced(t *testing.T) {
	site := &verify.Site{Address: mustParse(root), Files: fstest.MapFS{
		"issuer/issuer.json":                {Data: []byte(`{"id":"` + root + `issuer/issuer.json"}`)},
		"issuer/profile.json":               {Data: []byte(`{"id":"did:web:credentials.example.org:badges"}`)},
		"did.json":                          {Data: []byte(`{"id":"did:web:credentials.example.org:badges"}`)},
		"keys/k.json":                       {Data: []byte(`{"kty":"EC"}`)},
		"awards/a/assertion.json":           {Data: []byte(`{"id":"` + root + `awards/b/assertion.json"}`)},
		"awards/a/credential.json":          {Data: []byte(`{"id":"` + root + `awards/a/credential.json"}`)},
		"awards/b/credential.json":          {Data: []byte(`not JSON`)},
		"achievements/x/badgeclass.json":    {Data: []byte(`{"id":"https://old.example/achievements/x/badgeclass.json"}`)},
		"achievements/x/v2/badgeclass.json": {Data: []byte(`{"id":"` + root + `achievements/x/v2/badgeclass.json"}`)},
		"status/revocation-1.json":          {Data: []byte(`{"id":"` + root + `status/revocation-1.json"}`)},
		"timetable.json":                    {Data: []byte(`{"id":"mine"}`)},
	}}
	got, looked, err := Misplaced(site)
	if err != nil {
		t.Fatal(err)
	}
	want := []Place{
		{"achievements/x/badgeclass.json", "https://old.example/achievements/x/badgeclass.json", root + "achievements/x/badgeclass.json"},
		{"awards/a/assertion.json", root + "awards/b/assertion.json", root + "awards/a/assertion.json"},
		{"awards/b/credential.json", "", root + "awards/b/credential.json"},
	}
	if diff := cmp.Diff(want, got); diff != "" || looked != 7 {
		t.Errorf("of %d documents (-want +got):\n%s", looked, diff)
	}
}

func TestBelongs(t *testing.T) {
	site := &verify.Site{Address: mustParse(root)}
	for _, tt := range []struct {
		file, id string
		want     bool
	}{
		{"awards/a/badge.png", root + "awards/a/credential.json", true},
		{"awards/a/badge.png", root + "awards/b/credential.json", false},
		{"awards/a/badge.png", "https://other.example/awards/a/credential.json", false},
		{"awards/a/badge.png", root + "credential.json", false},
		{"awards/a/badge.png", "", true},
		{"photo.png", "https://other.example/x", true},
	} {
		if got := Belongs(site, tt.file, &verify.Verdict{ID: tt.id}); got != tt.want {
			t.Errorf("%s with the id %q: %t", tt.file, tt.id, got)
		}
	}
}

func TestIsSource(t *testing.T) {
	if !IsSource(fstest.MapFS{"content/site.yaml": {}}) || IsSource(fstest.MapFS{"site.yaml": {}}) || IsSource(fstest.MapFS{"content/site.yaml/x": {}}) {
		t.Error("a site's folder is taken for another")
	}
}

// Everything of the sample stands where it says.
func ExampleMisplaced() {
	site, err := verify.FindSite(os.DirFS("../../public"))
	if err != nil {
		fmt.Println(err)
		return
	}
	found, looked, err := Misplaced(site)
	fmt.Println(found, looked > 100, err)
	// Output: [] true <nil>
}

func TestListed(t *testing.T) {
	id := func(c string) string { return strings.Repeat(c, 26) }
	page := func(c string) string { return root + "awards/" + id(c) + "/" }
	loc := func(at ...string) string {
		s := "<urlset>"
		for _, a := range at {
			s += "<url><loc>\n " + a + " </loc></url>"
		}
		return s + "</urlset>"
	}
	for _, tt := range []struct {
		name string
		from string
		host answers
		want List
	}{
		{"sitemap", root, answers{"sitemap.xml": {body: loc(root, page("a"), root+"it/awards/"+id("a")+"/", page("b"), root+"achievements/x/")}},
			List{Pages: []string{page("a"), page("b")}, From: root + "sitemap.xml"}},
		{"a page of the site", root + "index.html?x=y#z", answers{"sitemap.xml": {body: loc(page("a"))}}, List{Pages: []string{page("a")}, From: root + "sitemap.xml"}},
		{"in parts", root, answers{"sitemap.xml": {body: "<sitemapindex><sitemap><loc>" + root + "sitemap-1.xml</loc></sitemap><sitemap><loc>" + root + "gone.xml</loc></sitemap></sitemapindex>"},
			"sitemap-1.xml": {body: loc(page("c"))}}, List{Pages: []string{page("c")}, From: root + "sitemap.xml"}},
		{"feed", root, answers{"feed.xml": {body: `<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="` + root + `feed.xml"/><entry><link href="` + page("d") + `"/></entry></feed>`}},
			List{Pages: []string{page("d")}, From: root + "feed.xml"}},
		{"of others", root, answers{"sitemap.xml": {body: loc("https://other.example/awards/"+id("a")+"/", "https://credentials.example.org/awards/"+id("a")+"/", "http://169.254.169.254/")}}, List{From: root + "feed.xml"}},
		{"broken", root, answers{"sitemap.xml": {body: loc(page("a")) + "<"}}, List{Pages: []string{page("a")}, From: root + "sitemap.xml"}},
		{"none", root, answers{}, List{From: root + "feed.xml"}},
		{"named in a circle", root, answers{"sitemap.xml": {body: loc(root + "sitemap.xml")}}, List{From: root + "feed.xml"}},
	} {
		w := &world{answers: answers{}}
		for name, a := range tt.host {
			w.answers[root+name] = a
		}
		got, err := Listed(t.Context(), w.ask, tt.from)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(&tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
		for _, at := range w.asked {
			if !strings.HasPrefix(at, root) {
				t.Errorf("%s: a list made us ask %s", tt.name, at)
			}
		}
	}

	// A list without end has one here.
	many := make([]string, MaxListed+5)
	for i := range many {
		many[i] = root + "awards/" + strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprintf("%026d", i)) + "/"
	}
	w := &world{answers: answers{root + "sitemap.xml": {body: loc(many...)}}}
	if got, err := Listed(t.Context(), w.ask, root); err != nil || len(got.Pages) != MaxListed || !got.More {
		t.Errorf("%d pages, %v", len(got.Pages), err)
	}
	w = &world{other: &reply{err: os.ErrDeadlineExceeded}}
	if _, err := Listed(t.Context(), w.ask, root); err == nil {
		t.Error("a site that does not answer lists nothing")
	}
}

func FuzzLocations(f *testing.F) {
	f.Add([]byte("<urlset><url><loc>https://a.example/</loc></url></urlset>"))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><link href="x"/></feed>`))
	f.Add([]byte("<!DOCTYPE x [<!ENTITY a \"b\">]><loc>&a;</loc>"))
	f.Fuzz(func(t *testing.T, list []byte) {
		for _, at := range locations(list) {
			if len(at) > len(list) {
				t.Errorf("%q grew out of %q", at, list)
			}
		}
	})
}
