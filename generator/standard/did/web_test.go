package did_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/standard/did"
)

func TestWeb(t *testing.T) {
	for _, c := range []struct{ site, id, url string }{
		{"https://w3c-ccg.github.io", "did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"},
		{"https://badges.example.org/", "did:web:badges.example.org", "https://badges.example.org/.well-known/did.json"},
		{"https://w3c-ccg.github.io/user/alice", "did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"},
		{"https://org.github.io/badges/", "did:web:org.github.io:badges", "https://org.github.io/badges/did.json"},
		{"https://example.com:3000/", "did:web:example.com%3A3000", "https://example.com:3000/.well-known/did.json"},
		{"https://example.com:3000/user/alice/", "did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"},
		{"https://uni.example/~anna/Knots_1.0/", "did:web:uni.example:%7Eanna:Knots_1.0", "https://uni.example/~anna/Knots_1.0/did.json"},
		{"https://uni.example/%7Eanna/", "did:web:uni.example:%7Eanna", "https://uni.example/~anna/did.json"},
		{"https://skóli.example/", "", ""},
		{"https://xn--skli-7qa.example/merki/þórs/", "did:web:xn--skli-7qa.example:merki:%C3%BE%C3%B3rs", "https://xn--skli-7qa.example/merki/%C3%BE%C3%B3rs/did.json"},
		{"http://localhost/", "did:web:localhost", "http://localhost/.well-known/did.json"},
		{"http://localhost:8080/badges/", "did:web:localhost%3A8080:badges", "http://localhost:8080/badges/did.json"},
		{"http://preview.localhost:8080/", "did:web:preview.localhost%3A8080", "http://preview.localhost:8080/.well-known/did.json"},
		{"https://localhost/", "", ""},
		{"http://badges.example.org/", "", ""},
		{"http://notlocalhost/", "", ""},
		{"http://localhost.example.org/", "", ""},
		{"ftp://badges.example.org/", "", ""},
		{"badges.example.org", "", ""},
		{"//badges.example.org/", "", ""},
		{"https:badges.example.org", "", ""},
		{"https://", "", ""},
		{"", "", ""},
		{"https://Badges.example.org/", "", ""},
		{"https://badges.example.org./", "", ""},
		{"https://bad_ges.example.org/", "", ""},
		{"https://-a.example.org/", "", ""},
		{"https://a..example.org/", "", ""},
		{"https://" + strings.Repeat("a", 64) + ".example/", "", ""},
		{"https://" + strings.Repeat("a.", 130) + "example/", "", ""},
		{"https://192.0.2.7/", "", ""},
		{"https://127.0.0.1:8080/", "", ""},
		{"http://127.0.0.1:8080/", "", ""},
		{"https://0x7f.0x1/", "", ""},
		{"https://2130706433/", "", ""},
		{"https://[2001:db8::1]/", "", ""},
		{"http://[::1]:8080/", "", ""},
		{"https://badges.example.org:443/", "", ""},
		{"http://localhost:80/", "", ""},
		{"https://badges.example.org:/", "", ""},
		{"https://badges.example.org:0/", "", ""},
		{"https://badges.example.org:080/", "", ""},
		{"https://badges.example.org:65536/", "", ""},
		{"https://user@badges.example.org/", "", ""},
		{"https://badges.example.org/?a=b", "", ""},
		{"https://badges.example.org/?", "", ""},
		{"https://badges.example.org/#", "", ""},
		{"https://badges.example.org//", "", ""},
		{"https://badges.example.org/a//b/", "", ""},
		{"https://badges.example.org/a/../b/", "", ""},
		{"https://badges.example.org/./", "", ""},
		{"https://badges.example.org/a%2Fb/", "", ""},
		{"https://badges.example.org/a%3Ab/", "", ""},
		{"https://badges.example.org/a b/", "", ""},
		{"https://badges.example.org/a%00/", "", ""},
		{"https://badges.example.org/%FF/", "", ""},
		{"https://badges.example.org/a+b/", "", ""},
		{"https://badges.example.org/%E2%80%AE/", "", ""},
	} {
		id, url, err := did.Web(c.site)
		if id != c.id || url != c.url || (err == nil) != (c.id != "") {
			t.Errorf("Web(%q) = %q, %q, %v, want %q, %q", c.site, id, url, err, c.id, c.url)
		}
		if c.id == "" {
			continue
		}
		if got, err := did.DocumentURL(c.id); got != c.url || err != nil {
			t.Errorf("DocumentURL(%q) = %q, %v, want %q", c.id, got, err, c.url)
		}
	}
}

func TestOtherDIDsHaveNoDocumentURL(t *testing.T) {
	for _, id := range []string{
		"", "did:web:", "did:web", "did:web::a", "did:web:a.example:", "did:web:a.example::b", "did:key:z6Mk", "DID:web:a.example", "did:Web:a.example",
		"did:web:a.example/path", "did:web:a.example?x", "did:web:a.example#k", "did:web:a.example/../b", "did:web:A.example", "did:web:192.0.2.7",
		"did:web:a.example%3a8080", "did:web:a.example%3A", "did:web:a.example%3A0", "did:web:a.example%3A80%3A80", "did:web:a.example%2Fb", "did:web:%61.example",
		"did:web:a.example:%2E%2E", "did:web:a.example:..", "did:web:a.example:%2e", "did:web:a.example:a%2Fb", "did:web:a.example:%7eanna", "did:web:a.example:%61",
		"did:web:a.example:~anna", "did:web:a.example:þ", "did:web:a.example:%FF", "did:web:a.example:%", "did:web:a.example:%4", "did:web:user@a.example",
		"did:web:a.example\n", " did:web:a.example", "did:web:[::1]", "did:web:a.example:" + strings.Repeat("a", 2000),
	} {
		if url, err := did.DocumentURL(id); err == nil {
			t.Errorf("DocumentURL(%.100q) = %q", id, url)
		}
	}
	// The usual port is written by others.
	if url, err := did.DocumentURL("did:web:a.example%3A443"); url != "https://a.example:443/.well-known/did.json" || err != nil {
		t.Errorf("%q, %v", url, err)
	}
}

// The law: the document of what Web makes is where Web says, and nowhere else.
func FuzzWeb(f *testing.F) {
	for _, s := range []string{"https://a.example/", "https://a.example:3000/~b/þ", "http://localhost:1/", "https://1.2.3.4/", "https://a.example/%41"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, site string) {
		id, url, err := did.Web(site)
		if err != nil {
			return
		}
		if again, err := did.DocumentURL(id); again != url || err != nil {
			t.Fatalf("Web(%q) = %q, %q; its document is at %q, %v", site, id, url, again, err)
		}
		base := strings.TrimSuffix(strings.TrimSuffix(url, "did.json"), ".well-known/")
		if same, _, err := did.Web(base); same != id || err != nil {
			t.Fatalf("Web(%q) = %q, %v, want %q as for %q", base, same, err, id, site)
		}
	})
}

func FuzzDocumentURL(f *testing.F) {
	for _, s := range []string{"did:web:a.example", "did:web:a.example%3A3000:%7Eb", "did:web:a.example:..", "did:web:localhost"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, id string) {
		url, err := did.DocumentURL(id)
		if err != nil {
			return
		}
		if !strings.HasSuffix(url, "/did.json") || strings.Contains(url, "/../") || strings.ContainsAny(url, "?#@\\ \n") {
			t.Fatalf("DocumentURL(%q) = %q", id, url)
		}
		if _, _, err := did.Split(id + "#k"); err != nil {
			t.Fatalf("%q has a document and is no DID: %v", id, err)
		}
	})
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ url, id, fragment string }{
		{"did:web:a.example#k1", "did:web:a.example", "k1"},
		{"did:web:a.example%3A80:b#z6Mk", "did:web:a.example%3A80:b", "z6Mk"},
		{"did:key:z6Mk#z6Mk", "did:key:z6Mk", "z6Mk"},
		{"did:example:123#a/b?c", "did:example:123", "a/b?c"},
		{"#k1", "", ""}, {"k1", "", ""}, {"", "", ""}, {"did:web:a.example", "", ""}, {"did:web:a.example#", "", ""}, {"did:web:a.example#a#b", "", ""},
		{"did:web:a.example/../b#k", "", ""}, {"did:web:a.example?v=1#k", "", ""}, {"did:web:#k", "", ""}, {"did:WEB:a#k", "", ""}, {"did::a#k", "", ""},
		{"https://a.example/#k", "", ""}, {"file:///etc/passwd#k", "", ""}, {"did:web:a'--#k", "", ""}, {"did:web:a.example#k\n", "", ""}, {"did:web:a.example#<k>", "", ""},
		{"did:web:a.example#" + strings.Repeat("k", 10_000), "", ""}, {"did:web:a%4#k", "", ""},
	} {
		id, fragment, err := did.Split(c.url)
		if id != c.id || fragment != c.fragment || (err == nil) != (c.id != "") {
			t.Errorf("Split(%.100q) = %q, %q, %v, want %q, %q", c.url, id, fragment, err, c.id, c.fragment)
		}
	}
}

func ExampleWeb() {
	fmt.Println(did.Web("https://badges.example.org/"))
	fmt.Println(did.Web("https://org.github.io/badges/"))
	// Output:
	// did:web:badges.example.org https://badges.example.org/.well-known/did.json <nil>
	// did:web:org.github.io:badges https://org.github.io/badges/did.json <nil>
}
