// Package leak looks for what must not be published in a file that is about to
// be: private keys, and the e-mail addresses of learners.
//
// Rules keep both out of what an author writes; this is the second look, at the
// finished bytes, whatever way they came. It reads a file as a stranger with
// patience would: the payload of a token (JWT), the texts of a PNG picture,
// gzip, data: addresses, and an at sign however JSON, HTML or an address writes
// it.
//
//	w := leak.Watch{People: people, Contact: "office@harbour.example", Secret: secret}
//	if l := w.Look("awards/…/credential.jwt", data); l != nil { … }
//
// What is unpacked is bounded in size and depth. A hit in what lies beyond is
// not found, and pictures' pixels are not looked at.
package leak

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// Leak is something that must not be published.
type Leak struct {
	What    string // "the e-mail address of a learner", or what Secret called it
	Address string // in small letters; empty: it is no address
	Carrier string // in what it is: "the payload of a token"; empty: it stands there plainly
}

// Watch knows what must not be published. The zero value of a field leaves out
// what it is for.
type Watch struct {
	People  *People
	Contact string                   // address that is public, in small letters
	Secret  func(data []byte) string // what secret a text holds, in words; empty: none
}

// Bounds of what is unpacked.
const (
	maxDepth    = 4
	maxUnpacked = 1 << 20 // bytes, of one packed part
	minToken    = 24      // characters of base64 that are worth a look
)

// Look returns the first thing in a file that must not be published, or nil.
func (w *Watch) Look(data []byte) *Leak { return w.look(data, "", 0) }

func (w *Watch) look(data []byte, carrier string, depth int) *Leak {
	if depth <= maxDepth && bytes.HasPrefix(data, pngSignature) {
		return w.png(data, carrier, depth)
	}
	if l := w.secret(data, carrier); l != nil {
		return l
	}
	if depth > maxDepth {
		return nil
	}
	switch {
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		return w.look(gunzipped(data), "gzip", depth+1)
	}
	if who := w.address(data); who != "" {
		return &Leak{What: "the e-mail address of a learner", Address: who, Carrier: carrier}
	}
	for _, p := range packings {
		if l := w.inside(data, p, depth); l != nil {
			return l
		}
	}
	return nil
}

// secret returns what secret a text holds, or nil.
func (w *Watch) secret(data []byte, carrier string) *Leak {
	if w.Secret == nil {
		return nil
	}
	if what := w.Secret(data); what != "" {
		return &Leak{What: what, Carrier: carrier}
	}
	return nil
}

// packing is a way in which something is written in base64.
type packing struct {
	mark    string // what it begins with, or what stands before it
	before  bool
	rare    int // the byte of the mark that texts have least: it is what is looked for
	carrier string
}

var packings = []packing{
	{mark: "eyJ", rare: 2, carrier: "the payload of a token"},
	{mark: ";base64,", before: true, carrier: "a data: address"},
	{mark: "H4sI", carrier: "gzip in base64"},
}

// inside looks into what is packed in one way.
func (w *Watch) inside(data []byte, p packing, depth int) *Leak {
	for from := 0; from < len(data); {
		i := index(data[from:], p.mark, p.rare)
		if i < 0 {
			return nil
		}
		at := from + i
		if p.before {
			at += len(p.mark)
		}
		n := run(data[at:])
		from = at + max(n, 1)
		if n < minToken {
			continue
		}
		if l := w.look(decoded(data[at:at+n]), p.carrier, depth+1); l != nil {
			return l
		}
	}
	return nil
}

// index is bytes.Index for a mark of which one byte is rare: most of a text is
// then passed over many bytes at once.
func index(data []byte, mark string, rare int) int {
	for from := rare; from < len(data); from++ {
		i := bytes.IndexByte(data[from:], mark[rare])
		if i < 0 {
			return -1
		}
		from += i
		if bytes.HasPrefix(data[from-rare:], []byte(mark)) {
			return from - rare
		}
	}
	return -1
}

// run counts the characters of base64, in either alphabet, with which a text
// begins.
func run(text []byte) int {
	for i, c := range text {
		if !base64Characters[c] {
			return i
		}
	}
	return len(text)
}

var base64Characters = func() (is [256]bool) {
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_" {
		is[c] = true
	}
	return is
}()

// decoded returns the bytes of a text in base64, as far as it goes.
func decoded(text []byte) []byte {
	text = text[:min(len(text), maxUnpacked)]
	enc := base64.RawURLEncoding
	if bytes.IndexByte(text, '+') >= 0 || bytes.IndexByte(text, '/') >= 0 {
		enc = base64.RawStdEncoding
	}
	out := make([]byte, enc.DecodedLen(len(text)))
	n, _ := enc.Decode(out, text) // what was decoded before an error counts
	return out[:n]
}

// Masked is an address as a message may show it: "a…@example.org".
func Masked(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	for i := range local {
		if i > 0 {
			local = local[:i] + "…"
			break
		}
	}
	return local + "@" + domain
}
