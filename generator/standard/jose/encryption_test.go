package jose_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	other "github.com/go-jose/go-jose/v4"

	"github.com/sealpress/sealpress/generator/standard/jose"
)

// quick keeps the tests fast.
var quick = jose.Options{Iterations: 1000, Least: 1000}

const secretText = `{"kty":"OKP","d":"…"}`

// writtenBefore is the text under the passphrase "p", encrypted once and for
// all: keys that were put away are read for as long as they are kept.
const writtenBefore = "eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIiwicDJjIjoxMDAwLCJwMnMiOiIyb2lNUExjV3NJVjBrQklNbjhCLUd3In0." +
	"QmSFTUz7KczEqa-4eX5GhKgeQl-FqXLgmVYXjvwvNqZsgeopmpt45w.rYMfZaghuXg7J3rZ.-cwaDMhHsSEWlVjE_xP6sdpFj0PLDKQ.BCqMflxbjVd8VgJ6pD0YYg"

func encrypted(t testing.TB, passphrase string) string {
	t.Helper()
	token, err := jose.Encrypt([]byte(secretText), []byte(passphrase), quick)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestWhatIsEncryptedIsDecrypted(t *testing.T) {
	for _, passphrase := range []string{"correct horse", "Þóra 李 😀", strings.Repeat("x", 1000)} {
		token := encrypted(t, passphrase)
		got, err := jose.Decrypt(token, []byte(passphrase), quick)
		if err != nil || string(got) != secretText {
			t.Errorf("%.20q: %q, %v", passphrase, got, err)
		}
		if token == encrypted(t, passphrase) {
			t.Error("one text is encrypted twice in one way")
		}
		for _, wrong := range []string{"", passphrase + " ", passphrase[1:]} {
			if _, err := jose.Decrypt(token, []byte(wrong), quick); !errors.Is(err, jose.ErrPassphrase) {
				t.Errorf("passphrase %.20q for %.20q: error %v, want ErrPassphrase", wrong, passphrase, err)
			}
		}
	}
}

func TestWhatWasEncryptedBeforeIsDecrypted(t *testing.T) {
	if got, err := jose.Decrypt(writtenBefore, []byte("p"), quick); err != nil || string(got) != secretText {
		t.Errorf("%q, %v", got, err)
	}
}

func TestHeaderOfAnEncryptedText(t *testing.T) {
	token, err := jose.Encrypt([]byte("x"), []byte("p"), jose.Options{})
	if err != nil {
		t.Fatal(err)
	}
	header, _, _ := strings.Cut(token, ".")
	if got := string(bytesOf(t, header)); !strings.HasPrefix(got, `{"alg":"PBES2-HS512+A256KW","enc":"A256GCM","p2c":600000,"p2s":"`) {
		t.Errorf("header %s", got)
	}
	start := time.Now()
	if got, err := jose.Decrypt(token, []byte("p"), jose.Options{}); err != nil || string(got) != "x" {
		t.Errorf("%q, %v", got, err)
	}
	t.Logf("%d iterations take %v", jose.DefaultIterations, time.Since(start))
}

func TestOneByteOfAnEncryptedTextChanged(t *testing.T) {
	token := encrypted(t, "p")
	dots := strings.Split(token, ".")
	for part := range 5 {
		b := bytesOf(t, dots[part])
		for i := range b {
			b[i] ^= 1
			changed := append([]string{}, dots...)
			changed[part] = base64.RawURLEncoding.EncodeToString(b)
			if got, err := jose.Decrypt(strings.Join(changed, "."), []byte("p"), quick); err == nil {
				t.Errorf("byte %d of part %d changed: %q", i, part, got)
			}
			b[i] ^= 1
		}
	}
}

func TestOtherEncryptedTextsAreRefused(t *testing.T) {
	token := encrypted(t, "p")
	head, rest, _ := strings.Cut(token, ".")
	header := string(bytesOf(t, head))
	with := func(old, new string) string {
		changed := strings.Replace(header, old, new, 1)
		if changed == header {
			t.Fatalf("%q is not in %s", old, header)
		}
		return base64.RawURLEncoding.EncodeToString([]byte(changed)) + "." + rest
	}
	for name, s := range map[string]string{
		"empty":                 "",
		"four parts":            token[:strings.LastIndexByte(token, '.')],
		"a million dots":        strings.Repeat(".", 1<<20),
		"long":                  token + strings.Repeat("A", 1<<20),
		"padding":               token + "=",
		"line end":              token + "\n",
		"compressed":            with(`{`, `{"zip":"DEF",`),
		"crit":                  with(`{`, `{"crit":["p2c"],`),
		"another member":        with(`{`, `{"kid":"k",`),
		"twice":                 with(`{`, `{"p2c":1000,`),
		"another algorithm":     with(`PBES2-HS512+A256KW`, `PBES2-HS256+A128KW`),
		"direct":                with(`PBES2-HS512+A256KW`, `dir`),
		"another encryption":    with(`A256GCM`, `A128CBC-HS256`),
		"no algorithm":          with(`"alg":"PBES2-HS512+A256KW",`, ``),
		"no count":              with(`"p2c":1000,`, ``),
		"too low a count":       with(`1000`, `999`),
		"too high a count":      with(`1000`, `1000001`),
		"count of ten digits":   with(`1000`, `9999999999`),
		"negative count":        with(`1000`, `-1000`),
		"count as a fraction":   with(`1000`, `1e4`),
		"count as a string":     with(`1000`, `"1000"`),
		"short salt":            with(`"p2s":"`, `"p2s":"AAAA","x":"`),
		"salt that is a number": with(`"p2s":"`, `"p2s":7,"x":"`),
		"JSON":                  `{"protected":"` + head + `"}`,
	} {
		start := time.Now()
		if got, err := jose.Decrypt(s, []byte("p"), quick); err == nil || errors.Is(err, jose.ErrPassphrase) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s: refusing took %v", name, took)
		}
	}
	if _, err := jose.Decrypt(token, []byte("p"), jose.Options{}); err == nil {
		t.Errorf("%d iterations are taken, fewer than %d", quick.Iterations, jose.LeastIterations)
	}
	for name, f := range map[string]func() (string, error){
		"no passphrase": func() (string, error) { return jose.Encrypt([]byte("x"), nil, quick) },
		"too many iterations": func() (string, error) {
			return jose.Encrypt([]byte("x"), []byte("p"), jose.Options{Iterations: 1_000_001})
		},
		"negative iterations": func() (string, error) { return jose.Encrypt([]byte("x"), []byte("p"), jose.Options{Iterations: -1}) },
		"too long a text":     func() (string, error) { return jose.Encrypt(make([]byte, 1<<20), []byte("p"), quick) },
	} {
		if s, err := f(); err == nil {
			t.Errorf("%s: %.40s", name, s)
		}
	}
}

// What we write is a JWE like any other.
func TestAnotherLibraryDecrypts(t *testing.T) {
	jwe, err := other.ParseEncryptedCompact(encrypted(t, "p"), []other.KeyAlgorithm{other.PBES2_HS512_A256KW}, []other.ContentEncryption{other.A256GCM})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := jwe.Decrypt([]byte("p")); err != nil || string(got) != secretText {
		t.Errorf("%q, %v", got, err)
	}
}

func FuzzDecrypt(f *testing.F) {
	f.Add(writtenBefore)
	f.Add("....")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := jose.Decrypt(s, []byte("p"), quick); err == nil && s != writtenBefore {
			t.Fatalf("%q is decrypted: %q", s, got)
		}
	})
}

func ExampleEncrypt() {
	token, err := jose.Encrypt([]byte("a private key"), []byte("a passphrase"), jose.Options{Iterations: jose.LeastIterations})
	if err != nil {
		fmt.Println(err)
	}
	text, err := jose.Decrypt(token, []byte("a passphrase"), jose.Options{})
	fmt.Println(string(text), err)
	// Output: a private key <nil>
}
