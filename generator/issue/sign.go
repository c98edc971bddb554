package issue

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/keyring"
	"github.com/sealpress/sealpress/generator/shape"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/standard/rdfc"
	"github.com/sealpress/sealpress/generator/standard/vc"
	"github.com/sealpress/sealpress/generator/store"
)

// signer signs the documents of one run. Several goroutines may use it.
type signer struct {
	shapes *shape.Cache
	real   hand
	trial  hand // a key made for this run, thrown away with it

	buffers sync.Pool // *[]byte, for canonical forms and payloads

	mu   sync.Mutex
	seen map[*badge.Achievement]bool // those of which a credential was judged
}

// hand is a pair of keys at work: what of a signature is the same for all
// documents of a run is made once.
type hand struct {
	pair          keyring.Pair
	options       dataintegrity.Options
	configuration []byte // canonical proof configuration of credentials
	did           string
	kid           string // DID URL of the P-256 key
	random        io.Reader
}

func newSigner(pair keyring.Pair, did string, now time.Time, random io.Reader) (*signer, error) {
	s := &signer{shapes: &shape.Cache{}, seen: map[*badge.Achievement]bool{}}
	var err error
	if s.real, err = s.hand(pair, did, now, random); err != nil {
		return nil, err
	}
	throwaway, err := keyring.Generate("trial", badge.DateOf(now), random)
	if err != nil {
		return nil, err
	}
	s.trial, err = s.hand(throwaway, did, now, random)
	return s, err
}

func (s *signer) hand(pair keyring.Pair, did string, now time.Time, random io.Reader) (hand, error) {
	ed, p256 := pair.Public()
	kid, err := jose.Thumbprint(pair.P256.Public())
	if err != nil {
		return hand{}, fmt.Errorf("naming the P-256 key %s: %w", p256, err)
	}
	h := hand{pair: pair, did: did, kid: did + "#" + kid, random: random,
		options: dataintegrity.Options{VerificationMethod: did + "#" + ed, Created: now, Rand: random}}
	context, err := json.Marshal(ob3.Contexts())
	if err != nil {
		return h, fmt.Errorf("writing the contexts: %w", err)
	}
	configuration, err := dataintegrity.Configuration(context, h.options)
	if err != nil {
		return h, err
	}
	h.configuration, err = s.shapes.Canonical(configuration)
	return h, err
}

// sign puts both proofs on a line's credential: the embedded one, and the
// detached signature of its JWT form.
func (s *signer) sign(l *store.Line) error {
	buffer := s.buffer()
	defer s.buffers.Put(buffer)
	payload, err := vc.AppendClaims((*buffer)[:0], l.Credential) // conforms took these very bytes
	if err != nil {
		return err
	}
	*buffer = payload
	signed, detached, err := s.by(&s.real, l.Credential, payload)
	if err != nil {
		return err
	}
	l.Credential, l.Payload, l.JWS = signed, sha256.Sum256(payload), detached
	return nil
}

// ordered refuses a document whose lines verifiers would put into different
// orders. Those of nearly all documents are not looked at: without a character
// from U+E000 to U+FFFF there is one order.
func (s *signer) ordered(bare []byte) error {
	if s == nil || bytes.IndexByte(bare, 0xee) < 0 && bytes.IndexByte(bare, 0xef) < 0 {
		return nil
	}
	canonical, err := s.shapes.Canonical(bare)
	if err == nil && !rdfc.OrderAgrees(canonical) {
		err = errors.New("two of its texts differ first in an emoji and a full-width letter, which verifiers put into different orders: change one of them")
	}
	return err
}

// by signs a document and its JWT form with one of the two pairs.
func (s *signer) by(h *hand, bare, payload []byte) (signed []byte, detached string, err error) {
	buffer := s.buffer()
	defer s.buffers.Put(buffer)
	if *buffer, err = s.shapes.Append((*buffer)[:0], bare); err != nil {
		return nil, "", err
	}
	return h.sign(bare, *buffer, payload)
}

// buffer returns a buffer, to be put back into buffers.
func (s *signer) buffer() *[]byte {
	if b, _ := s.buffers.Get().(*[]byte); b != nil {
		return b
	}
	return new([]byte)
}

func (h *hand) sign(bare, canonical, payload []byte) (signed []byte, detached string, err error) {
	proof, err := dataintegrity.SignData(dataintegrity.HashData(h.configuration, canonical), h.options, h.pair.Ed25519)
	if err != nil {
		return nil, "", err
	}
	if signed, err = dataintegrity.Attach(bare, proof); err != nil {
		return nil, "", err
	}
	detached, err = jose.SignDetached(payload, jose.Header{Algorithm: jose.ES256, KeyID: h.kid}, h.pair.P256)
	return signed, detached, err
}

// first reports whether no credential of an achievement was judged yet.
func (s *signer) first(of *badge.Achievement) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen[of]
	s.seen[of] = true
	return !seen
}

// try signs a document with the trial key and verifies what came out as a
// stranger would: from the published bytes, by the JSON-LD library, through
// the JWT form as well.
func (s *signer) try(bare []byte) error {
	payload, err := vc.AddClaims(bare)
	if err != nil {
		return err
	}
	signed, detached, err := s.by(&s.trial, bare, payload)
	if err != nil {
		return err
	}
	token, err := jose.Attach(detached, payload)
	if err != nil {
		return err
	}
	resolve := func(method string) (crypto.PublicKey, string, error) {
		if method != s.trial.options.VerificationMethod {
			return nil, "", fmt.Errorf("an unknown key %s", method)
		}
		return s.trial.pair.Ed25519.Public(), s.trial.did, nil
	}
	if _, err := dataintegrity.Verify(signed, resolve, dataintegrity.VerifyOptions{}); err != nil {
		return err
	}
	got, _, err := jose.Verify(token, []jose.Algorithm{jose.ES256}, func(h jose.Header) (crypto.PublicKey, error) {
		if h.KeyID != s.trial.kid {
			return nil, fmt.Errorf("an unknown key %s", h.KeyID)
		}
		return s.trial.pair.P256.Public(), nil
	})
	if err != nil {
		return err
	}
	if !bytes.Equal(got, payload) {
		return errors.New("the token holds another payload")
	}
	if _, err := vc.RemoveClaims(got); err != nil {
		return err
	}
	_, err = vc.Parse(signed)
	return err
}
