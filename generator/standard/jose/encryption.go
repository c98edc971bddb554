package jose

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// The iterations of PBKDF2. The default takes about half a second; more than
// MaxIterations would let a foreign file keep a reader busy, and fewer than
// LeastIterations were never written by us, so that a file with fewer has been
// weakened or comes from elsewhere.
const (
	DefaultIterations = 600_000
	LeastIterations   = 100_000
	MaxIterations     = 1_000_000
)

// ErrPassphrase says that a passphrase is wrong, or that the text has been
// changed: encryption tells no difference.
var ErrPassphrase = errors.New("the passphrase is wrong, or the text has been changed")

// Options says how a passphrase is stretched. The zero value is right
// everywhere but in tests.
type Options struct {
	Iterations int // of Encrypt; 0 is DefaultIterations
	Least      int // of Decrypt: fewer iterations are refused; 0 is LeastIterations
}

// The algorithms of encryption, the only ones written and read: a key derived
// from a passphrase by PBKDF2 with SHA-512, and AES-GCM with 256 bits (RFC
// 7518, §4.8 and §5.3).
const (
	keyAlgorithm     = jose.PBES2_HS512_A256KW
	contentAlgorithm = jose.A256GCM
)

// Encrypt returns a JWE in compact form that holds a text under a passphrase.
func Encrypt(text, passphrase []byte, o Options) (string, error) {
	count := o.Iterations
	if count == 0 {
		count = DefaultIterations
	}
	switch {
	case len(passphrase) == 0:
		return "", errors.New("encrypting: the passphrase is empty")
	case count < 1 || count > MaxIterations:
		return "", fmt.Errorf("encrypting: %d iterations, at most %d", count, MaxIterations)
	case len(text) > MaxToken/2:
		return "", fmt.Errorf("encrypting: %d bytes are too many", len(text))
	}
	e, err := jose.NewEncrypter(contentAlgorithm, jose.Recipient{Algorithm: keyAlgorithm, Key: passphrase, PBES2Count: count}, nil)
	if err != nil {
		return "", fmt.Errorf("encrypting: %w", err)
	}
	jwe, err := e.Encrypt(text)
	if err != nil {
		return "", fmt.Errorf("encrypting: %w", err)
	}
	return jwe.CompactSerialize()
}

// Decrypt returns the text that Encrypt put under a passphrase. ErrPassphrase
// says that the passphrase is wrong.
func Decrypt(token string, passphrase []byte, o Options) ([]byte, error) {
	if err := checkEncrypted(token, o); err != nil {
		return nil, fmt.Errorf("decrypting: %w", err)
	}
	jwe, err := jose.ParseEncryptedCompact(token, []jose.KeyAlgorithm{keyAlgorithm}, []jose.ContentEncryption{contentAlgorithm})
	if err != nil {
		return nil, fmt.Errorf("decrypting: %w", err)
	}
	text, err := jwe.Decrypt(passphrase)
	if err != nil {
		// The library says no more than that it failed.
		return nil, fmt.Errorf("decrypting: %w", ErrPassphrase)
	}
	return text, nil
}

// checkEncrypted refuses a JWE whose header asks for anything but what Encrypt
// writes, before any work is done for it.
func checkEncrypted(token string, o Options) error {
	if len(token) > MaxToken {
		return fmt.Errorf("the text has %d bytes, more than the limit of %d", len(token), MaxToken)
	}
	if strings.Count(token, ".") != 4 {
		return errors.New("expected five parts with dots between them")
	}
	parts := strings.Split(token, ".")
	for _, p := range parts {
		if _, err := decode(p); err != nil {
			return err
		}
	}
	header, err := decode(parts[0])
	if err != nil {
		return err
	}
	members, err := jcs.Limits{Size: 4 << 10, Depth: 1}.Members(header)
	if err != nil {
		return err
	}
	for name, value := range members {
		switch name {
		case "alg":
			if string(value) != strconv.Quote(string(keyAlgorithm)) {
				return fmt.Errorf("%w: %.40q", ErrAlgorithm, value)
			}
		case "enc":
			if string(value) != strconv.Quote(string(contentAlgorithm)) {
				return fmt.Errorf("%w: %.40q", ErrAlgorithm, value)
			}
		case "p2c", "p2s":
		default:
			return fmt.Errorf("the member %.40q of the header is not covered", name)
		}
	}
	least := o.Least
	if least == 0 {
		least = LeastIterations
	}
	count, err := strconv.Atoi(string(members["p2c"]))
	if err != nil || count < least || count > MaxIterations {
		return fmt.Errorf("%.40q iterations, expected %d to %d", members["p2c"], least, MaxIterations)
	}
	salt, err := member(members, "p2s")
	if err != nil {
		return err
	}
	if b, err := decode(salt); err != nil || len(b) < 16 {
		return errors.New("expected a salt of at least 16 bytes")
	}
	return nil
}
