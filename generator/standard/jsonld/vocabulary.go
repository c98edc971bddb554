package jsonld

import "strings"

// A Vocabulary says what the contexts of a processor, taken together, define.
// It serves a caller who asks which texts of a document are data alone.
type Vocabulary struct {
	// Terms are all names that a context defines. One of them before a colon
	// makes a compact IRI.
	Terms map[string]bool
	// Fixed are the members whose text is a name out of a context, or an
	// instruction to the processor: @type and its other names, @language,
	// members typed @vocab or @json, and the like.
	Fixed map[string]bool
}

// Standard returns the processor that knows the compiled-in contexts.
func Standard() (*Processor, error) { return standard() }

// Vocabulary collects the names in all contexts of a processor, and in the
// contexts inside them.
func (p *Processor) Vocabulary() Vocabulary {
	v := Vocabulary{Terms: map[string]bool{}, Fixed: map[string]bool{}}
	for _, keyword := range []string{"@context", "@type", "@language", "@direction", "@index", "@json", "@base", "@vocab"} {
		v.Fixed[keyword] = true
	}
	for _, document := range p.documents {
		v.collect(document.(map[string]any)["@context"])
	}
	return v
}

func (v Vocabulary) collect(context any) {
	switch context := context.(type) {
	case []any:
		for _, c := range context {
			v.collect(c)
		}
	case map[string]any:
		for name, definition := range context {
			if !strings.HasPrefix(name, "@") {
				v.define(name, definition)
			}
		}
	}
}

func (v Vocabulary) define(name string, definition any) {
	v.Terms[name] = true
	id, _ := definition.(string)
	if expanded, ok := definition.(map[string]any); ok {
		id, _ = expanded["@id"].(string)
		if kind, _ := expanded["@type"].(string); kind == "@vocab" || kind == "@json" {
			v.Fixed[name] = true
		}
		v.collect(expanded["@context"])
	}
	if strings.HasPrefix(id, "@") && id != "@id" && id != "@value" {
		v.Fixed[name] = true
	}
}
