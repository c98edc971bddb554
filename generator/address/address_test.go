package address_test

import (
	"fmt"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
)

func ExampleSite() {
	site, err := address.Parse("https://org.github.io/badges")
	if err != nil {
		panic(err)
	}
	fmt.Println(site)
	fmt.Println(site.URL(address.Assertion("k4f1")))
	fmt.Println(site.Href(address.Guide().In("it")))
	fmt.Println(address.BadgeClass("knots", 2), address.Achievement("knots").File())
	// Output:
	// https://org.github.io/badges/
	// https://org.github.io/badges/awards/k4f1/assertion.json
	// /badges/it/guide/
	// achievements/knots/v2/badgeclass.json achievements/knots/index.html
}

func TestAddressesOfSites(t *testing.T) {
	for in, want := range map[string]string{
		"https://e.example":        "https://e.example/",
		"https://E.example/":       "https://e.example/",
		"https://e.example/a/b":    "https://e.example/a/b/",
		"https://e.example:8443/a": "https://e.example:8443/a/",
		"http://localhost:4242/":   "http://localhost:4242/",
	} {
		site, err := address.Parse(in)
		if err != nil || site.String() != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", in, site, err, want)
		}
	}
	for _, in := range []string{"", "e.example", "//e.example/", "http://e.example/", "ftp://e.example/", "https://", "https:///a", "https://:80/",
		"https://u@e.example/", "https://e.example/?a", "https://e.example/#", "https://e.example/a//b", "https://e.example/a/../b", "https://e.example/a%2fb",
		"https://e.example/a b", "https://e.example/a?", "javascript:alert(1)"} {
		if site, err := address.Parse(in); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", in, site)
		}
	}
}

// The law: an address that is printed is the address that is read, in every
// language and under every base.
func TestAnAddressPrintedIsTheAddressRead(t *testing.T) {
	for _, base := range []string{"https://e.example/", "https://org.github.io/badges/"} {
		site, err := address.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []address.Path{address.Home(), address.Guide().In("it"), address.Assertion("abc"), address.BadgeClass("knots", 3), address.Feed} {
			if got, ok := site.Path(site.URL(p)); !ok || got != p {
				t.Errorf("%s is read as %q, %v; want %q", site.URL(p), got, ok, p)
			}
			if site.URL(p) != "https://"+site.Host()+site.Href(p) {
				t.Errorf("URL %s and link %s of %q differ", site.URL(p), site.Href(p), p)
			}
		}
		if p, ok := site.Path("https://other.example/guide/"); ok {
			t.Errorf("an address of another site is read as %q", p)
		}
	}
}

func TestAwardIDIsReadFromEveryFileOfAnAward(t *testing.T) {
	const id = "abcdefghijklmnopqrstuvwxyz"
	for _, p := range []address.Path{address.Award(id), address.Award(id).In("it"), address.Assertion(id), address.Path(address.Award(id).In("pt-BR").File())} {
		if got, ok := address.AwardID(p); !ok || got != id {
			t.Errorf("AwardID(%q) = %q, %v", p, got, ok)
		}
	}
	for _, p := range []address.Path{address.Home(), address.Achievement("awards"), address.Page("awards"), "awards/", "static/deep/awards/x"} {
		if got, ok := address.AwardID(p); ok {
			t.Errorf("AwardID(%q) = %q, want none", p, got)
		}
	}
}

func TestStaticFilesCannotStandWhereSealpressWrites(t *testing.T) {
	for _, p := range []address.Path{"awards/x", "index.html", "it/about.html", "feed.xml", ".well-known/did.json", "assets/style.css", "sitemap-1.xml", "_headers", ".sealpress"} {
		if !address.Reserved(p, []string{"en", "it"}) {
			t.Errorf("%q is free for a static file", p)
		}
	}
	for _, p := range []address.Path{"CNAME", "photo.jpg", "de/about.html", ".well-known/security.txt", "en-photos.zip"} {
		if address.Reserved(p, []string{"en", "it"}) {
			t.Errorf("%q is refused as a static file", p)
		}
	}
}
