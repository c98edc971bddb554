package leak

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
)

var pngSignature = []byte("\x89PNG\r\n\x1a\n")

// png looks at the texts of a picture (PNG, third edition, section 11.3.3), and
// for secrets at everything but its pixels, which are packed.
func (w *Watch) png(data []byte, carrier string, depth int) *Leak {
	for rest := data[len(pngSignature):]; len(rest) >= 8; {
		n := uint64(binary.BigEndian.Uint32(rest))
		kind := string(rest[4:8])
		cut := n > uint64(len(rest)-8)
		if cut {
			n = uint64(len(rest) - 8)
		}
		body := rest[8 : 8+n]
		switch {
		case kind == "tEXt", kind == "iTXt", kind == "zTXt", kind == "eXIf":
			if l := w.look(textOf(kind, body), "a text of the picture", depth+1); l != nil {
				return l
			}
		case kind == "IDAT" && !cut:
		case kind == "IEND":
			return w.secret(rest, carrier) // whatever follows the picture
		default:
			if l := w.secret(body, carrier); l != nil {
				return l
			}
		}
		rest = rest[min(uint64(len(rest)), 8+n+4):] // and its checksum
	}
	return nil
}

// textOf returns what a chunk says, unpacked where it is packed, keyword
// included.
func textOf(kind string, body []byte) []byte {
	keyword, rest, ok := bytes.Cut(body, []byte{0})
	packed := false
	switch {
	case !ok:
		return body
	case kind == "zTXt" && len(rest) > 0:
		packed, rest = true, rest[1:]
	case kind == "iTXt" && len(rest) > 1 && rest[0] == 1:
		rest = rest[2:]
		for range 2 { // language tag and translated keyword
			_, rest, _ = bytes.Cut(rest, []byte{0})
		}
		packed = true
	}
	if !packed {
		return body
	}
	z, err := zlib.NewReader(bytes.NewReader(rest))
	if err != nil {
		return body
	}
	text, _ := io.ReadAll(io.LimitReader(z, maxUnpacked)) // what came before an error counts
	return append(append(bytes.Clone(keyword), ' '), text...)
}

// gunzipped returns what gzip holds, as far as it goes.
func gunzipped(data []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(z, maxUnpacked)) // what came before an error counts
	return text
}
