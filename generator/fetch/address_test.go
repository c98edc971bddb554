package fetch

import (
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	f := &Fetcher{}
	for _, test := range []struct{ in, want string }{ // want "": refused
		{"https://badges.example", "https://badges.example"},
		{"https://badges.example:8443/a?b#c", "https://badges.example:8443/a?b"},
		{"https://badges.example:00443/", "https://badges.example/"},
		{"https://badges.example:/", "https://badges.example/"},
		{"https://SCHÜLE.example/ü", "https://xn--schle-mva.example/%C3%BC"},
		{"https://a_b.example/", "https://a_b.example/"},
		{"https://[2606:4700:0::1111]/", "https://[2606:4700::1111]/"},
		{"https://[::ffff:8.8.8.8]/", "https://8.8.8.8/"},

		{"", ""},
		{"badges.example", ""},
		{"//badges.example/", ""},
		{"http://badges.example/", ""},
		{"http://169.254.169.254/", ""},
		{"file:///etc/passwd", ""},
		{"gopher://badges.example/", ""},
		{"ftp://badges.example/", ""},
		{"data:text/plain,x", ""},
		{"unix:///run/docker.sock", ""},
		{"javascript:alert(1)", ""},
		{"https:badges.example", ""},
		{"https:///badges", ""},
		{"https://user@badges.example/", ""},
		{"https://user:word@badges.example/", ""},
		{"https://@badges.example/", ""},
		{"https://badges.example:22/", ""},
		{"https://badges.example:80/", ""},
		{"https://badges.example:0/", ""},
		{"https://badges.example:65536/", ""},
		{"https://badges..example/", ""},
		{"https://-badges.example/", ""},
		{"https://badges.example\\@other.example/", ""},
		{"https://badges.example\r\nX: y/", ""},
		{"https://bad ges.example/", ""},
		{"https://badges.example%00.other.example/", ""},
		// Ways to write 127.0.0.1.
		{"https://2130706433/", ""},
		{"https://0x7f000001/", ""},
		{"https://0177.0.0.1/", ""},
		{"https://127.1/", ""},
		{"https://127.0.0.1./", ""},
		{"https://127.0.0.0x1/", ""},
		{"https://１２７.０.０.１/", ""},
		{"https://①②⑦.⓪.⓪.①/", ""},
		{"https://127。0。0。1/", ""},
		{"https://127%2e0%2e0%2e1/", ""},
		{"https://[::127.0.0.1]/", ""},
		{"https://[fe80::1%25eth0]/", ""},
		{"https://ｌｏｃａｌｈｏｓｔ/", ""},
		{"https://badges.example/" + strings.Repeat("a", maxURL), ""},
		{"https://" + strings.Repeat("a.", 127) + "example/", ""},
		{"https://" + strings.Repeat("a", 64) + ".example/", ""},
	} {
		u, err := f.check(test.in)
		switch {
		case test.want == "" && !errors.Is(err, ErrRefused):
			t.Errorf("%.100q: got %v, %v, want it refused", test.in, u, err)
		case test.want != "" && (err != nil || u.String() != test.want):
			t.Errorf("%.100q: got %v, %v, want %q", test.in, u, err, test.want)
		}
	}
}

// What Check lets pass is plain: it means the same to whoever reads it next.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		badges, "https://badges.example:8443/a%2Fb?c=d#e", "https://user@127.0.0.1:22/", "https://①②⑦.1/", "https://[::ffff:8.8.8.8%25a]/",
		"https://a.example\\@b.example/", "https:a", "https://0x7f.1/", "https://schüle.example./ü?", "http://localhost/",
	} {
		f.Add(seed)
	}
	strict := &Fetcher{}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := strict.check(raw)
		if err != nil {
			if !errors.Is(err, ErrRefused) {
				t.Fatalf("%q: error %v", raw, err)
			}
			return
		}
		plain := u.String()
		again, err := strict.check(plain)
		if len(plain) <= maxURL && (err != nil || again.String() != plain) {
			t.Fatalf("%q became %q, and that %v, %v", raw, plain, again, err)
		}
		req, err := http.NewRequest(http.MethodGet, plain, nil)
		if err != nil {
			t.Fatalf("%q became %q: %v", raw, plain, err)
		}
		host := req.URL.Hostname()
		if req.URL.Scheme != "https" || req.URL.User != nil || host != u.Hostname() || req.URL.Port() != u.Port() {
			t.Fatalf("%q became %q, and is asked at %q", raw, plain, req.URL)
		}
		if ip, err := netip.ParseAddr(host); err == nil {
			if why := strict.judge(ip); why != "" {
				t.Fatalf("%q: %s", raw, why)
			}
		} else if !isName(host) || !strings.Contains(host, ".") {
			t.Fatalf("%q became %q", raw, plain)
		}
	})
}
