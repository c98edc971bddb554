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
	"strconv"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/jcs"
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
	Credential []byte          // as published: with its proof where signed; strict JSON
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
	return len(text) > 0 && bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') < 0 && objectLength(text) == len(text)
}

// objectLength returns the length of the object with which a text begins, by
// its brackets; -1 where none does.
func objectLength(text []byte) int {
	if len(text) == 0 || text[0] != '{' {
		return -1
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			n := quoted(text[i+1:])
			if n < 0 {
				return -1
			}
			i += n
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
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

// sliced reads a line as appendTo writes it. Its grammar is judged once, and
// more strictly than by encoding/json; then its members are where they always
// are. ok is false where the line may be written otherwise.
func sliced(line []byte) (f form, ok bool) {
	rest, ends := bytes.CutSuffix(line, []byte("\n"))
	if !ends || jcs.Strict(rest) != nil {
		return f, false
	}
	text := func(before string) (value string) {
		after, found := bytes.CutPrefix(rest, []byte(before))
		if !found {
			return ""
		}
		n := bytes.IndexByte(after, '"')
		if bytes.IndexByte(after[:n], '\\') >= 0 {
			return "" // an escape: what comes next is not what is expected
		}
		rest = after[n+1:]
		return string(after[:n])
	}
	f.Award = text(`{"award":"`)
	rest, ok = bytes.CutPrefix(rest, []byte(`,"edition":`))
	n := bytes.IndexByte(rest, ',')
	if !ok || n < 0 {
		return f, false
	}
	edition, err := strconv.Atoi(string(rest[:n]))
	if err != nil {
		return f, false
	}
	f.Edition, rest = edition, rest[n:]
	f.ID = text(`,"id":"`)
	f.Binding = text(`,"binding":"`)
	if after, found := bytes.CutPrefix(rest, []byte(`,"recipient":`)); found {
		if n = objectLength(after); n < 0 {
			return f, false
		}
		f.Recipient, rest = after[:n:n], after[n:]
	}
	f.Payload = text(`,"payload":"`)
	f.JWS = text(`,"jws":"`)
	rest, ok = bytes.CutPrefix(rest, []byte(`,"credential":`))
	if n = objectLength(rest); !ok || n < 0 || string(rest[n:]) != "}" {
		return f, false
	}
	f.Credential = rest[:n:n]
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

// ahead is how much of a segment is read at once where records are asked for
// one after another, as a build and a verification do.
const ahead = 128 << 10

// piece is a part of a segment.
type piece struct {
	run, segment int32
	from         int64
	text         []byte // never changed: lines stand in it
}

// of returns the record's line, where the piece holds all of it.
func (p *piece) of(r *Record) []byte {
	at := r.offset - p.from
	if p.run != r.run || p.segment != r.segment || at < 0 || at+int64(r.length) > int64(len(p.text)) {
		return nil
	}
	return p.text[at : at+int64(r.length) : at+int64(r.length)]
}

// readText reads the bytes of a record's line and holds them against their
// digest.
func (s *Store) readText(r *Record) ([]byte, error) {
	run := s.runs[r.run]
	s.mu.Lock()
	last := s.last
	s.mu.Unlock()
	text := last.of(r)
	if text == nil {
		size := int64(r.length)
		if at := r.offset - last.from - int64(len(last.text)); last.run == r.run && last.segment == r.segment && at >= -size && at < ahead {
			size = max(size, ahead)
		}
		p := piece{r.run, r.segment, r.offset, nil}
		var err error
		if p.text, err = s.readPiece(path.Join(Folder, run.Name, run.Segments[r.segment]), r.offset, size); err != nil {
			return nil, err
		}
		s.mu.Lock()
		s.last = p
		s.mu.Unlock()
		text = p.of(r)
	}
	if sumOf(text) != r.sum {
		return nil, errors.New("its digest does not match that in " + run.Index)
	}
	return text, nil
}

// readPiece reads a part of a file, or what there is of it.
func (s *Store) readPiece(name string, from, size int64) ([]byte, error) {
	f, err := s.fsys.Open(name)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil {
		size = max(min(size, info.Size()-from), 0)
	}
	text, n := make([]byte, size), 0
	if at, ok := f.(io.ReaderAt); ok {
		n, err = at.ReadAt(text, from)
	} else if _, err = io.CopyN(io.Discard, f, from); err == nil {
		n, err = io.ReadFull(f, text)
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, cause(err)
	}
	return text[:n], nil
}
