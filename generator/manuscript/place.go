package manuscript

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Line returns the number of the line on which a node begins, in the file and
// from 1.
func (t *Text) Line(n *Node) int { return n.Line + t.before }

// lineLength returns the number of bytes of the first line with its end, as
// YAML counts lines: LF, CR LF or CR.
func lineLength(text []byte) int {
	i := bytes.IndexAny(text, "\r\n")
	switch {
	case i < 0:
		return len(text)
	case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
		return i + 2
	}
	return i + 1
}

// line returns the bytes of a line of the YAML, from 0; nothing where it has
// none. A parser of YAML may count more lines than there are: it puts what is
// empty behind the last one, and takes U+0085 for the end of a line.
func (t *Text) line(n int) []byte {
	if n >= len(t.lines) {
		return nil
	}
	at := t.lines[n]
	return t.bytes[at : at+lineLength(t.bytes[at:])]
}

// ended reports whether a text ends with its last line.
func ended(text []byte) bool { return len(bytes.TrimRight(text, "\r\n")) < len(text) }

// lineEnd returns how the line of a node ends. The last line may have no end:
// it is that of the first then.
func (t *Text) lineEnd(n *Node) string {
	for _, i := range []int{n.Line - 1, 0} {
		line := t.line(i)
		if end := line[len(bytes.TrimRight(line, "\r\n")):]; len(end) > 0 {
			return string(end)
		}
	}
	return "\n"
}

// offset returns where in the file a node begins. Nodes that are looked up in
// their order cost one walk over each line, however long it is.
func (t *Text) offset(n *Node) int {
	if n.Line < 1 || n.Line > len(t.lines) {
		return t.end
	}
	if t.near.line != n.Line || t.near.column > n.Column {
		t.near.line, t.near.column, t.near.at = n.Line, 1, t.lines[n.Line-1]
	}
	for ; t.near.column < n.Column; t.near.column++ {
		_, size := utf8.DecodeRune(t.bytes[t.near.at:])
		t.near.at += size
	}
	return t.near.at
}

// span is where a value stands: whole with its quotes, and within them.
type span struct{ from, to, inner, innerEnd int }

// span returns where a plain or quoted value stands, or one word in a block.
func (t *Text) span(n *Node) (span, bool) {
	at := t.offset(n)
	if !n.Scalar() || at >= t.end {
		return span{}, false
	}
	word := n.Value
	switch q := n.quote(); {
	case q != "":
		end := quotedEnd(t.bytes[at:])
		return span{at, at + end, at + 1, at + end - 1}, end > 0 && t.bytes[at] == q[0]
	case n.block(): // the word stands below the line of its sign
		word = strings.TrimSpace(word)
		at += lineLength(t.bytes[at:])
		at += space(t.bytes[at:], " \t\r\n")
	}
	return span{at, at + len(word), at, at + len(word)}, word != "" && bytes.HasPrefix(t.bytes[at:], []byte(word))
}

// quote returns the quotes that a value stands in, or nothing.
func (n *Node) quote() string {
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return `"`
	case n.Style&yaml.SingleQuotedStyle != 0:
		return "'"
	}
	return ""
}

// block reports whether a value stands below a sign: | or >.
func (n *Node) block() bool { return n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 }

// flow reports whether keys and values stand in braces.
func (n *Node) flow() bool { return n.Style&yaml.FlowStyle != 0 }

// space counts the bytes at the beginning of a text that are in a set.
func space(text []byte, set string) int { return len(text) - len(bytes.TrimLeft(text, set)) }

// quotedEnd returns the length of a value in quotes, or -1.
func quotedEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[0] == '"' && text[i] == '\\':
			i++
		case text[i] != text[0]:
		case text[0] == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		default:
			return i + 1
		}
	}
	return -1
}
