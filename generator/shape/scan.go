package shape

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"unicode/utf8"

	"github.com/sealpress/sealpress/generator/standard/jsonld"
	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

// placeholder begins the text that stands in every slot of a template. It is
// an absolute IRI, so that it passes wherever data can stand.
const placeholder = "urn:x-sealpress-slot:"

// marker stands for a slot in a skeleton. JSON text never holds it.
const marker = 0

// A slot is the text of a value that is data. It has no pointers, so that the
// collector of garbage has nothing to follow in a million documents.
type slot struct {
	value span // as JSON means it
	text  span // as N-Quads write it
	plain bool // both stand in the document as they are; else in the arena
	raw   span // in the document, without the quotation marks
}

// span is a part of some bytes.
type span struct{ from, to int32 }

func (p span) of(b []byte) []byte { return b[p.from:p.to] }

// scratch is the memory for one document, used again for the next.
type scratch struct {
	skeleton []byte
	slots    []slot
	arena    []byte // texts of the slots that are not written as in the document
	frames   [maxDepth + 1]frame
	lines    []span // in the buffer
	buffer   []byte
	order    []int32
	ranks    []rank
	names    [maxBlanks]int32
	changed  []bool // slots that differ from those of the memo
	joined   []byte
}

// frame is an array or object that is open.
type frame struct {
	object bool
	naming bool // the next text is the name of a member
	fixed  bool // texts in it are part of the shape
}

// fixed are the members whose text is part of the shape.
type fixed struct {
	names   map[string]bool
	lengths [256]uint64 // by first byte, the lengths of those names as bits
}

func newFixed(v jsonld.Vocabulary) *fixed {
	f := &fixed{names: v.Fixed}
	for name := range v.Fixed {
		f.lengths[name[0]] |= 1 << (len(name) % 64)
	}
	return f
}

func (f *fixed) has(name []byte) bool {
	return len(name) > 0 && f.lengths[name[0]]&(1<<(len(name)%64)) != 0 && f.names[string(name)]
}

// scan divides a document into skeleton and slots. It reads what a valid
// document can hold, and leaves it to the library to find what is not valid:
// a skeleton is only known when a valid document had it, and the texts in the
// slots are checked here. It reports false for what only the library can judge.
func (s *scratch) scan(document []byte, members *fixed) bool {
	s.skeleton, s.slots, s.arena = s.skeleton[:0], s.slots[:0], s.arena[:0]
	if len(document) > maxSize || !utf8.Valid(document) {
		return false
	}
	depth, done := 0, 0
	s.frames[0] = frame{}
	for i := 0; i < len(document); {
		f := &s.frames[depth]
		switch c := document[i]; c {
		case '{', '[':
			if depth == maxDepth {
				return false
			}
			depth++
			s.frames[depth] = frame{object: c == '{', naming: c == '{', fixed: f.fixed}
			i++
		case '}', ']':
			if depth == 0 {
				return false
			}
			depth--
			i++
		case ',':
			f.naming = f.object
			i++
		case ':':
			f.naming = false
			i++
		case ' ', '\n', '\r', '\t':
			s.skeleton = append(s.skeleton, document[done:i]...)
			for i < len(document) && (document[i] == ' ' || document[i] == '\n' || document[i] == '\r' || document[i] == '\t') {
				i++
			}
			done = i
			// Space between two words parts them; elsewhere it means nothing.
			if n := len(s.skeleton); n > 0 && i < len(document) && !structural(s.skeleton[n-1]) && !structural(document[i]) {
				s.skeleton = append(s.skeleton, ' ')
			}
		case '"':
			end, plain, ok := text(document, i+1)
			if !ok {
				return false
			}
			switch {
			case f.naming:
				if !plain {
					return false
				}
				f.fixed = members.has(document[i+1 : end])
			case !f.fixed:
				s.skeleton = append(append(s.skeleton, document[done:i+1]...), marker)
				done = end
				if !s.add(document, i+1, end, plain) {
					return false
				}
			}
			i = end + 1
		default:
			if c < ' ' || c >= 0x7f {
				return false
			}
			i++
		}
	}
	s.skeleton = append(s.skeleton, document[done:]...)
	return depth == 0
}

func structural(c byte) bool {
	switch c {
	case '{', '}', '[', ']', ',', ':', '"':
		return true
	}
	return false
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// text finds the end of a JSON text, and whether it is plain: without escapes
// and without what N-Quads escape. It refuses what needs the library's eye.
func text(document []byte, i int) (end int, plain, ok bool) {
	plain = true
	for i < len(document) {
		if i+8 <= len(document) {
			// Eight bytes at once, while none is a control character, a
			// quotation mark, a backslash, DEL or not ASCII.
			w := binary.LittleEndian.Uint64(document[i:])
			quote, back, del := w^(ones*'"'), w^(ones*'\\'), w^(ones*0x7f)
			special := (w | (w-ones*' ')&^w | (quote-ones)&^quote | (back-ones)&^back | (del-ones)&^del) & highs
			if special == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(special) / 8
		}
		switch c := document[i]; {
		case c == '"':
			return i, plain, true
		case c == '\\':
			plain = false
			i += 2
		case c < ' ' || c == 0x7f:
			return 0, false, false
		case c >= 0xef:
			r, size := utf8.DecodeRune(document[i:])
			if noncharacter(r) {
				return 0, false, false
			}
			i += size
		default:
			i++
		}
	}
	return 0, false, false
}

// noncharacter is a code point that I-JSON forbids.
func noncharacter(r rune) bool {
	return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe
}

// add makes a slot of a text.
func (s *scratch) add(document []byte, from, to int, plain bool) bool {
	if len(s.slots) == maxSlots {
		return false
	}
	sl := slot{plain: plain, raw: span{int32(from), int32(to)}}
	if plain {
		sl.value, sl.text = sl.raw, sl.raw
	} else {
		start := len(s.arena)
		var ok bool
		if s.arena, ok = unescape(s.arena, document[from:to]); !ok {
			return false
		}
		middle := len(s.arena)
		s.arena = rdfc.AppendEscaped(s.arena, s.arena[start:middle])
		sl.value, sl.text = span{int32(start), int32(middle)}, span{int32(middle), int32(len(s.arena))}
	}
	s.slots = append(s.slots, sl)
	return true
}

// value is what the text of a slot means.
func (s *scratch) value(document []byte, n int) []byte {
	if s.slots[n].plain {
		return s.slots[n].value.of(document)
	}
	return s.slots[n].value.of(s.arena)
}

// unescape resolves the escapes that credentials have. The others, surrogates
// and control characters among them, are for the library.
func unescape(dst, raw []byte) ([]byte, bool) {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			dst = append(dst, raw[i])
			continue
		}
		if i++; i == len(raw) {
			return dst, false
		}
		switch raw[i] {
		case '"', '\\', '/':
			dst = append(dst, raw[i])
		case 'n':
			dst = append(dst, '\n')
		case 'u':
			if i+5 > len(raw) {
				return dst, false
			}
			r := rune(0)
			for _, c := range raw[i+1 : i+5] {
				switch {
				case c >= '0' && c <= '9':
					r = r<<4 | rune(c-'0')
				case c|0x20 >= 'a' && c|0x20 <= 'f':
					r = r<<4 | rune(c|0x20-'a'+10)
				default:
					return dst, false
				}
			}
			if r < ' ' && r != '\n' || r == 0x7f || r >= 0xd800 {
				return dst, false
			}
			dst = utf8.AppendRune(dst, r)
			i += 4
		default:
			return dst, false
		}
	}
	return dst, true
}

// template is the document with a placeholder in each slot.
func (s *scratch) template(document []byte) []byte {
	var out []byte
	done := int32(0)
	for n, sl := range s.slots {
		out = append(append(out, document[done:sl.raw.from]...), placeholder...)
		out = strconv.AppendInt(out, int64(n), 10)
		done = sl.raw.to
	}
	return append(out, document[done:]...)
}
