package bitstring

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/bits"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/multibase"
)

// gzipHeader says: deflate, no flags, no time, unknown system (RFC 1952,
// §2.3).
const gzipHeader = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

// Encode returns encodedList: "u" and the base64url of the GZIP of the bits.
//
// The compressor is written out here. What compress/flate makes of a list may
// change with any version of Go, and a list is signed: the same bits have to
// be the same text for as long as the list is published.
func (l *List) Encode() string {
	b := append([]byte(gzipHeader), deflate(l.bits)...)
	b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(l.bits))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.bits)))
	return multibase.Base64URL(b)
}

// Decode returns the list of an encodedList, of at most maxEntries entries; 0
// means MaxEntries. It takes one GZIP member of RFC 1952 and nothing behind
// it, in base64url without padding and with the prefix "u". ErrLength says
// that the list is shorter than MinEntries.
func Decode(s string, maxEntries int) (*List, error) {
	if maxEntries <= 0 {
		maxEntries = MaxEntries
	}
	l, err := decode(s, (maxEntries+7)/8)
	if err != nil {
		return nil, fmt.Errorf("reading status list: %w", err)
	}
	if l.Len() < MinEntries {
		return nil, fmt.Errorf("%w: %d entries, at least %d", ErrLength, l.Len(), MinEntries)
	}
	return l, nil
}

func decode(s string, max int) (*List, error) {
	if !strings.HasPrefix(s, "u") {
		return nil, errors.New(`expected base64url with the prefix "u"`)
	}
	// No encoder makes a list much longer than it was.
	packed, err := multibase.Decode(s, max+max/8+1024)
	if err != nil {
		return nil, err
	}
	// A bytes.Reader is read byte by byte, so that what is left of it lies
	// behind the member.
	from := bytes.NewReader(packed)
	z, err := gzip.NewReader(from)
	if err != nil {
		return nil, err
	}
	z.Multistream(false)
	list, err := io.ReadAll(io.LimitReader(z, int64(max)+1))
	switch {
	case err != nil:
		return nil, err
	case len(list) > max:
		return nil, fmt.Errorf("the list has more than %d entries", max*8)
	case from.Len() > 0:
		return nil, fmt.Errorf("%d bytes stand behind the compressed list", from.Len())
	}
	return &List{bits: list}, nil
}

// deflate returns one block of DEFLATE with fixed codes (RFC 1951, §3.2.6) in
// which runs of equal bytes are written once: bits of few awards among very
// many are hardly more than such runs. At worst the result is an eighth longer
// than the data.
func deflate(data []byte) []byte {
	var w bitWriter
	w.bits(0b011, 3) // the last block, fixed codes
	for i := 0; i < len(data); {
		w.symbol(int(data[i]))
		run := 1
		for i+run < len(data) && data[i+run] == data[i] {
			run++
		}
		i += run
		w.repeat(run-1, int(data[i-1]))
	}
	w.symbol(256)
	return w.flush()
}

// bitWriter packs bits into bytes, the least significant first.
type bitWriter struct {
	out  []byte
	acc  uint64
	held int
}

func (w *bitWriter) bits(v uint64, n int) {
	w.acc |= v << w.held
	for w.held += n; w.held >= 8; w.held -= 8 {
		w.out = append(w.out, byte(w.acc))
		w.acc >>= 8
	}
}

// code writes a Huffman code, whose most significant bit comes first.
func (w *bitWriter) code(v, n int) { w.bits(bits.Reverse64(uint64(v))>>(64-n), n) }

// symbol writes a literal or a length code.
func (w *bitWriter) symbol(s int) {
	switch {
	case s < 144:
		w.code(0x30+s, 8)
	case s < 256:
		w.code(0x190+s-144, 9)
	case s < 280:
		w.code(s-256, 7)
	default:
		w.code(0xc0+s-280, 8)
	}
}

// repeat writes the last byte n times more, in copies of 3 to 258 bytes from
// distance 1.
func (w *bitWriter) repeat(n, last int) {
	for n >= 3 {
		length := min(n, 258)
		n -= length
		switch x := length - 3; {
		case length == 258:
			w.symbol(285)
		case x < 8:
			w.symbol(257 + x)
		default:
			extra := bits.Len(uint(x)) - 3
			w.symbol(257 + 4*extra + x>>extra)
			w.bits(uint64(x)&(1<<extra-1), extra)
		}
		w.code(0, 5)
	}
	for range n {
		w.symbol(last)
	}
}

func (w *bitWriter) flush() []byte {
	w.bits(0, (8-w.held)%8)
	return w.out
}
