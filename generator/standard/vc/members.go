package vc

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

var errMissing = errors.New("is missing")

// object is a JSON object by the exact names of its members.
type object map[string]json.RawMessage

func objectOf(raw json.RawMessage) (object, error) {
	var o object
	if err := json.Unmarshal(raw, &o); err != nil || o == nil {
		return nil, errors.New("expected an object")
	}
	return o, nil
}

func text(raw json.RawMessage) (string, error) {
	var s string
	if len(raw) == 0 || raw[0] != '"' {
		return "", errors.New("expected a text")
	}
	err := json.Unmarshal(raw, &s)
	return s, err
}

// list returns the values of a member that holds one or many.
func (o object) list(name string) ([]json.RawMessage, error) {
	raw, there := o[name]
	if !there {
		return nil, errMissing
	}
	if raw[0] != '[' {
		return []json.RawMessage{raw}, nil
	}
	var many []json.RawMessage
	err := json.Unmarshal(raw, &many)
	return many, err
}

func (o object) types() ([]string, error) {
	values, err := o.list("type")
	if err != nil {
		return nil, err
	}
	if len(values) == 0 {
		return nil, errMissing
	}
	var types []string
	for _, v := range values {
		s, err := text(v)
		if err != nil || s == "" {
			return nil, errors.New("expected names")
		}
		types = append(types, s)
	}
	return types, nil
}

func (o object) optionalURL(name string) (string, error) {
	raw, there := o[name]
	if !there {
		return "", nil
	}
	s, err := text(raw)
	if err == nil && !IsURL(s) {
		err = fmt.Errorf("expected a URL, found %.80q", s)
	}
	return s, err
}

func (o object) optionalTime(name string) (time.Time, error) {
	raw, there := o[name]
	if !there {
		return time.Time{}, nil
	}
	s, err := text(raw)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", name, err)
	}
	t, err := ParseDateTime(s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// readTexts holds name and description to §4.6: a text, or texts that name
// their language.
func readTexts(_ *Credential, m object) error {
	for _, name := range []string{"name", "description"} {
		if _, there := m[name]; !there {
			continue
		}
		if _, err := text(m[name]); err == nil {
			continue
		}
		values, err := m.list(name)
		if err != nil {
			return err
		}
		for _, v := range values {
			o, err := objectOf(v)
			if err == nil {
				_, err = text(o["@value"])
			}
			if err != nil {
				return fmt.Errorf("%s is neither a text nor texts with a language", name)
			}
		}
	}
	return nil
}

// readTyped holds the members that point elsewhere to what they require: a
// type (§4.11, §5.4 to §5.6) and, of a schema, also an id.
func readTyped(_ *Credential, m object) error {
	for _, name := range []string{"credentialSchema", "evidence", "refreshService", "termsOfUse"} {
		if _, there := m[name]; !there {
			continue
		}
		values, err := m.list(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, v := range values {
			o, err := objectOf(v)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if _, err := o.types(); err != nil {
				return fmt.Errorf("%s: type: %w", name, err)
			}
			id, err := o.optionalURL("id")
			if err == nil && id == "" && name == "credentialSchema" {
				err = errMissing
			}
			if err != nil {
				return fmt.Errorf("%s: id: %w", name, err)
			}
		}
	}
	return nil
}
