// Package fetch asks addresses that a stranger wrote. A credential names the
// places of its keys, its status and its issuer; whoever wrote it chooses where
// the verifier's machine knocks. So the address that is connected to is judged,
// not the name alone, and everything that comes back has a limit.
//
//	f := &fetch.Fetcher{}
//	answer, err := f.Get(ctx, "https://badges.example.org/awards/k4f1/credential.json")
//	answer, err = f.Do(ctx, fetch.KeyDocument("https://badges.example.org/.well-known/did.json"))
//
// What is asked: https alone, port 443 or one from 1024 on, without a user name,
// at addresses of the public Internet. Names of private networks are refused
// before they are looked up. A name is looked up once for a connection, the
// addresses in the answer that are not public are left out, and the connection
// goes to an address that was judged, never to the name. Redirects are followed
// by hand: each is judged as the first address was. TLS is 1.2 or newer, and no
// setting weakens it.
//
// What is sent: no cookies, no authorization, no Referer. Proxies named in the
// environment are ignored unless one is handed in.
//
// What comes back: a status, a content type that is reported and not trusted,
// and for a status of 200 to 299 a body. Compressed bodies are inflated here,
// gzip alone, and their size is counted after inflating.
//
// Known weakness: where IPv4 is reached through NAT64, a name may have no
// address but one in 64:ff9b::/96. That is refused, since such an address can
// lead into the private network. And a public address that a router near by
// leads to a private machine cannot be told from another.
package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"code.dny.dev/ssrf"
)

// The limits that hold where a field is zero.
const (
	DefaultTimeout   = 10 * time.Second
	DefaultMaxBytes  = 1 << 20
	DefaultRedirects = 3

	// MaxKeyBytes is the limit of a document of keys.
	MaxKeyBytes = 256 << 10
)

const maxHeader = 64 << 10

// Fetcher asks addresses. The zero value is ready and strict. It keeps
// connections for the next question, may be used by several goroutines, and is
// not copied after its first use.
type Fetcher struct {
	Timeout      time.Duration // of one question with all its redirects and its body
	MaxBytes     int64         // of a body, after inflating
	MaxRedirects int           // less than 0: none
	UserAgent    string

	// Loopback is for developing: http is allowed beside https, and no address
	// but those of the machine itself.
	Loopback bool

	// Proxy says through which proxy a request goes, nil for none, as
	// http.ProxyFromEnvironment does. What goes through a proxy is looked up and
	// connected by it: the judgement of connected addresses then rests on the
	// proxy. Names and addresses written in the URL are judged all the same.
	Proxy func(*http.Request) (*url.URL, error)

	// Roots are the authorities that certificates are checked against; nil for
	// those of the machine.
	Roots *x509.CertPool

	// Lookup finds the addresses of a name; nil for the machine's resolver.
	Lookup func(ctx context.Context, network, host string) ([]netip.Addr, error)

	// Dial connects to an address that was judged; nil for the network. A
	// dialler that is handed in stands in for the network, and is trusted.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	once    sync.Once
	guard   *ssrf.Guardian
	direct  *http.Transport
	proxied *http.Transport
}

// Request is a question with limits of its own.
type Request struct {
	URL      string
	Accept   string // optional
	MaxBytes int64  // 0: the Fetcher's
	SameHost bool   // redirects stay at the host
	Origin   string // optional: asks as a page of this origin would; some hosts allow other origins only then
}

// KeyDocument is the question for a document of keys. Whoever answers it decides
// which signatures are believed, so no redirect leads to another host.
func KeyDocument(url string) Request {
	return Request{URL: url, Accept: "application/did+json, application/json", MaxBytes: MaxKeyBytes, SameHost: true}
}

// Answer is what a host said. All of it is foreign: text for a terminal or a
// page must be escaped.
type Answer struct {
	URL         string // where it was found, without a fragment
	Status      int
	ContentType string // as sent
	Header      http.Header
	Body        []byte   // inflated; nil unless the status is 200 to 299
	Hops        []string // the addresses that redirected, first to last
	Proxied     bool     // a proxy was asked: the connected address was not judged here
}

// Get asks an address.
func (f *Fetcher) Get(ctx context.Context, url string) (*Answer, error) {
	return f.Do(ctx, Request{URL: url})
}

// Do asks an address within the request's own limits. Each error but that of a
// cancelled context is an *Error.
func (f *Fetcher) Do(ctx context.Context, r Request) (*Answer, error) {
	f.once.Do(f.prepare)
	ctx, cancel := context.WithTimeout(ctx, orDefault(f.Timeout, DefaultTimeout))
	defer cancel()
	at, err := f.check(r.URL)
	if err != nil {
		return nil, err
	}
	answer := &Answer{}
	for {
		next, err := f.ask(ctx, r, at, answer)
		if err != nil {
			return nil, err
		}
		if next == nil {
			return answer, nil
		}
		answer.Hops = append(answer.Hops, at.String())
		at = next
	}
}

// ask asks one address. It fills the answer, or returns the address that it was
// sent to.
func (f *Fetcher) ask(ctx context.Context, r Request, at *url.URL, answer *Answer) (*url.URL, error) {
	var handshake atomic.Pointer[error]
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err != nil {
				handshake.Store(&err)
			}
		},
	})
	failed := func(err error) error { return classify(ctx, at, err, handshake.Load() != nil) }

	req, err := http.NewRequestWithContext(traced, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, failed(err)
	}
	// Named here, so that the transport adds nothing of its own.
	req.Header.Set("User-Agent", orDefault(f.UserAgent, "Sealpress"))
	req.Header.Set("Accept-Encoding", "gzip")
	if r.Accept != "" {
		req.Header.Set("Accept", r.Accept)
	}
	if r.Origin != "" {
		req.Header.Set("Origin", r.Origin)
	}
	transport, req, err := f.route(req)
	if err != nil {
		return nil, failed(err)
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, failed(err)
	}
	defer resp.Body.Close()
	// When the time is up the transport says goodbye, and may hand on what the
	// host answers to that: often nothing, with the status 200.
	if ctx.Err() != nil {
		return nil, failed(ctx.Err())
	}

	answer.Proxied = answer.Proxied || transport == f.proxied
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return f.redirect(r, at, resp.Header, len(answer.Hops))
	}
	answer.URL = at.String()
	answer.Status = resp.StatusCode
	answer.ContentType = resp.Header.Get("Content-Type")
	answer.Header = resp.Header
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return nil, nil
	}
	limit := orDefault(r.MaxBytes, orDefault(f.MaxBytes, DefaultMaxBytes))
	if answer.Body, err = read(resp.Body, resp.Header, limit); err != nil {
		return nil, failed(err)
	}
	if ctx.Err() != nil {
		return nil, failed(ctx.Err())
	}
	return nil, nil
}

// route chooses between the guarded transport and that through a proxy. The
// proxy is asked for once: what NO_PROXY leaves out goes the guarded way.
func (f *Fetcher) route(req *http.Request) (*http.Transport, *http.Request, error) {
	if f.Proxy == nil || f.Loopback {
		return f.direct, req, nil
	}
	proxy, err := f.Proxy(req)
	if err != nil {
		return nil, nil, &Error{Cause: ErrUnreachable, Why: "the proxy cannot be used", Err: err}
	}
	if proxy == nil {
		return f.direct, req, nil
	}
	return f.proxied, req.WithContext(context.WithValue(req.Context(), proxyKey{}, proxy)), nil
}

type proxyKey struct{}

func chosenProxy(req *http.Request) (*url.URL, error) {
	proxy, ok := req.Context().Value(proxyKey{}).(*url.URL)
	if !ok {
		return nil, errors.New("no proxy was chosen")
	}
	return proxy, nil
}

// redirect returns the address that a host sends to, judged.
func (f *Fetcher) redirect(r Request, from *url.URL, header http.Header, done int) (*url.URL, error) {
	refuse := func(format string, args ...any) (*url.URL, error) {
		return nil, &Error{URL: from.String(), Cause: ErrRedirect, Why: fmt.Sprintf(format, args...)}
	}
	location := header.Get("Location")
	if location == "" {
		return refuse("it does not say where to")
	}
	if limit := max(orDefault(f.MaxRedirects, DefaultRedirects), 0); done >= limit {
		return refuse("more than %d in a row", limit)
	}
	to, err := from.Parse(location)
	if err != nil {
		return refuse("%.200q is not an address", location)
	}
	next, err := f.check(to.String())
	if err != nil {
		return nil, err
	}
	if from.Scheme == "https" && next.Scheme != "https" {
		return refuse("it leads from https to %s", next.Scheme)
	}
	if r.SameHost && (next.Hostname() != from.Hostname() || next.Scheme == from.Scheme && next.Port() != from.Port()) {
		return refuse("it leads to another host, %s", next.Host)
	}
	return next, nil
}

// prepare makes what the questions share.
func (f *Fetcher) prepare() {
	f.guard = newGuard()
	made := func(t *http.Transport) *http.Transport {
		t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: f.Roots}
		t.DisableCompression = true // gzip is asked for and inflated here
		t.MaxResponseHeaderBytes = maxHeader
		t.MaxIdleConns = 16
		t.MaxIdleConnsPerHost = 4
		t.IdleConnTimeout = 30 * time.Second
		t.Protocols = new(http.Protocols)
		t.Protocols.SetHTTP1(true)
		return t
	}
	f.direct = made(&http.Transport{DialContext: f.dial})
	f.proxied = made(&http.Transport{Proxy: chosenProxy, DialContext: f.Dial})
}

// Close lets go of the connections that were kept.
func (f *Fetcher) Close() {
	f.once.Do(f.prepare)
	f.direct.CloseIdleConnections()
	f.proxied.CloseIdleConnections()
}

func orDefault[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}
