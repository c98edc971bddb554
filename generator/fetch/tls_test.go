package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestTLS(t *testing.T) {
	w := newWorld(t)
	stranger := newWorld(t)
	leaf := func(signer *world, c *x509.Certificate) []tls.Certificate {
		return []tls.Certificate{{Certificate: [][]byte{signer.certify(t, c, signer.authority).Raw}, PrivateKey: signer.key}}
	}
	good := func() []tls.Certificate { return leaf(w, &x509.Certificate{DNSNames: []string{"badges.example"}}) }
	for _, test := range []struct {
		name   string
		config *tls.Config
		want   error
	}{
		{"good", &tls.Config{Certificates: good()}, nil},
		{"TLS 1.2", &tls.Config{Certificates: good(), MaxVersion: tls.VersionTLS12}, nil},
		{"TLS 1.1", &tls.Config{Certificates: good(), MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, ErrTLS},
		{"TLS 1.0", &tls.Config{Certificates: good(), MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10}, ErrTLS},
		{"expired", &tls.Config{Certificates: leaf(w, &x509.Certificate{DNSNames: []string{"badges.example"}, NotAfter: time.Now().Add(-time.Hour)})}, ErrTLS},
		{"not yet valid", &tls.Config{Certificates: leaf(w, &x509.Certificate{DNSNames: []string{"badges.example"}, NotAfter: time.Now().Add(72 * time.Hour)})}, ErrTLS},
		{"wrong host", &tls.Config{Certificates: leaf(w, &x509.Certificate{DNSNames: []string{"other.example"}})}, ErrTLS},
		{"self-signed", &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{stranger.authority.Raw}, PrivateKey: stranger.key}}}, ErrTLS},
		{"unknown authority", &tls.Config{Certificates: leaf(stranger, &x509.Certificate{DNSNames: []string{"badges.example"}})}, ErrTLS},
	} {
		t.Run(test.name, func(t *testing.T) {
			asked := false
			w.hostTLS(t, "badges.example", "8.8.8.8", test.config, func(http.ResponseWriter, *http.Request) { asked = true })
			if _, err := w.fetcher(t).Get(t.Context(), badges); !errors.Is(err, test.want) {
				t.Errorf("got error %v, want %v", err, test.want)
			}
			if asked != (test.want == nil) {
				t.Errorf("the host was asked: %v", asked)
			}
			// Who asks for nothing is let in: the refusal is ours.
			lax := &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10}
			conn, err := tls.Dial("tcp", w.servers["8.8.8.8:443"], lax)
			if err != nil {
				t.Fatalf("the server takes nobody, so that the test says nothing: %v", err)
			}
			conn.Close()
		})
	}
}

// A host that speaks no TLS is told from one that does not answer.
func TestNoTLS(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("220 mail.example ready\r\n"))
			conn.Close()
		}
	}()
	w := newWorld(t)
	w.name("badges.example", []string{"8.8.8.8"})
	w.servers["8.8.8.8:443"] = l.Addr().String()
	if _, err := w.fetcher(t).Get(t.Context(), badges); !errors.Is(err, ErrTLS) {
		t.Errorf("got error %v", err)
	}
}
