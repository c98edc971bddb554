package address_test

import (
	"io/fs"
	"net/url"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
)

// FuzzParse: what is read as the address of a site is one that a browser reads
// the same way, and what is printed is read as it was, for every path.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"https://e.example", "https://org.github.io/badges/", "http://localhost:4242/", "https://E.example:8443/a/b", "https://e.example/a/../b",
		"https://u@e.example/", "https://e.example/a%2fb", "https://[::1]/", "https://xn--bcher-kva.example/", "https://e.example/?a#b", "//e.example/", "javascript:alert(1)", "https://e.example\\@evil.example/"} {
		f.Add(s, "awards/abcdefghijklmnopqrstuvwxyz/assertion.json")
		f.Add(s, "it/guide/")
	}
	f.Fuzz(func(t *testing.T, s, p string) {
		site, err := address.Parse(s)
		if err != nil {
			return
		}
		if again, err := address.Parse(site.String()); err != nil || again != site {
			t.Fatalf("%q is printed as %q, which is read as %q, %v", s, site, again, err)
		}
		u, err := url.Parse(site.String())
		if err != nil || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !strings.HasSuffix(u.Path, "/") || u.Scheme != "https" && u.Scheme != "http" {
			t.Errorf("%q is printed as %q, %v", s, site, err)
		}
		at := address.Path(p)
		if got, ok := site.Path(site.URL(at)); !ok || got != at {
			t.Errorf("%s is read as %q, %v; want %q", site.URL(at), got, ok, at)
		}
	})
}

// FuzzPath: the paths of an award are read back as its own in every language,
// what an author names otherwise is no award, and each file stays below the
// output folder.
func FuzzPath(f *testing.F) {
	for _, slug := range []string{"knots", "awards", "first-aid", "2024", "v2"} {
		f.Add(slug, "it", uint8(1))
		f.Add(slug, "", uint8(3))
	}
	f.Fuzz(func(t *testing.T, slug, language string, version uint8) {
		if !isSlug(slug) || language != "" && !isSlug(strings.ToLower(language)) {
			return // load lets no other through
		}
		const id = "abcdefghijklmnopqrstuvwxyz"
		for _, p := range []address.Path{address.Award(id), address.Assertion(id), address.Credential(id), address.CredentialJWT(id), address.BakedPNG(id), address.BakedSVG(id)} {
			p = p.In(language)
			if got, ok := address.AwardID(p); !ok || got != id {
				t.Errorf("AwardID(%q) = %q, %v", p, got, ok)
			}
		}
		for _, p := range []address.Path{address.Page(slug), address.Pathway(slug), address.Achievement(slug), address.BadgeClass(slug, int(version)), address.Card(slug, int(version))} {
			for _, p := range []address.Path{p, p.In(language)} {
				if !fs.ValidPath(p.File()) {
					t.Errorf("the file of %q is %q", p, p.File())
				}
				if got, ok := address.AwardID(address.Path(p.File())); ok {
					t.Errorf("%q is taken for a file of the award %q", p.File(), got)
				}
			}
		}
	})
}

func isSlug(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// A letter with two spellings, or one that a page would have to escape, would
// stand in every document as an author wrote it once.
func TestAddressesThatAPageWouldHaveToEscape(t *testing.T) {
	for _, in := range []string{"https://e.example/%00", "https://e.example/%3Cscript%3E/", "https://e.example/a%22b/", "https://e.example/caf%C3%A9/", "https://e.example/café/", "https://e.example/a'b/", "https://e.example/a;b/",
		`https://e"x.example/`, "https://e'x.example/", "https://bücher.example/", "https://e..example/", "https://.example/", "https://e.example./", "https://e.example:/", "https://e.example:0/", "https://e.example:65536/", "https://[fe80::1%25eth0]/"} {
		if site, err := address.Parse(in); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", in, site)
		}
	}
	for _, in := range []string{"https://xn--bcher-kva.example/", "https://192.0.2.7/", "https://[2001:db8::1]:8443/", "https://a_b.example/~quay/a-b_c.d/"} {
		if site, err := address.Parse(in); err != nil || site.String() != in {
			t.Errorf("Parse(%q) = %q, %v", in, site, err)
		}
	}
}

// PTH-25, T07: what must stay for ever are the files of awards, and no folder
// of the author's that happens to be called awards.
func TestAFolderCalledAwardsIsNoAward(t *testing.T) {
	for _, p := range []address.Path{"pages/awards/index.html", "pathways/awards/index.html", "photos/awards/2024.jpg", "it/awards/", "it/awards/index.html", "achievements/awards/v2/card.png"} {
		if got, ok := address.AwardID(p); ok {
			t.Errorf("AwardID(%q) = %q, want none", p, got)
		}
	}
}
