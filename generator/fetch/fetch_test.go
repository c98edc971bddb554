package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const badges = "https://badges.example/"

// got is what a test compares of an answer.
type got struct {
	URL    string
	Status int
	Type   string
	Body   string
	Hops   []string
}

func summary(a *Answer) got {
	return got{a.URL, a.Status, a.ContentType, string(a.Body), a.Hops}
}

func TestGet(t *testing.T) {
	w := newWorld(t)
	var sent http.Header
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, r *http.Request) {
		sent = r.Header.Clone()
		rw.Header().Set("Content-Type", "text/plain")
		http.SetCookie(rw, &http.Cookie{Name: "track", Value: "1"})
		_, _ = io.WriteString(rw, r.Host+r.URL.String())
	})
	f := w.fetcher(t)
	for range 2 { // the second time with whatever the first left behind
		a, err := f.Get(t.Context(), "HTTPS://Badges.Example.:443/a%2Fb?c=d#e")
		if err != nil {
			t.Fatal(err)
		}
		want := got{URL: "https://badges.example/a%2Fb?c=d", Status: 200, Type: "text/plain", Body: "badges.example/a%2Fb?c=d"}
		if diff := cmp.Diff(want, summary(a)); diff != "" {
			t.Errorf("answer (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(http.Header{"User-Agent": {"Sealpress"}, "Accept-Encoding": {"gzip"}}, sent); diff != "" {
			t.Errorf("headers sent (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff([]string{"8.8.8.8:443"}, w.connected()); diff != "" {
		t.Errorf("connections (-want +got):\n%s", diff)
	}
}

func TestStatusesAreReported(t *testing.T) {
	w := newWorld(t)
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		switch r.URL.Path {
		case "/fallback":
			_, _ = io.WriteString(rw, "\ufeff <!-- built --> <!DOCTYPE html><title>Home</title>")
		case "/svg":
			_, _ = io.WriteString(rw, `<svg xmlns="http://www.w3.org/2000/svg"/>`)
		case "/teapot":
			rw.WriteHeader(http.StatusTeapot)
			_, _ = io.WriteString(rw, strings.Repeat("a page of any length ", 1<<17))
		case "/unmodified":
			rw.WriteHeader(http.StatusNotModified)
		}
	})
	f := w.fetcher(t)
	for _, test := range []struct {
		path   string
		status int
		page   bool
		empty  bool
	}{
		{"fallback", 200, true, false}, // a page where a document should be
		{"svg", 200, false, false},     // the content type alone says nothing
		{"teapot", 418, false, true},
		{"unmodified", 304, false, true},
	} {
		a, err := f.Get(t.Context(), badges+test.path)
		if err != nil {
			t.Errorf("%s: %v", test.path, err)
			continue
		}
		if a.Status != test.status || a.HTML() != test.page || (len(a.Body) == 0) != test.empty {
			t.Errorf("%s: got status %d, page %v, %d bytes", test.path, a.Status, a.HTML(), len(a.Body))
		}
	}
}

func TestRedirects(t *testing.T) {
	w := newWorld(t)
	var asked atomic.Int32
	handler := func(rw http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if referer := r.Header.Get("Referer"); referer != "" {
			t.Errorf("sent Referer %q", referer)
		}
		if to := r.URL.Query().Get("to"); to != "" {
			rw.Header().Set("Location", to)
			rw.WriteHeader(http.StatusFound)
			return
		}
		switch r.URL.Path {
		case "/nowhere":
			rw.WriteHeader(http.StatusMovedPermanently)
		case "/loop":
			http.Redirect(rw, r, "/loop", http.StatusTemporaryRedirect)
		default:
			_, _ = io.WriteString(rw, "here")
		}
	}
	w.host(t, "badges.example", "8.8.8.8", handler)
	w.host(t, "other.example", "9.9.9.9", handler)
	w.name("inside.example", []string{"10.0.0.7"})
	to := func(url ...string) string { // a chain, the last address first
		chain := ""
		for i, u := range url {
			if i > 0 {
				u += "?to=" + escape(chain)
			}
			chain = u
		}
		return chain
	}
	for _, test := range []struct {
		name     string
		url      string
		sameHost bool
		cause    error // nil: found
		hops     int
		asked    int32
	}{
		{"relative", to("../x", badges+"a/b"), true, nil, 1, 2},
		{"three", to("/", "/c", "/b", badges+"a"), true, nil, 3, 4},
		{"four", to("/", "/d", "/c", "/b", badges+"a"), false, ErrRedirect, 0, 4},
		{"for ever", badges + "loop", false, ErrRedirect, 0, 4},
		{"without a place", badges + "nowhere", false, ErrRedirect, 0, 1},
		{"no address", to("https://%zz/", badges), false, ErrRedirect, 0, 1},
		{"other host", to("https://other.example/", badges), false, nil, 1, 2},
		{"other host, keys", to("https://other.example/", badges), true, ErrRedirect, 0, 1},
		{"other port, keys", to("https://badges.example:8443/", badges), true, ErrRedirect, 0, 1},
		{"part of the name, keys", to("https://evil.badges.example/", badges), true, ErrRedirect, 0, 1},
		{"there and back, keys", to(badges, "https://other.example/", badges), true, ErrRedirect, 0, 1},
		{"same host written otherwise, keys", to("https://BADGES.example.:443/", badges), true, nil, 1, 2},
		{"http", to("http://badges.example/", badges), false, ErrRefused, 0, 1},
		{"file", to("file:///etc/passwd", badges), false, ErrRefused, 0, 1},
		{"metadata", to("https://169.254.169.254/latest/", badges), false, ErrRefused, 0, 1},
		{"private name", to("https://metadata.google.internal/", badges), false, ErrRefused, 0, 1},
		{"private by its answer", to("https://inside.example/", badges), false, ErrRefused, 0, 1},
		{"private, second", to("https://inside.example/", "https://other.example/", badges), false, ErrRefused, 0, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			asked.Store(0)
			f := w.fetcher(t)
			a, err := f.Do(t.Context(), Request{URL: test.url, SameHost: test.sameHost})
			if !errors.Is(err, test.cause) {
				t.Errorf("got error %v, want %v", err, test.cause)
			}
			if err == nil && (string(a.Body) != "here" || len(a.Hops) != test.hops) {
				t.Errorf("got %q after %q", a.Body, a.Hops)
			}
			if asked.Load() != test.asked {
				t.Errorf("asked %d times, want %d", asked.Load(), test.asked)
			}
		})
	}
	for _, address := range w.connected() {
		if address != "8.8.8.8:443" && address != "9.9.9.9:443" {
			t.Errorf("connected to %s", address)
		}
	}
}

func escape(u string) string {
	return strings.NewReplacer("%", "%25", "?", "%3F", "&", "%26", "=", "%3D", "#", "%23").Replace(u)
}

func TestRedirectLimit(t *testing.T) {
	w := newWorld(t)
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/a" {
			http.Redirect(rw, r, "/b", http.StatusFound)
		}
	})
	for limit, want := range map[int]error{-1: ErrRedirect, 0: nil, 1: nil} {
		f := w.fetcher(t)
		f.MaxRedirects = limit
		if _, err := f.Get(t.Context(), badges+"a"); !errors.Is(err, want) {
			t.Errorf("limit %d: got error %v, want %v", limit, err, want)
		}
	}
}

// A key document has its own limits.
func TestKeyDocument(t *testing.T) {
	w := newWorld(t)
	var accept string
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, r *http.Request) {
		accept = r.Header.Get("Accept")
		n := MaxKeyBytes
		if r.URL.Path == "/large" {
			n++
		}
		_, _ = io.WriteString(rw, strings.Repeat(" ", n))
	})
	f := w.fetcher(t)
	if a, err := f.Do(t.Context(), KeyDocument(badges)); err != nil || len(a.Body) != MaxKeyBytes {
		t.Errorf("a document of just the limit: %v", err)
	}
	if !strings.Contains(accept, "application/json") {
		t.Errorf("sent Accept %q", accept)
	}
	if _, err := f.Do(t.Context(), KeyDocument(badges+"large")); !errors.Is(err, ErrTooLarge) {
		t.Errorf("one byte more: got error %v", err)
	}
	if _, err := f.Get(t.Context(), badges+"large"); err != nil {
		t.Errorf("the same as any other document: %v", err)
	}
}

// A slow host costs the time of the Fetcher and no more, wherever it is slow.
func TestTimeout(t *testing.T) {
	w := newWorld(t)
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hops" {
			time.Sleep(120 * time.Millisecond)
			http.Redirect(rw, r, "/hops", http.StatusFound)
			return
		}
		if r.URL.Path == "/silent" {
			<-r.Context().Done()
			return
		}
		for r.Context().Err() == nil { // a byte now and then, for ever
			_, _ = io.WriteString(rw, "x")
			_ = http.NewResponseController(rw).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	})
	f := w.fetcher(t)
	f.Timeout = 300 * time.Millisecond
	for _, path := range []string{"silent", "drip", "hops"} {
		start := time.Now()
		_, err := f.Get(t.Context(), badges+path)
		if !errors.Is(err, ErrTimeout) {
			t.Errorf("%s: got error %v", path, err)
		}
		if took := time.Since(start); took < 250*time.Millisecond || took > 8*time.Second {
			t.Errorf("%s: took %s", path, took)
		}
	}
}

// late answers when the time is up, and as if nothing were amiss. The transport
// of the library does so now and then: it says goodbye to the host, and hands on
// what the host says to that. Servers often say nothing, with the status 200.
type late struct {
	status int
	body   io.Reader // nil: the time is up before the answer, else while it is read
}

func (l late) RoundTrip(r *http.Request) (*http.Response, error) {
	body := l.body
	if body == nil {
		<-r.Context().Done()
		body = strings.NewReader("")
	} else {
		body = io.MultiReader(body, waiting{r.Context()})
	}
	return &http.Response{StatusCode: l.status, Header: http.Header{"Location": {"http://other.example/"}}, Body: io.NopCloser(body)}, nil
}

// waiting ends, without an error, when the time is up.
type waiting struct{ ctx context.Context }

func (w waiting) Read([]byte) (int, error) {
	<-w.ctx.Done()
	return 0, io.EOF
}

// An answer that comes because the asker left is no answer.
func TestAnswerAfterTheEnd(t *testing.T) {
	for _, l := range []late{{status: 200}, {status: 404}, {status: 302}, {status: 200, body: strings.NewReader("half of")}} {
		f := &Fetcher{Timeout: 50 * time.Millisecond}
		f.once.Do(f.prepare)
		f.direct.RegisterProtocol("https", l)
		if a, err := f.Get(t.Context(), badges); !errors.Is(err, ErrTimeout) {
			t.Errorf("%d, body %v: got %+v, error %v", l.status, l.body != nil, a, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.host(t, "badges.example", "8.8.8.8", func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	_, err := w.fetcher(t).Get(ctx, badges)
	var own *Error
	if !errors.Is(err, context.Canceled) || errors.As(err, &own) {
		t.Errorf("got error %v, want that of the context", err)
	}
}

func TestUnreachable(t *testing.T) {
	w := newWorld(t)
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(rw, "less")
	})
	w.name("dead.example", []string{"8.8.4.4"})
	w.name("empty.example", []string{})
	for _, url := range []string{badges, "https://dead.example/", "https://empty.example/", "https://unknown.example/"} {
		_, err := w.fetcher(t).Get(t.Context(), url)
		if !errors.Is(err, ErrUnreachable) {
			t.Errorf("%s: got error %v", url, err)
		}
		if err != nil && strings.Contains(err.Error(), "10.0.0.53") {
			t.Errorf("%s: the error tells of the machine's network: %v", url, err)
		}
	}
}

func TestTogether(t *testing.T) {
	w := newWorld(t)
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(rw, r.URL.Path) })
	f := w.fetcher(t)
	var group sync.WaitGroup
	for _, path := range strings.Split("abcdefghijklmnop", "") {
		group.Go(func() {
			if a, err := f.Get(t.Context(), badges+path); err != nil || string(a.Body) != "/"+path {
				t.Errorf("%s: got %v, error %v", path, a, err)
			}
		})
	}
	group.Wait()
}
