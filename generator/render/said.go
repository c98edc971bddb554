package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/ob2"
	"github.com/sealpress/sealpress/generator/store"
)

// said is what the credential of an award says: of an issued one the record,
// of another the same document as it would be issued. Everything that is
// published of an award is made from it.
type said struct {
	*credential.Facts
	line      *store.Line // nil: not issued
	recipient json.RawMessage

	once      sync.Once
	assertion []byte // of Open Badges 2.0, made when it is asked for
	err       error  // of that
}

// signed returns the credential as it was signed, or nothing.
func (d *said) signed() []byte {
	if d.line == nil || !d.line.Signed() {
		return nil
	}
	return d.line.Credential
}

// sayings reads credentials, and remembers the last: the files of an award are
// rendered one after another.
type sayings struct {
	builder *credential.Builder
	reader  credential.Reader

	mu   sync.Mutex
	last map[string]func() (*said, error) // by the award's id; read once by whoever comes first
}

// maxSaid is how many are remembered.
const maxSaid = 64

// said returns what the credential of an award says.
func (s *site) said(e check.Entry) (*said, error) {
	s.sayings.mu.Lock()
	read, known := s.sayings.last[e.ID]
	if !known {
		if len(s.sayings.last) >= maxSaid {
			clear(s.sayings.last)
		}
		read = sync.OnceValues(func() (*said, error) { return s.say(e) })
		s.sayings.last[e.ID] = read
	}
	s.sayings.mu.Unlock()
	d, err := read()
	if err != nil {
		return nil, fmt.Errorf("reading the credential of %s: %w", e.Key, err)
	}
	return d, nil
}

func (s *site) say(e check.Entry) (*said, error) {
	if e.Record != nil {
		line, err := s.Issued().Line(e.Record)
		if err != nil {
			return nil, err
		}
		facts, err := s.sayings.reader.Read(line.Credential)
		return &said{Facts: facts, line: line, recipient: line.Recipient}, err
	}
	a, err := s.Award(e)
	if err != nil {
		return nil, err
	}
	doc, err := s.sayings.builder.Credential(a, e.Achievement, e.ID, credential.Status{})
	if err != nil {
		return nil, err
	}
	d := &said{}
	if d.Facts, err = s.sayings.reader.Read(doc); err != nil {
		return nil, err
	}
	if id, ok := credential.Recipient(a, s.Catalog.Site.Seed); ok {
		text, err := ob2.Marshal(id)
		if err != nil {
			return nil, err
		}
		d.recipient = bytes.TrimSpace(text)
	}
	return d, nil
}

// saidDigest is the fingerprint of what the credential of an award says.
func (s *site) saidDigest(e check.Entry) digest {
	if s.counting {
		return digest{}
	}
	if e.Record != nil {
		issued := e.Record.Sum()
		return sum("issued", issued[:])
	}
	return sum(s.base, e.ID, e.Digest, s.digests[e.Achievement])
}

// hasSigned reports whether an award has a signed credential to publish.
func (s *site) hasSigned(e check.Entry) bool {
	return e.Record != nil && e.Record.Signed && e.Decided.State != badge.Erased && s.publishes("ob3")
}
