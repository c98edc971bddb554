package jsonld

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// guard refuses what expansion would drop without a word. An empty array
// passes: it says as much as no array, to every reader.
func (p *Processor) guard(root map[string]any) error {
	if root["@context"] == nil {
		return errors.New("the document has no @context")
	}
	return p.guardObject(root)
}

func (p *Processor) guardObject(object map[string]any) error {
	_, tagged := object["@language"]
	if _, has := object["@value"]; tagged && !has {
		return errors.New("a @language stands without a @value")
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if err := p.guardMember(name, object[name]); err != nil {
			return err
		}
	}
	return nil
}

func (p *Processor) guardMember(name string, value any) error {
	switch {
	case name == "@context":
		return p.guardContext(value)
	case strings.HasPrefix(name, "@") && !slices.Contains([]string{"@id", "@type", "@value", "@language"}, name):
		return fmt.Errorf("the keyword %s is not supported", name)
	}
	return p.guardValue(name, value)
}

func (p *Processor) guardContext(context any) error {
	list, ok := context.([]any)
	if !ok {
		list = []any{context}
	}
	for _, c := range list {
		url, ok := c.(string)
		if !ok {
			return errors.New("a context is written into the document: only the URL of a known one may stand there")
		}
		if _, known := p.documents[url]; !known {
			return &UnknownContextError{url}
		}
	}
	return nil
}

func (p *Processor) guardValue(name string, value any) error {
	switch value := value.(type) {
	case nil:
		return fmt.Errorf("%q is null: leave it out", name)
	case []any:
		for _, item := range value {
			if err := p.guardValue(name, item); err != nil {
				return err
			}
		}
	case map[string]any:
		if len(value) == 0 {
			return fmt.Errorf("%q is an empty object: leave it out", name)
		}
		return p.guardObject(value)
	}
	return nil
}
