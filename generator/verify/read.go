package verify

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// The values of a document that was found to be strict JSON. What is not of
// the kind that is asked for is empty: no document says anything by accident.

// textOf returns a text, or "".
func textOf(raw json.RawMessage) string {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// isTrue reports whether a value is the boolean.
func isTrue(raw json.RawMessage) bool { return string(raw) == "true" }

// listOf returns the items of an array, and a value that is none as the only
// item.
func listOf(raw json.RawMessage) ([]json.RawMessage, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	if raw[0] != '[' {
		return []json.RawMessage{raw}, nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, errors.New("expected an array")
	}
	return list, nil
}

// textsOf returns a text, or an array of texts; nothing where there is any
// other value.
func textsOf(raw json.RawMessage) []string {
	list, err := listOf(raw)
	if err != nil {
		return nil
	}
	texts := make([]string, 0, len(list))
	for _, item := range list {
		if len(item) == 0 || item[0] != '"' {
			return nil
		}
		texts = append(texts, textOf(item))
	}
	return texts
}

// hasType reports whether the type of a document is, or has, one of some.
func hasType(members map[string]json.RawMessage, names ...string) bool {
	return slices.ContainsFunc(textsOf(members["type"]), func(s string) bool { return slices.Contains(names, s) })
}

// assemble writes an object from its members, in the order of their names.
func assemble(members map[string]json.RawMessage, without string) []byte {
	size := 2
	for name, value := range members {
		size += len(name) + len(value) + 8
	}
	out := append(make([]byte, 0, size), '{')
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if name == without {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		// A name that was read as JSON can be written as JSON.
		text, _ := json.Marshal(name)
		out = append(append(append(out, text...), ':'), members[name]...)
	}
	return append(out, '}')
}
