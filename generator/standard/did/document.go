package did

import (
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// The sizes of a document, in bytes.
const (
	MaxSize = 8192      // that every resolver of did:web reads; some declare it as their limit
	maxRead = 256 << 10 // that is read here
)

// AssertionMethod is the purpose of the keys that sign credentials, the only
// purpose that is covered.
const AssertionMethod = "assertionMethod"

// The types of verification methods. The last two are read and not written.
const (
	Multikey   = "Multikey"
	JSONWebKey = "JsonWebKey"

	ed25519VerificationKey2020 = "Ed25519VerificationKey2020"
	jsonWebKey2020             = "JsonWebKey2020"
)

// Errors of Method that a caller can act on.
var (
	// ErrMethod says that a document does not vouch for a verification method:
	// it is not there, not listed for the purpose, or another's.
	ErrMethod = errors.New("the document does not vouch for the key")
	// ErrUnsupported says that a verification method is of a type, or its key
	// of a kind, that is not covered.
	ErrUnsupported = errors.New("the key is of a kind that is not covered")
)

// Document is a DID document (CID 1.0, §2). The order of members is fixed.
type Document struct {
	Context            []string             `json:"@context"`
	ID                 string               `json:"id"`
	VerificationMethod []VerificationMethod `json:"verificationMethod"`
	AssertionMethod    []string             `json:"assertionMethod"` // absolute ids of methods

	unreadable map[string]error // by the id of the method; of Parse
}

// VerificationMethod is a key in a document (CID 1.0, §2.2).
type VerificationMethod struct {
	ID                 string    `json:"id"` // absolute
	Type               string    `json:"type"`
	Controller         string    `json:"controller"`
	PublicKeyMultibase string    `json:"publicKeyMultibase,omitempty"`
	PublicKeyJWK       *jose.JWK `json:"publicKeyJwk,omitempty"`
	Expires            string    `json:"expires,omitempty"` // dateTimeStamp
	Revoked            string    `json:"revoked,omitempty"` // dateTimeStamp
}

// New returns a document without keys.
func New(id string) Document {
	return Document{
		Context:            []string{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"},
		ID:                 id,
		VerificationMethod: []VerificationMethod{},
		AssertionMethod:    []string{},
	}
}

// NewMultikey returns a method of the type Multikey. Its fragment is the key
// itself: there are verifiers that then need no document.
func NewMultikey(id string, pub crypto.PublicKey) (VerificationMethod, error) {
	text, err := multibase.Multikey(pub)
	if err != nil {
		return VerificationMethod{}, err
	}
	return VerificationMethod{ID: id + "#" + text, Type: Multikey, Controller: id, PublicKeyMultibase: text}, nil
}

// NewJSONWebKey returns a method of the type JsonWebKey. Its fragment is the
// kid of the JWK (CID 1.0, §2.2.3); where that is empty, it is the thumbprint.
func NewJSONWebKey(id, kid string, pub crypto.PublicKey) (VerificationMethod, error) {
	alg, err := jose.AlgorithmFor(pub)
	if err != nil {
		return VerificationMethod{}, err
	}
	if kid == "" {
		if kid, err = jose.Thumbprint(pub); err != nil {
			return VerificationMethod{}, err
		}
	}
	k, err := jose.PublicJWK(pub, kid, alg)
	if err != nil {
		return VerificationMethod{}, err
	}
	return VerificationMethod{ID: id + "#" + kid, Type: JSONWebKey, Controller: id, PublicKeyJWK: &k}, nil
}

// Add puts a method into the document. It is listed in assertionMethod unless
// it is revoked.
func (d *Document) Add(m VerificationMethod) {
	d.VerificationMethod = append(d.VerificationMethod, m)
	if m.Revoked == "" {
		d.AssertionMethod = append(d.AssertionMethod, m.ID)
	}
}

// Marshal writes a document as one line of JSON, after checking that every
// verifier would take it. Its length is to stay below MaxSize; see Size.
func (d Document) Marshal() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("writing DID document: %w", err)
	}
	b, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("writing DID document: %w", err)
	}
	return append(b, '\n'), nil
}

// Size returns the length of the document as Marshal writes it.
func (d Document) Size() (int, error) {
	b, err := d.Marshal()
	return len(b), err
}

func (d Document) check() error {
	if !valid(d.ID) {
		return fmt.Errorf("%.100q is no DID", d.ID)
	}
	if len(d.Context) == 0 {
		return errors.New("@context is missing")
	}
	var ids []string
	for _, m := range d.VerificationMethod {
		id, _, err := Split(m.ID)
		switch {
		case err != nil:
			return err
		case id != d.ID || m.Controller != d.ID:
			return fmt.Errorf("the method %.200q belongs to another", m.ID)
		case slices.Contains(ids, m.ID):
			return fmt.Errorf("the method %.200q stands twice", m.ID)
		}
		if _, err := m.PublicKey(); err != nil {
			return err
		}
		ids = append(ids, m.ID)
	}
	for i, id := range d.AssertionMethod {
		if !slices.Contains(ids, id) || slices.Contains(d.AssertionMethod[:i], id) {
			return fmt.Errorf("assertionMethod lists %.200q, which is no method, or twice", id)
		}
	}
	return nil
}

// Method returns a verification method and its key, if the document vouches
// for it: the method is listed for the purpose, and its controller is the
// subject of the document. Otherwise the error is ErrMethod, and ErrUnsupported
// where the key cannot be read.
//
// Whether the key was still good at the time of a signature is the caller's to
// judge, by Expires and Revoked.
func (d *Document) Method(id, purpose string) (crypto.PublicKey, VerificationMethod, error) {
	fail := func(err error, reason string) (crypto.PublicKey, VerificationMethod, error) {
		return nil, VerificationMethod{}, fmt.Errorf("%w: %s: %.200q", err, reason, id)
	}
	if purpose != AssertionMethod {
		return fail(ErrUnsupported, "the purpose "+purpose)
	}
	if !slices.Contains(d.AssertionMethod, id) {
		return fail(ErrMethod, "it is not listed in assertionMethod")
	}
	at := slices.IndexFunc(d.VerificationMethod, func(m VerificationMethod) bool { return m.ID == id })
	if at < 0 {
		return fail(ErrMethod, "it is not there")
	}
	m := d.VerificationMethod[at]
	if m.Controller != d.ID {
		return fail(ErrMethod, "it belongs to another controller")
	}
	if err := d.unreadable[id]; err != nil {
		return fail(ErrUnsupported, err.Error())
	}
	pub, err := m.PublicKey()
	if err != nil {
		return fail(ErrUnsupported, err.Error())
	}
	return pub, m, nil
}

// PublicKey returns the key of a method.
func (m VerificationMethod) PublicKey() (crypto.PublicKey, error) {
	pub, err := m.publicKey()
	if err != nil {
		return nil, fmt.Errorf("reading verification method: %w", err)
	}
	// Some verifiers take a fragment that is a key for the key.
	_, fragment, _ := strings.Cut(m.ID, "#")
	if other, err := multibase.ParseMultikey(fragment); err == nil && !equal(other, pub) {
		return nil, errors.New("reading verification method: its fragment is another key than its own")
	}
	for _, at := range []string{m.Expires, m.Revoked} {
		if _, err := time.Parse(time.RFC3339, at); err != nil && at != "" {
			return nil, fmt.Errorf("reading verification method: expected a time with a zone, found %.60q", at)
		}
	}
	return pub, nil
}

func (m VerificationMethod) publicKey() (crypto.PublicKey, error) {
	switch m.Type {
	case Multikey, ed25519VerificationKey2020:
		if m.PublicKeyJWK != nil {
			return nil, errors.New("it has two keys")
		}
		pub, err := multibase.ParseMultikey(m.PublicKeyMultibase)
		if _, ok := pub.(ed25519.PublicKey); err == nil && !ok && m.Type == ed25519VerificationKey2020 {
			return nil, errors.New("its key is not one of Ed25519")
		}
		return pub, err
	case JSONWebKey, jsonWebKey2020:
		if m.PublicKeyJWK == nil || m.PublicKeyMultibase != "" {
			return nil, errors.New("expected publicKeyJwk alone")
		}
		text, err := json.Marshal(m.PublicKeyJWK)
		if err != nil {
			return nil, err
		}
		pub, _, err := jose.ParseJWK(text)
		return pub, err
	}
	return nil, fmt.Errorf("the type %.60q is not covered", m.Type)
}

func equal(a, b crypto.PublicKey) bool {
	k, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && k.Equal(b)
}
