package baking

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// The format is that of PNG (W3C, third edition, 2025): a signature, then
// chunks of length, type, data and CRC-32 of type and data.
const signature = "\x89PNG\r\n\x1a\n"

type chunk struct {
	kind string
	data []byte
	raw  []byte // the whole chunk, as it stands
}

// PNGError says where a PNG is broken.
type PNGError struct {
	Offset int // bytes from the start of the file
	What   string
}

func (e *PNGError) Error() string { return fmt.Sprintf("%s at byte %d", e.What, e.Offset) }

// chunks yields the chunks of a PNG up to IEND, and one error if the file is
// broken before that.
func chunks(picture []byte) iter.Seq2[chunk, error] {
	return func(yield func(chunk, error) bool) {
		for at := len(signature); ; {
			rest := picture[at:]
			if len(rest) < 12 {
				yield(chunk{}, &PNGError{len(picture), "the PNG ends early"})
				return
			}
			n := binary.BigEndian.Uint32(rest)
			if uint64(n) > uint64(len(rest)-12) {
				yield(chunk{}, &PNGError{len(picture), "the PNG ends early"})
				return
			}
			size := int(n) + 12
			c := chunk{kind: string(rest[4:8]), data: rest[8 : 8+n], raw: rest[:size]}
			switch {
			case at == len(signature) && c.kind != "IHDR":
				yield(chunk{}, &PNGError{at, "expected the PNG's header"})
				return
			case crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]):
				yield(chunk{}, &PNGError{at, fmt.Sprintf("the checksum of chunk %q is wrong", c.kind)})
				return
			}
			if !yield(c, nil) || c.kind == "IEND" {
				return
			}
			at += size
		}
	}
}

// bakePNG writes the credentials right after the header, where readers that
// stop early find them.
func (p *Picture) bakePNG(out []byte, credentials []Credential) ([]byte, error) {
	replaced := map[string]bool{}
	size := len(p.data)
	for _, c := range credentials {
		f, err := formOf(c.Version)
		if err != nil {
			return nil, err
		}
		if !utf8.ValidString(c.Text) {
			return nil, errors.New("the credential is not valid UTF-8")
		}
		replaced[f.keyword] = true
		size += len(f.keyword) + len(c.Text) + 32
	}
	out = append(slices.Grow(out, size), signature...)
	at := len(signature)
	for _, c := range p.chunks {
		at += len(c.raw)
		if replaced[keyword(c)] {
			continue
		}
		if out = append(out, c.raw...); c.kind != "IHDR" {
			continue
		}
		for _, c := range credentials {
			f, _ := formOf(c.Version) // it was found above
			// Keyword, then: not compressed, method 0, no language, no
			// translated keyword. Both known bakeries look for just these bytes.
			out = appendChunk(out, "iTXt", f.keyword, "\x00\x00\x00\x00\x00", c.Text)
		}
	}
	return append(out, p.data[at:]...), nil // what stands after the end stays there
}

// appendChunk writes a chunk of which the data is in parts.
func appendChunk(b []byte, kind string, data ...string) []byte {
	size := 0
	for _, d := range data {
		size += len(d)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(size))
	start := len(b)
	b = append(b, kind...)
	for _, d := range data {
		b = append(b, d...)
	}
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[start:]))
}

// keyword returns the keyword of a chunk of text; empty for any other.
func keyword(c chunk) string {
	switch c.kind {
	case "iTXt", "tEXt", "zTXt":
		k, _, ok := bytes.Cut(c.data, []byte{0})
		if ok {
			return string(k)
		}
	}
	return ""
}

func unbakePNG(picture []byte) ([]Credential, error) {
	var found []Credential
	for c, err := range chunks(picture) {
		if err != nil {
			return nil, err
		}
		for _, f := range forms() {
			if keyword(c) != f.keyword {
				continue
			}
			text, err := textOf(c)
			if err != nil {
				return nil, fmt.Errorf("reading the credential in chunk %s: %w", c.kind, err)
			}
			found = append(found, Credential{Version: f.version, Text: text})
		}
	}
	return found, nil
}

// textOf returns the text of an iTXt, tEXt or zTXt chunk.
func textOf(c chunk) (string, error) {
	_, rest, _ := bytes.Cut(c.data, []byte{0})
	switch c.kind {
	case "tEXt":
		return latin1(rest)
	case "zTXt":
		if len(rest) < 1 || rest[0] != 0 {
			return "", errors.New("compressed in an unknown way")
		}
		text, err := inflate(rest[1:])
		if err != nil {
			return "", err
		}
		return latin1(text)
	}
	if len(rest) < 2 {
		return "", errors.New("the chunk ends early")
	}
	compressed, method, rest := rest[0], rest[1], rest[2:]
	for range 2 { // language, translated keyword
		var ok bool
		if _, rest, ok = bytes.Cut(rest, []byte{0}); !ok {
			return "", errors.New("the chunk ends early")
		}
	}
	if compressed != 0 {
		if method != 0 {
			return "", errors.New("compressed in an unknown way")
		}
		text, err := inflate(rest)
		if err != nil {
			return "", err
		}
		rest = text
	}
	if len(rest) > MaxText {
		return "", fmt.Errorf("the text is longer than %d bytes", MaxText)
	}
	if !utf8.Valid(rest) {
		return "", errors.New("the text is not valid UTF-8")
	}
	return string(rest), nil
}

// inflate decompresses at most MaxText bytes: a picture of some kilobytes can
// hold gigabytes of nothing.
func inflate(b []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("decompressing: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxText+1))
	if err != nil {
		return nil, fmt.Errorf("decompressing: %w", err)
	}
	if len(text) > MaxText {
		return nil, fmt.Errorf("the text is longer than %d bytes when decompressed", MaxText)
	}
	return text, nil
}

// latin1 reads the encoding of tEXt and zTXt; tools that wrote UTF-8 there
// all the same are understood.
func latin1(b []byte) (string, error) {
	if len(b) > MaxText {
		return "", fmt.Errorf("the text is longer than %d bytes", MaxText)
	}
	if utf8.Valid(b) {
		return string(b), nil
	}
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String(), nil
}
