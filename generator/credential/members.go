package credential

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

var errObject = errors.New("it is not one JSON object")

// members calls use for each member of an object, with the bytes between the
// quotes of its name and those of its value. What is inside a value is passed
// over: most of a credential is the same in thousands, and who needs a value
// reads it.
func members(object []byte, use func(name, value []byte) error) error {
	rest := bytes.TrimSpace(object)
	if len(rest) < 2 || rest[0] != '{' || rest[len(rest)-1] != '}' {
		return errObject
	}
	for rest = bytes.TrimSpace(rest[1:]); rest[0] != '}'; {
		n := valueLength(rest)
		if rest[0] != '"' || n < 0 {
			return errObject
		}
		name := rest[1 : n-1]
		var colon bool
		if rest, colon = bytes.CutPrefix(bytes.TrimSpace(rest[n:]), []byte(":")); !colon {
			return errObject
		}
		rest = bytes.TrimSpace(rest)
		if n = valueLength(rest); n < 0 {
			return errObject
		}
		if err := use(name, rest[:n]); err != nil {
			return err
		}
		switch rest = bytes.TrimSpace(rest[n:]); {
		case len(rest) == 0:
			return errObject
		case rest[0] == ',':
			if rest = bytes.TrimSpace(rest[1:]); len(rest) == 0 || rest[0] == '}' {
				return errObject
			}
		case rest[0] != '}':
			return errObject
		}
	}
	if len(rest) != 1 {
		return errObject
	}
	return nil
}

// objects calls use for each object of an array, or for a single one.
func objects(value []byte, use func(object []byte) error) error {
	if len(value) == 0 || value[0] != '[' {
		return use(value)
	}
	for rest := bytes.TrimSpace(value[1:]); len(rest) > 0 && rest[0] != ']'; {
		n := valueLength(rest)
		if n < 0 {
			return errObject
		}
		if err := use(rest[:n]); err != nil {
			return err
		}
		rest = bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(rest[n:]), []byte(",")))
	}
	return nil
}

// text reads a value that is a text. One without an escape, as addresses and
// dates are, stands there as it is.
func text(value []byte) (s string, err error) {
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' && bytes.IndexByte(value, '\\') < 0 && utf8.Valid(value) {
		return string(value[1 : n-1]), nil
	}
	err = json.Unmarshal(value, &s)
	return s, err
}

// valueLength returns the length of the value with which a text begins; -1
// where none does.
func valueLength(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			n := quoted(text[i:])
			if n < 0 {
				return -1
			}
			i += n - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth--; depth < 0 {
				return -1
			}
		case ',', ' ', '\n', '\r', '\t', ':':
			if depth == 0 {
				return -1
			}
			continue
		default:
			if depth == 0 { // a number, true, false or null
				n := bytes.IndexAny(text[i:], ",}] \n\r\t")
				if n <= 0 {
					return -1
				}
				return i + n
			}
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return -1
}

// quoted returns the length of the text in quotation marks with which a text
// begins; -1 where it does not end.
func quoted(text []byte) int {
	for at := 1; ; {
		n := bytes.IndexByte(text[at:], '"')
		if n < 0 {
			return -1
		}
		at += n
		escapes := 0
		for text[at-escapes-1] == '\\' {
			escapes++
		}
		if at++; escapes%2 == 0 {
			return at
		}
	}
}
