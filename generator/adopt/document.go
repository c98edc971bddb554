package adopt

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/ob2"
	"github.com/sealpress/sealpress/generator/verify"
)

// object is a JSON object of which nothing is known. Its methods return the
// zero value where something else stands there.
type object map[string]any

// parse reads a JSON object within the limits of a credential, and refuses
// what two readers could understand differently.
func parse(text []byte) (object, error) {
	if _, err := (jcs.Limits{Size: verify.MaxSize, Depth: verify.MaxDepth}).Members(text); err != nil {
		return nil, err
	}
	var o object
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&o); err != nil {
		return nil, err
	}
	return o, nil
}

// text returns a member that is a text, or a number in its digits.
func (o object) text(name string) string { return textOf(o[name]) }

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case map[string]any: // a language-tagged text (JSON-LD)
		s, _ := v["@value"].(string) // anything else is no text
		return s
	}
	return ""
}

func (o object) object(name string) object {
	m, _ := o[name].(map[string]any) // anything else is no object
	return m
}

// list returns a member as a list: one value counts as a list of one.
func (o object) list(name string) []any {
	switch v := o[name].(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

func (o object) texts(name string) []string {
	var all []string
	for _, v := range o.list(name) {
		if s := textOf(v); s != "" {
			all = append(all, s)
		}
	}
	return all
}

func (o object) is(types ...string) bool {
	return slices.ContainsFunc(append(o.texts("type"), o.texts("@type")...), func(t string) bool { return slices.Contains(types, t) })
}

// id is the address that a member names, which may also be an object with one.
func (o object) id(name string) string {
	if s := o.text(name); s != "" {
		return s
	}
	return o.object(name).text("id")
}

// payload returns the JSON object that a token carries. Whether it is signed is
// for others to say.
func payload(token []byte) (object, error) {
	parts := strings.Split(strings.TrimSpace(string(token)), ".")
	if len(parts) != 3 {
		return nil, errors.New("it is no token")
	}
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return nil, fmt.Errorf("it is no token: %w", err)
	}
	o, err := parse(text)
	if err != nil {
		return nil, err
	}
	if inside := o.object("vc"); inside != nil { // the form of VC 1.1
		return inside, nil
	}
	return o, nil
}

// sort is what a document is.
type sort int

const (
	nothing     sort = iota
	assertion        // Open Badges 2.0
	credential       // Open Badges 3.0
	description      // a BadgeClass or Profile
	revocations      // a RevocationList
	former           // an Assertion of Open Badges 1
	endorsement
)

// sortOf tells documents apart by what they say.
func sortOf(o object) sort {
	switch {
	case o["uid"] != nil && o["verify"] != nil:
		return former
	case o.is("Assertion") && slices.Contains(o.texts("@context"), ob2.Context):
		return assertion
	case o.is("EndorsementCredential", "Endorsement"):
		return endorsement
	case o.is("OpenBadgeCredential", "AchievementCredential"), o.is("VerifiableCredential") && o.object("credentialSubject").object("achievement") != nil:
		return credential
	case o.is("RevocationList"):
		return revocations
	case o.is("BadgeClass", "Profile", "Issuer"):
		return description
	}
	return nothing
}

// maxNested is how deep documents may lie inside the answer of a programming
// interface: an object with a list of objects with a document.
const maxNested = 4

// split returns the documents in a JSON text: itself, the items of a list, and
// what the members of an object hold that is no document. each gets objects
// and texts; it stops the walk by returning an error.
func split(text []byte, depth int, each func(raw []byte, isText bool) error) error {
	text = bytes.TrimSpace(text)
	if len(text) == 0 || depth > maxNested {
		return nil
	}
	switch text[0] {
	case '"':
		var s string
		if json.Unmarshal(text, &s) != nil {
			return nil
		}
		return each([]byte(s), true)
	case '[':
		var items []json.RawMessage
		if err := json.Unmarshal(text, &items); err != nil {
			return err
		}
		for _, item := range items {
			if err := split(item, depth+1, each); err != nil {
				return err
			}
		}
	case '{':
		var members map[string]json.RawMessage
		if err := json.Unmarshal(text, &members); err != nil {
			return err
		}
		if members["@context"] == nil && members["uid"] == nil && (members["id"] == nil || members["type"] == nil) {
			return splitMembers(members, depth, each)
		}
		if members["verifiableCredential"] != nil { // a presentation is a wrapping
			return split(members["verifiableCredential"], depth+1, each)
		}
		return each(text, false)
	}
	return nil
}

func splitMembers(members map[string]json.RawMessage, depth int, each func([]byte, bool) error) error {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if v := bytes.TrimSpace(members[name]); len(v) == 0 || v[0] == '"' {
			continue // a lone text in an object is no list of addresses
		}
		if err := split(members[name], depth+1, each); err != nil {
			return err
		}
	}
	return nil
}
