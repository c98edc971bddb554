package credential

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// said is what a credential says beside what those of one achievement share,
// which stays as it is written.
type said struct {
	AwardedDate, ValidUntil string
	ID                      string // of the subject
	Holder                  string
	Status                  Status

	Result, Evidence, Achievement, Issuer []byte
}

// read takes a credential apart: its members, and those of its subject.
func (c *said) read(doc []byte) error {
	return members(doc, func(name, value []byte) (err error) {
		switch string(name) {
		case "awardedDate":
			c.AwardedDate, err = text(value)
		case "validUntil":
			c.ValidUntil, err = text(value)
		case "issuer":
			c.Issuer = value
		case "evidence":
			c.Evidence = value
		case "credentialStatus":
			return objects(value, c.Status.read)
		case "credentialSubject":
			return members(value, c.subject)
		}
		return err
	})
}

func (c *said) subject(name, value []byte) (err error) {
	switch string(name) {
	case "id":
		c.ID, err = text(value)
	case "identifier":
		return objects(value, c.identifier)
	case "result":
		c.Result = value
	case "achievement":
		c.Achievement = value
	}
	return err
}

// identifier takes over the name that a credential gives its holder: the first
// identifier that is one.
func (c *said) identifier(object []byte) error {
	var id ob3.IdentityObject
	err := members(object, func(name, value []byte) (err error) {
		switch string(name) {
		case "hashed":
			return json.Unmarshal(value, &id.Hashed)
		case "identityHash":
			id.IdentityHash, err = text(value)
		case "identityType":
			id.IdentityType, err = text(value)
		}
		return err
	})
	if c.Holder == "" && id.IdentityType == "name" && !id.Hashed {
		c.Holder = id.IdentityHash
	}
	return err
}

// read takes one entry of credentialStatus over.
func (s *Status) read(object []byte) error {
	var e ob3.CredentialStatus
	err := members(object, func(name, value []byte) (err error) {
		switch string(name) {
		case "statusPurpose":
			e.StatusPurpose, err = text(value)
		case "statusListIndex":
			e.StatusListIndex, err = text(value)
		case "statusListCredential":
			e.StatusListCredential, err = text(value)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("credentialStatus: %w", err)
	}
	if s.Index, err = strconv.Atoi(e.StatusListIndex); err != nil {
		return fmt.Errorf("credentialStatus: %q is no index", e.StatusListIndex)
	}
	name := strings.TrimSuffix(e.StatusListCredential[strings.LastIndexByte(e.StatusListCredential, '/')+1:], ".json")
	_, number, _ := strings.Cut(name, "-")
	if s.List, err = strconv.Atoi(number); err != nil {
		return fmt.Errorf("credentialStatus: %q is no list of ours", e.StatusListCredential)
	}
	s.Suspends = s.Suspends || e.StatusPurpose == Suspension
	return nil
}
