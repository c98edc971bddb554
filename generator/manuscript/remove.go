package manuscript

import (
	"bytes"
	"slices"
)

// Remove takes an entry out of the mapping that stands under a key of the file.
// What belongs to the entry goes with it: the comments within it, and those
// directly above its key. One at a time: what follows is to be read again.
func (t *Text) Remove(under, key string) error {
	_, m := t.Root.Find(under)
	i := m.position(key)
	if i < 0 || len(t.edits) > 0 {
		return t.unsafe(t.Root)
	}
	k, v := m.entry(i)
	extent := t.blockExtent
	if m.flow() {
		extent = t.flowExtent
	}
	from, to, found := extent(m, k, v)
	if !found {
		return t.unsafe(k)
	}
	t.edits = append(t.edits, edit{from, to, ""})
	m.Content = slices.Delete(m.Content, i, i+2)
	return nil
}

// blockExtent returns where an entry on lines of its own begins and ends.
func (t *Text) blockExtent(m, k, _ *Node) (from, to int, found bool) {
	first, column := k.Line-1, k.Column-1
	line := t.line(first)
	if indent := line[:min(column, len(line))]; len(line) == 0 || len(bytes.Trim(indent, " ")) > 0 {
		return 0, 0, false // "? key", as nobody writes
	}
	end := t.after(m, k)
	for end > first+1 && (blank(t.line(end-1)) || comment(t.line(end-1), column)) {
		end--
	}
	for first > 0 && comment(t.line(first-1), column) {
		first--
	}
	// Of two blank lines that would meet, one goes.
	if first > 0 && blank(t.line(first-1)) {
		for end < len(t.lines) && blank(t.line(end)) {
			end++
		}
	}
	to = t.end
	if end < len(t.lines) {
		to = t.lines[end]
	}
	return t.lines[first], to, true
}

// after returns the number of the line on which what follows an entry begins,
// from 0: the next entry, the next key of the file, or the end.
func (t *Text) after(m, k *Node) int {
	next := len(t.lines)
	for _, m := range []*Node{t.Root, m} {
		for other := range m.Entries() {
			if line := other.Line - 1; line >= k.Line {
				next = min(next, line)
			}
		}
	}
	for n := k.Line; n < next; n++ { // a line of three full stops ends the document
		if bytes.HasPrefix(t.line(n), []byte("...")) && len(bytes.TrimRight(t.line(n), " \t\r\n")) == 3 {
			return n
		}
	}
	return next
}

func blank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// comment reports whether a line is a comment that is indented no deeper than
// a column: it belongs to what follows, or to nothing.
func comment(line []byte, column int) bool {
	text := bytes.TrimLeft(line, " ")
	return bytes.HasPrefix(bytes.TrimLeft(text, "\t"), []byte("#")) && len(line)-len(text) <= column
}

// flowExtent returns where an entry in braces begins and ends: its key and
// value, the comma after it, and a comment after that. A line that would be
// left empty goes.
func (t *Text) flowExtent(_, k, v *Node) (from, to int, found bool) {
	text := t.bytes
	from, to = t.offset(k), flowEnd(t.bytes, t.offset(v))
	if to < 0 {
		return 0, 0, false
	}
	if at := to + space(text[to:], " \t\r\n"); at < len(text) && text[at] == ',' {
		to = at + 1
	}
	if at := to + space(text[to:], " \t"); at < len(text) && at > to && text[at] == '#' {
		to = at + len(bytes.TrimRight(text[at:at+lineLength(text[at:])], "\r\n"))
	}
	start := len(bytes.TrimRight(text[:from], " \t"))
	first := start == 0 || text[start-1] == '\n' || text[start-1] == '\r'
	rest := to + space(text[to:], " \t")
	last := rest == len(text) || text[rest] == '\n' || text[rest] == '\r'
	switch {
	case first && last:
		return start, rest + lineLength(text[rest:]), true
	case last:
		return from, to, true
	}
	return from, rest, true
}

// flowEnd returns the end of a value in flow style that begins at an offset,
// or -1: in braces and brackets, in quotes, or plain.
func flowEnd(text []byte, at int) int {
	depth, fresh := 0, true // fresh: a scalar may begin here
	for at < len(text) {
		c := text[at]
		switch {
		case fresh && (c == '"' || c == '\''):
			n := quotedEnd(text[at:])
			if n < 0 {
				return -1
			}
			at, fresh = at+n, false
			if depth == 0 {
				return at
			}
			continue
		case c == '#' && at > 0 && bytes.IndexByte([]byte(" \t\r\n"), text[at-1]) >= 0:
			at += lineLength(text[at:])
			continue
		case c == '{' || c == '[':
			depth++
			fresh = true
		case c == '}' || c == ']':
			if depth--; depth < 0 {
				return trimmed(text, at)
			}
			if depth == 0 {
				return at + 1
			}
			fresh = false
		case c == ',':
			if depth == 0 {
				return trimmed(text, at)
			}
			fresh = true
		case c == ':' || c == ' ' || c == '\t' || c == '\r' || c == '\n':
			fresh = fresh || c == ':'
		default:
			fresh = false
		}
		at++
	}
	return -1
}

// trimmed returns the end of a plain value before an offset.
func trimmed(text []byte, at int) int { return len(bytes.TrimRight(text[:at], " \t\r\n")) }
