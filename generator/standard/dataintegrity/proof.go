package dataintegrity

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/multibase"
	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

// Words of the specification.
const (
	ProofType       = "DataIntegrityProof"
	AssertionMethod = "assertionMethod"
)

// MaxProofs is the number of proofs that Verify looks at in one document.
const MaxProofs = 4

// A Proof in the order in which it is written. The members after ProofValue
// are only read.
type Proof struct {
	Type               string `json:"type"`
	Cryptosuite        string `json:"cryptosuite"`
	Created            string `json:"created,omitempty"`
	VerificationMethod string `json:"verificationMethod"`
	ProofPurpose       string `json:"proofPurpose"`
	ProofValue         string `json:"proofValue,omitempty"`

	ID            string   `json:"-"`
	Expires       string   `json:"-"` // a dateTimeStamp that the caller compares with his clock
	Domain        []string `json:"-"`
	Challenge     string   `json:"-"`
	PreviousProof []string `json:"-"`
}

// readProof reads one proof and holds it to the specification. What it returns
// beside the proof is every member as it stands, unknown ones included, since
// all are signed.
func readProof(text json.RawMessage) (Proof, map[string]json.RawMessage, error) {
	var p Proof
	members, err := jcs.Members(text)
	if err != nil {
		return p, nil, fmt.Errorf("reading the proof: %w", err)
	}
	for name, into := range map[string]*string{
		"id": &p.ID, "type": &p.Type, "cryptosuite": &p.Cryptosuite, "created": &p.Created, "expires": &p.Expires, "challenge": &p.Challenge,
		"verificationMethod": &p.VerificationMethod, "proofPurpose": &p.ProofPurpose, "proofValue": &p.ProofValue,
	} {
		if err := readText(members, name, into); err != nil {
			return p, nil, err
		}
	}
	for name, into := range map[string]*[]string{"domain": &p.Domain, "previousProof": &p.PreviousProof} {
		if *into, err = readTexts(members, name); err != nil {
			return p, nil, err
		}
	}
	return p, members, p.check()
}

func readText(members map[string]json.RawMessage, name string, into *string) error {
	text, has := members[name]
	if !has {
		return nil
	}
	if text[0] != '"' || json.Unmarshal(text, into) != nil || *into == "" {
		return fmt.Errorf("%q of the proof is %s: text is needed", name, text)
	}
	return nil
}

func readTexts(members map[string]json.RawMessage, name string) ([]string, error) {
	text, has := members[name]
	if !has {
		return nil, nil
	}
	var list []string
	if text[0] == '"' {
		text = json.RawMessage("[" + string(text) + "]")
	}
	if json.Unmarshal(text, &list) != nil || len(list) == 0 {
		return nil, fmt.Errorf("%q of the proof is %s: text, or a list of texts, is needed", name, text)
	}
	return list, nil
}

func (p Proof) check() error {
	switch {
	case p.Type == "":
		return errors.New("the proof has no type")
	case p.Type != ProofType:
		return fmt.Errorf("proof type %q: %w", p.Type, ErrUnsupported)
	case p.Cryptosuite == "":
		return errors.New("the proof has no cryptosuite")
	case p.PreviousProof != nil:
		return fmt.Errorf("proof chain: %w", ErrUnsupported)
	case p.ProofPurpose != AssertionMethod:
		return fmt.Errorf("the purpose of the proof is %q, and not %q", p.ProofPurpose, AssertionMethod)
	case p.ProofValue == "":
		return errors.New("the proof has no proofValue")
	}
	if err := rdfc.CheckIRI(p.VerificationMethod); err != nil {
		return fmt.Errorf("verification method: %w", err)
	}
	for name, stamp := range map[string]string{"created": p.Created, "expires": p.Expires} {
		if stamp != "" && !isDateTimeStamp(stamp) {
			return fmt.Errorf("%q of the proof is %q: a date, a time and a zone are needed", name, stamp)
		}
	}
	return nil
}

// isDateTimeStamp is xsd:dateTimeStamp with a year of four digits. The
// library's reader is more generous than the datatype.
func isDateTimeStamp(s string) bool {
	if len(s) < len("2006-01-02T15:04:05Z") || s[10] != 'T' || s[13] != ':' || s[16] != ':' || strings.Contains(s, ",") {
		return false
	}
	_, err := time.Parse(time.RFC3339Nano, s)
	return err == nil
}

// signature decodes the value of a proof, which has an exact length.
func (p Proof) signature(size int) ([]byte, error) {
	if !strings.HasPrefix(p.ProofValue, "z") {
		return nil, fmt.Errorf("proofValue %q is not base58btc, which begins with z", p.ProofValue)
	}
	b, err := multibase.Decode(p.ProofValue, size)
	if err != nil {
		return nil, fmt.Errorf("proofValue %q: %w", p.ProofValue, err)
	}
	if len(b) != size {
		return nil, fmt.Errorf("proofValue has %d bytes, %d are needed", len(b), size)
	}
	return b, nil
}
