package issue

import (
	"crypto"
	"io"
	"sync/atomic"

	"github.com/sealpress/sealpress/generator/keyring"
)

// device is a key that shows itself as little as a hardware module does, and
// counts what it is asked to sign.
type device struct {
	key    crypto.Signer
	public crypto.PublicKey
	fails  func(n int) error
	signed atomic.Int64
}

func newDevice(key crypto.Signer, fails func(n int) error) *device {
	return &device{key: key, public: key.Public(), fails: fails}
}

// as lets the device say that it is another key than it is.
func (d *device) as(public crypto.PublicKey) *device {
	d.public = public
	return d
}

func (d *device) Public() crypto.PublicKey { return d.public }

func (d *device) Sign(random io.Reader, message []byte, o crypto.SignerOpts) ([]byte, error) {
	if err := d.fails(int(d.signed.Add(1))); err != nil {
		return nil, err
	}
	return d.key.Sign(random, message, o)
}

// signatures returns how many times each key of a pair of devices was asked.
func signatures(p keyring.Pair) (ed, p256 int64) {
	return p.Ed25519.(*device).signed.Load(), p.P256.(*device).signed.Load()
}
