package jsonld

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

const (
	rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd = "http://www.w3.org/2001/XMLSchema#"
)

func iri(s string) rdfc.Term { return rdfc.Term{Kind: rdfc.IRI, Value: s} }

// converter walks an expanded document and collects its quads.
type converter struct {
	quads  rdfc.Dataset
	blanks int
}

// convert turns an expanded document into a dataset.
func convert(expanded []any) (rdfc.Dataset, error) {
	var c converter
	for _, item := range expanded {
		node, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%v stands where an object is needed", item)
		}
		if _, err := c.node(node, rdfc.Term{}); err != nil {
			return nil, err
		}
	}
	if len(c.quads) == 0 {
		return nil, errors.New("the document says nothing")
	}
	for _, q := range c.quads {
		if err := q.Check(); err != nil {
			return nil, err
		}
	}
	return c.quads, nil
}

// node adds the quads of a node object to a graph, and returns its name.
func (c *converter) node(node map[string]any, graph rdfc.Term) (rdfc.Term, error) {
	subject, err := c.name(node)
	if err != nil {
		return subject, err
	}
	for _, property := range slices.Sorted(maps.Keys(node)) {
		if property == "@id" {
			continue
		}
		values, ok := node[property].([]any)
		if !ok {
			return subject, fmt.Errorf("%q is not supported", property)
		}
		for _, value := range values {
			if err := c.value(subject, property, value, graph); err != nil {
				return subject, err
			}
		}
	}
	return subject, nil
}

func (c *converter) name(node map[string]any) (rdfc.Term, error) {
	id, has := node["@id"]
	if !has {
		return c.blank(), nil
	}
	text, _ := id.(string)
	return reference("id", text)
}

func (c *converter) blank() rdfc.Term {
	c.blanks++
	return rdfc.Term{Kind: rdfc.Blank, Value: "b" + strconv.Itoa(c.blanks)}
}

// reference is an IRI or the blank node that the document names itself; those
// get a letter that ours do not have.
func reference(what, text string) (rdfc.Term, error) {
	if label, ok := strings.CutPrefix(text, "_:"); ok && label != "" {
		return rdfc.Term{Kind: rdfc.Blank, Value: "x" + label}, nil
	}
	if err := rdfc.CheckIRI(text); err != nil {
		return rdfc.Term{}, fmt.Errorf("the %s is not absolute: %w", what, err)
	}
	return iri(text), nil
}

func (c *converter) value(subject rdfc.Term, property string, value any, graph rdfc.Term) error {
	switch property {
	case "@type":
		text, _ := value.(string)
		object, err := reference("type", text)
		c.add(subject, iri(rdf+"type"), object, graph)
		return err
	case "@graph":
		node, ok := value.(map[string]any)
		if !ok {
			return fmt.Errorf("%v stands where an object is needed", value)
		}
		_, err := c.node(node, subject)
		return err
	}
	if strings.HasPrefix(property, "@") {
		return fmt.Errorf("%q is not supported", property)
	}
	if err := rdfc.CheckIRI(property); err != nil {
		return fmt.Errorf("a member is not defined by the contexts: %w", err)
	}
	object, err := c.object(value, graph)
	if err != nil {
		return fmt.Errorf("member %s: %w", property, err)
	}
	c.add(subject, iri(property), object, graph)
	return nil
}

func (c *converter) add(subject, predicate, object, graph rdfc.Term) {
	c.quads = append(c.quads, rdfc.Quad{Subject: subject, Predicate: predicate, Object: object, Graph: graph})
}

// object is section 8.2.2, Object to RDF Conversion.
func (c *converter) object(value any, graph rdfc.Term) (rdfc.Term, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return rdfc.Term{}, fmt.Errorf("%v stands where an object is needed", value)
	}
	if _, is := object["@value"]; is {
		return literal(object)
	}
	if list, is := object["@list"]; is {
		items, ok := list.([]any)
		if !ok || len(object) != 1 {
			return rdfc.Term{}, errors.New("a list is not written as one")
		}
		return c.list(items, graph)
	}
	return c.node(object, graph)
}

// list is section 8.2.3, List to RDF Conversion.
func (c *converter) list(items []any, graph rdfc.Term) (rdfc.Term, error) {
	rest := iri(rdf + "nil")
	for _, item := range slices.Backward(items) {
		object, err := c.object(item, graph)
		if err != nil {
			return object, err
		}
		head := c.blank()
		c.add(head, iri(rdf+"first"), object, graph)
		c.add(head, iri(rdf+"rest"), rest, graph)
		rest = head
	}
	return rest, nil
}

func literal(object map[string]any) (rdfc.Term, error) {
	t := rdfc.Term{Kind: rdfc.Literal}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		text, isText := object[key].(string)
		switch {
		case key == "@value":
		case key == "@type" && isText:
			t.Datatype = text
		case key == "@language" && isText:
			t.Language = text
		default:
			return t, fmt.Errorf("%q beside a @value is not supported", key)
		}
	}
	if t.Datatype == "@json" || t.Datatype == rdf+"JSON" {
		return t, errors.New("JSON literals are not supported")
	}
	switch value := object["@value"].(type) {
	case string:
		if i := strings.IndexFunc(value, forbidden); i >= 0 {
			return t, fmt.Errorf("%w: %q has %q", ErrControlCharacter, value, value[i])
		}
		t.Value = value
		return t, nil
	case bool:
		t.Value = strconv.FormatBool(value)
		if t.Datatype == "" {
			t.Datatype = xsd + "boolean"
		}
		return t, nil
	case json.Number:
		return number(t, value)
	}
	return t, fmt.Errorf("%v is no value", object["@value"])
}

func forbidden(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }

// number gives a number its canonical lexical form. Where implementations
// part, at integers that a double does not hold and at the seventeenth digit,
// it refuses.
func number(t rdfc.Term, n json.Number) (rdfc.Term, error) {
	f, err := n.Float64()
	if err != nil {
		return t, fmt.Errorf("number %s: %w", n, err)
	}
	if f == math.Trunc(f) && t.Datatype != xsd+"double" {
		if math.Abs(f) > 1<<53-1 {
			return t, fmt.Errorf("number %s is beyond the integers that all readers hold: write it as text", n)
		}
		t.Value = strconv.FormatInt(int64(f), 10)
		if t.Datatype == "" {
			t.Datatype = xsd + "integer"
		}
		return t, nil
	}
	if digits, _, _ := strings.Cut(strconv.FormatFloat(math.Abs(f), 'e', -1, 64), "e"); len(digits) > 17 {
		return t, fmt.Errorf("number %s has more digits than all readers keep: write it as text", n)
	}
	// One digit before the point, at least one after, no zeros at the end, and
	// an exponent without plus sign or leading zeros.
	digits, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', 15, 64), "E")
	digits = strings.TrimRight(digits, "0")
	if strings.HasSuffix(digits, ".") {
		digits += "0"
	}
	e, err := strconv.Atoi(exponent)
	if err != nil {
		return t, fmt.Errorf("number %s: %w", n, err)
	}
	t.Value = digits + "E" + strconv.Itoa(e)
	if t.Datatype == "" {
		t.Datatype = xsd + "double"
	}
	return t, nil
}
