// Package jsonld turns a JSON-LD 1.1 document (W3C Recommendation of 16 July
// 2020) into the RDF dataset that a Data Integrity proof signs.
//
//	dataset, err := jsonld.ToRDF(document)
//	canonical, err := jsonld.Canonical(document, jsonld.Options{})
//
// Expansion (JSON-LD 1.1 API, section 5.1) is the library's; the conversion to
// RDF (section 8.1) is done here, because what is signed must be all that is
// shown. A document that would lose anything on the way is refused:
//
//   - a member that no context defines, a type or id that is not absolute,
//     a null, an empty object, a keyword other than @context, @id, @type,
//     @value and @language, a JSON literal, a text direction;
//   - a context that is not compiled in, or one written into the document;
//   - a number that libraries write differently;
//   - a control character other than LF (ErrControlCharacter): libraries in
//     use escape them differently, so the signature would hold in one and fail
//     in another.
//
// No connection is ever opened. Contexts lists what is compiled in, with the
// SHA-256 of each file and where it came from.
package jsonld

import (
	"bytes"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/piprate/json-gold/ld"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/rdfc"
)

// ErrControlCharacter is returned for a literal with a control character other
// than LF in it.
var ErrControlCharacter = errors.New("signed text holds no control characters but LF")

// An UnknownContextError names a context that is not compiled in.
type UnknownContextError struct{ URL string }

func (e *UnknownContextError) Error() string {
	return fmt.Sprintf("context %q is not one of those compiled in", e.URL)
}

// A Processor knows a set of contexts. It is safe for concurrent use.
type Processor struct {
	documents loader // by URL; decoded once and never changed
}

// Options say how a canonical form is made. The zero value is SHA-256 within
// the bounds of rdfc.
type Options struct {
	Hash crypto.Hash // SHA256, or SHA384
}

// New returns a processor that knows the compiled-in contexts, and others
// beside them: their text by URL. A URL that is compiled in keeps its meaning.
func New(others map[string][]byte) (*Processor, error) {
	p := &Processor{documents: loader{}}
	for url, text := range others {
		if err := p.add(url, text); err != nil {
			return nil, err
		}
	}
	for _, c := range Contexts() {
		text, err := ContextText(c)
		if err != nil {
			return nil, fmt.Errorf("reading context %s: %w", c.URL, err)
		}
		if err := p.add(c.URL, text); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *Processor) add(url string, text []byte) error {
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		return fmt.Errorf("reading context %s: %w", url, err)
	}
	if document["@context"] == nil {
		return fmt.Errorf("reading context %s: it has no @context", url)
	}
	p.documents[url] = document
	return nil
}

// loader answers the library from memory.
type loader map[string]any

func (l loader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	document, ok := l[url]
	if !ok {
		return nil, &UnknownContextError{url}
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: document}, nil
}

var standard = sync.OnceValues(func() (*Processor, error) { return New(nil) })

// ToRDF returns the dataset of a document, with the compiled-in contexts.
func ToRDF(document []byte) (rdfc.Dataset, error) {
	p, err := standard()
	if err != nil {
		return nil, err
	}
	return p.ToRDF(document)
}

// Canonical returns the canonical N-Quads of a document, with the compiled-in
// contexts.
func Canonical(document []byte, o Options) ([]byte, error) {
	p, err := standard()
	if err != nil {
		return nil, err
	}
	return p.Canonical(document, o)
}

// Canonical returns the canonical N-Quads of a document.
func (p *Processor) Canonical(document []byte, o Options) ([]byte, error) {
	dataset, err := p.ToRDF(document)
	if err != nil {
		return nil, err
	}
	return rdfc.Canonicalize(dataset, rdfc.Options{Hash: o.Hash})
}

// ToRDF returns the dataset of a document.
func (p *Processor) ToRDF(document []byte) (rdfc.Dataset, error) {
	if err := jcs.Strict(document); err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var root map[string]any
	if err := decoder.Decode(&root); err != nil {
		return nil, fmt.Errorf("reading the document: %w", err)
	}
	if err := p.guard(root); err != nil {
		return nil, err
	}
	expanded, err := p.expand(root)
	if err != nil {
		return nil, fmt.Errorf("expanding the document: %w", err)
	}
	return convert(expanded)
}

// expand runs the library in its safe mode, where an undefined term is an
// error. The library meets some strange documents with a panic; for the caller
// they are documents that cannot be read.
func (p *Processor) expand(root map[string]any) (expanded []any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the JSON-LD library gave up: %v", r)
		}
	}()
	options := ld.NewJsonLdOptions("")
	options.ProcessingMode = ld.JsonLd_1_1
	options.DocumentLoader = p.documents
	options.SafeMode = true
	return ld.NewJsonLdProcessor().Expand(root, options)
}
