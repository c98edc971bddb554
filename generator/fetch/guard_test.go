package fetch

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The first and the last address of each range that is not public.
func special() []string {
	return strings.Fields(`
		0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255
		127.0.0.1 127.255.255.255 169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255
		192.0.0.0 192.0.0.192 192.0.0.255 192.0.2.1 192.88.99.1 192.168.0.0 192.168.255.255
		198.18.0.0 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.0 255.255.255.255
		168.63.129.16
		:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
		64:ff9b::a9fe:a9fe 64:ff9b::808:808 64:ff9b:1::1 100::1 100:0:0:1::1
		2001::1 2001:0:a9fe:a9fe::1 2001:2::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1
		3fff::1 5f00::1 fc00::1 fd00:ec2::254 fd20:ce::254 fdff:ffff::1 fe80::1 febf::1 fe80::1%eth0 fec0::1
		2606:4700::1%eth0 ff02::1 ff0e::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff`)
}

func public() []string {
	return strings.Fields(`
		1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
		169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0
		198.17.255.255 198.20.0.0 223.255.255.255 ::ffff:8.8.8.8
		2000::1 2001:200::1 2001:4860:4860::8888 2003::1 2606:4700::1111 2a00::1`)
}

// An address that is not public is refused when it stands in a URL, when a name
// leads to it, and at the socket.
func TestSpecialAddresses(t *testing.T) {
	w := newWorld(t)
	f := w.fetcher(t)
	for _, text := range special() {
		if err := f.Check(inURL(text)); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: got error %v", inURL(text), err)
		}
		w.name("badges.example", []string{text})
		if _, err := f.Get(t.Context(), badges); !errors.Is(err, ErrRefused) {
			t.Errorf("a name that leads to %s: got error %v", text, err)
		}
		if err := f.control("tcp", net.JoinHostPort(text, "443"), nil); !errors.Is(err, ErrRefused) {
			t.Errorf("a socket to %s: got error %v", text, err)
		}
	}
	if dialled := w.connected(); len(dialled) > 0 {
		t.Errorf("connected to %q", dialled)
	}
}

func TestPublicAddresses(t *testing.T) {
	w := newWorld(t)
	f := w.fetcher(t)
	for _, text := range public() {
		if err := f.Check(inURL(text)); err != nil {
			t.Errorf("%s: %v", inURL(text), err)
		}
		if err := f.control("tcp", net.JoinHostPort(text, "443"), nil); err != nil {
			t.Errorf("a socket to %s: %v", text, err)
		}
	}
}

func inURL(address string) string {
	if strings.Contains(address, ":") {
		return "https://[" + strings.Replace(address, "%", "%25", 1) + "]/"
	}
	return "https://" + address + "/"
}

// The socket has the last word: the network's own dialler is stopped at an
// address that nobody judged before.
func TestControlAtTheSocket(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	to := netip.MustParseAddrPort(l.Addr().String())
	strict, dev := &Fetcher{}, &Fetcher{Loopback: true}
	strict.once.Do(strict.prepare)
	dev.once.Do(dev.prepare)
	if _, err := strict.connect(t.Context(), "tcp", to, true); !errors.Is(err, ErrRefused) {
		t.Errorf("got error %v", err)
	}
	conn, err := dev.connect(t.Context(), "tcp", to, true)
	if err != nil {
		t.Fatalf("nobody listens there, so that the test says nothing: %v", err)
	}
	conn.Close()
}

// Of an answer with public and private addresses the public ones are tried.
func TestMixedAnswer(t *testing.T) {
	w := newWorld(t)
	w.host(t, "badges.example", "8.8.8.8", func(http.ResponseWriter, *http.Request) {})
	w.name("badges.example", []string{"127.0.0.1", "::1", "8.8.4.4", "169.254.169.254", "8.8.8.8", "fd00::1"})
	if _, err := w.fetcher(t).Get(t.Context(), badges); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"8.8.4.4:443", "8.8.8.8:443"}, w.connected()); diff != "" {
		t.Errorf("connections (-want +got):\n%s", diff)
	}
}

func TestManyAddresses(t *testing.T) {
	w := newWorld(t)
	w.name("badges.example", []string{"8.8.0.1", "8.8.0.2", "8.8.0.3", "8.8.0.4", "8.8.0.5", "8.8.0.6"})
	if _, err := w.fetcher(t).Get(t.Context(), badges); !errors.Is(err, ErrUnreachable) {
		t.Errorf("got error %v", err)
	}
	if n := len(w.connected()); n != maxAddresses {
		t.Errorf("tried %d addresses, want %d", n, maxAddresses)
	}
}

// A name whose next answer is private: one connection asks once, and what asks
// again is judged again.
func TestRebinding(t *testing.T) {
	w := newWorld(t)
	handler := func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Connection", "close")
		if r.URL.Path == "/away" {
			http.Redirect(rw, r, "/", http.StatusFound)
		}
	}
	w.host(t, "badges.example", "8.8.8.8", handler)
	private := []string{"127.0.0.1"}
	w.name("badges.example", []string{"8.8.8.8"}, private)
	f := w.fetcher(t)
	if _, err := f.Get(t.Context(), badges); err != nil {
		t.Fatal(err)
	}
	if n := len(w.lookedUp()); n != 1 {
		t.Errorf("looked up %d times for one connection", n)
	}
	if _, err := f.Get(t.Context(), badges); !errors.Is(err, ErrRefused) {
		t.Errorf("asked again: got error %v", err)
	}
	w.name("badges.example", []string{"8.8.8.8"}, private)
	if _, err := f.Get(t.Context(), badges+"away"); !errors.Is(err, ErrRefused) {
		t.Errorf("redirected to itself: got error %v", err)
	}
	if diff := cmp.Diff([]string{"8.8.8.8:443", "8.8.8.8:443"}, w.connected()); diff != "" {
		t.Errorf("connections (-want +got):\n%s", diff)
	}
}

// Names of private networks are not even looked up.
func TestPrivateNames(t *testing.T) {
	w := newWorld(t)
	f := w.fetcher(t)
	for _, host := range append(privateNames(), "printer", "LOCALHOST.", "a.localhost", "printer.local", "metadata.google.internal", "router.home.arpa", "METADATA.google.INTERNAL.") {
		if _, err := f.Get(t.Context(), "https://"+host+"/"); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: got error %v", host, err)
		}
	}
	if asked := w.lookedUp(); len(asked) > 0 {
		t.Errorf("looked up %q", asked)
	}
	for _, host := range []string{"internal.example", "local.example", "notlocalhost.example", "homearpa.example"} {
		if err := f.Check("https://" + host + "/"); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// For developing there is this machine and nothing else.
func TestLoopback(t *testing.T) {
	w := newWorld(t)
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(rw, r, to, http.StatusFound)
		}
	}))
	defer s.Close()
	safe := httptest.NewTLSServer(s.Config.Handler)
	defer safe.Close()
	roots := x509.NewCertPool()
	roots.AddCert(safe.Certificate())
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	w.name("badges.example", []string{"8.8.8.8"})
	w.name("dev.example", []string{"8.8.8.8", "127.0.0.1"})
	f := &Fetcher{Loopback: true, Lookup: w.lookup, Roots: roots}
	f.Proxy = func(*http.Request) (*url.URL, error) { return nil, errors.New("a proxy is not this machine") }
	t.Cleanup(f.Close)
	for address, want := range map[string]error{
		s.URL:                                 nil,
		"http://localhost:" + port + "/":      nil,
		"http://site.localhost:" + port + "/": nil,
		"http://dev.example:" + port + "/":    nil,
		badges:                                ErrRefused,
		"http://8.8.8.8/":                     ErrRefused,
		"http://10.0.0.1/":                    ErrRefused,
		"http://169.254.169.254/":             ErrRefused,
		"file:///etc/passwd":                  ErrRefused,
		"http://[::1%25lo]/":                  ErrRefused,
		safe.URL:                              nil,
		s.URL + "/?to=" + safe.URL:            nil,
		safe.URL + "/?to=" + s.URL:            ErrRedirect,
		s.URL + "/?to=http://8.8.8.8/":        ErrRefused,
		s.URL + "/?to=" + badges:              ErrRefused,
	} {
		if _, err := f.Get(t.Context(), address); !errors.Is(err, want) {
			t.Errorf("%s: got error %v, want %v", address, err, want)
		}
	}
	if err := (&Fetcher{}).Check(s.URL); !errors.Is(err, ErrRefused) {
		t.Errorf("without Loopback %s: got error %v", s.URL, err)
	}
}
