package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sealpress/sealpress/generator/fetch"
)

// internet is all that commands of scripts find in the place of the network:
// the hosts that host has started, as SEALPRESS_TEST_HOSTS names them, and
// behind every other name nobody.
func internet(f *fetch.Fetcher) {
	if f.Loopback {
		return // this very machine is all that is asked then
	}
	hosts := map[string]netip.Addr{} // name → public address
	servers := map[string]string{}   // public address and port → address of the server
	f.Roots = x509.NewCertPool()
	for line := range strings.FieldsSeq(os.Getenv("SEALPRESS_TEST_HOSTS")) {
		name, rest, _ := strings.Cut(line, "=")
		at, file, _ := strings.Cut(rest, "=")
		authority, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		f.Roots.AppendCertsFromPEM(authority)
		hosts[name] = netip.AddrFrom4([4]byte{8, 8, 8, byte(len(hosts))})
		servers[netip.AddrPortFrom(hosts[name], 443).String()] = at
	}
	f.Lookup = func(_ context.Context, _, name string) ([]netip.Addr, error) {
		at, ok := hosts[strings.TrimSuffix(name, ".")]
		if !ok {
			return nil, errors.New("no such host")
		}
		return []netip.Addr{at}, nil
	}
	f.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		at, ok := servers[address]
		if !ok {
			return nil, errors.New("nobody is there")
		}
		return (&net.Dialer{}).DialContext(ctx, network, at)
	}
}

// webHost starts a web host that serves a folder: host NAME FOLDER [MANNER…]. A
// manner is a way in which it does not do what it should. NAME - is one that is
// found at $HOST, over http, for --insecure-dev.
func webHost(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: host NAME FOLDER [MANNER…]")
	}
	name, folder, manners := args[0], ts.MkAbs(args[1]), args[2:]
	known := []string{"fallback", "nocors", "nodid", "list", "octet", "stale", "moved", "forbidden", "github", "nginx", "slow"}
	for _, m := range manners {
		if !slices.Contains(known, m) {
			ts.Fatalf("host knows no manner %q", m)
		}
	}
	s := httptest.NewUnstartedServer(serving(folder, manners))
	s.Config.ErrorLog = log.New(discard{}, "", 0)
	ts.Defer(s.Close)
	if name == "-" {
		s.Start()
		at, err := url.Parse(s.URL)
		ts.Check(err)
		ts.Setenv("HOST", "http://localhost:"+at.Port()+"/")
		return
	}
	certificate, text := certified(ts, name)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	s.StartTLS()
	file := filepath.Join(ts.Getenv("WORK"), "host-"+name+".pem")
	ts.Check(os.WriteFile(file, text, 0o644))
	others := slices.DeleteFunc(strings.Fields(ts.Getenv("SEALPRESS_TEST_HOSTS")), func(h string) bool { return strings.HasPrefix(h, name+"=") })
	ts.Setenv("SEALPRESS_TEST_HOSTS", strings.Join(append(others, name+"="+s.Listener.Addr().String()+"="+file), " "))
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// serving answers with the files of a folder, and with all manners.
func serving(folder string, manners []string) http.Handler {
	has := func(m string) bool { return slices.Contains(manners, m) }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if !has("nocors") {
			h.Set("Access-Control-Allow-Origin", "*")
		}
		switch {
		case has("github"):
			h.Set("Server", "GitHub.com")
		case has("nginx"):
			h.Set("Server", "nginx/1.27")
		}
		if has("stale") && strings.HasPrefix(r.URL.Path, "/status/") {
			h.Set("Cache-Control", "public, max-age=604800")
		}
		if has("slow") {
			<-r.Context().Done()
			return
		}
		name := filepath.Join(folder, filepath.FromSlash(r.URL.Path))
		if strings.HasSuffix(r.URL.Path, "/") {
			name = filepath.Join(name, "index.html")
		}
		data, err := os.ReadFile(name)
		switch {
		case has("moved") && strings.HasSuffix(r.URL.Path, "credential.json") && r.URL.RawQuery == "":
			http.Redirect(w, r, r.URL.Path+"?moved", http.StatusFound)
			return
		case has("list") && r.URL.Path == "/awards/":
			entries, _ := os.ReadDir(filepath.Join(folder, "awards")) // an empty list is one as well
			for _, e := range entries {
				data = append(data, "<a href="+e.Name()+">"+e.Name()+"</a>\n"...)
			}
			err = nil
		case has("nodid") && strings.HasSuffix(r.URL.Path, "/did.json"):
			err = os.ErrNotExist
		}
		if err != nil && has("fallback") {
			data, err = os.ReadFile(filepath.Join(folder, "index.html"))
			name = "index.html"
		}
		if err != nil {
			status := http.StatusNotFound
			if has("forbidden") {
				status = http.StatusForbidden
			}
			http.Error(w, "nothing is here", status)
			return
		}
		types := map[string]string{".html": "text/html; charset=utf-8", ".json": "application/json", ".jwt": "text/plain; charset=utf-8", ".png": "image/png",
			".svg": "image/svg+xml", ".css": "text/css", ".js": "text/javascript", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8"}
		kind := types[filepath.Ext(name)]
		if kind == "" || has("octet") && filepath.Ext(name) == ".json" {
			kind = "application/octet-stream"
		}
		h.Set("Content-Type", kind)
		_, _ = w.Write(data) // who asked may have gone away
	})
}

// certified makes a certificate for a name that no authority knows but the one
// whose text is returned.
func certified(ts *testscript.TestScript, name string) (tls.Certificate, []byte) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, key.Public(), key)
	ts.Check(err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
