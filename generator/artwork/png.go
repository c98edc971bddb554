package artwork

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
)

// The limits of a given PNG. 2048 pixels are enough for print; 90 are what
// the Open Badges image guidelines ask for at least.
const (
	maxPNG       = 2 << 20 // bytes
	minSide      = 90
	smallSide    = 400
	maxSide      = 2048
	maxProfile   = 1 << 20  // bytes of a colour profile, inflated
	maxAnimation = 64 << 20 // bytes of all frames, inflated
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// pngKept lists the chunks that take part in the look of a picture (PNG 3rd
// edition, section 11). What is not here and not critical is left out.
func pngKept() []string {
	return []string{
		"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs",
		"acTL", "fcTL", "fdAT",
	}
}

// PNG admits a PNG file. It checks the signature, the chunks with their
// checksums, the header and the amount of pixel data, and returns the file
// without text, times, EXIF and unknown chunks. The error is a Problem.
func PNG(data []byte) (clean []byte, info Info, err error) { return admitPNG(data, false) }

// admitPNG is PNG; a picture of any shape and size below the limits is
// admitted where it need not be square.
func admitPNG(data []byte, anyShape bool) (clean []byte, info Info, err error) {
	if len(data) > maxPNG {
		return nil, Info{}, Problem{
			Rule:    RuleSize,
			Message: fmt.Sprintf("the picture is %d bytes long, more than the %d allowed", len(data), maxPNG),
			Mend:    "save it with fewer colours or at 1024 pixels",
		}
	}
	if !bytes.HasPrefix(data, []byte(pngSignature)) {
		return nil, Info{}, mistaken(data, "PNG")
	}
	r := pngReader{data: data, anyShape: anyShape, seen: map[string]int{}, out: append(make([]byte, 0, len(data)), pngSignature...)}
	if p := r.read(); p != nil {
		return nil, Info{}, *p
	}
	slices.Sort(r.info.Removed)
	r.info.Removed = slices.Compact(r.info.Removed)
	return r.out, r.info, nil
}

// broken is the problem of a PNG that is not whole.
func broken(format string, args ...any) *Problem {
	return &Problem{Rule: RuleFormat, Message: fmt.Sprintf(format, args...), Mend: "save the picture again, or copy it again as a binary file"}
}

// pngReader walks over the chunks of a file.
type pngReader struct {
	data     []byte
	anyShape bool // need not be square
	out      []byte
	info     Info
	seen     map[string]int

	depth, colour, interlace byte
	pixels                   [][]byte // IDAT
	frame                    [][]byte // fdAT of the frame at hand
	frameWidth, frameHeight  int
	frameBytes               int64 // of all frames, inflated
	last                     string
}

func (r *pngReader) read() *Problem {
	for at := len(pngSignature); ; {
		rest := r.data[at:]
		if len(rest) < 12 {
			return broken("PNG ends early at byte %d", len(r.data))
		}
		length, kind := binary.BigEndian.Uint32(rest), string(rest[4:8])
		if uint64(length) > uint64(len(rest)-12) {
			if !plausible(kind) {
				return broken("PNG holds something that is no chunk at byte %d", at)
			}
			return broken("PNG ends early at byte %d", len(r.data))
		}
		body, end := rest[8:8+length], 12+int(length)
		if crc32.ChecksumIEEE(rest[4:8+length]) != binary.BigEndian.Uint32(rest[8+length:]) {
			return broken("PNG is damaged: the checksum of its chunk %q at byte %d is wrong", kind, at)
		}
		if !plausible(kind) {
			return broken("PNG holds something that is no chunk at byte %d", at)
		}
		if p := r.chunk(kind, body); p != nil {
			return p
		}
		if slices.Contains(pngKept(), kind) {
			r.out = append(r.out, rest[:end]...)
		} else {
			r.info.Removed = append(r.info.Removed, kind)
		}
		at += end
		if kind == "IEND" {
			return nil // what follows is no part of the picture
		}
	}
}

// plausible reports whether four bytes can name a chunk.
func plausible(kind string) bool {
	for i := range len(kind) {
		if c := kind[i] | 0x20; c < 'a' || c > 'z' {
			return false
		}
	}
	return true
}

// chunk checks one chunk in the light of those before it.
func (r *pngReader) chunk(kind string, body []byte) *Problem {
	r.seen[kind]++
	last := r.last
	r.last = kind
	if (r.seen["IHDR"] == 0) || kind == "IHDR" && last != "" {
		return broken("PNG does not start with one header")
	}
	once := !slices.Contains([]string{"IDAT", "fcTL", "fdAT"}, kind) && slices.Contains(pngKept(), kind)
	switch {
	case once && r.seen[kind] > 1:
		return broken("PNG holds the chunk %q twice", kind)
	case kind == "IDAT" && r.seen["IDAT"] > 1 && last != "IDAT":
		return broken("PNG has its pixels in separate places")
	case kind == "PLTE" && (len(body) == 0 || len(body) > 768 || len(body)%3 != 0 || r.seen["IDAT"] > 0):
		return broken("PNG has a palette that is not one")
	}
	switch kind {
	case "IHDR":
		return r.header(body)
	case "IDAT":
		if r.colour == 3 && r.seen["PLTE"] == 0 {
			return broken("PNG has no palette")
		}
		r.pixels = append(r.pixels, body)
	case "iCCP":
		return profile(body)
	case "acTL":
		if len(body) != 8 || r.seen["IDAT"] > 0 {
			return broken("PNG has a broken animation header")
		}
		r.info.Animated = true
	case "fcTL":
		if p := r.endFrame(); p != nil {
			return p
		}
		return r.startFrame(body)
	case "fdAT":
		if len(body) < 4 || r.frameWidth == 0 {
			return broken("PNG has a broken animation")
		}
		r.frame = append(r.frame, body[4:])
	case "IEND":
		if r.seen["IDAT"] == 0 {
			return broken("PNG has no pixels")
		}
		if p := r.endFrame(); p != nil {
			return p
		}
		return inflate(r.pixels, r.size(r.info.Width, r.info.Height))
	default:
		if !slices.Contains(pngKept(), kind) && kind[0]&0x20 == 0 {
			return broken("PNG holds an unknown chunk %q that it cannot be shown without", kind)
		}
	}
	return nil
}

// header checks IHDR (PNG 3rd edition, section 11.2.1) and our own limits.
func (r *pngReader) header(body []byte) *Problem {
	if len(body) != 13 {
		return broken("PNG has a header of %d bytes, not 13", len(body))
	}
	width, height := binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:])
	r.depth, r.colour, r.interlace = body[8], body[9], body[12]
	depths := map[byte]string{0: "\x01\x02\x04\x08\x10", 2: "\x08\x10", 3: "\x01\x02\x04\x08", 4: "\x08\x10", 6: "\x08\x10"}
	size := func(format string, args ...any) *Problem {
		return &Problem{Rule: RuleSize, Message: fmt.Sprintf(format, args...), Mend: "make the picture square, 400 to 1024 pixels wide"}
	}
	switch {
	case width == 0 || height == 0 || width > 1<<31-1 || height > 1<<31-1:
		return broken("PNG has an impossible size of %d × %d pixels", width, height)
	case bytes.IndexByte([]byte(depths[r.colour]), r.depth) < 0 || body[10] != 0 || body[11] != 0 || r.interlace > 1:
		return broken("PNG has a header that no program can read")
	case width > maxSide || height > maxSide:
		return size("the picture is %d × %d pixels, more than %d", width, height, maxSide)
	case width != height && !r.anyShape:
		return size("the picture is %d × %d pixels, not square", width, height)
	case width < minSide && !r.anyShape:
		return size("the picture is %d × %d pixels, less than %d", width, height, minSide)
	}
	r.info.Width, r.info.Height = int(width), int(height)
	r.info.Small = width < smallSide
	return nil
}

func (r *pngReader) startFrame(body []byte) *Problem {
	if len(body) != 26 || !r.info.Animated {
		return broken("PNG has a broken animation")
	}
	w, h := binary.BigEndian.Uint32(body[4:]), binary.BigEndian.Uint32(body[8:])
	x, y := binary.BigEndian.Uint32(body[12:]), binary.BigEndian.Uint32(body[16:])
	if w == 0 || h == 0 || uint64(x)+uint64(w) > uint64(r.info.Width) || uint64(y)+uint64(h) > uint64(r.info.Height) {
		return broken("PNG has an animation frame outside the picture")
	}
	r.frameWidth, r.frameHeight = int(w), int(h)
	return nil
}

// endFrame checks the pixels of the frame that ends here. The first frame may
// be the picture itself and has no pixels of its own.
func (r *pngReader) endFrame() *Problem {
	if len(r.frame) == 0 {
		return nil
	}
	want := r.size(r.frameWidth, r.frameHeight)
	if r.frameBytes += want; r.frameBytes > maxAnimation {
		return &Problem{Rule: RuleSize, Message: "the animation is too long", Mend: "use fewer frames, or a still picture"}
	}
	p := inflate(r.frame, want)
	r.frame = nil
	return p
}

// size returns how many bytes a picture of this kind has before compression:
// a filter byte and the packed samples for each row of each pass.
func (r *pngReader) size(width, height int) int64 {
	samples := map[byte]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[r.colour]
	pass := func(w, h int) int64 {
		if w == 0 || h == 0 {
			return 0
		}
		return int64(h) * int64(1+(w*samples*int(r.depth)+7)/8)
	}
	if r.interlace == 0 {
		return pass(width, height)
	}
	total := int64(0)
	for _, p := range [7][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		total += pass((width-p[0]+p[2]-1)/p[2], (height-p[1]+p[3]-1)/p[3])
	}
	return total
}

// inflate checks that compressed pixels are whole and as many as the header
// says, without keeping them.
func inflate(parts [][]byte, want int64) *Problem {
	readers := make([]io.Reader, len(parts))
	for i, p := range parts {
		readers[i] = bytes.NewReader(p)
	}
	z, err := zlib.NewReader(io.MultiReader(readers...))
	if err != nil {
		return broken("PNG has pixels that cannot be unpacked")
	}
	got, err := io.Copy(io.Discard, io.LimitReader(z, want+1))
	switch {
	case got > want:
		return broken("PNG holds more pixels than its size says")
	case errors.Is(err, io.ErrUnexpectedEOF) || err == nil && got < want:
		return broken("PNG ends early: it holds %d bytes of pixels of %d", got, want)
	case err != nil:
		return broken("PNG has pixels that cannot be unpacked")
	}
	return nil
}

// profile checks that a colour profile does not grow without bound.
func profile(body []byte) *Problem {
	_, packed, ok := bytes.Cut(body, []byte{0})
	if !ok || len(packed) < 1 || packed[0] != 0 {
		return broken("PNG has a colour profile that cannot be read")
	}
	z, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return broken("PNG has a colour profile that cannot be read")
	}
	n, err := io.Copy(io.Discard, io.LimitReader(z, maxProfile+1))
	if err != nil || n > maxProfile {
		return broken("PNG has a colour profile that is too large or broken")
	}
	return nil
}
