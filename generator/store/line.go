package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"

	"github.com/sealpress/sealpress/generator/badge"
)

// Line is one award as it was issued: a line of a segment.
type Line struct {
	Award      badge.Key
	Edition    int
	ID         string
	Binding    [16]byte        // digest of what an issued award promises
	Recipient  json.RawMessage // OB 2.0 IdentityObject; empty where there is none
	Payload    [32]byte        // SHA-256 of the JWT form's payload, where signed
	JWS        string          // detached: header, two dots, signature; empty where not signed
	Credential []byte          // as published: with its proof where signed
}

// Signed reports whether the line holds signatures.
func (l *Line) Signed() bool { return l.JWS != "" }

// form is a line's JSON. The credential comes last.
type form struct {
	Award      string          `json:"award,omitempty"`
	Edition    int             `json:"edition"`
	ID         string          `json:"id"`
	Binding    string          `json:"binding,omitempty"`
	Recipient  json.RawMessage `json:"recipient,omitempty"`
	Payload    string          `json:"payload,omitempty"`
	JWS        string          `json:"jws,omitempty"`
	Status     string          `json:"status,omitempty"` // of an erased award
	Erased     string          `json:"erased,omitempty"` // likewise
	Credential json.RawMessage `json:"credential,omitempty"`
}

// appendTo writes the line, with its end. The credential's bytes stay as they
// are: they are what was signed.
func (l *Line) appendTo(b []byte) ([]byte, error) {
	head := form{Award: string(l.Award), Edition: l.Edition, ID: l.ID, Binding: hex.EncodeToString(l.Binding[:]), Recipient: l.Recipient, JWS: l.JWS}
	if l.Signed() {
		head.Payload = hex.EncodeToString(l.Payload[:])
	}
	if !oneObject(l.Credential) {
		return nil, fmt.Errorf("the credential of %s is not one JSON object on one line, without space around it", l.Award)
	}
	text, err := json.Marshal(head)
	if err != nil {
		return nil, fmt.Errorf("writing the record of %s: %w", l.Award, err)
	}
	b = append(b, text[:len(text)-1]...)
	b = append(b, `,"credential":`...)
	b = append(b, l.Credential...)
	return append(b, "}\n"...), nil
}

// oneObject reports whether text is one object from its first byte to its last
// and can stand inside a line. Who issues has judged its grammar before; here
// it matters that it ends where it seems to.
func oneObject(text []byte) bool {
	if len(text) < 2 || text[0] != '{' || bytes.ContainsAny(text, "\n\r") {
		return false
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			n := quoted(text[i+1:])
			if n < 0 {
				return false
			}
			i += n
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i == len(text)-1
			}
		}
	}
	return false
}

// quoted returns the length of a text up to and with the quotation mark that
// ends it; -1 where nothing does.
func quoted(text []byte) int {
	for at := 0; ; {
		n := bytes.IndexByte(text[at:], '"')
		if n < 0 {
			return -1
		}
		at += n
		escapes := 0
		for escapes < at && text[at-escapes-1] == '\\' {
			escapes++
		}
		if at++; escapes%2 == 0 {
			return at
		}
	}
}

func parseLine(text []byte) (*Line, error) {
	f, ok := sliced(text)
	if !ok {
		f = form{}
		if err := json.Unmarshal(text, &f); err != nil {
			return nil, fmt.Errorf("the record is not readable: %w", err)
		}
	}
	l := &Line{Award: badge.Key(f.Award), Edition: f.Edition, ID: f.ID, Recipient: f.Recipient, JWS: f.JWS, Credential: f.Credential}
	if err := unhex(l.Binding[:], f.Binding); err != nil {
		return nil, err
	}
	if l.Signed() {
		if err := unhex(l.Payload[:], f.Payload); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// sliced reads a line as appendTo writes it, without going through the
// credential more than once: it is most of the line, and its bytes are taken as
// they are. ok is false where the line may be written otherwise.
func sliced(line []byte) (f form, ok bool) {
	const member = `,"credential":`
	at := bytes.Index(line, []byte(member))
	if at < 0 {
		return f, false
	}
	credential, ends := bytes.CutSuffix(line[at+len(member):], []byte("}\n"))
	if n := len(credential); !ends || n == 0 || credential[0] != '{' || credential[n-1] != '}' || !json.Valid(credential) {
		return f, false
	}
	// Where the member stands inside another, what is before it is no object.
	if err := json.Unmarshal(append(bytes.Clone(line[:at]), '}'), &f); err != nil {
		return f, false
	}
	f.Credential = credential
	return f, true
}

// sumOf is the digest under which the index knows a line.
func sumOf(line []byte) [32]byte { return sha256.Sum256(line) }

// DamagedError says that a record is not what was written.
type DamagedError struct {
	File    string // as messages show it
	Award   badge.Key
	Problem error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s: the record of %s is damaged: %v; restore the file from git: git checkout -- %s", e.File, e.Award, e.Problem, e.File)
}

func (e *DamagedError) Unwrap() error { return e.Problem }

// Line reads a record and holds it against its digest and against what the
// index says of it. The error is a *DamagedError.
func (s *Store) Line(r *Record) (*Line, error) {
	if r.Gone() {
		return nil, fmt.Errorf("the award at %s was erased", r.ID)
	}
	s.mu.Lock()
	l := s.read[r]
	s.mu.Unlock()
	if l != nil {
		return l, nil
	}
	l, err := s.readLine(r)
	if err != nil {
		return nil, &DamagedError{File: s.Place(r), Award: r.Award, Problem: err}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.read) >= remembered {
		clear(s.read)
	}
	s.read[r] = l
	return l, nil
}

func (s *Store) readLine(r *Record) (*Line, error) {
	text, err := s.readText(r)
	if err != nil {
		return nil, err
	}
	l, err := parseLine(text)
	if err == nil && (l.Award != r.Award || l.Edition != int(r.Edition) || l.ID != r.ID || l.Binding != r.Binding || l.Signed() != r.Signed) {
		err = errors.New("it is not the one that " + s.runs[r.run].Index + " names")
	}
	return l, err
}

// readText reads the bytes of a record's line and holds them against their
// digest.
func (s *Store) readText(r *Record) ([]byte, error) {
	run := s.runs[r.run]
	f, err := s.fsys.Open(path.Join(Folder, run.Name, run.Segments[r.segment]))
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	text := make([]byte, r.length)
	if at, ok := f.(io.ReaderAt); ok {
		_, err = at.ReadAt(text, r.offset)
	} else {
		_, err = io.CopyN(io.Discard, f, r.offset)
		if err == nil {
			_, err = io.ReadFull(f, text)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, cause(err)
	}
	if sumOf(text) != r.sum {
		return nil, errors.New("its digest does not match that in " + run.Index)
	}
	return text, nil
}
