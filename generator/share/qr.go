package share

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"hash/crc32"
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

// plans are the QR codes of each size without their text. What a plan costs is
// spent once; a text then costs microseconds.
var plans [maxVersion + 1]struct {
	once sync.Once
	plan *coding.Plan
	err  error
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
	p := &plans[version]
	p.once.Do(func() { p.plan, p.err = coding.NewPlan(coding.Version(version), coding.M, mask) })
	if p.err != nil {
		return "", p.err
	}
	code, err := p.plan.Encode(coding.String(text))
	if err != nil {
		return "", err
	}
	png := bitmap(code)
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

// bitmap writes a code as PNG of one bit a pixel (PNG, third edition, sections
// 5 and 11): its data is too little to be worth compressing.
func bitmap(c *coding.Code) []byte {
	side := c.Size + 2*quiet
	stride := (side+7)/8 + 1 // a filter byte before each row
	raw := make([]byte, side*stride)
	for y := range side {
		row := raw[y*stride+1 : (y+1)*stride]
		for i := range row {
			row[i] = 0xff
		}
		for x := range c.Size {
			if y >= quiet && y < side-quiet && c.Black(x, y-quiet) {
				row[(x+quiet)/8] &^= 0x80 >> ((x + quiet) % 8)
			}
		}
	}
	// One stored block of DEFLATE in a zlib stream (RFC 1951, section 3.2.4;
	// RFC 1950): at most 65,535 bytes, of which the largest code fills 1,000.
	data := []byte{0x78, 0x01, 0x01, byte(len(raw)), byte(len(raw) >> 8), ^byte(len(raw)), ^byte(len(raw) >> 8)}
	data = append(data, raw...)
	data = binary.BigEndian.AppendUint32(data, adler32.Checksum(raw))

	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(side)), uint32(side))
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
