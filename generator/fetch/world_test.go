package fetch

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// world is an Internet of a few hosts: names, their addresses, and what
// listens there. It notes who was looked up and connected to.
type world struct {
	authority *x509.Certificate
	key       *ecdsa.PrivateKey
	roots     *x509.CertPool

	mu      sync.Mutex
	names   map[string][][]string // the answers, one after another; the last stays
	servers map[string]string     // 8.8.8.8:443 → 127.0.0.1:34567
	asked   []string              // names
	dialled []string              // addresses
}

func newWorld(t *testing.T) *world {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{key: key, roots: x509.NewCertPool(), names: map[string][][]string{}, servers: map[string]string{}}
	w.authority = w.certify(t, &x509.Certificate{Subject: pkix.Name{CommonName: "Authority"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, nil)
	w.roots.AddCert(w.authority)
	return w
}

// certify signs a certificate with the authority's key. Without a parent it is
// the authority's own.
func (w *world) certify(t *testing.T, c, parent *x509.Certificate) *x509.Certificate {
	t.Helper()
	c.SerialNumber = big.NewInt(time.Now().UnixNano())
	if c.NotAfter.IsZero() {
		c.NotAfter = time.Now().Add(time.Hour)
	}
	c.NotBefore = c.NotAfter.Add(-48 * time.Hour)
	if parent == nil {
		parent = c
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &w.key.PublicKey, w.key)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// host sets a server up under a name and an address.
func (w *world) host(t *testing.T, name, address string, handler http.HandlerFunc) {
	t.Helper()
	leaf := w.certify(t, &x509.Certificate{DNSNames: []string{name}}, w.authority)
	w.hostTLS(t, name, address, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{leaf.Raw}, PrivateKey: w.key}}}, handler)
}

func (w *world) hostTLS(t *testing.T, name, address string, config *tls.Config, handler http.HandlerFunc) {
	t.Helper()
	s := httptest.NewUnstartedServer(handler)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = config
	s.StartTLS()
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.names[name] = [][]string{{address}}
	w.servers[net.JoinHostPort(address, "443")] = s.Listener.Addr().String()
}

// name sets the answers for a name, one list after another.
func (w *world) name(name string, answers ...[]string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.names[name] = answers
}

func (w *world) lookup(_ context.Context, _, host string) ([]netip.Addr, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	host, absolute := strings.CutSuffix(host, ".")
	if !absolute {
		return nil, fmt.Errorf("%s was looked up in the domains of the machine", host)
	}
	w.asked = append(w.asked, host)
	answers := w.names[host]
	if len(answers) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, Server: "10.0.0.53:53", IsNotFound: true}
	}
	if len(answers) > 1 {
		w.names[host] = answers[1:]
	}
	var found []netip.Addr
	for _, a := range answers[0] {
		found = append(found, netip.MustParseAddr(a))
	}
	return found, nil
}

func (w *world) dial(ctx context.Context, network, address string) (net.Conn, error) {
	w.mu.Lock()
	w.dialled = append(w.dialled, address)
	to, ok := w.servers[address]
	w.mu.Unlock()
	if !ok {
		return nil, fmt.Errorf("nobody listens at %s", address)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, to)
}

// connected returns the addresses that were connected to.
func (w *world) connected() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.dialled...)
}

func (w *world) lookedUp() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.asked...)
}

// fetcher returns a strict Fetcher that lives in this world.
func (w *world) fetcher(t *testing.T) *Fetcher {
	t.Helper()
	f := &Fetcher{Timeout: 5 * time.Second, Roots: w.roots, Lookup: w.lookup, Dial: w.dial}
	t.Cleanup(f.Close)
	return f
}
