package bitstring

import (
	"encoding/json"
	"fmt"
)

// reader takes the members of an object by their exact names. The first thing
// that is wrong, here or inside, is kept.
type reader struct {
	members map[string]json.RawMessage
	err     *error
}

func newReader(b []byte) *reader {
	r := &reader{err: new(error)}
	r.open(b, "the document")
	return r
}

func (r *reader) open(b []byte, name string) {
	if err := json.Unmarshal(b, &r.members); err != nil || r.members == nil {
		r.fail("%s is no object", name)
	}
}

func (r *reader) fail(format string, args ...any) {
	if *r.err == nil {
		*r.err = fmt.Errorf(format, args...)
	}
}

// text returns a member that is a string.
func (r *reader) text(name string, required bool) string {
	raw, ok := r.members[name]
	if !ok {
		if required {
			r.fail("%s is missing", name)
		}
		return ""
	}
	var s *string
	if err := json.Unmarshal(raw, &s); err != nil || s == nil {
		r.fail("%s is no string", name)
		return ""
	}
	if required && *s == "" {
		r.fail("%s is empty", name)
	}
	return *s
}

// texts returns a member that is a string or an array of strings.
func (r *reader) texts(name string) []string {
	var list []string
	if json.Unmarshal(r.members[name], &list) == nil {
		return list
	}
	return []string{r.text(name, true)}
}

// oneBit refuses entries of more than one bit.
func (r *reader) oneBit() {
	if size, ok := r.members["statusSize"]; ok && string(size) != "1" {
		r.fail("statusSize is %.20q: entries of one bit alone are covered", size)
	}
}

// inside returns a member that is an object.
func (r *reader) inside(name string) *reader {
	in := &reader{err: r.err}
	in.open(r.members[name], name)
	return in
}
