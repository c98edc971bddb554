package preview

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/render"
)

func badges(t *testing.T) Site {
	return siteOf(t, map[string]string{
		"index.html": page("home"), "404.html": page("missing"), "awards/k4f1/index.html": page(`<img src="badge.png">`),
		"awards/k4f1/badge.png": "png", "awards/k4f1/assertion.json": "{}", "assets/style.css": "a{}", "a b/ü.txt": "text", "film.mp4": "0123456789", "CNAME": "x",
	})
}

func TestAddresses(t *testing.T) {
	p := shown(badges(t))
	for _, c := range []struct {
		at       string
		status   int
		kind     string // of content, or where it redirects to
		contains string
	}{
		{"/", 302, "/badges/", ""},
		{"/badges", 302, "/badges/", ""},
		{"/badges/", 200, "text/html; charset=utf-8", "home"},
		{"/badges/index.html", 200, "text/html; charset=utf-8", "home"},
		{"/badges/awards/k4f1", 302, "/badges/awards/k4f1/", ""},
		{"/badges/awards/k4f1?a=b", 302, "/badges/awards/k4f1/?a=b", ""},
		{"/badges/awards/k4f1/", 200, "text/html; charset=utf-8", `<img src="badge.png">`},
		{"/badges/awards/k4f1/badge.png", 200, "image/png", "png"},
		{"/badges/awards/k4f1/assertion.json", 200, "application/json; charset=utf-8", "{}"},
		{"/badges/a%20b", 404, "text/html; charset=utf-8", "missing"},
		{"/badges/a%20b/%C3%BC.txt", 200, "text/plain; charset=utf-8", "text"},
		{"/badges/CNAME", 200, "text/plain; charset=utf-8", "x"},
		{"/badges/assets/style.css", 200, "text/css; charset=utf-8", "a{}"},
		{"/badges/assets/style.css/", 404, "text/html; charset=utf-8", "missing"},
		{"/badges/nothing", 404, "text/html; charset=utf-8", "missing"},
		{"/elsewhere/", 404, "text/html; charset=utf-8", "missing"},
		{"/badges/awards/../index.html", 404, "text/html; charset=utf-8", "missing"},
		{"/badges/..%2f..%2fetc/passwd", 404, "text/html; charset=utf-8", "missing"},
		{"/badges//index.html", 404, "text/html; charset=utf-8", "missing"},
		{"//evil.example/badges", 404, "text/html; charset=utf-8", "missing"},
		{"/%5cevil.example", 404, "text/html; charset=utf-8", "missing"},
		{"/.sealpress/preview.js", 200, "text/javascript; charset=utf-8", "EventSource"},
		{"/.sealpress/preview.css", 200, "text/css; charset=utf-8", ":host"},
		{"/.sealpress/bar.html", 404, "text/plain; charset=utf-8", ""},
		{"/.sealpress/../badges/", 404, "text/plain; charset=utf-8", ""},
	} {
		w := ask(p, "http://localhost:4242"+c.at)
		kind := w.Header().Get("Content-Type")
		if c.status == 302 {
			kind = w.Header().Get("Location")
		}
		if w.Code != c.status || kind != c.kind || !strings.Contains(w.Body.String(), c.contains) {
			t.Errorf("GET %s: %d %q %.60q; want %d %q with %q", c.at, w.Code, kind, w.Body, c.status, c.kind, c.contains)
		}
	}
}

func TestGuard(t *testing.T) {
	p := shown(badges(t))
	header := func(k, v string) func(*http.Request) { return func(r *http.Request) { r.Header.Set(k, v) } }
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	method := func(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }
	for _, c := range []struct {
		name   string
		change func(*http.Request)
		want   int
	}{
		{"localhost", host("localhost:4242"), 200},
		{"localhost in capitals", host("LOCALHOST:4242"), 200},
		{"IPv4", host("127.0.0.1:4242"), 200},
		{"IPv6", host("[::1]:4242"), 200},
		{"a foreign name that leads here", host("evil.example:4242"), 421},
		{"a name that begins well", host("localhost.evil.example:4242"), 421},
		{"another loopback address", host("127.0.0.2:4242"), 421},
		{"all addresses", host("0.0.0.0:4242"), 421},
		{"another port", host("localhost:80"), 421},
		{"no port", host("localhost"), 421},
		{"no host", host(""), 421},
		{"own origin", header("Origin", "http://localhost:4242"), 200},
		{"foreign origin", header("Origin", "https://evil.example"), 403},
		{"own origin by another name", header("Origin", "http://127.0.0.1:4242"), 403},
		{"opaque origin", header("Origin", "null"), 403},
		{"empty origin", header("Origin", ""), 403},
		{"HEAD", method(http.MethodHead), 200},
		{"POST", method(http.MethodPost), 405},
		{"PUT", method(http.MethodPut), 405},
		{"OPTIONS", method(http.MethodOptions), 405},
	} {
		for _, at := range []string{"/badges/", "/.sealpress/preview.js"} {
			w := ask(p, at, c.change)
			if w.Code != c.want {
				t.Errorf("%s: GET %s: %d, want %d", c.name, at, w.Code, c.want)
			}
			for k := range w.Header() {
				if strings.HasPrefix(k, "Access-Control-") {
					t.Errorf("%s: header %s lets other sites read", c.name, k)
				}
			}
			if w.Header().Get("Cross-Origin-Resource-Policy") != "same-origin" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: headers %v", c.name, w.Header())
			}
		}
	}
	if w := ask(p, "/badges/", method(http.MethodDelete)); w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow is %q", w.Header().Get("Allow"))
	}
}

func TestPort80NeedsNoPort(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/badges/", nil)
	r.Host = "localhost"
	w := httptest.NewRecorder()
	shown(badges(t)).Handler(80).ServeHTTP(w, r)
	if w.Code != 200 {
		t.Errorf("status %d, want 200", w.Code)
	}
}

func TestConditionsAndRanges(t *testing.T) {
	p := shown(badges(t))
	for _, at := range []string{"/badges/", "/badges/awards/k4f1/badge.png", "/.sealpress/preview.css"} {
		tag := ask(p, at).Header().Get("ETag")
		w := ask(p, at, func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
		if w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			t.Errorf("GET %s with its tag %s: %d and %d bytes, want 304 and none", at, tag, w.Code, w.Body.Len())
		}
		if w := ask(p, at, func(r *http.Request) { r.Header.Set("If-None-Match", `"other"`) }); w.Code != 200 {
			t.Errorf("GET %s with another tag: %d, want 200", at, w.Code)
		}
	}
	w := ask(p, "/badges/film.mp4", func(r *http.Request) { r.Header.Set("Range", "bytes=2-4") })
	if w.Code != http.StatusPartialContent || w.Body.String() != "234" {
		t.Errorf("a range of a film: %d %q", w.Code, w.Body)
	}
}

// A tag must change whenever the page, or anything that it loads, does: the
// browser compares it, and so does the script.
func TestTag(t *testing.T) {
	tag := func(change func(files map[string]string)) string {
		files := map[string]string{"index.html": page(`<img src="a.png" srcset="b.png 2x">`), "a.png": "a", "b.png": "b", "c.png": "c", "assets/style.css": "x"}
		if change != nil {
			change(files)
		}
		return ask(shown(siteOf(t, files)), "/badges/").Header().Get("ETag")
	}
	same := tag(nil)
	for name, c := range map[string]struct {
		change func(map[string]string)
		same   bool
	}{
		"nothing":           {func(map[string]string) {}, true},
		"a foreign picture": {func(f map[string]string) { f["c.png"] = "other" }, true},
		"the page":          {func(f map[string]string) { f["index.html"] = page("x") }, false},
		"its picture":       {func(f map[string]string) { f["a.png"] = "other" }, false},
		"its fine picture":  {func(f map[string]string) { f["b.png"] = "other" }, false},
		"its sheet":         {func(f map[string]string) { f["assets/style.css"] = "y" }, false},
		"a picture is gone": {func(f map[string]string) { delete(f, "a.png") }, false},
	} {
		if got := tag(c.change); (got == same) != c.same {
			t.Errorf("%s: tag %s, before %s", name, got, same)
		}
	}
}

func TestBar(t *testing.T) {
	s := badges(t)
	s.Draft = func(id string) bool { return id == "k4f1" }
	p := shown(s)
	award := ask(p, "/badges/awards/k4f1/").Body.String()
	for _, want := range []string{
		"Preview, not published", "https://org.example/badges/awards/k4f1/", "this award may still change", `<script src="/.sealpress/preview.js"></script>`,
		`img-src &#39;self&#39;; style-src &#39;self&#39;; script-src &#39;self&#39;; connect-src &#39;self&#39;`,
	} {
		if !strings.Contains(award, want) {
			t.Errorf("the award's page lacks %q:\n%s", want, award)
		}
	}
	if home := ask(p, "/badges/").Body.String(); strings.Contains(home, "may still change") {
		t.Errorf("the home page speaks of an award:\n%s", home)
	}
	for _, at := range []string{"/badges/awards/k4f1/assertion.json", "/badges/assets/style.css", "/badges/film.mp4"} {
		if got := ask(p, at).Body.String(); strings.Contains(got, "sealpress") {
			t.Errorf("%s was changed: %q", at, got)
		}
	}
}

func TestBroken(t *testing.T) {
	p := shown(brokenSite())
	w := ask(p, "/badges/anything")
	for _, want := range []string{"Nothing to show yet", "content/awards/knots.yaml:2:3", "unknown key &#34;emial&#34; &lt;b&gt;", "did you mean", "emial: ada@example.org\n^", "<details>", "data-alone"} {
		if w.Code != 503 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("without a good site: %d, lacks %q:\n%s", w.Code, want, w.Body)
		}
	}

	p = shown(badges(t), brokenSite())
	if w := ask(p, "/badges/"); w.Code != 200 || !strings.Contains(w.Body.String(), "home") {
		t.Errorf("the last good site is gone: %d %s", w.Code, w.Body)
	}
	if w := ask(p, "/.sealpress/findings"); !strings.Contains(w.Body.String(), "1 error stands in the way") {
		t.Errorf("findings: %s", w.Body)
	}
	p.board.put(newState(p.board.current(), badges(t)))
	if w := ask(p, "/.sealpress/findings"); w.Body.Len() != 0 {
		t.Errorf("findings after the mend: %s", w.Body)
	}
}

func TestPageThatCannotBeMade(t *testing.T) {
	s := badges(t)
	s.Plan = render.Plan{Count: 1, Entries: func(yield func(render.Entry) bool) {
		yield(render.Entry{File: "index.html", Render: func() ([]byte, error) { return nil, errors.New("reading <x>: changed") }})
	}}
	w := ask(shown(s), "/badges/")
	if w.Code != 500 || !strings.Contains(w.Body.String(), "reading &lt;x&gt;: changed") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// Who asks before the first build is done waits for it.
func TestFirstBuildIsAwaited(t *testing.T) {
	p := New(Config{})
	s := badges(t)
	timer := time.AfterFunc(50*time.Millisecond, func() { p.board.put(newState(nil, s)) })
	defer timer.Stop()
	if w := ask(p, "/badges/"); w.Code != 200 {
		t.Errorf("status %d, want 200", w.Code)
	}
}

func TestListen(t *testing.T) {
	first, port, err := Listen(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range first {
		defer l.Close()
	}
	if _, _, err := Listen(port, 0); err == nil {
		t.Errorf("port %d was opened twice", port)
	}
	second, next, err := Listen(port, 20)
	if err != nil || next <= port {
		t.Fatalf("after port %d came %d: %v", port, next, err)
	}
	for _, l := range second {
		if host := l.Addr().String(); !strings.HasPrefix(host, "127.0.0.1:") && !strings.HasPrefix(host, "[::1]:") {
			t.Errorf("listens on %s, which other machines reach", host)
		}
		_ = l.Close()
	}
}
