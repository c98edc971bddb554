package share

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"hash/crc32"
	"math/bits"
	"sync"

	"rsc.io/qr/coding"
)

// quiet is the white margin around a QR code, in modules (ISO/IEC 18004,
// section 5.3.8).
const quiet = 4

// MaxQR is the most bytes that a text may have for a QR code: what one of 77
// modules holds. A phone does not read larger ones from a screen.
const MaxQR = 412

// maxVersion is the size of that code.
const maxVersion = 15

var errLong = errors.New("share: the text is too long for a QR code")

// blanks are the QR codes of each size without their text. What one costs is
// spent once; a text then costs microseconds.
var blanks [maxVersion + 1]struct {
	once sync.Once
	blank
	err error
}

// blank is a QR code without its text.
type blank struct {
	side   int
	pixels []byte // rows of PNG, one bit a pixel, a filter byte before each
	at     []int  // of each bit of text and checksum, its pixel: bytes times eight, plus bits
}

// mask is the pattern laid over every code. Readers take any of the eight;
// choosing the most even one for each text would cost eight times as much.
const mask = 2

// QR returns the QR code of a text as a PNG with one pixel a module, as a data
// URL. Level M: 15 % of it may be hidden. The picture is to be shown large,
// without smoothing.
func QR(text string) (string, error) {
	version, err := sizeFor(text)
	if err != nil {
		return "", err
	}
	b := &blanks[version]
	b.once.Do(func() { b.blank, b.err = newBlank(coding.Version(version)) })
	if b.err != nil {
		return "", b.err
	}
	png := b.with(text, coding.Version(version))
	out := make([]byte, 0, len("data:image/png;base64,")+base64.StdEncoding.EncodedLen(len(png)))
	out = append(out, "data:image/png;base64,"...)
	return string(base64.StdEncoding.AppendEncode(out, png)), nil
}

func sizeFor(text string) (int, error) {
	for v := 1; v <= maxVersion; v++ {
		if coding.String(text).Bits(coding.Version(v)) <= coding.Version(v).DataBytes(coding.M)*8 {
			return v, nil
		}
	}
	return 0, errLong
}

func newBlank(version coding.Version) (blank, error) {
	plan, err := coding.NewPlan(version, coding.M, mask)
	if err != nil {
		return blank{}, err
	}
	side := len(plan.Pixel) + 2*quiet
	stride := (side+7)/8 + 1
	b := blank{side: side, pixels: bytes.Repeat([]byte{0xff}, side*stride), at: make([]int, (plan.DataBytes+plan.CheckBytes)*8)}
	for y := range side {
		b.pixels[y*stride] = 0 // no filter
	}
	for y, row := range plan.Pixel {
		for x, pixel := range row {
			at := ((y+quiet)*stride+1)*8 + quiet + x
			if pixel&coding.Black != 0 {
				b.pixels[at/8] ^= 0x80 >> (at % 8)
			}
			if role := pixel.Role(); role == coding.Data || role == coding.Check {
				b.at[pixel.Offset()] = at
			}
		}
	}
	return b, nil
}

// with returns the code with a text in it, as PNG of one bit a pixel (PNG,
// third edition, sections 5 and 11): its data is too little to be worth
// compressing.
func (b *blank) with(text string, version coding.Version) []byte {
	var code coding.Bits
	coding.String(text).Encode(&code, version)
	code.AddCheckBytes(version, coding.M)
	raw := bytes.Clone(b.pixels)
	for i, octet := range code.Bytes() {
		for ; octet != 0; octet &= octet - 1 { // one bit after another
			at := b.at[i*8+7-bits.TrailingZeros8(octet)]
			raw[at/8] ^= 0x80 >> (at % 8)
		}
	}
	// One stored block of DEFLATE in a zlib stream (RFC 1951, section 3.2.4;
	// RFC 1950): at most 65,535 bytes, of which the largest code fills 1,000.
	data := []byte{0x78, 0x01, 0x01, byte(len(raw)), byte(len(raw) >> 8), ^byte(len(raw)), ^byte(len(raw) >> 8)}
	data = append(data, raw...)
	data = binary.BigEndian.AppendUint32(data, adler32.Checksum(raw))

	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(b.side)), uint32(b.side))
	out := make([]byte, 0, len(data)+64)
	out = append(out, "\x89PNG\r\n\x1a\n"...)
	out = appendChunk(out, "IHDR", append(head, 1, 0, 0, 0, 0)) // one bit, grey
	out = appendChunk(out, "IDAT", data)
	return appendChunk(out, "IEND", nil)
}

func appendChunk(b []byte, kind string, data []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	start := len(b)
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[start:]))
}
