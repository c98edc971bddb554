package fetch

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The environment names a proxy during all tests. It forbids everything, since
// nobody listens there: who asks it finds nothing.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		if err := os.Setenv(name, "http://127.0.0.1:1"); err != nil {
			panic(err)
		}
	}
	_ = os.Unsetenv("NO_PROXY")
	_ = os.Unsetenv("no_proxy")
	os.Exit(m.Run())
}

// The environment's proxy would be used by a transport that asks for it: the
// other tests say something.
func TestEnvironmentNamesAProxy(t *testing.T) {
	req := httptest.NewRequest(http.MethodGet, badges, nil)
	if proxy, err := http.ProxyFromEnvironment(req); err != nil || proxy == nil {
		t.Errorf("got proxy %v, error %v", proxy, err)
	}
}

// A proxy is used when it is handed in. What it is not meant for goes the
// guarded way.
func TestProxy(t *testing.T) {
	w := newWorld(t)
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "direct") })
	w.name("inside.example", []string{"10.0.0.7"})
	var connects []string
	proxy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		connects = append(connects, r.Method+" "+r.Host)
		rw.WriteHeader(http.StatusForbidden)
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := w.fetcher(t).Get(t.Context(), badges); err != nil || string(a.Body) != "direct" || a.Proxied {
		t.Errorf("without a proxy: %v", err)
	}

	f := w.fetcher(t)
	w.servers[at.Host] = at.Host
	f.Proxy = func(r *http.Request) (*url.URL, error) {
		if r.URL.Hostname() == "badges.example" {
			return at, nil
		}
		return nil, nil
	}
	if _, err := f.Get(t.Context(), badges); !errors.Is(err, ErrUnreachable) {
		t.Errorf("through a proxy that forbids: got error %v", err)
	}
	if diff := cmp.Diff([]string{"CONNECT badges.example:443"}, connects); diff != "" {
		t.Errorf("asked of the proxy (-want +got):\n%s", diff)
	}
	if _, err := f.Get(t.Context(), "https://inside.example/"); !errors.Is(err, ErrRefused) {
		t.Errorf("beside the proxy: got error %v", err)
	}
	if _, err := f.Get(t.Context(), "https://127.0.0.1/"); !errors.Is(err, ErrRefused) {
		t.Errorf("an address that is written down: got error %v", err)
	}
}

// Through a proxy the host still proves who it is, and the answer says that
// the connected address was not judged.
func TestThroughProxy(t *testing.T) {
	w := newWorld(t)
	w.host(t, "badges.example", "8.8.8.8", func(rw http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(rw, "proxied") })
	host := w.servers["8.8.8.8:443"]
	proxy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		there, err := net.Dial("tcp", host)
		if err != nil {
			t.Error(err)
			return
		}
		defer there.Close()
		// Taken over before the answer: else the server reads what comes next.
		here, _, err := http.NewResponseController(rw).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer here.Close()
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(there, here) }()
		_, _ = io.Copy(here, there)
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	w.servers[at.Host] = at.Host
	f := w.fetcher(t)
	f.Proxy = http.ProxyURL(at)
	a, err := f.Get(t.Context(), badges)
	if err != nil {
		t.Fatal(err)
	}
	if string(a.Body) != "proxied" || !a.Proxied || len(w.lookedUp()) != 0 {
		t.Errorf("got %q, proxied %v, looked up %q", a.Body, a.Proxied, w.lookedUp())
	}
	if _, err := f.Get(t.Context(), "https://other.example/"); !errors.Is(err, ErrTLS) {
		t.Errorf("a name that the host cannot prove: got error %v", err)
	}
	f.Close()
}
