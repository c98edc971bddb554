package ob3

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// walker goes once over a text that jcs.Strict accepted, so that it need not
// ask whether it is JSON.
type walker struct {
	text  string
	at    int
	rare  bool // the string that was passed last has an escape or a DELETE
	path  []step
	found []Violation

	frames [33]frame // of the objects that are open; jcs.Strict allows 32
	open   int

	reached   []result      // results of the subject
	described []description // result descriptions of its achievement
	levels    []string      // rubric levels of the description that is open
}

// step leads to a member or, without a name, to an element.
type step struct {
	name  string // in quotes
	index int
}

// frame is what a rule needs of an object that is open.
type frame struct {
	seen uint64    // bit i: member i of the class
	kept [6]string // values of members that say keep, by slot
	more bool      // there are contexts beyond the two
}

func (w *walker) space() {
	for w.at < len(w.text) && w.text[w.at] <= ' ' {
		w.at++
	}
}

func (w *walker) peek() byte { return w.text[w.at] }

// string passes a string and returns it in quotes.
func (w *walker) string() string {
	text, i := w.text, w.at+1
	w.rare = false
	for ; text[i] != '"'; i++ {
		if text[i] == '\\' {
			w.rare = true
			i++
		} else if text[i] == 0x7f {
			w.rare = true
		}
	}
	from := w.at
	w.at = i + 1
	return text[from:w.at]
}

// name passes a name and returns it in quotes, and its text.
func (w *walker) name() (quoted, name string) {
	quoted = w.string()
	if w.rare {
		return quoted, unquote(quoted)
	}
	return quoted, quoted[1 : len(quoted)-1]
}

// skip passes a value and returns it.
func (w *walker) skip() string {
	from := w.at
	switch w.peek() {
	case '"':
		return w.string()
	case '{', '[':
		for depth := 0; ; {
			switch w.peek() {
			case '"':
				w.string()
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			w.at++
			if depth == 0 {
				return w.text[from:w.at]
			}
		}
	}
	for w.at < len(w.text) && strings.IndexByte(" \t\r\n,]}", w.text[w.at]) < 0 {
		w.at++
	}
	return w.text[from:w.at]
}

// members calls do for every member of an object, at its value. The path ends
// with the member.
func (w *walker) members(do func(name string)) {
	w.at++
	for w.more('}') {
		quoted, name := w.name()
		w.space()
		w.at++ // the colon
		w.space()
		w.path = append(w.path, step{name: quoted})
		do(name)
		w.path = w.path[:len(w.path)-1]
	}
}

// elements calls do for every element of an array, at its value, and returns
// how many there are. The path ends with the element.
func (w *walker) elements(do func(i int)) int {
	w.at++
	n := 0
	for ; w.more(']'); n++ {
		w.path = append(w.path, step{index: n})
		do(n)
		w.path = w.path[:len(w.path)-1]
	}
	return n
}

// more passes what stands before the next member or element, or the end.
func (w *walker) more(end byte) bool {
	w.space()
	if w.peek() == ',' {
		w.at++
		w.space()
	}
	if w.peek() == end {
		w.at++
		return false
	}
	return true
}

// exact passes a value and refuses a member whose name is that of the standard
// but for upper and lower case.
func (w *walker) exact() (err error) {
	switch w.peek() {
	case '[':
		w.elements(func(int) { err = errors.Join(err, w.exact()) })
	case '{':
		w.members(func(name string) {
			if like := names.like(name); like != "" {
				err = errors.Join(err, fmt.Errorf("member %s: found %.40q, expected %q", w.pointer(), name, like))
			}
			err = errors.Join(err, w.exact())
		})
	default:
		w.skip()
	}
	return err
}

// unquote returns the text of a string that stands in quotes.
func unquote(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s[1 : len(s)-1]
	}
	var text string
	_ = json.Unmarshal([]byte(s), &text) // jcs.Strict accepted it
	return text
}

// controlled reports whether a string in quotes holds a control character
// other than the line feed. Libraries canonicalise these differently, so that
// a signature over one holds in some and fails in others.
func controlled(s string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case 0x7f:
			return true
		case '\\':
			i++
			switch s[i] {
			case 'b', 'f', 'r', 't':
				return true
			case 'u':
				if s[i+1] == '0' && s[i+2] == '0' {
					high, low := s[i+3], s[i+4]|0x20
					if (high == '0' && low != 'a') || high == '1' || (high == '7' && low == 'f') {
						return true
					}
				}
			}
		}
	}
	return false
}
