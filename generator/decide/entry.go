package decide

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Remove takes awards out of the text of an award file. Every other byte
// stays: comments, order, line ends. What belongs to an award goes with it:
// the comments within it, and those directly above its label. Where no award
// is left, empty is true and the file is to be removed. A label that is not
// there is no error.
//
// The result is read again and held against the original: where it is not
// the same but for the awards, nothing is returned and the error says so.
func Remove(text []byte, labels []string) (rest []byte, empty bool, err error) {
	was, err := parse(text)
	if err != nil {
		return nil, false, err
	}
	_, awards := find(was.root, "awards")
	if awards == nil || awards.Kind != yaml.MappingNode {
		return nil, false, errors.New("the file has no key awards with labels below it")
	}
	keep := slices.Clone(awards.Content)
	rest = text
	for _, label := range labels {
		d, err := parse(rest)
		if err != nil {
			return nil, false, unsafe(label)
		}
		_, awards := find(d.root, "awards")
		k, v := find(awards, label)
		if k == nil {
			continue
		}
		if len(awards.Content) == 2 {
			return nil, true, nil
		}
		from, to, err := d.extent(awards, k, v)
		if err != nil {
			return nil, false, err
		}
		rest = slices.Concat(rest[:from], rest[to:])
	}
	for i := 0; i < len(keep); {
		if slices.Contains(labels, keep[i].Value) {
			keep = slices.Delete(keep, i, i+2)
			continue
		}
		i += 2
	}
	awards.Content = keep
	if now, err := parse(rest); err != nil || !same(was.root, now.root) {
		return nil, false, unsafe(labels...)
	}
	return rest, false, nil
}

func unsafe(labels ...string) error {
	return fmt.Errorf("the award %s is written in a way that cannot be taken out safely: remove it by hand, then run the same command again", labels[0])
}

// extent returns where an award begins and ends.
func (d *document) extent(awards, k, v *yaml.Node) (from, to int, err error) {
	if awards.Style&yaml.FlowStyle != 0 {
		return d.flowExtent(k, v)
	}
	first := k.Line - 1
	if indent := d.line(first)[:min(k.Column-1, len(d.line(first)))]; len(bytes.Trim(indent, " ")) > 0 {
		return 0, 0, unsafe(k.Value) // "? label", as nobody writes
	}
	column := k.Column - 1
	end := d.after(awards, k)
	for end > first+1 && (blank(d.line(end-1)) || comment(d.line(end-1), column)) {
		end--
	}
	for first > 0 && comment(d.line(first-1), column) {
		first--
	}
	// Of two blank lines that would meet, one goes.
	if first > 0 && blank(d.line(first-1)) {
		for end < len(d.at) && blank(d.line(end)) {
			end++
		}
	}
	to = len(d.text)
	if end < len(d.at) {
		to = d.at[end]
	}
	return d.at[first], to, nil
}

// after returns the number of the line on which what follows an award begins,
// from 0: the next award, the next key of the file, or the end.
func (d *document) after(awards, k *yaml.Node) int {
	next := len(d.at)
	for _, m := range []*yaml.Node{d.root, awards} {
		for i := 0; i+1 < len(m.Content); i += 2 {
			if line := m.Content[i].Line - 1; line >= k.Line {
				next = min(next, line)
			}
		}
	}
	for n := k.Line; n < next; n++ { // a line of three full stops ends the document
		if bytes.HasPrefix(d.line(n), []byte("...")) && len(bytes.TrimRight(d.line(n), " \t\r\n")) == 3 {
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
