package keyring

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/standard/jose"
)

// MinPassphrase is the shortest passphrase, in characters. The file may be
// copied; from then on only the passphrase stands between the copy and a
// forger, and short ones can all be tried.
const MinPassphrase = 8

// maxSealed bounds what is read as a key. A sealed pair has about 1 KiB.
const maxSealed = 64 << 10

// ErrPassphrase says that a passphrase does not open a key; that its text was
// changed cannot be told from it.
var ErrPassphrase = errors.New("the passphrase does not open this key")

// CheckPassphrase refuses a passphrase that is too short to protect anything.
func CheckPassphrase(passphrase []byte) error {
	switch n := utf8.RuneCount(bytes.TrimSpace(passphrase)); {
	case n == 0:
		return errors.New("the passphrase is empty: without one, whoever copies the file can sign in your name")
	case n < MinPassphrase:
		return fmt.Errorf("the passphrase has %d characters, at least %d are needed: whoever copies the file can try all short ones; a few words in a row are easy to remember", n, MinPassphrase)
	}
	return nil
}

// Sealing says how keys are encrypted. Its zero value is what real keys need;
// tests take fewer rounds.
type Sealing struct {
	Rounds int // of PBKDF2; 0: jose.DefaultIterations
	Least  int // rounds with which a text is opened; 0: jose.LeastIterations
}

// Seal encrypts a pair with a passphrase: the text of its file.
func (s Sealing) Seal(p Pair, passphrase []byte) ([]byte, error) {
	if err := CheckPassphrase(passphrase); err != nil {
		return nil, err
	}
	plain, err := p.marshal()
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	text, err := jose.Encrypt(plain, passphrase, jose.Options{Iterations: s.Rounds})
	if err != nil {
		return nil, fmt.Errorf("encrypting the key %q: %w", p.Name, err)
	}
	return []byte(text + "\n"), nil
}

// Seal encrypts a pair with a passphrase: the text of its file.
func Seal(p Pair, passphrase []byte) ([]byte, error) { return Sealing{}.Seal(p, passphrase) }

// Open reads what Seal wrote. It fails with ErrPassphrase where the passphrase
// is another one.
func Open(text, passphrase []byte) (Pair, error) { return Sealing{}.Open(text, passphrase) }

// Open reads what Seal wrote. It fails with ErrPassphrase where the passphrase
// is another one.
func (s Sealing) Open(text, passphrase []byte) (Pair, error) {
	sealed, err := Sealed(text)
	if err != nil {
		return Pair{}, err
	}
	if len(passphrase) == 0 {
		return Pair{}, errors.New("the key is encrypted, and its passphrase is needed")
	}
	plain, err := jose.Decrypt(sealed, passphrase, jose.Options{Least: s.Least})
	if errors.Is(err, jose.ErrPassphrase) {
		return Pair{}, ErrPassphrase
	}
	if err != nil {
		return Pair{}, fmt.Errorf("%w: %w", errUnreadable, err)
	}
	defer clear(plain)
	return unmarshal(plain)
}

// Sealed returns the encrypted key that a text is, free of line breaks that
// mail programs and printers put in. It cannot say whether it can be opened.
func Sealed(text []byte) (string, error) {
	if len(text) > maxSealed {
		return "", fmt.Errorf("expected a key of about one KiB, found %d KiB", len(text)>>10)
	}
	s := string(bytes.TrimPrefix(text, []byte("\ufeff")))
	s = strings.Join(strings.Fields(s), "")
	switch {
	case s == "":
		return "", errors.New("expected a key, found nothing")
	case strings.HasPrefix(s, "eyJ") && strings.Count(s, ".") == 4:
		return s, nil
	case strings.HasPrefix(s, "eyJ"):
		return "", errors.New("this is not a whole key: part of it is missing")
	case publicText(s):
		return "", errPublic
	case strings.HasPrefix(s, "{"):
		return "", errors.New("this key is not encrypted; in a file it must be: make one with: sealpress key new")
	case strings.HasPrefix(s, "-----BEGIN"):
		return "", errPEM
	}
	return "", errUnreadable
}

var errPEM = errors.New("expected a key made by: sealpress key new, found PEM, as other programs write it")

// publicText reports whether a text, without its spaces, is some form in which
// the public half of a key is written.
func publicText(s string) bool {
	return strings.HasPrefix(s, "z6Mk") || strings.HasPrefix(s, "zDn") || strings.HasPrefix(s, "did:key:") || strings.HasPrefix(s, "ssh-") || strings.HasPrefix(s, "ecdsa-sha2-") ||
		strings.HasPrefix(s, "-----BEGINPUBLICKEY") || strings.Contains(s, "ed25519:z6Mk") ||
		strings.HasPrefix(s, "{") && strings.Contains(s, `"kty"`) && !strings.Contains(s, `"d":`)
}

// Parse reads a pair from a secret of a build machine: what Seal wrote, with
// its passphrase, or a plain JWK Set with the two private keys. A secret that
// lost its line breaks and has \n in their place is read as well.
func Parse(secret string, passphrase []byte) (Pair, error) {
	s := pasted(secret)
	if len(s) > maxSealed {
		return Pair{}, fmt.Errorf("expected a key of about one KiB, found %d KiB", len(s)>>10)
	}
	if !strings.HasPrefix(s, "{") {
		return Open([]byte(s), passphrase)
	}
	return unmarshal([]byte(s))
}

// NeedsPassphrase reports whether a secret that Parse reads is encrypted.
func NeedsPassphrase(secret string) bool {
	_, err := Sealed([]byte(pasted(secret)))
	return err == nil
}

// pasted returns a secret without what comes along when it is pasted into a
// form or a file of variables: space, quotes, and \n for line breaks.
func pasted(secret string) string {
	s := strings.TrimSpace(strings.NewReplacer(`\r`, "\n", `\n`, "\n").Replace(secret))
	if bare := strings.TrimSpace(strings.Trim(s, `'"`)); strings.HasPrefix(bare, "eyJ") || strings.HasPrefix(bare, "{") {
		return bare
	}
	return s
}
