package decide

import (
	"bytes"

	"go.yaml.in/yaml/v4"
)

// flowExtent returns where an award in braces begins and ends: its label and
// value, the comma after it, and a comment after that. A line that would be
// left empty goes.
func (d *document) flowExtent(k, v *yaml.Node) (from, to int, err error) {
	from, to = d.offset(k), d.offset(v)
	end := flowEnd(d.text, to)
	if end < 0 {
		return 0, 0, unsafe(k.Value)
	}
	to = end
	at := to + space(d.text[to:], " \t\r\n")
	if at < len(d.text) && d.text[at] == ',' {
		to = at + 1
	}
	if at := to + space(d.text[to:], " \t"); at < len(d.text) && at > to && d.text[at] == '#' {
		to = at + len(bytes.TrimRight(d.text[at:at+lineLength(d.text[at:])], "\r\n"))
	}
	start := from
	for start > 0 && (d.text[start-1] == ' ' || d.text[start-1] == '\t') {
		start--
	}
	first := start == 0 || d.text[start-1] == '\n' || d.text[start-1] == '\r'
	rest := to + space(d.text[to:], " \t")
	last := rest == len(d.text) || d.text[rest] == '\n' || d.text[rest] == '\r'
	switch {
	case first && last:
		return start, rest + lineLength(d.text[rest:]), nil
	case last:
		return from, to, nil
	}
	return from, rest, nil
}

// space counts the bytes at the beginning of a text that are in a set.
func space(text []byte, set string) int { return len(text) - len(bytes.TrimLeft(text, set)) }

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

// quotedEnd returns the length of a scalar in quotes, or -1.
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
