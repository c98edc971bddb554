package load

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/diag"
)

// privateKeys returns private keys in the forms in which people keep them.
func privateKeys(t *testing.T) map[string]string {
	t.Helper()
	ed := ed25519.NewKeyFromSeed([]byte("0123456789abcdef0123456789abcdef"))
	pkcs8, err := x509.MarshalPKCS8PrivateKey(ed)
	if err != nil {
		t.Fatal(err)
	}
	d := new(big.Int).SetBytes([]byte("0123456789abcdef0123456789abcdef"))
	ec, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d.FillBytes(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(ec)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(kind string, der []byte, headers map[string]string) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der, Headers: headers}))
	}
	b64 := base64.RawURLEncoding.EncodeToString
	jwk := `{"kty":"OKP","crv":"Ed25519","x":"` + b64(ed[32:]) + `","d":"` + b64(ed.Seed()) + `"}`
	return map[string]string{
		"PKCS 8":            encode("PRIVATE KEY", pkcs8, nil),
		"SEC 1":             encode("EC PRIVATE KEY", sec1, nil),
		"encrypted PEM":     encode("RSA PRIVATE KEY", sec1, map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-128-CBC,00112233445566778899AABBCCDDEEFF"}),
		"SSH":               encode("OPENSSH PRIVATE KEY", sec1, nil),
		"Windows lines":     strings.ReplaceAll(encode("PRIVATE KEY", pkcs8, nil), "\n", "\r\n"),
		"escaped PEM":       strings.ReplaceAll(encode("PRIVATE KEY", pkcs8, nil), "\n", `\n`),
		"JWK":               jwk,
		"JWK with spaces":   strings.NewReplacer(`"d":"`, "\"d\" :\n \"").Replace(jwk),
		"JWK Set":           `{"keys":[` + jwk + `]}`,
		"sealed":            b64([]byte(`{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":600000,"p2s":"x"}`)) + "." + strings.Repeat("A", 40) + ".AAAA.AAAA.AAAA",
		"sealed, enc first": b64([]byte(`{"enc":"A256GCM","alg":"PBES2-HS512+A256KW"}`)) + ".AAAA.AAAA.AAAA.AAAA",
	}
}

// A private key among the content is an error, wherever it lies and whatever
// is around it, and nothing that is printed shows it.
func TestPrivateKeyInContent(t *testing.T) {
	for what, key := range privateKeys(t) {
		for _, file := range []string{"static/key.txt", "static/deep/in/data.json", "keys/other.yaml", "keys/2026.jwe", "backup.jwe", "awards/backup.json", "pages/about.md", cohort} {
			text := "# Notes\n\n" + key
			if file == "pages/about.md" {
				text = small()[file] + key
			}
			c, _ := read(t, memory(with(file, text)))
			report := strings.Join(printed(c), "\n")
			want := "content/" + file + ":"
			if !strings.Contains(report, want) || strings.Count(report, "[private-key-in-content]") != 1 || !c.Report.HasErrors() {
				t.Errorf("%s in %s:\n%s", what, file, report)
			}
			secret := key[len(key)*2/3:]
			var out strings.Builder
			if err := (diag.Printer{Text: c.Text}).Print(&out, c.Report.Findings()); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out.String(), secret[:min(len(secret), 12)]) {
				t.Errorf("%s in %s is shown:\n%s", what, file, out.String())
			}
		}
	}
}

// What only looks like a private key is none.
func TestNoPrivateKey(t *testing.T) {
	for _, text := range []string{
		"A file that begins with -----BEGIN PRIVATE KEY----- is never to be shared.",
		"-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----",
		"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----",
		`{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}`,
		`{"kty":"OKP","d":"…"}`, `{"d":"2026-05-14-and-some-more-text"}`, `{"kty":"EC", "dd":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}`,
		"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2EuZXhhbXBsZSJ9.AAAA", // a signed token is public
		keyFile("2026-01-01", ""),
		"eyJ", `"kty"`, "PRIVATE KEY-----", "",
	} {
		if what, at := PrivateKey([]byte(text)); what != "" || at != -1 {
			t.Errorf("%q is taken for %s at %d", text, what, at)
		}
	}
}
