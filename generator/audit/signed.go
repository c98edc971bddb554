package audit

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/shape"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/multibase"
	"github.com/sealpress/sealpress/generator/standard/vc"
	"github.com/sealpress/sealpress/generator/store"
)

// What can be wrong, beside what the standards' rooms say.
var (
	errUnsigned = errors.New("its run had a key, and it has no signature")
	errProof    = errors.New("its proof is not of the time and the key of its run")
	errPayload  = errors.New("the payload of its token is not what was signed")
	errAddress  = errors.New("it has another address")
	errStatus   = errors.New("it has another place in the status lists than the index says")
	errIssuer   = errors.New("it names another issuer than its run")
)

// signed is what all signatures of a run have in common.
type signed struct {
	run     *store.Run
	site    address.Site
	options dataintegrity.Options
	ed25519 ed25519.PublicKey
	p256    crypto.PublicKey
	kid     string
	shapes  *shape.Cache
	buffers sync.Pool // *[]byte, for canonical forms
}

func newSigned(r *store.Run, shapes *shape.Cache) (*signed, error) {
	s := &signed{run: r, shapes: shapes, options: dataintegrity.Options{VerificationMethod: r.DID + "#" + r.Ed25519, Created: r.Time}}
	var err error
	if s.site, err = address.Parse(r.Site); err != nil {
		return nil, err
	}
	key, err := multibase.ParseMultikey(r.Ed25519)
	if err != nil {
		return nil, err
	}
	var ok bool
	if s.ed25519, ok = key.(ed25519.PublicKey); !ok {
		return nil, fmt.Errorf("%s is no Ed25519 key", r.Ed25519)
	}
	if s.p256, err = multibase.ParseMultikey(r.P256); err != nil {
		return nil, err
	}
	kid, err := jose.Thumbprint(s.p256)
	s.kid = r.DID + "#" + kid
	return s, err
}

// record verifies both signatures of a record, and that they are its own.
func (s *signed) record(r *store.Record, l *store.Line) error {
	bare, err := s.proof(l.Credential)
	if err != nil {
		return err
	}
	payload, err := vc.AddClaims(bare)
	if err != nil {
		return err
	}
	if sha256.Sum256(payload) != l.Payload {
		return errPayload
	}
	token, err := jose.Attach(l.JWS, payload)
	if err != nil {
		return fmt.Errorf("its token: %w", err)
	}
	_, _, err = jose.Verify(token, []jose.Algorithm{jose.ES256}, func(h jose.Header) (crypto.PublicKey, error) {
		if h.KeyID != s.kid {
			return nil, fmt.Errorf("it names the key %s, and not that of its run", h.KeyID)
		}
		return s.p256, nil
	})
	if err != nil {
		return fmt.Errorf("its token: %w", err)
	}
	c, err := vc.Parse(bare)
	switch {
	case err != nil:
		return err
	case c.ID != s.site.URL(address.Credential(r.ID)):
		return errAddress
	case c.Issuer != s.run.DID:
		return errIssuer
	}
	return s.status(c, r.Status)
}

// status holds the entries of a credential against its place in the lists.
func (s *signed) status(c *vc.Credential, at store.Status) error {
	purposes := []string{"revocation"}
	if at.Suspends {
		purposes = append(purposes, "suspension")
	}
	if at.List == 0 || len(c.Status) != len(purposes) {
		return errStatus
	}
	for i, purpose := range purposes {
		e := c.Status[i]
		if e.StatusPurpose != purpose || e.StatusListIndex != strconv.Itoa(int(at.Index)) ||
			e.StatusListCredential != s.site.URL(address.StatusList(purpose, int(at.List))) {
			return errStatus
		}
	}
	return nil
}

// list verifies a status list.
func (s *signed) list(name string, text []byte) error {
	bare, err := s.proof(text)
	if err != nil {
		return err
	}
	purpose, number, _ := strings.Cut(name, "-")
	n, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Errorf("%q is no name of a status list", name)
	}
	var c struct {
		ID      string `json:"id"`
		Issuer  string `json:"issuer"`
		Subject struct {
			Purpose string `json:"statusPurpose"`
		} `json:"credentialSubject"`
	}
	switch err := json.Unmarshal(bare, &c); {
	case err != nil:
		return err
	case c.ID != s.site.URL(address.StatusList(purpose, n)) || c.Subject.Purpose != purpose:
		return errAddress
	case c.Issuer != s.run.DID:
		return errIssuer
	}
	return nil
}

// proof verifies the embedded proof of a document, which is its last member as
// Attach writes it, and returns the document without it.
func (s *signed) proof(document []byte) (bare []byte, err error) {
	const member = `,"proof":[`
	end := bytes.LastIndex(document, []byte(member))
	if end < 0 {
		return nil, dataintegrity.ErrNoProof
	}
	bare = append(bytes.Clone(document[:end]), '}')
	var there []dataintegrity.Proof
	if err := json.Unmarshal(document[end+len(member)-1:len(document)-1], &there); err != nil || len(there) != 1 {
		return nil, errProof
	}
	expected := dataintegrity.Proof{Type: dataintegrity.ProofType, Cryptosuite: dataintegrity.EdDSARDFC2022, Created: vc.DateTime(s.options.Created),
		VerificationMethod: s.options.VerificationMethod, ProofPurpose: dataintegrity.AssertionMethod, ProofValue: there[0].ProofValue}
	again, err := dataintegrity.Attach(bare, expected)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(again, document) {
		return nil, errProof
	}
	return bare, s.holds(bare, expected.ProofValue)
}

// holds verifies the value of a proof over a document.
func (s *signed) holds(bare []byte, value string) error {
	signature, err := multibase.Decode(value, ed25519.SignatureSize)
	if err != nil || len(signature) != ed25519.SignatureSize || value[0] != 'z' {
		return dataintegrity.ErrSignature
	}
	members, err := jcs.Members(bare)
	if err != nil {
		return err
	}
	configuration, err := dataintegrity.Configuration(members["@context"], s.options)
	if err != nil {
		return err
	}
	if configuration, err = s.shapes.Canonical(configuration); err != nil {
		return err
	}
	buffer, _ := s.buffers.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	defer s.buffers.Put(buffer)
	if *buffer, err = s.shapes.Append((*buffer)[:0], bare); err != nil {
		return err
	}
	if !ed25519.Verify(s.ed25519, dataintegrity.HashData(configuration, *buffer), signature) {
		return dataintegrity.ErrSignature
	}
	return nil
}

// listsOf returns the names of the status lists that a run signed.
func listsOf(r *store.Run) []string {
	names := make([]string, len(r.Lists))
	for i, l := range r.Lists {
		names[i] = strings.TrimSuffix(l, ".json")
	}
	return names
}
