//go:build interop

package generator_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io/fs"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/internal/reference"
)

// world is what the verifiers find at every address that they know: the sites
// under test, and the recorded documents of those who publish the standards.
type world struct {
	sites    map[string][]served // by host
	replaced map[string][]byte   // by address; nil: gone

	mu     sync.Mutex
	strays []string // requests that nothing answered
}

// served is a folder at a path of a host.
type served struct {
	base  string
	files fs.FS
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{sites: map[string][]served{}, replaced: map[string][]byte{}}
	web := recordings(t)
	hosts, err := os.ReadDir(web)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hosts {
		w.sites[h.Name()] = []served{{"/", os.DirFS(filepath.Join(web, h.Name()))}}
	}
	return w
}

// recordings finds the folder with the recorded documents of the web, which
// are no part of the repository.
func recordings(t *testing.T) string {
	t.Helper()
	standards, found := reference.Find(t)
	if !found {
		t.Fatal("the recorded documents of the web are not here: set SEALPRESS_STANDARDS to a folder beside which lies interop/web")
	}
	return filepath.Join(standards, "..", "interop", "web")
}

// serve puts a site at its address.
func (w *world) serve(t *testing.T, s *site, folder string) {
	t.Helper()
	w.sites[s.at.Host()] = append(w.sites[s.at.Host()], served{s.at.Base(), os.DirFS(folder)})
}

// replace answers another text at an address.
func (w *world) replace(address string, text []byte) { w.replaced[address] = text }

// remove answers that there is nothing at an address.
func (w *world) remove(address string) { w.replaced[address] = nil }

// ServeHTTP answers as a plain host does: by the ending of the file's name.
func (w *world) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	text, err := w.read(r.Host, r.URL.Path)
	if err != nil {
		http.NotFound(rw, r)
		return
	}
	kind := map[string]string{".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml", ".jwt": "application/octet-stream", "": "application/ld+json"}[path.Ext(r.URL.Path)]
	if kind == "" {
		kind = "application/ld+json" // https://w3id.org/… and the like, which end in a version
	}
	rw.Header().Set("Content-Type", kind)
	_, _ = rw.Write(text) // who hung up misses nothing
}

func (w *world) read(host, name string) ([]byte, error) {
	if text, ok := w.replaced["https://"+host+name]; ok {
		if text == nil {
			return nil, fs.ErrNotExist
		}
		return text, nil
	}
	for _, s := range w.sites[host] {
		if rest, ok := strings.CutPrefix(name, s.base); ok {
			if text, err := fs.ReadFile(s.files, rest); err == nil {
				return text, nil
			}
		}
	}
	w.stray(host + name)
	return nil, fs.ErrNotExist
}

func (w *world) stray(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.strays = append(w.strays, what)
}

// start serves the world on this machine, and returns the port and the file
// with the certificate of its throwaway authority.
func (w *world) start(t *testing.T) (port int, authority string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	certificate := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Sealpress interop"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, IsCA: true}
	for host := range w.sites {
		certificate.DNSNames = append(certificate.DNSNames, host)
	}
	der, err := x509.CreateCertificate(rand.Reader, certificate, certificate, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	authority = filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(w)
	pair := &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	server.TLS = &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if _, ok := w.sites[hello.ServerName]; !ok {
			w.stray(hello.ServerName)
			return nil, errors.New("nobody is at " + hello.ServerName)
		}
		return pair, nil
	}}
	server.Config.ErrorLog = log.New(t.Output(), "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.Listener.Addr().(*net.TCPAddr).Port, authority
}
